//! One's own profile (A5): who one is, how one is reached, the PIN for the phone menu, tokens. What is sensitive is shown after a
//! fresh sign-in, or with the password.

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Instant, Language, Prose,
    case::intake::{self, is_address},
    directory::{Details, Mails, Preferred, Profile},
};
use serde::Deserialize;
use store::sign_ins::Token;

use super::{
    confirming::is_fresh,
    field::{Asks, Field, missing},
    first_phone,
    frame::{Frame, Here, judged},
    listing::{Pick, pick},
    new_address,
    posted::Posted,
    shown::Trouble,
    visitor::{Me, Visitor},
};
use crate::{
    app::{
        Fail, passwords,
        profile::{phone_kept, phone_shown},
    },
    texts::Texts,
};

/// Longest that is taken for a field, in characters.
pub(super) const LINE: usize = 200;

#[derive(Template)]
#[template(path = "profile.html")]
struct Page {
    f: Frame,
    names: Vec<Field>,
    email: String,
    languages: Vec<Pick>,
    zone_field: Field,
    zones: Vec<String>,
    salutation: Field,
    reach: Vec<Field>,
    phones: Vec<Field>,
    preferred: Vec<Pick>,
    mails: Vec<Pick>,
    /// Those who change their address themselves.
    address: Option<new_address::Part>,
    /// Contacts alone have one.
    pin: Option<PinPart>,
    tokens: Vec<TokenRow>,
    /// A token that was just made: shown this once.
    made: String,
    /// The password is asked for again before what is sensitive.
    /// How long one's answers are held.
    recall: Vec<Pick>,
    asks_password: bool,
    /// Which part was just saved, whose draft can be forgotten.
    saved: &'static str,
    done: &'static str,
    troubles: Vec<Trouble>,
    /// More about this person is elsewhere: what support may do in their name.
    is_contact: bool,
}

struct PinPart {
    has: bool,
    /// Shown after a fresh look; empty else.
    pin: String,
}

struct TokenRow {
    id: String,
    label: String,
    made: String,
    until: String,
    reads_only: bool,
    networks: String,
}

const NAMES: [Asks; 5] = [
    ("family", "field-family", "text", "family-name", true),
    ("given", "field-given", "text", "given-name", false),
    ("middle", "profile-middle", "text", "additional-name", false),
    ("family_kana", "register-family-kana", "text", "off", false),
    ("given_kana", "register-given-kana", "text", "off", false),
];

const ZONE: Asks = ("time_zone", "profile-zone", "text", "off", true);

const SALUTATION: Asks = (
    "salutation",
    "profile-salutation",
    "text",
    "honorific-prefix",
    false,
);

const REACH: [Asks; 7] = [
    (
        "employer",
        "profile-employer",
        "text",
        "organization",
        false,
    ),
    (
        "alternate_email",
        "profile-alternate-email",
        "email",
        "email",
        false,
    ),
    (
        "postal_code",
        "profile-postal-code",
        "text",
        "postal-code",
        false,
    ),
    ("country", "profile-country", "text", "country-name", false),
    ("region", "profile-region", "text", "address-level1", false),
    ("city", "profile-city", "text", "address-level2", false),
    ("street", "profile-street", "text", "street-address", false),
];

const PHONES: [Asks; 4] = [
    ("mobile", "profile-mobile", "tel", "tel", false),
    ("phone", "profile-phone", "tel", "tel", false),
    (
        "extension",
        "profile-extension",
        "text",
        "tel-extension",
        false,
    ),
    ("fax", "profile-fax", "tel", "off", false),
];

/// The parts of the profile that phone numbers stand in.
const NUMBERS: [&str; 3] = ["mobile", "phone", "fax"];

/// What stands in a field, by its name.
fn value(details: &Details, profile: &Profile, japan: bool, id: &str) -> String {
    let number = |kept: &Prose| match kept.as_str() {
        "" => String::new(),
        kept => phone_shown(kept, japan),
    };
    let text = match id {
        "family" => &profile.family,
        "given" => &profile.given,
        "family_kana" => &profile.family_kana,
        "given_kana" => &profile.given_kana,
        "middle" => &details.middle,
        "salutation" => &details.salutation,
        "employer" => &details.employer,
        "alternate_email" => &details.alternate_email,
        "postal_code" => &details.postal_code,
        "country" => &details.country,
        "region" => &details.region,
        "city" => &details.city,
        "street" => &details.street,
        "extension" => &details.extension,
        "mobile" => return number(&details.mobile),
        "phone" => return number(&details.phone),
        "fax" => return number(&details.fax),
        _ => return profile.time_zone.clone(),
    };
    text.as_str().to_owned()
}

/// What is told with the page.
#[derive(Default)]
pub(super) struct Told<'a> {
    /// What was typed into the part that was refused, with its name.
    pub typed: Option<(&'static str, &'a Posted)>,
    pub troubles: Vec<Trouble>,
    pub pin: String,
    pub made: String,
    pub saved: &'static str,
    pub done: &'static str,
}

