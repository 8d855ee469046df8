//! Facts: a conversation and the message that a rule looks at, as they are at that moment. Gathered outside.

use crate::{
    AgentId, AssistantId, CategoryId, CompanyId, ContactFieldId, MailboxId, QueueId, category_field::Values,
    conversation::Status, evidence::Level, limits, priority::Priority,
};

/// The message that is looked at: the one that came, else the customer's newest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its subject.
    pub subject: String,
    /// Its new text, cut to [`limits::RULE_TEXT_CHARS`].
    pub text: String,
    /// The sender's address.
    pub from: String,
    /// The sender's name.
    pub from_name: String,
    /// The addresses in To and Cc.
    pub to: Vec<String>,
    /// Its headers, in their order. None where they are not known any more: then no condition on a header holds.
    pub headers: Option<Vec<(String, String)>>,
    /// Whether files came with it.
    pub attachments: bool,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// How far its sender is proved.
    pub evidence: Level,
}

/// What conditions look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The message.
    pub letter: Letter,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// The queue.
    pub queue: Option<QueueId>,
    /// The category.
    pub category: Option<CategoryId>,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// The assistant that has it, while no person does.
    pub assistant: Option<AssistantId>,
    /// The status.
    pub status: Status,
    /// How soon it needs the team.
    pub priority: Priority,
    /// Its tags.
    pub tags: Vec<String>,
    /// What stands in its fields, also in those that its category does not have.
    pub fields: Values,
    /// How many messages it has, the one that came included.
    pub messages: i64,
    /// The customer's company.
    pub company: Option<CompanyId>,
    /// What the desk's own fields say of the customer.
    pub contact_fields: Vec<(ContactFieldId, String)>,
    /// How satisfied the customer said they are, last: 1 to 5; none where nobody asks, or they said nothing.
    pub rating: Option<i64>,
    /// Whether it is within the business hours of its queue or, where that has none of its own, of its mailbox.
    pub open: bool,
}

impl Letter {
    /// The part of a text that rules read.
    #[must_use]
    pub fn cut(text: &str) -> String {
        text.chars().take(limits::RULE_TEXT_CHARS).collect()
    }
}
