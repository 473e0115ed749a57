//! What the form of an answer says, as a command: the same whether it is sent at once or goes out later. Knows no pages.

use std::collections::BTreeMap;

use domain::{
    FileId, TagId, TeamId,
    case::{Acts, Command, Side},
    desk::StatusId,
    macros::Macro,
};

/// The fields of an answer's form, by name: `text`; support's `then`, `cause`, `question-1` … and what a macro does, `take`, `act-team`, `act-tag-7` …; the customer's `answer-1` … and
/// `more`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(BTreeMap<String, String>);

/// What is said, by a person of this side.
const FIELDS: [&str; 6] = ["text", "then", "cause", "more", "take", TEAM];
/// The files that go with it, by id (C13).
const FILE: &str = "file-";
/// What is done beside it, on the word of a macro (K3).
const TEAM: &str = "act-team";
const TAG: &str = "act-tag-";
const QUESTION: &str = "question-";
const ANSWER: &str = "answer-";
/// How many questions one reply asks at most, each on a line of its own.
pub const LINES: usize = 5;
/// How far its writer had seen the case when it was held.
const SEEN: &str = "seen-to";

impl Form {
    /// Of what was posted, without what belongs to other forms or to the page.
    pub fn of(entries: BTreeMap<String, String>) -> Self {
        let ours = |name: &str| {
            FIELDS.contains(&name)
                || is_file(name)
                || name.starts_with(QUESTION)
                || name.starts_with(ANSWER)
                || name.starts_with(TAG)
        };
        let kept = entries.into_iter();
        Self(
            kept.filter(|(name, text)| ours(name) && !text.is_empty())
                .collect(),
        )
    }

    /// Another form as a whole, to be shown once more.
    pub fn filled(mut entries: BTreeMap<String, String>) -> Self {
        entries.retain(|name, text| !name.starts_with('_') && !text.is_empty());
        Self(entries)
    }

    pub fn into_entries(self) -> BTreeMap<String, String> {
        self.0
    }

    /// The files that go with it, in the order in which they arrived.
    pub fn files(&self) -> Vec<FileId> {
        files_of(&self.0)
    }

    /// The same, written by somebody who had seen the case up to this version.
    pub fn seen_to(&self, version: i64) -> Self {
        let mut form = self.clone();
        form.0.insert(SEEN.into(), version.to_string());
        form
    }

    /// How far its writer had seen the case, where that is known.
    pub fn seen(&self) -> Option<i64> {
        self.get(SEEN).parse().ok()
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Adds what somebody said, as a quotation.
    pub fn quote(&mut self, said: &str) {
        let lines = said.lines().map(|line| format!("> {line}\n"));
        let quoted: String = lines.collect();
        let text = self.0.entry("text".into()).or_default();
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&quoted);
        text.push('\n');
    }

    /// All that support says with it: the words, and what is asked.
    pub fn said(&self) -> String {
        let questions = self.numbered(QUESTION).map(|(_, text)| text);
        let all = std::iter::once(self.get("text").to_owned()).chain(questions);
        all.collect::<Vec<_>>().join("\n")
    }

    /// What the customer is asked with it.
    pub fn questions(&self) -> Vec<String> {
        let questions = self.numbered(QUESTION).map(|(_, text)| text);
        questions.filter(|text| !text.trim().is_empty()).collect()
    }

