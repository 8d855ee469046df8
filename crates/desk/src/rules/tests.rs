//! Cases for every part of a rule.

use super::*;
use crate::{
    AssistantId, CompanyId, ContactFieldId, MailboxId, RuleId,
    agent::Role,
    category_field::{Templates, Values},
    evidence::Level,
    limits,
};

pub(super) fn facts() -> Facts {
    Facts {
        letter: Letter {
            subject: "Invoice  4711 is wrong".into(),
            text: "Hello, please look at my invoice. It is not right.".into(),
            from: "Zoe@Shop.example".into(),
            from_name: "Zoë Kůň".into(),
            to: vec!["support@desk.example".into(), "sales@desk.example".into()],
            headers: Some(vec![("X-Shop".into(), "gold".into()), ("X-Spam".into(), "no".into())]),
            attachments: true,
            automatic: false,
            evidence: Level::E2,
        },
        mailbox: MailboxId(1),
        queue: Some(QueueId(1)),
        category: None,
        assignee: None,
        assistant: None,
        rating: None,
        status: Status::New,
        priority: Priority::Normal,
        tags: vec!["vip".into()],
        fields: Values::new(),
        messages: 1,
        company: Some(CompanyId(7)),
        contact_fields: vec![(ContactFieldId(3), "Gold".into())],
        open: true,
    }
}

pub(super) fn directory() -> Directory {
    let person = |id, name: &str, role| Person { id: AgentId(id), name: name.into(), role };
    let place = |id, name: &str, members: &[i64]| Place {
        id: QueueId(id),
        name: name.into(),
        members_only: !members.is_empty(),
        members: members.iter().copied().map(AgentId).collect(),
        load: id * 10,
    };
    Directory {
        people: vec![person(1, "Ana", Role::Agent), person(2, "Ben", Role::Agent), person(3, "Cleo", Role::Manager)],
        queues: vec![place(1, "Support", &[]), place(2, "Billing", &[2]), place(3, "Returns", &[])],
        categories: vec![(CategoryId(1), "Orders".into()), (CategoryId(2), "Money".into())],
        mailboxes: vec![MailboxId(1), MailboxId(2)],
        companies: vec![CompanyId(7)],
        contact_fields: vec![ContactFieldId(3)],
        templates: Templates::default(),
        assistants: vec![(AssistantId(1), "Ada".into())],
        webhooks: vec![WebhookId(1)],
        tags: vec!["vip".into()],
    }
}

/// Reads a rule as it is stored.
fn rule(id: i64, json: &str) -> Rule {
    Rule { id: RuleId(id), name: format!("Rule {id}"), recipe: serde_json::from_str(json).unwrap() }
}

/// A rule of a customer's message with these actions, whatever the message.
fn always(id: i64, then: &str) -> Rule {
    on(id, "customer_message", then)
}

