//! Browsers that are told of news while no page of the desk is open, and what is on its way to them. What is news to
//! whom is decided elsewhere.

use desk::{AgentId, ConversationId, MessageId, Micros, PushNewsId, PushSubscriptionId, SessionId, limits};

use crate::{Result, Row, Tx, jobs};

/// A browser as it asks to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Where its push service takes news for it.
    pub endpoint: String,
    /// Its public key, a point of P-256.
    pub browser_key: Vec<u8>,
    /// The secret that it shares with the desk.
    pub secret: Vec<u8>,
    /// True where it wants to hear of conversations too that nobody has.
    pub waiting: bool,
    /// True where it wants to hear who wrote and how the message begins.
    pub words: bool,
}

/// A browser that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Which.
    pub id: PushSubscriptionId,
    /// Whose.
    pub agent: AgentId,
    /// How.
    pub draft: Draft,
}

/// News on their way to a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The browser.
    pub to: Subscription,
    /// What it is told of.
    pub message: MessageId,
    /// Since when.
    pub created_at: Micros,
}

macro_rules! subscriptions {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.agent_id, p.endpoint, p.browser_key, p.secret, p.waiting, p.words FROM push_subscriptions p
             JOIN sessions s ON s.id = p.session_id ",
            $rest
        )
    };
}

crate::statements! {
    SET = "INSERT INTO push_subscriptions (agent_id, session_id, endpoint, browser_key, secret, waiting, words, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (session_id) DO UPDATE SET endpoint = excluded.endpoint, browser_key = excluded.browser_key,
             secret = excluded.secret, waiting = excluded.waiting, words = excluded.words";
    OF_SESSION = subscriptions!("WHERE p.session_id = $1");
    END_OF_SESSION = "DELETE FROM push_subscriptions WHERE session_id = $1";
    END = "DELETE FROM push_subscriptions WHERE id = $1";
    END_ORPHANS = "DELETE FROM push_subscriptions
                   WHERE NOT EXISTS (SELECT 1 FROM sessions s WHERE s.id = push_subscriptions.session_id)";
    WANTING = "SELECT p.id FROM push_subscriptions p JOIN conversations c ON c.id = $1
               JOIN sessions s ON s.id = p.session_id AND s.expires_at > $2
               WHERE p.agent_id = c.assignee_id OR (p.waiting = 1 AND c.assignee_id IS NULL AND c.assistant_id IS NULL)
               ORDER BY p.id DESC LIMIT $3";
    COUNT = "SELECT COUNT(*) FROM push_news WHERE subscription_id = $1";
    ADD = "INSERT INTO push_news (subscription_id, message_id, created_at) VALUES ($1, $2, $3) RETURNING id";
    NEWS = "SELECT p.id, p.agent_id, p.endpoint, p.browser_key, p.secret, p.waiting, p.words, n.message_id, n.created_at
            FROM push_news n JOIN push_subscriptions p ON p.id = n.subscription_id
            JOIN sessions s ON s.id = p.session_id WHERE n.id = $1 AND s.expires_at > $2";
    REMOVE = "DELETE FROM push_news WHERE id = $1";
    FORGET = "DELETE FROM push_news WHERE created_at <= $1";
}

/// Has the browser of a session told, from now on as this says.
///
/// # Errors
/// The database's own.
pub fn set(tx: &mut Tx<'_>, agent: AgentId, session: SessionId, draft: &Draft, now: Micros) -> Result<()> {
    let values = [
        agent.into(),
        session.into(),
        (&draft.endpoint).into(),
        draft.browser_key.as_slice().into(),
        draft.secret.as_slice().into(),
        draft.waiting.into(),
        draft.words.into(),
        now.into(),
    ];
    tx.run(SET, &values)?;
    Ok(())
}

/// The browser of a session, where it is told.
///
/// # Errors
/// The database's own.
pub fn of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<Option<Subscription>> {
    tx.one(OF_SESSION, &[session.into()], read)
}

/// Tells the browser of a session nothing more.
///
/// # Errors
/// The database's own.
pub fn end_of_session(tx: &mut Tx<'_>, session: SessionId) -> Result<()> {
    tx.run(END_OF_SESSION, &[session.into()])?;
    Ok(())
}

/// Tells a browser nothing more: its push service says that it is gone.
///
/// # Errors
/// The database's own.
pub fn end(tx: &mut Tx<'_>, id: PushSubscriptionId) -> Result<()> {
    tx.run(END, &[id.into()])?;
    Ok(())
}

/// The browsers that want to hear of a new message in this conversation: those of whom it is, or else those that want to
/// hear of what nobody has; the newest, at most [`limits::PUSH_BROWSERS`].
///
/// # Errors
/// The database's own.
pub fn wanting(tx: &mut Tx<'_>, conversation: ConversationId, now: Micros) -> Result<Vec<PushSubscriptionId>> {
    let values = [conversation.into(), now.into(), limits::PUSH_BROWSERS.into()];
    tx.all(WANTING, &values, |row| Ok(PushSubscriptionId(row.int(0)?)))
}

/// Queues news for a browser; beyond [`limits::PUSH_WAITING`] they are left out, as those before tell enough.
///
/// # Errors
/// The database's own.
pub fn queue(tx: &mut Tx<'_>, to: PushSubscriptionId, message: MessageId, now: Micros) -> Result<()> {
    if tx.one(COUNT, &[to.into()], |row| row.int(0))?.unwrap_or(0) >= limits::PUSH_WAITING {
        return Ok(());
    }
    let id = tx.insert(ADD, &[to.into(), message.into(), now.into()])?;
    jobs::add(tx, jobs::PUSH, id, now)
}

/// News on their way, as long as their browser is signed in.
///
/// # Errors
/// The database's own.
pub fn news(tx: &mut Tx<'_>, id: PushNewsId, now: Micros) -> Result<Option<News>> {
    tx.one(NEWS, &[id.into(), now.into()], |row| {
        Ok(News { to: read(row)?, message: MessageId(row.int(7)?), created_at: row.time(8)? })
    })
}

/// Forgets news that were told, or are none any more.
///
/// # Errors
/// The database's own.
pub fn remove(tx: &mut Tx<'_>, id: PushNewsId) -> Result<()> {
    tx.run(REMOVE, &[id.into()])?;
    Ok(())
}

/// Forgets news from before, and browsers whose session is over.
///
/// # Errors
/// The database's own.
pub fn forget_old(tx: &mut Tx<'_>, before: Micros) -> Result<()> {
    tx.run(FORGET, &[before.into()])?;
    tx.run(END_ORPHANS, &[])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Subscription> {
    let draft = Draft {
        endpoint: row.text(2)?,
        browser_key: row.bytes(3)?,
        secret: row.bytes(4)?,
        waiting: row.flag(5)?,
        words: row.flag(6)?,
    };
    Ok(Subscription { id: PushSubscriptionId(row.int(0)?), agent: AgentId(row.int(1)?), draft })
}
