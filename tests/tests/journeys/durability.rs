//! Durability order: under strace, the syncs of the raw bytes and of the database return before a mail is acknowledged by `250`,
//! STORE or MOVE; and the checker of that order refuses a desk that leaves either sync out.

use std::fs;

use journeys::scratch::Scratch;
use journeys::staffetta::Options;
use journeys::wait::wait_for;

use crate::proof::judge::Sent;
use crate::proof::mta::{self, Protocol};
use crate::proof::report;
use crate::proof::site::{FORWARDED, READ, Site, quick};
use crate::proof::trace::{Call, Fault, check, read};

const CUSTOMER: &str = "zoe@customer.example";
/// What a listener writes when a mail is stored.
const STORED: &str = "\"250 2.0.0 stored";

/// Runs a desk under strace with a fault, or none, lets one mail arrive, and returns the trace once `word` stands in it.
fn traced(after: &str, fault: Option<&str>, way: Way, word: &str) -> Vec<Call> {
    let folder = Scratch::new("trace");
    let trace = folder.join("trace");
    let calls = "trace=fsync,fdatasync,syncfs,rename,renameat,renameat2,write,writev,pwrite64,sendto,sendmsg";
    let wrapper = ["strace", "-f", "-qq", "-yy", "--seccomp-bpf", "-s", "5000", "-e", calls, "-o"];
    let mut environment = quick();
    environment.extend(fault.map(|name| ("STAFFETTA_FAULT".to_owned(), name.into())));
    let options = Options {
        environment,
        wrapper: wrapper.iter().map(Into::into).chain([trace.clone().into_os_string()]).collect(),
        ..Options::default()
    };
    let mut site = Site::start_with(options, after, &[CUSTOMER]);
    let mail = Sent::new(CUSTOMER, if way == Way::Listener { FORWARDED } else { READ }, "A matter that must last");
    match way {
        Way::Listener => {
            mta::deliver(Protocol::Smtp, site.port(Protocol::Smtp), CUSTOMER, FORWARDED, &mail.raw);
        }
        Way::Mailbox => site.dovecot.append(READ, "INBOX", &mail.raw),
    }
    let _ = site.api().await_conversation(&mail.subject);
    wait_for(&format!("{word} in the trace"), || {
        site.desk.assert_running();
        let calls = read(&String::from_utf8_lossy(&fs::read(&trace).expect("a trace; is strace allowed here?")));
        (!matches!(check(&calls, word), Err(Fault::NothingAcknowledged))).then_some(calls)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Listener,
    Mailbox,
}

///
#[test]
fn a_mail_by_smtp_is_durable_before_250_is_written() {
    let calls = traced("nothing", None, Way::Listener, STORED);
    let lines = check(&calls, STORED).unwrap_or_else(|fault| panic!("{fault:?}"));
    report(&format!("write, sync, rename, sync of the folder, log, sync of the log, 250: lines {lines:?}"));
}

///
#[test]
fn a_mail_by_imap_is_durable_before_it_is_marked_as_seen() {
    let calls = traced("seen", None, Way::Mailbox, " UID STORE ");
    check(&calls, " UID STORE ").unwrap_or_else(|fault| panic!("{fault:?}"));
}

///
#[test]
fn a_mail_by_imap_is_durable_before_it_is_moved() {
    let calls = traced("move", None, Way::Mailbox, " UID MOVE ");
    check(&calls, " UID MOVE ").unwrap_or_else(|fault| panic!("{fault:?}"));
}

/// the tests above turn red when the raw bytes are not synced.
#[test]
fn a_desk_that_does_not_sync_the_bytes_is_found_out() {
    let calls = traced("nothing", Some("no-blob-sync"), Way::Listener, STORED);
    assert_eq!(check(&calls, STORED), Err(Fault::BytesNotSynced));
    let calls = traced("seen", Some("no-blob-sync"), Way::Mailbox, " UID STORE ");
    assert_eq!(check(&calls, " UID STORE "), Err(Fault::BytesNotSynced));
}

/// the tests above turn red when the database is not synced.
#[test]
fn a_desk_that_does_not_sync_the_database_is_found_out() {
    let calls = traced("nothing", Some("no-database-sync"), Way::Listener, STORED);
    assert_eq!(check(&calls, STORED), Err(Fault::DatabaseNotSynced));
    let calls = traced("move", Some("no-database-sync"), Way::Mailbox, " UID MOVE ");
    assert_eq!(check(&calls, " UID MOVE "), Err(Fault::DatabaseNotSynced));
}

/// a sync that begins too early or returns too late proves nothing.
#[test]
fn the_checker_knows_when_a_sync_counts() {
    let name = format!("{}/{}", "ab", "c".repeat(62));
    let hash = name.replace('/', "");
    let lines = [
        "7 write(9</b/temporary/7-0>, \"mail\", 4) = 4".to_owned(),
        "7 fdatasync(9</b/temporary/7-0>) = 0".to_owned(),
        format!("7 rename(\"/b/temporary/7-0\", \"/b/{name}\") = 0"),
        "7 fsync(9</b/ab>) = 0".to_owned(),
        format!("8 pwrite64(5</d/db-wal>, \"{hash}\", 64, 0) = 64"),
        "8 fdatasync(5</d/db-wal>) = 0".to_owned(),
        "7 sendto(4<TCP:[a->b]>, \"250 2.0.0 stored\\r\\n\", 18, 0, NULL, 0) = 18".to_owned(),
    ];
    let of = |order: &[usize]| {
        let trace: Vec<&str> = order.iter().map(|index| lines[*index].as_str()).collect();
        check(&read(&trace.join("\n")), STORED).err()
    };
    assert_eq!(of(&[0, 1, 2, 3, 4, 5, 6]), None);
    assert_eq!(of(&[1, 0, 2, 3, 4, 5, 6]), Some(Fault::BytesNotSynced));
    assert_eq!(of(&[0, 1, 3, 2, 4, 5, 6]), Some(Fault::BytesNotSynced));
    assert_eq!(of(&[0, 1, 2, 3, 5, 4, 6]), Some(Fault::DatabaseNotSynced));
    assert_eq!(of(&[0, 1, 2, 3, 4, 6, 5]), Some(Fault::DatabaseNotSynced));
    assert_eq!(of(&[4, 5, 6]), Some(Fault::NothingStored));
    assert_eq!(of(&[0, 1, 2, 3, 4, 5]), Some(Fault::NothingAcknowledged));
    let late = ["8 fdatasync(5</d/db-wal> <unfinished ...>", &lines[6], "8 <... fdatasync resumed>) = 0"].join("\n");
    let trace = [lines[..5].join("\n"), late].join("\n");
    assert_eq!(check(&read(&trace), STORED), Err(Fault::DatabaseNotSynced));
}
