//! What is recorded plays: by ffmpeg where it is installed, and by our own
//! reader everywhere.

#![allow(clippy::unwrap_used)] // in a test it is the assertion

mod client;

use std::fs::File;
use std::io::{self, Cursor, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use client::Client;
use client::stage::{Sender, Stage, taped, to_all};
use media::{Event, Kind, PeerId, RecordingId, Refused, Summary};
use str0m::format::Codec;

const A: PeerId = PeerId(1);
const B: PeerId = PeerId(2);

/// A second of video: four coloured quarters, a keyframe first.
const VP8: &[u8] = include_bytes!("frames/quadrants.vp8");
const VP9: &[u8] = include_bytes!("frames/quadrants.vp9");
/// Two seconds of 440 Hz.
const OPUS: &[u8] = include_bytes!("frames/tone.opus");

/// Frames that lie behind their lengths.
fn frames(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut found = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<2>() {
        let (frame, rest) = rest.split_at(u16::from_be_bytes(*length).into());
        found.push(frame);
        bytes = rest;
    }
    found
}

/// Plays frames to the unit as they were meant, one after the other.
async fn play(sender: &mut Sender, frames: &[&[u8]], each: Duration) {
    let mut pace = tokio::time::interval(each);
    for frame in frames {
        pace.tick().await;
        sender.send_frame(frame);
    }
}

const PICTURE: Duration = Duration::from_micros(33_333);
const SOUND: Duration = Duration::from_millis(20);

async fn ended(stage: &mut Stage, recording: RecordingId) -> Summary {
    stage
        .event("a finished recording", |event| match event {
            Event::RecordingEnded {
                recording: ended,
                summary,
                ..
            } if *ended == recording => Some(summary.clone()),
            Event::RecordingDamaged { damage, .. } => panic!("{damage:?}"),
            _ => None,
        })
        .await
}

/// Records some frames; where the file is, and what is said to be in it.
async fn recorded(kind: Kind, codec: Codec, bytes: &[u8], to: &Path) -> Summary {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, kind).await;
    a.client.inside(move |inside| inside.codec = codec);
    stage.room.allow(taped(A, kind)).await.unwrap();
    let file = File::create_new(to).unwrap();
    let recording = stage.room.record(a.track, file).await.unwrap();
    let each = if kind.is_video() { PICTURE } else { SOUND };
    play(&mut a, &frames(bytes), each).await;
    a.client.inside(|_| ());
    stage.room.stop(recording).await.unwrap();
    ended(&mut stage, recording).await
}

#[tokio::test]
async fn l8_vp8_is_recorded_so_that_it_plays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.webm");
    let summary = recorded(Kind::Screen, Codec::Vp8, VP8, &file).await;
    assert_eq!(summary.frames, 45);
    about(summary.duration, 1.5);
    assert_eq!(summary.gaps, []);
    assert_eq!(summary.bytes, file.metadata().unwrap().len());
    plays(&file, "vp8", 1.5);
    quarters(&file);
}

#[tokio::test]
async fn l8_vp9_is_recorded_so_that_it_plays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("screen.webm");
    let summary = recorded(Kind::Screen, Codec::Vp9, VP9, &file).await;
    assert_eq!(summary.frames, 45);
    plays(&file, "vp9", 1.5);
    quarters(&file);
}

#[tokio::test]
async fn l8_sound_is_recorded_so_that_it_is_heard() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("voice.webm");
    let summary = recorded(Kind::Microphone, Codec::Opus, OPUS, &file).await;
    assert_eq!(summary.frames, 101);
    plays(&file, "opus", 2.02);
    let Some(said) = ffmpeg(&["-i", path(&file), "-af", "volumedetect", "-f", "null", "-"]) else {
        return;
    };
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    let mean = said.split("mean_volume: ").nth(1).expect("a volume");
    let mean: f64 = mean.split(' ').next().unwrap().parse().unwrap();
    assert!(mean > -40.0, "{mean} dB");
}

#[tokio::test]
async fn l8_a_picture_begins_with_a_keyframe_that_was_asked_for() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    let key = frames(VP8)[0];
    let other = frames(VP8)[1];
    a.send_frame(key);
    let kind = stage
        .event("a start", |event| match event {
            Event::TrackStarted { kind, .. } => Some(*kind),
            _ => None,
        })
        .await;
    assert_eq!(kind, Kind::Screen);
    let (writer, file) = shared();
    stage.room.allow(taped(A, Kind::Screen)).await.unwrap();
    let recording = stage.room.record(a.track, writer).await.unwrap();
    a.client.keyframe_wanted();
    a.send_frame(other);
    a.send_frame(key);
    a.send_frame(other);
    let at = stage
        .event("a beginning", |event| match event {
            Event::RecordingStarted {
                recording: of, at, ..
            } if *of == recording => Some(*at),
            _ => None,
        })
        .await;
    a.client.inside(|_| ());
    stage.room.end_track(a.track).await.unwrap();
    let summary = ended(&mut stage, recording).await;
    assert_eq!((summary.started, summary.frames), (Some(at), 2));
    let mended = media::mend(&mut file.cursor()).unwrap();
    assert_eq!((mended.frames, mended.was_open), (2, false));
    let stopped = stage.room.stop(recording).await;
    assert_eq!(stopped, Err(Refused::UnknownRecording));
}

