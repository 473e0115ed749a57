//! A list as a file: read by key from one moment of the database, written as it is read, and for a long one in the background,
//! for one owner and for a while. Rights are those of the moment it is made, asked for again while it is made and once more
//! when it is handed out (C11, A-08).

use std::{fs::File, io::Read, time::Duration};

use domain::{AccountId, PersonId, access::Scope};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::{
    Store, WriteError,
    cases::{Query, Total},
    list_files::{ListFile, State},
    sign_ins::digest,
};
use tokio::sync::{Semaphore, mpsc};

use super::{App, Fail, passwords};
use crate::{
    lists::{
        cells,
        columns::Column,
        sheet::{self, Format, Layout},
    },
    texts::Texts,
};

/// A list with more rows than this is made in the background.
pub const AT_ONCE: i64 = 10_000;
/// How long a file is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Whoever makes a file gives a sign more often than this.
const SILENT: SignedDuration = SignedDuration::from_secs(90);
/// Files that one person has made at the same time.
const OF_ONE: i64 = 2;

/// Rows read at once, and pages of rows that may wait for the writer.
const STEP: usize = 500;
const WAITING: usize = 2;
/// Rows after which rights are asked for again, and the owner is told how far it is.
const LOOK: i64 = 2_000;
/// Stands where the rows of a list were not counted to their end.
pub const UNCOUNTED: i64 = 0;
/// Bytes of a piece that is kept.
const PIECE: usize = 256 * 1024;

/// Files made in the background at the same time, by this program.
static MAKERS: Semaphore = Semaphore::const_new(2);

/// A list that is to become a file.
#[derive(Clone)]
pub struct Plan {
    pub person: PersonId,
    pub account: Option<AccountId>,
    pub query: Query,
    pub columns: Vec<Column>,
    pub t: Texts,
    pub wanted: Wanted,
    pub title: String,
}

/// What is kept of it beside the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub format: String,
    /// Name of the file, and one of plain letters.
    pub name: String,
    pub plain_name: String,
    /// The account for which its owner acts.
    pub account: Option<i64>,
    /// The page that it was asked for on.
    pub back: String,
}

impl Wanted {
    pub fn format(&self) -> Format {
        Format::parse(&self.format).unwrap_or(Format::Csv)
    }
}

/// Why a file is not made to its end.
enum Stopped {
    Ended(State),
    Broken(Fail),
}

impl<E: Into<Fail>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Stopped::Broken(error.into())
    }
}

/// A file in the background, as its owner sees it.
pub struct Kept {
    pub file: ListFile,
    pub wanted: Wanted,
    /// Whoever made it has gone away.
    pub is_lost: bool,
}

/// The rights of a scope as one text: a file is handed out under the very rights it was made under.
fn rights(scope: &Scope) -> String {
    passwords::hex(&digest(&format!("{scope:?}")))
}

impl App {
    /// What this person may see now, acting for this account; nothing where they may not act any more.
    async fn scope_of(
        &self,
        person: PersonId,
        account: Option<AccountId>,
    ) -> Result<Option<Scope>, Fail> {
        let Some(person) = self.store.person(person).await? else {
            return Ok(None);
        };
        let acting = self.acting(&person, account).await?;
        let acting = acting.filter(|acting| match &acting.actor {
            domain::Actor::Contact { account: of, .. } => account == Some(*of),
            _ => account.is_none(),
        });
        Ok(acting.map(|acting| acting.actor.scope()))
    }

    /// Writes the list to a file; with a secret, tells how far it is under that, and looks whether it is still wanted.
    async fn write_list(&self, plan: &Plan, secret: Option<&str>) -> Result<(File, i64), Stopped> {
        let scope = self.scope_of(plan.person, plan.account).await?;
        let scope = scope.ok_or(Stopped::Ended(State::Refused))?;
        let under = rights(&scope);
        let (sender, mut pages) = mpsc::channel::<Vec<Vec<cells::Cell>>>(WAITING);
        let format = plan.wanted.format();
        let layout = Layout {
            title: plan.title.clone(),
            heads: cells::heads(&plan.t, &plan.columns),
        };
        let writing = tokio::task::spawn_blocking(move || {
            let rows = std::iter::from_fn(|| pages.blocking_recv()).flatten();
            sheet::write(format, &layout, rows)
        });
        // One moment, so that no case is met twice or missed while others work.
        let moment: Store = self.store.at_one_moment().await?;
        let mut query = plan.query.clone();
        (query.cursor, query.limit) = (None, STEP);
        let needs_more = plan.columns.iter().any(|column| column.is_extra());
        let (mut count, mut looked) = (0, 0);
        loop {
            if let Some(secret) = secret
                && count >= looked
            {
                looked = count + LOOK;
                let now = self.scope_of(plan.person, plan.account).await?;
                if now.map(|scope| rights(&scope)).as_ref() != Some(&under) {
                    return Err(Stopped::Ended(State::Refused));
                }
                self.tell_list(secret, State::Working, count, Some(&under))
                    .await?;
            }
            let page = moment.cases(&scope, &query).await?;
            let extras = match needs_more {
                true => moment.extras(&page.rows).await?,
                false => Default::default(),
            };
            let rows = page.rows.iter().map(|row| {
                let extra = extras.get(&row.id);
                cells::of(&plan.t, &self.desks, &plan.columns, row, extra)
            });
            let rows: Vec<_> = rows.collect();
            count += i64::try_from(rows.len()).unwrap_or(0);
            if count > format.most() {
                return Err(Stopped::Ended(State::TooLong));
            }
            // A writer that failed says so when it is asked for its file.
            if sender.send(rows).await.is_err() {
                break;
            }
            query.cursor = page.next;
            if query.cursor.is_none() {
                break;
            }
        }
        drop(sender);
        let written = writing.await.map_err(Fail::broken)?;
        Ok((written.map_err(Fail::broken)?, count))
    }

