//! Which mails about cases somebody wants: by their own settings, by what they have seen, and by the cases that they have muted (H7).

use domain::{CaseId, PersonId, directory::Mails};
use store::mails::Mail;

use super::{App, Fail};

impl App {
    /// Whether somebody wants this mail, by their own settings, and by what they chose for the case (H7).
    pub(super) async fn wants(
        &self,
        person: PersonId,
        mail: &Mail,
        case: Option<CaseId>,
    ) -> Result<bool, Fail> {
        if let Some(case) = case
            && self.store.is_muted(person, case).await?
        {
            return Ok(Mails::wants_of_a_muted_case(&mail.occasions));
        }
        let mails = self.store.details(person).await?.mails;
        let seen = match (mails, case) {
            (Mails::Unseen | Mails::Few, Some(case)) => self.store.seen(person, case).await?,
            _ => 0,
        };
        Ok(mails.wants(&mail.occasions, seen))
    }
}
