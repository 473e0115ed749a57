//! What finding reads: what is to be taken up anew, all there is to take up, and what was found, through the reader's scope once
//! more (B4).

use std::collections::BTreeMap;

use domain::{AccountId, ArticleId, CaseId, DeploymentId, FileId, access::Scope};

use crate::{
    Statement, Store, WriteError,
    cases::{StoredCase, gate},
    db::{DbError, Sql, Value},
    events::{Stream, StreamKind},
    followers::Place,
    sql,
};

/// The statement that has a thing taken up anew of which no event tells.
pub(crate) fn retake(stream: Stream) -> Statement {
    const RETAKE: &str = "INSERT INTO retakes (stream, stream_id) VALUES ($1, $2)";
    Statement::new(RETAKE, vec![stream.kind.as_str().into(), stream.id.into()])
}

impl Store {
    /// What is to be taken up anew behind a place, settled.
    pub async fn retakes_after(
        &self,
        place: Place,
        limit: usize,
    ) -> Result<Vec<(Place, Stream)>, DbError> {
        let sql = sql!(
            "SELECT tx, seq, stream, stream_id FROM retakes WHERE (tx, seq) > ($1, $2) AND {} ORDER BY tx, seq LIMIT $3",
            self.db.dialect().settled()
        );
        let args = [place.tx.into(), place.seq.into(), (limit as i64).into()];
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| {
            let mut c = row.columns();
            let place = Place {
                tx: c.int()?,
                seq: c.int()?,
            };
            let kind = c.text()?;
            let kind = StreamKind::parse(&kind)
                .ok_or_else(|| DbError::Shape(format!("no such stream: {kind}")))?;
            Ok((place, Stream { kind, id: c.int()? }))
        })
        .collect()
    }

    /// Where the list of these ends.
    pub async fn end_of_retakes(&self) -> Result<Place, DbError> {
        let sql = sql!(
            "SELECT tx, seq FROM retakes WHERE {} ORDER BY tx DESC, seq DESC LIMIT 1",
            self.db.dialect().settled()
        );
        let Some(row) = self.db.read_one(&sql, &[]).await? else {
            return Ok(Place::default());
        };
        let mut c = row.columns();
        Ok(Place {
            tx: c.int()?,
            seq: c.int()?,
        })
    }

    /// The hash of the event at a place: an index that names another was made from another log.
    pub async fn hash_at(&self, place: Place) -> Result<Option<Vec<u8>>, DbError> {
        const HASH: &str = "SELECT hash FROM events WHERE tx = $1 AND seq = $2";
        let args = [place.tx.into(), place.seq.into()];
        match self.db.read_one(HASH, &args).await? {
            Some(row) => Ok(Some(row.columns().bytes()?)),
            None => Ok(None),
        }
    }

    /// Cases by key, behind this one.
    pub async fn case_ids_after(&self, after: CaseId, most: usize) -> Result<Vec<CaseId>, DbError> {
        const IDS: &str = "SELECT id FROM cases WHERE id > $1 ORDER BY id LIMIT $2";
        self.ids(IDS, after.into(), most, CaseId).await
    }

    /// Articles by key, behind this one, whatever became of them: what is worked on is found, too.
    pub async fn article_ids_after(
        &self,
        after: ArticleId,
        most: usize,
    ) -> Result<Vec<ArticleId>, DbError> {
        const IDS: &str = "SELECT id FROM articles WHERE id > $1 ORDER BY id LIMIT $2";
        self.ids(IDS, after.0.into(), most, ArticleId).await
    }

    async fn ids<T>(
        &self,
        sql: &'static str,
        after: Value,
        most: usize,
        of: impl Fn(i64) -> T,
    ) -> Result<Vec<T>, DbError> {
        let rows = self.db.read(sql, &[after, (most as i64).into()]).await?;
        let ids = rows.into_iter().map(|row| row.columns().int().map(&of));
        ids.collect()
    }

    /// Those of these cases that the scope sees, in no order.
    pub async fn found_cases(
        &self,
        scope: &Scope,
        cases: &[CaseId],
    ) -> Result<Vec<StoredCase>, DbError> {
        let Some((gate, more)) = gate(scope, cases.len() + 1).filter(|_| !cases.is_empty()) else {
            return Ok(Vec::new());
        };
        let sql = sql!(
            "SELECT {} FROM cases c WHERE c.id IN ({}) AND {gate}",
            crate::cases::COLUMNS,
            Sql::places(1, cases.len())
        );
        let mut args: Vec<Value> = cases.iter().map(|case| Value::from(*case)).collect();
        args.extend(more);
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(crate::cases::stored).collect()
    }

    /// The cases that these files lie in: what is to be read through a scope next.
    pub async fn cases_of_files(&self, files: &[FileId]) -> Result<Vec<(FileId, CaseId)>, DbError> {
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let sql = sql!(
            "SELECT id, case_id FROM files WHERE case_id IS NOT NULL AND removed_at IS NULL AND id IN ({})",
            Sql::places(1, files.len())
        );
        let args: Vec<Value> = files.iter().map(|file| Value::from(*file)).collect();
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| {
            let mut c = row.columns();
            Ok((FileId(c.int()?), CaseId(c.int()?)))
        })
        .collect()
    }

    /// What a file says, where it was read before.
    pub async fn file_text(&self, file: FileId) -> Result<Option<String>, DbError> {
        const TEXT: &str = "SELECT body FROM file_texts WHERE file_id = $1";
        let row = self.db.read_one(TEXT, &[file.into()]).await?;
        row.map(|row| row.columns().text()).transpose()
    }

    /// Keeps what a file says, which never changes; nothing of one that was taken away.
    pub async fn keep_file_text(&self, file: FileId, text: &str) -> Result<(), WriteError> {
        const KEEP: &str = "INSERT INTO file_texts (file_id, body)
            SELECT id, $2 FROM files WHERE id = $1 AND removed_at IS NULL
            ON CONFLICT (file_id) DO NOTHING";
        let args = vec![file.into(), text.into()];
        let list = vec![Statement::new(KEEP, args)];
        self.db.write(list).await.map(|_| ())
    }

    /// What a deployment is known by: its identifier, serial numbers of devices, and its contracts' numbers.
    pub async fn known_of(
        &self,
        account: AccountId,
        deployment: DeploymentId,
    ) -> Result<Vec<String>, DbError> {
        const KNOWN: &str = "SELECT identifier FROM deployments WHERE id = $2
            UNION SELECT value FROM identifiers
                WHERE account_id = $1 AND sort = 'serial-number' AND (deployment_id IS NULL OR deployment_id = $2)
            UNION SELECT contract FROM entitlements
                WHERE account_id = $1 AND (deployment_id IS NULL OR deployment_id = $2) ORDER BY 1";
        let args = [account.into(), deployment.into()];
        let rows = self.db.read(KNOWN, &args).await?.into_iter();
        rows.map(|row| row.columns().text()).collect()
    }

    /// What these companies are called, as written and in English.
    pub async fn names_of(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, [String; 2]>, DbError> {
        if accounts.is_empty() {
            return Ok(BTreeMap::new());
        }
        let sql = sql!(
            "SELECT id, name, name_en FROM accounts WHERE id IN ({})",
            Sql::places(1, accounts.len())
        );
        let args: Vec<Value> = accounts.iter().map(|one| Value::from(*one)).collect();
        let rows = self.db.read(&sql, &args).await?.into_iter();
        rows.map(|row| {
            let mut c = row.columns();
            Ok((AccountId(c.int()?), [c.text()?, c.text()?]))
        })
        .collect()
    }
}
