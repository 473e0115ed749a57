//! The audit (O5): who did what, when, from where, for whom; and what was altered shows.

use axum::http::StatusCode;
use domain::{
    Actor, PersonId, Role,
    access::Command,
    audit::{AuditEvent, AuditFilter, SignInWay},
    event::By,
};
use madoguchi::app::{App, Clock, Desks};
use store::{Statement, verify::Fault};
use testkit::cast::*;

use crate::browser::{House, Reader};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Administrator,
    team: None,
};

impl House {
    /// Kinds of the lines of the audit, the latest first, with who did it and what it says.
    pub async fn audit(&self) -> Vec<(String, By, String)> {
        let filter = AuditFilter::default();
        let lines = self.app.store.audit(&filter, None, 100).await;
        let lines = lines.unwrap().into_iter();
        let acts = lines.filter(|line| line.stream == "audit");
        acts.map(|line| (line.kind, line.by, line.body.to_string()))
            .collect()
    }

    /// Makes this agent an administrator.
    pub(crate) async fn promote(&self, agent: PersonId) {
        self.rank(agent, "administrator").await;
    }

    /// Without an event: whoever looks for faults puts it back first.
    async fn rank(&self, agent: PersonId, role: &str) {
        const RANK: &str = "UPDATE people SET role = $2 WHERE id = $1";
        let rank = Statement::new(RANK, vec![agent.into(), role.into()]);
        self.app.store.add(vec![rank]).await.unwrap();
    }
}

