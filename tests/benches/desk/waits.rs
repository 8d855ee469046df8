//! How long people wait: for the first page after a start, for a mail to be on the screen, for a list and a search.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use journeys::dovecot::Dovecot;
use journeys::ports::free_port;
use journeys::process::Server;
use journeys::scratch::Scratch;
use journeys::smtp::Injector;
use journeys::staffetta::program;

use crate::desk::Desk;
use crate::load::hand_over;
use crate::mails::{self, DESK};

/// A user of the same Dovecot whose mailbox no desk reads.
pub const BESIDE: &str = "beside@desk.example";

/// The value below which this share of all lies; sorts.
pub fn percentile(all: &mut [Duration], percent: usize) -> Duration {
    all.sort_unstable();
    all.get((all.len() * percent / 100).min(all.len() - 1)).copied().unwrap_or_default()
}

/// From the start of the process until `GET /` is answered, and until all that the sign-in page loads is there: on an
/// empty folder, and again on the folder that this left behind. The median of several.
pub fn first_page() -> [Duration; 4] {
    let (mut page, mut all, mut page_again, mut all_again) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..5 {
        let folder = Scratch::new("start");
        let (first, whole) = start(&folder);
        page.push(first);
        all.push(whole);
        let (first, whole) = start(&folder);
        page_again.push(first);
        all_again.push(whole);
    }
    [page, all, page_again, all_again].map(|mut times| percentile(&mut times, 50))
}

fn start(folder: &Scratch) -> (Duration, Duration) {
    let port = free_port();
    let mut command = Command::new(program());
    command.arg("serve").arg("--data").arg(folder.join("data")).args(["--http", &format!("127.0.0.1:{port}")]);
    let begun = Instant::now();
    let mut server = Server::start("staffetta", &mut command, &folder.join("staffetta.log"));
    let page = loop {
        server.assert_running();
        if let Some(page) = get(port, "/") {
            break page;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let first = begun.elapsed();
    for (before, _) in page.match_indices("/assets/") {
        let path = page.get(before..).and_then(|rest| rest.split(['"', '\'']).next()).unwrap_or_default();
        get(port, path).expect("a part of the page");
    }
    get(port, "/api/v1/session").expect("an answer");
    let whole = begun.elapsed();
    server.kill();
    (first, whole)
}

fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    answer.starts_with(b"HTTP/1.1 ").then(|| String::from_utf8_lossy(&answer).into_owned())
}

/// Mails for these waits: none that the load uses, and none with a large file.
fn small_mail(number: u64) -> Vec<u8> {
    (0..).map(|step| mails::mail(2_000_000_000 + 1_000 * number + step)).find(|mail| mail.len() < 20_000).expect("one")
}

/// From the first byte of IMAP's APPEND until the event is with a browser.
pub fn append_to_event(desk: &Desk, dovecot: &Dovecot, count: u64) -> Vec<Duration> {
    let events = desk.api.events(None);
    let mut session = dovecot.session(DESK);
    let wait = |number: u64| {
        let mail = small_mail(number);
        let begun = Instant::now();
        session.append("INBOX", &[], &mail);
        events.wait_for("a mail that was appended", |event| event.name == "message.created").seen - begun
    };
    (0..count).map(wait).collect()
}

/// From the first byte of IMAP's APPEND until Dovecot tells a client that idles on another mailbox: it gathers changes
/// for half a second, which is part of the time above.
pub fn append_to_announcement(dovecot: &Dovecot, count: u64) -> Vec<Duration> {
    let mut session = dovecot.session(BESIDE);
    let mut idling = dovecot.session(BESIDE);
    let wait = |number: u64| {
        idling.select("INBOX");
        let tag = idling.idle();
        let mail = small_mail(number);
        let begun = Instant::now();
        session.append("INBOX", &[], &mail);
        while !idling.response().line.ends_with("EXISTS") {}
        let told = begun.elapsed();
        idling.done(&tag);
        told
    };
    (0..count).map(wait).collect()
}

/// From the desk's `250` until the event is with a browser.
pub fn acknowledged_to_event(desk: &Desk, count: u64) -> Vec<Duration> {
    let events = desk.api.events(None);
    let mut connection = Injector::smtp(desk.program.smtp_port());
    let mut wait = |number: u64| {
        hand_over(&mut connection, &small_mail(10_000 + number));
        let acknowledged = Instant::now();
        events
            .wait_for("a mail that was sent", |event| event.name == "message.created")
            .seen
            .saturating_duration_since(acknowledged)
    };
    (0..count).map(&mut wait).collect()
}

/// How long these requests take one after the other; the first few warm up and are not counted.
pub fn requests(desk: &Desk, count: usize, path: impl Fn(usize) -> String) -> Vec<Duration> {
    let mut all = Vec::with_capacity(count);
    for number in 0..count + 10 {
        let path = path(number);
        let begun = Instant::now();
        desk.api.get(&path).accept(200);
        if number >= 10 {
            all.push(begun.elapsed());
        }
    }
    all
}
