//! What a page weighs on its way, compressed: its markup, its styles, the scripts of its side, and all of it at the first visit and
//! at the next; and how often a browser asks (U7).

use std::{collections::BTreeSet, io::Write};

use domain::case::Command;
use flate2::{Compression, write::GzEncoder};
use testkit::cast::*;

use crate::{
    browser::{Answer, House, Reader},
    sessions::Played,
};

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// What stands between two texts, each time.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let parts = text.split(before).skip(1);
    parts.filter_map(|part| part.split(after).next()).collect()
}

/// The elements whose scripts a script fetches only where they stand.
fn fetched(script: &str) -> Vec<String> {
    let lists = between(script, "for (const name of [", "])");
    let list = lists.first().copied().unwrap_or_default();
    let names = list.split('"').skip(1).step_by(2);
    let names = names.filter(|name| name.contains('-'));
    names.map(str::to_owned).collect()
}

/// What is asked of the pages of a class, in KB and in requests.
struct Budget {
    /// Markup, styles, and scripts.
    parts: [usize; 3],
    first: usize,
    again: usize,
    requests: usize,
}

/// `parts` are markup, styles and scripts.
const fn budget(parts: [usize; 3], first: usize, again: usize, requests: usize) -> Budget {
    Budget {
        parts,
        first,
        again,
        requests,
    }
}

const PUBLIC: Budget = budget([8, 15, 5], 40, 12, 6);
const CUSTOMER: Budget = budget([25, 18, 15], 80, 30, 8);
const STAFF: Budget = budget([50, 22, 45], 150, 60, 12);
const SESSION: Budget = budget([20, 20, 60], 130, 40, 12);

/// All drawings of the pages together, in KB.
const DRAWINGS: usize = 6;

/// What a page takes of its budget: bytes, compressed, and requests.
struct Weight {
    parts: [usize; 3],
    /// All that a browser fetches to show it.
    first: usize,
    /// What it fetches once more at the next visit: the page, and whatever it may not keep.
    again: usize,
    requests: usize,
}

/// Bytes of a page by sorts, and what a browser may keep of them.
#[derive(Default)]
struct Fetched {
    whole: usize,
    kept: usize,
}

impl Fetched {
    /// Counts an answer, and says what it weighs.
    fn take(&mut self, path: &str, answer: &Answer) -> usize {
        assert!(answer.status.is_success(), "{path}: {}", answer.status);
        let bytes = answer.bytes.len().min(gzipped(&answer.bytes));
        self.whole += bytes;
        if answer.header("cache-control").contains("immutable") {
            self.kept += bytes;
        }
        bytes
    }
}

/// Bytes of a page and of all that it needs, compressed; and how many requests a browser makes to show it.
async fn weight(house: &House, reader: &Reader, path: &str) -> Weight {
    let mut fetched_bytes = Fetched::default();
    let page = house.get(reader, path).await;
    let html = fetched_bytes.take(path, &page);
    let styles = between(&page.text, "<link rel=\"stylesheet\" href=\"", "\"");
    let mut css = 0;
    for href in &styles {
        css += fetched_bytes.take(href, &house.get(reader, href).await);
    }
    let mut scripts: Vec<String> = between(&page.text, "<script type=\"module\" src=\"", "\"")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let (mut seen, mut js) = (BTreeSet::new(), 0);
    while let Some(script) = scripts.pop() {
        if !seen.insert(script.clone()) {
            continue;
        }
        let file = house.get(reader, &script).await;
        js += fetched_bytes.take(&script, &file);
        let folder = script.rsplit_once('/').unwrap().0;
        let imports = file.text.lines().filter(|line| line.starts_with("import "));
        assert_eq!(imports.count(), 0, "{script} asks for another one");
        // What is fetched where its element stands, in one file.
        let mut needed = fetched(&file.text);
        needed.retain(|name| page.text.contains(&format!("<{name}")));
        if !needed.is_empty() {
            scripts.push(format!("{folder}/{}.js", needed.join("+")));
        }
    }
    assert!(css > 0 && js > 0, "{path} has both");
    let has = |part: &str| usize::from(page.text.contains(part));
    // The page itself and its small picture, the drawings, pictures, the stream that it follows, the part that it does not wait for,
    // and what is fetched when somebody begins to write.
    let beside = 2 + has("icons.svg#") + page.text.matches("<img ").count();
    let writes = seen.iter().any(|script| script.contains("text-tools"));
    let later = has("data-events=\"") + has("<late-part") + usize::from(writes);
    let requests = styles.len() + seen.len() + beside + later;
    // The small picture, the drawings, and pictures, each once.
    let small = between(&page.text, "<link rel=\"icon\" href=\"", "\"");
    let drawings = between(&page.text, "<use href=\"", "#");
    let pictures = between(&page.text, "<img src=\"", "\"");
    let others: BTreeSet<&str> = [small, drawings, pictures].concat().into_iter().collect();
    for other in others {
        let bytes = fetched_bytes.take(other, &house.get(reader, other).await);
        let most = DRAWINGS * 1024;
        let is_drawings = other.ends_with("icons.svg");
        assert!(!is_drawings || bytes <= most, "{other}: {bytes} of {most}");
    }
    let Fetched { whole, kept } = fetched_bytes;
    assert!(kept >= css + js, "{path}: styles and scripts are kept");
    Weight {
        parts: [html, css, js],
        first: whole,
        again: whole - kept,
        requests,
    }
}

