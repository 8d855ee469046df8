//! A service that fails: it is tried again within bounds, and then people have the conversation; nothing else leaves.

use journeys::model_server::{ModelServer, Question, Reply};
use journeys::wait::wait_until;
use serde_json::json;

use super::{
    Assisted, letter,
    model::{GOOD, RETURNS, model},
};
use crate::automatic::ZOE;

/// LD-5: too much to do, failures, silence, garbage, what breaks off and what never ends: what passes is tried again and answered,
/// what stays ends with people. No half answer reaches a customer.
#[test]
fn a_service_that_fails_costs_nobody_an_answer() {
    let desk = Assisted::open();
    let server = ModelServer::replying(vec![Reply::Garbage]);
    desk.hire(&model(&server));
    desk.article("Returns", RETURNS, None);
    let half = || vec!["You can return ".to_string(), "the bicycle".to_string()];
    let once: Vec<(&str, Reply)> = vec![
        ("busy", Reply::Busy(Some(1))),
        ("busy-silently", Reply::Busy(None)),
        ("failed", Reply::Refuses(500, "oops".into())),
        ("garbage", Reply::Garbage),
        ("page", Reply::Page),
        ("breaks-off", Reply::BreaksOff(half())),
        ("error-within", Reply::ErrorWithin(half())),
    ];
    for (name, fault) in once {
        let mut first = Some(fault);
        server.script(move |_: &Question| first.take().unwrap_or_else(|| Reply::Says(GOOD.into())));
        let (before, subject) = (desk.to(ZOE).len(), format!("once-{name}"));
        desk.write(&letter(&subject, &format!("How can I return a bicycle? ({name})")));
        let (_, turn) = desk.await_turn(&subject, 1);
        assert_eq!(turn["state"], "answered", "{name}: {turn}");
        wait_until("the answer", || desk.to(ZOE).len() == before + 1);
        assert!(desk.to(ZOE).last().expect("a mail").raw.contains("You can return the bicycle within 30 days."));
    }
    let sent = desk.to(ZOE).len();
    for (name, fault, reason) in [
        ("refused", Reply::Refuses(401, "no such key".into()), "unreachable"),
        ("gone", Reply::Refuses(404, "no such model".into()), "unreachable"),
        ("always-failing", Reply::Refuses(500, "oops".into()), "unreachable"),
        ("much-later", Reply::Busy(Some(86_400)), "unreachable"),
        ("endless", Reply::Endless("bicycle ".into()), "unreachable"),
        ("cut", Reply::CutAt("You can return the".into()), "no-source"),
    ] {
        let fault = fault.clone();
        server.script(move |_: &Question| fault.clone());
        let subject = format!("always-{name}");
        desk.write(&letter(&subject, &format!("How can I return a bicycle? ({name})")));
        let (shown, turn) = desk.await_turn(&subject, 1);
        assert_eq!((&turn["state"], &turn["reason"]), (&json!("handed_over"), &json!(reason)), "{name}: {turn}");
        assert!(shown["assistant"].is_null());
        wait_until("the agent's mail", || !desk.to_agent(&subject).is_empty());
    }
    assert_eq!(desk.to(ZOE).len(), sent, "nothing of it reached the customer");
}
