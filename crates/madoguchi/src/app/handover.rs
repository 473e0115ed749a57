//! Letters about who decides for an account: both sides of a handover hear of what the other one does (A3).

use domain::{
    Actor, PersonId,
    directory::{Account, AccountEvent},
};
use store::Statement;

use super::{App, Fail};

impl App {
    /// The statements that keep letters about what is about to happen to an account, as it stands before; whoever does it knows.
    pub(super) async fn letters_of_handover(
        &self,
        account: &Account,
        events: &[AccountEvent],
        actor: &Actor,
    ) -> Result<Vec<Statement>, Fail> {
        let (Some(mailing), Some(by)) = (&self.mailing, actor.person()) else {
            return Ok(Vec::new());
        };
        let by_asked = account.handover == Some(by);
        // Who was asked before, and is not any more.
        let asked = |now: Option<PersonId>| {
            let before = account.handover.filter(|_| account.handover != now);
            before.map(|before| ("withdrawn", before))
        };
        let admin = |key| account.admin.map(|admin| (key, admin));
        let mut told: Vec<(&str, PersonId)> = Vec::new();
        for event in events {
            match event {
                AccountEvent::HandoverOffered { to } => {
                    told.extend(asked(Some(*to)));
                    told.push(("offered", *to));
                }
                AccountEvent::HandoverDeclined if by_asked => told.extend(admin("declined")),
                AccountEvent::HandoverDeclined => told.extend(asked(None)),
                AccountEvent::AdminNamed { .. } if by_asked => told.extend(admin("accepted")),
                AccountEvent::AdminNamed { contact } => told.extend(asked(Some(*contact))),
                _ => {}
            }
        }
        if told.is_empty() {
            return Ok(Vec::new());
        }
        let by = self.store.person(by).await?.ok_or(Fail::NotFound)?;
        let name = by.profile.name();
        let link = format!("{}/access", mailing.base);
        let mut letters = Vec::new();
        for (key, to) in told {
            let Some(to) = self.store.person(to).await?.filter(|to| !to.suspended) else {
                continue;
            };
            let facts = [
                ("name", name.as_str().into()),
                ("link", link.as_str().into()),
            ];
            let said = self
                .letter_said(&to.profile.language, &format!("handover-{key}"), &facts)
                .await?;
            letters.extend(self.letter_to(&to, |_, _| said));
        }
        Ok(letters)
    }
}
