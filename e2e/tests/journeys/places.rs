//! Every page there is, in each state that looks different.

use std::collections::BTreeMap;

use e2e::{Done, Options, Page, Server};

use crate::cast::{MIURA, NOVAK, OYAMADA, SATO, become_one, speak};

/// A page in one state, and who sees it; nobody for those outside.
pub struct Place {
    pub name: &'static str,
    pub who: Option<&'static str>,
    pub open: fn(&Page) -> Done,
}

impl Place {
    #[track_caller]
    pub fn open(&self, page: &Page) -> Done {
        (self.open)(page)
    }
}

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub language: &'static str,
    pub dark: bool,
    pub width: u32,
}

impl Look {
    pub fn options(self) -> Options {
        Options {
            language: self.language.into(),
            dark: self.dark,
            width: self.width,
            ..Options::default()
        }
    }
}

/// Goes to these places as whoever sees them, in one look.
#[track_caller]
pub fn visit(
    server: &Server,
    places: &[&Place],
    look: Look,
    mut each: impl FnMut(&Page, &Place) -> Done,
) -> Done {
    let mut visitors: BTreeMap<Option<&str>, Vec<&Place>> = BTreeMap::new();
    for place in places {
        visitors.entry(place.who).or_default().push(place);
    }
    for (who, places) in visitors {
        let page = server.page(&look.options())?;
        if let Some(name) = who {
            become_one(&page, name)?;
        }
        speak(&page, look.language)?;
        for place in places {
            place.open(&page)?;
            each(&page, place)?;
        }
        page.assert_clean()?;
    }
    Ok(())
}

/// Where nobody is signed in.
pub fn outside() -> Vec<Place> {
    let place = |name, open| Place {
        name,
        who: None,
        open,
    };
    vec![
        place("sign-in", |page| page.goto("/sign-in")),
        place("forgotten password", |page| page.goto("/sign-in/forgotten")),
        place("code by mail", |page| {
            page.goto("/sign-in/forgotten")?;
            page.eval("document.getElementById('email').value = 'nobody@nowhere.example'; null")?;
            page.click(".button-primary")?;
            page.wait_for("#code")
        }),
        place("sign-in, refused", |page| {
            page.goto("/sign-in")?;
            page.eval("document.getElementById('email').value = 'a@b.example'; document.getElementById('password').value = 'wrong'; null")?;
            page.submit("form[action='/sign-in']")
        }),
        place("asking for an account", |page| page.goto("/join")),
        place("asking, refused", |page| {
            page.goto("/join")?;
            page.eval("document.getElementById('email').value = 'a@gmail.com'; null")?;
            page.submit("form[action='/join']")?;
            page.wait_for(".error-summary")
        }),
        place("a link that is over", |page| page.goto("/join/nonsense")),
        place("joining a session", |page| page.goto("/sessions/join")),
        place("a session that is over", |page| page.goto("/sessions/over")),
        place("demo", |page| page.goto("/demo")),
        place("help", |page| page.goto("/help")),
        place("knowledge outside", |page| page.goto("/knowledge")),
        place("search outside", |page| {
            page.goto("/search?q=%E3%83%AD%E3%82%B0")
        }),
        place("nothing here", |page| page.goto("/nothing-here")),
    ]
}

/// The form of a case that needs a call, filled in and sent on to be read once more.
fn a_case_checked(page: &Page) -> Done {
    page.goto("/cases/new/support-case?sub-type=problem&severity=S1&subject=Q&description=A%0AB")?;
    page.eval("for (const id of ['deployment', 'product', 'environment']) { const list = document.getElementById(id); list.value = [...list.options].find((o) => o.value).value; list.dispatchEvent(new Event('change', { bubbles: true })); } null")?;
    page.click(".form-part .button-primary")?;
    page.wait_for(".checked")
}

