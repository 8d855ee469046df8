//! Hostile mails whose content other programs wrapped: TNEF and opaque signatures.

use super::{HEAD, Hostile, of};

pub(super) fn all() -> Vec<Hostile> {
    vec![
        of("TNEF: a text", |size| tnef(&[attribute(1, 0x800c, &vec![b'>'; room(size)])])),
        of("TNEF: a text of UTF-16", |size| {
            tnef(&[message(&property(0x1000_001f, &[b">\0\n\0".repeat(room(size) / 4)]))])
        }),
        of("TNEF: rich text that grows", |size| tnef(&[message(&property(0x1009_0102, &[rich_text(room(size))]))])),
        of("TNEF: a thousand texts", |size| {
            let texts: Vec<u8> =
                (0..1_000).flat_map(|_| property(0x1000_001e, &[b"a\n".repeat(room(size) / 2_000)])).collect();
            tnef(&[attribute(1, 0x9003, &[1_000_u32.to_le_bytes().to_vec(), texts].concat())])
        }),
        of("TNEF: values of no size", |size| {
            let list = [5_000_u32.to_le_bytes().to_vec(), [0x01, 0x10, 0, 0, 0x88, 0x13, 0, 0].repeat(5_000)].concat();
            tnef(&vec![attribute(1, 0x9003, &list); room(size) / 40_020])
        }),
        of("TNEF: files", |size| {
            let file =
                [attribute(2, 0x9002, &[]), attribute(2, 0x8010, b"a.txt\0"), attribute(2, 0x800f, b"x")].concat();
            tnef(&[file.repeat(room(size) / file.len())])
        }),
        of("TNEF: many with files", many_tnef),
        of("a signature in a signature", |size| {
            let mut inner = b"Content-Type: text/plain\r\n\r\n".to_vec();
            inner.resize(room(size) * 27 / 64, b'>');
            for _ in 0..3 {
                inner = [&b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"[..], &base64(&signed(&inner))]
                    .concat();
            }
            mail_of("Content-Type: application/pkcs7-mime; name=smime.p7m\r\n", &signed(&inner))
        }),
        of("pieces of a signature", |size| {
            let mut content = element(0x24, &[0x04, 0x00].repeat(room(size) / 2));
            content = signed_with(&content);
            mail_of("Content-Type: application/pkcs7-mime; name=smime.p7m\r\n", &content)
        }),
        of("lengths that are not told", |size| {
            let content = [&[0x30, 0x80][..], &[0x06, 0x00].repeat(room(size) / 2)].concat();
            mail_of("Content-Type: application/pkcs7-mime; name=smime.p7m\r\n", &content)
        }),
    ]
}

/// Bytes that are left of a mail when they are written in base64.
fn room(size: usize) -> usize {
    size / 78 * 57 - 4_096
}

fn mail_of(field: &str, content: &[u8]) -> Vec<u8> {
    let mut raw = format!("{HEAD}{field}Content-Transfer-Encoding: base64\r\n\r\n").into_bytes();
    raw.extend_from_slice(&base64(content));
    raw
}

fn base64(content: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = Vec::with_capacity(content.len() * 78 / 57 + 80);
    for line in content.chunks(57) {
        for three in line.chunks(3) {
            let bits = three.iter().chain(&[0; 2]).take(3).fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
            let letters = [18, 12, 6, 0].map(|shift| LETTERS[bits >> shift & 63]);
            out.extend_from_slice(&letters[..=three.len()]);
            out.extend(std::iter::repeat_n(b'=', 3 - three.len()));
        }
        out.extend_from_slice(b"\r\n");
    }
    out
}

fn tnef(attributes: &[Vec<u8>]) -> Vec<u8> {
    let field = "Content-Type: application/ms-tnef; name=winmail.dat\r\n";
    mail_of(field, &[&[0x78, 0x9f, 0x3e, 0x22, 1, 0][..], &attributes.concat()].concat())
}

fn size(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).expect("25 MiB at most").to_le_bytes()
}

/// Level, id, length, data, checksum (MS-OXTNEF §2.1.3.2).
fn attribute(level: u8, id: u32, data: &[u8]) -> Vec<u8> {
    [&[level][..], &id.to_le_bytes(), &size(data), data, &[0, 0]].concat()
}

fn message(properties: &[u8]) -> Vec<u8> {
    attribute(1, 0x9003, &[&1_u32.to_le_bytes()[..], properties].concat())
}

/// Type and id (as one number, the id first), the number of values, the values (MS-OXTNEF §2.1.3.4).
fn property(id_and_kind: u32, values: &[Vec<u8>]) -> Vec<u8> {
    let mut out = id_and_kind.to_le_bytes().to_vec();
    out.extend(u32::try_from(values.len()).expect("few").to_le_bytes());
    for value in values {
        out.extend(size(value));
        out.extend_from_slice(value);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

/// Compressed rich text of which each two bytes stand for seventeen (MS-OXRTFCP §2.2).
fn rich_text(most: usize) -> Vec<u8> {
    let mut out = vec![0; 4];
    out.extend([0xff, 0xff, 0xff, 0x7f]);
    out.extend(*b"LZFu");
    out.extend([0; 4]);
    let mut position = 207_u16;
    while out.len() + 17 < most {
        out.push(0xff);
        for _ in 0..8 {
            // A reference to the place at hand would end the text.
            let offset = if position == 100 { 120 } else { 100_u16 };
            out.extend((offset << 4 | 15).to_be_bytes());
            position = (position + 17) % 4_096;
        }
    }
    out
}

/// Many parts of TNEF with many files each.
fn many_tnef(size: usize) -> Vec<u8> {
    let file = [attribute(2, 0x9002, &[]), attribute(2, 0x8010, b"a\0"), attribute(2, 0x800f, b"x")].concat();
    let one = base64(&[&[0x78, 0x9f, 0x3e, 0x22, 1, 0][..], &file.repeat(500)].concat());
    let mut raw = format!("{HEAD}Content-Type: multipart/mixed; boundary=\"b-b\"\r\n\r\n").into_bytes();
    for _ in 0..(size / one.len()).min(900) {
        raw.extend_from_slice(
            b"--b-b\r\nContent-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        );
        raw.extend_from_slice(&one);
    }
    raw
}

/// An element of DER with a length of four bytes.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("25 MiB at most").to_be_bytes();
    [&[tag, 0x84][..], &length, content].concat()
}

/// Content as a signature without signers (RFC 5652 §5).
fn signed(content: &[u8]) -> Vec<u8> {
    signed_with(&element(0x04, content))
}

fn signed_with(octets: &[u8]) -> Vec<u8> {
    let kind = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
    let encapsulated = element(0x30, &[&kind[..], &[1], &element(0xa0, octets)].concat());
    let data = element(0x30, &[&[0x02, 1, 1, 0x31, 0][..], &encapsulated].concat());
    element(0x30, &[&kind[..], &[2], &element(0xa0, &data)].concat())
}
