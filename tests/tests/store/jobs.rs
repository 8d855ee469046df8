//! The job queue: each job has one owner at a time, whoever dies loses it by time, and one that was tried is taken alone.

use std::collections::BTreeMap;

use desk::limits;
use store::jobs::{self, ARRIVAL, SEND};
use tokio::task::JoinSet;

use crate::given::{NOW, after_s};
use crate::{Desk, both};

/// No job at all.
const NONE: [i64; 0] = [];

async fn claim(desk: &Desk, owner: &'static str, most: usize, at_s: i64) -> Vec<jobs::Job> {
    desk.write(move |tx| jobs::claim(tx, ARRIVAL, owner, most, 60, after_s(at_s))).await
}

async fn add(desk: &Desk, subject: i64, due_s: i64) {
    desk.write(move |tx| jobs::add(tx, ARRIVAL, subject, after_s(due_s))).await;
}

fn subjects(jobs: &[jobs::Job]) -> Vec<i64> {
    jobs.iter().map(|job| job.subject).collect()
}

/// design.md, invariant 5.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_claimers_take_every_job_exactly_once() {
    both(async |desk: &Desk| {
        const JOBS: i64 = 400;
        desk.write(|tx| (0..JOBS).try_for_each(|subject| jobs::add(tx, ARRIVAL, subject, NOW))).await;
        // Work of another kind is none of theirs.
        desk.write(|tx| jobs::add(tx, SEND, 1, NOW)).await;
        let mut claimers = JoinSet::new();
        for number in 0..8 {
            // Half of them are another node.
            let db = if number % 2 == 0 { desk.db.clone() } else { desk.another() };
            claimers.spawn(async move {
                let owner = format!("node-{number}");
                let mut mine = Vec::new();
                loop {
                    let name = owner.clone();
                    let claimed = db.write(move |tx| jobs::claim(tx, ARRIVAL, &name, 7, 60, NOW)).await.unwrap();
                    assert!(claimed.len() <= 7 && claimed.iter().all(|job| job.attempts == 1), "{claimed:?}");
                    if claimed.is_empty() {
                        return mine;
                    }
                    mine.extend(claimed);
                }
            });
        }
        let mut times = BTreeMap::new();
        for job in claimers.join_all().await.into_iter().flatten() {
            *times.entry(job.subject).or_insert(0) += 1;
        }
        assert_eq!(times.len(), usize::try_from(JOBS).unwrap());
        assert!(times.values().all(|times| *times == 1), "{times:?}");
    })
    .await;
}

#[tokio::test]
async fn only_due_jobs_are_claimed_and_the_oldest_first() {
    both(async |desk: &Desk| {
        for (subject, due) in [(1, 30), (2, 10), (3, 20), (4, 99)] {
            add(desk, subject, due).await;
        }
        assert_eq!(subjects(&claim(desk, "node", 2, 5).await), NONE);
        assert_eq!(subjects(&claim(desk, "node", 2, 40).await), [2, 3]);
        assert_eq!(subjects(&claim(desk, "node", 2, 40).await), [1]);
        assert_eq!(subjects(&claim(desk, "node", 2, 40).await), NONE);
    })
    .await;
}

/// a node that dies loses nothing.
#[tokio::test]
async fn a_lease_that_ran_out_is_claimed_by_another_and_the_heartbeat_keeps_it() {
    both(async |desk: &Desk| {
        add(desk, 1, 0).await;
        let first = claim(desk, "one", 5, 0).await[0];
        assert_eq!(subjects(&claim(desk, "two", 5, 59).await), NONE, "it is leased");
        let kept = desk
            .write(move |tx| {
                Ok([jobs::extend(tx, first.id, "one", after_s(120))?, jobs::extend(tx, first.id, "two", after_s(999))?])
            })
            .await;
        assert_eq!(kept, [true, false]);
        assert_eq!(subjects(&claim(desk, "two", 5, 119).await), NONE, "its lease was extended");
        let second = claim(desk, "two", 5, 120).await;
        assert_eq!(second, [jobs::Job { attempts: 2, ..first }]);
        let lost = desk
            .write(move |tx| {
                Ok([
                    jobs::done(tx, first.id, "one")?,
                    jobs::extend(tx, first.id, "one", after_s(999))?,
                    jobs::again(tx, first.id, "one", after_s(999))?,
                ])
            })
            .await;
        assert_eq!(lost, [false; 3], "it is another's by now");
        assert!(desk.write(move |tx| jobs::done(tx, first.id, "two")).await);
        assert!(!desk.write(move |tx| jobs::done(tx, first.id, "two")).await);
        assert_eq!(subjects(&claim(desk, "two", 5, 9_999).await), NONE);
    })
    .await;
}

