//! Whom a case is for, beside it: how to reach them and what time it is there, their company, and what else they have open (S11).

use askama::Template;
use domain::{case::Case, directory::Person};
use jiff::SignedDuration;
use store::cases::{Counts, Direction, Filter, Holder, Query, Sort, StoredCase, Tally, View};

use super::super::{
    frame::Frame,
    shown,
    visitor::{Me, Visitor},
};
use crate::{
    app::Fail,
    texts::{self, Texts},
};

/// Other cases that are shown at most.
const SOME: usize = 5;
/// What was opened within this time was opened lately.
const LATELY: SignedDuration = SignedDuration::from_hours(24 * 30);
/// So many answers to surveys count, the latest.
const ANSWERS: usize = 20;

#[derive(Template)]
#[template(path = "staff/contact.html")]
struct Card {
    f: Frame,
    name: String,
    /// How it is read, where that is known.
    kana: String,
    email: String,
    /// Numbers with what they are, and as a telephone dials them.
    phones: Vec<[String; 3]>,
    /// By which way they would rather be reached; empty where they did not say.
    preferred: &'static str,
    /// What time it is where they are.
    local: String,
    account: String,
    company: String,
    /// How much they ask of support, and how content they were, each with what it is.
    counts: Vec<[String; 2]>,
    others: Vec<Other>,
}

struct Other {
    number: String,
    subject: String,
    status: String,
}

/// As markup; empty where nobody is known under the case's contact.
pub async fn card(
    visitor: &Visitor,
    me: &Me,
    f: &Frame,
    stored: &StoredCase,
    contact: Option<&Person>,
) -> Result<String, Fail> {
    let (app, t, case) = (&visitor.web.app, &visitor.texts, &stored.case);
    let Some(person) = contact else {
        return Ok(String::new());
    };
    let details = app.store.details(person.id).await?;
    let phones = [
        ("profile-phone", &details.phone),
        ("profile-mobile", &details.mobile),
    ];
    let phones = phones
        .into_iter()
        .filter(|(_, number)| !number.as_str().is_empty());
    let phones = phones.map(|(key, number)| {
        let dialled = super::super::portal::opened::dialled(number.as_str());
        [t.say(key).to_owned(), number.as_str().to_owned(), dialled]
    });
    let there = Texts::new(
        texts::load(),
        &t.language,
        texts::zone(&person.profile.time_zone),
    );
    let company = app.store.account_name(case.account).await?;
    let card = Card {
        name: person.profile.name(),
        kana: {
            let profile = &person.profile;
            let parts = [profile.family_kana.as_str(), profile.given_kana.as_str()];
            parts.join(" ").trim().to_owned()
        },
        email: person.profile.email.as_str().to_owned(),
        phones: phones.collect(),
        preferred: details
            .preferred
            .map_or("", |way| t.say(&format!("profile-prefer-{}", way.as_str()))),
        local: t.with(
            "contact-local",
            [
                ("at", there.long_time(app.now()).into()),
                ("zone", person.profile.time_zone.replace('_', " ").into()),
            ],
        ),
        account: format!("/staff/accounts/{}", case.account),
        company: company.map_or(String::new(), |name| t.either(&name).to_owned()),
        counts: counts(visitor, me, case).await?,
        others: others(visitor, me, case, stored).await?,
        f: f.clone(),
    };
    card.render().map_err(Fail::broken)
}

/// How much of theirs is open at this company, what they opened lately, and how content they were, as far as its reader sees it.
async fn counts(visitor: &Visitor, me: &Me, case: &Case) -> Result<Vec<[String; 2]>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let (scope, since) = (me.actor.scope(), app.now() - LATELY);
    let tally = Tally::Contact(case.contact, case.account);
    let open = app.store.counts(&scope, None, &[tally]).await?;
    let open = open.first().map_or(0, Counts::not_closed);
    let of = (case.contact, case.account);
    let served = app.store.served(&scope, of, since, ANSWERS).await?;
    let mut counts = vec![
        [t.say("contact-open").to_owned(), t.number(open)],
        [t.say("contact-lately").to_owned(), t.number(served.lately)],
    ];
    let (desk, _) = app.desks.current();
    let [content, all] = served.surveys.iter().fold([0, 0], |[content, all], one| {
        let [more, of] = one.content(desk);
        [content + more, all + of]
    });
    if let Some(share) = (content * 100).checked_div(all) {
        let number = |n: usize| t.number(i64::try_from(n).unwrap_or(i64::MAX));
        let said = [
            ("share", number(share).into()),
            ("surveys", number(served.surveys.len()).into()),
        ];
        let said = t.with("contact-content-of", said);
        counts.push([t.say("contact-content").to_owned(), said]);
    }
    Ok(counts)
}

/// What else they have open at this company, as far as its reader sees it.
async fn others(
    visitor: &Visitor,
    me: &Me,
    case: &Case,
    stored: &StoredCase,
) -> Result<Vec<Other>, Fail> {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let query = Query {
        list: None,
        holder: Holder::Account(case.account),
        view: View::NotClosed,
        filter: Filter {
            contact: Some(case.contact),
            ..Filter::default()
        },
        sort: Sort::Modified,
        direction: Direction::Descending,
        cursor: None,
        limit: SOME + 1,
    };
    let found = app.store.cases(&me.actor.scope(), &query).await?;
    let others = found.rows.iter().filter(|row| row.id != stored.id);
    let other = |row: &store::cases::CaseRow| {
        let desk = app.desks.of(row.desk_version);
        Other {
            number: shown::number(desk, row.number),
            subject: row.subject().to_owned(),
            status: t.status_name(desk, &row.status),
        }
    };
    Ok(others.take(SOME).map(other).collect())
}
