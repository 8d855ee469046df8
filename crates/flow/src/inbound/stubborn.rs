//! Mails that the server lists and does not hand over. One of them must not block the others, and a server that hands
//! over nothing at all must not have its mails passed over. Nothing of this is stored: after a restart it is found anew.

use std::{collections::HashMap, hash::Hash};

/// How often such a mail is asked for, while others come through, until it is passed over.
const TRIES: u32 = 3;
/// When so many and nothing else were asked for in vain, it is the server that fails, and no more are asked for.
const AT_ONCE: usize = 16;

/// What is known of the stubborn mails of a mailbox; `K` names one: UIDVALIDITY and UID by IMAP, our number by POP3.
pub(super) struct Stubborn<K> {
    mails: HashMap<K, Tried>,
    /// A mail came through on this connection.
    came: bool,
    /// How many did not.
    failures: usize,
    /// A connection ended while several mails were fetched: which of them it was is found out one by one.
    pub(super) one_by_one: bool,
}

struct Tried {
    /// Failures since another mail came through.
    tries: u32,
    others_came: bool,
    header_asked: bool,
    words: String,
}

impl<K> Default for Stubborn<K> {
    fn default() -> Self {
        Self { mails: HashMap::new(), came: false, failures: 0, one_by_one: false }
    }
}

impl<K: Copy + Eq + Hash> Stubborn<K> {
    /// A connection begins.
    pub(super) fn begin(&mut self) {
        self.came = false;
        self.failures = 0;
    }

    /// A mail came through: the server works, whatever it does with the stubborn ones.
    pub(super) fn came(&mut self, key: K) {
        self.came = true;
        self.mails.remove(&key);
        self.mails.values_mut().for_each(|one| one.others_came = true);
    }

    /// A mail that is listed did not come; `words` say why.
    pub(super) fn failed(&mut self, key: K, words: String) {
        let fresh = Tried { tries: 0, others_came: self.came, header_asked: false, words: String::new() };
        self.failures += 1;
        let one = self.mails.entry(key).or_insert(fresh);
        one.tries += u32::from(one.others_came);
        one.words = words;
    }

    /// Whether the server gives nothing at all on this connection.
    pub(super) fn is_hopeless(&self) -> bool {
        !self.came && self.failures >= AT_ONCE
    }

    /// Why a mail did not come, of one of them.
    pub(super) fn words(&self) -> &str {
        self.mails.values().next().map(|one| one.words.as_str()).unwrap_or_default()
    }

    /// Whether this mail did not come before.
    pub(super) fn knows(&self, key: K) -> bool {
        self.mails.contains_key(&key)
    }

    /// Why this mail is to be passed over now, if it is.
    pub(super) fn given_up(&self, key: K) -> Option<String> {
        self.mails.get(&key).filter(|one| one.tries >= TRIES).map(|one| one.words.clone())
    }

    /// Whether its header may be asked for: once, because that may end the connection too.
    pub(super) fn may_ask_header(&mut self, key: K) -> bool {
        self.mails.get_mut(&key).is_some_and(|one| !std::mem::replace(&mut one.header_asked, true))
    }

    /// The mail is gone, or passed over.
    pub(super) fn forget(&mut self, key: K) {
        self.mails.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X-1, edge case 29: one mail that does not come is passed over once it is sure that the fault is the mail's.
    #[test]
    fn a_mail_is_given_up_after_three_failures_while_others_came() {
        let mut stubborn = Stubborn::default();
        stubborn.begin();
        for _ in 0..3 {
            stubborn.came((1, 4));
            stubborn.failed((1, 5), "no".into());
        }
        assert_eq!(stubborn.given_up((1, 5)).as_deref(), Some("no"));
        assert!(stubborn.may_ask_header((1, 5)) && !stubborn.may_ask_header((1, 5)));
    }

    #[test]
    fn nothing_is_given_up_while_nothing_comes() {
        let mut stubborn = Stubborn::default();
        for _ in 0..100 {
            stubborn.begin();
            stubborn.failed((1, 5), "no".into());
            stubborn.failed((1, 6), "no".into());
        }
        assert!(stubborn.given_up((1, 5)).is_none() && stubborn.given_up((1, 6)).is_none());
        stubborn.came((1, 6));
        assert!(stubborn.given_up((1, 5)).is_none() && !stubborn.knows((1, 6)), "it begins to count only now");
    }
}
