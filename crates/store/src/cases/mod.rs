//! Cases: opening and changing them, finding them through a scope, their lists and counts.

mod beside;
mod closings;
mod conditions;
mod counts;
mod extras;
mod last_answers;
mod list;
mod marks;
mod narrow;
mod order;
mod ranks;
mod row;
mod served;
mod stories;
mod tabs;
mod values;
mod views;
mod write;

pub use beside::Waits;
pub use counts::{Counts, Tally};
pub use extras::Extra;
pub use list::{Cursor, Filter, Holder, INCIDENT, Page, Query, Span, Total};
pub use marks::Marks;
pub use narrow::{Hands, Narrow};
pub use order::{Direction, Sort, View};
pub(crate) use ranks::projection;
pub use row::{Beside, CaseRow, Escalation, Keys};
pub(crate) use row::{COLUMNS, JOINS, LIST_COLUMNS, NAMES, list_row, state, stored};
pub use served::Served;
pub(crate) use stories::Stories;
pub use stories::Story;
pub use tabs::{TABS, Tab};
pub(crate) use values::from_json;
pub(crate) use write::who;
pub use write::{Change, Opening};

use std::collections::BTreeSet;

use domain::{
    Instant,
    access::{Only, Scope},
    case::{Case, CaseEvent, redacting},
    desk::{Desk, List},
    event::Recorded,
};

use stories::{LONG, Stamp};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Sql, Value},
    events::{Head, Stream, StreamKind},
    sql,
};

/// A case with what the store knows besides its state.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCase {
    pub id: domain::CaseId,
    /// What people call it by; the desk says how wide it is written.
    pub number: i64,
    pub case: Case,
    pub(crate) head: Head,
    pub(crate) keys: Keys,
}

/// The part of a `WHERE` that a scope demands, with its arguments from `$first` on; `None` when nothing can be seen.
pub(crate) fn gate(scope: &Scope, first: usize) -> Option<(Sql, Vec<Value>)> {
    match scope {
        Scope::Nothing => None,
        Scope::Account {
            person,
            account,
            sites,
            since,
            only,
            behind,
        } => {
            let mut args: Vec<Value> = vec![(*account).into()];
            let mut gate = sql!("c.account_id = ${first}");
            if let Some(sites) = sites {
                let places = Sql::places(first + args.len(), sites.len());
                gate.push(sql!(" AND c.deployment_id IN ({places})"));
                args.extend(sites.iter().map(|site| Value::from(*site)));
            }
            if let Some(since) = since {
                gate.push(sql!(" AND c.opened_at >= ${}", first + args.len()));
                args.push((*since).into());
            }
            if *only != Only::All {
                gate.push(sql!(" AND c.contact_id = ${}", first + args.len()));
                args.push((*person).into());
            }
            if *only == Only::OwnAdmin {
                gate.push(sql!(" AND c.list = ${}", first + args.len()));
                args.push(List::Admin.as_str().into());
            }
            if let Some(staff) = behind.filter(|staff| !staff.leads) {
                gate.push(sql!(" AND {}", open_to_staff(first + args.len())));
                args.extend([staff.person.into(), staff.team.into()]);
            }
            Some((gate, args))
        }
        Scope::Staff {
            person,
            team,
            leads: false,
        } => {
            let args = vec![(*person).into(), (*team).into()];
            Some((open_to_staff(first), args))
        }
        Scope::Staff { .. } | Scope::System => Some(("1 = 1".into(), Vec::new())),
    }
}

/// What is kept to a team is its owner's and its team's; the two are the arguments from `$first` on.
fn open_to_staff(first: usize) -> Sql {
    // The plus keeps the planner from walking by owner or team for this.
    sql!(
        "(+c.private = 0 OR +c.owner_id = ${first} OR +c.team_id = ${})",
        first + 1
    )
}

