//! Streams of news for every kind of reader (A-10, V-23): they open for those who see the case, and what they say holds no text of
//! anybody's.

use axum::http::StatusCode;
use domain::case::Command;
use madoguchi::work;
use testkit::cast::*;

use crate::{
    live,
    matrix::{Of, Principal, Side, Token, World, canaries, canary},
};

/// Cases to which support can answer, and one that never was.
const CASES: [Of; 6] = [
    Of::Hinode,
    Of::Asked,
    Of::Kept,
    Of::Kitano,
    Of::Minami,
    Of::Nobody,
];

/// By the rules of this test.
pub(crate) fn sees(p: &Principal, of: Of) -> bool {
    let closed_to_them = of == Of::Kept && !p.kept && (p.side == Side::Staff || p.proxy);
    match p.side {
        Side::Outside => false,
        _ if of == Of::Nobody || closed_to_them => false,
        Side::Staff => true,
        Side::Customer => p.reads == Some(of.company()),
    }
}

#[tokio::test]
async fn a10_v23_a_stream_opens_for_those_who_see_the_case_alone_and_holds_no_text() {
    let world = World::build().await;
    let (house, texts) = (&world.house, canaries());
    let place = work::live::step(&house.app, None).await.unwrap();
    let (mut streams, mut wrong) = (Vec::new(), Vec::new());
    // Each once: a token opens no page.
    let readers = world.readers.iter();
    let readers = readers.filter(|(p, ..)| p.token == Token::Full);
    for (p, reader, _) in readers {
        let side = match p.side {
            Side::Staff => "/staff",
            _ => "",
        };
        for of in CASES {
            let path = format!("{side}/cases/{:08}/events", world.numbers[&of]);
            let stream = live::open(house, reader, &path, &[]).await;
            let opened = stream.status == StatusCode::OK;
            if opened != sees(p, of) {
                wrong.push(format!("{path} by {}: {}", p.name, stream.status));
            } else if opened {
                streams.push((p.name, of, stream));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(streams.len() > 20, "{}", streams.len());
    for of in CASES.into_iter().filter(|of| *of != Of::Nobody) {
        let reply = Command::Reply {
            text: canary(of, "message"),
            then: None,
        };
        let number = world.numbers[&of];
        let done = house.app.change_case(&AS_MORI, number, reply, None, None);
        done.await.unwrap();
    }
    work::live::step(&house.app, Some(place)).await.unwrap();
    for (name, of, mut stream) in streams {
        let heard = stream.hears().await;
        for (_, text) in texts
            .iter()
            .filter(|(_, text)| heard.contains(text.as_str()))
        {
            wrong.push(format!("{name} hears {text} of {of:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
