//! The database layer: what a transaction promises, whatever happens to the work inside, to its neighbours or to its connection.

use std::sync::{
    Arc, Barrier,
    atomic::{AtomicU32, Ordering},
    mpsc,
};

use journeys::wait::wait_until;
use store::{
    Db, Engine, Error, Result, Tx, agents, contacts,
    sessions::{self, Device},
    settings,
};
use tokio::task::JoinSet;

use crate::desk_folder::{ENGINES, statement};
use crate::given::{NOW, agent, draft};
use crate::{Desk, both};

const NAME: &str = settings::COMPANY_NAME;

fn set(tx: &mut Tx<'_>, value: &str) -> Result<()> {
    settings::set(tx, NAME, &value.to_string(), NOW)
}

fn get(tx: &mut Tx<'_>) -> Result<Option<String>> {
    settings::get(tx, NAME)
}

///
#[tokio::test]
async fn work_that_fails_takes_back_only_its_own_writes() {
    both(async |desk: &Desk| {
        let mut writes = JoinSet::new();
        for number in 0..60_u32 {
            let db = desk.db.clone();
            writes.spawn(async move {
                let outcome = db
                    .write(move |tx| {
                        agent(tx, &format!("agent{number}@desk.example"))?;
                        if number % 3 == 0 { Err(Error::Abandoned) } else { Ok(number) }
                    })
                    .await;
                match outcome {
                    Ok(written) => assert_eq!((written, number % 3 == 0), (number, false)),
                    Err(error) => assert!(matches!(error, Error::Abandoned) && number % 3 == 0, "{number}: {error}"),
                }
            });
        }
        while let Some(done) = writes.join_next().await {
            done.unwrap();
        }
        let kept = desk.read(agents::list).await;
        assert_eq!(kept.len(), 40);
        assert!(kept.iter().all(|agent| agent.email != "agent0@desk.example" && agent.email != "agent57@desk.example"));
    })
    .await;
}

#[tokio::test]
async fn work_that_panics_is_rolled_back_and_the_next_one_runs() {
    both(async |desk: &Desk| {
        for _ in 0..10 {
            let outcome: Result<()> = desk
                .db
                .write(|tx| {
                    set(tx, "half")?;
                    panic!("on purpose")
                })
                .await;
            assert!(matches!(outcome, Err(Error::Panicked)), "{outcome:?}");
            let outcome: Result<()> = desk.db.read(|_| panic!("on purpose")).await;
            assert!(matches!(outcome, Err(Error::Panicked)), "{outcome:?}");
        }
        assert_eq!(desk.read(get).await, None);
        desk.write(|tx| set(tx, "whole")).await;
        assert_eq!(desk.read(get).await.as_deref(), Some("whole"));
    })
    .await;
}

