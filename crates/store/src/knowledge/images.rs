//! Images of articles (B4): what is known of each, who may load one, and which nobody needs any more. Their bytes lie elsewhere.

use domain::{
    ArticleId, ImageId, Instant, PersonId,
    knowledge::{Article, Audience, Reader, images::Format},
};
use jiff::civil::Date;

use super::shelf::gate;
use crate::{
    Statement, Store, WriteError,
    db::{DbError, Row, Sql, Value},
    directory::insert,
    files::{Part, State, size, stored},
    sql,
};

/// An image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub id: ImageId,
    pub place: String,
    /// The name of its one piece under the place.
    pub part: String,
    /// Who handed it in.
    pub person: PersonId,
    pub name: String,
    pub format: Format,
    pub bytes: u64,
    pub sha256: String,
    pub width: u32,
    pub height: u32,
    pub state: State,
    pub created_at: Instant,
    /// When an article first named it.
    pub used_at: Option<Instant>,
}

impl Image {
    /// Its bytes, as they lie.
    pub fn parts(&self) -> Vec<Part> {
        vec![Part {
            start: 0,
            bytes: self.bytes,
            place: self.part.clone(),
        }]
    }
}

const COLUMNS: &str = "id, place, part, person_id, name, kind, bytes, sha256, width, height, state, created_at, used_at";

fn columns(table: &'static str) -> Sql {
    let each = COLUMNS
        .split(',')
        .map(|column| sql!("{table}.{}", column.trim()));
    Sql::join(each, ", ")
}

fn image(row: Row) -> Result<Image, DbError> {
    let mut c = row.columns();
    let shape = |what: &str| DbError::Shape(format!("an image without {what}"));
    let side = |value: i64| u32::try_from(value).map_err(|_| shape("a side"));
    Ok(Image {
        id: ImageId(c.int()?),
        place: c.text()?,
        part: c.text()?,
        person: PersonId(c.int()?),
        name: c.text()?,
        format: Format::parse(&c.text()?).ok_or_else(|| shape("a format"))?,
        bytes: size(c.int()?)?,
        sha256: c.text()?,
        width: side(c.int()?)?,
        height: side(c.int()?)?,
        state: State::parse(&c.text()?).ok_or_else(|| shape("a state"))?,
        created_at: c.instant()?,
        used_at: c.maybe_instant()?,
    })
}

/// What follows for images from a change of an article: what its versions name is kept, what its readers see is marked.
pub(super) fn rows(article: &Article, before: Option<&Article>) -> Vec<Statement> {
    const NONE: &str = "DELETE FROM article_images WHERE article_id = $1";
    const USED: &str = "UPDATE images SET used_at = $2 WHERE id = $1 AND used_at IS NULL";
    let of = |article: &Article| (article.images.clone(), article.shown_images());
    let (named, shown) = of(article);
    let (had, had_shown) = before.map(of).unwrap_or_default();
    if named == had && shown == had_shown {
        return Vec::new();
    }
    let mut list = vec![Statement::new(NONE, vec![article.id.0.into()])];
    for id in &named {
        let row = vec![
            ("article_id", article.id.0.into()),
            ("image_id", id.0.into()),
            ("shown", shown.contains(id).into()),
        ];
        list.push(insert("article_images", row));
    }
    for id in named.difference(&had) {
        let used = vec![id.0.into(), article.changed_at.into()];
        list.push(Statement::new(USED, used));
    }
    list
}

impl Store {
    /// Notes an image whose bytes are kept.
    pub async fn keep_image(&self, image: &Image) -> Result<(), WriteError> {
        let row = vec![
            ("id", image.id.0.into()),
            ("place", image.place.as_str().into()),
            ("part", image.part.as_str().into()),
            ("person_id", image.person.into()),
            ("name", image.name.as_str().into()),
            ("kind", image.format.extension().into()),
            ("bytes", stored(image.bytes)),
            ("sha256", image.sha256.as_str().into()),
            ("width", i64::from(image.width).into()),
            ("height", i64::from(image.height).into()),
            ("state", image.state.as_str().into()),
            ("created_at", image.created_at.into()),
            ("used_at", image.used_at.into()),
        ];
        self.db.write(vec![insert("images", row)]).await.map(|_| ())
    }

    /// Those of these that are there.
    pub async fn images(
        &self,
        ids: impl IntoIterator<Item = ImageId>,
    ) -> Result<Vec<Image>, DbError> {
        let args: Vec<Value> = ids.into_iter().map(|id| id.0.into()).collect();
        if args.is_empty() {
            return Ok(Vec::new());
        }
        let places = Sql::places(1, args.len());
        let sql = sql!(
            "SELECT {COLUMNS} FROM images WHERE id IN ({places}) AND removed_at IS NULL ORDER BY id"
        );
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(image).collect()
    }

    /// One of them, for staff.
    pub async fn image(&self, id: ImageId) -> Result<Option<Image>, DbError> {
        Ok(self.images([id]).await?.pop())
    }

