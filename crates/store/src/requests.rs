//! Requests for accounts: rows that find them, and the log that holds what they say (A1).

use domain::{
    AccountId, Instant, RequestId,
    event::{By, Recorded},
    joining::{Request, RequestEvent, State},
};

use crate::{
    Statement, Store,
    db::{DbError, Value},
    directory::{fold_email, insert},
    events::{self, Head, Stream, StreamKind},
};

/// Somebody of this address has asked already and waits: the name of the index that says so.
pub const TAKEN: &str = "requests_email_key";

/// A request with when it was made and where its stream stands.
#[derive(Clone, Debug)]
pub struct StoredRequest {
    pub request: Request,
    pub asked_at: Instant,
    head: Head,
}

fn stream(id: RequestId) -> Stream {
    Stream {
        kind: StreamKind::Request,
        id: id.0,
    }
}

/// The columns that follow from its events.
pub(crate) fn columns(request: &Request) -> Vec<(&'static str, Value)> {
    vec![
        ("version", request.version.into()),
        ("state", request.state.as_str().into()),
        (
            "email_folded",
            fold_email(request.profile.email.as_str()).into(),
        ),
        ("proposed_id", request.proposed.into()),
    ]
}

/// The statements that add a request.
pub fn add(id: RequestId, asked: &RequestEvent, at: Instant) -> Result<Vec<Statement>, DbError> {
    let request = Request::replay(id, [asked]);
    let request =
        request.ok_or_else(|| DbError::Shape("a request begins with its asking".into()))?;
    let mut head = Head::beginning();
    let log = events::append(stream(id), &mut head, at, By::System, asked)?;
    let mut all = vec![("id", Value::from(id.0)), ("head", head.hash.into())];
    all.extend(columns(&request));
    Ok(std::iter::once(insert("requests", all))
        .chain(log)
        .collect())
}

/// The statements that let something happen to a request that is there.
pub fn happen(
    stored: &StoredRequest,
    event: &RequestEvent,
    by: By,
    at: Instant,
) -> Result<Vec<Statement>, DbError> {
    const MOVE: &str = "UPDATE requests SET version = $3, head = $4, state = $5
        WHERE id = $1 AND version = $2";
    let mut request = stored.request.clone();
    request.apply(event);
    let mut head = stored.head.clone();
    let log = events::append(stream(request.id), &mut head, at, by, event)?;
    let args = vec![
        request.id.0.into(),
        stored.request.version.into(),
        request.version.into(),
        head.hash.into(),
        request.state.as_str().into(),
    ];
    Ok(std::iter::once(Statement::new(MOVE, args).guarded())
        .chain(log)
        .collect())
}

impl Store {
    pub async fn request(&self, id: RequestId) -> Result<Option<StoredRequest>, DbError> {
        const HEAD: &str = "SELECT version, head FROM requests WHERE id = $1";
        let Some(row) = self.db.read_one(HEAD, &[id.0.into()]).await? else {
            return Ok(None);
        };
        let mut c = row.columns();
        let head = Head {
            version: c.int()?,
            hash: c.bytes()?,
        };
        let happened: Vec<Recorded<RequestEvent>> = self.stream(stream(id)).await?;
        // What comes between the two looks is refused by the version at the write.
        let known = happened.iter().filter(|r| r.version <= head.version);
        let request = Request::replay(id, known.map(|r| &r.event));
        let asked_at = happened.first().map(|recorded| recorded.at);
        Ok(request
            .zip(asked_at)
            .map(|(request, asked_at)| StoredRequest {
                request,
                asked_at,
                head,
            }))
    }

    /// Those that wait, the oldest first: all, or those for one account.
    pub async fn waiting_requests(
        &self,
        proposed: Option<AccountId>,
        most: usize,
    ) -> Result<Vec<StoredRequest>, DbError> {
        const ALL: &str = "SELECT id FROM requests WHERE state = $1 ORDER BY id LIMIT $2";
        const OF: &str =
            "SELECT id FROM requests WHERE state = $1 AND proposed_id = $3 ORDER BY id LIMIT $2";
        let mut args: Vec<Value> = vec![State::Waiting.as_str().into(), (most as i64).into()];
        args.extend(proposed.map(Value::from));
        let sql = if proposed.is_some() { OF } else { ALL };
        let mut all = Vec::new();
        for row in self.db.read(sql, &args).await? {
            let id = RequestId(row.columns().int()?);
            all.extend(self.request(id).await?);
        }
        Ok(all)
    }
}
