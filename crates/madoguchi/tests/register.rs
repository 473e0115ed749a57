//! The register of customers: rows that add and change, all or none, and a dry run first (S10, A3).
#![allow(clippy::unwrap_used)] // in a test it is the assertion

use domain::{Actor, Level, PersonId, Role, case::Refused, desk::List};
use madoguchi::app::{
    App, Clock, Desks, Fail,
    register::{Did, Outcome, Row, Why, of_csv},
};
use store::cases::{Direction, Filter, Holder, Query, Sort, View};
use testkit::{Cast, cast::*, databases};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: MORI,
    role: Role::Administrator,
    team: None,
};

struct House {
    app: App,
    kept: testkit::Database,
}

async fn houses() -> Vec<House> {
    let mut houses = Vec::new();
    for kept in databases().await {
        Cast::enter(&kept.store).await;
        let desks = Desks::stored(&kept.store).await.unwrap();
        let app = App::new(kept.store.clone(), desks, Clock::set_to(noon()));
        let app = app.await.unwrap();
        houses.push(House { app, kept });
    }
    houses
}

impl House {
    async fn take(&self, csv: &str, dry: bool) -> Vec<Outcome> {
        let rows = of_csv(csv).unwrap();
        let done = self.app.register(&ADMINISTRATOR, &rows, dry).await;
        done.unwrap_or_else(|fail| panic!("{}: {fail}", self.kept.name))
    }

    async fn sound(&self) {
        let desks = self.app.desks.all();
        let report = self.app.store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, [], "{}", self.kept.name);
    }
}

const NEW: &str = "\
account,account_en,deployment,identifier,environments,contract,plan,from,to,family,given,email,level,admin
海鳴電機株式会社,Uminari Electric,本社,ORG-UMI-1,production uat,C-77,standard,2026-04-01,2027-03-31,浜田,凪,hamada@uminari.example,read-write,yes
海鳴電機株式会社,,工場,ORG-UMI-2,,,,,,佐久間,湊,sakuma@uminari.example,read-only,
";

#[tokio::test]
async fn s10_rows_add_a_company_with_all_that_it_has() {
    for house in houses().await {
        let all = [
            Did::AccountAdded,
            Did::DeploymentAdded,
            Did::ContractGranted,
            Did::ContactAdded,
            Did::AdminNamed,
        ];
        let dry = house.take(NEW, true).await;
        assert_eq!(dry[0].did, all);
        let store = &house.app.store;
        let found = store.account_by_name("海鳴電機株式会社").await.unwrap();
        assert_eq!(found, None, "a dry run writes nothing");
        assert_eq!(house.take(NEW, false).await, dry, "it does what it said");
        let id = store
            .account_by_name("Uminari Electric")
            .await
            .unwrap()
            .unwrap();
        let account = store.account(id).await.unwrap().unwrap();
        assert_eq!(account.deployments.len(), 2);
        assert_eq!(account.entitlements[0].contract, "C-77");
        let admin = store
            .person_by_email("hamada@uminari.example")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(account.admin, Some(admin.id));
        // The same once more changes nothing.
        let again = house.take(NEW, false).await;
        assert!(
            again.iter().all(|outcome| *outcome == Outcome::default()),
            "{again:?}"
        );
        house.sound().await;
    }
}

#[tokio::test]
async fn s10_rows_change_what_is_there() {
    for house in houses().await {
        house.take(NEW, false).await;
        let csv = "\
account,account_en,deployment,identifier,contract,plan,from,to,email,level,given
海鳴電機株式会社,Uminari Denki,本社ビル,ORG-UMI-1,C-77,standard,2026-04-01,2026-12-31,sakuma@uminari.example,read-write,港
";
        let did = house.take(csv, false).await.remove(0).did;
        let wanted = [
            Did::AccountRenamed,
            Did::DeploymentChanged,
            Did::ContractEnded,
            Did::ContactChanged,
        ];
        assert_eq!(did, wanted);
        let store = &house.app.store;
        let person = store
            .person_by_email("sakuma@uminari.example")
            .await
            .unwrap()
            .unwrap();
        let acting = house.app.acting(&person, None).await.unwrap().unwrap();
        assert!(acting.actor.may_write());
        assert_eq!(person.profile.given.as_str(), "港");
        house.sound().await;
    }
}

