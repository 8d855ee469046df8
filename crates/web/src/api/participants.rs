//! Who else gets answers in a conversation.

use axum::{Json, extract::State};
use desk::{ConversationId, message::Person, permit::Action};
use serde::Deserialize;
use utoipa::ToSchema;

use super::conversations::shown;
use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, Id},
    shown::conversations::Conversation,
    sign_in::Caller,
};

/// Somebody, and whether answers go there too.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParticipantChange {
    /// The address.
    #[schema(example = "li@shop.example")]
    pub address: String,
    /// The display name, for whoever is no participant yet.
    #[serde(default)]
    pub name: Option<String>,
    /// True when answers go there too.
    pub ticked: bool,
}

/// Decides whether answers also go to an address, and makes it a participant where it is none (TC-4, TC-5).
#[utoipa::path(put, path = "/conversations/{id}/participants", operation_id = "setParticipant", tag = "conversations",
    params(("id" = String, Path, description = "The conversation")), request_body = ParticipantChange,
    responses((status = 200, body = Conversation), (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn set(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ConversationId>,
    body: Body<ParticipantChange>,
) -> Result<Json<Conversation>, Problem> {
    caller.may(Action::Work)?;
    let ParticipantChange { address, name, ticked } = body.value;
    let (person, agent, now) = (Person { name, address }, caller.agent, web.node.clock.now());
    let reader = agent.id;
    web.node.write(move |tx| flow::participants::set(tx, &agent, id, &person, ticked, now)).await?;
    shown(&web, reader, id).await.map(Json)
}
