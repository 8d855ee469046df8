//! Presence over random days of calls and chats.

use desk::{
    Micros,
    presence::{Chosen, Doing, Joined, Kind, at},
};

use crate::dice::Dice;

/// A call or chat that somebody is in.
struct Session {
    kind: Kind,
    id: i64,
    joined_at: Micros,
}

/// What of these the store tells: when the last of each kind was joined.
fn joined(sessions: &[Session]) -> Joined {
    let last = |kind| sessions.iter().filter(|one| one.kind == kind).map(|one| one.joined_at).max();
    Joined { call: last(Kind::Call), chat: last(Kind::Chat) }
}

/// CC-3: whatever calls and chats somebody joins and leaves, in whatever order, several at once, they are in the one that they
/// joined last as long as there is one; then they are what was chosen, whatever that has become meanwhile.
#[test]
fn presence_always_returns() {
    let mut returned = 0;
    for seed in 1..=2_000 {
        let mut dice = Dice(seed);
        let mut sessions: Vec<Session> = Vec::new();
        let mut chosen = Chosen::Online;
        for step in 1..=60 {
            let now = Micros(step);
            let kind = if dice.below(2) == 0 { Kind::Call } else { Kind::Chat };
            let id = i64::try_from(dice.below(4)).unwrap();
            if dice.below(5) == 0 {
                chosen = Chosen::ALL[dice.below(4)];
            }
            sessions.retain(|one| (one.kind, one.id) != (kind, id));
            if dice.below(3) == 0 {
                sessions.push(Session { kind, id, joined_at: now });
            }
            let expected = match sessions.last() {
                Some(last) if last.kind == Kind::Call => Doing::InCall,
                Some(_) => Doing::InChat,
                None => chosen.into(),
            };
            returned += usize::from(sessions.is_empty());
            assert_eq!(at(chosen, joined(&sessions), Some(now), now), expected, "seed {seed}, step {step}");
        }
    }
    assert!(returned > 5_000, "{returned}");
}
