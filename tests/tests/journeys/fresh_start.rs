//! A newcomer's first minutes: a clone in an empty folder, `make demo`, and the whole path through the API.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use journeys::api::Api;
use journeys::process::Server;
use journeys::scratch::{Scratch, repository};
use journeys::smtp::Reply;
use journeys::staffetta::{Options, Staffetta};
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};

/// From nothing this takes as long as a build does.
const BUILD_DEADLINE: Duration = Duration::from_secs(1_500);

fn mail(subject: &str, id: &str, more: &str) -> String {
    format!(
        "From: Kim <kim@customer.example>\r\nTo: support@acme.example\r\nSubject: {subject}\r\nMessage-ID: <{id}@customer.example>\r\n\
         Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n{more}\r\nDoes it work?\r\n"
    )
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn ready_line(server: &mut Server) -> Value {
    let output = server.child().stdout.take().expect("piped at the start");
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // The build speaks on standard output too; only the demo's own line is JSON.
            if line.starts_with('{') && sender.send(line).is_err() {
                break;
            }
        }
    });
    let line = lines.recv_timeout(BUILD_DEADLINE).unwrap_or_else(|_| panic!("no ready line:\n{}", server.tail()));
    serde_json::from_str(&line).expect("the ready line is JSON")
}

/// A folder for this clone's builds. Cargo gives the crates of two clones the same names, so in the folder of the tests it
/// would replace what they were built with. It is kept, so that the next run finds the dependencies.
fn builds() -> PathBuf {
    let tests = std::env::current_exe().expect("the path of this test");
    let debug = tests.ancestors().nth(2).expect("tests are built in debug/deps");
    debug.with_file_name("fresh-start")
}

/// LD-8, X-1
#[test]
fn a_fresh_clone_is_a_working_desk_with_one_command() {
    let folder = Scratch::new("fresh-start");
    let clone = folder.join("clone");
    let cloned = Command::new("git").args(["clone", "--quiet"]).arg(repository()).arg(&clone).status().unwrap();
    assert!(cloned.success(), "git clone failed");
    // In the background: the build must not take the time of the journeys beside it.
    let mut command = Command::new("nice");
    command.args(["-n", "15", "make"]).env("CARGO_TARGET_DIR", builds());
    command.arg("-C").arg(&clone).args(["--silent", "demo", "HTTP=127.0.0.1:0", "SMTP=127.0.0.1:0"]);
    command.arg("ARGS=--ready-json --empty");
    let mut server = Server::start_piped("make-demo", &mut command, &folder.join("make-demo.log"));
    let ready = ready_line(&mut server);
    let agent = &ready["agents"][0];
    let api = Api::sign_in(&word(&ready["http"]), &word(&agent["email"]), &word(&agent["password"]));
    let port: u16 = word(&ready["smtp"]).rsplit_once(':').unwrap().1.parse().unwrap();

    send(port, &mail("A first question", "first", ""));
    let id = word(&api.await_conversation("A first question")["id"]);
    let answer = json!({"kind": "reply", "text": "It does."});
    api.post(&format!("/conversations/{id}/messages"), &answer).accept(201);
    let sent = api.wait_for("the answer to leave", "/sandbox/mails", |mails| mails.as_array()?.first().cloned());
    assert_eq!(sent["to"], json!(["kim@customer.example"]));
    let raw = word(&sent["raw"]);
    assert!(raw.contains("In-Reply-To: <first@customer.example>") && raw.contains("It does."), "{raw}");
    let own = raw.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("a Message-ID").to_owned();
    send(port, &mail("Another subject", "second", &format!("In-Reply-To: {own}\r\n")));
    let messages = api.wait_for("the customer's answer to join", &format!("/conversations/{id}"), |conversation| {
        let messages = conversation["messages"].as_array()?.clone();
        (messages.len() == 3).then_some(messages)
    });
    assert_eq!(messages[2]["kind"], "inbound");
    assert_eq!(api.list("/conversations?view=all").len(), 1, "one matter, one conversation");

    let group = Pid::from_raw(i32::try_from(server.id()).unwrap()).unwrap();
    kill_process_group(group, Signal::TERM).unwrap();
    server.wait(Duration::from_secs(10));
}

fn send(port: u16, mail: &str) {
    let replies = journeys::smtp::send(port, "kim@customer.example", &["support@acme.example"], mail.as_bytes());
    assert!(replies.iter().all(Reply::accepted), "{replies:?}");
}

/// The contract of `demo`: it ends with 0 when asked, and an existing folder goes on where it was.
#[test]
fn the_demo_ends_when_asked_and_goes_on_in_its_folder() {
    let mut demo = Staffetta::demo(Options { arguments: vec!["--empty".into()], ..Options::default() });
    assert_eq!(demo.ready["agents"][0]["role"], "admin", "the first agent is an admin: {}", demo.ready);
    send(demo.smtp_port(), &mail("Before the end", "before", ""));
    let api = demo.signed_in();
    let id = word(&api.await_conversation("Before the end")["id"]);
    api.post(&format!("/conversations/{id}/messages"), &json!({"kind": "reply", "text": "Noted."})).accept(201);
    api.wait_for("the answer to leave", "/sandbox/mails", |mails| mails.as_array()?.first().cloned());

    let status = demo.terminate();
    assert!(status.success(), "SIGTERM ends the demo with {status}");

    demo.restart();
    let api = demo.signed_in();
    assert_eq!(api.await_conversation("Before the end")["status"], "answered");
    assert_eq!(api.get("/sandbox/mails").json_of(200).as_array().unwrap().len(), 1, "what was caught is still there");
    let refused = journeys::smtp::send(demo.smtp_port(), "kim@customer.example", &["nobody@acme.example"], b"x");
    assert_eq!(refused.first().map(|reply| reply.code), Some(550), "{refused:?}");
}
