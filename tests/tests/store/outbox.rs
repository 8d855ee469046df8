//! The outbox: a queued mail with one delivery for each recipient, and bytes that are fixed once.

use desk::{MailboxId, MessageId, delivery::State};
use store::{
    Error, jobs,
    outbox::{self, Carried},
    sandbox,
};

use crate::given::{NOW, after_s};
use crate::{Desk, both};

const MESSAGE: MessageId = MessageId(5);

fn addresses(all: &[&str]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// spec.md §4: queued in the transaction that made the message, with the job that sends it.
#[tokio::test]
async fn a_queued_mail_has_a_delivery_for_each_recipient_and_a_job() {
    both(async |desk: &Desk| {
        let to = addresses(&["maria@customer.example", "b@partner.example", "maria@customer.example"]);
        desk.write(move |tx| {
            outbox::queue(tx, Carried::Message(MESSAGE), MailboxId(1), "support@desk.example", true, &to, NOW)
        })
        .await;
        let mail = desk.read(|tx| outbox::of_message(tx, MESSAGE)).await.unwrap();
        assert_eq!(
            (mail.carries, mail.mailbox, mail.sender.as_str()),
            (Carried::Message(MESSAGE), MailboxId(1), "support@desk.example")
        );
        assert_eq!((mail.by_person, mail.mail, mail.queued_at), (true, None, NOW));
        let deliveries = desk.read(|tx| outbox::deliveries_of_message(tx, MESSAGE)).await;
        let short: Vec<_> =
            deliveries.iter().map(|one| (one.address.as_str(), one.state, one.attempts, one.was_uncertain)).collect();
        assert_eq!(
            short,
            [("maria@customer.example", State::Queued, 0, false), ("b@partner.example", State::Queued, 0, false)]
        );
        let job = desk.write(|tx| jobs::claim(tx, jobs::SEND, "node", 5, 60, NOW)).await;
        assert_eq!(job.iter().map(|job| job.subject).collect::<Vec<_>>(), [mail.id.0]);
        let goes = desk
            .read(|tx| {
                Ok([
                    outbox::went_to(tx, MESSAGE, "b@partner.example")?,
                    outbox::went_to(tx, MESSAGE, "c@partner.example")?,
                ])
            })
            .await;
        assert_eq!(goes, [true, false]);
        let twice =
            desk.db.write(|tx| outbox::queue(tx, Carried::Message(MESSAGE), MailboxId(1), "x", true, &[], NOW)).await;
        assert!(matches!(twice, Err(Error::Taken(_))), "{twice:?}");
    })
    .await;
}

/// every later attempt sends identical bytes.
#[tokio::test]
async fn the_bytes_of_a_mail_are_fixed_once() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let id =
                outbox::queue(tx, Carried::Message(MESSAGE), MailboxId(1), "support@desk.example", false, &[], NOW)?;
            outbox::freeze(tx, id, "first")?;
            outbox::freeze(tx, id, "second")
        })
        .await;
        let mail = desk.read(|tx| outbox::of_message(tx, MESSAGE)).await.unwrap();
        assert_eq!((mail.mail.as_deref(), mail.by_person), (Some("first"), false));
    })
    .await;
}

#[tokio::test]
async fn every_state_of_a_delivery_is_kept() {
    both(async |desk: &Desk| {
        let to = addresses(&["maria@customer.example", "b@partner.example"]);
        desk.write(move |tx| {
            outbox::queue(tx, Carried::Message(MESSAGE), MailboxId(1), "support@desk.example", true, &to, NOW)
        })
        .await;
        for (number, state) in (1..).zip(State::ALL) {
            let (first, second) = desk
                .write(move |tx| {
                    let mut delivery = outbox::deliveries_of_message(tx, MESSAGE)?.remove(0);
                    delivery.state = state;
                    delivery.was_uncertain = number > 3;
                    delivery.attempts = number;
                    delivery.next_attempt_at = (number % 2 == 0).then(|| after_s(number));
                    delivery.reply = (number % 2 == 1).then(|| format!("451 {number} später"));
                    outbox::set(tx, &delivery, NOW)?;
                    let mut all = outbox::deliveries_of_message(tx, MESSAGE)?;
                    Ok((all.remove(0), all.remove(0)))
                })
                .await;
            assert_eq!((first.state, first.was_uncertain, first.attempts), (state, number > 3, number));
            assert_eq!(first.next_attempt_at, (number % 2 == 0).then(|| after_s(number)));
            assert_eq!(first.reply, (number % 2 == 1).then(|| format!("451 {number} später")));
            assert_eq!((second.state, second.attempts), (State::Queued, 0), "each recipient has their own");
        }
    })
    .await;
}

#[tokio::test]
async fn the_sandbox_keeps_what_it_caught() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            sandbox::add(tx, "", &[], "a", NOW)?;
            sandbox::add(tx, "support@desk.example", &addresses(&["ž@customer.example", "b"]), "b", after_s(1))
        })
        .await;
        let caught = desk.read(sandbox::list).await;
        assert_eq!(caught.iter().map(|mail| mail.raw.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        let id = caught[1].id;
        let one = desk.read(move |tx| sandbox::by_id(tx, id)).await.unwrap();
        assert_eq!(
            (one.sender.as_str(), one.recipients, one.at),
            ("support@desk.example", addresses(&["ž@customer.example", "b"]), after_s(1))
        );
        assert!(desk.read(|tx| sandbox::by_id(tx, 99)).await.is_none());
    })
    .await;
}
