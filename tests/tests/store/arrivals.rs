//! Arrivals: stored once under their key, with one ending, and listed while they are held.

use desk::{
    ConversationId, MessageId,
    arrival::{Quarantine, State, WAITING_CHANNEL_OFF},
    trace::TraceLine,
};
use store::{
    arrivals,
    arrivals::{First, Shown},
};

use crate::given::{NOW, arrival, arriving, mailbox};
use crate::{Desk, both};

fn ending(state: State, reason: Option<&'static str>) -> arrivals::Ending {
    arrivals::Ending {
        state,
        reason,
        problem: None,
        duplicate_of: None,
        fingerprint: None,
        internet_id: None,
        sender: None,
        subject: None,
        became: None,
        trace: Vec::<TraceLine>::new(),
    }
}

/// the unique key of spec.md §4.
#[tokio::test]
async fn the_same_mail_is_stored_once_for_each_mailbox() {
    both(async |desk: &Desk| {
        let (first, second) =
            desk.write(|tx| Ok((mailbox(tx, "a@desk.example")?, mailbox(tx, "b@desk.example")?))).await;
        let stored = desk.write(move |tx| arrivals::add(tx, &arriving(first, "sha256:1"), First::Queued, NOW)).await;
        let arrivals::Stored::New(id) = stored else { panic!("{stored:?}") };
        let again = desk.write(move |tx| arrivals::add(tx, &arriving(first, "sha256:1"), First::Queued, NOW)).await;
        assert_eq!(again, arrivals::Stored::Known(id));
        let other = desk.write(move |tx| arrivals::add(tx, &arriving(second, "sha256:1"), First::Queued, NOW)).await;
        assert!(matches!(other, arrivals::Stored::New(other) if other != id), "{other:?}");
        let known = desk
            .read(move |tx| {
                Ok([arrivals::is_known(tx, first, "sha256:1")?, arrivals::is_known(tx, first, "sha256:2")?])
            })
            .await;
        assert_eq!(known, [true, false]);
        let kept = desk.read(move |tx| arrivals::by_id(tx, id)).await.unwrap();
        let given = arriving(first, "sha256:1");
        assert_eq!((kept.mailbox, kept.source.as_str(), kept.envelope), (first, "smtp", given.envelope));
        assert_eq!(
            (kept.raw, kept.size, kept.state, kept.reason, kept.received_at),
            (given.raw, 1_234, State::Received, None, NOW)
        );
    })
    .await;
}

/// eight connections of a mail server hand over the same mail at once.
#[tokio::test]
async fn a_mail_that_comes_eight_times_at_once_is_stored_once() {
    both(async |desk: &Desk| {
        let id = desk.write(|tx| mailbox(tx, "a@desk.example")).await;
        let mut adding = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let db = desk.db.clone();
            adding.spawn(async move {
                db.write(move |tx| arrivals::add(tx, &arriving(id, "sha256:1"), First::Queued, NOW)).await.unwrap()
            });
        }
        let stored = adding.join_all().await;
        assert_eq!(stored.iter().filter(|one| matches!(one, arrivals::Stored::New(_))).count(), 1, "{stored:?}");
    })
    .await;
}

#[tokio::test]
async fn an_ending_is_kept_with_its_reasons() {
    both(async |desk: &Desk| {
        let (own, id, twin) = desk
            .write(|tx| {
                let own = mailbox(tx, "a@desk.example")?;
                let (id, twin) = (arrival(tx, own, "1")?, arrival(tx, own, "2")?);
                arrivals::note_attempt(tx, id, 2)?;
                let mut became = ending(State::Message, None);
                became.fingerprint = Some(vec![1, 2, 3]);
                became.internet_id = Some("one@customer.example".into());
                became.sender = Some("maria@customer.example".into());
                became.subject = Some("Klíče".into());
                became.became = Some((ConversationId(1_001), MessageId(5)));
                arrivals::end(tx, id, &became)?;
                Ok((own, id, twin))
            })
            .await;
        let shown = desk.read(move |tx| arrivals::listed(tx, id)).await.unwrap();
        assert_eq!(
            (shown.arrival.state, shown.attempts, shown.conversation),
            (State::Message, 2, Some(ConversationId(1_001)))
        );
        assert_eq!(
            (shown.sender.as_deref(), shown.subject.as_deref()),
            (Some("maria@customer.example"), Some("Klíče"))
        );
        let same = desk
            .read(move |tx| {
                Ok([
                    arrivals::same_mail(tx, own, &[1, 2, 3], twin)?,
                    arrivals::same_mail(tx, own, &[1, 2, 3], id)?,
                    arrivals::same_mail(tx, own, &[1, 2], twin)?,
                ])
            })
            .await;
        assert_eq!(same, [Some(MessageId(5)), None, None]);
        // Only what came by IMAP counts when UIDVALIDITY changed.
        let twins = desk
            .read(move |tx| {
                Ok((
                    arrivals::has_imap_twin(tx, own, "one@customer.example", 1_234)?,
                    arrivals::has_imap_bytes(tx, own, &"a".repeat(64))?,
                ))
            })
            .await;
        assert_eq!(twins, (false, false));
    })
    .await;
}

