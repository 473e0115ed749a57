//! What a person does: press, type, choose, attach.

use std::fmt::Display;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Page;
use crate::fault::{Done, Tried};

const FINDERS: &str = include_str!("finders.js");
/// How often a press is tried again that met nothing because the page moved under it.
const TRIES: u8 = 3;

impl Page {
    /// Presses the one visible element, as a pointer does, and waits where
    /// that leads to another page.
    #[track_caller]
    pub fn click(&self, selector: &str) -> Done {
        self.done(self.press_at("point", json!([selector])))
    }

    /// Presses the button or link that says exactly this.
    #[track_caller]
    pub fn click_text(&self, text: &str) -> Done {
        self.done(self.press_at("pointText", json!([text])))
    }

    /// Presses the first submit button of a form.
    #[track_caller]
    pub fn submit(&self, form: &str) -> Done {
        self.done(self.press_at("pointSubmit", json!([form])))
    }

    /// Replaces what stands in the field of this label.
    #[track_caller]
    pub fn fill(&self, label: &str, value: &str) -> Done {
        self.done(self.type_into(label, None, value))
    }

    /// The same, inside the fieldset of this legend.
    #[track_caller]
    pub fn fill_in(&self, group: &str, label: &str, value: &str) -> Done {
        self.done(self.type_into(label, Some(group), value))
    }

    /// Puts the focus into the field of this label, its text selected.
    #[track_caller]
    pub fn focus(&self, label: &str) -> Done {
        self.done(self.find("focus", json!([label, null, ""])).map(drop))
    }

    /// Chooses an option by what it says.
    #[track_caller]
    pub fn select(&self, label: &str, option: &str) -> Done {
        self.done(self.acting(|| self.find("choose", json!([label, option])).map(drop)))
    }

    /// Turns on the radio button or check box of this label.
    #[track_caller]
    pub fn check(&self, label: &str) -> Done {
        self.done(self.turn(label, None, true))
    }

    /// The same, inside the fieldset of this legend.
    #[track_caller]
    pub fn check_in(&self, group: &str, label: &str) -> Done {
        self.done(self.turn(label, Some(group), true))
    }

    /// Turns off the check box of this label.
    #[track_caller]
    pub fn uncheck(&self, label: &str) -> Done {
        self.done(self.turn(label, None, false))
    }

    /// Gives files to a file input.
    #[track_caller]
    pub fn attach_files(&self, selector: &str, files: &[&Path]) -> Done {
        self.done(self.hand_over(selector, files))
    }

    /// Asks the page until it answers or patience ends. A page that leaves
    /// meanwhile is asked again where it arrives.
    pub(super) fn find(&self, step: &str, args: impl Display) -> Tried<Value> {
        let args = args.to_string();
        let deadline = Instant::now() + self.options.patience;
        loop {
            let mark = self.mark();
            let left = deadline.saturating_duration_since(Instant::now());
            let why = match self.look_once(step, &args, left) {
                Ok(Ok(found)) => return Ok(found),
                Ok(Err(why)) => why,
                Err(error) if moved_away(&error) => error,
                Err(error) => return Err(error),
            };
            // Without script only another document changes anything, and the
            // browser tells us of that.
            let wire = self.browser.wire();
            let any = |events: &[crate::cdp::Event]| (!events.is_empty()).then_some(());
            if wire
                .wait_event(&self.session, mark, deadline, "change", any)
                .is_err()
            {
                return Err(why);
            }
        }
    }

    /// Asks the page once, waiting inside it where its scripts may run.
    pub(super) fn look_once(
        &self,
        step: &str,
        args: &str,
        patience: Duration,
    ) -> Tried<Result<Value, String>> {
        let patience = if self.options.script {
            patience.as_millis()
        } else {
            0
        };
        let name = json!(step);
        let mut answer = self.once(&format!("({FINDERS})({name}, {args}, {patience})"))?;
        Ok(match answer.get_mut("ok") {
            Some(found) => Ok(found.take()),
            None => Err(answer["why"].as_str().unwrap_or("nothing found").to_owned()),
        })
    }

    fn press_at(&self, step: &str, args: Value) -> Tried {
        let at = self.find(step, &args)?;
        self.pointer(step, &args, at, TRIES)
    }

    /// Moves to where it lies and presses there. Scrolling may bring in parts
    /// that were not laid out before, and the answer to a move comes with the
    /// next frame: what has moved by then is followed.
    fn pointer(&self, step: &str, args: &Value, mut at: Value, tries: u8) -> Tried {
        for _ in 0..10 {
            self.mouse("mouseMoved", &at)?;
            let now = self.find(step, args)?;
            if now == at {
                break;
            }
            at = now;
        }
        let press = || {
            self.mouse("mousePressed", &at)?;
            self.mouse("mouseReleased", &at)
        };
        if self.options.script {
            self.acting(press)?;
            // What arrives between press and release may move it away: then nothing was clicked, and a person tries again.
            // A page that has left no longer knows.
            let missed = self.once("globalThis.metItsAim === false");
            return match missed.is_ok_and(|missed| missed == true) && tries > 0 {
                true => {
                    let at = self.find(step, args)?;
                    self.pointer(step, args, at, tries - 1)
                }
                false => Ok(()),
            };
        }
        // No listener runs in such a page: what lies there tells.
        let leads = self.find("leads", json!([at["x"], at["y"]]))?;
        self.led(leads == true, press)
    }

    fn mouse(&self, kind: &str, at: &Value) -> Tried {
        let (button, buttons) = match kind {
            "mouseMoved" => ("none", 0),
            "mousePressed" => ("left", 1),
            _ => ("left", 0),
        };
        let event = json!({ "type": kind, "x": at["x"], "y": at["y"],
                            "button": button, "buttons": buttons, "clickCount": 1 });
        self.ask("Input.dispatchMouseEvent", event).map(drop)
    }

    fn type_into(&self, label: &str, group: Option<&str>, value: &str) -> Tried {
        let typed = self.find("focus", json!([label, group, value]))?;
        if typed == false {
            return Ok(());
        }
        if value.is_empty() {
            return self.key("Delete");
        }
        self.ask("Input.insertText", json!({ "text": value }))
            .map(drop)
    }

    fn turn(&self, label: &str, group: Option<&str>, on: bool) -> Tried {
        let args = json!([label, group, on]);
        let at = self.find("check", &args)?;
        if at.is_null() {
            return Ok(());
        }
        self.pointer("check", &args, at, TRIES)
    }

    fn hand_over(&self, selector: &str, files: &[&Path]) -> Tried {
        let quoted = json!(selector);
        let found = self.ask(
            "Runtime.evaluate",
            json!({ "expression": format!("document.querySelector({quoted})") }),
        )?;
        let Some(object) = found["result"]["objectId"].as_str() else {
            return Err(format!("no {selector}"));
        };
        let files: Vec<_> = files
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let given = json!({ "files": files, "objectId": object });
        self.ask("DOM.setFileInputFiles", given).map(drop)
    }
}

/// The page went elsewhere while we asked it.
pub(super) fn moved_away(error: &str) -> bool {
    [
        "context was destroyed",
        "Cannot find context",
        "navigated or closed",
        "Promise was collected",
    ]
    .iter()
    .any(|sign| error.contains(sign))
}
