//! sqlmap against every parameter of lists, searches and filters, and against some forms, of the program as its demo has it: signed
//! in as a customer and as an administrator, and by a token (V-34). It takes long, and is no part of the tests.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::{Done, shell};

/// What is asked for, and by whom. A star of sqlmap's own is not needed: each parameter is tried.
const PAGES: [(Who, &str); 12] = [
    (
        Who::Customer,
        "/cases?scope=own&view=support&sort=number&direction=asc&deployment=1&product=x&severity=s1&kind=x&channel=web&status=x",
    ),
    (
        Who::Customer,
        "/cases?contact=1&opened_from=2026-01-01&opened_to=2026-12-31&modified_from=2026-01-01&modified_to=2026-12-31&text=x&columns=number&cursor=W10",
    ),
    (Who::Customer, "/search?q=x&sort=cases&behind=1"),
    (Who::Customer, "/knowledge?q=x&product=x&sort=faq&behind=1"),
    (Who::Customer, "/knowledge/suggestions?q=x&product=x"),
    (Who::Administrator, "/find?number=1"),
    (
        Who::Administrator,
        "/staff?view=all&order=due&q=owner:me&columns=number",
    ),
    (Who::Administrator, "/staff/search?q=x&sort=cases&behind=1"),
    (Who::Administrator, "/staff/accounts?q=x&at=1"),
    (Who::Administrator, "/staff/audit?who=x&kind=x&before=1"),
    (
        Who::Token,
        "/api/v1/cases?list=problem&view=support&sort=number&direction=asc&text=x&severity=s1&contact=1&limit=10",
    ),
    (Who::Token, "/api/v1/search?q=x&sort=cases"),
];

