//! Incidents on both databases (E3): one write for an update, however many cases; who reads one by the condition is who reads it by
//! the rule; what is stored is the replay.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AccountId, Actor, CaseId, DeploymentId, IncidentId, Instant, Language, Prose,
    access::Scope,
    event::By,
    incident::{Affected, Concerned, IncidentEvent, Phase, Reader, Texts},
};
use jiff::SignedDuration;
use store::{
    Store, WriteError,
    cases::StoredCase,
    incidents::{Asked, Change, State, StoredIncident},
};
use testkit::{cast::*, databases};

fn both(text: &str) -> Texts {
    let one = |tag: &str| (Language::new(tag), Prose::new(format!("{tag} {text}")));
    ["ja", "en"].map(one).into()
}

fn declared(number: i64, affected: Affected) -> IncidentEvent {
    IncidentEvent::Declared {
        number,
        desk_version: 1,
        from: None,
        title: both("title"),
        affected: Box::new(Affected {
            severity: "S1".into(),
            started_at: Some(noon()),
            ..affected
        }),
        lead: MORI,
        communications: ISHIKAWA,
    }
}

fn updated(minutes: i64) -> IncidentEvent {
    IncidentEvent::Updated {
        phase: Phase::Identified,
        texts: both("update"),
        next_at: noon() + SignedDuration::from_mins(minutes),
    }
}

struct Told<'a> {
    store: &'a Store,
    cast: &'a Cast,
}

impl Told<'_> {
    async fn happens(
        &self,
        before: Option<&StoredIncident>,
        happened: &[IncidentEvent],
        at: Instant,
    ) -> Result<StoredIncident, WriteError> {
        let id = match (before, &happened[0]) {
            (Some(before), _) => before.incident.id,
            (None, IncidentEvent::Declared { number, .. }) => IncidentId(7_000 + *number),
            _ => panic!("it begins with its declaration"),
        };
        let change = Change {
            id,
            before,
            desk: &self.cast.desk,
            happened,
            by: By::Person(MORI),
            at,
        };
        self.store.add(change.statements().unwrap()).await?;
        Ok(self.store.incident_by_id(id).await.unwrap().unwrap())
    }
}

fn contact(actor: &Actor, concerned: Option<Concerned>) -> Reader {
    Reader::Contact {
        scope: actor.scope(),
        concerned,
    }
}

fn of(account: AccountId, sites: &[DeploymentId]) -> Concerned {
    Concerned {
        account,
        sites: sites.iter().copied().collect(),
        products: BTreeSet::new(),
        since: None,
    }
}

async fn opened(cast: &Cast, store: &Store, actor: &Actor, site: DeploymentId) -> StoredCase {
    let number = cast.open(store, actor, site, "通話が切れる", noon()).await;
    let number = number.unwrap();
    store.case(&Scope::System, number).await.unwrap().unwrap()
}

#[tokio::test]
async fn e3_an_update_is_one_write_however_many_cases() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let told = Told { store, cast: &cast };
        let mut cases = Vec::new();
        for _ in 0..30 {
            cases.push(opened(&cast, store, &AS_AOKI, TOKYO).await.id);
        }
        let gathered = IncidentEvent::Gathered {
            cases: cases.clone(),
        };
        let begun = [declared(1, Affected::default()), updated(30), gathered];
        let before = told.happens(None, &begun, noon()).await.unwrap();
        let update = [updated(60)];
        let change = |before| Change {
            id: before,
            before: None,
            desk: &cast.desk,
            happened: &update,
            by: By::Person(MORI),
            at: noon(),
        };
        // The row, the event, and its texts.
        let of_thirty = Change {
            before: Some(&before),
            ..change(before.incident.id)
        };
        assert_eq!(of_thirty.statements().unwrap().len(), 4);
        let versions = async || {
            const SUM: &str = "SELECT cast(sum(version) AS bigint) FROM cases";
            let row = store.db().read_one(SUM, &[]).await.unwrap().unwrap();
            row.columns().int().unwrap()
        };
        let was = versions().await;
        let after = told.happens(Some(&before), &update, noon()).await.unwrap();
        assert_eq!(versions().await, was);
        assert_eq!(after.incident.updates.len(), 2);
        for case in cases {
            assert_eq!(store.told_by_incident(case).await.unwrap(), 2);
        }
    }
}

