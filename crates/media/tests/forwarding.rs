//! What is sent reaches whom it may, whole, and nobody else.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod client;

use std::time::Duration;

use client::stage::{Stage, to_all};
use client::{Client, number};
use media::{Allowed, Event, Kind, PeerId, Refused, Side};

const A: PeerId = PeerId(1);
const B: PeerId = PeerId(2);
const C: PeerId = PeerId(3);
const D: PeerId = PeerId(4);

/// Long enough for what is forwarded to arrive, where it must not.
const SHORT: Duration = Duration::from_millis(150);

#[tokio::test]
async fn l3_every_frame_reaches_every_receiver_once_in_order_and_whole() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    for peer in [B, C, D] {
        stage.room.join(peer).await.unwrap();
    }
    let allowed = to_all(A, Kind::Screen, &[B, C, D]);
    stage.room.allow(allowed).await.unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    let mut c = stage.receiver(Client::tcp(server), C).await;
    let mut d = stage.receiver(Client::udp(server), D).await;
    a.reach(&mut [&mut b, &mut c, &mut d]);
    let before = stage.room.stats().await.unwrap();
    for index in 0..200 {
        // From one packet to sixteen, over and over.
        let sent = a.send(index % 50 == 0, 300 + index % 17 * 1_100);
        for receiver in [&mut b, &mut c, &mut d] {
            let frame = receiver.frame();
            assert_eq!(number(&frame), sent);
            assert!(frame.contiguous);
            assert_eq!(frame.data.len(), 300 + index % 17 * 1_100);
        }
    }
    let after = stage.room.stats().await.unwrap();
    assert_eq!(after.frames_in - before.frames_in, 200);
    // An alarm for each few packets, not each alarm begetting others.
    let stats = stage.media.stats().await.unwrap();
    assert!(stats.wakes < 4 * stats.packets_out, "{stats:?}");
    assert_eq!(after.frames_out - before.frames_out, 600);
    assert_eq!(stage.media.stats().await.unwrap().dropped, 0);
}

#[tokio::test]
async fn l9_nothing_is_forwarded_before_it_is_allowed() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.join(B).await.unwrap();
    for _ in 0..30 {
        a.send(true, 500);
    }
    a.client.inside(|_| ());
    // Even where one thing is allowed, another is not.
    let voice = to_all(A, Kind::Microphone, &[B]);
    stage.room.allow(voice).await.unwrap();
    stage
        .event("a start", |event| {
            matches!(event, Event::TrackStarted { .. }).then_some(())
        })
        .await;
    let room = stage.room.stats().await.unwrap();
    assert!(room.frames_in > 0);
    assert_eq!(room.frames_out, 0);
    while let Some(event) = stage.events.ready() {
        assert!(!matches!(event, Event::Offer { .. }), "{event:?}");
    }
}

#[tokio::test]
async fn l9_what_is_forbidden_stops_at_once_and_comes_back_with_a_keyframe() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.join(B).await.unwrap();
    stage.room.join(C).await.unwrap();
    let both = to_all(A, Kind::Screen, &[B, C]);
    stage.room.allow(both).await.unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    let mut c = stage.receiver(Client::udp(server), C).await;
    a.reach(&mut [&mut b, &mut c]);

    // Large frames, so that some of them still wait for their turn to leave.
    for _ in 0..10 {
        a.send(false, 60_000);
    }
    stage
        .room
        .allow(to_all(A, Kind::Screen, &[C]))
        .await
        .unwrap();
    let had = b.media();
    for _ in 0..50 {
        a.send(false, 2_000);
    }
    let last = a.number;
    while number(&c.frame()) != last {}
    // C has everything; B asks in vain for what it lacks.
    while b.frame_within(SHORT).is_some() {}
    assert_eq!(b.media(), had);

    // The line goes, and another comes when it is allowed again.
    let (offer, tracks) = stage.offer(B).await;
    assert_eq!(tracks, []);
    let answer = b.answer(&offer);
    stage.room.answer(B, answer).await.unwrap();
    stage
        .room
        .allow(to_all(A, Kind::Screen, &[B, C]))
        .await
        .unwrap();
    let (offer, tracks) = stage.offer(B).await;
    assert_eq!(tracks.len(), 1);
    assert_eq!(tracks[0].track, a.track);
    assert_eq!((tracks[0].from, tracks[0].kind), (A, Kind::Screen));
    assert_eq!(tracks[0].label, "画面");
    let answer = b.answer(&offer);
    stage.room.answer(B, answer).await.unwrap();
    a.client.keyframe_wanted();
    a.send(false, 700);
    let key = a.send(true, 700);
    assert_eq!(number(&b.frame()), key);
}

