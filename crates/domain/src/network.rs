//! Networks that a token may be bound to: an address and how much of it counts, as in `203.0.113.0/24`.

use std::{fmt, net::IpAddr};

/// A network; the address is its first one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

impl Network {
    /// Reads `address/bits`, or a single address. What lies behind the bits that count is dropped.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits))
                if !bits.is_empty() && bits.bytes().all(|b| b.is_ascii_digit()) =>
            {
                (address, Some(bits.parse::<u8>().ok()?))
            }
            Some(_) => return None,
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits = bits.unwrap_or(width(address));
        (bits <= width(address)).then(|| Self {
            first: cut(address, bits),
            bits,
        })
    }

    /// Whether an address lies in it. An IPv4 address that comes in the form of an IPv6 one is the same address.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        width(address) == width(self.first) && cut(address, self.bits) == self.first
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.bits == width(self.first) {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}/{}", self.first, self.bits),
        }
    }
}

fn width(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

/// An address with nothing behind its first bits.
fn cut(address: IpAddr, bits: u8) -> IpAddr {
    match address {
        IpAddr::V4(v4) => {
            let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            IpAddr::V4((v4.to_bits() & mask).into())
        }
        IpAddr::V6(v6) => {
            let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            IpAddr::V6((v6.to_bits() & mask).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn v39_networks_hold_what_lies_in_them() {
        let table = [
            ("203.0.113.0/24", "203.0.113.255", true),
            ("203.0.113.77/24", "203.0.113.1", true),
            ("203.0.113.0/24", "203.0.114.0", false),
            ("203.0.113.7", "203.0.113.7", true),
            ("203.0.113.7", "203.0.113.8", false),
            ("203.0.113.0/24", "::ffff:203.0.113.9", true),
            ("0.0.0.0/0", "198.51.100.1", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db8::1", true),
            ("203.0.113.128/25", "203.0.113.127", false),
        ];
        for (network, address, inside) in table {
            let network = Network::parse(network).expect(network);
            assert_eq!(
                network.contains(address.parse().expect(address)),
                inside,
                "{network} {address}"
            );
        }
    }

    #[test]
    fn v39_what_is_no_network_is_none() {
        for text in [
            "",
            "/",
            "x",
            "203.0.113.0/33",
            "203.0.113.0/",
            "203.0.113.0/+8",
            "203.0.113/24",
            "::/129",
            "1.2.3.4/24/8",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
        let said = |text: &str| Network::parse(text).map(|network| network.to_string());
        assert_eq!(said(" 203.0.113.9/24 "), Some("203.0.113.0/24".into()));
        assert_eq!(said("2001:DB8::1"), Some("2001:db8::1".into()));
    }
}
