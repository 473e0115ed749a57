//! Files are had by nobody before they were looked through for harm, where an installation has that done (C13).

use std::{
    fs,
    process::{Child, Command as Program, Stdio},
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{FileId, case::Command};
use madoguchi::{
    app::{App, files::Files},
    files::scan::Scanner,
    work,
};
use testkit::cast::*;

use crate::browser::House;

/// The test file that every scanner knows, so written that none takes this source for it.
pub(crate) fn eicar() -> Vec<u8> {
    let parts = [
        "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5E",
        "QVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo=",
    ];
    BASE64_STANDARD.decode(parts.concat()).unwrap()
}

/// The house's use cases with this scanner, over the same files.
pub(crate) fn scanned(house: &House, scanner: Scanner) -> App {
    let shelf = house.app.files.clone().unwrap().shelf;
    house.app.clone().with_files(Files {
        shelf,
        scanner: Some(scanner),
    })
}

/// Sends a file with an update, by an app of its own.
async fn sent(app: &App, number: i64, name: &str, bytes: &[u8]) -> FileId {
    let begun = app
        .begin_file(&AS_AOKI, name, Some(bytes.len() as u64))
        .await
        .unwrap()
        .unwrap();
    let piece = bytes::Bytes::copy_from_slice(bytes);
    let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
    app.append_file(begun.clone(), pieces, true).await.unwrap();
    let update = Command::PostUpdate { text: "x".into() };
    app.change_case_with(&AS_AOKI, number, update, &[begun.id], None, None)
        .await
        .unwrap();
    begun.id
}

#[tokio::test]
async fn c13_a_file_waits_while_nobody_can_look_through_it() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let nowhere = tempfile::tempdir().unwrap().path().join("none.sock");
    let app = scanned(&house, Scanner::Unix(nowhere));
    let id = sent(&app, number, "a.txt", b"words").await;
    work::files::scan(&app, &mut Default::default())
        .await
        .unwrap();
    assert!(app.file(&AS_MORI, number, id).await.is_err());
    let mori = house.reader(MORI).await;
    let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
    assert!(page.text.contains("a.txt") && page.text.contains("検査中"));
    // Whoever runs it without a scanner from now on has decided so.
    work::files::scan(&house.app, &mut Default::default())
        .await
        .unwrap();
    assert!(app.file(&AS_MORI, number, id).await.is_ok());
}

/// A clamd of the machine's, with one signature of ours.
pub(crate) struct Clamd {
    child: Child,
    folder: tempfile::TempDir,
}

impl Clamd {
    pub(crate) fn start() -> Option<Self> {
        Self::start_with("")
    }

    /// With more lines in its settings.
    fn start_with(more: &str) -> Option<Self> {
        let program = ["/usr/sbin/clamd", "/usr/bin/clamd"]
            .into_iter()
            .find(|path| std::path::Path::new(path).exists())?;
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        fs::create_dir(at.join("signatures")).unwrap();
        // MD5, size and name of the one thing that it knows.
        fs::write(
            at.join("signatures/one.hdb"),
            "44d88612fea8a8f36de82e1278abb02f:68:Test.File\n",
        )
        .unwrap();
        let at_text = at.display();
        let settings = format!(
            "Foreground yes\nLocalSocket {at_text}/clamd.sock\nDatabaseDirectory {at_text}/signatures\nLogFile {at_text}/clamd.log\n{more}"
        );
        fs::write(at.join("clamd.conf"), settings).unwrap();
        let child = Program::new(program)
            .arg("-c")
            .arg(at.join("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Some(Self { child, folder })
    }

    /// Once it listens.
    pub(crate) async fn scanner(&self) -> Scanner {
        let socket = self.folder.path().join("clamd.sock");
        let patience = Instant::now() + Duration::from_secs(60);
        while tokio::net::UnixStream::connect(&socket).await.is_err() {
            assert!(
                Instant::now() < patience,
                "{}",
                fs::read_to_string(self.folder.path().join("clamd.log")).unwrap_or_default()
            );
            tokio::task::yield_now().await;
        }
        Scanner::Unix(socket)
    }
}

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn c13_a_real_scanner_finds_the_test_file_and_lets_the_rest_go() {
    let Some(clamd) = Clamd::start() else {
        eprintln!(
            "SKIPPED: no clamd (Debian's clamav-daemon); what it would say is tried nowhere else"
        );
        return;
    };
    let scanner = clamd.scanner().await;
    let house = House::open().await;
    let app = scanned(&house, scanner);
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let clean = sent(&app, number, "clean.txt", b"words").await;
    let large = sent(&app, number, "large.txt", &b"words\n".repeat(900_000)).await;
    let bad = sent(&app, number, "bad.txt", &eicar()).await;
    for id in [clean, large, bad] {
        assert!(
            app.file(&AS_MORI, number, id).await.is_err(),
            "not before it was looked through"
        );
    }
    work::files::scan(&app, &mut Default::default())
        .await
        .unwrap();
    assert!(app.file(&AS_AOKI, number, clean).await.is_ok());
    assert!(app.file(&AS_AOKI, number, large).await.is_ok());
    assert!(app.file(&AS_MORI, number, bad).await.is_err());
    let mori = house.reader(MORI).await;
    let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
    assert!(page.text.contains("脅威を検出したため隔離"));
    assert!(page.text.contains("検査済み（問題なし）"));
    // Found before it was sent, it goes nowhere.
    let begun = app
        .begin_file(&AS_AOKI, "again.txt", Some(68))
        .await
        .unwrap()
        .unwrap();
    let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(
        bytes::Bytes::from(eicar()),
    )]);
    app.append_file(begun.clone(), pieces, true).await.unwrap();
    work::files::scan(&app, &mut Default::default())
        .await
        .unwrap();
    let update = Command::PostUpdate { text: "x".into() };
    let refused = app
        .change_case_with(&AS_AOKI, number, update, &[begun.id], None, None)
        .await;
    assert!(refused.is_err(), "{refused:?}");
}

