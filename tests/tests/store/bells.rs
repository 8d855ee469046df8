//! Bells: whoever waits for rows is woken after the commit, in this process and on other nodes.

use std::time::Duration;

use store::{Bells, Db, Engine, Error, Result, Topic, jobs, settings};
use tokio::sync::watch::Receiver;

use crate::given::NOW;
use crate::{Desk, both};

const DEADLINE: Duration = Duration::from_secs(60);

async fn rings(bell: &mut Receiver<u64>) {
    tokio::time::timeout(DEADLINE, bell.changed()).await.expect("the bell rings").unwrap();
}

fn listen(db: &Db, topic: Topic) -> Receiver<u64> {
    let bells: &Bells = db.bells();
    bells.listen(topic)
}

///
#[tokio::test]
async fn a_commit_rings_for_those_who_wait() {
    both(async |desk: &Desk| {
        let (mut work, mut feed) = (listen(&desk.db, Topic::Jobs), listen(&desk.db, Topic::Changes));
        let mut set = listen(&desk.db, Topic::Settings);
        desk.write(|tx| {
            jobs::add(tx, jobs::ARRIVAL, 1, NOW)?;
            settings::set(tx, settings::COMPANY_NAME, &"Acme", NOW)
        })
        .await;
        rings(&mut work).await;
        rings(&mut feed).await;
        rings(&mut set).await;
    })
    .await;
}

#[tokio::test]
async fn work_that_was_rolled_back_rings_nobody() {
    // On SQLite only: there no other node can ring meanwhile.
    let desk = Desk::migrated(Engine::Sqlite).await;
    let work = listen(&desk.db, Topic::Jobs);
    let outcome: Result<()> = desk
        .db
        .write(|tx| {
            jobs::add(tx, jobs::ARRIVAL, 1, NOW)?;
            Err(Error::Abandoned)
        })
        .await;
    assert!(outcome.is_err());
    assert!(!work.has_changed().unwrap());
}

/// Waits until a bell has rung so often since its handle was opened.
async fn has_rung(bell: &mut Receiver<u64>, times: u64) {
    tokio::time::timeout(DEADLINE, bell.wait_for(|rung| *rung >= times)).await.expect("the bell rings").unwrap();
}

/// design.md, invariant 5.
#[tokio::test]
async fn a_commit_on_one_node_rings_on_the_other() {
    let desk = Desk::migrated(Engine::Postgres).await;
    let other = desk.another();
    let mut bell = listen(&other, Topic::Jobs);
    // A node that begins to listen rings all bells once, since it cannot know what it missed.
    has_rung(&mut bell, 1).await;
    for number in 1..=20_u32 {
        desk.write(move |tx| jobs::add(tx, jobs::SEND, i64::from(number), NOW)).await;
        has_rung(&mut bell, 1 + u64::from(number)).await;
    }
}

#[tokio::test]
async fn a_listener_whose_connection_ended_listens_again_and_rings_for_what_it_missed() {
    let desk = Desk::migrated(Engine::Postgres).await;
    let mut bell = listen(&desk.db, Topic::Settings);
    has_rung(&mut bell, 1).await;
    let ended = desk.postgres.as_ref().unwrap().rows(
        "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    );
    assert_eq!(ended, ["1"]);
    has_rung(&mut bell, 2).await;
    let other = desk.another();
    other.write(|tx| settings::set(tx, settings::COMPANY_NAME, &"Acme", NOW)).await.unwrap();
    has_rung(&mut bell, 3).await;
}
