//! What a mail is once it has been read: values only, no parsing.

use crate::bounce::Bounce;
use crate::quote;

/// One mail, as far as it could be understood. Texts never contain NUL or other control characters but line feed and tab.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// Message-ID without angle brackets (RFC 5322 §3.6.4); of several the first.
    pub message_id: Option<String>,
    /// Ids of In-Reply-To, without angle brackets, at most 100.
    pub in_reply_to: Vec<String>,
    /// Ids of References, oldest first, without angle brackets; of more than 100 the first and the newest 99.
    pub references: Vec<String>,
    /// The Date header; none when it is missing, impossible or in the future of its own trace.
    pub date: Option<Date>,
    /// The first author.
    pub from: Option<Address>,
    /// How many authors there were, over all From headers: more than one is a sign of forgery.
    pub from_count: usize,
    /// The Sender header.
    pub sender: Option<Address>,
    /// Addresses of Reply-To that can be written to.
    pub reply_to: Vec<Address>,
    /// Addresses of To.
    pub to: Vec<Address>,
    /// Addresses of Cc.
    pub cc: Vec<Address>,
    /// Addresses of Delivered-To, X-Original-To, Envelope-To, X-Forwarded-To and X-Forwarded-For, in order, each once, at most 100.
    pub delivered_to: Vec<String>,
    /// Return-Path without angle brackets; `Some("")` is the null sender of a bounce.
    pub return_path: Option<String>,
    /// The decoded subject in one line; empty when there is none.
    pub subject: String,
    /// The whole body as text with `\n` line ends: the text parts, or the HTML as text where there is none.
    pub text: String,
    /// The decoded HTML body, **not** made safe: see [`crate::sanitise`].
    pub html: Option<String>,
    /// Every part that is not the body, in order.
    pub attachments: Vec<Attachment>,
    /// What sort of mail it is.
    pub kind: Kind,
    /// What a notice of delivery says about each recipient (RFC 3464); empty for every other mail.
    pub bounces: Vec<Bounce>,
    /// The Auto-Submitted header in lower case, without parameters (RFC 3834 §5).
    pub auto_submitted: Option<String>,
    /// All headers of the mail in their order, unfolded and decoded as far as possible.
    pub headers: Vec<(String, String)>,
    /// True when the content is encrypted (S/MIME or PGP), so that the text is not the message.
    pub encrypted: bool,
    /// What was malformed, each once.
    pub defects: Vec<Defect>,
    /// What the HTML says about lines of `text`.
    pub hints: Vec<quote::Hint>,
    /// How `text` divides, found out when it is first asked for. Whoever changes `text` or `hints` must put the default here.
    pub division: quote::Division,
}

impl Mail {
    /// The value of the first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The values of all headers of that name, in order.
    pub fn headers_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The new text only: without quotes, signature and client boilerplate, but with the quoted lines that inline
    /// answers answer. All text where nothing is new.
    pub fn reply(&self) -> String {
        self.division.reply(&self.text, &self.hints)
    }

    /// The body in stretches of new, quoted, signature and boilerplate text; they concatenate to `text` exactly.
    pub fn segments(&self) -> Vec<quote::Segment<'_>> {
        self.division.segments(&self.text, &self.hints)
    }

    /// The new text in one line of at most `max_chars` characters, for lists.
    pub fn preview(&self, max_chars: usize) -> String {
        self.division.preview(&self.text, &self.hints, max_chars)
    }
}

/// A moment with the offset that its author's clock showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix_s: i64,
    /// Minutes east of UTC.
    pub offset_min: i32,
}

impl Date {
    /// The moment in its own offset, `2026-11-22T21:05:00+01:00` (RFC 3339 §5.6); years beyond 0000–9999 are cut to these.
    pub fn to_rfc3339(self) -> String {
        let (year, month, day, hour, minute, second) = self.civil();
        let (sign, offset) = (if self.offset_min < 0 { '-' } else { '+' }, self.offset_min.unsigned_abs());
        let zone = if offset == 0 { "Z".to_owned() } else { format!("{sign}{:02}:{:02}", offset / 60, offset % 60) };
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
    }

    /// Year, month, day, hour, minute and second as the author's clock showed them.
    pub(crate) fn civil(self) -> (i64, i64, i64, i64, i64, i64) {
        // Years 0000 to 9999, so that no addition below can overflow.
        let local_s =
            self.unix_s.clamp(-62_167_132_800, 253_402_214_400) + i64::from(self.offset_min.clamp(-1_439, 1_439)) * 60;
        let (days, second_of_day) = (local_s.div_euclid(86_400), local_s.rem_euclid(86_400));
        // Days since 0000-03-01, so that the leap day is the last of its year.
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        (year, month, day, second_of_day / 3_600, second_of_day / 60 % 60, second_of_day % 60)
    }
}

