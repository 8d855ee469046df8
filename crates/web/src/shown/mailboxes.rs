//! Mailboxes as the API shows and takes them. Passwords go in and never come out.

use desk::{CategoryId, MailboxId, QueueId, mailbox};
use flow::{
    forwarding,
    health::{ledger_sentence, sentence},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{gaps, health, health::Direction, mailboxes};
use utoipa::ToSchema;

pub use super::connections::{Incoming, IncomingDraft, Outgoing, OutgoingDraft};
use super::{
    policies::{MailboxPolicy, MailboxPolicyChange},
    same_words, time,
};
use crate::request::given;

/// Whether we may answer from a mailbox.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Mail comes in; another mailbox answers.
    Receive,
    /// Mail comes in and goes out.
    ReceiveAndSend,
}
same_words!(Purpose, mailbox::Purpose, Receive = Receive, ReceiveAndSend = ReceiveAndSend);

/// A new mailbox.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxNew {
    /// The name shown to customers and agents; the address where nothing is said.
    #[serde(default)]
    #[schema(example = "Support")]
    pub name: Option<String>,
    /// Its address.
    #[schema(example = "support@example.org")]
    pub address: String,
    /// Other addresses that reach it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Whether we may answer from it; `receive_and_send` where nothing is said.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// False when switched off; true where nothing is said.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Where its mail comes from.
    #[serde(default)]
    pub incoming: Option<IncomingDraft>,
    /// Where its mail goes out.
    #[serde(default)]
    pub outgoing: Option<OutgoingDraft>,
    /// The signature below answers, with variables such as `{agent.name}`; at most 5,000 characters.
    #[serde(default)]
    pub signature: Option<String>,
    /// The same as HTML; absent: it is plain. It counts only together with `signature`.
    #[serde(default)]
    pub signature_html: Option<String>,
    /// What decisions and outgoing mail read.
    #[serde(default)]
    pub policy: Option<MailboxPolicyChange>,
    /// The queue of its new conversations; none: they are everybody's.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub queue: Option<QueueId>,
    /// The category of its new conversations; none: the channel's default.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub category: Option<CategoryId>,
    /// True to save it although a connection does not work.
    #[serde(default)]
    pub save_anyway: Option<bool>,
}

/// Changes of a mailbox: what is absent stays; a connection is written as a whole, null removes it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailboxChange {
    /// The name shown to customers and agents.
    #[serde(default)]
    pub name: Option<String>,
    /// Its address.
    #[serde(default)]
    pub address: Option<String>,
    /// Other addresses that reach it.
    #[serde(default)]
    pub aliases: Option<Vec<String>>,
    /// Whether we may answer from it.
    #[serde(default)]
    pub purpose: Option<Purpose>,
    /// False when switched off.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Where its mail comes from.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<IncomingDraft>)]
    pub incoming: Option<Option<IncomingDraft>>,
    /// Where its mail goes out.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<OutgoingDraft>)]
    pub outgoing: Option<Option<OutgoingDraft>>,
    /// The signature below answers, with variables such as `{agent.name}`; at most 5,000 characters.
    #[serde(default)]
    pub signature: Option<String>,
    /// The same as HTML; absent: it is plain. It counts only together with `signature`.
    #[serde(default)]
    pub signature_html: Option<String>,
    /// What decisions and outgoing mail read.
    #[serde(default)]
    pub policy: Option<MailboxPolicyChange>,
    /// The queue of its new conversations; null: they are everybody's.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub queue: Option<Option<QueueId>>,
    /// The category of its new conversations; null: the channel's default.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub category: Option<Option<CategoryId>>,
    /// True to save it although a connection does not work.
    #[serde(default)]
    pub save_anyway: Option<bool>,
}

/// Connections to test.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectionTest {
    /// The stored mailbox whose passwords are used where none is given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub id: Option<MailboxId>,
    /// The address.
    pub address: String,
    /// Other addresses that reach it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where its mail comes from.
    #[serde(default)]
    pub incoming: Option<IncomingDraft>,
    /// Where its mail goes out.
    #[serde(default)]
    pub outgoing: Option<OutgoingDraft>,
}

/// One step of a test.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TestStep {
    /// Which step.
    #[schema(example = "receiving.login")]
    pub step: String,
    /// Whether it worked.
    pub ok: bool,
    /// What happened, and what to do, for people.
    pub message: String,
}

impl From<flow::mailboxes::TestStep> for TestStep {
    fn from(step: flow::mailboxes::TestStep) -> Self {
        Self { step: step.step, ok: step.ok, message: step.message }
    }
}

/// How a connection is doing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HealthLine {
    /// ok, connecting, failing, or off.
    #[schema(example = "ok")]
    pub state: String,
    /// The same for people: what is wrong and what to do.
    #[schema(example = "Receiving: connected.")]
    pub sentence: String,
    /// Since when.
    #[schema(required)]
    pub since: Option<Timestamp>,
    /// When the last mail went through.
    #[schema(required)]
    pub last_mail_at: Option<Timestamp>,
}

/// How both connections are doing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MailboxHealth {
    /// Mail in.
    pub receiving: HealthLine,
    /// Mail out.
    pub sending: HealthLine,
    /// Copies of what was sent, into the Sent folder.
    pub copying: HealthLine,
    /// The Sent and the Junk folder, which are watched.
    pub watching: HealthLine,
    /// What the comparison with the server found missing; null while nothing was.
    #[schema(required)]
    pub ledger: Option<HealthLine>,
}

/// A window of 7 days in which a provider's question is shown here instead of becoming a conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ForwardingHelp {
    /// Until when a question is awaited.
    pub until: Timestamp,
    /// The questions that came, the newest first.
    pub questions: Vec<ForwardingQuestion>,
}

