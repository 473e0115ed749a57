//! Software that is given out (B6), with the file of each version.

use domain::{FileId, Instant, PersonId, ReleaseId, release::Version};

use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row, Sql},
    files::{File, file_columns, file_of},
    sql,
};

/// A version that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub id: ReleaseId,
    pub version: Version,
    pub file: File,
    pub published_at: Instant,
    pub published_by: PersonId,
    /// Nobody has it any more since then.
    pub withdrawn_at: Option<Instant>,
}

fn release(row: Row) -> Result<Release, DbError> {
    let mut c = row.columns();
    Ok(Release {
        id: ReleaseId(c.int()?),
        version: Version {
            product: c.text()?,
            name: c.text()?,
            version: c.text()?,
            note: c.text()?,
        },
        published_at: c.instant()?,
        published_by: PersonId(c.int()?),
        withdrawn_at: c.maybe_instant()?,
        file: file_of(&mut c)?,
    })
}

impl Store {
    /// Gives a version out, with a file of this person's own that lies ready; a conflict where that went elsewhere meanwhile.
    pub async fn publish_release(
        &self,
        id: ReleaseId,
        version: &Version,
        file: FileId,
        by: PersonId,
        at: Instant,
    ) -> Result<(), WriteError> {
        const PUBLISH: &str = "INSERT INTO releases (id, product, name, version, note, file_id, published_at, published_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        const TAKE: &str = "UPDATE files SET release_id = $2, attached_at = $3
            WHERE id = $1 AND person_id = $4 AND case_id IS NULL AND release_id IS NULL AND removed_at IS NULL
            AND state IN ('ready', 'held')";
        let take = vec![file.into(), id.0.into(), at.into(), by.into()];
        let publish = vec![
            id.0.into(),
            version.product.as_str().into(),
            version.name.as_str().into(),
            version.version.as_str().into(),
            version.note.as_str().into(),
            file.into(),
            at.into(),
            by.into(),
        ];
        let list = vec![
            Statement::new(TAKE, take).guarded(),
            Statement::new(PUBLISH, publish),
        ];
        self.db.write(list).await.map(|_| ())
    }

    /// Nobody has it from now on; a conflict where that is so already.
    pub async fn withdraw_release(
        &self,
        id: ReleaseId,
        by: PersonId,
        at: Instant,
    ) -> Result<(), WriteError> {
        const WITHDRAW: &str = "UPDATE releases SET withdrawn_at = $2, withdrawn_by = $3 WHERE id = $1 AND withdrawn_at IS NULL";
        const FILE: &str =
            "UPDATE files SET removed_at = $2 WHERE release_id = $1 AND removed_at IS NULL";
        let args = vec![id.0.into(), at.into(), by.into()];
        let list = vec![
            Statement::new(WITHDRAW, args).guarded(),
            Statement::new(FILE, vec![id.0.into(), at.into()]),
        ];
        self.db.write(list).await.map(|_| ())
    }

    /// All versions, those withdrawn too where they are wanted: by product and name, the latest first.
    pub async fn releases(&self, withdrawn: bool) -> Result<Vec<Release>, DbError> {
        const MOST: usize = 2_000;
        let sql = sql!(
            "SELECT {} FROM releases r JOIN files f ON f.id = r.file_id WHERE r.withdrawn_at IS NULL OR $1 = 1
            ORDER BY r.product, r.name, r.published_at DESC, r.id DESC LIMIT {MOST}",
            columns()
        );
        let rows = self.db.read(&sql, &[withdrawn.into()]).await?;
        rows.into_iter().map(release).collect()
    }

    /// One of them, withdrawn or not.
    pub async fn release(&self, id: ReleaseId) -> Result<Option<Release>, DbError> {
        let sql = sql!(
            "SELECT {} FROM releases r JOIN files f ON f.id = r.file_id WHERE r.id = $1",
            columns()
        );
        let row = self.db.read_one(&sql, &[id.0.into()]).await?;
        row.map(release).transpose()
    }
}

fn columns() -> Sql {
    let own = "r.id, r.product, r.name, r.version, r.note, r.published_at, r.published_by, r.withdrawn_at";
    sql!("{own}, {}", file_columns("f"))
}
