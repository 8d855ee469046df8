//! Notify: which agents are told of something, by mail (LA-1, SB-8, SB-14) and in the page. Everything else about a
//! notification (its words, its token, when it leaves) is the journey's.

use crate::{AgentId, conversation::Status};

/// Why an agent is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A customer wrote.
    Message,
    /// They were given the conversation.
    Assigned,
    /// A colleague named them in a note.
    Mentioned,
    /// A colleague wrote a note where they follow.
    Noted,
    /// A colleague gave what they follow to somebody else.
    Handed,
    /// A colleague changed the status of what they follow.
    Status,
    /// A promise about what they have is about to be broken (SO-12).
    Due,
    /// It was broken.
    Overdue,
}

impl Reason {
    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Assigned => "assigned",
            Self::Mentioned => "mentioned",
            Self::Noted => "noted",
            Self::Handed => "handed",
            Self::Status => "status",
            Self::Due => "due",
            Self::Overdue => "overdue",
        }
    }

    /// True where it is about the conversation, and no message of it is what is told.
    #[must_use]
    pub fn is_no_message(self) -> bool {
        matches!(self, Self::Assigned | Self::Due | Self::Overdue)
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let all = [
            Self::Message,
            Self::Assigned,
            Self::Mentioned,
            Self::Noted,
            Self::Handed,
            Self::Status,
            Self::Due,
            Self::Overdue,
        ];
        all.into_iter().find(|reason| reason.word() == word)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A mail came in.
    Inbound {
        /// A machine wrote it.
        automatic: bool,
        /// It was imported, or is too old to trigger anything (SO-2).
        quiet: bool,
    },
    /// A colleague gave the conversation to this agent.
    Assigned(AgentId),
    /// A colleague wrote a note that names these.
    Note(Vec<AgentId>),
    /// A colleague changed the status by hand.
    Status,
    /// A promise how soon the customer is answered is about to be broken, or was (SO-12).
    Due {
        /// It was.
        broken: bool,
    },
}

/// An active agent, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub id: AgentId,
    /// Offline by choice or by time (SB-8).
    pub offline: bool,
    /// They want to be told by mail (LA-1).
    pub wants_mail: bool,
    /// They belong to the conversation's queue; everybody does where it has no members or there is no queue.
    pub in_queue: bool,
    /// They may act on the conversation.
    pub may_act: bool,
    /// Their address takes part in it as a customer's (LA-6).
    pub participant: bool,
    /// They follow it: its messages and notes are news to them, whoever has it.
    pub follows: bool,
}

/// What is known.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// What happened.
    pub occasion: &'a Occasion,
    /// Where the conversation stands.
    pub status: Status,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// The agent who did it, who needs no telling.
    pub author: Option<AgentId>,
    /// Everybody of the team who is not switched off.
    pub team: &'a [Colleague],
}

/// Who is told by mail, and why. Nobody of what is set aside, of a machine's mail, of history and of old mail. Mails are
/// of what LA-1 names: who takes what somebody follows, and its status, are told in the page alone.
#[must_use]
pub fn told(facts: &Facts<'_>) -> Vec<(AgentId, Reason)> {
    if facts.status.is_aside() {
        return Vec::new();
    }
    let is_mailed = |reason: Reason| !matches!(reason, Reason::Handed | Reason::Status);
    let can_be_mailed = |one: &Colleague| one.offline && one.wants_mail && one.in_queue;
    concerned(facts)
        .filter(|(one, reason)| can_be_mailed(one) && is_mailed(*reason))
        .map(|(one, why)| (one.id, why))
        .collect()
}

/// Who is told in the page, and why; of a message those who only follow: the others hear of it as of any message.
#[must_use]
pub fn told_in_page(facts: &Facts<'_>) -> Vec<(AgentId, Reason)> {
    let is_told =
        |one: &Colleague, why: Reason| why != Reason::Message || (one.follows && facts.assignee != Some(one.id));
    concerned(facts).filter(|(one, why)| is_told(one, *why)).map(|(one, why)| (one.id, why)).collect()
}

