//! Prefixes of subjects, in the languages of mail programs.

/// Prefixes of forwards in lower case.
const FORWARD: &[&str] = &[
    "fwd",
    "fw",
    "wg",
    "tr",
    "i",
    "rv",
    "enc",
    "pd",
    "vs",
    "vb",
    "vl",
    "vl.",
    "fs",
    "doorst",
    "ilt",
    "i\u{307}lt",
    "továbbítás",
    "προωθ",
    "πρθ",
    "trans",
    "redirect",
    "转发",
    "轉寄",
    "轉發",
    "转寄",
    "전달",
    "転送",
    "пересл",
    "пересылка",
    "переслано",
    "пд",
    "předáno",
    "přeposláno",
    "fwd.",
    "vidarebefordrat",
    "videresendt",
];
/// Prefixes of answers in lower case.
const ANSWER: &[&str] = &[
    "re",
    "aw",
    "sv",
    "antw",
    "antwort",
    "odp",
    "r",
    "rif",
    "res",
    "ref",
    "ynt",
    "yan",
    "vá",
    "va",
    "απ",
    "σχετ",
    "回复",
    "回覆",
    "答复",
    "返信",
    "답장",
    "회신",
    "re^2",
    "ответ",
    "отв",
    "відп",
];

/// True when the first prefix is that of a forward, before or behind those of answers ("Re: Fwd: x" answers a forward).
pub(super) fn is_forward(subject: &str) -> bool {
    let Some((prefix, _)) = split(subject) else { return false };
    FORWARD.contains(&prefix.as_str()) && !ANSWER.contains(&prefix.as_str())
}

/// The first prefix in lower case without its count (`RE[2]`), and the rest.
fn split(subject: &str) -> Option<(String, &str)> {
    let subject = subject.trim_start_matches(['[', ' ']);
    let (at, colon) = subject.char_indices().take(24).find(|(_, c)| matches!(c, ':' | '：'))?;
    let prefix = subject.get(..at)?.trim().to_lowercase();
    let prefix = prefix.split(['[', '(', '*']).next().unwrap_or_default().trim().to_owned();
    Some((prefix, subject.get(at + colon.len_utf8()..)?))
}
