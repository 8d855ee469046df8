//! Every combination of what the rules look at, against a committed table that was written from the text of the rules:
//! `expectations/trust.tsv`. This reads it, asks the rules, and compares rule and outcome line by line.

use std::collections::BTreeMap;

use desk::{
    evidence::Level,
    policy::{AgentMail, AgentReplies},
    trust::{self, AgentToken, Facts, From, Recipients, Sign},
};

/// One line of the table: the facts, and what must come out.
fn read(columns: &BTreeMap<&str, &str>) -> Facts {
    let yes = |name: &str| match columns[name] {
        "yes" => true,
        "no" => false,
        other => panic!("{name} is {other}"),
    };
    let level = columns["evidence"];
    Facts {
        automatic: yes("automatic"),
        from: match columns["from"] {
            "ourselves" => From::Ourselves,
            "agent" => From::Agent,
            "customer" => From::Customer,
            other => panic!("from is {other}"),
        },
        level: Level::from_word(level.trim_end_matches('+')).unwrap_or_else(|| panic!("evidence is {level}")),
        signs_threading: level.ends_with('+'),
        sign: match columns["sign"] {
            "nothing" => Sign::Nothing,
            "hint" => Sign::Hint,
            "name" => Sign::Name,
            "token" => Sign::Token,
            "references" => Sign::References,
            other => panic!("sign is {other}"),
        },
        customer_token_expired: yes("customer_token_expired"),
        requester: yes("requester"),
        participant: yes("participant"),
        may_act: yes("may_act"),
        token: match columns["agent_token"] {
            "missing" => AgentToken::Missing,
            "expired" => AgentToken::Expired,
            "own" => AgentToken::Own,
            other => panic!("agent_token is {other}"),
        },
        token_suffices: yes("token_suffices"),
        closed_too_long: yes("closed_too_long"),
        recipients: match columns["recipients"] {
            "one" => Recipients::OneMailbox,
            "us" => Recipients::OnlyUs,
            "outsiders" => Recipients::Outsiders,
            other => panic!("recipients is {other}"),
        },
        replies: match columns["replies"] {
            "note" => AgentReplies::Note,
            "reply" => AgentReplies::Reply,
            other => panic!("replies is {other}"),
        },
        reply_without_token: yes("reply_without_token"),
        about_note: yes("about_note"),
        stale: yes("stale"),
        destination_unconfirmed: yes("destination_unconfirmed"),
        mergeable: yes("mergeable"),
        convert_all: yes("convert_all"),
        agent_mail: match columns["agent_mail"] {
            "requester" => AgentMail::Requester,
            "ignore" => AgentMail::Ignore,
            other => panic!("agent_mail is {other}"),
        },
    }
}

/// LA-2, LA-4, LA-6, LA-7, SB-5, SB-7, SO-7, SO-8, X-4: every combination decides as the text says, each rule is reached,
/// and the last one never.
#[test]
fn every_combination_decides_as_the_text_says() {
    let table = include_str!("expectations/trust.tsv");
    let mut lines = table.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let mut reached: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines {
        let columns: BTreeMap<&str, &str> = names.iter().copied().zip(line.split('\t')).collect();
        let (rule, fate) = trust::judge(&read(&columns));
        *reached.entry(rule.id).or_default() += 1;
        count += 1;
        let (expected_rule, expected_fate) = (columns["rule"], columns["outcome"]);
        if rule.id != expected_rule || fate.word() != expected_fate {
            wrong.push(format!("{line}\n    gives {} {}", rule.id, fate.word()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} lines differ; the first:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(5)].join("\n")
    );
    assert!(count >= 1_600, "only {count} combinations");
    for (_, rule) in trust::all() {
        // TR-1 hands over to the customer rules, which are named instead.
        let expected = rule.id != "no-rule" && rule.id != "TR-1";
        assert_eq!(reached.contains_key(rule.id), expected, "{}: {:?}", rule.id, reached.get(rule.id));
    }
}
