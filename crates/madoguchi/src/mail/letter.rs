//! One mail: text, and the same as HTML, made of the text alone, so that both say the same.

use std::fmt::Write as _;

use lettre::{
    Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, ContentTypeErr, HeaderName, HeaderValue},
    },
};

use crate::{escape::escaped, rich};

/// Whom a mail goes to or comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// May be empty.
    pub name: String,
    pub email: String,
}

/// What is no address.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is no mail address")]
pub struct BadAddress(String);

impl Address {
    /// `name@host`, or `Name <name@host>`.
    pub fn parse(text: &str) -> Result<Self, BadAddress> {
        let mailbox: Mailbox = text.parse().map_err(|_| BadAddress(text.to_owned()))?;
        Ok(Self {
            name: mailbox.name.unwrap_or_default(),
            email: mailbox.email.to_string(),
        })
    }

    fn mailbox(&self) -> Result<Mailbox, BadAddress> {
        let email = self.email.parse();
        let email = email.map_err(|_| BadAddress(self.email.clone()))?;
        // A name is one line: what else stands in it cannot become a header of its own.
        let name: String = self.name.chars().filter(|c| !c.is_control()).collect();
        Ok(Mailbox::new((!name.is_empty()).then_some(name), email))
    }
}

/// A mail that is ready to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub to: Address,
    pub language: String,
    pub subject: String,
    /// What it says; what people wrote stands between [`WRITTEN`].
    pub said: String,
    /// Without the angle brackets; the same however often it is sent.
    pub message_id: String,
    /// What holds the mails about one case together.
    pub thread: String,
    /// What its reader's calendar takes in (RFC 6047).
    pub calendars: Vec<Attached>,
}

/// A calendar that goes with a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// `REQUEST` or `CANCEL`.
    pub method: &'static str,
    pub source: String,
}

/// Signs around what people wrote, so that its own marks can be shown in HTML. Nobody writes them: they are taken out of
/// whatever comes in.
pub const WRITTEN: [char; 2] = ['\u{e000}', '\u{e001}'];

/// Marks a text as one that somebody wrote.
pub fn written(text: &str) -> String {
    let plain = text.replace(WRITTEN, "");
    format!("{}{plain}{}", WRITTEN[0], WRITTEN[1])
}

impl Letter {
    pub fn text(&self) -> String {
        self.said.replace(WRITTEN, "")
    }

    /// The same as HTML: paragraphs, rules and links, and in what people wrote their own marks.
    pub fn html(&self) -> String {
        let mut html = format!(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
             <title>{}</title></head><body><div style=\"max-width:600px;font:16px/1.6 sans-serif\">",
            escaped(&self.language),
            escaped(&self.subject),
        );
        let mut paragraph: Vec<String> = Vec::new();
        let end = |html: &mut String, paragraph: &mut Vec<String>| {
            if !paragraph.is_empty() {
                let _ = write!(html, "<p>{}</p>", paragraph.join("<br>"));
                paragraph.clear();
            }
        };
        for (place, part) in self.said.split(WRITTEN).enumerate() {
            // Every second part is what somebody wrote.
            if place % 2 == 1 {
                end(&mut html, &mut paragraph);
                html.push_str(&rich::html(part));
                continue;
            }
            for line in part.lines() {
                match line.trim_end() {
                    "" => end(&mut html, &mut paragraph),
                    RULE => {
                        end(&mut html, &mut paragraph);
                        html.push_str("<hr>");
                    }
                    line => paragraph.push(linked(&escaped(line))),
                }
            }
        }
        end(&mut html, &mut paragraph);
        html.push_str("</div></body></html>");
        html
    }

    /// As it goes over the wire.
    pub fn message(&self, from: &Address) -> Result<Message, NotWritten> {
        let message = Message::builder()
            .from(from.mailbox()?)
            .to(self.to.mailbox()?)
            .subject(one_line(&self.subject))
            .message_id(Some(format!("<{}>", self.message_id)))
            .references(format!("<{}>", self.thread))
            .raw_header(fixed("Auto-Submitted", "auto-generated"))
            .raw_header(fixed("X-Auto-Response-Suppress", "All"))
            .multipart(self.parts()?)?;
        Ok(message)
    }

    /// Text and HTML; with a calendar a further form of the same, which mail programs offer to take in, and as a file for others.
    fn parts(&self) -> Result<MultiPart, NotWritten> {
        let said = MultiPart::alternative_plain_html(self.text(), self.html());
        let Some(first) = self.calendars.first() else {
            return Ok(said);
        };
        let kind = |of: &Attached| -> Result<ContentType, NotWritten> {
            let kind = format!("text/calendar; charset=utf-8; method={}", of.method);
            Ok(ContentType::parse(&kind)?)
        };
        let said = match self.calendars.len() {
            1 => said.singlepart(
                SinglePart::builder()
                    .header(kind(first)?)
                    .body(first.source.clone()),
            ),
            // A mail is about one at most; the others are files.
            _ => said,
        };
        let mut all = MultiPart::mixed().multipart(said);
        for (place, calendar) in (1..).zip(&self.calendars) {
            let name = match self.calendars.len() {
                1 => "invite.ics".to_owned(),
                _ => format!("invite-{place}.ics"),
            };
            let file = Attachment::new(name).body(calendar.source.clone(), kind(calendar)?);
            all = all.singlepart(file);
        }
        Ok(all)
    }
}

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    #[error(transparent)]
    Address(#[from] BadAddress),
    #[error("the mail cannot be put together: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("the calendar cannot be named: {0}")]
    Kind(#[from] ContentTypeErr),
}

/// A line of the text that is a rule in HTML.
const RULE: &str = "----------";

fn one_line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    plain.collect::<String>().trim().to_owned()
}

