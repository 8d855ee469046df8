//! Free ports on loopback, for servers that cannot be asked to choose one themselves.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below the range from which the kernel takes ports of outgoing connections, so that those never collide with a server.
const FIRST: u16 = 20_000;
const COUNT: u16 = 12_000;

static NEXT: AtomicU16 = AtomicU16::new(0);

/// A port of 127.0.0.1 that is free now and that this process hands out only once.
#[must_use]
pub fn free_port() -> u16 {
    let start = u16::try_from(std::process::id() % u32::from(COUNT)).unwrap_or(0);
    for _ in 0..COUNT {
        // A stride keeps processes with neighbouring ids apart.
        let step = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(7);
        let offset = (u32::from(start) * 97 + u32::from(step)) % u32::from(COUNT);
        let port = FIRST + offset as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no free port between {FIRST} and {}", FIRST + COUNT);
}
