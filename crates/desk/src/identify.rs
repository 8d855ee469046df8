//! Identify: contact, agent, or ourselves. Identity is From, never Reply-To (trust.md).

use serde_json::json;

use crate::{
    AgentId, ContactId, MailboxId,
    trace::{Step, TraceLine},
};

/// Who the From address belongs to.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The mailbox of ours with this address or alias.
    pub mailbox: Option<MailboxId>,
    /// The agent whose registered address it is.
    pub agent: Option<AgentId>,
    /// The contact with this address, if known already.
    pub contact: Option<ContactId>,
}

/// Who wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// One of our own mailboxes.
    Ourselves(MailboxId),
    /// A person of the team, by the address alone.
    Agent(AgentId),
    /// A customer, known or new.
    Contact(Option<ContactId>),
}

/// Says who wrote. Our own mailboxes come first (TR-0), then agents.
#[must_use]
pub fn identify(facts: &Facts) -> (Sender, TraceLine) {
    let line = |outcome: &str, reason: &str| TraceLine::new(Step::Identify, outcome, reason);
    match (facts.mailbox, facts.agent, facts.contact) {
        (Some(mailbox), _, _) => {
            (Sender::Ourselves(mailbox), line("ourselves", "from-is-a-mailbox").with(json!({"mailbox": mailbox})))
        }
        (_, Some(agent), _) => {
            (Sender::Agent(agent), line("agent", "from-is-an-agents-address").with(json!({"agent": agent})))
        }
        (_, _, Some(contact)) => {
            (Sender::Contact(Some(contact)), line("contact", "known-address").with(json!({"contact": contact})))
        }
        _ => (Sender::Contact(None), line("contact", "new-address")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_mailbox_wins_over_agent_and_contact() {
        let facts = Facts { mailbox: Some(MailboxId(1)), agent: Some(AgentId(2)), contact: Some(ContactId(3)) };
        assert_eq!(identify(&facts).0, Sender::Ourselves(MailboxId(1)));
        assert_eq!(identify(&Facts { mailbox: None, ..facts.clone() }).0, Sender::Agent(AgentId(2)));
        assert_eq!(identify(&Facts { mailbox: None, agent: None, ..facts }).0, Sender::Contact(Some(ContactId(3))));
        assert_eq!(identify(&Facts::default()).0, Sender::Contact(None));
    }
}
