//! The mail within an opaque signature (RFC 8551 §3.5.2): the content of a CMS SignedData (RFC 5652 §5), read without judging it.
//! Bounded; indefinite lengths and strings in pieces are read, too.

/// Deepest elements within one another.
const MAX_DEPTH: usize = 12;
/// Object identifier 1.2.840.113549.1.7.2, signedData.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

const OBJECT: u8 = 0x06;
const OCTETS: u8 = 0x04;
const OCTETS_IN_PIECES: u8 = 0x24;
const SEQUENCE: u8 = 0x30;
const CONTENT: u8 = 0xa0;

/// The signed content; nothing when this is no SignedData with content.
pub(crate) fn signed_content(der: &[u8]) -> Option<Vec<u8>> {
    let info = element(der, 0)?;
    let inner = (info.tag == SEQUENCE).then_some(info.content)?;
    let kind = element(inner, 0)?;
    if kind.tag != OBJECT || kind.content != SIGNED_DATA {
        return None;
    }
    let explicit = element(inner.get(kind.whole..)?, 0).filter(|one| one.tag == CONTENT)?;
    let signed = element(explicit.content, 0).filter(|one| one.tag == SEQUENCE)?.content;
    // Version, digest algorithms, then what is signed.
    let version = element(signed, 0)?.whole;
    let algorithms = element(signed.get(version..)?, 0)?.whole;
    let encapsulated = element(signed.get(version + algorithms..)?, 0).filter(|one| one.tag == SEQUENCE)?.content;
    let kind = element(encapsulated, 0)?.whole;
    let content = element(encapsulated.get(kind..)?, 0).filter(|one| one.tag == CONTENT)?.content;
    octets(content, 0)
}

/// The bytes of an octet string, in one piece or several.
fn octets(der: &[u8], depth: usize) -> Option<Vec<u8>> {
    let one = element(der, 0)?;
    match one.tag {
        OCTETS => Some(one.content.to_vec()),
        OCTETS_IN_PIECES if depth < MAX_DEPTH => {
            let (mut out, mut rest) = (Vec::new(), one.content);
            while let Some(piece) = element(rest, 0).filter(|piece| piece.tag == OCTETS) {
                out.extend_from_slice(piece.content);
                rest = rest.get(piece.whole..)?;
            }
            Some(out)
        }
        _ => None,
    }
}

struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    /// Bytes of the whole element.
    whole: usize,
}

/// The first element of some bytes. A length that goes beyond them is cut.
fn element(der: &[u8], depth: usize) -> Option<Element<'_>> {
    let tag = *der.first()?;
    let first = *der.get(1)?;
    if first == 0x80 {
        return indefinite(der, tag, depth);
    }
    let long = usize::from(first & 0x7f);
    let (start, length) = if first < 0x80 {
        (2, usize::from(first))
    } else {
        let length = der.get(2..2 + long).filter(|_| long <= 4)?;
        (2 + long, length.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    let end = start.saturating_add(length).min(der.len());
    Some(Element { tag, content: der.get(start..end)?, whole: end })
}

/// An element that ends with two zero bytes.
fn indefinite(der: &[u8], tag: u8, depth: usize) -> Option<Element<'_>> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let mut at = 2;
    loop {
        let rest = der.get(at..)?;
        if rest.starts_with(&[0, 0]) || rest.is_empty() {
            return Some(Element { tag, content: der.get(2..at)?, whole: (at + 2).min(der.len()) });
        }
        at += element(rest, depth + 1)?.whole.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::signed_content;

    fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![tag, 0x82];
        out.extend(u16::try_from(content.len()).unwrap_or_default().to_be_bytes());
        out.extend_from_slice(content);
        out
    }

    #[test]
    fn the_content_of_a_signature_is_found() {
        let data = wrap(0x30, &[vec![0x06, 1, 1], wrap(0xa0, &wrap(0x04, b"Subject: x\n\nHello"))].concat());
        let signed = wrap(0x30, &[vec![0x02, 1, 1], wrap(0x31, b""), data].concat());
        let oid = [&[0x06, 9][..], super::SIGNED_DATA].concat();
        let info = wrap(0x30, &[oid, wrap(0xa0, &signed)].concat());
        assert_eq!(signed_content(&info).as_deref(), Some(&b"Subject: x\n\nHello"[..]));
        assert_eq!(signed_content(&info[..info.len() / 2]), None);
        assert_eq!(signed_content(b"0\x80\x06"), None);
    }
}
