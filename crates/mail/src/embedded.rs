//! Files that old programs wrote into the text of a mail: uuencode and yEnc. They become attachments and leave the text; what does not
//! end or does not decode stays text.

use crate::model::Attachment;

/// Most files that are taken from one text.
const MAX_FILES: usize = 100;

/// The text without the files, and the files. The same text when there is none, in one quick look.
pub(crate) fn taken(text: String) -> (String, Vec<Attachment>) {
    let uu = text.starts_with("begin ") || memchr::memmem::find(text.as_bytes(), b"\nbegin ").is_some();
    let yenc = text.starts_with("=ybegin ") || memchr::memmem::find(text.as_bytes(), b"\n=ybegin ").is_some();
    if !uu && !yenc {
        return (text, Vec::new());
    }
    let mut rest = String::with_capacity(text.len());
    let mut files = Vec::new();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut at = 0;
    // A file that never ends is looked for once.
    let (mut ends, mut yends) = (true, true);
    while let Some(line) = lines.get(at) {
        let below = lines.get(at + 1..).unwrap_or_default();
        if ends
            && files.len() < MAX_FILES
            && let Some(name) = uu_name(line)
        {
            match uudecoded(below) {
                Some((content, count)) => {
                    files.push(file(name, content));
                    at += count + 1;
                    continue;
                }
                None => ends = below.iter().any(|line| line.trim_end() == "end"),
            }
        }
        if yends && files.len() < MAX_FILES && line.starts_with("=ybegin ") {
            match ydecoded(below) {
                Some((content, count)) => {
                    let name = line.split_once(" name=").map(|(_, name)| name.trim().to_owned()).unwrap_or_default();
                    files.push(file(name, content));
                    at += count + 1;
                    continue;
                }
                None => yends = false,
            }
        }
        rest.push_str(line);
        at += 1;
    }
    (rest, files)
}

fn file(name: String, content: Vec<u8>) -> Attachment {
    Attachment {
        filename: Some(name).filter(|name| !name.is_empty()),
        content_type: Attachment::type_of(&content, None),
        content,
        ..Attachment::default()
    }
}

/// The name in `begin 644 name`.
fn uu_name(line: &str) -> Option<String> {
    let (mode, name) = line.strip_prefix("begin ")?.trim_end().split_once(' ')?;
    let octal = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    octal.then(|| name.trim().to_owned())
}

/// The file, and how many lines it took with its end.
fn uudecoded(lines: &[&str]) -> Option<(Vec<u8>, usize)> {
    let mut out = Vec::new();
    for (count, line) in lines.iter().enumerate() {
        let line = line.trim_end_matches(['\n', '\r']);
        if line == "end" {
            return Some((out, count + 1));
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

/// The file, and how many lines it took with its end. Each character stands for a byte of Latin-1.
fn ydecoded(lines: &[&str]) -> Option<(Vec<u8>, usize)> {
    let mut out = Vec::new();
    for (count, line) in lines.iter().enumerate() {
        let line = line.trim_end_matches(['\n', '\r']);
        if line.starts_with("=yend") {
            return Some((out, count + 1));
        }
        if line.starts_with("=ypart") {
            continue;
        }
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(line);
        let mut escaped = false;
        for byte in bytes.iter().copied() {
            if byte == b'=' && !escaped {
                escaped = true;
                continue;
            }
            out.push(byte.wrapping_sub(if escaped { 106 } else { 42 }));
            escaped = false;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::taken;

    #[test]
    fn files_within_a_text_leave_it_whole() {
        let (text, files) = taken("Hello\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye\n".to_owned());
        assert_eq!(text, "Hello\nBye\n");
        let found: Vec<_> = files.iter().map(|file| (file.filename.as_deref(), file.content.as_slice())).collect();
        assert_eq!(found, [(Some("cat.txt"), &b"Cat"[..])]);
        let (text, files) =
            taken("=ybegin line=128 size=3 name=a b.txt\nm\u{8b}\u{17e}\n=yend size=3\nrest".to_owned());
        assert_eq!((text.as_str(), files.len()), ("rest", 1));
        let prose = "begin 644 things\nand never end them".to_owned();
        assert_eq!(taken(prose.clone()), (prose, Vec::new()));
    }
}
