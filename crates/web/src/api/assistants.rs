//! Assistants (LD-5): listed, added, changed, tried and deleted; and which of them work in a mailbox, in which order. What
//! they looked at stands in `assistant_turns.rs`.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{
    AssistantId, MailboxId,
    assistant::{self, Kind, Settings},
    permit::Action,
};
use flow::{Refused, assistants::Secret};
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    assistants::{self, Place},
};
use utoipa::ToSchema;

use crate::{
    Web,
    api::conversations::as_json,
    problem::{Problem, ProblemBody},
    request::{Body, Id, given},
    shown::assistants::{
        Assistant, AssistantDialogflow, AssistantMode, AssistantModel, AssistantPair, AssistantSource,
    },
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Asked, Halt, Key, once, once_outside, write},
};

/// All assistants.
#[derive(Serialize, ToSchema)]
pub struct AssistantList {
    /// Oldest first.
    pub items: Vec<Assistant>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// A new assistant, or changes of one: what is absent stays. Exactly one of `model`, `script` and `dialogflow` says what it
/// does; a new one needs it, and a name.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AssistantDraft {
    /// Its name, as customers see it.
    #[schema(example = "Ada")]
    pub name: Option<String>,
    /// False: it does nothing.
    pub enabled: Option<bool>,
    /// What becomes of its answers; a new one drafts.
    pub mode: Option<AssistantMode>,
    /// The language that it answers in, as a BCP 47 tag; empty: the customer's.
    pub language: Option<String>,
    /// Answers in one conversation before a person takes over, 1 to 20; of a new one 3.
    #[schema(example = 3)]
    pub most_turns: Option<u32>,
    /// Customers' messages that it looks at within a day, 1 to 100,000; of a new one 200.
    #[schema(example = 200)]
    pub most_a_day: Option<u32>,
    /// A language model.
    pub model: Option<AssistantModel>,
    /// Questions and their answers.
    pub script: Option<Vec<AssistantPair>>,
    /// An agent of Dialogflow.
    pub dialogflow: Option<AssistantDialogflow>,
    /// The key of its service, of Dialogflow the whole key file; null for none. It is kept sealed and never shown.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub key: Option<Option<String>>,
}

impl AssistantDraft {
    fn kind(&self) -> Result<Option<Kind>, Refused> {
        let model = self.model.clone().map(|AssistantModel { base_url, model, instructions, tone }| Kind::Model {
            base_url,
            model,
            instructions,
            tone,
        });
        let script =
            self.script.clone().map(|pairs| Kind::Script { pairs: pairs.into_iter().map(Into::into).collect() });
        let dialogflow = self.dialogflow.clone().map(|AssistantDialogflow { project, location, endpoint }| {
            Kind::Dialogflow { project, location, endpoint }
        });
        let mut kinds = [model, script, dialogflow].into_iter().flatten();
        match (kinds.next(), kinds.next()) {
            (_, Some(_)) => Err(Refused::field("model", "assistant-one-kind")),
            (kind, None) => Ok(kind),
        }
    }

    fn onto(&self, stored: Settings) -> Result<Settings, Refused> {
        let kind = self.kind()?.unwrap_or(stored.kind);
        Ok(Settings {
            name: self.name.clone().unwrap_or(stored.name),
            enabled: self.enabled.unwrap_or(stored.enabled),
            mode: self.mode.map_or(stored.mode, assistant::Mode::from),
            language: self.language.clone().unwrap_or(stored.language),
            most_turns: self.most_turns.unwrap_or(stored.most_turns),
            most_a_day: self.most_a_day.unwrap_or(stored.most_a_day),
            kind,
        })
    }

    /// One that nobody has said anything else of.
    fn made(&self) -> Result<Settings, Refused> {
        let kind = self.kind()?.ok_or(Refused::field("model", "assistant-one-kind"))?;
        self.onto(Settings {
            name: String::new(),
            enabled: true,
            mode: assistant::Mode::Draft,
            language: String::new(),
            most_turns: 3,
            most_a_day: 200,
            kind,
        })
    }

    fn secret(&self) -> Secret {
        match &self.key {
            None => Secret::Keep,
            Some(None) => Secret::None,
            Some(Some(key)) => Secret::Is(key.clone()),
        }
    }
}

