//! Notices: stored, sent like messages, and forgotten together with what sent them.

use desk::{AgentId, ConversationId, MailboxId, MessageId, NoticeId, message::Person, notice::Kind};
use store::{
    Tx, notices,
    outbox::{self, Carried},
};

use crate::given::{NOW, after_s};
use crate::{Desk, both};

fn add(tx: &mut Tx<'_>, internet_id: &str, at: desk::Micros) -> store::Result<NoticeId> {
    let recipient = Person { name: Some("Anna".into()), address: "anna@desk.example".into() };
    let references = ["a@customer.example".to_string(), "b@desk.example".to_string()];
    let new = notices::New {
        kind: Kind::Notification,
        mailbox: MailboxId(1),
        agent: Some(AgentId(2)),
        conversation: Some(ConversationId(1_001)),
        message: Some(MessageId(7)),
        sender_name: "Zoë Kůň via Acme Support",
        recipient: &recipient,
        reply_to: Some("support+token@desk.example"),
        subject: "Re: Keys",
        text: "Where are they?",
        html: Some("<p>Where are they?</p>"),
        internet_id,
        in_reply_to: Some("b@desk.example"),
        references: &references,
    };
    let id = notices::add(tx, &new, at)?;
    outbox::queue(tx, Carried::Notice(id), MailboxId(1), "support@desk.example", false, &[recipient.address], at)?;
    Ok(id)
}

#[tokio::test]
async fn a_notice_is_read_back_as_it_was_written() {
    both(async |desk: &Desk| {
        let id = desk.write(|tx| add(tx, "t.x@desk.example", NOW)).await;
        let found = desk.read(move |tx| notices::by_id(tx, id)).await.unwrap();
        assert_eq!((found.kind, found.mailbox, found.agent), (Kind::Notification, MailboxId(1), Some(AgentId(2))));
        assert_eq!((found.conversation, found.message), (Some(ConversationId(1_001)), Some(MessageId(7))));
        assert_eq!((found.sender_name.as_str(), found.subject.as_str()), ("Zoë Kůň via Acme Support", "Re: Keys"));
        assert_eq!(found.recipient, Person { name: Some("Anna".into()), address: "anna@desk.example".into() });
        assert_eq!(found.reply_to.as_deref(), Some("support+token@desk.example"));
        assert_eq!((found.text.as_str(), found.html.as_deref()), ("Where are they?", Some("<p>Where are they?</p>")));
        assert_eq!(
            (found.internet_id.as_str(), found.in_reply_to.as_deref()),
            ("t.x@desk.example", Some("b@desk.example"))
        );
        assert_eq!(found.references, ["a@customer.example", "b@desk.example"]);
        let of = desk.read(|tx| notices::of(tx, ConversationId(1_001), NoticeId(0), 10)).await;
        assert_eq!(of.len(), 1);
    })
    .await;
}

/// a machine's mail says so in the outbox, where what is unknown is decided.
#[tokio::test]
async fn an_old_notice_is_forgotten_with_its_deliveries_and_no_other_mail_is() {
    both(async |desk: &Desk| {
        let (old, new) = desk
            .write(|tx| {
                let message = MessageId(7);
                outbox::queue(
                    tx,
                    Carried::Message(message),
                    MailboxId(1),
                    "x",
                    true,
                    &["m@customer.example".into()],
                    NOW,
                )?;
                Ok((add(tx, "1@desk.example", NOW)?, add(tx, "2@desk.example", after_s(100))?))
            })
            .await;
        let mails = desk
            .read(|tx| {
                tx.all("SELECT id, by_person FROM outgoing ORDER BY id", &[], |row| Ok((row.int(0)?, row.flag(1)?)))
            })
            .await;
        assert_eq!(mails.iter().map(|(_, by_person)| *by_person).collect::<Vec<_>>(), [true, false, false]);
        desk.write(|tx| notices::forget_old(tx, after_s(50))).await;
        assert!(desk.read(move |tx| notices::by_id(tx, old)).await.is_none());
        assert!(desk.read(move |tx| notices::by_id(tx, new)).await.is_some());
        let left = desk.read(|tx| tx.all("SELECT address FROM deliveries ORDER BY id", &[], |row| row.text(0))).await;
        assert_eq!(left, ["m@customer.example", "anna@desk.example"]);
    })
    .await;
}
