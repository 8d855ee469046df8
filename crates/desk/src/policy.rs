//! Policies: every setting that a decision about mail reads, for the channel and for a mailbox, with its default.
//! What is not set has its default, so that a new field needs no migration.

use serde::{Deserialize, Serialize};

use crate::{MailboxId, Micros, conversation::Status, hours::Hours, limits};

/// What an agent's answer by mail becomes where it went to one mailbox of ours alone (LA-3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentReplies {
    /// A note: the customer gets nothing.
    #[default]
    Note,
    /// As if it had been answered in the browser: it is sent to all ticked participants.
    Reply,
}

/// What becomes of mail that agents send directly to a mailbox (SB-5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentMail {
    /// It starts a conversation whose requester the agent is (LA-6).
    #[default]
    Requester,
    /// It is ignored.
    Ignore,
}

/// When a new mail joins an earlier conversation of the same customer and subject (SO-7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merging {
    /// Hours since the earlier conversation was created, 1 to 8,760.
    pub hours: u32,
    /// The statuses in which it takes further mail.
    pub statuses: Vec<Status>,
}

/// Whether a mailbox merges repeated mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailboxMerging {
    /// As the channel says.
    #[default]
    AsChannel,
    /// Never.
    Off,
    /// By its own window.
    On(Merging),
}

/// What one mail to several of our mailboxes becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameMail {
    /// A conversation in each of them.
    #[default]
    PerMailbox,
    /// One conversation, in the mailbox that it reached first.
    One,
}

/// How the sender of an answer is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderName {
    /// The agent's name.
    Agent,
    /// The mailbox's name.
    #[default]
    Mailbox,
    /// `Ana via Acme Support`.
    AgentViaMailbox,
}

/// The settings of the e-mail channel as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelPolicy {
    /// What agents' answers by mail become (LA-3).
    pub agent_replies: AgentReplies,
    /// Whether an agent's answer without a token may go to customers (TR-6, row 2).
    pub reply_without_token: bool,
    /// From domains for which an agent's own token is enough (TR-4); never a free-mail domain.
    pub token_suffices: Vec<String>,
    /// Merging of repeated mail; none is off (SO-7).
    pub merging: Option<Merging>,
    /// Hours after closing from which a customer's answer starts a new conversation; none: it reopens (SO-8).
    pub new_after_closed_hours: Option<u32>,
    /// What one mail to several of our mailboxes becomes.
    pub same_mail: SameMail,
    /// Hours after which a mail that is first processed triggers nothing automatic (SO-2).
    pub stale_hours: u32,
    /// Seconds in which an agent's answer by mail can be undone before it is sent (TR-4).
    pub undo_s: u32,
    /// Domains whose ARC seal is believed (trust.md, E1).
    pub arc_sealers: Vec<String>,
}

impl Default for ChannelPolicy {
    fn default() -> Self {
        Self {
            agent_replies: AgentReplies::default(),
            reply_without_token: false,
            token_suffices: Vec::new(),
            merging: None,
            new_after_closed_hours: None,
            same_mail: SameMail::default(),
            stale_hours: 24,
            undo_s: 60,
            arc_sealers: vec!["google.com".into(), "microsoft.com".into()],
        }
    }
}

/// The settings of one mailbox that decisions and outgoing mail read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailboxPolicy {
    /// Whether every mail to it becomes a conversation, or only answers to something that we sent (SB-5).
    pub convert_all: bool,
    /// What becomes of mail that agents send directly (SB-5).
    pub agent_mail: AgentMail,
    /// Merging of repeated mail (SO-7).
    pub merging: MailboxMerging,
    /// Whether the first outsider of an agent's forward, or of the To of an agent's mail, becomes the customer (LA-6).
    pub forwards_name_the_customer: bool,
    /// How the sender of an answer is named.
    pub sender_name: SenderName,
    /// Whether mails begin with the line above which answers are typed (SB-10).
    pub delimiter: bool,
    /// Whether our display name carries the conversation (SB-12).
    pub name_token: bool,
    /// Whether the session ID stands in the subject of first answers (CC-11).
    pub session_in_subject: bool,
    /// The mailbox that answers for this one where it only receives (SB-2).
    pub answers_through: Option<MailboxId>,
    /// What a customer whose conversation begins gets at once (LD-2).
    pub greeting: Greeting,
    /// When somebody is there, and what customers get who write at other times (LD-7).
    pub business_hours: BusinessHours,
    /// Whether customers are asked how satisfied they are (LD-3).
    pub survey: Survey,
    /// The language of what the desk itself writes from it: en, cs, de, fr or it (X-8).
    pub language: String,
}