/// Whom it concerns, and why: whom it is for, else whoever follows; nobody who did it, may not act on it, or is a customer
/// here.
fn concerned<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = (&'a Colleague, Reason)> {
    let (meant, reason, followers): (Vec<AgentId>, Reason, Reason) = match facts.occasion {
        Occasion::Inbound { automatic: true, .. } | Occasion::Inbound { quiet: true, .. } => {
            return Vec::new().into_iter();
        }
        Occasion::Inbound { .. } => (of_a_message(facts), Reason::Message, Reason::Message),
        Occasion::Assigned(to) => (vec![*to], Reason::Assigned, Reason::Handed),
        Occasion::Note(named) => (named.clone(), Reason::Mentioned, Reason::Noted),
        Occasion::Status => (Vec::new(), Reason::Status, Reason::Status),
        Occasion::Due { broken } => {
            let reason = if *broken { Reason::Overdue } else { Reason::Due };
            (facts.assignee.into_iter().collect(), reason, reason)
        }
    };
    let can_be_told = |one: &&Colleague| one.may_act && !one.participant && Some(one.id) != facts.author;
    let why = |one: &'a Colleague| match meant.contains(&one.id) {
        true => Some((one, reason)),
        false => one.follows.then_some((one, followers)),
    };
    facts.team.iter().filter(can_be_told).filter_map(why).collect::<Vec<_>>().into_iter()
}

/// SB-8: the first message goes to the assigned agent, else to the queue's agents, else to everyone, and so do later ones.
/// An assignee outside the queue, or switched off, counts as none (SB-14).
fn of_a_message(facts: &Facts<'_>) -> Vec<AgentId> {
    let in_queue = || facts.team.iter().filter(|one| one.in_queue).map(|one| one.id);
    match facts.assignee.filter(|assignee| in_queue().any(|id| id == *assignee)) {
        Some(assignee) => vec![assignee],
        None => in_queue().collect(),
    }
}

/// The agents whom a note names: `@` before the whole name, the first name, or the part of the address before its `@`,
/// in any letter case, and no letter or digit behind it. A first name that two have names neither.
#[must_use]
pub fn mentioned(text: &str, team: &[(AgentId, String, String)]) -> Vec<AgentId> {
    let text = text.to_lowercase();
    let mut found = Vec::new();
    for (place, _) in text.match_indices('@') {
        let before = text.get(..place).and_then(|part| part.chars().next_back());
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let behind = text.get(place + 1..).unwrap_or_default();
        found.extend(named_at(behind, team).filter(|id| !found.contains(id)));
    }
    found
}

