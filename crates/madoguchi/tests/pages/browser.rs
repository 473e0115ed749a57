//! A reader without a browser: keeps cookies, follows forms, and sees the bytes.

use std::{collections::BTreeMap, io::Cursor, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, StatusCode},
};
use calamine::Reader as _;
use madoguchi::{
    app::{
        App, Clock, Desks,
        files::{Arrived, Files},
        live_media::{LiveMedia, MediaPlace, Relay},
        recordings::Tapes,
    },
    files::Shelf,
    mail::{Address, Letter, Mailing, Post},
    serve,
    web::Line,
};
use store::Store;
use testkit::{Cast, cast::*};
use tower::ServiceExt;

pub const RELAY_SECRET: &str = "north-star-relay-secret";

/// An installation with the cast in it.
pub struct House {
    pub app: App,
    pub cast: Cast,
    pub router: Router,
    _kept: testkit::Database,
    _tapes: tempfile::TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    pub bytes: Vec<u8>,
}

/// One reader with their cookies.
#[derive(Clone, Default)]
pub struct Reader {
    pub cookies: BTreeMap<String, String>,
    pub headers: Vec<(&'static str, String)>,
}

impl House {
    pub async fn open() -> Self {
        Self::on(Line::Loopback).await
    }

    pub async fn on(line: Line) -> Self {
        Self::with(line, DESK).await
    }

    /// A house whose centres take cases of people without an account, too (C20).
    pub async fn for_guests() -> Self {
        let desk = DESK.replace("[[centre]]\n", "[[centre]]\nguests = true\n");
        Self::with(Line::Loopback, &desk).await
    }

    /// A house with another desk.
    pub async fn on_desk(desk: &str) -> Self {
        Self::with(Line::Loopback, desk).await
    }

    async fn with(line: Line, desk: &str) -> Self {
        // Tests that are not about it send what they like.
        let desk = &unhurried(desk);
        let kept = testkit::databases::sqlite().await;
        let store: Store = kept.store.clone();
        let cast = Cast::enter_on(&store, desk).await;
        let desks = Desks::stored(&store).await.unwrap();
        let mailing = Mailing {
            base: "https://desk.example".into(),
            from: Address::parse("desk@desk.example").unwrap(),
            post: Post::Caught(Arc::default()),
            calm: jiff::SignedDuration::ZERO,
        };
        let app = App::new(store, desks, Clock::set_to(noon())).await.unwrap();
        // Tests that are not about it do not wait until answers go out.
        let app = app.with_mailing(mailing).with_recall(0);
        let app = app.with_files(Files {
            shelf: Shelf::memory(),
            scanner: None,
        });
        let tapes = tempfile::tempdir().unwrap();
        let app = app.with_tapes(Tapes::folder(tapes.path()).unwrap());
        let router = serve::router(app.clone(), line, true);
        Self {
            _tapes: tapes,
            app,
            cast,
            router,
            _kept: kept,
        }
    }

    /// Letters that were caught so far, once there are so many, the latest first.
    pub async fn letters(&self, wanted: usize) -> Vec<Letter> {
        let Some(Post::Caught(caught)) = self.app.mailing.as_ref().map(|m| &m.post) else {
            panic!("mails are caught here");
        };
        let arrive = async {
            while caught.all().len() < wanted {
                tokio::task::yield_now().await;
            }
        };
        let patience = std::time::Duration::from_secs(30);
        tokio::time::timeout(patience, arrive)
            .await
            .expect("they come");
        caught.all().into_iter().map(|(_, letter)| letter).collect()
    }

    /// All letters so far, after a round of the mail's worker, the latest first.
    pub async fn mailed(&self) -> Vec<Letter> {
        let mailing = self.app.mailing.clone().unwrap();
        madoguchi::work::mail(&self.app, &mailing).await.unwrap();
        self.letters(0).await
    }

    /// The same with live media on a port of their own, carried on as where it is served.
    pub async fn with_media(mut self) -> Self {
        let place = MediaPlace {
            bind: SocketAddr::from(([127, 0, 0, 1], 0)),
            public: Vec::new(),
            relay: Relay::new(vec!["turn:relay.example".into()], RELAY_SECRET).ok(),
        };
        let media = LiveMedia::open(&place).unwrap();
        self.app = self.app.with_live_media(media);
        self.router = serve::router(self.app.clone(), Line::Loopback, true);
        tokio::spawn(madoguchi::work::media::run(self.app.clone()));
        self
    }

    /// Nothing can be recorded any more: where it would be written to is gone.
    pub fn lose_tapes(&self) {
        std::fs::remove_dir_all(self._tapes.path()).unwrap();
    }

    /// A reader signed in as this person.
    pub async fn reader(&self, person: domain::PersonId) -> Reader {
        let secret = self
            .app
            .sign_in_as(person, &Default::default())
            .await
            .unwrap()
            .expect("somebody who may sign in");
        let mut reader = Reader::default();
        reader.cookies.insert("sign-in".into(), secret);
        reader.headers.push(("accept-language", "ja".into()));
        reader
    }

    /// A program that calls the API with a token of whoever has this address.
    pub async fn program(&self, email: &str) -> Reader {
        Reader {
            headers: vec![("authorization", self.bearer(email).await)],
            ..Reader::default()
        }
    }

