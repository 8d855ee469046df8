//! One look into a POP3 mailbox: list, take in what is new, delete what is safe here, say goodbye. The server deletes
//! only at the goodbye, so a connection that breaks costs a repetition and never a mail.

use std::sync::Arc;

use desk::{
    arrival::{self, Source},
    limits,
    mailbox::{AfterCommit, Incoming},
};
use store::{
    arrivals::{self, Envelope},
    blobs,
    cursors::Place,
    mailboxes::Mailbox,
    pop3_mails::{self, State},
};
use wire::pop3::{Connection, Error, Target};

use super::{
    super::{
        hold::Ended,
        parse,
        receive::{self, Handed},
        stubborn::Stubborn,
    },
    listing::{self, Mail},
};
use crate::{Node, fault, mailboxes};

/// Mails that are committed together, and their bytes together.
const TOGETHER: usize = limits::ARRIVALS_PER_COMMIT;
const TOGETHER_BYTES: usize = 8 * 1024 * 1024;
/// Lines of a mail that is too large: as many as [`limits::TOO_LARGE_HEAD_BYTES`] hold of ordinary length.
const HEAD_LINES: u32 = 4_000;
/// The folder that POP3 stands for where places have folders. No IMAP folder is read under the same account and name.
const FOLDER: &str = "POP3";

/// Bytes that are kept of a mail of which only the beginning is asked for.
fn head_bytes() -> usize {
    usize::try_from(limits::TOO_LARGE_HEAD_BYTES).unwrap_or(usize::MAX)
}

struct Session<'a> {
    node: &'a Node,
    incoming: &'a Incoming,
    place: &'a Place,
    limit: u64,
    connection: Connection,
    stubborn: &'a mut Stubborn<i64>,
    /// Mails that are listed and did not come.
    missing: usize,
    /// Why a mail could not be deleted; the next session tries again.
    undeleted: Option<Error>,
}

/// A mail as it was fetched.
struct Fetched {
    mail: Mail,
    bytes: Vec<u8>,
    /// Bytes on the server, where only the beginning was fetched.
    too_large: Option<i64>,
}

/// Looks into the mailbox once.
pub(super) async fn look(node: &Node, mailbox: &Mailbox, stubborn: &mut Stubborn<i64>) -> Result<(), Ended> {
    let incoming = mailbox.incoming.as_ref().ok_or(Ended::Settings("problem-no-incoming"))?;
    let limit = node.db.read(mailboxes::raw_limit).await?;
    let mut connection = Connection::open(&target(node, mailbox, incoming, limit)?).await?;
    fault::point("pop3.connected");
    let place = Place { mailbox: mailbox.id, account: incoming.account(), folder: FOLDER.to_string() };
    let listed = connection.list().await?;
    fault::point("pop3.listed");
    let (mails, nameless) = listing::remember(node, &place, incoming, listed).await?;
    stubborn.begin();
    let place = &place;
    let mut session = Session { node, incoming, place, limit, connection, stubborn, missing: 0, undeleted: None };
    session.work(mails).await?;
    let Session { connection, missing, undeleted, .. } = session;
    connection.quit().await?;
    fault::point("pop3.quit");
    match undeleted {
        Some(error) => Err(error.into()),
        None if missing > 0 => Err(Ended::Unfetchable(stubborn.words().to_string())),
        None if nameless > 0 => Err(Ended::Settings("problem-pop3-nameless")),
        None => Ok(()),
    }
}

fn target(node: &Node, mailbox: &Mailbox, incoming: &Incoming, limit: u64) -> Result<Target, Ended> {
    let password = mailboxes::incoming_password(node, mailbox).map_err(|_| Ended::Settings("problem-sealed"))?;
    mailboxes::pop3_target(node, incoming, password, limit).ok_or(Ended::Settings("problem-no-incoming"))
}

