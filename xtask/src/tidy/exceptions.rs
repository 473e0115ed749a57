//! The list of exceptions: `rule path reason`, one to a line.

use super::{Finding, Rule};

/// Where the list lies.
pub const LIST: &str = "xtask/tidy-exceptions.txt";

/// Takes out what is excepted. A line without a reason, or one that excepts
/// nothing any more, is a finding itself.
pub fn apply(list: &str, findings: &mut Vec<Finding>) {
    let mut wrong = Vec::new();
    for (index, line) in list.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.splitn(3, char::is_whitespace);
        let (rule, file) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let reason = words.next().unwrap_or("").trim();
        let before = findings.len();
        findings.retain(|it| it.rule.name() != rule || it.file != file);
        let what = if reason.is_empty() {
            "an exception needs a reason"
        } else if findings.len() == before {
            "excepts nothing: take it out"
        } else {
            continue;
        };
        wrong.push(Finding {
            rule: Rule::Exception,
            file: LIST.into(),
            line: index + 1,
            what: format!("{what}: {line}"),
        });
    }
    findings.append(&mut wrong);
}
