//! A2: ids that can be guessed name nothing (FreeScout GHSA-8vm3-wwq4-ggfx). The million guesses are `crates/desk/tests/it/tokens.rs`; here
//! the guesses that would hit, were they believed, against the running desk.

use super::team::{EVIL, Team};
use crate::letters::Letter;
use crate::receiving::SUPPORT;

/// A2: in each form of other desks, and in ours without its check, with the numbers that exist: no mail joins, however well proved.
#[test]
fn guessed_ids_of_every_form_join_nothing() {
    let team = Team::open();
    let (id, _) = team.asked("Order", "Where is my order?");
    let number: i64 = id.parse().unwrap();
    // Each guess is a stranger's who took part in nothing: by a number alone, people join what is their own.
    let mut count = 0;
    let guessed = |count: &mut usize, letter: Letter| {
        *count += 1;
        let stranger = format!("evil{count}@else.example");
        team.proved(&stranger, &Letter { from: Some(stranger.clone()), ..letter });
    };
    for guess in number.saturating_sub(2)..number + 3 {
        let references = [
            format!("reply-{guess}@desk.example"),
            format!("notify-{guess}-1-1700000000@desk.example"),
            format!("{guess}@desk.example"),
            format!("conversation-{guess}@desk.example"),
        ];
        for reference in references {
            let letter = Letter::new(EVIL, SUPPORT, "Re: Order", "Let me in.");
            guessed(&mut count, Letter { references: vec![reference], ..letter });
        }
        for to in [
            format!("support+{guess}@desk.example"),
            format!("support+reply-{guess}@desk.example"),
            format!("\"Acme | SC{guess}-4734\" <{SUPPORT}>"),
            format!("\"LC{guess}-4734\" <{SUPPORT}>"),
        ] {
            guessed(&mut count, Letter::new(EVIL, &to, "Re: Order", "Let me in."));
        }
        guessed(&mut count, Letter::new(EVIL, SUPPORT, &format!("Re: [#{guess}] Order"), "Let me in."));
    }
    team.settle();
    assert_eq!(team.texts(&id), ["Where is my order?"]);
    let all = team.at.desk.api.list("/conversations?view=all");
    assert_eq!(all.len(), count + 1, "each is a conversation of its own");
}
