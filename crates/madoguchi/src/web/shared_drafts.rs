//! Drafts of replies that staff share with the team, as the page of a case shows them (K1): who wrote what, whom one's own is
//! shown to, and the way to take a colleague's over.

use domain::{Actor, PersonId, case::Case, directory::Person};
use store::answers::Draft;

use crate::{app::answers::Form, rich, texts::Texts};

/// A reply that a colleague is writing.
pub struct Shared {
    pub writer: PersonId,
    /// Where it stands on the page.
    pub anchor: String,
    /// Whose it is, and since when it stands so, in words.
    pub title: String,
    pub kept: String,
    pub html: String,
    pub questions: Vec<String>,
    /// What is said of its files; empty where it has none.
    pub files: String,
    /// What the address of the case is called with to take it over.
    pub way: String,
    pub form: Form,
}

impl Shared {
    pub fn of(t: &Texts, writer: &Person, draft: &Draft) -> Self {
        let form = Form::from_json(&draft.form);
        let name = writer.profile.name();
        Self {
            writer: writer.id,
            anchor: format!("draft-{}", writer.id),
            title: t.one("draft-of", "name", &name),
            kept: t.one("draft-of-at", "at", t.long_time(draft.kept_at)),
            html: rich::html(form.get("text")),
            questions: form.questions(),
            files: match form.files().is_empty() {
                true => String::new(),
                false => t.one("draft-of-files", "name", &name),
            },
            way: format!("compose=reply&draft={}#text", writer.id),
            form,
        }
    }
}

/// Whom the draft of this writer is shown to, in words.
pub fn shown_to(t: &Texts, case: &Case, writer: &Actor) -> String {
    let of_team = matches!(writer, Actor::Agent { team: Some(_), .. });
    let said = match case.team.is_some() || of_team {
        true => "draft-shown-to-team",
        false => "draft-shown-to-all",
    };
    t.say(said).to_owned()
}
