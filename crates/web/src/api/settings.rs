//! Settings of the whole desk.

use axum::{extract::State, http::StatusCode};
use desk::{CategoryId, Micros, hours::Zone, limits, mailbox, permit::Action, senders};
use flow::{Node, generated, relay};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};
use store::{Tx, audit, events::Actor, policies, settings};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::{Problem, ProblemBody},
    request::{Body, given},
    shown::{
        mailboxes::{Outgoing, OutgoingDraft, TestStep},
        policies::{EmailPolicy, EmailPolicyChange},
    },
    sign_in::Caller,
    version::{IfMatch, Tagged, Version},
    writing::{Halt, write},
};

const MIB: u64 = 1024 * 1024;
/// Characters of the company's name.
const NAME_CHARS: usize = 200;
/// Bytes of a domain name (RFC 1035).
const DOMAIN_BYTES: usize = 253;

/// Settings of the whole desk.
#[derive(Serialize, ToSchema)]
pub struct Settings {
    /// Whether mail is read and becomes conversations.
    pub email_channel: bool,
    /// The largest raw mail, MiB.
    #[schema(example = 50)]
    pub raw_limit_mib: u64,
    /// The domain of forwarding addresses.
    #[schema(required, example = "in.example.org")]
    pub inbound_domain: Option<String>,
    /// The company's name.
    pub company_name: String,
    /// Addresses and domains whose mail is never held as spam.
    #[schema(example = json!(["shop.example.org"]))]
    pub allowed_senders: Vec<String>,
    /// How long news for an agent about one conversation are collected before they are mailed, seconds.
    #[schema(example = 60)]
    pub notify_seconds: i64,
    /// Addresses and domains whose mail is set aside.
    pub blocked_senders: Vec<String>,
    /// How many mailboxes there may be.
    #[schema(example = 100)]
    pub mailboxes_most: i64,
    /// The server through which the desk's own address sends; null for none.
    #[schema(required)]
    pub outgoing_relay: Option<Outgoing>,
    /// The category of new conversations whose mailbox names none.
    #[schema(required, value_type = Option<String>)]
    pub default_category: Option<CategoryId>,
    /// The time zone of the desk, by its IANA name: reports count by its days.
    #[schema(example = "Europe/Prague")]
    pub time_zone: String,
    /// True: agents are told of what an assistant has only once it hands over (SB-4).
    pub human_takeover: bool,
    /// What decisions about e-mail read.
    pub email: EmailPolicy,
}

/// Changes of the settings: what is absent stays.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// Whether mail is read and becomes conversations.
    #[serde(default)]
    pub email_channel: Option<bool>,
    /// The largest raw mail, 1 to 150 MiB.
    #[serde(default)]
    pub raw_limit_mib: Option<u64>,
    /// The domain of forwarding addresses; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub inbound_domain: Option<Option<String>>,
    /// The company's name.
    #[serde(default)]
    pub company_name: Option<String>,
    /// Addresses and domains whose mail is never held as spam.
    #[serde(default)]
    pub allowed_senders: Option<Vec<String>>,
    /// How long news for an agent are collected, 0 to 86,400 seconds.
    #[serde(default)]
    pub notify_seconds: Option<i64>,
    /// Addresses and domains whose mail is set aside, up to 2,000.
    #[serde(default)]
    pub blocked_senders: Option<Vec<String>>,
    /// How many mailboxes there may be, 1 to 1,000.
    #[serde(default)]
    pub mailboxes_most: Option<i64>,
    /// The server through which the desk's own address sends; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<OutgoingDraft>)]
    pub outgoing_relay: Option<Option<OutgoingDraft>>,
    /// The category of new conversations whose mailbox names none; null for none.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub default_category: Option<Option<CategoryId>>,
    /// The time zone of the desk; with another one reports are counted anew.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// True: agents are told of what an assistant has only once it hands over; false: at once.
    #[serde(default)]
    pub human_takeover: Option<bool>,
    /// What decisions about e-mail read.
    #[serde(default)]
    pub email: Option<EmailPolicyChange>,
    /// True to save the relay although it does not work.
    #[serde(default)]
    pub save_anyway: Option<bool>,
}

/// The settings.
#[utoipa::path(get, path = "/settings", operation_id = "readSettings", tag = "settings",
    responses((status = 200, body = Settings, headers(("ETag" = String, description = "For If-Match")))))]
pub async fn read(State(web): State<Web>, caller: Caller) -> Result<Tagged<Settings>, Problem> {
    caller.may(Action::ReadSettings)?;
    Ok(tagged(web.node.db.read(stored).await?))
}

