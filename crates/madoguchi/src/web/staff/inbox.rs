//! The inbox: what waits longest, first (K1 in its first form).

use askama::Template;
use axum::{
    extract::Query,
    response::{IntoResponse, Redirect, Response},
};
use domain::desk::Turn;
use serde::Deserialize;
use store::cases::{Cursor, Total, View};

use super::{
    super::{
        appointments::staff_list::counted,
        frame::{Frame, Here, shown_long},
        list_settings::{self, Lists, SavedView, Which},
        listing::{self, Pager, Pick, Row, ViewLink},
        live::Presence,
        posted::Posted,
        row_cells::Cells,
        sayings::Sayings,
        sign_in::safe_path,
        visitor::Staff,
    },
    asked::{Asked, Listed},
    columns::{self, Columns},
    late,
    snoozing::{self, Slept},
    surges, tabs,
    team_views::{self, Offered},
    walk::{self, Sent},
};
use crate::{app::Fail, lists::columns::Column};

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
    /// What the address of a case keeps of the view that it is opened from.
    way: String,
    /// Cases that the reader has open, as markup.
    open_cases: String,
    /// What has just been sent, as markup.
    sent: String,
    /// What was put to sleep, as markup.
    slept: String,
    /// Companies that report the same, as markup.
    surges: String,
    /// What is over its time and stands further behind, as markup.
    late: String,
    /// Calls that are owed and conferences to come, in words; empty where there are none.
    appointments: String,
    /// Nothing was left to serve.
    none_left: String,
    view_name: &'static str,
    order: String,
    /// What narrows the list, as it was typed; each condition with the list without it; what means nothing.
    words: String,
    chips: Vec<(&'static str, String, String)>,
    troubles: Vec<String>,
    unfiltered: String,
    /// More rows fit on a screen.
    compact: bool,
    /// What stands behind the question mark of this list.
    list_address: String,
    /// This list, for coming back.
    here: String,
    pager: Pager,
    caption: String,
    zone: String,
    /// Rows show how long they wait (else when they were closed).
    waiting: bool,
    heads: Vec<columns::Head>,
    /// The columns that the address asks for, and what can be chosen.
    column_ids: String,
    choices: Vec<Pick>,
    saved: Vec<SavedView>,
    /// A view that was just removed.
    removed: Option<SavedView>,
    shared: Offered,
}

impl<'a> Page<'a> {
    /// A cell that is no other on staff's list than on customers'.
    fn cell(&'a self, row: &'a Row<'a>, head: &'a columns::Head) -> Cells<'a> {
        Cells {
            row,
            columns: std::slice::from_ref(&head.shown),
            cases: "/staff/cases/",
            due_apart: true,
        }
    }
}

struct Mark {
    unread: bool,
    draft: bool,
    /// What stands under the subject.
    under: String,
    /// How long it sleeps, in words; empty where it does not.
    snoozed: String,
    /// The reader may put it to sleep.
    may_snooze: bool,
    others: Vec<(String, bool)>,
}

/// The place in the list from which its page begins.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    cursor: String,
    /// A view that was removed just now.
    removed: String,
}

