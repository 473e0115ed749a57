//! Opening and changing cases: state, events, texts, counts and number in one write.

use std::collections::BTreeSet;

use domain::{
    CaseId, Instant, PersonId,
    case::{Case, CaseEvent},
    desk::Desk,
    event::By,
};

use super::{
    StoredCase, counts, ranks,
    row::{self, Keys},
};
use crate::{
    Statement, Store, WriteError, appointments,
    db::{DbError, Sql, Value},
    escalations,
    events::{self, Head, Stream, StreamKind},
    files, proxy_logins, sql, tags,
};

/// A case to open.
pub struct Opening<'a> {
    pub id: CaseId,
    pub desk: &'a Desk,
    pub keys: Keys,
    /// (when, by whom, what), the first an opening. Imports bring a whole history.
    pub events: &'a [(Instant, By, CaseEvent)],
}

/// A change of a case as it was read.
pub struct Change<'a> {
    pub before: &'a StoredCase,
    pub desk: &'a Desk,
    /// The desk by which it goes afterwards, where it moves to another version.
    pub moved: Option<&'a Desk>,
    pub events: &'a [(Instant, By, CaseEvent)],
}

const TAKE_NUMBER: &str = "UPDATE numbering SET next = next + 1 WHERE name = 'case'";
/// The number just taken: nobody else can take one before this write ends.
const THE_NUMBER: &str = "(SELECT next - 1 FROM numbering WHERE name = 'case')";

/// Who did something, if it was not the product itself.
pub(crate) fn who(by: By) -> Option<PersonId> {
    match by {
        By::Person(id) => Some(id),
        By::System => None,
    }
}

/// What lists sort the person of this argument by.
fn sort_key(n: usize) -> Sql {
    sql!("coalesce((SELECT p.sort_key FROM people p WHERE p.id = ${n}), '')")
}

impl Opening<'_> {
    /// The statements of this opening, and the state it leads to.
    fn statements(&self) -> Result<(Vec<Statement>, Case), DbError> {
        let not_opened = || DbError::Shape("a case begins with its opening".into());
        let (first_at, _, first) = self.events.first().ok_or_else(not_opened)?;
        let mut case = Case::opened(*first_at, first).ok_or_else(not_opened)?;
        for (at, _, event) in &self.events[1..] {
            case.apply(*at, event);
        }
        let mut head = Head::beginning();
        let log = log(self.id, &mut head, self.events)?;

        let mut columns = row::state(&case)?;
        columns.extend(ranks::projection(&case, self.desk, &self.keys));
        let names = Sql::join(columns.iter().map(|(name, _)| *name), ", ");
        let places = Sql::places(5, columns.len());
        let (opener, changer) = (sort_key(3), sort_key(4));
        let sql = sql!(
            "INSERT INTO cases (id, head, number, submitter_id, submitter_key, changer_id, changer_key, {names})
             VALUES ($1, $2, {THE_NUMBER}, $3, {opener}, $4, {changer}, {places}) RETURNING number"
        );
        let changed = self
            .events
            .iter()
            .rev()
            .find(|(.., event)| event.is_public());
        let mut args: Vec<Value> = vec![
            self.id.into(),
            head.hash.into(),
            self.events.first().and_then(|(_, by, _)| who(*by)).into(),
            changed.and_then(|(_, by, _)| who(*by)).into(),
        ];
        args.extend(columns.into_iter().map(|(_, value)| value));

        let mut statements = vec![
            Statement::new(TAKE_NUMBER, vec![]).guarded(),
            Statement::new(sql, args),
        ];
        statements.extend(log);
        statements.extend(appointments::moved(self.id, None, &case));
        statements.extend(tags::rows(self.id, &BTreeSet::new(), &case.tags));
        Ok((statements, case))
    }
}

fn log(
    id: CaseId,
    head: &mut Head,
    happened: &[(Instant, By, CaseEvent)],
) -> Result<Vec<Statement>, DbError> {
    let stream = Stream {
        kind: StreamKind::Case,
        id: id.0,
    };
    let mut statements = Vec::with_capacity(happened.len() * 2);
    for (at, by, event) in happened {
        statements.extend(events::append(stream, head, *at, *by, event)?);
        statements.extend(proxy_logins::row(id, *at, *by, event));
        statements.extend(files::rows(id, *at, event));
    }
    Ok(statements)
}

