//! From the text of a desk file to a [`Desk`], or to everything that is wrong with it, by line and column (D1).
//! Knows no file and no sentence: where the text comes from, and how a finding is said, are the shell's part.
//!
//! Three walks: `known` gathers ids, the readers build the desk and follow each reference at once, `forms` and `flow`
//! judge how the parts fit. The last two are left out where their parts were not clean: what only follows from another
//! mistake is not told.

mod appointment;
mod basics;
mod checklists;
mod choice;
mod contract;
mod ending;
mod escalation;
mod fields;
mod flow;
mod forms;
mod going;
mod ids;
mod incident;
mod kinds;
mod known;
mod milestones;
mod problem;
mod read;
mod resources;
mod rules;
mod session;
mod statuses;
mod synonyms;
mod tags;
#[cfg(test)]
mod tests;
mod texts;

pub use basics::TEXTS;
pub use problem::{Problem, Shape, What};
pub use synonyms::is_synonym;

use known::Known;
use read::{Reader, Table};
use toml::de::DeTable;

use super::Desk;

/// The keys at the top of a desk file.
const KEYS: [&str; 47] = [
    "id",
    "name",
    "languages",
    "time_zone",
    "number_width",
    "preset_severity",
    "recall",
    "attachments",
    "downloads",
    "texts",
    "product",
    "environment",
    "channel",
    "severity",
    "field",
    "kind",
    "checklist",
    "need",
    "resource",
    "wrong_door",
    "team",
    "status",
    "rules",
    "not_covered",
    "cause",
    "survey",
    "escalation",
    "session",
    "queue",
    "incident",
    "phone",
    "conference",
    "tags",
    "synonyms",
    "glossary",
    "calendar",
    "centre",
    "plan",
    "milestone",
    "target",
    "warnings",
    "call",
    "not_taken",
    "contract_option",
    "coverage",
    "imported",
    "imported_glossary",
];

/// Syntax errors are told up to here: behind the first, many only follow from it.
const MOST_SYNTAX_ERRORS: usize = 10;

/// Something wrong, and where: line and column from one, the column counted in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub line: usize,
    pub column: usize,
    pub problem: Problem,
}

/// The desk that `source` describes, or all that is wrong with it in the order of the file; never both, never neither.
pub fn check(source: &str) -> Result<Desk, Vec<Finding>> {
    let (root, errors) = DeTable::parse_recoverable(source);
    if !errors.is_empty() {
        let found = errors.iter().take(MOST_SYNTAX_ERRORS);
        let at = |e: &toml::de::Error| e.span().map_or(0, |span| span.start);
        return Err(placed(
            source,
            found
                .map(|e| {
                    (
                        at(e),
                        Problem::Syntax {
                            message: e.message().into(),
                        },
                    )
                })
                .collect(),
        ));
    }
    let mut reader = Reader::new(Known::gather(root.get_ref()));
    let root = Table {
        entries: root.get_ref(),
        at: 0,
        path: "",
    };
    let desk = desk(&mut reader, &root);
    let found = reader.into_found();
    match desk {
        Some(desk) if found.is_empty() => Ok(desk),
        _ => Err(placed(source, found)),
    }
}

