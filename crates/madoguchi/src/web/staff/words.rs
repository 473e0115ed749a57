//! Words that narrow staff's lists (K1): plain ones stand in the subject, others name what they mean (`owner:me`, `担当:自分`). A
//! word that means nothing is told with what would, and narrows nothing.

use domain::{Desk, desk::Turn};
use store::cases::{Hands, Narrow};

use super::{
    super::visitor::{Me, Visitor},
    tagging::label,
};
use crate::app::{
    Fail,
    finding::narrow::{About as Named, fold},
};

/// As much is read: characters in all, and words.
const LONGEST: usize = 300;
const MOST: usize = 12;
/// A part of a name may mean so many companies.
const COMPANIES: usize = 50;

/// A word as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    typed: String,
    means: Means,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Means {
    Subject(String),
    Of(About, String),
    Unknown,
}

/// What a word can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Owner,
    Severity,
    Turn,
    Plan,
    Company,
    Cause,
    Tag,
}

impl About {
    const ALL: [(About, &'static str, Named); 7] = [
        (About::Owner, "words-owner", Named::Owner),
        (About::Severity, "words-severity", Named::Severity),
        (About::Turn, "words-turn", Named::Turn),
        (About::Plan, "words-plan", Named::Plan),
        (About::Company, "words-company", Named::Company),
        (About::Cause, "words-cause", Named::Cause),
        (About::Tag, "words-tag", Named::Tag),
    ];

    fn named(name: &str) -> Option<Self> {
        let named = Named::named(name)?;
        let mut all = Self::ALL.into_iter();
        all.find(|(.., meant)| *meant == named)
            .map(|(about, ..)| about)
    }

    /// The key of what it is called.
    fn label(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(about, ..)| *about == self)
            .map_or("words-subject", |(_, label, _)| label)
    }
}

/// The words of a text; what stands in quotation marks is one.
fn read(text: &str) -> Vec<Word> {
    let mut all = Vec::new();
    let (mut typed, mut quoted) = (String::new(), false);
    for c in text.chars().take(LONGEST).chain([' ']) {
        match c {
            '"' | '“' | '”' | '「' | '」' => quoted = !quoted,
            _ => {}
        }
        if c.is_whitespace() && !quoted {
            if !typed.is_empty() {
                all.push(word(std::mem::take(&mut typed)));
            }
        } else if !c.is_control() {
            typed.push(c);
        }
    }
    if !typed.trim().is_empty() {
        all.push(word(typed.trim().to_owned()));
    }
    all.truncate(MOST);
    all
}

fn word(typed: String) -> Word {
    let bare = |text: &str| {
        text.trim_matches(['"', '“', '”', '「', '」', ' '])
            .to_owned()
    };
    let is_quoted = typed.starts_with(['"', '“', '「']);
    let means = match typed.split_once([':', '：']).filter(|_| !is_quoted) {
        None => Means::Subject(bare(&typed)),
        Some((name, value)) => match About::named(&fold(name)) {
            Some(about) => Means::Of(about, fold(&bare(value))),
            None => Means::Unknown,
        },
    };
    Word { typed, means }
}

/// A condition in use, and the text without it.
pub struct Chip {
    pub label: &'static str,
    pub value: String,
    pub without: String,
}

/// What a text comes to.
#[derive(Default)]
pub struct Narrowed {
    pub narrow: Narrow,
    pub severity: Option<String>,
    pub chips: Vec<Chip>,
    /// Words that mean nothing, with what would.
    pub troubles: Vec<String>,
}

/// A word found: how it is shown.
type Found = Result<String, String>;

