//! Accessibility checks by axe-core, fetched with npm when first needed.

use std::fmt;

use serde_json::{Value, json};

use crate::fault::{Done, Fault, Tried};
use crate::npm;
use crate::page::Page;
use crate::paths;

const PACKAGE: &str = "axe-core@4.14.1";

/// The rules of WCAG 2.2 A and AA, and what its authors advise besides.
const TAGS: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// axe-core, ready to be run in pages.
pub struct Axe {
    source: String,
}

/// What axe says of a page.
pub struct Findings {
    pub violations: Vec<Finding>,
    /// What axe cannot decide: each needs a look by a person.
    pub incomplete: Vec<Finding>,
}

/// One rule and the elements that break it.
pub struct Finding {
    pub rule: String,
    pub help: String,
    pub impact: String,
    pub targets: Vec<String>,
}

impl Axe {
    /// Finds axe-core or installs it with npm. None, said aloud, where there
    /// is no npm and nobody demands it; with `CI=true` that is a failure.
    #[track_caller]
    pub fn load() -> Done<Option<Self>> {
        let why = match source() {
            Ok(source) => return Ok(Some(Self { source })),
            Err(why) => why,
        };
        if paths::on_ci() {
            return Err(Fault::new(why));
        }
        eprintln!("SKIPPED: accessibility is not checked: {why}");
        Ok(None)
    }

    /// Runs every rule on the page as it stands; needs script.
    #[track_caller]
    pub fn run(&self, page: &Page) -> Done<Findings> {
        if !page.options().script {
            return Err(Fault::new("axe needs a page with script"));
        }
        page.eval(&format!("{};null", self.source))?;
        let tags = json!(TAGS);
        let said = page.eval(&format!(
            "axe.run(document, {{ runOnly: {{ type: 'tag', values: {tags} }}, \
             rules: {{ 'target-size': {{ enabled: true }} }}, \
             resultTypes: ['violations', 'incomplete'] }})\
             .then(({{ violations, incomplete }}) => ({{ violations, incomplete }}))"
        ))?;
        Ok(Findings {
            violations: findings(&said["violations"]),
            incomplete: findings(&said["incomplete"]),
        })
    }

    /// Fails when axe finds any violation.
    #[track_caller]
    pub fn assert_none(&self, page: &Page) -> Done {
        let found = self.run(page)?;
        if found.violations.is_empty() {
            return Ok(());
        }
        Err(Fault::new(format!("on {}:\n{found}", page.url()?)))
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for it in &self.violations {
            let targets = it.targets.join(" | ");
            writeln!(
                f,
                "  {} ({}): {}\n    {targets}",
                it.rule, it.impact, it.help
            )?;
        }
        Ok(())
    }
}

fn findings(list: &Value) -> Vec<Finding> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.iter()
        .map(|each| {
            let nodes = each["nodes"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            Finding {
                rule: word(&each["id"]),
                help: word(&each["help"]),
                impact: word(&each["impact"]),
                targets: nodes
                    .iter()
                    .map(|node| format!("{} {}", node["target"], word(&node["html"])))
                    .collect(),
            }
        })
        .collect()
}

fn source() -> Tried<String> {
    let file = npm::package(PACKAGE)?.join("axe-core/axe.min.js");
    std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))
}
