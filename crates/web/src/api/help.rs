//! Help for agents (SO-17): which assistant's model helps them, and what it says to one who asks.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use desk::{
    AssistantId, ConversationId,
    assistant::help::{Help, Tone},
    permit::Action,
};
use flow::assistants::help;
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::{
        assistants::{AssistantRef, AssistantSource},
        same_words,
    },
    sign_in::Caller,
    writing::{Asked, Key, once_outside, write},
};

/// Who helps agents.
#[derive(Serialize, ToSchema)]
pub struct Helper {
    /// The assistant whose model it is; null: nobody, and nothing of it is shown.
    #[schema(required)]
    pub assistant: Option<AssistantRef>,
}

/// Who is to help agents.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HelperChange {
    /// An assistant that is on and has a language model; null: nobody.
    #[schema(required, value_type = Option<String>, example = "2")]
    pub assistant: Option<AssistantId>,
}

/// What an agent wants.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum HelpKind {
    /// What the conversation comes to.
    Summary,
    /// An answer to the customer's newest message, from the knowledge and nothing else.
    Answer,
    /// `text` in another language.
    Translation,
    /// `text` in another tone.
    Tone,
}

/// How a text is to sound.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum HelpTone {
    /// Warmer.
    Friendlier,
    /// As one writes to strangers.
    Formal,
    /// With fewer words.
    Shorter,
}

same_words!(HelpTone, Tone, Friendlier = Friendlier, Formal = Formal, Shorter = Shorter);

/// A wish for help.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HelpRequest {
    /// What is wanted.
    pub kind: HelpKind,
    /// The text that is translated or written anew, up to 20,000 characters.
    #[serde(default)]
    #[schema(example = "Hello, your parcel left today.")]
    pub text: Option<String>,
    /// The language of a summary (else that of the mailbox) or a translation (else the customer's), as its tag.
    #[serde(default)]
    #[schema(example = "de")]
    pub language: Option<String>,
    /// Which tone; with `tone` only.
    #[serde(default)]
    pub tone: Option<HelpTone>,
}

impl HelpRequest {
    fn read(self) -> Result<Help, Problem> {
        let (text, language) = (self.text.unwrap_or_default(), self.language.unwrap_or_default());
        Ok(match self.kind {
            HelpKind::Summary => Help::Summary { language },
            HelpKind::Answer => Help::Answer,
            HelpKind::Translation => Help::Translation { text, language },
            HelpKind::Tone => {
                let tone = self.tone.ok_or_else(|| Problem::field("tone", "help-tone-needed"))?;
                Help::Tone { text, tone: tone.into() }
            }
        })
    }
}

/// What the model said, for the agent alone: plain text without links that stood nowhere before.
#[derive(Serialize, ToSchema)]
pub struct HelpAnswer {
    /// The text.
    #[schema(example = "You can send the bicycle back within 30 days.")]
    pub text: String,
    /// What was found for an answer.
    pub found: Vec<AssistantSource>,
    /// Why an assistant would not send such an answer by itself, as a stable word; null where it would.
    #[schema(required, example = "strange")]
    pub doubt: Option<String>,
    /// How many links were left out.
    pub left_out: usize,
}

impl From<help::Helped> for HelpAnswer {
    fn from(helped: help::Helped) -> Self {
        Self {
            text: helped.text,
            found: helped.found.into_iter().map(AssistantSource::from).collect(),
            doubt: helped.doubt.map(str::to_string),
            left_out: helped.left_out,
        }
    }
}

fn standing(tx: &mut Tx<'_>) -> store::Result<Helper> {
    let helper = help::helper(tx)?;
    Ok(Helper { assistant: helper.map(|one| AssistantRef { id: one.id, name: one.settings.name }) })
}

/// Who helps agents. Where nobody does, nothing needs to be shown of it.
#[utoipa::path(get, path = "/helper", operation_id = "readHelper", tag = "assistants", responses((status = 200, body = Helper)))]
pub async fn read(State(web): State<Web>, caller: Caller) -> Result<Json<Helper>, Problem> {
    caller.may(Action::Read)?;
    Ok(Json(web.node.db.read(standing).await?))
}

/// Chooses who helps agents.
#[utoipa::path(put, path = "/helper", operation_id = "changeHelper", tag = "assistants", request_body = HelperChange,
    responses((status = 200, body = Helper), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn choose(State(web): State<Web>, caller: Caller, body: Body<HelperChange>) -> Result<Json<Helper>, Problem> {
    caller.may(Action::ManageAssistants)?;
    let (id, agent, now) = (body.value.assistant, caller.agent, web.node.clock.now());
    let chosen = write(&web, move |tx| {
        help::choose(tx, &agent, id, now)?;
        Ok(standing(tx)?)
    });
    Ok(Json(chosen.await?))
}

/// Asks for help with a conversation. It may take a minute, and cost what the model's service takes for it; what was asked and
/// said is kept with the conversation.
#[utoipa::path(post, path = "/conversations/{id}/help", operation_id = "askForHelp", tag = "assistants", request_body = HelpRequest,
    params(("id" = String, Path, description = "The conversation"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    responses((status = 200, body = HelpAnswer), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn ask(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
    Key(key): Key,
    body: Body<HelpRequest>,
) -> Result<Response, Problem> {
    caller.may(Action::Work)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let wanted = body.value.read()?;
    let (node, agent) = (web.node.clone(), caller.agent);
    let answer =
        once_outside(&web, asked, async move { Ok(HelpAnswer::from(help::ask(&node, &agent, id, &wanted).await?)) });
    Ok(Json(answer.await?).into_response())
}
