//! How many connections are open, in all and from each address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// The places of a listener.
#[derive(Debug, Clone)]
pub(super) struct Seats {
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    total: usize,
    per_address: usize,
}

/// One place, free again when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    address: IpAddr,
}

impl Seats {
    pub(super) fn new(total: usize, per_address: usize) -> Self {
        Self { taken: Arc::default(), total, per_address }
    }

    /// A place for a client, unless too many are taken.
    pub(super) fn take(&self, client: IpAddr) -> Option<Seat> {
        let address = network(client);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.values().sum::<usize>() >= self.total {
            return None;
        }
        let own = taken.entry(address).or_default();
        if *own >= self.per_address {
            return None;
        }
        *own += 1;
        Some(Seat { taken: Arc::clone(&self.taken), address })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// Whom an address counts for: an IPv6 client can use any address of its /64.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::Seats;

    #[test]
    fn places_are_counted_in_all_and_for_each_network() {
        let seats = Seats::new(3, 2);
        let at = |text: &str| seats.take(text.parse().unwrap());
        let (first, second) = (at("2001:db8::1"), at("2001:db8::2"));
        assert!(first.is_some() && second.is_some() && at("2001:db8::3").is_none());
        let third = at("192.0.2.1");
        assert!(third.is_some() && at("192.0.2.2").is_none());
        drop(first);
        assert!(at("::ffff:192.0.2.1").is_some());
    }
}
