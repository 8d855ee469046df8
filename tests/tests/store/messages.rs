//! Messages: kept as they were written, found by Message-ID, and paged in their conversation.

use desk::{
    AgentId, ArrivalId,
    conversation::Status,
    message::{Author, Kind, Person, Recipients},
    trace::TraceLine,
};
use store::messages;

use crate::given::{NOW, after_s, conversation, ground, message};
use crate::{Desk, both};

#[tokio::test]
async fn a_message_comes_back_as_it_was_written() {
    both(async |desk: &Desk| {
        let person = |name: &str, address: &str| Person { name: Some(name.into()), address: address.into() };
        let recipients = Recipients {
            to: vec![person("Maria \"M\"", "maria@customer.example")],
            cc: vec![Person { name: None, address: "ž@příklad.example".into() }],
            bcc: vec![person("", "secret@desk.example")],
        };
        let expected = recipients.clone();
        let (stored, raw) = desk
            .write(move |tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::New, None, NOW)?;
                let new = messages::New {
                    conversation: id,
                    kind: Kind::Outbound,
                    author: Author::Agent(AgentId(3)),
                    person: &person("Anna", "anna@desk.example"),
                    recipients: &recipients,
                    subject: "Re: Klíče 🔑",
                    automatic: true,
                    internet_id: None,
                    references: &["one@customer.example".into(), "two@customer.example".into()],
                    arrival: Some(ArrivalId(8)),
                    raw: None,
                    text: "Hello\r\n\u{feff}\u{202e}world",
                    html: Some("<p>Hello</p>"),
                    reply_text: "Hello",
                    trace: &Vec::<TraceLine>::new(),
                    evidence: None,
                    agents_only: false,
                    flags: &[],
                };
                let message = messages::add(tx, &new, after_s(1))?;
                messages::set_internet_id(tx, message, id, "own@desk.example")?;
                messages::set_raw(tx, message, &"c".repeat(64))?;
                Ok((messages::by_id(tx, message)?.unwrap(), "c".repeat(64)))
            })
            .await;
        assert_eq!((stored.kind, stored.author, stored.automatic), (Kind::Outbound, Author::Agent(AgentId(3)), true));
        assert_eq!((stored.person.name.as_deref(), stored.recipients), (Some("Anna"), expected));
        assert_eq!(stored.references, ["one@customer.example", "two@customer.example"]);
        assert_eq!((stored.internet_id.as_deref(), stored.raw), (Some("own@desk.example"), Some(raw)));
        assert_eq!((stored.subject.as_str(), stored.text.as_str()), ("Re: Klíče 🔑", "Hello\r\n\u{feff}\u{202e}world"));
        assert_eq!((stored.html.as_deref(), stored.reply_text.as_str()), (Some("<p>Hello</p>"), "Hello"));
        assert_eq!((stored.created_at, stored.trace), (after_s(1), Vec::new()));
    })
    .await;
}

/// a Message-ID is not unique; all that it names are candidates, newest first.
#[tokio::test]
async fn one_message_id_may_name_messages_of_two_conversations() {
    both(async |desk: &Desk| {
        let (first, second, found) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let first = conversation(tx, ground, Status::New, None, NOW)?;
                let second = conversation(tx, ground, Status::New, None, NOW)?;
                message(tx, ground, first, Some("same@customer.example"), "one", NOW)?;
                message(tx, ground, second, Some("same@customer.example"), "two", NOW)?;
                message(tx, ground, second, Some("Same@customer.example"), "three", NOW)?;
                Ok((first, second, messages::known(tx, "same@customer.example")?))
            })
            .await;
        assert_eq!(
            found.iter().map(|known| (known.conversation, known.outbound)).collect::<Vec<_>>(),
            [(second, false), (first, false)]
        );
        assert_eq!(desk.read(|tx| messages::known(tx, "other@customer.example")).await, []);
    })
    .await;
}

/// The longest Message-ID that a mail may have fits into the index of both databases.
#[tokio::test]
async fn the_longest_message_id_is_kept() {
    both(async |desk: &Desk| {
        // Digits that no compression shortens much.
        let long: String = (0..998_u64).map(|n| char::from(b'!' + u8::try_from(n * n * 7_919 % 89).unwrap())).collect();
        let asked = long.clone();
        let found = desk
            .write(move |tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::New, None, NOW)?;
                message(tx, ground, id, Some(&asked), "one", NOW)?;
                messages::known(tx, &asked)
            })
            .await;
        assert_eq!(found.len(), 1);
    })
    .await;
}

/// LA-5
#[tokio::test]
async fn messages_are_paged_and_notes_are_not_public() {
    both(async |desk: &Desk| {
        let (id, ids) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let (id, other) = (
                    conversation(tx, ground, Status::New, None, NOW)?,
                    conversation(tx, ground, Status::New, None, NOW)?,
                );
                let mut ids = Vec::new();
                for number in 0..60 {
                    ids.push(message(tx, ground, id, None, &number.to_string(), after_s(number))?);
                    message(tx, ground, other, None, "elsewhere", after_s(number))?;
                }
                tx.run("UPDATE messages SET kind = 'note' WHERE id = $1", &[ids[58].into()])?;
                Ok((id, ids))
            })
            .await;
        let (mut after, mut seen) = (None, Vec::new());
        loop {
            let page = desk.read(move |tx| messages::of(tx, id, after, 25)).await;
            after = page.last().map(|last| last.id);
            seen.extend(page.iter().map(|one| one.id));
            if page.len() < 25 {
                break;
            }
        }
        assert_eq!(seen, ids);
        let newest = desk.read(move |tx| messages::newest_public(tx, id, None, 2)).await;
        assert_eq!(newest.iter().map(|one| one.id).collect::<Vec<_>>(), [ids[59], ids[57]]);
        let before = ids[57];
        let earlier = desk.read(move |tx| messages::newest_public(tx, id, Some(before), 1)).await;
        assert_eq!(earlier[0].id, ids[56]);
    })
    .await;
}
