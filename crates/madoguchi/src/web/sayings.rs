//! What the rows of one page say over and over: spans of time, statuses. Each is put into words once a page.

use std::{cell::RefCell, rc::Rc};

use askama::Template;
use domain::{Desk, Instant, contract::Due, desk::Turn};
use store::cases::CaseRow;

use super::{assets, shown};
use crate::texts::{Texts, span, standing};

/// One page's sayings, in its reader's language and zone.
pub struct Sayings<'t> {
    pub t: &'t Texts,
    pub now: Instant,
    spans: Said<(&'static str, i64)>,
    states: Said<(i64, bool, String)>,
    dues: Said<(&'static str, &'static str, (&'static str, i64))>,
}

/// Whose turn it is and in which status, as a cell of a table.
#[derive(Template)]
#[template(path = "parts/state.html")]
struct State<'a> {
    turn: Turn,
    icon: &'static str,
    turn_text: &'static str,
    status: &'a str,
    /// What is asked for besides.
    asked: &'static str,
    separator: &'static str,
}

impl<'t> Sayings<'t> {
    pub fn new(t: &'t Texts, now: Instant) -> Self {
        Self {
            t,
            now,
            spans: Said::default(),
            states: Said::default(),
            dues: Said::default(),
        }
    }

    /// How long since.
    pub fn since(&self, from: Instant) -> Rc<str> {
        let key = span(self.now.duration_since(from));
        self.spans
            .say(|k| *k == key, || (key, self.t.count(key.0, key.1)))
    }

    /// What is due of a case and how far off that is, as its state and in words; nothing where no clock runs.
    pub fn due(&self, due: Due) -> Option<(&'static str, Rc<str>)> {
        let plain = |state, key: &'static str| {
            let text = self.dues.say(
                |known| known.1 == key,
                || ((state, key, ("", 0)), self.t.say(key).to_owned()),
            );
            Some((state, text))
        };
        match due {
            Due::At(..) => {
                let standing = standing(due, self.now)?;
                let (state, key, span) = standing;
                let text = self.dues.say(
                    |known| *known == standing,
                    || {
                        let span = self.t.count(span.0, span.1);
                        (standing, self.t.one(key, "span", span))
                    },
                );
                Some((state, text))
            }
            Due::Paused => plain("paused", "due-paused"),
            Due::Met => plain("met", "due-met"),
            Due::Nothing => None,
        }
    }

    /// Turn and status, as markup.
    pub fn state(&self, desk: &Desk, case: &CaseRow) -> Rc<str> {
        let key = (case.desk_version, case.reopening_asked);
        let is = |k: &(i64, bool, String)| (k.0, k.1) == key && k.2 == case.status.as_str();
        self.states.say(is, || {
            let state = State {
                turn: case.turn,
                icon: assets::icon(shown::turn_icon(case.turn)),
                turn_text: shown::turn_text(self.t, case.turn),
                status: &shown::status_name(self.t, desk, &case.status),
                asked: match case.reopening_asked {
                    true => self.t.say("reopening-asked"),
                    false => "",
                },
                separator: self.t.say("list-separator"),
            };
            let key = (key.0, key.1, case.status.as_str().to_owned());
            (key, state.render().unwrap_or_default())
        })
    }
}

/// What has been said, with what it was about; a page has few of each.
struct Said<K>(RefCell<Vec<(K, Rc<str>)>>);

impl<K> Default for Said<K> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<K> Said<K> {
    fn say(&self, is: impl Fn(&K) -> bool, say: impl FnOnce() -> (K, String)) -> Rc<str> {
        let known = self
            .0
            .borrow()
            .iter()
            .find(|(key, _)| is(key))
            .map(|(_, text)| Rc::clone(text));
        known.unwrap_or_else(|| {
            let (key, text) = say();
            let text: Rc<str> = text.into();
            self.0.borrow_mut().push((key, Rc::clone(&text)));
            text
        })
    }
}
