//! Words that staff put on cases (K3): those of the desk file, and others where it allows them. A word is one thing whatever it is
//! called, so that another name, or two words that become one, touch no case.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Actor, TagId, Words,
    audit::AuditEvent,
    case::{
        Refused,
        intake::{FieldProblem, Wrong},
    },
};
use store::{WriteError, tags};

use super::{App, Fail, finding::narrow::fold};

/// Longest word, in characters.
pub const LONGEST: usize = 40;
/// As many words of staff's own are there at most.
const MOST: usize = 2_000;

/// A word as it is read by now.
#[derive(Clone, Debug)]
pub struct Tag {
    pub id: TagId,
    pub word: String,
    /// In the words of the desk that serves, where it names it.
    pub label: Option<Words>,
    /// It was joined to that one, and is read so.
    pub joined: Option<TagId>,
}

/// All words that are there, by id.
#[derive(Clone, Debug, Default)]
pub struct Tags(BTreeMap<TagId, Tag>);

impl Tags {
    /// The word as which this one is read.
    pub fn read(&self, id: TagId) -> Option<&Tag> {
        let tag = self.0.get(&id)?;
        match tag.joined {
            Some(to) => self.0.get(&to),
            None => Some(tag),
        }
    }

    /// Each word as it is read, once.
    pub fn read_all<'a>(&'a self, ids: impl IntoIterator<Item = &'a TagId>) -> Vec<&'a Tag> {
        let mut all: Vec<&Tag> = Vec::new();
        for tag in ids.into_iter().filter_map(|id| self.read(*id)) {
            if all.iter().all(|one| one.id != tag.id) {
                all.push(tag);
            }
        }
        all
    }

    /// This word and all that are read as it.
    pub fn meant(&self, id: TagId) -> Vec<TagId> {
        let all = self.0.values();
        let all = all.filter(|tag| tag.id == id || tag.joined == Some(id));
        all.map(|tag| tag.id).collect()
    }

    pub fn all(&self) -> impl Iterator<Item = &Tag> {
        self.0.values()
    }

    /// Those that stand by themselves and are called so, or whose name holds it.
    pub fn called(&self, folded: &str) -> Vec<&Tag> {
        let own = || self.0.values().filter(|tag| tag.joined.is_none());
        let names = |tag: &Tag| {
            let mut names = vec![fold(&tag.word)];
            if let Some(label) = &tag.label {
                names.extend(label.languages().map(|l| fold(label.in_language(l))));
            }
            names
        };
        let exact: Vec<_> = own()
            .filter(|tag| names(tag).iter().any(|name| name == folded))
            .collect();
        match exact.is_empty() {
            false => exact,
            true => own()
                .filter(|tag| {
                    !folded.is_empty() && names(tag).iter().any(|name| name.contains(folded))
                })
                .collect(),
        }
    }
}

fn wrong(wrong: Wrong) -> Fail {
    let field = "tag".into();
    Refused::Fields(vec![FieldProblem { field, wrong }]).into()
}

impl App {
    /// All words that are there, with the desk's names for its own.
    pub async fn tags(&self) -> Result<Tags, Fail> {
        let desk = self.desks.current().0;
        let all = self.store.tags().await?.into_iter().map(|tag| {
            let named = tag.desk.as_deref();
            let named = named.and_then(|id| desk.tags.all.iter().find(|one| one.id == id));
            let tag = Tag {
                id: tag.id,
                label: named.map(|one| one.label.clone()),
                word: tag.word,
                joined: tag.joined,
            };
            (tag.id, tag)
        });
        Ok(Tags(all.collect()))
    }

    /// The word that somebody typed: one of the desk's by its name or id, one that is there, or a new one where the desk allows it.
    pub async fn tag_named(&self, actor: &Actor, typed: &str) -> Result<TagId, Fail> {
        if !actor.is_staff() {
            return Err(Fail::NotFound);
        }
        let word = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = fold(&word);
        if folded.is_empty() {
            return Err(wrong(Wrong::Missing));
        }
        if word.chars().count() > LONGEST || word.chars().any(char::is_control) {
            return Err(wrong(Wrong::TooLong { max: LONGEST }));
        }
        let desk = self.desks.current().0;
        let called = desk.tags.all.iter().find(|one| {
            let mut languages = one.label.languages();
            fold(&one.id) == folded || languages.any(|l| fold(one.label.in_language(l)) == folded)
        });
        if let Some(one) = called {
            let key = tags::desk_key(&one.id);
            let tag = self.store.tag_of(&key, &one.id, Some(&one.id), self.now());
            let tag = tag.await?;
            return Ok(tag.joined.unwrap_or(tag.id));
        }
        let key = tags::own_key(&folded);
        let there = self.store.tags().await?;
        if let Some(tag) = there.iter().find(|tag| tag.key == key) {
            return Ok(tag.joined.unwrap_or(tag.id));
        }
        if !desk.tags.free {
            return Err(wrong(Wrong::NotOffered));
        }
        if there.len() >= MOST {
            return Err(wrong(Wrong::TooMany { most: MOST }));
        }
        let tag = self.store.tag_of(&key, &word, None, self.now()).await?;
        Ok(tag.joined.unwrap_or(tag.id))
    }

    /// Whatever on a case is read as this word.
    pub async fn tags_meant(&self, on: &BTreeSet<TagId>, id: TagId) -> Result<Vec<TagId>, Fail> {
        let tags = self.tags().await?;
        let meant = tags.meant(id);
        Ok(on
            .iter()
            .copied()
            .filter(|one| meant.contains(one))
            .collect())
    }

    /// Another name for a word that staff found; by administrators.
    pub async fn rename_tag(
        &self,
        actor: &Actor,
        id: TagId,
        to: &str,
        from: Option<String>,
    ) -> Result<(), Fail> {
        self.administers(actor)?;
        let word = to.split_whitespace().collect::<Vec<_>>().join(" ");
        if word.is_empty() {
            return Err(wrong(Wrong::Missing));
        }
        if word.chars().count() > LONGEST || word.chars().any(char::is_control) {
            return Err(wrong(Wrong::TooLong { max: LONGEST }));
        }
        let key = tags::own_key(&fold(&word));
        self.note(
            actor.by(),
            AuditEvent::TagChanged {
                tag: id,
                joined: None,
                from,
            },
        )
        .await?;
        match self.store.rename_tag(id, &key, &word).await {
            // Another one is called so: they can be made one.
            Err(WriteError::Taken(_)) => Err(wrong(Wrong::NotOffered)),
            Err(WriteError::Conflict) => Err(Fail::NotFound),
            done => Ok(done?),
        }
    }

    /// Two words become one, or stand apart again; by administrators.
    pub async fn join_tags(
        &self,
        actor: &Actor,
        id: TagId,
        to: Option<TagId>,
        from: Option<String>,
    ) -> Result<(), Fail> {
        self.administers(actor)?;
        if to == Some(id) {
            return Err(wrong(Wrong::NotOffered));
        }
        self.note(
            actor.by(),
            AuditEvent::TagChanged {
                tag: id,
                joined: to,
                from,
            },
        )
        .await?;
        let done = match to {
            Some(to) => self.store.join_tags(id, to).await,
            None => self.store.part_tag(id).await,
        };
        match done {
            Err(WriteError::Conflict) => Err(Fail::NotFound),
            done => Ok(done?),
        }
    }

    fn administers(&self, actor: &Actor) -> Result<(), Fail> {
        match actor.administers() {
            true => Ok(()),
            false => Err(Fail::NotFound),
        }
    }
}
