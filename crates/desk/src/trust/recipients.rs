//! To whom an agent wrote (LA-4): the four rows of its table, as data.

use crate::{MailboxId, mailbox::Ours, policy::AgentReplies};

/// The recipients of an agent's mail, as LA-4 tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recipients {
    /// One mailbox of ours, alone (rows 1 and 2).
    OneMailbox,
    /// Only mailboxes of ours (several) and other agents, or nobody (row 3).
    OnlyUs,
    /// A mailbox of ours and anyone else (row 4).
    Outsiders,
}

/// What a row stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// Row 1: a note.
    Note,
    /// Row 2: an outbound message, sent to all ticked participants.
    SendToParticipants,
    /// Row 3: a note.
    NoteAmongUs,
    /// Row 4: an outbound message; the agent chose the recipients.
    SentByAgent,
}

/// One line of the table.
#[derive(Debug)]
pub struct Line {
    /// 1 to 4.
    pub number: u8,
    /// Whom it is for.
    pub recipients: Recipients,
    /// The setting it needs; none: either.
    pub setting: Option<AgentReplies>,
    /// What it stores.
    pub row: Row,
    /// In words: stored as, sent, status.
    pub says: [&'static str; 3],
}

/// LA-4.
pub const TABLE: &[Line] = &[
    Line {
        number: 1,
        recipients: Recipients::OneMailbox,
        setting: Some(AgentReplies::Note),
        row: Row::Note,
        says: ["note", "no", "unchanged"],
    },
    Line {
        number: 2,
        recipients: Recipients::OneMailbox,
        setting: Some(AgentReplies::Reply),
        row: Row::SendToParticipants,
        says: ["outbound message", "yes, to all ticked participants", "answered"],
    },
    Line {
        number: 3,
        recipients: Recipients::OnlyUs,
        setting: None,
        row: Row::NoteAmongUs,
        says: ["note", "no", "unchanged"],
    },
    Line {
        number: 4,
        recipients: Recipients::Outsiders,
        setting: None,
        row: Row::SentByAgent,
        says: ["outbound message", "no: the agent chose the recipients", "answered"],
    },
];

/// The row for these recipients under this setting.
#[must_use]
pub fn row(recipients: Recipients, setting: AgentReplies) -> Row {
    let fits = |line: &&Line| line.recipients == recipients && line.setting.is_none_or(|needed| needed == setting);
    // Every pair has its line (the enumeration shows it); a note is what harms nobody.
    TABLE.iter().find(fits).map_or(Row::NoteAmongUs, |line| line.row)
}

/// Sorts the folded addresses of To, Cc and Delivered-To. Mailboxes count once, whatever address of theirs was used; the
/// sender's own addresses don't count; the mailbox that the mail came to counts although no header may name it.
#[must_use]
pub fn of_mail(
    addresses: &[String],
    sender: &str,
    arrived_at: MailboxId,
    ours: &[Ours],
    is_agent: impl Fn(&str) -> bool,
) -> Recipients {
    let mut mailboxes = vec![arrived_at];
    let mut agents = false;
    for address in addresses.iter().filter(|address| *address != sender) {
        match ours.iter().find(|one| one.is_reached_by(address)) {
            Some(one) => {
                if !mailboxes.contains(&one.id) {
                    mailboxes.push(one.id);
                }
            }
            None if is_agent(address) => agents = true,
            None => return Recipients::Outsiders,
        }
    }
    if mailboxes.len() == 1 && !agents { Recipients::OneMailbox } else { Recipients::OnlyUs }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Vec<Ours> {
        let one = |id, addresses: &[&str]| Ours {
            id: MailboxId(id),
            addresses: addresses.iter().map(ToString::to_string).collect(),
        };
        vec![one(1, &["support@acme.example", "help@acme.example"]), one(2, &["sales@acme.example"])]
    }

    fn check(addresses: &[&str], expect: Recipients) {
        let addresses: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        let found = of_mail(&addresses, "ana@acme.example", MailboxId(1), &ours(), |a| a.starts_with("ben@"));
        assert_eq!(found, expect, "{addresses:?}");
    }

    /// LA-4, LA-8: counted per mailbox, not per address; the sender's own addresses don't count.
    #[test]
    fn recipients_are_counted_per_mailbox() {
        check(&["support@acme.example"], Recipients::OneMailbox);
        check(&["support+token@acme.example", "help@acme.example"], Recipients::OneMailbox);
        check(&["support@acme.example", "ana@acme.example"], Recipients::OneMailbox);
        check(&["support@acme.example", "sales@acme.example"], Recipients::OnlyUs);
        check(&["sales@acme.example"], Recipients::OnlyUs);
        check(&["support@acme.example", "ben@acme.example"], Recipients::OnlyUs);
        check(&["support@acme.example", "zoe@shop.example"], Recipients::Outsiders);
        check(&["zoe@shop.example"], Recipients::Outsiders);
        check(&[], Recipients::OneMailbox);
    }
}
