//! Ways in: links that are mailed to people, who is invited, sessions, second factors and tokens for programs.

use desk::agent::{Role, State};
use store::{
    account_links::{self, Purpose},
    agents, api_tokens, second_factors,
    sessions::{self, Device},
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
                    sessions::start(tx, &hash, whose, &Device::default(), NOW)?;
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

///
#[tokio::test]
async fn codes_of_a_second_factor_count_once() {
    both(async |desk: &Desk| {
        let anna = desk.write(|tx| agent(tx, "anna@desk.example")).await;
        desk.write(move |tx| second_factors::begin(tx, anna, b"sealed")).await;
        let of = async || desk.read(move |tx| second_factors::of(tx, anna)).await.unwrap();
        assert!(!of().await.confirmed);
        let hashes = vec![b"one".to_vec(), b"two".to_vec()];
        desk.write(move |tx| second_factors::confirm(tx, anna, 7, &hashes, NOW)).await;
        assert_eq!((of().await.confirmed, of().await.last_step, of().await.secret), (true, 7, b"sealed".to_vec()));
        let step = async |step: i64| desk.write(move |tx| second_factors::use_step(tx, anna, step)).await;
        assert_eq!((step(7).await, step(8).await, step(8).await, step(7).await), (false, true, false, false));
        let code = async |hash: &'static [u8]| desk.write(move |tx| second_factors::take_code(tx, anna, hash)).await;
        assert_eq!((code(b"one").await, code(b"one").await, code(b"").await), (true, false, false));
        assert_eq!(desk.read(move |tx| second_factors::codes_left(tx, anna)).await, 1);
        let end = async || desk.write(move |tx| second_factors::end(tx, anna)).await;
        assert_eq!((end().await, end().await), (true, false));
        assert_eq!(desk.read(move |tx| second_factors::codes_left(tx, anna)).await, 0);
    })
    .await;
}

///
#[tokio::test]
async fn an_api_token_is_good_until_its_date_or_its_end() {
    both(async |desk: &Desk| {
        let (anna, boris) =
            desk.write(|tx| Ok((agent(tx, "anna@desk.example")?, agent(tx, "boris@desk.example")?))).await;
        let (endless, short) = desk
            .write(move |tx| {
                let endless = api_tokens::add(tx, anna, "Report", b"endless", None, NOW)?;
                Ok((endless, api_tokens::add(tx, anna, "Import", b"short", Some(after_s(10)), NOW)?))
            })
            .await;
        let whose =
            async |hash: &'static [u8], at: i64| desk.read(move |tx| api_tokens::agent(tx, hash, after_s(at))).await;
        assert_eq!(whose(b"endless", 1_000_000).await, Some((anna, true)));
        assert_eq!((whose(b"short", 9).await, whose(b"short", 10).await), (Some((anna, true)), None));
        desk.write(|tx| api_tokens::seen(tx, b"endless", NOW)).await;
        assert_eq!(
            (whose(b"endless", 300).await, whose(b"endless", 301).await),
            (Some((anna, false)), Some((anna, true)))
        );
        let names: Vec<_> =
            desk.read(move |tx| api_tokens::of(tx, anna)).await.into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["Report", "Import"]);
        let end = async |agent, id| desk.write(move |tx| api_tokens::end(tx, agent, id)).await;
        assert_eq!(
            (end(boris, endless).await, end(anna, endless).await, end(anna, endless).await),
            (false, true, false)
        );
        assert_eq!(desk.write(move |tx| api_tokens::end_all(tx, anna)).await, 1, "{short} is left");
        let sessions = desk
            .write(move |tx| {
                let device = Device { name: Some("Firefox · Linux".into()), address: Some("192.0.2.7".into()) };
                sessions::start(tx, b"here", anna, &device, NOW)?;
                sessions::start(tx, b"there", anna, &Device::default(), after_s(1))?;
                sessions::of(tx, anna, after_s(2))
            })
            .await;
        assert_eq!(sessions[1].device.name.as_deref(), Some("Firefox · Linux"));
        let id = sessions[0].id;
        let one = async |agent| desk.write(move |tx| sessions::end_one(tx, agent, id)).await;
        assert_eq!((one(boris).await, one(anna).await), (false, true));
    })
    .await;
}
