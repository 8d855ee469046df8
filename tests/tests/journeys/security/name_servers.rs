//! Name servers that are slow, broken or cut short, and what our own listener learns from them: a mail is never believed
//! because nobody answered.

use journeys::dns::{Dns, Fault};

use super::{CUSTOMER, Desk, letter, publish, signed};

/// SPF and DMARC at our own listener, from the same host with different records.
#[test]
fn our_listener_judges_by_what_the_domain_publishes() {
    let dns = Dns::start();
    for (domain, spf, dmarc) in [
        ("good.example", "v=spf1 ip4:127.0.0.1 -all", "v=DMARC1; p=reject"),
        ("silent.example", "v=spf1 ip4:127.0.0.1 -all", ""),
        ("strict.example", "v=spf1 ip4:192.0.2.1 -all", "v=DMARC1; p=reject"),
        ("lenient.example", "v=spf1 ip4:192.0.2.1 -all", "v=DMARC1; p=none"),
    ] {
        dns.txt(domain, spf);
        if !dmarc.is_empty() {
            dns.txt(&format!("_dmarc.{domain}"), dmarc);
        }
    }
    let desk = Desk::open(&dns);
    for domain in ["good.example", "silent.example", "strict.example", "lenient.example", "unknown.example"] {
        let from = format!("zoe@{domain}");
        let mail = crate::letters::Letter { from: Some(format!("<{from}>")), ..letter(domain) };
        desk.by_smtp(&from, &mail.raw());
    }
    let expect = |subject: &str, level: &str, reason: &str| {
        assert_eq!(desk.evidence(subject), (level.to_owned(), reason.to_owned()), "{subject}");
    };
    expect("good.example", "E2", "dmarc-passed-here");
    expect("silent.example", "E1", "aligned-here");
    expect("strict.example", "F", "dmarc-failed-here");
    expect("lenient.example", "E0", "dmarc-failed-here");
    expect("unknown.example", "E0", "nothing-usable");
}

/// A key that does not come in time, or with an error, proves nothing; one that comes by TCP does.
#[test]
fn a_name_server_that_does_not_answer_proves_nothing() {
    let dns = Dns::start();
    for (domain, fault) in
        [("slow.example", Fault::Timeout), ("broken.example", Fault::ServFail), ("long.example", Fault::Truncated)]
    {
        publish(&dns, domain);
        dns.fault(&format!("s1._domainkey.{domain}"), Some(fault));
    }
    publish(&dns, "shop.example");
    let desk = Desk::open(&dns);
    for domain in ["slow.example", "broken.example", "long.example"] {
        let mail = crate::letters::Letter { from: Some(format!("<zoe@{domain}>")), ..letter(domain) };
        desk.by_lmtp(&signed(domain, &mail.raw()));
    }
    assert_eq!(desk.evidence("slow.example"), ("E0".to_owned(), "dns-timeout".to_owned()));
    assert_eq!(desk.evidence("broken.example"), ("E0".to_owned(), "dns-timeout".to_owned()));
    assert_eq!(desk.evidence("long.example").0, "E3");
    assert!(dns.asked("s1._domainkey.slow.example") >= 2, "a question is asked once more");
    // The slowness of others is not taken for an outage.
    desk.by_lmtp(&signed("shop.example", &letter("Behind").raw()));
    assert_eq!(desk.level("Behind"), "E3");
    desk.by_smtp(CUSTOMER, &signed("shop.example", &letter("By SMTP").raw()));
    assert_eq!(desk.level("By SMTP"), "E3");
}
