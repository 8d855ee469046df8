//! The feed of changes: its sequence is the order of commits, so that whoever follows it misses nothing.

use std::collections::BTreeSet;

use desk::{ConversationId, MessageId, limits};
use store::{changes, changes::Change};
use tokio::task::JoinSet;

use crate::desk_folder::statement;
use crate::{Desk, both};

const WRITERS: i64 = 8;
const EACH: i64 = 60;

///
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_who_follows_eight_writers_misses_nothing() {
    both(async |desk: &Desk| {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let db = desk.db.clone();
            writers.spawn(async move {
                for number in 0..EACH {
                    let id = ConversationId(1_000 * writer + number + 1);
                    db.write(move |tx| {
                        tx.change(Change::ConversationChanged(id));
                        tx.change(Change::MessageCreated(id, MessageId(8)));
                        Ok(())
                    })
                    .await
                    .unwrap();
                }
            });
        }
        let wanted = usize::try_from(2 * WRITERS * EACH).unwrap();
        let (mut last, mut seen) = (0, BTreeSet::new());
        loop {
            // Asked before the look: what is found then is all that there is.
            while let Some(done) = writers.try_join_next() {
                done.unwrap();
            }
            let is_over = writers.is_empty();
            let page = desk.read(move |tx| changes::after(tx, last, 50)).await;
            for entry in &page {
                assert!(entry.seq > last, "{} comes after {last}", entry.seq);
                last = entry.seq;
                assert!(seen.insert((entry.event.clone(), entry.subject.clone())), "{entry:?} comes twice");
            }
            if page.is_empty() && is_over {
                break;
            }
        }
        assert_eq!(seen.len(), wanted);
    })
    .await;
}

#[tokio::test]
async fn a_change_is_told_in_the_words_of_the_contract() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            tx.change(Change::ConversationChanged(ConversationId(7)));
            tx.change(Change::ConversationChanged(ConversationId(7)));
            tx.change(Change::MessageCreated(ConversationId(7), MessageId(8)));
            tx.change(Change::DeliveryChanged(ConversationId(7), MessageId(9)));
            tx.change(Change::SettingsChanged("mailboxes"));
            tx.change(Change::ArrivalsChanged);
            Ok(())
        })
        .await;
        let told = desk.read(|tx| changes::after(tx, 0, 10)).await;
        let words: Vec<_> = told
            .iter()
            .map(|one| (one.event.as_str(), one.subject.as_str(), one.conversation.map(|id| id.0)))
            .collect();
        assert_eq!(
            words,
            [
                ("conversation.changed", "7", Some(7)),
                ("message.created", "7", Some(7)),
                ("delivery.changed", "9", Some(7)),
                ("settings.changed", "mailboxes", None),
                ("arrivals.changed", "held", None),
            ]
        );
        let behind = told[3].seq;
        assert_eq!(desk.read(move |tx| changes::after(tx, behind, 10)).await.len(), 1);
        assert_eq!(desk.read(changes::newest).await, told[4].seq);
        assert_eq!(desk.read(changes::oldest).await, told[0].seq);
    })
    .await;
}

#[tokio::test]
async fn only_the_newest_changes_are_kept_and_numbers_are_never_used_again() {
    both(async |desk: &Desk| {
        assert_eq!(desk.read(|tx| Ok((changes::newest(tx)?, changes::oldest(tx)?))).await, (0, 0));
        let many = limits::CHANGES_KEPT + 10;
        desk.write(move |tx| {
            tx.run(
                statement(format!(
                    "INSERT INTO changes (event, subject_id) WITH RECURSIVE n(i) AS
                     (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) SELECT 'x', 'y' FROM n"
                )),
                &[],
            )
        })
        .await;
        assert_eq!(desk.write(changes::trim).await, 10);
        assert_eq!(desk.write(changes::trim).await, 0);
        assert_eq!(desk.read(|tx| Ok((changes::oldest(tx)?, changes::newest(tx)?))).await, (11, many));
        desk.write(|tx| tx.run("DELETE FROM changes", &[])).await;
        desk.write(|tx| {
            tx.change(Change::ArrivalsChanged);
            Ok(())
        })
        .await;
        assert_eq!(desk.read(changes::newest).await, many + 1);
    })
    .await;
}
