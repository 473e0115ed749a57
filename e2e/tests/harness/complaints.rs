//! What must be caught is caught; what is none is not told.

use e2e::{Axe, Browser, Done, Kind, Options};

use crate::site::Site;

const KINDS: [(&str, Kind); 5] = [
    (
        "<script>console.error('困った', {a: 1})</script>",
        Kind::Console,
    ),
    ("<script>nothing.at.all</script>", Kind::Exception),
    (
        "<script>Promise.reject(new Error('誰も待たない'))</script>",
        Kind::Exception,
    ),
    ("<img src=/missing.png alt=''>", Kind::Network),
    ("policy:script-src 'none'\n<script>1</script>", Kind::Csp),
];

#[test]
fn each_kind_of_complaint_is_caught() -> Done {
    let _running = Browser::shared()?; // one for all pages
    for (source, kind) in KINDS {
        let page = Site::one(source).visit()?;
        let kinds: Vec<Kind> = page.troubles()?.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [kind], "{source}");
        let fault = page.assert_clean().unwrap_err().to_string();
        assert!(fault.contains(&format!("{kind:?}")), "{fault}");
        page.assert_clean_but(|trouble| trouble.kind == kind)?;
    }
    Ok(())
}

#[test]
fn the_policy_is_watched_in_all_its_parts_also_without_script() -> Done {
    const PAGE: &str = "policy:default-src 'none'; form-action 'none'\n<title>x</title>\
        <style>p { color: red }</style><p style='color:blue'>x</p><img src=/x.png>\
        <form action=/y method=post><button>送信</button></form>";
    let _running = Browser::shared()?;
    for script in [true, false] {
        let page = Site::one(PAGE).page(Options {
            script,
            ..Options::default()
        })?;
        page.goto("/")?;
        page.click_text("送信")?;
        let said: String = page
            .troubles()?
            .iter()
            .map(|it| format!("{it}\n"))
            .collect();
        for directive in ["style-src-elem", "style-src-attr", "img-src", "form-action"] {
            assert!(
                said.contains(directive),
                "script {script}, {directive}: {said}"
            );
        }
    }
    Ok(())
}

#[test]
fn waiting_needs_no_leave_of_the_policy() -> Done {
    let page = Site::serve(&[
        (
            "/",
            "policy:default-src 'none'; script-src 'self'\n<title>x</title><p>待つ</p><script src=/a.js></script>",
        ),
        (
            "/a.js",
            "setTimeout(() => document.querySelector('p').textContent = '来た', 100)",
        ),
    ])
    .visit()?;
    page.wait_for_text("来た")?;
    page.wait_until("document.title === 'x'")?;
    page.assert_clean()
}

#[test]
fn a_page_that_is_not_there_is_told_by_its_status_only() -> Done {
    let page = Site::one("").visit()?;
    page.goto("/nowhere")?;
    assert_eq!(page.status(), Some(404));
    page.assert_clean()
}

#[test]
fn axe_finds_the_seeded_defects_and_nothing_on_a_sound_page() -> Done {
    const SOUND: &str = "<!doctype html><html lang=ja><title>良い</title>\
        <main><h1>良い</h1><label>件名<input></label></main>";
    const SEEDED: &str = "<!doctype html><html lang=ja><title>悪い</title>\
        <main><h1>悪い</h1><input><p style='color:#bbb;background:#fff'>薄い</p>\
        <button style='width:10px;height:10px;padding:0' aria-label='小さい'></button><button style='width:10px;height:10px;padding:0' aria-label='小さ'></button></main>";
    let Some(axe) = Axe::load()? else {
        return Ok(());
    };
    let page = Site::serve(&[("/", SOUND), ("/bad", SEEDED)]).visit()?;
    axe.assert_none(&page)?;
    page.goto("/bad")?;
    let found = axe.run(&page)?;
    let mut rules: Vec<&str> = found.violations.iter().map(|it| it.rule.as_str()).collect();
    rules.sort_unstable();
    assert_eq!(rules, ["color-contrast", "label", "target-size"]);
    let fault = axe.assert_none(&page).unwrap_err().to_string();
    assert!(fault.contains("#bbb"), "{fault}");
    Ok(())
}