/// The files with closed days that a desk file's calendars name, each once, in order. Whoever reads the desk file reads them
/// too and appends what they hold as `[[imported]]`, so that a desk as kept is whole.
pub fn day_files(source: &str) -> Vec<String> {
    let (root, _) = DeTable::parse_recoverable(source);
    let mut names: Vec<String> = Vec::new();
    for calendar in known::tables(root.get_ref(), "calendar") {
        let files = calendar
            .get("files")
            .and_then(|value| value.get_ref().as_array());
        for name in files.into_iter().flat_map(|files| files.iter()) {
            let name = name.get_ref().as_str().unwrap_or_default().to_owned();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// The file with words that stand for each other that a desk file names, if it does. Whoever reads the desk file reads it, too, and
/// appends its lines as `[[imported_glossary]]`, so that a desk as kept is whole.
pub fn glossary_file(source: &str) -> Option<String> {
    let (root, _) = DeTable::parse_recoverable(source);
    let name = root.get_ref().get("glossary")?.get_ref().as_str()?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn desk(reader: &mut Reader, root: &Table) -> Option<Desk> {
    reader.refuse_others(root, &KEYS);
    reader.read_languages(root);
    let id = reader.id(root, What::Desk);
    let name = reader.label(root, "name");
    let time_zone = reader.time_zone(root);
    let number_width = reader.number(root, "number_width", 4, 12);
    let preset_severity = reader.text(root, "preset_severity");
    let preset_severity = preset_severity.and_then(|id| reader.reference(What::Severity, &id));
    let attachments = reader.attachments(root);
    let downloads = reader.downloads(root);
    let texts = reader.texts(root);
    let environments = reader.some_choices(root, "environment", What::Environment);
    let channels = reader.channels(root);
    let severities = reader.severities(root);

    let before_forms = reader.mark();
    let products = reader.some_choices(root, "product", What::Product);
    let mut fields = reader.fields(root);
    let own = fields.len();
    let kinds = reader.kinds(root);
    let checklists = reader.checklists(root, &mut fields, &kinds);
    let needs = reader.needs(root);
    let wrong_doors = reader.wrong_doors(root);
    let teams = reader.teams(root);
    let recall = reader.maybe_number(root, "recall", 0, crate::case::RECALL_MAX);
    if reader.mark() == before_forms {
        let own = fields.get(..own).unwrap_or_default();
        reader.check_forms(root, own, &kinds, &products, &checklists);
    }

    let before_flow = reader.mark();
    let mut statuses = reader.statuses(root);
    let rules = reader.rules(root, &statuses);
    if let Some(rules) = rules.as_ref().filter(|_| reader.mark() == before_flow) {
        reader.check_flow(&statuses, rules);
    }

    // Where merged cases stand no other way leads, whatever a pattern may take in.
    if let Some(merged) = rules.as_ref().and_then(|rules| rules.merged.as_ref()) {
        let subs = statuses.iter_mut().flat_map(|status| &mut status.subs);
        subs.for_each(|sub| sub.to.retain(|to| to != merged));
    }

    let not_covered = reader.not_covered(root, rules.as_ref());
    let causes = reader.tables(root, "cause", "cause", &["id", "label"]);
    let causes = reader.choices(causes, What::Cause);
    let survey = reader.survey(root, &statuses);
    let escalation = reader.escalation(root, &statuses);
    let queues = reader.queues(root);
    let session = reader.session(root);
    let incident = reader.incident(root);
    let phone = reader.phone(root);
    let conference = reader.conference(root);
    let tags = reader.tags(root);
    let resources = reader.resources(root);
    let synonyms = reader.synonyms(root);

    let calendars = reader.calendars(root);
    let centres = reader.centres(root, time_zone.as_ref(), &calendars);
    let plans = reader.plans(root);
    let milestones = reader.milestones(root, rules.as_ref());
    let targets = reader.targets(root);
    let warnings = reader.warnings(root);
    let calls = reader.calls(root);
    let not_taken = reader.not_taken(root);
    let options = reader.tables(root, "contract_option", "contract_option", &["id", "label"]);
    let contract_options = reader.choices(options, What::ContractOption);
    let coverage = reader.coverage(root);
    Some(Desk {
        id: id?.it,
        name,
        languages: reader.languages.clone(),
        time_zone: time_zone?,
        number_width: usize::try_from(number_width?).ok()?,
        products,
        environments,
        channels,
        severities,
        preset_severity: preset_severity?,
        fields,
        kinds,
        checklists,
        needs,
        wrong_doors,
        teams,
        recall,
        statuses,
        rules: rules?,
        not_covered,
        causes,
        survey,
        escalation,
        session,
        queues,
        incident,
        phone,
        conference,
        tags,
        resources,
        synonyms,
        attachments: attachments?,
        downloads,
        centres,
        plans,
        milestones,
        targets,
        warnings,
        calls,
        not_taken,
        contract_options,
        coverage,
        texts,
    })
}

/// The findings by place, each once.
fn placed(source: &str, mut found: Vec<(usize, Problem)>) -> Vec<Finding> {
    found.sort();
    found.dedup();
    let finding = |(at, problem)| {
        let (line, column) = line_and_column(source, at);
        Finding {
            line,
            column,
            problem,
        }
    };
    found.into_iter().map(finding).collect()
}

fn line_and_column(source: &str, at: usize) -> (usize, usize) {
    let before = source.get(..at).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    (
        line,
        before.get(line_start..).unwrap_or_default().chars().count() + 1,
    )
}
