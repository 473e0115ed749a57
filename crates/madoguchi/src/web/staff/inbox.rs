//! The inbox: what waits longest, first (K1 in its first form).

use askama::Template;
use axum::{extract::Query, response::Response};
use serde::Deserialize;
use store::cases::{Cursor, Direction, Filter, Holder, Query as ListQuery, Sort, View};

use super::super::{
    frame::{Frame, Here, shown_long},
    listing::{self, Pager, ROWS, Row, ViewLink},
    live::Presence,
    sayings::Sayings,
    visitor::Staff,
};
use crate::app::Fail;

#[derive(Template)]
#[template(path = "staff/inbox.html")]
struct Page<'a> {
    f: Frame,
    view_label: &'static str,
    views: Vec<ViewLink>,
    orders: Vec<ViewLink>,
    rows: Vec<Row<'a>>,
    /// Beside each row: a draft of one's own, and who else is there.
    marks: Vec<Mark>,
    pager: Pager,
    caption: String,
    zone: String,
    /// Rows show how long they wait (else when they were closed).
    waiting: bool,
    /// Rows show what is due.
    promises: bool,
}

struct Mark {
    draft: bool,
    others: Vec<(String, bool)>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    view: String,
    order: String,
    cursor: String,
}

pub async fn page(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    let f = Frame::new(&visitor, Here::Inbox, visitor.texts.say("inbox-title")).await?;
    let (app, t, scope) = (&visitor.web.app, &visitor.texts, me.actor.scope());
    let promises = app.promises();
    let all = super::views(&me.actor, promises);
    let fallback = all.iter().position(|v| v.name == "support").unwrap_or(0);
    let current = all
        .iter()
        .position(|v| v.name == asked.view)
        .unwrap_or(fallback);
    let super::StaffView {
        name,
        label: view_label,
        holder,
        view,
        alert,
        ..
    } = all[current];
    let counts = super::counts(app, &scope, &all).await?;
    let address =
        |view: &str, order: &str, cursor: Option<&Cursor>| super::address(view, order, cursor);
    let views = super::rail(t, &all, &counts, Some(current), &asked.order);

    // In a queue that nobody looks after the higher plan; else what is due first; where nothing is promised, what waits
    // longest; of what is closed, the latest.
    let is_queue = matches!(holder, Holder::Unowned | Holder::All) && view == View::Support;
    let by_plan = is_queue && alert.is_none() && app.ranks_plans();
    let (sort, direction) = match (asked.order.as_str(), view) {
        _ if alert.is_some() => (Sort::Due, Direction::Ascending),
        ("served", _) if by_plan => (Sort::Served, Direction::Ascending),
        ("", _) if by_plan && holder == Holder::Unowned => (Sort::Served, Direction::Ascending),
        ("due", View::Support | View::NotClosed) => (Sort::Due, Direction::Ascending),
        ("", View::Support | View::NotClosed) if promises => (Sort::Due, Direction::Ascending),
        ("severity", _) => (Sort::Severity, Direction::Ascending),
        ("modified", _) => (Sort::Modified, Direction::Descending),
        (_, View::Closed) => (Sort::Waiting, Direction::Descending),
        _ => (Sort::Waiting, Direction::Ascending),
    };
    let by_due = promises && (view == View::Support || alert.is_some());
    let due = by_due.then_some(("due", "order-due", Sort::Due));
    let served = by_plan.then_some(("served", "order-served", Sort::Served));
    let others = [
        (
            "waiting",
            if view == View::Closed {
                "order-closed"
            } else {
                "order-waiting"
            },
            Sort::Waiting,
        ),
        ("severity", "order-severity", Sort::Severity),
        ("modified", "order-modified", Sort::Modified),
    ];
    // What is in danger has one order.
    let others = others.into_iter().filter(|_| alert.is_none());
    let orders: Vec<ViewLink> = served
        .into_iter()
        .chain(due)
        .chain(others)
        .map(|(id, label, this)| ViewLink {
            label: t.say(label),
            address: address(name, id, None),
            count: String::new(),
            current: sort == this,
            icon: "sort",
            act: "",
            loud: false,
        })
        .collect();
    let query = ListQuery {
        list: None,
        holder,
        view,
        filter: Filter {
            alert,
            ..Filter::default()
        },
        sort,
        direction,
        cursor: Cursor::decode(&asked.cursor),
        limit: ROWS,
    };
    let found = app.store.cases(&scope, &query).await?;
    let total = counts.get(current).map_or(0, |c| c.of(view));
    let order_label = orders
        .iter()
        .find(|o: &&ViewLink| o.current)
        .map_or("", |o| o.label);
    let count = i64::try_from(found.rows.len()).unwrap_or(0);
    let drafted = app.store.drafted(me.person.id).await?;
    let sayings = Sayings::new(t, app.now());
    let mark = |row: &store::cases::CaseRow| Mark {
        draft: drafted.contains(&row.id),
        others: Presence::of(app, t, row.id, me.person.id).others,
    };
    let marks = found.rows.iter().map(mark).collect();
    let page = Page {
        view_label: t.say(view_label),
        views,
        orders,
        marks,
        rows: listing::rows(app, &sayings, Some(me.person.id), &found.rows),
        pager: Pager {
            from: t.number(if count == 0 { 0 } else { found.place + 1 }),
            to: t.number(found.place + count),
            total: t.count("total-exactly", total),
            previous: found
                .previous
                .as_ref()
                .map(|c| address(name, &asked.order, Some(c))),
            next: found
                .next
                .as_ref()
                .map(|c| address(name, &asked.order, Some(c))),
        },
        caption: t.with(
            "inbox-caption",
            [
                ("view", t.say(view_label).into()),
                ("order", order_label.into()),
            ],
        ),
        zone: t.zone_name(),
        waiting: view != View::Closed,
        promises: promises && view != View::Closed,
        f,
    };
    shown_long(&page, page.rows.len())
}
