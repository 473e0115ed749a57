//! What makes writing quick: tools of the box, and texts that are kept (C13, K3).

use e2e::{Done, Server};

use crate::cast::{OYAMADA, SATO, holds, sign_in, with_script};

/// What the box holds is this.
fn written(text: &str) -> String {
    format!(
        "document.querySelector('textarea[name=text]').value === {}",
        serde_json::json!(text)
    )
}

/// A page's words, put where the caret is.
const PASTE: &str = r##"(() => {
  const pasted = new DataTransfer();
  pasted.setData("text/html", "<p>Go to <a href='https://example.com/x'>the page</a> and <b>press</b> it</p><script>document.title = 'ran'</script>");
  pasted.setData("text/plain", "Go to the page and press it");
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
})()"##;

#[test]
fn c13_tools_write_marks_that_can_be_undone_and_pasted_words_keep_theirs() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    customer.wait_for(".text-tools:not([hidden])")?;
    customer.focus("本文")?;
    customer.type_keys("abc")?;
    customer.press("Control+a")?;
    customer.click("[data-do=bold]")?;
    customer.wait_until(&written("**abc**"))?;
    customer.press("Control+z")?;
    customer.wait_until(&written("abc"))?;
    customer.press("Control+a")?;
    customer.press("Control+i")?;
    customer.wait_until(&written("*abc*"))?;
    customer.press("Control+a")?;
    customer.eval(PASTE)?;
    let pasted = "Go to [the page](https://example.com/x) and **press** it";
    customer.wait_until(&written(pasted))?;
    customer.click("[data-do=preview]")?;
    customer.wait_for("[data-preview] strong")?;
    assert_eq!(customer.text("[data-preview] a")?, "the page");
    customer.click("[data-do=preview]")?;
    customer.click_text("サポートへ送信")?;
    customer.wait_for("#now")?;
    assert_eq!(customer.count("a[href='https://example.com/x']")?, 1);
    customer.assert_clean()
}

#[test]
fn c13_a_description_has_the_same_tools_and_lines_are_numbered() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    customer.goto("/cases/new/support-case")?;
    customer.wait_for(".text-tools:not([hidden])")?;
    customer.eval("document.getElementById('description').focus(); true")?;
    customer.type_keys("a")?;
    customer.press("Enter")?;
    customer.type_keys("b")?;
    let holds = |text: &str| format!("document.getElementById('description').value === {text:?}");
    for wanted in ["1. a\n2. b", "a\nb"] {
        customer.press("Control+a")?;
        customer.click("[data-do=numbers]")?;
        customer.wait_until(&holds(wanted))?;
    }
    customer.assert_clean()
}

#[test]
fn k3_a_macro_is_taken_in_and_a_tag_put_on_by_keys() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    agent.goto("/staff?view=unowned")?;
    let subject = agent.text(".row-link")?;
    agent.click_text(&subject)?;
    agent.press("w")?;
    agent.type_keys("lab")?;
    agent.press("Enter")?;
    agent.wait_for_text("lab")?;
    agent.press("f")?;
    agent.wait_for_text("定型文を使う")?;
    assert!(holds(&agent, &subject)?, "the placeholder is filled in");
    agent.click("main a[href*='compose=reply'][href*='macro=']")?;
    agent.wait_until("document.querySelector('textarea[name=text]')?.value.length > 20")?;
    agent.goto("/staff?view=unowned&q=tag:lab")?;
    assert_eq!(agent.texts(".row-link")?, [subject]);
    agent.assert_clean()
}
