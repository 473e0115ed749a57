//! A page as a person meets it: with a language, a window and a colour scheme.

mod act;
mod keys;
mod look;
mod trouble;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cdp::Event;
use crate::fault::{Done, Fault, Tried};
use crate::paths;

pub use trouble::{Kind, Trouble};

/// Lets a page say that what was just done to it makes it leave.
const LEAVING: &str = include_str!("leaving.js");

/// Who looks at the page, and with what.
#[derive(Clone, Debug)]
pub struct Options {
    /// Sent as `Accept-Language` and told to scripts.
    pub language: String,
    pub width: u32,
    pub height: u32,
    /// `prefers-color-scheme: dark`.
    pub dark: bool,
    /// `prefers-reduced-motion: reduce`.
    pub calm: bool,
    /// Off: no script of the page runs.
    pub script: bool,
    pub time_zone: String,
    /// Put before paths given to `goto`.
    pub base: String,
    /// How long a step waits for what it needs.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            language: "ja".into(),
            width: 1280,
            height: 800,
            dark: false,
            calm: true,
            script: true,
            time_zone: "Asia/Tokyo".into(),
            base: String::new(),
            patience: Duration::from_secs(15),
        }
    }
}

/// One tab. Steps wait for what they need and fail with a sentence, the line
/// of the journey and a screenshot.
pub struct Page {
    browser: Arc<Browser>,
    context: Arc<Context>,
    session: String,
    target: String,
    options: Options,
}

/// Cookies and storage, shared by the tabs of one person.
struct Context {
    browser: Arc<Browser>,
    id: String,
}

impl Page {
    /// Another tab of the same person: same cookies.
    #[track_caller]
    pub fn another_tab(&self) -> Done<Self> {
        self.done(Self::attach(
            Arc::clone(&self.browser),
            Arc::clone(&self.context),
            &self.options,
        ))
    }

    /// Opens an address, or a path on the page's base, and waits until it has
    /// loaded.
    #[track_caller]
    pub fn goto(&self, address: &str) -> Done {
        self.done(self.open(address))
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) -> Done {
        self.done(self.acting(|| self.ask("Page.reload", json!({})).map(drop)))
    }

    /// Goes back one entry of the history.
    #[track_caller]
    pub fn back(&self) -> Done {
        self.done(self.acting(|| match self.once("history.back()") {
            // It may be gone before it has answered.
            Err(error) if act::moved_away(&error) => Ok(()),
            answer => answer.map(drop),
        }))
    }

    /// What an expression says; a promise is waited for.
    #[track_caller]
    pub fn eval(&self, expression: &str) -> Done<Value> {
        self.done(self.once(expression))
    }

    /// Any call of the DevTools protocol, for what has no word here.
    #[track_caller]
    pub fn cdp(&self, method: &str, params: Value) -> Done<Value> {
        self.done(self.ask(method, params))
    }

