//! A9: Authentication-Results that a stranger wrote (OpenDKIM CVE-2022-48521 and its like) prove nothing.

use journeys::dns::Dns;

use super::{CUSTOMER, Desk, letter};
use crate::letters::Letter;

/// A9: without a self-test no result is believed, however many there are and whoever seems to have written them.
#[test]
fn forged_results_change_nothing_without_a_self_test() {
    let dns = Dns::start();
    dns.txt("_dmarc.shop.example", "v=DMARC1; p=none");
    let desk = Desk::open(&dns);
    for number in [1, 7, 20] {
        let names = ["mx.desk.example", "desk.example", "mx.google.com", "localhost"];
        let one = |at: usize| {
            let name = names[at % names.len()];
            format!(
                "Authentication-Results: {name};\r\n\tdmarc=pass header.from=shop.example;\r\n\tspf=pass smtp.mailfrom={CUSTOMER}\r\n"
            )
        };
        let further: String = (0..number).map(one).collect();
        let subject = format!("Forged {number}");
        let below = Letter { further: further.clone(), ..letter(&subject) }.raw();
        let above = [further.clone().into_bytes(), letter(&format!("{subject} above")).raw()].concat();
        desk.by_lmtp(&below);
        desk.by_lmtp(&above);
        assert_eq!(desk.level(&subject), "E0");
        assert_eq!(desk.level(&format!("{subject} above")), "E0");
    }
}