/// A mail address with the name shown beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Address {
    /// The decoded display name, free of control and text direction characters; never empty.
    pub name: Option<String>,
    /// `local@domain` as written, without brackets and white space.
    pub address: String,
}

/// One part of a mail that is not its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// The decoded file name: for showing only, never for a path.
    pub filename: Option<String>,
    /// The media type that the sender declared, in lower case without parameters.
    pub declared_type: Option<String>,
    /// The media type by content where it can be told, else the declared one, else `application/octet-stream`.
    pub content_type: String,
    /// The decoded bytes.
    pub content: Vec<u8>,
    /// True when the part belongs into the body (an image that the HTML refers to, for instance).
    pub inline: bool,
    /// Content-ID without angle brackets.
    pub content_id: Option<String>,
}

impl Attachment {
    /// A file that stood in the text of a mail, without headers of its own.
    pub(crate) fn written(filename: Option<String>, content: Vec<u8>) -> Self {
        Attachment { content_type: Self::type_of(&content, None), filename, content, ..Attachment::default() }
    }

    /// The media type by content where it can be told, else the declared one, else `application/octet-stream`.
    pub(crate) fn type_of(content: &[u8], declared: Option<&str>) -> String {
        let told = infer::get(content).map(|kind| kind.mime_type());
        told.or(declared).unwrap_or("application/octet-stream").to_owned()
    }
}

/// What sort of mail it is; where several fit, the first in this order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A notice about the delivery of an earlier mail (RFC 3464), failed or delayed.
    Bounce,
    /// A machine's report: abuse (RFC 5965), read receipt (RFC 8098), DMARC or TLS.
    Report,
    /// An answer that no person wrote (RFC 3834).
    AutoReply,
    /// A mail to many: a mailing list or newsletter (RFC 2369, RFC 2919).
    List,
    /// A mail of a person, as far as one can tell.
    #[default]
    Message,
}

impl Kind {
    /// The word for it in JSON and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Bounce => "bounce",
            Kind::Report => "report",
            Kind::AutoReply => "auto-reply",
            Kind::List => "list",
            Kind::Message => "message",
        }
    }
}

/// Something malformed that was read nevertheless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defect {
    /// No header could be found: all bytes are taken as text.
    NoHeaders,
    /// There is no Message-ID.
    MissingMessageId,
    /// There are several Message-IDs.
    SeveralMessageIds,
    /// An id is longer than 998 characters and was left out.
    OverlongId,
    /// There were more than 100 ids in In-Reply-To or References.
    TooManyIds,
    /// There is no author.
    MissingFrom,
    /// There is more than one author.
    SeveralFrom,
    /// An address could not be understood and was left out.
    InvalidAddress,
    /// The Date header is missing.
    MissingDate,
    /// The Date header is no date.
    InvalidDate,
    /// The Date lies more than a day after the last server's, or after the year 2100.
    FutureDate,
    /// A text is not in the charset it claims; it was read as the most likely one.
    WrongCharset,
    /// A transfer encoding is broken or unknown: the part was read as far as it could be, or taken as it is.
    BrokenEncoding,
    /// A multipart has no usable boundary.
    MissingBoundary,
    /// A multipart has no parts.
    EmptyMultipart,
    /// The mail contained NUL bytes.
    NulBytes,
    /// There is more than one Content-Type header: readers may disagree about the content.
    AmbiguousStructure,
    /// The structure could not be read at all: headers and the raw body are kept.
    Unreadable,
    /// The text has more lines than are understood: of those below, only the marks of quotes were looked at.
    TooManyLines,
    /// Text or HTML is longer than the reader takes: the text ends early, and the part is an attachment too.
    TooLong,
    /// More files were wrapped or written into the mail than are taken out: the others stay as they came.
    TooManyFiles,
}

impl Defect {
    /// The word for it in JSON and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Defect::NoHeaders => "no-headers",
            Defect::MissingMessageId => "missing-message-id",
            Defect::SeveralMessageIds => "several-message-ids",
            Defect::OverlongId => "overlong-id",
            Defect::TooManyIds => "too-many-ids",
            Defect::MissingFrom => "missing-from",
            Defect::SeveralFrom => "several-from",
            Defect::InvalidAddress => "invalid-address",
            Defect::MissingDate => "missing-date",
            Defect::InvalidDate => "invalid-date",
            Defect::FutureDate => "future-date",
            Defect::WrongCharset => "wrong-charset",
            Defect::BrokenEncoding => "broken-encoding",
            Defect::MissingBoundary => "missing-boundary",
            Defect::EmptyMultipart => "empty-multipart",
            Defect::NulBytes => "nul-bytes",
            Defect::AmbiguousStructure => "ambiguous-structure",
            Defect::Unreadable => "unreadable",
            Defect::TooManyLines => "too-many-lines",
            Defect::TooLong => "too-long",
            Defect::TooManyFiles => "too-many-files",
        }
    }
}