#[tokio::test]
async fn e3_who_reads_an_incident_is_who_the_rule_lets_and_unknown_looks_like_foreign() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let told = Told { store, cast: &cast };
        let hinodes = opened(&cast, store, &AS_AOKI, TOKYO).await;
        let kitanos = opened(&cast, store, &AS_LINDNER, BERLIN).await;
        let picked = Affected {
            accounts: [KITANO].into(),
            ..Affected::default()
        };
        let site = Affected {
            deployments: [TOKYO].into(),
            ..Affected::default()
        };
        let wide = Affected {
            products: ["contact-cloud".to_owned()].into(),
            wide: true,
            ..Affected::default()
        };
        let named = Affected {
            products: ["contact-cloud".to_owned()].into(),
            ..Affected::default()
        };
        let gathers = |case: CaseId| IncidentEvent::Gathered { cases: vec![case] };
        let hearing = |account| IncidentEvent::HearingSet {
            account,
            hears: false,
        };
        let cancelled = IncidentEvent::Cancelled {
            reason: Prose::new("x"),
        };
        let all = [
            vec![declared(1, Affected::default()), gathers(hinodes.id)],
            vec![declared(2, picked.clone()), gathers(kitanos.id)],
            vec![declared(3, site)],
            vec![declared(4, wide.clone())],
            vec![declared(5, named)],
            vec![declared(6, wide), hearing(HINODE), hearing(KITANO)],
            vec![declared(7, picked), cancelled],
        ];
        for happened in &all {
            told.happens(None, happened, noon()).await.unwrap();
        }
        let bought = |concerned: Concerned| Concerned {
            products: ["contact-cloud".to_owned()].into(),
            ..concerned
        };
        let late = Concerned {
            since: Some(noon() + SignedDuration::from_secs(1)),
            ..bought(of(HINODE, &[TOKYO, OSAKA]))
        };
        let readers = [
            Reader::Staff,
            contact(&AS_AOKI, None),
            contact(&AS_AOKI, Some(of(HINODE, &[TOKYO]))),
            contact(&AS_AOKI, Some(of(HINODE, &[OSAKA]))),
            contact(&AS_AOKI, Some(bought(of(HINODE, &[])))),
            contact(&AS_AOKI, Some(late)),
            contact(&AS_LINDNER, Some(bought(of(KITANO, &[BERLIN])))),
            contact(&AS_LINDNER, None),
            Reader::Contact {
                scope: Scope::Nothing,
                concerned: None,
            },
        ];
        let cases = BTreeMap::from([(hinodes.id, hinodes.case), (kitanos.id, kitanos.case)]);
        let mut seen = 0;
        for reader in &readers {
            let asked = Asked {
                limit: 100,
                ..Asked::default()
            };
            let found = store.incidents(reader, &asked).await.unwrap();
            let found: BTreeSet<i64> = found.iter().map(|one| one.incident.number).collect();
            seen += found.len();
            for number in 1..=all.len() as i64 {
                let stored = store.incident(&Reader::Staff, number).await.unwrap();
                let incident = stored.unwrap().incident;
                let gathered = incident.cases.iter().filter_map(|id| cases.get(id));
                let may = reader.may_read(&incident, gathered);
                assert_eq!(found.contains(&number), may, "{reader:?} {number}");
                let one = store.incident(reader, number).await.unwrap();
                assert_eq!(one.is_some(), may, "{reader:?} {number}");
            }
            // One that nobody has declared.
            assert!(store.incident(reader, 99).await.unwrap().is_none());
        }
        assert!(seen > 7);
        let running = store.count_incidents(&Reader::Staff, State::Running).await;
        assert_eq!(running.unwrap(), 6);
    }
}

#[tokio::test]
async fn e3_a_case_is_in_one_incident_and_what_is_kept_is_the_replay() {
    for database in databases().await {
        let store = &database.store;
        let cast = Cast::enter(store).await;
        let told = Told { store, cast: &cast };
        let case = opened(&cast, store, &AS_AOKI, TOKYO).await;
        let gathers = || IncidentEvent::Gathered {
            cases: vec![case.id],
        };
        let first = [declared(1, Affected::default()), updated(30), gathers()];
        let first = told.happens(None, &first, noon()).await.unwrap();
        // Another one cannot have it, nor the number.
        let second = [declared(2, Affected::default()), gathers()];
        assert!(matches!(
            told.happens(None, &second, noon()).await,
            Err(WriteError::Conflict)
        ));
        let again = Change {
            id: IncidentId(8_000),
            before: None,
            desk: &cast.desk,
            happened: &[declared(1, Affected::default())],
            by: By::Person(MORI),
            at: noon(),
        };
        assert!(matches!(
            store.add(again.statements().unwrap()).await,
            Err(WriteError::Conflict)
        ));
        let elsewhere = store.gathered_elsewhere(&[case.id].into(), None).await;
        assert_eq!(elsewhere.unwrap(), BTreeMap::from([(case.id, 1)]));
        // Two who change one copy: the second is told.
        let noted = IncidentEvent::Noted {
            text: Prose::new("x"),
        };
        let released = IncidentEvent::Released {
            cases: vec![case.id],
        };
        told.happens(Some(&first), std::slice::from_ref(&noted), noon())
            .await
            .unwrap();
        assert!(matches!(
            told.happens(Some(&first), &[noted], noon()).await,
            Err(WriteError::Conflict)
        ));
        let now = store.incident_by_id(first.incident.id).await.unwrap();
        let more = [
            IncidentEvent::DescriptionSet {
                title: both("other"),
                affected: Box::new(Affected {
                    severity: "S2".into(),
                    products: ["meetings".to_owned()].into(),
                    deployments: [BERLIN].into(),
                    accounts: [KITANO].into(),
                    started_at: Some(noon()),
                    ..Affected::default()
                }),
            },
            IncidentEvent::HearingSet {
                account: HINODE,
                hears: false,
            },
        ];
        told.happens(now.as_ref(), &more, noon()).await.unwrap();
        let desks = BTreeMap::from([(cast.version, cast.desk.clone())]);
        let report = store.verify(&desks, &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, []);
        // A case that is let go can be gathered by another one.
        let now = store.incident_by_id(first.incident.id).await.unwrap();
        told.happens(now.as_ref(), &[released], noon())
            .await
            .unwrap();
        told.happens(None, &second, noon()).await.unwrap();
        let rows = store
            .gathered_rows(&AS_LINDNER.scope(), first.incident.id, 0, 10)
            .await
            .unwrap();
        assert!(rows.is_empty());
    }
}
