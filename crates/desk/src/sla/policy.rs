//! Policies: which conversations one is for, and what it promises. They stand in an order; the first that fits holds.

use crate::{MailboxId, QueueId, SlaPolicyId, limits, policy::Unfit, priority::Priority};

/// What is promised, in minutes of the policy's time; none is no promise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Targets {
    /// Until the first answer.
    pub first_response: Option<u32>,
    /// Until an answer to what the customer writes later.
    pub next_response: Option<u32>,
    /// Until it is resolved; what waits for the customer or for a date does not count.
    pub resolution: Option<u32>,
}

/// A policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Which.
    pub id: SlaPolicyId,
    /// Its name.
    pub name: String,
    /// For conversations of this mailbox; none: of all.
    pub mailbox: Option<MailboxId>,
    /// For those in this queue; none: in all and in none.
    pub queue: Option<QueueId>,
    /// For those of these priorities; empty: of all.
    pub priorities: Vec<Priority>,
    /// Whether only the business hours of the mailbox count.
    pub business_time: bool,
    /// What it promises.
    pub targets: Targets,
    /// Minutes before a promise is broken in which the assignee is warned; 0: no warning.
    pub warn_minutes: u32,
    /// False: it is for nothing.
    pub enabled: bool,
}

/// What a conversation is, where a policy is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its mailbox.
    pub mailbox: MailboxId,
    /// Its queue.
    pub queue: Option<QueueId>,
    /// Its priority.
    pub priority: Priority,
}

impl Policy {
    /// Whether it is for such a conversation.
    #[must_use]
    pub fn is_for(&self, about: &About) -> bool {
        self.enabled
            && self.mailbox.is_none_or(|mailbox| mailbox == about.mailbox)
            && self.queue.is_none_or(|queue| Some(queue) == about.queue)
            && (self.priorities.is_empty() || self.priorities.contains(&about.priority))
    }

    /// Checks what cannot be said by the types.
    ///
    /// # Errors
    /// The first field that does not fit.
    pub fn validate(&self) -> Result<(), Unfit> {
        let unfit = |field, reason| Err(Unfit { field, reason });
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > limits::SLA_NAME_CHARS || name.chars().any(char::is_control) {
            return unfit("name", "sla-name-does-not-fit");
        }
        let Targets { first_response, next_response, resolution } = self.targets;
        let given = [("first_response", first_response), ("next_response", next_response), ("resolution", resolution)];
        let fits = |minutes: u32| (1..=limits::SLA_MOST_MINUTES).contains(&minutes);
        if let Some((field, _)) = given.into_iter().find(|(_, minutes)| minutes.is_some_and(|one| !fits(one))) {
            return unfit(field, "sla-minutes-out-of-range");
        }
        if given.iter().all(|(_, minutes)| minutes.is_none()) {
            return unfit("first_response", "sla-target-needed");
        }
        if self.warn_minutes > limits::SLA_MOST_MINUTES {
            return unfit("warn_minutes", "sla-minutes-out-of-range");
        }
        Ok(())
    }
}

/// The policy of a conversation: the first that is for it.
#[must_use]
pub fn choose<'a>(policies: &'a [Policy], about: &About) -> Option<&'a Policy> {
    policies.iter().find(|policy| policy.is_for(about))
}
