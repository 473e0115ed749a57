//! The list on the page as a file: at once, or, where it is long, on a page of its own that says how far it is (C11).

use std::{fs::File, io::Read};

use askama::Template;
use axum::{
    body::{Body, Bytes},
    extract::{Path, Query},
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    AccountId, Actor,
    audit::{AuditEvent, Sensitive},
    desk::List,
};
use futures_util::stream::try_unfold;
use store::{
    cases::{Total, View},
    list_files::State,
};

use super::{
    asked::Asked,
    frame::{Frame, Here, shown},
    list_settings::Lists,
    posted::Posted,
    staff::{self, asked::Listed},
    visitor::{Me, Visitor},
};
use crate::{
    app::{
        App, Fail,
        list_files::{AT_ONCE, Kept, Plan, UNCOUNTED, Wanted},
    },
    lists::columns::{Column, Side},
    texts::Texts,
};

/// The account for which somebody acts.
fn account(me: &Me) -> Option<AccountId> {
    match me.actor {
        Actor::Contact { account, .. } => Some(account),
        _ => None,
    }
}

/// Whose file it is; made for somebody under their own rights, so that an agent who looks as them has none (A10).
fn known(visitor: &Visitor) -> Result<std::sync::Arc<Me>, Fail> {
    match visitor.me.clone() {
        Some(me) if me.proxy.is_some() => Err(Fail::OnlyReads),
        me => me.ok_or(Fail::Unauthenticated),
    }
}

/// The list that a form names, in the words of its page's address.
async fn plan(visitor: &Visitor, me: &Me, posted: &Posted) -> Result<Plan, Fail> {
    let t = &visitor.texts;
    let uri: Uri = format!("/?{}", posted.get("list-address"))
        .parse()
        .map_err(|_| Fail::NotFound)?;
    let format = match posted.get("as") {
        "csv" => "csv",
        _ => "xlsx",
    };
    if me.actor.is_staff() {
        return of_staff(visitor, me, &uri, format).await;
    }
    let asked = Query::<Asked>::try_from_uri(&uri).map_err(|_| Fail::NotFound)?;
    let asked = asked.0;
    let list = List::parse(posted.get("list")).unwrap_or(List::Cases);
    let columns = Column::chosen(&asked.columns, Side::Customer)
        .unwrap_or_else(|| Column::OF_CUSTOMERS.to_vec());
    let query = asked.query(list, me.person.id, &t.zone);
    let (path, title) = match list {
        List::Cases => ("/cases", "list-file-cases"),
        List::Admin => ("/admin-cases", "list-file-admin"),
    };
    let view = t.say(super::listing::view_label(query.view));
    let plain = format!("{}_{}", list.as_str(), View::as_str(query.view));
    Ok(Plan {
        person: me.person.id,
        account: account(me),
        wanted: wanted(
            visitor,
            me,
            format,
            [t.say(title), view],
            &plain,
            asked.address(path, &[]),
        ),
        title: view.to_owned(),
        query,
        columns,
        t: t.clone(),
    })
}

/// The list of staff's that this address means: view, words, order and columns (K1).
async fn of_staff(visitor: &Visitor, me: &Me, uri: &Uri, format: &str) -> Result<Plan, Fail> {
    let asked = Query::<staff::asked::Asked>::try_from_uri(uri).map_err(|_| Fail::NotFound)?;
    let asked = asked.0;
    let listed = Listed::of(visitor, me, &asked).await?;
    let t = &visitor.texts;
    let view = listed.view();
    let label = t.say(view.label);
    let plain = format!("staff_{}", view.name);
    Ok(Plan {
        person: me.person.id,
        account: None,
        wanted: wanted(
            visitor,
            me,
            format,
            [t.say("inbox-title"), label],
            &plain,
            asked.address("/staff", &[]),
        ),
        title: label.to_owned(),
        query: listed.query,
        columns: Lists::of(me)
            .columns_of_staff(&asked)
            .unwrap_or_else(|| Column::OF_STAFFS_FILE.to_vec()),
        t: t.clone(),
    })
}

/// What is kept of a file, under a name that says which list and view it is, and when it was asked for.
fn wanted(
    visitor: &Visitor,
    me: &Me,
    format: &str,
    [list, view]: [&str; 2],
    plain: &str,
    back: String,
) -> Wanted {
    let zone = visitor.texts.zone.clone();
    let at = visitor.web.app.now().to_zoned(zone);
    let at = at.strftime("%Y%m%d%H%M").to_string();
    Wanted {
        format: format.to_owned(),
        name: format!("{}_{}_{at}.{format}", part(list), part(view)),
        plain_name: format!("{plain}_{at}.{format}"),
        account: account(me).map(|account| account.0),
        back,
    }
}

/// What may stand in the name of a file, on every system.
fn part(text: &str) -> String {
    let kept = |c: char| match c {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '_' => '-',
        c if c.is_whitespace() || c.is_control() => '-',
        c => c,
    };
    text.chars().map(kept).collect()
}

