//! `staffetta inspect` run on one mail in a process of its own, and what that cost.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::staffetta::program;

/// What inspecting a mail gave and cost.
#[derive(Debug)]
pub struct Inspected {
    /// The beginning of the object.
    pub head: String,
    /// Bytes of the object.
    pub bytes: usize,
    /// The most memory that the process held, MiB.
    pub peak_mib: u64,
    /// User and system time of the process, milliseconds.
    pub processor_ms: u64,
}

/// Inspects a file. The process waits for another path when it has answered: then its memory and time are read.
#[must_use]
pub fn inspect(path: &Path) -> Inspected {
    let mut child = Command::new(program())
        .args(["inspect", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    writeln!(input, "{}", path.display()).expect("the program reads its input");
    let mut output = BufReader::with_capacity(1 << 20, child.stdout.take().expect("piped"));
    let (mut head, mut bytes) = (Vec::new(), 0);
    loop {
        // Line ends within the object are escaped.
        let piece = output.fill_buf().expect("the program writes");
        let ended = piece.last() == Some(&b'\n');
        head.extend_from_slice(&piece[..piece.len().min(200_usize.saturating_sub(head.len()))]);
        bytes += piece.len();
        let length = piece.len();
        assert!(length > 0, "the program ended on {} after {bytes} bytes", path.display());
        output.consume(length);
        if ended {
            break;
        }
    }
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("the program waits");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
    let stat = fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("the program waits");
    let times = stat.rsplit_once(") ").expect("a name in brackets").1.split(' ').skip(11).take(2);
    let ticks: u64 = times.map(|field| field.parse::<u64>().expect("a number")).sum();
    drop(input);
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("the program ends");
    assert!(child.wait().expect("the program ends").success() && rest.is_empty(), "{rest}");
    Inspected {
        head: String::from_utf8_lossy(&head).into_owned(),
        bytes,
        peak_mib: peak.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") / 1_024,
        processor_ms: ticks * 10,
    }
}