/// What customers see.
pub fn portal() -> Vec<Place> {
    let place = |name, open| Place {
        name,
        who: Some(OYAMADA),
        open,
    };
    vec![
        place("home", |page| page.goto("/")),
        place("home, menu open", |page| {
            page.goto("/")?;
            page.click("details.menu:has([name=theme]) > summary")?;
            page.wait_for("details[open] .menu-body")
        }),
        place("own cases", |page| page.goto("/cases?scope=own")),
        place("access", |page| {
            page.goto("/access")?;
            page.eval("document.querySelectorAll('details.disclosure').forEach((d) => { d.open = true }); null")
                .map(drop)
        }),
        place("second factor", |page| {
            page.goto("/sign-ins/second-factor")?;
            // Somebody who came before may have begun already.
            if page.count("button[value=offer]")? > 0 {
                page.click("button[value=offer]")?;
            }
            page.wait_for(".qr")
        }),
        place("profile", |page| page.goto("/profile")),
        place("calendar", |page| page.goto("/profile/calendar")),
        place("news by feed", |page| page.goto("/profile/news")),
        place("calls and conferences of a case", |page| {
            first_case(page, "/cases?scope=own&view=support")?;
            page.click("a[href$='/appointments']")?;
            page.eval("document.querySelectorAll('details.disclosure').forEach((one) => { one.open = true; }); null")?;
            page.wait_for("details.disclosure[open]")
        }),
        place("profile, unsaved", |page| {
            page.goto("/profile")?;
            page.eval("{ const city = document.getElementById('city'); city.value = 'x'; city.dispatchEvent(new InputEvent('input', { bubbles: true })); } null")?;
            page.wait_for(".unsaved:not([hidden])")
        }),
        place("profile with errors", |page| {
            page.goto("/profile")?;
            page.eval("document.getElementById('phone').value = '12'; null")?;
            page.submit("form[action='/profile/reach']")?;
            page.wait_for(".error-summary")
        }),
        place("asking for access", |page| page.goto("/access/request")),
        place("asking for access, refused", |page| {
            page.goto("/access/request")?;
            page.submit("form[action='/access/request']")?;
            page.wait_for(".error-summary")
        }),
        place("proxy logins", |page| page.goto("/proxy-logins")),
        place("who can see a case", |page| {
            first_case(page, "/cases?scope=own")?;
            page.click("a[href$='/readers']")
        }),
        place("closed cases", |page| {
            page.goto("/cases?view=closed&sort=subject")
        }),
        place("no case matches", |page| {
            page.goto("/cases?kind=feature-request&severity=S1")
        }),
        place("no admin cases", |page| page.goto("/admin-cases?scope=own")),
        place("kinds", |page| page.goto("/cases/new")),
        place("support case", |page| page.goto("/cases/new/support-case")),
        place("support case, more", |page| {
            page.goto("/cases/new/support-case")?;
            page.click("details.disclosure:not(#besides) > summary")
        }),
        place("service request", |page| {
            page.goto("/cases/new/service-request")
        }),
        place("admin case", |page| page.goto("/cases/new/admin-case")),
        place("feature request", |page| {
            page.goto("/cases/new/feature-request")
        }),
        place("form with errors", |page| {
            page.goto("/cases/new/support-case")?;
            page.click(".form-part .button-primary")?;
            page.wait_for(".error-summary")
        }),
        place("checking a case", a_case_checked),
        place("a case with doubted addresses", |page| {
            a_case_checked(page)?;
            page.click(".checked-change button[value=subject]")?;
            page.eval("document.getElementById('copy-to').closest('details').open = true; document.getElementById('copy-to').value = 'a@gmial.com\\nb@elsewhere.example'; null")?;
            page.click(".form-part .button-primary")?;
            page.wait_for("[name=sure-of]")
        }),
        place("a case taken", |page| {
            a_case_checked(page)?;
            page.click(".form-part .button-primary")?;
            page.wait_for(".opened-number")
        }),
        place("open case", |page| {
            first_case(page, "/cases?scope=own&view=support")
        }),
        place("open case, closing", |page| {
            first_case(page, "/cases?scope=own&view=support")?;
            page.click("details.closing > summary")
        }),
        place("solution proposed", |page| {
            first_case(page, "/cases?scope=own&view=customer")?;
            page.wait_for("section.answer")
        }),
        place("closed case", |page| {
            first_case(page, "/cases?scope=own&view=closed")
        }),
        place("case, its promise", |page| {
            first_case(page, "/cases?scope=own&view=support")?;
            page.click(".receipt summary")
        }),
        place("contracts and use", |page| page.goto("/contract")),
        place("sign-ins", |page| page.goto("/sign-ins")),
        place("help inside", |page| page.goto("/help")),
        place("knowledge", |page| {
            page.goto("/knowledge?q=%E3%83%AD%E3%82%B0%E3%81%AE%E5%8F%96%E3%82%8A%E6%96%B9")
        }),
        place("knowledge, nothing found", |page| {
            page.goto("/knowledge?q=%E3%81%82&sort=defect")
        }),
        place("article", |page| page.goto("/knowledge/5")),
        place("incidents", |page| page.goto("/incidents")),
        place("search", |page| page.goto("/search?q=%E9%9F%B3%E5%A3%B0")),
        place("search, nothing found", |page| {
            page.goto("/search?q=qqqqzzzz+severity:zzz")
        }),
        place("no such case", |page| page.goto("/cases/99999999")),
        Place {
            name: "reader's home",
            who: Some(NOVAK),
            open: |page| page.goto("/"),
        },
        Place {
            name: "reader's case",
            who: Some(NOVAK),
            open: |page| first_case(page, "/cases"),
        },
    ]
}