fn shown(tx: &mut Tx<'_>, id: AssistantId) -> Result<Assistant, Halt> {
    let found = flow::assistants::standing(tx, id)?;
    Ok(Assistant::new(found, assistants::mailboxes_of(tx, id)?))
}

fn version(assistant: &Assistant) -> Version {
    Version::of(&Assistant { mailboxes: Vec::new(), ..assistant.clone() })
}

/// All assistants.
#[utoipa::path(get, path = "/assistants", operation_id = "listAssistants", tag = "assistants", responses((status = 200, body = AssistantList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<AssistantList>, Problem> {
    caller.may(Action::ReadSettings)?;
    let all = web.node.db.read(|tx| {
        let mut all = Vec::new();
        for one in assistants::list(tx)? {
            let mailboxes = assistants::mailboxes_of(tx, one.id)?;
            all.push(Assistant::new(one, mailboxes));
        }
        Ok(all)
    });
    Ok(Json(AssistantList { items: all.await?, next: None }))
}

/// An assistant.
#[utoipa::path(get, path = "/assistants/{id}", operation_id = "readAssistant", tag = "assistants",
    params(("id" = String, Path, description = "The assistant")),
    responses((status = 200, body = Assistant, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AssistantId>,
) -> Result<Tagged<Assistant>, Problem> {
    caller.may(Action::ReadSettings)?;
    let found = web.node.db.read(move |tx| {
        let Some(found) = assistants::by_id(tx, id)? else { return Ok(None) };
        Ok(Some(Assistant::new(found, assistants::mailboxes_of(tx, id)?)))
    });
    let found = found.await?.ok_or_else(Problem::not_found)?;
    let version = version(&found);
    Ok(Tagged(found, version))
}

/// Adds an assistant. It works nowhere before it stands in the list of a mailbox.
#[utoipa::path(post, path = "/assistants", operation_id = "addAssistant", tag = "assistants", request_body = AssistantDraft,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 201, body = Assistant), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn add(
    State(web): State<Web>,
    caller: Caller,
    Key(key): Key,
    body: Body<AssistantDraft>,
) -> Result<Response, Problem> {
    caller.may(Action::ManageAssistants)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::CREATED };
    let (draft, node, now) = (body.value, web.node.clone(), web.node.clock.now());
    let made = once(&web, asked, move |tx| {
        let id = flow::assistants::add(tx, &node, &caller.agent, &draft.made()?, &draft.secret(), now)?;
        as_json(&shown(tx, id)?)
    });
    Ok((StatusCode::CREATED, Json(made.await?)).into_response())
}

