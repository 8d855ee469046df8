//! Reading from IMAP servers that misbehave: after each fault the desk reconnects, nothing is lost, nothing comes twice,
//! and the health of the mailbox says what is wrong (LD-9).

use std::time::Instant;

use journeys::wait::wait_until;
use serde_json::{Value, json};

use super::Desk;
use super::imap_server::{Act, Fault, ImapServer, Ways};

/// One misbehaviour.
struct Case {
    name: &'static str,
    ways: Ways,
    fault: Fault,
    /// What the health says while the fault stands; empty where nothing is wrong.
    health: &'static str,
    /// Whether mail comes in although the fault stands.
    comes: bool,
}

fn case(name: &'static str, at: &'static str, act: Act, health: &'static str, comes: bool) -> Case {
    Case { name, ways: Ways::default(), fault: Fault { at, uid: None, act }, health, comes }
}

const BODY: &str = "BODY.PEEK[]";
const TIMEOUT: &str = "did not answer in time";

fn connection_faults() -> Vec<Case> {
    vec![
        case("bye in mid fetch", BODY, Act::Bye, "closed the connection: going down", false),
        case("cut inside a literal", BODY, Act::CutLiteral, "closed the connection", false),
        case("cut before the answer", BODY, Act::Cut, "closed the connection", false),
        case("endless literal", BODY, Act::HugeLiteral, "sent more than a mail may have", false),
        case("silent greeting", "GREETING", Act::Hang, TIMEOUT, false),
        case("silent login", "LOGIN", Act::Hang, TIMEOUT, false),
        case("silent select", "SELECT", Act::Hang, TIMEOUT, false),
        case("silent list", "UID FETCH", Act::Hang, TIMEOUT, false),
        case("silent fetch", BODY, Act::Hang, TIMEOUT, false),
        case("no answer to idle", "IDLE", Act::Hang, TIMEOUT, true),
        case("silence within idle", "IDLE", Act::Numb, TIMEOUT, true),
        case("refused idle", "IDLE", Act::Answer("NO not now"), "not now", true),
        case("cut at login", "LOGIN", Act::Cut, "closed the connection", false),
        case("no service yet", "LOGIN", Act::Answer("NO [UNAVAILABLE] later"), "later", false),
        case("wrong folder", "SELECT", Act::Answer("NO [NONEXISTENT] none"), "The folder does not exist", false),
        case("refused list", "(UID)", Act::Answer("NO disk on fire"), "disk on fire", false),
        case("bad fetch", "UID FETCH", Act::Answer("BAD what"), "what", false),
        case("all mails refused", BODY, Act::Answer("NO [SERVERBUG] storage is gone"), "storage is gone", false),
        case("all mails without bytes", BODY, Act::NoBytes, "gives no bytes", false),
    ]
}

fn odd_answers() -> Vec<Case> {
    let odd = |name, size| case(name, "UID FETCH", Act::Odd { size }, "", true);
    let without = |name, ways| Case { ways, ..case(name, "NOTHING", Act::Hang, "", true) };
    vec![
        odd("sizes too small", Some(7)),
        odd("sizes too large", Some(900_000_000)),
        odd("sizes beyond counting", Some(99_999_999_999)),
        odd("no sizes", None),
        without("no uidnext", Ways { uid_next: false, ..Ways::default() }),
        without("no idle", Ways { idle: false, ..Ways::default() }),
    ]
}

