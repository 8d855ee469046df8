//! Rules: what the desk does by itself, said as `when`, `if` and `then` (SO-16, LD-4). Here stands what a rule is, whether
//! its conditions hold, and what a list of rules does in its order. Pure: facts come in, a plan comes out; nothing is done.

mod act;
mod check;
mod directory;
mod facts;
#[cfg(test)]
mod field_tests;
mod holds;
mod language;
mod plan;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};

use crate::{
    AgentId, AssistantId, CategoryFieldId, CategoryId, MailboxId, QueueId, RuleId, WebhookId, conversation::Status,
    priority::Priority,
};

pub use check::{Unfit, check};
pub use directory::{Directory, Missing, Person, Place, missing};
pub use facts::{Facts, Letter};
pub use holds::holds;
pub use plan::{Begun, Cut, Done, Firing, Outcome, Plan, plan};

words::words! {
    /// What can happen that a rule looks at.
    Trigger {
        /// A conversation began.
        Created = "created",
        /// A customer wrote, in a conversation that is there or that begins with it.
        CustomerMessage = "customer_message",
        /// The team's answer was sent.
        AgentMessage = "agent_message",
        /// The status changed.
        StatusChanged = "status_changed",
        /// Somebody else has it now.
        Assigned = "assigned",
        /// The customer said how satisfied they are (LD-3).
        Rated = "rated",
        /// Some time passed since something happened.
        TimePassed = "time_passed",
    }
}

words::words! {
    /// Since when time is counted.
    Since {
        /// The conversation began.
        Created = "created",
        /// The customer last wrote.
        CustomerMessage = "customer_message",
        /// The team last answered.
        AgentMessage = "agent_message",
        /// The status last changed.
        StatusChanged = "status_changed",
    }
}

words::words! {
    /// What a condition looks at.
    Field {
        /// The subject of the message.
        Subject = "subject",
        /// The new text of the message, without what it quotes.
        Text = "text",
        /// The address of its sender.
        From = "from",
        /// The sender's name.
        FromName = "from_name",
        /// The addresses in To and Cc.
        To = "to",
        /// A header of the mail, named by the condition.
        Header = "header",
        /// Whether files came with it: yes or no.
        Attachments = "attachments",
        /// Whether a machine wrote it: yes or no.
        Automatic = "automatic",
        /// How far its sender is proved: F, E0, E1, E2, E3.
        Evidence = "evidence",
        /// The language of its text, as two letters.
        Language = "language",
        /// The mailbox.
        Mailbox = "mailbox",
        /// The queue.
        Queue = "queue",
        /// The category.
        Category = "category",
        /// Who has the conversation.
        Assignee = "assignee",
        /// The status.
        Status = "status",
        /// The priority.
        Priority = "priority",
        /// The tags.
        Tag = "tag",
        /// How many messages the conversation has.
        Messages = "messages",
        /// The customer's company.
        Company = "company",
        /// A field of the customer, named by the condition.
        ContactField = "contact_field",
        /// A field of the conversation, named by the condition (SO-15).
        CategoryField = "category_field",
        /// How many open conversations its queue has.
        QueueLoad = "queue_load",
        /// How satisfied the customer said they are, last: 1 to 5.
        Rating = "rating",
        /// Whether it is within the business hours of its queue or mailbox: open or closed.
        Hours = "hours",
    }
}

words::words! {
    /// How a field is compared with the values of a condition.
    Is {
        /// It is one of them; of tags and recipients: it has one of them.
        Is = "is",
        /// It is none of them.
        IsNot = "is_not",
        /// It contains one of them.
        Contains = "contains",
        /// It contains none of them.
        ContainsNot = "contains_not",
        /// It begins with one of them.
        Begins = "begins",
        /// It ends with one of them.
        Ends = "ends",
        /// There is nothing.
        Empty = "empty",
        /// There is something.
        NotEmpty = "not_empty",
        /// The number is this or more; the day is this or later.
        AtLeast = "at_least",
        /// The number is this or less; the day is this or earlier.
        AtMost = "at_most",
    }
}

words::words! {
    /// How the conditions of a group go together.
    Match {
        /// Each of them holds.
        All = "all",
        /// At least one of them holds.
        Any = "any",
        /// None of them holds.
        None = "none",
    }
}

/// When a rule is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// What happened.
    pub on: Trigger,
    /// Since when time is counted, for [`Trigger::TimePassed`] only.
    #[serde(default)]
    pub since: Option<Since>,
    /// How long, minutes, for [`Trigger::TimePassed`] only.
    #[serde(default)]
    pub minutes: Option<i64>,
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What is looked at.
    pub field: Field,
    /// Which header, or the id of which field of the customer or of the conversation.
    #[serde(default)]
    pub of: Option<String>,
    /// How it is compared.
    pub is: Is,
    /// With what: words, or ids of this desk.
    #[serde(default)]
    pub values: Vec<String>,
}

/// Conditions that go together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// How.
    #[serde(rename = "match")]
    pub matches: Match,
    /// The conditions.
    pub conditions: Vec<Condition>,
}

/// What a rule writes into a field of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// Which field.
    pub field: CategoryFieldId,
    /// What; empty: nothing stands there any more.
    pub value: String,
}

