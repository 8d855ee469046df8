//! What agents mail beside answers: mails to customers with us in copy, forwards, answers about notes.

use std::fs;

use journeys::scratch;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::{desk, messages, participants};
use crate::automatic::ZOE;
use crate::letters::{Letter, header};
use crate::receiving::{AGENT, SUPPORT};
use crate::security::team::{ANNA, BEN, Team};

const SALES: &str = "sales@desk.example";
const MAX: &str = "max@shop.example";

fn name_customers(team: &Team) {
    let policy = json!({"policy": {"forwards_name_the_customer": true}});
    team.at.desk.api.patch(&format!("/mailboxes/{}", team.at.mailbox), &policy).accept(200);
}

/// Edge case 13, LA-6: an agent writes to customers with us in copy: by the setting the first of them is the customer, whose answer joins,
/// and what the agent writes next is an answer that the agent sent. Without it, the agent is the customer and they take part.
#[test]
fn edge_case_13_an_agent_who_copies_us_in_names_the_customer() {
    let team = Team::open();
    let from = format!("Ben <{BEN}>");
    let write = |to: &str, subject: &str, text: &str| Letter {
        cc: Some(SUPPORT.into()),
        ..Letter::new(&from, to, subject, text)
    };
    team.proved(BEN, &write(ZOE, "Before", "Here is our offer."));
    let before = team.at.desk.api.await_conversation("Before");
    assert_eq!((&before["contact"]["address"], participants(&before)), (&json!(BEN), vec![BEN, ZOE]));
    name_customers(&team);
    let offer = write(&format!("{ANNA}, Zoe Kun <{ZOE}>, <{MAX}>"), "Our offer", "Here it is.");
    team.proved(BEN, &offer);
    let shown = team.at.desk.api.await_conversation("Our offer");
    let id = shown["id"].as_str().unwrap().to_owned();
    assert_eq!(shown["contact"]["address"], ZOE, "the first who is none of us");
    assert!(participants(&shown).contains(&MAX) && !participants(&shown).contains(&SUPPORT), "{shown}");
    let answer = Letter { cc: Some(SUPPORT.into()), ..Letter::new(ZOE, BEN, "Re: Our offer", "I take it.") };
    let answer = answer.answering(&offer.raw());
    team.proved(ZOE, &answer);
    team.settle();
    team.proved(BEN, &write(ZOE, "Re: Our offer", "Wonderful.").answering(&answer.raw()));
    team.settle();
    let shown = team.at.shown(&id);
    let kinds: Vec<&str> = messages(&shown).iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(
        (kinds.as_slice(), &shown["status"]),
        (["inbound", "inbound", "outbound"].as_slice(), &json!("answered"))
    );
    assert!(team.at.to_customers().is_empty(), "the agent has sent it all");
}

/// A mail of the fixtures as an agent's to us.
fn by_agent(raw: &[u8], name: &str) -> Vec<u8> {
    let lines: Vec<&[u8]> =
        raw.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
    let mut within_head = true;
    let mut out = format!("Message-ID: <{name}@team.example>\r\n").into_bytes();
    for line in lines {
        within_head &= !line.is_empty();
        let field = String::from_utf8_lossy(line).split(':').next().unwrap().to_ascii_lowercase();
        match field.as_str() {
            "from" if within_head => out.extend(format!("From: Anna <{AGENT}>").into_bytes()),
            "to" if within_head => out.extend(format!("To: {SUPPORT}").into_bytes()),
            "message-id" if within_head => continue,
            _ => out.extend(line),
        }
        out.extend(b"\r\n");
    }
    out
}

/// Edge case 14: an agent's forward, as some seventy programs and languages write it and attached whole: its author is the customer, where
/// the forward shows an address; what only looks like a forward has the agent as its customer.
#[test]
fn edge_case_14_the_author_of_a_forward_is_the_customer() {
    let desk = desk();
    let mailbox = desk.api.list("/mailboxes")[0]["id"].as_str().unwrap().to_owned();
    let policy = json!({"policy": {"forwards_name_the_customer": true}});
    desk.api.patch(&format!("/mailboxes/{mailbox}"), &policy).accept(200);
    let folder = scratch::repository().join("fixtures/mail/forwards");
    let mut expected = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "eml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let raw = fs::read(&path).unwrap();
        let facts: Value = serde_json::from_str(&fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        let author = facts["forwarded"]["from"]["address"].as_str().filter(|address| address.contains('@'));
        expected.push((name.clone(), author.unwrap_or(AGENT).to_lowercase()));
        desk.deliver(&by_agent(&raw, &name));
    }
    desk.settle(SUPPORT);
    let database = Connection::open(desk.program.data().join("staffetta.db")).unwrap();
    let asked =
        "SELECT m.internet_id, p.address FROM messages m JOIN participants p ON p.conversation_id = m.conversation_id
                 WHERE p.role = 'contact'";
    let mut statement = database.prepare(asked).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?.to_lowercase())));
    let found: Vec<(String, String)> = rows.unwrap().map(Result::unwrap).collect();
    let wrong: Vec<_> = expected
        .iter()
        .filter(|(name, author)| !found.iter().any(|(id, is)| *id == format!("{name}@team.example") && is == author))
        .collect();
    assert!(expected.len() > 60 && wrong.is_empty(), "{wrong:?}, found {found:?}");
}