pub async fn make(visitor: Visitor, posted: Posted) -> Result<Response, Fail> {
    let me = known(&visitor)?;
    let plan = plan(&visitor, &me, &posted).await?;
    let app = &visitor.web.app;
    let length = app.list_length(&me.actor.scope(), &plan.query).await?;
    let is_long = match length {
        Total::Exactly(n) => n > AT_ONCE,
        Total::MoreThan(_) => true,
    };
    if is_long {
        let secret = app.begin_list_file(plan, length).await?;
        return Ok(Redirect::to(&format!("/list-files/{secret}")).into_response());
    }
    let (file, rows) = app.list_file_now(&plan).await?;
    note(&visitor, rows).await?;
    let bytes = file.metadata().map_err(Fail::broken)?.len();
    let mut response = handed(&plan.wanted, streamed(file))?;
    response
        .headers_mut()
        .insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    Ok(response)
}

async fn note(visitor: &Visitor, rows: i64) -> Result<(), Fail> {
    let exported = AuditEvent::Exported {
        what: Sensitive::Cases,
        rows,
        from: visitor.from(),
    };
    visitor.note(exported).await
}

/// A file as an answer, under its name in every language.
fn handed(wanted: &Wanted, body: Body) -> Result<Response, Fail> {
    let encoded = crate::downloads::encoded(&wanted.name);
    let disposition = format!(
        "attachment; filename=\"{}\"; filename*=UTF-8''{encoded}",
        wanted.plain_name
    );
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static(wanted.format().media_type());
    headers.insert(header::CONTENT_TYPE, kind);
    let disposition = HeaderValue::from_str(&disposition).map_err(Fail::broken)?;
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Bytes sent at a time.
const PIECE: usize = 64 * 1024;

fn streamed(file: File) -> Body {
    Body::from_stream(try_unfold(file, async |mut file| {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece)?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(piece), file)))
    }))
}

/// A file that is kept in pieces.
fn kept(app: App, secret: String) -> Body {
    Body::from_stream(try_unfold(0, move |place| {
        let (app, secret) = (app.clone(), secret.clone());
        async move {
            let piece = app.store.list_file_part(&secret, place).await?;
            Ok::<_, store::DbError>(piece.map(|piece| (Bytes::from(piece), place + 1)))
        }
    }))
}

#[derive(Template)]
#[template(path = "list_file.html")]
struct Page {
    f: Frame,
    secret: String,
    /// `waiting`, `working`, `done`, …
    state: &'static str,
    under_way: bool,
    said: String,
    rows: i64,
    /// 0 where it is not known.
    total: i64,
    back: String,
    file_name: String,
}

fn said(t: &Texts, kept: &Kept) -> String {
    let file = &kept.file;
    match file.state {
        _ if kept.is_lost => t.say("list-file-lost").to_owned(),
        State::Working if file.total == UNCOUNTED => t.count("list-file-working-so-far", file.rows),
        State::Working => {
            let said = [
                ("rows", t.number(file.rows).into()),
                // It may grow while it is made.
                ("total", t.number(file.total.max(file.rows)).into()),
            ];
            t.with("list-file-working", said)
        }
        State::Done => t.count("list-file-done", file.rows),
        other => t.say(&format!("list-file-{}", other.as_str())).to_owned(),
    }
}

pub async fn page(visitor: Visitor, Path(secret): Path<String>) -> Result<Response, Fail> {
    let me = known(&visitor)?;
    let app = &visitor.web.app;
    let found = app.list_file(&secret, me.person.id, account(&me)).await?;
    let kept = found.ok_or(Fail::NotFound)?;
    let t = &visitor.texts;
    let under_way = matches!(kept.file.state, State::Waiting | State::Working) && !kept.is_lost;
    shown(&Page {
        said: said(t, &kept),
        state: kept.file.state.as_str(),
        under_way,
        rows: kept.file.rows,
        total: match kept.file.total {
            UNCOUNTED => 0,
            total => total.max(kept.file.rows),
        },
        back: kept.wanted.back,
        file_name: kept.wanted.name,
        f: Frame::new(&visitor, Here::Elsewhere, t.say("list-file-title")).await?,
        secret,
    })
}

pub async fn file(visitor: Visitor, Path(secret): Path<String>) -> Result<Response, Fail> {
    let me = known(&visitor)?;
    let app = &visitor.web.app;
    let found = app
        .list_file_to_take(&secret, me.person.id, account(&me))
        .await?;
    let found = found.ok_or(Fail::NotFound)?;
    note(&visitor, found.file.rows).await?;
    handed(&found.wanted, kept(app.clone(), secret))
}

pub async fn cancel(
    visitor: Visitor,
    Path(secret): Path<String>,
    _: Posted,
) -> Result<Response, Fail> {
    let me = known(&visitor)?;
    let app = &visitor.web.app;
    let found = app.list_file(&secret, me.person.id, account(&me)).await?;
    let kept = found.ok_or(Fail::NotFound)?;
    app.cancel_list_file(&secret, kept.file.rows).await?;
    Ok(Redirect::to(&format!("/list-files/{secret}")).into_response())
}