#[tokio::test]
async fn l3_one_offer_at_a_time_the_rest_wait_their_turn() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    stage.room.join(B).await.unwrap();
    stage
        .room
        .allow(
            to_all(A, Kind::Screen, &[B])
                .and(C, Kind::Screen, B)
                .and(D, Kind::Screen, B),
        )
        .await
        .unwrap();
    let _a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    let _c = stage.publisher(Client::udp(server), C, Kind::Screen).await;
    let _d = stage.publisher(Client::udp(server), D, Kind::Screen).await;
    let b = Client::udp(server);
    let (offer, tracks) = stage.offer(B).await;
    assert_eq!(tracks.len(), 1);
    while let Some(event) = stage.events.ready() {
        assert!(!matches!(event, Event::Offer { .. }));
    }
    let answer = b.answer(&offer);
    stage.room.answer(B, answer).await.unwrap();
    let (offer, tracks) = stage.offer(B).await;
    assert_eq!(tracks.len(), 3);
    let answer = b.answer(&offer);
    stage.room.answer(B, answer.clone()).await.unwrap();
    assert_eq!(stage.room.answer(B, answer).await, Err(Refused::NoOffer));
}

#[tokio::test]
async fn l3_a_track_ends_with_its_publisher_and_for_all() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.join(B).await.unwrap();
    stage
        .room
        .allow(to_all(A, Kind::Screen, &[B]))
        .await
        .unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    a.reach(&mut [&mut b]);
    stage.room.leave(A).await.unwrap();
    let track = a.track;
    stage
        .event("the track's end", |event| {
            matches!(event, Event::TrackEnded { track: ended, .. } if *ended == track).then_some(())
        })
        .await;
    let (_, tracks) = stage.offer(B).await;
    assert_eq!(tracks, []);
    a.client.closed();
    assert_eq!(stage.room.leave(A).await, Err(Refused::UnknownPeer));
}

#[tokio::test]
async fn l3_sound_goes_through_too() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage
        .publisher(Client::udp(server), A, Kind::Microphone)
        .await;
    stage.room.join(B).await.unwrap();
    stage
        .room
        .allow(to_all(A, Kind::Microphone, &[B]))
        .await
        .unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    a.reach(&mut [&mut b]);
    for _ in 0..50 {
        let sent = a.send(true, 120);
        assert_eq!(number(&b.frame()), sent);
    }
}

#[tokio::test]
async fn l3_a_stall_is_told_and_a_restart_brings_it_back() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.join(B).await.unwrap();
    stage
        .room
        .allow(to_all(A, Kind::Screen, &[B]))
        .await
        .unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    a.reach(&mut [&mut b]);
    a.client.cut(true);
    let began = std::time::Instant::now();
    stage
        .event("a stall", |event| {
            matches!(
                event,
                Event::Stalled {
                    peer: A,
                    side: Side::Publishing,
                    ..
                }
            )
            .then_some(())
        })
        .await;
    assert!(began.elapsed() < Duration::from_secs(4));
    a.client.cut(false);
    let offer = a.client.restart();
    let published = media::Published {
        mid: a.mid.clone(),
        kind: Kind::Screen,
        label: "画面".into(),
    };
    let answer = stage.room.publish(A, offer, vec![published]).await.unwrap();
    assert_eq!(answer.tracks[0].1, a.track, "it is the same track");
    a.client.answered(&answer.sdp);
    a.reach(&mut [&mut b]);
}

#[tokio::test]
async fn l3_a_muted_track_is_no_stall() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage
        .publisher(Client::udp(server), A, Kind::Microphone)
        .await;
    let c = stage.publisher(Client::udp(server), C, Kind::Microphone);
    let mut c = c.await;
    a.send(true, 100);
    c.send(true, 100);
    stage.room.mute(a.track, true).await.unwrap();
    a.client.cut(true);
    c.client.cut(true);
    let first = stage
        .event("a stall", |event| match event {
            Event::Stalled { peer, .. } => Some(*peer),
            _ => None,
        })
        .await;
    assert_eq!(first, C);
}

#[tokio::test]
async fn l3_sizes_of_a_camera_are_told_apart_and_one_is_forwarded() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    stage.room.join(A).await.unwrap();
    stage.room.join(B).await.unwrap();
    let client = Client::udp(server);
    let (offer, mids) = client.offer_sizes();
    let a = stage.publish(client, A, Kind::Camera, offer, mids).await;
    let allowed = to_all(A, Kind::Camera, &[B]);
    stage.room.allow(allowed).await.unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    let mut last = 0;
    let mut got = Vec::new();
    for index in 0..200u32 {
        let (large, small) = (2 * index, 2 * index + 1);
        a.client
            .write_size(&a.mid, Some("h"), client::picture(true, large, 3_000));
        a.client
            .write_size(&a.mid, Some("l"), client::picture(true, small, 300));
        while let Some(frame) = b.frame_within(Duration::from_millis(5)) {
            assert!(frame.time > last, "time goes on");
            last = frame.time;
            got.push(frame.data.len());
        }
    }
    assert!(got.len() > 100, "{} frames", got.len());
    assert!(got.ends_with(&[3_000, 3_000, 3_000]), "the large one");
    let both = got.len() > 210;
    assert!(!both, "one size, not both: {}", got.len());
}

