//! Looped: notes a mail that came in, and looks for signs that two machines answer each other.

use desk::{
    screen::Screened,
    trace::{Step, TraceLine},
};
use store::{Tx, arrivals::Arrival, messages::Known};

use super::parse::Understood;
use crate::{
    Node,
    automatic::{self, Seen},
};

/// Looks for a loop in what people and machines wrote. A mail of ours that a machine sent back is a machine's (TR-0).
pub(super) fn screen(
    tx: &mut Tx<'_>,
    node: &Node,
    arrival: &Arrival,
    understood: &Understood,
    same_id: &[Known],
    screened: Screened,
    trace: &mut Vec<TraceLine>,
) -> store::Result<(Screened, Seen)> {
    if !matches!(screened, Screened::Personal | Screened::Automatic) {
        return Ok((screened, Seen::default()));
    }
    let (mail, words, now) = (&understood.mail, understood.words.as_deref(), node.clock.now());
    let own_id = automatic::is_own_id(tx, &node.keys, &understood.internet_id, same_id)?;
    let seen = automatic::came(tx, node, arrival.mailbox, mail, own_id, words, now)?;
    if let Some(sign) = seen.sign {
        trace.push(TraceLine::new(Step::Screen, "loop", sign.word()));
    }
    Ok((if seen.ours { Screened::Automatic } else { screened }, seen))
}