impl Default for MailboxPolicy {
    fn default() -> Self {
        Self {
            convert_all: true,
            agent_mail: AgentMail::default(),
            merging: MailboxMerging::default(),
            forwards_name_the_customer: false,
            sender_name: SenderName::default(),
            delimiter: false,
            name_token: false,
            session_in_subject: false,
            answers_through: None,
            greeting: Greeting::default(),
            business_hours: BusinessHours::default(),
            survey: Survey::default(),
            language: "en".into(),
        }
    }
}

/// The greeting of a mailbox (LD-2). Its text stays while it is off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Greeting {
    /// Whether it is sent.
    pub on: bool,
    /// Its text, without placeholders.
    pub text: String,
}

/// The business hours of a mailbox, or of a queue (LD-7). They and the text stay while they are off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BusinessHours {
    /// Whether they hold; else a mailbox is always open, and a queue goes by its mailbox's.
    pub on: bool,
    /// The hours.
    pub hours: Hours,
    /// What a customer gets who writes outside of them, without placeholders; nothing where it is empty.
    pub away: String,
}

/// The satisfaction survey of a mailbox (LD-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Survey {
    /// Whether every resolving starts one.
    pub on: bool,
    /// Minutes from the resolving until it leaves; nothing leaves where the conversation is reopened before.
    pub delay_minutes: u32,
    /// Days in which one person gets no second one; 0: no pause.
    pub pause_days: u32,
}

impl Default for Survey {
    fn default() -> Self {
        Self { on: false, delay_minutes: 60, pause_days: 0 }
    }
}

impl BusinessHours {
    /// A queue's own, where they are on; else those of the mailbox. The away message goes with them.
    #[must_use]
    pub fn or(self, of_mailbox: Self) -> Self {
        if self.on { self } else { of_mailbox }
    }

    /// False outside of the hours.
    #[must_use]
    pub fn is_open(&self, at: Micros) -> bool {
        !self.on || self.hours.closed_since(at).is_none()
    }

    /// The away message of an instant, and since when it has been closed; none while it is open, and where there is nothing
    /// to say (LD-7).
    #[must_use]
    pub fn away(&self, at: Micros) -> Option<(&str, Micros)> {
        let text = self.away.trim();
        if !self.on || text.is_empty() {
            return None;
        }
        self.hours.closed_since(at).map(|since| (text, since))
    }

    /// Checks what cannot be said by the types.
    ///
    /// # Errors
    /// Why they do not fit.
    pub fn validate(&self) -> Result<(), Unfit> {
        let unfit = |reason| Err(Unfit { field: "business_hours", reason });
        self.hours.validate().map_err(|unfit| Unfit { field: "business_hours", ..unfit })?;
        if self.on && self.hours.days.iter().all(|day| day.intervals.is_empty()) {
            return unfit("hours-needed");
        }
        if self.away.chars().count() > limits::GREETING_CHARS {
            return unfit("text-too-long");
        }
        Ok(())
    }
}

impl MailboxPolicy {
    /// The text of the greeting, where it is on.
    #[must_use]
    pub fn greeting(&self) -> Option<&str> {
        let text = self.greeting.text.trim();
        (self.greeting.on && !text.is_empty()).then_some(text)
    }

