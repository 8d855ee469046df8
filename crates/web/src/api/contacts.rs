//! Contacts: listed and searched, read, changed, with their conversations; and completed while somebody types an address.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use desk::{CompanyId, ContactId, permit::Action};
use serde::{Deserialize, Serialize};
use store::{
    Tx,
    agents::Agent,
    contacts::{self, Listed},
    lists,
};
use utoipa::{IntoParams, ToSchema};

use crate::{
    Web,
    cursor::Cursor,
    problem::{Problem, ProblemBody},
    request::{self, Body, Id, Parameters, given},
    shown::{
        contacts::{Contact, ContactItem, ContactPage},
        conversations::ConversationList,
        people::ContactRef,
    },
    sign_in::Caller,
    version::{IfMatch, Tagged},
    walk::{self, Sought},
    writing::{Halt, write},
};

/// Characters of what was typed; beyond: 400.
const TYPED_CHARS: usize = 100;
/// Contacts that are offered.
const OFFERED: i64 = 8;

/// What was typed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompleteParameters {
    /// The beginning of an address, or of a word of a name.
    #[param(example = "zo")]
    q: Option<String>,
}

/// Contacts that fit.
#[derive(Serialize, ToSchema)]
pub struct ContactList {
    /// At most eight.
    pub items: Vec<ContactRef>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// Contacts whose address or name begins with what was typed, of conversations that the caller may see.
#[utoipa::path(get, path = "/contacts/completions", operation_id = "completeContacts", tag = "contacts", params(CompleteParameters),
    responses((status = 200, body = ContactList), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn complete(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<CompleteParameters>,
) -> Result<Json<ContactList>, Problem> {
    caller.may(Action::Read)?;
    let typed = asked.q.unwrap_or_default();
    if typed.chars().count() > TYPED_CHARS {
        return Err(Problem::parameter("q", "parameter-long"));
    }
    let agent = caller.agent.id;
    let found = web.node.db.read(move |tx| contacts::beginning_with(tx, agent, &typed, OFFERED)).await?;
    Ok(Json(ContactList { items: found.into_iter().map(ContactRef::from).collect(), next: None }))
}

/// Which contacts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ContactParameters {
    /// Beginnings of words of the name or of an address; a whole address names its contact.
    #[param(example = "zoe")]
    q: Option<String>,
    /// Those of this company only.
    company: Option<String>,
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// A page of the contacts of conversations that the caller may see, the newest first. Whoever sees every queue also sees
/// contacts without a conversation. A page may be short before the last one.
#[utoipa::path(get, path = "/contacts", operation_id = "listContacts", tag = "contacts", params(ContactParameters),
    responses((status = 200, body = ContactPage), (status = 400, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn list(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<ContactParameters>,
) -> Result<Json<ContactPage>, Problem> {
    caller.may(Action::Read)?;
    let typed = asked.q.unwrap_or_default();
    let company = asked.company.filter(|text| !text.is_empty()).map(|text| text.parse::<CompanyId>()).transpose();
    let company = company.map_err(|_| Problem::parameter("company", "parameter-company"))?;
    let (sought, most) = (Sought::read(&typed)?, request::limit(asked.limit.as_deref())?);
    let place = company.map_or_else(|| "contacts".to_string(), |id| format!("contacts-of-{id}"));
    let word = walk::list_word(&place, &typed);
    let before = walk::behind(&word, asked.after.as_deref())?;
    let agent = caller.agent;
    let found = web.node.db.read(move |tx| find(tx, &agent, &typed, &sought, company, before, most)).await?;
    let (items, next) = found;
    let next = next.map(|number| Cursor::Numbered(word, number).text());
    Ok(Json(ContactPage { items: items.into_iter().map(ContactItem::from).collect(), next }))
}

fn find(
    tx: &mut Tx<'_>,
    agent: &Agent,
    typed: &str,
    sought: &Sought,
    company: Option<CompanyId>,
    before: Option<i64>,
    most: i64,
) -> store::Result<(Vec<Listed>, Option<i64>)> {
    // A whole address is found however long ago its contact was added.
    if company.is_none()
        && !typed.is_empty()
        && let Some(id) = contacts::by_address(tx, typed)?
    {
        let exact = contacts::newest(tx, None, Some(ContactId(id.0.saturating_add(1))), 1)?;
        let seen = flow::contacts::is_seen(tx, agent, id)?;
        return Ok((exact.into_iter().filter(|one| one.id == id && seen).collect(), None));
    }
    let batch = |tx: &mut Tx<'_>, before: Option<i64>, most: i64| {
        let rows = contacts::newest(tx, company, before.map(ContactId), most)?;
        Ok(rows.into_iter().map(|one| (one.id.0, one)).collect())
    };
    walk::page(tx, before, most, batch, |tx, one: &Listed| {
        let text = format!("{} {}", one.name.as_deref().unwrap_or_default(), one.addresses);
        Ok(sought.is_in(&text) && flow::contacts::is_seen(tx, agent, one.id)?)
    })
}

/// A contact with its addresses, notes and company; one that was merged is the one that it was merged into.
#[utoipa::path(get, path = "/contacts/{id}", operation_id = "readContact", tag = "contacts",
    params(("id" = String, Path, description = "The contact")),
    responses((status = 200, body = Contact, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn read(State(web): State<Web>, caller: Caller, Id(id): Id<ContactId>) -> Result<Tagged<Contact>, Problem> {
    caller.may(Action::Read)?;
    let agent = caller.agent;
    let loaded = web.node.db.read(move |tx| of_caller(tx, &agent, id)).await?;
    Ok(tagged(loaded.ok_or_else(Problem::not_found)?))
}

fn of_caller(tx: &mut Tx<'_>, agent: &Agent, id: ContactId) -> store::Result<Option<Contact>> {
    match flow::contacts::standing(tx, agent, id) {
        Ok(stored) => Contact::of(tx, agent, stored).map(Some),
        Err(flow::Refused::Store(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

fn tagged(contact: Contact) -> Tagged<Contact> {
    let version = contact.version();
    Tagged(contact, version)
}

/// The contact as the transaction that changed it leaves it.
pub(super) fn after(tx: &mut Tx<'_>, agent: &Agent, id: ContactId) -> Result<Contact, Halt> {
    let stored = flow::contacts::standing(tx, agent, id)?;
    Ok(Contact::of(tx, agent, stored)?)
}

/// Changes of a contact: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChange {
    /// The name; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, example = "Zoë Kůň")]
    pub name: Option<Option<String>>,
    /// All addresses, 1 to 50; the first is the primary one. Those of agents, of mailboxes and of other contacts are refused.
    #[serde(default)]
    pub addresses: Option<Vec<String>>,
    /// The company, whatever the domains say; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub company: Option<Option<CompanyId>>,
    /// True when the domains say the company again.
    #[serde(default)]
    pub company_by_domain: bool,
    /// Values of the desk's own fields, by the field's id; null or an empty text empties one, what is absent stays.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, Option<String>>)]
    pub fields: BTreeMap<String, Option<String>>,
}

/// Changes a contact.
#[utoipa::path(patch, path = "/contacts/{id}", operation_id = "changeContact", tag = "contacts",
    params(("id" = String, Path, description = "The contact"),
        ("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")), request_body = ContactChange,
    responses((status = 200, body = Contact, headers(("ETag" = String, description = "For If-Match"))),
        (status = 404, body = ProblemBody, content_type = "application/problem+json"),
        (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ContactId>,
    base: IfMatch,
    body: Body<ContactChange>,
) -> Result<Tagged<Contact>, Problem> {
    caller.may(Action::Work)?;
    let ContactChange { name, addresses, company, company_by_domain, fields } = body.value;
    let change = flow::contacts::Change { name, addresses, company, company_by_domain, fields };
    let (agent, now) = (caller.agent, web.node.clock.now());
    let changed = write(&web, move |tx| {
        if base.is_said() {
            let before = after(tx, &agent, id)?;
            base.check(tx, &before.version(), &format!("contact:{}", before.id))?;
        }
        flow::contacts::change(tx, &agent, id, &change, now)?;
        after(tx, &agent, id)
    });
    Ok(tagged(changed.await?))
}

/// Which page of a contact's conversations.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryParameters {
    /// The `next` of the page before.
    after: Option<String>,
    /// 1 to 200 items; 50 where nothing is said.
    #[param(example = "50")]
    limit: Option<String>,
}

/// A contact's conversations as far as the caller may see them, newest first; spam and trash are among them.
#[utoipa::path(get, path = "/contacts/{id}/conversations", operation_id = "listContactConversations", tag = "contacts",
    params(("id" = String, Path, description = "The contact"), HistoryParameters),
    responses((status = 200, body = ConversationList), (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn conversations(
    State(web): State<Web>,
    caller: Caller,
    Id(id): Id<ContactId>,
    Parameters(asked): Parameters<HistoryParameters>,
) -> Result<Json<ConversationList>, Problem> {
    caller.may(Action::Read)?;
    let most = request::limit(asked.limit.as_deref())?;
    let word = format!("contact-{id}");
    let behind = super::conversations::behind(&word, Cursor::asked(asked.after.as_deref())?)?;
    let agent = caller.agent;
    let page = web.node.db.read(move |tx| {
        let Some(contact) = of_caller(tx, &agent, id)? else { return Ok(None) };
        lists::page_of_contact(tx, contact.id, agent.id, behind, most + 1).map(Some)
    });
    let items = page.await?.ok_or_else(Problem::not_found)?;
    Ok(Json(super::conversations::page_of(word, items, most)))
}
