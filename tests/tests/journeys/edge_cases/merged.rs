//! Conversations that were merged into others: what comes late to the first follows into the last.

use serde_json::json;

use super::messages;
use crate::automatic::ZOE;
use crate::letters::{Letter, header, ids};
use crate::receiving::SUPPORT;
use crate::security::team::{BEN, Team};

fn merge(team: &Team, from: &str, into: &str) {
    team.at.desk.api.post(&format!("/conversations/{from}/merge"), &json!({"into": into})).accept(200);
}

/// Edge case 32: by the id of the customer's mail, by our token in the references, in the address and in our name, and by an agent's
/// notification: all late answers to the first conversation stand in the one that it was merged into, by way of a third.
#[test]
fn edge_case_32_late_answers_follow_merged_conversations() {
    let team = Team::open();
    let named = json!({"policy": {"name_token": true}});
    team.at.desk.api.patch(&format!("/mailboxes/{}", team.at.mailbox), &named).accept(200);
    let (first, question) = team.asked("First", "Where is the first?");
    let (second, _) = team.asked("Second", "Where is the second?");
    let (third, _) = team.asked("Third", "Where is the third?");
    let told = team.told(BEN, "First");
    let ours = team.answered(&first, &json!({}), "The first is on its way.");
    let token = ids(&header(&ours, "Message-ID").unwrap()).remove(0).split('@').next().unwrap().to_owned();
    let name = header(&ours, "From").unwrap();
    assert!(name.contains("SC"), "{name}");
    merge(&team, &first, &second);
    merge(&team, &second, &third);
    let late = |to: &str, text: &str| Letter::new(&format!("Zoe Kun <{ZOE}>"), to, "Re: First", text);
    team.proved(ZOE, &late(SUPPORT, "By her own id.").answering(&question));
    team.proved(ZOE, &late(SUPPORT, "By our id.").answering(&ours));
    team.proved(ZOE, &late(&format!("support+{token}@desk.example"), "By the address."));
    team.proved(ZOE, &late(&name, "By the name."));
    team.settle();
    for merged in [&first, &second] {
        assert_eq!(team.at.shown(merged)["id"], json!(third), "its number leads to the last one");
    }
    let texts = team.texts(&third);
    assert_eq!(
        texts[3..],
        ["The first is on its way.", "By her own id.", "By our id.", "By the address.", "By the name."]
    );
    // The agent's answer to the old notification goes where the conversation went, and to its customer.
    team.proved(BEN, &team.answer_of(BEN, &told, "All three are here."));
    team.settle();
    let shown = team.at.shown(&third);
    let last = messages(&shown).last().unwrap();
    // She wrote meanwhile, so it waits for Ben's word, in the conversation where she did.
    assert_eq!((last["text"].as_str(), last["kind"].as_str()), (Some("All three are here."), Some("note")), "{last}");
    let _ = team.word_to(BEN, "the customer wrote again");
}

/// Edge case 32, A7: a token of a merged conversation that outsiders saw is spent as any other.
#[test]
fn edge_case_32_a_token_is_spent_in_the_conversation_that_it_was_merged_into() {
    let team = Team::open();
    let (first, _) = team.asked("First", "Where is the first?");
    let (second, _) = team.asked("Second", "Where is the second?");
    let told = team.told(BEN, "First");
    let seen =
        Letter { cc: Some(SUPPORT.into()), to: ZOE.into(), ..team.answer_of(BEN, &told, "I wrote to you myself.") };
    merge(&team, &first, &second);
    team.proved(BEN, &seen);
    team.settle();
    team.proved(BEN, &team.answer_of(BEN, &told, "Once more."));
    team.settle();
    assert_eq!(team.texts(&second), ["Where is the first?", "Where is the second?", "I wrote to you myself."]);
    assert_eq!(team.customers_got("Once more."), 0);
}
