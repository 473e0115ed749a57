//! What stands on a case's page of its calls and conferences: what is to come, and where to go on.

use askama::Template;
use domain::case::{self, conference::Standing};
use store::cases::StoredCase;

use super::{
    super::{
        proxy_login::number_of,
        sessions::of_case,
        shown as words,
        story::Day,
        visitor::{Me, Visitor},
    },
    rows::{way_in, wish_line},
};
use crate::{
    app::{Fail, invitations::when},
    texts::Texts,
};

#[derive(Template)]
#[template(path = "parts/appointments_card.html")]
struct Card {
    t: Texts,
    address: String,
    /// A call that the customer waits for, in words.
    wish: String,
    coming: Vec<Coming>,
    /// How many conferences are over or cancelled, in words; empty where none is.
    past: String,
    /// What the reader can do there: `staff`, `asks` or nothing.
    does: &'static str,
}

struct Coming {
    subject: String,
    when: String,
    standing: &'static str,
    standing_name: &'static str,
    way: String,
    link: String,
}

/// Calls and conferences of a case, and its live sessions, each as markup, empty where there is nothing to show; and the sessions in
/// its story.
pub async fn beside(
    visitor: &Visitor,
    me: &Me,
    stored: &StoredCase,
    days: &mut Vec<Day>,
) -> Result<[String; 2], Fail> {
    let sessions = of_case::part(visitor, me, stored, days).await?;
    Ok([card(visitor, me, stored)?, sessions])
}

fn card(visitor: &Visitor, me: &Me, stored: &StoredCase) -> Result<String, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (case, now) = (&stored.case, app.now());
    let desk = app.desks.of(case.desk_version);
    let minutes = desk
        .conference
        .as_ref()
        .map_or(10, |rule| rule.join_minutes);
    let mut coming = Vec::new();
    for one in &case.conferences {
        let standing = one.standing(now);
        if matches!(standing, Standing::Cancelled | Standing::Over) {
            continue;
        }
        let link = one.link.as_ref().filter(|_| one.may_join(now, minutes));
        coming.push(Coming {
            subject: one.subject.as_str().to_owned(),
            when: when(t, one),
            standing: standing.as_str(),
            standing_name: t.say(&format!("conference-{}", standing.as_str())),
            way: way_in(t, one, now, minutes),
            link: link.map_or("", |link| link.as_str()).to_owned(),
        });
    }
    let offered = |asking: Option<&domain::desk::appointment::Asking>| {
        asking.is_some_and(|asking| asking.offered(&case.kind))
    };
    let acts = me.proxy.is_none()
        && !case.is_over(desk)
        && case::as_customer(case, &me.actor, desk).is_ok();
    let asks = offered(desk.phone.as_ref().map(|rule| &rule.asking))
        || offered(desk.conference.as_ref().map(|rule| &rule.asking));
    let staff = me.actor.is_staff() && (desk.phone.is_some() || desk.conference.is_some());
    let does = match (staff, acts && asks) {
        (true, _) => "staff",
        (false, true) => "asks",
        (false, false) => "",
    };
    let past = case.conferences.len() - coming.len();
    let past = match i64::try_from(past).unwrap_or(i64::MAX) {
        0 => String::new(),
        n => t.count("conferences-past", n),
    };
    let wish = case.call_wish.as_ref();
    let wish = wish.map_or(String::new(), |wish| wish_line(t, wish, now));
    if does.is_empty() && wish.is_empty() && coming.is_empty() && past.is_empty() {
        return Ok(String::new());
    }
    let page = words::page_of(&me.actor, &number_of(app, stored));
    let card = Card {
        t: t.clone(),
        address: format!("{page}/appointments"),
        wish,
        coming,
        past,
        does,
    };
    card.render().map_err(Fail::broken)
}
