//! Calls and conferences beside their cases (H2, H3): whose calendars they stand in, worked out with each write; what is owed and
//! what is to come; the passcodes, and the private addresses of calendars.

use std::collections::BTreeSet;

use domain::{
    CaseId, Instant, PersonId,
    access::Scope,
    case::{Case, Escalated, conference::Conference},
};

use crate::{
    Statement, Store, WriteError,
    cases::{COLUMNS, StoredCase, from_json, gate, stored},
    db::{DbError, Value},
    sign_ins::digest,
    sql,
};

/// Where a customer waits for a call.
const CALL: &str = "call";

/// Something in somebody's calendar.
type Appointment = (String, PersonId, Instant);

/// In whose calendars a case stands, for what, and until when.
fn of(case: &Case) -> BTreeSet<Appointment> {
    let mut all = BTreeSet::new();
    if let Some(wish) = &case.call_wish {
        let whose = [Some(wish.person), case.owner];
        for person in whose.into_iter().flatten() {
            all.insert((CALL.to_owned(), person, wish.until));
        }
    }
    for one in &case.conferences {
        let Some(ends) = one.ends_at() else { continue };
        let invited = one.people.iter().filter_map(|one| one.guest.person);
        for person in invited.chain(one.organizer) {
            all.insert((one.id.to_string(), person, ends));
        }
    }
    all
}

/// What follows from a change of a case for calendars; nothing where nothing changes.
pub(crate) fn moved(id: CaseId, before: Option<&Case>, after: &Case) -> Vec<Statement> {
    const ADD: &str =
        "INSERT INTO appointments (case_id, what, person_id, until) VALUES ($1, $2, $3, $4)";
    let old = before.map(of).unwrap_or_default();
    let new = of(after);
    if old == new {
        return Vec::new();
    }
    let mut list = Vec::with_capacity(new.len() + 1);
    if !old.is_empty() {
        let clear = "DELETE FROM appointments WHERE case_id = $1";
        list.push(Statement::new(clear, vec![id.into()]));
    }
    let rows = new.into_iter();
    list.extend(rows.map(|(what, person, until)| {
        let args = vec![id.into(), what.into(), person.into(), until.into()];
        Statement::new(ADD, args)
    }));
    list
}

/// The passcode of a conference as it is kept, or none any more.
pub fn passcode(case: CaseId, conference: u32, sealed: Option<Vec<u8>>) -> Statement {
    const KEEP: &str =
        "INSERT INTO conference_passcodes (case_id, conference, sealed) VALUES ($1, $2, $3)
        ON CONFLICT (case_id, conference) DO UPDATE SET sealed = excluded.sealed";
    const DROP: &str = "DELETE FROM conference_passcodes WHERE case_id = $1 AND conference = $2";
    let place: Vec<Value> = vec![case.into(), i64::from(conference).into()];
    match sealed {
        Some(sealed) => Statement::new(KEEP, [place, vec![sealed.into()]].concat()),
        None => Statement::new(DROP, place),
    }
}

/// Which cases, and in what order.
type Which = (&'static str, &'static str);

const CALLS: Which = ("c.call_order IS NOT NULL", "c.call_order, c.number");
const RUNNING: Which = ("c.escalation_order < 5", "c.escalation_order, c.number");
const CONFERRING: Which = (
    "c.confers_until IS NOT NULL AND c.confers_until > $1",
    "c.confers_until, c.number",
);

