//! Search within a view: what the words find, newest first, one item a conversation, page by page; and where no words are
//! asked for, what of the view's list is as the operators say. A request looks at a bounded number of messages or
//! conversations; where that ends a page early, the page is short and the next one goes on.

mod fields;
mod scope;

use std::collections::HashSet;

use desk::{AgentId, ConversationId, MessageId, QueueId, conversation::View, search::Query, view::Filter};
use store::{
    Tx, lists,
    lists::{Item, Place},
    search::{Hit, Question, Span, days, hits, was_shown},
};

use scope::Scope;

/// Hits or conversations read at once.
const BATCH: i64 = 200;
/// Hits that one request looks at.
const LOOKED_AT: usize = 1_000;
/// Conversations of a list that one request looks at.
const WALKED: usize = 2_000;
/// Conversations of a list that are looked at to count what a filter shows.
const COUNTED: usize = 400;

/// Where a later page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Behind a message, where words are asked for.
    Message(MessageId),
    /// Behind a conversation of the list, where none are.
    Place(Place),
}

/// A page of what was found.
pub struct Found {
    /// The conversations.
    pub items: Vec<Item>,
    /// What was looked at last; none when there is no more.
    pub next: Option<Behind>,
}

/// What is searched for.
#[derive(Clone)]
pub struct Search {
    /// Within this view.
    pub view: View,
    /// Within this queue, where it says one.
    pub queue: Option<QueueId>,
    /// Within what this filter of somebody's own shows; the view is `all` then.
    pub own: Option<Filter>,
    /// As this agent sees it.
    pub agent: AgentId,
    /// What they typed.
    pub typed: String,
    /// On later pages.
    pub behind: Option<Behind>,
    /// Items of a page.
    pub most: usize,
}

impl Search {
    /// One page; none when a later page was asked for that cannot be one of this search.
    ///
    /// # Errors
    /// The store's own.
    pub fn page(&self, tx: &mut Tx<'_>) -> store::Result<Option<Found>> {
        self.page_of(tx, WALKED)
    }

    fn page_of(&self, tx: &mut Tx<'_>, walked: usize) -> store::Result<Option<Found>> {
        let query = self.query();
        let scope = Scope::new(self.agent, self.view, self.queue, self.own.as_ref(), &query);
        let named = match self.number() {
            Some(id) => match lists::one(tx, self.agent, id)? {
                Some(item) if scope.holds(&item) && lists::personal::holds(tx, scope.view(), self.agent, id)? => {
                    Some(item)
                }
                _ => None,
            },
            None => None,
        };
        let exact = self.typed.trim_start().starts_with('#');
        if let Some(item) = named.clone().filter(|_| exact) {
            return Ok(Some(Found { items: vec![item], next: None }));
        }
        let within = span(tx, &query)?;
        let mut page = Page { search: self, scope, within, seen: HashSet::new(), items: Vec::new() };
        let next = match (Question::of(&query), self.behind) {
            (Some(question), None | Some(Behind::Message(_))) => {
                page.seen.extend(named.iter().map(|item| item.id));
                page.fill(tx, &question)?.map(Behind::Message)
            }
            (None, None | Some(Behind::Place(_)))
                if self.own.is_some() || query.has_conditions() || query.unfinished =>
            {
                page.walk(tx, query.since.is_some() || query.before.is_some(), walked)?.map(Behind::Place)
            }
            (None, None) => None,
            _ => return Ok(None),
        };
        page.items.sort_by_key(|item| std::cmp::Reverse(item.place()));
        let first = named.filter(|_| self.behind.is_none());
        Ok(Some(Found { items: first.into_iter().chain(page.items).collect(), next }))
    }

    /// What is asked for: what was typed, and what the filter says beside.
    fn query(&self) -> Query {
        let Some(own) = &self.own else { return Query::read(&self.typed) };
        let mut query = Query::read(&format!("{} {}", own.text, self.typed));
        let (since, until) = own.time();
        query.since = query.since.max(since);
        query.before = [query.before, until].into_iter().flatten().min();
        query
    }

    /// `#1042` and `1042` alone name a conversation.
    fn number(&self) -> Option<ConversationId> {
        let typed = self.typed.trim();
        typed.strip_prefix('#').unwrap_or(typed).parse().ok()
    }
}

