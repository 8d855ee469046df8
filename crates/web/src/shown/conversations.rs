//! Conversations: as items of lists, and whole with their timeline.

use std::collections::{HashMap, VecDeque};

use desk::{AgentId, ConversationId, EventId, Micros, conversation, priority, sla};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{
    Tx, assistants, bounced, category_fields, conversations, events,
    following::{self, Named},
    lists, messages, participants, surveys,
};
use utoipa::ToSchema;

use crate::{
    letter::Letters,
    shown::{
        assistants::{AssistantRef, Suggestion},
        fields::{CategoryField, ConversationFieldValue},
        messages::{Loaded, Message, dress, load},
        people::{Address, AgentRef, Bounced, CategoryRef, ContactRef, MailboxRef, QueueRef},
        same_words,
        surveys::Survey,
        time,
    },
};

/// Messages of one conversation that are shown; of a longer one the newest (`message_count` tells of the others).
const MESSAGES: usize = 500;
/// Text and HTML of one conversation that are shown, bytes; beyond, only the newest messages.
const MESSAGES_BYTES: usize = 32 * 1024 * 1024;
/// Messages read at once.
const BATCH: i64 = 100;

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody answered yet.
    New,
    /// The customer's message is the last.
    Open,
    /// The team's message is the last.
    Answered,
    /// The team calls it solved.
    Resolved,
    /// Closed by hand or by time.
    Closed,
    /// Waits until a date.
    Postponed,
    /// Set aside as spam.
    Spam,
    /// Set aside to be deleted.
    Trash,
}

same_words!(
    Status,
    conversation::Status,
    New = New,
    Open = Open,
    Answered = Answered,
    Resolved = Resolved,
    Closed = Closed,
    Postponed = Postponed,
    Spam = Spam,
    Trash = Trash
);

/// How soon a conversation needs the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// When nothing else waits.
    Low,
    /// In its turn.
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

same_words!(Priority, priority::Priority, Low = Low, Normal = Normal, High = High, Urgent = Urgent);

/// What an SLA policy promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlaTarget {
    /// The first answer.
    FirstResponse,
    /// An answer to what the customer wrote after one.
    NextResponse,
    /// The solution.
    Resolution,
}

impl From<sla::Target> for SlaTarget {
    fn from(target: sla::Target) -> Self {
        match target {
            sla::Target::FirstResponse => Self::FirstResponse,
            sla::Target::NextResponse => Self::NextResponse,
            sla::Target::Resolution => Self::Resolution,
        }
    }
}

/// A promise that runs.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Due {
    /// Which.
    pub target: SlaTarget,
    /// Until when it is kept; it is broken when that is past.
    pub at: Timestamp,
}

/// A conversation as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationItem {
    /// Which.
    #[schema(value_type = String, example = "1042")]
    pub id: ConversationId,
    /// Its number, as people say it.
    #[schema(example = 1042)]
    pub number: i64,
    /// The subject.
    #[schema(example = "Order 4711 has not arrived")]
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How soon it needs the team.
    pub priority: Priority,
    /// How it reaches us.
    #[schema(example = "email")]
    pub channel: String,
    /// The mailbox.
    pub mailbox: MailboxRef,
    /// The queue; none: the conversation is everybody's.
    #[schema(required)]
    pub queue: Option<QueueRef>,
    /// The category.
    #[schema(required)]
    pub category: Option<CategoryRef>,
    /// What stands in the fields of its category; an empty one is left out.
    pub fields: Vec<ConversationFieldValue>,
    /// The customer.
    pub contact: ContactRef,
    /// Who has it.
    #[schema(required)]
    pub assignee: Option<AgentRef>,
    /// The assistant that has it, while no person does.
    #[schema(required)]
    pub assistant: Option<AssistantRef>,
    /// When something last happened to it.
    pub updated_at: Timestamp,
    /// True when the caller has not seen its newest message.
    pub unread: bool,
    /// One line of its newest message.
    pub preview: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// True when any of its messages has files.
    pub has_attachments: bool,
    /// How many messages it has.
    pub message_count: i64,
    /// Until when it is postponed.
    #[schema(required)]
    pub postponed_until: Option<Timestamp>,
    /// What is promised to its customer next, and until when; null where nothing is, or nobody waits.
    #[schema(required)]
    pub due: Option<Due>,
}

