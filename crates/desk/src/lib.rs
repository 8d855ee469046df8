//! What the desk decides: the nouns, their state changes, and the decisions about a mail, each with its reasons.
//! Pure: no I/O, no clock, no randomness, no async; facts and the time come in, a decision comes out.

pub mod address;
pub mod agent;
pub mod arrival;
pub mod article;
pub mod assistant;
pub mod automatic;
pub mod bounces;
pub mod call;
pub mod category;
pub mod category_field;
pub mod conversation;
pub mod custom_field;
pub mod decide;
pub mod delivery;
pub mod device;
pub mod domain;
pub mod draft;
pub mod event;
pub mod evidence;
pub mod forwarding;
pub mod free_mail;
pub mod hours;
pub mod identify;
pub mod ids;
pub mod knowledge;
pub mod limits;
pub mod loops;
pub mod mailbox;
pub mod message;
pub mod notice;
pub mod notify;
pub mod percent;
pub mod permit;
pub mod policy;
pub mod presence;
pub mod priority;
pub mod released;
pub mod reply;
pub mod report;
pub mod routing;
pub mod rules;
pub mod screen;
pub mod search;
pub mod senders;
pub mod sent;
pub mod signature;
pub mod sla;
pub mod spam;
pub mod survey;
pub mod template;
pub mod thread;
pub mod time;
pub mod token;
pub mod totp;
pub mod trace;
pub mod trust;
pub mod view;
pub mod viewing;
pub mod webhook;

pub use ids::{
    AgentId, ApiTokenId, ArrivalId, ArticleId, AssistantId, AssistantTurnId, AttachmentId, CallId, CategoryFieldId,
    CategoryId, CompanyId, ContactFieldId, ContactId, ContactNoteId, ConversationId, DeliveryId, EventId, JobId,
    MailboxId, MessageId, NoticeId, NotificationId, OutgoingId, OwnPresenceId, OwnViewId, PushNewsId,
    PushSubscriptionId, QueueId, RuleId, SessionId, SlaPolicyId, SnippetId, SurveyId, TagId, WebhookDeliveryId,
    WebhookId,
};
pub use time::Micros;
