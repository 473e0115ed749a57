//! The DevTools protocol over Chromium's debugging pipe.
//!
//! Calls are answered in place; events are kept per session, in order, so that
//! a step can mark where it began and later wait for what followed. It knows
//! nothing of pages or clicks.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::fault::Tried;

/// How long one protocol call may take before it counts as hung.
const CALL: Duration = Duration::from_secs(30);

/// Something the browser said by itself.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub method: String,
    pub params: Value,
}

/// Both ends of the conversation; shared by every page of one browser.
pub(crate) struct Wire {
    out: Mutex<Option<ChildStdin>>,
    inbox: Mutex<Inbox>,
    bell: Condvar,
}

#[derive(Default)]
struct Inbox {
    last_id: u64,
    awaited: HashSet<u64>,
    answers: HashMap<u64, Value>,
    events: HashMap<String, Vec<Event>>,
    closed: bool,
}

impl Wire {
    /// Takes over both pipes and begins to listen.
    pub fn open(out: ChildStdin, input: ChildStdout) -> Arc<Self> {
        let wire = Arc::new(Self {
            out: Mutex::new(Some(out)),
            inbox: Mutex::default(),
            bell: Condvar::new(),
        });
        let ours = Arc::clone(&wire);
        std::thread::spawn(move || ours.listen(input));
        wire
    }

    /// Asks and waits for the answer.
    pub fn call(&self, session: Option<&str>, method: &str, params: Value) -> Tried<Value> {
        self.call_within(CALL, session, method, params)
    }

    /// Asks and waits for the answer, with a limit of the caller's.
    pub fn call_within(
        &self,
        limit: Duration,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Tried<Value> {
        let id = self.send(session, method, params, true)?;
        let deadline = Instant::now() + limit;
        let mut inbox = self.inbox();
        loop {
            if let Some(mut answer) = inbox.answers.remove(&id) {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {}", said(error))),
                    None => Ok(answer["result"].take()),
                };
            }
            inbox = self.wait(inbox, deadline, || format!("{method}: no answer"))?;
        }
    }

    /// Where a session's events stand now: wait from here.
    pub fn mark(&self, session: &str) -> usize {
        self.inbox().events.get(session).map_or(0, Vec::len)
    }

    /// The first thing `pick` finds among a session's events from `mark` on.
    pub fn wait_event<T>(
        &self,
        session: &str,
        mark: usize,
        deadline: Instant,
        awaited: &str,
        mut pick: impl FnMut(&[Event]) -> Option<T>,
    ) -> Tried<T> {
        let mut inbox = self.inbox();
        loop {
            let events = inbox.events.get(session).map_or(&[][..], Vec::as_slice);
            if let Some(found) = pick(events.get(mark..).unwrap_or_default()) {
                return Ok(found);
            }
            inbox = self.wait(inbox, deadline, || format!("no {awaited} in time"))?;
        }
    }

    /// Looks at all events of a session so far.
    pub fn look<T>(&self, session: &str, view: impl FnOnce(&[Event]) -> T) -> T {
        view(
            self.inbox()
                .events
                .get(session)
                .map_or(&[][..], Vec::as_slice),
        )
    }

    /// Forgets a session that has been closed.
    pub fn forget(&self, session: &str) {
        self.inbox().events.remove(session);
    }

    /// Closes our side and waits for the browser to close its own; false when
    /// it did not in time.
    pub fn close(&self, limit: Duration) -> bool {
        drop(self.out().take());
        let deadline = Instant::now() + limit;
        let mut inbox = self.inbox();
        while !inbox.closed {
            match self.wait(inbox, deadline, String::new) {
                Ok(again) => inbox = again,
                Err(_) => return self.inbox().closed,
            }
        }
        true
    }

    fn send(&self, session: Option<&str>, method: &str, params: Value, wait: bool) -> Tried<u64> {
        let id = {
            let mut inbox = self.inbox();
            inbox.last_id += 1;
            let id = inbox.last_id;
            if wait {
                inbox.awaited.insert(id);
            }
            id
        };
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut out = self.out();
        let Some(pipe) = out.as_mut() else {
            return Err("the browser was closed".into());
        };
        pipe.write_all(&bytes)
            .map_err(|error| format!("{method}: the browser is gone ({error})"))?;
        Ok(id)
    }

    fn listen(&self, input: ChildStdout) {
        let mut input = BufReader::new(input);
        let mut bytes = Vec::new();
        while input.read_until(0, &mut bytes).is_ok_and(|read| read > 0) {
            bytes.pop();
            if let Ok(message) = serde_json::from_slice::<Value>(&bytes) {
                self.sort(message);
            }
            bytes.clear();
        }
        self.inbox().closed = true;
        self.bell.notify_all();
    }

    fn sort(&self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let mut inbox = self.inbox();
            if inbox.awaited.remove(&id) {
                inbox.answers.insert(id, message);
            }
        } else {
            let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
            let method = message["method"].as_str().unwrap_or_default().to_owned();
            // A question box stops the page until somebody answers: say yes.
            if method == "Page.javascriptDialogOpening" {
                let yes = json!({ "accept": true });
                let _ = self.send(Some(&session), "Page.handleJavaScriptDialog", yes, false);
            }
            if worth_keeping(&method, &message["params"]) {
                let params = message["params"].take();
                let event = Event { method, params };
                self.inbox().events.entry(session).or_default().push(event);
            }
        }
        self.bell.notify_all();
    }

    fn wait<'a>(
        &self,
        inbox: MutexGuard<'a, Inbox>,
        deadline: Instant,
        late: impl FnOnce() -> String,
    ) -> Tried<MutexGuard<'a, Inbox>> {
        if inbox.closed {
            return Err("the browser has gone".into());
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(late());
        }
        let waited = self.bell.wait_timeout(inbox, left);
        Ok(waited.unwrap_or_else(PoisonError::into_inner).0)
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn out(&self) -> MutexGuard<'_, Option<ChildStdin>> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Network events are many; only those of documents tell a journey anything.
fn worth_keeping(method: &str, params: &Value) -> bool {
    match method.split_once('.') {
        Some(("Page" | "Log" | "Runtime" | "Audits" | "Inspector", _)) => true,
        Some(("Network", "responseReceived")) => params["type"] == "Document",
        _ => false,
    }
}

fn said(error: &Value) -> String {
    let text = error["message"].as_str().unwrap_or("refused");
    match error["data"].as_str() {
        Some(data) => format!("{text} ({data})"),
        None => text.to_owned(),
    }
}
