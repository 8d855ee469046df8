//! What the figures were measured on: without it they mean nothing.

use std::fs::{self, File};
use std::io::Write as _;
use std::process::Command;
use std::time::{Duration, Instant};

use journeys::scratch::Scratch;

/// Machine, date, disk and load in lines for people.
pub fn described() -> String {
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    let memory = first_line("/proc/meminfo", "MemTotal").trim_end_matches(" kB").parse::<f64>().unwrap_or_default();
    format!(
        "- Machine: {cores} cores, {}, {:.1} GB memory, {}\n- Date: {}; load before: {}\n- Disk: {:.0} syncs a second (4 KiB appended and `fsync`ed, one after the other)\n",
        first_line("/proc/cpuinfo", "model name"),
        memory * 1_024.0 / 1e9,
        words_of("uname", &["-sr"]),
        words_of("date", &["-u", "+%Y-%m-%d %H:%M UTC"]),
        load.join(" "),
        syncs_per_second()
    )
}

fn first_line(file: &str, name: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_once(':').map_or("", |(_, value)| value).trim().to_owned()
}

fn words_of(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}

/// How often a second the disk under the data makes 4 KiB durable.
pub fn syncs_per_second() -> f64 {
    let folder = Scratch::new("sync");
    let mut file = File::create(folder.join("file")).expect("a file");
    let (begun, mut count) = (Instant::now(), 0_u32);
    while begun.elapsed() < Duration::from_secs(3) {
        file.write_all(&[7; 4_096]).expect("the disk takes it");
        file.sync_all().expect("the disk takes it");
        count += 1;
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}
