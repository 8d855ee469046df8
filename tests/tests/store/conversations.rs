//! Conversations: what a message, a status or an agent changes in the row that lists read.

use desk::conversation::Status;
use store::{conversations, lists, tags};

use crate::given::{NOW, after_s, agent, conversation, ground, message};
use crate::{Desk, both};

#[tokio::test]
async fn a_message_grows_its_conversation() {
    both(async |desk: &Desk| {
        let (id, anna, last) = desk
            .write(|tx| {
                let (ground, anna) = (ground(tx)?, agent(tx, "anna@desk.example")?);
                let id = conversation(tx, ground, Status::New, Some(anna), NOW)?;
                let first = message(tx, ground, id, None, "Hello", after_s(1))?;
                let grown =
                    conversations::Grown { message: first, preview: "With a file", sender: "Maria", attachments: true };
                conversations::grow(tx, id, &grown, after_s(2))?;
                let last = message(tx, ground, id, None, "Good bye", after_s(3))?;
                let read = conversations::by_id(tx, id)?.unwrap();
                conversations::set_tags(tx, &read, &["key".into(), "Žluťoučký \"kůň\"".into()], after_s(4))?;
                Ok((id, anna, last))
            })
            .await;
        let item = desk.read(move |tx| lists::one(tx, anna, id)).await.unwrap();
        assert_eq!((item.subject.as_str(), item.channel.as_str(), item.status), ("Keys", "email", Status::New));
        assert_eq!((item.mailbox.1.as_str(), item.mailbox.2.as_str()), ("Support", "support@desk.example"));
        assert_eq!((item.contact.1.as_deref(), item.contact.2.as_str()), (Some("Maria"), "maria@customer.example"));
        assert_eq!(item.assignee, Some((anna, "Anna".into(), "anna@desk.example".into())));
        assert_eq!((item.preview.as_str(), item.message_count, item.has_attachments), ("Good bye", 3, true));
        assert_eq!((item.updated_at, item.unread), (after_s(4), true));
        assert_eq!(item.tags, ["key", "Žluťoučký \"kůň\""]);
        let row = desk.read(move |tx| conversations::by_id(tx, id)).await.unwrap();
        assert_eq!((row.last_message, row.assignee, row.tags), (last, Some(anna), item.tags));
        assert!(desk.read(|tx| conversations::by_id(tx, desk::ConversationId(1))).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn unread_is_each_agents_own_and_comes_back_with_a_message() {
    both(async |desk: &Desk| {
        let (ground, id, anna, boris) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::New, None, NOW)?;
                message(tx, ground, id, None, "Hello", NOW)?;
                Ok((ground, id, agent(tx, "anna@desk.example")?, agent(tx, "boris@desk.example")?))
            })
            .await;
        let unread = async || {
            desk.read(move |tx| Ok([anna, boris].map(|agent| lists::one(tx, agent, id).unwrap().unwrap().unread))).await
        };
        assert_eq!(unread().await, [true, true]);
        for _ in 0..2 {
            desk.write(move |tx| conversations::set_read(tx, anna, id, true)).await;
            assert_eq!(unread().await, [false, true]);
        }
        desk.write(move |tx| message(tx, ground, id, None, "More", after_s(1))).await;
        assert_eq!(unread().await, [true, true]);
        desk.write(move |tx| conversations::set_read(tx, boris, id, true)).await;
        desk.write(move |tx| conversations::set_read(tx, boris, id, false)).await;
        assert_eq!(unread().await, [true, true]);
    })
    .await;
}

#[tokio::test]
async fn a_postponed_conversation_remembers_what_it_was() {
    both(async |desk: &Desk| {
        let id = desk
            .write(|tx| {
                let ground = ground(tx)?;
                conversation(tx, ground, Status::Answered, None, NOW)
            })
            .await;
        let set = async |to: Status, until: Option<i64>| {
            desk.write(move |tx| {
                let row = conversations::by_id(tx, id)?.unwrap();
                conversations::set_status(tx, &row, to, until.map(after_s), after_s(5))?;
                let row = conversations::by_id(tx, id)?.unwrap();
                Ok((row.status, row.postponed_until, row.status_before))
            })
            .await
        };
        assert_eq!(
            set(Status::Postponed, Some(60)).await,
            (Status::Postponed, Some(after_s(60)), Some(Status::Answered))
        );
        assert_eq!(
            set(Status::Postponed, Some(90)).await,
            (Status::Postponed, Some(after_s(90)), Some(Status::Answered))
        );
        assert_eq!(desk.read(|tx| conversations::due_postponed(tx, after_s(89))).await, []);
        assert_eq!(desk.read(|tx| conversations::due_postponed(tx, after_s(90))).await, [id]);
        assert_eq!(set(Status::Open, None).await, (Status::Open, None, None));
        assert_eq!(desk.read(|tx| conversations::due_postponed(tx, after_s(90))).await, []);
    })
    .await;
}

/// Tags are counted as conversations get and lose them, the same on both databases.
#[tokio::test]
async fn tags_are_counted_by_the_conversations_that_have_them() {
    both(async |desk: &Desk| {
        let listed = desk
            .write(|tx| {
                let ground = ground(tx)?;
                for (before, after) in [(&[][..], &["key", "door"][..]), (&[], &["key"]), (&["key"], &["Žluť", "key"])]
                {
                    let id = conversation(tx, ground, Status::New, None, NOW)?;
                    for tags in [before, after] {
                        let read = conversations::by_id(tx, id)?.unwrap();
                        let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                        conversations::set_tags(tx, &read, &tags, NOW)?;
                    }
                    let read = conversations::by_id(tx, id)?.unwrap();
                    if read.tags == ["key"] {
                        conversations::set_tags(tx, &read, &[], NOW)?;
                    }
                }
                tags::list(tx)
            })
            .await;
        let listed: Vec<(String, i64)> = listed.into_iter().map(|tag| (tag.name, tag.conversations)).collect();
        assert_eq!(listed, [("key".to_owned(), 2), ("door".to_owned(), 1), ("Žluť".to_owned(), 1)]);
    })
    .await;
}

/// A tag that goes is taken from conversations a few at a time, and whoever gets it meanwhile is carried along.
#[tokio::test]
async fn conversations_follow_a_tag_that_was_named_anew_step_by_step() {
    both(async |desk: &Desk| {
        let (first, rows, listed) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let mut all = Vec::new();
                for tags in [&["key", "door"][..], &["key", "lock"], &["key"]] {
                    let id = conversation(tx, ground, Status::New, None, NOW)?;
                    let read = conversations::by_id(tx, id)?.unwrap();
                    let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                    conversations::set_tags(tx, &read, &tags, NOW)?;
                    all.push(id);
                }
                let Some(tags::Named::Standing(key)) = tags::by_name(tx, "key")? else { panic!("it stands") };
                tags::rename(tx, &key, "lock one")?;
                assert_eq!(tags::by_name(tx, "key")?, Some(tags::Named::Going));
                let going = tags::going(tx)?.remove(0);
                let first = tags::go_on(tx, &going, 2, NOW)?;
                // It goes on to another: what became "lock one" and what was about to becomes "lock".
                let Some(tags::Named::Standing(heir)) = tags::by_name(tx, "lock")? else { panic!("it stands") };
                tags::let_go(tx, key.id, Some(heir.id))?;
                while let Some(tag) = tags::going(tx)?.into_iter().next() {
                    tags::go_on(tx, &tag, 2, NOW)?;
                }
                let rows = all.iter().map(|id| Ok(conversations::by_id(tx, *id)?.unwrap().tags));
                Ok((first, rows.collect::<store::Result<Vec<_>>>()?, tags::list(tx)?))
            })
            .await;
        assert!(!first, "a third conversation was left");
        assert_eq!(rows, [vec!["door", "lock"], vec!["lock"], vec!["lock"]]);
        let listed: Vec<(String, i64)> = listed.into_iter().map(|tag| (tag.name, tag.conversations)).collect();
        assert_eq!(listed, [("lock".to_owned(), 3), ("door".to_owned(), 1)]);
    })
    .await;
}
