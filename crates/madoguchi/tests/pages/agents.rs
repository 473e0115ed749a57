//! Agents who come, change and leave, on the page and over the API (S10); contacts who change companies (A1).

use axum::http::StatusCode;
use domain::{
    Level, Role,
    access::Command,
    directory::{Person, Standing},
};
use madoguchi::app::{App, Clock, Desks};
use store::Statement;
use testkit::cast::*;

use crate::{
    access::ADMINISTRATOR,
    browser::{House, Reader},
};

async fn administers(house: &House) -> Reader {
    let promote = "UPDATE people SET role = 'administrator' WHERE id = $1";
    let promote = Statement::new(promote, vec![ISHIKAWA.into()]);
    house.app.store.add(vec![promote]).await.unwrap();
    house.reader(ISHIKAWA).await
}

async fn by_email(house: &House, email: &str) -> Option<Person> {
    house.app.store.person_by_email(email).await.unwrap()
}

#[tokio::test]
async fn s10_an_agent_is_let_in_changed_and_out_at_once_when_they_leave() {
    let house = House::open().await;
    let admin = administers(&house).await;
    let email = "noda@vendor.example";
    let team = TIER1.to_string();
    let new = [
        ("family", "野田"),
        ("given", "誠"),
        ("email", email),
        ("role", "tier2"),
        ("team", team.as_str()),
        ("language", "ja"),
    ];
    let page = house.get(&admin, "/staff/agents").await;
    assert!(page.text.contains("担当者の追加") && page.text.contains("森 佳奈"));
    let added = house.post(&admin, "/staff/agents", &new).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    let letter = house.letters(1).await.remove(0);
    assert_eq!(letter.to.email, email);
    assert!(letter.said.contains("/sign-in/forgotten"));
    let twice = house.post(&admin, "/staff/agents", &new).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text.contains("すでに使われています"));
    let empty = house
        .post(&admin, "/staff/agents", &[("language", "ja")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);

    let noda = by_email(&house, email).await.unwrap();
    let standing = |role, team| Standing::Agent { role, team };
    assert_eq!(noda.standing, standing(Role::Tier2, Some(TIER1)));
    let path = format!("/staff/agents/{}", noda.id);
    let change = [("do", "role"), ("role", "supervisor"), ("team", "")];
    house.post(&admin, &path, &change).await;
    let now = by_email(&house, email).await.unwrap();
    assert_eq!(now.standing, standing(Role::Supervisor, None));

    let reader = house.reader(noda.id).await;
    let bearer = format!(
        "Bearer {}",
        house.app.make_token(email, "test").await.unwrap()
    );
    let headers = [("authorization", bearer.as_str())];
    let nobody = Reader::default();
    let me = async || {
        let me = house.send(&nobody, "GET", "/api/v1/me", None, &headers);
        me.await.status
    };
    assert_eq!(house.get(&reader, "/staff").await.status, StatusCode::OK);
    assert_eq!(me().await, StatusCode::OK);
    house.post(&admin, &path, &[("do", "suspend")]).await;
    let out = house.get(&reader, "/staff").await;
    assert!(
        out.header("location").starts_with("/sign-in"),
        "{}",
        out.text
    );
    assert_eq!(me().await, StatusCode::UNAUTHORIZED);
    // Who comes back has to make new ones.
    house.post(&admin, &path, &[("do", "resume")]).await;
    assert_eq!(me().await, StatusCode::UNAUTHORIZED);
    assert!(
        house
            .app
            .sign_in_as(noda.id, &Default::default())
            .await
            .unwrap()
            .is_some()
    );
    let mori = house.reader(MORI).await;
    for (path, fields) in [("/staff/agents", &new[..]), (&path, &change[..])] {
        let refused = house.post(&mori, path, fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
    // Contacts are no agents.
    let contact = format!("/staff/agents/{AOKI}");
    let gone = house.post(&admin, &contact, &change).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    const RANK: &str = "UPDATE people SET role = 'tier2' WHERE id = $1";
    let back = Statement::new(RANK, vec![ISHIKAWA.into()]);
    house.app.store.add(vec![back]).await.unwrap();
    assert_eq!(house.faults().await, []);
}

#[tokio::test]
async fn s10_the_last_administrator_stays_on_page_and_api() {
    let house = House::open().await;
    let admin = administers(&house).await;
    let path = format!("/staff/agents/{ISHIKAWA}");
    let demotion = [("do", "role"), ("role", "tier1")];
    for fields in [&[("do", "suspend")][..], &demotion] {
        let refused = house.post(&admin, &path, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("ほかに管理者がいない"));
    }
    let program = house.program("ishikawa@vendor.example").await;
    let calls = async |path: &str, body: &str| house.post_json(&program, path, body).await;
    let path = format!("/api/v1/agents/{ISHIKAWA}");
    let refused = calls(&path, r#"{"suspended": true}"#).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text.contains("last-administrator"));
    let new = r#"{"family": "Noda", "email": "noda@vendor.example", "role": "administrator", "language": "en"}"#;
    let added = calls("/api/v1/agents", new).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.text);
    let again = calls("/api/v1/agents", new).await;
    assert!(again.text.contains("address-taken"), "{}", again.text);
    let done = calls(&path, r#"{"role": "tier1", "team": ""}"#).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    // From here on they are no administrator themselves.
    let late = calls("/api/v1/agents", new).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a1_who_changes_companies_leaves_all_behind_but_what_they_submitted() {
    for database in testkit::databases().await {
        let store = database.store.clone();
        let cast = Cast::enter(&store).await;
        let desks = Desks::stored(&store).await.unwrap();
        let app = App::new(store.clone(), desks, Clock::set_to(noon()))
            .await
            .unwrap();
        let secret = app
            .sign_in_as(AOKI, &Default::default())
            .await
            .unwrap()
            .unwrap();
        for command in [
            Command::NameAdmin { contact: AOKI },
            Command::Give {
                contact: AOKI,
                deployment: None,
                level: Level::ReadOnly,
                from: None,
                until: None,
            },
        ] {
            let done = app.change_access(&ADMINISTRATOR, HINODE, &command).await;
            assert_eq!(done.unwrap(), Ok(()));
        }
        let number = cast
            .open(&store, &AS_AOKI, TOKYO, "x", noon())
            .await
            .unwrap();
        let token = app.make_token("aoki@hinode.example", "test").await.unwrap();
        for (actor, from, to) in [
            (&AS_MORI, HINODE, KITANO),
            (&ADMINISTRATOR, KITANO, HINODE),
            (&ADMINISTRATOR, HINODE, HINODE),
            (&ADMINISTRATOR, HINODE, domain::AccountId(999)),
        ] {
            assert!(app.move_contact(actor, from, AOKI, to).await.is_err());
        }
        app.move_contact(&ADMINISTRATOR, HINODE, AOKI, KITANO)
            .await
            .unwrap();
        let aoki = store.person(AOKI).await.unwrap().unwrap();
        let standing = Standing::Contact {
            account: KITANO,
            level: Level::ReadOnly,
        };
        assert_eq!(aoki.standing, standing);
        let old = store.account(HINODE).await.unwrap().unwrap();
        assert_eq!(old.admin, None);
        assert!(old.grants.iter().all(|grant| grant.contact != AOKI));
        assert!(app.signed_in(&secret).await.unwrap().is_none());
        assert!(store.token(&token, noon()).await.unwrap().is_none());
        assert!(app.acting_in(&aoki, HINODE).await.unwrap().is_none());
        let new = app.acting_in(&aoki, KITANO).await.unwrap().unwrap().actor;
        assert!(store.case(&new.scope(), number).await.unwrap().is_none());
        let case = store.case(&AS_BABA.scope(), number).await.unwrap().unwrap();
        assert_eq!((case.case.account, case.case.contact), (HINODE, AOKI));
        let report = store.verify(&app.desks.all(), &mut |_| {}).await.unwrap();
        assert_eq!(report.faults, [], "{}", database.name);
    }
}

#[tokio::test]
async fn a1_administrators_move_a_contact_on_the_page() {
    let house = House::open().await;
    let admin = administers(&house).await;
    let path = format!("/staff/accounts/{HINODE}/access");
    let page = house.get(&admin, &path).await.text;
    assert!(page.contains("連絡先を別のアカウントに移す"));
    let (who, to) = (AOKI.to_string(), KITANO.to_string());
    let fields = [("contact", who.as_str()), ("to-account", to.as_str())];
    let moved = house.post(&admin, &format!("{path}/move"), &fields).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let aoki: Person = house.app.store.person(AOKI).await.unwrap().unwrap();
    assert_eq!(aoki.home(), Some(KITANO));
    let nobody = [("contact", "999"), ("to-account", to.as_str())];
    let gone = house.post(&admin, &format!("{path}/move"), &nobody).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
