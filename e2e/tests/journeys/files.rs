//! Files: chosen, refused, sent, looked at and taken away, with and without script; and nothing of them runs (C13).

use std::{fs, path::PathBuf};

use e2e::{Done, Page, Server};

use crate::cast::{OYAMADA, SATO, holds, sign_in, with_script};

/// The smallest picture there is.
const PNG: [u8; 67] = [
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c,
    0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae,
    0x42, 0x60, 0x82,
];

/// A file of this name beside the server's own.
fn file(server: &Server, name: &str, bytes: &[u8]) -> Done<PathBuf> {
    let path = server.folder().join(name);
    fs::write(&path, bytes).map_err(|error| e2e::Fault::new(error.to_string()))?;
    Ok(path)
}

fn at_a_case(server: &Server, script: bool) -> Done<(Page, String)> {
    let customer = sign_in(server, OYAMADA, &with_script(script))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    let case = customer.path()?;
    Ok((customer, case))
}

#[test]
fn c13_files_are_handed_in_seen_by_both_sides_and_taken_away() -> Done {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "0")])?;
    let (customer, case) = at_a_case(&server, true)?;
    let picture = file(&server, "画面の写し.png", &PNG)?;
    // Longer than one piece.
    let log = file(
        &server,
        "app.log",
        "10:00:00 接続に失敗\n".repeat(250_000).as_bytes(),
    )?;
    let program = file(&server, "setup.exe", b"MZ")?;
    customer.attach_files("#files", &[&picture, &log, &program])?;
    customer.wait_for_text("「setup.exe」の形式は添付できません")?;
    customer
        .wait_until("document.querySelectorAll('.file-waiting[data-state=done]').length === 2")?;
    // A file says enough.
    customer.click_text("サポートへ送信")?;
    customer.wait_for("a.file-name")?;
    assert!(holds(&customer, "ファイルを2件添付")?);
    assert!(holds(&customer, "画面の写し.png")?);
    if let Some(axe) = e2e::Axe::load()? {
        axe.assert_none(&customer)?;
    }

    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto(&format!("/staff{case}"))?;
    agent.wait_until("[...document.querySelectorAll('.file-picture img')].some((image) => image.naturalWidth === 1)")?;
    agent.click(".attached a.file-name[href$='/look']:not(:has(+ .file-size + .file-picture))")?;
    assert!(holds(&agent, "10:00:00 接続に失敗")?);
    if let Some(axe) = e2e::Axe::load()? {
        axe.assert_none(&agent)?;
    }
    assert!(holds(&agent, "先頭の256 KBを表示しています")?);
    agent.goto(&format!("/staff{case}?compose=note"))?;
    let memo = file(&server, "memo.txt", b"internal")?;
    agent.attach_files("#files", &[&memo])?;
    agent.wait_for(".file-waiting[data-state=done]")?;
    agent.fill("メモの内容", "社内の記録です。")?;
    agent.press("Control+Enter")?;
    agent.wait_for_text("memo.txt")?;
    customer.goto(&case)?;
    assert!(!holds(&customer, "memo.txt")?);

    agent.click("#all-files li:first-child > details > summary")?;
    agent.click("#all-files details[open] button")?;
    agent.wait_for_text("添付ファイル「memo.txt」を削除")?;
    agent.assert_clean()?;
    customer.assert_clean_but(|trouble| format!("{trouble:?}").contains("415"))
}

