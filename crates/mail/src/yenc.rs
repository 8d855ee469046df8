//! Files that news readers wrote into the bytes of a text as yEnc, also in several parts. They are taken out before the text's charset is
//! looked at, for they use all bytes. What does not end stays text.

use crate::model::Attachment;

/// Most files and parts of files that are taken from one text.
const MAX_PIECES: usize = 1_000;
const BEGINS: &[u8] = b"=ybegin ";
const PART: &[u8] = b"=ypart ";
const ENDS: &[u8] = b"=yend";

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// The bytes without the files.
    pub(crate) rest: Vec<u8>,
    pub(crate) files: Vec<Attachment>,
    /// A file is not as long as it says, or a part is missing.
    pub(crate) broken: bool,
    /// There are more files than are taken.
    pub(crate) too_many: bool,
}

/// A file, or a part of one.
struct Piece {
    name: String,
    /// Where a part begins in its file, counted from 1.
    begin: Option<usize>,
    content: Vec<u8>,
}

/// True for a text in which files may be.
pub(crate) fn may_be_in(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), BEGINS).is_some()
}

/// Takes the files out of the bytes of a text, in one pass over its lines.
pub(crate) fn taken(bytes: &[u8]) -> Taken {
    let mut taken = Taken::default();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Option<(usize, Piece)> = None;
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        if line.starts_with(BEGINS) {
            if let Some((began, _)) = open.take() {
                taken.rest.extend_from_slice(bytes.get(began..start).unwrap_or_default());
            }
            taken.too_many |= pieces.len() >= MAX_PIECES;
            if !taken.too_many {
                open = Some((start, Piece { name: name(line), begin: None, content: Vec::new() }));
                continue;
            }
        }
        match &mut open {
            None => taken.rest.extend_from_slice(line),
            Some((_, piece)) if line.starts_with(PART) => piece.begin = number(line, b" begin="),
            Some((_, piece)) if line.starts_with(ENDS) => {
                taken.broken |= number(line, b" size=").is_some_and(|size| size != piece.content.len());
                pieces.extend(open.take().map(|(_, piece)| piece));
            }
            Some((_, piece)) => decode(line, &mut piece.content),
        }
    }
    if let Some((began, _)) = open {
        taken.rest.extend_from_slice(bytes.get(began..).unwrap_or_default());
    }
    taken.files = files(pieces, &mut taken.broken);
    taken
}

/// Each byte stands for the one 42 before it; after an equals sign, for the one 64 before that.
fn decode(line: &[u8], out: &mut Vec<u8>) {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut escaped = false;
    for byte in line {
        if *byte == b'=' && !escaped {
            escaped = true;
            continue;
        }
        out.push(byte.wrapping_sub(if escaped { 106 } else { 42 }));
        escaped = false;
    }
}

/// The name, which is the last on its line and may hold anything.
fn name(line: &[u8]) -> String {
    let start = memchr::memmem::find(line, b" name=").map_or(line.len(), |at| at + 6);
    crate::text::one_line(&crate::charset::decode(None, line.get(start..).unwrap_or_default()).0)
}

fn number(line: &[u8], key: &[u8]) -> Option<usize> {
    let start = memchr::memmem::find(line, key)? + key.len();
    let digits: Vec<u8> = line.get(start..)?.iter().copied().take_while(u8::is_ascii_digit).collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

/// Parts of one name as one file, each at the place of its first part.
fn files(pieces: Vec<Piece>, broken: &mut bool) -> Vec<Attachment> {
    let mut groups: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        let is_sibling = |group: &Vec<Piece>| group.iter().all(|one| one.begin.is_some() && one.name == piece.name);
        match groups.iter_mut().find(|group| piece.begin.is_some() && is_sibling(group)) {
            Some(group) => group.push(piece),
            None => groups.push(vec![piece]),
        }
    }
    let whole = |mut group: Vec<Piece>| {
        group.sort_by_key(|piece| piece.begin);
        let mut end = 1;
        for piece in &group {
            *broken |= piece.begin.is_some_and(|begin| begin != end);
            end += piece.content.len();
        }
        let name = group.first().map(|piece| piece.name.clone()).filter(|name| !name.is_empty());
        let contents: Vec<Vec<u8>> = group.into_iter().map(|piece| piece.content).collect();
        Attachment::written(name, contents.concat())
    };
    groups.into_iter().map(whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(content: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for (index, byte) in content.iter().enumerate() {
            if index > 0 && index % 128 == 0 {
                out.extend_from_slice(b"\r\n");
            }
            match byte.wrapping_add(42) {
                byte @ (0 | b'\r' | b'\n' | b'=') => out.extend_from_slice(&[b'=', byte.wrapping_add(64)]),
                byte => out.push(byte),
            }
        }
        out
    }

    fn part(number: usize, begin: usize, content: &[u8]) -> Vec<u8> {
        let (end, size) = (begin + content.len() - 1, content.len());
        let head = format!(
            "=ybegin part={number} total=3 line=128 size=900 name=a b.bin\r\n=ypart begin={begin} end={end}\r\n"
        );
        [head.into_bytes(), encoded(content), format!("\r\n=yend size={size} part={number}\r\n").into_bytes()].concat()
    }

    /// The text, each file with its name, and whether something was malformed.
    type Found = (String, Vec<(Option<String>, Vec<u8>)>, bool);

    fn found(bytes: &[u8]) -> Found {
        let taken = taken(bytes);
        let files = taken.files.into_iter().map(|file| (file.filename, file.content)).collect();
        (String::from_utf8_lossy(&taken.rest).into_owned(), files, taken.broken)
    }

    #[test]
    fn parts_of_a_file_are_joined_whatever_their_order() {
        let all: Vec<u8> = (0..900_usize).map(|number| u8::try_from(number % 256).unwrap_or_default()).collect();
        let parts = [part(1, 1, &all[..300]), part(2, 301, &all[300..600]), part(3, 601, &all[600..])];
        let name = Some("a b.bin".to_owned());
        let turned = [b"Hello\r\n", &parts[1][..], b"and\r\n", &parts[0], &parts[2], b"bye"].concat();
        assert_eq!(found(&turned), ("Hello\r\nand\r\nbye".to_owned(), vec![(name.clone(), all.clone())], false));
        // One is missing: what is there is kept, and said to be broken.
        let missing = [&parts[0][..], &parts[2]].concat();
        assert_eq!(found(&missing), (String::new(), vec![(name, [&all[..300], &all[600..]].concat())], true));
    }

    #[test]
    fn a_file_in_one_piece_is_taken_and_one_without_end_stays() {
        let whole = b"=ybegin line=128 size=3 name=a.txt\nm\x8b\x9e\n=yend size=3\nrest";
        assert_eq!(found(whole), ("rest".to_owned(), vec![(Some("a.txt".to_owned()), b"Cat".to_vec())], false));
        let unended = "=ybegin line=128 size=3 name=a.txt\nmmm\n";
        assert_eq!(found(unended.as_bytes()), (unended.to_owned(), vec![], false));
        let twice = [unended.as_bytes(), &whole[..]].concat();
        assert_eq!(found(&twice).0, format!("{unended}rest"));
        assert!(found(b"=ybegin line=128 size=9 name=a.txt\nmmm\n=yend size=9\n").2);
    }
}
