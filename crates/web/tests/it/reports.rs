//! Reports in the API: what is counted of real answers and statuses, for whom, as JSON and as a table.

use ::desk::{AgentId, ConversationId, Micros, agent::Role, survey::Rating};
use serde_json::{Value, json};

use crate::desk::{Desk, PASSWORD};

const HOUR_S: i64 = 3_600;

async fn set_status(desk: &Desk, id: &str, status: &str) {
    desk.patch(&format!("/conversations/{id}"), json!({"status": status})).await.json_of(200);
}

/// A conversation of Zoë's that Ben answers after an hour and resolves after three.
async fn answered(desk: &Desk) -> String {
    let id = desk.conversation("Order 4711", "Where is it?").await.to_string();
    desk.later(HOUR_S);
    let answer = json!({"kind": "reply", "text": "On its way"});
    desk.by(&desk.ben_token, "POST", &format!("/conversations/{id}/messages"), Some(answer)).await.json_of(201);
    desk.later(2 * HOUR_S);
    let resolved = json!({"status": "resolved"});
    desk.by(&desk.ben_token, "PATCH", &format!("/conversations/{id}"), Some(resolved)).await.json_of(200);
    id
}

async fn total(desk: &Desk, query: &str) -> Value {
    let report = desk.get(&format!("/reports/summary{query}")).await.json_of(200);
    assert_eq!(report["complete"], true, "{report}");
    report["total"]["figures"].clone()
}

/// SO-12: what was received, answered and resolved, how long it took, and what is left; at once, and after reopening too.
#[tokio::test]
async fn a_report_tells_what_just_happened() {
    let desk = Desk::new().await;
    let id = answered(&desk).await;
    desk.conversation("Another", "Where is it?").await;
    let figures = total(&desk, "").await;
    let told = |name: &str| figures[name].as_i64().unwrap();
    assert_eq!(
        (told("received"), told("replies"), told("resolved"), told("backlog"), told("waiting")),
        (2, 1, 1, 1, 1)
    );
    assert_eq!(figures["first_response"]["count"], 1);
    let mean = figures["first_response"]["mean_s"].as_i64().unwrap();
    assert!((HOUR_S..HOUR_S + 120).contains(&mean), "{mean}");
    assert_eq!(figures["resolution"]["mean_s"], 3 * HOUR_S);
    set_status(&desk, &id, "open").await;
    let figures = total(&desk, "").await;
    assert_eq!((&figures["reopened"], &figures["backlog"], &figures["waiting"]), (&json!(1), &json!(2), &json!(2)));
    set_status(&desk, &id, "spam").await;
    assert_eq!(total(&desk, "").await["received"], 1);
}

