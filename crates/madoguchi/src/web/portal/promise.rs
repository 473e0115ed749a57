//! The promise before sending: when the answer would come for what is chosen in the form so far, at each centre that could
//! take it, and what no contract covers (S5, C6). It stands in the form, follows it with script, and on the check page
//! without.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query},
    response::{Html, IntoResponse, Response},
};
use domain::{
    Desk,
    contract::entitlement::{Answer, Because},
};

use super::super::visitor::{Contact, Visitor};
use crate::{
    app::{
        Fail,
        cases::{WEB, Wanted},
        offers::Offer,
    },
    texts::Texts,
};

/// What is promised for a form as it is filled in.
#[derive(Template)]
#[template(path = "portal/promise.html")]
pub struct Part {
    t: Texts,
    offers: Vec<Shown>,
    /// Why it would not be taken; then there is nothing to offer.
    refused: Vec<String>,
    /// Why another centre than the usual one answers, or in another language than the reader's.
    routed: Vec<String>,
    /// Contract and plan that count.
    contract: String,
}

/// What one centre promises.
struct Shown {
    centre: String,
    label: String,
    first: String,
    update: String,
    /// What is promised besides, a line each.
    milestones: Vec<String>,
    /// What to know about it before sending.
    warnings: Vec<String>,
    chosen: bool,
}

impl Part {
    /// Nothing where nothing is promised, so that the form says nothing either.
    pub async fn of(
        visitor: &Visitor,
        actor: &domain::Actor,
        kind: &str,
        entries: &BTreeMap<String, String>,
    ) -> Result<Option<Self>, Fail> {
        let app = &visitor.web.app;
        let wanted = Wanted {
            files: &[],
            kind,
            entries,
            channel: WEB,
            language: &visitor.texts.language,
            continues: None,
        };
        let offers = app.offers(actor, &wanted).await?;
        let t = visitor.texts.clone();
        let (desk, _) = app.desks.current();
        let chosen = entries.get("centre").map(String::as_str);
        Ok(of_offers(t, desk, offers, chosen))
    }
}

impl Part {
    /// A contract covers it.
    pub fn may_send(&self) -> bool {
        self.refused.is_empty()
    }
}

fn of_offers(t: Texts, desk: &Desk, offers: Vec<Offer>, chosen: Option<&str>) -> Option<Part> {
    let first = offers.first()?;
    let verdict = &first.verdict;
    let refused = match verdict.answer {
        Answer::Refuse => verdict.reasons.iter().map(|r| t.because(desk, r)).collect(),
        _ => Vec::new(),
    };
    let routed = verdict.reasons.iter().filter(|r| r.is_about_the_wish());
    let routed = routed.map(|reason| t.because(desk, reason)).collect();
    let covered = verdict.reasons.iter().find(|reason| {
        matches!(
            reason,
            Because::Covered { .. } | Because::EndsSoon { .. } | Because::Expired { .. }
        )
    });
    let plan = first.plan.as_deref().and_then(|id| desk.plan(id));
    let contract = match (covered, plan) {
        (Some(covered), Some(plan)) => t.with(
            "promise-contract",
            [
                ("plan", t.desk(&plan.label).into()),
                ("contract", t.because(desk, covered).into()),
            ],
        ),
        _ => String::new(),
    };
    let known = |id: &str| offers.iter().any(|o| o.centre.as_deref() == Some(id));
    let chosen = chosen
        .filter(|id| known(id))
        .map(str::to_owned)
        .or(first.centre.clone());
    let shown = |offer: &Offer| {
        let centre = offer.centre.as_deref().and_then(|id| desk.centre(id));
        let reasons = offer.verdict.reasons.iter();
        let warnings = reasons.filter(|reason| reason.is_about_the_centre());
        Shown {
            centre: offer.centre.clone().unwrap_or_default(),
            label: centre.map_or("", |centre| t.desk(&centre.label)).to_owned(),
            first: match offer.first_response {
                Some(at) => t.one("promise-first-by", "at", t.long_time(at)),
                None => t.say("promise-first-none").to_owned(),
            },
            update: match offer.next_update {
                Some(amount) => t.one("promise-every", "span", t.amount(amount)),
                None => String::new(),
            },
            milestones: offer
                .milestones
                .iter()
                .map(|(id, amount)| t.promised(desk, *id, *amount))
                .collect(),
            warnings: warnings.map(|reason| t.because(desk, reason)).collect(),
            chosen: offer.centre == chosen,
        }
    };
    let offers = match refused.is_empty() {
        true => offers.iter().map(shown).collect(),
        false => Vec::new(),
    };
    Some(Part {
        offers,
        refused,
        routed,
        contract,
        t,
    })
}

/// The part alone, for a form that follows its reader's choices.
pub async fn part(
    contact: Contact,
    Path(kind): Path<String>,
    Query(entries): Query<BTreeMap<String, String>>,
) -> Result<Response, Fail> {
    let Contact(visitor, me) = contact;
    if !me.actor.may_write() {
        return Err(Fail::NotFound);
    }
    let part = Part::of(&visitor, &me.actor, &kind, &entries).await?;
    let html = match part {
        Some(part) => part.render().map_err(Fail::broken)?,
        None => String::new(),
    };
    Ok(Html(html).into_response())
}

#[cfg(test)]
mod tests {
    use domain::{
        DeploymentId, Language,
        contract::entitlement::{Entitlement, Wish},
    };
    use jiff::{civil::date, tz::TimeZone};

    use super::*;
    use crate::{app::desks, texts};

    /// What the fifth source's form says to somebody who asks in Japanese at noon of a working day.
    fn told(product: &str, options: &[&str]) -> String {
        let desk = desks::checked("", &desks::source("collaboration").unwrap()).unwrap();
        let bought = [Entitlement {
            contract: "C-1".into(),
            plan: "enhanced".into(),
            trial: false,
            deployment: None,
            product: None,
            options: options.iter().map(|&o| o.to_owned()).collect(),
            from: date(2026, 1, 1),
            to: date(2028, 12, 31),
        }];
        let language = Language::new("ja");
        let wish = Wish {
            deployment: DeploymentId(1),
            product,
            severity: "S3",
            channel: WEB,
            centre: None,
            language: &language,
            at: "2026-11-24T03:00:00Z".parse().unwrap(),
        };
        let offers = vec![Offer::of(&desk, &bought, &wish)];
        let t = Texts::new(texts::load(), &language, TimeZone::UTC);
        of_offers(t, &desk, offers, None).unwrap().render().unwrap()
    }

    #[test]
    fn s5_an_answer_in_another_language_is_told_before_sending() {
        let english = told("calling", &[]);
        assert!(english.contains("promise-routed"), "{english}");
        assert!(english.contains("英語"), "{english}");
        let covered = told("meetings", &["current-pricing", "japanese-support"]);
        assert!(!covered.contains("promise-routed"), "{covered}");
    }
}
