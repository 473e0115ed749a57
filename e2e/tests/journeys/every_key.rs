//! Every key that the sheet of the staff's pages lists does what it says there, and none does anything while somebody writes (K1,
//! WCAG 2.1.4). The list is the sheet's own: a key without a way to try it here is a fault.

use e2e::{Done, Fault, Page, Server};
use serde_json::{Value, json};

use crate::{
    cast::{SATO, focused, sign_in, with_script},
    places::first_case,
};

/// One line of the sheet.
#[derive(Clone, Debug)]
struct Line {
    /// What it is called among the acts; where it types nothing, what stands on the keys.
    does: String,
    /// What is pressed, one after the other.
    strokes: Vec<String>,
    /// It types characters, and so acts outside of fields alone.
    typed: bool,
}

/// Where a key is tried, and what has to be true behind it.
struct Trial {
    from: Start,
    /// Done before the key is pressed.
    first: &'static str,
    then: &'static str,
}

#[derive(Clone, Copy)]
enum Start {
    /// A list with several rows.
    List,
    /// A case that has this, reached through a list.
    Case,
    /// A case between two others of its view.
    Between,
    /// A case beside others that are open.
    Tabs,
}

const NOTHING: &str = "null";
const FIRST_ROW: &str = "document.querySelector('[data-row]').focus(); null";

fn trial(line: &Line) -> Option<Trial> {
    use Start::{Between, Case, List, Tabs};
    let of = |from, first, then| Some(Trial { from, first, then });
    match line.does.as_str() {
        "next-row" => of(
            List,
            NOTHING,
            "document.activeElement === document.querySelector('[data-row]')",
        ),
        "previous-row" => of(
            List,
            NOTHING,
            "document.activeElement === [...document.querySelectorAll('[data-row]')].at(-1)",
        ),
        "open" => of(
            List,
            FIRST_ROW,
            "document.querySelector('h1.case-title') !== null",
        ),
        "peek" => of(
            List,
            FIRST_ROW,
            "document.querySelector('.peek-side:not([hidden]) .message-body') !== null",
        ),
        "pick" => of(
            List,
            FIRST_ROW,
            "document.querySelectorAll('.pick :checked').length === 1",
        ),
        "pick-all" => of(
            List,
            NOTHING,
            "document.querySelectorAll('.pick :checked').length === document.querySelectorAll('[data-row]').length",
        ),
        "next-case" | "previous-case" => of(
            Between,
            "sessionStorage.setItem('was', location.pathname); null",
            "document.querySelector('h1.case-title') !== null && location.pathname !== sessionStorage.getItem('was')",
        ),
        "next-tab" | "previous-tab" | "close-tab" => of(
            Tabs,
            "sessionStorage.setItem('was', location.pathname); null",
            "document.querySelector('.open-cases [aria-current]') !== null && location.pathname !== sessionStorage.getItem('was')",
        ),
        "reply" => of(
            Case,
            NOTHING,
            "document.activeElement.name === 'text' && document.querySelector('form.composer[data-mode=reply]') !== null",
        ),
        "note" => of(
            Case,
            NOTHING,
            "document.activeElement.name === 'text' && document.querySelector('form.composer[data-mode=note]') !== null",
        ),
        "take" => of(
            Case,
            NOTHING,
            "document.querySelector('.page-head .owner')?.innerText.includes('自分')",
        ),
        "assign" => of(Case, NOTHING, "document.activeElement.id === 'owner'"),
        "status" => of(Case, NOTHING, "document.activeElement.id === 'to'"),
        "severity" => of(Case, NOTHING, UNFOLDED_SEVERITY),
        "escalate" => of(Case, NOTHING, UNFOLDED_ESCALATION),
        "tier" => of(Case, NOTHING, UNFOLDED_TIER),
        // What is due soon cannot be put off: the last of the list can.
        "snooze" => of(
            List,
            "[...document.querySelectorAll('tr:has([data-act=snooze]) [data-row]')].at(-1).focus(); null",
            "document.querySelector('.snooze-moments') !== null",
        ),
        "link" => of(Case, NOTHING, "location.pathname.endsWith('/links')"),
        "merge" => of(Case, NOTHING, "location.pathname.endsWith('/merging')"),
        "tag" => of(Case, NOTHING, "document.activeElement.id === 'tag'"),
        "macro" => of(Case, NOTHING, "location.pathname.endsWith('/macros')"),
        "incident" => of(
            Case,
            NOTHING,
            "location.pathname === '/staff/incidents/new'",
        ),
        // What lies in the clipboard is the browser's to say.
        "copy-number" => of(
            Case,
            "navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }; null",
            "globalThis.copied === document.querySelector('h1.case-title .number').innerText.trim()",
        ),
        "serve-next" => of(
            List,
            NOTHING,
            "document.querySelector('h1.case-title') !== null",
        ),
        // One is taken, and given back.
        "undo" => of(
            List,
            "document.querySelector('.pick input').click(); null",
            "document.documentElement.innerText.includes('1件を元の担当に戻しました')",
        ),
        "go-mine" => of(Case, NOTHING, "location.search === '?view=mine'"),
        "go-unowned" => of(Case, NOTHING, "location.search === '?view=unowned'"),
        "go-warned" => of(Case, NOTHING, "location.search === '?view=warned'"),
        "go-customer" => of(Case, NOTHING, "location.search === '?view=customer'"),
        "go-support" => of(Case, NOTHING, "location.search === '?view=support'"),
        "find" => of(List, NOTHING, "document.activeElement.id === 'words'"),
        "sheet" => of(Case, NOTHING, "document.querySelector('dialog#keys').open"),
        "Ctrl/⌘ k" => of(
            Case,
            NOTHING,
            "document.querySelector('dialog.palette').open",
        ),
        "Ctrl/⌘ Enter" => of(
            Case,
            NOTHING,
            "[...document.querySelectorAll('.message.note .message-body')].some((one) => one.innerText.includes('記録を取りました'))",
        ),
        "Ctrl/⌘ Shift Enter" => of(
            Between,
            "sessionStorage.setItem('was', location.pathname); null",
            "document.querySelector('.sent') !== null && location.pathname !== sessionStorage.getItem('was')",
        ),
        "Escape" => of(
            Case,
            NOTHING,
            "document.activeElement.name !== 'text' && document.querySelector('textarea[name=text]').value.includes('確認しています')",
        ),
        _ => None,
    }
}

