//! Articles, as lists and their own pages show them.

use desk::{
    AgentId, ArticleId, ConversationId, MailboxId, MessageId,
    article::{self, Draft},
    knowledge,
    permit::Action,
};
use flow::access;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Tx, agents::Agent, articles::Article as Stored};
use utoipa::ToSchema;

use crate::{
    shown::{same_words, time},
    version::Version,
};

/// Whether an article is answered from.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArticleState {
    /// Only the team sees it.
    Draft,
    /// Assistants answer from it, and the team's answers are suggested from it.
    Published,
}

same_words!(ArticleState, article::State, Draft = Draft, Published = Published);

/// Where an article came from.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ArticleSource {
    /// It was written in the desk.
    Written,
    /// It was a Markdown file.
    Imported,
    /// It was an answer to a customer, which somebody approved.
    Answer,
}

same_words!(ArticleSource, article::Source, Written = Written, Imported = Imported, Answer = Answer);

/// Who changed an article last.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleEditor {
    /// Which person.
    #[schema(value_type = String)]
    pub id: AgentId,
    /// Their name.
    #[schema(example = "Ana")]
    pub name: String,
}

/// An article as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleItem {
    /// Which.
    #[schema(value_type = String)]
    pub id: ArticleId,
    /// Its title.
    #[schema(example = "Returning goods")]
    pub title: String,
    /// Whether it is answered from.
    pub state: ArticleState,
    /// Where it came from.
    pub source: ArticleSource,
    /// Its language, such as `de`; null: not said.
    #[schema(required)]
    pub language: Option<String>,
    /// Its public address, the only one that an assistant may write to customers.
    #[schema(required)]
    pub link: Option<String>,
    /// True when an assistant may answer with it by itself.
    pub alone: bool,
    /// The mailboxes whose customers it is for; none: all.
    #[schema(value_type = Vec<String>)]
    pub mailboxes: Vec<MailboxId>,
    /// Who changed it last.
    pub updated_by: ArticleEditor,
    /// When.
    pub updated_at: Timestamp,
    /// True when the caller may change it.
    pub may_change: bool,
}

/// The answer that an article was made of.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ArticleAnswer {
    /// The conversation in which it stands.
    #[schema(value_type = String)]
    pub conversation: ConversationId,
    /// The message.
    #[schema(value_type = String)]
    pub message: MessageId,
}

/// An article.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Article {
    /// What lists show of it.
    #[serde(flatten)]
    pub item: ArticleItem,
    /// Its text, Markdown as it was written.
    #[schema(example = "You can send shoes back within 30 days.")]
    pub body: String,
    /// How customers ask for it, in their words; empty where there is nothing.
    #[schema(example = "Can I send something back?")]
    pub asked: String,
    /// The file that was imported.
    #[schema(required)]
    pub file: Option<String>,
    /// The answer that was approved, where the caller may read it.
    #[schema(required)]
    pub answer: Option<ArticleAnswer>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// A page of articles.
#[derive(Serialize, ToSchema)]
pub struct ArticlePage {
    /// The newest first.
    pub items: Vec<ArticleItem>,
    /// What `after` is for the next page; null on the last.
    #[schema(required)]
    pub next: Option<String>,
}

/// A passage that answers a question.
#[derive(Serialize, ToSchema)]
pub struct Passage {
    /// The article.
    #[schema(value_type = String)]
    pub article: ArticleId,
    /// Its title.
    #[schema(example = "Returning goods")]
    pub title: String,
    /// The headings that it stands under, in one line; may be empty.
    #[schema(example = "How it works")]
    pub heading: String,
    /// The passage, Markdown.
    pub text: String,
    /// The article's public address.
    #[schema(required)]
    pub link: Option<String>,
    /// True when an assistant may answer with it by itself.
    pub alone: bool,
    /// How good it is; only to be compared within one question.
    #[schema(example = 7.25)]
    pub score: f64,
    /// How much of the question it covers, percent.
    #[schema(example = 83.0, minimum = 0.0, maximum = 100.0)]
    pub covered_percent: f64,
}

/// Passages that are good enough to answer from.
#[derive(Serialize, ToSchema)]
pub struct PassageList {
    /// The best first; none: an assistant hands over.
    pub items: Vec<Passage>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

impl ArticleItem {
    /// The article as somebody sees it.
    #[must_use]
    pub fn of(stored: Stored, agent: &Agent) -> Self {
        let may_change = flow::articles::may_change(agent, &stored);
        let Draft { title, state, language, link, alone, mailboxes, .. } = stored.draft;
        Self {
            id: stored.id,
            title,
            state: state.into(),
            source: stored.source.into(),
            language,
            link,
            alone,
            mailboxes,
            updated_by: ArticleEditor { id: stored.updated_by, name: stored.updated_by_name.unwrap_or_default() },
            updated_at: time(stored.updated_at),
            may_change,
        }
    }
}

impl Article {
    /// The article as somebody sees it.
    ///
    /// # Errors
    /// The store's own.
    pub fn of(tx: &mut Tx<'_>, stored: Stored, agent: &Agent) -> store::Result<Self> {
        let answer = match stored.answer {
            Some((message, within)) if access::may(tx, agent, Action::Read, within)? => {
                Some(ArticleAnswer { conversation: within, message })
            }
            _ => None,
        };
        Ok(Self {
            body: stored.draft.body.clone(),
            asked: stored.draft.asked.clone(),
            file: stored.file.clone(),
            answer,
            created_at: time(stored.created_at),
            item: ArticleItem::of(stored, agent),
        })
    }
}

/// The version of what can be edited about an article.
#[must_use]
pub fn version(stored: &Stored) -> Version {
    let draft = &stored.draft;
    let text = (&draft.title, &draft.body, &draft.asked, draft.state.word());
    Version::of(&(text, &draft.language, &draft.link, draft.alone, &draft.mailboxes))
}

impl From<knowledge::Found> for Passage {
    fn from(found: knowledge::Found) -> Self {
        let knowledge::Found { article, title, heading, text, link, alone, score, covered } = found;
        let (score, covered_percent) = ((score * 100.0).round() / 100.0, (covered * 100.0).round());
        Self { article, title, heading, text, link, alone, score, covered_percent }
    }
}