fn stored(tx: &mut Tx<'_>) -> store::Result<Settings> {
    let inbound_domain: Option<Option<String>> = settings::get(tx, settings::INBOUND_DOMAIN)?;
    Ok(Settings {
        email_channel: settings::get(tx, settings::EMAIL_CHANNEL)?.unwrap_or(false),
        raw_limit_mib: settings::get(tx, settings::RAW_LIMIT_MIB)?.unwrap_or(limits::RAW_MAIL_BYTES / MIB),
        inbound_domain: inbound_domain.flatten(),
        company_name: settings::get(tx, settings::COMPANY_NAME)?.unwrap_or_default(),
        allowed_senders: settings::get(tx, settings::ALLOWED_SENDERS)?.unwrap_or_default(),
        notify_seconds: settings::get(tx, settings::NOTIFY_SECONDS)?.unwrap_or(limits::NOTIFY_SECONDS),
        blocked_senders: flow::held::blocked(tx)?,
        mailboxes_most: flow::mailboxes::most(tx)?,
        outgoing_relay: relay::stored(tx)?.map(|relay| Outgoing::new(relay.way, relay.sealed.is_some())),
        default_category: store::categories::default(tx)?,
        time_zone: flow::reports::zone(tx)?.name().to_string(),
        human_takeover: flow::assistants::human_takeover(tx)?,
        email: policies::channel(tx)?.into(),
    })
}

/// Changes the settings; a relay that is new is tested first.
#[utoipa::path(patch, path = "/settings", operation_id = "changeSettings", tag = "settings", request_body = SettingsChange,
    params(("If-Match" = Option<String>, Header, description = "The ETag that the change was made on; a newer one is 412")),
    responses((status = 200, body = Settings), (status = 412, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn change(
    State(web): State<Web>,
    caller: Caller,
    base: IfMatch,
    body: Body<SettingsChange>,
) -> Result<Tagged<Settings>, Problem> {
    caller.may(Action::ChangeSettings)?;
    let change = checked(body.value)?;
    test_relay(&web, &change).await?;
    let names_domain = matches!(&change.inbound_domain, Some(Some(_)));
    let (channel, node, now, actor) = (change.email_channel, web.node.clone(), web.node.clock.now(), caller.actor());
    write(&web, move |tx| {
        if base.is_said() {
            let stands = Version::of(&stored(tx)?);
            base.check(tx, &stands, "settings:desk")?;
        }
        save(tx, &node, &actor, &change, now)
    })
    .await?;
    if names_domain {
        // What leaves from the domain is signed from its first mail on.
        flow::signing::key(&web.node).await?;
    }
    if let Some(on) = channel {
        flow::inbound::receive::set_channel(&web.node, on).await?;
    }
    Ok(tagged(web.node.db.read(stored).await?))
}

fn tagged(settings: Settings) -> Tagged<Settings> {
    let version = Version::of(&settings);
    Tagged(settings, version)
}

async fn test_relay(web: &Web, change: &SettingsChange) -> Result<(), Problem> {
    let Some(Some(draft)) = change.outgoing_relay.clone().filter(|_| !change.save_anyway.unwrap_or_default()) else {
        return Ok(());
    };
    let password = draft.password.clone();
    let steps = relay::test(&web.node, &mailbox::Outgoing::from(draft), password.as_deref()).await?;
    if steps.iter().all(|step| step.ok) {
        return Ok(());
    }
    let steps = steps.into_iter().map(TestStep::from).collect();
    Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "connection_failed").with_steps(steps))
}