    /// A contact of 日の出物流 with basic access, signed in.
    pub async fn basic_contact(&self) -> Reader {
        let id = domain::PersonId(104);
        let standing = domain::directory::Standing::Contact {
            account: HINODE,
            level: domain::Level::Basic,
        };
        let word = domain::Prose::new;
        let profile = domain::directory::Profile {
            family: word("遠藤"),
            given: word("基"),
            family_kana: word(""),
            given_kana: word(""),
            email: word("endo@hinode.example"),
            language: domain::Language::new("ja"),
            time_zone: "Asia/Tokyo".into(),
        };
        let by = domain::event::By::System;
        let list = store::directory::add_person(id, standing, profile, by, noon());
        self.app.store.add(list.unwrap()).await.unwrap();
        self.reader(id).await
    }

    /// What is wrong with the log and what follows from it.
    pub async fn faults(&self) -> Vec<store::verify::Fault> {
        let desks = self.app.desks.all();
        let report = self.app.store.verify(&desks, &mut |_| {}).await;
        report.unwrap().faults
    }

    pub async fn open_case(&self, actor: &domain::Actor, subject: &str) -> i64 {
        self.cast
            .open(&self.app.store, actor, TOKYO, subject, noon())
            .await
            .unwrap()
    }

    /// A file of this person's that waits to be sent.
    pub async fn hand_in(&self, actor: &domain::Actor, name: &str, bytes: &[u8]) -> domain::FileId {
        let begun = self.app.begin_file(actor, name, Some(bytes.len() as u64));
        let begun = begun.await.unwrap().unwrap();
        let piece = bytes::Bytes::copy_from_slice(bytes);
        let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
        match self.app.append_file(begun, pieces, true).await.unwrap() {
            Arrived::Whole(file) => file.id,
            other => panic!("{other:?}"),
        }
    }

    pub async fn get(&self, reader: &Reader, path: &str) -> Answer {
        self.send(reader, "GET", path, None, &[]).await
    }

    /// Posts JSON, as a program does.
    pub async fn post_json(&self, reader: &Reader, path: &str, body: &str) -> Answer {
        let kind = ("content-type", "application/json");
        let body = Some(body.to_owned());
        self.send(reader, "POST", path, body, &[kind]).await
    }

    /// Posts a form with files as a browser without script does: fields first, as they stand in the page.
    pub async fn post_files(
        &self,
        reader: &Reader,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend_from_slice(b"--edge\r\nContent-Disposition: form-data; ");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        let token = reader
            .cookies
            .get("sign-in")
            .map(|secret| madoguchi::app::passwords::form_token(self.app.secret(), secret));
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        if let Some(token) = token {
            part("name=\"_token\"".into(), token.as_bytes());
        }
        for (name, content) in files {
            let name = name.replace('"', "%22");
            part(
                format!(
                    "name=\"files\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream"
                ),
                content,
            );
        }
        body.extend_from_slice(b"--edge--\r\n");
        let kind = ("content-type", "multipart/form-data; boundary=edge");
        self.send_bytes(reader, "POST", path, body, &[kind]).await
    }

    /// Posts a form as a browser would from our own page, with the token of the sign-in.
    pub async fn post(&self, reader: &Reader, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut fields: Vec<(&str, String)> =
            fields.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
        if let Some(secret) = reader.cookies.get("sign-in") {
            fields.push((
                "_token",
                madoguchi::app::passwords::form_token(self.app.secret(), secret),
            ));
        }
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.send(
            reader,
            "POST",
            path,
            Some(body),
            &[("content-type", "application/x-www-form-urlencoded")],
        )
        .await
    }

    /// A post without a `Host` header, as HTTP/2 sends it.
    pub async fn send_bare(
        &self,
        reader: &Reader,
        uri: &str,
        body: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let cookies: Vec<String> = reader
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let mut request = Request::builder()
            .method("POST")
            .uri(uri)
            .header("cookie", cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    pub async fn send(
        &self,
        reader: &Reader,
        method: &str,
        path: &str,
        body: Option<String>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let body = body.unwrap_or_default().into_bytes();
        self.send_bytes(reader, method, path, body, headers).await
    }

    pub async fn send_bytes(
        &self,
        reader: &Reader,
        method: &str,
        path: &str,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080");
        let cookies: Vec<String> = reader
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in &reader.headers {
            request = request.header(*name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer(request.body(Body::from(body)).unwrap()).await
    }

    async fn answer(&self, mut request: Request<Body>) -> Answer {
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer {
            status,
            text: in_words(&headers, &bytes),
            bytes: bytes.to_vec(),
            headers,
        }
    }
}

/// What can be read of a body: of a workbook its cells, so that nobody hides anything in one.
fn in_words(headers: &HeaderMap, bytes: &[u8]) -> String {
    let kind = headers.get("content-type");
    if !kind.is_some_and(|kind| kind.as_bytes().ends_with(b".sheet")) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut book = calamine::Xlsx::new(Cursor::new(bytes)).unwrap();
    let cells = book.worksheets().into_iter().flat_map(|(_, sheet)| {
        let cells = sheet.cells().map(|(_, _, cell)| cell.to_string());
        cells.collect::<Vec<_>>()
    });
    cells.collect::<Vec<_>>().join("\n")
}

impl Reader {
    /// Keeps what an answer sets, as a browser does.
    pub fn take_cookies(&mut self, answer: &Answer) {
        for value in answer.headers.get_all("set-cookie") {
            let pair = value.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    }
}
