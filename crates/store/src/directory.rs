//! Accounts, deployments, people and teams as rows, written with the events that made them.

use std::collections::HashMap;

use domain::{
    AccountId, DeploymentId, Instant, Language, Level, PersonId, Prose, Role, TeamId,
    contract::entitlement::Entitlement,
    directory::{
        AccountEvent, Deployment, Person, PersonEvent, Profile, Standing, Team, TeamEvent,
    },
    event::By,
};
use unicode_normalization::UnicodeNormalization;

use crate::{
    Statement, Store, WriteError,
    accounts::AccountBook,
    db::{Columns, DbError, Row, Sql, Value},
    events::{self, Head, Stream, StreamKind},
    sql,
};

pub(crate) const PERSON: &str =
    "p.id, p.version, p.account_id, p.level, p.role, p.team_id, p.family, p.given,
    p.family_kana, p.given_kana, p.email, p.language, p.time_zone, p.signed_in, p.suspended,
    p.proxy_login, p.guest_site_id";

pub(crate) fn person(c: &mut Columns) -> Result<Person, DbError> {
    let (id, version) = (PersonId(c.int()?), c.int()?);
    let (account, level) = (c.maybe_int()?.map(AccountId), c.maybe_text()?);
    let (role, team) = (c.maybe_text()?, c.maybe_int()?.map(TeamId));
    let profile = Profile {
        family: Prose::new(c.text()?),
        given: Prose::new(c.text()?),
        family_kana: Prose::new(c.text()?),
        given_kana: Prose::new(c.text()?),
        email: Prose::new(c.text()?),
        language: Language::new(&c.text()?),
        time_zone: c.text()?,
    };
    let (signed_in, suspended, proxy_login) = (c.bool()?, c.bool()?, c.bool()?);
    let site = c.maybe_int()?.map(DeploymentId);
    let standing = match (
        account,
        level.as_deref().and_then(Level::parse),
        role.as_deref().and_then(Role::parse),
        site,
    ) {
        (Some(account), Some(level), None, None) => Standing::Contact { account, level },
        (None, None, Some(role), None) => Standing::Agent { role, team },
        (Some(account), None, None, Some(deployment)) => Standing::Guest {
            account,
            deployment,
        },
        _ => {
            return Err(DbError::Shape(format!(
                "person {id} is neither contact nor agent nor guest"
            )));
        }
    };
    Ok(Person {
        id,
        version,
        standing,
        profile,
        signed_in,
        suspended,
        proxy_login,
    })
}

