//! Drafts as their own agent sees them.

use desk::{AttachmentId, ConversationId, MailboxId, MessageId, draft};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Tx, agents::Agent, drafts};
use utoipa::ToSchema;

use crate::shown::{
    messages::Attachment,
    people::{Address, Recipient, addresses, persons},
    same_words, time,
};

/// Characters of a draft that the list shows.
const PREVIEW_CHARS: usize = 160;

/// What a draft is going to be.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DraftKind {
    /// An answer to the participants.
    Reply,
    /// A message of the conversation for somebody else.
    Forward,
    /// Only the team sees it.
    Note,
}
same_words!(DraftKind, draft::Kind, Reply = Reply, Forward = Forward, Note = Note);

/// What the caller has begun to write.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Draft)]
pub struct DraftShown {
    /// What was written last.
    pub kind: DraftKind,
    /// The answer's text.
    pub text: String,
    /// The answer as HTML, as it was saved: not made safe.
    #[schema(required)]
    pub html: Option<String>,
    /// The note's text.
    pub note: String,
    /// To; null: the usual recipients.
    #[schema(required)]
    pub to: Option<Vec<Address>>,
    /// Cc; null: the usual recipients.
    #[schema(required)]
    pub cc: Option<Vec<Address>>,
    /// Bcc.
    pub bcc: Vec<Address>,
    /// The subject of a new conversation.
    pub subject: String,
    /// The mailbox that was chosen.
    #[schema(required, value_type = Option<String>)]
    pub mailbox: Option<MailboxId>,
    /// The message that is forwarded.
    #[schema(required, value_type = Option<String>)]
    pub forwards: Option<MessageId>,
    /// The newest message when it was begun.
    #[schema(required, value_type = Option<String>)]
    pub seen: Option<MessageId>,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// When it was last saved; null: there is none.
    #[schema(required)]
    pub updated_at: Option<Timestamp>,
}

/// What the caller is writing. Nothing has to be finished.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftNew {
    /// What was written last.
    pub kind: DraftKind,
    /// The answer's text.
    #[serde(default)]
    #[schema(example = "Hello Zoë, your order")]
    pub text: String,
    /// The answer as HTML, where it is written so.
    #[serde(default)]
    pub html: Option<String>,
    /// The note's text.
    #[serde(default)]
    pub note: String,
    /// To; null: the usual recipients.
    #[serde(default)]
    pub to: Option<Vec<Recipient>>,
    /// Cc; null: the usual recipients.
    #[serde(default)]
    pub cc: Option<Vec<Recipient>>,
    /// Bcc.
    #[serde(default)]
    pub bcc: Vec<Recipient>,
    /// The subject of a new conversation.
    #[serde(default)]
    pub subject: String,
    /// The mailbox that was chosen.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub mailbox: Option<MailboxId>,
    /// The message that is forwarded.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub forwards: Option<MessageId>,
    /// The newest message when it was begun.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub seen: Option<MessageId>,
    /// Uploads of the caller, and files of messages.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub attachments: Vec<AttachmentId>,
}

impl DraftNew {
    /// The draft and the files that it holds.
    #[must_use]
    pub fn parts(self) -> (draft::Draft, Vec<AttachmentId>) {
        let draft = draft::Draft {
            kind: self.kind.into(),
            text: self.text,
            html: self.html,
            note: self.note,
            to: self.to.map(persons),
            cc: self.cc.map(persons),
            bcc: persons(self.bcc),
            subject: self.subject,
            mailbox: self.mailbox,
            forwards: self.forwards,
            seen: self.seen,
        };
        (draft, self.attachments)
    }
}

/// A draft of the caller's as the list shows it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DraftItem {
    /// The conversation that it answers; null: it begins one.
    #[schema(required, value_type = Option<String>)]
    pub conversation: Option<ConversationId>,
    /// The conversation's subject, or the draft's own.
    pub subject: String,
    /// What it is going to be.
    pub kind: DraftKind,
    /// One line of it.
    pub preview: String,
    /// When it was last saved.
    pub updated_at: Timestamp,
}

impl From<drafts::Kept> for DraftItem {
    fn from(kept: drafts::Kept) -> Self {
        let text = if kept.draft.kind == draft::Kind::Note { &kept.draft.note } else { &kept.draft.text };
        Self {
            conversation: kept.conversation,
            preview: desk::message::preview(text, PREVIEW_CHARS),
            subject: kept.subject.unwrap_or(kept.draft.subject),
            kind: kept.draft.kind.into(),
            updated_at: time(kept.updated_at),
        }
    }
}

/// The caller's drafts.
#[derive(Serialize, ToSchema)]
pub struct DraftList {
    /// Newest first.
    pub items: Vec<DraftItem>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// The agent's draft about a conversation, or the one that begins one; an empty one where there is none.
///
/// # Errors
/// The store's own.
pub fn load(tx: &mut Tx<'_>, agent: &Agent, about: Option<ConversationId>) -> store::Result<DraftShown> {
    let kept = drafts::of(tx, agent.id, about)?;
    let updated_at = kept.as_ref().map(|kept| time(kept.updated_at));
    let draft = kept.map(|kept| kept.draft).unwrap_or_default();
    Ok(DraftShown {
        kind: draft.kind.into(),
        text: draft.text,
        html: draft.html,
        note: draft.note,
        to: draft.to.map(addresses),
        cc: draft.cc.map(addresses),
        bcc: addresses(draft.bcc),
        subject: draft.subject,
        mailbox: draft.mailbox,
        forwards: draft.forwards,
        seen: draft.seen,
        attachments: drafts::files(tx, agent.id, about)?.iter().map(Attachment::from).collect(),
        updated_at,
    })
}
