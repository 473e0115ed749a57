//! One search over what the caller may see (B4).

use std::collections::BTreeMap;

use ::search::{Reason, Why as Because};
use axum::{
    Json,
    extract::{Query, State},
};
use serde::Deserialize;

use super::{
    caller::Caller,
    problem::{Problem, What},
    shown::instant,
    wire,
    wrong::{Why, WrongField},
};
use crate::{
    app::{
        App, Fail,
        finding::{self, Behind, Hit, InCase, Marked, Sort, What as Thing, Where},
        volume::Reads,
    },
    texts,
};

/// Things in an answer.
const PAGE: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    #[serde(default)]
    q: String,
    sort: Option<String>,
    cursor: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/search", operation_id = "search", tag = "knowledge",
    params(("q" = Option<String>, Query, description = "Words, a question, a code or a number; \"phrases\", AND, -word, and status:, severity:, product:, type:, number:, from: (for staff also owner:, company:, turn:, plan:, cause:, is:draft)"),
        ("sort" = Option<String>, Query, description = "knowledge, cases or files; all of them where absent"),
        ("cursor" = Option<String>, Query, description = "Of the answer before")),
    responses((status = 200, body = wire::Findings)))]
/// What answers, best first, of all that the caller may see.
pub async fn search(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<wire::Findings>, Problem> {
    let wrong = |name, why| What::WrongParameters.with(vec![WrongField::parameter(name, why)]);
    let sort = asked.sort.as_deref().map(Sort::parse);
    if sort == Some(None) {
        return Err(wrong("sort", Why::NotOffered));
    }
    let behind = asked.cursor.as_deref().map(finding::place);
    if behind == Some(None) {
        return Err(wrong("cursor", Why::Malformed));
    }
    let wanted = finding::Asked {
        words: asked.q,
        sort: sort.flatten(),
        behind: behind.flatten(),
        most: PAGE,
    };
    let actor = Some(&caller.actor);
    let results = app.search(actor, &wanted, &caller.language).await?;
    // Whoever is quoted of many cases reads them, as far as a token's volume goes (V-39).
    for hit in results
        .hits
        .iter()
        .filter(|hit| !hit.excerpt.text.is_empty())
    {
        if let Thing::Case(case) | Thing::File { case, .. } = &hit.what {
            let (by, number) = (Reads::Token(caller.token.clone()), case.stored.number);
            let read = app.reads_case(by, caller.person.id, number, None);
            if let Some(wait) = read.await? {
                return Err(Fail::TooMany { wait }.into());
            }
        }
    }
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for sort in Sort::ALL {
        let count = results.counts.get(&sort).copied().unwrap_or(0);
        counts.insert(sort.as_str().to_owned(), count as u64);
    }
    let items = results.hits.iter().map(|hit| item(&app, &caller, hit));
    Ok(Json(wire::Findings {
        items: items.collect(),
        counts,
        cursor: results.next.map(|next: Behind| finding::behind(next)),
        preparing: results.preparing,
        unknown: results.unknown,
    }))
}

fn marks(text: &Marked) -> Vec<wire::Mark> {
    let before = |byte: usize| text.text.get(..byte).map_or(0, |text| text.chars().count());
    let mark = |place: &std::ops::Range<usize>| wire::Mark {
        from: before(place.start),
        to: before(place.end),
    };
    text.places.iter().map(mark).collect()
}

fn found_by(reason: &Reason) -> wire::FoundBy {
    let (by, other) = match &reason.why {
        Because::Word => ("word", None),
        Because::Reading => ("reading", None),
        Because::Parts => ("parts", None),
        Because::Glossary(other) => ("glossary", Some(other)),
        Because::Typing(other) => ("typing", Some(other)),
    };
    wire::FoundBy {
        word: reason.typed.clone(),
        by: by.to_owned(),
        other: other.cloned(),
    }
}

fn item(app: &App, caller: &Caller, hit: &Hit) -> wire::Finding {
    let number = |case: &InCase| {
        let desk = app.desks.of(case.stored.case.desk_version);
        texts::number(desk, case.stored.number)
    };
    let account = |case: &InCase| {
        let staff = caller.actor.is_staff();
        staff.then(|| caller.either(&case.account))
    };
    let (sort, id, case, account, at) = match &hit.what {
        Thing::Article { title, .. } => (
            Sort::Article,
            title.id.to_string(),
            None,
            None,
            title.published_at,
        ),
        Thing::Draft(draft) => (
            Sort::Article,
            draft.id.to_string(),
            None,
            None,
            draft.changed_at,
        ),
        Thing::Case(case) => (
            Sort::Case,
            case.stored.id.to_string(),
            Some(number(case)),
            account(case),
            case.stored.case.modified_at,
        ),
        Thing::File { file, case } => (
            Sort::File,
            file.id.to_string(),
            Some(number(case)),
            account(case),
            file.created_at,
        ),
    };
    wire::Finding {
        sort: sort.as_str().to_owned(),
        id,
        draft: matches!(hit.what, Thing::Draft(_)),
        case,
        account,
        title: hit.title.text.clone(),
        title_marks: marks(&hit.title),
        excerpt: hit.excerpt.text.clone(),
        excerpt_marks: marks(&hit.excerpt),
        place: match hit.place {
            Where::Title => "title",
            Where::Body => "text",
            Where::Description => "description",
            Where::Message => "message",
            Where::Note => "note",
        }
        .to_owned(),
        reasons: hit.reasons.iter().map(found_by).collect(),
        at: instant(at),
    }
}
