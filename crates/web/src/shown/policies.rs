//! The settings that decisions read, of the e-mail channel and of a mailbox, as the API shows and takes them.

use desk::{MailboxId, policy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    problem::Problem,
    request::given,
    shown::{business_hours::BusinessHours, conversations::Status, same_words},
};

/// What an agent's answer by e-mail becomes, where it went to one mailbox of ours alone.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentReplies {
    /// A note: the customer gets nothing.
    Note,
    /// As if it had been answered in the browser: sent to all ticked participants.
    Reply,
}
same_words!(AgentReplies, policy::AgentReplies, Note = Note, Reply = Reply);

/// What one mail to several of our mailboxes becomes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SameMail {
    /// A conversation in each of them.
    PerMailbox,
    /// One conversation, in the mailbox that it reached first.
    One,
}
same_words!(SameMail, policy::SameMail, PerMailbox = PerMailbox, One = One);

/// What becomes of mail that agents send directly to a mailbox.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentMail {
    /// It starts a conversation in which the agent is the customer.
    Requester,
    /// It is ignored.
    Ignore,
}
same_words!(AgentMail, policy::AgentMail, Requester = Requester, Ignore = Ignore);

/// How the sender of an answer is named.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SenderName {
    /// The agent's name.
    Agent,
    /// The mailbox's name.
    Mailbox,
    /// Both: `Ana via Acme Support`.
    AgentViaMailbox,
}
same_words!(SenderName, policy::SenderName, Agent = Agent, Mailbox = Mailbox, AgentViaMailbox = AgentViaMailbox);

/// When a new mail joins an earlier conversation of the same customer with the same subject.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merging {
    /// Hours since that conversation was created, 1 to 8,760.
    #[schema(example = 24)]
    pub hours: u32,
    /// The statuses in which it takes further mail; not spam and trash.
    pub statuses: Vec<Status>,
}

impl From<policy::Merging> for Merging {
    fn from(merging: policy::Merging) -> Self {
        Self { hours: merging.hours, statuses: merging.statuses.into_iter().map(Status::from).collect() }
    }
}

impl From<Merging> for policy::Merging {
    fn from(merging: Merging) -> Self {
        Self { hours: merging.hours, statuses: merging.statuses.into_iter().map(Into::into).collect() }
    }
}

/// Whether a mailbox merges repeated mail.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum MailboxMerging {
    /// As the channel says.
    AsChannel,
    /// Never.
    Off,
    /// By a window of its own.
    On(Merging),
}

impl From<policy::MailboxMerging> for MailboxMerging {
    fn from(merging: policy::MailboxMerging) -> Self {
        match merging {
            policy::MailboxMerging::AsChannel => Self::AsChannel,
            policy::MailboxMerging::Off => Self::Off,
            policy::MailboxMerging::On(own) => Self::On(own.into()),
        }
    }
}

impl From<MailboxMerging> for policy::MailboxMerging {
    fn from(merging: MailboxMerging) -> Self {
        match merging {
            MailboxMerging::AsChannel => Self::AsChannel,
            MailboxMerging::Off => Self::Off,
            MailboxMerging::On(own) => Self::On(own.into()),
        }
    }
}

/// The settings of the e-mail channel that decisions read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EmailPolicy {
    /// What agents' answers by e-mail become.
    pub agent_replies: AgentReplies,
    /// Whether an agent's answer without a token may go to customers, where the agent's domain signed all of it.
    pub reply_without_token: bool,
    /// Domains of agents for which their own token is enough, although their mail cannot be verified.
    pub token_suffices: Vec<String>,
    /// Merging of repeated mail; null is off.
    #[schema(required)]
    pub merging: Option<Merging>,
    /// Hours after closing from which a customer's answer starts a new conversation; null: it reopens.
    #[schema(required, example = 168)]
    pub new_after_closed_hours: Option<u32>,
    /// What one mail to several of our mailboxes becomes.
    pub same_mail: SameMail,
    /// Hours after which a mail that is first processed triggers nothing automatic.
    #[schema(example = 24)]
    pub stale_hours: u32,
    /// Seconds in which an agent's answer by e-mail can be undone before it is sent.
    #[schema(example = 60)]
    pub undo_s: u32,
    /// Domains whose ARC seals are believed.
    #[schema(example = json!(["google.com", "microsoft.com"]))]
    pub arc_sealers: Vec<String>,
}

impl From<policy::ChannelPolicy> for EmailPolicy {
    fn from(policy: policy::ChannelPolicy) -> Self {
        Self {
            agent_replies: policy.agent_replies.into(),
            reply_without_token: policy.reply_without_token,
            token_suffices: policy.token_suffices,
            merging: policy.merging.map(Merging::from),
            new_after_closed_hours: policy.new_after_closed_hours,
            same_mail: policy.same_mail.into(),
            stale_hours: policy.stale_hours,
            undo_s: policy.undo_s,
            arc_sealers: policy.arc_sealers,
        }
    }
}