#[test]
fn c11_a_picture_opens_large_over_the_page_and_keys_lead_on_and_back() -> Done {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "0")])?;
    let (customer, case) = at_a_case(&server, true)?;
    let (one, two) = (
        file(&server, "一枚目.png", &PNG)?,
        file(&server, "二枚目.png", &PNG)?,
    );
    customer.attach_files("#files", &[&one, &two])?;
    customer
        .wait_until("document.querySelectorAll('.file-waiting[data-state=done]').length === 2")?;
    customer.click_text("サポートへ送信")?;
    customer.wait_for("a.file-picture")?;

    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto(&format!("/staff{case}"))?;
    agent.wait_until("customElements.get('picture-look') !== undefined")?;
    // By the link of its name, with the keyboard alone.
    let names = "[...document.querySelectorAll('.attached-one:has(.file-picture) .file-name')]";
    let name = |place: i32| agent.eval(&format!("{names}.at({place}).textContent"));
    let (first, second) = (name(-2)?, name(-1)?);
    assert_ne!(first, second);
    agent.eval(&format!("{names}.at(-2).focus(); true"))?;
    agent.press("Enter")?;
    agent
        .wait_until("document.querySelector('picture-look dialog[open] img')?.naturalWidth > 0")?;
    let shown = |name: &serde_json::Value| {
        format!("document.querySelector('dialog[open] [data-name]').textContent.startsWith({name})")
    };
    agent.wait_until(&shown(&first))?;
    agent.press("ArrowRight")?;
    agent.wait_until(&shown(&second))?;
    assert_eq!(
        agent.eval("document.querySelector('dialog[open] img').alt")?,
        second
    );
    agent.press("ArrowLeft")?;
    agent.wait_until(&shown(&first))?;
    if let Some(axe) = e2e::Axe::load()? {
        axe.assert_none(&agent)?;
    }
    // Back to where one was, on the page that never went away.
    agent.press("Escape")?;
    agent.wait_until("document.querySelector('dialog[open]') === null")?;
    assert!(agent.path()?.starts_with(&format!("/staff{case}")));
    let focused = format!("document.activeElement === {names}.at(-2)");
    assert_eq!(agent.eval(&focused)?, true);
    // Customers have it, too; a page without pictures has nothing of it.
    customer.goto(&case)?;
    assert_eq!(customer.count("picture-look")?, 1);
    customer.goto("/")?;
    assert_eq!(customer.count("picture-look")?, 0);
    agent.assert_clean()?;
    customer.assert_clean()
}

#[test]
fn c13_files_go_without_script_and_nothing_of_them_runs() -> Done {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "0")])?;
    let (customer, case) = at_a_case(&server, false)?;
    let page = file(&server, "page.txt", b"<html><script>document.title = 'ran'; top.ran = 1</script><img src=x onerror='top.ran = 1'>")?;
    let program = file(&server, "setup.exe", b"MZ")?;
    customer.fill("本文", "2つ送ります。")?;
    customer.attach_files("#files", &[&page, &program])?;
    customer.click_text("サポートへ送信")?;
    assert_eq!(customer.status(), Some(422));
    assert!(holds(&customer, "「setup.exe」の形式は添付できません")?);
    assert_eq!(customer.value("本文")?, "2つ送ります。");
    assert!(holds(&customer, "page.txt")?);
    customer.click_text("サポートへ送信")?;
    assert!(customer.path()?.starts_with(&case));
    assert!(holds(&customer, "ファイルを1件添付")? || holds(&customer, "page.txt")?);

    // With script, where it could run.
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto(&format!("/staff{case}"))?;
    let look = agent
        .attribute("a.file-name[href$='/look']", "href")?
        .expect("it can be looked at");
    agent.goto(&look)?;
    assert!(agent.text(".file-text")?.contains("<script>"));
    assert_eq!(agent.eval("String(window.ran)")?, "undefined");
    // As a page of its own it is a file to take along, wherever it is put.
    let file = look.trim_end_matches("/look");
    let tried = format!(
        "fetch('{file}').then((answer) => [answer.headers.get('content-disposition').split(';')[0], answer.headers.get('content-security-policy'), answer.headers.get('content-type')].join('|'))"
    );
    agent.eval(&format!(
        "{tried}.then((told) => {{ window.told = told; }})"
    ))?;
    agent.wait_until("window.told !== undefined")?;
    assert_eq!(
        agent.eval("window.told")?,
        "attachment|default-src 'none'; sandbox|application/octet-stream"
    );
    agent.eval(&format!("for (const tag of ['iframe', 'script', 'embed']) {{ const one = document.createElement(tag); one.src = '{file}'; document.body.append(one); }}"))?;
    agent.goto(&format!("/staff{case}"))?;
    assert_eq!(agent.eval("String(window.ran)")?, "undefined");
    Ok(())
}

