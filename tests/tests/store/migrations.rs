//! Migrations: applied once, by whichever node is first, and never over a newer schema.

use store::{Error, migrations, migrations::MIGRATIONS};
use tokio::task::JoinSet;

use crate::Desk;
use crate::desk_folder::ENGINES;

fn newest() -> i64 {
    MIGRATIONS.last().unwrap().number
}

#[test]
fn migrations_stand_in_the_order_of_their_numbers() {
    let numbers: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.number).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    assert_eq!(numbers.first(), Some(&1));
}

#[tokio::test]
async fn a_migrated_database_is_left_as_it_is() {
    for engine in ENGINES {
        let desk = Desk::migrated(engine).await;
        assert_eq!(migrations::migrate(&desk.db).await.unwrap(), newest());
        let names =
            desk.read(|tx| tx.all("SELECT name FROM schema_migrations ORDER BY number", &[], |row| row.text(0))).await;
        assert_eq!(names, MIGRATIONS.iter().map(|migration| migration.name).collect::<Vec<_>>());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nodes_that_start_together_migrate_once() {
    for engine in ENGINES {
        let desk = Desk::empty(engine);
        let mut nodes = JoinSet::new();
        for _ in 0..4 {
            let url = desk.url.clone();
            nodes.spawn_blocking(move || store::Db::open(&url).unwrap());
        }
        let nodes = nodes.join_all().await;
        let mut migrating = JoinSet::new();
        for node in nodes {
            migrating.spawn(async move { migrations::migrate(&node).await });
        }
        for outcome in migrating.join_all().await {
            assert_eq!(outcome.unwrap(), newest());
        }
        let applied = desk.read(|tx| tx.all("SELECT number FROM schema_migrations", &[], |row| row.int(0))).await;
        assert_eq!(applied.len(), MIGRATIONS.len());
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    for engine in ENGINES {
        let desk = Desk::migrated(engine).await;
        desk.write(|tx| tx.run("INSERT INTO schema_migrations (number, name) VALUES (999, 'later')", &[])).await;
        match migrations::migrate(&desk.db).await {
            Err(Error::Newer { found: 999, known }) => assert_eq!(known, newest()),
            other => panic!("{other:?}"),
        }
    }
}