/// A provider's question whether it may forward to us.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ForwardingQuestion {
    /// gmail, outlook, yahoo, icloud or zoho.
    #[schema(example = "gmail")]
    pub provider: String,
    /// The mailbox that wants to forward.
    #[schema(required)]
    pub address: Option<String>,
    /// The code to type in at the provider.
    #[schema(required)]
    pub code: Option<String>,
    /// The link that confirms, on a host of the provider.
    #[schema(required)]
    pub link: Option<String>,
    /// When it came.
    pub at: Timestamp,
}

impl From<forwarding::Help> for ForwardingHelp {
    fn from(help: forwarding::Help) -> Self {
        let shown = |one: forwarding::Question| ForwardingQuestion {
            provider: one.provider,
            address: one.address,
            code: one.code,
            link: one.link,
            at: time(one.at),
        };
        Self { until: time(help.until), questions: help.questions.into_iter().map(shown).collect() }
    }
}

/// A mailbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Mailbox {
    /// Which.
    #[schema(value_type = String)]
    pub id: MailboxId,
    /// The name shown to customers and agents.
    #[schema(example = "Support")]
    pub name: String,
    /// Its address.
    #[schema(example = "support@example.org")]
    pub address: String,
    /// Other addresses that reach it.
    pub aliases: Vec<String>,
    /// Whether we may answer from it.
    pub purpose: Purpose,
    /// False when switched off.
    pub enabled: bool,
    /// True for the one made at installation.
    pub generated: bool,
    /// Where the real mailbox may forward to; null without an inbound domain.
    #[schema(required)]
    pub forwarding_address: Option<String>,
    /// Where its mail comes from.
    #[schema(required)]
    pub incoming: Option<Incoming>,
    /// Where its mail goes out.
    #[schema(required)]
    pub outgoing: Option<Outgoing>,
    /// The signature below answers.
    pub signature: String,
    /// The same as HTML, where it is formatted. Not sanitised.
    #[schema(required)]
    pub signature_html: Option<String>,
    /// What decisions and outgoing mail read.
    pub policy: MailboxPolicy,
    /// The queue of its new conversations; null: they are everybody's.
    #[schema(required, value_type = Option<String>)]
    pub queue: Option<QueueId>,
    /// The category of its new conversations; null: the channel's default.
    #[schema(required, value_type = Option<String>)]
    pub category: Option<CategoryId>,
    /// True when answers can leave from it.
    pub can_send: bool,
    /// What providers asked who are to forward to it; null while nobody set forwarding up.
    #[schema(required)]
    pub forwarding_help: Option<ForwardingHelp>,
    /// How its connections are doing.
    pub health: MailboxHealth,
}

/// All mailboxes.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailboxList {
    /// All of them.
    pub items: Vec<Mailbox>,
    /// Always null: there is one page.
    #[schema(required)]
    pub next: Option<String>,
}

/// What a mailbox is shown with.
pub struct About<'a> {
    /// Its health.
    pub health: &'a [health::Health],
    /// What its server lists and has not come in.
    pub gaps: &'a gaps::Count,
    /// The domain of forwarding addresses.
    pub inbound_domain: Option<&'a str>,
    /// Its settings.
    pub policy: desk::policy::MailboxPolicy,
    /// What its new conversations get.
    pub defaults: mailboxes::Defaults,
    /// What is known of its forwarding.
    pub forwarding: Option<forwarding::Help>,
    /// The same mailbox with the connection that it really sends through.
    pub sends_as: &'a mailboxes::Mailbox,
}

impl Mailbox {
    /// Shows a mailbox.
    #[must_use]
    pub fn new(stored: mailboxes::Mailbox, about: About<'_>) -> Self {
        let About { health: all, gaps, inbound_domain, policy, defaults, forwarding, sends_as } = about;
        let line = |direction: Direction| {
            let found = all.iter().find(|health| health.direction == direction.word());
            let (state, sentence) = sentence(sends_as, all, direction);
            let since = found.map(|health| time(health.since));
            let last_mail_at = found.and_then(|health| health.last_mail_at).map(time);
            HealthLine { state, sentence, since, last_mail_at }
        };
        let ledger = ledger_sentence(gaps).map(|(state, sentence)| HealthLine {
            state: state.into(),
            sentence,
            since: gaps.since.map(time),
            last_mail_at: None,
        });
        let health = MailboxHealth {
            receiving: line(Direction::Receiving),
            sending: line(Direction::Sending),
            copying: line(Direction::Copying),
            watching: line(Direction::Watching),
            ledger,
        };
        let forwarding_address =
            inbound_domain.map(|domain| mailbox::forwarding_address(stored.id, &stored.address, domain));
        let has_incoming = stored.incoming_secret.is_some();
        let has_outgoing = stored.outgoing_secret.is_some();
        let can_send =
            stored.enabled && stored.purpose == mailbox::Purpose::ReceiveAndSend && sends_as.outgoing.is_some();
        Self {
            id: stored.id,
            name: stored.name,
            address: stored.address,
            aliases: stored.aliases,
            purpose: stored.purpose.into(),
            enabled: stored.enabled,
            generated: stored.generated,
            forwarding_address,
            incoming: stored.incoming.map(|incoming| Incoming::new(incoming, has_incoming)),
            outgoing: stored.outgoing.map(|outgoing| Outgoing::new(outgoing, has_outgoing)),
            signature: stored.signature.text,
            signature_html: stored.signature.html,
            policy: policy.into(),
            queue: defaults.queue,
            category: defaults.category,
            can_send,
            forwarding_help: forwarding.map(ForwardingHelp::from),
            health,
        }
    }
}
