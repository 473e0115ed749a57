//! Pages that stand in no row: what follows on a closing, what is asked before a case, and what staff look after beside cases. Each
//! makes what it shows; they want a demo of their own.

use e2e::{Done, Page};

use crate::{
    cast::{MIURA, OYAMADA, SATO, become_one},
    places::{Place, first_case},
};

/// Opens a case and closes it; what was asked after it stands open.
fn a_survey(page: &Page) -> Done {
    first_case(page, "/cases?scope=own&view=customer")?;
    if page.count("details.closing")? > 0 {
        page.click("details.closing > summary")?;
        page.eval(
            "document.querySelector('details.closing [name=reason][value=resolved]').click(); null",
        )?;
        page.submit("details.closing form")?;
    }
    let to = page.attribute("#survey a", "href")?.unwrap_or_default();
    page.goto(&to)
}

/// A closed case whose survey is asked: the one that was closed a moment ago, or now.
fn asked(page: &Page) -> Done {
    page.goto("/cases?scope=own&view=customer")?;
    if page.count(".row-link")? > 0 {
        return a_survey(page);
    }
    first_case(
        page,
        "/cases?scope=own&view=closed&sort=modified&direction=desc",
    )?;
    let to = page.attribute("#survey a", "href")?.unwrap_or_default();
    page.goto(&to)
}

/// A question of support's waits for its answer.
fn questions(page: &Page) -> Done {
    first_case(page, "/cases?scope=own&view=support")?;
    let case = page.path()?;
    become_one(page, SATO)?;
    page.goto(&format!("/staff{case}?compose=reply"))?;
    page.eval("document.querySelector('form.composer [name=text]').value = 'x'; document.querySelector('details.asking').open = true; document.querySelector('[name=question-1]').value = 'y'; null")?;
    page.submit("form.composer")?;
    if page.count("#waiting")? > 0 {
        page.click("#waiting button[value=now]")?;
    }
    become_one(page, OYAMADA)?;
    page.goto(&case)?;
    page.wait_for("[name=answer-1]")
}

pub fn portal() -> Vec<Place> {
    let place = |name, open| Place {
        name,
        who: Some(OYAMADA),
        open,
    };
    vec![
        place("before a case", |page| {
            page.goto("/cases/new")?;
            let to = page.attribute("a[href*='/before/']", "href")?;
            page.goto(&to.unwrap_or_default())
        }),
        place("what helps to know", |page| {
            first_case(page, "/cases?scope=own&view=support")?;
            let case = page.path()?;
            page.goto(&format!("{case}/facts"))
        }),
        place("survey", asked),
        place("survey, in error", |page| {
            asked(page)?;
            page.eval("document.querySelector('form.survey').noValidate = true; null")?;
            page.submit("form.survey")?;
            page.wait_for(".error-summary")
        }),
    ]
}

/// What stands there once the survey was given.
pub fn thanked() -> Vec<Place> {
    vec![Place {
        name: "survey, thanked",
        who: Some(OYAMADA),
        open: |page| {
            let latest = "/cases?scope=own&view=closed&sort=modified&direction=desc";
            first_case(page, latest)?;
            let case = page.path()?;
            page.goto(&format!("{case}/survey"))?;
            // It was given in another look.
            if page.count("form.survey")? == 0 {
                return Ok(());
            }
            page.eval("document.querySelectorAll('form.survey fieldset').forEach((one) => { one.querySelector('input').checked = true; }); null")?;
            page.submit("form.survey")
        },
    }]
}

/// The same of one case alone, which waits for its customer afterwards.
pub fn asking() -> Vec<Place> {
    vec![Place {
        name: "case with open questions",
        who: Some(OYAMADA),
        open: |page| {
            page.goto("/cases?scope=own&view=support")?;
            match page.count(".row-link")? > 0 {
                true => questions(page),
                false => first_case(
                    page,
                    "/cases?scope=own&view=customer&sort=modified&direction=desc",
                ),
            }
        },
    }]
}

pub fn desk() -> Vec<Place> {
    let of = |who, name, open| Place {
        name,
        who: Some(who),
        open,
    };
    let place = |name, open| of(SATO, name, open);
    vec![
        place("surveys", |page| page.goto("/staff/surveys")),
        place("staff's case beside another that is open", |page| {
            first_case(page, "/staff?view=closed")?;
            first_case(page, "/staff?view=support")?;
            page.wait_for(".open-cases li + li")
        }),
        place(
            "staff's reply that calls a colleague, asked about",
            |page| {
                first_case(page, "/staff?view=support")?;
                page.click(".compose-mode[data-mode=reply]")?;
                page.eval(
                    "document.getElementById('text').value = '@石川さん、お願いします。'; null",
                )?;
                page.submit("form.composer")?;
                page.wait_for("#outward")
            },
        ),
        place("macros", |page| page.goto("/staff/macros")),
        of(MIURA, "tags", |page| page.goto("/staff/tags")),
        of(MIURA, "case with an escalation", |page| {
            page.goto("/staff?view=escalated")?;
            if page.count(".row-link")? == 0 {
                first_case(page, "/staff?view=support")?;
                page.eval("document.getElementById('escalate').open = true; for (const id of ['summary', 'outcome', 'defect']) document.getElementById(id).value = 'x'; null")?;
                page.submit("#escalate form")?;
            }
            first_case(page, "/staff?view=escalated")
        }),
        place("a part of what was said, to be covered", |page| {
            first_case(page, "/staff?view=support")?;
            let to = page.attribute("a[href*='/redactions/']", "href")?;
            page.goto(&to.unwrap_or_default())
        }),
        place("merging", |page| {
            first_case(page, "/staff?view=support")?;
            let to = page.attribute("a[href*='/merging']", "href")?;
            page.goto(&to.unwrap_or_default())
        }),
        place("a case that goes on", |page| {
            first_case(page, "/staff?view=closed")?;
            page.click("a[href$='/follow-up']")
        }),
        place("a case at a glance, on a page of its own", |page| {
            page.goto("/staff?view=support")?;
            let to = page.attribute(".row-link", "href")?.unwrap_or_default();
            let case = to.split('?').next().unwrap_or_default();
            page.goto(&format!("{case}/peek"))
        }),
        place("articles for a case, on a page of their own", |page| {
            first_case(page, "/staff?view=support")?;
            let to = page.attribute("late-part", "data-from")?;
            page.goto(&to.unwrap_or_default())
        }),
        place("some cases at once", |page| {
            page.goto("/staff?view=support")?;
            page.eval("[...document.querySelectorAll('[name^=pick-]')].slice(0, 2).forEach((one) => one.click()); null")?;
            page.click("#bulk button[value=choose]")
        }),
    ]
}
