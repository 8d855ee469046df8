//! Search: both databases find the same messages for what somebody types.

use desk::{ConversationId, MessageId, conversation::Status};
use store::search::{self, Question, Words};

use crate::given::{NOW, conversation, ground, message};
use crate::{Desk, both};

fn text_only(text: &str) -> Words<'_> {
    Words { text, ..Words::default() }
}

/// Stores each text as a message, two to a conversation, and gives their ids.
async fn with_texts(desk: &Desk, texts: &'static [&'static str]) -> Vec<(MessageId, ConversationId)> {
    desk.write(move |tx| {
        let ground = ground(tx)?;
        let mut stored = Vec::new();
        for pair in texts.chunks(2) {
            let id = conversation(tx, ground, Status::New, None, NOW)?;
            for text in pair {
                let message = message(tx, ground, id, None, text, NOW)?;
                search::add(tx, message, id, &text_only(text))?;
                stored.push((message, id));
            }
        }
        Ok(stored)
    })
    .await
}

/// The places of the texts that are found, newest first.
async fn found(desk: &Desk, stored: &[(MessageId, ConversationId)], typed: &str) -> Vec<usize> {
    let Some(question) = Question::read(typed) else { return Vec::new() };
    let hits = desk
        .db
        .read(move |tx| search::hits(tx, &question, None, 100))
        .await
        .unwrap_or_else(|error| panic!("{typed}: {error}"));
    hits.iter().map(|hit| stored.iter().position(|one| *one == (hit.message, hit.conversation)).unwrap()).collect()
}

const TEXTS: &[&str] = &[
    /* 0 */ "Žádost o vrácení peněz za objednávku 4711",
    /* 1 */ "Größe 42, Straße 7, Überweisung an die Firma",
    /* 2 */ "The order 4711 was cancelled, please refund order 4712",
    /* 3 */ "Please cancel AND refund, not now OR later (never) NEAR the door",
    /* 4 */ "お客様の注文について、返金をお願いします",
    /* 5 */ "Łódź, smørrebrød, Æther, İstanbul, œuvre",
    /* 6 */ "mail maria.rossi+shop@customer.example about IT-2024-0815, v1.2e5x, 3e5, 0x1F, -7, 50%",
    /* 7 */ "перевод денег ещё раз",
    /* 8 */ "https://shop.example/orders/99?id=abc&x=1 and /var/log/mail.log <b>bold</b>",
    /* 9 */ "ﬁnance ２０２６ ½ année naïve",
];

///
#[tokio::test]
async fn both_databases_find_the_same_messages() {
    both(async |desk: &Desk| {
        let stored = with_texts(desk, TEXTS).await;
        for (typed, expected) in [
            ("zadost", &[0][..]),
            ("ŽÁDOST", &[0]),
            ("penez vraceni", &[0]),
            ("grosse", &[1]),
            ("GRÖSSE", &[1]),
            ("strasse", &[1]),
            ("uberw", &[1]),
            ("4711", &[2, 0]),
            ("471", &[2, 0]),
            ("471 ", &[]),
            ("\"order 4711\"", &[2]),
            ("\"4711 order\"", &[]),
            ("\"order 4712\" cancelled", &[2]),
            ("\"refund order\"", &[2]),
            ("cancelled \"order 4712\"", &[2]),
            ("zadost \"order 4711\"", &[]),
            ("x", &[8]),
            ("\"ord", &[]),
            ("refund", &[3, 2]),
            ("refund -order", &[2]),
            ("refund NOT cancel", &[3]),
            ("cancel OR nothing", &[]),
            ("now OR later", &[3]),
            ("near*", &[3]),
            ("(never)", &[3]),
            ("'; DROP TABLE search", &[]),
            ("refund & order | !x :*", &[]),
            ("words:refund", &[]),
            ("返金", &[4]),
            ("注文に", &[4]),
            ("lodz", &[5]),
            ("smorrebrod", &[5]),
            ("aether oeuvre", &[5]),
            ("istanbul", &[5]),
            ("maria.rossi+shop@customer.example", &[6]),
            ("rossi", &[6]),
            ("customer.exam", &[6]),
            ("it-2024-0815", &[6]),
            ("2e5x ", &[6]),
            ("3e5 ", &[6]),
            ("0x1f ", &[6]),
            ("1f", &[]),
            ("7 ", &[6, 1]),
            ("50%", &[6]),
            ("денег", &[7]),
            ("еще", &[7]),
            ("shop.example/orders/99", &[8]),
            ("abc ", &[8]),
            ("mail.log", &[8]),
            ("bold ", &[8]),
            ("finance 2026", &[9]),
            ("annee naive", &[9]),
            ("nothing", &[]),
            ("   ", &[]),
            ("\"\"", &[]),
        ] {
            assert_eq!(found(desk, &stored, typed).await, expected, "{typed}");
        }
    })
    .await;
}

