//! The text of trust.md § Evidence as tables.

use mail::{AuthenticationResult, AuthenticationResults};

use super::*;
use crate::{Micros, arrival::Source};

const NOW: Micros = Micros(1_795_000_000_000_000);

fn plain() -> FromShape {
    FromShape { headers: 1, addresses: 1, address: Some("Zoe@Shop.Example".into()), ..FromShape::default() }
}

fn facts(source: Source) -> Facts {
    let mut facts = Facts::new(source, plain(), NOW);
    for name in ["from", "to", "subject", "date", "message-id"] {
        facts.headers.insert(name.into(), 1);
    }
    facts.date = Some(NOW);
    facts
}

fn signature() -> Dkim {
    Dkim {
        domain: "shop.example".into(),
        selector: "s1".into(),
        verdict: Verdict::Pass,
        signed: words("from subject date to message-id"),
        partial_body: false,
        key: Key::Rsa(2048),
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(ToString::to_string).collect()
}

/// `server; method=result name=value; …`
fn results(text: &str) -> AuthenticationResults {
    let mut parts = text.split(';').map(str::trim);
    let authserv_id = parts.next().unwrap_or_default().to_string();
    let results = parts.map(|part| {
        let mut pairs = part.split_whitespace().filter_map(|pair| pair.split_once('='));
        let (method, result) = pairs.next().unwrap_or_default();
        let properties = pairs.map(|(name, value)| (name.to_string(), value.to_string())).collect();
        AuthenticationResult { method: method.into(), result: result.into(), reason: None, properties }
    });
    AuthenticationResults { authserv_id, results: results.collect() }
}

fn pinned() -> TrustAnchor {
    TrustAnchor { authserv_id: Some(AuthservId::Pinned("mx.example.org".into())), ..TrustAnchor::default() }
}

fn record(policy: Policy) -> DmarcLookup {
    DmarcLookup::Found(DmarcRecord { policy, strict_dkim: false, strict_spf: false })
}

fn spf(verdict: Verdict, domain: &str) -> Option<Spf> {
    Some(Spf { verdict, domain: domain.into() })
}

#[track_caller]
fn check(facts: &Facts, expect: &str) {
    let (evidence, line) = judge(facts);
    assert_eq!(format!("{} {}", line.outcome, line.reason), expect, "{:?}", evidence.reasons);
    assert_eq!(evidence.level.word(), line.outcome);
}

#[track_caller]
fn check_signature(change: impl FnOnce(&mut Dkim), expect: &str) {
    let mut facts = facts(Source::Imap);
    let mut one = signature();
    change(&mut one);
    facts.dkim = vec![one];
    let (evidence, _) = judge(&facts);
    let why = evidence.reasons.iter().find_map(|reason| reason.facts.get("why").and_then(Value::as_str));
    assert_eq!(format!("{} {}", evidence.level.word(), why.unwrap_or("-")), expect);
}

#[test]
fn words_of_levels_come_back_and_are_ordered_by_trust() {
    for level in Level::ALL {
        assert_eq!(Level::from_word(level.word()), Some(level));
    }
    assert!(Level::F < Level::E0 && Level::E0 < Level::E1 && Level::E1 < Level::E2 && Level::E2 < Level::E3);
    assert_eq!(serde_json::to_string(&Level::F).unwrap(), "\"F\"");
    assert_eq!(Evidence::none().level, Level::E0);
}

/// X-4, E3: each condition of the signature alone takes it away.
#[test]
fn only_a_whole_aligned_strong_signature_is_the_highest_level() {
    check_signature(|_| {}, "E3 -");
    check_signature(|one| one.domain = "mail.shop.example".into(), "E3 -");
    check_signature(|one| one.key = Key::Ed25519, "E3 -");
    check_signature(|one| one.key = Key::Rsa(1024), "E3 -");
    check_signature(|one| one.key = Key::Rsa(768), "E0 key-short");
    check_signature(|one| one.key = Key::Unknown, "E0 key-unknown");
    check_signature(|one| one.domain = "evil.example".into(), "E0 other-domain");
    check_signature(|one| one.partial_body = true, "E0 body-partly-signed");
    check_signature(|one| one.verdict = Verdict::Fail, "E0 signature-wrong");
    check_signature(|one| one.verdict = Verdict::Unknown, "E0 dns-timeout");
    for name in ["from", "subject", "date"] {
        check_signature(|one| one.signed.retain(|signed| signed != name), "E0 header-not-signed");
    }
}

/// A10: the second header of a kind is not what was signed.
#[test]
fn a_header_that_stands_twice_must_be_signed_twice() {
    for name in ["subject", "date"] {
        let mut doubled = facts(Source::Imap);
        doubled.dkim = vec![signature()];
        doubled.headers.insert(name.into(), 2);
        check(&doubled, "E0 nothing-usable");
        doubled.dkim = vec![Dkim { signed: words("from subject date subject date"), ..signature() }];
        check(&doubled, "E3 dkim-verified");
    }
    let mut bodies = facts(Source::Imap);
    bodies.dkim = vec![signature()];
    bodies.headers.insert("content-type".into(), 2);
    check(&bodies, "E0 nothing-usable");
}

/// TR-6: threading counts only where its headers are signed, absent ones too, on a fresh mail.
#[test]
fn a_signature_that_covers_threading_is_told() {
    let all = "from subject date to cc message-id in-reply-to references";
    let told = |signed: &str, date: Option<Micros>| {
        let mut facts = facts(Source::Imap);
        facts.date = date;
        facts.dkim = vec![Dkim { signed: words(signed), ..signature() }];
        judge(&facts).0.signs_threading
    };
    assert!(told(all, Some(NOW)));
    for name in ["to", "cc", "message-id", "in-reply-to", "references"] {
        assert!(!told(&all.replace(name, "x"), Some(NOW)), "{name}");
    }
    assert!(!told(all, None));
    assert!(!told(all, Some(NOW.plus_s(-25 * 3600))));
    assert!(!told(all, Some(NOW.plus_s(25 * 3600))));
}

/// A10: From that is missing, several or holds control characters is F; what programs may read differently is E0.
#[test]
fn a_malformed_from_is_no_proof_of_anybody() {
    for (shape, expect) in [
        (FromShape::default(), "F from-missing"),
        (FromShape { address: None, addresses: 0, ..plain() }, "F from-missing"),
        (FromShape { address: Some("nobody".into()), ..plain() }, "F from-missing"),
        (FromShape { headers: 2, ..plain() }, "F from-several"),
        (FromShape { addresses: 2, ..plain() }, "F from-several"),
        (FromShape { control: true, ..plain() }, "F from-control-characters"),
        (FromShape { ambiguous: Some("comment"), ..plain() }, "E0 from-ambiguous"),
        (FromShape { name_shows: Some("ceo@corp.example".into()), ..plain() }, "E3 dkim-verified"),
    ] {
        let mut facts = facts(Source::Imap);
        facts.dkim = vec![signature()];
        facts.from = shape;
        check(&facts, expect);
    }
}

/// E2 and A9: the verdict of the anchor, and of nobody else.
#[test]
fn only_the_results_of_the_trust_anchor_count() {
    let pass = "mx.example.org; dmarc=pass header.from=shop.example";
    let forged = "mx.evil.example; dmarc=pass header.from=shop.example";
    let case = |all: &[&str], anchor: Option<TrustAnchor>, expect: &str| {
        let mut facts = facts(Source::Imap);
        facts.results = all.iter().map(|one| results(one)).collect();
        facts.anchor = anchor;
        check(&facts, expect);
    };
    case(&[pass], Some(pinned()), "E2 dmarc-passed-at-server");
    case(
        &[&pass.to_uppercase().replace("DMARC=PASS HEADER.FROM", "dmarc=pass header.from")],
        Some(pinned()),
        "E2 dmarc-passed-at-server",
    );
    case(&[pass], None, "E0 nothing-usable");
    case(&[pass], Some(TrustAnchor::default()), "E0 nothing-usable");
    case(&[forged], Some(pinned()), "E0 nothing-usable");
    case(&[forged, pass], Some(pinned()), "E0 nothing-usable");
    case(&[forged, pass], Some(TrustAnchor { strips: true, ..pinned() }), "E2 dmarc-passed-at-server");
    case(&["mx.example.org; dmarc=none", pass], Some(pinned()), "E0 nothing-usable");
    case(&["mx.example.org; dmarc=pass header.from=other.example"], Some(pinned()), "E0 nothing-usable");
    case(&["mx.example.org; dmarc=pass"], Some(pinned()), "E0 nothing-usable");
    case(&[forged], Some(TrustAnchor { topmost_ar: true, ..TrustAnchor::default() }), "E2 dmarc-passed-at-server");
}

/// A9: 1 to 20 forged results at each position below the server's own leave the evidence as it is.
#[test]
fn a09_forged_results_below_the_servers_own_change_nothing() {
    let forged = results("mx.example.org; dmarc=pass header.from=shop.example");
    for own in ["mx.example.org; dmarc=none", "mx.example.org; dmarc=fail header.from=shop.example"] {
        let alone = |all: Vec<AuthenticationResults>| {
            let mut facts = facts(Source::Imap);
            (facts.anchor, facts.results, facts.dmarc) = (Some(pinned()), all, record(Policy::None));
            judge(&facts).0
        };
        let honest = alone(vec![results(own)]);
        assert_eq!(honest.level, Level::E0);
        for number in 1..=20 {
            let mut all = vec![results(own)];
            all.extend(std::iter::repeat_n(forged.clone(), number));
            assert_eq!(alone(all), honest, "{number} below {own}");
        }
    }
}

/// E1 at the anchor: aligned SPF or DKIM only where the domain publishes no DMARC.
#[test]
fn aligned_results_of_the_anchor_count_where_no_dmarc_is_published() {
    let case = |text: &str, dmarc: DmarcLookup, expect: &str| {
        let mut facts = facts(Source::Imap);
        facts.results = vec![results(text)];
        facts.anchor = Some(pinned());
        facts.dmarc = dmarc;
        check(&facts, expect);
    };
    let spf = "mx.example.org; spf=pass smtp.mailfrom=bounce@mail.shop.example";
    case(spf, DmarcLookup::Absent, "E1 aligned-at-server");
    case(spf, DmarcLookup::NotAsked, "E0 nothing-usable");
    case(spf, DmarcLookup::Unknown, "E0 dns-timeout");
    case(spf, record(Policy::None), "E0 nothing-usable");
    case(&format!("{spf}; dmarc=none"), DmarcLookup::NotAsked, "E1 aligned-at-server");
    case(
        "mx.example.org; spf=pass smtp.mailfrom=x@evil.example; dmarc=none",
        DmarcLookup::NotAsked,
        "E0 nothing-usable",
    );
    case("mx.example.org; dkim=pass header.d=shop.example; dmarc=none", DmarcLookup::NotAsked, "E1 aligned-at-server");
    case("mx.example.org; dkim=pass header.i=@shop.example", DmarcLookup::Absent, "E1 aligned-at-server");
    case("mx.example.org; dkim=fail header.d=shop.example; dmarc=none", DmarcLookup::NotAsked, "E0 nothing-usable");
}

/// F and E0 at the anchor.
#[test]
fn a_failure_at_the_anchor_is_a_forgery_where_the_policy_says_so() {
    let case = |policy: DmarcLookup, expect: &str| {
        let mut facts = facts(Source::Imap);
        facts.results = vec![results("mx.example.org; dmarc=fail header.from=shop.example")];
        facts.anchor = Some(pinned());
        facts.dmarc = policy;
        check(&facts, expect);
        facts.arc = Some(chain());
        check(&facts, "E1 sealed-by-forwarder");
        facts.dkim = vec![signature()];
        check(&facts, "E3 dkim-verified");
    };
    case(record(Policy::Reject), "F dmarc-failed-at-server");
    case(record(Policy::Quarantine), "F dmarc-failed-at-server");
    case(record(Policy::None), "E0 dmarc-failed-at-server");
    case(DmarcLookup::Unknown, "E0 dns-timeout");
}

fn chain() -> ArcChain {
    ArcChain {
        verdict: Verdict::Pass,
        sealer: "google.com".into(),
        signs_from: true,
        reported: Some(results("mx.google.com; dmarc=pass header.from=shop.example")),
    }
}

/// E1: a valid chain whose last sealer is on the list and reports a pass.
#[test]
fn a_chain_counts_by_its_last_sealer_and_what_it_reports() {
    let case = |change: &dyn Fn(&mut ArcChain), expect: &str| {
        let mut facts = facts(Source::Imap);
        let mut one = chain();
        change(&mut one);
        facts.arc = Some(one);
        check(&facts, expect);
    };
    case(&|_| {}, "E1 sealed-by-forwarder");
    case(&|arc| arc.sealer = "evil.example".into(), "E0 nothing-usable");
    case(&|arc| arc.verdict = Verdict::Fail, "E0 nothing-usable");
    case(&|arc| arc.verdict = Verdict::Unknown, "E0 nothing-usable");
    case(&|arc| arc.signs_from = false, "E0 nothing-usable");
    case(&|arc| arc.reported = None, "E0 nothing-usable");
    case(&|arc| arc.reported = Some(results("x; dmarc=fail header.from=shop.example")), "E0 nothing-usable");
    case(&|arc| arc.reported = Some(results("x; dmarc=pass header.from=evil.example")), "E0 nothing-usable");
}

/// E2, E1, E0 and F at our own listener.
#[test]
fn our_listener_judges_by_spf_dkim_and_dmarc() {
    let case = |spf: Option<Spf>, dkim: Option<Dkim>, dmarc: DmarcLookup, expect: &str| {
        let mut facts = facts(Source::Smtp);
        (facts.spf, facts.dmarc) = (spf, dmarc);
        facts.dkim.extend(dkim);
        check(&facts, expect);
    };
    let weak = || Dkim { signed: words("from"), ..signature() };
    let (pass, fail) = (|| spf(Verdict::Pass, "mail.shop.example"), || spf(Verdict::Fail, "shop.example"));
    case(pass(), None, record(Policy::None), "E2 dmarc-passed-here");
    case(pass(), None, DmarcLookup::Absent, "E1 aligned-here");
    case(pass(), None, DmarcLookup::Unknown, "E0 dns-timeout");
    case(spf(Verdict::Pass, "evil.example"), None, record(Policy::None), "E0 dmarc-failed-here");
    case(spf(Verdict::Pass, "evil.example"), None, record(Policy::Reject), "F dmarc-failed-here");
    case(fail(), None, record(Policy::Quarantine), "F dmarc-failed-here");
    case(fail(), None, record(Policy::None), "E0 dmarc-failed-here");
    case(fail(), None, DmarcLookup::Absent, "E0 nothing-usable");
    case(fail(), Some(weak()), record(Policy::Reject), "E2 dmarc-passed-here");
    case(fail(), Some(Dkim { partial_body: true, ..signature() }), record(Policy::None), "E0 dmarc-failed-here");
    case(fail(), Some(Dkim { verdict: Verdict::Unknown, ..signature() }), record(Policy::Reject), "E0 dns-timeout");
    case(spf(Verdict::Unknown, "shop.example"), None, record(Policy::Reject), "E0 dns-timeout");
    let strict = DmarcRecord { policy: Policy::Reject, strict_dkim: true, strict_spf: true };
    case(pass(), None, DmarcLookup::Found(strict), "F dmarc-failed-here");
    case(spf(Verdict::Pass, "shop.example"), None, DmarcLookup::Found(strict), "E2 dmarc-passed-here");
}

/// SPF from anywhere but our listener counts nothing.
#[test]
fn spf_counts_only_at_our_own_listener() {
    for source in [Source::Imap, Source::Lmtp, Source::Pipe] {
        let mut facts = facts(source);
        facts.spf = spf(Verdict::Pass, "shop.example");
        facts.dmarc = record(Policy::Reject);
        check(&facts, "E0 nothing-usable");
    }
}

/// A configured forwarder explains a failure, and only then its results count.
#[test]
fn a_configured_forwarder_explains_a_failure_at_our_listener() {
    let mut facts = facts(Source::Smtp);
    facts.peer = Some("192.0.2.7".into());
    facts.spf = spf(Verdict::Fail, "shop.example");
    facts.dmarc = record(Policy::Reject);
    facts.results = vec![results("mx.example.org; dmarc=pass header.from=shop.example")];
    facts.anchor = Some(pinned());
    check(&facts, "F dmarc-failed-here");
    facts.anchor = Some(TrustAnchor { forwarders: words("192.0.2.7"), ..pinned() });
    check(&facts, "E2 dmarc-passed-at-server");
    facts.results.clear();
    check(&facts, "E0 forwarded");
    facts.anchor = Some(TrustAnchor { forwarders: words("relay.example"), ..pinned() });
    check(&facts, "F dmarc-failed-here");
    facts.spf = spf(Verdict::Pass, "mx.relay.example");
    check(&facts, "E0 forwarded");
}

/// E1: marks of internal submission, for our own domain, where the self-test proved them.
#[test]
fn internal_marks_count_only_where_they_were_proved() {
    let case = |anchor: TrustAnchor, own: &str, expect: &str| {
        let mut facts = facts(Source::Imap);
        facts.internal_mark = true;
        facts.received = Some(("mail.example.org".into(), "ESMTPSA".into()));
        facts.own_domains = words(own);
        facts.anchor = Some(anchor);
        check(&facts, expect);
    };
    let proved = TrustAnchor { internal_marks: true, ..TrustAnchor::default() };
    case(proved.clone(), "shop.example", "E1 internal-submission");
    case(proved, "other.example", "E0 nothing-usable");
    case(TrustAnchor::default(), "shop.example", "E0 nothing-usable");
    let mut submitted = facts(Source::Imap);
    submitted.own_domains = words("shop.example");
    submitted.received = Some(("mail.example.org".into(), "ESMTPSA".into()));
    let host = Some("mail.example.org".to_string());
    submitted.anchor = Some(TrustAnchor { internal_marks: true, submission_host: host, ..TrustAnchor::default() });
    check(&submitted, "E1 internal-submission");
    submitted.received = Some(("mail.example.org".into(), "ESMTPS".into()));
    check(&submitted, "E0 nothing-usable");
    submitted.anchor = Some(pinned());
    submitted.results = vec![results("mx.example.org; auth=pass smtp.auth=zoe")];
    check(&submitted, "E1 internal-submission");
}

#[test]
fn without_a_name_server_nothing_is_proved_and_it_is_said() {
    let mut facts = facts(Source::Imap);
    facts.resolver = false;
    facts.dkim = vec![Dkim { verdict: Verdict::Unknown, key: Key::Unknown, ..signature() }];
    check(&facts, "E0 no-name-server");
}

#[test]
fn an_anchor_is_stored_in_the_words_of_the_setting() {
    let json = r#"{"authserv_id":{"pinned":"mx.example.org"},"topmost_ar":false,"internal_marks":true,"learned_at":7}"#;
    let anchor: TrustAnchor = serde_json::from_str(json).unwrap();
    assert_eq!(anchor.authserv_id, Some(AuthservId::Pinned("mx.example.org".into())));
    assert!(anchor.internal_marks && !anchor.strips && anchor.learned_at == Some(Micros(7)));
    let none: TrustAnchor = serde_json::from_str(r#"{"authserv_id":null}"#).unwrap();
    assert_eq!(none, TrustAnchor::default());
}
