//! Attachments: files of a message in their order, and uploads that only their agent may use, once.

use desk::{AgentId, MessageId, message::AttachmentState};
use store::attachments::{self, Owner};

use crate::given::{NOW, after_s};
use crate::{Desk, both};

fn file(name: &str) -> attachments::New {
    attachments::New {
        filename: Some(name.into()),
        content_type: "image/png".into(),
        size: 3,
        blob: "d".repeat(64),
        inline: true,
        content_id: Some("logo@desk.example".into()),
    }
}

/// SB-11
#[tokio::test]
async fn files_come_back_in_their_order() {
    both(async |desk: &Desk| {
        let message = MessageId(5);
        let files = desk
            .write(move |tx| {
                for (position, name) in [(2, "last"), (0, "../../etc/passwd"), (1, "middle")] {
                    attachments::add(
                        tx,
                        &file(name),
                        Owner::Message(message, position),
                        AttachmentState::Withheld,
                        NOW,
                    )?;
                }
                attachments::add(tx, &file("other"), Owner::Message(MessageId(6), 0), AttachmentState::Available, NOW)?;
                attachments::of(tx, message)
            })
            .await;
        assert_eq!(
            files.iter().map(|one| one.filename.as_deref().unwrap()).collect::<Vec<_>>(),
            ["../../etc/passwd", "middle", "last"]
        );
        let first = &files[0];
        assert_eq!(
            (first.message, first.inline, first.state.as_str(), first.uploaded_by),
            (Some(message), true, "withheld", None)
        );
        assert_eq!(
            (first.size, first.content_type.as_str(), first.content_id.as_deref()),
            (3, "image/png", Some("logo@desk.example"))
        );
        let id = first.id;
        assert_eq!(desk.read(move |tx| attachments::by_id(tx, id)).await.unwrap().blob, "d".repeat(64));
    })
    .await;
}

/// SB-11
#[tokio::test]
async fn an_upload_is_given_once_and_only_by_its_agent() {
    both(async |desk: &Desk| {
        let (anna, boris) = (AgentId(1), AgentId(2));
        let given = desk
            .write(move |tx| {
                let upload = attachments::add(tx, &file("a"), Owner::Upload(anna), AttachmentState::Available, NOW)?;
                let mails =
                    attachments::add(tx, &file("b"), Owner::Message(MessageId(4), 0), AttachmentState::Available, NOW)?;
                Ok([
                    attachments::give(tx, upload, MessageId(5), 0, boris)?,
                    attachments::give(tx, mails, MessageId(5), 0, anna)?,
                    attachments::give(tx, upload, MessageId(5), 1, anna)?,
                    attachments::give(tx, upload, MessageId(6), 0, anna)?,
                ])
            })
            .await;
        assert_eq!(given, [false, false, true, false]);
        assert_eq!(desk.read(|tx| attachments::of(tx, MessageId(5))).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn unused_uploads_are_forgotten_and_used_ones_stay() {
    both(async |desk: &Desk| {
        let anna = AgentId(1);
        let (forgotten, left) = desk
            .write(move |tx| {
                let add = |tx: &mut store::Tx<'_>, at| {
                    attachments::add(tx, &file("a"), Owner::Upload(anna), AttachmentState::Available, at)
                };
                let (old, used, new) = (add(tx, NOW)?, add(tx, NOW)?, add(tx, after_s(10))?);
                attachments::give(tx, used, MessageId(5), 0, anna)?;
                let forgotten = attachments::forget_unused(tx, after_s(10))?;
                let mut left = Vec::new();
                for id in [old, used, new] {
                    left.push(attachments::by_id(tx, id)?.is_some());
                }
                Ok((forgotten, left))
            })
            .await;
        assert_eq!((forgotten, left), (1, vec![false, true, true]));
    })
    .await;
}
