//! Texts of letters about accounts: ours stand in the catalogue, operators put their own in their place (H7). A letter never goes out
//! without what it is written for, and what gives a way in stands in no subject, since subjects are shown in lists and notices.

use std::collections::BTreeMap;

use domain::Instant;
use fluent_bundle::FluentValue;
use store::mails::MailText;

use super::templates::{self, BadText, LONGEST};
use crate::texts::Texts;

/// What names a letter among the texts of mails: in addresses, in what is kept, and in the audit.
pub const PREFIX: &str = "letter-";

/// A letter about an account or a person, and what its text is filled in with.
#[derive(Debug, PartialEq, Eq)]
pub struct AccountLetter {
    /// Names its texts in the catalogue.
    pub name: &'static str,
    /// What its text has to say: without it the letter is of no use.
    pub needs: &'static [&'static str],
    /// What it may say besides, the vendor's name apart.
    pub more: &'static [&'static str],
}

/// One thing that a text is filled in with.
#[derive(Clone)]
pub enum Fact {
    Text(String),
    Time(Instant),
    Number(i64),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What a letter is filled in with, each by its name.
pub type Facts<'a> = &'a [(&'static str, Fact)];

/// Known to every letter.
const VENDOR: &str = "vendor";
/// What gives a way in, or may.
const NOT_IN_SUBJECTS: [&str; 2] = ["code", "link"];
/// Where the sample's links lead.
const SAMPLE_LINK: &str = "https://support.example/sample-link";

const fn letter(
    name: &'static str,
    needs: &'static [&'static str],
    more: &'static [&'static str],
) -> AccountLetter {
    AccountLetter { name, needs, more }
}

/// All letters about accounts, in the order in which their texts are listed.
pub static ALL: [AccountLetter; 28] = [
    letter("join-link", &["link"], &[]),
    letter("join-known", &["link"], &[]),
    letter("join-asked", &["link"], &[]),
    letter("join-granted", &["link"], &[]),
    letter("join-declined", &["reason"], &["link"]),
    letter("guest-link", &["link"], &[]),
    letter("guest-known", &["link"], &[]),
    letter("agent-added", &["link"], &[]),
    letter("code", &["code"], &["minutes"]),
    letter("changed", &[], &[]),
    letter("factor-set", &[], &[]),
    letter("factor-replaced", &[], &[]),
    letter("factor-removed", &[], &[]),
    letter("recovery", &[], &[]),
    letter("token", &[], &[]),
    letter("pin", &[], &[]),
    letter("address-link", &["link"], &[]),
    letter("address-known", &["link"], &[]),
    letter("address-due", &["time", "link"], &[]),
    letter("address-stopped", &[], &[]),
    letter("address-changed", &[], &[]),
    letter("address-failed", &[], &[]),
    letter("address-outside", &["name", "email"], &["link"]),
    letter("handover-offered", &["name", "link"], &[]),
    letter("handover-withdrawn", &["name"], &["link"]),
    letter("handover-declined", &["name"], &["link"]),
    letter("handover-accepted", &["name"], &["link"]),
    letter("reading", &["name", "link"], &["cases"]),
];

/// The letter of this name.
pub fn find(name: &str) -> Option<&'static AccountLetter> {
    ALL.iter().find(|letter| letter.name == name)
}

impl AccountLetter {
    /// As it is named among the texts of mails.
    pub fn key(&self) -> String {
        format!("{PREFIX}{}", self.name)
    }

