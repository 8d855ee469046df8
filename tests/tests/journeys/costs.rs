//! What strangers can make `staffetta inspect` cost: a process that reads a hostile mail of 25 MiB never holds more than 256 MiB.
//! Time is measured by the bench, never here.

use std::sync::Mutex;

use journeys::hostile::{self, BYTES, Hostile};
use journeys::inspecting::{Inspected, inspect};
use journeys::scratch::Scratch;

/// The most memory that reading a mail of 25 MiB may take, MiB.
const MOST_MIB: u64 = 256;
/// How much smaller most mails are here, so that the test takes a minute and not ten: what reading them takes grows with their size.
const SHARE: usize = 10;
/// How many mails are read at a time.
const AT_A_TIME: usize = 2;

/// Those that took the most memory when they were measured, and those that no bound held once (`make bench`, part `hostile`, tells).
const DEAREST: [&str; 11] = [
    "quoted lines",
    "signature dashes",
    "marks and text in turn",
    "a uuencoded file that does not end",
    "one byte becomes three, in HTML",
    "bytes of no charset",
    "an unknown charset",
    "HTML: paragraphs in eight quotes",
    "a signature in a signature",
    "a mail that is forwarded, of three bytes for one",
    "TNEF: rich text that grows",
];

fn inspected(mails: Vec<Hostile>, size: usize) -> Vec<(&'static str, Inspected)> {
    let folder = Scratch::new("costs");
    let mails = Mutex::new(mails.into_iter());
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for worker in 0..AT_A_TIME {
            let (mails, found, folder) = (&mails, &found, &folder);
            scope.spawn(move || {
                loop {
                    let Some(mail) = mails.lock().unwrap().next() else { break };
                    let path = folder.write(&format!("{worker}.eml"), mail.raw(size));
                    found.lock().unwrap().push((mail.name, inspect(&path)));
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    for (name, inspected) in &found {
        // What is a bomb is refused by the name of its limit, all else is understood.
        let refused = name.starts_with("B7:");
        let begins = if refused { "{\"error\":\"the " } else { "{\"message_id\":\"1@example.org\"" };
        assert!(inspected.head.starts_with(begins), "{name}: {}", inspected.head);
    }
    found
}

fn assert_below(most_mib: u64, found: &[(&'static str, Inspected)]) {
    let dear: Vec<_> = found.iter().filter(|(_, inspected)| inspected.peak_mib > most_mib).collect();
    assert!(dear.is_empty(), "more than {most_mib} MiB: {dear:#?}");
}

/// B7, B8, B9
#[test]
fn no_hostile_mail_takes_more_than_ten_times_its_size() {
    let mails = hostile::all();
    assert!(mails.len() > 150, "only {} mails", mails.len());
    // Those whose cost does not grow with their size are measured whole, below.
    let mails: Vec<Hostile> = mails.into_iter().filter(|mail| !DEAREST.contains(&mail.name)).collect();
    let folder = Scratch::new("costs-of-nothing");
    let nothing = inspect(&folder.write("small.eml", "Message-ID: <1@example.org>\r\n\r\nx\r\n")).peak_mib;
    let share = MOST_MIB / u64::try_from(SHARE).unwrap();
    assert_below(nothing + share, &inspected(mails, BYTES / SHARE));
}

/// B7, B8, B9
#[test]
fn the_dearest_mails_of_25_mib_take_less_than_256_mib() {
    let mut mails = hostile::all();
    mails.retain(|mail| DEAREST.contains(&mail.name));
    assert_eq!(mails.len(), DEAREST.len());
    assert_below(MOST_MIB, &inspected(mails, BYTES));
}
