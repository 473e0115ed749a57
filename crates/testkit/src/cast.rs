//! Two companies, a team, two agents: enough for most stories.

use domain::{
    AccountId, Actor, CaseId, DeploymentId, Desk, Instant, Language, Level, PersonId, Prose, Role,
    TeamId,
    case::{self, CaseEvent, Facts, NewCase},
    contract::entitlement::Entitlement,
    directory::{Deployment, Profile, Standing, Team},
    event::By,
};
use store::{
    Store, WriteError,
    cases::{Keys, Opening},
    directory,
};

/// The desk that tests play on.
pub const DESK: &str = include_str!("../../../desks/default.toml");

/// The same desk with an API that takes as many requests as a test may send.
pub fn unhurried(desk: &str) -> String {
    let usual = "api = { token = 600, account = 3000, address = 6000, wrong = 30 }";
    let most = "api = { token = 1000000, account = 1000000, address = 1000000, wrong = 1000000 }";
    desk.replace(usual, most)
}

/// Who is there.
pub struct Cast {
    pub desk: Desk,
    pub version: i64,
}

pub const HINODE: AccountId = AccountId(1);
pub const KITANO: AccountId = AccountId(2);
pub const TOKYO: DeploymentId = DeploymentId(11);
pub const OSAKA: DeploymentId = DeploymentId(12);
pub const BERLIN: DeploymentId = DeploymentId(21);
pub const AOKI: PersonId = PersonId(101);
pub const BABA: PersonId = PersonId(102);
pub const READER: PersonId = PersonId(103);
pub const LINDNER: PersonId = PersonId(201);
pub const MORI: PersonId = PersonId(901);
pub const ISHIKAWA: PersonId = PersonId(902);
pub const TIER1: TeamId = TeamId(91);

pub const AS_AOKI: Actor = Actor::Contact {
    person: AOKI,
    account: HINODE,
    access: domain::access::Access::all(Level::ReadWrite),
};
pub const AS_BABA: Actor = Actor::Contact {
    person: BABA,
    account: HINODE,
    access: domain::access::Access::all(Level::ReadWrite),
};
pub const AS_READER: Actor = Actor::Contact {
    person: READER,
    account: HINODE,
    access: domain::access::Access::all(Level::ReadOnly),
};
pub const AS_LINDNER: Actor = Actor::Contact {
    person: LINDNER,
    account: KITANO,
    access: domain::access::Access::all(Level::ReadWrite),
};
pub const AS_MORI: Actor = Actor::Agent {
    person: MORI,
    role: Role::Tier1,
    team: Some(TIER1),
};
pub const AS_ISHIKAWA: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Tier2,
    team: None,
};

/// Noon of a working day.
pub fn noon() -> Instant {
    "2026-11-20T03:00:00Z".parse().expect("an instant")
}

/// What each company has: the better of the desk's plans, for everything.
pub fn bought() -> Vec<Entitlement> {
    vec![Entitlement {
        contract: "C-1001".into(),
        plan: "advanced".into(),
        trial: false,
        deployment: None,
        product: None,
        options: Vec::new(),
        from: jiff::civil::date(2024, 4, 1),
        to: jiff::civil::date(2034, 3, 31),
    }]
}

impl Cast {
    /// Puts the cast into an empty store, and lets the default desk serve.
    pub async fn enter(store: &Store) -> Self {
        Self::enter_on(store, DESK).await
    }

