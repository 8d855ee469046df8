//! People and places as other nouns name them: addresses, and short forms of contacts, agents and mailboxes.

use desk::{
    AgentId, CategoryId, ContactId, MailboxId, Micros, OwnPresenceId, QueueId, agent,
    message::Person,
    presence::{Chosen, Doing},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shown::{same_words, time};

/// An address with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Address {
    /// The display name.
    #[schema(required, example = "Zoë Kůň")]
    pub name: Option<String>,
    /// The address as it was written.
    #[schema(example = "zoe@shop.example")]
    pub address: String,
}

impl From<Person> for Address {
    fn from(person: Person) -> Self {
        Self { name: person.name, address: person.address }
    }
}

/// Why mail to an address comes back.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Bounced {
    /// When the last one came back.
    pub at: Timestamp,
    /// The other server's words.
    #[schema(example = "5.1.1 no such user")]
    pub reason: String,
}

impl From<&store::bounced::Bounced> for Bounced {
    fn from(stored: &store::bounced::Bounced) -> Self {
        let status = stored.status.as_deref().filter(|status| !stored.reason.contains(status)).unwrap_or_default();
        Self { at: time(stored.at), reason: format!("{status} {}", stored.reason).trim().to_string() }
    }
}

/// An address that a mail is to go to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// The display name.
    #[serde(default)]
    pub name: Option<String>,
    /// The address.
    #[schema(example = "zoe@shop.example")]
    pub address: String,
}

impl From<Recipient> for Person {
    fn from(recipient: Recipient) -> Self {
        Self { name: recipient.name, address: recipient.address }
    }
}

/// People as requests name them.
#[must_use]
pub fn persons(all: Vec<Recipient>) -> Vec<Person> {
    all.into_iter().map(Person::from).collect()
}

/// People as answers name them.
#[must_use]
pub fn addresses(all: Vec<Person>) -> Vec<Address> {
    all.into_iter().map(Address::from).collect()
}

/// A customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: ContactId,
    /// The name, where it is known.
    #[schema(required)]
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

impl From<(ContactId, Option<String>, String)> for ContactRef {
    fn from((id, name, address): (ContactId, Option<String>, String)) -> Self {
        Self { id, name, address }
    }
}

/// A mailbox.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MailboxRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: MailboxId,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
}

impl From<(MailboxId, String, String)> for MailboxRef {
    fn from((id, name, address): (MailboxId, String, String)) -> Self {
        Self { id, name, address }
    }
}

/// A queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QueueRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: QueueId,
    /// Its name.
    pub name: String,
}

impl From<(QueueId, String)> for QueueRef {
    fn from((id, name): (QueueId, String)) -> Self {
        Self { id, name }
    }
}

/// A category.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: CategoryId,
    /// Its name with the one that it belongs to.
    #[schema(example = "Orders › Late")]
    pub name: String,
}

impl From<(CategoryId, String)> for CategoryRef {
    fn from((id, name): (CategoryId, String)) -> Self {
        Self { id, name }
    }
}

/// What somebody is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In a call, whatever was chosen; they are that again when it ends.
    InCall,
    /// In a chat, whatever was chosen; they are that again when they leave it.
    InChat,
    /// There: a browser of theirs is open.
    Online,
    /// There, for e-mail. Only while the e-mail channel is on and they belong to a queue; it becomes `online` when that ends.
    InEmail,
    /// There, and given nothing by queues.
    Away,
    /// By choice, or no browser for five minutes.
    Offline,
}

same_words!(
    Presence,
    Doing,
    InCall = InCall,
    InChat = InChat,
    Online = Online,
    InEmail = InEmail,
    Away = Away,
    Offline = Offline
);

/// What can be chosen to be doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PresenceChoice {
    /// There, while a browser of theirs is open.
    Online,
    /// There, for e-mail. Only while the e-mail channel is on and they belong to a queue that takes it; it becomes `online`
    /// when that ends.
    InEmail,
    /// There, and given nothing by queues.
    Away,
    /// Not there.
    Offline,
}

same_words!(PresenceChoice, Chosen, Online = Online, InEmail = InEmail, Away = Away, Offline = Offline);

/// A presence that the desk named itself.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnPresenceRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: OwnPresenceId,
    /// Its name.
    #[schema(example = "Lunch")]
    pub name: String,
}

impl From<(OwnPresenceId, String)> for OwnPresenceRef {
    fn from((id, name): (OwnPresenceId, String)) -> Self {
        Self { id, name }
    }
}

impl Presence {
    /// How somebody stands at this time.
    #[must_use]
    pub fn of(stored: &store::presence::Presence, now: Micros) -> Self {
        stored.at(now).into()
    }
}

/// A person of the team.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AgentRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: AgentId,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
}

impl From<(AgentId, String, String)> for AgentRef {
    fn from((id, name, email): (AgentId, String, String)) -> Self {
        Self { id, name, email }
    }
}

/// What somebody may do, from least to most.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers conversations.
    Agent,
    /// Leads a team.
    Manager,
    /// Sets up the desk.
    Admin,
}

same_words!(Role, agent::Role, Agent = Agent, Manager = Manager, Admin = Admin);

/// How somebody stands to the desk.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AgentState {
    /// They work here.
    Active,
    /// They were invited and have not come yet.
    Invited,
    /// They are switched off.
    Off,
}

same_words!(AgentState, agent::State, Active = Active, Invited = Invited, Off = Off);
