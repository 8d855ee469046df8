//! Cases of rules about what a category asks to be known: conditions, writing, and what keeps a matter from ending (SO-15).

use std::collections::BTreeMap;

use super::{
    tests::{begun, directory, facts},
    *,
};
use crate::{
    CategoryFieldId, RuleId,
    category_field::{CategoryField, Draft, Templates, Values},
    custom_field::Kind,
};

/// Orders (1) ask for an order, a level, a day and a tick; Money (2) asks for nothing.
fn desk() -> Directory {
    let field = |id, name: &str, kind, required| {
        let choices = if kind == Kind::Choice { vec!["Top".to_string(), "silver".to_string()] } else { Vec::new() };
        let draft = Draft { name: name.into(), kind, choices, required, help: String::new() };
        let former =
            if kind == Kind::Choice { BTreeMap::from([("gold".into(), "Top".into())]) } else { BTreeMap::new() };
        CategoryField { id: CategoryFieldId(id), category: Some(CategoryId(1)), draft, former }
    };
    let fields = vec![
        field(1, "Order", Kind::Text, true),
        field(2, "Days", Kind::Number, false),
        field(3, "Level", Kind::Choice, false),
        field(4, "Since", Kind::Date, false),
        field(5, "Checked", Kind::Checkbox, true),
    ];
    Directory { templates: Templates { fields, parents: BTreeMap::new() }, ..directory() }
}

fn with(category: i64, values: &[(i64, &str)]) -> Facts {
    let fields: Values = values.iter().map(|(id, value)| (CategoryFieldId(*id), (*value).to_string())).collect();
    Facts { category: Some(CategoryId(category)), fields, ..facts() }
}

