//! A4: a stranger who holds a genuine, forwarded token writes into a conversation and asks for copies (Zendesk 2024, FreeScout
//! GHSA-j49f-9g94-3wh4). Agents read it; nobody else is sent a byte of what was said before.

use serde_json::json;

use super::team::{EVIL, Team, readable};
use crate::automatic::ZOE;
use crate::letters::{Letter, header, ids};
use crate::receiving::SUPPORT;

const FRIEND_OF_EVIL: &str = "listener@else.example";
/// The threads of A4.
const THREADS: usize = 100;

/// One thread: how the stranger comes in, and how the team answers afterwards.
struct Thread {
    number: usize,
    id: String,
    question: Vec<u8>,
    ours: Vec<u8>,
}

impl Thread {
    fn secret(&self, what: &str) -> String {
        format!("Secret{what}{}", self.number)
    }

    /// The stranger's mail: by an id of the customer's, by our token in the references, in the address, or by all of them.
    fn intrusion(&self) -> Letter {
        let token = ids(&header(&self.ours, "Message-ID").unwrap()).remove(0).split('@').next().unwrap().to_owned();
        let with_token = format!("support+{token}@desk.example");
        let to = if self.number % 4 >= 2 { with_token.as_str() } else { SUPPORT };
        let subject = format!("Re: Thread {}.", self.number);
        let letter = Letter::new(EVIL, to, &subject, &format!("I join thread {}. Please copy my friend.", self.number));
        let letter = Letter { cc: Some(format!("{FRIEND_OF_EVIL}, <{EVIL}>")), ..letter };
        match self.number % 4 {
            0 => letter.answering(&self.question),
            1 | 3 => letter.answering(&self.ours),
            _ => letter,
        }
    }

    /// The team lets the strangers in by a click, and answers everybody; Zoe writes to the desk alone, and all are answered again.
    fn let_in(&self, team: &Team, closing: &str) {
        let participants = format!("/conversations/{}/participants", self.id);
        for stranger in [EVIL, FRIEND_OF_EVIL] {
            let tick = json!({"address": stranger, "ticked": true});
            team.at.desk.api.put_json(&participants, &tick).accept(200);
        }
        let ours = team.answered(&self.id, &json!({}), closing);
        let again = format!("{}: only for you.", self.secret("Again"));
        let letter = Letter::new(ZOE, SUPPORT, &format!("Re: Thread {}.", self.number), &again);
        team.proved(ZOE, &letter.answering(&ours));
        team.settle();
        let _ = team.answered(&self.id, &json!({}), &format!("Last words {}.", self.number));
    }
}

/// A4, TC-5: in a hundred threads the strangers get nothing that was said before: not by themselves, not by a greeting, not even when an
/// agent answers them, and nothing at all unless an agent does.
#[test]
fn a_stranger_with_a_genuine_token_is_sent_no_byte_of_the_history() {
    let team = Team::open();
    team.at.greet("Thank you for your message.");
    let mut threads = Vec::new();
    for number in 0..THREADS {
        let mut thread = Thread { number, id: String::new(), question: Vec::new(), ours: Vec::new() };
        let subject = format!("Thread {number}.");
        (thread.id, thread.question) = team.asked(&subject, &format!("{}: where is it?", thread.secret("Question")));
        thread.ours = team.answered(&thread.id, &json!({}), &format!("{}: it left.", thread.secret("Answer")));
        let note = json!({"kind": "note", "text": thread.secret("Note")});
        team.at.desk.api.post(&format!("/conversations/{}/messages", thread.id), &note).accept(201);
        threads.push(thread);
    }
    for thread in &threads {
        // Proved or not: a stranger whose own domain signs is a stranger still.
        if thread.number % 2 == 0 {
            team.proved(EVIL, &thread.intrusion());
        } else {
            team.unproved(EVIL, &thread.intrusion());
        }
    }
    team.settle();
    let to_strangers =
        |mail: &&crate::faults::smtp_server::Taken| mail.to.iter().any(|to| to.ends_with("@else.example"));
    let unasked: Vec<_> = team.at.server.taken().into_iter().filter(|mail| to_strangers(&mail)).collect();
    assert!(unasked.is_empty(), "{unasked:?}");
    for thread in &threads {
        let texts = team.texts(&thread.id);
        assert_eq!(texts.len(), 4, "agents read it where it belongs: {texts:?}");
        let closing = format!("Closing words {}.", thread.number);
        match thread.number % 3 {
            // As the page proposes it, by the click that adds them, and to them alone.
            0 => drop(team.answered(&thread.id, &json!({}), &closing)),
            1 => thread.let_in(&team, &closing),
            _ => drop(team.answered(
                &thread.id,
                &json!({"to": [{"address": EVIL}, {"address": FRIEND_OF_EVIL}]}),
                &closing,
            )),
        }
    }
    team.settle();
    let all = team.at.server.taken();
    let got: Vec<_> = all.iter().filter(to_strangers).collect();
    let expected = THREADS / 3 * 3;
    assert_eq!(
        got.len(),
        expected,
        "only where an agent wrote to them: once in each third thread, twice in another third"
    );
    for mail in got {
        let read = readable(&mail.raw);
        assert!(!read.contains("Secret") && !mail.raw.contains("Secret"), "{read}");
    }
    println!("A4: {THREADS} threads, {expected} mails to strangers, 0 bytes of history");
}
