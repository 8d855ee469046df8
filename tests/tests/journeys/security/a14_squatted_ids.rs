//! A14: whoever takes another mail's Message-ID does not make that mail vanish.

use crate::letters::Letter;
use crate::receiving::{Base, CUSTOMER, Desk, SUPPORT};

/// A14: the same id with other bytes: both are kept, whoever came first and whoever wrote.
#[test]
fn a14_a_taken_message_id_makes_no_mail_vanish() {
    let desk = Desk::with_support(&Base::Sqlite);
    let with_id = |from: &str, subject: &str, text: &str| {
        Letter { id: Some("order-4711@shop.example".into()), ..Letter::new(from, SUPPORT, subject, text) }.raw()
    };
    desk.deliver(&with_id("evil@x.example", "Nothing to see", "I was here first."));
    desk.deliver(&with_id(CUSTOMER, "My order", "The mail that matters."));
    desk.deliver(&with_id(CUSTOMER, "My order", "The same id once more, from the same person."));
    desk.settle(SUPPORT);
    // The first has its id alone; whoever comes with the same one afterwards is flagged.
    for (subject, number, flagged) in [("Nothing to see", 0, false), ("My order", 0, true), ("My order", 1, true)] {
        let all: Vec<_> = desk
            .conversations(subject)
            .iter()
            .flat_map(|shown| shown["messages"].as_array().unwrap().clone())
            .collect();
        let flags = all[number]["flags"].as_array().unwrap();
        assert_eq!(flags.iter().any(|flag| flag == "message-id-taken"), flagged, "{subject} {number}: {flags:?}");
    }
    let texts: Vec<String> = ["Nothing to see", "My order"]
        .iter()
        .flat_map(|subject| desk.conversations(subject))
        .flat_map(|shown| shown["messages"].as_array().unwrap().clone())
        .map(|message| message["text"].as_str().unwrap().trim().to_owned())
        .collect();
    for text in ["I was here first.", "The mail that matters.", "The same id once more, from the same person."] {
        assert!(texts.iter().any(|found| found == text), "{text} vanished: {texts:?}");
    }
}
