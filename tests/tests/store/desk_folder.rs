//! A desk's database for one check: SQLite in a folder of its own, or a database of its own on the shared PostgreSQL.

use journeys::postgres::{Database, fresh_database};
use journeys::scratch::Scratch;
use store::{Db, Engine, Result, Tx};

/// Both databases.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// An open database, removed when dropped.
pub struct Desk {
    /// The store's handle.
    pub db: Db,
    /// Its address, for a second handle.
    pub url: String,
    /// The judge's own connection, on PostgreSQL.
    pub postgres: Option<Database>,
    _folder: Option<Scratch>,
}

/// Runs a check on SQLite and on PostgreSQL, each new and migrated.
pub async fn both(check: impl AsyncFn(&Desk)) {
    for engine in ENGINES {
        let desk = Desk::migrated(engine).await;
        check(&desk).await;
    }
}

impl Desk {
    /// An empty database without a schema.
    pub fn empty(engine: Engine) -> Self {
        // Shown only when the test fails: on which database it did.
        eprintln!("on {engine:?}");
        let (url, postgres, folder) = match engine {
            Engine::Sqlite => {
                let folder = Scratch::new("store");
                (format!("sqlite:{}", folder.join("desk.db").display()), None, Some(folder))
            }
            Engine::Postgres => {
                let database = fresh_database();
                (database.url.clone(), Some(database), None)
            }
        };
        Self { db: Db::open(&url).unwrap(), url, postgres, _folder: folder }
    }

    /// A database with the newest schema.
    pub async fn migrated(engine: Engine) -> Self {
        let desk = Self::empty(engine);
        store::migrations::migrate(&desk.db).await.unwrap();
        desk
    }

    /// A second handle on the same database, as another process has it.
    pub fn another(&self) -> Db {
        Db::open(&self.url).unwrap()
    }

    /// A write that must succeed.
    pub async fn write<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.db.write(work).await.unwrap()
    }

    /// A read that must succeed.
    pub async fn read<T, F>(&self, work: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.db.read(work).await.unwrap()
    }
}

/// A statement put together by a test: the store takes only text that lives as long as the program.
pub fn statement(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