impl Store {
    /// Opens cases, all or none, with `more` statements of the caller's; gives their numbers.
    pub async fn open_cases(
        &self,
        openings: &[Opening<'_>],
        more: Vec<Statement>,
    ) -> Result<Vec<i64>, WriteError> {
        let events = openings.iter().flat_map(|opening| opening.events);
        let mut list: Vec<_> = escalations::taken(events).into_iter().collect();
        let mut states = Vec::with_capacity(openings.len());
        let mut numbered_by = Vec::with_capacity(openings.len());
        for opening in openings {
            let (statements, state) = opening.statements()?;
            // Behind the taking of the number.
            numbered_by.push(list.len() + 1);
            list.extend(statements);
            states.push(state);
        }
        let counted = openings.iter().zip(&states);
        list.extend(counts::moves(
            counted.map(|(opening, state)| (None, (state, opening.desk))),
        ));
        list.extend(more);
        let outcomes = self.db.write(list).await?;
        let mut numbers = Vec::with_capacity(openings.len());
        for place in numbered_by {
            let row = outcomes.get(place).and_then(|o| o.rows.first()).cloned();
            numbers.push(
                row.ok_or(DbError::Shape("no number came back".into()))?
                    .columns()
                    .int()?,
            );
        }
        Ok(numbers)
    }

    /// Changes a case under the version it was read at, with `more` statements of the caller's; gives the new state.
    pub async fn change_case(
        &self,
        change: &Change<'_>,
        more: Vec<Statement>,
    ) -> Result<StoredCase, WriteError> {
        let mut all = self
            .change_cases(std::slice::from_ref(change), more)
            .await?;
        let after = all.pop();
        Ok(after.ok_or_else(|| DbError::Shape("a change has a case".into()))?)
    }

    /// The same with several cases in one write, each once.
    pub async fn change_cases(
        &self,
        changes: &[Change<'_>],
        more: Vec<Statement>,
    ) -> Result<Vec<StoredCase>, WriteError> {
        let mut list: Vec<_> = escalations::taken(changes.iter().flat_map(|change| change.events))
            .into_iter()
            .collect();
        let mut after = Vec::with_capacity(changes.len());
        for change in changes {
            let (statements, changed) = change.statements()?;
            list.extend(statements);
            after.push(changed);
        }
        let counted = changes.iter().zip(&after).map(|(change, after)| {
            let desk = change.moved.unwrap_or(change.desk);
            let before = Some((&change.before.case, change.desk));
            (before, (&after.case, desk))
        });
        list.extend(counts::moves(counted));
        list.extend(more);
        self.db.write(list).await?;
        Ok(after)
    }
}

impl Change<'_> {
    /// The statements of this change, and the case as it stands then.
    fn statements(&self) -> Result<(Vec<Statement>, StoredCase), DbError> {
        let StoredCase {
            id,
            number,
            case,
            head,
            keys,
        } = self.before;
        let mut after = case.clone();
        for (at, _, event) in self.events {
            after.apply(*at, event);
        }
        let mut new_head = head.clone();
        let log = log(*id, &mut new_head, self.events)?;
        // Most columns never change: only those that did are written.
        let before = all_columns(case, self.desk, keys)?;
        let mut args: Vec<Value> = vec![
            (*id).into(),
            case.version.into(),
            new_head.hash.clone().into(),
        ];
        let mut sets = vec![Sql::from("head = $3")];
        let desk = self.moved.unwrap_or(self.desk);
        for ((name, value), (_, old)) in all_columns(&after, desk, keys)?.into_iter().zip(before) {
            if value != old {
                args.push(value);
                sets.push(sql!("{name} = ${}", args.len()));
            }
        }
        if let Some((_, by, _)) = self
            .events
            .iter()
            .rev()
            .find(|(.., event)| event.is_public())
        {
            args.push(who(*by).into());
            let n = args.len();
            sets.push(sql!("changer_id = ${n}, changer_key = {}", sort_key(n)));
        }
        let sql = sql!(
            "UPDATE cases SET {} WHERE id = $1 AND version = $2",
            Sql::join(&sets, ", ")
        );
        let mut list = vec![Statement::new(sql, args).guarded()];
        list.extend(log);
        list.extend(appointments::moved(*id, Some(case), &after));
        list.extend(tags::rows(*id, &case.tags, &after.tags));
        Ok((
            list,
            StoredCase {
                id: *id,
                number: *number,
                case: after,
                head: new_head,
                keys: keys.clone(),
            },
        ))
    }
}

fn all_columns(
    case: &Case,
    desk: &Desk,
    keys: &Keys,
) -> Result<Vec<(&'static str, Value)>, DbError> {
    let mut columns = row::state(case)?;
    columns.extend(ranks::projection(case, desk, keys));
    Ok(columns)
}
