//! The folders beside the one that is read: copies of what we send, answers that colleagues send from the mailbox itself,
//! and the Junk folder; and what servers mark as spam. With a real Dovecot and a real Postfix.

use journeys::dovecot::{Dovecot, PASSWORD};
use journeys::imap::StoredMail;
use journeys::postfix::{Postfix, Route};
use journeys::staffetta::Options;
use journeys::wait::wait_until;
use serde_json::{Value, json};

use super::{AGENT, AGENT_PASSWORD, Base, CUSTOMER, Desk, READ, Staffetta, on_both_databases};
use crate::letters::Letter;

on_both_databases! {
    what_is_sent_is_copied_once_into_the_sent_folder,
    a_colleagues_answer_from_the_mailbox_itself_is_recorded_and_not_sent_again,
    what_lies_in_the_junk_folder_is_held_and_nothing_there_is_touched,
}

/// A desk between Dovecot and Postfix, which both know the mailbox and the customer.
struct Site {
    desk: Desk,
    dovecot: Dovecot,
    postfix: Postfix,
}

impl Site {
    fn start(base: &Base) -> Self {
        let dovecot = Dovecot::start(&[READ, CUSTOMER]);
        let routes =
            [Route::Lmtp("box.example", dovecot.lmtp_port), Route::Lmtp("customer.example", dovecot.lmtp_port)];
        let postfix = Postfix::start(&routes, None);
        let quick = [("STAFFETTA_POLL_S", "1"), ("STAFFETTA_BACKOFF_DIVISOR", "3600")];
        let environment = quick.map(|(name, value)| (name.to_owned(), value.into())).to_vec();
        let program = Staffetta::serve(Options { environment, ..base.options() });
        let api = program.set_up(AGENT, AGENT_PASSWORD);
        let desk = Desk { program, api };
        desk.channel(true);
        Self { desk, dovecot, postfix }
    }

    fn mailbox(&self, further: &Value) -> String {
        let mut incoming = json!({"kind": "imap", "host": "127.0.0.1", "port": self.dovecot.imap_port, "tls": "none",
            "login": READ, "password": PASSWORD});
        incoming.as_object_mut().expect("an object").extend(further.as_object().expect("an object").clone());
        let outgoing = json!({"host": "127.0.0.1", "port": self.postfix.smtp_port, "tls": "none"});
        let id =
            self.desk.mailbox(&json!({"name": "Help", "address": READ, "incoming": incoming, "outgoing": outgoing}));
        self.desk.await_connected(&id);
        id
    }

    fn await_watching(&self, mailbox: &str) {
        self.desk.api.wait_for("the folders beside to be watched", &format!("/mailboxes/{mailbox}"), |mailbox| {
            (mailbox["health"]["watching"]["state"] == "ok").then_some(())
        });
    }

    /// A question of the customer that has become a conversation.
    fn question(&self, subject: &str) -> (Letter, String) {
        let question = Letter::new(CUSTOMER, READ, subject, "Where are they?");
        self.dovecot.append(READ, "INBOX", &question.raw());
        let id = self.desk.api.await_conversation(subject)["id"].as_str().expect("an id").to_owned();
        (question, id)
    }

    fn answer(&self, conversation: &str, text: &str) {
        let path = format!("/conversations/{conversation}/messages");
        self.desk.api.post(&path, &json!({"kind": "reply", "text": text})).accept(201);
    }

    fn sent(&self) -> Vec<StoredMail> {
        self.dovecot.mails(READ, "Sent")
    }
}

fn id_of(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw).into_owned();
    let line = text.lines().find(|line| line.to_lowercase().starts_with("message-id:")).expect("a Message-ID");
    line.split_once('<').expect("an id").1.trim_end_matches('>').to_owned()
}

/// SO-1, X-1: the copy has the bytes and the Message-ID of what the customer got; a Sent folder is made where there is none.
fn what_is_sent_is_copied_once_into_the_sent_folder(base: &Base) {
    let site = Site::start(base);
    let id = site.mailbox(&json!({"watch_sent": false}));
    let (_, conversation) = site.question("Keys");
    site.answer(&conversation, "Under the mat.");
    let got = site.dovecot.await_mails(CUSTOMER, "INBOX", 1);
    wait_until("the copy", || site.dovecot.session(READ).try_command("STATUS Sent (MESSAGES)").is_ok());
    let copies = site.dovecot.await_mails(READ, "Sent", 1);
    assert_eq!((copies.len(), id_of(&copies[0].raw)), (1, id_of(&got[0].raw)));
    assert!(copies[0].flags.contains(&"\\Seen".to_owned()), "{:?}", copies[0].flags);
    site.desk.api.wait_for("the health of copying", &format!("/mailboxes/{id}"), |mailbox| {
        (mailbox["health"]["copying"]["state"] == "ok").then_some(())
    });
    let incoming = json!({"kind": "imap", "host": "127.0.0.1", "port": site.dovecot.imap_port, "tls": "none", "login": READ,
        "copy_sent": false});
    site.desk.api.patch(&format!("/mailboxes/{id}"), &json!({"incoming": incoming})).accept(200);
    site.answer(&conversation, "Or under the pot.");
    assert_eq!(site.dovecot.await_mails(CUSTOMER, "INBOX", 2).len(), 2);
    assert_eq!(site.sent().len(), 1, "copied although that was switched off");
}