/// Changes of the channel's settings: what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EmailPolicyChange {
    /// What agents' answers by e-mail become.
    pub agent_replies: Option<AgentReplies>,
    /// Whether an agent's answer without a token may go to customers.
    pub reply_without_token: Option<bool>,
    /// Domains of agents for which their own token is enough: at most 100, none of them a provider of free mail.
    pub token_suffices: Option<Vec<String>>,
    /// Merging of repeated mail; null is off.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<Merging>)]
    pub merging: Option<Option<Merging>>,
    /// Hours after closing from which a customer's answer starts a new conversation, at most 8,760; null: it reopens.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<u32>)]
    pub new_after_closed_hours: Option<Option<u32>>,
    /// What one mail to several of our mailboxes becomes.
    pub same_mail: Option<SameMail>,
    /// Hours after which a mail that is first processed triggers nothing automatic, 1 to 8,760.
    pub stale_hours: Option<u32>,
    /// Seconds in which an agent's answer by e-mail can be undone before it is sent, at most 600.
    pub undo_s: Option<u32>,
    /// Domains whose ARC seals are believed, at most 100.
    pub arc_sealers: Option<Vec<String>>,
}

impl EmailPolicyChange {
    /// The stored policy with these changes.
    ///
    /// # Errors
    /// 422 that names the field that does not fit.
    pub fn onto(self, stored: policy::ChannelPolicy) -> Result<policy::ChannelPolicy, Problem> {
        let changed = policy::ChannelPolicy {
            agent_replies: self.agent_replies.map_or(stored.agent_replies, Into::into),
            reply_without_token: self.reply_without_token.unwrap_or(stored.reply_without_token),
            token_suffices: self.token_suffices.map_or(stored.token_suffices, domains),
            merging: self.merging.map_or(stored.merging, |merging| merging.map(Into::into)),
            new_after_closed_hours: self.new_after_closed_hours.unwrap_or(stored.new_after_closed_hours),
            same_mail: self.same_mail.map_or(stored.same_mail, Into::into),
            stale_hours: self.stale_hours.unwrap_or(stored.stale_hours),
            undo_s: self.undo_s.unwrap_or(stored.undo_s),
            arc_sealers: self.arc_sealers.map_or(stored.arc_sealers, domains),
        };
        changed.validate().map_err(|unfit| Problem::field(&format!("email.{}", unfit.field), unfit.reason))?;
        Ok(changed)
    }
}

/// Domains as they are compared: trimmed, in lower case, each once.
fn domains(written: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for one in written {
        let one = one.trim().trim_start_matches('@').trim_end_matches('.').to_lowercase();
        if !one.is_empty() && !out.contains(&one) {
            out.push(one);
        }
    }
    out
}

/// The greeting that a customer gets who starts a conversation.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Greeting {
    /// Whether it is sent.
    pub on: bool,
    /// Its text, without placeholders.
    pub text: String,
}

impl From<policy::Greeting> for Greeting {
    fn from(greeting: policy::Greeting) -> Self {
        Self { on: greeting.on, text: greeting.text }
    }
}

impl From<Greeting> for policy::Greeting {
    fn from(greeting: Greeting) -> Self {
        Self { on: greeting.on, text: greeting.text }
    }
}

/// The satisfaction survey that customers get whose conversation was resolved.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SurveySettings {
    /// Whether every resolving starts one.
    pub on: bool,
    /// Minutes from the resolving until it leaves, at most 43,200; nothing leaves where the conversation is reopened before.
    #[schema(example = 60)]
    pub delay_minutes: u32,
    /// Days in which one person gets no second one, at most 365; 0: no pause.
    #[schema(example = 0)]
    pub pause_days: u32,
}

impl From<policy::Survey> for SurveySettings {
    fn from(survey: policy::Survey) -> Self {
        Self { on: survey.on, delay_minutes: survey.delay_minutes, pause_days: survey.pause_days }
    }
}

impl From<SurveySettings> for policy::Survey {
    fn from(survey: SurveySettings) -> Self {
        Self { on: survey.on, delay_minutes: survey.delay_minutes, pause_days: survey.pause_days }
    }
}