/// Forms that keep nothing that others would be tried on.
const FORMS: [(Who, &str, &str); 3] = [
    (Who::Customer, "/text-preview", "text=x"),
    (
        Who::Customer,
        "/profile/names",
        "family=x&given=x&family_kana=x&given_kana=x&salutation=x&employer=x",
    ),
    (Who::Administrator, "/staff/accounts/known", "pin=1234"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Customer,
    Administrator,
    Token,
}

/// The demo, in a folder of its own; both are gone with the value.
struct Demo {
    process: Child,
    folder: PathBuf,
    address: String,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Demo {
    fn start(program: &Path) -> Done<Self> {
        let folder = std::env::temp_dir().join(format!("injection-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let started = Command::new(program)
            .args(["demo", "--listen", "127.0.0.1:0", "--media", "off"])
            .arg("--data")
            .arg(folder.join("data"))
            .stdout(Stdio::piped())
            .spawn();
        let mut demo = Self {
            process: started.map_err(|error| error.to_string())?,
            folder,
            address: String::new(),
        };
        let printed = demo.process.stdout.take().ok_or("nothing is printed")?;
        let lines = BufReader::new(printed).lines().map_while(Result::ok);
        demo.address = lines
            .filter_map(|line| {
                let at = line.find("http://127.0.0.1:")?;
                Some(line[at..].split_whitespace().next()?.to_owned())
            })
            .next()
            .ok_or("the demo did not start")?;
        demo.address
            .truncate(demo.address.trim_end_matches('/').len());
        Ok(demo)
    }

    /// What is answered, as a page of ours would ask; the cookies are kept in a file of this name.
    fn asks(&self, who: Who, path: &str, form: &[&str]) -> Done<String> {
        let jar = self.folder.join(format!("{who:?}.cookies"));
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--max-time", "60"]);
        curl.args(["--header", OWN]).arg("--cookie").arg(&jar);
        curl.arg("--cookie-jar").arg(&jar);
        for field in form {
            curl.args(["--data-urlencode", field]);
        }
        shell::output(curl.arg(format!("{}{path}", self.address)))
    }

    /// Signs somebody in; gives the cookie.
    fn sign_in(&self, who: Who, name: &str) -> Done<String> {
        let page = self.asks(who, "/demo", &[])?;
        let before = page.split(&format!("<b>{name}</b>")).next();
        let id = before.and_then(|before| before.rsplit("name=\"person\" value=\"").next());
        let id = id.and_then(|rest| rest.split('"').next());
        let person = format!("person={}", id.ok_or("the demo knows nobody of this name")?);
        self.asks(who, "/demo/sign-in", &[&person])?;
        let jar = std::fs::read_to_string(self.folder.join(format!("{who:?}.cookies")));
        let jar = jar.map_err(|error| error.to_string())?;
        let secret = jar.lines().find_map(|line| {
            let mut words = line.split('\t').skip(5);
            (words.next()? == "sign-in").then(|| words.next().unwrap_or_default().to_owned())
        });
        let secret = secret.ok_or("nobody is signed in")?;
        Ok(format!("sign-in={secret}"))
    }
}

/// By this a form is taken without the token that pages put into it.
const OWN: &str = "Sec-Fetch-Site: same-origin";

/// Builds the program, starts its demo, and tries everything; fails where sqlmap finds something.
pub fn run() -> Done {
    for (program, package) in [("sqlmap", "sqlmap"), ("curl", "curl")] {
        if !shell::succeeds(Command::new(program).arg("--version")) {
            return Err(format!("{program} is not there: apt-get install {package}"));
        }
    }
    shell::run(shell::cargo().args(["build", "--package", "madoguchi"]))?;
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let demo = Demo::start(&own.with_file_name("madoguchi"))?;
    let customer = demo.sign_in(Who::Customer, "小山田 毅")?;
    let administrator = demo.sign_in(Who::Administrator, "三浦 由紀")?;
    let made = demo.asks(Who::Customer, "/profile/tokens", &["label=x", "days=1"])?;
    let token = made.split("mdg_").nth(1).ok_or("no token is made")?;
    let sign = |c: &char| c.is_ascii_alphanumeric() || "-_".contains(*c);
    let token: String = token.chars().take_while(sign).collect();
    let targets = PAGES.iter().map(|(who, path)| (*who, *path, ""));
    let targets = targets.chain(FORMS.iter().copied());
    let mut found = Vec::new();
    for (who, path, form) in targets {
        let mut sqlmap = Command::new("sqlmap");
        sqlmap.args(["--batch", "--level", "2", "--risk", "1", "--threads", "2"]);
        sqlmap.args(["--flush-session", "--disable-coloring", "--headers", OWN]);
        sqlmap.arg("--output-dir").arg(demo.folder.join("sqlmap"));
        sqlmap.arg("--url").arg(format!("{}{path}", demo.address));
        if !form.is_empty() {
            sqlmap.args(["--data", form]);
        }
        match who {
            Who::Customer => sqlmap.args(["--cookie", &customer]),
            Who::Administrator => sqlmap.args(["--cookie", &administrator]),
            // No faster than the API lets a token go.
            Who::Token => sqlmap.args([
                "--header",
                &format!("Authorization: Bearer mdg_{token}"),
                "--delay",
                "0.12",
            ]),
        };
        // The cookie itself is looked up by its digest, and would only be signed out.
        sqlmap.args(["--skip", "Cookie,User-Agent,Referer,Host"]);
        println!("{who:?} {path} {form}");
        let said = shell::output(&mut sqlmap)?;
        let verdict = judged(&said);
        println!("  {verdict}");
        if verdict != CLEAN {
            found.push(format!("{path}: {verdict}"));
        }
    }
    match found.is_empty() {
        true => Ok(()),
        false => Err(found.join("\n")),
    }
}

const CLEAN: &str = "nothing to be injected into";

/// What sqlmap says at the end. What it could not try is no good news.
fn judged(said: &str) -> &str {
    let injected = said.contains("identified the following injection point");
    match said.contains("all tested parameters do not appear to be injectable") {
        true if !injected => CLEAN,
        _ => said
            .lines()
            .rev()
            .find(|line| line.contains("CRITICAL") || line.contains("Parameter:"))
            .unwrap_or("it did not come to an end"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v34_what_sqlmap_finds_and_what_it_could_not_try_is_told() {
        let clean =
            "[1] [CRITICAL] all tested parameters do not appear to be injectable. Try to increase";
        assert_eq!(judged(clean), CLEAN);
        let found = "sqlmap identified the following injection point(s):\n---\nParameter: q (GET)";
        assert_eq!(judged(found), "Parameter: q (GET)");
        let broken = "[1] [CRITICAL] connection refused to the target URL";
        assert_eq!(judged(broken), broken);
        assert_ne!(judged(""), CLEAN);
    }
}
