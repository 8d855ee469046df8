//! Self-tests of the harness: each real server does what the journeys rely on. Nothing of the product runs here.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;

use journeys::api::Api;
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

/// Serves canned answers on a free port: `answer` gets the request's first line and returns status, type and body.
fn canned_server(answer: impl Fn(&str) -> (u16, &'static str, &'static str) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream);
            let mut first = String::new();
            let mut length = 0;
            let _ = reader.read_line(&mut first);
            loop {
                let mut line = String::new();
                let _ = reader.read_line(&mut line);
                length = line.strip_prefix("content-length: ").map_or(length, |value| value.trim().parse().unwrap());
                if line.trim().is_empty() {
                    break;
                }
            }
            let _ = reader.read_exact(&mut vec![0; length]);
            let (status, kind, body) = answer(first.trim());
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = reader.get_mut().write_all(format!("{head}{body}").as_bytes());
        }
    });
    address
}

#[test]
fn chromium_shows_a_page() {
    let page = "<!doctype html><link rel=icon href=data:,><title>A desk</title><h1>Good morning</h1>";
    let address = canned_server(move |_| (200, "text/html", page));
    let found = chromium::run("title", &json!({"address": address}));
    assert_eq!(found, json!({"title": "A desk", "heading": "Good morning"}));
}

#[test]
fn the_client_signs_in_reads_all_pages_and_reports_statuses() {
    let address = canned_server(|request| match request.rsplit_once(' ').unwrap().0 {
        "POST /api/v1/session" => (200, "application/json", r#"{"token":"t"}"#),
        "GET /api/v1/things?limit=200" => (200, "application/json", r#"{"items":[1,2],"next":"n2"}"#),
        "GET /api/v1/things?limit=200&after=n2" => (200, "application/json", r#"{"items":[3],"next":null}"#),
        _ => (404, "application/problem+json", r#"{"code":"not_found"}"#),
    });
    let api = Api::sign_in(&address, "anna@desk.example", "secret");
    assert_eq!(api.list("/things"), [json!(1), json!(2), json!(3)]);
    let missing = api.patch("/things/9", &json!({"status": "open"}));
    assert_eq!((missing.status, missing.json()["code"].as_str()), (404, Some("not_found")));
    assert_eq!(missing.header("content-type"), Some("application/problem+json"));
}

#[test]
fn the_client_reads_server_sent_events() {
    let stream = ": hello\n\nid: 7\nevent: message.created\ndata: {\"seq\":7,\"id\":\"c1\"}\n\nid: 8\nevent: settings.changed\ndata: {\"seq\":8}\n\n";
    let address = canned_server(move |_| (200, "text/event-stream", stream));
    let events = Api::new(&address).events(None);
    let event = events.wait_for("a changed setting", |event| event.name == "settings.changed");
    assert_eq!((event.id.as_str(), &event.data["seq"]), ("8", &json!(8)));
    events.await_end();
}
