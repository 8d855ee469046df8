//! Forwarding help (SO-9): whether a mail is the question of a provider that an admin waits for. Only such a mail is shown
//! with its code and link and becomes no conversation; everything else is ordinary mail.

use mail::{Mail, Verification};
use serde_json::json;

use crate::{
    Micros,
    evidence::Level,
    trace::{Step, TraceLine},
};

/// How long an admin waits for the question, seconds.
pub const WINDOW_S: i64 = 7 * 24 * 3_600;
/// Links of a mail that are looked at; one with more is no question.
const LINKS: usize = 50;

/// What is known about the mail.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The question, as far as the mail's own words and its From go.
    pub asked: &'a Verification,
    /// Until when an admin waits for one at this mailbox.
    pub awaited_until: Option<Micros>,
    /// True when the mail came to the mailbox's forwarding address.
    pub at_forwarding_address: bool,
    /// What proves that the provider's own domain sent it.
    pub evidence: Level,
    /// True when a link leads to a host that is not the provider's.
    pub leads_elsewhere: bool,
    /// When the mail arrived.
    pub arrived_at: Micros,
}

/// True when the mail is the awaited question. The line says why, also why not.
#[must_use]
pub fn judge(facts: &Facts<'_>) -> (bool, TraceLine) {
    let missing = if facts.awaited_until.is_none_or(|until| facts.arrived_at > until) {
        Some("verification-not-awaited")
    } else if !facts.at_forwarding_address {
        Some("verification-elsewhere")
    } else if facts.evidence != Level::E3 {
        Some("verification-not-proved")
    } else if facts.leads_elsewhere {
        Some("verification-with-foreign-links")
    } else {
        None
    };
    let (outcome, reason) = missing.map_or(("ignored", "verification-mail"), |missing| ("personal", missing));
    let line = TraceLine::new(Step::Screen, outcome, reason).with(json!({"provider": facts.asked.provider}));
    (missing.is_none(), line)
}

/// True when a link in the mail, in its text or behind its HTML, leads to a host that is not the provider's.
#[must_use]
pub fn leads_elsewhere(mail: &Mail, asked: &Verification) -> bool {
    let html = mail.html.as_deref().unwrap_or_default();
    let all: Vec<&str> = links(&mail.text).chain(hrefs(html)).take(LINKS + 1).collect();
    all.len() > LINKS || !all.iter().all(|link| asked.owns(link))
}

fn links(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']');
    text.match_indices("://").filter_map(move |(at, _)| {
        let scheme = text.get(..at)?.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let link = text.get(at - scheme.len()..)?;
        link.get(..link.find(ends).unwrap_or(link.len()))
    })
}

/// What links of HTML lead to, in either kind of quotes; other ways of writing one are foreign by being odd.
fn hrefs(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices("href").filter_map(move |(at, word)| {
        let rest = html.get(at + word.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest.get(1..).and_then(|inner| inner.split(quote).next()),
            _ => rest.split(|c: char| c.is_whitespace() || c == '>').next(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Verification {
        Verification {
            provider: "gmail".into(),
            address: Some("shop@gmail.com".into()),
            code: Some("123456789".into()),
            link: None,
        }
    }

    fn check(change: impl FnOnce(&mut Facts<'_>), expect: &str) {
        let asked = asked();
        let mut facts = Facts {
            asked: &asked,
            awaited_until: Some(Micros(1_000)),
            at_forwarding_address: true,
            evidence: Level::E3,
            leads_elsewhere: false,
            arrived_at: Micros(1_000),
        };
        change(&mut facts);
        let (is, line) = judge(&facts);
        assert_eq!((is, line.reason.as_str()), (expect == "verification-mail", expect));
    }

    /// SO-9: within 7 days, at the forwarding address, E3, links to the provider's hosts only; anything else is ordinary.
    #[test]
    fn only_the_awaited_proved_question_becomes_no_conversation() {
        check(|_| {}, "verification-mail");
        check(|facts| facts.awaited_until = None, "verification-not-awaited");
        check(|facts| facts.arrived_at = Micros(1_001), "verification-not-awaited");
        check(|facts| facts.at_forwarding_address = false, "verification-elsewhere");
        for level in Level::ALL.into_iter().filter(|level| *level != Level::E3) {
            check(|facts| facts.evidence = level, "verification-not-proved");
        }
        check(|facts| facts.leads_elsewhere = true, "verification-with-foreign-links");
    }

    /// SO-9: a link to any other host, however it is hidden, makes the mail an ordinary one.
    #[test]
    fn foreign_links_are_found_in_text_and_html() {
        let elsewhere = |text: &str, html: Option<&str>| {
            let mail = Mail { text: text.into(), html: html.map(Into::into), ..Mail::default() };
            leads_elsewhere(&mail, &asked())
        };
        assert!(!elsewhere("Open https://mail-settings.google.com/mail/vf-1 or https://support.google.com/x.", None));
        assert!(!elsewhere("", Some("<a href=\"https://mail.google.com/a\">a</a>")));
        for (text, html) in [
            ("https://evil.example/?https://mail.google.com", None),
            ("https://mail.google.com.evil.example/", None),
            ("https://mail.google.com@evil.example/", None),
            ("http://evil.example\\@mail.google.com/", None),
            ("", Some("<a href='https://evil.example'>https://mail.google.com</a>")),
            ("", Some("<a href=https://evil.example>x</a>")),
            ("", Some("<a href = \"javascript:x\">x</a>")),
            ("", Some("<a href=\"//evil.example/\">x</a>")),
        ] {
            assert!(elsewhere(text, html), "{text} {html:?}");
        }
        let many = "https://google.com/a ".repeat(LINKS + 1);
        assert!(elsewhere(&many, None));
    }
}
