//! Kills at named points: one life for each that ends there, and one behind it in which everything must come right.

use serde_json::json;

use crate::proof::judge::{Copies, Sent, await_conversations, await_settled, judge_answer, judge_received};
use crate::proof::mta::{self, Protocol};
use crate::proof::report;
use crate::proof::site::{FORWARDED, READ, Site};

/// The steps of a mail that is read by IMAP.
pub const READING: &[&str] = &[
    "imap.connected",
    "imap.selected",
    "imap.listed",
    "imap.fetched",
    "receive.begin",
    "receive.blob_durable",
    "receive.in_transaction",
    "receive.committed",
    "imap.marked",
    "imap.cursor_advanced",
    "inbound.claimed",
    "inbound.parsed",
    "inbound.attachments_durable",
    "inbound.in_transaction",
    "inbound.committed",
];

/// The steps of a mail that is read by POP3.
pub const READING_POP3: &[&str] = &[
    "pop3.connected",
    "pop3.listed",
    "pop3.fetched",
    "receive.begin",
    "receive.blob_durable",
    "receive.in_transaction",
    "receive.committed",
    "pop3.noted",
    "pop3.deleted",
    "pop3.quit",
];

/// The steps of a mail that is handed over by SMTP or LMTP.
pub const INTAKE: &[&str] = &[
    "receive.begin",
    "receive.blob_durable",
    "receive.in_transaction",
    "receive.committed",
    "inbound.claimed",
    "inbound.parsed",
    "inbound.attachments_durable",
    "inbound.in_transaction",
    "inbound.committed",
];

/// The steps of an answer.
pub const SENDING: &[&str] = &[
    "send.claimed",
    "send.frozen",
    "send.marked_sending",
    "send.connected",
    "send.mail",
    "send.rcpt",
    "send.data",
    "send.body",
    "send.dot_intended",
    "send.dotted",
    "send.recorded",
];

const CUSTOMERS: [&str; 2] = ["zoe@customer.example", "max@customer.example"];

fn name_of(point: &str) -> &str {
    point.split(':').next().unwrap_or(point)
}

/// Kills a desk that reads a mailbox at each of these points.
pub fn kill_reading(database: Option<String>, after: &str, points: &[&str]) {
    let mut site = Site::start(database, after, &CUSTOMERS);
    let mut sent = Vec::new();
    for point in points {
        site.desk.kill();
        let mut append = |site: &Site, number: usize| {
            let mail = Sent::new(CUSTOMERS[0], READ, &format!("{point} {number}"));
            site.dovecot.append(READ, "INBOX", &mail.raw);
            sent.push(mail);
        };
        append(&site, 1);
        append(&site, 2);
        site.begin_life(Some(point));
        // A later passing needs a later mail: one at a time, each when the one before is a conversation.
        let mut number = 2;
        journeys::wait::wait_until("the desk to end at its point", || {
            if site.passed("inbound.committed") >= number - 1 && number < 8 {
                number += 1;
                append(&site, number);
            }
            !site.desk.running()
        });
        site.await_kill(name_of(point));
        site.live(None);
        assert_eq!(await_conversations(&site.api(), &sent), 0, "one kill must hold no mail back");
    }
    judge_received(&site.api(), &sent);
    if after == "delete" {
        journeys::wait::wait_until("all mails to be deleted", || site.dovecot.mails(READ, "INBOX").is_empty());
    }
    let left = site.dovecot.mails(READ, "INBOX");
    match after {
        "delete" => {}
        "move" => assert!(left.is_empty() && site.dovecot.mails(READ, "Done").len() == sent.len(), "{left:?}"),
        _ => assert!(left.iter().all(|mail| mail.flags.contains(&"\\Seen".to_owned())), "{left:?}"),
    }
    report(&format!("killed while reading ({after}): {}", points.join(", ")));
}

