//! The log's words for states, priorities and channels, and what the desk says instead.

use std::{collections::BTreeMap, path::Path};

use domain::{
    Desk,
    desk::{StatusId, SubStatus},
};

/// What the log's states are on a desk like the default one.
const USUAL: [(&str, &str); 8] = [
    ("New", "open/new"),
    ("Active", "open/investigating"),
    (
        "Awaiting User Info",
        "awaiting-information/information-required",
    ),
    ("Awaiting Vendor", "open/third-party"),
    // Somebody inside looks for the cause; nothing says that the service works again meanwhile.
    ("Awaiting Problem", "open/investigating"),
    (
        "Awaiting Evidence",
        "awaiting-information/information-required",
    ),
    ("Resolved", "solution-proposed/problem-resolved"),
    ("Closed", "closed/resolved"),
];

/// What the log writes where it knows no state.
const NO_STATE: [&str; 3] = ["", "?", "-100"];

/// Whether the log means a state by this.
pub fn is_state(text: &str) -> bool {
    !NO_STATE.contains(&text)
}

/// Which status each state becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct States {
    to: BTreeMap<String, StatusId>,
    /// Not asked for: what it names without need may be missing from the desk.
    usual: bool,
}

/// A state that cannot become a status.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    #[error("\"{state}\" of the log ({rows} rows) is given no status")]
    LeftOut { state: String, rows: u64 },
    #[error("\"{state}\" is given \"{status}\", which the desk does not have")]
    NoSuchStatus { state: String, status: String },
}

/// A mapping that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    #[error("\"{0}\" is not STATE=STATUS")]
    Pair(String),
    #[error("\"{0}\" is given two statuses")]
    Twice(String),
    #[error("no file is there and it is no list of STATE=STATUS: {0}")]
    NoFile(String),
    #[error("{0}: {1}")]
    Toml(String, String),
}

impl Default for States {
    fn default() -> Self {
        Self {
            to: USUAL
                .iter()
                .map(|(s, t)| ((*s).to_owned(), StatusId::new(*t)))
                .collect(),
            usual: true,
        }
    }
}

impl States {
    /// From a list `New=open/new,Active=…`, or from a TOML file of `State = "status"`.
    pub fn parse(given: &str) -> Result<Self, Unread> {
        match std::fs::read_to_string(Path::new(given)) {
            Ok(text) => {
                Self::toml(&text).map_err(|error| Unread::Toml(given.to_owned(), error.to_string()))
            }
            Err(_) if given.contains('=') => Self::list(given),
            Err(_) => Err(Unread::NoFile(given.to_owned())),
        }
    }

    fn list(text: &str) -> Result<Self, Unread> {
        let mut to = BTreeMap::new();
        for pair in text
            .split(',')
            .map(str::trim)
            .filter(|pair| !pair.is_empty())
        {
            let (state, status) = pair
                .split_once('=')
                .ok_or_else(|| Unread::Pair(pair.to_owned()))?;
            let (state, status) = (state.trim(), status.trim());
            if state.is_empty() || status.is_empty() {
                return Err(Unread::Pair(pair.to_owned()));
            }
            if to.insert(state.to_owned(), StatusId::new(status)).is_some() {
                return Err(Unread::Twice(state.to_owned()));
            }
        }
        Ok(Self { to, usual: false })
    }

    fn toml(text: &str) -> Result<Self, toml::de::Error> {
        let to: BTreeMap<String, String> = toml::from_str(text)?;
        Ok(Self {
            to: to
                .into_iter()
                .map(|(state, status)| (state, StatusId::new(status)))
                .collect(),
            usual: false,
        })
    }

    /// The statuses of the desk for the states that the log holds, or everything that does not fit.
    pub fn on<'d>(
        &self,
        desk: &'d Desk,
        held: &BTreeMap<&str, u64>,
    ) -> Result<Statuses<'d>, Vec<Mismatch>> {
        let mut found = Statuses::new();
        let mut wrong = Vec::new();
        for (state, status) in &self.to {
            match desk.status(status) {
                Some(status) => {
                    found.insert(state.clone(), status);
                }
                None if self.usual && !held.contains_key(state.as_str()) => {}
                None => {
                    wrong.push(Mismatch::NoSuchStatus {
                        state: state.clone(),
                        status: status.as_str().to_owned(),
                    });
                }
            }
        }
        for (state, rows) in held {
            if !self.to.contains_key(*state) {
                wrong.push(Mismatch::LeftOut {
                    state: (*state).to_owned(),
                    rows: *rows,
                });
            }
        }
        if wrong.is_empty() {
            Ok(found)
        } else {
            Err(wrong)
        }
    }
}