/// A fold whose summary this is stands open, with the focus in its first field.
macro_rules! unfolded {
    ($does:literal) => {
        concat!(
            "((summary) => summary.parentElement.open && summary.parentElement.contains(document.activeElement) && summary !== document.activeElement)(document.querySelector('[data-act=",
            $does,
            "]'))"
        )
    };
}
const UNFOLDED_SEVERITY: &str = unfolded!("severity");
const UNFOLDED_ESCALATION: &str = unfolded!("escalate");
const UNFOLDED_TIER: &str = unfolded!("tier");

/// What the sheet lists.
fn sheet(agent: &Page) -> Done<Vec<Line>> {
    let all = agent.eval(
        "[...document.querySelectorAll('dialog#keys dt')].map((dt) => [dt.dataset.does ?? '', dt.dataset.binds ?? '', dt.textContent.trim()])",
    )?;
    let lines = all.as_array().cloned().unwrap_or_default();
    let text = |of: &Value, at: usize| of[at].as_str().unwrap_or_default().to_owned();
    let line = |of: &Value| {
        let (does, binds, shown) = (text(of, 0), text(of, 1), text(of, 2));
        match binds.is_empty() {
            false => Line {
                does,
                strokes: binds.split(' ').map(str::to_owned).collect(),
                typed: true,
            },
            true => Line {
                strokes: vec![shown.replace("Ctrl/⌘", "Control").replace(' ', "+")],
                does: shown,
                typed: false,
            },
        }
    };
    Ok(lines.iter().map(line).collect())
}

/// Addresses of cases on the lists that staff have, those of nobody first.
fn cases(agent: &Page) -> Done<Vec<String>> {
    let mut all = Vec::new();
    for view in ["unowned", "support", "customer", "mine"] {
        agent.goto(&format!("/staff?view={view}"))?;
        let found = agent.eval(
            "[...document.querySelectorAll('[data-row]')].map((link) => link.getAttribute('href'))",
        )?;
        let found = found.as_array().cloned().unwrap_or_default();
        all.extend(found.iter().filter_map(|to| to.as_str().map(str::to_owned)));
    }
    Ok(all)
}

/// Goes to the first case that has what the key acts on; the frame has what acts everywhere.
fn to_case(agent: &Page, cases: &[String], line: &Line) -> Done {
    let does = &line.does;
    let is_there = format!(
        "(() => {{ const named = `[data-act=\"${{CSS.escape({})}}\"]`; return document.querySelector(named) !== null; }})()",
        json!(does)
    );
    for address in cases {
        agent.goto(address)?;
        if !line.typed || agent.eval(&is_there)? == true {
            return Ok(());
        }
    }
    Err(Fault::new(format!("no case has anything for {does}")))
}

