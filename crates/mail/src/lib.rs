//! The e-mail format: bytes to [`Mail`] and [`compose::Draft`] to bytes, quoted and signed text told from new text, HTML made safe to show.
//! Pure: no I/O, no clock, no randomness. Reading never fails: what is malformed is named in [`Mail::defects`].

#![doc = include_str!("../README.md")]

mod address;
mod authentication;
mod body;
mod bounce;
mod calendar;
mod charset;
pub mod compose;
mod embedded;
mod encoded_word;
mod flowed;
mod forward;
mod from_shape;
mod header;
mod hints;
mod html_text;
mod identity;
mod ids;
mod inspect;
mod kind;
mod labels;
mod language;
mod listed;
mod mime;
mod model;
mod parse;
mod parts;
mod prescan;
mod quote;
pub mod sanitise;
mod smime;
mod text;
mod text_html;
mod threads;
mod tnef;
mod verification;
mod wrapped;
mod yenc;

pub use authentication::{AuthenticationResult, AuthenticationResults};
pub use bounce::Bounce;
pub use calendar::{Calendar, events};
pub use forward::{Author, Forwarded};
pub use from_shape::FromShape;
pub use html_text::html_to_text;
pub use identity::derived_message_id;
pub use inspect::{AttachmentFacts, Authentication, Inspection, SegmentText, inspect};
pub use language::language;
pub use listed::Listed;
pub use model::{Address, Attachment, Date, Defect, Kind, Mail};
pub use parse::parse;
pub use prescan::{Limits, OverLimit, prescan};
pub use quote::{Division, Hint, Segment, SegmentKind, delimiter, segments};
pub use text_html::text_to_html;
pub use threads::threads;
pub use verification::Verification;