impl Narrowed {
    pub async fn of(visitor: &Visitor, me: &Me, text: &str) -> Result<Self, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let desk = app.desks.current().0;
        let words = read(text);
        let mut all = Self::default();
        for (place, word) in words.iter().enumerate() {
            let (label, found) = match &word.means {
                Means::Unknown => {
                    let told = t.one("words-unknown", "word", &word.typed);
                    ("words-subject", Err(told))
                }
                Means::Subject(text) if text.is_empty() => continue,
                Means::Subject(text) => {
                    all.narrow.words.push(text.clone());
                    ("words-subject", Ok(text.clone()))
                }
                Means::Of(about, value) => {
                    let found = all.about(visitor, me, desk, *about, value).await?;
                    (about.label(), found)
                }
            };
            match found {
                Err(trouble) => all.troubles.push(trouble),
                Ok(value) => {
                    let others = words.iter().enumerate().filter(|(at, _)| *at != place);
                    let others: Vec<&str> = others.map(|(_, w)| w.typed.as_str()).collect();
                    all.chips.push(Chip {
                        label: t.say(label),
                        value,
                        without: others.join(" "),
                    });
                }
            }
        }
        Ok(all)
    }

    async fn about(
        &mut self,
        visitor: &Visitor,
        me: &Me,
        desk: &Desk,
        about: About,
        value: &str,
    ) -> Result<Found, Fail> {
        let (app, t) = (&visitor.web.app, &visitor.texts);
        let told = |key: &str, all: &str| {
            let said = [("word", value.into()), ("all", all.into())];
            Ok(Err(t.with(key, said)))
        };
        let listed = |labels: Vec<String>| labels.join(t.say("list-separator"));
        Ok(match about {
            About::Owner if ["me", "自分"].contains(&value) => {
                self.narrow.hands = Some(Hands::Of(vec![me.person.id]));
                Ok(t.say("owner-me").to_owned())
            }
            About::Owner if ["none", "nobody", "なし", "未割り当て"].contains(&value) => {
                self.narrow.hands = Some(Hands::Nobody);
                Ok(t.say("owner-none").to_owned())
            }
            About::Owner => {
                let agents = app.store.agents().await?;
                let named = agents.iter().filter(|agent| {
                    !value.is_empty() && fold(&agent.profile.name()).contains(value)
                });
                let named: Vec<_> = named.collect();
                if named.is_empty() {
                    return told("words-no-owner", "");
                }
                self.narrow.hands = Some(Hands::Of(named.iter().map(|one| one.id).collect()));
                Ok(listed(named.iter().map(|one| one.profile.name()).collect()))
            }
            About::Turn => {
                let turn = match value {
                    "us" | "support" | "サポート" | "自社" => Turn::Support,
                    "customer" | "them" | "お客様" => Turn::Customer,
                    _ => return told("words-no-turn", ""),
                };
                self.narrow.turn = Some(turn);
                Ok(t.turn_name(turn).to_owned())
            }
            About::Severity => {
                let all = desk.severities.iter().map(|s| (&s.id, t.desk(&s.label)));
                let all: Vec<_> = all.collect();
                let Some((id, label)) = meant(&all, value) else {
                    let labels = all.iter().map(|(_, label)| (*label).to_owned());
                    return told("words-no-severity", &listed(labels.collect()));
                };
                self.severity = Some(id.to_owned());
                Ok(label.to_owned())
            }
            About::Plan => {
                let all = desk.plans.iter().map(|p| (&p.id, t.desk(&p.label)));
                let all: Vec<_> = all.collect();
                let Some((id, label)) = meant(&all, value) else {
                    let labels = all.iter().map(|(_, label)| (*label).to_owned());
                    return told("words-no-plan", &listed(labels.collect()));
                };
                self.narrow.plan = Some(id.to_owned());
                Ok(label.to_owned())
            }
            About::Cause => {
                let all = desk.causes.iter().map(|c| (&c.id, t.desk(&c.label)));
                let all: Vec<_> = all.collect();
                let Some((id, label)) = meant(&all, value) else {
                    let labels = all.iter().map(|(_, label)| (*label).to_owned());
                    return told("words-no-cause", &listed(labels.collect()));
                };
                self.narrow.cause = Some(id.to_owned());
                Ok(label.to_owned())
            }
            About::Tag => {
                let tags = app.tags().await?;
                let called = tags.called(value);
                if called.is_empty() {
                    return told("words-no-tag", "");
                }
                self.narrow.tags = called.iter().flat_map(|tag| tags.meant(tag.id)).collect();
                Ok(listed(called.iter().map(|tag| label(t, tag)).collect()))
            }
            About::Company => {
                let accounts = app.store.accounts().await?;
                let named = accounts.iter().filter(|(_, names)| {
                    !value.is_empty() && names.iter().any(|name| fold(name).contains(value))
                });
                let named: Vec<_> = named.take(COMPANIES).collect();
                if named.is_empty() {
                    return told("words-no-company", "");
                }
                self.narrow.accounts = named.iter().map(|(id, _)| *id).collect();
                Ok(match named.as_slice() {
                    [(_, names)] => t.either(names).to_owned(),
                    _ => value.to_owned(),
                })
            }
        })
    }
}

/// What is called so, else the first whose label holds it.
fn meant<'a>(all: &[(&'a String, &'a str)], value: &str) -> Option<(&'a str, &'a str)> {
    let called = all.iter().find(|(id, _)| fold(id) == value);
    let held = || {
        let mut all = all.iter();
        all.find(|(_, label)| !value.is_empty() && fold(label).contains(value))
    };
    called
        .or_else(held)
        .map(|(id, label)| (id.as_str(), *label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(text: &str) -> Means {
        Means::Subject(text.into())
    }

    #[test]
    fn k1_words_are_read_in_both_languages_and_widths() {
        let of = |text: &str| -> Vec<Means> { read(text).into_iter().map(|w| w.means).collect() };
        let owner = Means::Of(About::Owner, "me".into());
        let twice = [owner.clone(), owner];
        assert_eq!(of("owner:me ＯＷＮＥＲ：ＭＥ"), twice);
        assert_eq!(
            of("録音　担当:自分"),
            [subject("録音"), Means::Of(About::Owner, "自分".into())]
        );
        assert_eq!(
            of("会社:\"Acme  Corp\" x"),
            [Means::Of(About::Company, "acme  corp".into()), subject("x")]
        );
        assert_eq!(of("「a:b c」"), [subject("a:b c")]);
        assert_eq!(of("colour:red"), [Means::Unknown]);
        assert_eq!(of("  "), []);
        assert_eq!(of("\"open"), [subject("open")]);
        assert_eq!(of(&"x ".repeat(99)).len(), MOST);
    }

    proptest::proptest! {
        #[test]
        fn k1_any_text_is_read(text in "\\PC{0,60}") {
            for word in read(&text) {
                assert!(!word.typed.is_empty());
            }
        }
    }
}