#[tokio::test]
async fn c13_a_file_that_the_scanner_will_not_have_holds_up_no_others() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    // A scanner that will have nothing that holds "no".
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let mut all = Vec::new();
            while !all.ends_with(&[0; 4]) {
                let mut piece = [0; 1024];
                let read = line.read(&mut piece).await.unwrap_or(0);
                all.extend_from_slice(&piece[..read]);
                if read == 0 {
                    break;
                }
            }
            let refuses = all.windows(2).any(|two| two == b"no");
            let said: &[u8] = if refuses {
                b"INSTREAM size limit exceeded. ERROR\0"
            } else {
                b"stream: OK\0"
            };
            let _ = line.write_all(said).await;
        }
    });
    let house = House::open().await;
    let app = scanned(&house, Scanner::at(&address));
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let refused = sent(&app, number, "a.txt", b"no").await;
    let fine = sent(&app, number, "b.txt", b"words").await;
    let mut put_off = Default::default();
    work::files::scan(&app, &mut put_off).await.unwrap();
    assert!(app.file(&AS_MORI, number, refused).await.is_err());
    assert!(app.file(&AS_MORI, number, fine).await.is_ok());
    assert_eq!(put_off.len(), 1, "it is left alone for a while");
}

/// What a scanner says of a file, and does: it hangs up while more is sent.
async fn hangs_up(said: &'static [u8]) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let mut all = Vec::new();
            loop {
                let mut piece = vec![0; 64 * 1024];
                let read = line.read(&mut piece).await.unwrap_or(0);
                all.extend_from_slice(&piece[..read]);
                if all.ends_with(b"words\0\0\0\0") {
                    let _ = line.write_all(b"stream: OK\0").await;
                    break;
                }
                if read == 0 || all.len() > 500_000 {
                    let _ = line.write_all(said).await;
                    break;
                }
            }
        }
    });
    address
}

#[tokio::test]
async fn c13_a_scanner_that_hangs_up_on_one_file_holds_up_no_others() {
    for (said, told) in [
        (
            &b"INSTREAM size limit exceeded. ERROR\0"[..],
            "StreamMaxLength",
        ),
        (b"", "接続が切れました"),
        // What was not seen whole is not clean, whatever is said.
        (b"stream: OK\0", "接続が切れました"),
    ] {
        let house = House::open().await;
        let app = scanned(&house, Scanner::at(&hangs_up(said).await));
        let number = house.open_case(&AS_AOKI, "印刷できない").await;
        let large = sent(&app, number, "a.txt", &b"line\n".repeat(1_600_000)).await;
        let fine = sent(&app, number, "b.txt", b"words").await;
        let mut put_off = Default::default();
        work::files::scan(&app, &mut put_off).await.unwrap();
        assert!(app.file(&AS_MORI, number, large).await.is_err());
        assert!(app.file(&AS_MORI, number, fine).await.is_ok(), "{said:?}");
        assert_eq!(put_off.len(), 1);
        let mori = house.reader(MORI).await;
        let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
        assert!(page.text.contains(told), "{told}: {}", page.text);
        let aoki = house.reader(AOKI).await;
        let page = house.get(&aoki, &format!("/cases/{number:08}")).await;
        assert!(page.text.contains("検査できないため") && !page.text.contains(told));
        // Once it was looked through, nothing of this is said any more.
        house
            .app
            .store
            .judge_file(large, store::files::State::Ready, None)
            .await
            .unwrap();
        assert!(app.file(&AS_MORI, number, large).await.is_ok());
        let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
        assert!(!page.text.contains(told));
    }
}

