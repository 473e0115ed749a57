//! What makes writing quick: tools of the box, and texts that are kept (C13, K3).

use e2e::{Done, Kind, Page, Server};

use crate::cast::{OYAMADA, SATO, holds, sign_in, with_script};

/// What the box holds is this.
fn written(text: &str) -> String {
    format!(
        "document.querySelector('textarea[name=text]').value === {}",
        serde_json::json!(text)
    )
}

/// A page's words, put where the caret is.
/// The page of a case with something written, and marked: what writes marks has come by then.
fn at_the_box(server: &Server) -> Done<Page> {
    let customer = sign_in(server, OYAMADA, &with_script(true))?;
    customer.goto("/cases?scope=own&view=support")?;
    let subject = customer.text(".row-link")?;
    customer.click_text(&subject)?;
    customer.wait_for(".text-tools:not([hidden])")?;
    customer.focus("本文")?;
    customer.type_keys("abc")?;
    customer.press("Control+a")?;
    customer.click("[data-do=bold]")?;
    customer.wait_until(&written("**abc**"))?;
    Ok(customer)
}

/// Pastes what a page put on the clipboard, and what it says in plain words, where the keys go.
fn paste(page: &Page, html: &str, plain: &str) -> Done {
    let (html, plain) = (serde_json::json!(html), serde_json::json!(plain));
    page.eval(&format!(
        "(() => {{ const pasted = new DataTransfer();
            pasted.setData('text/html', {html});
            pasted.setData('text/plain', {plain});
            document.activeElement.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: pasted, bubbles: true, cancelable: true }}));
        }})()"
    ))?;
    Ok(())
}

#[test]
fn c13_tools_write_marks_that_can_be_undone_and_pasted_words_keep_theirs() -> Done {
    let server = Server::demo()?;
    let customer = at_the_box(&server)?;
    customer.press("Control+z")?;
    customer.wait_until(&written("abc"))?;
    customer.press("Control+a")?;
    customer.press("Control+i")?;
    customer.wait_until(&written("*abc*"))?;
    customer.press("Control+a")?;
    paste(
        &customer,
        "<p>Go to <a href='https://example.com/x'>the page</a> and <b>press</b> it</p><script>document.title = 'ran'</script>",
        "Go to the page and press it",
    )?;
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

/// What pages and documents put on the clipboard, and what stands in the box afterwards.
const PASTED: [(&str, &str); 10] = [
    // Addresses that would run something, or are none of the web's.
    (
        "<a href=\"javascript:document.title='ran'\">press</a> <a href='mailto:a@b.example'>write</a> <a href='data:text/html,x'>take</a>",
        "press [write](mailto:a@b.example) take",
    ),
    // What looks on, draws or runs.
    (
        "<p>before</p><img src='https://tracker.example/pixel.gif' alt='' width=1><img src=x onerror=\"document.title='ran'\" alt='a picture'><svg onload=\"document.title='ran'\"><text>no</text></svg><iframe src='https://tracker.example/'></iframe><style>p{}</style>",
        "before\n\na picture",
    ),
    // What is not seen where it comes from is not seen here.
    (
        "<span style='display:none'>hidden</span><p hidden>gone</p><p>2 * 3 * 4 and a_b_c and [x] &lt;b&gt;</p>",
        "2 \\* 3 \\* 4 and a_b_c and \\[x\\] \\<b>",
    ),
    // A word processor's list, and another one's text, which stands in a mark that means nothing.
    (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;</span></span>first</p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>second</p>",
        "- first\n\n- second",
    ),
    (
        "<meta charset=utf-8><b style='font-weight:normal'><p><span style='font-weight:700'>bold</span> and <span style='font-style:italic'>slanted</span></p></b>",
        "**bold** and *slanted*",
    ),
    (
        "<ul><li>one<ul><li>inside</li></ul></li><li>two</li></ul><ol><li>first</li><li>second</li></ol>",
        "- one\n  - inside\n- two\n\n1. first\n2. second",
    ),
    (
        "<blockquote><p>said</p></blockquote><pre>a  b\n  c</pre><p>run <code>ls -l</code></p>",
        "> said\n\n```\na  b\n  c\n```\n\nrun `ls -l`",
    ),
    // What it holds itself ends neither a block of code nor a cell.
    (
        "<pre>```\n&lt;b&gt;\n```</pre><p>after</p>",
        "````\n```\n<b>\n```\n````\n\nafter",
    ),
    (
        "<table><tr><td>a|b</td><td>1</td></tr><tr><td>c</td><td><code>x|y</code></td></tr></table>",
        "| a\\|b | 1 |\n| --- | --- |\n| c | `x\\|y` |",
    ),
    (
        "<p>録音が<b>再生できない</b></p><p>会議番号は<i>123</i></p>",
        "録音が**再生できない**\n\n会議番号は*123*",
    ),
];

#[test]
fn c13_whatever_is_pasted_comes_clean_into_the_box() -> Done {
    let server = Server::demo()?;
    let customer = at_the_box(&server)?;
    for (html, text) in PASTED {
        customer.focus("本文")?;
        customer.press("Control+a")?;
        paste(&customer, html, "plain words")?;
        customer.wait_until(&written(text))?;
    }
    let fetched =
        "performance.getEntriesByType('resource').some((one) => one.name.includes('tracker'))";
    assert_eq!(customer.eval(fetched)?, false);
    assert_eq!(customer.eval("document.title === 'ran'")?, false);
    // What others write is read as a page that runs nothing: its inline styles and scripts are refused, and said to be.
    customer.assert_clean_but(|trouble| {
        trouble.kind == Kind::Csp && trouble.text.contains("refused inline")
    })
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