    /// The images that versions of an article named, and those of this writer that nothing names yet, in order of arrival.
    pub async fn images_for_writing(
        &self,
        article: Option<ArticleId>,
        person: PersonId,
    ) -> Result<Vec<Image>, DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM images WHERE removed_at IS NULL AND (used_at IS NULL AND person_id = $1
                OR id IN (SELECT image_id FROM article_images WHERE article_id = $2))
            ORDER BY created_at, id"
        );
        let args = [person.into(), article.map(|id| id.0).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(image).collect()
    }

    /// How many of somebody's nothing names yet.
    pub async fn waiting_images(&self, person: PersonId) -> Result<usize, DbError> {
        const COUNT: &str = "SELECT count(*) FROM images WHERE person_id = $1 AND used_at IS NULL AND removed_at IS NULL";
        let row = self.db.read_one(COUNT, &[person.into()]).await?;
        let row = row.ok_or_else(|| DbError::Shape("a count gives a row".into()))?;
        Ok(usize::try_from(row.columns().int()?).unwrap_or(usize::MAX))
    }

    /// An image of what this reader may read today, and whether everybody may; nothing for all others.
    pub async fn shown_image(
        &self,
        reader: &Reader,
        today: Date,
        article: ArticleId,
        id: ImageId,
    ) -> Result<Option<(Image, bool)>, DbError> {
        let mut c = gate(reader, today);
        let conditions = c.text();
        let (article, id) = (c.place(article.0), c.place(id.0));
        let sql = sql!(
            "SELECT {}, a.audience FROM articles a
             JOIN article_images n ON n.article_id = a.id AND n.shown = 1
             JOIN images i ON i.id = n.image_id
             WHERE {conditions} AND a.id = {article} AND n.image_id = {id}
             AND i.state = 'ready' AND i.removed_at IS NULL",
            columns("i")
        );
        let Some(row) = self.db.read_one(&sql, &c.args).await? else {
            return Ok(None);
        };
        let everybodys = Value::from(Audience::Everybody.as_str());
        let open = row.values().last() == Some(&everybodys);
        Ok(Some((image(row)?, open)))
    }

    /// Images that nobody has looked through for harm yet, by key, behind this one.
    pub async fn held_images(&self, after: ImageId, most: usize) -> Result<Vec<Image>, DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM images WHERE state = 'held' AND removed_at IS NULL AND id > $1 ORDER BY id LIMIT $2"
        );
        let args = [after.0.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(image).collect()
    }

    /// It was looked through.
    pub async fn judge_image(&self, id: ImageId, state: State) -> Result<(), WriteError> {
        const JUDGE: &str = "UPDATE images SET state = $2 WHERE id = $1 AND state = 'held'";
        let args = vec![id.0.into(), state.as_str().into()];
        self.db
            .write(vec![Statement::new(JUDGE, args)])
            .await
            .map(|_| ())
    }

    /// Takes an image away that no version of any article names; whether it could. Somebody's own alone, where a person is named.
    pub async fn let_image_go(
        &self,
        id: ImageId,
        of: Option<PersonId>,
        at: Instant,
    ) -> Result<bool, WriteError> {
        const GO: &str = "UPDATE images SET removed_at = $2 WHERE id = $1 AND used_at IS NULL AND removed_at IS NULL
            AND person_id = coalesce($3, person_id)
            AND NOT EXISTS (SELECT 1 FROM article_images n WHERE n.image_id = images.id)";
        let args = vec![id.0.into(), at.into(), of.into()];
        match self
            .db
            .write(vec![Statement::new(GO, args).guarded()])
            .await
        {
            Ok(_) => Ok(true),
            Err(WriteError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Images that came before this moment and that nothing names.
    pub async fn stale_images(
        &self,
        before: Instant,
        most: usize,
    ) -> Result<Vec<ImageId>, DbError> {
        const STALE: &str = "SELECT id FROM images WHERE used_at IS NULL AND removed_at IS NULL AND created_at < $1
            AND NOT EXISTS (SELECT 1 FROM article_images n WHERE n.image_id = images.id) ORDER BY created_at LIMIT $2";
        let args = [before.into(), (most as i64).into()];
        let rows = self.db.read(STALE, &args).await?.into_iter();
        rows.map(|row| row.columns().int().map(ImageId)).collect()
    }

    /// Images that were taken away and whose bytes still lie there: each with its place.
    pub async fn images_to_clear(&self, most: usize) -> Result<Vec<(ImageId, String)>, DbError> {
        const GONE: &str =
            "SELECT id, place FROM images WHERE removed_at IS NOT NULL ORDER BY id LIMIT $1";
        let rows = self.db.read(GONE, &[(most as i64).into()]).await?;
        let one = |row: Row| {
            let mut c = row.columns();
            Ok((ImageId(c.int()?), c.text()?))
        };
        rows.into_iter().map(one).collect()
    }

    /// Its bytes are gone.
    pub async fn clear_image(&self, id: ImageId) -> Result<(), WriteError> {
        const CLEAR: &str = "DELETE FROM images WHERE id = $1 AND removed_at IS NOT NULL";
        let list = vec![Statement::new(CLEAR, vec![id.0.into()])];
        self.db.write(list).await.map(|_| ())
    }

    /// All images whose bytes are to be had, by key, behind this one.
    pub async fn images_after(&self, id: ImageId, most: usize) -> Result<Vec<Image>, DbError> {
        let sql = sql!(
            "SELECT {COLUMNS} FROM images WHERE id > $1 AND removed_at IS NULL AND state <> 'threat' ORDER BY id LIMIT $2"
        );
        let args = [id.0.into(), (most as i64).into()];
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(image).collect()
    }

    /// The images beside an article are those of its events.
    pub(crate) async fn article_images_are(&self, article: &Article) -> Result<bool, DbError> {
        const IMAGES: &str =
            "SELECT image_id, shown FROM article_images WHERE article_id = $1 ORDER BY image_id";
        let rows = self.db.read(IMAGES, &[article.id.0.into()]).await?;
        let found: Result<Vec<(i64, bool)>, DbError> = rows
            .into_iter()
            .map(|row| {
                let mut c = row.columns();
                Ok((c.int()?, c.bool()?))
            })
            .collect();
        let shown = article.shown_images();
        let wanted = article.images.iter().map(|id| (id.0, shown.contains(id)));
        Ok(wanted.collect::<Vec<_>>() == found?)
    }
}
