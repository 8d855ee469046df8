//! Which mail is which, and whose: ids that are missing, taken or rewritten, odd senders, agents as customers.

use serde_json::json;

use super::{desk, messages, only, participants, take};
use crate::automatic::{Answering, ZOE};
use crate::letters::{Letter, header, ids};
use crate::receiving::{AGENT, Base, CUSTOMER, SUPPORT, letter};
use crate::security::{publish, signed};

/// Edge case 1: no id, an id that is too long, and one id that two senders use: every mail is there, once.
#[test]
fn edge_case_01_an_id_is_missing_too_long_or_taken() {
    let desk = desk();
    let without = |text: &str| Letter { id: None, ..letter("No id", text) }.raw();
    let long = Letter { id: Some(format!("{}@customer.example", "x".repeat(1_200))), ..letter("Long id", "Hello.") };
    let taken = |from: &str| {
        let id = Some("same@customer.example".into());
        Letter { id, ..Letter::new(from, SUPPORT, &format!("Taken by {from}"), "Hello.") }.raw()
    };
    take(
        &desk,
        &[without("One."), without("Two."), without("One."), long.raw(), taken("a@x.example"), taken("b@x.example")],
    );
    assert_eq!(desk.conversations("No id").len(), 2, "the third is the first again");
    for subject in ["Long id", "Taken by a@x.example", "Taken by b@x.example"] {
        assert_eq!(messages(&only(&desk, subject)).len(), 1, "{subject}");
    }
}

/// Edge case 2: a relay gave our mail another Message-ID; the answer names that one, and ours only in References.
#[test]
fn edge_case_02_an_answer_to_a_rewritten_id_joins() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let own = ids(&header(&sent, "Message-ID").unwrap()).remove(0);
    let answer = Letter {
        references: vec![own, "0100018f@email.amazonses.example".into()],
        ..Letter::new(ZOE, SUPPORT, "Re: Your keys", "Thanks.")
    };
    at.hand_in(ZOE, SUPPORT, &answer.raw());
    at.desk.settle(SUPPORT);
    assert_eq!(messages(&at.shown(&id)).len(), 2);
}

/// Edge case 3: References overwritten, several ids with commas in In-Reply-To.
#[test]
fn edge_case_03_several_ids_with_commas_in_in_reply_to() {
    let at = Answering::open(&Base::Sqlite);
    let (id, sent) = at.write("Your keys", &[ZOE]);
    let own = header(&sent, "Message-ID").unwrap();
    for (number, line) in [
        format!("In-Reply-To: <other@x.example>, {own}\r\nReferences: <overwritten@icloud.example>\r\n"),
        format!("In-Reply-To: {own},<other@x.example>\r\n"),
        format!("In-Reply-To: Your message of Sunday {own}\r\n"),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = Letter { further: line, ..Letter::new(ZOE, SUPPORT, &format!("Answer {number}"), "Thanks.") };
        at.hand_in(ZOE, SUPPORT, &answer.raw());
    }
    at.desk.settle(SUPPORT);
    assert_eq!(messages(&at.shown(&id)).len(), 4);
}

/// Edge case 4: an Outlook that keeps no reference but its Thread-Index, which grows with each answer: the customer's mail joins where it is
/// proved; a stranger who copied it begins a matter of their own.
#[test]
fn edge_case_04_a_thread_index_joins_what_is_proved() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    publish(&dns, "shop.example");
    publish(&dns, "else.example");
    let indexed = |from: &str, subject: &str, index: &str| Letter {
        further: format!("Thread-Index: {index}\r\n"),
        ..Letter::new(from, SUPPORT, subject, "Where is it?")
    };
    let (root, child) = ("AdnQ1FhcVDGRZx4DRWuVYh1cV9dhIg==", "AdnQ1FhcVDGRZx4DRWuVYh1cV9dhIgAAAAAB");
    at.hand_in(ZOE, SUPPORT, &signed("shop.example", &indexed(ZOE, "Lamp", root).raw()));
    let id = at.desk.api.await_conversation("Lamp")["id"].as_str().unwrap().to_owned();
    at.hand_in(ZOE, SUPPORT, &signed("shop.example", &indexed(ZOE, "RE: Lamp", child).raw()));
    let stranger = "evil@else.example";
    at.hand_in(stranger, SUPPORT, &signed("else.example", &indexed(stranger, "RE: Lamp", child).raw()));
    at.hand_in(ZOE, SUPPORT, &indexed(ZOE, "RE: Lamp, not proved", child).raw());
    at.await_quiet();
    assert_eq!(messages(&at.shown(&id)).len(), 2);
    for subject in ["RE: Lamp", "RE: Lamp, not proved"] {
        assert_eq!(messages(&only(&at.desk, subject)).len(), 1, "{subject}");
    }
}

/// Edge case 6: From and To are our own mailbox: each such mail is a matter of its own, nothing is merged and nothing is sent.
#[test]
fn edge_case_06_mail_to_ourselves_from_ourselves_is_not_merged() {
    let at = Answering::open(&Base::Sqlite);
    for number in 1..=3 {
        let own =
            Letter::new(SUPPORT, SUPPORT, &format!("Form {number}"), &format!("Somebody filled in form {number}."));
        at.hand_in(SUPPORT, SUPPORT, &own.raw());
    }
    at.desk.settle(SUPPORT);
    for number in 1..=3 {
        assert_eq!(messages(&only(&at.desk, &format!("Form {number}"))).len(), 1);
    }
    assert!(at.server.taken().is_empty());
}