/// A mail that ends the program takes no others with it.
#[tokio::test]
async fn a_job_that_was_tried_is_claimed_alone_and_first() {
    both(async |desk: &Desk| {
        for subject in 1..=6 {
            add(desk, subject, subject).await;
        }
        let died = claim(desk, "died", 3, 10).await;
        assert_eq!(subjects(&died), [1, 2, 3]);
        for subject in 1..=3 {
            assert_eq!(subjects(&claim(desk, "next", 10, 70).await), [subject], "one at a time, before fresh ones");
        }
        assert_eq!(subjects(&claim(desk, "next", 10, 70).await), [4, 5, 6]);
    })
    .await;
}

/// Mail to a server that hangs holds up no mail to others.
#[tokio::test]
async fn fresh_jobs_and_those_that_were_tried_can_be_claimed_apart() {
    both(async |desk: &Desk| {
        for subject in 1..=4 {
            add(desk, subject, subject).await;
        }
        claim(desk, "died", 2, 10).await;
        let fresh = desk.write(|tx| jobs::claim_fresh(tx, ARRIVAL, "next", 10, 60, after_s(70))).await;
        assert_eq!(subjects(&fresh), [3, 4]);
        let mut tried = Vec::new();
        for _ in 0..3 {
            tried.extend(desk.write(|tx| jobs::claim_tried(tx, ARRIVAL, "next", 60, after_s(70))).await);
        }
        assert_eq!(subjects(&tried), [1, 2]);
    })
    .await;
}

/// while disk or database fail, no mail comes nearer to quarantine.
#[tokio::test]
async fn an_attempt_that_is_given_back_does_not_count() {
    both(async |desk: &Desk| {
        add(desk, 1, 0).await;
        for round in 0..5 {
            let job = claim(desk, "one", 1, round * 10).await[0];
            assert_eq!(job.attempts, if round == 0 { 1 } else { 2 }, "it is taken alone from now on");
            assert!(!desk.write(move |tx| jobs::give_back(tx, job.id, "two", after_s(0))).await);
            assert!(desk.write(move |tx| jobs::give_back(tx, job.id, "one", after_s(round * 10 + 10))).await);
            assert_eq!(claim(desk, "one", 1, round * 10 + 9).await, []);
        }
    })
    .await;
}

