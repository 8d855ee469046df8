//! Which conversations a search may give: those of its view, narrowed by the operators that look at the conversation and
//! not at the words of a message. Pure.

use desk::{
    AgentId, QueueId,
    conversation::{Shelf, Status, View},
    priority::Priority,
    search::{Assignee, Name, Query},
    view::{Filter, Whose},
};
use store::{fold, lists::Item};

use super::fields::SoughtField;

/// A name with its words folded.
pub(super) struct Sought {
    words: String,
    open: bool,
}

impl From<&Name> for Sought {
    fn from(name: &Name) -> Self {
        Self { words: fold::words(&name.text), open: name.open }
    }
}

impl Sought {
    /// True where the words stand side by side in what it is called.
    pub fn is_in(&self, called: &str) -> bool {
        fold::holds(&fold::words(called), &self.words, self.open)
    }

    /// True where it is called so and not otherwise; what is still typed may be its beginning.
    pub fn is(&self, called: &str) -> bool {
        let called = fold::words(called);
        called == self.words || (self.open && called.starts_with(&self.words))
    }
}

enum Of {
    Anybody,
    Me,
    Nobody,
    Named(Sought),
}

/// What an item of a list must be like.
pub(super) struct Scope {
    agent: AgentId,
    view: View,
    queue: Option<QueueId>,
    statuses: Vec<Status>,
    priorities: Vec<Priority>,
    places: Vec<Sought>,
    tags: Vec<Sought>,
    fields: Vec<SoughtField>,
    of: Of,
    unread: Option<bool>,
    has_attachments: bool,
    own: Option<(Filter, Sought)>,
}

impl Scope {
    /// `in:` with the name of a view looks there and not where the search began.
    pub fn new(agent: AgentId, view: View, queue: Option<QueueId>, own: Option<&Filter>, query: &Query) -> Self {
        let of_view = |name: &Name| View::from_word(&name.text.to_lowercase());
        let elsewhere = query.places.iter().rev().find_map(of_view);
        Self {
            agent,
            view: elsewhere.unwrap_or(view),
            queue: queue.filter(|_| elsewhere.is_none()),
            statuses: query.statuses.clone(),
            priorities: query.priorities.clone(),
            places: query.places.iter().filter(|name| of_view(name).is_none()).map(Sought::from).collect(),
            tags: query.tags.iter().map(Sought::from).collect(),
            fields: query.fields.iter().map(SoughtField::from).collect(),
            of: match &query.assignee {
                None => Of::Anybody,
                Some(Assignee::Me) => Of::Me,
                Some(Assignee::Nobody) => Of::Nobody,
                Some(Assignee::Named(name)) => Of::Named(name.into()),
            },
            unread: query.unread,
            has_attachments: query.has_attachments,
            own: own.map(|filter| (filter.clone(), Sought { words: fold::words(&filter.contact), open: true })),
        }
    }

    /// The view that is looked in.
    pub fn view(&self) -> View {
        self.view
    }

    /// The list that holds all that the scope holds, and not much more: its view, and what is open in its queue.
    pub fn list(&self) -> (View, Option<QueueId>) {
        let (statuses, queue) = match &self.own {
            Some((own, _)) if self.statuses.is_empty() => (&own.statuses, own.queue),
            _ => (&self.statuses, self.queue),
        };
        let mut shelves = statuses.iter().map(|status| status.shelf());
        let Some(shelf) = shelves.next().filter(|_| !self.view.is_personal()) else { return (self.view, self.queue) };
        match shelf {
            _ if shelves.any(|other| other != shelf) => (View::All, None),
            Shelf::Open if matches!(self.view, View::Mine | View::Unassigned) => (self.view, None),
            Shelf::Open => (View::Open, queue),
            Shelf::Done => (View::All, None),
            Shelf::Postponed => (View::Postponed, None),
            Shelf::Spam => (View::Spam, None),
            Shelf::Trash => (View::Trash, None),
        }
    }

    /// True when the item is within the scope.
    pub fn holds(&self, item: &Item) -> bool {
        self.is_listed(item)
            && self.is_placed(item)
            && (self.priorities.is_empty() || self.priorities.contains(&item.priority))
            && self.tags.iter().all(|tag| item.tags.iter().any(|own| tag.is(own)))
            && self.fields.iter().all(|field| field.is_in(&item.fields))
            && self.is_assigned(item)
            && self.own.as_ref().is_none_or(|(filter, contact)| self.is_kept(filter, contact, item))
            && self.unread.is_none_or(|unread| unread == item.unread)
            && (!self.has_attachments || item.has_attachments)
    }

    /// `status:` says which statuses in place of the view, which still says whose and of which queue.
    fn is_listed(&self, item: &Item) -> bool {
        let mine = item.assignee.as_ref().is_some_and(|(id, _, _)| *id == self.agent);
        let queue = item.queue.as_ref().map(|(id, _)| *id);
        let aside = self.own.as_ref().is_some_and(|(own, _)| own.statuses.contains(&item.status));
        let assigned = item.assignee.is_some() || item.assistant.is_some();
        let listed = if self.statuses.is_empty() {
            aside || self.view.holds(item.status, assigned, mine)
        } else {
            self.statuses.contains(&item.status) && self.view.is_for(assigned, mine)
        };
        listed && (self.queue.is_none() || self.queue == queue)
    }

    fn is_placed(&self, item: &Item) -> bool {
        let (_, mailbox, address) = &item.mailbox;
        let queue = item.queue.as_ref().map(|(_, name)| name);
        let is_at = |place: &Sought| {
            place.is_in(mailbox) || place.is_in(address) || queue.is_some_and(|queue| place.is_in(queue))
        };
        self.places.is_empty() || self.places.iter().any(is_at)
    }

    fn is_assigned(&self, item: &Item) -> bool {
        match (&self.of, &item.assignee) {
            (Of::Anybody, _) => true,
            (Of::Nobody, None) => item.assistant.is_none(),
            (Of::Me, Some((id, _, _))) => *id == self.agent,
            (Of::Named(sought), Some((_, name, address))) => sought.is_in(name) || sought.is_in(address),
            (Of::Nobody, Some(_)) | (Of::Me | Of::Named(_), None) => false,
        }
    }

    /// What a view of somebody's own asks for; its statuses give way to those that are searched for.
    fn is_kept(&self, filter: &Filter, contact: &Sought, item: &Item) -> bool {
        let assignee = item.assignee.as_ref().map(|(id, _, _)| *id);
        let queue = item.queue.as_ref().map(|(id, _)| *id);
        let category = item.category.as_ref().map(|(id, _)| *id);
        let (_, name, address) = &item.contact;
        let is_contact = || name.as_deref().is_some_and(|name| contact.is_in(name)) || contact.is_in(address);
        (filter.statuses.is_empty() || !self.statuses.is_empty() || filter.statuses.contains(&item.status))
            && (filter.priorities.is_empty() || filter.priorities.contains(&item.priority))
            && filter.mailbox.is_none_or(|mailbox| mailbox == item.mailbox.0)
            && (filter.queue.is_none() || filter.queue == queue)
            && (filter.category.is_none() || filter.category == category)
            && filter.tags.iter().all(|tag| item.tags.contains(tag))
            && (contact.words.is_empty() || is_contact())
            && match filter.assignee {
                None => true,
                Some(Whose::Me) => assignee == Some(self.agent),
                Some(Whose::Nobody) => assignee.is_none(),
                Some(Whose::Agent(id)) => assignee == Some(id),
            }
    }
}