fn on(id: i64, trigger: &str, then: &str) -> Rule {
    rule(id, &format!(r#"{{"when": {{"on": "{trigger}"}}, "if": [], "then": [{then}]}}"#))
}

fn run(rules: &[Rule], triggers: &[Trigger], facts: Facts) -> (Plan, Facts) {
    plan(rules, &directory(), begun(triggers), facts)
}

pub(super) fn begun(triggers: &[Trigger]) -> Begun<'_> {
    Begun { triggers, timed: None, fired: &[], left: limits::RULE_FIRINGS }
}

/// The rules that changed something, with what became of their actions.
fn told(plan: &Plan) -> String {
    let one = |firing: &Firing| {
        let did: Vec<&str> = firing.did.iter().map(|done| done.outcome.word()).collect();
        format!("{}:{}", firing.rule, did.join(","))
    };
    plan.firings.iter().filter(|firing| firing.is_told()).map(one).collect::<Vec<_>>().join(" ")
}

/// SO-16: every field with each kind of comparison.
#[test]
fn conditions_hold_as_their_words_say() {
    for (condition, expect) in [
        (r#""subject", "is": "contains", "values": ["parcel", "INVOICE 4711"]"#, true),
        (r#""subject", "is": "contains_not", "values": ["parcel"]"#, true),
        (r#""subject", "is": "contains_not", "values": ["parcel", "wrong"]"#, false),
        (r#""subject", "is": "is", "values": ["invoice 4711 is wrong"]"#, true),
        (r#""subject", "is": "begins", "values": ["invoice"]"#, true),
        (r#""subject", "is": "ends", "values": ["invoice"]"#, false),
        (r#""subject", "is": "empty""#, false),
        (r#""text", "is": "contains", "values": ["my invoice"]"#, true),
        (r#""from", "is": "is", "values": ["zoe@shop.example"]"#, true),
        (r#""from", "is": "ends", "values": ["@shop.example"]"#, true),
        (r#""from_name", "is": "begins", "values": ["ZOË"]"#, true),
        (r#""to", "is": "is", "values": ["sales@desk.example"]"#, true),
        (r#""to", "is": "is_not", "values": ["sales@desk.example"]"#, false),
        (r#""header", "of": "x-shop", "is": "is", "values": ["gold"]"#, true),
        (r#""header", "of": "x-none", "is": "empty""#, true),
        (r#""header", "of": "x-none", "is": "contains", "values": ["a"]"#, false),
        (r#""attachments", "is": "is", "values": ["yes"]"#, true),
        (r#""automatic", "is": "is", "values": ["no"]"#, true),
        (r#""evidence", "is": "is", "values": ["E2", "E3"]"#, true),
        (r#""evidence", "is": "is_not", "values": ["E2"]"#, false),
        (r#""language", "is": "is", "values": ["en"]"#, true),
        (r#""mailbox", "is": "is", "values": ["1"]"#, true),
        (r#""queue", "is": "is_not", "values": ["2"]"#, true),
        (r#""category", "is": "empty""#, true),
        (r#""assignee", "is": "not_empty""#, false),
        (r#""rating", "is": "empty""#, true),
        (r#""rating", "is": "at_most", "values": ["2"]"#, false),
        (r#""status", "is": "is", "values": ["new", "open"]"#, true),
        (r#""priority", "is": "is", "values": ["high"]"#, false),
        (r#""tag", "is": "is", "values": ["vip"]"#, true),
        (r#""messages", "is": "at_most", "values": ["1"]"#, true),
        (r#""messages", "is": "at_least", "values": ["2"]"#, false),
        (r#""company", "is": "is", "values": ["7"]"#, true),
        (r#""contact_field", "of": "3", "is": "is", "values": ["gold"]"#, true),
        (r#""queue_load", "is": "at_least", "values": ["10"]"#, true),
        (r#""hours", "is": "is", "values": ["open"]"#, true),
    ] {
        let json = format!(
            r#"{{"when": {{"on": "created"}}, "if": [{{"match": "all", "conditions": [{{"field": {condition}}}]}}],
                "then": [{{"do": "stop"}}]}}"#
        );
        let recipe: Recipe = serde_json::from_str(&json).unwrap();
        assert_eq!(check(&recipe), Ok(()), "{condition}");
        assert_eq!(holds(&recipe, &facts(), &directory()), expect, "{condition}");
    }
}

/// SO-16: all, any and none; and what nobody knows speaks for nothing.
#[test]
fn groups_hold_as_they_are_put_together() {
    let (yes, no) =
        (r#"{"field": "subject", "is": "contains", "values": ["invoice"]}"#, r#"{"field": "tag", "is": "empty"}"#);
    let unknown = r#"{"field": "header", "of": "x-shop", "is": "is", "values": ["gold"]}"#;
    for (matches, conditions, expect) in [
        ("all", format!("{yes}, {no}"), false),
        ("all", format!("{yes}, {yes}"), true),
        ("any", format!("{no}, {yes}"), true),
        ("any", format!("{no}, {no}"), false),
        ("none", format!("{no}, {no}"), true),
        ("none", format!("{no}, {yes}"), false),
        ("all", unknown.to_string(), false),
        ("any", format!("{unknown}, {yes}"), true),
        ("none", unknown.to_string(), false),
    ] {
        let json = format!(
            r#"{{"when": {{"on": "created"}}, "if": [{{"match": "{matches}", "conditions": [{conditions}]}}], "then": []}}"#
        );
        let mut facts = facts();
        facts.letter.headers = None;
        assert_eq!(
            holds(&serde_json::from_str(&json).unwrap(), &facts, &directory()),
            expect,
            "{matches} {conditions}"
        );
    }
}

/// LD-4: rules are tried in order, and the first that matches assigns; what does not assign is done all the same.
#[test]
fn the_first_rule_that_matches_assigns() {
    let ana = r#"{"do": "assign_agent", "value": "1"}"#;
    let ben = r#"{"do": "assign_agent", "value": "2"}"#;
    let ada = r#"{"do": "assign_assistant", "value": "1"}"#;
    let returns = r#"{"do": "assign_queue", "value": "3"}"#;
    let tag = r#"{"do": "add_tag", "value": "seen"}"#;
    for (rules, expect, assignee) in [
        (vec![always(1, ana), always(2, ben)], "1:done", Some(1)),
        (vec![always(1, tag), always(2, &format!("{ben}, {tag}"))], "1:done 2:done,already", Some(2)),
        (
            vec![always(1, &format!("{returns}, {ana}")), always(2, &format!("{ben}, {tag}"))],
            "1:done,done 2:taken,done",
            Some(1),
        ),
        (vec![always(1, r#"{"do": "assign_queue", "value": "1"}"#), always(2, ben)], "", None),
        (vec![always(1, r#"{"do": "stop"}"#), always(2, ben)], "1:done", None),
        (vec![on(1, "created", ben), always(2, ana)], "2:done", Some(1)),
        (vec![always(1, ada), always(2, ben)], "1:done", None),
        (vec![always(1, ben), always(2, ada)], "1:done", Some(2)),
        (vec![always(1, &format!("{ben}, {ada}"))], "1:done,with-person", Some(2)),
    ] {
        let (plan, after) = run(&rules, &[Trigger::CustomerMessage], facts());
        assert_eq!((told(&plan).as_str(), after.assignee), (expect, assignee.map(AgentId)), "{rules:?}");
    }
}

/// LD-4, D3: nobody gets what they may not see; the next rule that can assign does. Whoever loses sight of it loses it.
#[test]
fn a_rule_gives_nobody_what_they_may_not_take() {
    let billing = r#"{"do": "assign_queue", "value": "2"}"#;
    let rules = [
        always(1, &format!(r#"{billing}, {{"do": "assign_agent", "value": "1"}}"#)),
        always(2, r#"{"do": "assign_agent", "value": "2"}"#),
    ];
    let (first, after) = run(&rules, &[Trigger::CustomerMessage], facts());
    assert_eq!((told(&first).as_str(), after.assignee, after.queue), ("1:done,may-not", None, Some(QueueId(2))));
    let within = Facts { queue: Some(QueueId(2)), ..facts() };
    let not_ana = [always(1, r#"{"do": "assign_agent", "value": "1"}"#), rules[1].clone()];
    let (second, after) = run(&not_ana, &[Trigger::CustomerMessage], within);
    assert_eq!((told(&second).as_str(), after.assignee), ("2:done", Some(AgentId(2))));
    let anas = Facts { assignee: Some(AgentId(1)), ..facts() };
    let (_, after) = run(&[always(1, billing)], &[Trigger::CustomerMessage], anas);
    assert_eq!((after.assignee, after.queue), (None, Some(QueueId(2))));
    let cleos = Facts { assignee: Some(AgentId(3)), ..facts() };
    let (_, after) = run(&[always(1, billing)], &[Trigger::CustomerMessage], cleos);
    assert_eq!(after.assignee, Some(AgentId(3)));
}

/// SO-16: rules set each other off, and a loop between them is cut and told.
#[test]
fn a_loop_between_rules_is_cut_and_told() {
    let status = |word: &str| format!(r#"{{"do": "set_status", "value": "{word}"}}"#);
    let where_it_is = |id: i64, is: &str, to: &str| {
        let group =
            format!(r#"{{"match": "all", "conditions": [{{"field": "status", "is": "is", "values": ["{is}"]}}]}}"#);
        rule(id, &format!(r#"{{"when": {{"on": "status_changed"}}, "if": [{group}], "then": [{}]}}"#, status(to)))
    };
    let rules =
        [always(1, &status("resolved")), where_it_is(3, "open", "resolved"), where_it_is(2, "resolved", "open")];
    let (plan, after) = run(&rules, &[Trigger::CustomerMessage], facts());
    assert_eq!(told(&plan), "1:done 2:done 3:done");
    assert_eq!(plan.cuts, [(RuleId(2), "Rule 2".to_string(), Cut::Loop)]);
    assert_eq!(after.status, Status::Resolved);
}

/// SO-16: a conversation has its bound within the hour, which is told too.
#[test]
fn beyond_the_bound_nothing_fires() {
    let tags: Vec<Rule> = (1..=4).map(|id| always(id, &format!(r#"{{"do": "add_tag", "value": "t{id}"}}"#))).collect();
    let (plan, after) = plan(&tags, &directory(), Begun { left: 2, ..begun(&[Trigger::CustomerMessage]) }, facts());
    assert_eq!((told(&plan).as_str(), after.tags.len()), ("1:done 2:done", 3));
    assert_eq!(plan.cuts, [(RuleId(3), "Rule 3".to_string(), Cut::TooMany)]);
}

/// SO-16: a rule that finds everything as it wants it leaves no line.
#[test]
fn a_rule_that_changes_nothing_is_idle() {
    let (plan, after) = run(&[always(1, r#"{"do": "add_tag", "value": "vip"}"#)], &[Trigger::CustomerMessage], facts());
    assert!(plan.is_idle() && plan.firings.len() == 1);
    assert_eq!(after, facts());
}

/// SO-16: a rule that refers to something that is gone does not fire, and says what it misses.
#[test]
fn a_rule_that_misses_something_does_not_fire() {
    for (json, expect) in [
        (r#"{"when": {"on": "created"}, "if": [], "then": [{"do": "assign_queue", "value": "9"}]}"#, "queue 9"),
        (r#"{"when": {"on": "created"}, "if": [], "then": [{"do": "assign_agent", "value": "9"}]}"#, "agent 9"),
        (r#"{"when": {"on": "created"}, "if": [], "then": [{"do": "set_category", "value": "9"}]}"#, "category 9"),
        (r#"{"when": {"on": "created"}, "if": [], "then": [{"do": "call_webhook", "value": "9"}]}"#, "webhook 9"),
        (r#"{"when": {"on": "rated"}, "if": [], "then": [{"do": "assign_assistant", "value": "9"}]}"#, "assistant 9"),
        (
            r#"{"when": {"on": "created"}, "if": [{"match": "any", "conditions":
              [{"field": "tag", "is": "is", "values": ["vip", "gone"]}]}], "then": [{"do": "stop"}]}"#,
            "tag gone",
        ),
        (
            r#"{"when": {"on": "created"}, "if": [{"match": "any", "conditions":
              [{"field": "contact_field", "of": "9", "is": "empty"}]}], "then": [{"do": "stop"}]}"#,
            "contact_field 9",
        ),
        (r#"{"when": {"on": "created"}, "if": [], "then": [{"do": "add_tag", "value": "new"}]}"#, ""),
    ] {
        let one = rule(1, json);
        let told: Vec<String> =
            missing(&one.recipe, &directory()).iter().map(|gone| format!("{} {}", gone.what, gone.value)).collect();
        assert_eq!(told.join(", "), expect, "{json}");
        let (plan, _) = run(&[one], &[Trigger::Created], facts());
        assert_eq!(plan.firings.is_empty(), !expect.is_empty(), "{json}");
    }
}

/// SO-16: when nothing but its own time has passed, a rule is looked at; in spam only a change of status counts.
#[test]
fn time_and_what_is_set_aside_are_looked_at_alone() {
    let timed = |id| {
        rule(
            id,
            r#"{"when": {"on": "time_passed", "since": "created", "minutes": 60}, "if": [], "then": [{"do": "add_tag", "value": "late"}]}"#,
        )
    };
    let (first, _) = plan(
        &[timed(1), timed(2)],
        &directory(),
        Begun { timed: Some(RuleId(2)), ..begun(&[Trigger::TimePassed]) },
        facts(),
    );
    assert_eq!(told(&first), "2:done");
    let spam = Facts { status: Status::Spam, ..facts() };
    let (second, _) = run(&[always(1, r#"{"do": "add_tag", "value": "a"}"#)], &[Trigger::CustomerMessage], spam);
    assert!(second.firings.is_empty());
}

/// SO-16: a tag that is named anew is so in rules too; LD-4: which mailboxes a rule can match.
#[test]
fn a_recipe_follows_its_tags_and_knows_its_mailboxes() {
    let mut recipe = rule(
        1,
        r#"{"when": {"on": "created"}, "if": [{"match": "any", "conditions": [{"field": "tag", "is": "is", "values": ["vip", "a"]},
            {"field": "subject", "is": "is", "values": ["vip"]}]}],
            "then": [{"do": "remove_tag", "value": "vip"}, {"do": "add_note", "value": "vip"}]}"#,
    )
    .recipe;
    assert!(recipe.retag("vip", "key") && !recipe.retag("vip", "key"));
    assert_eq!(recipe.groups[0].conditions[0].values, ["key", "a"]);
    assert_eq!(recipe.groups[0].conditions[1].values, ["vip"]);
    assert_eq!(recipe.then, [Action::RemoveTag("key".into()), Action::AddNote("vip".into())]);
    for (groups, expect) in [
        ("", None),
        (
            r#"{"match": "all", "conditions": [{"field": "mailbox", "is": "is", "values": ["1", "2"]}]}"#,
            Some(vec![1, 2]),
        ),
        (r#"{"match": "none", "conditions": [{"field": "mailbox", "is": "is", "values": ["1"]}]}"#, None),
        (r#"{"match": "any", "conditions": [{"field": "mailbox", "is": "is", "values": ["1"]}]}"#, Some(vec![1])),
        (
            r#"{"match": "all", "conditions": [{"field": "mailbox", "is": "is", "values": ["1", "2"]},
                {"field": "mailbox", "is": "is", "values": ["2"]}]}"#,
            Some(vec![2]),
        ),
    ] {
        let json = format!(r#"{{"when": {{"on": "created"}}, "if": [{groups}], "then": [{{"do": "stop"}}]}}"#);
        let ids = expect.map(|ids: Vec<i64>| ids.into_iter().map(MailboxId).collect::<Vec<_>>());
        assert_eq!(rule(1, &json).recipe.mailboxes(), ids, "{groups}");
    }
}

/// SO-16: what does not fit is refused, with the part where.
#[test]
fn what_does_not_fit_is_refused() {
    let stop = r#"{"do": "stop"}"#;
    for (when, groups, then, expect) in [
        (r#"{"on": "created"}"#, "", stop, ""),
        (r#"{"on": "created", "minutes": 5}"#, "", stop, "when"),
        (r#"{"on": "time_passed", "since": "created", "minutes": 0}"#, "", stop, "when"),
        (r#"{"on": "time_passed", "minutes": 5}"#, "", stop, "when"),
        (r#"{"on": "time_passed", "since": "created", "minutes": 5}"#, "", stop, ""),
        (r#"{"on": "created"}"#, r#"{"match": "all", "conditions": []}"#, stop, "if"),
        (
            r#"{"on": "created"}"#,
            r#"{"match": "all", "conditions": [{"field": "status", "is": "contains", "values": ["new"]}]}"#,
            stop,
            "if",
        ),
        (
            r#"{"on": "created"}"#,
            r#"{"match": "all", "conditions": [{"field": "status", "is": "is", "values": ["gone"]}]}"#,
            stop,
            "if",
        ),
        (r#"{"on": "created"}"#, r#"{"match": "all", "conditions": [{"field": "header", "is": "empty"}]}"#, stop, "if"),
        (
            r#"{"on": "created"}"#,
            r#"{"match": "all", "conditions": [{"field": "subject", "is": "contains", "values": []}]}"#,
            stop,
            "if",
        ),
        (
            r#"{"on": "created"}"#,
            r#"{"match": "all", "conditions": [{"field": "subject", "is": "contains", "values": [" "]}]}"#,
            stop,
            "if",
        ),
        (r#"{"on": "created"}"#, "", "", "then"),
        (r#"{"on": "created"}"#, "", r#"{"do": "set_status", "value": "postponed"}"#, "then"),
        (r#"{"on": "created"}"#, "", r#"{"do": "add_tag", "value": " a"}"#, "then"),
        (r#"{"on": "created"}"#, "", r#"{"do": "add_note", "value": " "}"#, "then"),
    ] {
        let json = format!(r#"{{"when": {when}, "if": [{groups}], "then": [{then}]}}"#);
        let unfit = check(&serde_json::from_str(&json).unwrap()).err().map_or("", |unfit| unfit.field);
        assert_eq!(unfit, expect, "{json}");
    }
}
