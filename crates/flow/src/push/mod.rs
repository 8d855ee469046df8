//! News for browsers in which no page of the desk is open (Web Push, RFC 8030): which browsers are told, and the desk's
//! own key. `work.rs` tells them, `seal.rs` encrypts; what a push service learns is only that there is something.

mod seal;
mod work;

pub use work::work;

use desk::{AgentId, ConversationId, MessageId, Micros, SessionId, limits};
use serde::{Deserialize, Serialize};
use store::{Tx, push, push::Draft, settings};

use crate::{Node, Refused, own_keys};

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
    let make = async || {
        let made = seal::Own::generate().map_err(unavailable)?;
        let public = seal::Own::read(&made).map_err(unavailable)?.public();
        Ok(StoredKey { public, sealed: own_keys::sealed(node, &made, PURPOSE)? })
    };
    own_keys::kept(node, settings::PUSH_KEY, make).await
}

async fn own(node: &Node) -> store::Result<seal::Own> {
    let stored = key(node).await?;
    seal::Own::read(&own_keys::opened(node, &stored.sealed, PURPOSE)?).map_err(unavailable)
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
