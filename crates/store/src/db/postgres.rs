//! PostgreSQL: a few threads, each with a synchronous client of its own that never leaves it, and one that listens.
#![expect(clippy::disallowed_types, reason = "this file is the one place that may hold the synchronous client")]

use std::{collections::HashMap, thread, time::Duration};

use postgres::types::{IsNull, ToSql, Type, private::BytesMut};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::{
    Bells, Row, Topic, Tx, V,
    lane::{self, Access, Lane, Queue, Work},
    tx::Link,
};
use crate::{Error, Result};

const CONNECTIONS: usize = 8;
/// How often a transaction is tried that the database gives up because of another one.
const TRIES: u32 = 5;
/// The first wait before another try; it grows with each.
const PAUSE: Duration = Duration::from_millis(5);
const CHANNEL: &str = "staffetta";

/// One client and its prepared statements.
pub(super) struct Client {
    client: postgres::Client,
    prepared: HashMap<&'static str, postgres::Statement>,
}

pub(super) fn lane(url: &str, bells: &Bells) -> Result<Lane> {
    let (lane, queue) = Lane::new();
    // The first connection is made before anything starts, so that a wrong address is told at once.
    let (first, opened) = std::sync::mpsc::channel();
    for number in 0..CONNECTIONS {
        let (queue, url, bells) = (queue.clone(), url.to_string(), bells.clone());
        let first = (number == 0).then(|| first.clone());
        spawn(move || work_loop(&url, &queue, &bells, first))?;
    }
    let (url, bells) = (url.to_string(), bells.clone());
    let alive = std::sync::Arc::downgrade(&queue);
    spawn(move || listen_loop(&url, &bells, &alive))?;
    match opened.recv() {
        Ok(Ok(())) => Ok(lane),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(Error::Unavailable("its thread has ended".into())),
    }
}

fn spawn(body: impl FnOnce() + Send + 'static) -> Result<()> {
    thread::Builder::new()
        .name("postgres".into())
        .spawn(body)
        .map(|_| ())
        .map_err(|error| Error::Unavailable(format!("no thread: {error}")))
}

fn connect(url: &str) -> Result<Client> {
    let mut config: postgres::Config =
        url.parse().map_err(|error: postgres::Error| Error::Address(error.to_string()))?;
    config.connect_timeout(Duration::from_secs(10)).keepalives_idle(Duration::from_secs(60));
    config.tcp_user_timeout(Duration::from_secs(30));
    let mut client = config.connect(tls()?)?;
    // A node that dies or stops in the middle of a transaction must not keep its locks from the others.
    client.batch_execute("SET idle_in_transaction_session_timeout = '30s'")?;
    Ok(Client { client, prepared: HashMap::new() })
}

