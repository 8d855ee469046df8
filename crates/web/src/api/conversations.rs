//! Conversations: listed and searched by view, read whole, started, changed, marked as read.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{
    AgentId, AttachmentId, CategoryId, ConversationId, MailboxId, Micros, OwnViewId, QueueId, conversation::View,
    limits, permit::Action, view::Filter,
};
use flow::{
    answer::Started,
    edit::{Edit, Tagging},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use store::{Tx, conversations, lists, views};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    api::{category_fields, messages},
    cursor::{Cursor, search_print},
    problem::{Changed, Problem, ProblemBody},
    request::{self, Body, Id, Parameters, given},
    search::{Behind, Search},
    shown::{
        conversations::{Conversation, ConversationItem, ConversationList, Priority, Status, whole},
        micros,
        people::{Recipient, persons},
        time,
    },
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Halt, Key, once, write},
};

/// Which conversations.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParameters {
    /// mine, unassigned, open (where nothing is said), mentions, postponed, drafts, sent, all, spam, trash, or the id of an
    /// own view. Held mail is no conversation yet: it is listed by itself.
    #[param(example = "open")]
    view: Option<String>,
    /// What is open in this queue; goes with the view `open` only.
    queue: Option<String>,
    /// Words, "phrases" and the beginning of a last word that must occur; `from:`, `to:`, `subject:` for words in that
    /// part of a message; `before:2026-11-05` and `after:2026-11` (a day, month or year, in UTC) for messages of that time;
    /// `field:"Order number"=4711` (also `>=`, `<=`, and without a value for any) for what stands in a field of its category;
    /// `tag:`, `in:` (a mailbox, a queue, or a view to look in instead), `status:`, `priority:`, `assignee:` (`me`, `nobody`, a name),
    /// `is:unread`, `is:read`, `has:attachment` for conversations; values of several words in quotation marks. `#1042` or
    /// `1042` names a conversation. Any other operator is words.
    q: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// A page of a view, or of what a search finds in it, newest first.
#[utoipa::path(get, path = "/conversations", operation_id = "listConversations", tag = "conversations", params(ListParameters),
    responses((status = 200, body = ConversationList), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<ListParameters>,
) -> Result<Json<ConversationList>, Problem> {
    caller.may(Action::Read)?;
    let most = request::limit(asked.limit.as_deref())?;
    let after = Cursor::asked(asked.after.as_deref())?;
    let Asking { word, view, queue, agent, typed, own, .. } =
        Asking::of(&web, &caller, (asked.view, asked.queue, asked.q)).await?;
    match typed {
        None if own.is_none() => listed(&web, view, queue, agent, after, most).await,
        typed => {
            let most = usize::try_from(most).unwrap_or_default();
            let typed = typed.unwrap_or_default();
            let search = Search { view, queue, own, agent, typed, behind: None, most };
            found(&web, word, search, after).await
        }
    }
}

/// A view, a queue and what is searched for, as they were asked for.
type Words = (Option<String>, Option<String>, Option<String>);

/// Which conversations somebody asks for.
#[derive(Clone)]
pub(super) struct Asking {
    word: String,
    view: View,
    queue: Option<QueueId>,
    agent: AgentId,
    typed: Option<String>,
    own: Option<Filter>,
    after: Option<lists::Place>,
    behind: Option<Behind>,
}

