//! Words that staff put on cases (K3): what each is called, and which was joined to which. Which case has which lies with the case.

use std::collections::BTreeSet;

use domain::{CaseId, Instant, TagId};

use crate::{
    Statement, Store, WriteError,
    db::{Columns, DbError, Value},
    sql,
};

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub id: TagId,
    /// What it is told apart from others by.
    pub key: String,
    /// As it is shown; of the desk's own, its id there.
    pub word: String,
    /// It is named in the desk file, by this id.
    pub desk: Option<String>,
    /// It is read as that one.
    pub joined: Option<TagId>,
}

/// The key of a word of the desk's.
pub fn desk_key(id: &str) -> String {
    format!("desk:{id}")
}

/// The key of a word that staff found; `folded` is the word without width and case.
pub fn own_key(folded: &str) -> String {
    format!("own:{folded}")
}

const COLUMNS: &str = "g.id, g.key, g.word, g.desk_key, g.joined_id";

fn read(c: &mut Columns) -> Result<Tag, DbError> {
    Ok(Tag {
        id: TagId(c.int()?),
        key: c.text()?,
        word: c.text()?,
        desk: c.maybe_text()?,
        joined: c.maybe_int()?.map(TagId),
    })
}

impl Store {
    /// All words that were ever put on a case.
    pub async fn tags(&self) -> Result<Vec<Tag>, DbError> {
        let sql = sql!("SELECT {COLUMNS} FROM tags g ORDER BY g.key");
        let rows = self.db.read(&sql, &[]).await?;
        rows.into_iter()
            .map(|row| read(&mut row.columns()))
            .collect()
    }

    /// How many cases have each word; of what is closed to some staff, too: numbers are for those who administer.
    pub async fn tags_in_use(&self) -> Result<Vec<(TagId, i64)>, DbError> {
        const COUNT: &str = "SELECT tag_id, count(*) FROM case_tags GROUP BY tag_id";
        let rows = self.db.read(COUNT, &[]).await?;
        let each = rows.into_iter().map(|row| {
            let mut c = row.columns();
            Ok((TagId(c.int()?), c.int()?))
        });
        each.collect()
    }

    /// The word of this key, which comes into being where there is none yet.
    pub async fn tag_of(
        &self,
        key: &str,
        word: &str,
        desk: Option<&str>,
        now: Instant,
    ) -> Result<Tag, WriteError> {
        const MAKE: &str =
            "INSERT INTO tags (id, key, word, desk_key, made_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (key) DO NOTHING";
        let sql = sql!("SELECT {COLUMNS} FROM tags g WHERE g.key = $1");
        if let Some(row) = self.db.read_one(&sql, &[key.into()]).await? {
            return Ok(read(&mut row.columns())?);
        }
        let args = vec![
            crate::fresh_id(now).into(),
            key.into(),
            word.into(),
            desk.map(str::to_owned).into(),
            now.into(),
        ];
        self.db.write(vec![Statement::new(MAKE, args)]).await?;
        let row = self.db.read_one(&sql, &[key.into()]).await?;
        let row = row.ok_or_else(|| DbError::Shape(format!("no tag {key}")))?;
        Ok(read(&mut row.columns())?)
    }

    /// Another word for one that staff found; taken where another one is called so.
    pub async fn rename_tag(&self, id: TagId, key: &str, word: &str) -> Result<(), WriteError> {
        const RENAME: &str =
            "UPDATE tags SET key = $2, word = $3 WHERE id = $1 AND desk_key IS NULL";
        let args = vec![Value::from(id.0), key.into(), word.into()];
        let list = vec![Statement::new(RENAME, args).guarded()];
        self.db.write(list).await.map(|_| ())
    }

    /// One word is read as another from now on, and so is what was joined to it. Neither is joined to anything before.
    pub async fn join_tags(&self, id: TagId, to: TagId) -> Result<(), WriteError> {
        const JOIN: &str = "UPDATE tags SET joined_id = $2 WHERE id = $1 AND joined_id IS NULL
            AND EXISTS (SELECT 1 FROM tags o WHERE o.id = $2 AND o.joined_id IS NULL)";
        const FOLLOW: &str = "UPDATE tags SET joined_id = $2 WHERE joined_id = $1";
        let args = vec![Value::from(id.0), Value::from(to.0)];
        let list = vec![
            Statement::new(JOIN, args.clone()).guarded(),
            Statement::new(FOLLOW, args),
        ];
        self.db.write(list).await.map(|_| ())
    }

    /// A word that was joined to another stands by itself again.
    pub async fn part_tag(&self, id: TagId) -> Result<(), WriteError> {
        const PART: &str =
            "UPDATE tags SET joined_id = NULL WHERE id = $1 AND joined_id IS NOT NULL";
        let list = vec![Statement::new(PART, vec![id.0.into()]).guarded()];
        self.db.write(list).await.map(|_| ())
    }

    /// What lies beside a case is what its events say.
    pub(crate) async fn tags_are(
        &self,
        case: CaseId,
        tags: &BTreeSet<TagId>,
    ) -> Result<bool, DbError> {
        const OF: &str = "SELECT tag_id FROM case_tags WHERE case_id = $1 ORDER BY tag_id";
        let rows = self.db.read(OF, &[case.into()]).await?;
        let found: Result<Vec<TagId>, DbError> = rows
            .into_iter()
            .map(|row| Ok(TagId(row.columns().int()?)))
            .collect();
        Ok(found?.iter().eq(tags.iter()))
    }
}

/// The rows that follow from a change of a case's words.
pub(crate) fn rows(
    case: CaseId,
    before: &BTreeSet<TagId>,
    after: &BTreeSet<TagId>,
) -> Vec<Statement> {
    const PUT: &str = "INSERT INTO case_tags (case_id, tag_id) VALUES ($1, $2)";
    const TAKE: &str = "DELETE FROM case_tags WHERE case_id = $1 AND tag_id = $2";
    let args = |tag: &TagId| vec![case.into(), tag.0.into()];
    let taken = before
        .difference(after)
        .map(|tag| Statement::new(TAKE, args(tag)).guarded());
    let put = after
        .difference(before)
        .map(|tag| Statement::new(PUT, args(tag)));
    taken.chain(put).collect()
}
