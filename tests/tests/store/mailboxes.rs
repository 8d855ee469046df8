//! Mailboxes: an address is one mailbox's, and a deleted one comes back as the same.

use desk::mailbox::{AfterCommit, Incoming, IncomingKind, Outgoing, Purpose, Tls};
use store::{Error, cursors, health, health::Direction, mailboxes};

use crate::given::{NOW, after_s, arrival, draft, mailbox};
use crate::{Desk, both};

/// LD-1, SO-4
#[tokio::test]
async fn a_mailbox_comes_back_as_it_was_written() {
    both(async |desk: &Desk| {
        let mut written =
            draft("Support@Desk.Example", &["help@desk.example", "HELP@desk.example", "support@desk.example"]);
        written.purpose = Purpose::Receive;
        written.incoming = Some(Incoming {
            kind: IncomingKind::Imap,
            host: Some("imap.desk.example".into()),
            port: Some(993),
            tls: Some(Tls::Implicit),
            login: Some("support".into()),
            folder: Some("Vše".into()),
            after: AfterCommit::Move,
            move_to: Some("Done".into()),
            poll_s: Some(90),
            history_days: Some(30),
            copy_sent: Some(false),
            sent_folder: None,
            watch_sent: true,
            watch_junk: false,
            junk_folder: Some("Müll".into()),
            believe_spam_marks: true,
        });
        written.incoming_secret = Some(vec![0, 1, 255]);
        written.outgoing = Some(Outgoing {
            host: "smtp.desk.example".into(),
            port: 465,
            tls: Tls::StartTls,
            login: None,
            sender: None,
        });
        written.signature =
            desk::signature::Signature { text: "S pozdravem\nAnna 🙂".into(), html: Some("<b>Anna 🙂</b>".into()) };
        let expected = written.clone();
        let stored = desk
            .write(move |tx| {
                let id = mailboxes::add(tx, &written, NOW)?;
                mailboxes::by_id(tx, id)
            })
            .await
            .unwrap();
        assert_eq!(stored.address, "Support@Desk.Example");
        assert_eq!(stored.aliases, ["help@desk.example"], "each address once, in any spelling");
        assert_eq!((stored.purpose, stored.enabled, stored.generated), (Purpose::Receive, true, false));
        assert_eq!(stored.incoming, expected.incoming);
        assert_eq!(stored.incoming_secret, expected.incoming_secret);
        assert_eq!(stored.outgoing, expected.outgoing);
        assert_eq!(stored.outgoing_secret, None);
        assert_eq!(stored.signature, expected.signature);
        assert_eq!(stored.deleted_at, None);
    })
    .await;
}

#[tokio::test]
async fn an_address_belongs_to_one_mailbox_both_ways_round() {
    both(async |desk: &Desk| {
        let first = desk.write(|tx| mailboxes::add(tx, &draft("a@desk.example", &["alias@desk.example"]), NOW)).await;
        for (address, alias) in [
            ("A@desk.example", "free@desk.example"),
            ("Alias@desk.example", "free@desk.example"),
            ("free@desk.example", "a@DESK.example"),
            ("free@desk.example", "alias@desk.example"),
        ] {
            let wanted = draft(address, &[alias]);
            let outcome = desk.db.write(move |tx| mailboxes::add(tx, &wanted, NOW)).await;
            assert!(matches!(outcome, Err(Error::Taken(_))), "{address} {alias}: {outcome:?}");
        }
        let second = desk.write(|tx| mailbox(tx, "b@desk.example")).await;
        let outcome = desk
            .db
            .write(move |tx| mailboxes::update(tx, second, &draft("b@desk.example", &["a@desk.example"]), NOW))
            .await;
        assert!(matches!(outcome, Err(Error::Taken(_))), "{outcome:?}");
        // One's own addresses are not in the way, also when address and alias change places.
        desk.write(move |tx| mailboxes::update(tx, first, &draft("alias@desk.example", &["a@desk.example"]), NOW))
            .await;
        let ours = desk.read(mailboxes::ours).await;
        let mut addresses = ours[0].addresses.clone();
        addresses.sort();
        assert_eq!((ours[0].id, addresses), (first, vec!["a@desk.example".into(), "alias@desk.example".into()]));
        assert_eq!((ours[1].id, ours[1].addresses.clone()), (second, vec!["b@desk.example".into()]));
        assert_eq!(desk.read(mailboxes::count).await, 2);
    })
    .await;
}

