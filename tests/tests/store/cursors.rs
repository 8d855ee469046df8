//! IMAP cursors: never back, one for each UIDVALIDITY, and one of them current.

use desk::MailboxId;
use store::cursors::{self, Place};

use crate::given::{NOW, after_s, mailbox};
use crate::{Desk, both};

fn place(mailbox: MailboxId, folder: &str) -> Place {
    Place { mailbox, account: "support@imap.desk.example:993".into(), folder: folder.into() }
}

/// LD-9, X-1
#[tokio::test]
async fn a_cursor_moves_on_and_never_back() {
    both(async |desk: &Desk| {
        let id = desk.write(|tx| mailbox(tx, "a@desk.example")).await;
        let inbox = place(id, "INBOX");
        let (asked, other) = (inbox.clone(), place(id, "Archive"));
        let untouched = desk
            .read(move |tx| {
                Ok((
                    cursors::last_uid(tx, &asked, 7)?,
                    cursors::current_validity(tx, &asked)?,
                    cursors::started_at(tx, &asked)?,
                ))
            })
            .await;
        assert_eq!(untouched, (None, None, None));
        for (uid, kept) in [(10, 10), (12, 12), (11, 12), (u32::MAX, i64::from(u32::MAX))] {
            let at = inbox.clone();
            let last = desk
                .write(move |tx| {
                    cursors::advance(tx, &at, 7, uid, NOW)?;
                    cursors::last_uid(tx, &at, 7)
                })
                .await;
            assert_eq!(last, Some(kept));
        }
        assert_eq!(desk.read(move |tx| cursors::last_uid(tx, &other, 7)).await, None, "each folder has its own");
    })
    .await;
}

#[tokio::test]
async fn a_new_uid_validity_becomes_the_current_one_and_the_old_cursor_stays() {
    both(async |desk: &Desk| {
        let id = desk.write(|tx| mailbox(tx, "a@desk.example")).await;
        let at = place(id, "INBOX");
        let seen = desk
            .write(move |tx| {
                let mut seen = Vec::new();
                for (second, (validity, uid)) in [(7, 40), (u32::MAX, 2), (7, 41)].into_iter().enumerate() {
                    cursors::advance(tx, &at, validity, uid, after_s(i64::try_from(second).unwrap()))?;
                    seen.push((
                        cursors::current_validity(tx, &at)?,
                        cursors::last_uid(tx, &at, 7)?,
                        cursors::last_uid(tx, &at, u32::MAX)?,
                        cursors::started_at(tx, &at)?,
                    ));
                }
                Ok(seen)
            })
            .await;
        let newer = i64::from(u32::MAX);
        assert_eq!(
            seen,
            [
                (Some(7), Some(40), None, Some(NOW)),
                (Some(newer), Some(40), Some(2), Some(NOW)),
                (Some(7), Some(41), Some(2), Some(NOW)),
            ]
        );
    })
    .await;
}
