//! One search over knowledge and cases, as a page of either side (B4): what was found with its words marked, why, and how many there
//! are of each sort. A number goes straight to its case (C8).

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use search::{COUNTED, Reason, Why};
use serde::Deserialize;

use super::{
    frame::{Frame, Here, shown},
    knowledge::{in_language, marked, sort_name},
    listing::ViewLink,
    shown as said, solves,
    staff::rail_for,
    visitor::{Staff, Visitor},
};
use crate::{
    app::{
        Fail,
        finding::{self, Hit, InCase, Results, Sort, What, Where},
    },
    texts::Texts,
};

/// Things on a page.
const PAGE: usize = 20;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    sort: String,
    behind: String,
}

/// A sort of things, as a link with how many there are, where that is known.
struct Tab {
    label: &'static str,
    address: String,
    count: String,
    current: bool,
}

/// A thing that was found.
struct Row {
    address: String,
    icon: &'static str,
    /// Markup.
    title: String,
    lang: String,
    /// Where the excerpt stands.
    place: &'static str,
    /// Markup; empty where the title says it.
    excerpt: String,
    facts: Vec<String>,
    /// Why it was found, where it does not say just what was typed.
    reasons: Vec<String>,
}

/// What either side's page shows.
struct Part {
    action: &'static str,
    q: String,
    sort: &'static str,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    total: String,
    unknown: Vec<String>,
    preparing: bool,
    next: String,
    /// Something was asked.
    asks: bool,
    hint: &'static str,
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    f: Frame,
    s: Part,
}

#[derive(Template)]
#[template(path = "staff/search.html")]
struct StaffPage {
    f: Frame,
    views: Vec<ViewLink>,
    s: Part,
}

pub async fn page(visitor: Visitor, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    if visitor.me.as_ref().is_some_and(|me| me.actor.is_staff()) {
        return Ok(Redirect::to(&address("/staff/search", &asked.q, "", "")).into_response());
    }
    if let Some(case) = numbered(&visitor, &asked.q).await? {
        return Ok(Redirect::to(&case).into_response());
    }
    let s = Part::of(&visitor, asked, "/search").await?;
    let title = visitor.texts.say("search-title");
    let f = Frame::new(&visitor, Here::Elsewhere, title).await?;
    shown(&Page { f, s })
}

pub async fn staff(
    Staff(visitor, me): Staff,
    Query(asked): Query<Asked>,
) -> Result<Response, Fail> {
    if let Some(case) = numbered(&visitor, &asked.q).await? {
        return Ok(Redirect::to(&case).into_response());
    }
    let s = Part::of(&visitor, asked, "/staff/search").await?;
    let title = visitor.texts.say("search-title");
    shown(&StaffPage {
        views: rail_for(&visitor, &me).await?,
        f: Frame::new(&visitor, Here::Elsewhere, title).await?,
        s,
    })
}

/// The page of the case whose number this is and nothing else, if its reader sees it.
async fn numbered(visitor: &Visitor, text: &str) -> Result<Option<String>, Fail> {
    let (Some(number), Some(me)) = (said::only_number(text), &visitor.me) else {
        return Ok(None);
    };
    let app = &visitor.web.app;
    match app.case(&me.actor, number).await {
        Ok(case) => {
            let written = said::number(app.desks.current().0, case.number);
            Ok(Some(said::page_of(&me.actor, &written)))
        }
        Err(Fail::NotFound) => Ok(None),
        Err(fail) => Err(fail),
    }
}

/// The address of a search.
pub fn address(page: &str, q: &str, sort: &str, behind: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("q", q), ("sort", sort), ("behind", behind)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    format!("{page}?{}", query.finish())
}

impl Part {
    async fn of(visitor: &Visitor, asked: Asked, action: &'static str) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let actor = visitor.me.as_ref().map(|me| &me.actor);
        let sort = Sort::parse(&asked.sort);
        let q: String = asked.q.trim().chars().take(finding::LONGEST).collect();
        let wanted = finding::Asked {
            words: q.clone(),
            sort,
            behind: finding::place(&asked.behind),
            most: PAGE,
        };
        let results = app.search(actor, &wanted, &t.language).await?;
        if wanted.behind.is_none() && sort.is_none() {
            let found = results.counts.values().sum();
            app.looked_for(solves::reader(visitor), &wanted.words, found);
        }
        let articles = results.hits.iter().filter_map(|hit| match &hit.what {
            What::Article { title, .. } => Some(title.id),
            _ => None,
        });
        let articles: Vec<_> = articles.collect();
        app.articles_found(solves::reader(visitor), &articles, &wanted.words);
        let all: usize = results.counts.values().sum();
        let is_staff = actor.is_some_and(domain::Actor::is_staff);
        let drafts = results.narrowed.iter().find(|one| one.is_drafts());
        let plain = drafts.map_or(q.clone(), |drafts| q.replacen(&drafts.typed, "", 1));
        let plain = plain.trim();
        // Among drafts nothing else is counted.
        let tab = |of: Option<Sort>, label: &'static str, n: usize| Tab {
            label: t.say(label),
            address: address(action, plain, of.map_or("", Sort::as_str), ""),
            count: drafts.map_or_else(|| counted(t, n), |_| String::new()),
            current: drafts.is_none() && of == sort,
        };
        let mut tabs = vec![tab(None, "search-all", all)];
        for of in Sort::ALL {
            let n = results.counts.get(&of).copied().unwrap_or(0);
            // Who has no case has none to find.
            if of == Sort::Article || actor.is_some() {
                tabs.push(tab(Some(of), label(of), n));
            }
        }
        if is_staff {
            tabs.push(Tab {
                label: t.say("search-drafts"),
                address: address(action, format!("is:draft {plain}").trim(), "", ""),
                count: drafts.map_or_else(String::new, |_| counted(t, all)),
                current: drafts.is_some(),
            });
        }
        let shown = match sort {
            Some(sort) => results.counts.get(&sort).copied().unwrap_or(0),
            None => all,
        };
        let sort = sort.map_or("", Sort::as_str);
        let next = results
            .next
            .map(|next| address(action, &q, sort, &finding::behind(next)));
        Ok(Self {
            rows: rows(visitor, &results),
            total: match shown > COUNTED {
                true => t.one("search-total-more", "number", counted(t, shown)),
                false => t.count("search-total", i64::try_from(shown).unwrap_or(i64::MAX)),
            },
            asks: !q.is_empty(),
            unknown: results.unknown,
            preparing: results.preparing,
            next: next.unwrap_or_default(),
            hint: match is_staff {
                true => t.say("search-hint-staff"),
                false => t.say("search-hint"),
            },
            action,
            q,
            sort,
            tabs,
        })
    }
}

