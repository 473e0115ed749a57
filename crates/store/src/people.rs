//! Changing people who are there, and who decides for an account.

use domain::{
    AccountId, Instant, PersonId,
    directory::{Person, PersonEvent},
    event::By,
};

use crate::{
    Statement, Store,
    db::{DbError, Sql, Value},
    directory::{PERSON, fold_email, person, person_columns},
    events::{self, Head, Stream, StreamKind},
    profile, sql,
};

/// The statement that names an account's admin in its row, once the person is there; the event goes with the account.
pub fn admin_statement(account: AccountId, contact: impl Into<Option<PersonId>>) -> Statement {
    const NAME: &str = "UPDATE accounts SET admin_id = $2 WHERE id = $1";
    let contact: Option<PersonId> = contact.into();
    Statement::new(NAME, vec![account.into(), contact.into()])
}

/// Statements that let events happen to a person who is there; nothing where the person cannot be read after them.
pub fn change_person(
    stored: &StoredPerson,
    happened: &[PersonEvent],
    by: By,
    at: Instant,
) -> Result<Vec<Statement>, DbError> {
    let mut person = stored.person.clone();
    let mut head = stored.head.clone();
    let stream = Stream {
        kind: StreamKind::Person,
        id: person.id.0,
    };
    let mut log = Vec::new();
    for event in happened {
        log.extend(events::append(stream, &mut head, at, by, event)?);
        log.extend(profile::row(stored.person.id, event)?);
        person
            .apply(event)
            .ok_or_else(|| DbError::Shape("a person cannot be so".into()))?;
    }
    let mut args: Vec<Value> = vec![
        person.id.into(),
        stored.head.version.into(),
        head.hash.into(),
    ];
    let mut sets = vec![Sql::from("head = $3")];
    for (name, value) in person_columns(&person) {
        args.push(value);
        sets.push(sql!("{name} = ${}", args.len()));
    }
    let sql = sql!(
        "UPDATE people SET {} WHERE id = $1 AND version = $2",
        Sql::join(&sets, ", ")
    );
    let mut list = vec![Statement::new(sql, args).guarded()];
    list.extend(log);
    // Lists sort by the names of contacts, and of who opened and changed a case.
    let (before, key) = (stored.person.profile.sort_key(), person.profile.sort_key());
    if before != key {
        const KEYS: [&str; 3] = [
            "UPDATE cases SET contact_key = $2 WHERE contact_id = $1",
            "UPDATE cases SET submitter_key = $2 WHERE submitter_id = $1",
            "UPDATE cases SET changer_key = $2 WHERE changer_id = $1",
        ];
        let keys = KEYS.into_iter();
        list.extend(keys.map(|sql| {
            let args = vec![person.id.into(), key.clone().into()];
            Statement::new(sql, args)
        }));
    }
    Ok(list)
}

/// A person with where their stream stands.
#[derive(Clone, Debug)]
pub struct StoredPerson {
    pub person: Person,
    head: Head,
}

impl Store {
    /// A person open for changes, by address.
    pub async fn stored_person(&self, email: &str) -> Result<Option<StoredPerson>, DbError> {
        self.opened("p.email_folded = $1", fold_email(email).into())
            .await
    }

    /// Contacts in whose name, reading, address or company each of these words stands, by name; with their company's names.
    pub async fn contacts_like(
        &self,
        words: &[&str],
        most: usize,
    ) -> Result<Vec<(Person, [String; 2])>, DbError> {
        let mut args: Vec<Value> = Vec::new();
        let mut which = Vec::new();
        for word in words {
            // Signs that mean something to LIKE are taken as they are.
            let plain = fold_email(word)
                .replace('!', "!!")
                .replace('%', "!%")
                .replace('_', "!_");
            args.push(format!("%{plain}%").into());
            let n = args.len();
            which.push(sql!(
                "lower(p.family || ' ' || p.given || ' ' || p.family_kana || ' ' || p.given_kana || ' ' || p.email_folded
                    || ' ' || a.name || ' ' || a.name_en) LIKE ${n} ESCAPE '!'"
            ));
        }
        args.push((most as i64).into());
        let sql = sql!(
            "SELECT a.name, a.name_en, {PERSON} FROM people p JOIN accounts a ON a.id = p.account_id
             WHERE {} AND p.suspended = 0 ORDER BY p.sort_key, p.id LIMIT ${}",
            Sql::join(&which, " AND "),
            args.len()
        );
        let rows = self.db.read(&sql, &args).await?;
        let found = rows.into_iter().map(|row| {
            let mut c = row.columns();
            let names = [c.text()?, c.text()?];
            Ok((person(&mut c)?, names))
        });
        found.collect()
    }

    /// The same by id.
    pub async fn stored_person_of(&self, id: PersonId) -> Result<Option<StoredPerson>, DbError> {
        self.opened("p.id = $1", id.into()).await
    }

    /// State and head in one look: a change in between would be overwritten unseen.
    async fn opened(
        &self,
        condition: &'static str,
        value: Value,
    ) -> Result<Option<StoredPerson>, DbError> {
        let sql = sql!("SELECT p.head, {PERSON} FROM people p WHERE {condition}");
        let row = self.db.read_one(&sql, &[value]).await?;
        row.map(|row| {
            let mut c = row.columns();
            let hash = c.bytes()?;
            let person = person(&mut c)?;
            let version = person.version;
            Ok(StoredPerson {
                person,
                head: Head { version, hash },
            })
        })
        .transpose()
    }
}
