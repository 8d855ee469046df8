//! How mail reaches the desk: over several SMTP connections as from a mail server, or lying in a Dovecot that is read.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use journeys::dovecot::Dovecot;
use journeys::smtp::Injector;
use journeys::users::Account;
use serde_json::json;

use crate::desk::{Cost, Desk};
use crate::mails::DESK;

const CONNECTIONS: usize = 8;
/// Mails that a connection carries before it is closed, as mail servers do.
const MAILS_A_CONNECTION: usize = 100;

/// Sends all by SMTP and waits until each is a message.
pub fn by_smtp(desk: &Desk, mails: &[Vec<u8>]) -> Cost {
    let wanted = desk.messages() + i64::try_from(mails.len()).expect("a count");
    let before = desk.used();
    send(desk.program.smtp_port(), mails);
    desk.await_messages(wanted);
    desk.cost_since(before)
}

fn send(port: u16, mails: &[Vec<u8>]) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut connection = Injector::smtp(port);
                let mut carried = 0;
                while let Some(mail) = mails.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if carried == MAILS_A_CONNECTION {
                        connection.command("QUIT");
                        connection = Injector::smtp(port);
                        carried = 0;
                    }
                    hand_over(&mut connection, mail);
                    carried += 1;
                }
                connection.command("QUIT");
            });
        }
    });
}

/// One mail with its commands in one go (RFC 2920), as mail servers send it.
pub fn hand_over(connection: &mut Injector, mail: &[u8]) {
    let commands =
        format!("MAIL FROM:<customer@customer1.example> SIZE={}\r\nRCPT TO:<{DESK}>\r\nDATA\r\n", mail.len());
    connection.write(commands.as_bytes());
    for wanted in [250, 250, 354] {
        let reply = connection.reply();
        assert_eq!(reply.code, wanted, "{reply:?}");
    }
    connection.write(&stuffed(mail));
    let reply = connection.reply();
    assert_eq!(reply.code, 250, "{reply:?}");
}

/// With the dots of RFC 5321 § 4.5.2; all of these mails end with a line break.
fn stuffed(mail: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(mail.len() + 16);
    for line in mail.split_inclusive(|byte| *byte == b'\n') {
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        out.extend_from_slice(line);
    }
    out.extend_from_slice(b".\r\n");
    out
}

/// Puts all into the mailbox's folder while the channel is off, then switches it on and waits until each is a message.
pub fn by_imap(desk: &Desk, dovecot: &Dovecot, mails: &[Vec<u8>]) -> Cost {
    desk.api.patch("/settings", &json!({"email_channel": false})).accept(200);
    // A connection that still idles would take the first mails before the measurement begins.
    std::thread::sleep(std::time::Duration::from_secs(1));
    put_into(&dovecot.maildir(DESK, "INBOX"), mails);
    dovecot.session(DESK).select("INBOX");
    let wanted = desk.messages() + i64::try_from(mails.len()).expect("a count");
    let before = desk.used();
    desk.api.patch("/settings", &json!({"email_channel": true})).accept(200);
    desk.await_messages(wanted);
    desk.cost_since(before)
}

fn put_into(maildir: &Path, mails: &[Vec<u8>]) {
    let owner = Account::named_or_own("dovecot");
    for (number, mail) in mails.iter().enumerate() {
        let path = maildir.join(format!("new/{}.M{number}.bench", 1_793_600_000 + number));
        fs::write(&path, mail).expect("a mail");
        owner.own(&path);
    }
}