impl Asking {
    /// Reads the parameters, from the first page on.
    pub(super) async fn of(web: &Web, caller: &Caller, asked: Words) -> Result<Self, Problem> {
        let (word, queue, typed) = asked;
        let word = word.filter(|word| !word.is_empty()).unwrap_or_else(|| View::Open.word().to_string());
        let unknown = || Problem::new(StatusCode::BAD_REQUEST, "unknown_view");
        let (view, own) = match (View::from_word(&word), word.parse::<OwnViewId>()) {
            (Some(view), _) => (view, None),
            (None, Ok(id)) => (View::All, Some(own_view(web, caller, id).await?.ok_or_else(unknown)?.filter)),
            (None, Err(_)) => return Err(unknown()),
        };
        let queue = queue.as_deref().filter(|text| !text.is_empty()).map(str::parse::<QueueId>).transpose();
        let queue = queue.map_err(|_| Problem::parameter("queue", "parameter-queue"))?;
        if queue.is_some() && view != View::Open {
            return Err(Problem::parameter("queue", "parameter-queue"));
        }
        let typed = typed.filter(|typed| !typed.trim().is_empty());
        if typed.as_ref().is_some_and(|typed| typed.chars().count() > limits::SEARCH_TYPED_CHARS) {
            return Err(Problem::parameter("q", "parameter-long"));
        }
        Ok(Self { word, view, queue, agent: caller.agent.id, typed, own, after: None, behind: None })
    }

    /// The view, as it was asked for.
    pub(super) fn word(&self) -> &str {
        &self.word
    }

    /// The next page, and what is asked for behind it; none where it was the last.
    pub(super) async fn page(&self, web: &Web, most: usize) -> store::Result<(Vec<lists::Item>, Option<Self>)> {
        let this = self.clone();
        web.node.db.read(move |tx| this.page_of(tx, most)).await
    }

    fn page_of(&self, tx: &mut Tx<'_>, most: usize) -> store::Result<(Vec<lists::Item>, Option<Self>)> {
        let Self { view, queue, agent, after, behind, .. } = *self;
        if self.typed.is_none() && self.own.is_none() {
            let rows = i64::try_from(most).unwrap_or(i64::MAX);
            let items = match queue {
                Some(queue) => lists::page_of_queue(tx, queue, agent, after, rows)?,
                None => lists::page(tx, view, agent, after, rows)?,
            };
            let last = items.last().filter(|_| items.len() == most).map(lists::Item::place);
            return Ok((items, last.map(|place| Self { after: Some(place), ..self.clone() })));
        }
        let typed = self.typed.clone().unwrap_or_default();
        let search = Search { view, queue, own: self.own.clone(), agent, typed, behind, most };
        let Some(found) = search.page(tx)? else { return Ok((Vec::new(), None)) };
        let next = found.next.map(|behind| Self { behind: Some(behind), ..self.clone() });
        Ok((found.items, next))
    }
}

async fn listed(
    web: &Web,
    view: View,
    queue: Option<QueueId>,
    agent: AgentId,
    after: Option<Cursor>,
    most: i64,
) -> Result<Json<ConversationList>, Problem> {
    let word = list_word(view, queue);
    let after = behind(&word, after)?;
    let page = web.node.db.read(move |tx| match queue {
        Some(queue) => lists::page_of_queue(tx, queue, agent, after, most + 1),
        None => lists::page(tx, view, agent, after, most + 1),
    });
    Ok(Json(page_of(word, page.await?, most)))
}

/// The place behind which a page of this list begins.
pub(super) fn behind(word: &str, after: Option<Cursor>) -> Result<Option<lists::Place>, Problem> {
    match after {
        None => Ok(None),
        Some(Cursor::Listed(of, place)) if of == word => Ok(Some(place)),
        Some(_) => Err(Cursor::unknown()),
    }
}

/// The page that was read with one more than it may have.
pub(super) fn page_of(word: String, mut items: Vec<lists::Item>, most: i64) -> ConversationList {
    let more = request::cut(&mut items, most);
    let last = items.last().filter(|_| more).map(|item| item.place());
    let next = last.map(|place| Cursor::Listed(word, place).text());
    ConversationList { items: items.into_iter().map(ConversationItem::from).collect(), next }
}

/// What tells one list's cursors from another's.
fn list_word(view: View, queue: Option<QueueId>) -> String {
    queue.map_or_else(|| view.word().to_string(), |queue| format!("queue-{queue}"))
}

/// The view of somebody's own with this id, as far as the caller has it.
async fn own_view(web: &Web, caller: &Caller, id: OwnViewId) -> Result<Option<views::View>, Problem> {
    let agent = caller.agent.clone();
    let stored = web.node.db.read(move |tx| views::by_id(tx, id)).await?;
    Ok(stored.filter(|view| flow::views::has(&agent, view)))
}

