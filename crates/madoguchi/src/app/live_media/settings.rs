//! Where media come and go, as an operator says it.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use media::Settings;

use super::Relay;

/// An address that browsers are told, with another port number where a gateway maps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicAddress {
    pub ip: IpAddr,
    pub port: Option<u16>,
}

impl FromStr for PublicAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(both) = text.parse::<SocketAddr>() {
            let port = Some(both.port());
            return Ok(Self {
                ip: both.ip(),
                port,
            });
        }
        let plain = text.trim_start_matches('[').trim_end_matches(']');
        match plain.parse() {
            Ok(ip) => Ok(Self { ip, port: None }),
            Err(_) => Err(format!(
                "“{text}” is no address: write 203.0.113.7 or 203.0.113.7:443"
            )),
        }
    }
}

/// One number for UDP and TCP, and what browsers are told of it.
#[derive(Clone)]
pub struct MediaPlace {
    pub bind: SocketAddr,
    /// Where these are none, the bound one.
    pub public: Vec<PublicAddress>,
    pub relay: Option<Relay>,
}

impl MediaPlace {
    pub(super) fn settings(&self) -> Settings {
        Settings {
            public: self.public.iter().map(|public| public.ip).collect(),
            public_port: self.public.iter().find_map(|public| public.port),
            ..Settings::at(self.bind)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l3_a_public_address_has_a_port_of_its_own_or_the_bound_one() {
        let read = |text: &str| {
            text.parse::<PublicAddress>()
                .ok()
                .map(|p| (p.ip.to_string(), p.port))
        };
        assert_eq!(read("203.0.113.7"), Some(("203.0.113.7".into(), None)));
        assert_eq!(
            read("203.0.113.7:443"),
            Some(("203.0.113.7".into(), Some(443)))
        );
        assert_eq!(read("2001:db8::7"), Some(("2001:db8::7".into(), None)));
        assert_eq!(
            read("[2001:db8::7]:443"),
            Some(("2001:db8::7".into(), Some(443)))
        );
        assert_eq!(read("media.example.com"), None);
    }
}
