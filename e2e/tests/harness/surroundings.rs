//! Language, window, colours; tabs and persons; the server.

use std::path::Path;

use e2e::{Done, Options, Server};

use crate::site::Site;

const ASKING: &str = "<!doctype html><title>x</title><style>body{background:#fff}@media(prefers-color-scheme:dark){body{background:#000}}</style><p>x";

#[test]
fn the_page_is_seen_as_the_options_say() -> Done {
    let site = Site::one(ASKING);
    let page = site.page(Options {
        language: "en-GB".into(),
        width: 390,
        height: 844,
        dark: true,
        ..Options::default()
    })?;
    page.goto("/")?;
    assert!(
        site.first().language.starts_with("en-GB"),
        "{:?}",
        site.first()
    );
    assert_eq!(
        page.eval("[innerWidth, innerHeight, navigator.language].join()")?,
        "390,844,en-GB"
    );
    assert_eq!(
        page.eval("getComputedStyle(document.body).backgroundColor")?,
        "rgb(0, 0, 0)"
    );
    assert_eq!(
        page.eval("Intl.DateTimeFormat().resolvedOptions().timeZone")?,
        "Asia/Tokyo"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shots/page.png");
    page.screenshot(&file)?;
    let png = std::fs::read(&file).unwrap();
    assert_eq!(&png[1..4], b"PNG");
    assert_eq!(&png[16..24], [0, 0, 1, 134, 0, 0, 3, 76]); // 390 × 844
    Ok(())
}

#[test]
fn without_options_it_is_a_japanese_page_in_daylight() -> Done {
    let site = Site::one(ASKING);
    let page = site.visit()?;
    assert_eq!(site.first().language, "ja");
    assert_eq!(
        page.eval("getComputedStyle(document.body).backgroundColor")?,
        "rgb(255, 255, 255)"
    );
    page.assert_clean()
}

#[test]
fn tabs_share_cookies_and_pages_of_others_do_not() -> Done {
    let site = Site::one(ASKING);
    let one = site.visit()?;
    one.eval("document.cookie = 'who=me'")?;
    let tab = one.another_tab()?;
    tab.goto("/")?;
    assert_eq!(tab.eval("document.cookie")?, "who=me");
    let other = site.visit()?;
    assert_eq!(other.eval("document.cookie")?, "");
    Ok(())
}

#[test]
fn a_server_is_met_at_the_address_it_prints_and_dies_with_us() -> Done {
    let server = Server::program(
        Path::new("/bin/sh"),
        &[
            "-c",
            "exec 2>&1; echo 1; echo http://127.0.0.1:4567; pwd; exec tail -f /dev/null",
        ],
        &[],
    )?;
    assert_eq!(server.address(), "http://127.0.0.1:4567");
    assert_eq!(server.url("/portal"), "http://127.0.0.1:4567/portal");
    let folder = server.folder().to_owned();
    drop(server);
    assert!(!folder.exists());
    Ok(())
}

#[test]
fn a_server_that_ends_early_tells_its_last_words() {
    let args = ["-c", "echo 壊れた >&2; exit 3"];
    let fault = Server::program(Path::new("/bin/sh"), &args, &[])
        .err()
        .unwrap();
    assert!(fault.to_string().contains("壊れた"), "{fault}");
}