/// SO-1, LA-7, X-1: it stands in the conversation as the team's, the customer gets nothing twice, and threads by it; our own
/// copies in the same folder are known.
fn a_colleagues_answer_from_the_mailbox_itself_is_recorded_and_not_sent_again(base: &Base) {
    let site = Site::start(base);
    site.dovecot.session(READ).command("CREATE Sent");
    let id = site.mailbox(&json!({"watch_sent": true}));
    site.await_watching(&id);
    let (question, conversation) = site.question("Keys");
    let answer = Letter::new(&format!("Ben <{READ}>"), CUSTOMER, "Re: Keys", "Under the mat. Ben");
    let answer = answer.answering(&question.raw());
    site.dovecot.append(READ, "Sent", &answer.raw());
    let path = format!("/conversations/{conversation}");
    let after = site.desk.api.wait_for("the colleague's answer", &path, |conversation| {
        (conversation["messages"].as_array()?.len() == 2).then(|| conversation.clone())
    });
    let message = &after["messages"][1];
    assert_eq!((message["kind"].as_str(), message["delivery"].clone()), (Some("outbound"), Value::Null));
    assert_eq!((after["status"].as_str(), message["from"]["address"].as_str()), (Some("answered"), Some(READ)));
    assert!(message["text"].as_str().unwrap().starts_with("Under the mat."));
    // The customer's answer to it names an id that only the colleague's mail has.
    let thanks = Letter::new(CUSTOMER, READ, "Re: Keys", "Thank you.").answering(&answer.raw());
    site.dovecot.append(READ, "INBOX", &thanks.raw());
    site.desk
        .api
        .wait_for("the thanks", &path, |conversation| (conversation["messages"].as_array()?.len() == 3).then_some(()));
    site.answer(&conversation, "You are welcome.");
    let got = site.dovecot.await_mails(CUSTOMER, "INBOX", 1);
    let _ = site.dovecot.await_mails(READ, "Sent", 2);
    site.desk.api.wait_for("our own copy to be known", "/arrivals?state=ignored&limit=50", |page| {
        let known = |item: &Value| item["reason"] == "duplicate-of";
        page["items"].as_array()?.iter().any(known).then_some(())
    });
    let elsewhere = Letter::new(READ, "else@customer.example", "Lunch", "At noon?");
    site.dovecot.append(READ, "Sent", &elsewhere.raw());
    assert_eq!(site.desk.await_arrival("ignored", "Lunch")["reason"], "sent-elsewhere");
    let all = site.desk.api.get(&path).json_of(200);
    assert_eq!(all["messages"].as_array().unwrap().len(), 4, "{all}");
    assert_eq!(got.len(), 1, "the customer got the colleague's answer again");
    assert_eq!(site.dovecot.mails(CUSTOMER, "INBOX").len(), 1);
}

/// Edge case 29: the server's own filter is told, and the mail can be released.
fn what_lies_in_the_junk_folder_is_held_and_nothing_there_is_touched(base: &Base) {
    let site = Site::start(base);
    site.dovecot.session(READ).command("CREATE Junk");
    site.dovecot.append(READ, "Junk", &Letter::new(CUSTOMER, READ, "Old junk", "Long ago.").raw());
    let id = site.mailbox(&json!({"watch_junk": true, "after": "seen"}));
    site.await_watching(&id);
    site.dovecot.append(READ, "Junk", &Letter::new(CUSTOMER, READ, "Win now", "A watch.").raw());
    assert_eq!(site.desk.await_arrival("held", "Win now")["reason"], "junk-folder");
    site.desk.api.patch("/settings", &json!({"allowed_senders": ["@customer.example"]})).accept(200);
    site.dovecot.append(READ, "Junk", &Letter::new(CUSTOMER, READ, "No junk", "A question.").raw());
    let _ = site.desk.api.await_conversation("No junk");
    assert!(site.desk.conversations("Old junk").is_empty() && site.desk.conversations("Win now").is_empty());
    for mail in site.dovecot.mails(READ, "Junk") {
        assert!(!mail.flags.contains(&"\\Seen".to_owned()), "something in the Junk folder was marked");
    }
    site.desk.api.patch("/settings", &json!({"allowed_senders": ["nonsense"]})).accept(422);
}

