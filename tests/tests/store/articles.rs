//! Articles: what is kept of them, how lists find them, which file and which answer became which, and what erasing takes.

use desk::{
    AgentId, ArticleId, MessageId,
    article::{Draft, Source, State},
    conversation::Status,
};
use store::{
    Result, Tx,
    articles::{self, Filter, New},
    contacts::erasing,
};

use crate::given::{NOW, after_s, agent, conversation, ground, mailbox, message};
use crate::{Desk, both};

fn draft(title: &str, body: &str) -> Draft {
    Draft {
        title: title.into(),
        body: body.into(),
        asked: String::new(),
        state: State::Draft,
        language: None,
        link: None,
        alone: true,
        mailboxes: Vec::new(),
    }
}

fn add(tx: &mut Tx<'_>, draft: &Draft, by: AgentId) -> Result<ArticleId> {
    articles::add(tx, &New { draft, source: Source::Written, file: None, answer: None, question: None, by }, NOW)
}

/// LD-5: an article is kept as it was written, with who changed it last.
#[tokio::test]
async fn an_article_is_kept_as_it_was_written() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let (anna, ben) = (agent(tx, "anna@desk.example")?, agent(tx, "ben@desk.example")?);
            let (of, other) = (mailbox(tx, "a@desk.example")?, mailbox(tx, "b@desk.example")?);
            let full = Draft {
                asked: "Money back?".into(),
                state: State::Published,
                language: Some("en".into()),
                link: Some("https://help.example.org/".into()),
                alone: false,
                mailboxes: vec![of, other],
                ..draft("Returns", "# Čeština\n\n“as it is” 😀\n")
            };
            let id = add(tx, &full, anna)?;
            let kept = articles::by_id(tx, id)?.expect("it stands");
            assert_eq!(kept.draft, full);
            assert_eq!(
                (kept.source, kept.created_by, kept.updated_by, kept.answer),
                (Source::Written, anna, anna, None)
            );
            articles::update(tx, id, &draft("Returning", "Short"), ben, after_s(9))?;
            let kept = articles::by_id(tx, id)?.expect("it stands");
            assert_eq!(kept.draft, draft("Returning", "Short"));
            assert_eq!((kept.created_by, kept.updated_by, kept.updated_at), (anna, ben, after_s(9)));
            assert_eq!(kept.updated_by_name.as_deref(), Some("Anna"));
            articles::delete(tx, id)?;
            assert_eq!((articles::by_id(tx, id)?, articles::count(tx)?), (None, 0));
            Ok(())
        })
        .await;
    })
    .await;
}

/// LD-5: lists are paged and show those with all words, of a state, from a source.
#[tokio::test]
async fn lists_find_by_words_state_and_source() {
    both(async |desk: &Desk| {
        let told = desk
            .write(|tx| {
                let anna = agent(tx, "anna@desk.example")?;
                for (title, body, state) in [
                    ("Vrácení peněz", "Do 30 dnů.", State::Published),
                    ("Returns", "Money back within 30 days.", State::Draft),
                    ("100% wool_care", "Wash cold.", State::Published),
                ] {
                    add(tx, &Draft { state, ..draft(title, body) }, anna)?;
                }
                let mut told = Vec::new();
                for (typed, state, source) in [
                    ("", None, None),
                    ("VRACENI pen", None, None),
                    ("back mon", None, None),
                    ("30", None, None),
                    ("30", Some(State::Draft), None),
                    ("%", None, None),
                    ("l_c", None, None),
                    ("days nothing", None, None),
                    ("", None, Some(Source::Imported)),
                    ("", Some(State::Published), Some(Source::Written)),
                ] {
                    let filter = Filter { state, source, typed: typed.into() };
                    let page = articles::page(tx, &filter, None, 10)?;
                    told.push(page.iter().map(|one| one.id.0 - 1).map(|at| at.to_string()).collect::<String>());
                }
                let page = articles::page(tx, &Filter::default(), Some(ArticleId(3)), 1)?;
                told.push(page.iter().map(|one| one.draft.title.as_str()).collect());
                Ok(told)
            })
            .await;
        assert_eq!(told, ["210", "0", "1", "10", "1", "210", "", "", "", "20", "Returns"]);
    })
    .await;
}