/// Whom the text begins with; the longest name wins.
fn named_at(text: &str, team: &[(AgentId, String, String)]) -> Option<AgentId> {
    let mut names: Vec<(String, AgentId)> = Vec::new();
    for (id, name, email) in team {
        let local = email.split('@').next().unwrap_or_default();
        let first = name.split_whitespace().next().unwrap_or_default();
        names.extend([name.trim(), first, local].map(|name| (name.to_lowercase(), *id)));
    }
    let stands = |name: &str| {
        let rest = text.strip_prefix(name).filter(|_| !name.is_empty());
        rest.is_some_and(|rest| !rest.chars().next().is_some_and(char::is_alphanumeric))
    };
    let longest = names.iter().filter(|(name, _)| stands(name)).map(|(name, _)| name.len()).max()?;
    let mut ids: Vec<AgentId> =
        names.iter().filter(|(name, _)| stands(name) && name.len() == longest).map(|(_, id)| *id).collect();
    ids.sort();
    ids.dedup();
    match ids.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNA: AgentId = AgentId(1);
    const BOB: AgentId = AgentId(2);
    const CYD: AgentId = AgentId(3);

    fn colleague(id: AgentId) -> Colleague {
        Colleague {
            id,
            offline: true,
            wants_mail: true,
            in_queue: true,
            may_act: true,
            participant: false,
            follows: false,
        }
    }

    fn names(told: &[(AgentId, Reason)]) -> String {
        let name = |id: AgentId| ["", "anna", "bob", "cyd"][usize::try_from(id.0).unwrap()];
        let all: Vec<String> = told.iter().map(|(id, reason)| format!("{} {}", name(*id), reason.word())).collect();
        if all.is_empty() { "nobody".into() } else { all.join(", ") }
    }

    fn check(occasion: &Occasion, assignee: Option<AgentId>, team: &[Colleague], expect: &str) {
        let facts = Facts { occasion, status: Status::Open, assignee, author: None, team };
        assert_eq!(names(&told(&facts)), expect, "{facts:?}");
    }

    const MESSAGE: Occasion = Occasion::Inbound { automatic: false, quiet: false };

    /// SB-8, SB-14: every assignee × who is in the queue × who is offline, against the sentence of the requirement.
    #[test]
    fn a_message_is_told_to_the_assignee_else_to_the_queue_and_only_to_those_offline() {
        let mut cases = 0;
        for assignee in [None, Some(ANNA), Some(BOB), Some(CYD)] {
            for queue in 0..8_u8 {
                for offline in 0..8_u8 {
                    let bit = |set: u8, place: usize| set & (1 << place) != 0;
                    let team: Vec<Colleague> = [ANNA, BOB, CYD]
                        .into_iter()
                        .enumerate()
                        .map(|(place, id)| Colleague {
                            offline: bit(offline, place),
                            in_queue: bit(queue, place),
                            ..colleague(id)
                        })
                        .collect();
                    let within = |id: AgentId| team.iter().any(|one| one.id == id && one.in_queue);
                    let expected: Vec<AgentId> = team
                        .iter()
                        .filter(|one| one.in_queue && one.offline)
                        .filter(|one| match assignee {
                            Some(assignee) if within(assignee) => one.id == assignee,
                            _ => true,
                        })
                        .map(|one| one.id)
                        .collect();
                    let facts = Facts { occasion: &MESSAGE, status: Status::New, assignee, author: None, team: &team };
                    let got: Vec<AgentId> = told(&facts).into_iter().map(|(id, _)| id).collect();
                    assert_eq!(got, expected, "{facts:?}");
                    cases += 1;
                }
            }
        }
        assert_eq!(cases, 256);
    }

    /// SB-8: the rows of the requirement, by name.
    #[test]
    fn the_rows_of_the_requirement() {
        let team = [colleague(ANNA), colleague(BOB), colleague(CYD)];
        check(&MESSAGE, Some(BOB), &team, "bob message");
        check(&MESSAGE, None, &team, "anna message, bob message, cyd message");
        let online = [Colleague { offline: false, ..colleague(BOB) }, colleague(ANNA)];
        check(&MESSAGE, Some(BOB), &online, "nobody");
        let queue = [colleague(ANNA), Colleague { in_queue: false, ..colleague(BOB) }, colleague(CYD)];
        check(&MESSAGE, None, &queue, "anna message, cyd message");
        check(&MESSAGE, Some(BOB), &queue, "anna message, cyd message");
    }

    /// LA-1: assignment and mention; each agent may switch mail off; whoever did it is not told.
    #[test]
    fn assignment_and_mention_are_told_and_can_be_switched_off() {
        let team = [colleague(ANNA), colleague(BOB)];
        check(&Occasion::Assigned(BOB), Some(BOB), &team, "bob assigned");
        check(&Occasion::Note(vec![ANNA, CYD]), Some(BOB), &team, "anna mentioned");
        let off = [colleague(ANNA), Colleague { wants_mail: false, ..colleague(BOB) }];
        check(&Occasion::Assigned(BOB), None, &off, "nobody");
        check(&MESSAGE, Some(BOB), &off, "nobody");
        let by_bob = Facts {
            occasion: &Occasion::Assigned(BOB),
            status: Status::Open,
            assignee: None,
            author: Some(BOB),
            team: &team,
        };
        assert_eq!(names(&told(&by_bob)), "nobody");
    }

    /// SO-12: whoever has a conversation is told when a promise about it runs out or is broken, and whoever follows; the queue is not.
    #[test]
    fn a_promise_is_told_to_whoever_has_the_conversation() {
        let team = [colleague(ANNA), colleague(BOB), Colleague { follows: true, ..colleague(CYD) }];
        check(&Occasion::Due { broken: false }, Some(BOB), &team, "bob due, cyd due");
        check(&Occasion::Due { broken: true }, Some(BOB), &team[..2], "bob overdue");
        check(&Occasion::Due { broken: true }, None, &team[..2], "nobody");
    }

    /// LA-1: whoever follows is told of messages and notes too, never twice, and of no assignment; SB-14 holds for them.
    #[test]
    fn followers_are_told_of_messages_and_notes() {
        let follows = |id| Colleague { follows: true, ..colleague(id) };
        let team = [colleague(ANNA), follows(BOB), Colleague { in_queue: false, ..follows(CYD) }];
        check(&MESSAGE, Some(ANNA), &team, "anna message, bob message");
        check(&MESSAGE, Some(BOB), &team, "bob message");
        check(&Occasion::Note(vec![ANNA]), None, &team, "anna mentioned, bob noted");
        check(&Occasion::Note(vec![BOB]), None, &team, "bob mentioned");
        check(&Occasion::Assigned(ANNA), None, &team, "anna assigned");
        check(&Occasion::Status, Some(ANNA), &team, "nobody");
        let away = [Colleague { offline: false, ..follows(BOB) }, Colleague { may_act: false, ..follows(ANNA) }];
        check(&Occasion::Note(vec![]), None, &away, "nobody");
    }

    /// Whoever is there is told in the page: mentions, what is given to them, and what happens to what they follow.
    #[test]
    fn in_the_page_followers_are_told_of_all_that_colleagues_do() {
        let follows = |id| Colleague { follows: true, offline: false, ..colleague(id) };
        let team = [colleague(ANNA), follows(BOB), Colleague { in_queue: false, ..follows(CYD) }];
        for (occasion, assignee, expect) in [
            (MESSAGE, Some(ANNA), "bob message, cyd message"),
            (MESSAGE, Some(BOB), "cyd message"),
            (Occasion::Note(vec![ANNA, BOB]), None, "anna mentioned, bob mentioned, cyd noted"),
            (Occasion::Assigned(BOB), None, "bob assigned, cyd handed"),
            (Occasion::Status, Some(ANNA), "bob status, cyd status"),
        ] {
            let facts = Facts { occasion: &occasion, status: Status::Open, assignee, author: None, team: &team };
            assert_eq!(names(&told_in_page(&facts)), expect, "{facts:?}");
        }
        let by_bob =
            Facts { occasion: &Occasion::Status, status: Status::Open, assignee: None, author: Some(BOB), team: &team };
        assert_eq!(names(&told_in_page(&by_bob)), "cyd status");
    }

    /// LA-1, LA-6, A4: never whom the conversation treats as a customer, never who may not act on it.
    #[test]
    fn nobody_is_told_who_is_a_customer_here_or_may_not_act() {
        let team = [
            Colleague { participant: true, ..colleague(ANNA) },
            Colleague { may_act: false, ..colleague(BOB) },
            colleague(CYD),
        ];
        check(&MESSAGE, None, &team, "cyd message");
        check(&Occasion::Assigned(ANNA), Some(ANNA), &team, "nobody");
        check(&Occasion::Note(vec![BOB]), None, &team, "nobody");
    }

    /// D2, SO-2: machines' mail, history, old mail and what is set aside trigger nothing.
    #[test]
    fn what_triggers_nothing_tells_nobody() {
        let team = [colleague(ANNA)];
        check(&Occasion::Inbound { automatic: true, quiet: false }, None, &team, "nobody");
        check(&Occasion::Inbound { automatic: false, quiet: true }, None, &team, "nobody");
        for status in Status::ALL {
            let facts = Facts { occasion: &MESSAGE, status, assignee: None, author: None, team: &team };
            let expected = if matches!(status, Status::Spam | Status::Trash) { "nobody" } else { "anna message" };
            assert_eq!(names(&told(&facts)), expected, "{status:?}");
        }
    }

    #[test]
    fn a_note_names_whom_it_means() {
        let team = [
            (ANNA, "Anna Berg".to_string(), "anna@desk.example".to_string()),
            (BOB, "Bob Ostrý".to_string(), "b.o@desk.example".to_string()),
            (CYD, "Anna Zell".to_string(), "cyd@desk.example".to_string()),
        ];
        for (text, expected) in [
            ("@Anna Berg, can you look?", vec![ANNA]),
            ("(@anna zell)", vec![CYD]),
            ("@bob and @B.O again", vec![BOB]),
            ("ask @Bob Ostrý.", vec![BOB]),
            ("@Bobby is nobody", vec![]),
            ("write to bob@anna.example", vec![]),
            ("@", vec![]),
            // The first name of two, though the part before the @ of one address.
            ("@cyd @anna", vec![CYD]),
        ] {
            assert_eq!(mentioned(text, &team), expected, "{text}");
        }
    }
}
