//! Whatever comes from the network, the unit goes on, and takes no more than
//! it is to.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod client;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::Duration;

use client::Client;
use client::stage::{Stage, to_all};
use media::{Event, Kind, Limits, Media, PeerId, Published, Refused, Settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use str0m::media::MediaKind;

const A: PeerId = PeerId(1);
const B: PeerId = PeerId(2);

fn cases(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    }
}

/// Bytes that look like packets: of each kind that there is, and of none.
fn packet() -> impl Strategy<Value = Vec<u8>> {
    let bytes = prop::collection::vec(any::<u8>(), 0..1_600);
    (
        prop_oneof![0u8..4, 20u8..64, 128u8..192, any::<u8>()],
        bytes,
    )
        .prop_map(|(first, mut bytes)| {
            if let Some(byte) = bytes.first_mut() {
                *byte = first;
            }
            // The cookie of a check, so that it is looked into.
            if first < 2 && bytes.len() > 20 {
                bytes[4..8].copy_from_slice(&[0x21, 0x12, 0xa4, 0x42]);
                let length = (bytes.len() - 20) / 4 * 4;
                bytes.truncate(20 + length);
                bytes[2..4].copy_from_slice(&(length as u16).to_be_bytes());
            }
            bytes
        })
}

#[tokio::test]
async fn l3_random_packets_change_nothing() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut runner = TestRunner::new(cases(2_000));
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let done = runner.run(&packet(), |packet| {
        let _ = udp.send_to(&packet, server);
        Ok(())
    });
    done.unwrap();
    let mut runner = TestRunner::new(cases(100));
    let done = runner.run(&prop::collection::vec(packet(), 0..10), |packets| {
        let mut stream = TcpStream::connect(server).unwrap();
        for packet in packets {
            let _ = stream.write_all(&(packet.len() as u16).to_be_bytes());
            let _ = stream.write_all(&packet);
        }
        Ok(())
    });
    done.unwrap();
    works(&mut stage).await;
    let stats = stage.media.stats().await.unwrap();
    assert!(stats.strangers > 1_000, "{stats:?}");
    assert_eq!(stats.broken, 0);
}

/// A picture gets from one to another.
async fn works(stage: &mut Stage) {
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    // What was offered before is not for this receiver.
    while stage.events.ready().is_some() {}
    stage.room.join(B).await.unwrap();
    let allowed = to_all(A, Kind::Screen, &[B]);
    stage.room.allow(allowed).await.unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    a.reach(&mut [&mut b]);
}

#[tokio::test]
async fn l3_damaged_packets_of_a_real_connection_do_no_harm() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    for seed in 0..6 {
        let client = if seed % 2 == 0 {
            Client::udp(server)
        } else {
            Client::tcp(server)
        };
        let mut a = stage.publisher(client, A, Kind::Screen).await;
        a.client.inside(move |inside| inside.damage = Some(seed));
        for index in 0..40 {
            a.send(index % 10 == 0, 4_000);
        }
        a.client.inside(|_| ());
        stage
            .event("a start", |event| {
                matches!(event, Event::TrackStarted { .. }).then_some(())
            })
            .await;
    }
    stage.room.leave(A).await.unwrap();
    works(&mut stage).await;
}

/// Changes to a text: bytes replaced, lines doubled, left out and swapped.
fn changed(text: String) -> impl Strategy<Value = String> {
    let lines: Vec<String> = text.lines().map(String::from).collect();
    let places = prop::collection::vec((0..lines.len(), 0..6u8, any::<u16>()), 1..6);
    places.prop_map(move |changes| {
        let mut lines = lines.clone();
        for (place, what, how) in changes {
            let place = place % lines.len();
            let other = usize::from(how) % lines.len();
            match what {
                0 => drop(lines.remove(place)),
                1 => {
                    let line = lines[place].clone();
                    lines.insert(other, line);
                }
                2 => lines.swap(place, other),
                3 => {
                    let keep = usize::from(how) % (lines[place].len() + 1);
                    lines[place].truncate(keep);
                }
                4 => lines[place] = lines[place].replace(char::is_numeric, "99999999999"),
                _ => lines[place].push_str(&how.to_string()),
            }
            if lines.is_empty() {
                lines.push("v=0".into());
            }
        }
        lines.join("\r\n") + "\r\n"
    })
}

fn screen(mid: &str) -> Vec<Published> {
    vec![Published {
        mid: mid.into(),
        kind: Kind::Screen,
        label: "画面".into(),
    }]
}

#[test]
fn l3_no_offer_makes_it_stumble() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut stage = runtime.block_on(Stage::open());
    let client = Client::udp(stage.media.address());
    let (offer, mids) = client.offer(&[MediaKind::Video, MediaKind::Audio]);
    let mut runner = TestRunner::new(cases(600));
    let done = runner.run(&changed(offer), |offer| {
        let answer = runtime.block_on(async {
            stage.room.join(A).await.unwrap();
            stage.room.publish(A, offer, screen(&mids[0])).await
        });
        prop_assert_ne!(answer.as_ref(), Err(&Refused::Closed));
        Ok(())
    });
    done.unwrap();
    let mut runner = TestRunner::new(cases(200));
    let done = runner.run(&"\\PC{0,400}", |text| {
        let answer = runtime.block_on(stage.room.publish(A, text, Vec::new()));
        prop_assert!(
            matches!(answer, Err(Refused::BadDescription(_))),
            "{:?}",
            answer
        );
        Ok(())
    });
    done.unwrap();
    runtime.block_on(works(&mut stage));
}