/// SO-12: by mailbox, queue, agent, category and tag, and of one thing alone; the parts make up the whole.
#[tokio::test]
async fn a_report_is_broken_down_and_narrowed() {
    let desk = Desk::new().await;
    let id = answered(&desk).await;
    let queue = desk.post("/queues", json!({"name": "Orders"})).await.json_of(201)["id"].clone();
    let change = json!({"queue": queue, "tags": ["=vip"], "assignee": desk.ana});
    desk.patch(&format!("/conversations/{id}"), change).await.json_of(200);
    desk.conversation("Another", "Where is it?").await;
    let by = async |dimension: &str| {
        let path = format!("/reports/breakdown?dimension={dimension}");
        desk.get(&path).await.json_of(200)["items"].as_array().unwrap().clone()
    };
    let find = |items: &[Value], value: &str| items.iter().find(|one| one["value"] == value).cloned().unwrap();
    for dimension in ["mailbox", "queue", "category", "tag"] {
        let items = by(dimension).await;
        let received: i64 = items.iter().map(|one| one["figures"]["received"].as_i64().unwrap()).sum();
        assert_eq!(received, 2, "{dimension}: {items:?}");
    }
    let orders = find(&by("queue").await, queue.as_str().unwrap());
    assert_eq!((&orders["name"], &orders["figures"]["received"]), (&json!("Orders"), &json!(1)));
    let agents = by("agent").await;
    let (ana, ben) = (find(&agents, &desk.ana.to_string()), find(&agents, &desk.ben.to_string()));
    assert_eq!((&ana["figures"]["received"], &ana["figures"]["replies"]), (&json!(1), &json!(0)));
    assert_eq!((&ben["figures"]["received"], &ben["figures"]["replies"]), (&json!(0), &json!(1)));
    assert_eq!(total(&desk, "?dimension=tag&value=%3Dvip").await["received"], 1);
    assert_eq!(total(&desk, "?dimension=tag&value=").await["received"], 1);
    assert_eq!(total(&desk, &format!("?dimension=agent&value={}", desk.ben)).await["replies"], 1);
    // A deleted category's conversations are its heir's.
    let add = async |name: &str| desk.post("/categories", json!({"name": name})).await.json_of(201)["id"].clone();
    let (old, heir) = (add("Old").await, add("Heir").await);
    desk.patch(&format!("/conversations/{id}"), json!({"category": old})).await.json_of(200);
    let (old, heir) = (old.as_str().unwrap(), heir.as_str().unwrap());
    desk.delete(&format!("/categories/{old}?move_to={heir}")).await;
    let named = by("category").await.into_iter().map(|one| one["name"].clone()).collect::<Vec<_>>();
    assert!(named.contains(&json!("Heir")) && !named.contains(&json!("Old")), "{named:?}");
    assert_eq!(total(&desk, &format!("?dimension=category&value={heir}")).await["received"], 1);
}

/// SO-12: a table for spreadsheets, in which what somebody typed is no formula.
#[tokio::test]
async fn a_report_is_saved_as_a_table() {
    let desk = Desk::new().await;
    let id = answered(&desk).await;
    desk.patch(&format!("/conversations/{id}"), json!({"tags": ["=1+1, \"x\""]})).await.json_of(200);
    let table = desk.get("/reports/breakdown/table?dimension=tag&from=2026-11-01&to=2026-11-30").await;
    assert_eq!((table.status.as_u16(), table.header("content-type")), (200, "text/csv"));
    assert!(table.header("content-disposition").contains("report-tag-2026-11-01-2026-11-30.csv"));
    let text = table.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("tag,name,received,started,customer_messages,replies,resolved"), "{text}");
    assert!(lines[1].starts_with("\"'=1+1, \"\"x\"\"\",\"'=1+1, \"\"x\"\"\",1,0,1,1,1,0,0,0,1,"), "{text}");
    let table = desk.get("/reports/summary/table?from=2026-11-01&to=2026-11-30&step=week").await.text();
    assert_eq!(table.split_terminator("\r\n").count(), 7, "{table}");
}

/// SO-12: days are those of the desk's zone; with another zone everything is counted anew.
#[tokio::test]
async fn days_are_those_of_the_desks_zone() {
    let desk = Desk::new().await;
    // Half past eleven in the evening of a Wednesday, by UTC.
    let late = "2026-11-25T23:30:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond();
    desk.later((late - desk.web.node.clock.now().0) / 1_000_000);
    desk.conversation("Late", "Where is it?").await;
    let received =
        async |from: &str, to: &str| total(&desk, &format!("?from={from}&to={to}")).await["received"].clone();
    assert_eq!(received("2026-11-25", "2026-11-25").await, 1);
    desk.patch("/settings", json!({"time_zone": "Europe/Prague"})).await.json_of(200);
    assert_eq!(received("2026-11-25", "2026-11-25").await, 0);
    assert_eq!(received("2026-11-26", "2026-11-26").await, 1);
    let report = desk.get("/reports/summary").await.json_of(200);
    assert_eq!((&report["zone"], &report["total"]["period"]["to"]), (&json!("Europe/Prague"), &json!("2026-11-26")));
    // Half past midnight of the Thursday.
    let hours = report["hours"].as_array().unwrap();
    assert_eq!((hours.len(), hours.iter().position(|one| *one == 1)), (168, Some(3 * 24)));
    desk.patch("/settings", json!({"time_zone": "Moon/Tycho"})).await.problem(422, "field_invalid");
}

