//! Business hours as somebody sets them up in the browser. What customers get by them is `automatic/hours.rs`.

use journeys::chromium;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

const AGENT: &str = "anna@team.example";
const AGENT_PASSWORD: &str = "seven quiet otters";

/// LD-7: intervals, a day with a time zone of its own, and holidays are set up in the browser; and a queue's own hours.
#[test]
fn business_hours_are_set_up_in_the_browser() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(AGENT, AGENT_PASSWORD);
    let new = json!({"name": "Support", "address": "support@desk.example", "purpose": "receive",
        "incoming": {"kind": "listener"}});
    let mailbox = api.post("/mailboxes", &new).json_of(201)["id"].as_str().expect("an id").to_owned();
    let input = json!({"address": desk.address(), "email": AGENT, "password": AGENT_PASSWORD, "mailbox": mailbox});
    let shown = chromium::run("hours", &input);
    assert_eq!(shown["friday"], 1);
    assert!(shown["sunday"].as_str().is_some_and(|text| text.contains("Closed")), "{shown}");

    let hours = api.get(&format!("/mailboxes/{mailbox}")).json_of(200)["policy"]["business_hours"].clone();
    let work = json!([{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "24:00"}]);
    assert_eq!((&hours["on"], &hours["zone"]), (&json!(true), &json!("Europe/Prague")));
    assert_eq!(hours["days"][0], json!({"zone": null, "intervals": work}));
    assert_eq!(hours["days"][2], json!({"zone": "America/New_York", "intervals": work}));
    assert_eq!(hours["days"][6]["intervals"], json!([]));
    let holiday = |date: &str, name: &str, yearly: bool| json!({"date": date, "name": name, "yearly": yearly});
    let expected = [holiday("2026-11-17", "Freedom Day", true), holiday("2026-12-25", "Christmas Day", false)];
    assert_eq!(hours["holidays"], Value::from(expected.to_vec()));
    assert_eq!(hours["away"], "We are back on the next workday.");

    let own = api.list("/queues")[0]["business_hours"].clone();
    let work = json!([{"from": "09:00", "to": "17:00"}]);
    assert_eq!((&own["on"], &own["zone"]), (&json!(true), &json!("Europe/Prague")));
    assert_eq!((&own["days"][5]["intervals"], &own["days"][6]["intervals"]), (&work, &json!([])));
    assert_eq!(own["away"], "Orders are looked at from nine to five.");
}
