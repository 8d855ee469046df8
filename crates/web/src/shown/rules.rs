//! Rules: what they say as people write it, and what they did of late.

use desk::{ConversationId, MailboxId, RuleId, rules};
use flow::rules::Listed;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shown::time;

/// When a rule is looked at.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleWhen {
    /// `created`, `customer_message`, `agent_message`, `status_changed`, `assigned` or `time_passed`.
    #[schema(example = "customer_message")]
    pub on: String,
    /// For `time_passed`: since what time is counted, `created`, `customer_message`, `agent_message` or `status_changed`.
    #[serde(default)]
    #[schema(required)]
    pub since: Option<String>,
    /// For `time_passed`: how long, minutes.
    #[serde(default)]
    #[schema(required)]
    pub minutes: Option<i64>,
}

/// One comparison.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleCondition {
    /// What is looked at: `subject`, `text`, `from`, `from_name`, `to`, `header`, `attachments`, `automatic`, `evidence`,
    /// `language`, `mailbox`, `queue`, `category`, `assignee`, `status`, `priority`, `tag`, `messages`, `company`,
    /// `contact_field`, `category_field`, `queue_load` or `hours`.
    #[schema(example = "subject")]
    pub field: String,
    /// The name of the header, or the id of the field of contacts or of the category.
    #[serde(default)]
    #[schema(required)]
    pub of: Option<String>,
    /// How: `is`, `is_not`, `contains`, `contains_not`, `begins`, `ends`, `empty`, `not_empty`, `at_least` or `at_most`.
    #[schema(example = "contains")]
    pub is: String,
    /// With what: any of these words or ids. None for `empty` and `not_empty`.
    #[serde(default)]
    #[schema(required, example = json!(["invoice"]))]
    pub values: Vec<String>,
}

/// Conditions that go together.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleGroup {
    /// `all`, `any` or `none` of them hold.
    #[serde(rename = "match")]
    #[schema(example = "all")]
    pub matches: String,
    /// The conditions.
    pub conditions: Vec<RuleCondition>,
}

/// One thing that a rule does.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleAction {
    /// `assign_agent`, `assign_queue`, `assign_assistant`, `set_category`, `set_field`, `add_tag`, `remove_tag`, `set_priority`, `set_status`,
    /// `add_note`, `send_text`, `call_webhook` or `stop`.
    #[serde(rename = "do")]
    #[schema(example = "assign_queue")]
    pub what: String,
    /// The id of the field of the category, for `set_field` only.
    #[serde(default)]
    #[schema(required)]
    pub of: Option<String>,
    /// To whom, which, or what: an id, a word or a text; empty for `set_field` empties. None for `stop`.
    #[serde(default)]
    #[schema(required, example = "3")]
    pub value: Option<String>,
}

/// What a rule says.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleRecipe {
    /// When it is looked at.
    pub when: RuleWhen,
    /// All of these groups must hold; none: it always holds.
    #[serde(rename = "if")]
    pub groups: Vec<RuleGroup>,
    /// What it does then, in this order.
    pub then: Vec<RuleAction>,
}

impl RuleRecipe {
    /// What it says, where its words are those of rules; else the part that is not: `when`, `if` or `then`.
    ///
    /// # Errors
    /// The name of the part.
    pub fn read(&self) -> Result<rules::Recipe, &'static str> {
        Ok(rules::Recipe {
            when: same(&self.when).ok_or("when")?,
            groups: same(&self.groups).ok_or("if")?,
            then: self.then.iter().map(action).collect::<Option<_>>().ok_or("then")?,
        })
    }
}

impl From<&rules::Recipe> for RuleRecipe {
    fn from(recipe: &rules::Recipe) -> Self {
        Self {
            when: RuleWhen {
                on: recipe.when.on.word().into(),
                since: recipe.when.since.map(|since| since.word().into()),
                minutes: recipe.when.minutes,
            },
            groups: recipe.groups.iter().map(shown_group).collect(),
            then: recipe.then.iter().map(shown_action).collect(),
        }
    }
}

fn shown_group(group: &rules::Group) -> RuleGroup {
    let condition = |one: &rules::Condition| RuleCondition {
        field: one.field.word().into(),
        of: one.of.clone(),
        is: one.is.word().into(),
        values: one.values.clone(),
    };
    RuleGroup { matches: group.matches.word().into(), conditions: group.conditions.iter().map(condition).collect() }
}

fn shown_action(action: &rules::Action) -> RuleAction {
    let of = match action {
        rules::Action::SetField(given) => Some(given.field.to_string()),
        _ => None,
    };
    RuleAction { what: action.word().into(), of, value: action.value() }
}

/// The same in the words of `desk`, which are the same.
fn same<T: serde::de::DeserializeOwned>(ours: &impl Serialize) -> Option<T> {
    serde_json::to_value(ours).ok().and_then(|value| serde_json::from_value(value).ok())
}

fn action(ours: &RuleAction) -> Option<rules::Action> {
    let written = match (&ours.of, &ours.value) {
        (Some(field), value) => {
            let value = value.as_deref().unwrap_or_default();
            serde_json::json!({"do": ours.what, "value": {"field": field, "value": value}})
        }
        (None, Some(value)) => serde_json::json!({"do": ours.what, "value": value}),
        (None, None) => serde_json::json!({"do": ours.what}),
    };
    serde_json::from_value(written).ok()
}