    /// What the page was opened with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn create(browser: Arc<Browser>, options: &Options) -> Tried<Self> {
        let made = browser
            .wire()
            .call(None, "Target.createBrowserContext", json!({}))?;
        let context = Arc::new(Context {
            browser: Arc::clone(&browser),
            id: text_of(&made, "browserContextId")?,
        });
        Self::attach(browser, context, options)
    }

    fn attach(browser: Arc<Browser>, context: Arc<Context>, options: &Options) -> Tried<Self> {
        let wire = browser.wire();
        let made = wire.call(
            None,
            "Target.createTarget",
            json!({ "url": "about:blank", "browserContextId": context.id }),
        )?;
        let target = text_of(&made, "targetId")?;
        let attached = wire.call(
            None,
            "Target.attachToTarget",
            json!({ "targetId": target, "flatten": true }),
        )?;
        let page = Self {
            session: text_of(&attached, "sessionId")?,
            target,
            context,
            options: options.clone(),
            browser,
        };
        page.dress()?;
        Ok(page)
    }

    /// Turns on what we listen to and what the options ask for.
    fn dress(&self) -> Tried {
        for domain in ["Page", "Runtime", "Log", "Network", "Audits", "DOM"] {
            self.ask(&format!("{domain}.enable"), json!({}))?;
        }
        let o = &self.options;
        self.ask("Page.setLifecycleEventsEnabled", json!({ "enabled": true }))?;
        self.ask(
            "Emulation.setUserAgentOverride",
            json!({ "userAgent": self.browser.agent(), "acceptLanguage": o.language }),
        )?;
        self.ask(
            "Emulation.setLocaleOverride",
            json!({ "locale": o.language }),
        )?;
        self.ask(
            "Emulation.setTimezoneOverride",
            json!({ "timezoneId": o.time_zone }),
        )?;
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": o.width, "height": o.height, "deviceScaleFactor": 1, "mobile": false }),
        )?;
        let scheme = if o.dark { "dark" } else { "light" };
        let motion = if o.calm { "reduce" } else { "no-preference" };
        self.ask(
            "Emulation.setEmulatedMedia",
            json!({ "features": [
                { "name": "prefers-color-scheme", "value": scheme },
                { "name": "prefers-reduced-motion", "value": motion },
            ] }),
        )?;
        self.ask(
            "Emulation.setFocusEmulationEnabled",
            json!({ "enabled": true }),
        )?;
        if !o.script {
            self.ask(
                "Emulation.setScriptExecutionDisabled",
                json!({ "value": true }),
            )?;
        }
        Ok(())
    }

    fn open(&self, address: &str) -> Tried {
        let address = if address.starts_with('/') {
            format!("{}{address}", self.options.base)
        } else {
            address.to_owned()
        };
        let mark = self.mark();
        let answer = self.ask("Page.navigate", json!({ "url": address }))?;
        if let Some(error) = answer["errorText"].as_str() {
            return Err(format!("{address}: {error}"));
        }
        match answer["loaderId"].as_str() {
            Some(_) => self.settled(mark),
            None => Ok(()), // only the fragment changed
        }
    }

    /// Does something and, where it leads to another page, waits for that.
    fn acting(&self, act: impl FnOnce() -> Tried) -> Tried {
        if self.options.script {
            let _ = self.once(&format!("({LEAVING})()"));
        }
        self.led(false, act)
    }

    /// The same for one who knows beforehand that it leads away.
    ///
    /// A browser begins to leave in a task of its own, some time after the
    /// press: the page's own word for it decides, else what the browser told
    /// us of meanwhile.
    fn led(&self, leads: bool, act: impl FnOnce() -> Tried) -> Tried {
        let mark = self.mark();
        act()?;
        // When it has already left, the question dies with the old page.
        let leaves = self.once("globalThis.leavingForElsewhere === true");
        let left = |event: &Event| self.is_own(event) && begins(event);
        let begun = self.browser.wire().look(&self.session, |events| {
            events[mark.min(events.len())..].iter().any(left)
        });
        if leads || begun || leaves.is_ok_and(|leaves| leaves == true) {
            self.settled(mark)
        } else {
            Ok(())
        }
    }

    /// Waits until the main frame has loaded, or stayed where it was.
    fn settled(&self, mark: usize) -> Tried {
        let deadline = Instant::now() + self.options.patience.max(Duration::from_secs(30));
        self.browser.wire().wait_event(
            &self.session,
            mark,
            deadline,
            "end of the navigation",
            |events| {
                let begun = events
                    .iter()
                    .position(|event| self.is_own(event) && begins(event))?;
                let ends = |event: &Event| self.is_own(event) && finishes(event);
                events[begun..].iter().any(ends).then_some(())
            },
        )
    }

    fn is_own(&self, event: &Event) -> bool {
        event.params["frameId"] == self.target.as_str()
    }

    fn once(&self, expression: &str) -> Tried<Value> {
        let asked = json!({ "expression": expression, "returnByValue": true,
                            "awaitPromise": true, "userGesture": true });
        let limit = self.options.patience + Duration::from_secs(30);
        let mut answer = self.browser.wire().call_within(
            limit,
            Some(&self.session),
            "Runtime.evaluate",
            asked,
        )?;
        match answer.get("exceptionDetails") {
            Some(thrown) => Err(trouble::thrown(thrown)),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    fn ask(&self, method: &str, params: Value) -> Tried<Value> {
        self.browser
            .wire()
            .call(Some(&self.session), method, params)
    }

    fn mark(&self) -> usize {
        self.browser.wire().mark(&self.session)
    }

    /// Gives a failure its line, the page's address and a picture.
    #[track_caller]
    fn done<T>(&self, tried: Tried<T>) -> Done<T> {
        match tried {
            Ok(value) => Ok(value),
            Err(why) => Err(Fault::new(format!("{why}{}", self.scene()))),
        }
    }

    fn scene(&self) -> String {
        let address = self.once("location.href").unwrap_or_default();
        let mut scene = format!("\n  on {}", address.as_str().unwrap_or("no page"));
        let name = std::thread::current().name().unwrap_or("page").to_owned();
        let name: String = name
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || c == '_' {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let picture: PathBuf = paths::target()
            .join("e2e-failures")
            .join(format!("{name}.png"));
        if self.picture(&picture).is_ok() {
            scene += &format!("\n  seen: {}", picture.display());
        }
        for trouble in self.all_troubles() {
            scene += &format!("\n  {trouble}");
        }
        scene
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let close = json!({ "targetId": self.target });
        let _ = self.browser.wire().call(None, "Target.closeTarget", close);
        self.browser.wire().forget(&self.session);
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        let id = json!({ "browserContextId": self.id });
        let _ = self
            .browser
            .wire()
            .call(None, "Target.disposeBrowserContext", id);
    }
}

/// The main frame is about to leave, or to move within its document.
fn begins(event: &Event) -> bool {
    matches!(
        event.method.as_str(),
        "Page.frameScheduledNavigation"
            | "Page.frameRequestedNavigation"
            | "Page.frameStartedNavigating"
            | "Page.frameStartedLoading"
            | "Page.navigatedWithinDocument"
    )
}

/// The main frame has arrived, or turned out not to leave (a download).
fn finishes(event: &Event) -> bool {
    matches!(
        event.method.as_str(),
        "Page.frameStoppedLoading" | "Page.navigatedWithinDocument"
    )
}

fn text_of(value: &Value, field: &str) -> Tried<String> {
    match value[field].as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Err(format!("the browser gave no {field}")),
    }
}