async fn found(
    web: &Web,
    word: String,
    search: Search,
    after: Option<Cursor>,
) -> Result<Json<ConversationList>, Problem> {
    let word = search.queue.map_or(word, |queue| list_word(search.view, Some(queue)));
    let print = search_print(&search.typed);
    let behind = match after {
        None => None,
        Some(Cursor::Found(of, searched, behind)) if of == word && searched == print => Some(behind),
        Some(_) => return Err(Cursor::unknown()),
    };
    let search = Search { behind, ..search };
    let found = web.node.db.read(move |tx| search.page(tx)).await?.ok_or_else(Cursor::unknown)?;
    let next = found.next.map(|behind| Cursor::Found(word, print, behind).text());
    Ok(Json(ConversationList { items: found.items.into_iter().map(ConversationItem::from).collect(), next }))
}

/// A conversation with its timeline.
#[utoipa::path(get, path = "/conversations/{id}", operation_id = "readConversation", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 200, body = Conversation, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<Tagged<Conversation>, Problem> {
    caller.may(Action::Read)?;
    tagged(&web, caller.agent.id, id).await
}

/// A conversation with its version: any change of it makes a new one, a message too.
async fn tagged(web: &Web, agent: AgentId, id: ConversationId) -> Result<Tagged<Conversation>, Problem> {
    let loaded = web.node.db.read(move |tx| whole(tx, agent, id)).await?.ok_or_else(Problem::not_found)?;
    let version = version(loaded.updated_at());
    Ok(Tagged(loaded.shown(&web.letters).await, version))
}

fn version(updated_at: Micros) -> Version {
    Version::of(&updated_at.0)
}

pub(super) async fn shown(web: &Web, agent: AgentId, id: ConversationId) -> Result<Conversation, Problem> {
    tagged(web, agent, id).await.map(|tagged| tagged.0)
}

/// A conversation that starts with a mail to a customer.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationNew {
    /// The mailbox that it leaves from.
    #[schema(value_type = String)]
    pub mailbox: MailboxId,
    /// Recipients; the first becomes the contact.
    pub to: Vec<Recipient>,
    /// Further recipients.
    #[serde(default)]
    pub cc: Option<Vec<Recipient>>,
    /// Hidden recipients.
    #[serde(default)]
    pub bcc: Option<Vec<Recipient>>,
    /// The subject.
    #[schema(example = "Your order 4711")]
    pub subject: String,
    /// The text; exactly one of this and `html`.
    #[serde(default)]
    pub text: Option<String>,
    /// The HTML.
    #[serde(default)]
    pub html: Option<String>,
    /// Uploads of the caller.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    pub attachments: Option<Vec<AttachmentId>>,
    /// How long it waits so that it can be undone, seconds; at most 60, and not at all where nothing is said.
    #[serde(default)]
    #[schema(example = 10, maximum = 60)]
    pub undo_s: Option<u32>,
    /// When it leaves, at most a year ahead; at once where nothing is said.
    #[serde(default)]
    pub send_at: Option<Timestamp>,
    /// True when this is what the caller's draft was: the draft is done with, in the same moment.
    #[serde(default)]
    pub ends_draft: bool,
}

/// Starts a conversation.
#[utoipa::path(post, path = "/conversations", operation_id = "startConversation", tag = "conversations", request_body = ConversationNew,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Conversation), (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn start(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<ConversationNew>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    messages::one_body(body.value.text.as_ref(), body.value.html.as_ref())?;
    let started = started(body.value);
    let (node, agent, now) = (web.node.clone(), caller.agent, web.node.clock.now());
    let asked = Asked { agent: agent.id, key, print: body.print, status: StatusCode::CREATED };
    let answer = once(&web, asked, move |tx| {
        let id = flow::answer::start(tx, &node, &agent, &started, now)?;
        let loaded = whole(tx, agent.id, id)?.ok_or_else(Problem::not_found)?;
        as_json(&loaded.bare())
    });
    let answer = messages::dressed_again(&web, answer.await?).await?;
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