#[tokio::test]
async fn c10_lists_follow_a_new_name() {
    for house in houses().await {
        let store = &house.app.store;
        let cast = Cast {
            desk: domain::desk::check(DESK).unwrap(),
            version: 1,
        };
        for (who, site) in [(&AS_AOKI, TOKYO), (&AS_BABA, OSAKA)] {
            cast.open(store, who, site, "件名", noon()).await.unwrap();
        }
        let first_by = async |sort| {
            let query = Query {
                list: Some(List::Cases),
                holder: Holder::All,
                view: View::NotClosed,
                filter: Filter::default(),
                sort,
                direction: Direction::Ascending,
                cursor: None,
                limit: 10,
            };
            let page = store.cases(&AS_AOKI.scope(), &query).await.unwrap();
            page.rows[0].contact
        };
        assert_eq!(first_by(Sort::Contact).await, AOKI);
        let before = first_by(Sort::Deployment).await;
        let site = store.deployments(HINODE).await.unwrap();
        let named = site.iter().find(|d| d.id == TOKYO).unwrap();
        let label = if before == AOKI { "龍" } else { "あ" };
        let account = store.account(HINODE).await.unwrap().unwrap().name;
        let csv = format!(
            "account,deployment,identifier,email,family,family_kana\n{account},{label},{},aoki@hinode.example,輪島,ワジマ\n",
            named.identifier
        );
        let did = house.take(&csv, false).await.remove(0).did;
        assert_eq!(did, [Did::DeploymentChanged, Did::ContactChanged]);
        assert_eq!(first_by(Sort::Contact).await, BABA);
        assert_ne!(first_by(Sort::Deployment).await, before);
        house.sound().await;
    }
}

#[tokio::test]
async fn s10_one_wrong_row_and_nothing_is_written() {
    for house in houses().await {
        let csv = "\
account,identifier,deployment,contract,plan,from,to,email,family,level
海鳴電機株式会社,ORG-1,本社,C-1,standard,2026-04-01,2027-03-31,,,
海鳴電機株式会社,,,C-2,golden,2026-04-01,2027-03-31,,,
海鳴電機株式会社,,,C-3,standard,2026-04-31,2027-03-31,,,
海鳴電機株式会社,,,C-4,standard,2026-04-01,2026-03-31,,,
海鳴電機株式会社,,,,,,,not an address,浜田,
海鳴電機株式会社,,,,,,,aoki@hinode.example,青木,
,,,,,,,x@y.example,浜田,
";
        let outcomes = house.take(csv, false).await;
        let why = |place: usize| {
            let wrong = outcomes[place].wrong.first();
            wrong.map(|wrong| (wrong.column, wrong.why))
        };
        assert_eq!(why(0), None);
        assert_eq!(why(1), Some(("plan", Why::NotOffered)));
        assert_eq!(why(2), Some(("from", Why::NotADate)));
        assert_eq!(why(3), Some(("to", Why::Backwards)));
        assert_eq!(why(4), Some(("email", Why::NotAnAddress)));
        assert_eq!(why(5), Some(("email", Why::Taken)), "of another company");
        assert_eq!(why(6), Some(("account", Why::Missing)));
        let found = house.app.store.account_by_name("海鳴電機株式会社").await;
        assert_eq!(found.unwrap(), None);
        house.sound().await;
    }
}

#[tokio::test]
async fn a3_a_plan_bounds_the_contacts_who_open_cases() {
    for house in houses().await {
        house.take(NEW, false).await;
        // The plan has four places; one is taken.
        let mut csv = "account,family,email,level\n".to_owned();
        for n in 1..=4 {
            csv += &format!("海鳴電機株式会社,連絡先{n},c{n}@uminari.example,read-write\n");
        }
        let outcomes = house.take(&csv, true).await;
        let refused: Vec<bool> = outcomes.iter().map(|o| !o.wrong.is_empty()).collect();
        assert_eq!(refused, [false, false, false, true]);
        assert_eq!(outcomes[3].wrong[0].why, Why::NoPlaceLeft);
    }
}