/// SO-12: while everything is counted anew, a report says that there is more than it tells.
#[tokio::test]
async fn a_report_says_when_it_is_not_complete() {
    let desk = Desk::new().await;
    let (mailbox, now) = (desk.mailbox, desk.web.node.clock.now());
    let begin = move |tx: &mut store::Tx<'_>| {
        let contact = store::contacts::find_or_add(tx, None, "zoe@customer.example", now)?;
        for number in 0..2_500 {
            let status = ::desk::conversation::Status::New;
            let new = store::conversations::New { subject: "Hello", status, mailbox, contact, assignee: None };
            store::conversations::add(tx, &new, Micros(now.0 - number))?;
        }
        Ok(())
    };
    desk.db().write(begin).await.unwrap();
    let first = desk.get("/reports/summary").await.json_of(200);
    assert_eq!((&first["complete"], &first["total"]["figures"]["received"]), (&json!(false), &json!(2_000)));
    while desk.get("/reports/summary").await.json_of(200)["complete"] == false {}
    assert_eq!(total(&desk, "").await["received"], 2_500);
}

/// SO-12, D3: whoever leads the team sees reports; what does not fit is refused with its reason.
#[tokio::test]
async fn reports_are_for_whoever_leads_the_team() {
    let desk = Desk::new().await;
    let node = desk.web.node.clone();
    flow::people::add(&node, "mia@desk.example", "Mia", PASSWORD, Role::Manager).await.unwrap();
    let (_, mia) = flow::people::sign_in(&node, "mia@desk.example", PASSWORD).await.unwrap();
    for path in ["/reports/summary", "/reports/summary/table", "/reports/breakdown", "/reports/breakdown/table"] {
        desk.by(&desk.ben_token, "GET", path, None).await.problem(403, "forbidden");
        assert_eq!(desk.by(&mia, "GET", path, None).await.status, 200);
    }
    for query in [
        "from=2026-02-30",
        "to=yesterday",
        "from=2026-11-02&to=2026-11-01",
        "from=2010-01-01&to=2026-01-01",
        "from=2024-01-01&to=2026-01-01&step=day",
        "step=hour",
        "dimension=contact",
        "dimension=desk",
    ] {
        desk.get(&format!("/reports/summary?{query}")).await.problem(400, "parameter_invalid");
    }
    desk.get("/reports/breakdown?dimension=desk").await.problem(400, "parameter_invalid");
}

/// The customer of a conversation has just written, as mail that comes in leaves it.
async fn wrote(desk: &Desk, id: ConversationId) {
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::sla::customer_wrote(tx, id, now)).await.unwrap();
}

/// A survey about a conversation left, and its customer said this.
async fn rated(desk: &Desk, conversation: ConversationId, agent: AgentId, rating: Option<Rating>) {
    let (mailbox, now) = (desk.mailbox, desk.web.node.clock.now());
    let rate = move |tx: &mut store::Tx<'_>| {
        let contact = store::conversations::by_id(tx, conversation)?.unwrap().contact;
        let new = store::surveys::New { conversation, contact, mailbox, agent: Some(agent), due: now };
        let id = store::surveys::add(tx, &new, now)?;
        store::surveys::left(tx, id, "zoe@customer.example", "en", now)?;
        let sent = store::surveys::by_id(tx, id)?.unwrap();
        rating.map(|rating| store::surveys::rate(tx, &sent, rating, "", now)).transpose()
    };
    desk.db().write(rate).await.unwrap();
}

