//! `staffetta deliver`, the pipe of any mail server: its exit codes tell the server what to do with the mail.

use super::{Base, Desk, SUPPORT, give, letter, on_both_databases, pipe};

on_both_databases! {
    the_pipe_tells_the_server_whether_the_mail_was_taken,
}

/// 0 when the mail is durable, 67 for an unknown address, 75 when the server is to try again.
fn the_pipe_tells_the_server_whether_the_mail_was_taken(base: &Base) {
    let mut desk = Desk::with_support(base);
    let raw = letter("By pipe", "Hello.").raw();
    let taken = give(pipe(&desk, base, SUPPORT), &raw);
    assert_eq!(taken.status.code(), Some(0), "{}", String::from_utf8_lossy(&taken.stderr));
    let conversation = desk.api.await_conversation("By pipe");
    assert_eq!(conversation["mailbox"]["address"], SUPPORT);
    let unknown = give(pipe(&desk, base, "nobody@desk.example"), &raw);
    assert_eq!(unknown.status.code(), Some(67));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("nobody@desk.example"));
    let mut unreachable = pipe(&desk, &Base::Sqlite, SUPPORT);
    unreachable.args(["--database", "postgres://staffetta@127.0.0.1:1/desk"]);
    let later = give(unreachable, &raw);
    assert_eq!(later.status.code(), Some(75), "{}", String::from_utf8_lossy(&later.stderr));
    // The pipe does not need a running desk: the mail waits for it.
    desk.program.terminate();
    let taken = give(pipe(&desk, base, SUPPORT), &letter("By night", "Is anybody there?").raw());
    assert_eq!(taken.status.code(), Some(0), "{}", String::from_utf8_lossy(&taken.stderr));
    desk.program.restart();
    let _ = desk.api.await_conversation("By night");
}
