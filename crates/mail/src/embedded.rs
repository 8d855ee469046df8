//! Files that old programs wrote into the text of a mail with uuencode. They become attachments and leave the text; what does not end or
//! does not decode stays text.

use crate::model::Attachment;

/// Most files that are taken from one text.
const MAX_FILES: usize = 100;

/// What was found in a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The text without the files.
    pub(crate) rest: String,
    pub(crate) files: Vec<Attachment>,
    /// There are more files than are taken.
    pub(crate) too_many: bool,
}

/// Takes the files out of a text. The same text when there is none, in one quick look.
pub(crate) fn taken(text: String) -> Taken {
    let begins = text.starts_with("begin ") || memchr::memmem::find(text.as_bytes(), b"\nbegin ").is_some();
    // Behind the last end nothing is a file: the text is never searched in vain twice.
    let last_end = memchr::memmem::rfind(text.as_bytes(), b"\nend").filter(|_| begins);
    let Some(last_end) = last_end else { return Taken { rest: text, files: Vec::new(), too_many: false } };
    let mut taken = Taken { rest: String::new(), files: Vec::new(), too_many: false };
    let (mut at, mut kept) = (0, 0);
    while let Some(line) = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()) {
        let below = at + line.len();
        let file = uu_name(line)
            .filter(|_| below <= last_end + 1)
            .and_then(|name| Some((name, uudecoded(text.get(below..)?)?)));
        match file {
            Some((name, (content, length))) if taken.files.len() < MAX_FILES => {
                taken.rest.push_str(text.get(kept..at).unwrap_or_default());
                taken.files.push(Attachment::written(Some(name).filter(|name| !name.is_empty()), content));
                at = below + length;
                kept = at;
            }
            Some(_) => {
                taken.too_many = true;
                break;
            }
            None => at = below,
        }
    }
    if taken.files.is_empty() {
        return Taken { rest: text, ..taken };
    }
    taken.rest.push_str(text.get(kept..).unwrap_or_default());
    taken
}

/// The name in `begin 644 name`.
fn uu_name(line: &str) -> Option<String> {
    let (mode, name) = line.strip_prefix("begin ")?.trim_end().split_once(' ')?;
    let octal = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    octal.then(|| name.trim().to_owned())
}

/// The file, and how many bytes its text took with its end.
fn uudecoded(below: &str) -> Option<(Vec<u8>, usize)> {
    let mut out = Vec::new();
    let mut taken = 0;
    for line in below.split_inclusive('\n') {
        taken += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line == "end" {
            return Some((out, taken));
        }
        let Some(first) = line.bytes().next() else { continue };
        if !(b' '..=b'`').contains(&first) || line.len() > 90 {
            return None;
        }
        let length = usize::from((first - b' ') & 0x3f);
        let start = out.len();
        let values: Vec<u8> = line.bytes().skip(1).map(|byte| byte.wrapping_sub(b' ') & 0x3f).collect();
        for four in values.chunks(4) {
            let value = |at: usize| u32::from(four.get(at).copied().unwrap_or_default());
            let bits = value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3);
            out.extend(bits.to_be_bytes().iter().skip(1));
        }
        // Mailers strip spaces at the end of lines: they stood for zeros.
        out.resize(start + length, 0);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::taken;

    #[test]
    fn files_within_a_text_leave_it_whole() {
        let found = taken("Hello\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye\n".to_owned());
        assert_eq!(found.rest, "Hello\nBye\n");
        let files: Vec<_> =
            found.files.iter().map(|file| (file.filename.as_deref(), file.content.as_slice())).collect();
        assert_eq!(files, [(Some("cat.txt"), &b"Cat"[..])]);
        for prose in ["begin 644 things\nand never end them", "begin 644 things\nand in the\nend they go on\nend\n"] {
            let found = taken(prose.to_owned());
            assert_eq!((found.rest.as_str(), found.files.len()), (prose, 0));
        }
        let many = taken("begin 644 a\n#0V%T\n`\nend\n".repeat(101));
        assert_eq!((many.files.len(), many.too_many), (100, true));
        assert_eq!(many.rest, "begin 644 a\n#0V%T\n`\nend\n");
    }
}