/// Kills a desk that takes mail in at each of these points.
pub fn kill_intake(database: Option<String>, points: &[&str]) {
    let mut site = Site::start(database, "nothing", &CUSTOMERS);
    let mut sent = Vec::new();
    for point in points {
        let mails: Vec<Sent> =
            (1..=4).map(|number| Sent::new(CUSTOMERS[0], FORWARDED, &format!("{point} {number}"))).collect();
        site.begin_life(Some(point));
        let (smtp, lmtp) = (site.port(Protocol::Smtp), site.port(Protocol::Lmtp));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for (index, mail) in mails.iter().enumerate() {
                    let (protocol, port) = if index % 2 == 0 { (Protocol::Lmtp, lmtp) } else { (Protocol::Smtp, smtp) };
                    mta::deliver(protocol, port, CUSTOMERS[0], FORWARDED, &mail.raw);
                }
            });
            site.await_kill(name_of(point));
            site.live(None);
        });
        sent.extend(mails);
        assert_eq!(await_conversations(&site.api(), &sent), 0, "one kill must hold no mail back");
    }
    judge_received(&site.api(), &sent);
    report(&format!("killed while taking mail in: {}", points.join(", ")));
}

/// The step of a copy into the Sent folder.
pub const COPYING: &[&str] = &["copy.appended"];

/// Kills a desk that copies an answer into the Sent folder of the mailbox that it leaves from.
pub fn kill_copying(database: Option<String>) {
    let mut site = Site::start(database, "nothing", &CUSTOMERS);
    let question = Sent::new(CUSTOMERS[0], READ, "A question to be copied");
    site.dovecot.append(READ, "INBOX", &question.raw);
    let conversation =
        site.api().await_conversation("A question to be copied")["id"].as_str().expect("an id").to_owned();
    site.live(Some(COPYING[0]));
    let answer = json!({"kind": "reply", "text": "An answer.", "to": [{"name": null, "address": CUSTOMERS[0]}]});
    let _ = site.post_answer(&conversation, "copied", &answer);
    site.await_kill(COPYING[0]);
    site.live(None);
    // Another answer behind it shows that the first copy was looked at again.
    assert_eq!(site.post_answer(&conversation, "behind", &answer), Some(201));
    assert_eq!(site.dovecot.await_mails(READ, "Sent", 2).len(), 2, "the copy was made again");
    assert_eq!(site.dovecot.await_mails(CUSTOMERS[0], "INBOX", 2).len(), 2, "the answer was sent again");
}

/// Kills a desk that sends an answer to two recipients at each of these points.
pub fn kill_sending(database: Option<String>, points: &[&str]) {
    let mut site = Site::start(database, "nothing", &CUSTOMERS);
    let mut sent = Vec::new();
    for point in points {
        let question = Sent::new(CUSTOMERS[0], FORWARDED, point);
        mta::deliver(Protocol::Lmtp, site.port(Protocol::Lmtp), CUSTOMERS[0], FORWARDED, &question.raw);
        let conversation = site.api().await_conversation(point)["id"].as_str().expect("an id").to_owned();
        sent.push(question);
        site.live(Some(point));
        let answer = json!({"kind": "reply", "text": format!("An answer about {point}."),
            "to": [{"name": null, "address": CUSTOMERS[0]}], "cc": [{"name": null, "address": CUSTOMERS[1]}]});
        // The desk may die before it can say that it has the answer: whoever wrote it sends it again.
        let _ = site.post_answer(&conversation, point, &answer);
        site.await_kill(name_of(point));
        site.live(None);
        assert_eq!(site.post_answer(&conversation, point, &answer), Some(201), "the same answer once more");
        let settled = await_settled(&site.api(), &conversation);
        site.await_postfix();
        let copies = judge_answer(&site.api(), &site.dovecot, &settled);
        let wanted = match *point {
            "send.dotted" => Copies { twice: 2, ..Copies::default() },
            _ => Copies { once: 2, ..Copies::default() },
        };
        assert_eq!(copies, wanted, "at {point}");
    }
    judge_received(&site.api(), &sent);
    report(&format!("killed while sending: {}", points.join(", ")));
}