impl From<lists::Item> for ConversationItem {
    fn from(item: lists::Item) -> Self {
        Self {
            id: item.id,
            number: item.id.0,
            subject: item.subject,
            status: item.status.into(),
            priority: item.priority.into(),
            channel: item.channel,
            mailbox: item.mailbox.into(),
            queue: item.queue.map(QueueRef::from),
            category: item.category.map(CategoryRef::from),
            fields: item.fields.into_iter().map(ConversationFieldValue::from).collect(),
            contact: item.contact.into(),
            assignee: item.assignee.map(AgentRef::from),
            assistant: item.assistant.map(AssistantRef::from),
            updated_at: time(item.updated_at),
            unread: item.unread,
            preview: item.preview,
            tags: item.tags,
            has_attachments: item.has_attachments,
            message_count: item.message_count,
            postponed_until: item.postponed_until.map(time),
            due: item.due.map(|(target, at)| Due { target: target.into(), at: time(at) }),
        }
    }
}

/// A page of conversations, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConversationList {
    /// The page.
    pub items: Vec<ConversationItem>,
    /// Where the next page begins; null when this is the last.
    #[schema(required)]
    pub next: Option<String>,
}

/// Whether somebody is the customer or was copied.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParticipantRole {
    /// The customer.
    Contact,
    /// Somebody who was copied.
    Cc,
}

/// Somebody who takes part.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Participant {
    /// The address.
    pub address: String,
    /// The name.
    #[schema(required)]
    pub name: Option<String>,
    /// Whether they are the customer or were copied.
    pub role: ParticipantRole,
    /// True when answers go there too.
    pub ticked: bool,
    /// Why mail to this address comes back; null where it does not.
    #[schema(required)]
    pub bounced: Option<Bounced>,
}

impl Participant {
    fn of(stored: participants::Participant, bounced: &HashMap<String, bounced::Bounced>) -> Self {
        let role = if stored.role == "contact" { ParticipantRole::Contact } else { ParticipantRole::Cc };
        let bounced = bounced.get(&desk::address::fold(&stored.person.address)).map(Bounced::from);
        Self { address: stored.person.address, name: stored.person.name, role, ticked: stored.ticked, bounced }
    }
}

/// What kind of actor did something.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ActorType {
    /// A person of the team.
    Agent,
    /// The desk.
    System,
    /// A customer.
    Contact,
    /// A rule of the desk.
    Rule,
    /// An assistant.
    Assistant,
}

/// Who did something.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Actor {
    /// What kind of actor.
    pub r#type: ActorType,
    /// The name at that moment.
    #[schema(required)]
    pub name: Option<String>,
}

/// Something that happened to a conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationEvent {
    /// Which.
    #[schema(value_type = String)]
    pub id: EventId,
    /// What happened.
    #[schema(example = "status_changed")]
    pub kind: String,
    /// Who did it.
    pub actor: Actor,
    /// More about it, by its kind.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
    /// When.
    pub created_at: Timestamp,
}

impl From<events::Stored> for ConversationEvent {
    fn from(stored: events::Stored) -> Self {
        let kind = match stored.actor_kind.as_str() {
            "agent" => ActorType::Agent,
            "contact" => ActorType::Contact,
            "rule" => ActorType::Rule,
            "assistant" => ActorType::Assistant,
            _ => ActorType::System,
        };
        let actor = Actor { r#type: kind, name: stored.actor_name };
        Self { id: stored.id, kind: stored.kind, actor, data: stored.data, created_at: time(stored.created_at) }
    }
}

/// A conversation with its timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Conversation {
    /// What lists show of it.
    #[serde(flatten)]
    pub item: ConversationItem,
    /// Where answers go in place of the customer's address: what Reply-To of the mail named; null where they go to the customer (SB-15).
    #[schema(required)]
    pub answers_to: Option<Address>,
    /// True when that is in another domain than the customer's address, and no agent has answered there yet: ask before sending.
    pub answers_to_unconfirmed: bool,
    /// True where the caller follows it.
    pub following: bool,
    /// Who follows it, by name.
    pub followers: Vec<AgentRef>,
    /// The fields that it has, by its category: those of all conversations, of the category above its own, and of its own.
    pub template: Vec<CategoryField>,
    /// The customer and those who were copied.
    pub participants: Vec<Participant>,
    /// Its messages, oldest first; of a very long conversation the newest.
    pub messages: Vec<Message>,
    /// What happened to it, oldest first.
    pub events: Vec<ConversationEvent>,
    /// The satisfaction surveys that left, the newest first, up to 20.
    pub surveys: Vec<Survey>,
    /// The answer that an assistant drafted to the customer's newest message; null where there is none.
    #[schema(required)]
    pub suggestion: Option<Suggestion>,
}

