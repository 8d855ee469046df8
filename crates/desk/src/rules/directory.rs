//! Directory: what a rule can refer to, as it stands. A rule that refers to something that is gone does not fire, and says
//! what is missing.

use super::{Action, Condition, Field, Recipe};
use crate::{
    AgentId, AssistantId, CategoryId, CompanyId, ContactFieldId, MailboxId, QueueId, WebhookId,
    agent::Role,
    category_field::Templates,
    permit::{self, Actor, Relation},
};

/// An agent who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: AgentId,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// A queue that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// True when only its members see what is in it.
    pub members_only: bool,
    /// Its members.
    pub members: Vec<AgentId>,
    /// How many open conversations are in it; 0 where nobody asks.
    pub load: i64,
}

/// Everything that rules can refer to, without what was deleted or switched off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// The active agents.
    pub people: Vec<Person>,
    /// The queues.
    pub queues: Vec<Place>,
    /// The categories with their names.
    pub categories: Vec<(CategoryId, String)>,
    /// The mailboxes.
    pub mailboxes: Vec<MailboxId>,
    /// Those of the companies that some rule names.
    pub companies: Vec<CompanyId>,
    /// The fields of customers.
    pub contact_fields: Vec<ContactFieldId>,
    /// What categories ask of conversations, where some rule asks for it or ends a matter (SO-15).
    pub templates: Templates,
    /// The assistants with their names.
    pub assistants: Vec<(AssistantId, String)>,
    /// The endpoints outside that are on.
    pub webhooks: Vec<WebhookId>,
    /// The tags that some rule asks for and that there are.
    pub tags: Vec<String>,
}

/// Something that a rule refers to and that is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What it was: `agent`, `queue`, `category`, `mailbox`, `company`, `contact_field`, `category_field`,
    /// `assistant`, `webhook` or `tag`.
    pub what: &'static str,
    /// Its id, or the tag.
    pub value: String,
}

impl Directory {
    /// The queue with this id.
    #[must_use]
    pub fn queue(&self, id: QueueId) -> Option<&Place> {
        self.queues.iter().find(|queue| queue.id == id)
    }

    /// The agent with this id.
    #[must_use]
    pub fn person(&self, id: AgentId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The name of what an action names.
    #[must_use]
    pub fn name_of(&self, action: &Action) -> Option<String> {
        match action {
            Action::AssignAgent(to) => self.person(*to).map(|person| person.name.clone()),
            Action::AssignQueue(to) => self.queue(*to).map(|queue| queue.name.clone()),
            Action::AssignAssistant(to) => {
                self.assistants.iter().find(|(id, _)| id == to).map(|(_, name)| name.clone())
            }
            Action::SetField(given) => self.templates.field(given.field).map(|field| field.draft.name.clone()),
            Action::SetCategory(to) => self.categories.iter().find(|(id, _)| id == to).map(|(_, name)| name.clone()),
            _ => None,
        }
    }

    /// True when an agent may work on what is in a queue; one that is not known any more is everybody's, as it is elsewhere.
    #[must_use]
    pub fn may_take(&self, agent: AgentId, queue: Option<QueueId>) -> bool {
        let Some(person) = self.person(agent) else { return false };
        let relation = match queue.and_then(|id| self.queue(id)) {
            Some(place) if place.members_only && place.members.contains(&agent) => Relation::Member,
            Some(place) if place.members_only => Relation::Outside,
            _ => Relation::Open,
        };
        permit::may_act(Actor { role: person.role, active: true }, relation)
    }
}

/// What a rule refers to and that is not there, each once.
#[must_use]
pub fn missing(recipe: &Recipe, directory: &Directory) -> Vec<Missing> {
    let asked = recipe.conditions().flat_map(|condition| of_condition(condition, directory));
    let done = recipe.then.iter().filter_map(|action| of_action(action, directory));
    let mut missing: Vec<Missing> = Vec::new();
    for one in asked.chain(done) {
        if !missing.contains(&one) {
            missing.push(one);
        }
    }
    missing
}

fn of_condition(condition: &Condition, directory: &Directory) -> Vec<Missing> {
    let what = match condition.field {
        Field::Mailbox => "mailbox",
        Field::Queue => "queue",
        Field::Category => "category",
        Field::Assignee => "agent",
        Field::Company => "company",
        Field::Tag => "tag",
        Field::ContactField => {
            let of = condition.of.clone().unwrap_or_default();
            let known = directory.contact_fields.iter().any(|id| id.to_string() == of);
            return if known { Vec::new() } else { vec![Missing { what: "contact_field", value: of }] };
        }
        Field::CategoryField => {
            let of = condition.of.clone().unwrap_or_default();
            let known = directory.knows("category_field", &of);
            return if known { Vec::new() } else { vec![Missing { what: "category_field", value: of }] };
        }
        _ => return Vec::new(),
    };
    let gone = condition.values.iter().filter(|value| !directory.knows(what, value));
    gone.map(|value| Missing { what, value: value.clone() }).collect()
}

fn of_action(action: &Action, directory: &Directory) -> Option<Missing> {
    let (what, value) = match action {
        Action::AssignAgent(id) => ("agent", id.to_string()),
        Action::AssignQueue(id) => ("queue", id.to_string()),
        Action::AssignAssistant(id) => ("assistant", id.to_string()),
        Action::SetCategory(id) => ("category", id.to_string()),
        Action::SetField(given) => ("category_field", given.field.to_string()),
        Action::CallWebhook(id) => ("webhook", id.to_string()),
        // A tag is made by giving it to a conversation.
        _ => return None,
    };
    (!directory.knows(what, &value)).then_some(Missing { what, value })
}

impl Directory {
    fn knows(&self, what: &str, value: &str) -> bool {
        let has = |mut ids: Box<dyn Iterator<Item = String> + '_>| ids.any(|id| id == value);
        match what {
            "agent" => has(Box::new(self.people.iter().map(|one| one.id.to_string()))),
            "queue" => has(Box::new(self.queues.iter().map(|one| one.id.to_string()))),
            "category" => has(Box::new(self.categories.iter().map(|(id, _)| id.to_string()))),
            "mailbox" => has(Box::new(self.mailboxes.iter().map(ToString::to_string))),
            "company" => has(Box::new(self.companies.iter().map(ToString::to_string))),
            "category_field" => has(Box::new(self.templates.fields.iter().map(|one| one.id.to_string()))),
            "assistant" => has(Box::new(self.assistants.iter().map(|(id, _)| id.to_string()))),
            "webhook" => has(Box::new(self.webhooks.iter().map(ToString::to_string))),
            "tag" => self.tags.iter().any(|tag| tag == value),
            _ => false,
        }
    }
}