    async fn tell_list(
        &self,
        secret: &str,
        state: State,
        rows: i64,
        scope: Option<&str>,
    ) -> Result<(), Stopped> {
        let moved = self
            .store
            .move_list_file(secret, state, rows, scope, self.now());
        match moved.await {
            Err(WriteError::Conflict) => Err(Stopped::Ended(State::Cancelled)),
            done => Ok(done?),
        }
    }

    /// How many rows a list has, as far as it is counted.
    pub async fn list_length(&self, scope: &Scope, query: &Query) -> Result<Total, Fail> {
        Ok(self.store.total(scope, query).await?)
    }

    /// The list as a file, at once, with the number of its rows.
    pub async fn list_file_now(&self, plan: &Plan) -> Result<(File, i64), Fail> {
        self.write_list(plan, None)
            .await
            .map_err(|stopped| match stopped {
                Stopped::Ended(State::TooLong) => {
                    Fail::Told(plan.t.say("list-file-too-long").to_owned())
                }
                Stopped::Ended(_) => Fail::NotFound,
                Stopped::Broken(fail) => fail,
            })
    }

    /// Begins to make the list into a file in the background; gives the secret under which its owner finds it.
    pub async fn begin_list_file(&self, plan: Plan, total: Total) -> Result<String, Fail> {
        // Where it was not counted to its end, nothing is said of an end.
        let total = match total {
            Total::Exactly(n) => n,
            Total::MoreThan(_) => UNCOUNTED,
        };
        let now = self.now();
        let under_way = self
            .store
            .list_files_under_way(plan.person, now - SILENT)
            .await?;
        if under_way >= OF_ONE {
            return Err(Fail::Told(plan.t.say("list-file-two-at-once").to_owned()));
        }
        let secret = passwords::fresh_secret();
        let wanted = serde_json::to_string(&plan.wanted).map_err(Fail::broken)?;
        self.store
            .add_list_file(&secret, plan.person, &wanted, total, now)
            .await?;
        let (app, kept) = (self.clone(), secret.clone());
        tokio::spawn(async move {
            let ended = match app.make_list_file(&plan, &kept).await {
                Ok(()) => return,
                Err(Stopped::Ended(state)) => state,
                Err(Stopped::Broken(error)) => {
                    tracing::error!(%error, "a list could not be made into a file");
                    State::Failed
                }
            };
            // One that its owner called off stands as that already.
            let _ = app.tell_list(&kept, ended, 0, None).await;
        });
        Ok(secret)
    }

    async fn make_list_file(&self, plan: &Plan, secret: &str) -> Result<(), Stopped> {
        /// A file that waits its turn says that it is still waited for.
        const SIGN: Duration = Duration::from_secs(20);
        let _turn = loop {
            match tokio::time::timeout(SIGN, MAKERS.acquire()).await {
                Ok(turn) => break turn.map_err(Fail::broken)?,
                Err(_) => self.tell_list(secret, State::Waiting, 0, None).await?,
            }
        };
        let (mut file, rows) = self.write_list(plan, Some(secret)).await?;
        for place in 0.. {
            let mut piece = Vec::with_capacity(PIECE);
            let room = u64::try_from(PIECE).unwrap_or(u64::MAX);
            let read = file.by_ref().take(room).read_to_end(&mut piece);
            if read.map_err(Fail::broken)? == 0 {
                break;
            }
            self.store.put_list_file_part(secret, place, piece).await?;
        }
        self.tell_list(secret, State::Done, rows, None).await
    }

    /// The file of this secret, as long as it is kept: for its owner, acting as they did when they asked.
    pub async fn list_file(
        &self,
        secret: &str,
        person: PersonId,
        account: Option<AccountId>,
    ) -> Result<Option<Kept>, Fail> {
        let found = self.store.list_file(secret, person).await?;
        let now = self.now();
        let Some(file) = found.filter(|file| now.duration_since(file.made_at) < KEPT) else {
            return Ok(None);
        };
        let wanted: Wanted = serde_json::from_str(&file.wanted).map_err(Fail::broken)?;
        if wanted.account != account.map(|account| account.0) {
            return Ok(None);
        }
        let under_way = matches!(file.state, State::Waiting | State::Working);
        Ok(Some(Kept {
            is_lost: under_way && now.duration_since(file.seen_at) > SILENT,
            file,
            wanted,
        }))
    }

    /// The same, finished and to be handed out: under the very rights that it was made under, or not at all.
    pub async fn list_file_to_take(
        &self,
        secret: &str,
        person: PersonId,
        account: Option<AccountId>,
    ) -> Result<Option<Kept>, Fail> {
        let kept = self.list_file(secret, person, account).await?;
        let Some(kept) = kept.filter(|kept| kept.file.state == State::Done) else {
            return Ok(None);
        };
        let scope = self.scope_of(person, account).await?;
        let same = scope.map(|scope| rights(&scope)) == kept.file.scope;
        Ok(Some(kept).filter(|_| same))
    }

    /// Calls a file off.
    pub async fn cancel_list_file(&self, secret: &str, rows: i64) -> Result<(), Fail> {
        match self.tell_list(secret, State::Cancelled, rows, None).await {
            // It came to its end meanwhile.
            Ok(()) | Err(Stopped::Ended(_)) => Ok(()),
            Err(Stopped::Broken(fail)) => Err(fail),
        }
    }
}
