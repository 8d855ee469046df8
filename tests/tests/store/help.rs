//! Help that agents asked a model for: kept beside the turns of assistants, and in the way of none of them.

use desk::{
    assistant::{Kind, Mode, Settings, State},
    conversation::Status,
};
use store::{
    assistants::{
        self,
        turns::{self, Ending, Found},
    },
    contacts::erasing,
};

use crate::given::{NOW, after_s, conversation, ground, message};
use crate::{Desk, both};

/// SO-17: what a model was asked by an agent is shown with the conversation, counts for the day, and goes with the customer; what
/// an assistant has to do there is still the newest turn.
#[tokio::test]
async fn help_is_kept_counted_and_erased_and_is_no_turn_that_waits() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let settings = Settings {
                name: "Ada".into(),
                enabled: true,
                mode: Mode::Draft,
                language: String::new(),
                most_turns: 3,
                most_a_day: 200,
                kind: Kind::Script { pairs: Vec::new() },
            };
            let ada = assistants::add(tx, &settings, None, NOW)?;
            let ground = ground(tx)?;
            let within = conversation(tx, ground, Status::Open, None, NOW)?;
            let asked = message(tx, ground, within, None, "Where are my keys?", NOW)?;
            let turn = turns::add(tx, ada, within, asked, Mode::Draft, NOW)?;
            let found = [Found { title: "Keys".into(), text: "Here.".into(), link: None, named: true }];
            let ending = Ending {
                reason: Some("answer"),
                found: &found,
                asked: "Answer Maria\0",
                said: "Here. [1]",
                tokens_in: Some(40),
                took_ms: Some(900),
                ..Ending::default()
            };
            let help = turns::helped(tx, (ada, within, asked), &ending, (after_s(5), after_s(6)))?;
            assert_eq!(turns::last(tx, within)?.map(|one| one.id), Some(turn));
            let all = turns::of(tx, within)?;
            assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [help, turn]);
            assert_eq!((all[0].state, all[0].reason.as_deref()), (State::Helped, Some("answer")));
            assert_eq!((all[0].asked.as_str(), all[0].said.as_str()), ("Answer Maria", "Here. [1]"));
            assert_eq!((&all[0].found[..], all[0].tokens_in, all[0].took_ms), (&found[..], Some(40), Some(900)));
            assert_eq!((all[0].created_at, all[0].ended_at), (after_s(5), Some(after_s(6))));
            assert_eq!(turns::since(tx, ada, after_s(-1))?, 2);
            assert_eq!(turns::answered(tx, within)?, 0, "a customer was answered nothing");
            erasing::conversation(tx, within, after_s(9))?;
            let all = turns::of(tx, within)?;
            assert!(all.iter().all(|one| one.state == State::Erased && one.asked.is_empty() && one.said.is_empty()));
            Ok(())
        })
        .await;
    })
    .await;
}
