//! What open cases use that another desk no longer has: shown before a desk file is taken (D1, D2). Knows no store;
//! what is in use comes in, counted.

use std::collections::BTreeMap;

use super::{Desk, StatusId};

/// Cases that use something: how many, and the numbers of some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    pub total: u64,
    /// The first [`Uses::MOST`] numbers at most.
    pub numbers: Vec<String>,
}

impl Uses {
    /// As many case numbers as a page can show.
    pub const MOST: usize = 20;

    /// Counts one more case.
    pub fn add(&mut self, number: impl Into<String>) {
        self.total += 1;
        if self.numbers.len() < Self::MOST {
            self.numbers.push(number.into());
        }
    }
}

/// What open cases use, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InUse {
    pub kinds: BTreeMap<String, Uses>,
    /// By kind and sub type.
    pub sub_types: BTreeMap<(String, String), Uses>,
    pub statuses: BTreeMap<StatusId, Uses>,
    pub products: BTreeMap<String, Uses>,
    pub severities: BTreeMap<String, Uses>,
    pub environments: BTreeMap<String, Uses>,
    pub channels: BTreeMap<String, Uses>,
    /// Fields of the desk's own that a case has an answer to.
    pub fields: BTreeMap<String, Uses>,
    /// Plans that somebody has bought, with the contracts' numbers.
    pub plans: BTreeMap<String, Uses>,
}

