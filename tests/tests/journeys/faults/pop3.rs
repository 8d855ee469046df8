//! Reading from POP3 servers that misbehave: after each fault the desk looks again, nothing is lost, nothing comes twice,
//! nothing is deleted that is not here, and the health of the mailbox says what is wrong (LD-9, SB-2).

use journeys::wait::wait_until;
use serde_json::{Value, json};

use super::Desk;
use super::pop3_server::{Act, Fault, Pop3Server};

const TIMEOUT: &str = "did not answer in time";
const CLOSED: &str = "closed the connection";

fn read_from(desk: &Desk, name: &str, server: &Pop3Server, after: &str) -> String {
    let incoming = json!({
        "kind": "pop3", "host": "127.0.0.1", "port": server.port, "tls": "none", "login": "desk", "password": "secret",
        "after": after,
    });
    let id = desk.add_mailbox(name, incoming, Value::Null);
    desk.await_health(&id, "receiving", "ok", "connected");
    id
}

fn await_looks(server: &Pop3Server) {
    let before = server.heard("QUIT");
    wait_until("two more looks", || server.heard("QUIT") >= before + 2);
}

/// Nothing came twice, not even to be ignored, and nothing is held.
fn assert_once(desk: &Desk, wanted: &[String]) {
    let mut wanted = wanted.to_vec();
    wanted.sort();
    assert_eq!(desk.subjects(), wanted);
    let ignored = desk.api.list("/arrivals?state=ignored");
    assert!(ignored.is_empty(), "fetched twice: {ignored:?}");
    assert!(desk.held().is_empty(), "{:?}", desk.held());
}

/// X-1, assurance test 5: each fault stands while three mails arrive, is told, and is healed.
#[test]
fn a_pop3_server_that_fails_costs_no_mail_and_brings_none_twice() {
    let cases = [
        ("silent greeting", "GREETING", Act::Hang, TIMEOUT),
        ("no greeting", "GREETING", Act::Answer("-ERR not today"), "not today"),
        ("silent login", "PASS", Act::Hang, TIMEOUT),
        ("refused login", "PASS", Act::Answer("-ERR [AUTH] wrong"), "refused the login"),
        ("locked", "PASS", Act::Answer("-ERR [IN-USE] locked"), "Another program reads"),
        ("cut list", "LIST", Act::CutInside, CLOSED),
        ("flooded list", "LIST", Act::Flood, "sent more than a mail may have"),
        ("silent names", "UIDL", Act::Hang, TIMEOUT),
        ("no names", "UIDL", Act::Answer("-ERR what"), "does not name its mails"),
        ("cut names", "UIDL", Act::CutInside, CLOSED),
        ("cut mail", "RETR", Act::CutInside, CLOSED),
        ("silent mail", "RETR", Act::Hang, TIMEOUT),
        ("flooded mail", "RETR", Act::Flood, "sent more than a mail may have"),
        ("cut at deleting", "DELE", Act::Cut, CLOSED),
        ("cut before the goodbye", "QUIT", Act::Cut, CLOSED),
        ("cut after the goodbye", "QUIT", Act::CutAfter, CLOSED),
    ];
    let desk = Desk::start(Vec::new());
    let servers: Vec<Pop3Server> = cases.iter().map(|_| Pop3Server::start()).collect();
    let read = |(case, server): (&(&str, _, _, _), &Pop3Server)| read_from(&desk, case.0, server, "delete");
    let ids: Vec<String> = cases.iter().zip(&servers).map(read).collect();
    let mut wanted = Vec::new();
    for ((name, at, act, _), server) in cases.iter().zip(&servers) {
        server.fault(Fault { at, name: None, act: *act });
        for number in 1..=3 {
            let subject = format!("{name} {number}");
            server.append(&subject);
            wanted.push(subject);
        }
    }
    for ((.., words), id) in cases.iter().zip(&ids) {
        desk.await_health(id, "receiving", "failing", words);
    }
    servers.iter().for_each(Pop3Server::heal);
    desk.await_subjects(&wanted);
    for (((name, ..), server), id) in cases.iter().zip(&servers).zip(&ids) {
        desk.await_health(id, "receiving", "ok", "connected");
        wait_until(&format!("{name}: what is here to be deleted"), || server.left() == ["before the desk came"]);
    }
    assert_once(&desk, &wanted);
}

/// X-1, edge case 29: one mail that does not come is held with its reason, and the others are here long before.
#[test]
fn one_mail_that_a_pop3_server_does_not_give_blocks_no_other() {
    let desk = Desk::start(Vec::new());
    for (name, act) in [("refused", Act::Answer("-ERR broken")), ("deadly", Act::Cut)] {
        let server = Pop3Server::start();
        let id = read_from(&desk, name, &server, "nothing");
        server.fault(Fault { at: "RETR", name: Some("bad"), act });
        server.append(&format!("{name} before"));
        server.append_named(&format!("{name} itself"), "bad");
        server.append(&format!("{name} behind"));
        desk.await_subjects(&[format!("{name} before"), format!("{name} behind")]);
        // Only mails that come through prove that the server works.
        let subject = format!("{name} itself");
        let mut number = 0;
        wait_until("the mail to be held", || {
            number += 1;
            if number % 8 == 0 {
                server.append(&format!("{name} later {number}"));
            }
            desk.held().contains(&(subject.clone(), "unfetchable".to_owned()))
        });
        desk.await_health(&id, "receiving", "ok", "connected");
    }
}

/// names that break the rules of POP3 still name mails: none is lost, none comes twice.
#[test]
fn odd_names_of_mails_are_names_too() {
    let desk = Desk::start(Vec::new());
    let server = Pop3Server::start();
    read_from(&desk, "odd", &server, "nothing");
    let long = "x".repeat(900);
    let names = ["same", "same", "with a space", "\u{1}\u{7f}ž", &long, "same"];
    let subjects: Vec<String> = (1..=names.len()).map(|number| format!("odd {number}")).collect();
    for (subject, name) in subjects.iter().zip(names) {
        server.append_named(subject, name);
    }
    desk.await_subjects(&subjects);
    await_looks(&server);
    assert_once(&desk, &subjects);
    assert_eq!(server.heard("RETR"), names.len());
}

/// a name that a server gives to another mail deletes nothing that is not here.
#[test]
fn names_that_are_given_again_lose_no_mail() {
    let desk = Desk::start(Vec::new());
    let server = Pop3Server::start();
    server.name_by_place();
    read_from(&desk, "again", &server, "delete");
    let mut wanted = Vec::new();
    for round in 1..=4 {
        // Of the same length, so that neither name nor size tells them apart.
        let subjects = [format!("again {round} a"), format!("again {round} b")];
        subjects.iter().for_each(|subject| server.append(subject));
        wanted.extend(subjects);
        desk.await_subjects(&wanted);
        wait_until("the mails to be deleted", || server.left() == ["before the desk came"]);
    }
    assert_once(&desk, &wanted);
}

/// a mail without a name could not be known again: it stays where it is, and the health says so.
#[test]
fn mails_without_names_stay_on_the_server_and_are_told() {
    let desk = Desk::start(Vec::new());
    let server = Pop3Server::start();
    let id = read_from(&desk, "nameless", &server, "delete");
    server.append_named("nameless one", "");
    server.append("named one");
    desk.await_health(&id, "receiving", "failing", "does not name its mails");
    desk.await_subjects(&["named one".to_owned()]);
    wait_until("the named one to be deleted", || server.left() == ["before the desk came", "nameless one"]);
    assert_once(&desk, &["named one".to_owned()]);
}
