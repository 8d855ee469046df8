//! The offset from UTC behind a time that a mail program wrote for people: `+02:00`, `GMT+2`, `CEST`.

/// Names of zones that mean one offset, in minutes.
const ZONES: &[(&str, i32)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("WEST", 60),
    ("BST", 60),
    ("CET", 60),
    ("MEZ", 60),
    ("CEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("EST", -300),
    ("EDT", -240),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
];

/// Minutes east of UTC; nothing where the text names no offset.
pub(super) fn offset_min(text: &str) -> Option<i32> {
    let signed = text.match_indices(['+', '-', '−']).find_map(|(at, sign)| {
        let before = text.get(..at)?;
        let minutes = signed_min(before, text.get(at + sign.len()..)?)?;
        Some(if sign == "+" { minutes } else { -minutes })
    });
    let named = || {
        let word = |name: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        ZONES.iter().find(|(name, _)| word(name)).map(|(_, minutes)| *minutes)
    };
    signed.or_else(named).or_else(|| text.ends_with('Z').then_some(0))
}

/// The figures behind a sign: `02:00`, `0200`, and behind the name of UTC also `2`.
fn signed_min(before: &str, after: &str) -> Option<i32> {
    let digits: String = after.chars().take_while(char::is_ascii_digit).take(5).collect();
    let behind_name = before.ends_with("GMT") || before.ends_with("UTC");
    let apart = before.ends_with(|c: char| c.is_whitespace() || c == '(') || behind_name;
    let rest = after.get(digits.len()..)?;
    let minutes =
        rest.strip_prefix(':').and_then(|rest| rest.get(..2)).filter(|m| m.bytes().all(|b| b.is_ascii_digit()));
    let (hours, minutes) = match (digits.len(), minutes) {
        // Behind a time without a gap, as in RFC 3339.
        (2, Some(minutes)) if apart || before.ends_with(|c: char| c.is_ascii_digit()) => (digits.as_str(), minutes),
        (1, Some(minutes)) if behind_name => (digits.as_str(), minutes),
        (1 | 2, None) if behind_name => (digits.as_str(), "0"),
        (4, None) if apart => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(hours * 60 + minutes)
}