/// Something that a desk lacks although open cases use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    Kind(String),
    /// Its kind is still there.
    SubType {
        kind: String,
        id: String,
    },
    Status(StatusId),
    /// The status is there but counts as closed now, and the case is open.
    StatusNowClosed(StatusId),
    Product(String),
    Severity(String),
    Environment(String),
    Channel(String),
    Field(String),
    /// Contracts name it.
    Plan(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranded {
    pub lost: Lost,
    pub cases: Uses,
}

/// What open cases use that `new` no longer has, kinds first; empty when the desk can be taken without a loss.
pub fn stranded(new: &Desk, in_use: &InUse) -> Vec<Stranded> {
    let mut all = Vec::new();
    gone(
        &mut all,
        &in_use.kinds,
        |id| new.kind(id).is_some(),
        Lost::Kind,
    );
    for ((kind, id), cases) in &in_use.sub_types {
        if new.kind(kind).is_some_and(|k| k.sub_type(id).is_none()) {
            let lost = Lost::SubType {
                kind: kind.clone(),
                id: id.clone(),
            };
            all.push(Stranded {
                lost,
                cases: cases.clone(),
            });
        }
    }
    for (id, cases) in &in_use.statuses {
        let lost = match new.status(id) {
            None => Lost::Status(id.clone()),
            Some(status) if status.closed => Lost::StatusNowClosed(id.clone()),
            Some(_) => continue,
        };
        all.push(Stranded {
            lost,
            cases: cases.clone(),
        });
    }
    gone(
        &mut all,
        &in_use.products,
        |id| new.product(id).is_some(),
        Lost::Product,
    );
    gone(
        &mut all,
        &in_use.severities,
        |id| new.severity(id).is_some(),
        Lost::Severity,
    );
    gone(
        &mut all,
        &in_use.environments,
        |id| new.environment(id).is_some(),
        Lost::Environment,
    );
    gone(
        &mut all,
        &in_use.channels,
        |id| new.channel(id).is_some(),
        Lost::Channel,
    );
    gone(
        &mut all,
        &in_use.fields,
        |id| new.field(id).is_some(),
        Lost::Field,
    );
    gone(
        &mut all,
        &in_use.plans,
        |id| new.plan(id).is_some(),
        Lost::Plan,
    );
    all
}

fn gone(
    all: &mut Vec<Stranded>,
    used: &BTreeMap<String, Uses>,
    has: impl Fn(&str) -> bool,
    lost: fn(String) -> Lost,
) {
    let missing = used.iter().filter(|(id, _)| !has(id));
    all.extend(missing.map(|(id, cases)| Stranded {
        lost: lost(id.clone()),
        cases: cases.clone(),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::check;

    const DEFAULT: &str = include_str!("../../../../desks/default.toml");

    fn desk(source: &str) -> Desk {
        check(source).unwrap_or_else(|found| panic!("{found:#?}"))
    }

    fn uses(numbers: &[&str]) -> Uses {
        let mut uses = Uses::default();
        numbers.iter().for_each(|number| uses.add(*number));
        uses
    }

    fn in_use() -> InUse {
        let one = |id: &str, number| BTreeMap::from([(id.to_owned(), uses(&[number]))]);
        let status = |id: &str, number| (StatusId::new(id), uses(&[number]));
        InUse {
            kinds: one("support-case", "00000001"),
            sub_types: BTreeMap::from([
                (
                    ("support-case".into(), "question".into()),
                    uses(&["00000001"]),
                ),
                (
                    ("service-request".into(), "password-reset".into()),
                    uses(&["00000002"]),
                ),
            ]),
            statuses: BTreeMap::from([
                status("open/new", "00000001"),
                status("open/third-party", "00000002"),
            ]),
            products: one("meetings", "00000001"),
            severities: one("S3", "00000001"),
            environments: one("sandbox", "00000001"),
            channels: one("chat", "00000001"),
            fields: one("external-reference", "00000001"),
            plans: BTreeMap::new(),
        }
    }

    #[test]
    fn the_same_desk_strands_nothing() {
        assert_eq!(stranded(&desk(DEFAULT), &in_use()), []);
    }

    #[test]
    fn what_is_gone_is_named_with_its_cases() {
        let new = DEFAULT
            .replace("id = \"password-reset\"", "id = \"password\"")
            .replace("id = \"chat\"", "id = \"talk\"");
        let lost = |lost, number| Stranded {
            lost,
            cases: uses(&[number]),
        };
        assert_eq!(
            stranded(&desk(&new), &in_use()),
            [
                lost(
                    Lost::SubType {
                        kind: "service-request".into(),
                        id: "password-reset".into()
                    },
                    "00000002"
                ),
                lost(Lost::Channel("chat".into()), "00000001"),
            ]
        );
    }

    #[test]
    fn another_desk_lacks_products_severities_and_statuses() {
        let new = desk(include_str!("../../../../desks/contact-center.toml"));
        let all: Vec<Lost> = stranded(&new, &in_use())
            .into_iter()
            .map(|s| s.lost)
            .collect();
        assert_eq!(
            all,
            [
                Lost::Status(StatusId::new("open/third-party")),
                Lost::Product("meetings".into()),
                Lost::Severity("S3".into()),
                Lost::Environment("sandbox".into()),
            ]
        );
    }

    #[test]
    fn an_open_case_in_a_status_that_closes_now_is_stranded() {
        let mut new = desk(DEFAULT);
        for status in new
            .statuses
            .iter_mut()
            .flat_map(|s| &mut s.subs)
            .filter(|s| s.id.as_str() == "open/third-party")
        {
            status.closed = true;
        }
        let all: Vec<Lost> = stranded(&new, &in_use())
            .into_iter()
            .map(|s| s.lost)
            .collect();
        assert_eq!(
            all,
            [Lost::StatusNowClosed(StatusId::new("open/third-party"))]
        );
    }

    #[test]
    fn a_kind_that_is_gone_is_told_once() {
        let mut new = desk(DEFAULT);
        new.kinds.retain(|kind| kind.id != "support-case");
        let all: Vec<Lost> = stranded(&new, &in_use())
            .into_iter()
            .map(|s| s.lost)
            .collect();
        assert_eq!(all, [Lost::Kind("support-case".into())]);
    }

    #[test]
    fn numbers_are_bounded_and_the_total_is_not() {
        let numbers: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        let uses = uses(&numbers.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((uses.total, uses.numbers.len()), (50, Uses::MOST));
    }
}
