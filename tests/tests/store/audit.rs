//! The audit log: kept in order, with who did it, and found by what it was done to.

use desk::AgentId;
use serde_json::json;
use store::{
    audit::{self, Which},
    events::Actor,
};

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
        let (of, newest) =
            desk.read(|tx| Ok((audit::of(tx, "arrival:17")?, audit::page(tx, Which::All, None, 2)?))).await;
        let words: Vec<_> = of.iter().map(|one| (one.action.as_str(), one.actor.clone(), one.at)).collect();
        let anna = Actor::Agent(AgentId(3), "Anna".into());
        assert_eq!(words, [("arrival.expired", Actor::System, after_s(1)), ("arrival.released", anna, NOW)]);
        assert_eq!(of[1].data, json!({"reason": "no-sender"}));
        assert_eq!(newest.iter().map(|one| one.object.as_str()).collect::<Vec<_>>(), ["arrival:17", "arrival:18"]);
        let before = newest[1].id;
        assert_eq!(desk.read(move |tx| audit::page(tx, Which::All, Some(before), 9)).await.len(), 1);
    })
    .await;
}

/// by who did it, by what it was done to, and page after page.
#[tokio::test]
async fn the_log_is_read_by_agent_and_by_kind() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            for (agent, object) in [(3, "arrival:17"), (4, "agent:3"), (3, "agent:4"), (3, "agent:5")] {
                audit::add(tx, &Actor::Agent(AgentId(agent), "A".into()), "x", object, &json!({}), NOW)?;
            }
            Ok(())
        })
        .await;
        let objects = async |which: Which<'static>, before: Option<i64>| {
            let found = desk.read(move |tx| audit::page(tx, which, before, 2)).await;
            let last = found.last().map(|entry| entry.id);
            (found.into_iter().map(|entry| entry.object).collect::<Vec<_>>(), last)
        };
        assert_eq!(objects(Which::By(AgentId(4)), None).await.0, ["agent:3"]);
        let (first, last) = objects(Which::To("agent"), None).await;
        assert_eq!(first, ["agent:5", "agent:4"]);
        assert_eq!(objects(Which::To("agent"), last).await.0, ["agent:3"]);
        assert_eq!(objects(Which::ByTo(AgentId(3), "agent"), None).await.0, ["agent:5", "agent:4"]);
        assert_eq!(objects(Which::ByTo(AgentId(4), "arrival"), None).await.0, Vec::<String>::new());
    })
    .await;
}