fn rule(groups: &str, then: &str) -> Rule {
    let json = format!(r#"{{"when": {{"on": "created"}}, "if": [{groups}], "then": [{then}]}}"#);
    Rule { id: RuleId(1), name: "Rule".into(), recipe: serde_json::from_str(&json).unwrap() }
}

/// SO-15: every comparison that a kind of field knows; of another category nothing stands there.
#[test]
fn conditions_look_at_the_fields_of_the_category() {
    let values = [(1, "K-4711"), (2, "9"), (3, "gold"), (4, "2026-11-05"), (5, "true")];
    for (condition, in_orders, in_money) in [
        (r#""of": "1", "is": "contains", "values": ["k-47"]"#, true, false),
        (r#""of": "1", "is": "is", "values": ["K-4711", "other"]"#, true, false),
        (r#""of": "1", "is": "is_not", "values": ["other"]"#, true, true),
        (r#""of": "1", "is": "begins", "values": ["4711"]"#, false, false),
        (r#""of": "1", "is": "empty""#, false, true),
        (r#""of": "2", "is": "at_least", "values": ["10"]"#, false, false),
        (r#""of": "2", "is": "at_least", "values": ["9.0"]"#, true, false),
        (r#""of": "2", "is": "at_most", "values": ["10"]"#, true, false),
        (r#""of": "2", "is": "is", "values": ["9.00"]"#, true, false),
        (r#""of": "2", "is": "is_not", "values": ["9.0"]"#, false, true),
        (r#""of": "3", "is": "is", "values": ["gold"]"#, true, false),
        (r#""of": "3", "is": "is", "values": ["Top"]"#, true, false),
        (r#""of": "3", "is": "is_not", "values": ["silver"]"#, true, true),
        (r#""of": "4", "is": "at_least", "values": ["2026-11-05"]"#, true, false),
        (r#""of": "4", "is": "at_most", "values": ["2026-11-04"]"#, false, false),
        (r#""of": "5", "is": "not_empty""#, true, false),
    ] {
        let group = format!(r#"{{"match": "all", "conditions": [{{"field": "category_field", {condition}}}]}}"#);
        let rule = rule(&group, r#"{"do": "stop"}"#);
        assert_eq!(check(&rule.recipe), Ok(()), "{condition}");
        assert_eq!(holds(&rule.recipe, &with(1, &values), &desk()), in_orders, "{condition}");
        assert_eq!(holds(&rule.recipe, &with(2, &values), &desk()), in_money, "{condition}");
    }
    for unfit in [
        r#""is": "empty""#,
        r#""of": "x", "is": "empty""#,
        r#""of": "2", "is": "at_least", "values": ["many"]"#,
        r#""of": "2", "is": "at_least", "values": ["1", "2"]"#,
        r#""of": "2", "is": "is", "values": []"#,
    ] {
        let group = format!(r#"{{"match": "all", "conditions": [{{"field": "category_field", {unfit}}}]}}"#);
        assert!(check(&rule(&group, r#"{"do": "stop"}"#).recipe).is_err(), "{unfit}");
    }
}

/// SO-15: a rule fills a field in, of the category that it may just have given, and says where it cannot.
#[test]
fn a_rule_fills_fields_in() {
    let set = |field: i64, value: &str| {
        format!(r#"{{"do": "set_field", "value": {{"field": "{field}", "value": "{value}"}}}}"#)
    };
    for (category, has, then, outcomes, order) in [
        (1, vec![], set(1, "4711"), "done", Some("4711")),
        (1, vec![(1, "4711")], set(1, "4711"), "already", Some("4711")),
        (1, vec![(1, "4711")], set(1, ""), "done", None),
        (2, vec![], set(1, "4711"), "not-meant", None),
        (1, vec![], set(2, "many"), "does-not-fit", None),
        (1, vec![], set(3, "bronze"), "does-not-fit", None),
        (
            2,
            vec![],
            format!(r#"{{"do": "set_category", "value": "1"}}, {}"#, set(1, "4711")),
            "done done",
            Some("4711"),
        ),
    ] {
        let rule = rule("", &then);
        let (plan, after) = plan(&[rule], &desk(), begun(&[Trigger::Created]), with(category, &has));
        let did: Vec<&str> = plan.firings[0].did.iter().map(|one| one.outcome.word()).collect();
        assert_eq!(did.join(" "), outcomes, "{then}");
        assert_eq!(after.fields.get(&CategoryFieldId(1)).map(String::as_str), order, "{then}");
    }
    let gone = rule("", &set(9, "x"));
    let lost = missing(&gone.recipe, &desk());
    assert_eq!((lost.len(), lost[0].what, lost[0].value.as_str()), (1, "category_field", "9"));
    assert!(plan(&[gone], &desk(), begun(&[Trigger::Created]), with(1, &[])).0.firings.is_empty());
}

/// SO-15: a rule ends no matter of which something must be known first; it says so, and does the rest.
#[test]
fn a_rule_ends_no_matter_while_something_is_missing() {
    let resolve = r#"{"do": "set_status", "value": "resolved"}"#;
    let fill = r#"{"do": "set_field", "value": {"field": "1", "value": "4711"}}"#;
    for (then, has, outcomes, named, status) in [
        (resolve.to_string(), vec![], "fields-missing", Some("Order, Checked"), Status::New),
        (resolve.replace("resolved", "closed"), vec![(1, "x")], "fields-missing", Some("Checked"), Status::New),
        (resolve.replace("resolved", "spam"), vec![], "done", None, Status::Spam),
        (format!("{fill}, {resolve}"), vec![(5, "true")], "done done", None, Status::Resolved),
        (format!("{resolve}, {fill}"), vec![(5, "true")], "fields-missing done", Some("Order"), Status::New),
    ] {
        let (plan, after) = plan(&[rule("", &then)], &desk(), begun(&[Trigger::Created]), with(1, &has));
        let did: Vec<&str> = plan.firings[0].did.iter().map(|one| one.outcome.word()).collect();
        assert_eq!((did.join(" ").as_str(), after.status), (outcomes, status), "{then}");
        assert!(!plan.is_idle(), "people are told: {then}");
        let shown = plan.firings[0].did.iter().find(|one| one.outcome == Outcome::FieldsMissing);
        assert_eq!(shown.and_then(|one| one.name.as_deref()), named, "{then}");
    }
    let (plan, after) = plan(&[rule("", resolve)], &desk(), begun(&[Trigger::Created]), with(2, &[]));
    assert_eq!((plan.firings[0].did[0].outcome, after.status), (Outcome::Done, Status::Resolved));
}