fn checked(mut change: SettingsChange) -> Result<SettingsChange, Problem> {
    let most = limits::RAW_MAIL_MOST_BYTES / MIB;
    if change.raw_limit_mib.is_some_and(|mib| mib < 1 || mib > most) {
        return Err(Problem::field("raw_limit_mib", "field-number-range"));
    }
    if change.notify_seconds.is_some_and(|seconds| !(0..=limits::NOTIFY_MOST_SECONDS).contains(&seconds)) {
        return Err(Problem::field("notify_seconds", "field-number-range"));
    }
    if change.mailboxes_most.is_some_and(|most| !(1..=limits::MAILBOXES_MOST).contains(&most)) {
        return Err(Problem::field("mailboxes_most", "field-number-range"));
    }
    if change.time_zone.as_ref().is_some_and(|name| Zone::read(name).is_none()) {
        return Err(Problem::field("time_zone", "unknown-time-zone"));
    }
    if let Some(domain) = change.inbound_domain.as_mut() {
        *domain =
            domain.take().map(|name| name.trim().trim_end_matches('.').to_lowercase()).filter(|name| !name.is_empty());
        if domain.as_ref().is_some_and(|name| !is_domain(name)) {
            return Err(Problem::field("inbound_domain", "field-domain"));
        }
    }
    if let Some(name) = change.company_name.as_mut() {
        *name = name.trim().to_string();
        if name.chars().count() > NAME_CHARS || name.chars().any(char::is_control) {
            return Err(Problem::field("company_name", "field-name-long"));
        }
    }
    for (listed, name) in
        [(&mut change.allowed_senders, "allowed_senders"), (&mut change.blocked_senders, "blocked_senders")]
    {
        let Some(listed) = listed.as_mut() else { continue };
        let entries: Option<Vec<String>> = listed.iter().map(|one| senders::entry(one)).collect();
        let mut entries =
            entries.filter(|all| all.len() <= senders::MOST).ok_or(Problem::field(name, "field-senders"))?;
        let mut seen = std::collections::BTreeSet::new();
        entries.retain(|one| seen.insert(one.clone()));
        *listed = entries;
    }
    Ok(change)
}

fn is_domain(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    name.len() <= DOMAIN_BYTES && name.contains('.') && name.split('.').all(label)
}

fn save(tx: &mut Tx<'_>, node: &Node, actor: &Actor, change: &SettingsChange, now: Micros) -> Result<(), Halt> {
    let mut noted = Map::from_iter([
        ("email_channel".to_string(), json!(change.email_channel)),
        ("raw_limit_mib".to_string(), json!(change.raw_limit_mib)),
        ("company_name".to_string(), json!(change.company_name)),
        ("inbound_domain".to_string(), json!(change.inbound_domain)),
        ("notify_seconds".to_string(), json!(change.notify_seconds)),
        ("mailboxes_most".to_string(), json!(change.mailboxes_most)),
        ("time_zone".to_string(), json!(change.time_zone)),
        ("human_takeover".to_string(), json!(change.human_takeover)),
        ("default_category".to_string(), json!(change.default_category)),
        ("outgoing_relay".to_string(), json!(change.outgoing_relay.as_ref().map(|_| "changed"))),
    ]);
    if let Some(mib) = change.raw_limit_mib {
        settings::set(tx, settings::RAW_LIMIT_MIB, &mib, now)?;
    }
    if let Some(seconds) = change.notify_seconds {
        settings::set(tx, settings::NOTIFY_SECONDS, &seconds, now)?;
    }
    if let Some(zone) = change.time_zone.as_deref().and_then(Zone::read) {
        settings::set(tx, settings::TIME_ZONE, &zone, now)?;
    }
    if let Some(on) = change.human_takeover {
        settings::set(tx, settings::HUMAN_TAKEOVER, &on, now)?;
    }
    if let Some(name) = &change.company_name {
        settings::set(tx, settings::COMPANY_NAME, name, now)?;
    }
    if let Some(listed) = &change.allowed_senders {
        settings::set(tx, settings::ALLOWED_SENDERS, listed, now)?;
    }
    if let Some(blocked) = &change.blocked_senders {
        settings::set(tx, settings::BLOCKED_SENDERS, blocked, now)?;
        let data = json!({"count": blocked.len()});
        audit::add(tx, actor, "settings.blocked-senders", "settings:blocked_senders", &data, now)?;
    }
    if let Some(domain) = &change.inbound_domain {
        generated::set_domain(tx, node, domain.as_deref(), now)?;
    }
    if let Some(most) = change.mailboxes_most {
        settings::set(tx, settings::MAILBOXES_MOST, &most, now)?;
    }
    if let Some(draft) = &change.outgoing_relay {
        let password = draft.as_ref().and_then(|draft| draft.password.as_deref());
        relay::set(tx, node, draft.clone().map(mailbox::Outgoing::from).as_ref(), password, now)?;
    }
    if let Some(category) = change.default_category {
        flow::categories::set_default(tx, category)?;
    }
    if let Some(email) = &change.email {
        let changed = email.clone().onto(policies::channel(tx)?)?;
        policies::set_channel(tx, &changed, now)?;
        noted.insert("email".into(), json!(changed));
    }
    noted.retain(|_, value| !value.is_null());
    audit::add(tx, actor, "settings.changed", "settings:desk", &noted.into(), now)?;
    Ok(())
}
