//! Sample mail: a small story in five languages, sent through the same journey as every other mail.

use flow::{Node, inbound::deliver};
use tokio::sync::watch;

/// The mails, oldest first, with the mailbox each goes to.
const MAILS: &[(&str, &[u8])] = &[
    ("support@acme.example", include_bytes!("../../demo/01-english-order.eml")),
    ("support@acme.example", include_bytes!("../../demo/02-german-invoice.eml")),
];

/// Delivers the sample mails in their order.
pub(super) async fn tell(node: &Node, shutdown: watch::Receiver<bool>) -> anyhow::Result<()> {
    for (mailbox, mail) in MAILS {
        if *shutdown.borrow() {
            break;
        }
        deliver::deliver(node, mailbox, mail.to_vec()).await?;
    }
    Ok(())
}
