//! Views of one's own, as the API gives and takes them.

use std::borrow::Cow;

use desk::{AgentId, CategoryId, MailboxId, OwnViewId, QueueId, view};
use serde::{Deserialize, Serialize};
use store::views;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

use crate::shown::conversations::{Priority, Status};

/// What a view shows: what fits all that is said.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ViewFilter {
    /// One of these; empty: all but spam and trash.
    #[schema(required)]
    pub statuses: Vec<Status>,
    /// One of these; empty: any.
    #[schema(required)]
    pub priorities: Vec<Priority>,
    /// In this mailbox.
    #[schema(required, value_type = Option<String>)]
    pub mailbox: Option<MailboxId>,
    /// In this queue.
    #[schema(required, value_type = Option<String>)]
    pub queue: Option<QueueId>,
    /// Of this category.
    #[schema(required, value_type = Option<String>)]
    pub category: Option<CategoryId>,
    /// With all of these tags, at most 20.
    #[schema(required)]
    pub tags: Vec<String>,
    /// `me` (whoever looks), `nobody`, or an agent's id.
    #[schema(required, example = "me")]
    pub assignee: Option<String>,
    /// Words of the customer's name or address.
    #[schema(required)]
    pub contact: String,
    /// With a message from the beginning of this day, month or year on, in UTC.
    #[schema(required, example = "2026-11-05")]
    pub since: String,
    /// With a message up to the end of this day, month or year, in UTC.
    #[schema(required, example = "2026-11")]
    pub until: String,
    /// What somebody would type into the search.
    #[schema(required, example = "has:attachment refund")]
    pub text: String,
}

/// A [`ViewFilter`] as it is sent: what is left out says nothing.
pub struct ViewFilterDraft;

impl PartialSchema for ViewFilterDraft {
    fn schema() -> RefOr<Schema> {
        let mut schema = ViewFilter::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.clear();
        }
        schema
    }
}

impl ToSchema for ViewFilterDraft {
    fn name() -> Cow<'static, str> {
        "ViewFilterDraft".into()
    }

    fn schemas(all: &mut Vec<(String, RefOr<Schema>)>) {
        ViewFilter::schemas(all);
    }
}

impl From<view::Filter> for ViewFilter {
    fn from(filter: view::Filter) -> Self {
        Self {
            statuses: filter.statuses.into_iter().map(Status::from).collect(),
            priorities: filter.priorities.into_iter().map(Priority::from).collect(),
            mailbox: filter.mailbox,
            queue: filter.queue,
            category: filter.category,
            tags: filter.tags,
            assignee: filter.assignee.map(|whose| match whose {
                view::Whose::Me => "me".to_string(),
                view::Whose::Nobody => "nobody".to_string(),
                view::Whose::Agent(id) => id.to_string(),
            }),
            contact: filter.contact,
            since: filter.since,
            until: filter.until,
            text: filter.text,
        }
    }
}

impl ViewFilter {
    /// The filter; none where the assignee is nobody who can be.
    #[must_use]
    pub fn read(self) -> Option<view::Filter> {
        let whose = |word: String| match word.as_str() {
            "me" => Some(view::Whose::Me),
            "nobody" => Some(view::Whose::Nobody),
            id => id.parse::<AgentId>().ok().map(view::Whose::Agent),
        };
        let assignee = match self.assignee {
            Some(word) => Some(whose(word)?),
            None => None,
        };
        Some(view::Filter {
            statuses: self.statuses.into_iter().map(desk::conversation::Status::from).collect(),
            priorities: self.priorities.into_iter().map(desk::priority::Priority::from).collect(),
            mailbox: self.mailbox,
            queue: self.queue,
            category: self.category,
            tags: self.tags,
            assignee,
            contact: self.contact,
            since: self.since,
            until: self.until,
            text: self.text,
        })
    }
}

/// A view of somebody's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnView {
    /// Which; also the `view` of `listConversations`.
    #[schema(value_type = String)]
    pub id: OwnViewId,
    /// Its name.
    #[schema(example = "Late orders")]
    pub name: String,
    /// True when everybody has it.
    pub shared: bool,
    /// The name of the agent whose it is.
    pub owner: String,
    /// True when the caller may change it.
    pub changeable: bool,
    /// What it shows.
    pub filter: ViewFilter,
}

impl OwnView {
    /// The view as this agent has it.
    #[must_use]
    pub fn of(stored: views::View, agent: &store::agents::Agent) -> Self {
        Self {
            changeable: flow::views::may_change(agent, &stored),
            id: stored.id,
            name: stored.name,
            shared: stored.shared,
            owner: stored.agent.1,
            filter: stored.filter.into(),
        }
    }
}

/// A view of somebody's own with what is in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnViewCount {
    /// The view.
    #[serde(flatten)]
    pub view: OwnView,
    /// Conversations in it among the newest that were looked at; null where words are looked for.
    #[schema(required)]
    pub count: Option<i64>,
    /// True when there may be more than were counted.
    pub more: bool,
}
