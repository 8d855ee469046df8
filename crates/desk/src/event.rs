//! Events: the entries of a timeline that the system wrote. Each kind has one stored word and its data as JSON.

use crate::{
    AgentId, AssistantId, CategoryId, Micros, QueueId, RuleId, assistant, automatic, category_field,
    conversation::Status, loops, notice, priority::Priority, routing, rules, sla::Target, survey::Rating,
};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The status changed.
    StatusChanged {
        /// What it was.
        from: Status,
        /// What it is.
        to: Status,
    },
    /// The assignee changed.
    Assigned {
        /// Who has it now, with the name at that moment.
        to: Option<(AgentId, String)>,
    },
    /// The desk gave it to an agent of its queue (LD-6).
    Routed {
        /// To whom, with the name at that moment.
        to: (AgentId, String),
        /// Why to them.
        reason: routing::Reason,
        /// Who had it, with the name at that moment, where they have been offline too long.
        instead_of: Option<(AgentId, String)>,
    },
    /// It was moved to another queue, or out of all (CC-12).
    Queued {
        /// Where it is now, with the name at that moment.
        to: Option<(QueueId, String)>,
    },
    /// It was given another category, or none (SO-6).
    Categorised {
        /// Which it has now, with the name at that moment.
        to: Option<(CategoryId, String)>,
    },
    /// Something else stands in its fields (SO-15).
    FieldsSet {
        /// What changed.
        changes: Vec<category_field::Change>,
    },
    /// The priority changed.
    PriorityChanged {
        /// What it was.
        from: Priority,
        /// What it is.
        to: Priority,
    },
    /// The tags changed.
    Tagged {
        /// All tags after the change.
        tags: Vec<String>,
    },
    /// Somebody who is no participant wrote into the conversation (TC-5).
    ThirdPerson {
        /// The address it came from.
        address: String,
    },
    /// An agent decided whether answers also go to somebody (TC-4, TC-5).
    Participant {
        /// Their address.
        address: String,
        /// True where answers go there too.
        ticked: bool,
    },
    /// It was linked to another conversation.
    Linked {
        /// `follows` or `maybe_related`.
        kind: &'static str,
        /// The other one.
        to: crate::ConversationId,
    },
    /// Another conversation was merged into this one.
    Merged {
        /// The other one.
        from: crate::ConversationId,
    },
    /// It was merged into another conversation.
    MergedInto {
        /// The other one.
        to: crate::ConversationId,
    },
    /// A merge was undone.
    MergeUndone {
        /// The other one.
        other: crate::ConversationId,
    },
    /// Messages of it were split off into another conversation.
    SplitOff {
        /// The other one.
        to: crate::ConversationId,
        /// How many there were.
        messages: usize,
    },
    /// It was split off another conversation.
    SplitFrom {
        /// The other one.
        from: crate::ConversationId,
    },
    /// A split was undone.
    SplitUndone {
        /// The other one.
        other: crate::ConversationId,
    },
    /// An agent's answer by mail was kept back as a note.
    KeptBack {
        /// Why, as [`crate::trust::NoteReason::word`].
        reason: &'static str,
    },
    /// An answer that waited was undone by its author; it stays as a note.
    Undone,
    /// An answer that was kept back was published by its author.
    Published,
    /// A delivery did not arrive.
    DeliveryFailed {
        /// The recipient.
        address: String,
        /// The server's words.
        reply: String,
    },
    /// The mail is larger than the limit: only its beginning was fetched, the rest is still on the server.
    TooLarge {
        /// Bytes on the server.
        size: i64,
    },
    /// A mail that the desk itself wrote did not arrive.
    NoticeFailed {
        /// Which kind of notice.
        notice: notice::Kind,
        /// The recipient.
        address: String,
        /// The server's words.
        reply: String,
    },
    /// A mail of ours came back.
    Bounced {
        /// The recipient.
        address: String,
        /// The other server's words.
        reason: String,
        /// True when the address takes no mail at all.
        address_is_bad: bool,
    },
    /// Another server still tries to deliver a mail of ours.
    DeliveryDelayed {
        /// The recipient.
        address: String,
        /// The other server's words.
        reason: String,
    },
    /// The desk wrote to a customer by itself.
    AutomaticSent {
        /// What it wrote.
        kind: automatic::Kind,
        /// To whom.
        address: String,
    },
    /// The desk would have written to a customer by itself, and did not.
    AutomaticKeptBack {
        /// What it would have written.
        kind: automatic::Kind,
        /// To whom.
        address: String,
        /// What kept it back.
        limit: automatic::Limit,
    },
    /// The customer said how satisfied they are (LD-3).
    Rated {
        /// How satisfied.
        rating: Rating,
        /// What they added; empty for nothing.
        comment: String,
        /// True where they had said something else before.
        changed: bool,
    },
    /// A promise how soon somebody is answered is about to be broken (SO-12).
    SlaWarning {
        /// Which promise.
        target: Target,
        /// When it will be.
        due: Micros,
        /// The policy's name at that moment.
        policy: String,
    },
    /// It was broken.
    SlaBroken {
        /// Which promise.
        target: Target,
        /// When it was.
        due: Micros,
        /// The policy's name at that moment.
        policy: String,
    },
    /// Two machines were answering each other, and this one stopped (D2).
    LoopStopped {
        /// The other one's address.
        address: String,
        /// The sign by which it was known.
        sign: loops::Sign,
    },
    /// Somebody answered by a token that was sent to an agent; it is spent now (A7).
    TokenUsed {
        /// The agent's name.
        agent: String,
        /// Who answered.
        address: String,
    },
    /// A rule did something (SO-16).
    RuleFired(rules::Firing),
    /// A rule was kept from firing (SO-16).
    RuleCut {
        /// Which.
        rule: RuleId,
        /// Its name at that moment.
        name: String,
        /// Why.
        why: rules::Cut,
    },
    /// An assistant did something (LD-5).
    Assistant {
        /// Which.
        assistant: AssistantId,
        /// Its name at that moment.
        name: String,
        /// What it did.
        did: assistant::Did,
    },
    /// A delivery may have been sent twice: the connection ended after the final dot.
    DeliveryUncertain {
        /// The recipient.
        address: String,
    },
}