#[tokio::test]
async fn what_imap_brought_is_found_by_id_and_size_and_by_its_bytes() {
    both(async |desk: &Desk| {
        let own = desk
            .write(|tx| {
                let own = mailbox(tx, "a@desk.example")?;
                let new = arrivals::New { source: desk::arrival::Source::Imap, ..arriving(own, "imap:1") };
                let arrivals::Stored::New(id) = arrivals::add(tx, &new, First::Queued, NOW)? else {
                    panic!("it is new")
                };
                let mut became = ending(State::Message, None);
                became.internet_id = Some("one@customer.example".into());
                arrivals::end(tx, id, &became)?;
                Ok(own)
            })
            .await;
        let found = desk
            .read(move |tx| {
                Ok([
                    arrivals::has_imap_twin(tx, own, "one@customer.example", 1_234)?,
                    arrivals::has_imap_twin(tx, own, "one@customer.example", 1_235)?,
                    arrivals::has_imap_bytes(tx, own, &"a".repeat(64))?,
                    arrivals::has_imap_bytes(tx, own, &"b".repeat(64))?,
                ])
            })
            .await;
        assert_eq!(found, [true, false, true, false]);
    })
    .await;
}

#[tokio::test]
async fn only_a_held_arrival_is_opened_again() {
    both(async |desk: &Desk| {
        let ids = desk
            .write(|tx| {
                let own = mailbox(tx, "a@desk.example")?;
                let mut ids = Vec::new();
                for (number, state) in
                    [State::Quarantined, State::Waiting, State::Ignored, State::Message].into_iter().enumerate()
                {
                    let id = arrival(tx, own, &number.to_string())?;
                    arrivals::note_attempt(tx, id, 3)?;
                    arrivals::end(tx, id, &ending(state, Some(Quarantine::Crashed.word())))?;
                    ids.push(id);
                }
                Ok(ids)
            })
            .await;
        let asked = ids.clone();
        let opened =
            desk.write(move |tx| asked.iter().map(|id| arrivals::reopen(tx, *id)).collect::<Result<Vec<_>, _>>()).await;
        assert_eq!(opened, [true, true, false, false]);
        let first = ids[0];
        let shown = desk.read(move |tx| arrivals::listed(tx, first)).await.unwrap();
        assert_eq!((shown.arrival.state, shown.arrival.reason, shown.attempts), (State::Received, None, 0));
    })
    .await;
}

/// SO-2
#[tokio::test]
async fn what_waits_is_listed_and_found_by_its_reason() {
    both(async |desk: &Desk| {
        let ids = desk
            .write(|tx| {
                let own = mailbox(tx, "a@desk.example")?;
                let mut ids = Vec::new();
                for (key, first) in [
                    ("1", First::Waits(WAITING_CHANNEL_OFF)),
                    ("2", First::Waits("too-large")),
                    ("3", First::Queued),
                    ("4", First::Waits(WAITING_CHANNEL_OFF)),
                ] {
                    let new = arriving(own, key);
                    let arrivals::Stored::New(id) = arrivals::add(tx, &new, first, NOW)? else { panic!("it is new") };
                    ids.push(id);
                }
                Ok(ids)
            })
            .await;
        assert_eq!(desk.read(|tx| arrivals::waiting_for(tx, WAITING_CHANNEL_OFF)).await, [ids[0], ids[3]]);
        assert_eq!(desk.read(|tx| arrivals::count_held(tx, None)).await, 3);
    })
    .await;
}

/// a list of 250 rows is paged without a gap and without a repetition.
#[tokio::test]
async fn held_arrivals_are_paged_newest_first() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let own = mailbox(tx, "a@desk.example")?;
            for number in 0..750 {
                let id = arrival(tx, own, &number.to_string())?;
                let state =
                    [State::Quarantined, State::Ignored, State::Waiting, State::Message, State::Received][number % 5];
                arrivals::end(tx, id, &ending(state, None))?;
            }
            Ok(())
        })
        .await;
        for (shown, words, rows) in [
            (Shown::Held, &[State::Quarantined, State::Waiting][..], 300),
            (Shown::Quarantined, &[State::Quarantined], 150),
            (Shown::Waiting, &[State::Waiting], 150),
            (Shown::Ignored, &[State::Ignored], 150),
        ] {
            let (mut before, mut seen) = (None, Vec::new());
            loop {
                let page = desk.read(move |tx| arrivals::list(tx, None, shown, before, 40)).await;
                before = page.last().map(|last| last.arrival.id);
                assert!(page.iter().all(|one| words.contains(&one.arrival.state)));
                seen.extend(page.iter().map(|one| one.arrival.id));
                if page.len() < 40 {
                    break;
                }
            }
            assert_eq!(seen.len(), rows, "{shown:?}");
            assert!(seen.is_sorted_by(|newer, older| newer > older), "{shown:?}");
        }
        assert_eq!(desk.read(|tx| arrivals::count_held(tx, None)).await, 300);
    })
    .await;
}
