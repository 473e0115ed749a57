//! Pages that lead on from others and stand in no list of places yet: what is changed of a case that is open, what staff look after
//! besides, and what a live session shows.

use e2e::{Done, Fault, Page};

use crate::{
    cast::{ASHDOWN, MIURA, NISHIO, NOVAK, OYAMADA, SATO, become_one},
    places::{Place, first_case},
};

/// A page below the first case of a list.
fn below(page: &Page, list: &str, rest: &str) -> Done {
    first_case(page, list)?;
    let path = page.path()?;
    let case = path.split('?').next().unwrap_or_default();
    page.goto(&format!("{case}/{rest}"))
}

/// The address of the first such link of the page.
fn link(page: &Page, selector: &str) -> Done<String> {
    let (found, at) = (page.attribute(selector, "href")?, page.path()?);
    found.ok_or_else(|| Fault::new(format!("no {selector} on {at}")))
}

/// The address of the first such link, if the page has one by now; where there is none it is not waited for.
fn at_hand(page: &Page, selector: &str) -> Done<Option<String>> {
    let found = page.eval(&format!(
        "document.querySelector(\"{selector}\")?.getAttribute('href') ?? null"
    ))?;
    Ok(found.as_str().map(str::to_owned))
}

/// The form is sent with this in its field, and is not taken.
fn refused(page: &Page, field: &str, value: &str) -> Done {
    page.eval(&format!(
        "document.getElementById('{field}').value = '{value}'; null"
    ))?;
    page.click("main form.form .button-primary")?;
    page.wait_for(".error-summary")
}

const OPEN: &str = "/cases?scope=own&view=support";
const AT_DESK: &str = "/staff?view=support";
/// Longer than any number of a customer's.
const LONG: &str =
    "99999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999";

pub fn portal() -> Vec<Place> {
    let place = |name, open| Place {
        name,
        who: Some(OYAMADA),
        open,
    };
    vec![
        place("copies", |page| below(page, OPEN, "copies")),
        place("copies, refused", |page| {
            below(page, OPEN, "copies")?;
            refused(page, "copy-to", "x")
        }),
        place("own number", |page| below(page, OPEN, "reference")),
        place("own number, refused", |page| {
            below(page, OPEN, "reference")?;
            refused(page, "external-reference", LONG)
        }),
        place("downloads", |page| page.goto("/downloads")),
        place("a new mail address whose link is over", |page| {
            page.goto("/profile/address/nonsense")
        }),
        place("confirming who one is", |page| {
            page.goto("/sign-ins/confirmation")
        }),
        Place {
            name: "an incident, for customers",
            who: Some(ASHDOWN),
            open: |page| {
                for who in [ASHDOWN, OYAMADA, NISHIO, NOVAK] {
                    become_one(page, who)?;
                    page.goto("/incidents")?;
                    if let Some(to) = at_hand(page, "main a[href^='/incidents/']")? {
                        return page.goto(&to);
                    }
                }
                Err(Fault::new("no incident touches any of them"))
            },
        },
    ]
}

pub fn outside() -> Vec<Place> {
    let place = |name, open| Place {
        name,
        who: None,
        open,
    };
    vec![
        place("a case without an account", |page| page.goto("/guest")),
        place("a guest's link that is over", |page| {
            page.goto("/guest/nonsense")
        }),
        place("a session's link that is over", |page| {
            page.goto("/sessions/join/nonsense")
        }),
        place("a change of address whose link is over", |page| {
            page.goto("/address-change/nonsense")
        }),
    ]
}

pub fn desk() -> Vec<Place> {
    let of = |who, name, open| Place {
        name,
        who: Some(who),
        open,
    };
    let place = |name, open| of(SATO, name, open);
    vec![
        place("copies, for staff", |page| below(page, AT_DESK, "copies")),
        place("own number, for staff", |page| {
            below(page, AT_DESK, "reference")
        }),
        place("own number, for staff, refused", |page| {
            below(page, AT_DESK, "reference")?;
            refused(page, "external-reference", LONG)
        }),
        place("what helps to know, for staff", |page| {
            below(page, AT_DESK, "facts")
        }),
        place("links of a case", |page| below(page, AT_DESK, "links")),
        place("macros of a case", |page| below(page, AT_DESK, "macros")),
        place("a case to sleep, on a page of its own", |page| {
            page.goto("/staff?view=mine")?;
            let to = link(page, "tbody tr:last-child [data-act=snooze]")?;
            page.goto(&to)
        }),
        place("a recording, for staff", |page| {
            // The demo has one session behind it, the first of all; its case may be in any list by now.
            page.goto("/staff/sessions/1")?;
            let to = link(page, "a[href$='/recording']")?;
            page.goto(&to)
        }),
        place("sessions", |page| page.goto("/staff/sessions")),
        place("what was looked for in vain", |page| {
            page.goto("/staff/knowledge/missed")
        }),
        place("reading lists", |page| page.goto("/staff/knowledge/lists")),
        place("a reading list, new", |page| {
            page.goto("/staff/knowledge/lists/new")
        }),
        place("a reading list", |page| {
            page.goto("/staff/knowledge/lists")?;
            let to = link(page, ".table a[href^='/staff/knowledge/lists/']")?;
            page.goto(&to)
        }),
        place("an article, new", |page| page.goto("/staff/knowledge/new")),
        place("an article as it was", |page| {
            for article in 1..40 {
                page.goto(&format!("/staff/knowledge/{article}"))?;
                if let Some(to) = at_hand(page, "a[href*='/versions/']")? {
                    return page.goto(&to);
                }
            }
            Err(Fault::new("no article was changed"))
        }),
        of(MIURA, "agents", |page| page.goto("/staff/agents")),
        of(MIURA, "downloads, for staff", |page| {
            page.goto("/staff/downloads")
        }),
    ]
}