/// `from:`, `to:` and `subject:` look only where they say, and words still look everywhere.
#[tokio::test]
async fn operators_look_in_their_part_of_a_message_on_both_databases() {
    const MAILS: [Words<'static>; 3] = [
        Words {
            from: "Zoë Kůň zoe@posta.example", to: "support@desk.example", subject: "Order 4711", text: "for Max"
        },
        Words {
            from: "Max Müller max@bau.example", to: "Zoë Kůň zoe@posta.example", subject: "Lamp", text: "order"
        },
        Words { from: "日本 nihon@shop.example", to: "", subject: "返金 from zoe", text: "subject order to from" },
    ];
    both(async |desk: &Desk| {
        let stored = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let mut stored = Vec::new();
                for words in &MAILS {
                    let id = conversation(tx, ground, Status::New, None, NOW)?;
                    let message = message(tx, ground, id, None, words.text, NOW)?;
                    search::add(tx, message, id, words)?;
                    stored.push((message, id));
                }
                Ok(stored)
            })
            .await;
        for (typed, expected) in [
            ("from:zoe", &[0][..]),
            ("FROM:ZOE ", &[0]),
            ("to:zoe", &[1]),
            ("from:zoe@posta.example ", &[0]),
            ("from:zoe@po", &[0]),
            ("from:zoe@po ", &[]),
            ("from:\"zoe kun\"", &[0]),
            ("from:\"posta zoe\"", &[]),
            ("subject:order", &[0]),
            ("subject:\"order 4711\" max", &[0]),
            ("order", &[2, 1, 0]),
            ("zoe", &[2, 0]),
            ("from:max subject:order", &[]),
            ("from:日", &[2]),
            ("subject:返金", &[2]),
            ("from:@@@ lamp", &[1]),
            ("fzoe", &[]),
            ("ßfzoe", &[]),
        ] {
            assert_eq!(found(desk, &stored, typed).await, expected, "{typed}");
        }
    })
    .await;
}

/// a result list shows each conversation once, also across pages.
#[tokio::test]
async fn hits_are_paged_and_a_conversation_that_was_shown_is_known() {
    both(async |desk: &Desk| {
        let stored = with_texts(desk, &["key one", "key two", "key three", "door", "other", "key four"]).await;
        let question = Question::read("key").unwrap();
        let asked = question.clone();
        let first = desk.read(move |tx| search::hits(tx, &asked, None, 2)).await;
        assert_eq!(first.iter().map(|hit| hit.message).collect::<Vec<_>>(), [stored[5].0, stored[2].0]);
        let (asked, behind) = (question.clone(), first[1].message);
        let second = desk.read(move |tx| search::hits(tx, &asked, Some(behind), 2)).await;
        assert_eq!(second.iter().map(|hit| hit.message).collect::<Vec<_>>(), [stored[1].0, stored[0].0]);
        let shown = desk
            .read(move |tx| {
                let mut shown = Vec::new();
                for (conversation, from) in [
                    (stored[0].1, stored[2].0),
                    (stored[0].1, stored[1].0),
                    (stored[4].1, stored[2].0),
                    (stored[3].1, stored[3].0),
                ] {
                    shown.push(search::was_shown(tx, &question, conversation, (from, MessageId(i64::MAX)))?);
                }
                Ok(shown)
            })
            .await;
        assert_eq!(shown, [false, true, true, false]);
    })
    .await;
}

