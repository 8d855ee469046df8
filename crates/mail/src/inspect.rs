//! Everything that is understood of a mail as one value for JSON: what `staffetta inspect` prints.

use sha2::{Digest, Sha256};

use crate::authentication::AuthenticationResults;
use crate::{Address, Attachment, Bounce, Calendar, Defect, Forwarded, Kind, Mail, SegmentKind, Verification};

/// A mail and all that is understood of it. The names of its fields are a contract. What the mail holds is borrowed from it, so that the
/// whole may be written as a stream (`serde_json::to_writer`) without a second copy of it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Inspection<'m> {
    /// Message-ID without angle brackets.
    pub message_id: Option<&'m str>,
    /// Ids of In-Reply-To.
    pub in_reply_to: &'m [String],
    /// Ids of References.
    pub references: &'m [String],
    /// The Date header in RFC 3339 with its own offset.
    pub date: Option<String>,
    /// The first author.
    pub from: Option<&'m Address>,
    /// The Sender header.
    pub sender: Option<&'m Address>,
    /// Reply-To.
    pub reply_to: &'m [Address],
    /// To.
    pub to: &'m [Address],
    /// Cc.
    pub cc: &'m [Address],
    /// The decoded subject.
    pub subject: &'m str,
    /// The whole body as text.
    pub text: &'m str,
    /// The HTML body, not made safe.
    pub html: Option<&'m str>,
    /// The new text only (SB-13).
    pub reply: String,
    /// What was taken from earlier mails.
    pub quoted: String,
    /// The signature.
    pub signature: Option<String>,
    /// The text in stretches; they concatenate to `text`.
    pub segments: Vec<SegmentText<'m>>,
    /// Every part that is not the body.
    pub attachments: Vec<AttachmentFacts<'m>>,
    /// What sort of mail it is.
    pub kind: Kind,
    /// The first of `bounces`.
    pub bounce: Option<&'m Bounce>,
    /// What a notice of delivery says about each recipient.
    pub bounces: &'m [Bounce],
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
    pub defects: &'m [Defect],
}

/// All Authentication-Results headers of a mail.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Authentication {
    /// Topmost (newest) first.
    pub results: Vec<AuthenticationResults>,
}

/// A segment with its text.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SegmentText<'m> {
    /// What it is.
    pub kind: SegmentKind,
    /// Whole lines with their line ends.
    pub text: &'m str,
}

/// An attachment without its bytes.
#[derive(Debug, Clone, serde::Serialize)]
pub struct AttachmentFacts<'m> {
    /// The decoded name.
    pub filename: Option<&'m str>,
    /// The media type by content.
    pub content_type: &'m str,
    /// The media type as declared.
    pub declared_type: Option<&'m str>,
    /// Decoded bytes.
    pub size: usize,
    /// SHA-256 of the decoded bytes in lower case hexadecimal digits.
    pub sha256: String,
    /// True when it belongs into the body.
    pub inline: bool,
    /// Content-ID without angle brackets.
    pub content_id: Option<&'m str>,
}

/// Gathers everything that is understood of a mail.
pub fn inspect(mail: &Mail) -> Inspection<'_> {
    let (segments, reply) = (mail.segments(), mail.reply());
    let of_kind = |wanted: SegmentKind| {
        segments.iter().filter(|one| one.kind == wanted).map(|one| one.text).collect::<Vec<_>>().concat()
    };
    let signature = of_kind(SegmentKind::Signature);
    Inspection {
        message_id: mail.message_id.as_deref(),
        in_reply_to: &mail.in_reply_to,
        references: &mail.references,
        date: mail.date.map(crate::Date::to_rfc3339),
        from: mail.from.as_ref(),
        sender: mail.sender.as_ref(),
        reply_to: &mail.reply_to,
        to: &mail.to,
        cc: &mail.cc,
        subject: &mail.subject,
        text: &mail.text,
        html: mail.html.as_deref(),
        quoted: of_kind(SegmentKind::Quote),
        signature: (!signature.is_empty()).then_some(signature),
        segments: segments.iter().map(|one| SegmentText { kind: one.kind, text: one.text }).collect(),
        attachments: mail.attachments.iter().map(facts).collect(),
        kind: mail.kind,
        bounce: mail.bounces.first(),
        bounces: &mail.bounces,
        language: crate::language(&reply),
        reply,
        forwarded: mail.forwarded(),
        calendar: mail.calendar(),
        authentication: Authentication { results: mail.authentication_results() },
        verification: mail.verification(),
        encrypted: mail.encrypted,
        defects: &mail.defects,
    }
}

fn facts(one: &Attachment) -> AttachmentFacts<'_> {
    let digest = Sha256::digest(&one.content);
    AttachmentFacts {
        filename: one.filename.as_deref(),
        content_type: &one.content_type,
        declared_type: one.declared_type.as_deref(),
        size: one.content.len(),
        sha256: crate::identity::hex(&digest),
        inline: one.inline,
        content_id: one.content_id.as_deref(),
    }
}