/// Edge case 10: a Reply-To that is our own address, empty or nonsense: the answer goes to From.
#[test]
fn edge_case_10_a_useless_reply_to_is_not_used() {
    let at = Answering::open(&Base::Sqlite);
    for (number, useless) in [SUPPORT, "<>", "undisclosed", "zoe@", "<zoe@unknown>,"].iter().enumerate() {
        let subject = format!("Question {number}");
        let mail =
            Letter { further: format!("Reply-To: {useless}\r\n"), ..Letter::new(ZOE, SUPPORT, &subject, "Where?") };
        at.hand_in(ZOE, SUPPORT, &mail.raw());
        let asked = at.desk.api.await_conversation(&subject);
        assert_eq!(asked["contact"]["address"], ZOE, "{useless}");
        let path = format!("/conversations/{}/messages", asked["id"].as_str().unwrap());
        let answer = at.desk.api.post(&path, &json!({"kind": "reply", "text": "Here."})).json_of(201);
        let to = if *useless == "<zoe@unknown>," { None } else { Some(ZOE) };
        if let Some(to) = to {
            assert_eq!(answer["to"][0]["address"], to, "{useless}: {answer}");
        }
        assert_ne!(answer["to"][0]["address"], SUPPORT);
    }
}

/// Edge case 11: odd authors. Nobody is dropped: whoever can be told is the customer, the others are held.
#[test]
fn edge_case_11_odd_authors_are_read_or_held() {
    let desk = desk();
    let from = |from: &str, subject: &str| Letter { from: Some(from.into()), ..letter(subject, "Hello.") }.raw();
    let nobody = Letter { from: None, ..letter("From nobody", "Hello.") };
    let sender =
        Letter { from: None, further: "Sender: zoe@shop.example\r\n".into(), ..letter("Sender only", "Hello.") };
    take(
        &desk,
        &[
            nobody.raw(),
            sender.raw(),
            from("\"O'Hara, Zoe\" <o'hara@shop.example>", "Apostrophe"),
            from("Zoe < zoe@shop.example >", "Spaces"),
            from("Zoe <zoe@shop.example.>", "Trailing dot"),
            from("Zoe <zoe@bücher.example>", "International"),
            from("\"'zoe@shop.example'\" <zoe@shop.example>", "Quoted"),
            from("<zoe@shop.example>, <max@shop.example>", "Several"),
        ],
    );
    assert_eq!(desk.await_arrival("quarantined", "Several")["reason"], "possible-forgery");
    assert_eq!(desk.await_arrival("quarantined", "From nobody")["reason"], "no-sender");
    let held = desk.api.list("/arrivals?state=quarantined").iter().any(|one| one["subject"] == "Sender only");
    assert!(held || desk.conversations("Sender only").len() == 1, "nothing is dropped");
    for (subject, address) in [
        ("Apostrophe", "o'hara@shop.example"),
        ("Spaces", "zoe@shop.example"),
        ("Quoted", "zoe@shop.example"),
        ("International", "zoe@bücher.example"),
    ] {
        assert_eq!(only(&desk, subject)["contact"]["address"], address);
    }
    let dotted = only(&desk, "Trailing dot");
    assert_eq!(dotted["contact"]["id"], only(&desk, "Spaces")["contact"]["id"], "the same person: {dotted}");
}

/// Edge case 12: an agent who is the customer of a conversation writes on as its customer.
#[test]
fn edge_case_12_an_agent_may_be_the_customer() {
    let desk = desk();
    let first = Letter::new(AGENT, SUPPORT, "My own printer", "It does not print.").raw();
    take(&desk, std::slice::from_ref(&first));
    let asked = only(&desk, "My own printer");
    assert_eq!((asked["contact"]["address"].as_str(), asked["status"].as_str()), (Some(AGENT), Some("new")));
    take(&desk, &[Letter::new(AGENT, SUPPORT, "Re: My own printer", "Still not.").answering(&first).raw()]);
    let asked = only(&desk, "My own printer");
    assert_eq!(messages(&asked).len(), 2);
    assert!(messages(&asked).iter().all(|one| one["kind"] == "inbound"), "{asked}");
}

/// Edge case 28: a number in the subject is no key: a stranger who writes it begins a matter of their own.
#[test]
fn edge_case_28_a_number_in_the_subject_lets_nobody_in() {
    let desk = desk();
    take(&desk, &[letter("Keys", "Where?").raw()]);
    let id = only(&desk, "Keys")["id"].as_str().unwrap().to_owned();
    for (number, subject) in
        [format!("[#{id}] Keys"), format!("Re: [#{id}]"), format!("Keys #{id}"), format!("Re: Keys [{id}]")]
            .iter()
            .enumerate()
    {
        take(&desk, &[Letter::new(&format!("stranger{number}@x.example"), SUPPORT, subject, "Let me in.").raw()]);
        assert_eq!(messages(&only(&desk, subject)).len(), 1);
    }
    let asked = only(&desk, "Keys");
    assert_eq!((messages(&asked).len(), participants(&asked)), (1, vec![CUSTOMER]));
}

/// Edge case 33: a mail to a crowd makes at most 40 further participants, none of whom gets our answer unasked.
#[test]
fn edge_case_33_a_crowd_of_recipients_is_bounded() {
    let desk = desk();
    let crowd: Vec<String> = (0..300).map(|number| format!("guest{number}@x.example")).collect();
    take(&desk, &[Letter { cc: Some(crowd.join(",\r\n ")), ..letter("Party", "Come all.") }.raw()]);
    let party = only(&desk, "Party");
    assert!(participants(&party).len() <= 41, "{}", participants(&party).len());
    let ticked = party["participants"].as_array().unwrap().iter().filter(|one| one["ticked"] == true).count();
    assert_eq!(ticked, 1, "only the customer is answered unasked");
    assert_eq!(messages(&party)[0]["cc"].as_array().unwrap().len(), 300, "the mail itself names them all");
}
