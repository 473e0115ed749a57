//! Files in a case (C13): they go with words, or, where the customer has none, alone; and a file can be taken away again.

use serde::{Deserialize, Serialize};

use super::{
    Case, CaseEvent, Command, Facts, Refused,
    asking::spoken,
    decide::{Decision, carried_out, customer, missing, staff, still_open},
};
use crate::{Actor, FileId, PersonId, Prose, desk::Desk, file::Ready};

/// A file of a case, as the log has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedFile {
    pub id: FileId,
    pub name: Prose,
    pub bytes: u64,
    /// Its extension, in lower case.
    pub kind: String,
    /// SHA-256 of what it holds, in hexadecimal.
    pub sha256: String,
}

impl From<Ready> for AttachedFile {
    fn from(ready: Ready) -> Self {
        Self {
            id: ready.id,
            name: Prose::new(ready.name),
            bytes: ready.bytes,
            kind: ready.kind,
            sha256: ready.sha256,
        }
    }
}

/// A file that is to be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub id: FileId,
    pub name: String,
    /// It goes with a note.
    pub internal: bool,
    /// Who handed it in.
    pub by: PersonId,
    /// Somebody else has had it already.
    pub fetched: bool,
}

/// The files of an opening, behind its first event.
pub fn attached(files: Vec<Ready>, desk: &Desk) -> Result<Option<CaseEvent>, Refused> {
    taken(&files, desk)?;
    Ok((!files.is_empty()).then(|| event(files, false, false)))
}

fn event(files: Vec<Ready>, internal: bool, alone: bool) -> CaseEvent {
    let files = files.into_iter().map(AttachedFile::from).collect();
    CaseEvent::FilesAttached {
        files,
        internal,
        alone,
    }
}

/// Each file was looked at when it was handed in; how many go together is seen here.
fn taken(files: &[Ready], desk: &Desk) -> Result<(), Refused> {
    let limits = &desk.attachments;
    let each = |file: &Ready| limits.named(&file.name).and(limits.sized(file.bytes));
    let first = files
        .iter()
        .find_map(|file| Some((file.name.clone(), each(file).err()?)));
    match (first, limits.counted(files.len())) {
        (Some((name, why)), _) => Err(Refused::File { name, why }),
        (None, Err(why)) => Err(Refused::File {
            name: String::new(),
            why,
        }),
        (None, Ok(())) => Ok(()),
    }
}

/// What is said with files. A customer may let files speak for themselves; support always says something.
pub(super) fn attach(case: &Case, command: Command, files: Vec<Ready>, facts: &Facts) -> Decision {
    if files.is_empty() {
        return carried_out(case, command, facts);
    }
    taken(&files, facts.desk)?;
    if let Some(more) = wordless(&command) {
        customer(case, facts)?;
        still_open(case, facts)?;
        let mut events = vec![event(files, false, true)];
        events.extend(spoken(case, more, facts.desk));
        return Ok(events);
    }
    let internal = matches!(command, Command::AddNote { .. });
    let mut events = carried_out(case, command, facts)?;
    let Some(last) = events.iter().rposition(says) else {
        return Err(missing("text"));
    };
    events.insert(last + 1, event(files, internal, false));
    Ok(events)
}

/// An update without a word; whether more follows.
fn wordless(command: &Command) -> Option<bool> {
    let blank = |text: &str| text.trim().is_empty();
    match command {
        Command::PostUpdate { text } if blank(text) => Some(false),
        Command::Answer {
            text,
            answers,
            more,
        } if blank(text) && answers.iter().all(|(_, text)| blank(text)) => Some(*more),
        _ => None,
    }
}

/// Words that files can go with.
fn says(event: &CaseEvent) -> bool {
    matches!(
        event,
        CaseEvent::MessagePosted { .. }
            | CaseEvent::QuestionsAnswered { .. }
            | CaseEvent::MoreHelpAsked { .. }
            | CaseEvent::ReopeningRequested { .. }
            | CaseEvent::NotePosted { .. }
    )
}

/// Takes a file away: staff at any time, its sender until somebody else has had it.
pub(super) fn remove(case: &Case, file: Standing, facts: &Facts) -> Decision {
    let own = facts.actor.person() == Some(file.by) && !file.fetched;
    match facts.actor {
        Actor::Agent { .. } => staff(facts).map(|_| ())?,
        _ if own && !file.internal => customer(case, facts)?,
        _ => return Err(Refused::NotAllowed),
    }
    Ok(vec![CaseEvent::FileRemoved {
        file: file.id,
        name: Prose::new(file.name),
        internal: file.internal,
    }])
}

impl Command {
    /// The same with files that lie ready.
    pub fn with_files(self, files: Vec<Ready>) -> Command {
        match files.is_empty() {
            true => self,
            false => Command::WithFiles {
                command: Box::new(self),
                files,
            },
        }
    }
}
