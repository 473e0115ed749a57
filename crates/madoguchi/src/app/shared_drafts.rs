//! What one of staff is writing in a case, and the replies that colleagues are writing there and share with the team (K1). Only
//! its writer changes a draft; whoever reads one takes its words over into a draft of their own.

use domain::{
    Actor,
    case::reads_draft,
    directory::{Person, Standing},
};
use store::{
    answers::{Draft, Sort},
    cases::StoredCase,
};

use super::{App, Fail};

/// What is being written in a case, as one of staff may know it.
#[derive(Default)]
pub struct Written {
    pub reply: Option<Draft>,
    pub note: Option<Draft>,
    /// Replies of colleagues, each with its writer.
    pub shared: Vec<(Person, Draft)>,
}

impl App {
    /// What one of staff is writing in a case that they see, and what they may read of others; nothing for whoever is not staff.
    pub async fn written_by_staff(
        &self,
        actor: &Actor,
        case: &StoredCase,
    ) -> Result<Written, Fail> {
        let mut written = Written::default();
        let Some(reader) = actor.person().filter(|_| actor.is_staff()) else {
            return Ok(written);
        };
        for draft in self.store.drafts_for(reader, case.id).await? {
            if draft.person == reader {
                match draft.sort {
                    Sort::Note => written.note = Some(draft),
                    _ => written.reply = Some(draft),
                }
            } else if let Some(writer) = self.store.person(draft.person).await?
                && let Standing::Agent { team, .. } = writer.standing
                && reads_draft(&case.case, team, actor)
            {
                written.shared.push((writer, draft));
            }
        }
        Ok(written)
    }

    /// Lets the team read the reply that one of staff is writing in a case that they see, or nobody but themselves again.
    ///
    /// # Errors
    ///
    /// [`Fail::NotFound`] for whoever is not staff.
    pub async fn share_draft(
        &self,
        actor: &Actor,
        case: &StoredCase,
        shared: bool,
    ) -> Result<(), Fail> {
        let writer = actor.person().filter(|_| actor.is_staff());
        let writer = writer.ok_or(Fail::NotFound)?;
        Ok(self.store.share_draft(writer, case.id, shared).await?)
    }
}
