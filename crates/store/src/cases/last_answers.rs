//! What support said last in some cases: what may have solved them (K1). Read for all of them at once, without their histories.

use std::collections::HashMap;

use domain::{
    CaseId,
    case::{CaseEvent, redacting},
    desk::StatusId,
    event::Recorded,
};

use super::StoredCase;
use crate::{
    Store,
    db::{DbError, Sql, Value},
    events::{self, RAW, Raw, StreamKind, Text},
    sql,
};

impl Store {
    /// What support proposed last as the solution in each of these cases, by going on to a status that asks whether it was one; else
    /// the last thing that it said to the customer. As it may be read; nothing of those where it said nothing. Taking the cases
    /// themselves shows that the scope was asked.
    pub async fn last_answers(
        &self,
        cases: &[&StoredCase],
        asks: impl Fn(CaseId, &StatusId) -> bool,
    ) -> Result<HashMap<CaseId, String>, DbError> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let mut args: Vec<Value> = vec![StreamKind::Case.as_str().into()];
        let mut places = |values: Vec<Value>| {
            let place = |value: Value| {
                args.push(value);
                Sql::place(args.len())
            };
            Sql::join(values.into_iter().map(place), ", ")
        };
        let ids = places(cases.iter().map(|case| case.id.0.into()).collect());
        let events = sql!(
            "SELECT {RAW} FROM events WHERE stream = $1 AND stream_id IN ({ids})
             AND kind IN ('message-posted', 'redacted', 'status-changed') ORDER BY stream_id, version"
        );
        let rows = self.db.read(&events, &args).await?.into_iter();
        let raws: Vec<Raw> = rows.map(events::raw).collect::<Result<_, _>>()?;
        let mut said = Vec::new();
        for of_case in raws.chunk_by(|one, other| one.stream.id == other.stream.id) {
            // Who said it stands in the event, the text of it beside.
            let read = of_case.iter().map(|raw| raw.decode(&[]));
            let history: Vec<Recorded<CaseEvent>> = read.collect::<Result<_, _>>()?;
            let Some(id) = of_case.first().map(|raw| CaseId(raw.stream.id)) else {
                continue;
            };
            // What was said and where the case went with it are one write.
            let proposes = |one: &Recorded<CaseEvent>| {
                history.iter().any(|other| match &other.event {
                    CaseEvent::StatusChanged { to, .. } => {
                        other.at == one.at && other.version > one.version && asks(id, to)
                    }
                    _ => false,
                })
            };
            let answers = || history.iter().rev().filter(|one| one.event.is_answer());
            let answer = answers().find(|one| proposes(one)).or(answers().next());
            let held = answer.and_then(|answer| redacting::held(&history, answer.version));
            let version = held.map(|held| held.event.version);
            said.extend(of_case.iter().find(|raw| Some(raw.version) == version));
        }
        self.texts_of(said).await
    }

    /// The text that was said with each of these events.
    async fn texts_of(&self, said: Vec<&Raw>) -> Result<HashMap<CaseId, String>, DbError> {
        if said.is_empty() {
            return Ok(HashMap::new());
        }
        let mut args: Vec<Value> = vec![StreamKind::Case.as_str().into()];
        let mut those = Vec::new();
        for raw in &said {
            args.extend([raw.stream.id.into(), raw.version.into()]);
            those.push(sql!(
                "(stream_id = ${} AND version = ${})",
                args.len() - 1,
                args.len()
            ));
        }
        let texts = sql!(
            "SELECT stream_id, version, ordinal, salt, body FROM prose WHERE stream = $1 AND ({})
             ORDER BY stream_id, version, ordinal",
            Sql::join(&those, " OR ")
        );
        let mut kept: HashMap<i64, Vec<Text>> = HashMap::new();
        for row in self.db.read(&texts, &args).await? {
            let mut c = row.columns();
            let id = c.int()?;
            let text = (c.int()?, c.int()?, c.bytes()?, c.maybe_text()?);
            kept.entry(id).or_default().push(text);
        }
        let mut answers = HashMap::new();
        for raw in said {
            let texts = kept.remove(&raw.stream.id).unwrap_or_default();
            let event: Recorded<CaseEvent> = raw.decode(&texts)?;
            let text = match &event.event {
                CaseEvent::MessagePosted { text, .. } | CaseEvent::Redacted { text, .. } => text,
                _ => continue,
            };
            answers.insert(CaseId(raw.stream.id), text.as_str().to_owned());
        }
        Ok(answers)
    }
}