#[tokio::test]
async fn l9_nothing_is_recorded_that_may_not_be_and_nothing_from_the_moment_that_ended_it() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.join(B).await.unwrap();
    let seen = to_all(A, Kind::Screen, &[B]);
    stage.room.allow(seen.clone()).await.unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    let (writer, file) = shared();
    let not = stage.room.record(a.track, writer.clone()).await;
    assert_eq!(not, Err(Refused::NotAllowed));
    let both = seen.clone().and_recorded(A, Kind::Screen);
    stage.room.allow(both).await.unwrap();
    let recording = stage.room.record(a.track, writer).await.unwrap();
    a.reach(&mut [&mut b]);
    let before = a.number;
    stage.room.allow(seen.clone()).await.unwrap();
    // It is seen on, and not recorded.
    a.reach(&mut [&mut b]);
    let summary = ended(&mut stage, recording).await;
    assert!(summary.frames >= 1 && summary.ended.is_some());
    let bytes = file.cursor().into_inner();
    let holds = |number: u32| {
        let frame = client::picture(true, number, 200);
        bytes.windows(frame.len()).any(|part| part == frame)
    };
    assert!(holds(before), "what came before stays");
    for number in before + 1..=a.number {
        assert!(!holds(number), "frame {number} came after");
    }
    assert_eq!(stage.room.stats().await.unwrap().recordings, 0);
}

#[tokio::test]
async fn l8_a_full_disk_ends_the_recording_and_nothing_else() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.join(B).await.unwrap();
    stage
        .room
        .allow(to_all(A, Kind::Screen, &[B]).and_recorded(A, Kind::Screen))
        .await
        .unwrap();
    let mut b = stage.receiver(Client::udp(server), B).await;
    let recording = stage.room.record(a.track, Full).await.unwrap();
    a.reach(&mut [&mut b]);
    let kind = stage
        .event("damage", |event| match event {
            Event::RecordingDamaged {
                recording: of,
                damage,
                ..
            } if *of == recording => Some(damage.kind),
            _ => None,
        })
        .await;
    assert_eq!(kind, io::ErrorKind::StorageFull);
    a.reach(&mut [&mut b]);
    assert_eq!(stage.room.stats().await.unwrap().recordings, 0);
}

#[tokio::test]
async fn l8_voice_and_picture_begin_on_one_clock() {
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    let mut b = stage
        .publisher(Client::udp(server), B, Kind::Microphone)
        .await;
    let both = taped(A, Kind::Screen).and_recorded(B, Kind::Microphone);
    stage.room.allow(both).await.unwrap();
    let picture = stage.room.record(a.track, Cursor::new(Vec::new())).await;
    let voice = stage.room.record(b.track, Cursor::new(Vec::new())).await;
    let (picture, voice) = (picture.unwrap(), voice.unwrap());
    let began = std::time::Instant::now();
    play(&mut a, &frames(VP8)[..10], PICTURE).await;
    play(&mut b, &frames(OPUS)[..20], SOUND).await;
    b.client.inside(|_| ());
    stage.room.stop(picture).await.unwrap();
    let picture = ended(&mut stage, picture).await.started.unwrap();
    stage.room.stop(voice).await.unwrap();
    let voice = ended(&mut stage, voice).await.started.unwrap();
    assert!(picture >= began);
    let apart = (voice - picture).as_secs_f64();
    assert!((0.29..0.6).contains(&apart), "{apart} s apart");
}

/// Records until it is killed, where a test has started it for that.
#[tokio::test]
async fn the_recorder_that_is_killed() {
    let Some(to) = std::env::var_os("MEDIA_RECORD_TO") else {
        return;
    };
    let mut stage = Stage::open().await;
    let server = stage.media.address();
    let mut a = stage.publisher(Client::udp(server), A, Kind::Screen).await;
    stage.room.allow(taped(A, Kind::Screen)).await.unwrap();
    let file = File::create_new(to).unwrap();
    stage.room.record(a.track, file).await.unwrap();
    let frames = frames(VP8);
    loop {
        play(&mut a, &frames, PICTURE).await;
        println!("MORE");
    }
}