#[test]
fn c13_l3_a_piece_that_was_damaged_on_its_way_goes_once_more() -> Done {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "0")])?;
    let (customer, _) = at_a_case(&server, true)?;
    let text = "10:00:00 接続に失敗\n".repeat(250_000);
    let log = file(&server, "app.log", text.as_bytes())?;
    // The first piece that is sent and the third are not what they were.
    customer.eval(
        "(() => { const went = fetch; let sent = 0; globalThis.damaged = []; globalThis.fetch = async (to, how) => { \
         const piece = how?.body instanceof Blob; if (piece) sent += 1; \
         const wrong = piece && (sent === 1 || sent === 3); \
         const answer = await went(to, wrong ? { ...how, body: how.body.slice(1) } : how); \
         if (answer.status === 460) damaged.push(how.method); return answer; }; })()",
    )?;
    customer.attach_files("#files", &[&log])?;
    customer.wait_for(".file-waiting[data-state=done]")?;
    assert_eq!(customer.eval("damaged.join()")?, "POST,PATCH");
    customer.click_text("サポートへ送信")?;
    customer.wait_for("a.file-name[href$='/look']")?;
    let look = customer.attribute("a.file-name[href$='/look']", "href")?;
    let had = look.expect("it is there").replace("/look", "");
    customer.eval(&format!(
        "fetch('{had}').then((answer) => answer.arrayBuffer()).then((all) => {{ window.had = all.byteLength; }})"
    ))?;
    customer.wait_until("window.had !== undefined")?;
    assert_eq!(customer.eval("window.had")?, text.len());
    customer.assert_clean_but(|trouble| format!("{trouble:?}").contains("460"))
}

#[test]
fn c13_what_cannot_go_is_told_in_its_row_before_a_byte_of_it_is_sent() -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.toml");
    let desk = include_str!("../../../desks/default.toml")
        .replace("per_message = 10", "per_message = 5")
        .replace("size_each = \"25 MB\"", "size_each = \"1 KB\"")
        .replace("transfer = \"2 GB\"\n", "");
    fs::write(&path, desk).expect("a desk");
    let desk = path.display().to_string();
    let args = ["demo", "--listen", "127.0.0.1:0", "--desk", &desk];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "0")])?;
    let (customer, _) = at_a_case(&server, true)?;
    let sent = "performance.getEntriesByType('resource').filter((one) => one.name.includes('/uploads')).length";
    let none = [
        file(&server, "empty.txt", b"")?,
        file(&server, "large.txt", &[b'a'; 1025])?,
        file(&server, "setup.exe", b"MZ")?,
    ];
    let none: Vec<_> = none.iter().map(PathBuf::as_path).collect();
    customer.attach_files("#files", &none)?;
    for told in [
        "「empty.txt」は空のファイル",
        "「large.txt」は大きすぎる",
        "「setup.exe」の形式は添付できません",
    ] {
        customer.wait_for_text(told)?;
    }
    assert_eq!(customer.eval(sent)?, 0, "nothing of these was sent");
    // Six where five may go: the sixth is told so, and the five go.
    let mut six = Vec::new();
    for number in 1..=6 {
        six.push(file(&server, &format!("{number}.txt"), b"words")?);
    }
    let six: Vec<_> = six.iter().map(PathBuf::as_path).collect();
    customer.attach_files("#files", &six)?;
    customer.wait_for_text("添付できるのは5件まで")?;
    customer
        .wait_until("document.querySelectorAll('.file-waiting[data-state=done]').length === 5")?;
    assert_eq!(customer.count(".file-waiting[data-state=refused]")?, 4);
    // Once one is taken away there is room again.
    customer.click(".file-waiting:nth-child(4) .as-link")?;
    customer.attach_files("#files", &six[5..])?;
    customer
        .wait_until("document.querySelectorAll('.file-waiting[data-state=done]').length === 5")?;
    customer.click_text("サポートへ送信")?;
    customer.wait_for_text("ファイルを5件添付")?;
    customer.assert_clean()
}
