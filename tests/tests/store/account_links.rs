//! Links that are mailed to people: good once, for one purpose, for a time; and who is invited.

use desk::agent::{Role, State};
use store::{
    account_links::{self, Purpose},
    agents, sessions,
};

use crate::given::{NOW, after_s, agent};
use crate::{Desk, both};

/// X-9, B5
#[tokio::test]
async fn a_link_is_good_once_for_its_purpose_and_time() {
    both(async |desk: &Desk| {
        let anna = desk
            .write(|tx| {
                let anna = agent(tx, "anna@desk.example")?;
                account_links::set(tx, anna, Purpose::Password, b"first", after_s(10))?;
                account_links::set(tx, anna, Purpose::Password, b"second", after_s(10))?;
                account_links::set(tx, anna, Purpose::Invitation, b"other", after_s(10))?;
                Ok(anna)
            })
            .await;
        let find = async |hash: &'static [u8], at: i64| {
            desk.read(move |tx| account_links::find(tx, Purpose::Password, hash, after_s(at))).await
        };
        assert_eq!(find(b"second", 9).await, Some(anna));
        assert_eq!(find(b"second", 10).await, None, "over by time");
        assert_eq!(find(b"first", 0).await, None, "replaced");
        assert_eq!(find(b"other", 0).await, None, "for something else");
        assert_eq!(find(b"", 0).await, None);
        let take = async || desk.write(|tx| account_links::take(tx, Purpose::Password, b"second", NOW)).await;
        assert_eq!((take().await, take().await), (Some(anna), None));
        desk.write(move |tx| account_links::end(tx, anna)).await;
        assert_eq!(desk.read(move |tx| account_links::until(tx, anna, Purpose::Invitation)).await, None);
    })
    .await;
}

///
#[tokio::test]
async fn somebody_invited_joins_once_or_is_forgotten() {
    both(async |desk: &Desk| {
        let invite =
            async |email: &'static str| desk.write(move |tx| agents::invite(tx, email, email, Role::Admin, NOW)).await;
        let (boris, carla) = (invite("boris@desk.example").await, invite("carla@desk.example").await);
        let state = async |id| desk.read(move |tx| agents::by_id(tx, id)).await.map(|agent| agent.state());
        assert_eq!(state(boris).await, Some(State::Invited));
        assert_eq!(desk.read(move |tx| agents::password_hash(tx, boris)).await, None);
        let join = async || desk.write(move |tx| agents::join(tx, boris, "Boris", "$argon2id$")).await;
        assert_eq!((join().await, join().await), (true, false));
        let others =
            desk.read(move |tx| Ok((agents::other_admins(tx, boris)?, agents::other_admins(tx, carla)?))).await;
        assert_eq!(others, (0, 1), "who is invited is no admin yet");
        let forget = async |id| desk.write(move |tx| agents::forget(tx, id)).await;
        assert_eq!((forget(boris).await, forget(carla).await), (false, true));
        assert_eq!((state(boris).await, state(carla).await), (Some(State::Active), None));
        desk.write(move |tx| agents::set_active(tx, boris, false)).await;
        assert_eq!(state(boris).await, Some(State::Off));
        assert_eq!(desk.read(agents::everybody).await.len(), 1);
    })
    .await;
}

/// X-9, D5
#[tokio::test]
async fn all_sessions_of_one_agent_end_or_all_but_one() {
    both(async |desk: &Desk| {
        let anna = desk
            .write(|tx| {
                let (anna, boris) = (agent(tx, "anna@desk.example")?, agent(tx, "boris@desk.example")?);
                for (hash, whose) in [([1], anna), ([2], anna), ([3], anna), ([4], boris)] {
                    sessions::start(tx, &hash, whose, NOW)?;
                }
                Ok(anna)
            })
            .await;
        assert_eq!(desk.write(move |tx| sessions::end_all(tx, anna, Some(&[2]))).await, 2);
        assert_eq!(desk.read(|tx| sessions::agent(tx, &[2], NOW)).await, Some((anna, false)));
        assert_eq!(desk.write(move |tx| sessions::end_all(tx, anna, None)).await, 1);
        assert!(desk.read(|tx| sessions::agent(tx, &[4], NOW)).await.is_some());
    })
    .await;
}
