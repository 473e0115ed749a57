//! What the browser complained of while a journey ran: no journey may end
//! with any of it.

use std::collections::HashSet;
use std::fmt;

use serde_json::Value;

use super::Page;
use crate::cdp::Event;
use crate::fault::Done;

/// The sort of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An error written to the console.
    Console,
    /// An exception nobody caught.
    Exception,
    /// Something the content security policy refused.
    Csp,
    /// A part of the page that did not load, or a document answered 5xx.
    Network,
}

/// One complaint, with the address it came from.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub kind: Kind,
    pub text: String,
    pub address: String,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} ({})", self.kind, self.text, self.address)
    }
}

impl Page {
    /// Every complaint since the page was opened, in order. A document that
    /// was answered 4xx is none: see [`Page::status`].
    #[track_caller]
    pub fn troubles(&self) -> Done<Vec<Trouble>> {
        // What the page said before it answers this has reached us with it.
        self.done(self.once("0"))?;
        Ok(self.all_troubles())
    }

    /// Fails when the browser complained of anything.
    #[track_caller]
    pub fn assert_clean(&self) -> Done {
        self.assert_clean_but(|_| false)
    }

    /// Fails when the browser complained of anything not expected.
    #[track_caller]
    pub fn assert_clean_but(&self, expected: impl Fn(&Trouble) -> bool) -> Done {
        let left = self
            .troubles()?
            .iter()
            .filter(|trouble| !expected(trouble))
            .count();
        let all = if left == 0 {
            Ok(())
        } else {
            Err(format!("the browser complained {left} times"))
        };
        self.done(all)
    }

    pub(super) fn all_troubles(&self) -> Vec<Trouble> {
        self.browser.wire().look(&self.session, |events| {
            let answered: HashSet<String> = events.iter().filter_map(answered_4xx).collect();
            events
                .iter()
                .filter_map(trouble)
                .filter(|it| it.kind != Kind::Network || !answered.contains(&it.address))
                .collect()
        })
    }
}

/// The exception's own words.
pub(super) fn thrown(details: &Value) -> String {
    let exception = &details["exception"];
    let text = exception["description"].as_str();
    let text = text
        .or(exception["value"].as_str())
        .or(details["text"].as_str());
    text.unwrap_or("exception").to_owned()
}

fn trouble(event: &Event) -> Option<Trouble> {
    let params = &event.params;
    match event.method.as_str() {
        "Log.entryAdded" => log_entry(&params["entry"]),
        "Runtime.exceptionThrown" => {
            let details = &params["exceptionDetails"];
            Some(Trouble {
                kind: Kind::Exception,
                text: thrown(details),
                address: word(details, "url"),
            })
        }
        "Runtime.consoleAPICalled" => console_call(params),
        "Audits.issueAdded" => policy_issue(&params["issue"]),
        "Inspector.targetCrashed" => Some(Trouble {
            kind: Kind::Exception,
            text: "the page crashed".into(),
            address: String::new(),
        }),
        _ => None,
    }
}

fn log_entry(entry: &Value) -> Option<Trouble> {
    let text = word(entry, "text");
    let kind = match entry["source"].as_str() {
        // The audit tells of these too, also without script.
        Some("security") if text.contains("Content Security Policy") => return None,
        Some("network") => Kind::Network,
        _ => Kind::Console,
    };
    let address = word(entry, "url");
    // Asked for by the browser, some time later, not by the page.
    if entry["level"] != "error" || address.ends_with("/favicon.ico") {
        return None;
    }
    Some(Trouble {
        kind,
        text,
        address,
    })
}

fn console_call(params: &Value) -> Option<Trouble> {
    if params["type"] != "error" && params["type"] != "assert" {
        return None;
    }
    let said = params["args"].as_array()?;
    let said: Vec<String> = said
        .iter()
        .map(|arg| match &arg["value"] {
            Value::Null => word(arg, "description"),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect();
    Some(Trouble {
        kind: Kind::Console,
        text: said.join(" "),
        address: word(&params["stackTrace"]["callFrames"][0], "url"),
    })
}

fn policy_issue(issue: &Value) -> Option<Trouble> {
    if issue["code"] != "ContentSecurityPolicyIssue" {
        return None;
    }
    let details = &issue["details"]["contentSecurityPolicyIssueDetails"];
    let place = &details["sourceCodeLocation"];
    let blocked = details["blockedURL"].as_str().unwrap_or("inline");
    Some(Trouble {
        kind: Kind::Csp,
        text: format!(
            "{} refused {blocked}, line {}",
            word(details, "violatedDirective"),
            place["lineNumber"]
        ),
        address: word(place, "url"),
    })
}

fn answered_4xx(event: &Event) -> Option<String> {
    if event.method != "Network.responseReceived" {
        return None;
    }
    let response = &event.params["response"];
    let status = response["status"].as_u64()?;
    (400..500).contains(&status).then(|| word(response, "url"))
}

fn word(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}
