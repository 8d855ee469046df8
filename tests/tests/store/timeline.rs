//! Events of a timeline: in their order, with who did it and what happened.

use desk::{AgentId, conversation::Status, event::Event};
use store::{changes, events, events::Actor};

use crate::given::{NOW, after_s, conversation, ground};
use crate::{Desk, both};

#[tokio::test]
async fn events_come_back_in_order_with_their_actors() {
    both(async |desk: &Desk| {
        let (id, all) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let (id, other) = (
                    conversation(tx, ground, Status::New, None, NOW)?,
                    conversation(tx, ground, Status::New, None, NOW)?,
                );
                let anna = Actor::Agent(AgentId(3), "Anna".into());
                let opened = Event::StatusChanged { from: Status::New, to: Status::Open };
                events::add(tx, id, &opened, &Actor::System, NOW)?;
                events::add(tx, other, &Event::TooLarge { size: 5 }, &Actor::System, NOW)?;
                events::add(
                    tx,
                    id,
                    &Event::Assigned { to: Some((AgentId(3), "Anna \"A\"".into())) },
                    &anna,
                    after_s(1),
                )?;
                Ok((id, events::of(tx, id)?))
            })
            .await;
        let short: Vec<_> = all
            .iter()
            .map(|one| (one.kind.as_str(), one.actor_kind.as_str(), one.actor_name.as_deref(), one.created_at))
            .collect();
        assert_eq!(short, [("status_changed", "system", None, NOW), ("assigned", "agent", Some("Anna"), after_s(1))]);
        assert_eq!(all[0].data, serde_json::json!({"from": "new", "to": "open"}));
        assert_eq!(all[1].data, serde_json::json!({"agent": "3", "name": "Anna \"A\""}));
        let told = desk.read(|tx| changes::after(tx, 0, 50)).await;
        assert_eq!(told.iter().filter(|one| one.conversation == Some(id)).count(), 1, "told once for each transaction");
    })
    .await;
}