#[test]
fn k1_every_key_of_the_sheet_does_what_it_says() -> Done {
    let args = ["demo", "--listen", "127.0.0.1:0"];
    let server = Server::with(&args, &[("MADOGUCHI_RECALL", "30")])?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    let cases = cases(&agent)?;
    agent.goto("/staff?view=unowned")?;
    let lines = sheet(&agent)?;
    assert!(lines.len() > 30, "{lines:?}");
    for line in &lines {
        let Some(trial) = trial(line) else {
            return Err(Fault::new(format!("nothing tries {line:?}")));
        };
        match trial.from {
            Start::List => agent.goto("/staff?view=unowned")?,
            Start::Case => to_case(&agent, &cases, line)?,
            Start::Tabs => {
                let some = &cases[..3];
                for address in some {
                    agent.goto(address)?;
                }
                to_case(&agent, some, line)?;
            }
            Start::Between => {
                agent.goto("/staff?view=support")?;
                let second = agent.eval("document.querySelectorAll('[data-row]')[1].href")?;
                agent.goto(second.as_str().unwrap_or_default())?;
            }
        }
        agent.eval(trial.first)?;
        match line.does.as_str() {
            "undo" => {
                agent.click("#bulk button[value=take]")?;
                agent.wait_for("[data-act=undo]")?;
            }
            "Ctrl/⌘ Enter" => {
                agent.press("n")?;
                agent.ime_compose("記録を取りました。")?;
            }
            "Ctrl/⌘ Shift Enter" | "Escape" => {
                agent.press("r")?;
                agent.ime_compose("確認しています。")?;
            }
            _ => {}
        }
        for stroke in &line.strokes {
            agent.press(stroke)?;
        }
        let said = |_| Fault::new(format!("{line:?} does not lead to {}", trial.then));
        agent.wait_until(trial.then).map_err(said)?;
        if line.does == "Escape" {
            // Outside of the field a key is a key again.
            agent.press("?")?;
            agent.wait_for("dialog#keys")?;
        }
    }
    agent.assert_clean()
}

/// What must not have come about: another page, a dialog, a row that is chosen, a fold that opened.
const STILL: &str = "[location.pathname + location.search, document.querySelectorAll('dialog[open], .pick :checked, main details[open]').length, document.querySelector('.peek-side:not([hidden])') !== null]";

#[test]
fn k1_no_key_of_the_sheet_does_anything_in_a_field_or_while_an_input_method_has_it() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    let cases = cases(&agent)?;
    agent.goto("/staff?view=support")?;
    let lines = sheet(&agent)?;
    let typed = lines.iter().filter(|line| line.typed);
    let strokes: Vec<&String> = typed.flat_map(|line| &line.strokes).collect();
    assert!(strokes.len() > 30, "{strokes:?}");
    let tag = lines.iter().find(|line| line.does == "tag");
    to_case(&agent, &cases, tag.expect("a key for tags"))?;
    let case = agent.path()?;
    // (where, the field that is written in)
    for (page, field) in [("/staff?view=support", "words"), (case.as_str(), "tag")] {
        agent.goto(page)?;
        let before = agent.eval(STILL)?;
        for stroke in &strokes {
            agent.ime_key(stroke)?;
        }
        assert_eq!(focused(&agent)?, "body.staff", "{page}");
        assert_eq!(agent.eval(STILL)?, before, "{page}: while composing");
        agent.eval(&format!("document.getElementById('{field}').focus(); null"))?;
        for stroke in &strokes {
            agent.press(stroke)?;
        }
        assert_eq!(focused(&agent)?, field, "{page}");
        assert_eq!(agent.eval(STILL)?, before, "{page}: in a field");
        let letters = strokes.iter().map(|stroke| match stroke.as_str() {
            "Space" => " ",
            letter => letter,
        });
        let letters: String = letters.collect();
        // A field takes as many as it holds.
        let value = agent.eval("document.activeElement.value")?;
        let value = value.as_str().unwrap_or_default();
        assert!(
            value.len() > 20 && letters.starts_with(value),
            "{page}: {value}"
        );
    }
    agent.assert_clean()
}

#[test]
fn k1_a_number_is_copied_alone_with_its_subject_and_as_an_address() -> Done {
    let server = Server::demo()?;
    let agent = sign_in(&server, SATO, &with_script(true))?;
    first_case(&agent, "/staff?view=support")?;
    agent.eval("globalThis.copied = []; globalThis.clock = 10_000; performance.now = () => globalThis.clock; navigator.clipboard.writeText = async (text) => { globalThis.copied.push(text); }; null")?;
    for _ in 0..3 {
        agent.press(".")?;
    }
    agent.wait_until("globalThis.copied.length === 3")?;
    let (title, number) = (agent.text("h1")?, agent.text("h1 .number")?);
    let address = format!(
        "{}{}",
        server.address(),
        agent.path()?.split('?').next().unwrap_or_default()
    );
    assert_eq!(
        agent.eval("globalThis.copied")?,
        json!([number, title, address])
    );
    // A while later it begins anew.
    agent.eval("globalThis.clock += 1_600")?;
    agent.press(".")?;
    agent.wait_until("globalThis.copied.length === 4")?;
    assert_eq!(agent.eval("globalThis.copied[3]")?, number.as_str());
    agent.assert_clean()
}
