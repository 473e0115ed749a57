//! Every page of the route table is among the places that axe looks at (U6): the table is the committed one, so that a new page is
//! missing here until somebody goes there.

use std::collections::BTreeSet;

use e2e::{Axe, Done, Fault, Page, Server};

use crate::{
    cast::{OYAMADA, SATO, become_one, speak},
    places::{Look, Place, desk, outside, portal, visit},
    places_beside, places_rest,
    sessions::start,
};

const ROUTES: &str = include_str!("../../../crates/madoguchi/tests/snapshots/routes.txt");

/// What answers with no page of ours, by how its address ends.
const NO_PAGES: [&str; 23] = [
    // Streams and lines.
    "/events",
    "/line",
    // Files and pictures.
    "/files/{id}",
    "/files/{file}",
    "/file",
    "/picture",
    "/images/{image}",
    "/recordings/{recording}",
    "/archive",
    ".ics",
    ".csv",
    "/calendar/{secret}",
    "/news/{secret}",
    "/downloads/{id}",
    // A mail as its reader's program shows it.
    "/caught-mail/{id}",
    // Parts of pages that stand there.
    "/promise",
    "/suggestions",
    "/presence",
    "/staff/sessions/calls",
    // They lead on.
    "/find",
    "/staff/next",
    // For machines.
    "/livez",
    "/readyz",
];

/// Pages that axe meets elsewhere, or that no browser comes to in a demo; why.
const ELSEWHERE: [(&str, &str); 9] = [
    ("/sessions/{id}", "u6_axe_finds_nothing_in_a_session"),
    ("/staff/sessions/{id}", "u6_axe_finds_nothing_in_a_session"),
    (
        "/staff/sessions/{id}/steps/{step}",
        "u6_axe_finds_nothing_in_a_session",
    ),
    (
        "/cases/{number}/files/{id}/look",
        "c13_files_are_handed_in_seen_by_both_sides_and_taken_away, for staff",
    ),
    (
        "/staff/cases/{number}/files/{id}/look",
        "c13_files_are_handed_in_seen_by_both_sides_and_taken_away",
    ),
    (
        "/cases/{number}/sessions/{id}/recording",
        "drawn by the same part as staff's",
    ),
    (
        "/sign-in/second-factor",
        "the journey of the first administrator",
    ),
    ("/list-files/{secret}", "takes a list of ten thousand cases"),
    ("/setup", "u6_axe_finds_nothing_at_the_beginning"),
];

/// The pages of the table.
fn pages() -> BTreeSet<&'static str> {
    let lines = ROUTES.lines().filter_map(|line| line.strip_prefix("get "));
    let addresses = lines.filter_map(|line| line.split(": ").next());
    let pages = addresses.filter(|address| !address.starts_with("/api/"));
    pages
        .filter(|address| !NO_PAGES.iter().any(|end| address.ends_with(end)))
        .collect()
}

/// The route that an address of these belongs to: the one that names most of it.
fn route_of(routes: &BTreeSet<&'static str>, path: &str) -> Option<&'static str> {
    let path: Vec<&str> = path
        .split('?')
        .next()
        .unwrap_or_default()
        .split('/')
        .collect();
    let fits = |route: &&&str| {
        let parts: Vec<&str> = route.split('/').collect();
        let same = |(part, given): (&&str, &&str)| part == given || part.starts_with('{');
        parts.len() == path.len() && parts.iter().zip(&path).all(same)
    };
    let fitting = routes.iter().filter(fits);
    fitting
        .min_by_key(|route| route.matches('{').count())
        .copied()
}

#[test]
fn a_route_is_the_one_that_names_most_of_an_address() {
    let routes = pages();
    assert!(routes.len() > 70, "{routes:?}");
    for (path, route) in [
        ("/", "/"),
        ("/cases?view=closed", "/cases"),
        ("/cases/00000012", "/cases/{number}"),
        ("/cases/new", "/cases/new"),
        ("/cases/new/support-case?x=/y", "/cases/new/{kind}"),
        ("/staff/incidents/new?case=1", "/staff/incidents/new"),
        ("/staff/incidents/3", "/staff/incidents/{incident}"),
    ] {
        assert_eq!(route_of(&routes, path), Some(route), "{path}");
    }
    assert_eq!(route_of(&routes, "/nothing-here"), None);
}

#[test]
fn u6_every_page_of_the_route_table_is_among_those_that_axe_looks_at() -> Done {
    let routes = pages();
    let mut left: BTreeSet<&str> = routes.clone();
    for (route, why) in ELSEWHERE {
        assert!(left.remove(route), "{route} is no page: {why}");
    }
    let look = Look {
        language: "ja",
        dark: false,
        width: 1280,
    };
    let mut went = |server: &Server, places: Vec<Place>| {
        let all: Vec<&Place> = places.iter().collect();
        visit(server, &all, look, |page, _| {
            if let Some(route) = route_of(&routes, &page.path()?) {
                left.remove(route);
            }
            Ok(())
        })
    };
    let server = Server::demo()?;
    for places in [outside(), places_rest::outside(), portal(), desk()] {
        went(&server, places)?;
    }
    let server = Server::demo()?;
    for places in [
        places_beside::portal(),
        places_beside::desk(),
        places_rest::portal(),
        places_rest::desk(),
    ] {
        went(&server, places)?;
    }
    match left.is_empty() {
        true => Ok(()),
        false => Err(Fault::new(format!("nobody goes to {left:#?}"))),
    }
}

#[test]
fn u6_every_way_round_the_table_of_pages_is_still_one() {
    let lines = ROUTES.lines().filter_map(|line| line.strip_prefix("get "));
    let addresses: Vec<&str> = lines.filter_map(|line| line.split(": ").next()).collect();
    for end in NO_PAGES {
        let used = addresses.iter().any(|address| address.ends_with(end));
        assert!(used, "{end} leaves out nothing any more");
    }
}

/// By number, whatever the language of the page.
fn join(page: &Page, number: &str, passcode: &str) -> Done {
    page.goto("/sessions/join")?;
    page.eval(&format!(
        "for (const [name, value] of [['number', '{number}'], ['passcode', '{passcode}'], ['name', 'T']]) document.querySelector(`form[action='/sessions/join'] [name=${{name}}]`).value = value; null"
    ))?;
    page.submit("form[action='/sessions/join']")
}

#[test]
fn u6_axe_finds_nothing_in_a_session() -> Done {
    let Some(axe) = Axe::load()? else {
        return Ok(());
    };
    for (language, dark, width) in [
        ("ja", false, 1280),
        ("en", true, 390),
        ("ja", true, 768),
        ("en", false, 1280),
    ] {
        let look = Look {
            language,
            dark,
            width,
        };
        let server = Server::demo()?;
        let host = server.page(&look.options())?;
        become_one(&host, SATO)?;
        speak(&host, language)?;
        let (number, passcode) = start(&host)?;
        axe.assert_none(&host)?;
        let customer = server.page(&look.options())?;
        become_one(&customer, OYAMADA)?;
        speak(&customer, language)?;
        join(&customer, &number, &passcode)?;
        customer.wait_until(
            "location.pathname.startsWith('/sessions/') && location.pathname !== '/sessions/join'",
        )?;
        axe.assert_none(&customer)?;
        axe.assert_none(&host)?;
        let room = host.path()?;
        let room = room.split('?').next().unwrap_or_default();
        for step in ["transfer", "end"] {
            host.goto(&format!("{room}/steps/{step}"))?;
            axe.assert_none(&host)?;
        }
        host.assert_clean()?;
        customer.assert_clean()?;
    }
    Ok(())
}