/// A status of the desk for each state.
pub type Statuses<'d> = BTreeMap<String, &'d SubStatus>;

/// The desk's severity for a priority that begins with its rank, as `1 - Critical`: the same rank from the most severe,
/// or the least severe when the desk has fewer.
pub fn severity<'d>(desk: &'d Desk, priority: &str) -> &'d str {
    let digits = priority
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .unwrap_or("");
    let rank = digits.parse::<usize>().ok().filter(|rank| *rank > 0);
    let level = rank.and_then(|rank| desk.severities.get(rank - 1).or(desk.severities.last()));
    level.map_or(desk.preset_severity.as_str(), |level| level.id.as_str())
}

/// The desk's channel for a way of contact; its first when it has none like it.
pub fn channel<'d>(desk: &'d Desk, contact: &str) -> &'d str {
    let wanted = match contact.to_ascii_lowercase().as_str() {
        "phone" => "phone",
        "email" => "mail",
        _ => "web",
    };
    desk.channel(wanted)
        .or(desk.channels.first())
        .map_or("", |channel| channel.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> Desk {
        let source = crate::app::desks::source("default").unwrap();
        domain::desk::check(&source).unwrap()
    }

    #[test]
    fn the_usual_mapping_fits_the_default_desk() {
        let desk = desk();
        let held = USUAL.iter().map(|(state, _)| (*state, 1)).collect();
        let statuses = States::default().on(&desk, &held).unwrap();
        assert_eq!(statuses.len(), 8);
        assert!(statuses["Closed"].closed && statuses["Resolved"].asks_solution);
    }

    #[test]
    fn a_mapping_is_a_list_or_a_table() {
        let list = States::list(
            "New=open/new, Awaiting User Info = awaiting-information/information-required,",
        )
        .unwrap();
        let table = "New = \"open/new\"\n\"Awaiting User Info\" = \"awaiting-information/information-required\"";
        assert_eq!(list, States::toml(table).unwrap());
        assert!(matches!(States::list("New"), Err(Unread::Pair(_))));
        assert!(matches!(States::list("New="), Err(Unread::Pair(_))));
        assert!(matches!(
            States::list("New=a/b,New=c/d"),
            Err(Unread::Twice(_))
        ));
        assert!(matches!(
            States::parse("no-such-file.toml"),
            Err(Unread::NoFile(_))
        ));
    }

    #[test]
    fn everything_that_does_not_fit_is_named() {
        let states = States::list("New=open/new,Active=open/dreaming,Never=no/where").unwrap();
        let held = [("New", 3), ("Active", 2), ("Closed", 1)]
            .into_iter()
            .collect();
        let wrong = states.on(&desk(), &held).unwrap_err();
        let no = |state: &str, status: &str| Mismatch::NoSuchStatus {
            state: state.into(),
            status: status.into(),
        };
        let left = Mismatch::LeftOut {
            state: "Closed".into(),
            rows: 1,
        };
        assert_eq!(
            wrong,
            [no("Active", "open/dreaming"), no("Never", "no/where"), left]
        );
    }

    #[test]
    fn priorities_go_by_rank_and_ways_of_contact_by_kind() {
        let desk = desk();
        let level = |priority| severity(&desk, priority);
        assert_eq!(
            [level("1 - Critical"), level("4 - Low"), level("9")],
            ["S1", "S4", "S4"]
        );
        assert_eq!([level("?"), level("")], [desk.preset_severity.as_str(); 2]);
        let way = |contact| channel(&desk, contact);
        assert_eq!(
            [way("Phone"), way("Self service"), way("Email"), way("IVR")],
            ["phone", "web", "mail", "web"]
        );
    }
}
