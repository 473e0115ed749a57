//! Whose a packet is.
//!
//! A check of ICE names the connection it is meant for; when that connection
//! finds it genuine, the address it came from is known from then on. So each
//! packet costs one look-up, however many connections there are.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;

use str0m::ice::StunMessage;
use str0m::net::Protocol;

use super::link::LinkId;

/// Addresses that one connection may come from at once.
const EACH: usize = 16;

/// The way a packet came.
pub(super) type Way = (Protocol, SocketAddr);

#[derive(Default)]
pub(super) struct Routes {
    ways: HashMap<(bool, SocketAddr), LinkId>,
    fragments: HashMap<String, LinkId>,
    known: HashMap<LinkId, Known>,
}

#[derive(Default)]
struct Known {
    fragment: String,
    ways: VecDeque<(bool, SocketAddr)>,
}

/// What a packet is, as far as finding its connection goes.
pub(super) enum Sought {
    /// A check: the connection is to say whether it is genuine.
    Claimed(LinkId),
    /// From an address that was shown to be this connection's.
    Known(LinkId),
}

impl Routes {
    /// Checks that name this fragment are for this connection from now on.
    pub fn name(&mut self, link: LinkId, fragment: String) {
        let known = self.known.entry(link).or_default();
        if known.fragment != fragment {
            self.fragments.remove(&known.fragment);
            self.fragments.insert(fragment.clone(), link);
            known.fragment = fragment;
        }
    }

    /// Whose this packet is, if anybody's.
    pub fn find(&self, way: Way, packet: &[u8]) -> Option<Sought> {
        if packet.first().is_some_and(|first| *first < 2) {
            let check = StunMessage::parse(packet).ok()?;
            if !check.is_binding_request() {
                return None;
            }
            let (fragment, _) = check.split_username()?;
            return self.fragments.get(fragment).copied().map(Sought::Claimed);
        }
        self.ways.get(&key(way)).copied().map(Sought::Known)
    }

    /// A connection was shown to come this way. What it came by before stays,
    /// up to a number.
    pub fn learn(&mut self, link: LinkId, way: Way) {
        let way = key(way);
        if self.ways.insert(way, link) == Some(link) {
            return;
        }
        let known = self.known.entry(link).or_default();
        known.ways.push_back(way);
        if known.ways.len() > EACH
            && let Some(oldest) = known.ways.pop_front()
            && self.ways.get(&oldest) == Some(&link)
        {
            self.ways.remove(&oldest);
        }
    }

    /// A connection is no more; its ways by TCP are handed out to be closed.
    pub fn forget(&mut self, link: LinkId) -> Vec<SocketAddr> {
        let Some(known) = self.known.remove(&link) else {
            return Vec::new();
        };
        self.fragments.remove(&known.fragment);
        let mut streams = Vec::new();
        for way in known.ways {
            if self.ways.get(&way) == Some(&link) {
                self.ways.remove(&way);
                if !way.0 {
                    streams.push(way.1);
                }
            }
        }
        streams
    }
}

fn key((protocol, address): Way) -> (bool, SocketAddr) {
    (protocol == Protocol::Udp, address)
}
