//! Open cases that are like a new one, and how much: what finding says of a case beside what it says of that case itself, and how
//! alike the subjects are (E3).

use ::search::Within;
use domain::{CaseId, access::Scope, case::likeness::likeness, desk::Surge};
use jiff::SignedDuration;
use store::cases::StoredCase;

use super::{
    super::{App, Fail},
    scope,
};

/// So many are looked at, the most alike first.
const MOST: usize = 100;
/// What finding says weighs so much, in hundredths; the rest is how alike the subjects are.
const FOUND: f64 = 60.0;

impl App {
    /// Of its product, opened within the rule's time and open; how alike, in hundredths.
    pub(in crate::app) async fn near(
        &self,
        stored: &StoredCase,
        rule: &Surge,
    ) -> Result<Vec<(CaseId, u16)>, Fail> {
        // What was opened just before is to be found, too.
        while self.take_up().await? {}
        let case = &stored.case;
        let span = SignedDuration::from_mins(i64::from(rule.minutes));
        let since = case.opened_at - span;
        let within = Within::All(vec![
            scope::cases(&Scope::System),
            Within::Tag("is:open".into()),
            Within::tag("product", &case.product),
            Within::Since(since.as_millisecond()),
        ]);
        let subject = case.subject.as_str().to_owned();
        let answer = self.like_subject(&subject, within, MOST).await?;
        let is_own = |found: &&::search::Found| found.id == stored.id.0;
        // A case answers its own subject as well as anything can.
        let own = answer
            .found
            .iter()
            .find(is_own)
            .map_or(0.0, |own| own.score);
        let others = answer.found.iter().filter(|one| !is_own(one));
        let ids: Vec<CaseId> = others.clone().map(|one| CaseId(one.id)).collect();
        let cases = self.store.found_cases(&Scope::System, &ids).await?;
        let each = others.filter_map(|one| {
            let other = cases.iter().find(|other| other.id.0 == one.id)?;
            let found = match own > 0.0 {
                true => (one.score / own).clamp(0.0, 1.0),
                false => 0.0,
            };
            let subjects = likeness(&subject, other.case.subject.as_str());
            let alike = found * FOUND + subjects * (100.0 - FOUND);
            Some((other.id, alike.round().clamp(0.0, 100.0) as u16))
        });
        Ok(each.collect())
    }
}
