//! Crash: every step of receiving and of sending is killed with SIGKILL, and the desk goes on with the same data as if nothing had
//! been: nothing lost, nothing twice. Judged by the desk's API and by what the receiving server holds.

mod points;
mod random;

use journeys::postgres::fresh_database;
use points::{COPYING, INTAKE, READING, READING_POP3, SENDING};

/// on SQLite; the mail is marked as seen.
#[test]
fn a_kill_at_any_step_of_reading_a_mailbox_loses_and_doubles_nothing() {
    points::kill_reading(None, "seen", READING);
}

/// on SQLite, by POP3; between fetching, storing, deleting and the goodbye.
#[test]
fn a_kill_at_any_step_of_reading_by_pop3_loses_and_doubles_nothing() {
    points::kill_reading(None, "delete", READING_POP3);
    points::kill_reading(None, "delete", &["pop3.fetched:2", "pop3.deleted:2", "pop3.quit:2"]);
}

/// on PostgreSQL, by POP3, around the commit and the deleting.
#[test]
fn a_kill_between_taking_and_deleting_by_pop3_loses_and_doubles_nothing_on_postgresql() {
    let database = fresh_database();
    points::kill_reading(Some(database.url.clone()), "delete", &["pop3.fetched", "receive.committed", "pop3.deleted"]);
}

/// on SQLite, in a later passing of the step; the mail is moved.
#[test]
fn a_kill_at_a_later_mail_of_a_mailbox_loses_and_doubles_nothing() {
    let later =
        ["imap.fetched:2", "receive.committed:2", "imap.marked:2", "imap.cursor_advanced:3", "inbound.parsed:2"];
    points::kill_reading(None, "move", &later);
}

/// on SQLite, by SMTP and LMTP from senders that repeat what was not acknowledged.
#[test]
fn a_kill_at_any_step_of_taking_a_mail_in_loses_and_doubles_nothing() {
    points::kill_intake(None, INTAKE);
    points::kill_intake(None, &["receive.blob_durable:2", "receive.committed:3", "inbound.committed:2"]);
}

/// on SQLite, an answer to two recipients.
#[test]
fn a_kill_at_any_step_of_sending_an_answer_sends_it_once_or_says_that_it_is_uncertain() {
    points::kill_sending(None, SENDING);
}

/// on PostgreSQL, where the commit is another program's.
#[test]
fn a_kill_around_the_commits_loses_and_doubles_nothing_on_postgresql() {
    let database = fresh_database();
    points::kill_reading(Some(database.url.clone()), "seen", &["receive.in_transaction", "imap.marked"]);
    let database = fresh_database();
    let taking = ["receive.committed", "inbound.in_transaction", "inbound.committed"];
    points::kill_intake(Some(database.url.clone()), &taking);
    let database = fresh_database();
    points::kill_sending(Some(database.url.clone()), &["send.marked_sending", "send.dot_intended", "send.dotted"]);
}

/// on SQLite; the copy stands, and nobody could note it any more.
#[test]
fn a_kill_behind_a_copy_makes_it_once_and_sends_nothing_again() {
    points::kill_copying(None);
}

/// the tests above leave no step out.
#[test]
fn every_point_of_the_program_is_killed_by_a_test() {
    let mut killed: Vec<&str> = [READING, READING_POP3, INTAKE, SENDING, COPYING].concat();
    killed.sort_unstable();
    killed.dedup();
    let mut points = flow::fault::POINTS.to_vec();
    points.sort_unstable();
    assert_eq!(killed, points);
}

/// 300 mails and 30 answers under 20 kills at moments that a printed seed draws.
#[test]
fn twenty_random_kills_under_load_lose_and_double_nothing() {
    random::run();
}
