//! Webhooks: what can be told to programs outside, when a delivery is tried again, and how it is signed (X-7). The
//! signature is that of the Standard Webhooks convention: HMAC-SHA256 over id, time and body. Nothing here sends.

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{Micros, limits, message};

/// What can happen that programs are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A conversation began.
    ConversationCreated,
    /// Its status changed.
    StatusChanged,
    /// Somebody else has it, or nobody any more.
    Assigned,
    /// It was moved to another queue.
    Queued,
    /// It was given another category.
    Categorised,
    /// Something else stands in its fields (SO-15).
    FieldsSet,
    /// Its tags changed.
    Tagged,
    /// Another conversation was merged into it.
    Merged,
    /// Messages of it were split off into another conversation.
    Split,
    /// Its customer said how satisfied they are (LD-3).
    Rated,
    /// A promise how soon its customer is answered is about to be broken (SO-12).
    SlaWarning,
    /// It was broken.
    SlaBroken,
    /// A message came in.
    Inbound,
    /// A message went out; told when it leaves, so that one that is undone is never told.
    Outbound,
    /// An agent wrote a note, which only the team sees (LA-5).
    Note,
    /// A message did not arrive.
    DeliveryFailed,
    /// A rule has it told (SO-16).
    RuleFired,
    /// An administrator tries the endpoint.
    Test,
}

impl Kind {
    /// Those that an endpoint can choose.
    pub const CHOSEN: [Self; 16] = [
        Self::ConversationCreated,
        Self::StatusChanged,
        Self::Assigned,
        Self::Queued,
        Self::Categorised,
        Self::FieldsSet,
        Self::Tagged,
        Self::Merged,
        Self::Split,
        Self::Rated,
        Self::SlaWarning,
        Self::SlaBroken,
        Self::Inbound,
        Self::Outbound,
        Self::Note,
        Self::DeliveryFailed,
    ];

    /// The word that is stored and sent.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ConversationCreated => "conversation.created",
            Self::StatusChanged => "conversation.status_changed",
            Self::Assigned => "conversation.assigned",
            Self::Queued => "conversation.queued",
            Self::Categorised => "conversation.categorised",
            Self::FieldsSet => "conversation.fields_set",
            Self::Tagged => "conversation.tagged",
            Self::Merged => "conversation.merged",
            Self::Split => "conversation.split",
            Self::Rated => "conversation.rated",
            Self::SlaWarning => "conversation.sla_warning",
            Self::SlaBroken => "conversation.sla_broken",
            Self::Inbound => "message.inbound",
            Self::Outbound => "message.outbound",
            Self::Note => "message.note",
            Self::DeliveryFailed => "delivery.failed",
            Self::RuleFired => "rule.fired",
            Self::Test => "webhook.test",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::CHOSEN.into_iter().chain([Self::RuleFired, Self::Test]).find(|kind| kind.word() == word)
    }

    /// What the word of an event of the timeline tells; most tell nothing.
    #[must_use]
    pub fn of_event(word: &str) -> Option<Self> {
        match word {
            "status_changed" => Some(Self::StatusChanged),
            "assigned" => Some(Self::Assigned),
            "queued" => Some(Self::Queued),
            "categorised" => Some(Self::Categorised),
            "fields_set" => Some(Self::FieldsSet),
            "tagged" => Some(Self::Tagged),
            "merged" => Some(Self::Merged),
            "split_off" => Some(Self::Split),
            "rated" => Some(Self::Rated),
            "sla_warning" => Some(Self::SlaWarning),
            "sla_broken" => Some(Self::SlaBroken),
            "delivery_failed" | "bounced" => Some(Self::DeliveryFailed),
            _ => None,
        }
    }

    /// What a new message tells.
    #[must_use]
    pub fn of_message(kind: message::Kind) -> Self {
        match kind {
            message::Kind::Inbound => Self::Inbound,
            message::Kind::Outbound => Self::Outbound,
            message::Kind::Note => Self::Note,
        }
    }
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for its first attempt.
    Queued,
    /// Failed for now; tried again.
    Deferred,
    /// The endpoint took it.
    Delivered,
    /// Given up.
    Failed,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Deferred, Self::Delivered, Self::Failed];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Deferred => "deferred",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Seconds between attempts: 5 seconds, 1, 5 and 30 minutes, 2 and 6 hours, then half days and days, about three days in all.
