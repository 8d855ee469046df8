//! Self-tests of the harness: each real server does what the journeys rely on. Nothing of the product runs here.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use journeys::dovecot::Dovecot;
use journeys::postfix::{Postfix, Route};
use journeys::{chromium, postgres, smtp};
use serde_json::json;

const CUSTOMER: &str = "maria@customer.example";

fn mail(id: &str, reply_to: Option<&str>, subject: &str) -> Vec<u8> {
    let reference =
        reply_to.map_or_else(String::new, |parent| format!("In-Reply-To: <{parent}>\r\nReferences: <{parent}>\r\n"));
    format!(
        "From: Maria <{CUSTOMER}>\r\nTo: <desk@desk.example>\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\n\
         Date: Sun, 22 Nov 2026 10:00:00 +0100\r\n{reference}\r\nHello.\r\n.\r\n..two dots\r\n"
    )
    .into_bytes()
}

#[test]
fn dovecot_keeps_the_bytes_and_flags_of_a_mail() {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let raw = mail("one@customer.example", None, "Keys");
    dovecot.session(CUSTOMER).append("INBOX", &["\\Flagged"], &raw);
    let mails = dovecot.mails(CUSTOMER, "INBOX");
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].raw, raw);
    assert!(mails[0].flags.contains(&"\\Flagged".to_owned()), "{:?}", mails[0].flags);
    assert!(!mails[0].flags.contains(&"\\Seen".to_owned()), "looking must not mark as seen: {:?}", mails[0].flags);
}

#[test]
fn dovecot_announces_a_mail_to_an_idle_session() {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let mut session = dovecot.session(CUSTOMER);
    session.select("INBOX");
    let tag = session.idle();
    dovecot.append(CUSTOMER, "INBOX", &mail("one@customer.example", None, "Keys"));
    let announced = loop {
        let line = session.response().line;
        if line.ends_with("EXISTS") {
            break line;
        }
    };
    assert_eq!(announced, "* 1 EXISTS");
    session.done(&tag);
}

#[test]
fn dovecot_threads_a_reply_with_its_parent() {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    dovecot.append(CUSTOMER, "INBOX", &mail("one@customer.example", None, "Keys"));
    dovecot.append(CUSTOMER, "INBOX", &mail("two@customer.example", None, "Another matter"));
    dovecot.append(CUSTOMER, "INBOX", &mail("three@customer.example", Some("one@customer.example"), "A new subject"));
    assert_eq!(dovecot.threads(CUSTOMER, "INBOX"), "(1 3)(2)");
}

#[test]
fn dovecot_changes_uidvalidity_and_keeps_the_mail() {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let raw = mail("one@customer.example", None, "Keys");
    dovecot.append(CUSTOMER, "INBOX", &raw);
    let before = dovecot.session(CUSTOMER).select("INBOX");
    dovecot.change_uidvalidity(CUSTOMER, "INBOX");
    assert_ne!(dovecot.session(CUSTOMER).select("INBOX"), before);
    let mails = dovecot.mails(CUSTOMER, "INBOX");
    assert_eq!(mails.iter().map(|mail| &mail.raw).collect::<Vec<_>>(), [&raw]);
}

#[test]
fn dovecot_takes_mail_by_lmtp_and_survives_a_restart() {
    let mut dovecot = Dovecot::start(&[CUSTOMER]);
    let raw = mail("one@customer.example", None, "Keys");
    let mut lmtp = smtp::Injector::lmtp(dovecot.lmtp_port);
    let replies = lmtp.deliver("sender@elsewhere.example", &[CUSTOMER, "nobody@customer.example"], &raw);
    assert_eq!(replies.iter().map(|reply| reply.code).collect::<Vec<_>>(), [250, 550], "{replies:?}");
    dovecot.restart();
    let mails = dovecot.await_mails(CUSTOMER, "INBOX", 1);
    assert!(mails[0].raw.ends_with(&raw), "LMTP only adds headers before the mail");
}

#[test]
fn postfix_brings_a_mail_to_dovecot() {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let postfix = Postfix::start(&[Route::Lmtp("customer.example", dovecot.lmtp_port)], None);
    let raw = mail("one@customer.example", None, "Keys");
    let replies = smtp::send(postfix.smtp_port, "desk@desk.example", &[CUSTOMER, "somebody@unknown.example"], &raw);
    assert_eq!(replies[0].code, 250, "{replies:?}");
    let mails = dovecot.await_mails(CUSTOMER, "INBOX", 1);
    assert!(mails[0].raw.ends_with(&raw), "{}", String::from_utf8_lossy(&mails[0].raw));
}

#[test]
fn postfix_refuses_a_recipient_as_told_and_relents() {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let postfix = Postfix::start(&[Route::Lmtp("customer.example", dovecot.lmtp_port)], None);
    let raw = mail("one@customer.example", None, "Keys");
    postfix.refuse(CUSTOMER, "451 4.7.1 come back later");
    postfix.refuse("gone@customer.example", "550 5.1.1 left the company");
    let replies = smtp::send(postfix.smtp_port, "desk@desk.example", &[CUSTOMER, "gone@customer.example"], &raw);
    assert_eq!(replies.iter().map(|reply| reply.code).collect::<Vec<_>>(), [451, 550], "{replies:?}");
    postfix.accept_again(CUSTOMER);
    assert_eq!(smtp::send(postfix.smtp_port, "desk@desk.example", &[CUSTOMER], &raw)[0].code, 250);
    assert_eq!(dovecot.await_mails(CUSTOMER, "INBOX", 1).len(), 1);
}

#[test]
fn postfix_offers_a_password_only_under_tls() {
    let dovecot = Dovecot::start(&[CUSTOMER]);
    let postfix = Postfix::start(&[Route::Lmtp("customer.example", dovecot.lmtp_port)], Some(dovecot.sasl_port));
    let mut session = smtp::Injector::smtp(postfix.submission_port);
    assert!(session.extensions.contains(&"STARTTLS".to_owned()), "{:?}", session.extensions);
    let refusal = session.command("MAIL FROM:<desk@desk.example>");
    assert_eq!(refusal.code, 530, "{refusal:?}");
}

#[test]
fn postgres_gives_each_test_a_database_of_its_own() {
    let (first, second) = (postgres::fresh_database(), postgres::fresh_database());
    assert_ne!(first.url, second.url);
    assert!(first.rows("CREATE TABLE only_here (n bigint)").is_empty());
    assert_eq!(first.rows("SELECT count(*) FROM only_here"), ["0"]);
    assert_eq!(second.rows("SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'"), ["0"]);
    assert_eq!(first.rows("SHOW fsync"), ["on"]);
}

#[test]
fn postgres_of_ones_own_keeps_its_data_over_a_crash() {
    let mut server = postgres::Postgres::start();
    let database = server.fresh_database();
    assert!(database.rows("CREATE TABLE kept (n bigint)").is_empty());
    assert!(database.rows("INSERT INTO kept VALUES (7)").is_empty());
    server.restart();
    assert_eq!(database.rows("SELECT n FROM kept"), ["7"]);
}

#[test]
fn chromium_shows_a_page() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let page = "<!doctype html><link rel=icon href=data:,><title>A desk</title><h1>Good morning</h1>";
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                page.len()
            );
            let _ = stream.write_all(format!("{head}{page}").as_bytes());
        }
    });
    let found = chromium::run("title", &json!({"address": address}));
    assert_eq!(found, json!({"title": "A desk", "heading": "Good morning"}));
}