/// A conversation whose messages are still to be made safe.
pub struct LoadedConversation {
    item: lists::Item,
    answers_to: Option<Address>,
    answers_to_unconfirmed: bool,
    following: bool,
    followers: Vec<Named>,
    template: Vec<CategoryField>,
    participants: Vec<participants::Participant>,
    bounced: HashMap<String, bounced::Bounced>,
    messages: Vec<Loaded>,
    events: Vec<events::Stored>,
    surveys: Vec<surveys::Survey>,
    suggestion: Option<Suggestion>,
}

/// Reads a whole conversation as this agent sees it; one that was merged is the one that it was merged into.
///
/// # Errors
/// The store's own.
pub fn whole(tx: &mut Tx<'_>, agent: AgentId, id: ConversationId) -> store::Result<Option<LoadedConversation>> {
    let Some(conversation) = conversations::followed(tx, id)? else { return Ok(None) };
    let id = conversation.id;
    let Some(item) = lists::one(tx, agent, id)? else { return Ok(None) };
    let followers = following::of(tx, id)?;
    let following = followers.iter().any(|(follower, ..)| *follower == agent);
    let templates = category_fields::templates(tx)?;
    let category = item.category.as_ref().map(|(id, _)| *id);
    let template = templates.of(category).map(CategoryField::from).collect();
    let participants = participants::of(tx, id)?;
    let bounced = bounced::of_conversation(tx, id)?;
    let suggestion = suggestion(tx, &conversation)?;
    let messages = newest(tx, id)?.into_iter().map(|message| load(tx, message)).collect::<store::Result<_>>()?;
    let (events, surveys) = (events::of(tx, id)?, surveys::of(tx, id)?);
    let answers_to_unconfirmed = conversation.destination_unconfirmed();
    let name = participants.iter().find(|one| one.role == "contact").and_then(|one| one.person.name.clone());
    let answers_to = conversation.reply_to.map(|address| Address { name, address });
    Ok(Some(LoadedConversation {
        item,
        answers_to,
        answers_to_unconfirmed,
        following,
        followers,
        template,
        participants,
        bounced,
        messages,
        events,
        surveys,
        suggestion,
    }))
}

/// What an assistant suggests: the draft of its newest turn, as long as nobody has written since.
fn suggestion(tx: &mut Tx<'_>, about: &conversations::Conversation) -> store::Result<Option<Suggestion>> {
    let Some(turn) = assistants::turns::last(tx, about.id)? else { return Ok(None) };
    if messages::public_since(tx, about.id, turn.message)? {
        return Ok(None);
    }
    let name = assistants::name(tx, turn.assistant)?.unwrap_or_default();
    Ok(Suggestion::of(turn, name))
}

fn newest(tx: &mut Tx<'_>, id: ConversationId) -> store::Result<VecDeque<messages::Message>> {
    let mut kept: VecDeque<messages::Message> = VecDeque::new();
    let mut bytes = 0;
    loop {
        let after = kept.back().map(|message| message.id);
        let batch = messages::of(tx, id, after, BATCH)?;
        let last = i64::try_from(batch.len()).is_ok_and(|length| length < BATCH);
        for message in batch {
            bytes += weight(&message);
            kept.push_back(message);
            while kept.len() > 1 && (kept.len() > MESSAGES || bytes > MESSAGES_BYTES) {
                bytes -= kept.pop_front().as_ref().map_or(0, weight);
            }
        }
        if last {
            return Ok(kept);
        }
    }
}

fn weight(message: &messages::Message) -> usize {
    message.text.len() + message.reply_text.len() + message.html.as_ref().map_or(0, String::len)
}

impl LoadedConversation {
    /// When something last happened to it.
    #[must_use]
    pub fn updated_at(&self) -> Micros {
        self.item.updated_at
    }

    /// Makes the HTML of its messages safe.
    pub async fn shown(mut self, letters: &Letters) -> Conversation {
        let messages = std::mem::take(&mut self.messages).into_iter().map(|loaded| dress(letters, loaded));
        let messages = futures::future::join_all(messages).await;
        Conversation { messages, ..self.bare() }
    }

    /// Without the HTML of its messages.
    #[must_use]
    pub fn bare(self) -> Conversation {
        Conversation {
            item: self.item.into(),
            answers_to: self.answers_to,
            answers_to_unconfirmed: self.answers_to_unconfirmed,
            following: self.following,
            followers: self.followers.into_iter().map(AgentRef::from).collect(),
            template: self.template,
            participants: self.participants.into_iter().map(|one| Participant::of(one, &self.bounced)).collect(),
            messages: self.messages.into_iter().map(|loaded| loaded.shown).collect(),
            events: self.events.into_iter().map(ConversationEvent::from).collect(),
            surveys: self.surveys.into_iter().map(Survey::from).collect(),
            suggestion: self.suggestion,
        }
    }
}
