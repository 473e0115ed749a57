//! Texts of mails: ours lie beside the catalogues, one file for each occasion and language, first line the subject.
//! Operators put their own in their place; they may name what ours name, and include the same parts.

use domain::notice::Occasion;
use minijinja::{Environment, ErrorKind, UndefinedBehavior};
use rust_embed::RustEmbed;
use serde::Serialize;
use store::mails::MailText;

#[derive(RustEmbed)]
#[folder = "../../locales"]
#[include = "*/mail/*.txt"]
struct Files;

/// Parts that texts can include.
const PARTS: [&str; 4] = ["messages", "state", "survey", "foot"];
/// Steps that one text may take.
const FUEL: u64 = 50_000;
/// Longest text, in characters.
pub const LONGEST: usize = 20_000;

/// What texts can name.
#[derive(Clone, Debug, Serialize)]
pub struct Facts {
    pub reader: String,
    pub company: String,
    pub vendor: String,
    pub case: CaseFacts,
    /// What was written, oldest first.
    pub messages: Vec<MessageFacts>,
    pub survey: SurveyFacts,
}

/// How the reader was served is asked (C16); a link only chooses a point on the page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SurveyFacts {
    /// Empty where nothing is asked.
    pub question: String,
    pub points: Vec<PointFacts>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PointFacts {
    pub label: String,
    pub link: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct CaseFacts {
    pub number: String,
    pub subject: String,
    pub severity: String,
    pub status: String,
    /// Whose turn it is.
    pub turn: String,
    pub next: String,
    /// When it closes by itself unless the reader answers; empty where it does not.
    pub closes: String,
    /// What is due first; empty where nothing is.
    pub due: String,
    /// What the product makes of it; empty where that is not told.
    pub state: String,
    /// The latest escalation: its number, how far it is, what is expected when; empty where there is none.
    pub escalation: String,
    /// The conferences that the mail is about: what each is called, when it is, the way in; empty where it is about none.
    pub conference: String,
    /// The page of it; empty for whoever opens none.
    pub link: String,
    /// Where its reader turns mail about it off and on; empty for whoever opens no page of it.
    pub mute: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct MessageFacts {
    pub who: String,
    pub role: String,
    pub at: String,
    pub text: String,
}

/// A text that cannot be filled in.
#[derive(Debug, thiserror::Error)]
pub enum BadText {
    /// With the line, counted from one, where that is known.
    #[error("line {line}: {what}")]
    Wrong { line: usize, what: String },
    #[error("the text is too long or takes too many steps")]
    TooLong,
    /// It does not say what its letter is written for.
    #[error("the text leaves out {0}")]
    Lacks(&'static str),
}

/// Our own text for an occasion; that of another language where there is none in this.
pub fn own(occasion: Occasion, language: &str) -> MailText {
    let name = occasion.as_str();
    let text = file(language, name).or_else(|| file("ja", name));
    let text = text.unwrap_or_default();
    let (subject, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    MailText {
        subject: subject.to_owned(),
        body: body.to_owned(),
    }
}

fn file(language: &str, name: &str) -> Option<String> {
    let file = Files::get(&format!("{language}/mail/{name}.txt"))?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// Subject and text of a mail.
pub fn filled(text: &MailText, language: &str, facts: &Facts) -> Result<(String, String), BadText> {
    if text.subject.chars().count() + text.body.chars().count() > LONGEST {
        return Err(BadText::TooLong);
    }
    let mut environment = environment();
    for part in PARTS {
        let name = format!("part-{part}");
        let source = file(language, &name).or_else(|| file("ja", &name));
        environment
            .add_template_owned(part, source.unwrap_or_default())
            .map_err(bad)?;
    }
    let subject = environment.render_str(&text.subject, facts).map_err(bad)?;
    let body = environment.render_str(&text.body, facts).map_err(bad)?;
    Ok((subject, squeezed(&body)))
}

/// Where texts are filled in: what is not known is an error, and nothing goes on for ever.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_trim_blocks(false);
    environment
}

pub(super) fn bad(error: minijinja::Error) -> BadText {
    match error.kind() {
        ErrorKind::OutOfFuel => BadText::TooLong,
        kind => BadText::Wrong {
            line: error.line().unwrap_or(1),
            what: match error.detail() {
                Some(detail) => format!("{kind}: {detail}"),
                None => kind.to_string(),
            },
        },
    }
}

/// No more than one empty line in a row, and none at the ends.
pub(super) fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines() {
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// Facts to try a text on, in this language, each with the key of whose mail it is: somebody's who opens pages, and one to an address
/// in copy that opens none, for which a text may say something else.
pub fn samples(language: &str) -> [(&'static str, Facts); 2] {
    let contact = sample(language);
    let mut copied = contact.clone();
    copied.reader = if language == "ja" {
        "ご担当者"
    } else {
        "colleague"
    }
    .to_owned();
    copied.survey = SurveyFacts::default();
    copied.case.link = String::new();
    copied.case.mute = String::new();
    copied.case.closes = String::new();
    [
        ("mails-sample-contact", contact),
        ("mails-sample-copy", copied),
    ]
}

fn sample(language: &str) -> Facts {
    let japanese = language == "ja";
    let pick = |ja: &str, en: &str| if japanese { ja } else { en }.to_owned();
    Facts {
        reader: pick("森 恵子", "Keiko Mori"),
        company: pick("日の出精工株式会社", "Hinode Seiko Inc."),
        vendor: pick("サポート窓口", "Support"),
        case: CaseFacts {
            number: "00012345".into(),
            subject: pick("通話録音が再生できない", "Recordings cannot be played"),
            severity: pick("S2 重大な低下", "S2 Severely degraded"),
            status: pick("情報待ち：お客様の情報が必要", "Awaiting information"),
            turn: pick("お客様の対応待ち", "Waiting for you"),
            next: pick(
                "担当者からの質問にご回答ください。",
                "Please answer the owner's questions.",
            ),
            closes: pick(
                "2026年12月5日(土) 17:00",
                "Saturday, 5 December 2026, 17:00",
            ),
            due: pick("11月21日(土) 17:00", "Sat, 21 Nov, 17:00"),
            state: pick("対応予定", "Planned"),
            escalation: pick("ESC-00012 評価中", "ESC-00012: in evaluation"),
            conference: pick("電話会議 – 森 恵子", "Phone conference – Keiko Mori"),
            link: "https://support.example/cases/00012345".into(),
            mute: "https://support.example/cases/00012345#mute".into(),
        },
        survey: SurveyFacts {
            question: pick(
                "全体として、サポートに満足していますか",
                "Overall, how satisfied are you with support?",
            ),
            points: vec![PointFacts {
                label: pick("満足", "Satisfied"),
                link: "https://support.example/cases/00012345/survey?overall=4".into(),
            }],
        },
        messages: vec![MessageFacts {
            who: pick("佐藤 美香", "Mika Sato"),
            role: pick("サポート", "Support"),
            at: pick("11月21日(土) 10:15", "Sat, 21 Nov, 10:15"),
            text: pick(
                "録音のIDを3件ほどお知らせいただけますか。",
                "Could you tell us the ids of some three recordings?",
            ),
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occasion_has_a_text_in_every_language_that_can_be_filled_in() {
        for language in ["ja", "en"] {
            for occasion in Occasion::ALL {
                let text = own(occasion, language);
                let facts = sample(language);
                let (subject, body) = filled(&text, language, &facts).expect("it is filled in");
                assert!(subject.contains("00012345"), "{occasion:?}: {subject}");
                let (link, next) = (&facts.case.link, &facts.case.next);
                let parts = match occasion {
                    // What is asked after a closing quotes nothing.
                    Occasion::SurveyAsked => vec![link, &facts.survey.points[0].link, next],
                    // Of what was no incident there is nothing to quote, and nothing to come.
                    Occasion::IncidentCancelled => vec![link],
                    _ => vec![link, &facts.messages[0].text, next],
                };
                for part in parts {
                    assert!(
                        body.contains(part.as_str()),
                        "{occasion:?} {language}: {body}"
                    );
                }
            }
        }
        // Whoever opens no page is led to none.
        for language in ["ja", "en"] {
            let [_, (_, copied)] = samples(language);
            for occasion in Occasion::ALL {
                let (subject, body) =
                    filled(&own(occasion, language), language, &copied).expect("it is filled in");
                let link = subject.contains("http") || body.contains("http");
                assert!(!link, "{occasion:?} {language}: {body}");
            }
        }
        // Each language has its own.
        let files = Files::iter().count();
        assert_eq!(files, 2 * (Occasion::ALL.len() + PARTS.len()));
    }

    #[test]
    fn a_text_that_cannot_be_filled_in_is_told_with_its_line() {
        let text = |body: &str| MailText {
            subject: "x".into(),
            body: body.into(),
        };
        let tried = |body: &str| filled(&text(body), "ja", &sample("ja"));
        assert!(matches!(
            tried("a\n{{ nobody }}"),
            Err(BadText::Wrong { line: 2, .. })
        ));
        assert!(matches!(
            tried("{% if %}"),
            Err(BadText::Wrong { line: 1, .. })
        ));
        assert!(matches!(
            tried("{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"),
            Err(BadText::TooLong)
        ));
        assert!(matches!(tried(&"x".repeat(LONGEST)), Err(BadText::TooLong)));
    }

    #[test]
    fn what_a_customer_writes_is_no_template() {
        let mut facts = sample("ja");
        facts.messages[0].text = "{{ vendor }}{% for %}".into();
        let (_, body) =
            filled(&own(Occasion::Answered, "ja"), "ja", &facts).expect("it is filled in");
        assert!(body.contains("{{ vendor }}{% for %}"));
    }
}
