//! What kind of browser or program somebody uses, by what it says of itself (User-Agent): for their own list of sessions,
//! and believed for nothing else.

/// Bytes of what a program says that are looked at.
const LONGEST: usize = 400;
/// Characters of an unknown program's name that are kept.
const NAME_CHARS: usize = 40;

const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// The kind in a few words: `Firefox · Linux`, or the name of a program as it calls itself. None where it says nothing.
#[must_use]
pub fn name(user_agent: &str) -> Option<String> {
    let said: String = user_agent.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    let known =
        |table: &[(&str, &'static str)]| table.iter().find(|(mark, _)| said.contains(mark)).map(|(_, name)| *name);
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(browser), None) => Some(browser.to_string()),
        (None, _) => {
            let first = said.split([' ', '/', '(']).find(|word| !word.is_empty())?;
            Some(first.chars().take(NAME_CHARS).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_programs_are_told_apart() {
        for (said, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", Some("Firefox · Linux")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36 Edg/156.0",
                Some("Edge · Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile/15E148 Safari/604.1",
                Some("Safari · iPhone"),
            ),
            ("curl/8.11.0", Some("curl")),
            ("", None),
            ("\u{7}", None),
        ] {
            assert_eq!(name(said).as_deref(), expected, "{said}");
        }
        assert_eq!(name(&"x".repeat(10_000)).map(|name| name.len()), Some(NAME_CHARS));
    }
}
