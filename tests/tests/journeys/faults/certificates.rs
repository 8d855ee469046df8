//! Certificates of mail servers: a wrong name, an expired or a self-signed one is refused, with the sentence that says
//! which, wherever a person looks; one of a trusted authority works (LD-1, LD-9, assurance C3).

use std::fs;
use std::process::Command;
use std::sync::Arc;

use journeys::authority::{Authority, Identity};
use journeys::staffetta::program;
use rustls::ServerConfig;
use serde_json::{Value, json};

use super::Desk;
use super::imap_server::{self, Act, Fault, ImapServer, Tls};
use super::smtp_server::{self, SmtpServer};

/// What a server needs to show this certificate.
pub fn config(identity: &Identity) -> Arc<ServerConfig> {
    let read = |path| fs::read_to_string(path).expect("a file of the authority");
    let identity = wire::tls::identity_from_pem(&read(&identity.certificate), &read(&identity.key));
    identity.expect("a certificate of the authority").server_config()
}

struct Servers {
    imap: ImapServer,
    smtp: SmtpServer,
    incoming: Value,
    outgoing: Value,
}

fn servers(tls: Tls, config: &Arc<ServerConfig>) -> Servers {
    let both = || Some((tls, Arc::clone(config)));
    let imap = ImapServer::start(imap_server::Ways { tls: both(), ..imap_server::Ways::default() });
    let smtp = SmtpServer::start(smtp_server::Ways { tls: both(), auth: true, size: None });
    let word = if tls == Tls::Implicit { "implicit" } else { "starttls" };
    let place =
        |port: u16| json!({"host": "localhost", "port": port, "tls": word, "login": "desk", "password": "secret"});
    let (mut incoming, outgoing) = (place(imap.port), place(smtp.port));
    incoming["kind"] = json!("imap");
    Servers { imap, smtp, incoming, outgoing }
}

/// Nothing secret reached the servers.
fn assert_no_login(servers: &Servers, name: &str) {
    let heard = [servers.imap.heard(), servers.smtp.heard()].concat();
    assert!(!heard.iter().any(|line| line.contains("LOGIN ") || line.contains("AUTH")), "{name}: {heard:?}");
}

/// LD-1, LD-9, X-11
#[test]
fn a_certificate_that_does_not_fit_is_refused_with_its_sentence() {
    let authority = Authority::new();
    let trust = authority.certificate.clone();
    let desk = Desk::start(vec!["--trust".into(), trust.clone().into_os_string()]);
    let self_signed = wire::tls::self_signed("localhost").unwrap().server_config();
    let certificates = [
        ("wrong name", config(&authority.identity_of_another_name()), "certificate is for another name"),
        ("expired", config(&authority.expired_identity()), "certificate has expired"),
        ("self signed", self_signed, "certificate is not trusted"),
        ("foreign", config(&Authority::new().identity()), "certificate is not trusted"),
    ];
    for (kind, config, words) in &certificates {
        for tls in [Tls::Implicit, Tls::StartTls] {
            let servers = servers(tls, config);
            let name = format!("{kind} {}", servers.imap.port);
            let tested = json!({
                "address": "test@desk.example", "incoming": servers.incoming, "outgoing": servers.outgoing,
            });
            let steps = desk.api.post("/mailboxes/test", &tested).json_of(200);
            let failed: Vec<(&str, bool)> = steps
                .as_array()
                .unwrap()
                .iter()
                .map(|step| (step["step"].as_str().unwrap(), step["ok"].as_bool().unwrap()))
                .collect();
            assert_eq!(failed, [("receiving.connect", false), ("sending.connect", false)], "{steps}");
            assert_eq!(steps.to_string().matches(words).count(), 2, "{steps}");

            let mailbox = desk.add_mailbox(&name, servers.incoming.clone(), servers.outgoing.clone());
            let mail = json!({
                "mailbox": mailbox, "to": [{"address": "zoe@customer.example"}], "subject": name, "text": "Hello",
            });
            desk.api.post("/conversations", &mail).accept(201);
            desk.await_health(&mailbox, "receiving", "failing", words);
            desk.await_health(&mailbox, "sending", "failing", words);
            assert_no_login(&servers, &name);

            let address = format!("{}@desk.example", name.replace(' ', "-"));
            let said = mailbox_test(&desk, &trust, &address);
            assert_eq!((said.0, said.1.matches(words).count()), (false, 2), "{}", said.1);
        }
    }
}

/// What `staffetta mailbox test` says, and whether all is well.
fn mailbox_test(desk: &Desk, trust: &std::path::Path, address: &str) -> (bool, String) {
    let mut command = Command::new(program());
    command
        .env("STAFFETTA_PROOF_S", "0")
        .args(["mailbox", "test", address])
        .arg("--data")
        .arg(desk.program.data())
        .arg("--trust")
        .arg(trust);
    let output = command.output().expect("the program starts");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// LD-1, LD-9
#[test]
fn a_certificate_of_a_trusted_authority_works_in_both_directions() {
    let authority = Authority::new();
    let trust = authority.certificate.clone();
    let desk = Desk::start(vec!["--trust".into(), trust.clone().into_os_string()]);
    for tls in [Tls::Implicit, Tls::StartTls] {
        let servers = servers(tls, &config(&authority.identity()));
        let name = format!("trusted {}", servers.imap.port);
        let mailbox = json!({
            "name": name, "address": format!("{}@desk.example", servers.imap.port),
            "incoming": servers.incoming, "outgoing": servers.outgoing,
        });
        let id = desk.api.post("/mailboxes", &mailbox).json_of(201)["id"].as_str().unwrap().to_owned();
        desk.await_health(&id, "receiving", "ok", "connected");
        servers.imap.append(&name);
        desk.await_subjects(std::slice::from_ref(&name));
        let conversation = desk.api.await_conversation(&name)["id"].as_str().unwrap().to_owned();
        let reply = json!({"kind": "reply", "text": "Welcome"});
        desk.api.post(&format!("/conversations/{conversation}/messages"), &reply).accept(201);
        journeys::wait::wait_until("the answer to be taken", || servers.smtp.taken().len() == 1);
        desk.await_health(&id, "sending", "ok", "works");
        let said = mailbox_test(&desk, &trust, &format!("{}@desk.example", servers.imap.port));
        assert!(said.0, "{}", said.1);
    }
}

/// Assurance C3: nothing that came in the clear counts, and nothing secret is said in the clear.
#[test]
fn an_imap_server_that_speaks_too_early_hears_no_password() {
    let authority = Authority::new();
    let desk = Desk::start(vec!["--trust".into(), authority.certificate.clone().into_os_string()]);
    let identity = config(&authority.identity());
    let cases = [
        ("injection", "STARTTLS", Act::Inject, "may be tampered with"),
        ("preauth", "GREETING", Act::Preauth, "may be tampered with"),
        ("refusal", "STARTTLS", Act::Answer("NO not today"), "not today"),
        ("not offered", "CAPABILITY", Act::Answer("OK nothing"), "does not offer STARTTLS"),
    ];
    for (name, at, act, words) in cases {
        let servers = servers(Tls::StartTls, &identity);
        servers.imap.fault(Fault { at, uid: None, act });
        let mailbox = desk.add_mailbox(name, servers.incoming.clone(), Value::Null);
        desk.await_health(&mailbox, "receiving", "failing", words);
        assert_no_login(&servers, name);
        servers.imap.heal();
        desk.await_health(&mailbox, "receiving", "ok", "connected");
        servers.imap.append(&format!("after {name}"));
        desk.await_subjects(&[format!("after {name}")]);
    }
}