fn started(new: ConversationNew) -> Started {
    Started {
        mailbox: new.mailbox,
        subject: new.subject,
        to: persons(new.to),
        cc: persons(new.cc.unwrap_or_default()),
        bcc: persons(new.bcc.unwrap_or_default()),
        text: new.text,
        html: new.html,
        attachments: new.attachments.unwrap_or_default(),
        leaving: messages::leaving(new.undo_s, new.send_at),
        ends_draft: new.ends_draft,
    }
}

pub(super) fn as_json<T: serde::Serialize>(shown: &T) -> Result<Value, Halt> {
    Ok(serde_json::to_value(shown).map_err(|error| store::Error::unreadable("answer", error))?)
}

/// Changes of a conversation: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationChange {
    /// The status; all but `new` can be set.
    #[serde(default)]
    pub status: Option<Status>,
    /// Until when; goes with `postponed`.
    #[serde(default)]
    pub postponed_until: Option<Timestamp>,
    /// The agent who has it; null for nobody.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub assignee: Option<Option<AgentId>>,
    /// The queue; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub queue: Option<Option<QueueId>>,
    /// How soon it needs the team.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// The category; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub category: Option<Option<CategoryId>>,
    /// What stands in fields of its category, by the field's id; null empties, and fields that are not named stay.
    #[serde(default)]
    pub fields: Option<BTreeMap<String, Option<String>>>,
    /// All tags.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
}

/// Changes a conversation.
#[utoipa::path(patch, path = "/conversations/{id}", operation_id = "changeConversation", tag = "conversations",
    params(("id" = String, Path, description = "The conversation"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = ConversationChange,
    responses((status = 200, body = Conversation), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
    base: IfMatch,
    body: Body<ConversationChange>,
) -> Result<Tagged<Conversation>, Problem> {
    caller.may(Action::Work)?;
    let change = body.value;
    let edit = Edit {
        status: change.status.map(desk::conversation::Status::from),
        postponed_until: change.postponed_until.map(micros),
        assignee: change.assignee,
        queue: change.queue,
        priority: change.priority.map(desk::priority::Priority::from),
        category: change.category,
        fields: category_fields::written(change.fields)?,
        tags: change.tags.map(Tagging::All),
    };
    let (agent, now) = (caller.agent, web.node.clock.now());
    let caller = agent.id;
    write(&web, move |tx| {
        if base.is_said() {
            let stands = flow::access::worked_on(tx, &agent, id)?;
            base.check_with(&version(stands.updated_at), || changed_last(tx, stands.id))?;
        }
        Ok(flow::edit::edit(tx, &agent, id, &edit, now)?)
    })
    .await?;
    tagged(&web, caller, id).await
}

/// Who did the last thing that the timeline tells.
fn changed_last(tx: &mut Tx<'_>, id: ConversationId) -> store::Result<Option<Changed>> {
    let last = store::events::last(tx, id)?;
    Ok(last.map(|event| Changed { by: event.actor_name, at: time(event.created_at) }))
}

/// Marks a conversation as read, for the caller only.
#[utoipa::path(put, path = "/conversations/{id}/read", operation_id = "markRead", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn mark_read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<StatusCode, Problem> {
    mark(&web, &caller, id, true).await
}

/// Marks a conversation as unread, for the caller only.
#[utoipa::path(delete, path = "/conversations/{id}/read", operation_id = "markUnread", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")),
    responses((status = 204), (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn mark_unread(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
) -> Result<StatusCode, Problem> {
    mark(&web, &caller, id, false).await
}

async fn mark(web: &Web, caller: &Caller, id: ConversationId, read: bool) -> Result<StatusCode, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent.clone();
    write(web, move |tx: &mut Tx<'_>| {
        let id = flow::access::reached(tx, &agent, Action::Read, id)?.ok_or_else(Problem::not_found)?.id;
        Ok(conversations::set_read(tx, agent.id, id, read)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
