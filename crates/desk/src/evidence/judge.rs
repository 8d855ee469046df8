//! The judgement: the first of its parts that says something decides, the strongest proof first.

use mail::{AuthenticationResult, AuthenticationResults};
use serde_json::json;

use super::{
    ArcChain, AuthservId, Dkim, DmarcLookup, DmarcRecord, Evidence, Facts, Key, Level, Reason, TrustAnchor, Verdict,
};
use crate::{address, arrival::Source, trace::TraceLine};

/// The fewest bits of an RSA key (RFC 8301 § 3.2).
const RSA_BITS: usize = 1024;
/// How far Date may be from the arrival for a signature to prove a fresh answer, microseconds.
const FRESH_US: i64 = 24 * 3600 * 1_000_000;
/// Signatures that are named in the reasons.
const NAMED: usize = 5;

/// Judges who sent a mail (trust.md § Evidence).
#[must_use]
pub fn judge(facts: &Facts) -> (Evidence, TraceLine) {
    let evidence = match from_domain(facts) {
        Err(reason) => Evidence { level: Level::F, reasons: vec![reason], signs_threading: false, from_domain: None },
        Ok(domain) => of_domain(facts, domain),
    };
    let line = evidence.line();
    (evidence, line)
}

/// The domain of the one address in From, or why there is none.
fn from_domain(facts: &Facts) -> Result<String, Reason> {
    let from = &facts.from;
    if from.control {
        return Err(Reason::new("from-control-characters"));
    }
    if from.headers > 1 || from.addresses > 1 {
        return Err(Reason::new("from-several").with(json!({"headers": from.headers, "addresses": from.addresses})));
    }
    let folded = from.address.as_deref().map(address::fold);
    let domain = folded.as_deref().filter(|_| from.headers == 1).and_then(address::domain);
    domain.map(ToString::to_string).ok_or_else(|| Reason::new("from-missing"))
}

fn of_domain(facts: &Facts, domain: String) -> Evidence {
    let case = Case { facts, domain: &domain };
    let (mut level, mut reasons, signature) = case.proved();
    if let Some(why) = facts.from.ambiguous.filter(|_| level > Level::E0) {
        level = Level::E0;
        reasons.insert(0, Reason::new("from-ambiguous").with(json!({"why": why})));
    }
    if let Some(shown) = &facts.from.name_shows {
        reasons.push(Reason::new("name-shows-other-address").with(json!({"shown": shown})));
    }
    if let Some(shown) = address::lookalike(&domain) {
        reasons.push(Reason::new("domain-looks-like-another").with(json!({"shown": shown})));
    }
    if let Some(shown) = &facts.answers_to {
        reasons.push(Reason::new("answers-wanted-elsewhere").with(json!({"shown": shown})));
    }
    let signs_threading = level == Level::E3 && signature.is_some_and(|signature| case.signs_threading(signature));
    Evidence { level, reasons, signs_threading, from_domain: Some(domain) }
}

/// A mail with exactly one author.
struct Case<'a> {
    facts: &'a Facts,
    domain: &'a str,
}

type Proved<'a> = (Level, Vec<Reason>, Option<&'a Dkim>);

