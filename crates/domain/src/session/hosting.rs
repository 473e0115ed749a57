//! Who leads: picking the customer, passing control on and giving it back (L4, L5).

use super::{Actor, PassWhy, Refused, Seat, SessionEvent, Why, decide::Working};

impl Working<'_> {
    /// Another customer is served; what was shared ends on both sides.
    pub(super) fn select(&mut self, actor: Actor, seat: Seat) -> Result<(), Refused> {
        self.host(actor)?;
        if !self.there(seat)?.is_customer() {
            return Err(Refused::NoParticipant);
        }
        if self.session.selected == Some(seat) {
            return Err(Refused::AlreadySo);
        }
        self.end_share(Why::OtherSelected);
        self.push(SessionEvent::Selected { seat });
        Ok(())
    }

    /// To an agent who is here as an assistant.
    pub(super) fn pass_control(&mut self, actor: Actor, to: Seat) -> Result<(), Refused> {
        let host = self.host(actor)?;
        if to == host {
            return Err(Refused::AlreadySo);
        }
        if !self.session.assistants().any(|p| p.seat == to) {
            return Err(Refused::NoParticipant);
        }
        self.pass(Some(host), to, PassWhy::Passed);
        Ok(())
    }

    /// Back to who gave it last and is here.
    pub(super) fn return_control(&mut self, actor: Actor) -> Result<(), Refused> {
        let host = self.host(actor)?;
        let to = self.session.returns_to().ok_or(Refused::NoFormerHost)?;
        self.pass(Some(host), to, PassWhy::Returned);
        Ok(())
    }
}
