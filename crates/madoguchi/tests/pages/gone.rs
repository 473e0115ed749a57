//! What was there and was taken away is, to whoever has no part in its story, what never was: the same answer to the byte, by every
//! route that names it and for every kind of reader (A2).

use axum::http::StatusCode;
use domain::{ArticleId, FileId, knowledge::Command};
use madoguchi::{api, policy::Printed, web};
use testkit::cast::*;

use crate::{
    browser::{Answer, Reader},
    matrix::{Of, Principal, Side, World, body},
};

/// Something that is there no more, and what never was of its kind.
struct Gone {
    name: &'static str,
    /// Whether a route names it.
    names: fn(&str) -> bool,
    id: String,
    never: String,
    /// For whom it is as if it had never been; others read what became of it.
    to: fn(&Principal) -> bool,
}

fn everybody(_: &Principal) -> bool {
    true
}

fn is_not_staff(p: &Principal) -> bool {
    p.side != Side::Staff
}

async fn ask(
    world: &World,
    (p, reader, bearer): &(Principal, Reader, String),
    route: &Printed,
    path: &str,
) -> Answer {
    let (house, method) = (&world.house, route.method.to_uppercase());
    if path.starts_with("/api/") {
        let staff = p.side == Side::Staff;
        let sent = (route.method == "post").then(|| body(route.path, staff, Of::Hinode).to_owned());
        let mut headers = vec![("authorization", bearer.as_str())];
        if sent.is_some() {
            headers.push(("content-type", "application/json"));
        }
        let nobody = Reader::default();
        return house.send(&nobody, &method, path, sent, &headers).await;
    }
    match route.method {
        "get" => house.get(reader, path).await,
        "post" => house.post(reader, path, &[("helpful", "yes")]).await,
        // A script of ours, as the browser says.
        _ => {
            let own = [("sec-fetch-site", "same-origin")];
            house.send(reader, &method, path, None, &own).await
        }
    }
}

/// What is answered, with the name of what was asked for taken out.
fn face(answer: &Answer, path: &str, id: &str) -> (StatusCode, String) {
    let place: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    let text = answer.text.replace(path, "PATH").replace(&place, "PATH");
    // A short name is a part of other words.
    let text = match id.len() > 5 {
        true => text.replace(id, "ID"),
        false => text,
    };
    (answer.status, text)
}

/// A file of a case that staff took away, one that waited and was let go, a macro that was forgotten, an article that was withdrawn.
async fn take_away(world: &World) -> Vec<Gone> {
    let app = &world.house.app;
    let (number, file) = (world.numbers[&Of::Hinode], world.files[&Of::Hinode]);
    app.remove_file(&AS_MORI, number, file).await.unwrap();
    let begun = app.begin_file(&AS_AOKI, "waits.txt", Some(10)).await;
    let waited: FileId = begun.unwrap().unwrap().id;
    app.discard_file(&AS_AOKI, waited).await.unwrap();
    let form = [
        ("macro-name", "ログのお願い"),
        ("writes", "answer"),
        ("text-ja", "ログをお送りください。"),
        ("text-en", ""),
        ("shared", "1"),
    ];
    let mori = world.house.reader(MORI).await;
    let kept = world.house.post(&mori, "/staff/macros", &form).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
    let one = app.macros(&AS_MORI).await.unwrap()[0].id;
    app.forget_macro(&AS_MORI, one).await.unwrap();
    let article = ArticleId(HINODE.0);
    let command = Command::Withdraw { reason: "x".into() };
    let done = app.change_article(&AS_MORI, Some(article), None, &command);
    assert_eq!(done.await.unwrap(), Ok(article));
    let never = "987654321".to_owned();
    vec![
        Gone {
            name: "a file of a case",
            names: |path| path.contains("/cases/{number}/files/{id}"),
            id: file.to_string(),
            never: never.clone(),
            to: everybody,
        },
        Gone {
            name: "a file that waited",
            names: |path| path.ends_with("/uploads/{id}"),
            id: waited.to_string(),
            never: never.clone(),
            to: everybody,
        },
        Gone {
            name: "a macro",
            names: |path| path == "/api/v1/macros/{id}",
            id: one.to_string(),
            never: never.clone(),
            to: everybody,
        },
        Gone {
            name: "an article",
            names: |path| {
                path.starts_with("/knowledge/{id}") || path.starts_with("/api/v1/articles/{id}")
            },
            id: format!("{:04}", article.0),
            never,
            to: is_not_staff,
        },
    ]
}

#[tokio::test]
async fn a2_what_was_taken_away_is_answered_as_what_never_was() {
    let world = World::build().await;
    let all = take_away(&world).await;
    let routes: Vec<Printed> = web::printed().into_iter().chain(api::printed()).collect();
    let number = format!("{:08}", world.numbers[&Of::Hinode]);
    let (mut asked, mut wrong) = (0, Vec::new());
    for gone in &all {
        let before = asked;
        for route in routes.iter().filter(|route| (gone.names)(route.path)) {
            let at = |id: &str| {
                let path = route.path.replace("{number}", &number);
                path.replace("{id}", id).replace("{image}", id)
            };
            for reader in world.readers.iter().filter(|(p, ..)| (gone.to)(p)) {
                let what = format!(
                    "{}: {} {} by {}",
                    gone.name, route.method, route.path, reader.0.name
                );
                let changes = world.changes().await;
                let mut faces = Vec::new();
                for id in [&gone.id, &gone.never] {
                    let path = at(id);
                    let answer = ask(&world, reader, route, &path).await;
                    asked += 1;
                    if answer.status.is_success() || answer.status.is_server_error() {
                        wrong.push(format!("{what}: {}", answer.status));
                    }
                    faces.push(face(&answer, &path, id));
                }
                if faces[0] != faces[1] {
                    wrong.push(format!("{what}: another face than for what never was"));
                }
                if world.changes().await != changes {
                    wrong.push(format!("{what}: changed something"));
                }
            }
        }
        assert!(asked > before, "no route names {}", gone.name);
    }
    println!("{asked} requests for what is gone");
    assert!(asked > 400, "{asked}");
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(world.house.faults().await, []);
}