/// two nodes that decide about the same mail at the same time do not both find it new.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn transactions_in_turn_see_what_the_one_before_stored() {
    both(async |desk: &Desk| {
        let mut nodes = JoinSet::new();
        for number in 0..12 {
            let db = if number % 2 == 0 { desk.db.clone() } else { desk.another() };
            nodes.spawn(async move {
                db.write(|tx| {
                    jobs::in_turn(tx)?;
                    let add = "INSERT INTO jobs (kind, subject_id, due_at, attempts)
                               SELECT 'turn', COUNT(*), 0, 0 FROM jobs WHERE kind = 'turn' HAVING COUNT(*) = 0";
                    tx.run(add, &[])
                })
                .await
            });
        }
        let mut added = 0;
        while let Some(done) = nodes.join_next().await {
            added += done.unwrap().unwrap();
        }
        assert_eq!(added, 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_that_is_put_off_is_due_again_later_with_its_attempts() {
    both(async |desk: &Desk| {
        add(desk, 1, 0).await;
        let job = claim(desk, "one", 1, 0).await[0];
        assert!(desk.write(move |tx| jobs::again(tx, job.id, "one", after_s(300))).await);
        assert_eq!(claim(desk, "two", 1, 299).await, []);
        assert_eq!(claim(desk, "two", 1, 300).await, [jobs::Job { attempts: 2, ..job }]);
    })
    .await;
}

/// A retry asked for by a person begins anew, and whoever works on the job at that moment may not end it.
#[tokio::test]
async fn adding_a_job_again_makes_it_fresh_and_takes_it_from_its_owner() {
    both(async |desk: &Desk| {
        add(desk, 1, 0).await;
        let old = claim(desk, "one", 1, 0).await[0];
        add(desk, 1, 5).await;
        assert!(!desk.write(move |tx| jobs::done(tx, old.id, "one")).await);
        assert_eq!(claim(desk, "two", 1, 5).await, [jobs::Job { attempts: 1, ..old }]);
    })
    .await;
}

#[tokio::test]
async fn a_node_that_starts_again_lets_go_of_what_its_earlier_run_held() {
    both(async |desk: &Desk| {
        for subject in 1..=3 {
            add(desk, subject, 0).await;
        }
        claim(desk, "alpha-1", 1, 0).await;
        claim(desk, "alphabet-1", 1, 0).await;
        assert_eq!(desk.write(|tx| jobs::let_go_of(tx, "alpha-")).await, 1);
        assert_eq!(desk.write(|tx| jobs::let_go_of(tx, "žalpha")).await, 0);
        assert_eq!(subjects(&claim(desk, "alpha-2", 5, 1).await), [1], "tried before, so alone");
        assert_eq!(subjects(&claim(desk, "alpha-2", 5, 1).await), [3]);
    })
    .await;
}

#[tokio::test]
async fn the_next_due_moment_is_that_of_a_fresh_job_or_the_end_of_a_lease() {
    both(async |desk: &Desk| {
        let next = async || desk.read(|tx| jobs::next_due(tx, ARRIVAL)).await;
        let oldest = async |at: i64| desk.read(move |tx| jobs::oldest_waiting(tx, after_s(at))).await;
        assert_eq!((next().await, oldest(500).await), (None, None));
        add(desk, 1, 50).await;
        assert_eq!((next().await, oldest(49).await, oldest(50).await), (Some(after_s(50)), None, Some(after_s(50))));
        claim(desk, "one", 1, 50).await;
        assert_eq!((next().await, oldest(60).await), (Some(after_s(110)), None));
        assert_eq!(oldest(110).await, Some(after_s(50)), "its owner is gone");
        add(desk, 2, 90).await;
        assert_eq!(next().await, Some(after_s(90)));
        assert_eq!(desk.read(|tx| jobs::next_due(tx, SEND)).await, None);
    })
    .await;
}

/// PostgreSQL may run the choice of a claim again for each row when it joins in another way; the bound must hold even then.
#[tokio::test]
async fn a_claim_takes_no_more_than_asked_however_it_is_planned() {
    let desk = Desk::migrated(store::Engine::Postgres).await;
    for subject in 1..=20 {
        add(&desk, subject, 0).await;
    }
    assert_eq!(claim(&desk, "died", 10, 0).await.len(), 10);
    let claimed = desk
        .write(|tx| {
            for way in [
                "enable_hashagg",
                "enable_sort",
                "enable_hashjoin",
                "enable_mergejoin",
                "enable_indexscan",
                "enable_material",
            ] {
                tx.run(crate::desk_folder::statement(format!("SET LOCAL {way} = off")), &[])?;
            }
            let tried = jobs::claim(tx, ARRIVAL, "next", 3, 60, after_s(70))?;
            tx.run("UPDATE jobs SET due_at = due_at + 999000000 WHERE attempts > 0", &[])?;
            Ok((tried.len(), jobs::claim(tx, ARRIVAL, "next", 3, 60, after_s(70))?.len()))
        })
        .await;
    assert_eq!(claimed, (1, 3));
}

#[tokio::test]
async fn fresh_jobs_that_a_clock_set_back_left_ahead_are_due_again() {
    both(async |desk: &Desk| {
        add(desk, 1, 7_200).await;
        add(desk, 2, 30).await;
        add(desk, 3, i64::from(limits::UNDO_BY_MAIL_MOST_SECONDS)).await;
        assert_eq!(subjects(&claim(desk, "node", 10, 0).await), NONE);
        let pulled = desk.write(|tx| jobs::pull_back(tx, ARRIVAL, NOW)).await;
        assert_eq!(pulled, 1, "only what stands further ahead than anything that can be undone");
        assert_eq!(subjects(&claim(desk, "node", 10, 0).await), [1]);
    })
    .await;
}

/// what is claimed as it is added is nobody else's until its lease runs out; then it counts as tried and is taken alone.
#[tokio::test]
async fn a_job_that_is_claimed_as_it_is_added_has_its_first_attempt_behind_it() {
    both(async |desk: &Desk| {
        let job = desk.write(|tx| jobs::add_claimed(tx, ARRIVAL, 1, "one", 60, NOW)).await;
        assert_eq!((job.subject, job.attempts), (1, 1));
        add(desk, 2, 0).await;
        assert_eq!(subjects(&claim(desk, "two", 5, 59).await), [2], "the other is leased");
        let later = claim(desk, "two", 5, 60).await;
        assert_eq!((subjects(&later), later[0].attempts), (vec![1], 2));
        assert!(!desk.write(move |tx| jobs::done(tx, job.id, "one")).await, "it is another's by now");
        assert!(desk.write(move |tx| jobs::done(tx, job.id, "two")).await);
    })
    .await;
}
