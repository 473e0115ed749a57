//! Which mail addresses are a company's own (C5).

use domain::{Actor, directory::IdentifierSort, joining};

use super::{App, Fail};

impl App {
    /// Domains of the mail of the actor's company, in lower case: what the account is known by, and the actor's own. Who came
    /// without an account learns nothing of the company's.
    pub async fn own_domains(&self, actor: &Actor) -> Result<Vec<String>, Fail> {
        let Actor::Contact {
            person, account, ..
        } = actor
        else {
            return Ok(Vec::new());
        };
        let mut domains: Vec<String> = Vec::new();
        if !actor.is_guest() {
            let known = self.store.identifiers(*account).await?;
            let known = known.into_iter();
            domains.extend(
                known
                    .filter(|one| one.sort == IdentifierSort::MailDomain)
                    .map(|one| one.value),
            );
        }
        let me = self.store.person(*person).await?;
        let mine = me.and_then(|me| joining::domain_of(me.profile.email.as_str()));
        domains.extend(mine.filter(|domain| !joining::is_free(domain)));
        Ok(domains)
    }
}