/// What staff see.
pub fn desk() -> Vec<Place> {
    let place = |name, open| Place {
        name,
        who: Some(SATO),
        open,
    };
    vec![
        place("inbox", |page| page.goto("/staff")),
        place("incidents of staff", |page| page.goto("/staff/incidents")),
        place("an incident", |page| page.goto("/staff/incidents/3")),
        place("an incident, ending", |page| {
            page.goto("/staff/incidents/3")?;
            page.click("#end > summary")?;
            page.submit("#end form")
        }),
        place("an incident that is over", |page| {
            page.goto("/staff/incidents/1")
        }),
        place("an incident to declare", |page| {
            page.goto("/staff/incidents/new?case=1")
        }),
        place("an incident, declared wrongly", |page| {
            page.goto("/staff/incidents/new")?;
            page.submit("#declare")
        }),
        place("inbox, unassigned", |page| {
            page.goto("/staff?view=unowned&order=severity")
        }),
        place("inbox, closed", |page| page.goto("/staff?view=closed")),
        place("palette", |page| {
            page.goto("/staff?view=support")?;
            page.press("Control+k")?;
            page.wait_for(".palette[open]")
        }),
        place("palette, without script", |page| {
            page.goto("/staff/palette?q=%E9%8C%B2%E9%9F%B3")
        }),
        place("inbox, narrowed", |page| {
            page.goto("/staff?view=support&q=%E9%8C%B2%E9%9F%B3+severity%3As9")
        }),
        place("inbox, a case at a glance", |page| {
            page.goto("/staff?view=support")?;
            page.press("j")?;
            page.press(" ")?;
            page.wait_for(".peek-side .message-body")
        }),
        Place {
            name: "inbox, in danger",
            who: Some(MIURA),
            open: |page| page.goto("/staff?view=alarmed"),
        },
        Place {
            name: "inbox, empty",
            who: Some(MIURA),
            open: |page| page.goto("/staff?view=mine"),
        },
        place("keys", |page| {
            page.goto("/staff")?;
            page.click(".bar [data-act=sheet]")?;
            page.wait_for("dialog#keys")
        }),
        place("keys to change, refused", |page| {
            page.goto("/staff/keys")?;
            page.eval("document.getElementById('key-note').value = 'r'")?;
            page.submit("main form:has(#key-note)")?;
            page.wait_for("#key-note-error")
        }),
        place("staff's case", |page| {
            first_case(page, "/staff?view=support")
        }),
        place("staff's case, unassigned", |page| {
            first_case(page, "/staff?view=unowned")
        }),
        place("staff's case, reply", |page| {
            first_case(page, "/staff?view=support")?;
            page.click(".compose-mode[data-mode=reply]")
        }),
        place("staff's case, note", |page| {
            first_case(page, "/staff?view=support")?;
            page.click(".compose-mode[data-mode=note]")
        }),
        place("staff's case, snooze", |page| {
            page.goto("/staff?view=mine")?;
            page.click("tbody tr:last-child [data-act=snooze]")?;
            page.wait_for(".snooze")
        }),
        place("staff's case, refused", |page| {
            first_case(page, "/staff?view=support")?;
            page.click(".compose-mode[data-mode=reply]")?;
            page.eval("document.querySelector('form.composer').noValidate = true")?;
            page.submit("form.composer")?;
            page.wait_for(".error-summary")
        }),
        place("staff's case, closed", |page| {
            first_case(page, "/staff?view=closed")
        }),
        place("staff's search", |page| {
            page.goto("/staff/search?q=status:open+%E9%9F%B3%E5%A3%B0")
        }),
        place("written articles", |page| page.goto("/staff/knowledge")),
        place("article, written", |page| page.goto("/staff/knowledge/5")),
        place("article, refused", |page| {
            page.goto("/staff/knowledge/new")?;
            page.submit("form.article-form")?;
            page.wait_for(".error-summary")
        }),
        place("accounts", |page| page.goto("/staff/accounts")),
        place("calls and conferences", |page| {
            page.goto("/staff/calls?q=%E5%B0%8F%E5%B1%B1%E7%94%B0")
        }),
        place("a case by phone", |page| {
            page.goto("/staff/calls?q=%E5%B0%8F%E5%B1%B1%E7%94%B0")?;
            page.click(".appointments a")
        }),
        place("a conference, for staff", |page| {
            page.goto("/staff/calls")?;
            page.click("a[href$='#conferences']")?;
            page.eval("document.querySelectorAll('details.disclosure').forEach((one) => { one.open = true; }); null")?;
            page.wait_for("details.disclosure[open]")
        }),
        Place {
            name: "account",
            who: Some(MIURA),
            open: |page| {
                page.goto("/staff/accounts")?;
                let first = page.attribute(".accounts a", "href")?.unwrap_or_default();
                page.goto(&first)?;
                page.click(".stack-l > details:first-of-type summary")
            },
        },
        Place {
            name: "register",
            who: Some(MIURA),
            open: |page| {
                page.goto("/staff/register")?;
                page.fill("CSV", "account,email\n海鳴電機株式会社,x\n")?;
                page.click("button[value=dry]")
            },
        },
        Place {
            name: "another desk file",
            who: Some(MIURA),
            open: |page| {
                page.goto("/staff/desk")?;
                page.eval("document.querySelector('#source').value = 'colour = 1'")?;
                page.click(".form .button-primary")
            },
        },
        Place {
            name: "mail",
            who: Some(MIURA),
            open: |page| page.goto("/staff/mails"),
        },
        Place {
            name: "mail text",
            who: Some(MIURA),
            open: |page| {
                page.goto("/staff/mails/answered/en")?;
                page.click("button[name=_preview]")
            },
        },
        Place {
            name: "mail text, wrong",
            who: Some(MIURA),
            open: |page| {
                page.goto("/staff/mails/received/ja")?;
                page.eval("document.querySelector('#body').value = '{{ x'")?;
                page.click(".form .button-primary")?;
                page.wait_for("#wrong")
            },
        },
        place("caught mail", |page| page.goto("/caught-mail")),
        place("who can see a case, for staff", |page| {
            first_case(page, "/staff?view=support")?;
            page.click("a[href$='/readers']")
        }),
        Place {
            name: "access of an account",
            who: Some(MIURA),
            open: |page| {
                page.goto("/staff/accounts")?;
                let first = page.attribute(".accounts a", "href")?.unwrap_or_default();
                page.goto(&format!("{first}/access"))?;
                page.eval("document.querySelectorAll('details.disclosure').forEach((d) => { d.open = true }); null")
                    .map(drop)
            },
        },
        Place {
            name: "requests for accounts",
            who: Some(MIURA),
            open: |page| page.goto("/staff/requests"),
        },
        Place {
            name: "audit",
            who: Some(MIURA),
            open: |page| page.goto("/staff/audit"),
        },
        Place {
            name: "audit, nobody",
            who: Some(MIURA),
            open: |page| page.goto("/staff/audit?who=nobody&kind=audit+exported"),
        },
        place("no such case for staff", |page| {
            page.goto("/staff/cases/99999999")
        }),
    ]
}

/// A program that waits for its first administrator.
pub fn beginning() -> Vec<Place> {
    let place = |name, open| Place {
        name,
        who: None,
        open,
    };
    vec![
        place("first page", |page| page.goto("/")),
        place("setup", |page| page.goto("/setup")),
        place("setup with errors", |page| {
            page.goto("/setup")?;
            page.submit("form[action='/setup']")?;
            page.wait_for(".error-summary")
        }),
    ]
}

/// The case that stands first in a list.
#[track_caller]
pub fn first_case(page: &Page, list: &str) -> Done {
    page.goto(list)?;
    let to = page.attribute(".row-link", "href")?.unwrap_or_default();
    page.goto(&to)
}