#[tokio::test]
async fn o5_sign_ins_refusals_and_looks_are_kept_with_who_and_from_where() {
    let house = House::open().await;
    let store = &house.app.store;
    let number = house
        .cast
        .open(store, &AS_LINDNER, BERLIN, "x", noon())
        .await
        .unwrap();
    let password = "three quiet rivers";
    house
        .app
        .set_password("aoki@hinode.example", password)
        .await
        .unwrap();
    let sign_in = async |password: &str| {
        let fields = [("email", "aoki@hinode.example"), ("password", password)];
        house
            .post(&Reader::default(), "/sign-in", &fields)
            .await
            .status
    };
    assert_eq!(
        sign_in("CANARY-password").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(sign_in(password).await, StatusCode::SEE_OTHER);
    let aoki = house.reader(AOKI).await;
    let foreign = format!("/cases/{number:08}?CANARY-query=1");
    assert_eq!(
        house.get(&aoki, &foreign).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.get(&aoki, "/staff").await.status,
        StatusCode::NOT_FOUND
    );
    house.post(&aoki, "/sign-out", &[]).await;
    let token = house
        .app
        .make_token("aoki@hinode.example", "test")
        .await
        .unwrap();
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let path = format!("/api/v1/cases/{number:08}");
    house
        .send(&Reader::default(), "GET", &path, None, &headers)
        .await;
    let pin = [("pin", "12345678")];
    house
        .post(&house.reader(MORI).await, "/staff/accounts/known", &pin)
        .await;

    let kept = house.audit().await;
    let said: Vec<(&str, By)> = kept
        .iter()
        .map(|(kind, by, _)| (kind.as_str(), *by))
        .collect();
    let (aoki, mori) = (By::Person(AOKI), By::Person(MORI));
    assert_eq!(
        said,
        [
            ("looked", mori),
            ("refused", aoki),
            ("signed-out", aoki),
            ("refused", aoki),
            ("refused", aoki),
            ("signed-in", aoki),
            ("sign-in-refused", By::System),
        ]
    );
    let bodies: String = kept.iter().map(|(.., body)| body.as_str()).collect();
    assert!(bodies.contains("127.0.0.1") && bodies.contains("aoki@hinode.example"));
    assert!(bodies.contains(&format!("GET /cases/{number:08}")));
    assert!(bodies.contains(&format!("GET /api/v1/cases/{number:08}")));
    for secret in ["CANARY", "12345678", password, &token] {
        assert!(!bodies.contains(secret), "{secret}");
    }
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn o5_administrators_search_it_and_take_it_along_and_nobody_else_does() {
    let house = House::open().await;
    house.promote(ISHIKAWA).await;
    let tick = Command::Tick {
        on: Vec::new(),
        off: vec![BABA],
    };
    house
        .app
        .change_access(&ADMINISTRATOR, HINODE, &tick)
        .await
        .unwrap()
        .unwrap();
    let name = Command::NameAdmin { contact: BABA };
    house
        .app
        .change_access(&ADMINISTRATOR, HINODE, &name)
        .await
        .unwrap()
        .unwrap();
    let hostile = AuditEvent::SignInRefused {
        email: domain::Prose::new("=HYPERLINK(\"x\")"),
        from: None,
    };
    house.app.note(By::System, hostile).await.unwrap();
    let admin = house.reader(ISHIKAWA).await;
    let text = [("subject", "件名"), ("body", "{{ reader }}様")];
    house.post(&admin, "/staff/mails/answered/ja", &text).await;
    let reset = [("_reset", "1")];
    house.post(&admin, "/staff/mails/answered/ja", &reset).await;
    let kinds = house.audit().await.into_iter().map(|(kind, ..)| kind);
    let changed = kinds.filter(|kind| kind == "mail-text-changed").count();
    assert_eq!(changed, 2);
    let page = house.get(&admin, "/staff/audit").await;
    assert_eq!(page.status, StatusCode::OK);
    for wanted in [
        "カスタマーアドミンの設定",
        "馬場 蓮",
        "石川 拓",
        "日の出物流株式会社",
    ] {
        assert!(page.text.contains(wanted), "{wanted}");
    }
    let own = house
        .get(
            &admin,
            "/staff/audit?who=ishikawa%40vendor.example&kind=account+admin-named",
        )
        .await;
    assert!(own.text.contains("馬場 蓮") && !own.text.contains("サインインの失敗</td>"));
    let nobody = house
        .get(&admin, "/staff/audit?who=nobody%40nowhere.example")
        .await;
    assert!(nobody.text.contains("このメールアドレスの人はいません"));
    let file = house.get(&admin, "/staff/audit.csv").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.text.contains("admin-named"));
    let mut rows = csv::Reader::from_reader(file.text.as_bytes());
    for row in rows.records() {
        for cell in row.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
        }
    }
    assert!(
        house
            .audit()
            .await
            .iter()
            .any(|(kind, ..)| kind == "exported")
    );
    for person in [MORI, AOKI] {
        let reader = house.reader(person).await;
        for path in ["/staff/audit", "/staff/audit.csv"] {
            let page = house.get(&reader, path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

/// Two programs over one database, a hundred acts each at once.
#[tokio::test(flavor = "multi_thread")]
async fn o5_acts_stand_in_one_chain_whoever_hands_them_in_and_what_is_altered_shows() {
    for database in testkit::databases().await {
        let store = database.store.clone();
        Cast::enter(&store).await;
        let mut apps = Vec::new();
        for _ in 0..2 {
            let desks = Desks::stored(&store).await.unwrap();
            let clock = Clock::set_to(noon());
            apps.push(App::new(store.clone(), desks, clock).await.unwrap());
        }
        let act = |n: usize| {
            let app = apps[n % 2].clone();
            tokio::spawn(async move {
                let event = AuditEvent::SignedIn {
                    way: SignInWay::Password,
                    from: Some(format!("192.0.2.{n}")),
                };
                app.note(By::Person(AOKI), event).await
            })
        };
        let acts: Vec<_> = (0..200).map(act).collect();
        for one in acts {
            one.await.unwrap().unwrap();
        }
        let filter = AuditFilter {
            kind: Some("signed-in".into()),
            ..AuditFilter::default()
        };
        let lines = store.audit(&filter, None, 1_000).await.unwrap();
        assert_eq!(lines.len(), 200);
        let next = store.audit(&filter, Some(lines[49].seq), 50).await.unwrap();
        assert_eq!(next[0], lines[50], "paged by key");
        let desks = apps[0].desks.all();
        let faults = async || store.verify(&desks, &mut |_| {}).await.unwrap().faults;
        assert_eq!(faults().await, []);
        store.seal(noon()).await.unwrap();

        let flip =
            "UPDATE events SET body = replace(body, '192.0.2.100', '192.0.2.101') WHERE seq = $1";
        let of_100 = lines
            .iter()
            .find(|l| l.body.to_string().contains("192.0.2.100"))
            .unwrap();
        let flip = Statement::new(flip, vec![of_100.seq.into()]);
        store.add(vec![flip]).await.unwrap();
        let named = faults().await;
        let broken = named.iter().any(|fault| {
            matches!(
                fault,
                Fault::BrokenChain {
                    stream: "audit",
                    ..
                }
            )
        });
        assert!(broken, "{named:?}");
        let back =
            "UPDATE events SET body = replace(body, '192.0.2.101', '192.0.2.100') WHERE seq = $1";
        let back = Statement::new(back, vec![of_100.seq.into()]);
        store.add(vec![back]).await.unwrap();
        assert_eq!(faults().await, []);
        let cut = Statement::new(
            "DELETE FROM events WHERE seq = $1",
            vec![lines[0].seq.into()],
        );
        store.add(vec![cut]).await.unwrap();
        let named = faults().await;
        assert!(
            named
                .iter()
                .any(|fault| matches!(fault, Fault::Seal { .. })),
            "{named:?}"
        );
    }
}

#[tokio::test]
async fn o5_changes_say_from_where_and_for_whom_and_are_searched_by_it() {
    let house = House::open().await;
    house.promote(ISHIKAWA).await;
    let number = house.open_case(&AS_AOKI, "x").await;
    let admin = house.reader(ISHIKAWA).await;
    let aoki = house.reader(AOKI).await;
    let path = format!("/staff/accounts/{HINODE}/access/admin");
    let contact = BABA.to_string();
    let named = house.post(&admin, &path, &[("to", &contact)]).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text);
    let consent = format!("/cases/{number:08}/proxy-login");
    house.post(&aoki, &consent, &[("allowed", "yes")]).await;
    let mut mori = house.reader(MORI).await;
    let start = format!("/staff/cases/{number:08}/proxy-login");
    let contact = AOKI.to_string();
    mori.take_cookies(&house.post(&mori, &start, &[("contact", &contact)]).await);
    house.post(&mori, "/proxy-login/leave", &[]).await;

    let store = &house.app.store;
    let all = store.audit(&AuditFilter::default(), None, 100).await;
    let all = all.unwrap();
    let line = |kind: &str| all.iter().find(|line| line.kind == kind).unwrap();
    let here = Some("127.0.0.1".to_owned());
    assert_eq!(line("admin-named").from, here);
    assert_eq!(line("proxy-login-set").from, here);
    assert_eq!(line("proxy-login-set").stream, "case");
    let left = line("proxy-login-left");
    assert_eq!((left.by, left.on_behalf), (By::Person(MORI), Some(AOKI)));
    assert!(all.iter().any(|line| line.kind == "proxy-login-ended"));
    assert!(all.iter().all(|line| line.kind != "opened"));
    // What happens to cases beside says who, and not from where.
    const CASES: &str = "SELECT count(*) FROM events WHERE stream = 'case' AND kind = 'opened' AND from_address IS NOT NULL";
    let row = store.db().read_one(CASES, &[]).await.unwrap().unwrap();
    assert_eq!(row.columns().int().unwrap(), 0);

    let found = async |asked: &str| {
        let page = house.get(&admin, &format!("/staff/audit?{asked}")).await;
        let (_, table) = page.text.split_once("<tbody>").unwrap_or_default();
        table.to_owned()
    };
    let named = "カスタマーアドミンの設定";
    assert!(found("about=baba%40hinode.example").await.contains(named));
    assert!(!found("about=aoki%40hinode.example").await.contains(named));
    let aokis = found("about=aoki%40hinode.example").await;
    assert!(aokis.contains("ケースでの代理ログインの可否の変更"));
    assert!(aokis.contains("青木 真理さんとして"));
    let company: String =
        form_urlencoded::byte_serialize("日の出物流株式会社".as_bytes()).collect();
    assert!(found(&format!("about={company}")).await.contains(named));
    assert!(found("address=127.0.0.1").await.contains(named));
    assert_eq!(found("address=127.0.0.9").await, "");
    let today = noon().to_zoned(jiff::tz::TimeZone::get("Asia/Tokyo").unwrap());
    let (today, next) = (today.date(), today.date().tomorrow().unwrap());
    let on = found(&format!("from={today}&until={today}")).await;
    assert!(on.contains(named));
    assert_eq!(found(&format!("from={next}")).await, "");
    assert_eq!(found("about=nobody%40nowhere.example").await, "");
    let file = house
        .get(&admin, "/staff/audit.csv?kind=case+proxy-login-set")
        .await;
    let mut rows = csv::Reader::from_reader(file.text.as_bytes());
    let row = rows.records().next().unwrap().unwrap();
    assert_eq!((&row[6], &row[8]), ("proxy-login-set", "127.0.0.1"));
    house.rank(ISHIKAWA, "tier2").await;
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn o5_a_file_of_the_audit_leaves_nothing_out() {
    let house = House::open().await;
    house.promote(ISHIKAWA).await;
    let acts = (0..2_500).map(|n| store::audit::Act {
        at: noon(),
        by: By::Person(AOKI),
        event: AuditEvent::SignedOut {
            from: Some(format!("192.0.2.{}", n % 200)),
        },
        origin: Default::default(),
    });
    let acts: Vec<_> = acts.collect();
    house.app.store.append_acts(&acts).await.unwrap();
    let admin = house.reader(ISHIKAWA).await;
    let file = house
        .get(&admin, "/staff/audit.csv?kind=audit+signed-out")
        .await;
    let rows = csv::Reader::from_reader(file.text.as_bytes())
        .into_records()
        .count();
    assert_eq!(rows, 2_500);
    let (_, _, body) = &house.audit().await[0];
    assert!(body.contains("2500"), "{body}");
}
