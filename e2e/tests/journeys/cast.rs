//! Who takes part: a page with somebody signed in.

use e2e::{Done, Fault, Options, Page, Server};
use serde_json::json;

/// A customer with nothing open, at 潮路ロジスティクス.
pub const NISHIO: &str = "西尾 奈々";
/// A customer with one case of each turn, at a maker of instruments.
pub const OYAMADA: &str = "小山田 毅";
/// A customer who speaks English.
pub const ASHDOWN: &str = "Eleanor Ashdown";
/// A customer who only reads.
pub const NOVAK: &str = "Peter Novak";
/// A customer whose company has the lesser plan.
pub const SHIRAISHI: &str = "白石 航";
/// Support, tier 1.
pub const SATO: &str = "佐藤 美香";
/// Support, in English.
pub const IYER: &str = "Priya Iyer";
/// A supervisor.
pub const HASHIMOTO: &str = "橋本 健司";
/// An administrator without a team and without cases.
pub const MIURA: &str = "三浦 由紀";

/// A new page with this person signed in.
#[track_caller]
pub fn sign_in(server: &Server, name: &str, options: &Options) -> Done<Page> {
    let page = server.page(options)?;
    become_one(&page, name)?;
    Ok(page)
}

/// Signs in with one press on the demo's start page.
#[track_caller]
pub fn become_one(page: &Page, name: &str) -> Done {
    page.goto("/demo")?;
    let id = page.eval(&format!(
        "[...document.querySelectorAll('button.person')].find((p) => p.querySelector('b').textContent === {})?.value",
        json!(name)
    ))?;
    let Some(id) = id.as_str() else {
        return Err(Fault::new(format!("the demo knows no {name}")));
    };
    page.click(&format!("button.person[value='{id}']"))
}

/// Chooses a language as the menu does, without going there.
#[track_caller]
pub fn speak(page: &Page, language: &str) -> Done {
    let cookie = json!({ "name": "language", "value": language, "url": page.options().base });
    page.cdp("Network.setCookie", cookie).map(drop)
}

/// A page that says it is ready for scripts, or needs none.
pub fn with_script(script: bool) -> Options {
    Options {
        script,
        ..Options::default()
    }
}

/// Whether the page's source holds these words anywhere, seen or not.
#[track_caller]
pub fn holds(page: &Page, words: &str) -> Done<bool> {
    let found = page.eval(&format!(
        "document.documentElement.outerHTML.includes({})",
        json!(words)
    ))?;
    Ok(found == true)
}

/// What has the focus: its id, else its name and classes.
#[track_caller]
pub fn focused(page: &Page) -> Done<String> {
    let found = page
        .eval("((e) => e.id || [e.localName, ...e.classList].join('.'))(document.activeElement)")?;
    Ok(found.as_str().unwrap_or_default().to_owned())
}