impl Event {
    /// The stored word of the kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::StatusChanged { .. } => "status_changed",
            Self::Assigned { .. } | Self::Routed { .. } => "assigned",
            Self::Queued { .. } => "queued",
            Self::Categorised { .. } => "categorised",
            Self::FieldsSet { .. } => "fields_set",
            Self::PriorityChanged { .. } => "priority_changed",
            Self::Tagged { .. } => "tagged",
            Self::ThirdPerson { .. } => "third_person",
            Self::Participant { .. } => "participant",
            Self::Linked { .. } => "linked",
            Self::Merged { .. } => "merged",
            Self::MergedInto { .. } => "merged_into",
            Self::MergeUndone { .. } => "merge_undone",
            Self::SplitOff { .. } => "split_off",
            Self::SplitFrom { .. } => "split_from",
            Self::SplitUndone { .. } => "split_undone",
            Self::KeptBack { .. } => "kept_back",
            Self::Undone => "undone",
            Self::Published => "published",
            Self::TooLarge { .. } => "too_large",
            Self::DeliveryFailed { .. } => "delivery_failed",
            Self::NoticeFailed { .. } => "notice_failed",
            Self::DeliveryUncertain { .. } => "delivery_uncertain",
            Self::Bounced { .. } => "bounced",
            Self::DeliveryDelayed { .. } => "delivery_delayed",
            Self::AutomaticSent { .. } => "automatic_sent",
            Self::AutomaticKeptBack { .. } => "automatic_kept_back",
            Self::Rated { .. } => "rated",
            Self::SlaWarning { .. } => "sla_warning",
            Self::SlaBroken { .. } => "sla_broken",
            Self::LoopStopped { .. } => "loop_stopped",
            Self::TokenUsed { .. } => "token_used",
            Self::RuleFired(_) => "rule_fired",
            Self::RuleCut { .. } => "rule_cut",
            Self::Assistant { did, .. } => did.event(),
        }
    }

    /// The stored data.
    #[must_use]
    pub fn data(&self) -> serde_json::Value {
        use serde_json::json;
        match self {
            Self::StatusChanged { from, to } => json!({"from": from.word(), "to": to.word()}),
            Self::Assigned { to } => match to {
                Some((id, name)) => json!({"agent": id, "name": name}),
                None => json!({"agent": null, "name": null}),
            },
            Self::Routed { to: (id, name), reason: routing::Reason { why, load, able }, instead_of } => {
                let instead_of = instead_of.as_ref().map(|(_, name)| name);
                json!({"agent": id, "name": name, "why": why.word(), "load": load, "able": able, "instead_of": instead_of})
            }
            Self::Queued { to } => match to {
                Some((id, name)) => json!({"queue": id, "name": name}),
                None => json!({"queue": null, "name": null}),
            },
            Self::Categorised { to } => match to {
                Some((id, name)) => json!({"category": id, "name": name}),
                None => json!({"category": null, "name": null}),
            },
            Self::FieldsSet { changes } => {
                let one = |change: &category_field::Change| json!({"field": change.field, "name": change.name, "from": change.from, "to": change.to});
                json!({"fields": changes.iter().map(one).collect::<Vec<_>>()})
            }
            Self::PriorityChanged { from, to } => json!({"from": from.word(), "to": to.word()}),
            Self::Tagged { tags } => json!({"tags": tags}),
            Self::ThirdPerson { address } => json!({"address": address}),
            Self::Participant { address, ticked } => json!({"address": address, "ticked": ticked}),
            Self::Linked { kind, to } => json!({"kind": kind, "to": to}),
            Self::Merged { from } => json!({"from": from}),
            Self::MergedInto { to } => json!({"to": to}),
            Self::MergeUndone { other } => json!({"other": other}),
            Self::SplitOff { to, messages } => json!({"to": to, "messages": messages}),
            Self::SplitFrom { from } => json!({"from": from}),
            Self::SplitUndone { other } => json!({"other": other}),
            Self::KeptBack { reason } => json!({"reason": reason}),
            Self::Undone | Self::Published => json!({}),
            Self::TooLarge { size } => json!({"size": size}),
            Self::DeliveryFailed { address, reply } => json!({"address": address, "reply": reply}),
            Self::NoticeFailed { notice, address, reply } => {
                json!({"notice": notice.word(), "address": address, "reply": reply})
            }
            Self::DeliveryUncertain { address } => json!({"address": address}),
            Self::Bounced { address, reason, address_is_bad } => {
                json!({"address": address, "reason": reason, "address_is_bad": address_is_bad})
            }
            Self::DeliveryDelayed { address, reason } => json!({"address": address, "reason": reason}),
            Self::AutomaticSent { kind, address } => json!({"automatic": kind.word(), "address": address}),
            Self::AutomaticKeptBack { kind, address, limit } => {
                json!({"automatic": kind.word(), "address": address, "limit": limit.word()})
            }
            Self::SlaWarning { target, due, policy } | Self::SlaBroken { target, due, policy } => {
                json!({"target": target.word(), "due_s": due.unix_s(), "policy": policy})
            }
            Self::Rated { rating, comment, changed } => {
                json!({"rating": rating.number(), "comment": comment, "changed": changed})
            }
            Self::TokenUsed { agent, address } => json!({"agent": agent, "address": address}),
            Self::RuleFired(firing) => {
                let did: Vec<_> = firing.did.iter().map(rules::Done::shown).collect();
                json!({"rule": firing.rule, "name": firing.name, "on": firing.trigger.word(), "did": did})
            }
            Self::Assistant { assistant, name, did } => {
                json!({"assistant": assistant, "name": name, "why": did.why(), "sources": did.sources()})
            }
            Self::RuleCut { rule, name, why } => json!({"rule": rule, "name": name, "why": why.word()}),
            Self::LoopStopped { address, sign } => json!({"address": address, "sign": sign.word()}),
        }
    }
}