/// a folder is taken in once, however often it is asked for; what was sent from there stands beside it.
#[test]
fn a_folders_history_is_imported_once() {
    let site = Site::start(&Base::Sqlite);
    let question = Letter::new(CUSTOMER, READ, "Old keys", "Where were they?");
    let answer = Letter::new(READ, CUSTOMER, "Re: Old keys", "Under the mat.").answering(&question.raw());
    site.dovecot.session(READ).command("CREATE Archive");
    site.dovecot.session(READ).command("CREATE Sent");
    site.dovecot.append(READ, "Archive", &question.raw());
    site.dovecot.append(READ, "Sent", &answer.raw());
    site.mailbox(&json!({}));
    let import = |folder: &str| site.desk.program.run(&["import", "--mailbox", READ, "--folder", folder]);
    assert!(import("Archive").contains("1 new"));
    let conversation = site.desk.api.await_conversation("Old keys")["id"].as_str().unwrap().to_owned();
    assert!(
        import("Sent").contains("1 new") && import("Sent").contains("0 new") && import("Archive").contains("0 new")
    );
    site.desk.api.wait_for("the answer", &format!("/conversations/{conversation}"), |conversation| {
        let kinds: Vec<&str> =
            conversation["messages"].as_array()?.iter().filter_map(|one| one["kind"].as_str()).collect();
        (kinds == ["inbound", "outbound"]).then_some(())
    });
    assert!(site.dovecot.mails(CUSTOMER, "INBOX").is_empty(), "history was sent");
}

/// A mark in the header is believed only where the mailbox says so: anybody can write one.
#[test]
fn spam_marks_are_believed_only_when_told() {
    let site = Site::start(&Base::Sqlite);
    let id = site.mailbox(&json!({}));
    let marked = |subject: &str| Letter {
        further: "X-Spam-Flag: YES\r\n".to_owned(),
        ..Letter::new(CUSTOMER, READ, subject, "Where are they?")
    };
    site.dovecot.append(READ, "INBOX", &marked("Not believed").raw());
    let _ = site.desk.api.await_conversation("Not believed");
    let incoming = json!({"kind": "imap", "host": "127.0.0.1", "port": site.dovecot.imap_port, "tls": "none", "login": READ,
        "believe_spam_marks": true});
    site.desk.api.patch(&format!("/mailboxes/{id}"), &json!({"incoming": incoming})).accept(200);
    site.desk.await_connected(&id);
    site.dovecot.append(READ, "INBOX", &marked("Believed").raw());
    assert_eq!(site.desk.await_arrival("held", "Believed")["reason"], "spam-mark");
}

/// X-1, SO-1: a Sent folder that cannot be written to is told, costs no answer, and is copied to when it can.
#[test]
fn a_copy_that_fails_sends_nothing_again_and_is_told() {
    let mut site = Site::start(&Base::Sqlite);
    let id = site.mailbox(&json!({"sent_folder": "Sent"}));
    let (_, conversation) = site.question("Keys");
    site.dovecot.session(READ).command("CREATE Sent");
    site.dovecot.append(READ, "Sent", &Letter::new(READ, CUSTOMER, "Former", "One that lies there.").raw());
    let kept = site.dovecot.await_mails(READ, "Sent", 1);
    site.dovecot.forbid_writing(READ, "Sent");
    site.answer(&conversation, "Under the mat.");
    site.desk.api.wait_for("the failure to be told", &format!("/mailboxes/{id}"), |mailbox| {
        (mailbox["health"]["copying"]["state"] == "failing").then_some(())
    });
    assert_eq!(site.sent().len(), kept.len());
    site.dovecot.allow_writing(READ, "Sent");
    let copies = site.dovecot.await_mails(READ, "Sent", 2);
    assert_eq!(copies.len(), 2);
    site.desk.api.wait_for("all to be well", &format!("/mailboxes/{id}"), |mailbox| {
        (mailbox["health"]["copying"]["state"] == "ok").then_some(())
    });
    assert_eq!(site.dovecot.mails(CUSTOMER, "INBOX").len(), 1, "the answer was sent again");
    site.dovecot.stop();
}