/// An address as it is compared.
pub fn fold_email(email: &str) -> String {
    email
        .nfkc()
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The columns of a person that follow from their events.
pub(crate) fn person_columns(person: &Person) -> Vec<(&'static str, Value)> {
    let (account, level, role, team, site) = match person.standing {
        Standing::Contact { account, level } => {
            (Some(account), Some(level.as_str()), None, None, None)
        }
        Standing::Agent { role, team } => (None, None, Some(role.as_str()), team, None),
        Standing::Guest {
            account,
            deployment,
        } => (Some(account), None, None, None, Some(deployment)),
    };
    let p = &person.profile;
    vec![
        ("version", person.version.into()),
        ("account_id", account.into()),
        ("level", level.into()),
        ("role", role.into()),
        ("team_id", team.into()),
        ("family", p.family.as_str().into()),
        ("given", p.given.as_str().into()),
        ("family_kana", p.family_kana.as_str().into()),
        ("given_kana", p.given_kana.as_str().into()),
        ("email", p.email.as_str().into()),
        ("email_folded", fold_email(p.email.as_str()).into()),
        ("language", p.language.as_str().into()),
        ("time_zone", p.time_zone.as_str().into()),
        ("sort_key", p.sort_key().into()),
        ("signed_in", person.signed_in.into()),
        ("suspended", person.suspended.into()),
        ("proxy_login", person.proxy_login.into()),
        ("guest_site_id", site.into()),
    ]
}

/// A row in another state, under the version that was read; its id stands first.
pub(crate) fn moved(
    table: &'static str,
    row: Vec<(&'static str, Value)>,
    before: i64,
) -> Statement {
    let set = row.iter().enumerate().skip(1);
    let set: Vec<Sql> = set
        .map(|(place, &(column, _))| sql!("{column} = ${}", place + 1))
        .collect();
    let sql = sql!(
        "UPDATE {table} SET {} WHERE id = $1 AND version = ${}",
        Sql::join(&set, ", "),
        row.len() + 1
    );
    let mut args: Vec<Value> = row.into_iter().map(|(_, value)| value).collect();
    args.push(before.into());
    Statement::new(sql, args).guarded()
}

/// An `INSERT` of named columns.
pub(crate) fn insert(table: &'static str, columns: Vec<(&'static str, Value)>) -> Statement {
    let names = Sql::join(columns.iter().map(|(name, _)| *name), ", ");
    let places = Sql::places(1, columns.len());
    let sql = sql!("INSERT INTO {table} ({names}) VALUES ({places})");
    Statement::new(sql, columns.into_iter().map(|(_, value)| value).collect())
}

/// Statements that add a team.
pub fn add_team(team: &Team, by: By, at: Instant) -> Result<Vec<Statement>, DbError> {
    let mut head = Head::beginning();
    let event = TeamEvent::Added {
        label: team.label.clone(),
        label_en: team.label_en.clone(),
    };
    let log = events::append(
        Stream {
            kind: StreamKind::Team,
            id: team.id.0,
        },
        &mut head,
        at,
        by,
        &event,
    )?;
    let mut list = vec![insert(
        "teams",
        vec![
            ("id", team.id.into()),
            ("version", head.version.into()),
            ("head", head.hash.into()),
            ("label", team.label.as_str().into()),
            ("label_en", team.label_en.as_str().into()),
            ("closed", team.closed.into()),
        ],
    )];
    list.extend(log);
    Ok(list)
}

/// Statements that add an account with what it runs and what it has bought.
pub fn add_account(
    id: AccountId,
    name: [&str; 2],
    deployments: &[Deployment],
    bought: &[Entitlement],
    by: By,
    at: Instant,
) -> Result<Vec<Statement>, DbError> {
    let mut book = AccountBook::begin(id, name[0], name[1], by, at)?;
    let runs = deployments.iter().map(|d| AccountEvent::DeploymentAdded {
        id: d.id,
        label: d.label.clone(),
        label_en: d.label_en.clone(),
        identifier: d.identifier.clone(),
        environments: d.environments.clone(),
    });
    let buys = bought.iter().map(|e| AccountEvent::EntitlementGranted {
        entitlement: e.clone(),
    });
    let happened: Vec<AccountEvent> = runs.chain(buys).collect();
    book.happen(&happened, by, at)?;
    Ok(book.statements())
}

pub(crate) fn deployment_columns(
    account: AccountId,
    place: usize,
    d: &Deployment,
) -> Vec<(&'static str, Value)> {
    vec![
        ("id", d.id.into()),
        ("account_id", account.into()),
        ("place", (place as i64).into()),
        ("label", d.label.as_str().into()),
        ("label_en", d.label_en.as_str().into()),
        ("identifier", d.identifier.as_str().into()),
        ("environments", d.environments.join(" ").into()),
    ]
}

/// Statements that add a person.
pub fn add_person(
    id: PersonId,
    standing: Standing,
    profile: Profile,
    by: By,
    at: Instant,
) -> Result<Vec<Statement>, DbError> {
    let boxed = Box::new(profile.clone());
    let event = match standing {
        Standing::Contact { account, level } => PersonEvent::ContactAdded {
            account,
            level: level.as_str().to_owned(),
            profile: boxed,
        },
        Standing::Agent { role, team } => PersonEvent::AgentAdded {
            role: role.as_str().to_owned(),
            team,
            profile: boxed,
        },
        Standing::Guest {
            account,
            deployment,
        } => PersonEvent::GuestAdded {
            account,
            deployment,
            profile: boxed,
        },
    };
    let mut head = Head::beginning();
    let log = events::append(
        Stream {
            kind: StreamKind::Person,
            id: id.0,
        },
        &mut head,
        at,
        by,
        &event,
    )?;
    let mut columns: Vec<(&'static str, Value)> =
        vec![("id", id.into()), ("head", head.hash.into())];
    columns.extend(person_columns(&Person {
        id,
        version: 1,
        standing,
        profile,
        signed_in: false,
        suspended: false,
        proxy_login: false,
    }));
    let mut list = vec![insert("people", columns)];
    list.extend(log);
    Ok(list)
}

impl Store {
    /// Commits statements made by the functions of this module.
    pub async fn add(&self, list: Vec<Statement>) -> Result<(), WriteError> {
        self.db.write(list).await.map(|_| ())
    }

    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, DbError> {
        let sql = sql!("SELECT {PERSON} FROM people p WHERE p.id = $1");
        self.db
            .read_one(&sql, &[id.into()])
            .await?
            .map(|row| person(&mut row.columns()))
            .transpose()
    }

    pub async fn person_by_email(&self, email: &str) -> Result<Option<Person>, DbError> {
        let sql = sql!("SELECT {PERSON} FROM people p WHERE p.email_folded = $1");
        let args = [fold_email(email).into()];
        self.db
            .read_one(&sql, &args)
            .await?
            .map(|row| person(&mut row.columns()))
            .transpose()
    }

    /// Those of these people who exist, by id: for the names on a page.
    pub async fn people(
        &self,
        ids: impl IntoIterator<Item = PersonId>,
    ) -> Result<HashMap<PersonId, Person>, DbError> {
        let mut found = HashMap::new();
        for id in ids {
            if !found.contains_key(&id)
                && let Some(person) = self.person(id).await?
            {
                found.insert(id, person);
            }
        }
        Ok(found)
    }

    /// Agents in the order of their names.
    pub async fn agents(&self) -> Result<Vec<Person>, DbError> {
        let sql = sql!(
            "SELECT {PERSON} FROM people p WHERE p.role IS NOT NULL ORDER BY p.sort_key, p.id LIMIT 2000"
        );
        self.db
            .read(&sql, &[])
            .await?
            .into_iter()
            .map(|row| person(&mut row.columns()))
            .collect()
    }

    /// Contacts of an account in the order of their names.
    pub async fn contacts(&self, account: AccountId) -> Result<Vec<Person>, DbError> {
        let sql = sql!(
            "SELECT {PERSON} FROM people p WHERE p.account_id = $1 AND p.level IS NOT NULL ORDER BY p.sort_key, p.id LIMIT 2000"
        );
        self.db
            .read(&sql, &[account.into()])
            .await?
            .into_iter()
            .map(|row| person(&mut row.columns()))
            .collect()
    }

    /// Those who came to this account without one of their own (C20), the latest first; at most `most`.
    pub async fn guests(&self, account: AccountId, most: i64) -> Result<Vec<Person>, DbError> {
        let sql = sql!(
            "SELECT {PERSON} FROM people p WHERE p.account_id = $1 AND p.guest_site_id IS NOT NULL
             ORDER BY p.id DESC LIMIT $2"
        );
        self.db
            .read(&sql, &[account.into(), most.into()])
            .await?
            .into_iter()
            .map(|row| person(&mut row.columns()))
            .collect()
    }

    /// Statements that let something happen to a team; `now` is the team as it is then.
    pub async fn change_team(
        &self,
        now: &Team,
        happened: &[TeamEvent],
        by: By,
        at: Instant,
    ) -> Result<Vec<Statement>, DbError> {
        const HEAD: &str = "SELECT version, head FROM teams WHERE id = $1";
        const MOVE: &str =
            "UPDATE teams SET version = $2, head = $3, label = $4, label_en = $5, closed = $6
            WHERE id = $1 AND version = $7";
        let id = now.id;
        let row = self.db.read_one(HEAD, &[id.into()]).await?;
        let mut c = row
            .ok_or_else(|| DbError::Shape(format!("there is no team {id}")))?
            .columns();
        let mut head = Head {
            version: c.int()?,
            hash: c.bytes()?,
        };
        let before = head.version;
        let stream = Stream {
            kind: StreamKind::Team,
            id: id.0,
        };
        let mut log = Vec::new();
        for event in happened {
            log.extend(events::append(stream, &mut head, at, by, event)?);
        }
        let args = vec![
            id.into(),
            head.version.into(),
            head.hash.into(),
            now.label.as_str().into(),
            now.label_en.as_str().into(),
            now.closed.into(),
            before.into(),
        ];
        let mut list = vec![Statement::new(MOVE, args).guarded()];
        list.extend(log);
        Ok(list)
    }

    pub async fn teams(&self) -> Result<Vec<Team>, DbError> {
        let rows = self
            .db
            .read(
                "SELECT id, label, label_en, closed FROM teams ORDER BY label, id",
                &[],
            )
            .await?;
        rows.into_iter().map(team).collect()
    }

    /// Name of an account, as written and in English.
    pub async fn account_name(&self, id: AccountId) -> Result<Option<[String; 2]>, DbError> {
        let row = self
            .db
            .read_one(
                "SELECT name, name_en FROM accounts WHERE id = $1",
                &[id.into()],
            )
            .await?;
        row.map(|row| {
            let mut c = row.columns();
            Ok([c.text()?, c.text()?])
        })
        .transpose()
    }

    /// All accounts in the order of their names.
    pub async fn accounts(&self) -> Result<Vec<(AccountId, [String; 2])>, DbError> {
        let rows = self
            .db
            .read(
                "SELECT id, name, name_en FROM accounts ORDER BY name, id LIMIT 5000",
                &[],
            )
            .await?;
        rows.into_iter()
            .map(|row| {
                let mut c = row.columns();
                Ok((AccountId(c.int()?), [c.text()?, c.text()?]))
            })
            .collect()
    }

    /// Deployments of an account, in their order.
    pub async fn deployments(&self, account: AccountId) -> Result<Vec<Deployment>, DbError> {
        const OF: &str = "SELECT id, label, label_en, identifier, environments FROM deployments
            WHERE account_id = $1 ORDER BY place, id";
        self.db
            .read(OF, &[account.into()])
            .await?
            .into_iter()
            .map(deployment)
            .collect()
    }

    /// Whether anybody can administer this installation yet.
    pub async fn has_administrator(&self) -> Result<bool, DbError> {
        const ANY: &str = "SELECT 1 FROM people WHERE role = 'administrator' LIMIT 1";
        Ok(self.db.read_one(ANY, &[]).await?.is_some())
    }
}

fn team(row: Row) -> Result<Team, DbError> {
    let mut c = row.columns();
    Ok(Team {
        id: TeamId(c.int()?),
        label: c.text()?,
        label_en: c.text()?,
        closed: c.bool()?,
    })
}

fn deployment(row: Row) -> Result<Deployment, DbError> {
    let mut c = row.columns();
    Ok(Deployment {
        id: DeploymentId(c.int()?),
        label: c.text()?,
        label_en: c.text()?,
        identifier: c.text()?,
        environments: c.text()?.split_whitespace().map(str::to_owned).collect(),
    })
}