impl Store {
    /// The case of this number, if the scope can see it. Unknown and foreign are the same nothing.
    pub async fn case(&self, scope: &Scope, number: i64) -> Result<Option<StoredCase>, DbError> {
        let Some((gate, mut args)) = gate(scope, 2) else {
            return Ok(None);
        };
        args.insert(0, number.into());
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.number = $1 AND {gate}",
            row::COLUMNS
        );
        self.db
            .read_one(&sql, &args)
            .await?
            .map(row::stored)
            .transpose()
    }

    /// Of these cases those that the scope sees, by their numbers.
    pub async fn cases_of(
        &self,
        scope: &Scope,
        ids: &BTreeSet<domain::CaseId>,
    ) -> Result<Vec<StoredCase>, DbError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let places = Sql::places(1, ids.len());
        let Some((gate, more)) = gate(scope, ids.len() + 1) else {
            return Ok(Vec::new());
        };
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.id IN ({places}) AND {gate} ORDER BY c.number",
            row::COLUMNS
        );
        let mut args: Vec<Value> = ids.iter().map(|case| Value::from(*case)).collect();
        args.extend(more);
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(row::stored).collect()
    }

    /// When the latest of these cases that the scope sees changed in what a customer can see; nothing where it sees none.
    pub async fn latest_of(
        &self,
        scope: &Scope,
        cases: &[domain::CaseId],
    ) -> Result<Option<Instant>, DbError> {
        if cases.is_empty() {
            return Ok(None);
        }
        let places = Sql::places(1, cases.len());
        let Some((gate, more)) = gate(scope, cases.len() + 1) else {
            return Ok(None);
        };
        let sql =
            sql!("SELECT max(c.modified_at) FROM cases c WHERE c.id IN ({places}) AND {gate}");
        let mut args: Vec<Value> = cases.iter().map(|case| Value::from(*case)).collect();
        args.extend(more);
        match self.db.read_one(&sql, &args).await? {
            Some(row) => row.columns().maybe_instant(),
            None => Ok(None),
        }
    }

    /// Cases of which something is to be told by now, what waits longest first (S4). Those that a migration marked, to be reckoned
    /// anew, come behind what is known to be due.
    pub async fn to_be_told(&self, now: Instant, most: usize) -> Result<Vec<StoredCase>, DbError> {
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.tell_at > 0 AND c.tell_at <= $1 ORDER BY c.tell_at LIMIT $2",
            row::COLUMNS
        );
        let mut rows = self
            .db
            .read(&sql, &[now.into(), (most as i64).into()])
            .await?;
        let room = most.saturating_sub(rows.len());
        if room > 0 {
            let sql = sql!(
                "SELECT {} FROM cases c WHERE c.tell_at <= 0 ORDER BY c.tell_at LIMIT $1",
                row::COLUMNS
            );
            rows.extend(self.db.read(&sql, &[(room as i64).into()]).await?);
        }
        rows.into_iter().map(row::stored).collect()
    }

    /// Open cases with a promise, in order of their numbers, behind this one.
    pub async fn promised(&self, after: i64, most: usize) -> Result<Vec<StoredCase>, DbError> {
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.shelf IN (0, 2) AND c.promise IS NOT NULL AND c.number > $1
             ORDER BY c.number LIMIT $2",
            row::COLUMNS
        );
        let args = [after.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(row::stored).collect()
    }

    /// When something is to be told next.
    pub async fn next_telling(&self) -> Result<Option<Instant>, DbError> {
        const NEXT: &str =
            "SELECT c.tell_at FROM cases c WHERE c.tell_at IS NOT NULL ORDER BY c.tell_at LIMIT 1";
        match self.db.read_one(NEXT, &[]).await? {
            Some(row) => row.columns().maybe_instant(),
            None => Ok(None),
        }
    }

    /// Keeps anew when something is to be told of each of these cases next, in one write; of how many that lies ahead of this moment.
    pub async fn keep_telling(
        &self,
        all: &[(&StoredCase, &Desk)],
        now: Instant,
    ) -> Result<usize, WriteError> {
        const KEEP: &str = "UPDATE cases SET tell_at = $3 WHERE id = $1 AND version = $2";
        // Two nodes that do so at once write in one order, so that neither waits for the other in a ring.
        let mut all = all.to_vec();
        all.sort_by_key(|(stored, _)| stored.id);
        let (mut list, mut ahead) = (Vec::with_capacity(all.len()), 0);
        for (stored, desk) in all {
            let at = stored.case.tell_at(desk).map(|at| at * 1_000);
            ahead += usize::from(at.is_none_or(|at| at > now.as_millisecond()));
            let args = vec![stored.id.into(), stored.case.version.into(), at.into()];
            list.push(Statement::new(KEEP, args));
        }
        if !list.is_empty() {
            self.add(list).await?;
        }
        Ok(ahead)
    }

    /// Everything that happened to a case, in order, with what was covered of it covered (K3). Taking the case itself shows that
    /// the scope was asked.
    pub async fn history(&self, case: &StoredCase) -> Result<Vec<Recorded<CaseEvent>>, DbError> {
        Ok(self.story(case).await?.all().to_vec())
    }

    /// The same to look at: long ones stay as they were read last.
    pub async fn story(&self, case: &StoredCase) -> Result<Story, DbError> {
        if case.case.version >= LONG
            && let Some(kept) = self.stories.get(case.id, self.stamp(case).await?)
        {
            return Ok(kept);
        }
        let (raws, texts) = self.raw_stream(of(case)).await?;
        let said = raws.iter().map(|raw| raw.decode(&texts));
        let shown = Story::new(redacting::shown(said.collect::<Result<_, _>>()?));
        if let Some(last) = raws.last().filter(|last| last.version >= LONG) {
            let gone = texts.iter().filter(|(.., text)| text.is_none());
            let stamp = Stamp {
                version: last.version,
                gone: i64::try_from(gone.count()).unwrap_or(i64::MAX),
            };
            self.stories.keep(case.id, stamp, &shown);
        }
        Ok(shown)
    }

    /// What a story is made of by now.
    async fn stamp(&self, case: &StoredCase) -> Result<Stamp, DbError> {
        const NOW: &str =
            "SELECT (SELECT max(version) FROM events WHERE stream = $1 AND stream_id = $2),
            (SELECT count(*) FROM prose WHERE stream = $1 AND stream_id = $2 AND body IS NULL)";
        let key = [StreamKind::Case.as_str().into(), case.id.into()];
        let row = self.db.read_one(NOW, &key).await?;
        let row = row.ok_or_else(|| DbError::Shape("no stamp".into()))?;
        let mut c = row.columns();
        Ok(Stamp {
            version: c.int()?,
            gone: c.int()?,
        })
    }

    /// The same with each text where it lies.
    pub async fn history_as_said(
        &self,
        case: &StoredCase,
    ) -> Result<Vec<Recorded<CaseEvent>>, DbError> {
        self.stream(of(case)).await
    }
}

/// The stream of a case.
fn of(case: &StoredCase) -> Stream {
    Stream {
        kind: StreamKind::Case,
        id: case.id.0,
    }
}
