//! News for browsers in which no page of the desk is open (Web Push, RFC 8030): which browsers are told, and the desk's
//! own key. `work.rs` tells them, `seal.rs` encrypts; what a push service learns is only that there is something.

mod seal;
mod work;

pub use work::work;

use data_encoding::BASE64;
use desk::{AgentId, ConversationId, MessageId, Micros, SessionId, limits};
use serde::{Deserialize, Serialize};
use store::{Tx, push, push::Draft, settings};

use crate::{Node, Refused};

/// The purpose under which the key is sealed.
const PURPOSE: &str = "push-key";

/// The desk's key as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredKey {
    /// The public half, as browsers want it.
    public: String,
    /// The private half, sealed.
    sealed: String,
}

/// The public half of the desk's key, which browsers subscribe with. The key is made when there is none.
///
/// # Errors
/// The store's own; when no key can be made.
pub async fn public_key(node: &Node) -> store::Result<String> {
    Ok(key(node).await?.public)
}

async fn key(node: &Node) -> store::Result<StoredKey> {
    if let Some(stored) = node.db.read(|tx| settings::get(tx, settings::PUSH_KEY)).await? {
        return Ok(stored);
    }
    let made = seal::Own::generate().map_err(unavailable)?;
    let public = seal::Own::read(&made).map_err(unavailable)?.public();
    let sealed = node.sealer.seal(&BASE64.encode(&made), PURPOSE, node.random.bytes())?;
    let fresh = StoredKey { public, sealed: BASE64.encode(&sealed) };
    let now = node.clock.now();
    node.db
        .write(move |tx| {
            // Another node may have made one in the meantime; the first counts.
            settings::set_new(tx, settings::PUSH_KEY, &fresh, now)?;
            Ok(settings::get(tx, settings::PUSH_KEY)?.unwrap_or_else(|| fresh.clone()))
        })
        .await
}

async fn own(node: &Node) -> store::Result<seal::Own> {
    let stored = key(node).await?;
    let sealed = BASE64.decode(stored.sealed.as_bytes()).map_err(|_| store::Error::Sealed)?;
    let opened = node.sealer.open(&sealed, PURPOSE)?;
    let bytes = BASE64.decode(opened.as_bytes()).map_err(|_| store::Error::Sealed)?;
    seal::Own::read(&bytes).map_err(unavailable)
}

fn unavailable(error: seal::NoKey) -> store::Error {
    store::Error::Unavailable(error.to_string())
}

/// Has the browser of a session told.
///
/// # Errors
/// [`Refused`] where its address or its keys do not fit.
pub fn subscribe(
    tx: &mut Tx<'_>,
    node: &Node,
    agent: AgentId,
    session: SessionId,
    draft: &Draft,
    now: Micros,
) -> Result<(), Refused> {
    let endpoint = &draft.endpoint;
    if endpoint.chars().count() > limits::PUSH_ENDPOINT_CHARS || node.poster.fit(endpoint).is_err() {
        return Err(Refused::field("endpoint", "push-endpoint-does-not-fit"));
    }
    if !seal::is_point(&draft.browser_key) {
        return Err(Refused::field("browser_key", "push-key-does-not-fit"));
    }
    if draft.secret.len() != seal::SECRET_BYTES {
        return Err(Refused::field("secret", "push-key-does-not-fit"));
    }
    Ok(push::set(tx, agent, session, draft, now)?)
}

/// Queues a customer's new message for the browsers that want to hear of it. Whether it is still news to them is looked
/// at when it is sent.
///
/// # Errors
/// The store's own.
pub fn tell(tx: &mut Tx<'_>, conversation: ConversationId, message: MessageId, now: Micros) -> store::Result<()> {
    for to in push::wanting(tx, conversation, now)? {
        push::queue(tx, to, message, now)?;
    }
    Ok(())
}
