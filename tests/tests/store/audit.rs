//! The audit log: kept in order, with who did it, and found by what it was done to.

use desk::AgentId;
use serde_json::json;
use store::{audit, events::Actor};

use crate::given::{NOW, after_s};
use crate::{Desk, both};

#[tokio::test]
async fn what_was_done_is_found_by_its_object_newest_first() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let anna = Actor::Agent(AgentId(3), "Anna".into());
            audit::add(tx, &anna, "arrival.released", "arrival:17", &json!({"reason": "no-sender"}), NOW)?;
            audit::add(tx, &anna, "arrival.deleted", "arrival:18", &json!({}), NOW)?;
            audit::add(tx, &Actor::System, "arrival.expired", "arrival:17", &json!({}), after_s(1))
        })
        .await;
        let (of, newest) = desk.read(|tx| Ok((audit::of(tx, "arrival:17")?, audit::newest(tx, None, 2)?))).await;
        let words: Vec<_> = of.iter().map(|one| (one.action.as_str(), one.actor.clone(), one.at)).collect();
        let anna = Actor::Agent(AgentId(3), "Anna".into());
        assert_eq!(words, [("arrival.expired", Actor::System, after_s(1)), ("arrival.released", anna, NOW)]);
        assert_eq!(of[1].data, json!({"reason": "no-sender"}));
        assert_eq!(newest.iter().map(|one| one.object.as_str()).collect::<Vec<_>>(), ["arrival:17", "arrival:18"]);
        let before = newest[1].id;
        assert_eq!(desk.read(move |tx| audit::newest(tx, Some(before), 9)).await.len(), 1);
    })
    .await;
}
