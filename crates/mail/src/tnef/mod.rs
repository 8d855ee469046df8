//! `winmail.dat`: body and attachments that Outlook wrapped in TNEF (MS-OXTNEF). Bounded and one pass; what is cut off is left out, and
//! the caller keeps the whole part when nothing could be read.

mod properties;
mod reader;
mod rtf;

use properties::{Property, Value};
use reader::Reader;

use crate::model::Attachment;

const SIGNATURE: u32 = 0x223e_9f78;
/// Most attributes that are read, and most attachments that are kept.
const MAX_ATTRIBUTES: usize = 10_000;
const MAX_ATTACHMENTS: usize = 1_000;
/// Deepest mails within one another.
const MAX_DEPTH: usize = 4;

const ATTACHMENT_BEGINS: u16 = 0x9002;
const MESSAGE_PROPERTIES: u16 = 0x9003;
const ATTACHMENT_PROPERTIES: u16 = 0x9005;
const OEM_CODE_PAGE: u16 = 0x9007;
const BODY: u16 = 0x800c;
const ATTACHMENT_DATA: u16 = 0x800f;
const ATTACHMENT_TITLE: u16 = 0x8010;

const PR_BODY: u16 = 0x1000;
const PR_RTF: u16 = 0x1009;
const PR_HTML: u16 = 0x1013;
const PR_DISPLAY_NAME: u16 = 0x3001;
const PR_DATA: u16 = 0x3701;
const PR_FILENAME: u16 = 0x3704;
const PR_LONG_FILENAME: u16 = 0x3707;
const PR_MIME_TYPE: u16 = 0x370e;
const PR_CONTENT_ID: u16 = 0x3712;
const PR_INTERNET_CODE_PAGE: u16 = 0x3fde;

/// What a `winmail.dat` held.
#[derive(Debug, Default)]
pub(crate) struct Wrapped {
    pub(crate) text: Option<String>,
    pub(crate) html: Option<String>,
    pub(crate) attachments: Vec<Attachment>,
}

impl Wrapped {
    fn is_empty(&self) -> bool {
        self.text.is_none() && self.html.is_none() && self.attachments.is_empty()
    }
}

/// True for bytes that begin as TNEF does.
pub(crate) fn is(content: &[u8]) -> bool {
    Reader::new(content).u32() == Some(SIGNATURE)
}

/// What is wrapped; nothing when these bytes are no TNEF or hold nothing to show.
pub(crate) fn read(content: &[u8]) -> Option<Wrapped> {
    within(content, 0).filter(|wrapped| !wrapped.is_empty())
}

fn within(content: &[u8], depth: usize) -> Option<Wrapped> {
    let mut reader = Reader::new(content);
    if reader.u32()? != SIGNATURE || depth >= MAX_DEPTH {
        return None;
    }
    reader.u16()?;
    let mut wrapped = Wrapped::default();
    let mut attachment: Option<Attachment> = None;
    // What texts of one byte a character are written in (MS-OXTNEF §2.1.3.3.10); it stands at the beginning.
    let mut charset: Option<String> = None;
    for _ in 0..MAX_ATTRIBUTES {
        let Some((id, data)) = attribute(&mut reader) else { break };
        match id {
            ATTACHMENT_BEGINS => keep(&mut wrapped, attachment.replace(Attachment::default())),
            OEM_CODE_PAGE => charset = Reader::new(data).u32().and_then(code_page),
            MESSAGE_PROPERTIES => message(&mut wrapped, &properties::read(data, charset.as_deref())),
            BODY => {
                wrapped.text = Some(text(data, charset.as_deref())).filter(|text| !text.trim().is_empty());
            }
            ATTACHMENT_TITLE => {
                if let Some(attachment) = attachment.as_mut().filter(|attachment| attachment.filename.is_none()) {
                    attachment.filename = name(text(data, charset.as_deref()));
                }
            }
            ATTACHMENT_DATA => {
                if let Some(attachment) = &mut attachment {
                    attachment.content = data.to_vec();
                }
            }
            ATTACHMENT_PROPERTIES => {
                if let Some(attachment) = &mut attachment {
                    details(&mut wrapped, attachment, &properties::read(data, charset.as_deref()), depth);
                }
            }
            _ => {}
        }
    }
    keep(&mut wrapped, attachment);
    Some(wrapped)
}