#[tokio::test]
async fn u7_pages_keep_to_their_budgets_of_bytes_and_requests() {
    let house = House::open().await;
    let number = house.open_case(&AS_AOKI, "録音が再生できない").await;
    // A whole page of a list, and a long story.
    for n in 1..50 {
        let subject = format!("拠点{n}の録音が{}分で止まる", n * 7 % 60);
        house.open_case(&AS_AOKI, &subject).await;
    }
    for n in 0..100 {
        let text = format!(
            "{}回目の確認です。端末{}で{}を試しました。",
            n,
            n * 37 % 101,
            n * 53 % 89
        );
        let (actor, command) = match n % 2 {
            0 => (&AS_AOKI, Command::PostUpdate { text }),
            _ => (&AS_MORI, Command::Reply { text, then: None }),
        };
        let said = house.app.change_case(actor, number, command, None, None);
        said.await.unwrap();
    }
    let (case, staffs) = (
        format!("/cases/{number}"),
        format!("/staff/cases/{number}?compose=reply"),
    );
    let number_form = format!("/cases/{number}/reference");
    let peek = format!("/staff/cases/{number}/peek");
    let (aoki, mori) = (house.reader(AOKI).await, house.reader(MORI).await);
    let nobody = Reader::default();
    let public = [
        "/sign-in",
        "/help",
        "/join",
        "/sign-in/forgotten",
        "/knowledge",
        "/sessions/join",
    ];
    let portal = [
        "/",
        "/cases",
        "/cases/new",
        "/cases/new/support-case",
        "/profile",
        "/access",
        "/knowledge",
        "/search?q=%E9%8C%B2%E9%9F%B3",
        "/incidents",
        "/sign-ins",
        "/admin-cases",
        "/cases/new/service-request",
        "/cases/new/admin-case",
        "/cases/new/feature-request",
        "/proxy-logins",
        &case,
        &number_form,
    ];
    let staff = [
        "/staff",
        "/staff?view=support",
        "/staff/accounts",
        "/staff/calls",
        "/staff/incidents",
        "/staff/knowledge",
        "/staff/macros",
        "/staff/sessions",
        "/staff/keys",
        "/staff/surveys",
        "/staff/search?q=%E9%8C%B2%E9%9F%B3",
        &staffs,
        &peek,
    ];
    for (class, reader, pages, budget) in [
        ("public", &nobody, public.as_slice(), PUBLIC),
        ("customer", &aoki, portal.as_slice(), CUSTOMER),
        ("staff", &mori, staff.as_slice(), STAFF),
    ] {
        for path in pages {
            within(class, path, &weight(&house, reader, path).await, &budget);
        }
    }
}

/// Each part, the whole at either visit, and the requests keep to the budget of the class.
fn within(class: &str, path: &str, found: &Weight, budget: &Budget) {
    let (requests, most) = (found.requests, budget.requests);
    assert!(
        requests <= most,
        "{class} {path}: {requests} requests of {most}"
    );
    let [html, css, js] = found.parts;
    let [most_html, most_css, most_js] = budget.parts;
    for (part, found, most) in [
        ("html", html, most_html),
        ("css", css, most_css),
        ("js", js, most_js),
        ("the first visit", found.first, budget.first),
        ("the next visit", found.again, budget.again),
    ] {
        let most = most * 1024;
        assert!(
            found <= most,
            "{class} {path}: {part} takes {found} bytes of {most}"
        );
    }
}

#[tokio::test]
async fn u7_the_pages_of_a_session_keep_to_their_budget_of_bytes_and_requests() {
    let house = House::open().await.with_media().await;
    let played = Played::begin_in(house).await;
    let (customer, room) = played.join("田中 花子").await;
    for (reader, path) in [(&played.host, &played.page), (&customer, &room)] {
        let found = weight(&played.house, reader, path).await;
        within("session", path, &found, &SESSION);
    }
}

#[tokio::test]
async fn every_element_of_a_page_is_in_the_script_of_its_side() {
    let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let scripts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/js");
    let elements = |folder: &str| {
        let mut found = BTreeSet::new();
        for entry in std::fs::read_dir(templates.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if !path.is_file() {
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            for tag in between(&text, "<", ">") {
                let name: &str = tag.split(' ').next().unwrap();
                let is_own = |c: char| c.is_ascii_lowercase() || c == '-';
                if name.contains('-') && name.chars().all(is_own) {
                    found.insert(name.to_owned());
                }
            }
        }
        found
    };
    let defined = |script: &str| {
        let text = std::fs::read_to_string(scripts.join(script)).unwrap();
        let names = between(&text, "import \"./", ".js\"").into_iter();
        let names = names.map(str::to_owned).chain(fetched(&text));
        names.collect::<BTreeSet<_>>()
    };
    let missing = |of: BTreeSet<String>, script: &str| {
        let missing: Vec<String> = of.difference(&defined(script)).cloned().collect();
        assert!(missing.is_empty(), "{script} lacks {missing:?}");
    };
    missing(elements("portal"), "portal.js");
    missing(elements("staff"), "main.js");
    missing(elements("parts"), "main.js");
}
