//! Pressing, typing, choosing, waiting.

use std::time::Duration;

use e2e::{Done, Options};

use crate::site::Site;

const FORM: &str = r##"<!doctype html><html lang="ja"><title>受付</title>
<form id="new" method="post" action="/cases" enctype="text/plain">
<label for="s">件名 <span>必須</span></label><input id="s" name="subject" value="前の値">
<label>本文<textarea name="body"></textarea></label>
<label>製品<select name="product"><option value="">－</option><option value="p1">プリンター</option></select></label>
<fieldset><legend>止まっていますか</legend>
<label><input type="radio" name="down" value="y">はい</label><label><input type="radio" name="down" value="n">いいえ</label></fieldset>
<fieldset><legend>再現しますか</legend>
<label><input type="radio" name="again" value="y">はい</label><label><input type="radio" name="again" value="n">いいえ</label></fieldset>
<label><input type="checkbox" name="agree" style="position:absolute;opacity:0;width:1px;height:1px;left:-99px">同意する</label>
<label>日付<input type="date" name="on"></label>
<button type="button">何もしない</button><button>送信</button>
</form><a href="#there">下へ</a><div style="height:3000px"></div><p id="there">ここ</p><a href="/thanks?from=link">お礼へ</a>"##;

const THANKS: &str = "<!doctype html><html lang=ja><title>お礼</title><h1>受け付け\nました</h1>";

fn fill_in_all(script: bool) -> Done {
    let site = Site::serve(&[("/", FORM), ("/thanks", THANKS)]);
    let page = site.page(Options {
        script,
        ..Options::default()
    })?;
    page.goto("/")?;
    page.fill("件名", "印刷できない")?;
    page.fill("本文", "紙が\n出ない")?;
    page.select("製品", "プリンター")?;
    page.check_in("止まっていますか", "はい")?;
    page.check_in("再現しますか", "いいえ")?;
    page.check("同意する")?;
    page.fill("日付", "2026-11-21")?;
    assert_eq!(page.value("件名")?, "印刷できない");
    page.click_text("送信")?;
    assert_eq!(page.path()?, "/thanks");
    assert_eq!(page.text("h1")?, "受け付け ました");
    assert_eq!(page.status(), Some(200));
    let posts = site.posts();
    assert_eq!(posts.len(), 1);
    let lines: Vec<&str> = posts[0].body.lines().collect();
    assert_eq!(
        lines,
        [
            "subject=印刷できない",
            "body=紙が",
            "出ない",
            "product=p1",
            "down=y",
            "again=n",
            "agree=on",
            "on=2026-11-21"
        ]
    );
    page.assert_clean()
}

#[test]
fn a_form_is_filled_by_label_and_sent() -> Done {
    fill_in_all(true)
}

#[test]
fn the_same_form_is_sent_without_script() -> Done {
    fill_in_all(false)
}

#[test]
fn a_link_far_down_leads_on_and_back_again() -> Done {
    let site = Site::serve(&[("/", FORM), ("/thanks", THANKS)]);
    let page = site.visit()?;
    page.click_text("下へ")?;
    assert!(page.url()?.ends_with("#there"));
    page.click_text("お礼へ")?;
    assert_eq!(page.path()?, "/thanks?from=link");
    page.back()?;
    assert_eq!(page.title()?, "受付");
    page.reload()?;
    page.submit("#new")?;
    assert_eq!(page.title()?, "お礼");
    page.assert_clean()
}

#[test]
fn emptying_a_field_empties_it() -> Done {
    let page = Site::one(FORM).visit()?;
    page.fill("件名", "")?;
    assert_eq!(page.value("件名")?, "");
    page.uncheck("同意する")?;
    page.click_text("何もしない")?;
    assert_eq!(page.count("legend")?, 2);
    Ok(())
}

