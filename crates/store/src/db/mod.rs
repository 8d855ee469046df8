//! The database layer: a synchronous closure per transaction, run on a thread that owns its connection.
//! Nothing here knows a noun; no transaction can be held across an await, and no connection leaves its thread.

mod bells;
mod lane;
mod postgres;
mod row;
mod sqlite;
mod tx;
mod value;

use std::{path::PathBuf, sync::Arc};

pub use bells::{Bells, Topic};
pub use row::Row;
pub use tx::Tx;
pub use value::V;

use crate::{Error, Result};
use lane::Lane;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The bundled SQLite, one file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// The database of a desk. Cheap to clone; the connections close when the last clone is dropped.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    reads: Arc<Lane>,
    writes: Arc<Lane>,
    bells: Bells,
}

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…`, without migrating it.
    ///
    /// # Errors
    /// When the address is not understood or the database cannot be reached.
    pub fn open(url: &str) -> Result<Self> {
        Self::opened(url, true)
    }

    /// The same, but SQLite does not sync its commits: for the test that shows that the order of syncs is watched.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_without_sync(url: &str) -> Result<Self> {
        Self::opened(url, false)
    }

    fn opened(url: &str, sync: bool) -> Result<Self> {
        let bells = Bells::default();
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = PathBuf::from(path.trim_start_matches("//"));
            let writes = Arc::new(sqlite::write_lane(&path, &bells, sync)?);
            let reads = Arc::new(sqlite::read_lane(&path, &bells)?);
            return Ok(Self { engine: Engine::Sqlite, reads, writes, bells });
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let lane = Arc::new(postgres::lane(url, &bells)?);
            return Ok(Self { engine: Engine::Postgres, reads: lane.clone(), writes: lane, bells });
        }
        Err(Error::Address("it begins with sqlite: or postgres://".into()))
    }

    /// Which database this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// What wakes up those who wait for new rows.
    #[must_use]
    pub fn bells(&self) -> &Bells {
        &self.bells
    }

    /// Runs a closure in a read-only transaction with one consistent view.
    ///
    /// # Errors
    /// What the closure gives, and the database's own.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.reads.run(lane::Access::Read, work).await
    }

    /// Runs a closure in a write transaction. It may run more than once (PostgreSQL gives up deadlocked transactions),
    /// so it must not do anything but what it does to the transaction. When this returns Ok, the commit is durable.
    ///
    /// # Errors
    /// What the closure gives (then nothing is written), and the database's own.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        self.writes.run(lane::Access::Write, work).await
    }
}
