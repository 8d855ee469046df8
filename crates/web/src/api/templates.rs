//! Templates: the texts of the mails that the system sends, read, changed, previewed and tried by managers and admins
//! (SO-10). What a template may hold is `desk::template`'s business.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use desk::{
    permit::Action,
    policy::LANGUAGES,
    template::{self, Audience, Kind, Part, Unfit},
};
use flow::templates::Unsaved;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Tx, templates};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::Body,
    shown::same_words,
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    words,
    writing::{Asked, Halt, Key, once, once_outside, write},
};

/// Who gets a mail.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum TemplateAudience {
    /// A customer.
    Customer,
    /// A person of the team.
    Team,
}

/// A kind of mail that the system sends.
#[derive(Serialize, ToSchema)]
pub struct TemplateKind {
    /// Which.
    #[schema(example = "invitation")]
    pub kind: String,
    /// Who gets it.
    pub audience: TemplateAudience,
    /// The languages in which its text is other than the default.
    #[schema(example = json!(["de"]))]
    pub changed: Vec<String>,
}

/// All kinds.
#[derive(Serialize, ToSchema)]
pub struct TemplateList {
    /// What customers get first.
    pub items: Vec<TemplateKind>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
    /// The languages in which each can be written.
    #[schema(example = json!(["en", "cs", "fr", "de", "it"]))]
    pub languages: Vec<String>,
}

/// A variable of a template, written `{{name}}`.
#[derive(Serialize, ToSchema)]
pub struct TemplateVariable {
    /// Its name.
    #[schema(example = "link")]
    pub name: String,
    /// True where the text cannot do without it.
    pub required: bool,
    /// True where the subject may have it too.
    pub in_subject: bool,
    /// What stands for it in previews.
    #[schema(example = "https://desk.example/conversations/1042")]
    pub example: String,
}

/// The text of a mail in a language.
#[derive(Serialize, ToSchema)]
pub struct TemplateShown {
    /// What the mail is for.
    #[schema(example = "invitation")]
    pub kind: String,
    /// The language.
    #[schema(example = "en")]
    pub language: String,
    /// Who gets it.
    pub audience: TemplateAudience,
    /// False where the mail has another subject than the template's: an answer has that of its conversation.
    pub has_subject: bool,
    /// The subject.
    #[schema(example = "You are invited to the support desk")]
    pub subject: String,
    /// The text.
    #[schema(example = "{{by}} invites you: {{link}} ({{address}})")]
    pub body: String,
    /// True where it is other than the default.
    pub changed: bool,
    /// What can stand in it.
    pub variables: Vec<TemplateVariable>,
}

/// A template as it is to be.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateDraft {
    /// The subject: one line of at most 200 characters.
    #[schema(example = "You are invited to the support desk")]
    pub subject: String,
    /// The text, with variables such as `{{link}}`; at most 10,000 characters.
    #[schema(example = "{{by}} invites you: {{link}} ({{address}})")]
    pub body: String,
}

/// How a mail looks with made-up values.
#[derive(Serialize, ToSchema)]
pub struct TemplatePreview {
    /// The subject.
    #[schema(example = "You are invited to the support desk")]
    pub subject: String,
    /// The text.
    #[schema(example = "Ana invites you: https://desk.example/join (zoe@shop.example)")]
    pub text: String,
}

/// The kind and language of the path; 404 where we have no such template.
pub struct Which(Kind, &'static str);

impl<S: Sync + Send> axum::extract::FromRequestParts<S> for Which {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((kind, language)) = path.map_err(|_| Problem::not_found())?;
        let kind = Kind::from_word(&kind).ok_or_else(Problem::not_found)?;
        let language = LANGUAGES.into_iter().find(|known| *known == language).ok_or_else(Problem::not_found)?;
        Ok(Self(kind, language))
    }
}

same_words!(TemplateAudience, Audience, Customer = Customer, Team = Team);