/// Whose profile it is; nobody's but one's own, so that an agent who looks as a contact sees none (A10).
pub(super) fn me(visitor: &Visitor) -> Result<&Me, Fail> {
    match visitor.me.as_deref() {
        Some(me) if me.proxy.is_some() => Err(Fail::OnlyReads),
        me => me.ok_or(Fail::Unauthenticated),
    }
}

/// Whether somebody writes from Japan, as far as their language tells.
fn in_japan(t: &Texts) -> bool {
    t.lang() == "ja"
}

pub(super) async fn show(visitor: &Visitor, told: Told<'_>) -> Result<Response, Fail> {
    let me = me(visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let person = app
        .store
        .person(me.person.id)
        .await?
        .ok_or(Fail::NotFound)?;
    let details = app.store.details(person.id).await?;
    let japan = in_japan(t);
    let typed = |part: &str, id: &str| match told.typed {
        Some((of, posted)) if of == part => posted.get(id).to_owned(),
        _ => value(&details, &person.profile, japan, id),
    };
    let field = |part: &str, asks: &Asks| {
        let field = Field::of(t, asks, &typed(part, asks.0), &told.troubles);
        match NUMBERS.contains(&asks.0) {
            true => field.hinted(t.say("profile-phone-hint")),
            false => field,
        }
    };
    let fields = |part: &str, all: &[Asks]| all.iter().map(|asks| field(part, asks)).collect();
    let is_contact = !me.actor.is_staff() && !me.actor.is_guest();
    let chosen = person.profile.language.as_str().to_owned();
    let languages = visitor.web.catalogues.languages();
    let languages = languages.map(|language| {
        let own = visitor.web.catalogues.get(language).fixed("language-name");
        pick(language.as_str(), own, &chosen)
    });
    let way = details.preferred.map_or("", Preferred::as_str);
    let ways = Preferred::ALL.map(|one| {
        let label = t.say(&format!("profile-prefer-{}", one.as_str()));
        pick(one.as_str(), label, way)
    });
    let mails = Mails::ALL.map(|one| {
        let label = t.say(&format!("profile-mails-{}", one.as_str()));
        pick(one.as_str(), label, details.mails.as_str())
    });
    let tokens = app.store.tokens_of(person.id).await?;
    let (has, _) = app.own_pin(person.id).await?;
    let is_wrong = !told.troubles.is_empty();
    let page = Page {
        names: fields("names", &NAMES),
        email: person.profile.email.as_str().to_owned(),
        languages: languages.collect(),
        zone_field: field("names", &ZONE),
        zones: zones(),
        salutation: field("names", &SALUTATION),
        reach: fields("reach", &REACH),
        phones: fields("reach", &PHONES),
        preferred: std::iter::once(pick("", t.say("profile-prefer-none"), way))
            .chain(ways)
            .collect(),
        mails: mails.into(),
        address: new_address::part(visitor, &person, &told).await?,
        pin: is_contact.then(|| PinPart {
            has,
            pin: told.pin.clone(),
        }),
        tokens: tokens
            .iter()
            .map(|token| row(t, app.now(), token))
            .collect(),
        made: told.made,
        recall: super::answering::times(t, app.recall_seconds(person.id).await?),
        asks_password: !is_fresh(visitor, me),
        saved: told.saved,
        done: told.done,
        is_contact,
        f: Frame::new(visitor, Here::Elsewhere, t.say("profile-title"))
            .await?
            .troubled(is_wrong),
        troubles: told.troubles,
    };
    judged(&page, is_wrong)
}

fn row(t: &Texts, now: Instant, token: &Token) -> TokenRow {
    TokenRow {
        id: passwords::hex(&token.digest),
        label: token.new.label.clone(),
        made: t.long_time(token.made_at),
        until: match token.new.until {
            None => t.say("without-end").to_owned(),
            Some(until) if until <= now => t.say("token-over").to_owned(),
            Some(until) => t.long_time(until),
        },
        reads_only: token.new.reads_only,
        networks: match token.new.networks.is_empty() {
            true => t.say("token-everywhere").to_owned(),
            false => {
                let all: Vec<String> = token.new.networks.iter().map(ToString::to_string).collect();
                all.join(t.say("list-separator"))
            }
        },
    }
}

/// Names of zones of the world, for choosing one.
fn zones() -> Vec<String> {
    let known = jiff::tz::db().available();
    let mut all: Vec<String> = known.map(|name| name.to_string()).collect();
    all.retain(|name| name.contains('/') && !name.starts_with("Etc/"));
    all.sort();
    all
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The part that was saved a moment ago.
    saved: String,
}

pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let saved = [
        ("names", "profile-saved"),
        ("reach", "profile-saved"),
        ("recall", "profile-saved"),
        ("address", "address-sent"),
        ("address-kept", "address-stopped"),
    ];
    let saved = saved.into_iter().find(|(part, _)| *part == asked.saved);
    let told = Told {
        saved: saved.map_or("", |(part, _)| part),
        done: saved.map_or("", |(_, said)| visitor.texts.say(said)),
        ..Told::default()
    };
    show(&visitor, told).await
}

