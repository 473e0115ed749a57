//! What is new, by feed (B1): its private address is made, shown once, made anew, or ended; and the feed itself, which programs read
//! that know nothing but the address. It has titles and where to read on, and nothing that stands behind them.

use std::fmt::Write;

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::directory::Person;
use store::knowledge::Title;

use super::{
    Web,
    frame::{Frame, Here, shown},
    knowledge::{in_language, sort_name},
    posted::Posted,
    visitor::Visitor,
};
use crate::{
    app::{App, Fail},
    escape::escaped,
    texts::{self, Texts},
};

#[derive(Template)]
#[template(path = "news_address.html")]
struct Page {
    f: Frame,
    /// Since when it has an address; empty where it has none.
    since: String,
    /// The address, shown this once.
    address: String,
    done: &'static str,
}

/// How an address ends, for programs that go by it.
const END: &str = ".atom";

pub async fn page(visitor: Visitor) -> Result<Response, Fail> {
    show(&visitor, String::new(), "").await
}

/// Made or ended; the address before leads nowhere from then on.
pub async fn change(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = visitor.me.as_ref().ok_or(Fail::Unauthenticated)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    match posted.get("do") {
        "make" => {
            let secret = app.renew_news_address(me.person.id).await?;
            let address = format!("{}/news/{secret}{END}", base(app));
            show(&visitor, address, t.say("news-feed-made")).await
        }
        "end" => {
            app.store.end_news_address(me.person.id).await?;
            show(&visitor, String::new(), t.say("news-feed-ended")).await
        }
        _ => Err(Fail::NotFound),
    }
}

fn base(app: &App) -> &str {
    app.mailing.as_ref().map_or("", |mailing| &mailing.base)
}

async fn show(visitor: &Visitor, address: String, done: &'static str) -> Result<Response, Fail> {
    let me = visitor.me.as_ref().ok_or(Fail::Unauthenticated)?;
    let (app, t) = (&visitor.web.app, &visitor.texts);
    let since = app.store.news_address_since(me.person.id).await?;
    shown(&Page {
        since: since.map_or(String::new(), |at| t.long_time(at)),
        address,
        done,
        f: Frame::new(visitor, Here::Elsewhere, t.say("news-feed-title")).await?,
    })
}

/// What is new now. An address that leads nowhere is as one that never did, and each try counts.
pub async fn read(
    State(web): State<Web>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Response, Fail> {
    let secret = name.strip_suffix(END).unwrap_or(&name);
    let Some((person, titles)) = web.app.news_at(secret).await? else {
        web.app.count_address(visitor.address).await?;
        return Err(Fail::NotFound);
    };
    web.app.count_for(&format!("news of {}", person.id)).await?;
    let mut response = source(&web.app, &person, &titles).into_response();
    let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

/// A text as it may stand in XML, which has no way to say most signs that control something.
fn said(text: &str) -> String {
    let may = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    escaped(&text.chars().filter(may).collect::<String>())
}

/// The feed in its reader's language.
fn source(app: &App, person: &Person, titles: &[Title]) -> String {
    let zone = texts::zone(&person.profile.time_zone);
    let t = Texts::new(texts::load(), &person.profile.language, zone);
    let (desk, _) = app.desks.current();
    let (base, name) = (said(base(app)), said(t.desk(&desk.name)));
    let all = format!("{base}/knowledge?sort=news");
    let latest = titles.first().map_or(app.now(), |title| title.published_at);
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title><id>{all}</id><link rel=\"alternate\" href=\"{all}\"/><updated>{}</updated>\
         <author><name>{name}</name></author>\n",
        said(t.language.as_str()),
        said(&t.one("news-feed-name", "desk", t.desk(&desk.name))),
        t.machine_time(latest),
    );
    for title in titles {
        let Some((text, lang)) = in_language(&t, &title.titles) else {
            continue;
        };
        let lang = match lang {
            "" => String::new(),
            other => format!(" xml:lang=\"{}\"", said(other)),
        };
        let (at, when) = (
            format!("{base}/knowledge/{}", title.id),
            t.machine_time(title.published_at),
        );
        // Writing into a text cannot fail.
        let _ = writeln!(
            feed,
            "<entry><id>{at}</id><title{lang}>{}</title><link rel=\"alternate\" href=\"{at}\"/><published>{when}</published>\
             <updated>{when}</updated><category term=\"{}\" label=\"{}\"/></entry>",
            said(text),
            title.sort.as_str(),
            said(sort_name(&t, title.sort)),
        );
    }
    feed.push_str("</feed>\n");
    feed
}