/// The kinds of mail that the system sends.
#[utoipa::path(get, path = "/templates", operation_id = "listTemplates", tag = "templates",
    responses((status = 200, body = TemplateList), (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<TemplateList>, Problem> {
    caller.may(Action::ChangeTemplates)?;
    let changed = web.node.db.read(templates::changed).await?;
    let shown = |kind: Kind| TemplateKind {
        kind: kind.word().to_string(),
        audience: kind.audience().into(),
        changed: changed.iter().filter(|(of, _)| of == kind.word()).map(|(_, language)| language.clone()).collect(),
    };
    let languages = LANGUAGES.map(ToString::to_string).to_vec();
    Ok(Json(TemplateList { items: Kind::ALL.into_iter().map(shown).collect(), next: None, languages }))
}

fn shown(tx: &mut Tx<'_>, node: &flow::Node, Which(kind, language): &Which) -> store::Result<TemplateShown> {
    let changed = templates::get(tx, *kind, language)?;
    let is_changed = changed.is_some();
    let template = changed.unwrap_or_else(|| flow::templates::default(*kind, language));
    let (of_subject, examples) = (kind.of_subject(), flow::templates::examples(node, *kind, language));
    let variables = kind.variables().iter().zip(examples).map(|(one, (_, example))| TemplateVariable {
        name: one.name.to_string(),
        required: one.required,
        in_subject: of_subject.contains(&one.name),
        example,
    });
    Ok(TemplateShown {
        kind: kind.word().to_string(),
        language: (*language).to_string(),
        audience: kind.audience().into(),
        has_subject: kind.has_subject(),
        subject: template.subject,
        body: template.body,
        changed: is_changed,
        variables: variables.collect(),
    })
}

fn tagged(shown: TemplateShown) -> Tagged<TemplateShown> {
    let version = version(&shown);
    Tagged(shown, version)
}

/// What of a template can be edited.
fn version(shown: &TemplateShown) -> Version {
    Version::of(&(&shown.subject, &shown.body))
}

/// The text of a mail in a language, as it stands.
#[utoipa::path(get, path = "/templates/{kind}/{language}", operation_id = "readTemplate", tag = "templates",
    params(("kind" = String, Path, description = "What the mail is for"), ("language" = String, Path, description = "The language")),
    responses((status = 200, body = TemplateShown, headers(("ETag" = String, description = "For If-Match"))),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, which: Which) -> Result<Tagged<TemplateShown>, Problem> {
    caller.may(Action::ChangeTemplates)?;
    let node = web.node.clone();
    Ok(tagged(web.node.db.read(move |tx| shown(tx, &node, &which)).await?))
}

/// Changes the text of a mail in a language. A variable that does not exist is refused, and so is a text without one that
/// it cannot do without.
#[utoipa::path(put, path = "/templates/{kind}/{language}", operation_id = "changeTemplate", tag = "templates",
    params(("kind" = String, Path, description = "What the mail is for"), ("language" = String, Path, description = "The language"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = TemplateDraft,
    responses((status = 200, body = TemplateShown), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    which: Which,
    base: IfMatch,
    body: Body<TemplateDraft>,
) -> Result<Tagged<TemplateShown>, Problem> {
    caller.may(Action::ChangeTemplates)?;
    let (draft, node, now) = (template(body.value), web.node.clone(), web.node.clock.now());
    let changed = write(&web, move |tx| {
        let Which(kind, language) = which;
        if base.is_said() {
            let stands = version(&shown(tx, &node, &which)?);
            base.check(tx, &stands, &format!("template:{}", kind.word()))?;
        }
        flow::templates::save(tx, &caller.agent, kind, language, &draft, now).map_err(|why| halt(kind, why))?;
        Ok(shown(tx, &node, &which)?)
    });
    Ok(tagged(changed.await?))
}

/// Goes back to the default.
#[utoipa::path(delete, path = "/templates/{kind}/{language}", operation_id = "resetTemplate", tag = "templates",
    params(("kind" = String, Path, description = "What the mail is for"), ("language" = String, Path, description = "The language")),
    responses((status = 204), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn reset(State(web): State<Web>, caller: Caller, which: Which) -> Result<StatusCode, Problem> {
    caller.may(Action::ChangeTemplates)?;
    let (Which(kind, language), now) = (which, web.node.clock.now());
    write(&web, move |tx| Ok(flow::templates::reset(tx, &caller.agent, kind, language, now)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows how a text looks with made-up values, without saving it.
#[utoipa::path(post, path = "/templates/{kind}/{language}/preview", operation_id = "previewTemplate", tag = "templates",
    params(("kind" = String, Path, description = "What the mail is for"), ("language" = String, Path, description = "The language"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    request_body = TemplateDraft,
    responses((status = 200, body = TemplatePreview), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn preview(
    State(web): State<Web>,
    caller: Caller,
    which: Which,
    Key(key): Key,
    body: Body<TemplateDraft>,
) -> Result<Json<Value>, Problem> {
    caller.may(Action::ChangeTemplates)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::OK };
    let (Which(kind, language), draft) = (which, template(body.value));
    let shown = async {
        let written = flow::templates::preview(&web.node, kind, language, &draft);
        let written = written.map_err(|why| problem(kind, why))?;
        Ok(TemplatePreview { subject: written.subject, text: written.text })
    };
    Ok(Json(once_outside(&web, asked, shown).await?))
}

/// Mails a text with made-up values to the caller, at most ten times an hour.
#[utoipa::path(post, path = "/templates/{kind}/{language}/tests", operation_id = "testTemplate", tag = "templates",
    params(("kind" = String, Path, description = "What the mail is for"), ("language" = String, Path, description = "The language"),
        ("Idempotency-Key" = Option<String>, Header, description = "A repeated request with the same key is answered, not done again")),
    request_body = TemplateDraft,
    responses((status = 202), (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn test(
    State(web): State<Web>,
    caller: Caller,
    which: Which,
    Key(key): Key,
    body: Body<TemplateDraft>,
) -> Result<Response, Problem> {
    caller.may(Action::ChangeTemplates)?;
    let asked = Asked { agent: caller.agent.id, key, print: body.print, status: StatusCode::ACCEPTED };
    let (draft, node, now) = (template(body.value), web.node.clone(), web.node.clock.now());
    let Which(kind, language) = which;
    once(&web, asked, move |tx| {
        let sent = flow::templates::test(tx, &node, &caller.agent, kind, language, &draft, now);
        sent.map_err(|why| halt(kind, why))?;
        Ok(Value::Null)
    })
    .await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

fn template(draft: TemplateDraft) -> template::Template {
    template::Template { subject: draft.subject, body: draft.body }
}

fn halt(kind: Kind, why: Unsaved) -> Halt {
    match why {
        Unsaved::Refused(refused) => refused.into(),
        unfit @ Unsaved::Unfit(..) => problem(kind, unfit).into(),
    }
}

/// What does not fit, at its field, with the names that there are.
fn problem(kind: Kind, why: Unsaved) -> Problem {
    let (part, unfit) = match why {
        Unsaved::Refused(refused) => return refused.into(),
        Unsaved::Unfit(part, unfit) => (part, unfit),
    };
    let (field, names) = match part {
        Part::Subject => ("subject", kind.of_subject()),
        Part::Body => ("body", kind.variables().iter().map(|one| one.name).collect()),
    };
    let names: Vec<String> = names.iter().map(|name| format!("{{{{{name}}}}}")).collect();
    let known = names.join(", ");
    let sentence = match unfit {
        Unfit::Unknown(_) if names.is_empty() => words::field("template-no-variables"),
        Unfit::Unknown(name) => flow::words::text("template-unknown-variable", &[("name", &name), ("known", &known)]),
        Unfit::Missing(name) => flow::words::text("template-missing-variable", &[("name", name)]),
        Unfit::Braces => flow::words::text("template-braces", &[("known", &known)]),
        Unfit::Empty => words::field("template-empty"),
        Unfit::TooLong => words::field("template-too-long"),
    };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "field_invalid").with_words(field, sentence)
}