impl Store {
    /// Cases with something in this person's calendar that is not over since then, of those that the scope sees; what is over
    /// soonest comes first, so that what is far ahead is left out where there is too much.
    pub async fn in_calendar_of(
        &self,
        scope: &Scope,
        person: PersonId,
        since: Instant,
        most: usize,
    ) -> Result<Vec<StoredCase>, DbError> {
        let which = "EXISTS (SELECT 1 FROM appointments a
            WHERE a.case_id = c.id AND a.person_id = $1 AND a.until > $2)";
        let args = vec![person.into(), since.into()];
        let order = "(SELECT min(a.until) FROM appointments a
            WHERE a.case_id = c.id AND a.person_id = $1 AND a.until > $2), c.number";
        self.found(scope, (which, order), args, most).await
    }

    /// Cases in which a call is owed by a promise that has a moment, or by the desk's rule: the soonest first.
    pub async fn calls_owed(&self, scope: &Scope, most: usize) -> Result<Vec<StoredCase>, DbError> {
        self.found(scope, CALLS, Vec::new(), most).await
    }

    /// Cases whose escalation runs: some of these have promised a call.
    pub async fn escalations_running(
        &self,
        scope: &Scope,
        most: usize,
    ) -> Result<Vec<StoredCase>, DbError> {
        self.found(scope, RUNNING, Vec::new(), most).await
    }

    /// How many calls are owed, by a rule or by a promise of an escalation too, and how many conferences are set and not over by
    /// then, in the first `most` cases of each sort. Nothing else of the cases is read.
    pub async fn calls_and_conferences(
        &self,
        scope: &Scope,
        now: Instant,
        most: usize,
    ) -> Result<[usize; 2], DbError> {
        let owed = self.parts(scope, "NULL", CALLS, Vec::new(), most).await?;
        let escalated = self.parts(scope, "c.escalated", RUNNING, Vec::new(), most);
        let mut promised = 0;
        for escalated in escalated.await? {
            let escalated: Option<Escalated> = from_json(escalated)?;
            let open = escalated.as_ref().and_then(Escalated::open);
            promised += usize::from(open.is_some_and(|one| one.callback().is_some()));
        }
        let set = self.parts(scope, "c.conferences", CONFERRING, vec![now.into()], most);
        let mut ahead = 0;
        for conferences in set.await? {
            let all: Option<Vec<Conference>> = from_json(conferences)?;
            let all = all.unwrap_or_default();
            ahead += all.iter().filter(|one| one.lies_ahead(now)).count();
        }
        Ok([owed.len() + promised, ahead])
    }

    /// One column of these cases.
    async fn parts(
        &self,
        scope: &Scope,
        column: &'static str,
        (which, order): Which,
        mut args: Vec<Value>,
        most: usize,
    ) -> Result<Vec<Option<String>>, DbError> {
        let Some((gate, more)) = gate(scope, args.len() + 1) else {
            return Ok(Vec::new());
        };
        args.extend(more);
        args.push((most as i64).into());
        let sql = sql!(
            "SELECT {column} FROM cases c WHERE {which} AND {gate} ORDER BY {order} LIMIT ${}",
            args.len()
        );
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter()
            .map(|row| row.columns().maybe_text())
            .collect()
    }

    /// Cases with a conference that is set and not over by then.
    pub async fn conferring(
        &self,
        scope: &Scope,
        now: Instant,
        most: usize,
    ) -> Result<Vec<StoredCase>, DbError> {
        self.found(scope, CONFERRING, vec![now.into()], most).await
    }

    async fn found(
        &self,
        scope: &Scope,
        (which, order): Which,
        mut args: Vec<Value>,
        most: usize,
    ) -> Result<Vec<StoredCase>, DbError> {
        let Some((gate, more)) = gate(scope, args.len() + 1) else {
            return Ok(Vec::new());
        };
        args.extend(more);
        args.push((most as i64).into());
        let sql = sql!(
            "SELECT {COLUMNS} FROM cases c WHERE {which} AND {gate} ORDER BY {order} LIMIT ${}",
            args.len()
        );
        let rows = self.db.read(&sql, &args).await?;
        rows.into_iter().map(stored).collect()
    }

    /// What stands in calendars because of a case is what follows from it.
    pub(crate) async fn appointments_are(&self, id: CaseId, case: &Case) -> Result<bool, DbError> {
        const ALL: &str =
            "SELECT a.what, a.person_id, a.until FROM appointments a WHERE a.case_id = $1";
        let rows = self.db.read(ALL, &[id.into()]).await?;
        let kept = rows.into_iter().map(|row| {
            let mut c = row.columns();
            Ok::<_, DbError>((c.text()?, PersonId(c.int()?), c.instant()?))
        });
        let kept = kept.collect::<Result<BTreeSet<_>, _>>()?;
        // A moment is kept to the millisecond.
        let coarse = |(what, person, until): Appointment| (what, person, until.as_millisecond());
        let kept: BTreeSet<_> = kept.into_iter().map(coarse).collect();
        Ok(kept == of(case).into_iter().map(coarse).collect())
    }

    /// The passcode of a conference, sealed. Taking the case itself shows that the scope was asked.
    pub async fn sealed_passcode(
        &self,
        case: &StoredCase,
        conference: u32,
    ) -> Result<Option<Vec<u8>>, DbError> {
        const OF: &str =
            "SELECT sealed FROM conference_passcodes WHERE case_id = $1 AND conference = $2";
        let args = [case.id.into(), i64::from(conference).into()];
        match self.db.read_one(OF, &args).await? {
            Some(row) => Ok(Some(row.columns().bytes()?)),
            None => Ok(None),
        }
    }

    /// From now on a person's calendar is read under this secret, and under none before.
    pub async fn set_calendar_address(
        &self,
        person: PersonId,
        secret: &str,
        now: Instant,
    ) -> Result<(), WriteError> {
        const SET: &str = "INSERT INTO calendar_addresses (person_id, digest, made_at) VALUES ($1, $2, $3)
            ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at";
        let args = vec![person.into(), digest(secret).into(), now.into()];
        self.db.write(vec![Statement::new(SET, args)]).await?;
        Ok(())
    }

    /// Their calendar has no address any more.
    pub async fn end_calendar_address(&self, person: PersonId) -> Result<(), WriteError> {
        let end = "DELETE FROM calendar_addresses WHERE person_id = $1";
        let list = vec![Statement::new(end, vec![person.into()])];
        self.db.write(list).await?;
        Ok(())
    }

    /// Since when a person's calendar has the address that it has.
    pub async fn calendar_address_since(
        &self,
        person: PersonId,
    ) -> Result<Option<Instant>, DbError> {
        const OF: &str = "SELECT made_at FROM calendar_addresses WHERE person_id = $1";
        match self.db.read_one(OF, &[person.into()]).await? {
            Some(row) => row.columns().maybe_instant(),
            None => Ok(None),
        }
    }

    /// Whose calendar this is the secret of.
    pub async fn calendar_of(&self, secret: &str) -> Result<Option<PersonId>, DbError> {
        const OF: &str = "SELECT person_id FROM calendar_addresses WHERE digest = $1";
        match self.db.read_one(OF, &[digest(secret).into()]).await? {
            Some(row) => Ok(Some(PersonId(row.columns().int()?))),
            None => Ok(None),
        }
    }
}
