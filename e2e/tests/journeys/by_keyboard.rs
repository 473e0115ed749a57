//! What customers do most, without a pointer: by Tab, Enter and Space alone, where the focus can be seen and nothing lies over it
//! (U4, journeys ②, ④, ⑤ and ⑥).

use e2e::{Done, Fault, Page, Server};
use serde_json::json;

use crate::{
    cast::{NISHIO, OYAMADA, SATO, sign_in, with_script},
    places::first_case,
};

/// What is wrong with how the focus is seen; empty where nothing is.
const SEEN: &str = r#"(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  // A choice without a look of its own is seen by its label.
  const shown = at.getBoundingClientRect().width > 2 ? at : at.labels?.[0] ?? at;
  const rings = (e) => { const s = getComputedStyle(e); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none"; };
  const name = [at.localName, at.id, ...at.classList].join(".");
  if (!rings(at) && !rings(shown) && !(shown.children[0] && [...shown.children].some(rings))) return `${name} shows no focus`;
  const box = shown.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + Math.min(box.width, 40) / 2, 1), innerWidth - 2);
  const y = Math.min(Math.max(box.top + Math.min(box.height, 40) / 2, 1), innerHeight - 2);
  const over = document.elementFromPoint(x, y);
  if (over && !shown.contains(over) && !over.contains(shown) && !at.labels?.[0]?.contains(over)) return `${name} lies under ${over.localName}.${over.className}`;
  return "";
})()"#;

/// Goes on by Tab until this has the focus; each stop on the way can be seen.
#[track_caller]
fn tab_to(page: &Page, selector: &str) -> Done {
    let there = format!("document.activeElement.matches({})", json!(selector));
    for _ in 0..300 {
        page.press("Tab")?;
        let wrong = page.eval(SEEN)?;
        assert_eq!(wrong, "", "on the way to {selector}");
        if page.eval(&there)? == true {
            return Ok(());
        }
    }
    Err(Fault::new(format!("Tab does not lead to {selector}")))
}

#[track_caller]
fn press_on(page: &Page, selector: &str, key: &str) -> Done {
    tab_to(page, selector)?;
    page.press(key)
}

#[test]
fn u4_a_case_is_filed_by_keyboard_alone() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, NISHIO, &with_script(script))?;
        page.goto("/cases/new/support-case")?;
        for list in ["#deployment", "#product", "#environment", "#sub-type"] {
            tab_to(&page, list)?;
            if page.eval("document.activeElement.value")? == "" {
                page.press("ArrowDown")?;
            }
        }
        tab_to(&page, "#subject")?;
        page.type_keys("Recording stops")?;
        tab_to(&page, "#description")?;
        page.type_keys("Since this morning.")?;
        press_on(&page, ".form-part .button-primary", "Enter")?;
        page.wait_for(".checked")?;
        press_on(&page, ".form-part .button-primary", "Enter")?;
        page.wait_for(".opened-number")?;
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn u4_questions_are_answered_by_keyboard_alone() -> Done {
    let server = Server::demo()?;
    let customer = sign_in(&server, OYAMADA, &with_script(true))?;
    first_case(&customer, "/cases?scope=own&view=support")?;
    let case = customer.path()?;
    let agent = sign_in(&server, SATO, &with_script(false))?;
    agent.goto(&format!("/staff{case}?compose=reply"))?;
    agent.eval("document.querySelector('[name=text]').value = 'x'; document.querySelector('details.asking').open = true; document.querySelector('[name=question-1]').value = 'Which?'; null")?;
    agent.submit("form.composer")?;
    // Where answers are held, it goes now.
    if agent.count("#waiting")? > 0 {
        agent.click_text("今すぐ送信")?;
    }
    customer.goto(&case)?;
    tab_to(&customer, "[name=answer-1]")?;
    customer.type_keys("The second.")?;
    press_on(&customer, "form.composer .button-primary", "Enter")?;
    customer.wait_for_text("The second.")?;
    customer.assert_clean()
}

#[test]
fn u4_more_help_closing_and_the_survey_by_keyboard_alone() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, OYAMADA, &with_script(script))?;
        first_case(&page, "/cases?scope=own&view=customer")?;
        press_on(&page, ".more-help > summary", "Enter")?;
        tab_to(&page, "#happened")?;
        page.type_keys("It stopped again.")?;
        press_on(&page, ".more-help .button-primary", "Enter")?;
        page.wait_for_text("It stopped again.")?;

        press_on(&page, "details.closing > summary", "Enter")?;
        press_on(&page, "details.closing [name=reason]", "Space")?;
        press_on(&page, "details.closing .button-danger", "Enter")?;
        press_on(&page, "#survey a", "Enter")?;
        let questions = page.count("form.survey fieldset")?;
        for question in 1..=questions {
            let choice = format!("fieldset:nth-of-type({question}) input");
            press_on(&page, &choice, "Space")?;
        }
        press_on(&page, "form.survey .button-primary", "Enter")?;
        page.wait_for_gone("form.survey")?;
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn u4_a_list_is_narrowed_sorted_and_exported_by_keyboard_alone() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, OYAMADA, &with_script(script))?;
        page.goto("/cases?view=closed")?;
        let severity = page.texts("tbody .sev")?.remove(0);
        tab_to(&page, "#severity")?;
        let chosen = "document.activeElement.selectedOptions[0].label";
        while page.eval(chosen)? != severity.as_str() {
            page.press("ArrowDown")?;
        }
        press_on(&page, "form.filters > button.button", "Enter")?;
        assert_eq!(page.count(".chip")?, 1);
        press_on(&page, "thead a[href*='sort=subject']", "Enter")?;
        assert_eq!(
            page.attribute("thead th:has(a[href*='sort=subject'])", "aria-sort")?
                .as_deref(),
            Some("ascending")
        );
        // The file is asked for; the list stays.
        let sent = "document.querySelector(\"form[action='/list-files']\").addEventListener('submit', (e) => { e.preventDefault(); document.title = e.submitter.value; }); null";
        if script {
            page.eval(sent)?;
        }
        tab_to(&page, "form[action='/list-files'] button[value=csv]")?;
        if script {
            page.press("Enter")?;
            assert_eq!(page.title()?, "csv");
        }
        page.assert_clean()?;
    }
    Ok(())
}
