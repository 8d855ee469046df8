//! The views: what each holds, newest first, paged without a gap and without a repetition, and counted up to a bound.

use std::collections::BTreeMap;

use desk::{
    AgentId,
    conversation::{Status, View},
};
use store::lists;

use crate::desk_folder::statement;
use crate::given::{after_s, agent, conversation, ground};
use crate::{Desk, both};

/// Rows of each combination of status and assignee: every view has more than 250.
const EACH: i64 = 130;

struct Written {
    status: Status,
    assignee: Option<AgentId>,
    updated_s: i64,
}

async fn pages(desk: &Desk, view: View, agent: AgentId, most: i64) -> Vec<lists::Item> {
    let (mut after, mut all) = (None, Vec::new());
    loop {
        let page = desk.read(move |tx| lists::page(tx, view, agent, after, most)).await;
        let is_last = page.len() < usize::try_from(most).unwrap();
        after = page.last().map(|last| last.place());
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

#[tokio::test]
async fn every_view_is_paged_without_a_gap_and_without_a_repetition() {
    both(async |desk: &Desk| {
        let (anna, written) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let (anna, boris) = (agent(tx, "anna@desk.example")?, agent(tx, "boris@desk.example")?);
                let mut written = BTreeMap::new();
                for number in 0..EACH {
                    for status in Status::ALL {
                        for assignee in [None, Some(anna), Some(boris)] {
                            // Many share a moment: then the id decides.
                            let updated_s = (number * 7) % 11;
                            let id = conversation(tx, ground, status, assignee, after_s(updated_s))?;
                            written.insert(id, Written { status, assignee, updated_s });
                        }
                    }
                }
                Ok((anna, written))
            })
            .await;
        for view in View::ALL.into_iter().filter(|view| !view.is_personal()) {
            let mut expected: Vec<_> = written
                .iter()
                .filter(|(_, one)| view.holds(one.status, one.assignee.is_some(), one.assignee == Some(anna)))
                .map(|(id, one)| (after_s(one.updated_s), *id))
                .collect();
            expected.sort_by(|one, other| other.cmp(one));
            assert!(expected.len() > 250, "{view:?}");
            let shown = pages(desk, view, anna, 50).await;
            let places: Vec<_> = shown.iter().map(|item| (item.updated_at, item.id)).collect();
            assert!(places == expected, "{view:?}: {} shown, {} expected", places.len(), expected.len());
            assert!(shown.iter().all(|item| item.status == written[&item.id].status && item.unread));
            let counted = desk.read(move |tx| lists::count(tx, view, anna)).await;
            assert_eq!(counted, i64::try_from(expected.len()).unwrap().min(1_001), "{view:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_count_ends_at_a_thousand_and_one() {
    both(async |desk: &Desk| {
        let anna = desk
            .write(|tx| {
                let (ground, anna) = (ground(tx)?, agent(tx, "anna@desk.example")?);
                for (status, shelf) in [("open", 0), ("postponed", 2), ("spam", 3), ("trash", 4)] {
                    let insert = format!(
                        "INSERT INTO conversations (subject, status, shelf, channel, mailbox_id, contact_id, assignee_id, tags,
                           preview, message_count, has_attachments, last_message_id, last_sender, created_at, updated_at)
                         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2400)
                         SELECT 'Keys', '{status}', {shelf}, 'email', CAST($1 AS BIGINT), CAST($2 AS BIGINT), CASE WHEN i % 2 = 0 THEN CAST($3 AS BIGINT) END, '[]', '', 0, 0, 0,
                           '', i, i FROM n"
                    );
                    tx.run(statement(insert), &[ground.mailbox.into(), ground.contact.into(), anna.into()])?;
                }
                Ok(anna)
            })
            .await;
        for view in View::ALL.into_iter().filter(|view| !view.is_personal()) {
            assert_eq!(desk.read(move |tx| lists::count(tx, view, anna)).await, 1_001, "{view:?}");
        }
    })
    .await;
}

/// what changes while somebody pages moves to the front; nothing behind the place is lost.
#[tokio::test]
async fn a_conversation_that_moves_while_paging_hides_no_other() {
    both(async |desk: &Desk| {
        let (anna, ids) = desk
            .write(|tx| {
                let (ground, anna) = (ground(tx)?, agent(tx, "anna@desk.example")?);
                let ids = (0..20).map(|number| conversation(tx, ground, Status::Open, None, after_s(number)));
                Ok((anna, ids.collect::<Result<Vec<_>, _>>()?))
            })
            .await;
        let first = desk.read(move |tx| lists::page(tx, View::Open, anna, None, 10)).await;
        let place = first[9].place();
        let moved = ids[3];
        desk.write(move |tx| store::conversations::set_assignee(tx, moved, Some(anna), after_s(100))).await;
        let second = desk.read(move |tx| lists::page(tx, View::Open, anna, Some(place), 10)).await;
        let mut rest: Vec<_> = ids[..10].iter().copied().filter(|id| *id != moved).collect();
        rest.reverse();
        assert_eq!(second.iter().map(|item| item.id).collect::<Vec<_>>(), rest);
    })
    .await;
}
