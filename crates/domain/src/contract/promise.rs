//! What was promised to a case when it was opened, with all that it hangs on: kept with the case's first event, so that old
//! promises stay readable whatever is sold later (C6, S3).

use serde::{Deserialize, Serialize};

use super::{
    Targets,
    entitlement::{Answer, Because, Verdict},
};
use crate::{Desk, Language};

/// The verdict on an opening that came through, and what it promises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub answer: Answer,
    /// The contract that counts, by its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The centre that answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub centre: Option<String>,
    /// The tier that answers first (S6).
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub tier: u8,
    /// The plan's place in queues: the higher the sooner (S6). For staff alone.
    #[serde(default, skip_serializing_if = "is_unranked")]
    pub precedence: i64,
    /// The customer chose it.
    #[serde(default)]
    pub chosen: bool,
    /// Language in which the customer asked.
    pub language: Language,
    #[serde(default)]
    pub targets: Targets,
    /// Sales should get in touch.
    #[serde(default)]
    pub for_sales: bool,
    pub reasons: Vec<Because>,
}

impl Promise {
    /// What a verdict promises for this severity.
    pub fn of(
        verdict: Verdict,
        desk: &Desk,
        severity: &str,
        language: &Language,
        chosen: bool,
    ) -> Self {
        let plan = verdict.entitlement.as_ref().map(|e| e.plan.clone());
        let targets = match (&plan, &verdict.centre) {
            (Some(plan), centre) => {
                desk.targets_for(centre.as_deref().unwrap_or_default(), plan, severity)
            }
            (None, _) => Targets::default(),
        };
        let bought = plan.as_deref().and_then(|id| desk.plan(id));
        Self {
            tier: bought.map_or(first(), |plan| plan.tier),
            precedence: bought.map_or(0, |plan| plan.precedence),
            answer: verdict.answer,
            contract: verdict.entitlement.map(|e| e.contract),
            plan,
            centre: verdict.centre,
            chosen,
            language: language.clone(),
            targets,
            for_sales: verdict.for_sales,
            reasons: verdict.reasons,
        }
    }
}

fn first() -> u8 {
    1
}

fn is_unranked(precedence: &i64) -> bool {
    *precedence == 0
}

fn is_first(tier: &u8) -> bool {
    *tier == first()
}
