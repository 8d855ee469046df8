//! Lists of MAPI properties within TNEF (MS-OXTNEF §2.1.3.4). Reads as far as the list is sound.

use super::reader::Reader;

/// Most properties, and most values of one, that are read.
const MAX_PROPERTIES: u32 = 5_000;

/// The type of a property without a value.
const NO_VALUE: u16 = 0x01;

/// A property: its id and its first value.
pub(super) struct Property<'a> {
    pub(super) id: u16,
    pub(super) value: Value<'a>,
}

/// A value, as far as it matters.
pub(super) enum Value<'a> {
    /// A number of 32 bits, where it is one; else 0.
    Number(u32),
    Text(String),
    Bytes(&'a [u8]),
}

impl Value<'_> {
    /// The text of a value that is one.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Value::Text(text) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        }
    }
}

/// The properties; texts of one byte a character are in that charset.
pub(super) fn read<'a>(data: &'a [u8], charset: Option<&str>) -> Vec<Property<'a>> {
    let mut reader = Reader::new(data);
    let count = reader.u32().unwrap_or_default().min(MAX_PROPERTIES);
    (0..count).map_while(|_| property(&mut reader, charset)).collect()
}

fn property<'a>(reader: &mut Reader<'a>, charset: Option<&str>) -> Option<Property<'a>> {
    let kind = reader.u16()?;
    let id = reader.u16()?;
    if id >= 0x8000 {
        reader.take(16)?;
        if reader.u32()? == 0 {
            reader.take(4)?;
        } else {
            let length = usize::try_from(reader.u32()?).ok()?;
            reader.padded(length)?;
        }
    }
    let several = kind & 0x1000 != 0;
    let count = if several { reader.u32()? } else { 1 };
    let mut first = None;
    for _ in 0..count.min(MAX_PROPERTIES) {
        let value = value(reader, kind & 0x0fff, charset)?;
        first.get_or_insert(value);
        if kind & 0x0fff == NO_VALUE {
            // There may be any number of them in no bytes.
            break;
        }
    }
    Some(Property { id, value: first.unwrap_or(Value::Number(0)) })
}

fn value<'a>(reader: &mut Reader<'a>, kind: u16, charset: Option<&str>) -> Option<Value<'a>> {
    match kind {
        0x03 => return reader.u32().map(Value::Number),
        0x02 | 0x04 | 0x0a | 0x0b => reader.take(4)?,
        0x05 | 0x06 | 0x07 | 0x14 | 0x40 => reader.take(8)?,
        0x48 => reader.take(16)?,
        NO_VALUE => &[],
        0x0d | 0x1e | 0x1f | 0x102 => {
            // Of these there may be several; the first is meant.
            let count = reader.u32()?.min(MAX_PROPERTIES);
            let mut first: Option<&'a [u8]> = None;
            for _ in 0..count {
                let length = usize::try_from(reader.u32()?).ok()?;
                let bytes = reader.padded(length)?;
                first.get_or_insert(bytes);
            }
            let bytes = first.unwrap_or_default();
            return Some(match kind {
                0x1e => Value::Text(super::text(bytes, charset)),
                0x1f => Value::Text(encoding_rs::UTF_16LE.decode(bytes).0.trim_end_matches('\0').to_owned()),
                _ => Value::Bytes(bytes),
            });
        }
        _ => return None,
    };
    Some(Value::Number(0))
}