#[test]
fn l3_no_answer_makes_it_stumble() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut stage = runtime.block_on(Stage::open());
    let server = stage.media.address();
    let offered = async |stage: &mut Stage| {
        stage.room.join(B).await.unwrap();
        stage.offer(B).await.0
    };
    let answer = runtime.block_on(async {
        stage
            .room
            .allow(to_all(A, Kind::Screen, &[B]))
            .await
            .unwrap();
        let _a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
        let offer = offered(&mut stage).await;
        Client::udp(server).answer(&offer)
    });
    let stage = std::cell::RefCell::new(stage);
    let mut runner = TestRunner::new(cases(300));
    let done = runner.run(&changed(answer), |answer| {
        let mut stage = stage.borrow_mut();
        let taken = runtime.block_on(async {
            offered(&mut stage).await;
            stage.room.answer(B, answer).await
        });
        prop_assert_ne!(taken, Err(Refused::Closed));
        Ok(())
    });
    done.unwrap();
    let mut stage = stage.into_inner();
    runtime.block_on(works(&mut stage));
}

#[tokio::test]
async fn l3_limits_are_kept() {
    let limits = Limits {
        rooms: 2,
        peers: 2,
        tracks: 1,
        lines: 2,
        description: 20_000,
        label: 5,
        recordings: 1,
        ..Limits::default()
    };
    let mut stage = Stage::with(limits).await;
    let _second = stage.media.open_room().await.unwrap();
    assert_eq!(
        stage.media.open_room().await.err(),
        Some(Refused::TooMany("rooms"))
    );
    stage.room.join(A).await.unwrap();
    stage.room.join(B).await.unwrap();
    stage.room.join(B).await.unwrap();
    assert_eq!(
        stage.room.join(PeerId(3)).await,
        Err(Refused::TooMany("peers"))
    );
    let client = Client::udp(stage.media.address());
    let (offer, mids) = client.offer(&[MediaKind::Video, MediaKind::Video]);
    let publish = async |offer: &str, tracks| {
        let answer = stage.room.publish(A, offer.to_owned(), tracks).await;
        answer.map(|answer| answer.tracks.len())
    };
    let two = [screen(&mids[0]), screen(&mids[1])].concat();
    assert_eq!(publish(&offer, two).await, Err(Refused::TooMany("tracks")));
    let mut long = screen(&mids[0]);
    long[0].label = "長い名前です".into();
    assert_eq!(
        publish(&offer, long).await,
        Err(Refused::TooLong("the label"))
    );
    let padded = format!("{offer}{}", "a=x\r\n".repeat(5_000));
    let refused = publish(&padded, Vec::new()).await;
    assert_eq!(refused, Err(Refused::TooLong("the description")));
    let lines = format!("{offer}m=audio 9 RTP/AVP 0\r\n");
    let refused = publish(&lines, Vec::new()).await;
    assert_eq!(refused, Err(Refused::TooMany("lines in the description")));
    let unknown = publish(&offer, screen("77")).await;
    assert!(matches!(unknown, Err(Refused::BadDescription(_))));
    assert_eq!(publish(&offer, screen(&mids[0])).await, Ok(1));

    let mut voice = screen(&mids[0]);
    voice[0].kind = Kind::Microphone;
    let wrong = publish(&offer, voice).await;
    assert!(matches!(wrong, Err(Refused::BadDescription(_))));
    let _ = stage.events.ready();
}

#[tokio::test]
async fn l3_connections_that_nobody_claims_are_closed() {
    let limits = Limits {
        connections_each: 3,
        unproven: Duration::from_millis(100),
        ..Limits::default()
    };
    let stage = Stage::with(limits).await;
    let server = stage.media.address();
    let mut streams: Vec<TcpStream> = (0..6)
        .map(|_| TcpStream::connect(server).unwrap())
        .collect();
    for stream in &mut streams {
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let ended = stream.read(&mut [0; 10]);
        assert!(
            matches!(ended, Ok(0))
                || ended
                    .is_err_and(|error| { error.kind() == std::io::ErrorKind::ConnectionReset })
        );
    }
    assert_eq!(stage.media.stats().await.unwrap().tcp, 0);
}

#[tokio::test]
async fn l3_a_connection_that_never_comes_about_is_given_up() {
    let limits = Limits {
        gone: Duration::from_millis(100),
        parked: Duration::from_millis(100),
        ..Limits::default()
    };
    let mut stage = Stage::with(limits).await;
    stage.room.join(A).await.unwrap();
    let client = Client::udp(stage.media.address());
    client.cut(true);
    let (offer, mids) = client.offer(&[MediaKind::Video]);
    let answer = stage.room.publish(A, offer, screen(&mids[0])).await;
    let track = answer.unwrap().tracks[0].1;
    stage
        .event("the end", |event| {
            matches!(event, Event::Gone { peer: A, .. }).then_some(())
        })
        .await;
    stage
        .event("the track's end", |event| {
            matches!(event, Event::TrackEnded { track: ended, .. } if *ended == track).then_some(())
        })
        .await;
    assert_eq!(stage.media.stats().await.unwrap().connections, 0);
}

#[test]
fn l3_an_address_that_browsers_cannot_use_is_refused() {
    let everywhere: SocketAddr = "0.0.0.0:0".parse().unwrap();
    let refused = Media::bind(Settings::at(everywhere)).err();
    assert!(refused.is_some_and(|why| why.to_string().contains("which of them")));
    let settings = Settings {
        public: vec!["203.0.113.7".parse().unwrap()],
        public_port: Some(443),
        ..Settings::at(everywhere)
    };
    assert!(Media::bind(settings).is_ok());
}
