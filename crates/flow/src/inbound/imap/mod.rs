//! Reading a mailbox by IMAP (LD-9): which mails of a folder are new, their bytes, and what the server is told of them.
//! The Sent and the Junk folder are read in the same way, and nothing is ever changed there.

mod compare;
mod fetch;
mod folder;
mod history;
mod session;

pub use compare::{CompareError, Compared, compare, compare_due};
pub use history::import;
pub(super) use session::{connected, watched};
