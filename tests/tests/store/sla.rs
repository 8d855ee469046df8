//! SLA: policies in their order, and clocks that are found when they have something to tell.

use desk::{
    MessageId, SlaPolicyId,
    conversation::Status,
    priority::Priority,
    sla::{Clock, Policy, Target, Targets},
};
use store::sla::{self, Dates, Stored};

use crate::given::{NOW, after_s, conversation, ground};
use crate::{Desk, both};

fn policy(name: &str) -> Policy {
    Policy {
        id: SlaPolicyId(0),
        name: name.into(),
        mailbox: None,
        queue: None,
        priorities: vec![Priority::High, Priority::Urgent],
        business_time: true,
        targets: Targets { first_response: Some(60), next_response: None, resolution: Some(600) },
        warn_minutes: 10,
        enabled: true,
    }
}

/// SO-12: policies are kept as they were said, in the order that somebody gave them.
#[tokio::test]
async fn policies_stand_in_their_order() {
    both(async |desk: &Desk| {
        let (all, left) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let one = sla::add(tx, &policy("One"), NOW)?;
                let two = sla::add(tx, &Policy { mailbox: Some(ground.mailbox), ..policy("Two") }, NOW)?;
                let three = sla::add(tx, &policy("Three"), NOW)?;
                sla::order(tx, &[three, one, two])?;
                let changed = Policy { id: one, enabled: false, priorities: Vec::new(), ..policy("First") };
                sla::update(tx, &changed, after_s(1))?;
                let all = sla::policies(tx)?;
                assert_eq!(all[1], changed);
                assert_eq!(all[2].mailbox, Some(ground.mailbox));
                sla::delete(tx, three, after_s(2))?;
                Ok((all, sla::policies(tx)?))
            })
            .await;
        let names = |all: &[Policy]| all.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&all), ["Three", "First", "Two"]);
        assert_eq!(names(&left), ["First", "Two"]);
    })
    .await;
}

/// SO-12: a clock is read back with what it was before an answer; it is found when its moment has come, and its list shows it.
#[tokio::test]
async fn a_clock_is_found_when_its_moment_has_come() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            let id = conversation(tx, ground, Status::New, None, NOW)?;
            let other = conversation(tx, ground, Status::New, None, NOW)?;
            let by = sla::add(tx, &policy("One"), NOW)?;
            let clock = Clock::begin(NOW);
            let stored = Stored { policy: by, clock, before: Some((MessageId(7), Clock::begin_answered())) };
            let due = Some((Target::FirstResponse, after_s(3_600)));
            sla::set_clock(tx, id, &stored, &Dates { due, look_at: Some(after_s(3_000)) })?;
            sla::set_clock(tx, other, &Stored { before: None, ..stored.clone() }, &Dates::default())?;
            assert_eq!(sla::clock(tx, id)?, Some(stored));
            assert_eq!(sla::to_look_at(tx, after_s(2_999), 10)?, []);
            assert_eq!(sla::to_look_at(tx, after_s(3_000), 10)?, [id]);
            assert_eq!(store::lists::any(tx, id)?.and_then(|item| item.due), due);
            sla::update(tx, &Policy { id: by, ..policy("One") }, after_s(5))?;
            assert_eq!(sla::to_look_at(tx, after_s(5), 10)?.len(), 2, "whatever runs by it is counted again");
            sla::end_clock(tx, id)?;
            assert_eq!((sla::clock(tx, id)?, store::lists::any(tx, id)?.and_then(|item| item.due)), (None, None));
            Ok(())
        })
        .await;
    })
    .await;
}
