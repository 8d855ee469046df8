//! Everything that is understood of a mail as one value for JSON: what `staffetta inspect` prints.

use sha2::{Digest, Sha256};

use crate::authentication::AuthenticationResults;
use crate::quote;
use crate::{Address, Attachment, Bounce, Calendar, Defect, Forwarded, Kind, Mail, SegmentKind, Verification};

/// A mail and all that is understood of it. The names of its fields are a contract.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Inspection {
    /// Message-ID without angle brackets.
    pub message_id: Option<String>,
    /// Ids of In-Reply-To.
    pub in_reply_to: Vec<String>,
    /// Ids of References.
    pub references: Vec<String>,
    /// The Date header in RFC 3339 with its own offset.
    pub date: Option<String>,
    /// The first author.
    pub from: Option<Address>,
    /// The Sender header.
    pub sender: Option<Address>,
    /// Reply-To.
    pub reply_to: Vec<Address>,
    /// To.
    pub to: Vec<Address>,
    /// Cc.
    pub cc: Vec<Address>,
    /// The decoded subject.
    pub subject: String,
    /// The whole body as text.
    pub text: String,
    /// The HTML body, not made safe.
    pub html: Option<String>,
    /// The new text only (SB-13).
    pub reply: String,
    /// What was taken from earlier mails.
    pub quoted: String,
    /// The signature.
    pub signature: Option<String>,
    /// The text in stretches; they concatenate to `text`.
    pub segments: Vec<SegmentText>,
    /// Every part that is not the body.
    pub attachments: Vec<AttachmentFacts>,
    /// What sort of mail it is.
    pub kind: Kind,
    /// The first of `bounces`.
    pub bounce: Option<Bounce>,
    /// What a notice of delivery says about each recipient.
    pub bounces: Vec<Bounce>,
    /// The language of the new text (BCP 47).
    pub language: Option<&'static str>,
    /// The mail that this one forwards.
    pub forwarded: Option<Forwarded>,
    /// The event of an invitation.
    pub calendar: Option<Calendar>,
    /// What servers claim to have checked, by no means to be believed as it stands.
    pub authentication: Authentication,
    /// A provider's question whether it may forward (SO-9).
    pub verification: Option<Verification>,
    /// True when the text is not the message because that is encrypted.
    pub encrypted: bool,
    /// What was malformed.
    pub defects: Vec<Defect>,
}

/// All Authentication-Results headers of a mail.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Authentication {
    /// Topmost (newest) first.
    pub results: Vec<AuthenticationResults>,
}

/// A segment with its text.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SegmentText {
    /// What it is.
    pub kind: SegmentKind,
    /// Whole lines with their line ends.
    pub text: String,
}

/// An attachment without its bytes.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AttachmentFacts {
    /// The decoded name.
    pub filename: Option<String>,
    /// The media type by content.
    pub content_type: String,
    /// The media type as declared.
    pub declared_type: Option<String>,
    /// Decoded bytes.
    pub size: usize,
    /// SHA-256 of the decoded bytes in lower case hexadecimal digits.
    pub sha256: String,
    /// True when it belongs into the body.
    pub inline: bool,
    /// Content-ID without angle brackets.
    pub content_id: Option<String>,
}

/// Gathers everything that is understood of a mail.
pub fn inspect(mail: &Mail) -> Inspection {
    let (segments, reply) = quote::segments_and_reply(&mail.text, &mail.hints);
    let of_kind = |wanted: SegmentKind| -> String {
        segments.iter().filter(|one| one.kind == wanted).map(|one| one.text).collect()
    };
    let signature = of_kind(SegmentKind::Signature);
    Inspection {
        message_id: mail.message_id.clone(),
        in_reply_to: mail.in_reply_to.clone(),
        references: mail.references.clone(),
        date: mail.date.map(crate::Date::to_rfc3339),
        from: mail.from.clone(),
        sender: mail.sender.clone(),
        reply_to: mail.reply_to.clone(),
        to: mail.to.clone(),
        cc: mail.cc.clone(),
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: mail.html.clone(),
        quoted: of_kind(SegmentKind::Quote),
        signature: (!signature.is_empty()).then_some(signature),
        segments: segments.iter().map(|one| SegmentText { kind: one.kind, text: one.text.to_owned() }).collect(),
        attachments: mail.attachments.iter().map(facts).collect(),
        kind: mail.kind,
        bounce: mail.bounces.first().cloned(),
        bounces: mail.bounces.clone(),
        language: crate::language(&reply),
        reply,
        forwarded: mail.forwarded(),
        calendar: mail.calendar(),
        authentication: Authentication { results: mail.authentication_results() },
        verification: mail.verification(),
        encrypted: mail.encrypted,
        defects: mail.defects.clone(),
    }
}

fn facts(one: &Attachment) -> AttachmentFacts {
    let digest = Sha256::digest(&one.content);
    AttachmentFacts {
        filename: one.filename.clone(),
        content_type: one.content_type.clone(),
        declared_type: one.declared_type.clone(),
        size: one.content.len(),
        sha256: crate::identity::hex(&digest),
        inline: one.inline,
        content_id: one.content_id.clone(),
    }
}