/// SO-5: the keys and cursors of a mailbox wait for it, so that nothing is imported twice.
#[tokio::test]
async fn a_deleted_mailbox_that_is_added_again_is_the_same_one() {
    both(async |desk: &Desk| {
        let place = |id| cursors::Place { mailbox: id, account: "support@imap:993".into(), folder: "INBOX".into() };
        let id = desk
            .write(move |tx| {
                let id = mailboxes::add(tx, &draft("support@desk.example", &["help@desk.example"]), NOW)?;
                arrival(tx, id, "imap:1")?;
                cursors::advance(tx, &place(id), 7, 42, NOW)?;
                Ok(id)
            })
            .await;
        assert!(desk.write(move |tx| mailboxes::delete(tx, id, after_s(1))).await);
        assert!(!desk.write(move |tx| mailboxes::delete(tx, id, after_s(2))).await, "it is deleted already");
        let deleted = desk.read(move |tx| mailboxes::by_id(tx, id)).await.unwrap();
        assert_eq!((deleted.deleted_at, deleted.enabled), (Some(after_s(1)), false));
        assert_eq!(
            desk.read(|tx| Ok((mailboxes::list(tx)?.len(), mailboxes::ours(tx)?.len(), mailboxes::count(tx)?))).await,
            (0, 0, 0)
        );
        // Its alias is free for others now.
        let other = desk.write(|tx| mailbox(tx, "help@desk.example")).await;
        let taken =
            desk.db.write(|tx| mailboxes::add(tx, &draft("SUPPORT@desk.example", &["help@desk.example"]), NOW)).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
        let again = desk.write(|tx| mailbox(tx, "SUPPORT@desk.example")).await;
        assert_eq!(again, id);
        assert_ne!(again, other);
        let (known, last) = desk
            .read(move |tx| Ok((store::arrivals::is_known(tx, id, "imap:1")?, cursors::last_uid(tx, &place(id), 7)?)))
            .await;
        assert_eq!((known, last), (true, Some(42)));
        let listed = desk.read(mailboxes::list).await;
        assert_eq!(listed.iter().map(|one| (one.id, one.deleted_at)).collect::<Vec<_>>(), [(id, None), (other, None)]);
    })
    .await;
}

///
#[tokio::test]
async fn health_keeps_since_when_and_when_the_last_mail_came() {
    both(async |desk: &Desk| {
        let id = desk.write(|tx| mailbox(tx, "support@desk.example")).await;
        let of = async || desk.read(move |tx| health::of(tx, id)).await;
        assert_eq!(of().await, []);
        let set = async |state: &'static str, problem: Option<&'static str>, at: i64| {
            desk.write(move |tx| health::set(tx, id, Direction::Receiving, state, problem, after_s(at))).await;
        };
        set("connecting", None, 0).await;
        desk.write(move |tx| health::mail_went_through(tx, id, Direction::Receiving, after_s(10))).await;
        set("failing", Some("refused"), 20).await;
        set("failing", Some("no-such-host"), 30).await;
        set("failing", Some("no-such-host"), 40).await;
        let failing = health::Health {
            direction: "receiving".into(),
            state: "failing".into(),
            problem: Some("no-such-host".into()),
            since: after_s(20),
            last_mail_at: Some(after_s(10)),
        };
        assert_eq!(of().await, [failing]);
        desk.write(move |tx| health::mail_went_through(tx, id, Direction::Receiving, after_s(50))).await;
        desk.write(move |tx| health::mail_went_through(tx, id, Direction::Receiving, after_s(60))).await;
        let well = health::Health {
            direction: "receiving".into(),
            state: "ok".into(),
            problem: None,
            since: after_s(50),
            last_mail_at: Some(after_s(60)),
        };
        assert_eq!(of().await, [well]);
    })
    .await;
}
