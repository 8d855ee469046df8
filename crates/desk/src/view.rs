//! Views of one's own: a filter that is kept under a name. What it may hold is decided here; nothing is looked up.

use serde::{Deserialize, Serialize};

use crate::{
    AgentId, CategoryId, MailboxId, Micros, QueueId, conversation::Status, limits, priority::Priority, search::days,
};

/// Whose conversations a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Whose {
    /// Those of whoever looks.
    Me,
    /// Nobody's.
    Nobody,
    /// This agent's.
    Agent(AgentId),
}

/// What a view shows: what fits all that is said. What is empty says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// One of these; none said: all but spam and trash.
    pub statuses: Vec<Status>,
    /// One of these; none said: any.
    pub priorities: Vec<Priority>,
    /// In this mailbox.
    pub mailbox: Option<MailboxId>,
    /// In this queue.
    pub queue: Option<QueueId>,
    /// Of this category.
    pub category: Option<CategoryId>,
    /// With all of these tags.
    pub tags: Vec<String>,
    /// Whose.
    pub assignee: Option<Whose>,
    /// Words of the customer's name or address.
    pub contact: String,
    /// With a message from the beginning of this day, month or year on, in UTC.
    pub since: String,
    /// With a message up to the end of this day, month or year, in UTC.
    pub until: String,
    /// What somebody would type into the search.
    pub text: String,
}

impl Filter {
    /// The first field that does not fit, with the reason; both are words of the API.
    #[must_use]
    pub fn misfit(&self) -> Option<(&'static str, &'static str)> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        let day = |text: &str| text.is_empty() || days(text).is_some();
        if self.statuses.len() > 1 && self.statuses.iter().any(|status| status.is_aside()) {
            return Some(("filter.statuses", "view-aside-alone"));
        }
        if self.priorities.len() > Priority::ALL.len() {
            return Some(("filter.priorities", "view-too-long"));
        }
        if self.tags.len() > limits::VIEW_TAGS
            || self.tags.iter().any(|tag| tag.trim().is_empty() || long(tag, limits::TAG_CHARS))
        {
            return Some(("filter.tags", "tags-do-not-fit"));
        }
        if long(&self.contact, limits::VIEW_NAME_CHARS) {
            return Some(("filter.contact", "view-too-long"));
        }
        if long(&self.text, limits::SEARCH_TYPED_CHARS) {
            return Some(("filter.text", "view-too-long"));
        }
        [("filter.since", &self.since), ("filter.until", &self.until)]
            .into_iter()
            .find(|(_, text)| !day(text))
            .map(|(field, _)| (field, "view-day"))
    }

    /// The time that messages must be of: from the first on, before the second.
    #[must_use]
    pub fn time(&self) -> (Option<Micros>, Option<Micros>) {
        (days(&self.since).map(|(begin, _)| begin), days(&self.until).map(|(_, end)| end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_bounded_and_names_the_field_that_does_not_fit() {
        let whole = Filter { since: "2026-11".into(), until: "2026-11-05".into(), ..Filter::default() };
        assert_eq!((whole.misfit(), whole.time()), (None, (Micros::of_day(2026, 11, 1), Micros::of_day(2026, 11, 6))));
        for (filter, field) in [
            (Filter { statuses: vec![Status::Open, Status::Spam], ..Filter::default() }, "filter.statuses"),
            (Filter { priorities: vec![Priority::High; 5], ..Filter::default() }, "filter.priorities"),
            (Filter { tags: vec![" ".into()], ..Filter::default() }, "filter.tags"),
            (Filter { tags: vec!["x".into(); 21], ..Filter::default() }, "filter.tags"),
            (Filter { contact: "x".repeat(101), ..Filter::default() }, "filter.contact"),
            (Filter { text: "x".repeat(501), ..Filter::default() }, "filter.text"),
            (Filter { since: "yesterday".into(), ..Filter::default() }, "filter.since"),
            (Filter { until: "2026-02-30".into(), ..Filter::default() }, "filter.until"),
        ] {
            assert_eq!(filter.misfit().map(|(field, _)| field), Some(field));
        }
    }

    #[test]
    fn what_was_kept_is_read_back_and_what_was_not_said_is_empty() {
        let filter = Filter { assignee: Some(Whose::Agent(AgentId(7))), tags: vec!["vip".into()], ..Filter::default() };
        let kept = serde_json::to_string(&filter).unwrap();
        assert_eq!(serde_json::from_str::<Filter>(&kept).unwrap(), filter);
        assert_eq!(serde_json::from_str::<Filter>("{}").unwrap(), Filter::default());
    }
}