impl<'a> Case<'a> {
    fn proved(&self) -> Proved<'a> {
        let facts = self.facts;
        if let Some(signature) = facts.dkim.iter().find(|signature| self.objection(signature).is_none()) {
            let told = json!({"domain": signature.domain, "selector": signature.selector});
            return (Level::E3, vec![Reason::new("dkim-verified").with(told)], Some(signature));
        }
        let positive = self.anchored_dmarc().map(|reason| (Level::E2, reason));
        let positive = positive.or_else(|| self.listener_dmarc().map(|reason| (Level::E2, reason)));
        let positive = positive.or_else(|| {
            let weaker = self.anchored_without_policy().or_else(|| self.listener_without_policy());
            weaker.or_else(|| self.sealed()).or_else(|| self.internal()).map(|reason| (Level::E1, reason))
        });
        let (level, first) = positive.unwrap_or_else(|| match self.failed() {
            Some((level, reason)) => (level, reason),
            None => (Level::E0, self.nothing()),
        });
        let mut reasons = vec![first];
        reasons.extend(facts.dkim.iter().take(NAMED).filter_map(|signature| self.not_counted(signature)));
        (level, reasons, None)
    }

    /// Why a signature does not make E3; none where it does.
    fn objection(&self, signature: &Dkim) -> Option<&'static str> {
        self.weakness(signature).or_else(|| {
            let unsigned = |name: &&str| !self.signs(signature, name, true);
            match ["from", "subject", "date"].iter().find(|name| unsigned(name)) {
                Some(_) => Some("header-not-signed"),
                // A second header of the kind may be what a reader shows (A10).
                None if self.count("content-type") > 1 => Some("several-content-types"),
                None => None,
            }
        })
    }

    /// Why a signature counts nowhere.
    fn weakness(&self, signature: &Dkim) -> Option<&'static str> {
        match (signature.verdict, signature.key) {
            (Verdict::Unknown, _) => Some("dns-timeout"),
            (Verdict::Fail | Verdict::None, _) => Some("signature-wrong"),
            (Verdict::Pass, Key::Unknown) => Some("key-unknown"),
            (Verdict::Pass, Key::Rsa(bits)) if bits < RSA_BITS => Some("key-short"),
            _ if signature.partial_body => Some("body-partly-signed"),
            _ if !address::same_organisation(&signature.domain, self.domain) => Some("other-domain"),
            _ => None,
        }
    }

    fn count(&self, name: &str) -> usize {
        self.facts.headers.get(name).copied().unwrap_or_default()
    }

    /// True when the signature covers every header of that name; `present`: and there is one.
    fn signs(&self, signature: &Dkim, name: &str, present: bool) -> bool {
        let (signed, there) = (signature.signed.iter().filter(|one| *one == name).count(), self.count(name));
        signed >= there.max(1) && (there > 0 || !present)
    }

    fn signs_threading(&self, signature: &Dkim) -> bool {
        let all = ["to", "cc", "message-id", "in-reply-to", "references"];
        let fresh = |date: crate::Micros| date.0.abs_diff(self.facts.arrived_at.0) <= FRESH_US.unsigned_abs();
        all.iter().all(|name| self.signs(signature, name, false)) && self.facts.date.is_some_and(fresh)
    }

    fn not_counted(&self, signature: &Dkim) -> Option<Reason> {
        let why = self.objection(signature)?;
        Some(Reason::new("dkim-not-counted").with(json!({"domain": signature.domain, "why": why})))
    }

    // What the server said that received for us.

    /// The Authentication-Results that count; none without an anchor.
    fn anchored(&self) -> Vec<(&'a AuthenticationResults, &'a TrustAnchor)> {
        let Some(anchor) = &self.facts.anchor else { return Vec::new() };
        if self.facts.source == Source::Smtp && self.forwarder().is_none() {
            // Who speaks to our listener may write what he likes.
            return Vec::new();
        }
        let all = &self.facts.results;
        let is = |one: &&AuthenticationResults| match &anchor.authserv_id {
            Some(AuthservId::Pinned(name)) => one.authserv_id.eq_ignore_ascii_case(name),
            None => anchor.topmost_ar,
        };
        let believed: Vec<&AuthenticationResults> = match (&anchor.authserv_id, anchor.strips) {
            (Some(_), true) => all.iter().filter(is).collect(),
            _ => all.first().filter(is).into_iter().collect(),
        };
        believed.into_iter().map(|one| (one, anchor)).collect()
    }

    fn claims(&self, method: &'static str) -> impl Iterator<Item = (&'a str, &'a AuthenticationResult)> {
        let all = self.anchored().into_iter();
        all.flat_map(|(one, _)| one.results.iter().map(|claim| (one.authserv_id.as_str(), claim)))
            .filter(move |(_, claim)| claim.method == method)
    }

    fn anchored_dmarc(&self) -> Option<Reason> {
        let (server, _) = self.claims("dmarc").find(|(_, claim)| self.is_dmarc_pass(claim))?;
        Some(Reason::new("dmarc-passed-at-server").with(json!({"server": server, "domain": self.domain})))
    }

    fn is_dmarc_pass(&self, claim: &AuthenticationResult) -> bool {
        claim.method == "dmarc"
            && claim.result == "pass"
            && property(claim, "header.from").is_some_and(|from| self.is_from(&from))
    }

    fn is_from(&self, domain: &str) -> bool {
        address::fold(&format!("x@{domain}")) == format!("x@{}", self.domain)
    }

    /// Aligned SPF or DKIM at the anchor, where the domain of From publishes no DMARC.
    fn anchored_without_policy(&self) -> Option<Reason> {
        let said_none = self.claims("dmarc").any(|(_, claim)| claim.result == "none");
        let silent = self.claims("dmarc").next().is_none();
        let absent = said_none || (silent && self.facts.dmarc == DmarcLookup::Absent);
        if !absent {
            return None;
        }
        let spf = self.claims("spf").map(|(server, claim)| (server, "spf", claim, property(claim, "smtp.mailfrom")));
        let dkim = self.claims("dkim").map(|(server, claim)| {
            let identity = || property(claim, "header.i");
            (server, "dkim", claim, property(claim, "header.d").or_else(identity))
        });
        let aligned = |domain: &str| address::same_organisation(domain, self.domain);
        let (server, method, ..) = spf
            .chain(dkim)
            .find(|(_, _, claim, domain)| claim.result == "pass" && domain.as_deref().is_some_and(aligned))?;
        Some(Reason::new("aligned-at-server").with(json!({"server": server, "method": method, "domain": self.domain})))
    }

    // What our own listener found.

    fn record(&self) -> Option<DmarcRecord> {
        match self.facts.dmarc {
            DmarcLookup::Found(record) => Some(record),
            _ => None,
        }
    }

    fn listener_aligned(&self, record: Option<DmarcRecord>) -> Option<&'static str> {
        if self.facts.source != Source::Smtp {
            return None;
        }
        let fits = |domain: &str, strict: bool| {
            if strict { self.is_from(domain) } else { address::same_organisation(domain, self.domain) }
        };
        let strict_spf = record.is_some_and(|record| record.strict_spf);
        let strict_dkim = record.is_some_and(|record| record.strict_dkim);
        let spf = self.facts.spf.as_ref().filter(|spf| spf.verdict == Verdict::Pass);
        if spf.is_some_and(|spf| fits(&spf.domain, strict_spf)) {
            return Some("spf");
        }
        let counts = |signature: &&Dkim| {
            self.weakness(signature).is_none()
                && self.signs(signature, "from", true)
                && fits(&signature.domain, strict_dkim)
        };
        self.facts.dkim.iter().find(counts).map(|_| "dkim")
    }

    fn listener_dmarc(&self) -> Option<Reason> {
        let method = self.listener_aligned(Some(self.record()?))?;
        Some(Reason::new("dmarc-passed-here").with(json!({"method": method, "domain": self.domain})))
    }

    fn listener_without_policy(&self) -> Option<Reason> {
        if self.facts.dmarc != DmarcLookup::Absent {
            return None;
        }
        let method = self.listener_aligned(None)?;
        Some(Reason::new("aligned-here").with(json!({"method": method, "domain": self.domain})))
    }

    /// The configured server that forwarded this mail to our listener.
    fn forwarder(&self) -> Option<&'a str> {
        let facts = self.facts;
        let proved = facts.spf.as_ref().filter(|spf| spf.verdict == Verdict::Pass);
        let is = |one: &&String| {
            facts.peer.as_deref() == Some(one.as_str())
                || proved.is_some_and(|spf| address::same_organisation(&spf.domain, one))
        };
        facts.anchor.as_ref()?.forwarders.iter().find(is).map(String::as_str)
    }

    // What others said.

    fn sealed(&self) -> Option<Reason> {
        let arc = self.trusted_arc()?;
        Some(Reason::new("sealed-by-forwarder").with(json!({"sealer": arc.sealer, "domain": self.domain})))
    }

    fn trusted_arc(&self) -> Option<&'a ArcChain> {
        let arc = self.facts.arc.as_ref().filter(|arc| arc.verdict == Verdict::Pass && arc.signs_from)?;
        let listed = self.facts.sealers.iter().any(|one| address::same_organisation(&arc.sealer, one));
        let passed = arc.reported.as_ref().is_some_and(|one| one.results.iter().any(|claim| self.is_dmarc_pass(claim)));
        (listed && passed).then_some(arc)
    }

    /// A mark of internal submission that the self-test proved, on a mail from our own domain.
    fn internal(&self) -> Option<Reason> {
        let anchor = self.facts.anchor.as_ref()?;
        let ours = self.facts.own_domains.iter().any(|own| address::same_organisation(own, self.domain));
        if !ours || self.facts.source == Source::Smtp {
            return None;
        }
        let signed_in = |(host, with): &(String, String)| {
            let named = anchor.submission_host.as_deref().is_some_and(|named| host.eq_ignore_ascii_case(named));
            named && (with.eq_ignore_ascii_case("ESMTPSA") || with.eq_ignore_ascii_case("UTF8SMTPSA"))
        };
        let mark = if anchor.internal_marks && self.facts.internal_mark {
            "auth-as-internal"
        } else if self.claims("auth").any(|(_, claim)| claim.result == "pass") {
            "auth-pass"
        } else if anchor.internal_marks && self.facts.received.as_ref().is_some_and(signed_in) {
            "esmtpsa"
        } else {
            return None;
        };
        Some(Reason::new("internal-submission").with(json!({"mark": mark})))
    }

    /// What a failed check amounts to; none where none failed.
    fn failed(&self) -> Option<(Level, Reason)> {
        let server = self.claims("dmarc").find(|(_, claim)| claim.result == "fail").map(|(server, _)| server);
        let here = self.facts.source == Source::Smtp
            && self.facts.spf.as_ref().is_some_and(|spf| spf.verdict != Verdict::Unknown)
            && self.facts.dkim.iter().all(|signature| signature.verdict != Verdict::Unknown);
        let (word, server) = match (server, here) {
            (Some(server), _) => ("dmarc-failed-at-server", Some(server)),
            (None, true) => ("dmarc-failed-here", None),
            (None, false) => return None,
        };
        let policy = self.record()?.policy;
        let facts = json!({"domain": self.domain, "policy": policy, "server": server});
        if let Some(forwarder) = self.forwarder().filter(|_| server.is_none()) {
            return Some((Level::E0, Reason::new("forwarded").with(json!({"forwarder": forwarder}))));
        }
        Some((if policy.enforces() { Level::F } else { Level::E0 }, Reason::new(word).with(facts)))
    }

    fn nothing(&self) -> Reason {
        let late = self.facts.dkim.iter().any(|signature| signature.verdict == Verdict::Unknown)
            || self.facts.spf.as_ref().is_some_and(|spf| spf.verdict == Verdict::Unknown)
            || self.facts.dmarc == DmarcLookup::Unknown;
        match (self.facts.resolver, late) {
            (false, _) => Reason::new("no-name-server"),
            (true, true) => Reason::new("dns-timeout"),
            (true, false) => Reason::new("nothing-usable"),
        }
    }
}

/// The domain that a property of a claim names: the part behind the last `@`, or all of it.
fn property(claim: &AuthenticationResult, name: &str) -> Option<String> {
    let (_, value) = claim.properties.iter().find(|(known, _)| known == name)?;
    let value = value.trim().trim_matches(['<', '>']);
    let domain = value.rsplit_once('@').map_or(value, |(_, domain)| domain).trim_end_matches('.');
    (!domain.is_empty()).then(|| domain.to_ascii_lowercase())
}
