//! For whom a token speaks (V-29), from where it counts, and what comes of reading unusually much (V-38, V-39).

use std::net::{IpAddr, SocketAddr};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use domain::{
    Actor, PersonId, Prose, Role,
    access::Command,
    audit::AuditFilter,
    directory::{Profile, Standing},
    event::By,
};
use jiff::SignedDuration;
use store::{Statement, directory, sign_ins::NewToken};
use testkit::cast::*;
use tower::ServiceExt;

use crate::browser::{House, Reader};

const ADMINISTRATOR: Actor = Actor::Agent {
    person: ISHIKAWA,
    role: Role::Administrator,
    team: None,
};
const GUEST: PersonId = PersonId(107);

/// What the audit has of a kind.
async fn kept(house: &House, kind: &str) -> Vec<String> {
    let filter = AuditFilter {
        kind: Some(kind.to_owned()),
        ..AuditFilter::default()
    };
    let lines = house.app.store.audit(&filter, None, 100).await.unwrap();
    lines.iter().map(|line| line.body.to_string()).collect()
}

async fn token(house: &House, person: PersonId, networks: &[&str]) -> String {
    let new = NewToken {
        networks: networks
            .iter()
            .map(|n| domain::network::Network::parse(n).unwrap())
            .collect(),
        ..NewToken::default()
    };
    let secret = house
        .app
        .make_own_token(person, &new, By::System)
        .await
        .unwrap();
    format!("Bearer {secret}")
}

async fn calls(house: &House, bearer: &str, path: &str, acting: &[&str]) -> (StatusCode, String) {
    let mut headers = vec![("authorization", bearer)];
    headers.extend(acting.iter().map(|account| ("acting-for", *account)));
    let answer = house
        .send(&Reader::default(), "GET", path, None, &headers)
        .await;
    (answer.status, answer.text)
}