/// Changes an assistant. With another address its key has to be given again.
#[utoipa::path(patch, path = "/assistants/{id}", operation_id = "changeAssistant", tag = "assistants",
    params(("id" = String, Path, description = "The assistant"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = AssistantDraft,
    responses((status = 200, body = Assistant), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AssistantId>,
    base: IfMatch,
    body: Body<AssistantDraft>,
) -> Result<Tagged<Assistant>, Problem> {
    caller.may(Action::ManageAssistants)?;
    let (draft, node, now) = (body.value, web.node.clone(), web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stands = version(&shown(tx, id)?);
        base.check(tx, &stands, &format!("assistant:{id}"))?;
        let settings = draft.onto(flow::assistants::standing(tx, id)?.settings)?;
        flow::assistants::change(tx, &node, &caller.agent, id, &settings, &draft.secret(), now)?;
        shown(tx, id)
    });
    let assistant = changed.await?;
    let version = version(&assistant);
    Ok(Tagged(assistant, version))
}

/// Deletes an assistant. What it has goes to people; what it said stays.
#[utoipa::path(delete, path = "/assistants/{id}", operation_id = "deleteAssistant", tag = "assistants",
    params(("id" = String, Path, description = "The assistant")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn delete(State(web): State<Web>, caller: Caller, Id(id): Id<AssistantId>) -> Result<StatusCode, Problem> {
    caller.may(Action::ManageAssistants)?;
    let now = web.node.clock.now();
    write(&web, move |tx| Ok(flow::assistants::delete(tx, &caller.agent, id, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A question to try an assistant with.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistantQuestion {
    /// The mailbox that it comes to, as it were: its articles are looked through.
    #[schema(value_type = String, example = "1")]
    pub mailbox: MailboxId,
    /// What the customer writes, up to 20,000 characters.
    #[schema(example = "How do I send a bicycle back?")]
    pub text: String,
}

/// What an assistant told to a question that was tried; nothing was sent.
#[derive(Serialize, ToSchema)]
pub struct AssistantTold {
    /// The answer, or the draft that agents would get; null where there is none.
    #[schema(required)]
    pub answer: Option<String>,
    /// Why people would have to answer, as a stable word; null where it would leave by itself.
    #[schema(required, example = "nothing-found")]
    pub reason: Option<String>,
    /// What was found.
    pub found: Vec<AssistantSource>,
    /// What was asked.
    pub asked: String,
    /// What was said.
    pub said: String,
    /// How long its service took, milliseconds.
    #[schema(required)]
    pub took_ms: Option<i64>,
}

/// Asks an assistant a question as if a customer had; it may cost what its service takes for it.
#[utoipa::path(post, path = "/assistants/{id}/trial", operation_id = "tryAssistant", tag = "assistants", request_body = AssistantQuestion,
    params(("id" = String, Path, description = "The assistant"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = AssistantTold), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn try_out(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<AssistantId>,
    Key(key): Key,
    body: Body<AssistantQuestion>,
) -> Result<Response, Problem> {
    caller.may(Action::ManageAssistants)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let AssistantQuestion { mailbox, text } = body.value;
    let node = web.node.clone();
    let answer = once_outside(&web, asked, async move {
        let told = flow::assistants::try_out(&node, id, mailbox, &text).await?;
        Ok(AssistantTold {
            answer: told.answer,
            reason: told.reason.map(str::to_string),
            found: told.found.into_iter().map(AssistantSource::from).collect(),
            asked: told.asked,
            said: told.said,
            took_ms: told.took_ms,
        })
    });
    Ok(Json(answer.await?).into_response())
}

/// A place in the list of a mailbox's assistants.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistantPlace {
    /// The assistant.
    #[schema(value_type = String, example = "2")]
    pub assistant: AssistantId,
    /// False: it does nothing in this mailbox.
    pub enabled: bool,
}

/// The assistants of a mailbox.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssistantPlaces {
    /// In their order: the first that is on takes what comes.
    pub assistants: Vec<AssistantPlace>,
}

fn places(tx: &mut Tx<'_>, mailbox: MailboxId) -> store::Result<AssistantPlaces> {
    let all = assistants::places(tx, mailbox)?;
    let shown = |Place { assistant, enabled }| AssistantPlace { assistant, enabled };
    Ok(AssistantPlaces { assistants: all.into_iter().map(shown).collect() })
}

/// The assistants of a mailbox in their order.
#[utoipa::path(get, path = "/mailboxes/{id}/assistants", operation_id = "readMailboxAssistants", tag = "assistants",
    params(("id" = String, Path, description = "The mailbox")),
    responses((status = 200, body = AssistantPlaces, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn of_mailbox(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
) -> Result<Tagged<AssistantPlaces>, Problem> {
    caller.may(Action::ReadSettings)?;
    let found = web.node.db.read(move |tx| match store::mailboxes::by_id(tx, id)? {
        Some(_) => places(tx, id).map(Some),
        None => Ok(None),
    });
    let found = found.await?.ok_or_else(Problem::not_found)?;
    let version = Version::of(&found);
    Ok(Tagged(found, version))
}

/// Says which assistants work in a mailbox, in which order.
#[utoipa::path(put, path = "/mailboxes/{id}/assistants", operation_id = "changeMailboxAssistants", tag = "assistants",
    params(("id" = String, Path, description = "The mailbox"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = AssistantPlaces,
    responses((status = 200, body = AssistantPlaces), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn place(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<MailboxId>,
    base: IfMatch,
    body: Body<AssistantPlaces>,
) -> Result<Tagged<AssistantPlaces>, Problem> {
    caller.may(Action::ManageAssistants)?;
    let (wanted, now) = (body.value, web.node.clock.now());
    let changed = write(&web, move |tx| {
        let stands = Version::of(&places(tx, id)?);
        base.check(tx, &stands, &format!("mailbox_assistants:{id}"))?;
        let all: Vec<Place> = wanted
            .assistants
            .iter()
            .map(|AssistantPlace { assistant, enabled }| Place { assistant: *assistant, enabled: *enabled })
            .collect();
        flow::assistants::place(tx, &caller.agent, id, &all, now)?;
        Ok(places(tx, id)?)
    });
    let places = changed.await?;
    let version = Version::of(&places);
    Ok(Tagged(places, version))
}