    /// What its text can name.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let own = self.needs.iter().chain(self.more).copied();
        std::iter::once(VENDOR).chain(own)
    }

    /// Our text with the names of what is filled in, as operators begin with it.
    pub fn own(&self, t: &Texts) -> MailText {
        let place = |name: &str| format!("{{{{ {name} }}}}");
        let mut args = Vec::new();
        for name in self.names() {
            match name {
                // Of what is counted the words for many stand there.
                "minutes" | "cases" => args.extend([
                    ("n", FluentValue::from(2_i64)),
                    ("number", place(name).into()),
                ]),
                _ => args.push((name, place(name).into())),
            }
        }
        let (subject, body) = self.said(t, args);
        MailText { subject, body }
    }

    /// Our words, filled in.
    pub fn standard(&self, t: &Texts, vendor: &str, facts: Facts<'_>) -> (String, String) {
        let mut args = vec![(VENDOR, FluentValue::from(vendor))];
        for (name, fact) in facts {
            match fact {
                Fact::Text(text) => args.push((*name, text.as_str().into())),
                Fact::Time(at) => args.push((*name, t.long_time(*at).into())),
                Fact::Number(n) => {
                    args.extend([("n", (*n).into()), ("number", t.number(*n).into())]);
                }
            }
        }
        self.said(t, args)
    }

    fn said(&self, t: &Texts, args: Vec<(&'static str, FluentValue<'_>)>) -> (String, String) {
        let key = |part: &str| format!("mail-{}-{part}", self.name);
        let subject = t.with(&key("subject"), args.clone());
        (subject, t.with(&key("body"), args))
    }

    /// An operators' text, filled in; refused where it names what this letter does not know, or does not say what it has to.
    pub fn filled(
        &self,
        text: &MailText,
        t: &Texts,
        vendor: &str,
        facts: Facts<'_>,
    ) -> Result<(String, String), BadText> {
        if text.subject.chars().count() + text.body.chars().count() > LONGEST {
            return Err(BadText::TooLong);
        }
        let value = |fact: &Fact| match fact {
            Fact::Text(text) => text.clone(),
            Fact::Time(at) => t.long_time(*at),
            Fact::Number(n) => t.number(*n),
        };
        let mut values: BTreeMap<&str, String> = facts
            .iter()
            .map(|(name, fact)| (*name, value(fact)))
            .collect();
        values.insert(VENDOR, vendor.to_owned());
        let environment = templates::environment();
        let render = |source: &str, values: &BTreeMap<&str, String>| {
            environment
                .render_str(source, values)
                .map_err(templates::bad)
        };
        let body = render(&text.body, &values)?;
        let lacks = |name: &&&str| {
            values
                .get(**name)
                .is_none_or(|v| !body.contains(v.as_str()))
        };
        if let Some(name) = self.needs.iter().find(lacks) {
            return Err(BadText::Lacks(name));
        }
        let mut open = values;
        open.retain(|name, _| !NOT_IN_SUBJECTS.contains(name));
        let subject = render(&text.subject, &open)?;
        let subject: Vec<&str> = subject.lines().collect();
        let body = templates::squeezed(&body).trim_end().to_owned();
        Ok((subject.join(" "), body))
    }

    /// What a text is tried on, in the language of these texts: nobody's name, and no link or code that leads anywhere.
    pub fn sample(&self, t: &Texts, now: Instant) -> Vec<(&'static str, Fact)> {
        let own = self.names().filter(|name| *name != VENDOR);
        own.map(|name| {
            let fact = match name {
                "minutes" => Fact::Number(15),
                "cases" => Fact::Number(120),
                "time" => Fact::Time(now),
                "link" => SAMPLE_LINK.into(),
                "code" => "XXXX-XXXX-XXXX".into(),
                "email" => "keiko.mori@sample.example".into(),
                "reason" => t.say("mails-sample-reason").into(),
                _ => t.say("mails-sample-name").into(),
            };
            (name, fact)
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::texts;

    fn each() -> impl Iterator<Item = (Texts, &'static AccountLetter)> {
        ["ja", "en"].into_iter().flat_map(|language| {
            let t = Texts::new(texts::load(), &Language::new(language), TimeZone::UTC);
            ALL.iter().map(move |letter| (t.clone(), letter))
        })
    }

    #[test]
    fn h7_our_own_text_of_every_letter_can_be_taken_as_it_is() {
        for (t, letter) in each() {
            let (own, at) = (letter.own(&t), Instant::UNIX_EPOCH);
            let facts = letter.sample(&t, at);
            let (name, lang) = (letter.name, t.lang().to_owned());
            let said = letter.filled(&own, &t, "Madoguchi", &facts);
            let said = said.unwrap_or_else(|wrong| panic!("{name} {lang}: {wrong}"));
            let (subject, body) = letter.standard(&t, "Madoguchi", &facts);
            assert_eq!(said, (subject, body.trim_end().to_owned()), "{name} {lang}");
            assert!(!said.1.contains("{ $"), "{name} {lang}: {}", said.1);
            // What it is listed under is there.
            let key = format!("occasion-{}", letter.key());
            assert_ne!(t.say(&key), "", "{name} {lang}");
        }
    }

    #[test]
    fn h7_a_text_without_what_its_letter_is_for_is_refused() {
        for (t, letter) in each() {
            let facts = letter.sample(&t, Instant::UNIX_EPOCH);
            let text = |subject: &str, body: &str| MailText {
                subject: subject.to_owned(),
                body: body.to_owned(),
            };
            let tried = |subject: &str, body: &str| {
                letter.filled(&text(subject, body), &t, "Madoguchi", &facts)
            };
            let empty = tried("x", "{% if false %}{{ link }}{% endif %}x");
            match letter.needs {
                [] => assert!(empty.is_ok(), "{}", letter.name),
                [first, ..] => assert!(
                    matches!(empty, Err(BadText::Lacks(name)) if name == *first),
                    "{}: {empty:?}",
                    letter.name
                ),
            }
            let whole: String = letter.names().map(|n| format!("{{{{ {n} }}}} ")).collect();
            assert!(tried("x", &whole).is_ok(), "{}", letter.name);
            // A secret in a subject, and what another letter knows.
            for subject in ["{{ link }}", "{{ code }}", "{{ case.number }}"] {
                let said = tried(subject, &whole);
                assert!(
                    matches!(said, Err(BadText::Wrong { .. })),
                    "{}",
                    letter.name
                );
            }
            let stranger = tried("x", &format!("{whole}\n{{{{ password }}}}"));
            assert!(
                matches!(stranger, Err(BadText::Wrong { line: 2, .. })),
                "{}",
                letter.name
            );
        }
    }

    #[test]
    fn h7_what_somebody_is_called_is_no_template_and_makes_no_line_of_a_subject() {
        let t = Texts::new(texts::load(), &Language::new("en"), TimeZone::UTC);
        let letter = find("handover-offered").expect("it is one of them");
        let facts = [
            ("name", Fact::from("{{ link }}\nBcc: x@x.example")),
            ("link", Fact::from("https://x.example/")),
        ];
        let text = MailText {
            subject: "{{ name }}".into(),
            body: "{{ name }} {{ link }}".into(),
        };
        let (subject, body) = letter
            .filled(&text, &t, "x", &facts)
            .expect("it can be filled in");
        assert_eq!(subject, "{{ link }} Bcc: x@x.example");
        assert!(body.starts_with("{{ link }}\n"), "{body}");
    }
}