/// One thing that a rule does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", content = "value", rename_all = "snake_case")]
pub enum Action {
    /// Gives the conversation to an agent.
    AssignAgent(AgentId),
    /// Moves it to a queue.
    AssignQueue(QueueId),
    /// Lets an assistant answer the customer's newest message, where it may; else it drafts, and people have it (LD-5).
    AssignAssistant(AssistantId),
    /// Gives it a category.
    SetCategory(CategoryId),
    /// Writes into a field of it (SO-15).
    SetField(Given),
    /// Gives it a tag.
    AddTag(String),
    /// Takes a tag away.
    RemoveTag(String),
    /// Says how soon it needs the team.
    SetPriority(Priority),
    /// Sets its status.
    SetStatus(Status),
    /// Writes a note for the team.
    AddNote(String),
    /// Writes to the customer, by the template of such mail (SO-10), through the gate of automatic mail.
    SendText(String),
    /// Tells an endpoint outside.
    CallWebhook(WebhookId),
    /// Lets no later rule be looked at for what happened.
    Stop,
}

impl Action {
    /// True for what decides who gets the conversation (LD-4).
    #[must_use]
    pub fn assigns(&self) -> bool {
        matches!(self, Self::AssignAgent(_) | Self::AssignQueue(_) | Self::AssignAssistant(_))
    }

    /// What is given to it, as text; none for [`Action::Stop`].
    #[must_use]
    pub fn value(&self) -> Option<String> {
        match self {
            Self::AssignAgent(to) => Some(to.to_string()),
            Self::AssignQueue(to) => Some(to.to_string()),
            Self::AssignAssistant(to) => Some(to.to_string()),
            Self::SetCategory(to) => Some(to.to_string()),
            Self::SetField(given) => Some(given.value.clone()),
            Self::CallWebhook(to) => Some(to.to_string()),
            Self::SetPriority(to) => Some(to.word().to_string()),
            Self::SetStatus(to) => Some(to.word().to_string()),
            Self::AddTag(text) | Self::RemoveTag(text) | Self::AddNote(text) | Self::SendText(text) => {
                Some(text.clone())
            }
            Self::Stop => None,
        }
    }

    /// True for what ends a matter, for which what must be known is asked for (SO-15).
    #[must_use]
    pub fn ends(&self) -> bool {
        matches!(self, Self::SetStatus(Status::Resolved | Status::Closed))
    }

    /// The stored word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::AssignAgent(_) => "assign_agent",
            Self::AssignQueue(_) => "assign_queue",
            Self::AssignAssistant(_) => "assign_assistant",
            Self::SetCategory(_) => "set_category",
            Self::SetField(_) => "set_field",
            Self::AddTag(_) => "add_tag",
            Self::RemoveTag(_) => "remove_tag",
            Self::SetPriority(_) => "set_priority",
            Self::SetStatus(_) => "set_status",
            Self::AddNote(_) => "add_note",
            Self::SendText(_) => "send_text",
            Self::CallWebhook(_) => "call_webhook",
            Self::Stop => "stop",
        }
    }
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// When it is looked at.
    pub when: When,
    /// All of these groups must hold; none: it always holds.
    #[serde(rename = "if")]
    pub groups: Vec<Group>,
    /// What it does then, in this order.
    pub then: Vec<Action>,
}

/// A rule of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which.
    pub id: RuleId,
    /// Its name.
    pub name: String,
    /// What it says.
    pub recipe: Recipe,
}

impl Recipe {
    /// Its conditions, whatever their groups.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.groups.iter().flat_map(|group| &group.conditions)
    }

    /// The mailboxes whose conversations it can match; none where that is any: what stands in groups of which each
    /// condition, or the only one, must hold decides (LD-4).
    #[must_use]
    pub fn mailboxes(&self) -> Option<Vec<MailboxId>> {
        let binding = |group: &&Group| {
            group.matches == Match::All || (group.matches == Match::Any && group.conditions.len() == 1)
        };
        let conditions = self.groups.iter().filter(binding).flat_map(|group| &group.conditions);
        let named = conditions.filter(|one| one.field == Field::Mailbox && one.is == Is::Is);
        let lists = named.map(|one| one.values.iter().filter_map(|id| id.parse().ok()).collect::<Vec<MailboxId>>());
        lists.reduce(|one, other| one.into_iter().filter(|id| other.contains(id)).collect())
    }

    /// Says the new name of a tag wherever it says the old one; true where it did.
    pub fn retag(&mut self, from: &str, to: &str) -> bool {
        let conditions = self.groups.iter_mut().flat_map(|group| &mut group.conditions);
        let asked = conditions.filter(|one| one.field == Field::Tag).flat_map(|one| &mut one.values);
        let given = self.then.iter_mut().filter_map(|action| match action {
            Action::AddTag(tag) | Action::RemoveTag(tag) => Some(tag),
            _ => None,
        });
        let old: Vec<&mut String> = asked.chain(given).filter(|tag| *tag == from).collect();
        let found = !old.is_empty();
        old.into_iter().for_each(|tag| *tag = to.to_string());
        found
    }

    /// True where some condition looks at this.
    #[must_use]
    pub fn looks_at(&self, field: Field) -> bool {
        self.conditions().any(|condition| condition.field == field)
    }
}