    /// Takes in what a colleague has written: their words and questions behind one's own, and what else they chose where one has
    /// chosen nothing. Files stay with whom they are of.
    pub fn take_over(&mut self, other: &Form) {
        let words = other.get("text");
        if !words.is_empty() {
            self.add(words);
        }
        let mut questions = self.questions();
        questions.extend(other.questions());
        self.0.retain(|name, _| !name.starts_with(QUESTION));
        // What there is no line for is not lost.
        for more in questions.split_off(questions.len().min(LINES)) {
            self.add(&more);
        }
        let questions = (1..).zip(questions);
        let questions = questions.map(|(n, text): (u32, String)| (format!("{QUESTION}{n}"), text));
        self.0.extend(questions);
        for (name, value) in &other.0 {
            let apart = name == "text" || name == SEEN || name.starts_with(QUESTION);
            if !apart && !is_file(name) {
                self.0.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
    }

    /// Nothing is written in it.
    pub fn is_blank(&self) -> bool {
        let mut texts = self
            .0
            .iter()
            .filter(|(name, _)| *name == "text" || !FIELDS.contains(&name.as_str()))
            .filter(|(name, _)| !name.starts_with(TAG) && *name != SEEN);
        texts.all(|(_, text)| text.trim().is_empty())
    }

    /// Writes something behind what is written.
    pub fn add(&mut self, text: &str) {
        let own = self.0.entry("text".into()).or_default();
        if !own.is_empty() {
            own.push_str("\n\n");
        }
        own.push_str(text);
    }

    /// Takes a macro's text in, and what it does beside.
    pub fn take_in(&mut self, text: &str, body: &Macro) {
        self.add(text);
        if let Some(then) = &body.then {
            self.0.insert("then".into(), then.as_str().to_owned());
        }
        if body.take {
            self.0.insert("take".into(), "1".into());
        }
        if let Some(team) = body.team {
            self.0.insert(TEAM.into(), team.to_string());
        }
        let tags = body
            .tags
            .iter()
            .map(|tag| (format!("{TAG}{tag}"), "1".into()));
        self.0.extend(tags);
    }

    /// What is done beside what is said.
    pub fn acts(&self) -> Acts {
        let tags = self.0.keys().filter_map(|name| name.strip_prefix(TAG));
        Acts {
            take: !self.get("take").is_empty(),
            team: self.get(TEAM).parse().ok().map(TeamId),
            tags: tags.filter_map(|id| id.parse().ok()).map(TagId).collect(),
        }
    }

    /// A command of staff's with what is done beside it.
    pub fn with_acts(&self, command: Command) -> Command {
        let acts = self.acts();
        match acts.is_nothing() {
            true => command,
            false => Command::WithActs {
                command: Box::new(command),
                acts,
            },
        }
    }

    pub fn command(&self, side: Side) -> Command {
        let text = self.get("text").to_owned();
        match side {
            Side::Customer => {
                let answers = self.numbered(ANSWER);
                let answers = answers.filter(|(_, text)| !text.trim().is_empty());
                Command::update(text, answers.collect(), !self.get("more").is_empty())
            }
            Side::Support => {
                let then = Some(self.get("then").trim()).filter(|then| !then.is_empty());
                let questions = self.numbered(QUESTION).map(|(_, text)| text);
                let questions = questions.filter(|text| !text.trim().is_empty());
                let said = Command::reply(text, then.map(StatusId::new), questions.collect());
                self.with_acts(said.closed_for(self.get("cause")))
            }
        }
    }

    /// The texts of the fields that are called so and numbered, in the order of their numbers.
    fn numbered(&self, prefix: &str) -> impl Iterator<Item = (u32, String)> {
        let of = |(name, text): (&String, &String)| {
            let number = name.strip_prefix(prefix)?.parse().ok()?;
            Some((number, text.clone()))
        };
        let all: BTreeMap<u32, String> = self.0.iter().filter_map(of).collect();
        all.into_iter()
    }

    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// What [`Form::to_json`] wrote.
    pub fn from_json(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }
}

/// The files that the fields of a form name.
pub fn files_of(entries: &BTreeMap<String, String>) -> Vec<FileId> {
    let ids = entries
        .keys()
        .filter_map(|name| name.strip_prefix(FILE)?.parse().ok());
    ids.map(FileId).collect()
}

/// Whether a field of a form names a file.
pub fn is_file(field: &str) -> bool {
    field
        .strip_prefix(FILE)
        .is_some_and(|id| id.parse::<i64>().is_ok())
}

/// The field of a form that names a file.
pub fn file_field(id: FileId) -> String {
    format!("{FILE}{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(entries: &[(&str, &str)]) -> Form {
        let entries = entries.iter().map(|(n, v)| ((*n).into(), (*v).into()));
        Form::of(entries.collect())
    }

    #[test]
    fn c9_a_form_becomes_the_command_that_it_says() {
        let asks = form(&[
            ("text", "a"),
            ("question-10", "z"),
            ("question-2", "y"),
            ("then", ""),
        ]);
        let (text, then) = ("a".to_owned(), None);
        let questions = vec!["y".to_owned(), "z".to_owned()];
        assert_eq!(
            asks.command(Side::Support),
            Command::Ask {
                text,
                then,
                questions
            }
        );
        let answers = form(&[
            ("answer-2", "b"),
            ("answer-1", " "),
            ("more", "yes"),
            ("then", "x"),
        ]);
        assert_eq!(
            answers.command(Side::Customer),
            Command::Answer {
                text: String::new(),
                answers: vec![(2, "b".into())],
                more: true
            }
        );
        assert_eq!(Form::from_json(&answers.to_json()), answers);
        let plain = form(&[
            ("text", "a"),
            ("answer-1", ""),
            ("_token", "x"),
            ("comment", "y"),
        ]);
        assert_eq!(
            plain.command(Side::Customer),
            Command::PostUpdate { text: "a".into() }
        );
        assert!(form(&[("then", "x"), ("answer-1", " ")]).is_blank());
    }

    #[test]
    fn k1_what_a_colleague_wrote_is_taken_over_behind_what_one_has() {
        let theirs = form(&[
            ("text", "their words"),
            ("question-1", "version?"),
            ("question-4", "since when?"),
            ("then", "open/investigating"),
            ("act-tag-7", "1"),
            ("file-9", "yes"),
        ])
        .seen_to(4);
        let mut alone = Form::default();
        alone.take_over(&theirs);
        assert_eq!(
            alone,
            form(&[
                ("text", "their words"),
                ("question-1", "version?"),
                ("question-2", "since when?"),
                ("then", "open/investigating"),
                ("act-tag-7", "1"),
            ])
        );
        let mut own = form(&[
            ("text", "mine"),
            ("question-2", "where?"),
            ("then", "open/new"),
            ("file-3", "yes"),
        ]);
        own.take_over(&theirs);
        assert_eq!(own.get("text"), "mine\n\ntheir words");
        assert_eq!(own.questions(), ["where?", "version?", "since when?"]);
        assert_eq!(own.get("then"), "open/new");
        assert_eq!(own.files(), [FileId(3)]);
    }
}