pub async fn page(
    Staff(visitor, me): Staff,
    Query(asked): Query<Asked>,
    Query(from): Query<From>,
) -> Result<Response, Fail> {
    // Whoever asks for no view in particular gets the one that they, or their team, begin with.
    if !visitor.path.contains('?')
        && let Some(first) = team_views::begins_with(&me).filter(|first| first != "/staff")
    {
        return Ok(Redirect::to(&first).into_response());
    }
    let f = Frame::new(&visitor, Here::Inbox, visitor.texts.say("inbox-title")).await?;
    let (app, t, scope) = (&visitor.web.app, &visitor.texts, me.actor.scope());
    let listed = Listed::of(&visitor, &me, &asked).await?;
    let (all, current) = (&listed.all, listed.current);
    let super::StaffView {
        name,
        label: view_label,
        view,
        ..
    } = listed.view();
    let counts = super::counts(app, &scope, all).await?;
    let mut views = super::rail(t, all, &counts, Some(current), &asked.order);
    views.extend(surges::counted(&visitor, &me).await?);
    let in_view = |order: &str| Asked {
        view: name.to_owned(),
        order: order.to_owned(),
        q: asked.q.clone(),
        columns: asked.columns.clone(),
    };
    let query = listed.from(&from.cursor);
    let orders: Vec<ViewLink> = listed
        .orders
        .iter()
        .map(|(id, label, this)| ViewLink {
            label: t.say(label).into(),
            address: in_view(id).address("/staff", &[]),
            count: String::new(),
            current: query.sort == *this,
            icon: "sort",
            act: "",
            loud: false,
        })
        .collect();
    let found = app.store.cases(&scope, &query).await?;
    // What is narrowed is counted as far as that goes.
    let is_narrowed = !listed.chips.is_empty();
    let total = match is_narrowed {
        true => app.store.total(&scope, &query).await?,
        false => Total::Exactly(counts.get(current).map_or(0, |c| all[current].count(c))),
    };
    let order_label = orders
        .iter()
        .find(|o: &&ViewLink| o.current)
        .map_or_else(String::new, |o| o.label.to_string());
    let lists = Lists::of(&me);
    // A reader is at one place: at the view of theirs rather than at the one that it narrows.
    let saved = super::saved(&me, &lists, &asked.address("/staff", &[]));
    if saved.iter().any(|view| view.current) {
        views.iter_mut().for_each(|view| view.current = false);
    }
    views.extend(saved);
    let shown = Columns::of(lists.columns_of_staff(&asked), view, app.promises());
    let extras = match shown.need_more() {
        true => app.store.extras(&found.rows).await?,
        false => Default::default(),
    };
    let count = i64::try_from(found.rows.len()).unwrap_or(0);
    let beside = app.store.marks(me.person.id, &found.rows).await?;
    let sent = Sent::of(&visitor, &me, &f).await?;
    let open_cases = tabs::above_list(&visitor, &me, &f).await?;
    let appointments = counted(&visitor, &me).await?;
    let here = asked.address("/staff", &[("cursor", &from.cursor)]);
    let surges = surges::all(&visitor, &me, &f, &here).await?;
    let late = match from.cursor.is_empty() {
        true => late::above(&visitor, &me, &f, &listed, &in_view(&asked.order)).await?,
        false => String::new(),
    };
    let slept = Slept::of(
        &visitor,
        &me,
        &f,
        &in_view(&asked.order).address("/staff", &[]),
    )
    .await?;
    let sayings = Sayings::new(t, app.now()).naming_tags(app.desks.current().0);
    let mark = |row: &store::cases::CaseRow| {
        let of = beside.get(&row.id);
        let desk = app.desks.of(row.desk_version);
        let plan = of.and_then(|of| desk.plan(of.plan.as_deref()?));
        let plan = plan.map(|plan| t.desk(&plan.label)).unwrap_or_default();
        Mark {
            unread: of.is_some_and(|of| of.unread),
            draft: of.is_some_and(|of| of.drafted),
            under: shown.under_subject(t, row, plan),
            snoozed: snoozing::lasts(t, of.and_then(|of| of.snoozed.as_ref())),
            may_snooze: row.turn != Turn::Nobody && row.owner.is_none_or(|o| o == me.person.id),
            others: Presence::of(app, t, row.id, me.person.id).others,
        }
    };
    let marks = found.rows.iter().map(mark).collect();
    let mut rows = listing::rows(app, &sayings, Some(me.person.id), &found.rows);
    for (row, case) in rows.iter_mut().zip(&found.rows) {
        row.extra = extras.get(&case.id);
    }
    let asked = in_view(&asked.order);
    let cut = |cursor: &Option<Cursor>| {
        let cursor = cursor.as_ref()?.encode();
        Some(asked.address("/staff", &[("cursor", &cursor)]))
    };
    let page = Page {
        view_label: t.say(view_label),
        views,
        orders,
        marks,
        way: asked.address("", &[]),
        open_cases,
        sent,
        slept,
        surges,
        late,
        appointments,
        view_name: name,
        order: asked.order.clone(),
        chips: listed
            .chips
            .iter()
            .map(|chip| {
                let rest = Asked {
                    q: chip.without.clone(),
                    ..asked.clone()
                };
                (chip.label, chip.value.clone(), rest.address("/staff", &[]))
            })
            .collect(),
        unfiltered: Asked {
            q: String::new(),
            ..asked.clone()
        }
        .address("/staff", &[]),
        troubles: listed.troubles.clone(),
        words: asked.q.clone(),
        compact: lists.compact,
        heads: {
            let orders = listed.orders.iter();
            let orders = orders.map(|(id, _, sort)| (in_view(id).address("/staff", &[]), *sort));
            let orders: Vec<_> = orders.collect();
            shown.heads(t, &orders, (query.sort, query.direction))
        },
        choices: shown.choices(t),
        saved: lists.views_of(Which::Staff).cloned().collect(),
        removed: lists
            .removed(Which::Staff, from.removed.parse().unwrap_or_default())
            .cloned(),
        shared: Offered::of(&me, &lists, t),
        column_ids: asked.columns.clone(),
        list_address: asked.address("", &[]).trim_start_matches('?').to_owned(),
        here: asked.address("/staff", &[("cursor", &from.cursor)]),
        none_left: walk::none_left(t, &visitor),
        rows,
        pager: Pager {
            from: t.number(if count == 0 { 0 } else { found.place + 1 }),
            to: t.number(found.place + count),
            total: match total {
                Total::Exactly(n) => t.count("total-exactly", n),
                Total::MoreThan(n) => t.count("total-more-than", n),
            },
            previous: cut(&found.previous),
            next: cut(&found.next),
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
        f,
    };
    shown_long(&page, page.rows.len())
}

/// How close the rows stand, from now on.
pub async fn density(Staff(visitor, me): Staff, posted: Posted) -> Result<Response, Fail> {
    let compact = posted.get("density") == "compact";
    list_settings::change(&visitor.web.app, &me, |lists| {
        lists.compact = compact;
        Ok(())
    })
    .await?;
    Ok(Redirect::to(safe_path(posted.get("back"))).into_response())
}