///
#[tokio::test]
async fn what_was_committed_is_there_when_the_database_is_opened_again() {
    both(async |desk: &Desk| {
        desk.write(|tx| set(tx, "Acme")).await;
        assert_eq!(desk.another().read(get).await.unwrap().as_deref(), Some("Acme"));
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_failed_cannot_be_passed_over() {
    both(async |desk: &Desk| {
        let outcome = desk
            .db
            .write(|tx| {
                set(tx, "Acme")?;
                let failed = tx.run(statement("INSERT INTO leases (name) VALUES (NULL)".into()), &[]);
                assert!(matches!(failed, Err(Error::Refused(_))), "{failed:?}");
                Ok(())
            })
            .await;
        // PostgreSQL answers the commit of such a transaction with a rollback and without an error.
        assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
        assert_eq!(desk.read(get).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_read_sees_one_moment() {
    both(async |desk: &Desk| {
        desk.write(|tx| set(tx, "before")).await;
        let (looked, has_looked) = mpsc::channel();
        let (written, was_written) = mpsc::channel();
        let was_written = std::sync::Mutex::new(was_written);
        let db = desk.db.clone();
        let reading = tokio::spawn(async move {
            db.read(move |tx| {
                let first = get(tx)?;
                looked.send(()).unwrap();
                was_written.lock().unwrap().recv().unwrap();
                Ok((first, get(tx)?))
            })
            .await
        });
        tokio::task::spawn_blocking(move || has_looked.recv().unwrap()).await.unwrap();
        desk.write(|tx| set(tx, "after")).await;
        written.send(()).unwrap();
        let (first, second) = reading.await.unwrap().unwrap();
        assert_eq!((first.as_deref(), second.as_deref()), (Some("before"), Some("before")));
        assert_eq!(desk.read(get).await.as_deref(), Some("after"));
    })
    .await;
}

#[tokio::test]
async fn a_read_cannot_write() {
    both(async |desk: &Desk| {
        let outcome = desk.db.read(|tx| agent(tx, "a@desk.example")).await;
        assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
        assert_eq!(desk.read(agents::count).await, 0);
    })
    .await;
}

#[tokio::test]
async fn both_databases_tell_the_same_failures_apart() {
    both(async |desk: &Desk| {
        desk.write(|tx| agent(tx, "a@desk.example")).await;
        let twice = desk.db.write(|tx| agent(tx, "A@Desk.Example")).await;
        assert!(matches!(twice, Err(Error::Taken(_))), "{twice:?}");
        let same = "INSERT INTO leases (name, owner, until) VALUES ('a', 'b', 1), ('a', 'b', 1)";
        let twice = desk.db.write(move |tx| tx.run(same, &[])).await;
        assert!(matches!(twice, Err(Error::Taken(_))), "{twice:?}");
        // No such agent: nothing is taken.
        let nobody = desk.db.write(|tx| sessions::start(tx, b"hash", desk::AgentId(99), &Device::default(), NOW)).await;
        assert!(matches!(nobody, Err(Error::Refused(_))), "{nobody:?}");
        let wrong = desk.db.read(|tx| tx.one("SELECT name FROM agents", &[], |row| row.int(0))).await;
        assert!(matches!(wrong, Err(Error::Unreadable { .. })), "{wrong:?}");
        let wrong = desk.db.read(|tx| tx.one("SELECT id FROM agents", &[], |row| row.text(0))).await;
        assert!(matches!(wrong, Err(Error::Unreadable { .. })), "{wrong:?}");
        let unknown = desk.db.read(|tx| tx.one("SELECT nothing FROM agents", &[], |row| row.text(0))).await;
        assert!(matches!(unknown, Err(Error::Refused(_))), "{unknown:?}");
    })
    .await;
}

/// mail may hold any character.
#[tokio::test]
async fn a_zero_character_is_kept_as_a_replacement() {
    both(async |desk: &Desk| {
        let mut with_nul = draft("support@desk.example", &[]);
        with_nul.signature.text = "Regards\0Anna".into();
        let kept = desk
            .write(move |tx| {
                let id = store::mailboxes::add(tx, &with_nul, NOW)?;
                store::mailboxes::by_id(tx, id)
            })
            .await;
        assert_eq!(kept.unwrap().signature.text, "Regards\u{fffd}Anna");
    })
    .await;
}

/// Two of a customer's mails are worked on at once: on PostgreSQL the second waits for the first one's contact.
#[tokio::test]
async fn a_new_customer_who_writes_twice_at_once_is_one_contact() {
    both(async |desk: &Desk| {
        let meet = |tx: &mut Tx<'_>| contacts::find_or_add(tx, None, "maria@customer.example", NOW);
        let known = match &desk.postgres {
            Some(judge) => {
                let (added, was_added) = mpsc::channel();
                let (go, gone) = mpsc::channel();
                let gone = std::sync::Mutex::new(gone);
                let db = desk.db.clone();
                let first = tokio::spawn(async move {
                    db.write(move |tx| {
                        let id = meet(tx)?;
                        added.send(()).unwrap();
                        gone.lock().unwrap().recv().unwrap();
                        Ok(id)
                    })
                    .await
                });
                tokio::task::spawn_blocking(move || was_added.recv().unwrap()).await.unwrap();
                let db = desk.db.clone();
                let second = tokio::spawn(async move { db.write(meet).await });
                tokio::task::yield_now().await;
                let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
                wait_until("the second mail to wait for the first", || judge.rows(waiting) == ["1"]);
                go.send(()).unwrap();
                vec![first.await.unwrap().unwrap(), second.await.unwrap().unwrap()]
            }
            None => vec![desk.write(meet).await, desk.write(meet).await],
        };
        assert_eq!(known[0], known[1]);
        let contacts = desk.read(|tx| tx.one("SELECT COUNT(*) FROM contacts", &[], |row| row.int(0))).await;
        assert_eq!(contacts, Some(1));
    })
    .await;
}

/// Two transactions that wait for each other: the one that PostgreSQL gives up is run again, and both succeed.
#[tokio::test]
async fn a_deadlock_is_tried_again() {
    let desk = Desk::migrated(Engine::Postgres).await;
    desk.write(|tx| {
        settings::set(tx, "one", &0, NOW)?;
        settings::set(tx, "two", &0, NOW)
    })
    .await;
    let tries = Arc::new(AtomicU32::new(0));
    let met = Arc::new(Barrier::new(2));
    let mut writes = JoinSet::new();
    for names in [["one", "two"], ["two", "one"]] {
        let (db, met, tries) = (desk.db.clone(), met.clone(), tries.clone());
        let mut is_first = true;
        writes.spawn(async move {
            db.write(move |tx| {
                tries.fetch_add(1, Ordering::SeqCst);
                let raise = "UPDATE settings SET updated_at = updated_at + 1 WHERE name = $1";
                tx.run(raise, &[names[0].into()])?;
                if std::mem::take(&mut is_first) {
                    met.wait();
                }
                tx.run(raise, &[names[1].into()])
            })
            .await
        });
    }
    while let Some(done) = writes.join_next().await {
        assert_eq!(done.unwrap().unwrap(), 1);
    }
    assert!(tries.load(Ordering::SeqCst) >= 3, "one of them was given up");
    let raised = desk.read(|tx| tx.all("SELECT updated_at FROM settings", &[], |row| row.time(0))).await;
    assert_eq!(raised, [desk::Micros(NOW.0 + 2); 2]);
}

/// an administrator or a restart ends connections; nobody who calls the desk then is to notice.
#[tokio::test]
async fn a_connection_that_was_ended_is_made_anew() {
    let desk = Desk::migrated(Engine::Postgres).await;
    let judge = desk.postgres.as_ref().unwrap();
    let end = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for round in 0..3 {
        let ended = judge.rows(end);
        assert_ne!(ended, ["0"]);
        let mut calls = JoinSet::new();
        for number in 0..24 {
            let db = desk.db.clone();
            let email = format!("agent{round}-{number}@desk.example");
            calls.spawn(async move { db.write(move |tx| agent(tx, &email)).await });
        }
        while let Some(done) = calls.join_next().await {
            done.unwrap().unwrap();
        }
    }
    assert_eq!(desk.read(agents::count).await, 72);
}

#[tokio::test]
async fn a_connection_that_ends_in_the_middle_is_made_anew_and_nothing_is_done_twice() {
    let desk = Desk::migrated(Engine::Postgres).await;
    let tries = Arc::new(AtomicU32::new(0));
    let counted = tries.clone();
    desk.write(move |tx| {
        agent(tx, "a@desk.example")?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            tx.all("SELECT pg_terminate_backend(pg_backend_pid())", &[], |_| Ok(()))?;
        }
        Ok(())
    })
    .await;
    assert_eq!(tries.load(Ordering::SeqCst), 2);
    assert_eq!(desk.read(agents::count).await, 1);
}

#[test]
fn an_address_that_is_no_database_is_refused() {
    let refused = |url: &str| Db::open(url).err().unwrap_or_else(|| panic!("{url} was opened"));
    for url in ["", "mysql://desk", "desk.db", "postgres://desk@:port/x"] {
        assert!(matches!(refused(url), Error::Address(_)), "{url}");
    }
    for url in ["sqlite:/nowhere/at/all/desk.db", "postgres://desk@127.0.0.1:1/desk"] {
        assert!(matches!(refused(url), Error::Unavailable(_)), "{url}");
    }
}

#[tokio::test]
async fn an_empty_database_has_no_tables_and_says_so() {
    for engine in ENGINES {
        let desk = Desk::empty(engine);
        let outcome = desk.db.read(agents::list).await;
        assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
    }
}

/// when SQLite gives up the transaction of a group by itself, as it does when the disk fails, nobody in it is told
/// that their work was committed, and those behind it begin anew.
#[tokio::test]
async fn a_group_whose_transaction_was_given_up_is_told_so() {
    let desk = Desk::migrated(Engine::Sqlite).await;
    let (begun, has_begun) = mpsc::channel();
    let (go, gone) = mpsc::channel();
    let gone = std::sync::Mutex::new(gone);
    let (db, mut writes) = (desk.db.clone(), JoinSet::new());
    writes.spawn(async move {
        let waited = db.write(move |_| {
            begun.send(()).unwrap();
            gone.lock().unwrap().recv().unwrap();
            Ok(())
        });
        ("wait", waited.await.is_ok())
    });
    // The first one stands alone; what is queued while it waits is one group.
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
    for email in ["a", "b", "given-up", "c", "d"] {
        let db = desk.db.clone();
        writes.spawn(async move {
            let written = db.write(move |tx| {
                agent(tx, email)?;
                if email == "given-up" {
                    tx.run("ROLLBACK", &[])?;
                    return Err(Error::Unavailable("the disk".into()));
                }
                Ok(())
            });
            (email, written.await.is_ok())
        });
    }
    tokio::task::yield_now().await;
    go.send(()).unwrap();
    let mut told = writes.join_all().await;
    told.sort_unstable();
    assert_eq!(told, [("a", false), ("b", false), ("c", true), ("d", true), ("given-up", false), ("wait", true)]);
    let there: Vec<_> = desk.read(agents::list).await.into_iter().map(|agent| agent.email).collect();
    assert_eq!(there, ["c", "d"]);
}

/// a full disk makes SQLite give up the transaction of a whole group; what each caller is told is what is there.
#[tokio::test]
async fn a_full_disk_is_told_to_everybody_whose_work_it_took() {
    let desk = Desk::migrated(Engine::Sqlite).await;
    let (go, gone) = mpsc::channel();
    let gone = std::sync::Mutex::new(gone);
    let (db, mut writes) = (desk.db.clone(), JoinSet::new());
    writes.spawn(async move {
        let limited = db.write(move |tx| {
            gone.lock().unwrap().recv().unwrap();
            let pages = tx.one("PRAGMA page_count", &[], |row| row.int(0))?.unwrap();
            tx.all(statement(format!("PRAGMA max_page_count = {}", pages + 20)), &[], |_| Ok(()))
        });
        ("limit", limited.await.is_ok())
    });
    for (email, size) in [("a", 1), ("b", 1), ("c", 2_000_000), ("d", 1), ("e", 1)] {
        let db = desk.db.clone();
        writes.spawn(async move {
            let name = "x".repeat(size);
            let written = db.write(move |tx| agents::add(tx, email, &name, desk::agent::Role::Agent, "", NOW));
            (email, written.await.is_ok())
        });
    }
    // All of them are queued behind the first one, and so stand in few groups.
    tokio::task::yield_now().await;
    go.send(()).unwrap();
    let told = writes.join_all().await;
    assert!(told.contains(&("c", false)), "{told:?}");
    for (email, is_written) in told.into_iter().filter(|(email, _)| *email != "limit") {
        let is_there = desk.read(move |tx| agents::by_email(tx, email)).await.is_some();
        assert_eq!(is_there, is_written, "{email}");
    }
}
