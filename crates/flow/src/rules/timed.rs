//! Rules that wait for a time: the upkeep looks at what has come to its time since it looked last.

use desk::{
    Micros, limits,
    rules::{Since, Trigger},
};
use store::{Tx, rules::moments};

use super::run::{Happened, Rules};

/// Lets each rule that waits for a time look at the conversations for which it has passed, some at a time.
///
/// # Errors
/// The store's own.
pub(crate) fn pass(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    let Some(rules) = Rules::read(tx)? else { return Ok(()) };
    for rule in rules.list.iter().filter(|rule| rule.recipe.when.on == Trigger::TimePassed) {
        let when = &rule.recipe.when;
        let since = when.since.unwrap_or(Since::Created);
        let until = now.plus_s(-60 * when.minutes.unwrap_or(0));
        for conversation in moments::due(tx, rule.id, since, until, limits::RULES_TIMED_AT_ONCE)? {
            if store::conversations::by_id(tx, conversation)?.is_none_or(|one| one.merged_into.is_some()) {
                continue;
            }
            let triggers = [Trigger::TimePassed];
            let happened = Happened { conversation, triggers: &triggers, letter: None, status: None, coming: 0 };
            rules.fire(tx, &happened, Some(rule.id), &mut Vec::new(), now)?;
        }
    }
    Ok(())
}
