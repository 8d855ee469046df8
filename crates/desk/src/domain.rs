//! Domains of ours: what their records say about whether our mail arrives and is believed, and what to publish.

use serde::{Deserialize, Serialize};

/// One kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Who takes its mail.
    Mx,
    /// Who may send for it.
    Spf,
    /// The key of our signatures.
    Dkim,
    /// What others should do with mail that is not its own.
    Dmarc,
}

impl Kind {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mx => "mx",
            Self::Spf => "spf",
            Self::Dkim => "dkim",
            Self::Dmarc => "dmarc",
        }
    }
}

/// What name servers said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// These records.
    These(Vec<String>),
    /// There is none.
    Nothing,
    /// They did not answer.
    Unknown,
}

/// What a kind of record amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It helps less than it could.
    Weak,
    /// It does harm, or something needed is not there.
    Bad,
    /// The name servers did not answer.
    Unknown,
}

/// A record to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publish {
    /// Its name.
    pub name: String,
    /// `TXT` or `MX`.
    pub kind: &'static str,
    /// Its value.
    pub value: String,
}

/// What was found of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which kind.
    pub kind: Kind,
    /// What it amounts to.
    pub verdict: Verdict,
    /// A stable word: why.
    pub reason: &'static str,
    /// The records.
    pub records: Vec<String>,
    /// What to publish.
    pub publish: Option<Publish>,
}

/// What is known about a domain of ours.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its name, folded.
    pub name: String,
    /// MX.
    pub mx: Lookup,
    /// SPF.
    pub spf: Lookup,
    /// DMARC.
    pub dmarc: Lookup,
    /// The key of our selector, where we sign for this domain.
    pub dkim: Lookup,
    /// Where we sign: our selector, and the record that belongs there.
    pub our_key: Option<(String, String)>,
    /// Where our own listener takes its mail: what we call ourselves.
    pub our_host: Option<String>,
    /// The servers through which we send for it.
    pub sends_through: Vec<String>,
}

/// What the records of a domain amount to.
#[must_use]
pub fn findings(facts: &Facts) -> Vec<Finding> {
    vec![mx(facts), spf(facts), dkim(facts), dmarc(facts)]
}

fn finding(kind: Kind, lookup: &Lookup, verdict: Verdict, reason: &'static str, publish: Option<Publish>) -> Finding {
    let records = match lookup {
        Lookup::These(all) => all.clone(),
        Lookup::Nothing | Lookup::Unknown => Vec::new(),
    };
    Finding { kind, verdict, reason, records, publish }
}

fn mx(facts: &Facts) -> Finding {
    let publish = facts.our_host.as_ref().map(|host| Publish {
        name: facts.name.clone(),
        kind: "MX",
        value: format!("10 {host}."),
    });
    let here = |host: &String| facts.our_host.as_ref().is_some_and(|ours| ours.eq_ignore_ascii_case(host));
    let (verdict, reason, publish) = match (&facts.mx, &facts.our_host) {
        (Lookup::Unknown, _) => (Verdict::Unknown, "unknown", None),
        (Lookup::Nothing, _) => (Verdict::Bad, "missing", publish),
        (Lookup::These(all), Some(_)) if !all.iter().any(here) => (Verdict::Bad, "elsewhere", publish),
        (Lookup::These(_), _) => (Verdict::Good, "found", None),
    };
    finding(Kind::Mx, &facts.mx, verdict, reason, publish)
}

fn spf(facts: &Facts) -> Finding {
    let publish = || {
        let through = facts.sends_through.iter().map(|host| includes(host)).collect::<Vec<_>>().join(" ");
        let through = if through.is_empty() { String::new() } else { format!(" {through}") };
        Some(Publish { name: facts.name.clone(), kind: "TXT", value: format!("v=spf1 mx{through} ~all") })
    };
    let (verdict, reason, publish) = match &facts.spf {
        Lookup::Unknown => (Verdict::Unknown, "unknown", None),
        Lookup::Nothing => (Verdict::Bad, "missing", publish()),
        Lookup::These(all) if all.len() > 1 => (Verdict::Bad, "several", publish()),
        Lookup::These(all) => match all.first().and_then(|text| text.split_whitespace().last()) {
            Some("+all" | "all") => (Verdict::Bad, "open", publish()),
            Some("?all") => (Verdict::Weak, "neutral", None),
            _ => (Verdict::Good, "found", None),
        },
    };
    finding(Kind::Spf, &facts.spf, verdict, reason, publish)
}

/// How SPF names the servers behind a host of a large provider; every other by itself.
fn includes(host: &str) -> String {
    let known = [
        ("gmail.com", "include:_spf.google.com"),
        ("google.com", "include:_spf.google.com"),
        ("office365.com", "include:spf.protection.outlook.com"),
        ("outlook.com", "include:spf.protection.outlook.com"),
        ("fastmail.com", "include:spf.messagingengine.com"),
        ("messagingengine.com", "include:spf.messagingengine.com"),
    ];
    let host = host.to_lowercase();
    let within = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
    let found = known.iter().find(|(domain, _)| within(domain));
    found.map_or_else(|| format!("a:{host}"), |(_, include)| (*include).to_string())
}