/// SO-12: promises that were kept and broken, by who kept them; what is taken back before it leaves kept none.
#[tokio::test]
async fn a_report_tells_what_became_of_promises() {
    let desk = Desk::new().await;
    desk.post("/sla-policies", json!({"name": "Everybody", "first_response": 60, "resolution": 120}))
        .await
        .json_of(201);
    let promises = async |query: &str| total(&desk, query).await["promises"].clone();
    let none = json!({"kept": 0, "broken": 0, "kept_percent": null});
    assert_eq!(promises("").await["all"], none, "nothing was promised");
    let id = desk.conversation("Keys", "Where are my keys?").await;
    wrote(&desk, id).await;
    desk.later(HOUR_S / 2);
    let kept = json!({"kept": 1, "broken": 0, "kept_percent": 100.0});
    let reply = json!({"kind": "reply", "text": "Here they are.", "undo_s": 10});
    let path = format!("/conversations/{id}/messages");
    let answer = desk.by(&desk.ben_token, "POST", &path, Some(reply.clone())).await.json_of(201);
    assert_eq!(promises("").await["first_response"], kept);
    let undone = format!("/messages/{}/sending", answer["id"].as_str().unwrap());
    desk.by(&desk.ben_token, "DELETE", &undone, None).await;
    assert_eq!(promises("").await["all"], none, "it was taken back");
    desk.by(&desk.ben_token, "POST", &path, Some(reply)).await.json_of(201);
    assert_eq!(promises(&format!("?dimension=agent&value={}", desk.ben)).await["first_response"], kept);

    wrote(&desk, id).await;
    desk.later(3 * HOUR_S);
    set_status(&desk, &id.to_string(), "resolved").await;
    set_status(&desk, &id.to_string(), "closed").await;
    let found = promises("").await;
    assert_eq!(found["resolution"], json!({"kept": 0, "broken": 1, "kept_percent": 0.0}));
    assert_eq!((&found["next_response"], &found["all"]["kept_percent"]), (&none, &json!(50.0)));

    let other = desk.conversation("Lamp", "Where is my lamp?").await;
    wrote(&desk, other).await;
    desk.later(60);
    let resolved = Some(json!({"status": "resolved"}));
    desk.by(&desk.ben_token, "PATCH", &format!("/conversations/{other}"), resolved).await.json_of(200);
    set_status(&desk, &other.to_string(), "closed").await;
    let found = promises("").await;
    assert_eq!(found["resolution"], json!({"kept": 1, "broken": 1, "kept_percent": 50.0}));
    assert_eq!(
        promises(&format!("?dimension=agent&value={}", desk.ben)).await["resolution"],
        kept,
        "closing is no second"
    );
    let table = desk.get("/reports/breakdown/table?dimension=mailbox").await.text();
    assert!(table.contains(",promises_kept_percent,first_response_kept,first_response_broken,"), "{table}");
    assert!(table.contains(",66.7,1,0,0,0,1,1,0,0,0,,\r\n"), "{table}");
}

/// SO-12, LD-3: surveys, answers, their average and the good ones, by the agent of the moment they keep, as JSON and as a table.
#[tokio::test]
async fn a_report_tells_what_customers_said() {
    let desk = Desk::new().await;
    let id = desk.conversation("Keys", "Where are my keys?").await;
    let satisfaction = async |query: &str| total(&desk, query).await["satisfaction"].clone();
    let none = satisfaction("").await;
    assert_eq!((&none["sent"], &none["average"], &none["good_percent"]), (&json!(0), &Value::Null, &Value::Null));
    for rating in [Some(Rating::VeryGood), Some(Rating::Good), Some(Rating::Good), Some(Rating::VeryBad), None] {
        rated(&desk, id, desk.ben, rating).await;
    }
    desk.patch(&format!("/conversations/{id}"), json!({"assignee": desk.ana})).await.json_of(200);
    let said =
        json!({"sent": 5, "answers": 4, "good": 3, "good_percent": 75.0, "average": 3.5, "ratings": [1, 0, 0, 2, 1]});
    assert_eq!(satisfaction("").await, said);
    assert_eq!(satisfaction(&format!("?dimension=agent&value={}", desk.ben)).await, said, "who had it then");
    assert_eq!(satisfaction(&format!("?dimension=agent&value={}", desk.ana)).await, none, "not who has it now");
    let table = desk.get("/reports/summary/table?step=month").await.text();
    assert!(
        table.contains("surveys_sent,survey_answers,survey_good,survey_good_percent,survey_average\r\n"),
        "{table}"
    );
    assert!(table.contains(",5,4,3,75,3.5\r\n"), "{table}");
}