impl Session<'_> {
    /// What came without trouble so far first, what did not come before last.
    async fn work(&mut self, mails: Vec<Mail>) -> Result<(), Ended> {
        let (stubborn, plain): (Vec<Mail>, Vec<Mail>) =
            mails.into_iter().partition(|mail| self.stubborn.knows(mail.known.id));
        let mut group = Vec::new();
        let mut bytes = 0;
        for mail in plain {
            if let Some(came) = self.take(mail).await? {
                bytes += came.bytes.len();
                group.push(came);
            }
            if group.len() >= TOGETHER || bytes >= TOGETHER_BYTES {
                bytes = 0;
                self.settle(std::mem::take(&mut group)).await?;
            }
        }
        self.settle(group).await?;
        for mail in stubborn {
            let came = match self.stubborn.given_up(mail.known.id) {
                Some(words) => {
                    self.pass_over(mail, words).await?;
                    None
                }
                None => self.take(mail).await?,
            };
            self.settle(came.into_iter().collect()).await?;
        }
        Ok(())
    }

    /// Fetches a mail if it is to be taken in; one that is here already is deleted if it is to go.
    async fn take(&mut self, mail: Mail) -> Result<Option<Fetched>, Ended> {
        match mail.known.state {
            State::New => self.fetch(mail).await,
            State::History if self.is_recent(&mail).await? => self.fetch(mail).await,
            State::History => {
                self.set(mail.known.id, State::Kept).await?;
                Ok(None)
            }
            State::Taken if self.deletes() => self.delete_known(mail).await,
            State::Taken | State::Kept => Ok(None),
        }
    }

    fn deletes(&self) -> bool {
        self.incoming.after == AfterCommit::Delete
    }

    /// Whether a mail from before belongs to the history asked for, by the date that it bears.
    async fn is_recent(&mut self, mail: &Mail) -> Result<bool, Ended> {
        let Some(days) = self.incoming.history_days else { return Ok(false) };
        let header = match self.connection.fetch_head(mail.number, 0, head_bytes()).await {
            Ok(header) => header,
            Err(error) if error.is_recoverable() => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let read = parse::parse_all(vec![Arc::new(header)]).await.into_iter().next();
        let date = read.and_then(Result::ok).and_then(|read| read.mail.date);
        let since = self.node.clock.now().plus_s(-i64::from(days) * 86_400);
        Ok(date.is_some_and(|date| date.unix_s >= since.unix_s()))
    }

    async fn fetch(&mut self, mail: Mail) -> Result<Option<Fetched>, Ended> {
        let large = mail.size > self.limit;
        let given = match large {
            true => self.connection.fetch_head(mail.number, HEAD_LINES, head_bytes()).await,
            false => self.connection.fetch(mail.number).await,
        };
        let id = mail.known.id;
        match given {
            Ok(bytes) => {
                fault::point("pop3.fetched");
                self.stubborn.came(id);
                let too_large = large.then(|| i64::try_from(mail.size).unwrap_or(i64::MAX));
                Ok(Some(Fetched { mail, bytes, too_large }))
            }
            Err(error) => {
                self.stubborn.failed(id, error.to_string());
                self.missing += 1;
                let over = !error.is_recoverable() || self.stubborn.is_hopeless();
                if over { Err(error.into()) } else { Ok(None) }
            }
        }
    }

    /// A mail that an earlier session took in and did not see deleted. A name alone deletes nothing: servers give a name
    /// again, so the bytes decide, and other bytes are another mail.
    async fn delete_known(&mut self, mail: Mail) -> Result<Option<Fetched>, Ended> {
        if mail.size > self.limit {
            return Ok(None);
        }
        let Some(fetched) = self.fetch(mail).await? else { return Ok(None) };
        let (mailbox, key) = (self.place.mailbox, self.key(&fetched.mail));
        let stored = self.node.db.read(move |tx| arrivals::raw_of(tx, mailbox, &key)).await?;
        if stored.is_some_and(|raw| raw == blobs::name(&fetched.bytes)) {
            self.delete(&fetched.mail).await?;
            return Ok(None);
        }
        self.renamed(fetched).await.map(Some)
    }

    /// The same name, another mail: it is remembered anew.
    async fn renamed(&self, fetched: Fetched) -> Result<Fetched, Ended> {
        let (place, former) = (self.place.clone(), fetched.mail.known.clone());
        let anew = self.node.db.write(move |tx| {
            pop3_mails::forget(tx, former.id)?;
            pop3_mails::add(tx, place.mailbox, &place.account, &former.name, former.size, State::New)
        });
        let known = anew.await?;
        Ok(Fetched { mail: Mail { known, ..fetched.mail }, ..fetched })
    }

    /// Makes fetched mails durable, remembers that, and only then tells the server to delete them.
    async fn settle(&mut self, group: Vec<Fetched>) -> Result<(), Ended> {
        if group.is_empty() {
            return Ok(());
        }
        let mut handed = Vec::with_capacity(group.len());
        let mut mails = Vec::with_capacity(group.len());
        for Fetched { mail, bytes, too_large } in group {
            let history = mail.known.state == State::History;
            let envelope = Envelope { too_large, history, ..Envelope::default() };
            handed.push(self.handed(&mail, envelope, bytes));
            // What is too large is still on the server, and stays there.
            mails.push((mail, if too_large.is_some() { State::Kept } else { State::Taken }));
        }
        receive::store_all(self.node, handed).await?;
        let states: Vec<(i64, State)> = mails.iter().map(|(mail, state)| (mail.known.id, *state)).collect();
        self.node
            .db
            .write(move |tx| states.iter().try_for_each(|(id, state)| pop3_mails::set(tx, *id, *state)))
            .await?;
        fault::point("pop3.noted");
        for (mail, state) in mails {
            if self.deletes() && state == State::Taken {
                self.delete(&mail).await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, mail: &Mail) -> Result<(), Ended> {
        match self.connection.delete(mail.number).await {
            Err(error) if error.is_recoverable() => self.undeleted = Some(error),
            outcome => outcome?,
        }
        fault::point("pop3.deleted");
        Ok(())
    }

    /// Has a mail that does not come held with its reason, and with its header where the server gives that.
    async fn pass_over(&mut self, mail: Mail, words: String) -> Result<(), Ended> {
        let id = mail.known.id;
        let header = match self.stubborn.may_ask_header(id) {
            true => match self.connection.fetch_head(mail.number, 0, head_bytes()).await {
                Err(error) if !error.is_recoverable() => return Err(error.into()),
                given => given.ok(),
            },
            false => None,
        };
        tracing::warn!(mailbox = %self.place.mailbox, reason = %words, "a mail that the server does not give is passed over");
        let envelope = Envelope { unfetchable: Some(words), ..Envelope::default() };
        let handed = self.handed(&mail, envelope, header.unwrap_or_default());
        receive::store_all(self.node, vec![handed]).await?;
        self.set(id, State::Kept).await?;
        self.stubborn.forget(id);
        Ok(())
    }

    async fn set(&self, id: i64, state: State) -> store::Result<()> {
        self.node.db.write(move |tx| pop3_mails::set(tx, id, state)).await
    }

    fn handed(&self, mail: &Mail, envelope: Envelope, bytes: Vec<u8>) -> Handed {
        Handed {
            mailbox: self.place.mailbox,
            source: Source::Pop3,
            envelope,
            key: Some(self.key(mail)),
            received: None,
            bytes: Arc::new(bytes),
        }
    }

    fn key(&self, mail: &Mail) -> String {
        arrival::pop3_key(&self.place.account, &mail.known.name, mail.known.id)
    }
}
