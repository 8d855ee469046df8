//! Assistants: their lists, which conversation one has, and their turns, on both databases.

use desk::{
    MessageId,
    assistant::{Kind, Mode, Pair, Settings, State},
    conversation::{Status, View},
};
use store::{
    assistants::{
        self, Place,
        turns::{self, Ending, Found},
    },
    conversations, jobs, lists, routing,
};

use crate::given::{NOW, after_s, agent, conversation, ground};
use crate::{Desk, both};

fn settings(name: &str, enabled: bool) -> Settings {
    let pair = Pair { questions: vec!["opening hours".into()], answer: "Nine.".into() };
    Settings {
        name: name.into(),
        enabled,
        mode: Mode::Answer,
        language: String::new(),
        most_turns: 3,
        most_a_day: 200,
        kind: Kind::Script { pairs: vec![pair] },
    }
}

/// LD-5: the first that is on, in the mailbox's list and in itself, takes what comes; one that is deleted leaves all lists, and its
/// name stays for what it said.
#[tokio::test]
async fn the_first_that_is_on_takes_it() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            let off = assistants::add(tx, &settings("Off", false), None, NOW)?;
            let away = assistants::add(tx, &settings("Away", true), None, NOW)?;
            let ada = assistants::add(tx, &settings("Ada", true), Some(b"sealed"), NOW)?;
            assert_eq!(assistants::first_of(tx, ground.mailbox)?, None);
            let place = |assistant, enabled| Place { assistant, enabled };
            let places = [place(off, true), place(away, false), place(ada, true)];
            assistants::set_places(tx, ground.mailbox, &places)?;
            assert_eq!(assistants::places(tx, ground.mailbox)?, places);
            assert_eq!(assistants::first_of(tx, ground.mailbox)?.map(|one| one.id), Some(ada));
            assert_eq!(assistants::mailboxes_of(tx, ada)?, [ground.mailbox]);
            assistants::delete(tx, ada, after_s(1))?;
            assert_eq!((assistants::first_of(tx, ground.mailbox)?, assistants::by_id(tx, ada)?), (None, None));
            assert_eq!(assistants::name(tx, ada)?.as_deref(), Some("Ada"));
            assert_eq!(assistants::list(tx)?.len(), 2);
            Ok(())
        })
        .await;
    })
    .await;
}

/// LD-4, LD-5: what an assistant has waits for nobody and is not listed as unassigned, until it is let go or somebody gets it.
#[tokio::test]
async fn what_an_assistant_has_waits_for_nobody() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            let ana = agent(tx, "ana@team.example")?;
            let ada = assistants::add(tx, &settings("Ada", true), None, NOW)?;
            let id = conversation(tx, ground, Status::New, None, NOW)?;
            let unassigned =
                |tx: &mut store::Tx<'_>| lists::page(tx, View::Unassigned, ana, None, 10).map(|page| page.len());
            assert_eq!(unassigned(tx)?, 1);
            assert!(assistants::take(tx, id, ada)?);
            assert_eq!((assistants::of_conversation(tx, id)?, unassigned(tx)?), (Some(ada), 0));
            let shown = lists::one(tx, ana, id)?.expect("an item");
            assert_eq!(shown.assistant, Some((ada, "Ada".into())));
            assert_eq!(routing::waits_in(tx, id)?, None);
            assert!(assistants::let_go(tx, id)? && !assistants::let_go(tx, id)?);
            assert_eq!(unassigned(tx)?, 1);
            assistants::take(tx, id, ada)?;
            conversations::set_assignee(tx, id, Some(ana), after_s(1))?;
            assert_eq!(assistants::of_conversation(tx, id)?, None, "whoever gets it takes it from the assistant");
            assert!(!assistants::take(tx, id, ada)?, "no assistant takes what somebody has");
            Ok(())
        })
        .await;
    })
    .await;
}

/// LD-5: a turn is a job; it ends once, its draft can be taken away, and all of it is counted; erasing leaves no word.
#[tokio::test]
async fn a_turn_ends_once() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            let ada = assistants::add(tx, &settings("Ada", true), None, NOW)?;
            let id = conversation(tx, ground, Status::New, None, NOW)?;
            let turn = turns::add(tx, ada, id, MessageId(7), Mode::Draft, NOW)?;
            let claimed = jobs::claim(tx, jobs::ASSIST, "node", 10, 60, NOW)?;
            assert_eq!(claimed.iter().map(|job| job.subject).collect::<Vec<_>>(), [turn.0]);
            let waiting = turns::by_id(tx, turn)?.expect("a turn");
            assert_eq!((waiting.state, turns::answered(tx, id)?), (State::Waiting, 0));
            let found = [Found { title: "Hours".into(), text: "Nine.".into(), link: None, named: true }];
            let ending = Ending { found: &found, asked: "a\0sked", said: "said", answer: "Nine.", ..Ending::default() };
            assert!(turns::end(tx, &waiting, State::Drafted, &ending, after_s(2))?);
            assert!(!turns::end(tx, &waiting, State::HandedOver, &Ending::default(), after_s(3))?);
            let ended = turns::last(tx, id)?.expect("a turn");
            assert_eq!((ended.state, ended.answer.as_str(), ended.asked.as_str()), (State::Drafted, "Nine.", "asked"));
            assert_eq!((ended.found.as_slice(), ended.ended_at), (&found[..], Some(after_s(2))));
            assert_eq!((turns::answered(tx, id)?, turns::handed_over(tx, id)?), (1, false));
            assert_eq!((turns::since(tx, ada, after_s(-10))?, turns::since(tx, ada, NOW)?), (1, 0));
            turns::dismiss(tx, &ended)?;
            assert_eq!(turns::last(tx, id)?.expect("a turn").answer, "");
            turns::erase_of(tx, id)?;
            let erased = turns::last(tx, id)?.expect("a turn");
            assert_eq!((erased.state, erased.asked.as_str(), erased.found.len()), (State::Erased, "", 0));
            Ok(())
        })
        .await;
    })
    .await;
}
