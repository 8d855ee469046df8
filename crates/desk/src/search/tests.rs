//! Cases of what somebody types into the search.

use super::*;

fn term(field: Field, text: &str, phrase: bool, open: bool) -> Term {
    Term { field, text: text.into(), phrase, open }
}

fn name(text: &str, open: bool) -> Name {
    Name { text: text.into(), open }
}

#[test]
fn words_and_phrases_are_terms_and_the_last_word_may_be_a_beginning() {
    use Field::Anywhere;
    for (typed, terms) in [
        (
            "late \"order 4711\" refu",
            vec![
                term(Anywhere, "late", false, false),
                term(Anywhere, "order 4711", true, false),
                term(Anywhere, "refu", false, true),
            ],
        ),
        ("late ", vec![term(Anywhere, "late", false, false)]),
        ("\"never closed", vec![term(Anywhere, "never closed", true, false)]),
        (
            "a\"b c\"d",
            vec![
                term(Anywhere, "a", false, false),
                term(Anywhere, "b c", true, false),
                term(Anywhere, "d", false, true),
            ],
        ),
        (
            "colour:red https://shop.example/a",
            vec![term(Anywhere, "colour:red", false, false), term(Anywhere, "https://shop.example/a", false, true)],
        ),
        ("  ", vec![]),
    ] {
        let query = Query::read(typed);
        assert_eq!(query.terms, terms, "{typed}");
        assert!(!query.has_conditions() && !query.unfinished, "{typed}");
    }
}

/// each operator, as typed, quoted, and in capital letters.
#[test]
fn operators_narrow_what_is_asked_for() {
    let query = Query::read(
        "FROM:zoe@posta.example to:support subject:\"order 4711\" tag:vip tag:\"big customer\" in:orders \
         status:open status:answered priority:high priority:Urgent has:attachment is:unread assignee:me lamp",
    );
    assert_eq!(
        query.terms,
        [
            term(Field::From, "zoe@posta.example", true, false),
            term(Field::To, "support", true, false),
            term(Field::Subject, "order 4711", true, false),
            term(Field::Anywhere, "lamp", false, true),
        ]
    );
    assert_eq!(query.tags, [name("vip", false), name("big customer", false)]);
    assert_eq!(query.places, [name("orders", false)]);
    assert_eq!(query.statuses, [Status::Open, Status::Answered]);
    assert_eq!(query.priorities, [Priority::High, Priority::Urgent]);
    assert_eq!((query.assignee, query.unread, query.has_attachments), (Some(Assignee::Me), Some(true), true));
}

/// SO-15: fields by their name, with what they are compared with; both quoted where they have spaces.
#[test]
fn fields_are_asked_for_by_name_and_value() {
    let than = |how, text: &str, open| Some((how, name(text, open)));
    for (typed, field, compared) in [
        ("field:\"Order number\"=4711 ", name("Order number", false), than(Compare::Is, "4711", false)),
        ("FIELD:Level=gold", name("Level", false), than(Compare::Is, "gold", true)),
        ("field:Level=\"very gold\"", name("Level", false), than(Compare::Is, "very gold", false)),
        ("field:\"Days late\">=3 ", name("Days late", false), than(Compare::AtLeast, "3", false)),
        ("field:Since<=2026-11 ", name("Since", false), than(Compare::AtMost, "2026-11", false)),
        ("field:Lev", name("Lev", true), None),
        ("field:\"Order number\"", name("Order number", false), None),
        ("field:Level= ", name("Level", false), None),
        ("field:a=b=c ", name("a", false), than(Compare::Is, "b=c", false)),
    ] {
        let query = Query::read(typed);
        assert_eq!(query.fields, [Filled { field, than: compared }], "{typed}");
        assert!(query.terms.is_empty() && query.has_conditions(), "{typed}");
    }
    let query = Query::read("lamp field:\"Order number\"=4711 tag:vip field:Level");
    assert_eq!((query.terms.len(), query.tags.len(), query.fields.len()), (1, 1, 2));
    let begun = Query::read("field:");
    assert!(begun.unfinished && begun.fields.is_empty());
    let former = ["vip".to_string()];
    let text = retagged("field:\"Order number\">=\"a b\" tag:vip", &former, "gold");
    assert_eq!(text.as_deref(), Some("field:\"Order number\">=\"a b\" tag:gold"));
}