/// Every kind of owner with every kind of account: a token speaks for what its owner has now, and for nothing else.
#[tokio::test]
async fn v29_a_token_speaks_for_what_its_owner_may_and_for_nobody_else() {
    let house = House::for_guests().await;
    let (app, store) = (&house.app, &house.app.store);
    let word = Prose::new;
    let profile = Profile {
        family: word("姓"),
        given: word("名"),
        family_kana: word(""),
        given_kana: word(""),
        email: word("guest@people.example"),
        language: domain::Language::new("ja"),
        time_zone: "Asia/Tokyo".into(),
    };
    let standing = Standing::Guest {
        account: HINODE,
        deployment: TOKYO,
    };
    store
        .add(directory::add_person(GUEST, standing, profile, By::System, noon()).unwrap())
        .await
        .unwrap();
    let theirs = house.open_case(&AS_AOKI, "theirs").await;
    let own = house
        .cast
        .open(store, &AS_LINDNER, BERLIN, "own", noon())
        .await
        .unwrap();
    for command in [
        Command::SetPartner {
            partner: KITANO,
            until: Some(jiff::civil::date(2026, 11, 21)),
            contract: None,
        },
        Command::Tick {
            on: vec![LINDNER],
            off: Vec::new(),
        },
    ] {
        assert_eq!(
            app.change_access(&ADMINISTRATOR, HINODE, &command)
                .await
                .unwrap(),
            Ok(())
        );
    }
    let (hinode, kitano) = (HINODE.to_string(), KITANO.to_string());
    let (hinode, kitano) = (hinode.as_str(), kitano.as_str());
    // What is named, and whose cases it gives: of the one company, of the other, of both, or refused.
    let named: [&[&str]; 8] = [
        &[],
        &[hinode],
        &[kitano],
        &["999"],
        &["x"],
        &["-1"],
        &[hinode, kitano],
        &["aoki@hinode.example"],
    ];
    let no = None;
    let table = |day: &str| {
        let live = day == "live";
        [
            (
                AOKI,
                [Some("theirs"), Some("theirs"), no, no, no, no, no, no],
            ),
            (
                READER,
                [Some("theirs"), Some("theirs"), no, no, no, no, no, no],
            ),
            (
                LINDNER,
                [
                    Some("own"),
                    live.then_some("theirs"),
                    Some("own"),
                    no,
                    no,
                    no,
                    no,
                    no,
                ],
            ),
            (GUEST, [Some(""), Some(""), no, no, no, no, no, no]),
            // Staff see both as they are, and speak for nobody.
            (MORI, [Some("both"), no, no, no, no, no, no, no]),
        ]
    };
    let mut cells = 0;
    for day in ["live", "over"] {
        if day == "over" {
            app.clock().advance(SignedDuration::from_hours(48));
        }
        for (person, wanted) in table(day) {
            let bearer = token(&house, person, &[]).await;
            let mut faces = Vec::new();
            for (acting, wanted) in named.iter().zip(wanted) {
                let what = format!("{person} for {acting:?}, {day}");
                let (status, text) = calls(&house, &bearer, "/api/v1/cases", acting).await;
                for (number, word) in [(theirs, "theirs"), (own, "own")] {
                    let sees = wanted == Some(word) || wanted == Some("both");
                    assert_eq!(
                        text.contains(&format!("\"{number:08}\"")),
                        sees,
                        "{what}: {text}"
                    );
                    let (read, _) = calls(
                        &house,
                        &bearer,
                        &format!("/api/v1/cases/{number:08}"),
                        acting,
                    )
                    .await;
                    let no = if wanted.is_some() {
                        StatusCode::NOT_FOUND
                    } else {
                        StatusCode::FORBIDDEN
                    };
                    assert_eq!(
                        read,
                        if sees { StatusCode::OK } else { no },
                        "{what}, {word}"
                    );
                }
                match wanted {
                    Some(_) => assert_eq!(status, StatusCode::OK, "{what}"),
                    None => {
                        assert_eq!(status, StatusCode::FORBIDDEN, "{what}");
                        faces.push(text);
                    }
                }
                cells += 1;
            }
            assert!(
                faces.windows(2).all(|two| two[0] == two[1]),
                "{person}: an unknown account and a foreign one differ"
            );
        }
    }
    assert_eq!(cells, 80);
    // Speaking for another is kept, once an hour for a token; so is trying to.
    let acts = kept(&house, "acts-for").await;
    assert_eq!(acts.len(), 1, "{acts:?}");
    assert!(
        acts[0].contains("\"account\":1") && acts[0].contains("127.0.0.1"),
        "{acts:?}"
    );
    let refused = kept(&house, "refused").await;
    assert!(
        refused.iter().any(|line| line.contains("\"acting_for\":2")),
        "{refused:?}"
    );
    // A body that names what is another's is refused as well.
    let bearer = token(&house, LINDNER, &[]).await;
    let body = format!("{{\"kind\":\"support-case\",\"deployment\":\"{TOKYO}\"}}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let answer = house
        .send(
            &Reader::default(),
            "POST",
            "/api/v1/cases",
            Some(body),
            &headers,
        )
        .await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        answer.text
    );
}

