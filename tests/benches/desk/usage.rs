//! What a process used: processor time and memory, as Linux counts them. Wall time is never taken for work.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// Linux tells processor time in hundredths of a second on every machine (USER_HZ).
const TICK_MS: u64 = 10;

struct Times {
    parent: u32,
    own: u64,
    of_reaped_children: u64,
}

fn times(id: u32) -> Option<Times> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    Some(Times {
        parent: u32::try_from(number(1)?).ok()?,
        own: number(11)? + number(12)?,
        of_reaped_children: number(13)? + number(14)?,
    })
}

/// User and system time of a process with all its threads, those that ended too.
pub fn processor_time(id: u32) -> Duration {
    Duration::from_millis(times(id).expect("the process runs").own * TICK_MS)
}

/// User and system time of a process and all processes that it started.
pub fn processor_time_of_family(id: u32) -> Duration {
    let all: HashMap<u32, Times> = fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .filter_map(|entry| entry.file_name().to_string_lossy().parse().ok())
        .filter_map(|id| Some((id, times(id)?)))
        .collect();
    let within = |mut at: u32| {
        while at != id && at > 1 {
            at = all.get(&at).map_or(0, |times| times.parent);
        }
        at == id
    };
    let ticks: u64 = all.iter().filter(|(id, _)| within(**id)).map(|(_, one)| one.own + one.of_reaped_children).sum();
    Duration::from_millis(ticks * TICK_MS)
}

/// Memory of a process in MB of 1,000,000 bytes: resident now, resident at the most, and of that which no file backs.
pub fn memory_mb(id: u32) -> (f64, f64, f64) {
    let status = fs::read_to_string(format!("/proc/{id}/status")).expect("the process runs");
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("Linux tells it");
        let kb: f64 = line.trim_start_matches(':').trim().trim_end_matches(" kB").parse().expect("a number");
        kb * 1_024.0 / 1e6
    };
    (field("VmRSS"), field("VmHWM"), field("RssAnon"))
}
