//! An installation that this program serves itself, and what it takes of memory.

use std::net::SocketAddr;

use axum::Router;
use domain::{
    Language, Level, PersonId, Prose,
    directory::{Profile, Standing},
    event::By,
};
use madoguchi::{app::App, web::Line};
use store::directory;
use testkit::cast::{HINODE, noon};
use tokio::net::TcpListener;

/// Serves these routes on this machine alone, until the program ends.
pub async fn listen(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    address
}

/// The cookie of somebody who has signed in.
pub async fn cookie(app: &App, person: PersonId) -> String {
    let secret = app.sign_in_as(person, &Default::default()).await;
    let secret = secret.expect("a sign-in").expect("somebody who may");
    format!("{}={secret}", Line::Loopback.cookie())
}

/// What the system says of this program's memory under this name (`VmRSS`, `VmHWM`), in kilobytes.
pub fn memory(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(f64::NAN)
}

/// So many people of one company who may write everywhere there, each signed in.
pub async fn readers(app: &App, count: usize) -> Vec<String> {
    let mut cookies = Vec::with_capacity(count);
    for n in 0..count {
        let id = PersonId(5_000 + n as i64);
        let standing = Standing::Contact {
            account: HINODE,
            level: Level::ReadWrite,
        };
        let profile = Profile {
            family: Prose::new("客"),
            given: Prose::new(n.to_string()),
            family_kana: Prose::new(""),
            given_kana: Prose::new(""),
            email: Prose::new(format!("c{n}@hinode.example")),
            language: Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        };
        let list = directory::add_person(id, standing, profile, By::System, noon());
        app.store
            .add(list.expect("a person"))
            .await
            .expect("they enter");
        cookies.push(cookie(app, id).await);
    }
    cookies
}
