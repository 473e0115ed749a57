//! What somebody may see, as a condition on tags: the same that the store's gates say as SQL. A test holds the two together.

use ::search::Within;
use domain::{
    Actor, PersonId, TeamId,
    access::{Only, Scope},
    desk::List,
    knowledge::Reader,
};
use jiff::civil::{Date, date};

use super::entries::DRAFTS;

/// A day as a number.
pub(super) fn day(day: Date) -> i64 {
    let since = date(1970, 1, 1).until(day);
    since.map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// Articles, cases and files of somebody's; for staff also articles that are worked on.
pub(super) fn all(actor: Option<&Actor>, reader: &Reader, today: Date) -> Within {
    let cases = actor.map_or(Within::nothing(), |actor| cases(&actor.scope()));
    let mut any = vec![articles(reader, today), cases];
    if actor.is_some_and(Actor::is_staff) {
        any.push(Within::Tag(DRAFTS.to_owned()));
    }
    Within::Any(any)
}

/// Cases and their files.
pub(super) fn cases(scope: &Scope) -> Within {
    let tag = |text: &str| Within::Tag(text.to_owned());
    let mut all = vec![tag("in:case")];
    match scope {
        Scope::Nothing => return Within::nothing(),
        Scope::Account {
            person,
            account,
            sites,
            since,
            only,
            behind,
        } => {
            all.extend([tag("for:customers"), Within::tag("account", account)]);
            if let Some(sites) = sites {
                let each = sites.iter().map(|site| Within::tag("site", site));
                all.push(Within::Any(each.collect()));
            }
            // Entries of a case bear the moment at which it was opened.
            all.extend(since.map(|since| Within::Since(since.as_millisecond())));
            if *only != Only::All {
                all.push(Within::tag("contact", person));
            }
            if *only == Only::OwnAdmin {
                all.push(Within::tag("list", List::Admin.as_str()));
            }
            if let Some(staff) = behind.filter(|staff| !staff.leads) {
                all.push(open_to_staff(staff.person, staff.team));
            }
        }
        Scope::Staff {
            person,
            team,
            leads,
        } => {
            all.push(tag("for:staff"));
            if !leads {
                all.push(open_to_staff(*person, *team));
            }
        }
        Scope::System => all.push(tag("for:staff")),
    }
    Within::All(all)
}

/// What is kept to a team is its owner's and its team's.
fn open_to_staff(person: PersonId, team: Option<TeamId>) -> Within {
    let mut any = vec![
        Within::outside(Within::Tag("is:private".to_owned())),
        Within::tag("owner", person),
    ];
    any.extend(team.map(|team| Within::tag("team", team)));
    Within::Any(any)
}

/// Articles that a reader may read on a day.
pub(super) fn articles(reader: &Reader, today: Date) -> Within {
    let tag = |text: &str| Within::Tag(text.to_owned());
    let mut all = vec![tag("in:knowledge"), Within::Until(day(today))];
    let everybody = tag("audience:everybody");
    match reader {
        Reader::Staff => {}
        Reader::Anybody => all.push(everybody),
        Reader::Contact {
            account,
            plans,
            basic,
        } => {
            let of_plans = plans.iter().map(|plan| Within::tag("reader", plan));
            let meant = Within::Any(vec![
                everybody.clone(),
                tag("audience:signed-in"),
                Within::All(vec![
                    tag("audience:accounts"),
                    Within::tag("reader", account),
                ]),
                Within::All(vec![tag("audience:plans"), Within::Any(of_plans.collect())]),
            ]);
            all.push(match basic {
                false => meant,
                true => Within::Any(vec![everybody, Within::All(vec![tag("is:basic"), meant])]),
            });
        }
    }
    Within::All(all)
}
