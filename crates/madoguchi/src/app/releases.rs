//! Software that is given out (B6): published and withdrawn by administrators, had by those who open cases, each time recorded.

use domain::{
    Actor, FileId, ReleaseId,
    audit::{AuditEvent, ReleasedVersion},
    case::{
        Refused,
        intake::{FieldProblem, Wrong},
    },
    desk::Attachments,
    event::By,
    file::Content,
    release::{self, Version},
};
use store::{
    WriteError,
    files::{File, State},
    releases::Release,
};

use super::{App, Fail, files::Had};

/// What the audit says of a version.
fn named(release: &Release) -> ReleasedVersion {
    let Version {
        product,
        name,
        version,
        ..
    } = release.version.clone();
    ReleasedVersion {
        product,
        name,
        version,
        sha256: release.file.sha256.clone().unwrap_or_default(),
    }
}

impl App {
    /// The versions that the actor may have; those that were withdrawn too, for administrators who ask for them. One in which harm
    /// was found is told to administrators alone, who withdraw it.
    pub async fn releases(&self, actor: &Actor, withdrawn: bool) -> Result<Vec<Release>, Fail> {
        if !release::may_have(actor) {
            return Err(Refused::NotAllowed.into());
        }
        let withdrawn = withdrawn && actor.administers();
        let mut all = self.store.releases(withdrawn).await?;
        all.retain(|release| release.file.state != State::Threat || actor.administers());
        Ok(all)
    }

    /// Gives a version out with a file of the actor's own, which lies ready.
    pub async fn publish(
        &self,
        actor: &Actor,
        typed: &Version,
        files: &[FileId],
        (by, from): (By, Option<String>),
    ) -> Result<Release, Fail> {
        let person = match actor.person() {
            Some(person) if actor.administers() => person,
            _ => return Err(Refused::NotAllowed.into()),
        };
        let judged = typed.judged(self.desks.current().0);
        let one = |wrong| FieldProblem {
            field: "files".into(),
            wrong,
        };
        let file = match files {
            [file] => Ok(*file),
            [] => Err(one(Wrong::Missing)),
            _ => Err(one(Wrong::TooMany { most: 1 })),
        };
        let (version, file) = match (judged, file) {
            (Ok(version), Ok(file)) => (version, file),
            (judged, file) => {
                let problems = judged.err().unwrap_or_default();
                let problems = problems.into_iter().chain(file.err()).collect();
                return Err(Refused::Fields(problems).into());
            }
        };
        let limits = self.desks.current().0.given_out();
        for one in self.ready_files(person, &[file]).await? {
            if let Err(why) = limits.named(&one.name).and(limits.sized(one.bytes)) {
                let name = one.name;
                return Err(Refused::File { name, why }.into());
            }
        }
        let now = self.now();
        let id = ReleaseId(store::fresh_id(now));
        let done = self
            .store
            .publish_release(id, &version, file, person, now)
            .await;
        if let Err(WriteError::Taken(_)) = done {
            let field = "version".into();
            let wrong = Wrong::NotOffered;
            return Err(Refused::Fields(vec![FieldProblem { field, wrong }]).into());
        }
        done?;
        let published = self.store.release(id).await?.ok_or(Fail::NotFound)?;
        let release = named(&published);
        let event = AuditEvent::ReleasePublished { release, from };
        self.note(by, event).await?;
        Ok(published)
    }

    /// What software is held to, where this installation has a place for files.
    pub fn given_out(&self) -> Option<Attachments> {
        let desk = self.desks.current().0;
        self.files.as_ref().map(|_| desk.given_out())
    }

    /// Whether a file that is no attachment may be software: an administrator has brought it, and the desk gives such out.
    pub(super) async fn may_be_software(
        &self,
        file: &File,
        content: &Content,
    ) -> Result<bool, Fail> {
        let Some(limits) = &self.desks.current().0.downloads else {
            return Ok(false);
        };
        if limits.take(&file.name, file.bytes, content).is_err() {
            return Ok(false);
        }
        let sender = self.store.person(file.person).await?;
        let actor = sender.and_then(|sender| sender.agent());
        Ok(actor.is_some_and(|actor| actor.administers()))
    }

    /// Nobody has a version from now on.
    pub async fn withdraw(
        &self,
        actor: &Actor,
        id: ReleaseId,
        (by, from): (By, Option<String>),
    ) -> Result<(), Fail> {
        let person = match actor.person() {
            Some(person) if actor.administers() => person,
            _ => return Err(Refused::NotAllowed.into()),
        };
        let there = self.store.release(id).await?;
        let there = there.filter(|release| release.withdrawn_at.is_none());
        let there = there.ok_or(Fail::NotFound)?;
        self.store.withdraw_release(id, person, self.now()).await?;
        let release = named(&there);
        let event = AuditEvent::ReleaseWithdrawn { release, from };
        self.note(by, event).await
    }

    /// The file of a version, for who may have it; that they had it is kept before they do.
    pub async fn release_file(
        &self,
        actor: &Actor,
        id: ReleaseId,
        (by, from): (By, Option<String>),
    ) -> Result<Had, Fail> {
        if !release::may_have(actor) {
            return Err(Refused::NotAllowed.into());
        }
        let there = self.store.release(id).await?;
        let ready = |release: &Release| {
            release.withdrawn_at.is_none() && release.file.state == State::Ready
        };
        let there = there.filter(ready).ok_or(Fail::NotFound)?;
        let (release, account) = (named(&there), actor.account());
        let event = AuditEvent::ReleaseFetched {
            release,
            account,
            from,
        };
        self.note(by, event).await?;
        let parts = self.store.file_parts(there.file.id).await?;
        Ok(Had {
            file: there.file,
            parts,
        })
    }
}