/// Edge case 14: a notification that its agent forwards, to another mailbox of ours or outside with us in copy, becomes no answer of it,
/// although mail programs refer to it as in an answer; it is a matter of its own, linked. The agent's real answer is sent as ever.
#[test]
fn edge_case_14_a_forwarded_notification_does_not_become_an_answer() {
    let team = Team::open();
    let sales = json!({"name": "Sales", "address": SALES, "purpose": "receive", "incoming": {"kind": "listener"}});
    team.at.desk.mailbox(&sales);
    let (id, _) = team.asked("Order", "Where is my order?");
    let told = team.told(BEN, "Order");
    let block = format!(
        "---------- Forwarded message ---------\nFrom: Zoe Kun via Support <{SUPPORT}>\nSubject: Order\n\nWhere is my order?"
    );
    let prefixes = ["Fwd", "FW", "WG", "TR", "I", "RV", "VB", "转发"];
    for prefix in prefixes {
        let subject = format!("{prefix}: Order");
        let letter = Letter::new(&format!("Ben <{BEN}>"), SALES, &subject, &format!("Is this yours?\n\n{block}"))
            .answering(&told);
        team.proved_to(BEN, SALES, &letter);
    }
    team.settle();
    assert_eq!((team.texts(&id).len(), team.customers_got("Is this yours?")), (1, 0));
    let all = team.at.desk.api.list("/conversations?view=all");
    let in_sales: Vec<&Value> = all.iter().filter(|one| one["mailbox"]["address"] == SALES).collect();
    assert_eq!(in_sales.len(), prefixes.len(), "{all:?}");
    let linked = team.at.shown(in_sales[0]["id"].as_str().unwrap());
    assert!(crate::receiving::events(&linked).contains(&"linked"), "{}", linked["events"]);
    team.proved(BEN, &team.answer_of(BEN, &told, "It is on its way."));
    team.settle();
    assert_eq!(team.customers_got("It is on its way."), 1);
    // Forwarded to an outsider with us in copy: the token has been seen outside, and is spent.
    let (other, _) = team.asked("Parcel", "Where is my parcel?");
    let told = team.told(BEN, "Parcel");
    let letter =
        Letter::new(&format!("Ben <{BEN}>"), "carrier@parcels.example", "Fwd: Parcel", &block).answering(&told);
    team.proved(BEN, &Letter { cc: Some(SUPPORT.into()), ..letter });
    team.proved(BEN, &team.answer_of(BEN, &told, "Too late."));
    team.settle();
    assert_eq!((team.texts(&other).len(), team.customers_got("Too late.")), (1, 0));
}

/// Edge case 18: an agent who answers what a colleague noted stays inside, whatever the settings say and whomever the mail is copied to,
/// also where the notification told of a customer's mail together with the note.
#[test]
fn edge_case_18_an_answer_about_a_note_stays_a_note() {
    let team = Team::open();
    let (id, _) = team.asked("Order", "Where is my order?");
    let _ = team.told(BEN, "Order");
    let ours = team.answered(&id, &json!({}), "I ask my colleague.");
    let note = json!({"kind": "note", "text": "@ben, has it left?"});
    team.at.desk.api.post(&format!("/conversations/{id}/messages"), &note).accept(201);
    let told = team.told_of(BEN, "has it left?");
    team.proved(BEN, &team.answer_of(BEN, &told, "It fell off the lorry."));
    let copied = team.answer_of(BEN, &told, "Do not tell her.");
    team.proved(BEN, &Letter { to: ZOE.into(), cc: Some(SUPPORT.into()), ..copied });
    team.settle();
    team.set(&json!({"notify_seconds": 4}));
    let both = json!({"kind": "note", "text": "@ben, and the second parcel?"});
    team.proved(ZOE, &Letter::new(ZOE, SUPPORT, "Re: Order", "There were two parcels.").answering(&ours));
    team.settle();
    team.at.desk.api.post(&format!("/conversations/{id}/messages"), &both).accept(201);
    let told = team.told_of(BEN, "and the second parcel?");
    assert!(crate::security::team::readable(&String::from_utf8_lossy(&told)).contains("There were two parcels."));
    team.proved(BEN, &team.answer_of(BEN, &told, "Gone as well."));
    team.settle();
    let shown = team.at.shown(&id);
    for words in ["It fell off the lorry.", "Do not tell her.", "Gone as well."] {
        let message = messages(&shown).iter().find(|one| one["text"].as_str().unwrap().contains(words)).expect(words);
        assert_eq!((message["kind"].as_str(), team.customers_got(words)), (Some("note"), 0), "{message}");
    }
    let raw = team.answered(&id, &json!({}), "We look into it.");
    assert!(header(&raw, "To").is_some_and(|to| to.contains(ZOE)));
    assert_eq!(team.customers_got("lorry") + team.customers_got("Gone as well"), 0, "nor is it quoted");
}
