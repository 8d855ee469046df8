//! What hostile mails of 25 MiB cost `staffetta inspect`: time of the processor and memory, each in a process of its own.

use journeys::hostile;
use journeys::inspecting::inspect;
use journeys::scratch::Scratch;

/// A mail that cost much: its name, milliseconds of the processor, MiB at the most, MB of JSON.
pub struct Cost {
    pub name: &'static str,
    pub processor_ms: u64,
    pub peak_mib: u64,
    pub json_mb: f64,
}

/// Every hostile mail, the dearest first. Each time is the best of three.
pub fn measure() -> Vec<Cost> {
    let folder = Scratch::new("hostile");
    let mut costs: Vec<Cost> = hostile::all()
        .into_iter()
        .map(|mail| {
            let path = folder.write("hostile.eml", mail.raw(hostile::BYTES));
            let best = (0..3).map(|_| inspect(&path)).min_by_key(|inspected| inspected.processor_ms).expect("three");
            let json_mb = best.bytes as f64 / 1e6;
            Cost { name: mail.name, processor_ms: best.processor_ms, peak_mib: best.peak_mib, json_mb }
        })
        .collect();
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.processor_ms));
    costs
}
