//! What robots send: out-of-office notes and other automatic answers. They are added without opening anything, and nothing is said
//! back (X-2, edge cases 15 and 17).

use super::{Answering, ZOE};
use crate::letters::Letter;
use crate::receiving::{Base, SUPPORT, letter};

/// Further headers and the subject of automatic answers, some of which say so in their subject alone.
const STYLES: [(&str, &str); 12] = [
    ("Auto-Submitted: auto-replied\r\n", "Re: Your keys"),
    ("Auto-Submitted: auto-generated\r\n", "Your message"),
    ("X-Auto-Response-Suppress: All\r\n", "Re: Your keys"),
    ("Precedence: auto_reply\r\n", "Re: Your keys"),
    ("X-Autoreply: yes\r\n", "Re: Your keys"),
    ("X-Autorespond: Your keys\r\n", "Re: Your keys"),
    ("", "Out of Office: Your keys"),
    ("", "Automatic reply: Your keys"),
    ("", "Abwesenheitsnotiz: Your keys"),
    ("", "Réponse automatique : Your keys"),
    ("", "Automatická odpověď: Your keys"),
    ("", "Risposta automatica: Your keys"),
];

/// X-2, edge case 15: whatever marks it, an automatic answer joins its conversation, which stays answered.
#[test]
fn an_automatic_answer_opens_nothing_and_gets_none() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    for (further, subject) in STYLES {
        let answer =
            Letter { further: further.into(), ..Letter::new(ZOE, SUPPORT, subject, "I am away until Monday.") };
        at.hand_in(ZOE, SUPPORT, &answer.answering(&sent).raw());
    }
    at.desk.settle(SUPPORT);
    let shown = at.shown(&id);
    let messages = shown["messages"].as_array().unwrap();
    assert_eq!(messages.len(), 1 + STYLES.len());
    let personal: Vec<&serde_json::Value> = messages.iter().skip(1).filter(|one| one["automatic"] != true).collect();
    assert!(personal.is_empty(), "not known as automatic: {personal:?}");
    assert_eq!(shown["status"], "answered");
    assert_eq!(at.server.taken().len(), 1, "only what the agent wrote has left");
}

/// what a person writes about a holiday is a person's mail.
#[test]
fn a_person_who_answers_an_automatic_mail_is_heard() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let answer = letter("Re: Out of Office: Your keys", "Thank you, I have them now.").answering(&sent);
    at.hand_in(ZOE, SUPPORT, &Letter { from: Some(ZOE.into()), ..answer }.raw());
    at.desk.settle(SUPPORT);
    let shown = at.shown(&id);
    assert_eq!((shown["messages"][1]["automatic"].as_bool(), shown["status"].as_str()), (Some(false), Some("open")));
}
