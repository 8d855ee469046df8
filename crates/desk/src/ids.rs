//! Ids of the nouns: one newtype each, so that a message's id cannot be taken for a conversation's.
//! Outside of the program an id is an opaque string.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownId;
            /// Reads the opaque string that the API gave out; anything else is [`UnknownId`].
            fn from_str(text: &str) -> Result<Self, UnknownId> {
                match text.parse::<i64>() {
                    Ok(number) if number > 0 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(number)),
                    _ => Err(UnknownId),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|_| serde::de::Error::custom("not an id of this desk"))
            }
        }
    };
}

/// A string that is no id of this desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this desk")]
pub struct UnknownId;

id!(/** A person of the team. */ AgentId);
id!(/** A token by which a program of an agent's uses the API. */ ApiTokenId);
id!(/** A mail on its way in, from the moment its raw bytes are durable. */ ArrivalId);
id!(/** Something that the team knows, in writing. */ ArticleId);
id!(/** What may answer customers by itself, or draft for agents. */ AssistantId);
id!(/** One customer's message that an assistant looks at. */ AssistantTurnId);
id!(/** A file that belongs to a message, or was uploaded for one. */ AttachmentId);
id!(/** A telephone call. */ CallId);
id!(/** A field of the conversations of a category. */ CategoryFieldId);
id!(/** The kind of matter. */ CategoryId);
id!(/** The company of customers. */ CompanyId);
id!(/** A field of customers that the desk defines. */ ContactFieldId);
id!(/** A customer. */ ContactId);
id!(/** A note about a customer. */ ContactNoteId);
id!(/** One customer's matter; also its number (`#1042`). */ ConversationId);
id!(/** One outgoing mail on its way to one recipient. */ DeliveryId);
id!(/** An entry of the timeline that the system wrote. */ EventId);
id!(/** Work that outlives a request. */ JobId);
id!(/** An e-mail address of ours with its connections. */ MailboxId);
id!(/** An entry of the timeline that a person or an assistant wrote. */ MessageId);
id!(/** A mail that the desk itself writes, and that is no message of a conversation. */ NoticeId);
id!(/** What an agent is to be told about a conversation, before it becomes a mail. */ NotificationId);
id!(/** A presence that the desk named itself. */ OwnPresenceId);
id!(/** A filter that somebody keeps under a name. */ OwnViewId);
id!(/** News on their way to a browser. */ PushNewsId);
id!(/** A browser that is told of news while no page of the desk is open. */ PushSubscriptionId);
id!(/** Where conversations wait for a set of agents. */ QueueId);
id!(/** A promise how soon customers are answered. */ SlaPolicyId);
id!(/** What the desk does by itself when something happens. */ RuleId);
id!(/** A text that agents write again and again. */ SnippetId);
id!(/** Somebody being signed in at one browser or program. */ SessionId);
id!(/** A question to a customer how satisfied they are. */ SurveyId);
id!(/** A word on conversations. */ TagId);
id!(/** An endpoint outside that is told what happens. */ WebhookId);
id!(/** One happening on its way to one endpoint. */ WebhookDeliveryId);
id!(/** A mail on its way out: it carries a message or a notice. */ OutgoingId);