#[tokio::test]
async fn l3_ten_rooms_share_one_port_number() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut rooms = Vec::new();
    for _ in 0..10 {
        rooms.push(stage.media.open_room().await.unwrap());
    }
    let mut clients = Vec::new();
    for (index, room) in rooms.iter().enumerate() {
        room.join(A).await.unwrap();
        let mut client = if index % 2 == 0 {
            Client::udp(server)
        } else {
            Client::tcp(server)
        };
        let (offer, mids) = client.offer(&[str0m::media::MediaKind::Audio]);
        let track = media::Published {
            mid: mids[0].clone(),
            kind: Kind::Microphone,
            label: String::new(),
        };
        let answer = room.publish(A, offer, vec![track]).await.unwrap();
        client.answered(&answer.sdp);
        client.connected();
        clients.push(client);
    }
    assert_eq!(sockets(server.port()), (1, 1));
    let stats = stage.media.stats().await.unwrap();
    assert_eq!((stats.rooms, stats.connections, stats.tcp), (11, 10, 5));
    drop(rooms);
    for client in &mut clients {
        client.closed();
    }
    let stats = stage.media.stats().await.unwrap();
    assert_eq!((stats.rooms, stats.connections, stats.tcp), (1, 0, 0));
    let _ = stage.events.ready();
}

/// How many sockets of this machine are bound to a port: by UDP, and waiting
/// for connections by TCP.
fn sockets(port: u16) -> (usize, usize) {
    let count = |file: &str, state: &str| {
        let table = std::fs::read_to_string(file).expect("a table of sockets");
        let port = format!(":{port:04X}");
        let own = |line: &&str| {
            let mut columns = line.split_whitespace().skip(1);
            let local = columns.next().unwrap_or_default();
            local.ends_with(&port) && columns.nth(1) == Some(state)
        };
        table.lines().filter(own).count()
    };
    (count("/proc/net/udp", "07"), count("/proc/net/tcp", "0A"))
}

#[tokio::test]
async fn l9_nobody_is_sent_their_own() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Camera).await;
    stage
        .room
        .allow(Allowed::nobody().and(A, Kind::Camera, A))
        .await
        .unwrap();
    a.send(true, 100);
    stage
        .event("a start", |event| {
            matches!(event, Event::TrackStarted { .. }).then_some(())
        })
        .await;
    assert!(stage.events.ready().is_none());
}

#[tokio::test]
async fn l8_a_new_connection_goes_on_with_the_same_track_and_recording() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.join(B).await.unwrap();
    let allowed = to_all(A, Kind::Screen, &[B]).and_recorded(A, Kind::Screen);
    stage.room.allow(allowed).await.unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    a.reach(&mut [&mut b]);
    let file = std::io::Cursor::new(Vec::new());
    let recording = stage.room.record(a.track, file).await.unwrap();
    a.client.keyframe_wanted();
    a.reach(&mut [&mut b]);
    let last = a.number;

    stage.room.reset(A, Side::Publishing).await.unwrap();
    a.client.closed();
    let client = Client::tcp(server);
    let (offer, mids) = client.offer(&[str0m::media::MediaKind::Video]);
    let mut again = stage.publish(client, A, Kind::Screen, offer, mids).await;
    assert_eq!(again.track, a.track);
    again.number = last;
    again.reach(&mut [&mut b]);
    stage.room.stop(recording).await.unwrap();
    let frames = stage
        .event("a finished recording", |event| match event {
            Event::RecordingEnded { summary, .. } => Some(summary.frames),
            Event::TrackEnded { .. } => panic!("the track goes on"),
            _ => None,
        })
        .await;
    assert!(frames >= 2, "{frames} frames, from both connections");
}

#[tokio::test]
async fn l3_two_hundred_rooms_come_and_go_and_leave_nothing() {
    let stage = Stage::open().await;
    let server = stage.media.address();
    let threads = || std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count);
    let before = threads();
    for _ in 0..200 {
        let room = stage.media.open_room().await.unwrap();
        room.join(A).await.unwrap();
        room.join(B).await.unwrap();
        let allowed = to_all(A, Kind::Screen, &[B]).and_recorded(A, Kind::Screen);
        room.allow(allowed).await.unwrap();
        let offer = OFFER.get_or_init(|| {
            let client = Client::udp(server);
            client.offer(&[str0m::media::MediaKind::Video])
        });
        let track = media::Published {
            mid: offer.1[0].clone(),
            kind: Kind::Screen,
            label: String::new(),
        };
        let answer = room.publish(A, offer.0.clone(), vec![track]).await;
        let track = answer.unwrap().tracks[0].1;
        let file = std::io::Cursor::new(Vec::new());
        room.record(track, file).await.unwrap();
    }
    let stats = stage.media.stats().await.unwrap();
    assert_eq!((stats.rooms, stats.connections), (1, 0));
    // Writers end by themselves.
    let deadline = std::time::Instant::now() + client::PATIENCE;
    while threads() > before + 1 && std::time::Instant::now() < deadline {
        tokio::task::yield_now().await;
    }
    assert!(threads() <= before + 1, "{} threads", threads());
}

static OFFER: std::sync::OnceLock<(String, Vec<String>)> = std::sync::OnceLock::new();