#[test]
fn what_somebody_is_still_typing_counts_as_a_beginning() {
    assert_eq!(Query::read("status:re").statuses, [Status::Resolved]);
    assert!(Query::read("status:re ").statuses.is_empty(), "nobody is typing it any more");
    assert_eq!(Query::read("tag:vi").tags, [name("vi", true)]);
    assert_eq!(Query::read("is:un").unread, Some(true));
    assert_eq!(Query::read("priority:u").priorities, [Priority::Urgent]);
    assert!(Query::read("has:att").has_attachments);
    let begun = Query::read("lamp from:");
    assert!(begun.unfinished && !begun.has_conditions());
    assert_eq!(begun.terms, [term(Field::Anywhere, "lamp", false, false)]);
}

#[test]
fn a_value_that_does_not_fit_is_words() {
    for typed in [
        "status:gone ",
        "priority:soon ",
        "before:tomorrow",
        "after:2026-13-01",
        "before:2026-02-30",
        "before:20260101",
        "has:hope ",
    ] {
        let query = Query::read(typed);
        assert_eq!(query.terms, [term(Field::Anywhere, typed.trim(), false, !typed.ends_with(' '))], "{typed}");
        assert!(!query.has_conditions(), "{typed}");
    }
}

#[test]
fn days_months_and_years_have_a_beginning_and_an_end() {
    let at = |year, month, day| Micros::of_day(year, month, day);
    for (typed, since, before) in [
        ("after:2026-11-05", at(2026, 11, 6), None),
        ("before:2026-11-05", None, at(2026, 11, 5)),
        ("after:2026-12", at(2027, 1, 1), None),
        ("after:2026-11-", at(2026, 12, 1), None),
        ("before:2026", None, at(2026, 1, 1)),
        ("after:2025 before:2026-7-1", at(2026, 1, 1), at(2026, 7, 1)),
    ] {
        let query = Query::read(typed);
        assert_eq!((query.since, query.before), (since, before), "{typed}");
    }
}

/// A tag that is named anew is asked for by its new name, and nothing else of what was typed changes.
#[test]
fn a_tag_in_what_was_typed_gets_its_new_name() {
    let former = ["vip".to_string(), "big customer".to_string()];
    for (typed, name, expected) in [
        ("tag:vip", "gold", Some("tag:gold")),
        (" lamp  TAG:vip\tfrom:zoe ", "gold", Some(" lamp  tag:gold\tfrom:zoe ")),
        ("tag:\"big customer\" tag:vip", "gold", Some("tag:\"gold\" tag:gold")),
        ("tag:vip", "key customer", Some("tag:\"key customer\"")),
        ("tag:vip\"order 4711\"", "key customer", Some("tag:\"key customer\"\"order 4711\"")),
        ("tag:vip", "5\" pipe", Some("tag:\"5  pipe\"")),
        ("vip \"tag:vip\" subject:\"tag:vip\" tag:vi tag:vips tag: vip", "gold", None),
        ("", "gold", None),
    ] {
        let text = retagged(typed, &former, name);
        assert_eq!(text.as_deref(), expected, "{typed}");
        let asked = |text: &str| Query::read(text).tags.len();
        assert_eq!(asked(text.as_deref().unwrap_or(typed)), asked(typed), "{typed}");
    }
}

#[test]
fn what_is_set_aside_is_asked_for_alone() {
    assert_eq!(Query::read("status:open status:spam ").statuses, [Status::Spam]);
}
