//! SLA as a team meets it (SO-12): a policy set up in the browser, what is due in the list, and what was broken in the timeline.

use journeys::chromium;
use journeys::staffetta::Options;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::automatic::{Answering, ZOE};
use crate::letters::Letter;
use crate::receiving::{AGENT, AGENT_PASSWORD, Base, SUPPORT};

/// Lets the customer of a conversation have written so many hours ago, as far as its clock knows.
fn wait_hours(at: &Answering, conversation: &str, hours: i64) {
    let database = Connection::open(at.desk.program.data().join("staffetta.db")).expect("the database");
    database.busy_timeout(std::time::Duration::from_secs(30)).expect("patience");
    let read = "SELECT clock FROM sla_clocks WHERE conversation_id = ?1";
    let clock: String = database.query_row(read, [conversation], |row| row.get(0)).expect("a clock");
    let mut clock: Value = serde_json::from_str(&clock).expect("JSON");
    for timer in ["/response/1/since", "/resolution/since"] {
        let since = clock.pointer_mut(timer).expect("a timer that runs");
        *since = json!(since.as_i64().expect("a time") - hours * 3_600_000_000);
    }
    let set = "UPDATE sla_clocks SET clock = ?2, look_at = 0 WHERE conversation_id = ?1";
    database.execute(set, (conversation, clock.to_string())).expect("it is set");
}

/// SO-12: a policy is set up and put before another; mail that comes is due, and overdue once its time is over, in the list, beside
/// the conversation and in its timeline; an answer ends it.
#[test]
fn what_is_promised_is_shown_until_it_is_kept_or_broken() {
    let at = Answering::open_with(Options { ..Base::Sqlite.options() });
    let input = json!({"address": at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD});
    let _ = chromium::run("sla_policies", &input);
    let policies = at.desk.api.get("/sla-policies").json_of(200);
    let names: Vec<&str> =
        policies["items"].as_array().expect("all").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["Urgent ones", "Everybody"]);
    assert_eq!(policies["items"][1]["first_response"], 240);

    at.hand_in(ZOE, SUPPORT, &Letter::new(&format!("Zoe <{ZOE}>"), SUPPORT, "keys", "Where are my keys?").raw());
    at.await_quiet();
    let conversation = at.desk.api.await_conversation("keys")["id"].as_str().expect("an id").to_owned();
    assert_eq!(at.shown(&conversation)["due"]["target"], "first_response");
    wait_hours(&at, &conversation, 6);
    let shown = at.desk.api.wait_for("the breach", &format!("/conversations/{conversation}"), |shown| {
        (!Answering::events_of(shown, "sla_broken").is_empty()).then(|| shown.clone())
    });
    assert_eq!(Answering::events_of(&shown, "sla_broken")[0]["policy"], "Everybody");
    let input = json!({"address": at.desk.program.address(), "email": AGENT, "password": AGENT_PASSWORD, "conversation": conversation});
    let _ = chromium::run("sla_due", &input);
    assert_eq!(at.shown(&conversation)["due"], Value::Null, "it is answered");
}