/// LD-5: a file is known again by its name, else by its title; an answer by its message.
#[tokio::test]
async fn what_an_article_was_made_of_is_found_again() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let (ground, anna) = (ground(tx)?, agent(tx, "anna@desk.example")?);
            let id = conversation(tx, ground, Status::Open, None, NOW)?;
            let asked = message(tx, ground, id, None, "Money back?", NOW)?;
            let answer = message(tx, ground, id, None, "Yes.", NOW)?;
            let draft = draft("Returns  &  refunds", "Text");
            add(tx, &draft, anna)?;
            let new = New {
                draft: &draft,
                source: Source::Imported,
                file: Some("a/returns.md"),
                answer: None,
                question: None,
                by: anna,
            };
            let imported = articles::add(tx, &new, NOW)?;
            let new = New { source: Source::Answer, file: None, answer: Some(answer), question: Some(asked), ..new };
            let approved = articles::add(tx, &new, NOW)?;
            assert_eq!(articles::of_file(tx, "a/returns.md", "Other")?, Some(imported));
            assert_eq!(
                articles::of_file(tx, "b/returns.md", "returns refunds")?,
                Some(imported),
                "of the imported ones"
            );
            assert_eq!(articles::of_file(tx, "b/returns.md", "Other")?, None);
            assert_eq!(articles::of_answer(tx, answer)?, Some(approved));
            assert_eq!(articles::of_answer(tx, asked)?, None);
            let kept = articles::by_id(tx, approved)?.expect("it stands");
            assert_eq!(kept.answer, Some((answer, id)));
            Ok(())
        })
        .await;
    })
    .await;
}

/// LD-5: erasing a customer takes the drafts that were made of what they wrote; what was published forgets them.
#[tokio::test]
async fn erasing_takes_drafts_and_unlinks_what_is_published() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let (ground, anna) = (ground(tx)?, agent(tx, "anna@desk.example")?);
            let id = conversation(tx, ground, Status::Open, None, NOW)?;
            let asked = message(tx, ground, id, None, "My name is Maria. Money back?", NOW)?;
            let answers: Vec<MessageId> =
                (0..3).map(|_| message(tx, ground, id, None, "Within 30 days.", NOW)).collect::<Result<_>>()?;
            let of = |tx: &mut Tx<'_>, state, answer, question| {
                let draft = Draft {
                    state,
                    asked: "My name is Maria. Money back?".into(),
                    ..draft("Refunds", "Within 30 days.")
                };
                let new =
                    New { draft: &draft, source: Source::Answer, file: None, answer: Some(answer), question, by: anna };
                articles::add(tx, &new, NOW)
            };
            let drafted = of(tx, State::Draft, answers[0], Some(asked))?;
            let published = of(tx, State::Published, answers[1], Some(asked))?;
            let other = add(tx, &Draft { asked: "Maria".into(), ..draft("Of nobody", "Text") }, anna)?;
            assert_eq!(flow::knowledge::find_in_all(tx, "maria name money", 5)?.len(), 1);
            erasing::conversation(tx, id, after_s(5))?;
            assert_eq!(articles::by_id(tx, drafted)?, None);
            let kept = articles::by_id(tx, published)?.expect("the team published it");
            assert_eq!((kept.draft.asked.as_str(), kept.answer, kept.updated_at), ("", None, NOW));
            assert_eq!(flow::knowledge::find_in_all(tx, "maria name money", 5)?, [], "its words are not found either");
            assert_eq!(flow::knowledge::find_in_all(tx, "refunds", 5)?.len(), 1);
            assert_eq!(articles::by_id(tx, other)?.map(|one| one.draft.asked), Some("Maria".into()));
            Ok(())
        })
        .await;
    })
    .await;
}