/// The settings of a mailbox that decisions and outgoing mail read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MailboxPolicy {
    /// Whether every mail to it becomes a conversation, or only answers to something that we sent.
    pub convert_all: bool,
    /// What becomes of mail that agents send directly.
    pub agent_mail: AgentMail,
    /// Merging of repeated mail.
    pub merging: MailboxMerging,
    /// Whether the first outsider of an agent's forward, or of the To of an agent's mail, becomes the customer.
    pub forwards_name_the_customer: bool,
    /// How the sender of an answer is named.
    pub sender_name: SenderName,
    /// Whether mails begin with the line above which answers are typed.
    pub delimiter: bool,
    /// Whether our display name carries the conversation.
    pub name_token: bool,
    /// Whether the conversation's number stands in the subject of answers.
    pub session_in_subject: bool,
    /// The mailbox that answers for this one where it only receives.
    #[schema(required, value_type = Option<String>)]
    pub answers_through: Option<MailboxId>,
    /// The language of what the desk itself writes from it: en, cs, de, fr or it.
    #[schema(example = "en")]
    pub language: String,
    /// The greeting of customers who start a conversation.
    pub greeting: Greeting,
    /// When somebody is there, and what customers get who write at other times.
    pub business_hours: BusinessHours,
    /// Whether customers are asked how satisfied they are.
    pub survey: SurveySettings,
}

impl From<policy::MailboxPolicy> for MailboxPolicy {
    fn from(policy: policy::MailboxPolicy) -> Self {
        Self {
            convert_all: policy.convert_all,
            agent_mail: policy.agent_mail.into(),
            merging: policy.merging.into(),
            forwards_name_the_customer: policy.forwards_name_the_customer,
            sender_name: policy.sender_name.into(),
            delimiter: policy.delimiter,
            name_token: policy.name_token,
            session_in_subject: policy.session_in_subject,
            answers_through: policy.answers_through,
            language: policy.language,
            greeting: policy.greeting.into(),
            business_hours: policy.business_hours.into(),
            survey: policy.survey.into(),
        }
    }
}

/// Changes of a mailbox's settings: what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MailboxPolicyChange {
    /// Whether every mail to it becomes a conversation, or only answers to something that we sent.
    pub convert_all: Option<bool>,
    /// What becomes of mail that agents send directly.
    pub agent_mail: Option<AgentMail>,
    /// Merging of repeated mail.
    pub merging: Option<MailboxMerging>,
    /// Whether the first outsider of an agent's forward, or of the To of an agent's mail, becomes the customer.
    pub forwards_name_the_customer: Option<bool>,
    /// How the sender of an answer is named.
    pub sender_name: Option<SenderName>,
    /// Whether mails begin with the line above which answers are typed.
    pub delimiter: Option<bool>,
    /// Whether our display name carries the conversation.
    pub name_token: Option<bool>,
    /// Whether the conversation's number stands in the subject of answers.
    pub session_in_subject: Option<bool>,
    /// The mailbox that answers for this one where it only receives; null for none.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub answers_through: Option<Option<MailboxId>>,
    /// The language of what the desk itself writes from it: en, cs, de, fr or it.
    pub language: Option<String>,
    /// The greeting of customers who start a conversation.
    pub greeting: Option<Greeting>,
    /// When somebody is there, and what customers get who write at other times; as a whole.
    pub business_hours: Option<BusinessHours>,
    /// Whether customers are asked how satisfied they are.
    pub survey: Option<SurveySettings>,
}

impl MailboxPolicyChange {
    /// The stored policy with these changes.
    ///
    /// # Errors
    /// 422 that names the field that does not fit.
    pub fn onto(self, stored: policy::MailboxPolicy) -> Result<policy::MailboxPolicy, Problem> {
        let hours = self.business_hours.map(BusinessHours::read).transpose();
        let hours = hours.map_err(|reason| Problem::field("policy.business_hours", reason))?;
        let changed = policy::MailboxPolicy {
            convert_all: self.convert_all.unwrap_or(stored.convert_all),
            agent_mail: self.agent_mail.map_or(stored.agent_mail, Into::into),
            merging: self.merging.map_or(stored.merging, Into::into),
            forwards_name_the_customer: self.forwards_name_the_customer.unwrap_or(stored.forwards_name_the_customer),
            sender_name: self.sender_name.map_or(stored.sender_name, Into::into),
            delimiter: self.delimiter.unwrap_or(stored.delimiter),
            name_token: self.name_token.unwrap_or(stored.name_token),
            session_in_subject: self.session_in_subject.unwrap_or(stored.session_in_subject),
            answers_through: self.answers_through.unwrap_or(stored.answers_through),
            language: self.language.unwrap_or(stored.language),
            greeting: self.greeting.map_or(stored.greeting, Into::into),
            business_hours: hours.unwrap_or(stored.business_hours),
            survey: self.survey.map_or(stored.survey, Into::into),
        };
        changed.validate().map_err(|unfit| Problem::field(&format!("policy.{}", unfit.field), unfit.reason))?;
        Ok(changed)
    }
}
