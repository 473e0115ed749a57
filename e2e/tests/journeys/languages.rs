//! Japanese and English, each whole (D3, U8).

use e2e::{Done, Fault, Page, Server};

use crate::{
    cast::{OYAMADA, SATO, become_one, sign_in},
    places::{Look, Place, beginning, desk, first_case, outside, portal, visit},
};

/// Japanese letters outside of what people wrote: the page's own words, names of its parts, and its hints.
const JAPANESE: &str = r#"(() => {
  const people = ".case-title, .row-link, .cases-title, .message-body, .message-who, .event b, .person, .company-head, " +
    ".owner, .face, .to, .compose-mode small, .composer .button-primary, #owner option, [lang=ja], summary .bar-word, " +
    "td:has(> .row-link) .sub, .table:not(.queue) tbody td:last-child, .page-head h1, .event, " +
    ".person-name, .row-of, .mono, [data-people]";
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll(people).forEach((e) => e.remove());
  copy.querySelectorAll("dt").forEach((dt) => {
    if (/^(Owner|Contact|Account)$/.test(dt.textContent.trim())) dt.nextElementSibling.remove();
  });
  copy.querySelectorAll(".card:has(.facts) h2").forEach((h2) => {
    if (h2.textContent.trim() === "Answers from the form") h2.closest(".card").remove();
  });
  const texts = [];
  const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) texts.push(walk.currentNode.data);
  for (const e of copy.querySelectorAll("*")) {
    if (e.matches(".message")) continue;
    for (const name of ["aria-label", "placeholder", "title", "alt", "data-text", "data-slow", "data-left", "data-over"]) {
      if (e.hasAttribute(name)) texts.push(`${name}=${e.getAttribute(name)}`);
    }
  }
  return texts.filter((text) => /[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]/.test(text)).map((text) => text.trim()).slice(0, 8).join(" / ");
})()"#;

fn english_is_whole(server: &Server, places: &[Place]) -> Done {
    let mut found = String::new();
    let english = Look {
        language: "en",
        dark: false,
        width: 1280,
    };
    visit(
        server,
        &places.iter().collect::<Vec<_>>(),
        english,
        |page, place| {
            assert_eq!(page.attribute("html", "lang")?.as_deref(), Some("en"));
            let left = page.eval(JAPANESE)?;
            if left != "" {
                found += &format!("\n  {}: {left}", place.name);
            }
            Ok(())
        },
    )?;
    if found.is_empty() {
        Ok(())
    } else {
        Err(Fault::new(found))
    }
}

#[test]
fn d3_no_japanese_is_left_in_english_pages() -> Done {
    let server = Server::demo()?;
    for places in [outside(), portal(), desk()] {
        english_is_whole(&server, &places)?;
    }
    let server = Server::with(&["serve", "--data", "data", "--listen", "127.0.0.1:0"], &[])?;
    english_is_whole(&server, &beginning())
}

/// To English with the page's own switch, and back: the page stays, its words change.
#[track_caller]
fn switch(page: &Page) -> Done {
    let path = page.path()?;
    let title = page.title()?;
    for (tag, own) in [("en", "English"), ("ja", "日本語")] {
        if page.count("details.menu button[name=language]")? > 0 {
            page.click("details.menu:has([name=language]) > summary")?;
        }
        page.click_text(own)?;
        assert_eq!(page.path()?, path);
        assert_eq!(page.attribute("html", "lang")?.as_deref(), Some(tag));
        assert_eq!(page.title()? == title, tag == "ja", "{path} in {tag}");
    }
    Ok(())
}

#[test]
fn d3_the_switch_changes_every_page() -> Done {
    for script in [true, false] {
        let server = Server::demo()?;
        let options = crate::cast::with_script(script);
        let page = server.page(&options)?;
        for path in ["/sign-in", "/demo", "/help"] {
            page.goto(path)?;
            switch(&page)?;
        }
        become_one(&page, OYAMADA)?;
        for path in [
            "/",
            "/cases?view=closed&sort=subject&direction=ascending",
            "/admin-cases?scope=own",
            "/cases/new",
            "/cases/new/support-case",
            "/help",
        ] {
            page.goto(path)?;
            switch(&page)?;
        }
        page.assert_clean()?;
        let agent = sign_in(&server, SATO, &options)?;
        agent.goto("/staff?view=customer&order=severity")?;
        switch(&agent)?;
        agent.assert_clean()?;
    }
    Ok(())
}

/// A case's title is its subject, which nobody translates; all around it changes.
#[test]
fn d3_the_switch_changes_a_case_but_not_its_words() -> Done {
    let server = Server::demo()?;
    let page = sign_in(&server, OYAMADA, &crate::cast::with_script(true))?;
    first_case(&page, "/cases?scope=own&view=support")?;
    let (subject, said) = (page.text("h1")?, page.texts(".message-body")?);
    let status = page.text(".status-name")?;
    page.click("details.menu:has([name=language]) > summary")?;
    page.click_text("English")?;
    assert_eq!(page.text("h1")?, subject);
    assert_eq!(page.texts(".message-body")?, said);
    assert_ne!(page.text(".status-name")?, status);
    assert_eq!(page.text(".status-head .turn")?, "With support");
    page.assert_clean()
}
