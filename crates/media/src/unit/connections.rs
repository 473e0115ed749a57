//! How connections come and go.

use std::cmp::Reverse;
use std::time::Instant;

use str0m::{Rtc, RtcError};

use super::Unit;
use super::link::{Broken, Link, LinkId};
use crate::event::Event;
use crate::names::{PeerId, RoomId, Side};

impl Unit {
    /// A new connection of a peer's.
    pub(super) fn connect(&mut self, room: RoomId, peer: PeerId, side: Side) -> LinkId {
        let id = LinkId(self.number());
        let named = (id, room, peer, side);
        let told = (&self.ports.told[..], self.udp);
        let mut link = Link::new(&self.maker, named, told, Instant::now());
        self.routes.name(id, link.fragment());
        self.links.insert(id, link);
        id
    }

    /// Changes a connection, and sees to what follows.
    pub(super) fn change<T>(
        &mut self,
        id: LinkId,
        change: impl FnOnce(&mut Rtc) -> Result<T, RtcError>,
    ) -> Result<T, Broken> {
        let now = Instant::now();
        let Some(link) = self.links.get_mut(&id) else {
            return Err(Broken::Fault);
        };
        let changed = link.change(now, &mut self.ports, &mut self.said, change);
        match changed {
            Ok(changed) => {
                self.after(id, Ok(()));
                Ok(changed)
            }
            // Whoever asked decides whether the connection lives on.
            Err(broken) => Err(broken),
        }
    }

    /// After every change: the alarm is set anew, and what is broken ends.
    pub(super) fn after(&mut self, id: LinkId, done: Result<(), Broken>) {
        if let Err(broken) = done {
            tracing::debug!(link = id.0, %broken, "a connection is ended");
            self.ports.stats.broken += 1;
            self.end(id);
            return;
        }
        let Some(link) = self.links.get_mut(&id) else {
            return;
        };
        if link.ended() {
            self.end(id);
            return;
        }
        let due = self.beat.at(link.alarm_at());
        if link.alarm.is_none_or(|alarm| due < alarm) {
            link.alarm = Some(due);
            self.alarms.push(Reverse((due, id)));
        }
    }

    /// A connection has ended by itself: its peer is told to be gone on this
    /// side.
    pub(super) fn end(&mut self, id: LinkId) {
        let Some((room, peer, side)) = self.drop_link(id) else {
            return;
        };
        let Some(hall) = self.halls.get_mut(&room) else {
            return;
        };
        if let Some(found) = hall.peers.get_mut(&peer) {
            match side {
                Side::Publishing => found.publishing = None,
                Side::Receiving => found.receiving = None,
            }
        }
        if side == Side::Publishing {
            hall.park(peer, Instant::now());
        }
        self.tell(Event::Gone { room, peer, side });
    }

    /// Takes a connection away, without a word.
    pub(super) fn drop_link(&mut self, id: LinkId) -> Option<(RoomId, PeerId, Side)> {
        let mut link = self.links.remove(&id)?;
        // The browser learns at once that nothing more comes.
        let _ = link.change(Instant::now(), &mut self.ports, &mut self.said, Rtc::close);
        for stream in self.routes.forget(id) {
            self.ports.doors.close(stream);
        }
        Some((link.room, link.peer, link.side))
    }

    /// What checks of ICE call a connection may have changed with its
    /// description.
    pub(super) fn rename(&mut self, id: LinkId) {
        if let Some(link) = self.links.get_mut(&id) {
            self.routes.name(id, link.fragment());
        }
    }
}
