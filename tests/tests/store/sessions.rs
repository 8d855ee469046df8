//! Sign-in sessions and the answers that are kept for repeated requests: both end by time.

use desk::limits;
use store::{
    Error, idempotency,
    idempotency::Given,
    sessions::{self, Device},
};

use crate::given::{NOW, after_s, agent};
use crate::{Desk, both};

///
#[tokio::test]
async fn a_session_ends_by_time_unless_it_is_used() {
    both(async |desk: &Desk| {
        let anna = desk
            .write(|tx| {
                let anna = agent(tx, "anna@desk.example")?;
                sessions::start(tx, b"hash", anna, &Device::default(), NOW)?;
                Ok(anna)
            })
            .await;
        let of = async |at: i64| desk.read(move |tx| sessions::agent(tx, b"hash", after_s(at))).await;
        let end = limits::SESSION_SECONDS;
        assert_eq!(of(3_600).await, Some((anna, false)));
        assert_eq!(of(3_601).await, Some((anna, true)), "its sighting is an hour old");
        assert_eq!(of(end - 1).await, Some((anna, true)));
        assert_eq!(of(end).await, None);
        assert_eq!(desk.read(|tx| sessions::agent(tx, b"other", NOW)).await, None);
        desk.write(|tx| sessions::seen(tx, b"hash", after_s(7_200))).await;
        assert_eq!(of(end).await, Some((anna, true)));
        assert_eq!(of(7_200).await, Some((anna, false)));
        assert_eq!(desk.write(move |tx| sessions::end_expired(tx, after_s(end))).await, 0);
        assert_eq!(desk.write(move |tx| sessions::end_expired(tx, after_s(end + 7_200))).await, 1);
        assert_eq!(of(7_200).await, None);
    })
    .await;
}

///
#[tokio::test]
async fn a_session_that_was_signed_out_is_gone_and_no_other() {
    both(async |desk: &Desk| {
        let anna = desk
            .write(|tx| {
                let anna = agent(tx, "anna@desk.example")?;
                sessions::start(tx, &[0, 1], anna, &Device::default(), NOW)?;
                sessions::start(tx, &[0, 2], anna, &Device::default(), NOW)?;
                sessions::end(tx, &[0, 1])?;
                Ok(anna)
            })
            .await;
        let left = desk.read(|tx| Ok([sessions::agent(tx, &[0, 1], NOW)?, sessions::agent(tx, &[0, 2], NOW)?])).await;
        assert_eq!(left, [None, Some((anna, false))]);
        let twice = desk.db.write(move |tx| sessions::start(tx, &[0, 2], anna, &Device::default(), NOW)).await;
        assert!(matches!(twice, Err(Error::Taken(_))), "{twice:?}");
    })
    .await;
}

///
#[tokio::test]
async fn an_answer_is_given_again_for_a_day_to_the_same_agent() {
    both(async |desk: &Desk| {
        let given = Given { request: vec![0, 255], status: 201, answer: "{\"id\":\"1\"}".into() };
        let (anna, boris) = (desk::AgentId(1), desk::AgentId(2));
        let kept = given.clone();
        desk.write(move |tx| idempotency::keep(tx, anna, "key", &kept, NOW)).await;
        let of = async |agent, key: &'static str, at: i64| {
            desk.read(move |tx| idempotency::given(tx, agent, key, after_s(at))).await
        };
        let day = limits::IDEMPOTENCY_SECONDS;
        assert_eq!(of(anna, "key", day - 1).await, Some(given));
        assert_eq!(of(anna, "key", day).await, None);
        assert_eq!(of(boris, "key", 0).await, None);
        assert_eq!(of(anna, "Key", 0).await, None);
        let newer = Given { request: vec![1], status: 409, answer: String::new() };
        let kept = newer.clone();
        desk.write(move |tx| idempotency::keep(tx, anna, "key", &kept, after_s(day))).await;
        assert_eq!(of(anna, "key", day).await, Some(newer));
        assert_eq!(desk.write(move |tx| idempotency::forget_old(tx, after_s(day))).await, 0);
        assert_eq!(desk.write(move |tx| idempotency::forget_old(tx, after_s(2 * day))).await, 1);
    })
    .await;
}