#[tokio::test]
async fn s10_only_administrators_register() {
    let house = houses().await.remove(0);
    let row = Row {
        account: "海鳴電機株式会社".into(),
        ..Row::default()
    };
    let contact = Actor::Contact {
        person: PersonId(101),
        account: HINODE,
        access: domain::access::Access::all(Level::ReadWrite),
    };
    for actor in [AS_MORI, contact, Actor::System] {
        let done = house
            .app
            .register(&actor, std::slice::from_ref(&row), true)
            .await;
        assert!(
            matches!(done, Err(Fail::Refused(Refused::NotAllowed))),
            "{actor:?}"
        );
    }
}

#[tokio::test]
async fn c6_an_account_is_found_by_whatever_it_is_known_by() {
    for house in houses().await {
        house.take(NEW, false).await;
        let store = &house.app.store;
        let id = store.account_by_name("海鳴電機株式会社").await.unwrap();
        assert!(id.is_some());
        for known in [
            "ORG-UMI-2",
            "C-77",
            "Uminari Electric",
            "海鳴電機株式会社",
            "HAMADA@uminari.example",
        ] {
            let found = store.account_known_by(known).await.unwrap();
            assert_eq!(found, id, "{known}, {}", house.kept.name);
        }
        for unknown in ["", "ORG-UMI", "mori@vendor.example"] {
            assert_eq!(
                store.account_known_by(unknown).await.unwrap(),
                None,
                "{unknown}"
            );
        }
    }
}

#[tokio::test]
async fn c6_user_ids_serial_numbers_and_pins_lead_to_one_account() {
    for house in houses().await {
        house.take(NEW, false).await;
        let csv = "\
account,identifier,user_ids,serial_numbers,pins
海鳴電機株式会社,ORG-UMI-2,umi-0042,FCH2203A0QX FCH2203A0QY,
海鳴電機株式会社,,,,48213377
";
        let did: Vec<Vec<Did>> = house
            .take(csv, false)
            .await
            .into_iter()
            .map(|outcome| outcome.did)
            .collect();
        let given = Did::IdentifierGiven;
        assert_eq!(did, [vec![given, given, given], vec![given]]);
        let again = house.take(csv, false).await;
        assert!(again.iter().all(|outcome| *outcome == Outcome::default()));
        let store = &house.app.store;
        let id = store.account_by_name("海鳴電機株式会社").await.unwrap();
        for known in ["umi-0042", "FCH2203A0QY"] {
            assert_eq!(store.account_known_by(known).await.unwrap(), id, "{known}");
        }
        // A PIN is looked up apart, and kept as nothing that could be said on the phone.
        assert_eq!(store.account_known_by("48213377").await.unwrap(), None);
        let by_pin = async |pin| house.app.account_by_pin(pin).await.unwrap();
        assert_eq!(by_pin("48213377").await, id);
        assert_eq!(by_pin("48213378").await, None);
        let kept = store.identifiers(id.unwrap()).await.unwrap();
        assert_eq!(kept.len(), 4);
        assert!(kept.iter().all(|known| !known.value.contains("48213377")));
        // Nobody else can have it.
        let theirs = "account,pins\n日の出物流株式会社,48213377\n";
        let wrong = house.take(theirs, false).await.remove(0).wrong.remove(0);
        assert_eq!((wrong.column, wrong.why), ("pins", Why::Taken));
        let gone = "account,serial_numbers\n海鳴電機株式会社,-FCH2203A0QX\n";
        let did = house.take(gone, false).await.remove(0).did;
        assert_eq!(did, [Did::IdentifierTaken]);
        assert_eq!(store.account_known_by("FCH2203A0QX").await.unwrap(), None);
        house.sound().await;
    }
}
