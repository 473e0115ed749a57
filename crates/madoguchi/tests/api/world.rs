//! Two companies, four contacts, two agents, and a way to call.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use domain::{
    AccountId, DeploymentId, Instant, Language, Level, PersonId, Prose, Role, TeamId,
    directory::{Deployment, Profile, Standing, Team},
    event::By,
};
use madoguchi::{
    api,
    app::{App, Clock, Desks},
};
use serde_json::{Value, json};
use store::{Db, Store, directory};
use testkit::cast::{DESK, unhurried};
use tower::ServiceExt;

use crate::conformity;

pub const HQ: &str = "101";
pub const BRANCH: &str = "102";
pub const FOREIGN_SITE: &str = "201";
pub const SATO: &str = "5";
pub const KIMURA: &str = "6";
pub const TEAM: &str = "1";

pub struct World {
    pub app: App,
    pub clock: Clock,
    router: Router,
    /// (name, token)
    tokens: Vec<(&'static str, String)>,
    _dir: tempfile::TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body, if the status is this one.
    #[track_caller]
    pub fn is(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json()
    }

    /// The problem's errors as (pointer or field, code), if it is this problem.
    #[track_caller]
    pub fn problem(&self, status: u16, slug: &str) -> Vec<(String, String)> {
        let body = self.is(status);
        assert_eq!(body["type"], format!("/problems/{slug}"), "{}", self.text);
        assert_eq!(body["status"], status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        errors
            .iter()
            .map(|e| {
                (
                    text(e.get("pointer").unwrap_or(&e["field"])),
                    text(&e["code"]),
                )
            })
            .collect()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::at(DESK).await
    }

    /// The same at another desk.
    pub async fn at(desk: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(Db::sqlite(&dir.path().join("test.db")).unwrap())
            .await
            .unwrap();
        let now: Instant = "2026-11-24T01:00:00Z".parse().unwrap();
        let clock = Clock::set_to(now);
        // Tests that are not about it send what they like.
        let desk = unhurried(desk);
        store.serve_desk("default", &desk, now).await.unwrap();
        let desks = Desks::stored(&store).await.unwrap();
        let app = App::new(store, desks, clock.clone()).await.unwrap();
        populate(&app, now).await;
        let mut tokens = Vec::new();
        for name in ["hanako", "taro", "basic", "foreign", "sato", "kimura"] {
            tokens.push((
                name,
                app.make_token(&format!("{name}@mail.example"), "test")
                    .await
                    .unwrap(),
            ));
        }
        Self {
            router: api::router(app.clone(), madoguchi::policy::Doors::Kept),
            app,
            clock,
            tokens,
            _dir: dir,
        }
    }

    /// One more person, who can call.
    pub async fn joins(&mut self, id: i64, name: &'static str, standing: Standing) {
        let profile = Profile {
            family: Prose::new(name),
            given: Prose::new(""),
            family_kana: Prose::new(""),
            given_kana: Prose::new(""),
            email: Prose::new(format!("{name}@mail.example")),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        };
        let (id, now) = (PersonId(id), self.app.now());
        let list = directory::add_person(id, standing, profile, By::System, now).unwrap();
        self.app.store.add(list).await.unwrap();
        let email = format!("{name}@mail.example");
        let token = self.app.make_token(&email, "test").await.unwrap();
        self.tokens.push((name, token));
    }

    pub fn token(&self, who: &str) -> &str {
        &self
            .tokens
            .iter()
            .find(|(name, _)| *name == who)
            .expect("somebody of this world")
            .1
    }

    /// Calls; whatever is answered has to be what is described.
    pub async fn raw(&self, request: Request<Body>) -> Answer {
        let (method, path) = (
            request.method().to_string(),
            request.uri().path().to_owned(),
        );
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        };
        let kind = answer
            .header("content-type")
            .split(';')
            .next()
            .unwrap_or_default();
        conformity::check(&method, &path, answer.status.as_u16(), kind, &answer.text);
        answer
    }

    /// Calls as somebody; paths are those below `/api/v1`.
    pub async fn call(
        &self,
        who: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Body,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"));
        request = request.header("authorization", format!("Bearer {}", self.token(who)));
        if method == "POST" && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.raw(request.body(body).unwrap()).await
    }

    pub async fn get(&self, who: &str, path: &str) -> Answer {
        self.call(who, "GET", path, &[], Body::empty()).await
    }

    pub async fn post(&self, who: &str, path: &str, body: Value) -> Answer {
        self.call(who, "POST", path, &[], Body::from(body.to_string()))
            .await
    }

    pub async fn post_with(
        &self,
        who: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Answer {
        self.call(who, "POST", path, headers, Body::from(body.to_string()))
            .await
    }

    /// Opens a case as Hanako; gives its number.
    pub async fn open(&self) -> String {
        let opened = self
            .post("hanako", "/cases", problem("録音できない"))
            .await
            .is(201);
        opened["number"].as_str().unwrap().to_owned()
    }

    pub fn pass(&self, minutes: i64) {
        self.clock.advance(jiff::SignedDuration::from_mins(minutes));
    }
}

/// A support case as it is sent.
pub fn problem(subject: &str) -> Value {
    json!({
        "kind": "support-case", "deployment": HQ, "product": "contact-cloud", "environment": "production",
        "sub_type": "problem", "severity": "S2", "subject": subject, "description": "朝から録音が残りません。",
        "answers": { "issue": "recording", "sub-issue": "not-recorded", "affected-count": 12, "copy-to": ["ops@mail.example"] },
    })
}

async fn populate(app: &App, now: Instant) {
    let site = |id: i64, label: &str, environments: &[&str]| Deployment {
        id: DeploymentId(id),
        label: label.to_owned(),
        label_en: String::new(),
        identifier: format!("site-{id}"),
        environments: environments.iter().map(|e| (*e).to_owned()).collect(),
    };
    let team = Team {
        id: TeamId(1),
        label: "一次対応".into(),
        label_en: "First line".into(),
        closed: false,
    };
    let (blue, red) = (AccountId(1), AccountId(2));
    let hq = [
        site(101, "本社", &["production", "uat"]),
        site(102, "支社", &["production"]),
    ];
    let (system, store) = (By::System, &app.store);
    store
        .add(directory::add_team(&team, system, now).unwrap())
        .await
        .unwrap();
    let second = Team {
        id: TeamId(2),
        label: "二次対応".into(),
        label_en: "Second line".into(),
        closed: false,
    };
    store
        .add(directory::add_team(&second, system, now).unwrap())
        .await
        .unwrap();
    store
        .add(
            directory::add_account(
                blue,
                ["青社", "Blue Inc."],
                &hq,
                &testkit::cast::bought(),
                system,
                now,
            )
            .unwrap(),
        )
        .await
        .unwrap();
    let only = [site(201, "工場", &["production"])];
    store
        .add(
            directory::add_account(
                red,
                ["赤社", ""],
                &only,
                &testkit::cast::bought(),
                system,
                now,
            )
            .unwrap(),
        )
        .await
        .unwrap();
    let contact = |account, level| Standing::Contact { account, level };
    let people = [
        (1, "hanako", "青木", "花子", contact(blue, Level::ReadWrite)),
        (2, "taro", "井上", "太郎", contact(blue, Level::ReadOnly)),
        (3, "basic", "上田", "次郎", contact(blue, Level::Basic)),
        (4, "foreign", "江口", "三郎", contact(red, Level::ReadWrite)),
        (
            5,
            "sato",
            "佐藤",
            "健",
            Standing::Agent {
                role: Role::Tier1,
                team: Some(TeamId(1)),
            },
        ),
        (
            6,
            "kimura",
            "木村",
            "梓",
            Standing::Agent {
                role: Role::Tier2,
                team: None,
            },
        ),
    ];
    for (id, login, family, given, standing) in people {
        let profile = Profile {
            family: Prose::new(family),
            given: Prose::new(given),
            family_kana: Prose::new(""),
            given_kana: Prose::new(""),
            email: Prose::new(format!("{login}@mail.example")),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        };
        store
            .add(directory::add_person(PersonId(id), standing, profile, system, now).unwrap())
            .await
            .unwrap();
    }
}
