//! Who of a company may reply to a case, close it and ask to reopen it: the desk's rule (C18).

use super::Case;
use crate::{
    Actor, Level,
    desk::{CustomerActs, Desk, List},
};

/// Why somebody may only read a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlyReads {
    /// Not one of this company's, or one of the vendor's.
    Elsewhere,
    /// Without the level on this deployment (A2).
    Level,
    /// The desk leaves it to the submitter and the account's admin.
    NotSubmitter,
    /// Nobody of a restricted account comes to a case (A8).
    Restricted,
}

/// Whether the actor may act on a case for the customer.
pub fn as_customer(case: &Case, actor: &Actor, desk: &Desk) -> Result<(), OnlyReads> {
    let Actor::Contact {
        person,
        account,
        access,
    } = actor
    else {
        return Err(OnlyReads::Elsewhere);
    };
    if *account != case.account {
        return Err(OnlyReads::Elsewhere);
    }
    if access.restricted {
        return Err(OnlyReads::Restricted);
    }
    // About one's own access one is answered, whatever it is (A4).
    if case.list == List::Admin && case.contact == *person && !access.guest {
        return Ok(());
    }
    let writes = access.on(case.deployment) == Some(Level::ReadWrite);
    match desk.rules.customer_acts {
        CustomerActs::Writers if writes => Ok(()),
        CustomerActs::SubmitterAndAdmin if access.admin => Ok(()),
        CustomerActs::SubmitterAndAdmin if writes && *person == case.contact => Ok(()),
        CustomerActs::SubmitterAndAdmin if writes => Err(OnlyReads::NotSubmitter),
        _ => Err(OnlyReads::Level),
    }
}