    /// The merging that holds for this mailbox.
    #[must_use]
    pub fn merging<'a>(&'a self, channel: &'a ChannelPolicy) -> Option<&'a Merging> {
        match &self.merging {
            MailboxMerging::AsChannel => channel.merging.as_ref(),
            MailboxMerging::Off => None,
            MailboxMerging::On(own) => Some(own),
        }
    }
}

/// Languages that the desk itself writes (X-8).
pub const LANGUAGES: [&str; 5] = ["en", "cs", "fr", "de", "it"];
/// Domains in one list.
pub const DOMAINS_MOST: usize = 100;
/// The longest merging window, hours.
pub const MERGING_MOST_HOURS: u32 = 8_760;

/// A setting that does not fit: the field's name and a stable word for the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The field.
    pub field: &'static str,
    /// Why.
    pub reason: &'static str,
}

fn merging_fits(merging: &Merging) -> bool {
    (1..=MERGING_MOST_HOURS).contains(&merging.hours)
        && !merging.statuses.is_empty()
        && !merging.statuses.iter().any(|status| status.is_aside())
}

impl ChannelPolicy {
    /// Checks what cannot be said by the types.
    ///
    /// # Errors
    /// The first field that does not fit.
    pub fn validate(&self) -> Result<(), Unfit> {
        let unfit = |field, reason| Err(Unfit { field, reason });
        if self.token_suffices.iter().any(|domain| crate::free_mail::is_free_mail(domain)) {
            return unfit("token_suffices", "free-mail-domain");
        }
        for (field, domains) in [("token_suffices", &self.token_suffices), ("arc_sealers", &self.arc_sealers)] {
            if domains.len() > DOMAINS_MOST {
                return unfit(field, "too-many-domains");
            }
            if domains.iter().any(|domain| !is_domain(domain)) {
                return unfit(field, "no-domain");
            }
        }
        if self.merging.as_ref().is_some_and(|merging| !merging_fits(merging)) {
            return unfit("merging", "window-does-not-fit");
        }
        if self.new_after_closed_hours.is_some_and(|hours| hours > MERGING_MOST_HOURS) {
            return unfit("new_after_closed_hours", "hours-out-of-range");
        }
        if !(1..=MERGING_MOST_HOURS).contains(&self.stale_hours) {
            return unfit("stale_hours", "hours-out-of-range");
        }
        if self.undo_s > limits::UNDO_BY_MAIL_MOST_SECONDS {
            return unfit("undo_s", "seconds-out-of-range");
        }
        Ok(())
    }
}

impl MailboxPolicy {
    /// Checks what cannot be said by the types.
    ///
    /// # Errors
    /// The first field that does not fit.
    pub fn validate(&self) -> Result<(), Unfit> {
        if let MailboxMerging::On(own) = &self.merging
            && !merging_fits(own)
        {
            return Err(Unfit { field: "merging", reason: "window-does-not-fit" });
        }
        if self.greeting.on && self.greeting().is_none() {
            return Err(Unfit { field: "greeting", reason: "text-needed" });
        }
        if self.greeting.text.chars().count() > limits::GREETING_CHARS {
            return Err(Unfit { field: "greeting", reason: "text-too-long" });
        }
        self.business_hours.validate()?;
        if self.survey.delay_minutes > limits::SURVEY_DELAY_MOST_MINUTES {
            return Err(Unfit { field: "survey", reason: "survey-delay-too-long" });
        }
        if self.survey.pause_days > limits::SURVEY_PAUSE_MOST_DAYS {
            return Err(Unfit { field: "survey", reason: "survey-pause-too-long" });
        }
        if !LANGUAGES.contains(&self.language.as_str()) {
            return Err(Unfit { field: "language", reason: "unknown-language" });
        }
        Ok(())
    }
}