fn tls() -> Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Unavailable(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

type First = Option<std::sync::mpsc::Sender<Result<()>>>;

fn work_loop(url: &str, queue: &Queue, bells: &Bells, first: First) {
    let mut client = match (connect(url), first) {
        (Ok(client), first) => {
            first.map(|first| first.send(Ok(())));
            Some(client)
        }
        (Err(error), Some(first)) => {
            let _ = first.send(Err(error));
            return;
        }
        (Err(_), None) => None,
    };
    while let Some(mut work) = lane::next(queue) {
        let outcome = connected(url, &mut client, work.as_mut());
        work.finish(outcome.map(|rings| rings.into_iter().for_each(|topic| bells.ring(topic))));
    }
}

/// Runs a closure over the connection, or over a new one when the old one turns out to be gone: that shows only when it
/// is used. Once the commit was asked for nobody knows what became of it, so then the closure is not run again.
fn connected(url: &str, kept: &mut Option<Client>, work: &mut dyn Work) -> Result<Vec<Topic>> {
    let mut old = kept.take();
    loop {
        let is_old = old.is_some();
        let mut client = match old.take() {
            Some(client) => client,
            None => connect(url).map_err(|error| Error::Unavailable(error.to_string()))?,
        };
        match transaction(&mut client, work) {
            (Err(Error::Unavailable(_)), Commit::NotAsked) if is_old => {}
            (Err(error @ Error::Unavailable(_)), _) => return Err(error),
            (outcome, _) => {
                *kept = Some(client);
                return outcome;
            }
        }
    }
}

/// Whether a transaction came as far as its commit.
enum Commit {
    NotAsked,
    Asked,
}

fn transaction(client: &mut Client, work: &mut dyn Work) -> (Result<Vec<Topic>>, Commit) {
    let begin = match work.access() {
        Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        Access::Write => "BEGIN",
    };
    let mut tries: u32 = 0;
    loop {
        tries += 1;
        let outcome = client.batch(begin).and_then(|()| work.run(&mut Tx::new(Link::Postgres(client))));
        let (ended, commit) = match outcome {
            Ok(rings) => (client.batch("COMMIT").map(|()| rings), Commit::Asked),
            Err(error) => {
                let _ = client.batch("ROLLBACK");
                (Err(error), Commit::NotAsked)
            }
        };
        match ended {
            // The other one, woken at this moment, goes first; without the pause both could meet in the same way again.
            Err(Error::Contention(_)) if tries < TRIES => thread::sleep(PAUSE * tries),
            other => return (other, commit),
        }
    }
}

/// Carries the bells of other nodes here. Reconnects for as long as the desk lives.
fn listen_loop(
    url: &str,
    bells: &Bells,
    alive: &std::sync::Weak<std::sync::Mutex<std::sync::mpsc::Receiver<Box<dyn Work>>>>,
) {
    while alive.strong_count() > 0 {
        if let Ok(mut client) = connect(url)
            && client.batch("LISTEN staffetta").is_ok()
        {
            // What rang while nobody listened is not known: all bells ring once.
            Topic::ALL.into_iter().for_each(|topic| bells.ring(topic));
            while alive.strong_count() > 0 && hear(&mut client, bells) {}
        }
        thread::sleep(Duration::from_millis(500));
    }
}

fn hear(client: &mut Client, bells: &Bells) -> bool {
    use postgres::fallible_iterator::FallibleIterator;
    let mut rung = Vec::new();
    {
        let mut notifications = client.client.notifications();
        let mut heard = notifications.timeout_iter(Duration::from_secs(1));
        loop {
            match heard.next() {
                Ok(Some(note)) => rung.extend(Topic::ALL.into_iter().filter(|topic| topic.word() == note.payload())),
                Ok(None) => break,
                Err(_) => return false,
            }
            for topic in rung.drain(..) {
                bells.ring(topic);
            }
        }
    }
    !client.client.is_closed()
}

impl ToSql for V<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (V::Null, _) => Ok(IsNull::Yes),
            (V::Int(int), &Type::INT4) => i32::try_from(*int)?.to_sql(ty, out),
            (V::Int(int), _) => int.to_sql(ty, out),
            (V::Text(text), _) => super::value::without_nul(text).to_sql(ty, out),
            (V::Bytes(bytes), _) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres::types::to_sql_checked!();
}

impl Client {
    fn statement(&mut self, sql: &'static str) -> Result<postgres::Statement> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let prepared = self.client.prepare(sql)?;
        self.prepared.insert(sql, prepared.clone());
        Ok(prepared)
    }

    pub(super) fn run(&mut self, sql: &'static str, values: &[V<'_>]) -> Result<u64> {
        let statement = self.statement(sql)?;
        Ok(self.client.execute(&statement, &references(values))?)
    }

    pub(super) fn all<T>(
        &mut self,
        sql: &'static str,
        values: &[V<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let statement = self.statement(sql)?;
        let rows = self.client.query(&statement, &references(values))?;
        rows.iter().map(|row| read(&Row::Postgres(row))).collect()
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.client.batch_execute(sql)?)
    }

    pub(super) fn prepare_only(&mut self, sql: &'static str) -> Result<()> {
        self.client.prepare(sql)?;
        Ok(())
    }

    pub(super) fn notify(&mut self, topic: &'static str) -> Result<()> {
        self.run("SELECT pg_notify($1, $2)", &[V::Text(CHANNEL), V::Text(topic)])?;
        Ok(())
    }
}

fn references<'a>(values: &'a [V<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    let mut out: Vec<&(dyn ToSql + Sync)> = Vec::with_capacity(values.len());
    for value in values {
        out.push(value);
    }
    out
}
