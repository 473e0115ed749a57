//! A case as a contact opens it, and what the company has bought: for every test that needs one.

use domain::{
    AccountId, DeploymentId, Desk, Language, PersonId, case::NewCase,
    contract::entitlement::Entitlement,
};

/// The company that opens it.
pub const OURS: AccountId = AccountId(10);

/// The desk's first kind of case, with its preset severity.
pub fn new_case(desk: &Desk) -> NewCase {
    let kind = &desk.kinds[0];
    NewCase {
        desk_version: 1,
        account: OURS,
        deployment: DeploymentId(20),
        contact: PersonId(1),
        kind: kind.id.clone(),
        sub_type: kind.sub_types.first().map(|s| s.id.clone()),
        product: desk.products[0].id.clone(),
        environment: None,
        severity: desk.preset_severity.clone(),
        channel: "web".into(),
        centre: None,
        language: Language::new("ja"),
        subject: "録音が再生できない".into(),
        description: "E-204".into(),
        answers: Default::default(),
        continues: None,
    }
}

/// A plan for everything, the desk's last one where none is named, and for all years of these tests.
pub fn bought(desk: &Desk, plan: Option<&str>) -> Vec<Entitlement> {
    let plan = plan.or(desk.plans.last().map(|plan| plan.id.as_str()));
    let grant = |plan: &str| Entitlement {
        contract: "C-1".into(),
        plan: plan.into(),
        trial: false,
        deployment: None,
        product: None,
        options: Vec::new(),
        from: jiff::civil::date(2020, 1, 1),
        to: jiff::civil::date(2039, 12, 31),
    };
    plan.map(grant).into_iter().collect()
}
