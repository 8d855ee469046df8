//! What the self-test of a mailbox teaches: which marks came back as they were forged, and which nobody outside can forge.

use mail::{AuthenticationResults, Mail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{AuthservId, TrustAnchor};
use crate::Micros;

/// What stands in each forged mark, and nowhere else.
pub const FORGED_DOMAIN: &str = "forged.invalid";

/// What stands in a mail of the self-test after its way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Authentication-Results, topmost first: whose they are, and whether we forged them.
    pub results: Vec<(String, bool)>,
    /// True when a mark of internal submission stands in it.
    pub internal_mark: bool,
}

/// One thing that was learned: a stable word, whether it is good news, and the facts of its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The stable word.
    pub word: &'static str,
    /// True where a mark can be believed.
    pub good: bool,
    /// The facts.
    pub facts: Value,
}

/// The marks of a mail that arrived.
#[must_use]
pub fn seen(mail: &Mail) -> Seen {
    let forged = |one: &AuthenticationResults| {
        let properties = one.results.iter().flat_map(|claim| &claim.properties);
        properties.into_iter().any(|(_, value)| value.to_lowercase().contains(FORGED_DOMAIN))
    };
    Seen {
        results: mail
            .authentication_results()
            .iter()
            .map(|one| (one.authserv_id.to_lowercase(), forged(one)))
            .collect(),
        internal_mark: mail.headers_named("X-MS-Exchange-Organization-AuthAs").next().is_some(),
    }
}

/// What is believed from now on: `plain` is the mail without forged marks, `forged` the one with.
#[must_use]
pub fn learn(plain: &Seen, forged: &Seen, now: Micros) -> (TrustAnchor, Vec<Lesson>) {
    let mut anchor = TrustAnchor { learned_at: Some(now), ..TrustAnchor::default() };
    let results = results(plain, forged, &mut anchor);
    anchor.internal_marks = !forged.internal_mark;
    let word = if anchor.internal_marks { "internal-removed" } else { "internal-forgeable" };
    (anchor, vec![results, Lesson { word, good: !forged.internal_mark, facts: json!({}) }])
}

fn results(plain: &Seen, forged: &Seen, anchor: &mut TrustAnchor) -> Lesson {
    let bad = |word, server: &str| Lesson { word, good: false, facts: json!({"server": server}) };
    let Some((server, _)) = plain.results.first() else { return bad("results-none", "") };
    match forged.results.first() {
        None => bad("results-none", server),
        Some((_, true)) => bad("results-forgeable", server),
        Some((other, false)) if other != server => bad("results-name-changes", server),
        Some((_, false)) if server.is_empty() => {
            anchor.topmost_ar = true;
            Lesson { word: "results-topmost", good: true, facts: json!({}) }
        }
        Some((_, false)) => {
            anchor.authserv_id = Some(AuthservId::Pinned(server.clone()));
            anchor.strips = !forged.results.iter().any(|(name, forged)| *forged && name == server);
            let word = if anchor.strips { "results-removed" } else { "results-on-top" };
            Lesson { word, good: true, facts: json!({"server": server}) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(plain: &[(&str, bool)], forged: &[(&str, bool)], mark: bool, expect: &str) {
        let seen = |all: &[(&str, bool)], internal_mark| Seen {
            results: all.iter().map(|(name, forged)| ((*name).to_string(), *forged)).collect(),
            internal_mark,
        };
        let (anchor, lessons) = learn(&seen(plain, false), &seen(forged, mark), Micros(1));
        let words: Vec<&str> = lessons.iter().map(|lesson| lesson.word).collect();
        let trusts = match (&anchor.authserv_id, anchor.topmost_ar, anchor.strips) {
            (Some(AuthservId::Pinned(name)), _, strips) => format!("{name}{}", if strips { " alone" } else { "" }),
            (None, true, _) => "topmost".into(),
            (None, false, _) => "nobody".into(),
        };
        assert_eq!(format!("{} {trusts} {}", words.join(" "), anchor.internal_marks), expect);
    }

    #[test]
    fn what_does_not_come_back_overwritten_or_removed_is_not_trusted() {
        let mx = ("mx", false);
        check(&[mx], &[mx], false, "results-removed internal-removed mx alone true");
        check(&[mx], &[mx, ("mx", true), ("other", true)], true, "results-on-top internal-forgeable mx false");
        check(&[mx], &[mx, ("other", true)], true, "results-removed internal-forgeable mx alone false");
        check(&[mx], &[("mx", true), mx], true, "results-forgeable internal-forgeable nobody false");
        check(&[mx], &[], true, "results-none internal-forgeable nobody false");
        check(&[], &[("mx", true)], true, "results-none internal-forgeable nobody false");
        check(&[mx], &[("mx2", false)], true, "results-name-changes internal-forgeable nobody false");
        check(&[("", false)], &[("", false), ("", true)], false, "results-topmost internal-removed topmost true");
    }
}
