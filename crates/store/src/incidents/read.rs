//! Which incidents are there for a reader: [`Reader::may_read`] as a condition, so that unknown and foreign look the same.

use domain::{
    CaseId, IncidentId, Instant,
    incident::{Concerned, Reader},
};

use jiff::civil::Date;

use super::StoredIncident;
use crate::{
    Store, cases,
    db::{DbError, Row, Sql, Value},
    events::Head,
    sql,
};

/// How an incident stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Running,
    /// It has ended.
    Restored,
    /// It was declared by mistake.
    Cancelled,
}

impl State {
    pub const ALL: [State; 3] = [State::Running, State::Restored, State::Cancelled];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Running => "running",
            State::Restored => "restored",
            State::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Which incidents are asked for, the latest first.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// In one of these states; in any where empty.
    pub states: Vec<State>,
    /// Whose cause is to be reported still: by any day, or by one before this.
    pub cause_owed: Option<Owed>,
    /// Ended since then, where they have ended.
    pub ended_since: Option<Instant>,
    /// Behind this one.
    pub after: Option<(Instant, IncidentId)>,
    pub limit: i64,
}

/// Reports on a cause that are owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    ByAnyDay,
    /// By a day before this one: they are late.
    Before(Date),
}

/// Conditions with their arguments.
#[derive(Default)]
struct Conditions {
    all: Vec<Sql>,
    args: Vec<Value>,
}

impl Conditions {
    fn place(&mut self, value: impl Into<Value>) -> Sql {
        self.args.push(value.into());
        Sql::place(self.args.len())
    }

    fn places(&mut self, values: impl IntoIterator<Item = Value>) -> Sql {
        Sql::join(values.into_iter().map(|value| self.place(value)), ", ")
    }
}

/// What this reader may read.
fn gate(reader: &Reader) -> Conditions {
    let mut c = Conditions::default();
    let (scope, concerned) = match reader {
        Reader::Staff => {
            c.all.push("1 = 1".into());
            return c;
        }
        Reader::Contact { scope, concerned } => (scope, concerned),
    };
    let mut ways = Vec::new();
    if let Some((gate, args)) = cases::gate(scope, 1) {
        c.args = args;
        ways.push(sql!(
            "EXISTS (SELECT 1 FROM incident_cases g JOIN cases c ON c.id = g.case_id WHERE g.incident_id = i.id AND {gate})"
        ));
    }
    if let Some(concerned) = concerned {
        let concerned = by(concerned, &mut c);
        ways.push(concerned);
    }
    c.all.push("i.state <> 'cancelled'".into());
    c.all.push(match ways.is_empty() {
        true => "1 = 0".into(),
        false => sql!("({})", Sql::join(&ways, " OR ")),
    });
    c
}

/// It concerns them without any case of theirs.
fn by(concerned: &Concerned, c: &mut Conditions) -> Sql {
    let account = c.place(concerned.account);
    let mut named = vec![sql!(
        "EXISTS (SELECT 1 FROM incident_accounts a WHERE a.incident_id = i.id AND a.account_id = {account} AND a.picked = 1)"
    )];
    if !concerned.sites.is_empty() {
        let sites = c.places(concerned.sites.iter().map(|site| (*site).into()));
        named.push(sql!(
            "EXISTS (SELECT 1 FROM incident_deployments d WHERE d.incident_id = i.id AND d.deployment_id IN ({sites}))"
        ));
    }
    if !concerned.products.is_empty() {
        let products = c.places(concerned.products.iter().map(|id| id.as_str().into()));
        named.push(sql!(
            "i.wide = 1 AND EXISTS (SELECT 1 FROM incident_products p WHERE p.incident_id = i.id AND p.product IN ({products}))"
        ));
    }
    let mut all = vec![
        sql!("({})", Sql::join(&named, " OR ")),
        sql!(
            "NOT EXISTS (SELECT 1 FROM incident_accounts a WHERE a.incident_id = i.id AND a.account_id = {account} AND a.hears = 0)"
        ),
    ];
    if let Some(since) = concerned.since {
        let since = c.place(since);
        all.push(sql!("i.declared_at >= {since}"));
    }
    Sql::join(&all, " AND ")
}

const HEAD: &str = "i.id, i.version, i.head";

fn head(row: Row) -> Result<(IncidentId, Head), DbError> {
    let mut c = row.columns();
    let id = IncidentId(c.int()?);
    let head = Head {
        version: c.int()?,
        hash: c.bytes()?,
    };
    Ok((id, head))
}