#[test]
fn l8_what_was_recorded_before_a_kill_plays() {
    use std::io::{BufRead, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("killed.webm");
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["the_recorder_that_is_killed", "--exact", "--nocapture"])
        .env("MEDIA_RECORD_TO", &file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(process.stdout.take().unwrap()).lines();
    let more = said.map_while(Result::ok).filter(|line| line == "MORE");
    assert_eq!(more.take(2).count(), 2, "three seconds are recorded");
    process.kill().unwrap();
    process.wait().unwrap();

    // As it is, and after it was mended.
    if let Some(done) = ffmpeg(&["-v", "error", "-i", path(&file), "-f", "null", "-"]) {
        assert!(done.status.success(), "{done:?}");
    }
    let mut opened = File::options().read(true).write(true).open(&file).unwrap();
    let mended = media::mend(&mut opened).unwrap();
    assert!(mended.was_open);
    let length = mended.duration.as_secs_f64();
    assert!(
        (2.0..4.0).contains(&length),
        "all but the last second: {length}"
    );
    drop(opened);
    plays(&file, "vp8", length);
    quarters(&file);
}

/// A disk without room.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Full {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

/// A file in memory that can be looked at from outside.
#[derive(Clone, Default)]
struct Shared(std::sync::Arc<std::sync::Mutex<Cursor<Vec<u8>>>>);

fn shared() -> (Shared, Shared) {
    let one = Shared::default();
    (one.clone(), one)
}

impl Shared {
    fn cursor(&self) -> Cursor<Vec<u8>> {
        Cursor::new(self.0.lock().unwrap().get_ref().clone())
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.lock().unwrap().seek(to)
    }
}

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

fn about(duration: Duration, seconds: f64) {
    let apart = (duration.as_secs_f64() - seconds).abs();
    assert!(apart < 0.25, "{duration:?} instead of {seconds} s");
}

/// Both readers agree on what is in a file, and decode it without a word.
fn plays(file: &Path, codec: &str, seconds: f64) {
    let mut opened = File::options().read(true).write(true).open(file).unwrap();
    let mended = media::mend(&mut opened).unwrap();
    assert!(!mended.was_open);
    about(mended.duration, seconds);
    let Some(probed) = run(
        "ffprobe",
        &[
            "-v",
            "error",
            "-show_entries",
            "stream=codec_name:format=format_name,duration",
            "-of",
            "default=noprint_wrappers=1",
            path(file),
        ],
    ) else {
        return;
    };
    let said = String::from_utf8(probed.stdout).unwrap();
    assert_eq!(String::from_utf8_lossy(&probed.stderr), "");
    assert!(said.contains(&format!("codec_name={codec}")), "{said}");
    assert!(said.contains("format_name=matroska,webm"), "{said}");
    let duration = said.split("duration=").nth(1).expect("a duration");
    let duration: f64 = duration.lines().next().unwrap().parse().unwrap();
    about(Duration::from_secs_f64(duration), seconds);
    let decoded = ffmpeg(&["-v", "warning", "-i", path(file), "-f", "null", "-"]).unwrap();
    assert!(decoded.status.success());
    assert_eq!(String::from_utf8_lossy(&decoded.stderr), "");
}

/// In the middle of the recording the four quarters have their colours.
fn quarters(file: &Path) {
    let raw = ["-ss", "0.7", "-i", path(file), "-frames:v", "1"];
    let form = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"];
    let Some(cut) = ffmpeg(&[&["-v", "error"], &raw[..], &form[..]].concat()) else {
        return;
    };
    let pixel = |x: usize, y: usize| {
        let at = 3 * (y * 320 + x);
        let of = &cut.stdout[at..at + 3];
        [of[0] > 128, of[1] > 128, of[2] > 128]
    };
    assert_eq!(cut.stdout.len(), 320 * 240 * 3);
    assert_eq!(pixel(80, 60), [true, false, false], "red");
    assert_eq!(pixel(240, 60), [false, true, false], "green");
    assert_eq!(pixel(80, 180), [false, false, true], "blue");
    assert_eq!(pixel(240, 180), [true, true, false], "yellow");
}

fn ffmpeg(arguments: &[&str]) -> Option<std::process::Output> {
    let quiet = ["-hide_banner", "-nostdin"];
    run("ffmpeg", &[&quiet[..], arguments].concat())
}

/// What a program says; none, and a word about it, where it is not installed.
fn run(program: &str, arguments: &[&str]) -> Option<std::process::Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            eprintln!("{program} is not installed: read by our own reader alone");
            None
        }
        Err(error) => panic!("{program}: {error}"),
    }
}
