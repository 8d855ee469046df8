//! Leases: one node at a time holds a mailbox, and one that dies lets go by time.

use store::leases;
use tokio::task::JoinSet;

use crate::given::{NOW, after_s};
use crate::{Desk, both};

/// one node holds a mailbox at a time.
#[tokio::test]
async fn a_lease_is_one_owners_until_it_ends() {
    both(async |desk: &Desk| {
        let take = async |owner: &'static str, at: i64| {
            desk.write(move |tx| leases::take(tx, "mailbox-1", owner, 30, after_s(at))).await
        };
        assert!(take("one", 0).await);
        assert!(!take("two", 1).await);
        assert!(take("one", 20).await, "its owner extends it");
        assert!(!take("two", 49).await);
        assert!(take("two", 50).await, "its time is over");
        assert!(!take("one", 51).await);
        desk.write(|tx| leases::release(tx, "mailbox-1", "one")).await;
        assert!(!take("one", 52).await, "only the owner lets go");
        desk.write(|tx| leases::release(tx, "mailbox-1", "two")).await;
        assert!(take("one", 53).await);
        assert_eq!(desk.write(|tx| leases::let_go_of(tx, "on")).await, 1);
        assert!(take("two", 54).await);
        assert!(desk.write(|tx| leases::take(tx, "mailbox-2", "one", 30, NOW)).await, "each name is held by itself");
    })
    .await;
}

#[tokio::test]
async fn of_eight_nodes_that_ask_at_once_one_gets_the_lease() {
    both(async |desk: &Desk| {
        let mut asking = JoinSet::new();
        for number in 0..8 {
            let db = desk.db.clone();
            asking.spawn(async move {
                db.write(move |tx| leases::take(tx, "upkeep", &format!("node-{number}"), 30, NOW)).await.unwrap()
            });
        }
        let taken = asking.join_all().await;
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
    })
    .await;
}
