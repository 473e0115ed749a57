//! One search from the box at the top of every page: words, a question, a number, in both languages, with script and without (B4, C8).

use e2e::{Done, Options, Server};

use crate::cast::{ASHDOWN, IYER, OYAMADA, SATO, sign_in, speak, with_script};

#[test]
fn b4_a_customer_searches_from_the_top_of_a_page() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, OYAMADA, &with_script(script))?;
        page.goto("/cases?scope=own")?;
        let subject = page.text("table tbody a")?;
        page.goto("/")?;
        page.fill("ケースとナレッジを検索", "調査に必要なログの取り方は？")?;
        page.press("Enter")?;
        page.wait_for("ol.found mark")?;
        assert!(page.path()?.starts_with("/search?q="));
        page.wait_for_text("調査に必要なログの取り方")?;
        page.assert_clean()?;
        // One's own case by what its subject says, narrowed to cases.
        page.fill("語句、質問、番号", &subject)?;
        page.press("Enter")?;
        page.wait_for("ol.found mark")?;
        page.click(".tabs a[href*='sort=cases']")?;
        page.wait_for(".tabs a[href*='sort=cases'][aria-current]")?;
        page.click("ol.found li:first-child a")?;
        page.wait_for("h1")?;
        assert!(page.path()?.starts_with("/cases/"), "{}", page.path()?);
        // Nothing found says what to do.
        page.goto("/search?q=qqqqzzzz")?;
        page.wait_for_text("語句を減らすか")?;
        page.assert_clean()?;
    }
    Ok(())
}

#[test]
fn b4_staff_search_everything_and_a_number_goes_to_its_case() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let page = sign_in(&server, SATO, &with_script(script))?;
        page.goto("/staff/search?q=status:open+%E9%9F%B3%E5%A3%B0")?;
        page.wait_for("ol.found mark")?;
        page.assert_clean()?;
        page.fill("語句、質問、番号", "2")?;
        page.press("Enter")?;
        page.wait_for("aside.side")?;
        assert!(
            page.path()?.starts_with("/staff/cases/"),
            "{}",
            page.path()?
        );
    }
    Ok(())
}

#[test]
fn b4_search_speaks_english_on_both_sides() -> Done {
    let server = Server::demo()?;
    for (who, label) in [(ASHDOWN, "/search?q="), (IYER, "/staff/search?q=")] {
        let page = sign_in(&server, who, &Options::default())?;
        speak(&page, "en")?;
        page.goto(match who {
            IYER => "/staff",
            _ => "/",
        })?;
        page.fill("Search cases and knowledge", "forgot my pasword")?;
        page.press("Enter")?;
        page.wait_for("ol.found mark")?;
        page.wait_for_text("When you forgot your password")?;
        page.wait_for_text("which is spelled nearly like")?;
        assert!(page.path()?.starts_with(label), "{}", page.path()?);
        page.assert_clean()?;
    }
    Ok(())
}
