//! Which addresses a client may connect to: those of the public internet, and the networks that the administrator of the
//! machine allowed (C5). Names are not looked at: what they resolve to is.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// Networks within the desk's reach that its administrator allowed, beside the public internet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

/// A network, as `10.1.0.0/16`; an address alone is one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    length: u32,
}

/// A text that names no networks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no network, such as 10.1.0.0/16 or fd00::/8")]
pub struct WrongNetworks(String);

impl FromStr for Networks {
    type Err = WrongNetworks;

    /// Reads networks with commas between them; nothing allows none.
    fn from_str(text: &str) -> Result<Self, WrongNetworks> {
        let named = text.split(',').map(str::trim).filter(|one| !one.is_empty());
        named.map(|one| network(one).ok_or_else(|| WrongNetworks(one.to_owned()))).collect::<Result<_, _>>().map(Self)
    }
}

fn network(text: &str) -> Option<Network> {
    let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
    let address: IpAddr = address.parse().ok()?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = length.map_or(Some(most), |length| length.parse().ok())?;
    (length <= most).then_some(Network { address, length })
}

impl Networks {
    /// True where a client may connect to this address and port: beyond the allowed networks only to the web's own port,
    /// so that no other service of the internet can be written to.
    #[must_use]
    pub fn permit(&self, address: IpAddr, port: u16) -> bool {
        self.allow(address) || (port == 443 && is_public(address))
    }

    /// True where the administrator allowed this address.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| within(address, network.address, network.length))
    }
}

fn within(address: IpAddr, network: IpAddr, length: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => within_v4(address, network, length),
        (IpAddr::V6(address), IpAddr::V6(network)) => within_v6(address, network, length),
        _ => false,
    }
}

fn within_v4(address: Ipv4Addr, network: Ipv4Addr, length: u32) -> bool {
    let mask = u32::MAX.checked_shl(32_u32.saturating_sub(length)).unwrap_or(0);
    address.to_bits() & mask == network.to_bits() & mask
}

fn within_v6(address: Ipv6Addr, network: Ipv6Addr, length: u32) -> bool {
    let mask = u128::MAX.checked_shl(128_u32.saturating_sub(length)).unwrap_or(0);
    address.to_bits() & mask == network.to_bits() & mask
}

/// What is not the public internet (RFC 6890 and its registry): private, shared and link-local addresses, those of
/// documentation, benchmarks and multicast, and the reserved rest.
const CLOSED_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Of IPv6 only 2000::/3 is the public internet; within it these are not: protocol assignments (Teredo among them),
/// documentation, and 6to4, which would carry any IPv4 address.
const CLOSED_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => !CLOSED_V4.iter().any(|(network, length)| within_v4(address, *network, *length)),
        IpAddr::V6(address) => {
            let open = within_v6(address, Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
            open && !CLOSED_V6.iter().any(|(network, length)| within_v6(address, *network, *length))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permit(networks: &str, address: &str) -> bool {
        networks.parse::<Networks>().unwrap().permit(address.parse().unwrap(), 443)
    }

    /// C5: every kind of address that is not the public internet.
    #[test]
    fn only_the_public_internet_is_open() {
        for closed in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!permit("", closed), "{closed}");
        }
        for open in ["1.1.1.1", "93.184.215.14", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"] {
            assert!(permit("", open), "{open}");
        }
    }

    #[test]
    fn an_allowed_network_opens_itself_and_nothing_else() {
        assert!(permit("10.1.0.0/16, ::1", "10.1.2.3") && permit("10.1.0.0/16, ::1", "::1"));
        assert!(permit("127.0.0.0/8", "::ffff:127.0.0.1"));
        assert!(!permit("10.1.0.0/16", "10.2.0.1") && !permit("10.1.0.0/16", "::1"));
        assert!(permit("0.0.0.0/0", "10.2.0.1"));
    }

    #[test]
    fn other_ports_are_open_in_allowed_networks_only() {
        let allowed: Networks = "10.0.0.0/8".parse().unwrap();
        assert!(allowed.permit("10.0.0.1".parse().unwrap(), 25));
        assert!(!allowed.permit("1.1.1.1".parse().unwrap(), 25));
    }

    #[test]
    fn what_is_no_network_is_named() {
        for wrong in ["10.0.0.0/33", "10.0.0", "fd00::/129", "here"] {
            let named = format!("{}", wrong.parse::<Networks>().unwrap_err());
            assert!(named.starts_with(wrong), "{named}");
        }
    }
}