fn dkim(facts: &Facts) -> Finding {
    let Some((selector, record)) = &facts.our_key else {
        // Its provider signs, with names that only it knows.
        return finding(Kind::Dkim, &Lookup::Nothing, Verdict::Unknown, "by-provider", None);
    };
    let publish = Publish { name: format!("{selector}._domainkey.{}", facts.name), kind: "TXT", value: record.clone() };
    let key = |text: &str| text.split("p=").nth(1).map(|key| key.split(';').next().unwrap_or("").replace(' ', ""));
    let (verdict, reason) = match &facts.dkim {
        Lookup::Unknown => (Verdict::Unknown, "unknown"),
        Lookup::Nothing => (Verdict::Bad, "missing"),
        Lookup::These(all) if all.iter().any(|text| key(text) == key(record)) => (Verdict::Good, "found"),
        Lookup::These(_) => (Verdict::Bad, "other-key"),
    };
    finding(Kind::Dkim, &facts.dkim, verdict, reason, (verdict != Verdict::Good).then_some(publish))
}

fn dmarc(facts: &Facts) -> Finding {
    let publish = |policy: &str| {
        let value = format!("v=DMARC1; p={policy}; rua=mailto:postmaster@{}", facts.name);
        Some(Publish { name: format!("_dmarc.{}", facts.name), kind: "TXT", value })
    };
    let policy = |text: &String| -> Option<String> {
        let mut tags = text.split(';').filter_map(|tag| tag.split_once('='));
        tags.find(|(name, _)| name.trim() == "p").map(|(_, value)| value.trim().to_lowercase())
    };
    let (verdict, reason, publish) = match &facts.dmarc {
        Lookup::Unknown => (Verdict::Unknown, "unknown", None),
        Lookup::Nothing => (Verdict::Bad, "missing", publish("none")),
        Lookup::These(all) if all.len() > 1 => (Verdict::Bad, "several", publish("quarantine")),
        Lookup::These(all) => match all.first().and_then(policy) {
            Some(asked) if asked == "reject" || asked == "quarantine" => (Verdict::Good, "found", None),
            Some(asked) if asked == "none" => (Verdict::Weak, "reports-only", publish("quarantine")),
            _ => (Verdict::Bad, "no-policy", publish("none")),
        },
    };
    finding(Kind::Dmarc, &facts.dmarc, verdict, reason, publish)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            name: "in.example.org".into(),
            mx: Lookup::These(vec!["desk.example.org".into()]),
            spf: Lookup::These(vec!["v=spf1 mx -all".into()]),
            dmarc: Lookup::These(vec!["v=DMARC1; p=reject".into()]),
            dkim: Lookup::These(vec!["v=DKIM1; k=rsa; p=AB CD".into()]),
            our_key: Some(("staffetta".into(), "v=DKIM1; k=rsa; p=ABCD".into())),
            our_host: Some("desk.example.org".into()),
            sends_through: vec!["smtp.gmail.com".into(), "mail.example.net".into()],
        }
    }

    #[track_caller]
    fn check(facts: &Facts, expect: &str) {
        let told = findings(facts).into_iter().map(|one| format!("{}:{}", one.kind.word(), one.reason));
        assert_eq!(told.collect::<Vec<_>>().join(" "), expect);
    }

    #[test]
    fn records_are_judged_in_words() {
        check(&facts(), "mx:found spf:found dkim:found dmarc:found");
        let texts = |text: &str| Lookup::These(vec![text.into()]);
        check(
            &Facts { mx: texts("mx.other.example"), spf: texts("v=spf1 +all"), ..facts() },
            "mx:elsewhere spf:open dkim:found dmarc:found",
        );
        check(
            &Facts { mx: texts("mx.other.example"), our_host: None, our_key: None, ..facts() },
            "mx:found spf:found dkim:by-provider dmarc:found",
        );
        check(
            &Facts { dkim: texts("v=DKIM1; p=XYZ"), dmarc: texts("v=DMARC1; p=none"), ..facts() },
            "mx:found spf:found dkim:other-key dmarc:reports-only",
        );
        let two = Lookup::These(vec!["v=spf1 mx -all".into(), "v=spf1 -all".into()]);
        check(
            &Facts { spf: two, dmarc: texts("v=DMARC1"), ..facts() },
            "mx:found spf:several dkim:found dmarc:no-policy",
        );
        let none = Facts {
            mx: Lookup::Nothing,
            spf: Lookup::Nothing,
            dkim: Lookup::Nothing,
            dmarc: Lookup::Nothing,
            ..facts()
        };
        check(&none, "mx:missing spf:missing dkim:missing dmarc:missing");
        let values: Vec<String> = findings(&none).into_iter().filter_map(|one| Some(one.publish?.value)).collect();
        assert_eq!(values[0], "10 desk.example.org.");
        assert_eq!(values[1], "v=spf1 mx include:_spf.google.com a:mail.example.net ~all");
        let dead = Facts {
            mx: Lookup::Unknown,
            spf: Lookup::Unknown,
            dkim: Lookup::Unknown,
            dmarc: Lookup::Unknown,
            ..facts()
        };
        check(&dead, "mx:unknown spf:unknown dkim:unknown dmarc:unknown");
    }
}