/// Asks from an address of the network.
async fn from(house: &House, bearer: &str, address: &str) -> (StatusCode, String) {
    let address: IpAddr = address.parse().unwrap();
    let mut request = Request::get("/api/v1/me").header("authorization", bearer);
    // Nobody's word of where they are counts.
    for name in ["x-forwarded-for", "x-real-ip", "forwarded"] {
        request = request.header(name, "203.0.113.7");
    }
    let mut request = request.body(Body::empty()).unwrap();
    request
        .extensions_mut()
        .insert(ConnectInfo(SocketAddr::new(address, 50_000)));
    let answer = house.router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX)
        .await
        .unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn v39_behind_a_proxy_its_word_of_the_client_counts_and_nobody_elses() {
    let house = House::open().await;
    let bearer = token(&house, AOKI, &["203.0.113.0/24"]).await;
    let proxy: IpAddr = "192.0.2.80".parse().unwrap();
    let router = madoguchi::serve::behind(house.router.clone(), proxy);
    let ask = async |peer: &str, clients: &[&str]| {
        let mut request = Request::get("/api/v1/me").header("authorization", &bearer);
        for client in clients {
            request = request.header("x-forwarded-for", *client);
        }
        let mut request = request.body(Body::empty()).unwrap();
        let peer = SocketAddr::new(peer.parse().unwrap(), 50_000);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request).await.unwrap().status()
    };
    for (peer, clients, status) in [
        ("192.0.2.80", &["203.0.113.7"][..], StatusCode::OK),
        ("192.0.2.80", &["198.51.100.1, 203.0.113.7"], StatusCode::OK),
        // What the client itself wrote stands before the proxy's word.
        (
            "192.0.2.80",
            &["203.0.113.7, 198.51.100.1"],
            StatusCode::UNAUTHORIZED,
        ),
        (
            "192.0.2.80",
            &["203.0.113.7", "198.51.100.1"],
            StatusCode::UNAUTHORIZED,
        ),
        // Without its word the proxy is where one is.
        ("192.0.2.80", &[], StatusCode::UNAUTHORIZED),
        ("203.0.113.7", &["203.0.113.7"], StatusCode::FORBIDDEN),
    ] {
        assert_eq!(ask(peer, clients).await, status, "{peer} {clients:?}");
    }
    let lines = kept(&house, "token-elsewhere").await;
    assert!(
        lines.iter().any(|line| line.contains("198.51.100.1")),
        "{lines:?}"
    );
}

#[tokio::test]
async fn v39_a_token_counts_from_its_networks_alone() {
    let house = House::open().await;
    let bearer = token(&house, AOKI, &["203.0.113.0/24", "2001:db8::/32"]).await;
    for inside in ["203.0.113.7", "2001:db8::5", "::ffff:203.0.113.9"] {
        assert_eq!(
            from(&house, &bearer, inside).await.0,
            StatusCode::OK,
            "{inside}"
        );
    }
    let unknown = from(&house, "Bearer mdg_nobodys", "198.51.100.1").await;
    assert_eq!(unknown.0, StatusCode::UNAUTHORIZED);
    for outside in ["198.51.100.1", "203.0.114.1", "2001:db9::1"] {
        assert_eq!(from(&house, &bearer, outside).await, unknown, "{outside}");
    }
    let lines = kept(&house, "token-elsewhere").await;
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[2].contains("198.51.100.1"), "{lines:?}");
    // Made on one's own page, where what is no network is told.
    let reader = house.reader(AOKI).await;
    let make = async |networks: &str| {
        let fields = [("label", "sync"), ("days", "9"), ("networks", networks)];
        house.post(&reader, "/profile/tokens", &fields).await
    };
    for wrong in [
        "x",
        "203.0.113.0/33",
        "203.0.113.7, hier",
        &"10.0.0.1 ".repeat(21),
    ] {
        let answer = make(wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.text.contains("href=\"#networks\""), "{wrong}");
    }
    let made = make("203.0.113.9/24、198.51.100.4").await;
    assert_eq!(made.status, StatusCode::OK);
    let secret = made.text.split("mdg_").nth(1).unwrap();
    let secret: String = secret
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    assert!(made.text.contains("203.0.113.0/24") && made.text.contains("198.51.100.4"));
    let bearer = format!("Bearer mdg_{secret}");
    assert_eq!(
        from(&house, &bearer, "198.51.100.4").await.0,
        StatusCode::OK
    );
    assert_eq!(
        from(&house, &bearer, "198.51.100.5").await.0,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(house.faults().await, []);
}