pub(super) fn wrong(field: &str, text: String) -> Trouble {
    Trouble {
        field: field.to_owned(),
        text,
    }
}

/// A line as it is kept.
pub(super) fn line(posted: &Posted, id: &str) -> Prose {
    Prose::new(intake::cleaned(posted.get(id)).replace('\n', " "))
}

/// Who one is.
pub async fn names(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut troubles = missing(t, &NAMES, &posted, LINE);
    troubles.extend(missing(t, &[SALUTATION], &posted, LINE));
    let zone = posted.get("time_zone").trim().to_owned();
    if jiff::tz::TimeZone::get(&zone).is_err() {
        troubles.push(wrong("time_zone", t.say("profile-wrong-zone").to_owned()));
    }
    let language = Language::new(posted.get("language"));
    if visitor.web.catalogues.find(language.as_str()).is_none() {
        troubles.push(wrong(
            "language",
            t.say("profile-wrong-language").to_owned(),
        ));
    }
    if !troubles.is_empty() {
        let typed = Some(("names", &posted));
        let told = Told {
            typed,
            troubles,
            ..Told::default()
        };
        return show(&visitor, told).await;
    }
    let profile = Profile {
        family: line(&posted, "family"),
        given: line(&posted, "given"),
        family_kana: line(&posted, "family_kana"),
        given_kana: line(&posted, "given_kana"),
        email: me.person.profile.email.clone(),
        language,
        time_zone: zone,
    };
    app.set_profile(me.person.id, &profile).await?;
    let details = |old| Details {
        middle: line(&posted, "middle"),
        salutation: line(&posted, "salutation"),
        ..old
    };
    app.change_details(me.person.id, details).await?;
    Ok(Redirect::to("/profile?saved=names#saved").into_response())
}

/// A phone number as it was typed, in the form in which it is kept; nothing given is nothing.
fn number(t: &Texts, posted: &Posted, id: &str, label: &str) -> Result<Prose, Trouble> {
    let Some(typed) = posted.given(id) else {
        return Ok(Prose::new(""));
    };
    match phone_kept(typed, in_japan(t)) {
        Some(number) => Ok(Prose::new(number)),
        None => Err(wrong(
            id,
            t.one("profile-wrong-phone", "field", t.say(label)),
        )),
    }
}

/// How one is reached.
pub async fn reach(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let mut troubles = missing(t, &REACH, &posted, LINE);
    troubles.extend(missing(t, &PHONES, &posted, LINE));
    let other = posted.given("alternate_email").unwrap_or_default();
    if !other.is_empty() && !is_address(other) {
        troubles.push(wrong(
            "alternate_email",
            t.say("join-wrong-address").to_owned(),
        ));
    }
    let mut numbers = [(); 3].map(|()| Prose::new(""));
    let labels = ["profile-mobile", "profile-phone", "profile-fax"];
    for ((place, id), label) in numbers.iter_mut().zip(NUMBERS).zip(labels) {
        match number(t, &posted, id, label) {
            Ok(number) => *place = number,
            Err(trouble) => troubles.push(trouble),
        }
    }
    if !troubles.is_empty() {
        let told = Told {
            typed: Some(("reach", &posted)),
            troubles,
            ..Told::default()
        };
        return show(&visitor, told).await;
    }
    let [mobile, phone, fax] = numbers;
    let details = |old: Details| Details {
        employer: line(&posted, "employer"),
        alternate_email: line(&posted, "alternate_email"),
        preferred: Preferred::parse(posted.get("preferred")),
        mails: Mails::parse(posted.get("mails")).unwrap_or(old.mails),
        postal_code: line(&posted, "postal_code"),
        country: line(&posted, "country"),
        region: line(&posted, "region"),
        city: line(&posted, "city"),
        street: line(&posted, "street"),
        extension: line(&posted, "extension"),
        mobile: mobile.clone(),
        phone: phone.clone(),
        fax: fax.clone(),
        ..old
    };
    app.change_details(me.person.id, details).await?;
    Ok(Redirect::to("/profile?saved=reach#saved").into_response())
}

/// The number that was missing, from the page that asked for it (A5); or not now.
pub async fn first_phone(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = me(&visitor)?;
    if posted.has("later") {
        return first_phone::answered(&visitor.web, &posted);
    }
    let (app, t) = (&visitor.web.app, &visitor.texts);
    match number(t, &posted, "phone", "profile-phone") {
        Ok(phone) if !phone.as_str().is_empty() => {
            let details = |old| Details {
                phone: phone.clone(),
                ..old
            };
            app.change_details(me.person.id, details).await?;
            first_phone::answered(&visitor.web, &posted)
        }
        Ok(_) => Ok(Redirect::to("/profile#phone").into_response()),
        Err(trouble) => {
            let told = Told {
                troubles: vec![trouble],
                ..Told::default()
            };
            show(&visitor, told).await
        }
    }
}