    /// The same with another desk.
    pub async fn enter_on(store: &Store, text: &str) -> Self {
        let desk = domain::desk::check(text).expect("the desk is whole");
        let version = store
            .serve_desk(&desk.id, text, noon())
            .await
            .expect("the desk serves");
        let site = |id, label: &str, environments: &[&str]| Deployment {
            id,
            label: label.to_owned(),
            label_en: String::new(),
            identifier: format!("ORG-{}", id.0),
            environments: environments.iter().map(|e| (*e).to_owned()).collect(),
        };
        let team = Team {
            id: TIER1,
            label: "一次窓口".into(),
            label_en: "Tier 1".into(),
            closed: false,
        };
        let mut list = directory::add_team(&team, By::System, noon()).expect("a team");
        let hinode = [
            site(TOKYO, "東京本社", &["production", "uat"]),
            site(OSAKA, "大阪支店", &["production"]),
        ];
        let kitano = [site(BERLIN, "Berlin", &["production"])];
        for (id, names, sites) in [
            (
                HINODE,
                ["日の出物流株式会社", "Hinode Logistics"],
                &hinode[..],
            ),
            (
                KITANO,
                ["Kitano Retail GmbH", "Kitano Retail GmbH"],
                &kitano[..],
            ),
        ] {
            list.extend(
                directory::add_account(id, names, sites, &bought(), By::System, noon())
                    .expect("an account"),
            );
        }
        let contact = |account, level| Standing::Contact { account, level };
        for (id, standing, names, email, language) in [
            (
                AOKI,
                contact(HINODE, Level::ReadWrite),
                ["青木", "真理", "アオキ", "マリ"],
                "aoki@hinode.example",
                "ja",
            ),
            (
                BABA,
                contact(HINODE, Level::ReadWrite),
                ["馬場", "蓮", "ババ", "レン"],
                "baba@hinode.example",
                "ja",
            ),
            (
                READER,
                contact(HINODE, Level::ReadOnly),
                ["千葉", "薫", "チバ", "カオル"],
                "chiba@hinode.example",
                "ja",
            ),
            (
                LINDNER,
                contact(KITANO, Level::ReadWrite),
                ["Lindner", "Eva", "", ""],
                "eva@kitano.example",
                "en",
            ),
            (
                MORI,
                Standing::Agent {
                    role: Role::Tier1,
                    team: Some(TIER1),
                },
                ["森", "佳奈", "モリ", "カナ"],
                "mori@vendor.example",
                "ja",
            ),
            (
                ISHIKAWA,
                Standing::Agent {
                    role: Role::Tier2,
                    team: None,
                },
                ["石川", "拓", "イシカワ", "タク"],
                "ishikawa@vendor.example",
                "ja",
            ),
        ] {
            let [family, given, family_kana, given_kana] = names.map(Prose::new);
            let profile = Profile {
                family,
                given,
                family_kana,
                given_kana,
                email: Prose::new(email),
                language: Language::new(language),
                time_zone: "Asia/Tokyo".into(),
            };
            list.extend(
                directory::add_person(id, standing, profile, By::System, noon()).expect("a person"),
            );
        }
        store.add(list).await.expect("the cast enters");
        Self { desk, version }
    }

    /// A case as a contact might open it.
    pub fn new_case(&self, actor: &Actor, deployment: DeploymentId, subject: &str) -> NewCase {
        let (contact, account) = match actor {
            Actor::Contact {
                person, account, ..
            } => (*person, *account),
            _ => (AOKI, HINODE),
        };
        NewCase {
            desk_version: self.version,
            account,
            deployment,
            contact,
            kind: "support-case".into(),
            sub_type: Some("problem".into()),
            product: self.desk.products[0].id.clone(),
            environment: Some("production".into()),
            severity: self.desk.preset_severity.clone(),
            channel: "web".into(),
            centre: None,
            language: Language::new("ja"),
            subject: subject.into(),
            description: format!("{subject}: details"),
            answers: Default::default(),
            continues: None,
        }
    }

    /// The events that open it.
    pub fn opening(
        &self,
        actor: &Actor,
        new: NewCase,
        at: Instant,
    ) -> Vec<(Instant, By, CaseEvent)> {
        let events = case::open(
            new,
            &bought(),
            &Facts {
                now: at,
                actor,
                desk: &self.desk,
            },
        )
        .expect("it may be opened");
        events
            .into_iter()
            .map(|event| (at, actor.by(), event))
            .collect()
    }

    /// Opens a case; gives its number.
    pub async fn open(
        &self,
        store: &Store,
        actor: &Actor,
        deployment: DeploymentId,
        subject: &str,
        at: Instant,
    ) -> Result<i64, WriteError> {
        let events = self.opening(actor, self.new_case(actor, deployment, subject), at);
        let keys = Keys {
            contact: format!("key {}", actor.person().map_or(0, |p| p.0)),
            deployment: format!("{deployment}"),
        };
        loop {
            let opening = Opening {
                id: CaseId(store::fresh_id(at)),
                desk: &self.desk,
                keys: keys.clone(),
                events: &events,
            };
            match store.open_cases(&[opening], Vec::new()).await {
                // The clock stands still here: of hundreds of ids some two may be one. It is tried again, as the program does.
                Err(WriteError::Conflict) => {}
                opened => return Ok(opened?[0]),
            }
        }
    }
}
