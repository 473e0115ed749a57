//! The audit as a file: line by line from the log, however long it is, so that none is left out (O5).

use axum::{
    body::{Body, Bytes},
    extract::Query,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    audit::{AuditEvent, AuditFilter, Sensitive},
    event::By,
};
use futures_util::stream::try_unfold;
use store::audit::Line;

use super::{
    super::visitor::{Staff, Visitor},
    audit::{Asked, Names, wanted},
};
use crate::{app::Fail, lists::sheet::neutral};

/// Lines read at a time.
const STEP: usize = 1_000;

const HEAD: [&str; 10] = [
    "seq",
    "at",
    "by",
    "name",
    "stream",
    "id",
    "kind",
    "body",
    "from",
    "on_behalf",
];

/// How far a file has come.
struct Writing {
    visitor: Visitor,
    filter: AuditFilter,
    names: Names,
    /// Behind this place; nothing once all is written.
    before: Option<i64>,
    headed: bool,
}

impl Writing {
    async fn line(&mut self, out: &mut csv::Writer<Vec<u8>>, line: &Line) -> Result<(), Fail> {
        let name = self.names.who(&self.visitor, line.by).await?;
        let by = match line.by {
            By::Person(id) => id.to_string(),
            By::System => String::new(),
        };
        // Acts say it in their bodies, those of before in theirs alone.
        let from = match &line.from {
            Some(from) => from.clone(),
            None => line.body["from"].as_str().unwrap_or_default().to_owned(),
        };
        let record = [
            line.seq.to_string(),
            self.visitor.texts.machine_time(line.at),
            by,
            neutral(&name),
            line.stream.to_owned(),
            line.stream_id.to_string(),
            line.kind.clone(),
            neutral(&line.body.to_string()),
            neutral(&from),
            line.on_behalf.map(|id| id.to_string()).unwrap_or_default(),
        ];
        out.write_record(&record).map_err(Fail::broken)
    }

    /// The next piece of the file; nothing at its end.
    async fn piece(mut self) -> Result<Option<(Bytes, Self)>, Fail> {
        let Some(before) = self.before else {
            return Ok(None);
        };
        let store = self.visitor.web.app.store.clone();
        let lines = store.audit(&self.filter, Some(before), STEP).await?;
        let mut out = csv::Writer::from_writer(Vec::new());
        if !self.headed {
            out.write_record(HEAD).map_err(Fail::broken)?;
            self.headed = true;
        }
        for line in &lines {
            self.line(&mut out, line).await?;
        }
        self.before = lines
            .last()
            .filter(|_| lines.len() == STEP)
            .map(|line| line.seq);
        let bytes = out.into_inner().map_err(Fail::broken)?;
        Ok(Some((Bytes::from(bytes), self)))
    }
}

/// The lines that were asked for, the latest first, as they were when the file was begun.
pub async fn file(Staff(visitor, me): Staff, Query(asked): Query<Asked>) -> Result<Response, Fail> {
    if !me.actor.administers() {
        return Err(Fail::NotFound);
    }
    let filter = wanted(&visitor, &asked).await?.filter;
    let store = &visitor.web.app.store;
    let latest = store.audit(&filter, None, 1).await?;
    // Nothing is behind the beginning of the log.
    let before = latest.first().map_or(0, |line| line.seq + 1);
    let exported = AuditEvent::Exported {
        what: Sensitive::Audit,
        rows: store.audit_lines(&filter, Some(before)).await?,
        from: visitor.from(),
    };
    visitor.note(exported).await?;
    let writing = Writing {
        visitor,
        filter,
        names: Names::default(),
        before: Some(before),
        headed: false,
    };
    let body = try_unfold(writing, |writing| async move {
        let piece = writing.piece().await;
        piece.map_err(|fail| std::io::Error::other(fail.to_string()))
    });
    let mut response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"audit.csv\"",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}
