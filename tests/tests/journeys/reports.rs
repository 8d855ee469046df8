//! Statistics of real mail: what came in and was answered, in the browser of whoever leads the team.

use journeys::api::Api;
use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::letters::Letter;

const SUPPORT: &str = "support@desk.example";
const ANNA: &str = "anna@team.example";
const BEN: &str = "ben@team.example";
const PASSWORD: &str = "seven quiet otters";

/// SO-12, LD-3: figures, promises and ratings among them, charts with their tables, by person and of one person alone, other days, and a file to take away.
#[test]
fn what_came_in_and_was_answered_is_told_in_the_browser() {
    let desk = Staffetta::serve(Options::default());
    let anna = desk.set_up(ANNA, PASSWORD);
    anna.patch("/settings", &json!({"email_channel": true})).accept(200);
    desk.add_agent(BEN, "Ben", "agent", PASSWORD);
    let ben = Api::sign_in(&desk.address(), BEN, PASSWORD);
    let new = json!({"name": "Support", "address": SUPPORT, "purpose": "receive", "incoming": {"kind": "listener"}});
    anna.post("/mailboxes", &new).accept(201);
    let promised = json!({"name": "Everybody", "first_response": 60, "resolution": 600});
    anna.post("/sla-policies", &promised).accept(201);
    for number in 0..3 {
        let from = format!("zoe{number}@customer.example");
        let letter = Letter::new(&from, SUPPORT, &format!("Order {number}"), &format!("Where is {number}?"));
        assert!(smtp::send(desk.smtp_port(), &from, &[SUPPORT], &letter.raw())[0].accepted());
    }
    let conversation = |number: usize| {
        let found = anna.await_conversation(&format!("Order {number}"));
        format!("/conversations/{}", found["id"].as_str().expect("an id"))
    };
    // Ben has one of them and has resolved it; Anna looks at another and lets it be; nobody has the third.
    let mine = ben.get("/me").json_of(200)["id"].clone();
    ben.patch(&conversation(0), &json!({"assignee": mine, "status": "resolved"})).accept(200);
    anna.patch(&conversation(1), &json!({"assignee": anna.get("/me").json_of(200)["id"]})).accept(200);
    conversation(2);

    let input = json!({"address": desk.address(), "email": ANNA, "password": PASSWORD, "agent": BEN});
    let seen = chromium::run("reports", &input);
    let of = |name: &str| seen[name].as_str().expect("a text").split('\n').map(str::to_owned).collect::<Vec<_>>();
    let figure = |told: &[String], name: &str| {
        let at = told.iter().position(|line| line == name).expect("its name");
        told[at + 1].clone()
    };
    let (told, alone) = (of("told"), of("ben"));
    let each = |told: &[String]| ["Received", "Answers", "Resolved", "Not resolved"].map(|name| figure(told, name));
    assert_eq!(each(&told), ["3", "0", "1", "2"]);
    assert_eq!(each(&alone), ["1", "0", "1", "0"]);
    let outcomes = |told: &[String]| ["Promises kept", "Ratings", "Rating (average)"].map(|name| figure(told, name));
    assert_eq!(outcomes(&told), ["100 %", "0", "–"], "Ben resolved one in time; nobody was asked");
    assert_eq!(outcomes(&alone), ["100 %", "0", "–"]);
    assert_eq!(seen["promises"], "100 %", "today's solutions in the chart's table");
    assert_eq!(seen["rows"], 29, "four weeks and the head of the table");
    let table = seen["table"].as_str().expect("a table");
    assert!(table.starts_with("\u{feff}agent,name,received,"), "{table}");
    assert!(table.contains(",Ben,1,0,1,0,1,0,0,0,"), "{table}");
    assert_eq!(seen["links"], 0, "an agent leads nobody");
}