/// The longest text that a message enters search with is taken by both databases, and its end is found.
#[tokio::test]
async fn a_very_long_text_is_found_by_its_last_word() {
    both(async |desk: &Desk| {
        let limit = desk::limits::SEARCH_CHARS;
        let mut text: String = (0..)
            .map(|number: u32| format!("{number:x} "))
            .scan(0, |length, word| {
                *length += word.len();
                (*length < limit - 10).then_some(word)
            })
            .collect();
        text.push_str("omega");
        assert!(text.len() > limit - 30 && text.len() <= limit);
        let asked = text.clone();
        let ids = desk
            .write(move |tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::New, None, NOW)?;
                let (first, second) =
                    (message(tx, ground, id, None, "", NOW)?, message(tx, ground, id, None, "", NOW)?);
                search::add(tx, first, id, &text_only(&asked))?;
                // Letters of four bytes, each a word of its own.
                search::add(tx, second, id, &text_only(&"𝒳𝔜 ".repeat(limit / 3)))?;
                Ok([first, second])
            })
            .await;
        for (typed, expected) in [("omega", ids[0]), ("xy", ids[1])] {
            let question = Question::read(typed).unwrap();
            let hits = desk.read(move |tx| search::hits(tx, &question, None, 10)).await;
            assert_eq!(hits.iter().map(|hit| hit.message).collect::<Vec<_>>(), [expected], "{typed}");
        }
    })
    .await;
}

/// Newest first over any distance: PostgreSQL looks at the newest messages and at all older ones in two ways.
#[tokio::test]
async fn messages_far_apart_are_found_newest_first_and_page_by_page() {
    both(async |desk: &Desk| {
        let stored = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::New, None, NOW)?;
                let mut stored = Vec::new();
                for text in ["rare lamp", "common lamp", "common shade"] {
                    if text == "common shade" {
                        leave_a_gap(tx)?;
                    }
                    let message = message(tx, ground, id, None, text, NOW)?;
                    search::add(tx, message, id, &text_only(text))?;
                    stored.push((message, id));
                }
                Ok(stored)
            })
            .await;
        let near = stored[2].0;
        assert_eq!(found(desk, &stored, "rare").await, [0], "only far away");
        assert_eq!(found(desk, &stored, "shade").await, [2], "only near");
        assert_eq!(found(desk, &stored, "common").await, [2, 1], "near, then far");
        assert_eq!(found(desk, &stored, "lamp").await, [1, 0]);
        let question = Question::read("common ").unwrap();
        let asked = question.clone();
        let first = desk.db.read(move |tx| search::hits(tx, &asked, None, 1)).await.unwrap();
        let behind = desk.db.read(move |tx| search::hits(tx, &question, Some(near), 5)).await.unwrap();
        assert_eq!(first.iter().map(|hit| hit.message).collect::<Vec<_>>(), [near]);
        assert_eq!(behind.iter().map(|hit| hit.message).collect::<Vec<_>>(), [stored[1].0]);
    })
    .await;
}

/// As if tens of thousands of messages had come between.
fn leave_a_gap(tx: &mut store::Tx<'_>) -> store::Result<()> {
    match tx.engine() {
        store::Engine::Sqlite => {
            tx.run("UPDATE sqlite_sequence SET seq = seq + 50000 WHERE name = 'messages'", &[])?;
        }
        store::Engine::Postgres => {
            tx.one("SELECT setval(pg_get_serial_sequence('messages', 'id'), 50000)", &[], |_| Ok(()))?;
        }
    }
    Ok(())
}