const WAITS_S: [i64; 9] = [5, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400, 86_400];

/// Seconds until the next attempt behind so many failed ones, ± a quarter; none when it is given up. `jitter` is a
/// random thousandth.
#[must_use]
pub fn wait_s(attempts: i64, jitter: i64) -> Option<i64> {
    let place = usize::try_from(attempts.max(1) - 1).ok()?;
    WAITS_S.get(place).map(|base| base * 3 / 4 + base * jitter.clamp(0, 999) / 2_000)
}

/// True when an endpoint that has only failed since then is switched off.
#[must_use]
pub fn is_given_up(failing_since: Micros, now: Micros) -> bool {
    now >= failing_since.plus_s(limits::WEBHOOK_FAILING_SECONDS)
}

/// True where an answer of this status says that the delivery was taken.
#[must_use]
pub fn is_taken(status: u16) -> bool {
    (200..300).contains(&status)
}

/// What every secret begins with.
const SECRET_PREFIX: &str = "whsec_";

/// A secret as it is shown to the administrator, of random bytes.
#[must_use]
pub fn secret(bytes: &[u8; 32]) -> String {
    format!("{SECRET_PREFIX}{}", BASE64.encode(bytes))
}

/// The header `webhook-signature` of one attempt: a signature for each secret, newest first, so that a receiver that
/// still has the old one goes on working. `at_s` is the attempt's time in seconds. A secret that is none signs nothing.
#[must_use]
pub fn signatures(secrets: &[String], id: &str, at_s: i64, body: &[u8]) -> String {
    let signed = secrets.iter().filter_map(|secret| {
        let key = BASE64.decode(secret.strip_prefix(SECRET_PREFIX)?.as_bytes()).ok()?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        mac.update(format!("{id}.{at_s}.").as_bytes());
        mac.update(body);
        Some(format!("v1,{}", BASE64.encode(&mac.finalize().into_bytes())))
    });
    signed.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_and_state_has_a_word_of_its_own() {
        for kind in Kind::CHOSEN {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(Kind::from_word("webhook.test"), Some(Kind::Test));
        assert_eq!(Kind::from_word("rule.fired"), Some(Kind::RuleFired));
        for state in State::ALL {
            assert_eq!(State::from_word(state.word()), Some(state));
        }
    }

    /// X-7: the waits grow, and end after about three days.
    #[test]
    fn a_delivery_is_tried_for_about_three_days() {
        let waits: Vec<i64> = (1..20).map_while(|attempts| wait_s(attempts, 500)).collect();
        assert_eq!(waits.len(), 9);
        assert!(waits.is_sorted() && waits[0] <= 5, "{waits:?}");
        let hours = waits.iter().sum::<i64>() / 3_600;
        assert!((60..84).contains(&hours), "{hours}");
        assert_eq!(wait_s(10, 0), None);
    }

    #[test]
    fn three_days_of_failing_switch_an_endpoint_off() {
        let since = Micros(0);
        assert!(!is_given_up(since, since.plus_s(3 * 86_400 - 1)));
        assert!(is_given_up(since, since.plus_s(3 * 86_400)));
    }

    /// X-7: the example of the convention's own documentation.
    #[test]
    fn a_signature_is_that_of_the_convention() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_string();
        let signed = signatures(
            std::slice::from_ref(&secret),
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let both = signatures(&[secret, super::secret(&[7; 32])], "msg_1", 1, b"{}");
        assert_eq!(both.split(' ').count(), 2);
        assert_eq!(signatures(&["nonsense".into()], "msg_1", 1, b"{}"), "");
    }
}
