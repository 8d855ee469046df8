//! Keys of the desk itself: each made once, by whichever node needs it first, and kept in the settings with its private half
//! sealed. What a key is for is its user's.

use data_encoding::BASE64;
use serde::{Serialize, de::DeserializeOwned};
use store::settings;

use crate::Node;

/// The key of a setting; made when there is none.
///
/// # Errors
/// The store's own, and what making it says.
pub(crate) async fn kept<Key>(
    node: &Node,
    setting: &'static str,
    make: impl AsyncFnOnce() -> store::Result<Key>,
) -> store::Result<Key>
where
    Key: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    if let Some(stored) = node.db.read(move |tx| settings::get(tx, setting)).await? {
        return Ok(stored);
    }
    let (fresh, now) = (make().await?, node.clock.now());
    node.db
        .write(move |tx| {
            // Another node may have made one in the meantime; the first counts.
            settings::set_new(tx, setting, &fresh, now)?;
            Ok(settings::get(tx, setting)?.unwrap_or_else(|| fresh.clone()))
        })
        .await
}

/// A private half as it is stored.
///
/// # Errors
/// When it cannot be sealed.
pub(crate) fn sealed(node: &Node, private: &[u8], purpose: &str) -> store::Result<String> {
    Ok(BASE64.encode(&node.sealer.seal(&BASE64.encode(private), purpose, node.random.bytes())?))
}

/// A private half, of what [`sealed`] gave.
///
/// # Errors
/// When it was sealed by another key or for another purpose.
pub(crate) fn opened(node: &Node, sealed: &str, purpose: &str) -> store::Result<Vec<u8>> {
    let decoded = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| store::Error::Sealed);
    decoded(&node.sealer.open(&decoded(sealed)?, purpose)?)
}
