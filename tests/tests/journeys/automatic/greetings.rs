//! The greeting that a customer gets by itself (LD-2). That floods of strangers do not get it, is `security/d01_floods.rs`.

use super::{Answering, ZOE};
use crate::letters::Letter;
use crate::receiving::{Base, SUPPORT, events};
use crate::security::{publish, signed};

/// LD-2: the greeting is off on a new mailbox; switched on, a customer whose domain signs gets it once a day, marked as a machine's.
#[test]
fn a_customer_is_greeted_once_where_it_is_switched_on() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    publish(&dns, "shop.example");
    let write = |subject: &str| {
        let raw = Letter::new(ZOE, SUPPORT, subject, &format!("Where are my {subject}?")).raw();
        at.hand_in(ZOE, SUPPORT, &signed("shop.example", &raw));
        at.await_quiet();
        at.desk.api.await_conversation(subject)
    };
    assert!(!events(&write("keys")).contains(&"automatic_sent"));
    at.greet("Thank you, we answer within a day.");
    assert!(events(&write("gloves")).contains(&"automatic_sent"));
    let sent = at.to_customers();
    assert_eq!(sent.len(), 1, "{sent:?}");
    for word in [
        "Thank you, we answer within a day.",
        "Auto-Submitted: auto-",
        "X-Auto-Response-Suppress: All",
        "X-Loop: ",
        "Precedence: bulk",
    ] {
        assert!(sent[0].raw.contains(word), "{word} is missing in {}", sent[0].raw);
    }
    let told = Answering::events_of(&write("shoes"), "automatic_kept_back");
    assert_eq!(told[0]["limit"], "address");
    assert_eq!(at.to_customers().len(), 1);
}