/// Something that a rule refers to and that is not there any more.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleMissing {
    /// `agent`, `queue`, `category`, `mailbox`, `company`, `contact_field`, `category_field`, `webhook` or
    /// `tag`.
    #[schema(example = "queue")]
    pub what: String,
    /// Its id, or the tag.
    #[schema(example = "3")]
    pub value: String,
}

impl From<rules::Missing> for RuleMissing {
    fn from(missing: rules::Missing) -> Self {
        Self { what: missing.what.into(), value: missing.value }
    }
}

/// What the desk does by itself when something happens.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rule {
    /// Which.
    #[schema(value_type = String, example = "3")]
    pub id: RuleId,
    /// Its name.
    #[schema(example = "Invoices")]
    pub name: String,
    /// False: it is not looked at.
    pub enabled: bool,
    /// What it says.
    #[serde(flatten)]
    pub recipe: RuleRecipe,
    /// What it refers to and that is not there: while there is something, it does not fire.
    pub missing: Vec<RuleMissing>,
    /// The mailboxes whose conversations it can match; null where that is any.
    #[schema(required, value_type = Option<Vec<String>>)]
    pub mailboxes: Option<Vec<MailboxId>>,
    /// How often it did something within 30 days, counted up to 1,000.
    pub fired: i64,
    /// When it last did.
    #[schema(required)]
    pub fired_at: Option<Timestamp>,
    /// When it was last kept from it: rules had set each other off, or fired too often on one conversation.
    #[schema(required)]
    pub cut_at: Option<Timestamp>,
}

impl From<Listed> for Rule {
    fn from(listed: Listed) -> Self {
        let draft = listed.stored.draft;
        Self {
            id: listed.stored.id,
            mailboxes: draft.recipe.mailboxes(),
            recipe: RuleRecipe::from(&draft.recipe),
            name: draft.name,
            enabled: draft.enabled,
            missing: listed.missing.into_iter().map(RuleMissing::from).collect(),
            fired: listed.lately.fired,
            fired_at: listed.lately.fired_at.map(time),
            cut_at: listed.lately.cut_at.map(time),
        }
    }
}

/// What became of one action.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleDid {
    /// The action.
    #[serde(rename = "do")]
    #[schema(example = "assign_queue")]
    pub what: String,
    /// To whom, which, or what; null for a note's text.
    #[schema(required, example = "3")]
    pub value: Option<String>,
    /// The name of the agent, queue, category or field, or the names of the fields that are missing.
    #[schema(required, example = "Billing")]
    pub name: Option<String>,
    /// `done`; `already` where it is so; `taken` where an earlier rule assigned; `may-not` where the agent may not work in
    /// that queue; `tags-full`; `not-meant` where its category has no such field; `does-not-fit` where the field does not take
    /// the value; `fields-missing` where required fields are empty, so that it was not resolved or closed.
    #[schema(example = "done")]
    pub outcome: String,
}

impl From<rules::Done> for RuleDid {
    fn from(done: rules::Done) -> Self {
        let value = if matches!(done.action, rules::Action::AddNote(_)) { None } else { done.action.value() };
        Self { what: done.action.word().into(), value, name: done.name, outcome: done.outcome.word().into() }
    }
}

/// What a rehearsed rule would have done to one conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleRehearsed {
    /// Which.
    #[schema(value_type = String, example = "1042")]
    pub conversation: ConversationId,
    /// Its subject.
    pub subject: String,
    /// The customer.
    pub customer: String,
    /// When it began.
    pub created_at: Timestamp,
    /// What the rule would have done.
    pub did: Vec<RuleDid>,
    /// The earlier rule that would have assigned it.
    #[schema(required)]
    pub taken_by: Option<String>,
}

/// What a rule would have done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RuleRehearsal {
    /// How many conversations of the last 30 days were looked at.
    pub looked_at: usize,
    /// True where there were more of them than are looked at.
    pub more: bool,
    /// How many the rule would have changed.
    pub matched: usize,
    /// The newest of those, at most 100.
    pub items: Vec<RuleRehearsed>,
    /// For how many a loop between rules would have been cut at this one.
    pub cut: usize,
    /// What the rule refers to and that is not there: it would do nothing.
    pub missing: Vec<RuleMissing>,
}

impl From<flow::rules::Rehearsal> for RuleRehearsal {
    fn from(rehearsal: flow::rules::Rehearsal) -> Self {
        let item = |one: flow::rules::Rehearsed| RuleRehearsed {
            conversation: one.conversation,
            subject: one.subject,
            customer: one.customer,
            created_at: time(one.created_at),
            did: one.did.into_iter().map(RuleDid::from).collect(),
            taken_by: one.taken_by,
        };
        Self {
            looked_at: rehearsal.looked_at,
            more: rehearsal.more,
            matched: rehearsal.matched,
            items: rehearsal.items.into_iter().map(item).collect(),
            cut: rehearsal.cut,
            missing: rehearsal.missing.into_iter().map(RuleMissing::from).collect(),
        }
    }
}