/// A mailbox of this name that is read from a scripted server.
fn read_from(desk: &Desk, name: &str, server: &ImapServer, more: Value) -> String {
    let mut incoming = json!({
        "kind": "imap", "host": "127.0.0.1", "port": server.port, "tls": "none", "login": "desk", "password": "secret",
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        incoming[field] = value.clone();
    }
    desk.add_mailbox(name, incoming, Value::Null)
}

fn connected(desk: &Desk, name: &str, server: &ImapServer, more: Value) -> String {
    let id = read_from(desk, name, server, more);
    desk.await_health(&id, "receiving", "ok", "connected");
    id
}

/// Goes through a table on one desk: connected, then the fault stands while three mails arrive, then it is healed.
fn go_through(cases: Vec<Case>) {
    let desk = Desk::start(Vec::new());
    let played: Vec<(Case, ImapServer)> = cases
        .into_iter()
        .map(|case| (ImapServer::start(case.ways.clone()), case))
        .map(|(server, case)| (case, server))
        .collect();
    let ids: Vec<String> =
        played.iter().map(|(case, server)| connected(&desk, case.name, server, Value::Null)).collect();
    let subject = |case: &Case, number: u32| format!("{} {number}", case.name);
    for (case, server) in &played {
        server.fault(case.fault);
        for number in 1..=3 {
            server.append(&subject(case, number));
        }
    }
    for ((case, _), id) in played.iter().zip(&ids).filter(|((case, _), _)| !case.health.is_empty()) {
        desk.await_health(id, "receiving", "failing", case.health);
    }
    let come: Vec<String> = played
        .iter()
        .filter(|(case, _)| case.comes)
        .flat_map(|(case, _)| (1..=3).map(|number| subject(case, number)))
        .collect();
    desk.await_subjects(&come);
    for (case, server) in &played {
        server.heal();
        server.append(&subject(case, 4));
    }
    let mut all: Vec<String> =
        played.iter().flat_map(|(case, _)| (1..=4).map(|number| subject(case, number))).collect();
    all.sort();
    desk.await_subjects(&all);
    for id in &ids {
        desk.await_health(id, "receiving", "ok", "connected");
    }
    assert_eq!(desk.subjects(), all, "each mail once, and none from before the desk came");
    assert_eq!(desk.held(), []);
    assert_eq!(desk.api.list("/arrivals?state=ignored"), Vec::<Value>::new(), "no mail was taken in twice");
}

/// LD-9
#[test]
fn after_each_fault_of_an_imap_connection_every_mail_arrives_once() {
    go_through(connection_faults());
}

///
#[test]
fn odd_but_harmless_answers_of_an_imap_server_change_nothing() {
    go_through(odd_answers());
}

/// X-1, edge case 29: one mail that its server does not give is held with its reason; the others arrive meanwhile.
#[test]
fn one_unfetchable_mail_is_passed_over_visibly_and_blocks_nothing() {
    let desk = Desk::start(Vec::new());
    let acts = [
        ("refused", BODY, Act::Answer("NO [SERVERBUG] this mail is damaged")),
        ("without bytes", BODY, Act::NoBytes),
        ("left out", BODY, Act::LeaveOut),
        ("deadly", BODY, Act::Cut),
        ("huge", BODY, Act::HugeLiteral),
        ("silent", BODY, Act::Hang),
        ("deadly with its header", "BODY.PEEK", Act::Cut),
    ];
    let mut expected = Vec::new();
    let mut held = Vec::new();
    let mut played = Vec::new();
    for (name, at, act) in acts {
        let server = ImapServer::start(Ways::default());
        let id = connected(&desk, name, &server, Value::Null);
        // The old mail has UID 3, the first new one 7.
        server.fault(Fault { at, uid: Some(8), act });
        for number in 1..=4 {
            let subject = format!("{name} {number}");
            server.append(&subject);
            if number == 2 {
                // The header says what it is, where the server gives that.
                let known = if at == BODY { subject } else { String::new() };
                held.push((known, "unfetchable".to_owned()));
            } else {
                expected.push(subject);
            }
        }
        played.push((name, server, id));
    }
    desk.await_subjects(&expected);
    for (_, _, id) in &played {
        desk.await_health(id, "receiving", "ok", "connected");
    }
    held.sort();
    wait_until("all of them to be held", || desk.held().len() >= held.len());
    assert_eq!(desk.held(), held);
    for (name, server, _) in &played {
        expected.push(format!("{name} 5"));
        server.append(&format!("{name} 5"));
    }
    desk.await_subjects(&expected);
    expected.sort();
    assert_eq!(desk.subjects(), expected);
    assert_eq!(desk.held(), held, "passed over once");
    for one in desk.api.list("/arrivals?state=held") {
        let retried = desk.api.post(&format!("/arrivals/{}/retry", one["id"].as_str().unwrap()), &Value::Null);
        retried.accept(202);
    }
    wait_until("all of them to be held again", || desk.held() == held);
    assert_eq!(desk.subjects(), expected, "a header alone is no message");
}

/// what is not there is no fault: the mail that vanished is passed over, the others arrive.
#[test]
fn a_mail_expunged_while_it_is_fetched_is_passed_over_silently() {
    let desk = Desk::start(Vec::new());
    let server = ImapServer::start(Ways::default());
    let id = connected(&desk, "expunge", &server, Value::Null);
    server.fault(Fault { at: BODY, uid: Some(8), act: Act::Expunge });
    for number in 1..=4 {
        server.append(&format!("expunge {number}"));
    }
    let expected = ["expunge 1", "expunge 3", "expunge 4"].map(str::to_owned);
    desk.await_subjects(&expected);
    desk.await_health(&id, "receiving", "ok", "connected");
    assert_eq!(desk.subjects(), expected);
    assert_eq!(desk.held(), []);
}

/// X-1, spec.md §4: the same mails under new UIDs are known, the new one among them arrives, whatever fails meanwhile.
#[test]
fn a_flip_of_uidvalidity_brings_nothing_twice_and_loses_nothing() {
    let desk = Desk::start(Vec::new());
    let cases = [
        ("plain flip", None),
        ("flip with bye", Some(Fault { at: "HEADER.FIELDS", uid: None, act: Act::Bye })),
        ("flip with silence", Some(Fault { at: BODY, uid: None, act: Act::Hang })),
        ("flip with refusal", Some(Fault { at: BODY, uid: None, act: Act::Answer("NO not now") })),
    ];
    let mut expected = Vec::new();
    let mut played = Vec::new();
    for (name, fault) in cases {
        let server = ImapServer::start(Ways::default());
        let id = connected(&desk, name, &server, Value::Null);
        for number in 1..=5 {
            server.append(&format!("{name} {number}"));
            expected.push(format!("{name} {number}"));
        }
        played.push((name, fault, server, id));
    }
    desk.await_subjects(&expected);
    for (name, fault, server, _) in &played {
        fault.iter().for_each(|fault| server.fault(*fault));
        server.flip(&format!("{name} new"));
        expected.push(format!("{name} new"));
    }
    for (_, _, server, id) in played.iter().filter(|(_, fault, ..)| fault.is_some()) {
        desk.await_health(id, "receiving", "failing", "Receiving does not work");
        server.heal();
    }
    desk.await_subjects(&expected);
    for (name, _, server, id) in &played {
        desk.await_health(id, "receiving", "ok", "connected");
        server.append(&format!("{name} later"));
        expected.push(format!("{name} later"));
    }
    desk.await_subjects(&expected);
    expected.sort();
    assert_eq!(desk.subjects(), expected);
    assert_eq!(desk.api.list("/arrivals?state=ignored"), Vec::<Value>::new(), "no mail was taken in twice");
}

/// LD-9: a refused login is said in a sentence and not tried again and again.
#[test]
fn a_refused_login_is_said_and_not_hammered() {
    let desk = Desk::start(Vec::new());
    let server = ImapServer::start(Ways::default());
    server.fault(Fault { at: "LOGIN", uid: None, act: Act::Answer("NO [AUTHENTICATIONFAILED] wrong password") });
    let began = Instant::now();
    let id = read_from(&desk, "refused", &server, Value::Null);
    desk.await_health(&id, "receiving", "failing", "refused the login (wrong password)");
    let logins = || server.heard().iter().filter(|command| command.starts_with("LOGIN")).count() as u64;
    wait_until("the login to be tried again", || logins() >= 3);
    // One while it is saved; then at most one a second, which stands for two minutes outside of tests.
    assert!(logins() <= 2 + began.elapsed().as_secs(), "{} logins", logins());
    server.heal();
    desk.await_health(&id, "receiving", "ok", "connected");
}

/// LD-9: what the server cannot do to a mail keeps it from nothing; each is taken in once.
#[test]
fn mails_are_marked_and_moved_as_far_as_the_server_can() {
    let desk = Desk::start(Vec::new());
    let moved = json!({"after": "move", "move_to": "Done"});
    let cases = [
        ("moved", Ways::default(), &moved, "UID MOVE 7 \"Done\""),
        ("copied", Ways { moves: false, ..Ways::default() }, &moved, "UID EXPUNGE 7"),
        ("seen", Ways::default(), &json!({"after": "seen"}), "UID STORE 7 +FLAGS.SILENT (\\Seen)"),
    ];
    for (name, ways, more, command) in cases {
        let server = ImapServer::start(ways);
        let id = connected(&desk, name, &server, more.clone());
        let refused =
            Fault { at: command.split(' ').nth(1).unwrap(), uid: None, act: Act::Answer("NO [TRYCREATE] no") };
        server.fault(refused);
        let subjects: Vec<String> = (1..=2).map(|number| format!("{name} {number}")).collect();
        for subject in &subjects {
            server.append(subject);
        }
        desk.await_subjects(&subjects);
        desk.await_health(&id, "receiving", "failing", "Receiving does not work");
        server.heal();
        desk.await_health(&id, "receiving", "ok", "connected");
        assert!(server.heard().iter().any(|heard| heard == command), "{:?}", server.heard());
        let here = desk.subjects();
        assert_eq!(here.iter().filter(|subject| subject.starts_with(name)).count(), 2, "{here:?}");
    }
}

/// Assurance C4: bytes without end cost no memory, and the next connection works.
#[test]
fn an_announcement_of_a_hundred_gigabytes_costs_no_memory() {
    let desk = Desk::start(Vec::new());
    let server = ImapServer::start(Ways::default());
    let id = connected(&desk, "flood", &server, Value::Null);
    let before = peak_memory_kib(desk.program.id());
    server.fault(Fault { at: BODY, uid: None, act: Act::HugeLiteral });
    server.append("after the flood");
    desk.await_health(&id, "receiving", "failing", "sent more than a mail may have");
    let asked = || server.heard().iter().filter(|command| command.contains(BODY)).count();
    let so_far = asked();
    wait_until("more floods", || asked() >= so_far + 3);
    let grown = peak_memory_kib(desk.program.id()) - before;
    assert!(grown <= 80 * 1024, "the desk grew by {grown} KiB");
    server.heal();
    desk.await_subjects(&["after the flood".to_owned()]);
    desk.await_health(&id, "receiving", "ok", "connected");
}

/// The most memory that a process ever held.
fn peak_memory_kib(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
