//! Forms of cases that are being filled in, by person and company (C5). A form is kept as the text that the caller gives.

use domain::{AccountId, Instant, PersonId};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row, Value},
    sql,
};

/// A form that was not sent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningDraft {
    pub id: i64,
    pub person: PersonId,
    pub account: AccountId,
    /// Id of the kind of case.
    pub kind: String,
    pub form: String,
    pub kept_at: Instant,
}

/// So many are kept for a person and a company; the one not touched for longest goes first.
pub const MOST: i64 = 20;

const DRAFT: &str = "SELECT id, person_id, account_id, kind, form, kept_at FROM opening_drafts";

fn draft(row: Row) -> Result<OpeningDraft, DbError> {
    let mut c = row.columns();
    Ok(OpeningDraft {
        id: c.int()?,
        person: PersonId(c.int()?),
        account: AccountId(c.int()?),
        kind: c.text()?,
        form: c.text()?,
        kept_at: c.instant()?,
    })
}

impl Store {
    /// What somebody is filling in for a company and has touched since, the latest first.
    pub async fn opening_drafts(
        &self,
        person: PersonId,
        account: AccountId,
        since: Instant,
    ) -> Result<Vec<OpeningDraft>, DbError> {
        let sql = sql!(
            "{DRAFT} WHERE person_id = $1 AND account_id = $2 AND kept_at >= $3 ORDER BY kept_at DESC, id DESC LIMIT $4"
        );
        let args = [person.into(), account.into(), since.into(), MOST.into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(draft).collect()
    }

    /// One of them; nobody else's.
    pub async fn opening_draft(
        &self,
        person: PersonId,
        account: AccountId,
        id: i64,
    ) -> Result<Option<OpeningDraft>, DbError> {
        let sql = sql!("{DRAFT} WHERE id = $1 AND person_id = $2 AND account_id = $3");
        let args = [id.into(), person.into(), account.into()];
        let row = self.db.read_one(&sql, &args).await?;
        row.map(draft).transpose()
    }

    /// Keeps a form as it stands. An id that is somebody else's keeps nothing.
    pub async fn keep_opening_draft(&self, kept: &OpeningDraft) -> Result<(), WriteError> {
        const KEEP: &str = "INSERT INTO opening_drafts (id, person_id, account_id, kind, form, kept_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO UPDATE SET form = excluded.form, kept_at = excluded.kept_at
            WHERE opening_drafts.person_id = excluded.person_id AND opening_drafts.account_id = excluded.account_id
                AND opening_drafts.kind = excluded.kind";
        const CUT: &str = "DELETE FROM opening_drafts WHERE id IN (SELECT id FROM opening_drafts
            WHERE person_id = $1 AND account_id = $2 ORDER BY kept_at DESC, id DESC LIMIT 1000 OFFSET $3)";
        let args: Vec<Value> = vec![
            kept.id.into(),
            kept.person.into(),
            kept.account.into(),
            kept.kind.as_str().into(),
            kept.form.as_str().into(),
            kept.kept_at.into(),
        ];
        let cut = vec![kept.person.into(), kept.account.into(), MOST.into()];
        let list = vec![Statement::new(KEEP, args), Statement::new(CUT, cut)];
        self.db.write(list).await.map(|_| ())
    }

    pub async fn forget_opening_draft(&self, person: PersonId, id: i64) -> Result<(), WriteError> {
        const FORGET: &str = "DELETE FROM opening_drafts WHERE id = $1 AND person_id = $2";
        let forget = Statement::new(FORGET, vec![id.into(), person.into()]);
        self.db.write(vec![forget]).await.map(|_| ())
    }

    /// Forgets what nobody has touched since.
    pub async fn forget_opening_drafts(&self, since: Instant) -> Result<(), WriteError> {
        const FORGET: &str = "DELETE FROM opening_drafts WHERE kept_at < $1";
        let forget = Statement::new(FORGET, vec![since.into()]);
        self.db.write(vec![forget]).await.map(|_| ())
    }
}