/// How many there are; beyond a number, that there are more.
fn counted(t: &Texts, n: usize) -> String {
    let most = t.number(i64::try_from(n.min(COUNTED)).unwrap_or(i64::MAX));
    match n > COUNTED {
        true => format!("{most}+"),
        false => most,
    }
}

fn label(sort: Sort) -> &'static str {
    match sort {
        Sort::Article => "search-knowledge",
        Sort::Case => "search-cases",
        Sort::File => "search-files",
    }
}

fn rows(visitor: &Visitor, results: &Results) -> Vec<Row> {
    results.hits.iter().map(|hit| row(visitor, hit)).collect()
}

fn row(visitor: &Visitor, hit: &Hit) -> Row {
    let t = &visitor.texts;
    let mut row = Row {
        address: String::new(),
        icon: "",
        title: marked(&hit.title),
        lang: String::new(),
        place: match hit.excerpt.text.is_empty() {
            true => "",
            false => t.say(stands(hit.place)),
        },
        excerpt: marked(&hit.excerpt),
        facts: Vec::new(),
        reasons: reasons(t, &hit.reasons),
    };
    match &hit.what {
        What::Article { title, language } => {
            row.address = format!("/knowledge/{}", title.id);
            row.icon = "info";
            row.place = "";
            if *language != t.language {
                row.lang = language.as_str().to_owned();
            }
            if hit.title.text.is_empty()
                && let Some((text, _)) = in_language(t, &title.titles)
            {
                row.title = crate::escape::escaped(text);
            }
            row.facts = vec![
                sort_name(t, title.sort).to_owned(),
                t.day(title.published_at),
            ];
        }
        What::Draft(draft) => {
            row.address = format!("/staff/knowledge/{}", draft.id);
            row.icon = "info";
            row.place = "";
            if draft.language != t.language {
                row.lang = draft.language.as_str().to_owned();
            }
            if hit.title.text.is_empty() {
                row.title = t.say("search-untitled").to_owned();
            }
            row.facts = vec![
                t.say("article-draft").to_owned(),
                sort_name(t, draft.sort).to_owned(),
                t.day(draft.changed_at),
            ];
        }
        What::Case(case) => {
            let (address, facts) = of_case(visitor, case);
            (row.address, row.icon, row.facts) = (address, "case", facts);
        }
        What::File { case, .. } => {
            let (address, mut facts) = of_case(visitor, case);
            row.address = address;
            row.icon = "clip";
            facts.insert(1, case.stored.case.subject.as_str().to_owned());
            row.facts = facts;
        }
    }
    row
}

/// Where a case is, and what is said of it.
fn of_case(visitor: &Visitor, case: &InCase) -> (String, Vec<String>) {
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let state = &case.stored.case;
    let desk = app.desks.of(state.desk_version);
    let written = said::number(desk, case.stored.number);
    let actor = visitor.me.as_ref().map(|me| &me.actor);
    let page = actor.map_or(String::new(), |actor| said::page_of(actor, &written));
    let mut facts = vec![written, t.status_name(desk, &state.status)];
    if actor.is_some_and(domain::Actor::is_staff) {
        facts.push(t.either(&case.account).to_owned());
    }
    facts.push(t.day(state.modified_at));
    (page, facts)
}

fn stands(place: Where) -> &'static str {
    match place {
        Where::Title => "search-in-title",
        Where::Body => "search-in-text",
        Where::Description => "search-in-description",
        Where::Message => "search-in-message",
        Where::Note => "search-in-note",
    }
}

/// Why it was found, where that is not plain to see.
pub fn reasons(t: &Texts, reasons: &[Reason]) -> Vec<String> {
    let told = reasons.iter().filter_map(|reason| {
        let (key, other) = match &reason.why {
            Why::Word => return None,
            Why::Reading => ("search-why-reading", ""),
            Why::Parts => ("search-why-parts", ""),
            Why::Glossary(other) => ("search-why-glossary", other.as_str()),
            Why::Typing(other) => ("search-why-typing", other.as_str()),
        };
        let said = [
            ("word", reason.typed.as_str().into()),
            ("other", other.into()),
        ];
        Some(t.with(key, said))
    });
    told.collect()
}
