//! Bytes that nothing needs any more: set apart first, since a mail of the same bytes may be arriving at this moment, and a
//! while later put back or gone for good. Who needs what is the store's answer.

use store::{blobs::Blobs, ledger};

use crate::Node;

/// Sets these blobs apart. They can still be read until [`settle`] looks at them; what a crash leaves before their rows are
/// gone is needed still and is put back.
///
/// # Errors
/// When the disk refuses.
pub(crate) async fn set(node: &Node, names: Vec<String>) -> store::Result<()> {
    of_folder(node, move |folder| names.iter().try_for_each(|name| folder.discard(name))).await
}

/// What was set apart long enough ago is needed again, or goes for good.
///
/// # Errors
/// The store's own.
pub(crate) async fn settle(node: &Node) -> store::Result<()> {
    for name in of_folder(node, Blobs::discarded).await? {
        let asked = name.clone();
        let needed = node.db.read(move |tx| ledger::is_needed(tx, &asked)).await?;
        of_folder(node, move |folder| folder.settle_discarded(&name, needed)).await?;
    }
    Ok(())
}

/// Works on the folder of bytes, on a thread that may wait for the disk.
async fn of_folder<T: Send + 'static>(
    node: &Node,
    work: impl FnOnce(&Blobs) -> store::Result<T> + Send + 'static,
) -> store::Result<T> {
    let folder = node.blobs.clone();
    let done = tokio::task::spawn_blocking(move || work(&folder)).await;
    done.map_err(|error| store::Error::Unavailable(error.to_string()))?
}
