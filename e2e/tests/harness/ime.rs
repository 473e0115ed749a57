//! Composing Japanese: what the page hears, and that Enter sends nothing.

use e2e::Done;
use serde_json::json;

use crate::site::Site;

const LISTENING: &str = r#"<!doctype html><html lang="ja"><title>入力</title>
<form method="post" action="/"><label>返信<input name="reply"></label></form>
<script>
globalThis.heard = []; globalThis.naive = 0; globalThis.sent = 0;
for (const name of ["compositionstart", "compositionupdate", "compositionend"])
  document.addEventListener(name, () => heard.push(name));
document.addEventListener("keydown", (event) => {
  heard.push(`${event.key} ${event.keyCode} ${event.isComposing}`);
  if (event.key === "Enter") naive += 1; // what a careless page does
});
document.addEventListener("submit", (event) => { event.preventDefault(); sent += 1; });
</script>"#;

#[test]
fn composing_is_heard_and_its_enter_sends_nothing() -> Done {
    let page = Site::one(LISTENING).visit()?;
    page.focus("返信")?;
    page.ime_compose("東京")?;
    assert_eq!(page.value("返信")?, "東京");
    let heard = page.eval("heard")?;
    assert_eq!(
        heard,
        json!([
            "Process 229 false",
            "compositionstart",
            "compositionupdate",
            "Process 229 true",
            "compositionupdate",
            "Enter 229 true",
            "compositionupdate",
            "compositionend",
        ])
    );
    assert_eq!(page.eval("sent")?, 0);
    // The control: a handler that ignores isComposing is caught.
    assert_eq!(page.eval("naive")?, 1);
    page.press("Enter")?;
    assert_eq!(page.eval("sent")?, 1);
    page.assert_clean()
}

#[test]
fn a_reading_is_converted_before_it_is_committed() -> Done {
    let page = Site::one(LISTENING).visit()?;
    page.focus("返信")?;
    page.ime_begin("とうきょう")?;
    assert_eq!(page.value("返信")?, "とうきょう");
    page.ime_key("Escape")?;
    page.ime_key("Enter")?;
    assert_eq!(
        page.eval("heard.filter((word) => word.endsWith('229 true')).length")?,
        6
    );
    assert_eq!(page.eval("sent")?, 0);
    page.ime_commit("東京")?;
    assert_eq!(page.value("返信")?, "東京");
    Ok(())
}