/// Id and data of the next attribute: level, id, length, data, checksum.
fn attribute<'a>(reader: &mut Reader<'a>) -> Option<(u16, &'a [u8])> {
    reader.take(1)?;
    let id = u16::try_from(reader.u32()? & 0xffff).ok()?;
    let length = usize::try_from(reader.u32()?).ok()?;
    let data = reader.take(length)?;
    // The last checksum may be cut off.
    reader.take(2);
    Some((id, data))
}

fn keep(wrapped: &mut Wrapped, attachment: Option<Attachment>) {
    let Some(mut attachment) = attachment else { return };
    if wrapped.attachments.len() >= MAX_ATTACHMENTS || (attachment.content.is_empty() && attachment.filename.is_none())
    {
        return;
    }
    attachment.content_type = Attachment::type_of(&attachment.content, attachment.declared_type.as_deref());
    attachment.inline = attachment.content_id.is_some();
    wrapped.attachments.push(attachment);
}

fn message(wrapped: &mut Wrapped, properties: &[Property<'_>]) {
    let html_charset = properties.iter().find_map(|property| match property.value {
        Value::Number(page) if property.id == PR_INTERNET_CODE_PAGE => code_page(page),
        _ => None,
    });
    for property in properties {
        match (property.id, &property.value) {
            (PR_BODY, value) => wrapped.text = value.text().or(wrapped.text.take()),
            (PR_HTML, Value::Bytes(bytes)) => {
                wrapped.html = Some(crate::charset::decode(html_charset.as_deref(), bytes).0)
            }
            (PR_HTML, value) => wrapped.html = value.text(),
            (PR_RTF, Value::Bytes(bytes)) if wrapped.text.is_none() => {
                wrapped.text =
                    rtf::decompressed(bytes).map(|rtf| rtf::to_text(&rtf)).filter(|text| !text.trim().is_empty());
            }
            _ => {}
        }
    }
}

fn details(wrapped: &mut Wrapped, attachment: &mut Attachment, properties: &[Property<'_>], depth: usize) {
    for property in properties {
        match (property.id, &property.value) {
            (PR_LONG_FILENAME, value) => {
                attachment.filename = value.text().and_then(name).or(attachment.filename.take())
            }
            (PR_FILENAME | PR_DISPLAY_NAME, value) if attachment.filename.is_none() => {
                attachment.filename = value.text().and_then(name)
            }
            (PR_MIME_TYPE, value) => attachment.declared_type = value.text().map(|kind| kind.to_ascii_lowercase()),
            (PR_CONTENT_ID, value) => {
                attachment.content_id = value.text().map(|id| id.trim_matches(['<', '>']).to_owned())
            }
            (PR_DATA, Value::Bytes(bytes)) => data(wrapped, attachment, bytes, depth),
            _ => {}
        }
    }
}

/// The content of an attachment; of a mail within the mail its text, and its attachments beside.
fn data(wrapped: &mut Wrapped, attachment: &mut Attachment, bytes: &[u8], depth: usize) {
    let inner = bytes.get(16..).filter(|inner| is(inner)).and_then(|inner| within(inner, depth + 1));
    match inner {
        Some(inner) => {
            attachment.content = inner.text.or(inner.html).unwrap_or_default().into_bytes();
            attachment.declared_type = Some("text/plain".to_owned());
            wrapped.attachments.extend(inner.attachments.into_iter().take(MAX_ATTACHMENTS));
        }
        None if attachment.content.is_empty() => attachment.content = bytes.to_vec(),
        None => {}
    }
}

fn name(text: String) -> Option<String> {
    Some(crate::text::one_line(&text)).filter(|name| !name.is_empty())
}

/// Text of one byte a character, up to its end; UTF-8 where it is that, whatever is claimed.
fn text(data: &[u8], charset: Option<&str>) -> String {
    let data = until_nul(data);
    let charset = charset.filter(|_| std::str::from_utf8(data).is_err());
    crate::charset::decode(charset, data).0
}

/// The name of a charset by its number in Windows; nothing where it cannot be decoded.
fn code_page(number: u32) -> Option<String> {
    let name = match number {
        437 | 850 | 858 => "ibm850".to_owned(),
        866 => "ibm866".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        20_127 => return None,
        20_866 => "koi8-r".to_owned(),
        21_866 => "koi8-u".to_owned(),
        28_591..=28_606 => format!("iso-8859-{}", number - 28_590),
        50_220..=50_222 => "iso-2022-jp".to_owned(),
        51_932 => "euc-jp".to_owned(),
        54_936 => "gb18030".to_owned(),
        65_001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    crate::charset::is_known(&name).then_some(name)
}

fn until_nul(data: &[u8]) -> &[u8] {
    data.split(|byte| *byte == 0).next().unwrap_or_default()
}
