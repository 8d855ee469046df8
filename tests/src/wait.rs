//! Waiting on a condition: the only way in which a journey lets time pass. Never a fixed sleep.

use std::time::{Duration, Instant};

/// Generous, because a loaded machine must not turn a right result into a failure; a journey that succeeds never waits this long.
pub const DEADLINE: Duration = Duration::from_secs(60);

const POLL: Duration = Duration::from_millis(15);

/// Asks `probe` until it answers, and panics with `what` when [`DEADLINE`] passes first.
pub fn wait_for<T>(what: &str, probe: impl FnMut() -> Option<T>) -> T {
    wait_within(DEADLINE, what, probe)
}

/// Like [`wait_for`] with a deadline of its own.
pub fn wait_within<T>(deadline: Duration, what: &str, mut probe: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(answer) = probe() {
            return answer;
        }
        assert!(started.elapsed() < deadline, "waited {} s in vain for: {what}", deadline.as_secs());
        std::thread::sleep(POLL);
    }
}

/// Waits until `condition` holds; panics with `what` when [`DEADLINE`] passes first.
pub fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    wait_for(what, || condition().then_some(()));
}