#[tokio::test]
async fn c13_a_real_scanner_with_a_limit_holds_back_what_is_larger_and_nothing_else() {
    let Some(clamd) = Clamd::start_with("StreamMaxLength 1M\n") else {
        eprintln!("SKIPPED: no clamd (Debian's clamav-daemon); its limit is tried nowhere else");
        return;
    };
    let house = House::open().await;
    let app = scanned(&house, clamd.scanner().await);
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let large = sent(&app, number, "large.txt", &b"words\n".repeat(900_000)).await;
    let clean = sent(&app, number, "clean.txt", b"words").await;
    let mut put_off = Default::default();
    work::files::scan(&app, &mut put_off).await.unwrap();
    assert!(app.file(&AS_MORI, number, clean).await.is_ok());
    assert_eq!(put_off.len(), 1);
    assert!(app.file(&AS_MORI, number, large).await.is_err());
    let held = house.app.store.file(large).await.unwrap().unwrap();
    assert_eq!(held.not_scanned, Some(store::files::Unscanned::TooLarge));
    let mori = house.reader(MORI).await;
    let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
    assert!(page.text.contains("StreamMaxLength"), "{}", page.text);
}

#[tokio::test]
async fn c13_a_desk_may_keep_what_opens_with_a_password_only_and_staff_are_told() {
    let desk = DESK.replace("locked = \"refuse\"", "locked = \"keep\"");
    assert_ne!(desk, DESK);
    let house = House::on_desk(&desk).await;
    let number = house.open_case(&AS_AOKI, "印刷できない").await;
    let locked = b"PK\x03\x04\x14\0\x01\0\0\0locked";
    sent(&house.app, number, "a.zip", locked).await;
    let told = "パスワード付き：検査も閲覧もできません";
    let (mori, aoki) = (house.reader(MORI).await, house.reader(AOKI).await);
    let page = house.get(&mori, &format!("/staff/cases/{number:08}")).await;
    assert!(page.text.contains(told), "{}", page.text);
    let page = house.get(&aoki, &format!("/cases/{number:08}")).await.text;
    assert!(page.contains("a.zip") && !page.contains(told), "{page}");
}

/// The same as a large file that says so in its midst: its header, and far behind that the first sector of its directory.
fn far_apart(locked: &[u8]) -> Vec<u8> {
    const PLACE: u32 = 40_000;
    const SECTOR: usize = 512;
    let directory = SECTOR * 3;
    assert_eq!(locked[48..52], 2_u32.to_le_bytes());
    let mut file = locked[..SECTOR].to_vec();
    file[48..52].copy_from_slice(&PLACE.to_le_bytes());
    file.resize(SECTOR * (usize::try_from(PLACE).unwrap() + 1), 0);
    file.extend_from_slice(&locked[directory..directory + SECTOR]);
    file.resize(file.len() + (1 << 20), 0);
    file
}

/// A document that a program of others' making has put under a password, by all the ways in: refused for what it is, not for what its
/// wrapper looks like, and kept where the desk keeps such files.
#[tokio::test]
async fn c13_an_office_file_with_a_password_is_told_apart_by_what_it_holds() {
    use domain::file::NotTaken;
    use madoguchi::app::files::Arrived;
    const LOCKED: &[u8] = include_bytes!("../data/office/locked.docx");
    let keeps = DESK.replace("locked = \"refuse\"", "locked = \"keep\"");
    let large = far_apart(LOCKED);
    assert!(large.len() > 20 << 20);
    for (desk, kept, locked) in [
        (DESK, false, LOCKED),
        (keeps.as_str(), true, LOCKED),
        (DESK, false, &large),
    ] {
        let house = House::on_desk(desk).await;
        let begun = house
            .app
            .begin_file(&AS_AOKI, "見積.docx", Some(locked.len() as u64))
            .await
            .unwrap()
            .unwrap();
        let piece = bytes::Bytes::copy_from_slice(locked);
        let pieces = futures_util::stream::iter([Ok::<_, std::convert::Infallible>(piece)]);
        let arrived = house.app.append_file(begun, pieces, true).await.unwrap();
        match (arrived, kept) {
            (Arrived::Not(NotTaken::Locked), false) => {}
            (Arrived::Whole(file), true) => assert!(file.locked),
            (other, _) => panic!("{other:?}"),
        }
    }
}