#[test]
fn enter_in_a_field_sends_the_form() -> Done {
    let site = Site::serve(&[("/", FORM), ("/thanks", THANKS)]);
    let page = site.visit()?;
    page.focus("件名")?;
    page.type_keys("abc")?;
    page.press("Enter")?;
    assert_eq!(page.path()?, "/thanks");
    assert!(site.posts()[0].body.contains("subject=abc"));
    Ok(())
}

#[test]
fn what_appears_later_is_waited_for() -> Done {
    let page = Site::one(
        "<p id=old>前</p><script>setTimeout(() => { old.remove(); document.body.innerHTML = '<button onclick=\"this.textContent=1\">新しい</button>' }, 300)</script>",
    )
    .visit()?;
    page.click_text("新しい")?;
    page.wait_for_text("1")?;
    page.wait_for_gone("#old")?;
    page.wait_until("document.querySelector('button').textContent === '1'")?;
    page.assert_clean()
}

#[test]
fn a_page_that_leaves_by_itself_is_followed() -> Done {
    let site = Site::serve(&[
        (
            "/",
            "<script>setTimeout(() => { location.href = '/thanks' }, 200)</script>",
        ),
        ("/thanks", THANKS),
    ]);
    let page = site.visit()?;
    page.wait_for("h1")?;
    assert_eq!(page.path()?, "/thanks");
    let still = site.page(Options {
        script: false,
        ..Options::default()
    })?;
    still.goto("/")?;
    assert_eq!(still.count("h1")?, 0);
    Ok(())
}

#[test]
fn a_document_that_refreshes_is_followed_without_script() -> Done {
    let site = Site::serve(&[
        ("/", "<meta http-equiv=refresh content='1;url=/thanks'>"),
        ("/thanks", THANKS),
    ]);
    let page = site.page(Options {
        script: false,
        ..Options::default()
    })?;
    page.goto("/")?;
    page.wait_for("h1")?;
    assert_eq!(page.path()?, "/thanks");
    Ok(())
}

/// The controls: each of these must fail, and say why.
#[test]
fn a_step_that_cannot_be_done_fails_with_a_sentence() -> Done {
    let site = Site::one(
        "<button disabled>使えない</button><button style='display:none'>隠れた</button>
         <button id=under>下の</button><div style='position:fixed;inset:0;background:#fff8'></div><p>x<p>x",
    );
    let page = site.page(Options {
        patience: Duration::from_millis(200),
        ..Options::default()
    })?;
    page.goto("/")?;
    let why = |done: Done| done.unwrap_err().to_string();
    let missing = why(page.click("#missing"));
    assert!(missing.contains("no #missing"), "{missing}");
    assert!(missing.contains("acting.rs"), "{missing}");
    assert!(missing.contains(".png"), "{missing}");
    assert!(why(page.click_text("使えない")).contains("disabled"));
    assert!(why(page.click_text("隠れた")).contains("hidden"));
    assert!(why(page.click("#under")).contains("covered"));
    assert!(why(page.click("p")).contains("2 p"));
    assert!(why(page.fill("件名", "x")).contains("no field"));
    assert!(why(page.wait_until("false")).contains("does not hold"));
    assert!(why(page.goto("http://127.0.0.1:1/")).contains("ERR_"));
    Ok(())
}

const RESTLESS: &str = r##"<!doctype html><html lang="ja"><title>動く</title><div id="room"></div><a href="/thanks">送信</a>
<script>
let left = 2;
addEventListener("mousedown", () => { if (left-- > 0) room.style.height = `${(2 - left) * 100}px`; });
</script>"##;

#[test]
fn a_press_that_met_nothing_because_the_page_moved_is_tried_again() -> Done {
    let site = Site::serve(&[("/", RESTLESS), ("/thanks", THANKS)]);
    let page = site.page(Options::default())?;
    page.goto("/")?;
    page.click_text("送信")?;
    assert_eq!(page.path()?, "/thanks");
    Ok(())
}
