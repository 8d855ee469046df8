//! Search within a view: what the words find, newest first, one item a conversation, page by page. A request looks at a
//! bounded number of messages; where that ends a page early, the page is short and the next one goes on.

use std::collections::HashSet;

use desk::{AgentId, ConversationId, MessageId, QueueId, conversation::View};
use store::{
    Tx, lists,
    lists::Item,
    search::{Hit, Question, hits, was_shown},
};

/// Hits read at once.
const BATCH: i64 = 200;
/// Hits that one request looks at.
const LOOKED_AT: usize = 1_000;

/// A page of what was found.
pub struct Found {
    /// The conversations.
    pub items: Vec<Item>,
    /// The last message that was looked at; none when there is no more.
    pub next: Option<MessageId>,
}

/// What is searched for.
#[derive(Clone)]
pub struct Search {
    /// Within this view.
    pub view: View,
    /// Within this queue, where it says one.
    pub queue: Option<QueueId>,
    /// As this agent sees it.
    pub agent: AgentId,
    /// What they typed.
    pub typed: String,
    /// Behind this message, on later pages.
    pub before: Option<MessageId>,
    /// Items of a page.
    pub most: usize,
}

impl Search {
    /// One page.
    ///
    /// # Errors
    /// The store's own.
    pub fn page(&self, tx: &mut Tx<'_>) -> store::Result<Found> {
        let named = match self.number() {
            Some(id) => lists::one(tx, self.agent, id)?.filter(|item| self.holds(item)),
            None => None,
        };
        let exact = self.typed.trim_start().starts_with('#');
        if let Some(item) = named.clone().filter(|_| exact) {
            return Ok(Found { items: vec![item], next: None });
        }
        let Some(question) = Question::read(&self.typed) else {
            return Ok(Found { items: named.into_iter().collect(), next: None });
        };
        let mut page = Page {
            search: self,
            question: &question,
            seen: named.iter().map(|item| item.id).collect(),
            items: Vec::new(),
        };
        let next = page.fill(tx)?;
        page.items.sort_by_key(|item| std::cmp::Reverse((item.updated_at, item.id)));
        let first = named.filter(|_| self.before.is_none());
        Ok(Found { items: first.into_iter().chain(page.items).collect(), next })
    }

    /// `#1042` and `1042` alone name a conversation.
    fn number(&self) -> Option<ConversationId> {
        let typed = self.typed.trim();
        typed.strip_prefix('#').unwrap_or(typed).parse().ok()
    }

    fn holds(&self, item: &Item) -> bool {
        let mine = item.assignee.as_ref().is_some_and(|(id, _, _)| *id == self.agent);
        let queue = item.queue.as_ref().map(|(id, _)| *id);
        self.view.holds(item.status, item.assignee.is_some(), mine) && (self.queue.is_none() || self.queue == queue)
    }
}

struct Page<'s> {
    search: &'s Search,
    question: &'s Question,
    seen: HashSet<ConversationId>,
    items: Vec<Item>,
}

impl Page<'_> {
    /// Fills the page; gives the place where the next one begins.
    fn fill(&mut self, tx: &mut Tx<'_>) -> store::Result<Option<MessageId>> {
        let mut last = self.search.before;
        let mut looked_at = 0;
        loop {
            let batch = hits(tx, self.question, last, BATCH)?;
            let ended = i64::try_from(batch.len()).is_ok_and(|length| length < BATCH);
            let length = batch.len();
            for (index, hit) in batch.into_iter().enumerate() {
                last = Some(hit.message);
                looked_at += 1;
                self.look_at(tx, hit)?;
                let is_last = ended && index + 1 == length;
                if !is_last && (self.items.len() >= self.search.most || looked_at >= LOOKED_AT) {
                    return Ok(last);
                }
            }
            if ended {
                return Ok(None);
            }
        }
    }

    fn look_at(&mut self, tx: &mut Tx<'_>, hit: Hit) -> store::Result<()> {
        if !self.seen.insert(hit.conversation) {
            return Ok(());
        }
        if let Some(from) = self.search.before
            && was_shown(tx, self.question, hit.conversation, from)?
        {
            return Ok(());
        }
        if let Some(item) = lists::one(tx, self.search.agent, hit.conversation)?
            && self.search.holds(&item)
        {
            self.items.push(item);
        }
        Ok(())
    }
}
