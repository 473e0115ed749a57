//! What a person sees: texts, values, where they are, a picture.

use std::path::Path;

use base64::Engine;
use serde_json::{Value, json};

use super::Page;
use crate::fault::{Done, Tried};

impl Page {
    /// The visible text of the first match, white space squeezed; waits for it.
    #[track_caller]
    pub fn text(&self, selector: &str) -> Done<String> {
        self.done(self.find("text", json!([selector])).map(spoken))
    }

    /// The visible texts of all matches, as they are now.
    #[track_caller]
    pub fn texts(&self, selector: &str) -> Done<Vec<String>> {
        let all = format!(
            "[...document.querySelectorAll({})].map((e) => (e.innerText ?? e.textContent).replace(/\\s+/g, ' ').trim())",
            json!(selector)
        );
        let found = self.done(self.once(&all))?;
        let items = found.as_array().cloned().unwrap_or_default();
        Ok(items.into_iter().map(spoken).collect())
    }

    /// How many elements match now.
    #[track_caller]
    pub fn count(&self, selector: &str) -> Done<usize> {
        let all = format!("document.querySelectorAll({}).length", json!(selector));
        let found = self.done(self.once(&all))?;
        Ok(found.as_u64().unwrap_or_default() as usize)
    }

    /// An attribute of the first match; none where it has no such.
    #[track_caller]
    pub fn attribute(&self, selector: &str, name: &str) -> Done<Option<String>> {
        let found = self.done(self.find("attribute", json!([selector, name])))?;
        Ok(found.as_str().map(String::from))
    }

    /// What stands in the field of this label.
    #[track_caller]
    pub fn value(&self, label: &str) -> Done<String> {
        self.done(self.find("value", json!([label])).map(spoken))
    }

    /// Where the page is.
    #[track_caller]
    pub fn url(&self) -> Done<String> {
        self.done(self.once("location.href").map(spoken))
    }

    /// The path and query of where the page is.
    #[track_caller]
    pub fn path(&self) -> Done<String> {
        self.done(self.once("location.pathname + location.search").map(spoken))
    }

    /// The document's title.
    #[track_caller]
    pub fn title(&self) -> Done<String> {
        self.done(self.once("document.title").map(spoken))
    }

    /// The answer code of the last document, such as 200.
    pub fn status(&self) -> Option<u16> {
        self.browser.wire().look(&self.session, |events| {
            let own = |event: &&crate::cdp::Event| {
                event.method == "Network.responseReceived" && self.is_own(event)
            };
            let last = events.iter().rev().find(own)?;
            u16::try_from(last.params["response"]["status"].as_u64()?).ok()
        })
    }

    /// Waits until a match can be seen.
    #[track_caller]
    pub fn wait_for(&self, selector: &str) -> Done {
        self.done(self.find("shown", json!([selector])).map(drop))
    }

    /// Waits until no match can be seen.
    #[track_caller]
    pub fn wait_for_gone(&self, selector: &str) -> Done {
        self.done(self.find("gone", json!([selector])).map(drop))
    }

    /// Waits until the page says this.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) -> Done {
        self.done(self.find("says", json!([text])).map(drop))
    }

    /// Waits until an expression holds in the page.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) -> Done {
        self.done(self.wait_holds(expression))
    }

    /// Writes the whole page as a PNG.
    #[track_caller]
    pub fn screenshot(&self, file: impl AsRef<Path>) -> Done {
        self.done(self.picture(file.as_ref()))
    }

    pub(super) fn picture(&self, file: &Path) -> Tried {
        let asked = json!({ "format": "png", "captureBeyondViewport": true });
        let answer = self.ask("Page.captureScreenshot", asked)?;
        let text = answer["data"].as_str().unwrap_or_default();
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text)
            .map_err(|error| format!("screenshot: {error}"))?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        }
        std::fs::write(file, bytes).map_err(|error| format!("{}: {error}", file.display()))
    }

    /// The expression goes into the source itself: the page's policy may
    /// forbid `eval`, and ours must not need it.
    fn wait_holds(&self, expression: &str) -> Tried {
        self.find("holds", format!("[() => {expression}]"))
            .map(drop)
    }
}

fn spoken(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
