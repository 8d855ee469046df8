//! Folder names on the wire: modified UTF-7 (RFC 3501 §5.1.3) in a quoted string. Whatever a name holds, it cannot
//! end the string it stands in.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

const ENGINE: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// `name` as a quoted string of a command.
pub(super) fn quote(name: &str) -> String {
    let mut quoted = String::from("\"");
    let mut shifted = String::new();
    for character in name.chars() {
        if (' '..='~').contains(&character) {
            unshift(&mut shifted, &mut quoted);
            match character {
                '&' => quoted.push_str("&-"),
                '"' | '\\' => quoted.extend(['\\', character]),
                _ => quoted.push(character),
            }
        } else {
            shifted.push(character);
        }
    }
    unshift(&mut shifted, &mut quoted);
    quoted.push('"');
    quoted
}

fn unshift(shifted: &mut String, quoted: &mut String) {
    if !shifted.is_empty() {
        let units: Vec<u8> = shifted.encode_utf16().flat_map(u16::to_be_bytes).collect();
        quoted.push('&');
        quoted.push_str(&ENGINE.encode(units));
        quoted.push('-');
        shifted.clear();
    }
}

/// The name behind what a server sends; what is not modified UTF-7 is kept as it is.
pub(super) fn decode(wire: &[u8]) -> String {
    let wire = String::from_utf8_lossy(wire);
    let mut name = String::new();
    let mut rest = wire.as_ref();
    while let Some((before, after)) = rest.split_once('&') {
        name.push_str(before);
        let decoded = after.split_once('-').and_then(|(shifted, left)| Some((unshifted(shifted)?, left)));
        match decoded {
            Some((text, left)) => {
                name.push_str(&text);
                rest = left;
            }
            None => {
                name.push('&');
                rest = after;
            }
        }
    }
    name + rest
}

fn unshifted(shifted: &str) -> Option<String> {
    if shifted.is_empty() {
        return Some("&".to_owned());
    }
    let bytes = ENGINE.decode(shifted).ok()?;
    let units: Vec<u16> =
        bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, b| unit << 8 | u16::from(*b))).collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, quote};

    #[test]
    fn folder_names_survive_the_wire() {
        let cases = [
            ("INBOX", "\"INBOX\""),
            ("Zpracované", "\"Zpracovan&AOk-\""),
            ("R&D", "\"R&-D\""),
            ("日本語/メール", "\"&ZeVnLIqe-/&MOEw,DDr-\""),
        ];
        for (name, wire) in cases {
            assert_eq!(quote(name), wire);
            assert_eq!(decode(wire.trim_matches('"').as_bytes()), name);
        }
        assert_eq!(decode(b"a&b"), "a&b");
        assert_eq!(decode(b"&!!!-x"), "&!!!-x");
    }

    /// Assurance C4
    #[test]
    fn a_folder_name_cannot_inject_a_command() {
        for name in ["a\r\nA1 DELETE b", "a\"b\\", "\0", "\n"] {
            let quoted = quote(name);
            assert!(!quoted.contains(['\r', '\n', '\0']), "{quoted}");
            assert_eq!(decode(quoted.trim_matches('"').replace('\\', "").as_bytes()), name.replace('\\', ""));
        }
    }
}
