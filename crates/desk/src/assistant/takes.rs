//! Whether an assistant answers a customer's message by itself, drafts an answer for agents, or leaves it alone (LD-4, LD-5).

use super::Mode;

/// What is known of the message and of what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What becomes of the assistant's answers.
    pub mode: Mode,
    /// A machine wrote it.
    pub automatic: bool,
    /// It sets nothing off: it is old, or imported (SO-2).
    pub old: bool,
    /// Its conversation is in spam or in the trash.
    pub aside: bool,
    /// A person of the team has answered here, or has it.
    pub with_person: bool,
    /// Its sender is proved (E1 or more).
    pub proved: bool,
    /// Others than the customer and us are in To, Cc, or take part.
    pub others: bool,
    /// Answers go to another address than it came from (SB-15).
    pub elsewhere: bool,
    /// The mailbox can send.
    pub can_send: bool,
    /// Answers that assistants gave here already.
    pub turns: i64,
    /// Answers that this one may give here.
    pub most_turns: i64,
    /// Messages that it looked at within a day.
    pub today: i64,
    /// Messages that it may look at within a day.
    pub most_today: i64,
}

/// What an assistant does about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// It answers by itself; until then nobody else has it.
    Answers,
    /// It drafts for agents, who have it.
    Drafts(Option<Why>),
    /// It does nothing.
    Nothing(Why),
}

/// Why it does not answer by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A machine wrote.
    Machine,
    /// The mail is old.
    Old,
    /// It is spam or trash.
    Aside,
    /// A person of the team is on it.
    Person,
    /// Nothing proves who wrote.
    NotProved,
    /// Others read along.
    Others,
    /// Answers would go to another address.
    Elsewhere,
    /// The mailbox does not send.
    CannotSend,
    /// It has answered often enough here.
    Turns,
    /// It has been asked often enough today.
    Budget,
}

impl Why {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Old => "old",
            Self::Aside => "aside",
            Self::Person => "person",
            Self::NotProved => "not-proved",
            Self::Others => "others",
            Self::Elsewhere => "elsewhere",
            Self::CannotSend => "cannot-send",
            Self::Turns => "turns",
            Self::Budget => "budget",
        }
    }
}

/// Decides it: an answer leaves by itself only to one proved person who wrote from where the answer goes (assurance.md D9).
#[must_use]
pub fn takes(facts: &Facts) -> Takes {
    let nothing = [
        (facts.automatic, Why::Machine),
        (facts.old, Why::Old),
        (facts.aside, Why::Aside),
        (facts.with_person, Why::Person),
        (facts.today >= facts.most_today, Why::Budget),
        (facts.mode == Mode::Draft && facts.turns >= facts.most_turns, Why::Turns),
    ];
    if let Some((_, why)) = nothing.into_iter().find(|(holds, _)| *holds) {
        return Takes::Nothing(why);
    }
    if facts.mode == Mode::Draft {
        return Takes::Drafts(None);
    }
    let drafts = [
        (!facts.proved, Why::NotProved),
        (facts.others, Why::Others),
        (facts.elsewhere, Why::Elsewhere),
        (!facts.can_send, Why::CannotSend),
        (facts.turns >= facts.most_turns, Why::Turns),
    ];
    match drafts.into_iter().find(|(holds, _)| *holds) {
        Some((_, why)) => Takes::Drafts(Some(why)),
        None => Takes::Answers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Facts {
        Facts {
            mode: Mode::Answer,
            automatic: false,
            old: false,
            aside: false,
            with_person: false,
            proved: true,
            others: false,
            elsewhere: false,
            can_send: true,
            turns: 0,
            most_turns: 3,
            today: 0,
            most_today: 200,
        }
    }

    /// LD-4, LD-5: it answers by itself only where it may; else agents have the conversation, with its draft.
    #[test]
    fn it_answers_only_where_it_may() {
        type Change = fn(&mut Facts);
        let cases: [(Change, Takes); 16] = [
            (|_| {}, Takes::Answers),
            (|f| f.turns = 2, Takes::Answers),
            (|f| f.today = 199, Takes::Answers),
            (|f| f.proved = false, Takes::Drafts(Some(Why::NotProved))),
            (|f| f.others = true, Takes::Drafts(Some(Why::Others))),
            (|f| f.elsewhere = true, Takes::Drafts(Some(Why::Elsewhere))),
            (|f| f.can_send = false, Takes::Drafts(Some(Why::CannotSend))),
            (|f| f.turns = 3, Takes::Drafts(Some(Why::Turns))),
            (|f| f.mode = Mode::Draft, Takes::Drafts(None)),
            (|f| (f.mode, f.proved, f.others) = (Mode::Draft, false, true), Takes::Drafts(None)),
            (|f| (f.mode, f.turns) = (Mode::Draft, 3), Takes::Nothing(Why::Turns)),
            (|f| f.automatic = true, Takes::Nothing(Why::Machine)),
            (|f| f.old = true, Takes::Nothing(Why::Old)),
            (|f| f.aside = true, Takes::Nothing(Why::Aside)),
            (|f| f.with_person = true, Takes::Nothing(Why::Person)),
            (|f| f.today = 200, Takes::Nothing(Why::Budget)),
        ];
        for (number, (change, expect)) in cases.into_iter().enumerate() {
            let mut facts = good();
            change(&mut facts);
            assert_eq!(takes(&facts), expect, "case {number}: {facts:?}");
        }
    }
}