/// A house whose desk says that three is unusual and five is enough, with eight cases.
async fn strict() -> (House, Vec<i64>) {
    let rule = "reading = { alarm = 100, step_up = 300 }";
    assert!(DESK.contains(rule));
    let house = House::on_desk(&DESK.replace(rule, "reading = { alarm = 3, step_up = 5 }")).await;
    let promote = "UPDATE people SET role = 'administrator' WHERE id = $1";
    let promote = Statement::new(promote, vec![ISHIKAWA.into()]);
    house.app.store.add(vec![promote]).await.unwrap();
    let mut numbers = Vec::new();
    for n in 0..8 {
        numbers.push(house.open_case(&AS_AOKI, &format!("case {n}")).await);
    }
    (house, numbers)
}

#[tokio::test]
async fn v38_who_reads_unusually_much_is_told_of_and_signs_in_again() {
    let (house, numbers) = strict().await;
    let reader = house.reader(MORI).await;
    let read = async |reader: &Reader, number: i64| {
        house
            .get(reader, &format!("/staff/cases/{number:08}"))
            .await
    };
    for number in &numbers[..5] {
        // As often as one likes; readers of a case are no other case.
        for _ in 0..3 {
            assert_eq!(read(&reader, *number).await.status, StatusCode::OK);
        }
        house
            .get(&reader, &format!("/staff/cases/{number:08}/readers"))
            .await;
    }
    let letters = house.letters(1).await;
    assert_eq!(letters.len(), 1, "one letter to one administrator");
    assert_eq!(letters[0].to.email, "ishikawa@vendor.example");
    assert!(
        letters[0].text().contains("/staff/audit"),
        "{}",
        letters[0].text()
    );
    let lines = kept(&house, "read-many").await;
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].contains("\"cases\":3") && lines[0].contains("\"stopped\":false"),
        "{lines:?}"
    );
    // The sixth is shown to nobody who has not shown who they are again; lists are as before.
    let stopped = read(&reader, numbers[5]).await;
    let to = stopped.header("location").to_owned();
    assert!(
        to.starts_with("/sign-in?why=many&next=%2Fstaff%2Fcases%2F"),
        "{to}"
    );
    let page = house.get(&reader, &to).await;
    assert!(page.text.contains("ふだんより大幅に"), "it says why");
    assert!(
        read(&reader, numbers[0])
            .await
            .header("location")
            .starts_with("/sign-in?next="),
        "signed out"
    );
    // Another sign-in that nobody has shown themselves anew for is no way around.
    let other = house.reader(MORI).await;
    assert!(
        read(&other, numbers[5])
            .await
            .header("location")
            .starts_with("/sign-in?why=many")
    );
    house
        .app
        .set_password("mori@vendor.example", "three quiet rivers")
        .await
        .unwrap();
    let fields = [
        ("email", "mori@vendor.example"),
        ("password", "three quiet rivers"),
    ];
    let signed = house.post(&Reader::default(), "/sign-in", &fields).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
    let again = house.reader(MORI).await;
    for number in &numbers[3..8] {
        assert_eq!(read(&again, *number).await.status, StatusCode::OK);
    }
    assert_eq!(house.letters(1).await.len(), 1, "told once");
    // Somebody else is not held up by it, and customers read their own as they like.
    assert_eq!(
        read(&house.reader(ISHIKAWA).await, numbers[7]).await.status,
        StatusCode::OK
    );
    let customer = house.reader(AOKI).await;
    for number in &numbers {
        assert_eq!(
            house
                .get(&customer, &format!("/cases/{number:08}"))
                .await
                .status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn v39_a_token_that_reads_unusually_much_waits() {
    let (house, numbers) = strict().await;
    let bearer = token(&house, AOKI, &[]).await;
    let read = async |number: i64, rest: &str| {
        let path = format!("/api/v1/cases/{number:08}{rest}");
        house
            .send(
                &Reader::default(),
                "GET",
                &path,
                None,
                &[("authorization", &bearer)],
            )
            .await
    };
    for number in &numbers[..5] {
        assert_eq!(read(*number, "").await.status, StatusCode::OK);
        assert_eq!(read(*number, "/timeline").await.status, StatusCode::OK);
        house.app.clock().advance(SignedDuration::from_mins(1));
    }
    for rest in ["", "/timeline"] {
        let stopped = read(numbers[5], rest).await;
        assert_eq!(stopped.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(stopped.header("retry-after"), (55 * 60).to_string());
        assert_eq!(stopped.header("content-type"), "application/problem+json");
    }
    // A number that is not there counts as well: nobody tries them all.
    assert_eq!(read(99_999, "").await.status, StatusCode::TOO_MANY_REQUESTS);
    let lines = kept(&house, "read-many").await;
    assert!(
        lines.iter().all(|line| line.contains("\"token\":true")),
        "{lines:?}"
    );
    assert_eq!(
        lines
            .iter()
            .filter(|line| line.contains("\"stopped\":false"))
            .count(),
        1
    );
    house.app.clock().advance(SignedDuration::from_mins(55));
    assert_eq!(
        read(numbers[5], "").await.status,
        StatusCode::OK,
        "when it was said"
    );
    assert_eq!(
        read(numbers[6], "").await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}

/// Refusals of the API are kept some times, as those of pages are.
#[tokio::test]
async fn o5_refusals_of_the_api_are_not_kept_without_end() {
    let house = House::open().await;
    let bearer = token(&house, AOKI, &[]).await;
    for _ in 0..60 {
        assert_eq!(
            calls(&house, &bearer, "/api/v1/agents", &[]).await.0,
            StatusCode::FORBIDDEN
        );
    }
    assert_eq!(kept(&house, "refused").await.len(), 20);
    house.app.clock().advance(SignedDuration::from_mins(6));
    calls(&house, &bearer, "/api/v1/agents", &[]).await;
    assert_eq!(kept(&house, "refused").await.len(), 21);
}

/// A token is looked up by its digest: neither it nor a beginning of it is compared with anything (V-42).
#[tokio::test]
async fn v42_tokens_and_sign_ins_are_found_by_their_digest() {
    let house = House::open().await;
    let bearer = token(&house, AOKI, &[]).await;
    let secret = bearer.strip_prefix("Bearer ").unwrap().to_owned();
    let db = house.app.store.db();
    for (table, secret) in [
        ("tokens", secret.as_str()),
        (
            "sign_ins",
            house.reader(AOKI).await.cookies["sign-in"].as_str(),
        ),
    ] {
        let rows = db
            .read(&store::sql!("SELECT digest FROM {table}"), &[])
            .await
            .unwrap();
        let digests: Vec<Vec<u8>> = rows
            .into_iter()
            .map(|row| row.columns().bytes().unwrap())
            .collect();
        assert!(
            digests.contains(&store::sign_ins::digest(secret)),
            "{table}"
        );
        // What lies in the database lets nobody in.
        for kept in &digests {
            let kept: String = kept.iter().map(|byte| format!("{byte:02x}")).collect();
            let refused = calls(&house, &format!("Bearer mdg_{kept}"), "/api/v1/me", &[]).await;
            assert_eq!(refused.0, StatusCode::UNAUTHORIZED);
        }
        let plan = store::sql!("EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE digest = $1");
        let plan = db
            .read_one(&plan, &[store::sign_ins::digest(secret).into()])
            .await
            .unwrap()
            .unwrap();
        let mut columns = plan.columns();
        let _ = (columns.int(), columns.int(), columns.int());
        let plan = columns.text().unwrap();
        assert!(
            plan.starts_with("SEARCH") && plan.contains("digest=?"),
            "{plan}"
        );
    }
    // A beginning of it, and all but its last sign, are as unknown as anything else.
    let unknown = calls(&house, "Bearer mdg_x", "/api/v1/me", &[]).await;
    for n in [5, 20, secret.len() - 1] {
        assert_eq!(
            calls(
                &house,
                &format!("Bearer {}", &secret[..n]),
                "/api/v1/me",
                &[]
            )
            .await,
            unknown
        );
    }
}