impl Store {
    /// The incident of this number, if it is there for this reader.
    pub async fn incident(
        &self,
        reader: &Reader,
        number: i64,
    ) -> Result<Option<StoredIncident>, DbError> {
        let mut c = gate(reader);
        let number = c.place(number);
        let sql = sql!(
            "SELECT {HEAD} FROM incidents i WHERE i.number = {number} AND {}",
            Sql::join(&c.all, " AND ")
        );
        self.one_incident(&sql, &c.args).await
    }

    async fn one_incident(
        &self,
        sql: &Sql,
        args: &[Value],
    ) -> Result<Option<StoredIncident>, DbError> {
        let Some(row) = self.db.read_one(sql, args).await? else {
            return Ok(None);
        };
        let (id, head) = head(row)?;
        self.folded(id, head).await.map(Some)
    }

    /// The incident of this id; for followers and verification.
    pub async fn incident_by_id(&self, id: IncidentId) -> Result<Option<StoredIncident>, DbError> {
        let sql = sql!("SELECT {HEAD} FROM incidents i WHERE i.id = $1");
        self.one_incident(&sql, &[id.0.into()]).await
    }

    /// The incident that has gathered a case. Taking the case's id shows that the scope was asked.
    pub async fn incident_of(&self, case: CaseId) -> Result<Option<StoredIncident>, DbError> {
        let sql = sql!(
            "SELECT {HEAD} FROM incident_cases g JOIN incidents i ON i.id = g.incident_id WHERE g.case_id = $1"
        );
        self.one_incident(&sql, &[case.into()]).await
    }

    /// Incidents that are there for this reader: those that run first, each part from the latest on.
    pub async fn incidents(
        &self,
        reader: &Reader,
        asked: &Asked,
    ) -> Result<Vec<StoredIncident>, DbError> {
        let mut c = gate(reader);
        if !asked.states.is_empty() {
            let states = c.places(asked.states.iter().map(|state| state.as_str().into()));
            c.all.push(sql!("i.state IN ({states})"));
        }
        if let Some(owed) = asked.cause_owed {
            // As the index says it.
            c.all
                .push("i.cause_due_on IS NOT NULL AND i.cause_reported_at IS NULL".into());
            if let Owed::Before(day) = owed {
                let day = c.place(day.to_string());
                c.all.push(sql!("i.cause_due_on < {day}"));
            }
        }
        if let Some(since) = asked.ended_since {
            let since = c.place(since);
            c.all
                .push(sql!("(i.ended_at IS NULL OR i.ended_at >= {since})"));
        }
        if let Some((at, id)) = asked.after {
            let (at, id) = (c.place(at), c.place(id.0));
            c.all.push(sql!("(i.declared_at, i.id) < ({at}, {id})"));
        }
        let limit = c.place(asked.limit);
        let sql = sql!(
            "SELECT {HEAD} FROM incidents i WHERE {} ORDER BY i.declared_at DESC, i.id DESC LIMIT {limit}",
            Sql::join(&c.all, " AND ")
        );
        let mut all = Vec::new();
        for row in self.db.read(&sql, &c.args).await? {
            let (id, head) = head(row)?;
            all.push(self.folded(id, head).await?);
        }
        Ok(all)
    }

    /// How many incidents are there for this reader in one state.
    pub async fn count_incidents(&self, reader: &Reader, state: State) -> Result<i64, DbError> {
        let mut c = gate(reader);
        let state = c.place(state.as_str());
        let sql = sql!(
            "SELECT count(*) FROM incidents i WHERE i.state = {state} AND {}",
            Sql::join(&c.all, " AND ")
        );
        match self.db.read_one(&sql, &c.args).await? {
            Some(row) => row.columns().int(),
            None => Ok(0),
        }
    }

    /// Incidents of which something is to be told by now (S7).
    pub async fn incidents_to_be_told(
        &self,
        now: Instant,
        most: usize,
    ) -> Result<Vec<StoredIncident>, DbError> {
        let sql = sql!(
            "SELECT {HEAD} FROM incidents i WHERE i.tell_at <= $1 ORDER BY i.tell_at LIMIT $2"
        );
        let args = [now.into(), (most as i64).into()];
        let mut all = Vec::new();
        for row in self.db.read(&sql, &args).await? {
            let (id, head) = head(row)?;
            all.push(self.folded(id, head).await?);
        }
        Ok(all)
    }

    /// When something of an incident is to be told next.
    pub async fn next_incident_telling(&self) -> Result<Option<Instant>, DbError> {
        const NEXT: &str = "SELECT i.tell_at FROM incidents i WHERE i.tell_at IS NOT NULL ORDER BY i.tell_at LIMIT 1";
        match self.db.read_one(NEXT, &[]).await? {
            Some(row) => row.columns().maybe_instant(),
            None => Ok(None),
        }
    }
}
