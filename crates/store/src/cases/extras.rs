//! What a list shows of its cases only where somebody asks for it: looked up for the rows of one page, in one query (C10).

use std::collections::HashMap;

use domain::{CaseId, Instant, directory::full_name};

use super::CaseRow;
use crate::{
    Store,
    db::{Columns, DbError, Sql, Value},
    sql,
};

/// What stands beside a case where extra columns were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    pub environment: Option<String>,
    pub centre: Option<String>,
    pub tier: i64,
    /// What it was called where it came from.
    pub reference: Option<String>,
    pub closed_at: Option<Instant>,
    /// Why support closed it.
    pub cause: Option<String>,
    /// The plan that it was promised under.
    pub plan: Option<String>,
    /// In its own words and in English.
    pub team: Option<[String; 2]>,
    /// Who opened it; nobody where the product itself did.
    pub submitter: Option<String>,
    /// Who changed last what the customer sees.
    pub changed_by: Option<String>,
    /// Words that staff put on it: as shown, and the id of those that the desk names.
    pub tags: Vec<(String, Option<String>)>,
}

/// Cases asked for at once. Always as many, so that the text of the query is one.
const AT_ONCE: usize = 50;

fn name(c: &mut Columns) -> Result<Option<String>, DbError> {
    let (family, given) = (c.maybe_text()?, c.maybe_text()?);
    Ok(given.map(|given| full_name(family.as_deref().unwrap_or_default(), &given)))
}

impl Store {
    /// The extra columns of these rows. That there are rows shows that the scope was asked.
    pub async fn extras(&self, rows: &[CaseRow]) -> Result<HashMap<CaseId, Extra>, DbError> {
        let places = Sql::places(1, AT_ONCE);
        let sql = sql!(
            "SELECT c.id, c.environment_key, c.centre_key, c.tier, c.reference_key, c.closed_at, c.cause_key, c.plan_key, t.label, t.label_en,
                s.family, s.given, l.family, l.given, CASE WHEN c.tags IS NULL THEN 0 ELSE 1 END
             FROM cases c LEFT JOIN teams t ON t.id = c.team_id
             LEFT JOIN events b ON b.stream = 'case' AND b.stream_id = c.id AND b.version = 1
             LEFT JOIN people s ON s.id = b.by_person
             LEFT JOIN events e ON e.stream = 'case' AND e.stream_id = c.id AND e.version = c.public_version
             LEFT JOIN people l ON l.id = e.by_person
             WHERE c.id IN ({})",
            places
        );
        let (mut found, mut tagged) = (HashMap::with_capacity(rows.len()), false);
        for some in rows.chunks(AT_ONCE) {
            let mut args: Vec<Value> = some.iter().map(|row| row.id.into()).collect();
            args.resize(AT_ONCE, some[0].id.into());
            for row in self.db.read(&sql, &args).await? {
                let mut c = row.columns();
                let id = CaseId(c.int()?);
                let mut given =
                    || Ok::<_, DbError>(Some(c.text()?).filter(|text| !text.is_empty()));
                let (environment, centre) = (given()?, given()?);
                let tier = c.int()?;
                let reference = Some(c.text()?).filter(|text| !text.is_empty());
                let closed_at = c.maybe_instant()?;
                let mut given =
                    || Ok::<_, DbError>(Some(c.text()?).filter(|text| !text.is_empty()));
                let (cause, plan) = (given()?, given()?);
                let (label, label_en) = (c.maybe_text()?, c.maybe_text()?);
                let extra = Extra {
                    environment,
                    centre,
                    tier,
                    reference,
                    closed_at,
                    cause,
                    plan,
                    team: label.map(|label| [label, label_en.unwrap_or_default()]),
                    submitter: name(&mut c)?,
                    changed_by: name(&mut c)?,
                    tags: Vec::new(),
                };
                tagged |= c.bool()?;
                found.insert(id, extra);
            }
        }
        if tagged {
            self.tags_beside(rows, &mut found).await?;
        }
        Ok(found)
    }

    /// The words on these cases, each once, however they were joined.
    async fn tags_beside(
        &self,
        rows: &[CaseRow],
        found: &mut HashMap<CaseId, Extra>,
    ) -> Result<(), DbError> {
        let places = Sql::places(1, AT_ONCE);
        let sql = sql!(
            "SELECT DISTINCT k.case_id, coalesce(j.word, g.word), coalesce(j.desk_key, CASE WHEN j.id IS NULL THEN g.desk_key END)
             FROM case_tags k JOIN tags g ON g.id = k.tag_id LEFT JOIN tags j ON j.id = g.joined_id
             WHERE k.case_id IN ({}) ORDER BY 1, 2",
            places
        );
        for some in rows.chunks(AT_ONCE) {
            let mut args: Vec<Value> = some.iter().map(|row| row.id.into()).collect();
            args.resize(AT_ONCE, some[0].id.into());
            for row in self.db.read(&sql, &args).await? {
                let mut c = row.columns();
                let (case, tag) = (CaseId(c.int()?), (c.text()?, c.maybe_text()?));
                if let Some(extra) = found.get_mut(&case) {
                    extra.tags.push(tag);
                }
            }
        }
        Ok(())
    }
}
