//! The rules print themselves: the committed text is what people read of them, and changes only with them.

use desk::trust::{self, recipients};

/// All rules and LA-4's table, as text.
fn printed() -> String {
    let mut out = String::from("# Who may speak as whom by mail: the rules in the order in which they are tried\n");
    let mut whom = "";
    for (for_whom, rule) in trust::all() {
        if for_whom != whom {
            out.push_str(&format!("\n## {for_whom}\n\n"));
            whom = for_whom;
        }
        out.push_str(&format!("- {}: {}.\n", rule.id, rule.says));
    }
    out.push_str("\n## What an agent's mail becomes, by its recipients (LA-4)\n\n");
    out.push_str(
        "| row | recipients | setting | stored as | sent to participants | status |\n|---|---|---|---|---|---|\n",
    );
    for line in recipients::TABLE {
        let setting = line.setting.map_or("either".into(), |setting| format!("{setting:?}").to_lowercase());
        let [stored, sent, status] = line.says;
        let recipients = match line.recipients {
            trust::Recipients::OneMailbox => "one mailbox of ours, alone",
            trust::Recipients::OnlyUs => "only mailboxes of ours (several) and/or other agents",
            trust::Recipients::Outsiders => "a mailbox of ours + anyone else",
        };
        out.push_str(&format!("| {} | {recipients} | {setting} | {stored} | {sent} | {status} |\n", line.number));
    }
    out
}

/// LA-2, LA-3, LA-4, SB-7, X-4: the rules that decide are the ones that are written down.
#[test]
fn the_rules_are_what_the_committed_text_says() {
    let committed = include_str!("expectations/rules.md");
    assert_eq!(
        printed(),
        committed,
        "crates/desk/tests/it/expectations/rules.md is out of date; it should read:\n{}",
        printed()
    );
}
