//! What there is to count of one conversation, from its rows: the messages as they stand in it now, its changes of status
//! and what it is in. No clock is asked, and nothing but these rows: the same rows give the same facts at any time.

use serde::{Deserialize, Serialize};

use super::{Dimension, Promise, Surveyed, outcomes};
use crate::{
    AgentId, CategoryId, MailboxId, Micros, QueueId,
    conversation::{Shelf, Status},
    message::{Author, Kind},
    sla::Target,
};

/// A message, as much as is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrote {
    /// Which way it went.
    pub kind: Kind,
    /// Who wrote it.
    pub author: Author,
    /// True when a machine wrote it.
    pub automatic: bool,
    /// True for a third person's (TC-5).
    pub agents_only: bool,
    /// When it came, or is to leave.
    pub at: Micros,
}

/// A change of status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// When.
    pub at: Micros,
    /// From what.
    pub from: Status,
    /// To what.
    pub to: Status,
    /// Who did it; none for the desk itself.
    pub by: Option<AgentId>,
}

/// A conversation as its rows tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The mailbox it came to.
    pub mailbox: MailboxId,
    /// The queue it is in.
    pub queue: Option<QueueId>,
    /// The category it has.
    pub category: Option<CategoryId>,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// True where it was merged into another, which is counted with its messages.
    pub merged: bool,
    /// When its row was made.
    pub created_at: Micros,
    /// Its messages, oldest first.
    pub messages: Vec<Wrote>,
    /// Its changes of status, oldest first.
    pub moves: Vec<Moved>,
    /// What became of its promises, oldest first.
    pub promises: Vec<Promise>,
    /// Its surveys that left, oldest first.
    pub surveys: Vec<Surveyed>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// It began from outside.
    #[serde(rename = "r")]
    Received,
    /// The team began it.
    #[serde(rename = "s")]
    Started,
    /// A customer wrote.
    #[serde(rename = "c")]
    Wrote,
    /// A person of the team answered.
    #[serde(rename = "a")]
    Replied,
    /// The first answer, so many seconds after the customer's first message.
    #[serde(rename = "f")]
    FirstAnswered(i64),
    /// It was resolved, so many seconds after it began.
    #[serde(rename = "d")]
    Resolved(i64),
    /// It was resolved, and no longer is.
    #[serde(rename = "o")]
    Reopened,
    /// What is not resolved became one more or less.
    #[serde(rename = "b")]
    Backlog(i64),
    /// What waits for the team became one more or less.
    #[serde(rename = "w")]
    Waiting(i64),
    /// A promise was kept.
    #[serde(rename = "k")]
    Kept(Target),
    /// A promise was broken.
    #[serde(rename = "x")]
    Broken(Target),
    /// A survey left.
    #[serde(rename = "q")]
    Surveyed,
    /// A customer gave this rating, from 1 to 5.
    #[serde(rename = "g")]
    Rated(i64),
}

/// Something that happened, when (whole seconds since 1970), and who did it, where that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(What, i64, Option<i64>)", from = "(What, i64, Option<i64>)")]
pub struct Deed {
    /// What.
    pub what: What,
    /// When.
    pub at_s: i64,
    /// By whom; none stands for whoever has the conversation.
    pub by: Option<AgentId>,
}

impl From<Deed> for (What, i64, Option<i64>) {
    fn from(deed: Deed) -> Self {
        (deed.what, deed.at_s, deed.by.map(|agent| agent.0))
    }
}

impl From<(What, i64, Option<i64>)> for Deed {
    fn from((what, at_s, by): (What, i64, Option<i64>)) -> Self {
        Self { what, at_s, by: by.map(AgentId) }
    }
}

/// What there is to count of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The mailbox it came to.
    #[serde(rename = "m")]
    pub mailbox: i64,
    /// The queue it is in.
    #[serde(rename = "q", default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<i64>,
    /// The category it has.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub category: Option<i64>,
    /// Who has it.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<i64>,
    /// Its tags.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What happened, in any order.
    #[serde(rename = "d")]
    pub deeds: Vec<Deed>,
    /// Its surveys, which are counted under what they keep.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub surveys: Vec<Surveyed>,
}

/// Something that is counted, and under which mailbox, queue and agent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub(super) what: What,
    pub(super) at_s: i64,
    mailbox: i64,
    queue: Option<i64>,
    agent: Option<i64>,
}

impl Facts {
    /// What there is to count; none of what was set aside as spam or to be deleted. What was merged into another is counted
    /// there, but for what was promised and said of it before.
    #[must_use]
    pub fn of(history: &History) -> Option<Self> {
        if history.status.is_aside() {
            return None;
        }
        let mut deeds = outcomes::of_promises(&history.promises);
        if !history.merged {
            deeds.extend(of_messages(history));
            deeds.extend(of_moves(history));
        }
        let facts = Self {
            mailbox: history.mailbox.0,
            queue: history.queue.map(|id| id.0),
            category: history.category.map(|id| id.0),
            assignee: history.assignee.map(|id| id.0),
            tags: history.tags.clone(),
            deeds,
            surveys: history.surveys.clone(),
        };
        (!facts.deeds.is_empty() || !facts.surveys.is_empty()).then_some(facts)
    }

