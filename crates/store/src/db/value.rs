//! Values bound to a statement: numbers, text, bytes or nothing, the same for both databases.

use std::borrow::Cow;

use desk::Micros;

/// A bound value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum V<'a> {
    /// NULL.
    Null,
    /// BIGINT, INTEGER.
    Int(i64),
    /// TEXT.
    Text(&'a str),
    /// BYTEA, BLOB.
    Bytes(&'a [u8]),
}

/// Text as both databases can keep it: PostgreSQL refuses U+0000, so a replacement character stands in its place.
pub(super) fn without_nul(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { Cow::Borrowed(text) }
}

impl From<i64> for V<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for V<'_> {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<bool> for V<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<Micros> for V<'_> {
    fn from(value: Micros) -> Self {
        Self::Int(value.0)
    }
}

impl<'a> From<&'a str> for V<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for V<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for V<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a Vec<u8>> for V<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<'a, T> From<Option<T>> for V<'a>
where
    V<'a>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, V::from)
    }
}

macro_rules! id_values {
    ($($id:ident),*) => {
        $(impl From<desk::$id> for V<'_> {
            fn from(value: desk::$id) -> Self {
                Self::Int(value.0)
            }
        })*
    };
}

id_values!(
    AgentId,
    ApiTokenId,
    AssistantId,
    AssistantTurnId,
    ArrivalId,
    ArticleId,
    AttachmentId,
    CallId,
    CategoryFieldId,
    CategoryId,
    CompanyId,
    ContactFieldId,
    ContactId,
    ContactNoteId,
    ConversationId,
    DeliveryId,
    EventId,
    JobId,
    MailboxId,
    MessageId,
    NoticeId,
    NotificationId,
    OutgoingId,
    OwnPresenceId,
    OwnViewId,
    QueueId,
    RuleId,
    PushNewsId,
    PushSubscriptionId,
    SessionId,
    SlaPolicyId,
    SnippetId,
    SurveyId,
    TagId,
    WebhookDeliveryId,
    WebhookId
);