/// How many conversations a filter shows, among the newest of its list, and whether there may be more; none where words
/// are looked for.
///
/// # Errors
/// The store's own.
pub fn count(tx: &mut Tx<'_>, agent: AgentId, filter: &Filter) -> store::Result<Option<(i64, bool)>> {
    let own = Some(filter.clone());
    let search = Search { view: View::All, queue: None, own, agent, typed: String::new(), behind: None, most: COUNTED };
    if Question::of(&search.query()).is_some() {
        return Ok(None);
    }
    let found = search.page_of(tx, COUNTED)?.unwrap_or(Found { items: Vec::new(), next: None });
    Ok(Some((i64::try_from(found.items.len()).unwrap_or(i64::MAX), found.next.is_some())))
}

/// The messages of the time that was asked for.
fn span(tx: &mut Tx<'_>, query: &Query) -> store::Result<Span> {
    let from = query.since.map(|at| days::border(tx, at)).transpose()?.unwrap_or(MessageId(0));
    let to = query.before.map(|at| days::border(tx, at)).transpose()?.unwrap_or(MessageId(i64::MAX));
    Ok((from, to))
}

struct Page<'s> {
    search: &'s Search,
    scope: Scope,
    within: Span,
    seen: HashSet<ConversationId>,
    items: Vec<Item>,
}

impl Page<'_> {
    /// Fills the page with what the words find; gives the place where the next one begins.
    fn fill(&mut self, tx: &mut Tx<'_>, question: &Question) -> store::Result<Option<MessageId>> {
        let begin = match self.search.behind {
            Some(Behind::Message(message)) => message.min(self.within.1),
            _ => self.within.1,
        };
        let mut last = begin;
        let mut looked_at = 0;
        loop {
            let batch = hits(tx, question, Some(last), BATCH)?;
            let ended = i64::try_from(batch.len()).is_ok_and(|length| length < BATCH);
            let length = batch.len();
            for (index, hit) in batch.into_iter().enumerate() {
                if hit.message < self.within.0 {
                    return Ok(None);
                }
                last = hit.message;
                looked_at += 1;
                self.look_at(tx, question, hit, begin)?;
                let is_last = ended && index + 1 == length;
                if !is_last && (self.items.len() >= self.search.most || looked_at >= LOOKED_AT) {
                    return Ok(Some(last));
                }
            }
            if ended {
                return Ok(None);
            }
        }
    }

    fn look_at(&mut self, tx: &mut Tx<'_>, question: &Question, hit: Hit, begin: MessageId) -> store::Result<()> {
        if !self.seen.insert(hit.conversation) {
            return Ok(());
        }
        // Of an earlier page is what lies between where this one begins and where the first one began.
        if self.search.behind.is_some() && was_shown(tx, question, hit.conversation, (begin, self.within.1))? {
            return Ok(());
        }
        if let Some(item) = lists::one(tx, self.search.agent, hit.conversation)?
            && self.holds(tx, &item)?
        {
            self.items.push(item);
        }
        Ok(())
    }

    /// True when the item is within the scope; what an agent has of their own, the item does not say.
    fn holds(&self, tx: &mut Tx<'_>, item: &Item) -> store::Result<bool> {
        Ok(self.scope.holds(item) && lists::personal::holds(tx, self.scope.view(), self.search.agent, item.id)?)
    }

    /// Fills the page with what of the list is as asked; gives the place where the next one begins.
    fn walk(&mut self, tx: &mut Tx<'_>, by_day: bool, most: usize) -> store::Result<Option<Place>> {
        let mut last = match self.search.behind {
            Some(Behind::Place(place)) => Some(place),
            _ => None,
        };
        let (view, queue) = self.scope.list();
        let mut walked = 0;
        loop {
            let batch = match queue {
                Some(queue) => lists::page_of_queue(tx, queue, self.search.agent, last, BATCH)?,
                None => lists::page(tx, view, self.search.agent, last, BATCH)?,
            };
            let ended = i64::try_from(batch.len()).is_ok_and(|length| length < BATCH);
            let length = batch.len();
            for (index, item) in batch.into_iter().enumerate() {
                last = Some(item.place());
                walked += 1;
                if self.holds(tx, &item)? && (!by_day || days::any_of(tx, item.id, self.within)?) {
                    self.items.push(item);
                }
                let is_last = ended && index + 1 == length;
                if !is_last && (self.items.len() >= self.search.most || walked >= most) {
                    return Ok(last);
                }
            }
            if ended {
                return Ok(None);
            }
        }
    }
}