    /// All that is counted.
    pub(super) fn counted(&self) -> impl Iterator<Item = Counted> + '_ {
        let deeds = self.deeds.iter().map(|deed| Counted {
            what: deed.what,
            at_s: deed.at_s,
            mailbox: self.mailbox,
            queue: self.queue,
            agent: deed.by.map(|agent| agent.0).or(self.assignee),
        });
        let surveys = self.surveys.iter().flat_map(|survey| {
            let Surveyed { mailbox, queue, agent, .. } = *survey;
            survey.deeds().map(move |(what, at_s)| Counted { what, at_s, mailbox, queue, agent })
        });
        deeds.chain(surveys)
    }

    /// Under what it is counted.
    pub(super) fn under(&self, counted: &Counted) -> Vec<(Dimension, String)> {
        let word = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let mut under = vec![
            (Dimension::Desk, String::new()),
            (Dimension::Mailbox, counted.mailbox.to_string()),
            (Dimension::Queue, word(counted.queue)),
            (Dimension::Agent, word(counted.agent)),
            (Dimension::Category, word(self.category)),
        ];
        if self.tags.is_empty() {
            under.push((Dimension::Tag, String::new()));
        }
        under.extend(self.tags.iter().map(|tag| (Dimension::Tag, tag.clone())));
        under
    }
}

/// When it began: of what was split off or merged, with its oldest message.
fn begun_s(history: &History) -> i64 {
    let oldest = history.messages.iter().map(|message| message.at).min();
    oldest.map_or(history.created_at, |at| at.min(history.created_at)).unix_s()
}

fn of_messages(history: &History) -> Vec<Deed> {
    let seen = || history.messages.iter().filter(|message| message.kind != Kind::Note);
    let started = seen().next().is_some_and(|message| message.kind == Kind::Outbound);
    let what = if started { What::Started } else { What::Received };
    let mut deeds = vec![Deed { what, at_s: begun_s(history), by: None }];
    let mut asked: Option<i64> = None;
    let mut answered = started;
    for message in seen().filter(|message| !message.automatic) {
        let at_s = message.at.unix_s();
        match (message.kind, message.author) {
            (Kind::Inbound, _) if !message.agents_only => {
                asked.get_or_insert(at_s);
                deeds.push(Deed { what: What::Wrote, at_s, by: None });
            }
            (Kind::Outbound, Author::Agent(agent)) => {
                deeds.push(Deed { what: What::Replied, at_s, by: Some(agent) });
                if let Some(since) = asked.filter(|_| !answered) {
                    answered = true;
                    let what = What::FirstAnswered((at_s - since).max(0));
                    deeds.push(Deed { what, at_s, by: Some(agent) });
                }
            }
            _ => {}
        }
    }
    deeds
}

/// How a status counts: whether it is not resolved, and whether it waits for the team.
fn standing(status: Status) -> (bool, bool) {
    (status.shelf() != Shelf::Done, matches!(status, Status::New | Status::Open))
}

/// What was set aside and came back had stood as it was before all the while.
fn of_moves(history: &History) -> Vec<Deed> {
    let begun = begun_s(history);
    let first = history.moves.first().map_or(history.status, |moved| moved.from);
    let begun_as = standing(if first.is_aside() { Status::New } else { first });
    let mut deeds = Vec::new();
    let mut stands = (false, false);
    stand(&mut deeds, &mut stands, begun_as, begun);
    if !begun_as.0 {
        deeds.push(Deed { what: What::Resolved(0), at_s: begun, by: None });
    }
    for moved in history.moves.iter().filter(|moved| !moved.to.is_aside()) {
        let (at_s, next) = (moved.at.unix_s(), standing(moved.to));
        match (stands.0, next.0) {
            (true, false) => {
                deeds.push(Deed { what: What::Resolved((at_s - begun).max(0)), at_s, by: moved.by });
            }
            (false, true) => deeds.push(Deed { what: What::Reopened, at_s, by: None }),
            _ => {}
        }
        stand(&mut deeds, &mut stands, next, at_s);
    }
    deeds
}

fn stand(deeds: &mut Vec<Deed>, stands: &mut (bool, bool), next: (bool, bool), at_s: i64) {
    let by_one = |before: bool, after: bool| i64::from(after) - i64::from(before);
    for what in [What::Backlog(by_one(stands.0, next.0)), What::Waiting(by_one(stands.1, next.1))] {
        if !matches!(what, What::Backlog(0) | What::Waiting(0)) {
            deeds.push(Deed { what, at_s, by: None });
        }
    }
    *stands = next;
}