fn is_domain(domain: &str) -> bool {
    domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty() && label.len() <= 63)
        && domain.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_has_its_default() {
        assert_eq!(serde_json::from_str::<ChannelPolicy>("{}").unwrap(), ChannelPolicy::default());
        let mailbox: MailboxPolicy = serde_json::from_str(r#"{"delimiter":true}"#).unwrap();
        assert_eq!(mailbox, MailboxPolicy { delimiter: true, ..MailboxPolicy::default() });
        assert!(serde_json::from_str::<MailboxPolicy>(r#"{"auto_bcc":"x"}"#).is_err());
    }

    /// LD-3: surveys are off until somebody switches them on, without a pause, and within bounds.
    #[test]
    fn surveys_are_off_by_default_and_bounded() {
        let default = MailboxPolicy::default();
        assert_eq!((default.survey.on, default.survey.pause_days), (false, 0));
        let with = |survey| MailboxPolicy { survey, ..MailboxPolicy::default() }.validate();
        let most = Survey { on: true, delay_minutes: 43_200, pause_days: 365 };
        assert_eq!(with(most), Ok(()));
        let unfit = |reason| Err(Unfit { field: "survey", reason });
        assert_eq!(with(Survey { delay_minutes: 43_201, ..most }), unfit("survey-delay-too-long"));
        assert_eq!(with(Survey { pause_days: 366, ..most }), unfit("survey-pause-too-long"));
    }

    /// SO-7: a mailbox may override the channel's window.
    #[test]
    fn a_mailbox_merges_as_its_channel_says_or_by_its_own_window() {
        let window = |hours| Merging { hours, statuses: vec![Status::Open] };
        let channel = ChannelPolicy { merging: Some(window(24)), ..ChannelPolicy::default() };
        let with = |merging| MailboxPolicy { merging, ..MailboxPolicy::default() };
        assert_eq!(with(MailboxMerging::AsChannel).merging(&channel), Some(&window(24)));
        assert_eq!(with(MailboxMerging::Off).merging(&channel), None);
        assert_eq!(with(MailboxMerging::On(window(2))).merging(&channel), Some(&window(2)));
    }

    /// TR-4: `token_suffices` never for a free-mail domain.
    #[test]
    fn free_mail_never_suffices() {
        let with = |domain: &str| ChannelPolicy { token_suffices: vec![domain.into()], ..ChannelPolicy::default() };
        assert_eq!(with("gmail.com").validate(), Err(Unfit { field: "token_suffices", reason: "free-mail-domain" }));
        assert_eq!(with("nonsense").validate(), Err(Unfit { field: "token_suffices", reason: "no-domain" }));
        assert_eq!(with("acme.example").validate(), Ok(()));
    }

    /// LD-7: a queue's own hours and words hold while they are on; else those of the mailbox, and where those are off it is
    /// always open.
    #[test]
    fn a_queue_goes_by_its_own_hours_or_its_mailboxs() {
        let at = Micros::of_day(2026, 11, 23).unwrap().plus_s(20 * 3_600);
        let hours = |on, until: u16, away: &str| {
            let mut hours = crate::hours::Hours::default();
            for day in &mut hours.days {
                day.intervals = vec![crate::hours::Interval { from: 0, to: until }];
            }
            BusinessHours { on, hours, away: away.into() }
        };
        let (late, early) = (24 * 60, 17 * 60);
        for (queue, mailbox, open, said) in [
            (hours(true, early, "queue"), hours(true, late, "mailbox"), false, Some("queue")),
            (hours(true, late, "queue"), hours(true, early, "mailbox"), true, None),
            (hours(true, early, " "), hours(true, early, "mailbox"), false, None),
            (hours(false, early, "queue"), hours(true, early, "mailbox"), false, Some("mailbox")),
            (hours(false, early, "queue"), hours(false, early, "mailbox"), true, None),
            (BusinessHours::default(), hours(true, late, "mailbox"), true, None),
        ] {
            let hold = queue.clone().or(mailbox.clone());
            let words = hold.away(at).map(|(text, _)| text.to_string());
            assert_eq!((hold.is_open(at), words.as_deref()), (open, said), "{queue:?} {mailbox:?}");
            assert_eq!(hold.validate(), Ok(()));
        }
        let unfit = Err(Unfit { field: "business_hours", reason: "hours-needed" });
        assert_eq!(BusinessHours { on: true, ..BusinessHours::default() }.validate(), unfit);
    }
}
