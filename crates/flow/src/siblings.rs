//! The other nodes of a desk. Each node counts up a number; of one that does not any more, what it had leased is let go of, so
//! that the others go on with it within a minute. Rounds are counted, no clocks compared: those of two machines differ.
//! A node that only stood still finds its leases gone, and writes nothing of what it had begun.

use std::{collections::HashMap, time::Duration};

use store::{Engine, nodes};
use tokio::sync::watch;

use crate::Node;

/// Between two rounds.
const EVERY: Duration = Duration::from_secs(10);
/// After so many rounds without a new number a node has fallen silent.
const SILENT_ROUNDS: u32 = 3;

/// Numbers of the others, as this node saw them.
#[derive(Debug, Default)]
struct Heard(HashMap<String, (i64, u32)>);

impl Heard {
    /// Notes one round, and names those that have fallen silent with the number that they stopped at.
    fn round(&mut self, own: &str, all: Vec<(String, i64)>) -> Vec<(String, i64)> {
        let mut now = HashMap::with_capacity(all.len());
        for (name, beat) in all.into_iter().filter(|(name, _)| name != own) {
            let rounds = match self.0.get(&name) {
                Some((before, rounds)) if *before == beat => rounds + 1,
                _ => 0,
            };
            now.insert(name, (beat, rounds));
        }
        self.0 = now;
        let silent = self.0.iter().filter(|(_, (_, rounds))| *rounds >= SILENT_ROUNDS);
        silent.map(|(name, (beat, _))| (name.clone(), *beat)).collect()
    }
}

/// Counts up, and looks after the others, until the desk shuts down. A desk on SQLite has one node.
pub async fn work(node: Node, mut shutdown: watch::Receiver<bool>) {
    if node.db.engine() == Engine::Sqlite {
        return;
    }
    let mut heard = Heard::default();
    while !*shutdown.borrow() {
        if let Err(error) = round(&node, &mut heard).await {
            tracing::warn!(%error, "the other nodes cannot be looked after now; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = shutdown.changed() => {}
        }
    }
    let name = node.name.clone();
    if let Err(error) = node.db.write(move |tx| nodes::leave(tx, &name)).await {
        tracing::warn!(%error, "the other nodes notice only in a while that this one has ended");
    }
}

async fn round(node: &Node, heard: &mut Heard) -> store::Result<()> {
    let name = node.name.clone();
    node.db.write(move |tx| nodes::beat(tx, &name)).await?;
    let all = node.db.read(nodes::list).await?;
    for (silent, beat) in heard.round(&node.name, all) {
        let gone = silent.clone();
        if node.db.write(move |tx| nodes::let_go_of(tx, &gone, beat)).await? {
            tracing::warn!(node = %silent, "another node has fallen silent; what it had begun is gone on with here");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(beats: [(&str, i64); 3]) -> Vec<(String, i64)> {
        beats.into_iter().map(|(name, beat)| (name.to_string(), beat)).collect()
    }

    /// silent is who does not count on for three rounds; who counts on late is not, and nobody is silent to themselves.
    #[test]
    fn a_node_that_does_not_count_on_is_silent_after_three_rounds() {
        let mut heard = Heard::default();
        let mut silent = Vec::new();
        for step in 0..10 {
            // One stops at 3; one counts on each third round; our own stands still.
            let beats = [("a:1", step.min(3)), ("b:1", step / 3), ("own:1", 7)];
            silent.push(heard.round("own:1", all(beats)).len());
        }
        assert_eq!(silent, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(heard.round("own:1", all([("a:1", 3), ("b:1", 9), ("own:1", 7)])), [("a:1".to_string(), 3)]);
        assert!(
            heard.round("own:1", all([("a:1", 4), ("b:1", 10), ("own:1", 7)])).is_empty(),
            "it counted on after all"
        );
    }
}