/// Addresses of pages as links. The line is escaped already.
fn linked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = [rest.find("https://"), rest.find("http://")]
        .into_iter()
        .flatten()
        .min()
    {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|c: char| c.is_whitespace() || !c.is_ascii() || matches!(c, '<' | '>' | '"'))
            .unwrap_or(from.len());
        let (url, after) = from.split_at(end);
        let _ = write!(out, "{before}<a href=\"{url}\">{url}</a>");
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A header that marks a mail which no person wrote: nobody's out-of-office note needs to answer it.
fn fixed(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // in a test it is the assertion
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letter(name: &str, subject: &str, text: &str) -> Letter {
        Letter {
            to: Address {
                name: name.into(),
                email: "mori@hinode.example".into(),
            },
            language: "ja".into(),
            subject: subject.into(),
            said: text.into(),
            message_id: "1@desk.example".into(),
            thread: "t@desk.example".into(),
            calendars: Vec::new(),
        }
    }

    fn sent(letter: &Letter) -> (Message, String) {
        let from = Address::parse("窓口 <desk@desk.example>").unwrap();
        let message = letter.message(&from).unwrap();
        let wire = String::from_utf8(message.formatted()).unwrap();
        (message, wire)
    }

    #[test]
    fn html_says_what_the_text_says() {
        let text = "森様\n\n回答です。\n<b>太字</b> & more\n----------\nhttps://desk.example/cases/1?a=1&b=2。以上";
        let html = letter("森", "件名", text).html();
        assert!(html.contains(
            "<p>森様</p><p>回答です。<br>&#60;b&#62;太字&#60;/b&#62; &#38; more</p><hr>"
        ));
        assert!(html.contains(
            "<a href=\"https://desk.example/cases/1?a=1&#38;b=2\">https://desk.example/cases/1?a=1&#38;b=2</a>。以上"
        ));
    }

    #[test]
    fn what_people_wrote_keeps_its_marks_and_can_do_nothing() {
        let text = written("これを\n**必ず** <script>x</script> \u{e000}");
        let letter = letter("森", "件名", &format!("回答です。\n\n{text}\n\n以上"));
        let html = letter.html();
        assert!(html.contains("<p>回答です。</p><p>これを"), "{html}");
        assert!(html.contains("<strong>必ず</strong>"), "{html}");
        assert!(html.contains("<p>以上</p>"), "{html}");
        assert!(!html.contains("<script"), "{html}");
        assert!(!letter.text().contains(WRITTEN));
        assert!(letter.text().contains("**必ず** <script>x</script>"));
    }

    #[test]
    fn h7_a_mail_says_that_no_person_wrote_it_and_what_it_belongs_to() {
        let (_, wire) = sent(&letter("森", "件名", "本文"));
        for header in [
            "Auto-Submitted: auto-generated\r\n",
            "Message-ID: <1@desk.example>\r\n",
            "References: <t@desk.example>\r\n",
        ] {
            assert!(wire.contains(header), "{wire}");
        }
        assert!(!wire.contains("Reply-To"), "no mail invites a reply");
    }

    proptest! {
        /// V-08, C-06: whatever stands in a name or a subject, there is one recipient and no header more.
        #[test]
        fn no_name_or_subject_makes_a_header_of_its_own(
            name in "(\\PC|[\r\n,<>@\"]|\r\nBcc: evil@evil\\.example){0,12}",
            subject in "(\\PC|[\r\n\t]|\r\nBcc: evil@evil\\.example){0,12}",
        ) {
            let (message, wire) = sent(&letter(&name, &subject, "x"));
            let to: Vec<String> = message.envelope().to().iter().map(ToString::to_string).collect();
            prop_assert_eq!(to, ["mori@hinode.example"]);
            let (head, _) = wire.split_once("\r\n\r\n").unwrap();
            let names: Vec<&str> = head
                .split("\r\n")
                .filter(|line| !line.starts_with([' ', '\t']))
                .map(|line| line.split(':').next().unwrap_or_default())
                .collect();
            let expected = [
                "From", "To", "Subject", "Message-ID", "References", "Auto-Submitted",
                "X-Auto-Response-Suppress", "MIME-Version", "Date", "Content-Type",
            ];
            prop_assert_eq!(names.len(), expected.len(), "{}", head);
            for name in expected {
                prop_assert!(names.contains(&name), "{} in {}", name, head);
            }
        }
    }
}
