//! `staffetta deliver`, the pipe of any mail server: its exit codes tell the server what to do with the mail.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use super::{Desk, SUPPORT, letter, program};

fn deliver(desk: &Desk, mailbox: &str, further: &[&str], raw: &[u8]) -> Output {
    let mut command = Command::new(program());
    command.args(["deliver", "--mailbox", mailbox, "--data"]).arg(desk.program.data()).args(further);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that has read enough may close its input first.
    let _ = child.stdin.take().expect("piped").write_all(raw);
    child.wait_with_output().expect("the program ends")
}

/// 0 when the mail is durable, 67 for an unknown address, 75 when the server is to try again.
#[test]
fn the_pipe_tells_the_server_whether_the_mail_was_taken() {
    let mut desk = Desk::with_support();
    let raw = letter("By pipe", "Hello.").raw();
    let taken = deliver(&desk, SUPPORT, &[], &raw);
    assert_eq!(taken.status.code(), Some(0), "{}", String::from_utf8_lossy(&taken.stderr));
    let conversation = desk.api.await_conversation("By pipe");
    assert_eq!(conversation["mailbox"]["address"], SUPPORT);
    let unknown = deliver(&desk, "nobody@desk.example", &[], &raw);
    assert_eq!(unknown.status.code(), Some(67));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("nobody@desk.example"));
    let unreachable = ["--database", "postgres://staffetta@127.0.0.1:1/desk"];
    let later = deliver(&desk, SUPPORT, &unreachable, &raw);
    assert_eq!(later.status.code(), Some(75), "{}", String::from_utf8_lossy(&later.stderr));
    // The pipe does not need a running desk: the mail waits for it.
    desk.program.terminate();
    let taken = deliver(&desk, SUPPORT, &[], &letter("By night", "Is anybody there?").raw());
    assert_eq!(taken.status.code(), Some(0), "{}", String::from_utf8_lossy(&taken.stderr));
    desk.program.restart();
    let _ = desk.api.await_conversation("By night");
}
