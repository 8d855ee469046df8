//! Fields of conversations by the API: defined, filled in, asked for when a matter ends, and what becomes of them (SO-15).

use ::desk::ConversationId;
use serde_json::{Value, json};

use crate::desk::{Desk, ids};

fn path(id: ConversationId) -> String {
    format!("/conversations/{id}")
}

async fn category(desk: &Desk, name: &str, parent: Option<&str>) -> String {
    let added = desk.post("/categories", json!({"name": name, "parent": parent})).await.json_of(201);
    added["id"].as_str().unwrap().to_string()
}

async fn field(desk: &Desk, new: Value) -> String {
    desk.post("/category-fields", new).await.json_of(201)["id"].as_str().unwrap().to_string()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

fn events<'w>(whole: &'w Value, kind: &str) -> Vec<&'w Value> {
    whole["events"].as_array().unwrap().iter().filter(|event| event["kind"] == kind).collect()
}

/// SO-15, SO-6: a category's template is that of all, of the category above it, and its own, in the order that was chosen.
#[tokio::test]
async fn fields_are_defined_ordered_and_inherited() {
    let desk = Desk::new().await;
    let orders = category(&desk, "Orders", None).await;
    let late = category(&desk, "Late", Some(&orders)).await;
    let number = field(&desk, json!({"category": orders, "name": "Order", "kind": "text", "required": true})).await;
    let level = json!({"category": orders, "name": "Level", "kind": "choice", "choices": [" gold ", "silver", "gold"]});
    let level = field(&desk, level).await;
    field(&desk, json!({"category": late, "name": "Days", "kind": "number", "help": "In working days."})).await;
    field(&desk, json!({"name": "Source", "kind": "text"})).await;

    let new = json!({"category": orders, "ids": [level]});
    let ordered = desk.by(&desk.ana_token, "PUT", "/category-fields/order", Some(new)).await.json_of(200);
    assert_eq!(names(&ordered["items"]), ["Level", "Order", "Days", "Source"]);
    let conversation = desk.conversation("A lamp", "It is broken").await;
    for (category, template) in [
        (Value::Null, vec!["Source"]),
        (json!(orders), vec!["Source", "Level", "Order"]),
        (json!(late), vec!["Source", "Level", "Order", "Days"]),
    ] {
        let whole = desk.patch(&path(conversation), json!({"category": category})).await.json_of(200);
        assert_eq!(names(&whole["template"]), template, "{category}");
    }

    let read = desk.get(&format!("/category-fields/{level}")).await;
    let version = read.header("etag").to_string();
    assert_eq!(read.json_of(200)["choices"], json!(["gold", "silver"]));
    desk.patch(&format!("/category-fields/{level}"), json!({"required": true})).await.json_of(200);
    let request = crate::desk::request(
        "PATCH",
        &format!("/category-fields/{level}"),
        &[("authorization", &format!("Bearer {}", desk.ana_token)), ("if-match", &version)],
        Some(json!({"name": "Rank"})),
    );
    desk.ask(request).await.problem(412, "changed_meanwhile");
    let audit = desk.get("/audit?kind=category-field").await.json_of(200);
    let actions: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
    let added = ["category-field.added"; 4];
    assert_eq!(actions, [&["category-field.changed", "category-field.ordered"][..], &added].concat());
    assert_eq!(desk.delete(&format!("/category-fields/{number}")).await.status, 204);
    desk.get(&format!("/category-fields/{number}")).await.problem(404, "not_found");
}

/// SO-15: what does not fit is refused at its field.
#[tokio::test]
async fn a_field_that_does_not_fit_is_refused() {
    let desk = Desk::new().await;
    let orders = category(&desk, "Orders", None).await;
    let late = category(&desk, "Late", Some(&orders)).await;
    let number = field(&desk, json!({"category": orders, "name": "Order", "kind": "text"})).await;
    for (new, at) in [
        (json!({"name": " ", "kind": "text"}), "name"),
        (json!({"name": "order", "kind": "text", "category": late}), "name"),
        (json!({"name": "ORDER", "kind": "number"}), "name"),
        (json!({"name": "Level", "kind": "choice"}), "choices"),
        (json!({"name": "Level", "kind": "date", "choices": ["x"]}), "choices"),
        (json!({"name": "Level", "kind": "text", "help": "x".repeat(301)}), "help"),
        (json!({"name": "Level", "kind": "text", "category": "999"}), "category"),
    ] {
        let problem = desk.post("/category-fields", new.clone()).await.problem(422, "field_invalid");
        assert!(problem["fields"][at].is_string(), "{new}: {problem}");
    }
    // Beside is another matter: no conversation has both.
    let money = category(&desk, "Money", None).await;
    field(&desk, json!({"category": money, "name": "Order", "kind": "text"})).await;
    let order = json!({"category": money, "ids": [number]});
    let refused = desk.by(&desk.ana_token, "PUT", "/category-fields/order", Some(order)).await;
    assert!(refused.problem(422, "field_invalid")["fields"]["ids"].is_string());
}

/// SO-15: whoever works on a conversation fills its fields in; the timeline tells who wrote what, lists show it, search
/// finds it, and what does not fit is refused.
#[tokio::test]
async fn values_are_written_told_listed_and_found() {
    let desk = Desk::new().await;
    let orders = category(&desk, "Orders", None).await;
    let number = field(&desk, json!({"category": orders, "name": "Order", "kind": "text"})).await;
    let days = field(&desk, json!({"category": orders, "name": "Days", "kind": "number"})).await;
    let conversation = desk.conversation("A lamp", "It is broken").await;
    let url = path(conversation);
    let early = desk.patch(&url, json!({"fields": {&number: "4711"}})).await.problem(422, "field_invalid");
    assert!(early["fields"]["fields"].is_string(), "its category asks for no such thing yet: {early}");
    let both = json!({"category": orders, "fields": {&number: " Zebra 4711 ", &days: "3"}});
    let whole = desk.by(&desk.ben_token, "PATCH", &url, Some(both.clone())).await.json_of(200);
    let values = json!([
        {"field": number, "name": "Order", "value": "Zebra 4711"}, {"field": days, "name": "Days", "value": "3"}]);
    assert_eq!(whole["fields"], values);
    let again = desk.by(&desk.ben_token, "PATCH", &url, Some(both)).await.json_of(200);
    let told = events(&again, "fields_set");
    assert_eq!((told.len(), &told[0]["actor"]["name"]), (1, &json!("Ben")));
    let data = json!({"fields": [
        {"field": number, "name": "Order", "from": null, "to": "Zebra 4711"},
        {"field": days, "name": "Days", "from": null, "to": "3"}]});
    assert_eq!(told[0]["data"], data);
    assert_eq!(desk.get("/conversations").await.json_of(200)["items"][0]["fields"], values);
    for (typed, found) in [("zebra", 1), ("zebra broken", 1), ("giraffe", 0)] {
        assert_eq!(
            ids(&desk.get(&format!("/conversations?q={}", typed.replace(' ', "%20"))).await.json_of(200)).len(),
            found,
            "{typed}"
        );
    }
    desk.patch(&url, json!({"fields": {&number: "Giraffe"}})).await.json_of(200);
    assert_eq!(ids(&desk.get("/conversations?q=zebra").await.json_of(200)), Vec::<String>::new());
    assert_eq!(ids(&desk.get("/conversations?q=giraffe").await.json_of(200)).len(), 1);
    for refused in [json!({&days: "three"}), json!({"999": "x"}), json!({"x": "x"})] {
        desk.patch(&url, json!({"fields": refused})).await.problem(422, "field_invalid");
    }
    let emptied = desk.patch(&url, json!({"fields": {&number: null}})).await.json_of(200);
    assert_eq!(names(&emptied["fields"]), ["Days"]);
}

/// SO-15: a matter does not end while its category asks for something: not by hand, not by an answer, not among many.
#[tokio::test]
async fn what_is_required_is_asked_for_when_a_matter_ends() {
    let desk = Desk::new().await;
    let orders = category(&desk, "Orders", None).await;
    let number = field(&desk, json!({"category": orders, "name": "Order", "kind": "text", "required": true})).await;
    let (one, other) = (desk.conversation("A lamp", "It is broken").await, desk.conversation("Keys", "Lost").await);
    desk.patch(&path(one), json!({"category": orders})).await.json_of(200);
    for status in ["resolved", "closed"] {
        let refused = desk.patch(&path(one), json!({"status": status})).await.problem(422, "fields_needed");
        assert_eq!(refused["fields"], json!({format!("fields.{number}"): "Fill in “Order” first."}));
    }
    let answer = json!({"kind": "reply", "text": "It is on its way.", "status": "resolved"});
    desk.post(&format!("{}/messages", path(one)), answer.clone()).await.problem(422, "fields_needed");
    let whole = desk.get(&path(one)).await.json_of(200);
    assert_eq!(whole["messages"].as_array().unwrap().len(), 1, "what was refused did not leave either");
    let bulk = desk.post("/conversations/bulk", json!({"ids": [one, other], "status": "resolved"})).await.json_of(200);
    assert_eq!(bulk["items"][0]["problem"]["code"], "fields_needed");
    assert_eq!(bulk["items"][1]["problem"], Value::Null);
    for aside in ["spam", "trash", "open"] {
        desk.patch(&path(one), json!({"status": aside})).await.json_of(200);
    }
    let done = json!({"status": "resolved", "fields": {&number: "4711"}});
    assert_eq!(desk.patch(&path(one), done).await.json_of(200)["status"], "resolved");
    // What was ended before is not asked again, though something else is asked for since.
    field(&desk, json!({"category": orders, "name": "Reason", "kind": "text", "required": true})).await;
    assert_eq!(desk.patch(&path(one), json!({"status": "closed"})).await.json_of(200)["status"], "closed");
    desk.patch(&path(one), json!({"status": "open"})).await.json_of(200);
    desk.post(&format!("{}/messages", path(one)), answer).await.problem(422, "fields_needed");
}

/// SO-15, SO-6: what stands in fields is kept over a change of category and back; a renamed word is followed; a field that
/// is deleted is gone, and so are those of a category that is.
#[tokio::test]
async fn values_outlive_other_categories_and_renamed_words() {
    let desk = Desk::new().await;
    let (orders, money) = (category(&desk, "Orders", None).await, category(&desk, "Money", None).await);
    let level = json!({"category": orders, "name": "Level", "kind": "choice", "choices": ["gold", "silver"]});
    let level = field(&desk, level).await;
    let conversation = desk.conversation("A lamp", "It is broken").await;
    let url = path(conversation);
    desk.patch(&url, json!({"category": orders, "fields": {&level: "gold"}})).await.json_of(200);
    let elsewhere = desk.patch(&url, json!({"category": money})).await.json_of(200);
    assert_eq!((&elsewhere["fields"], &elsewhere["template"]), (&json!([]), &json!([])));
    let back = desk.patch(&url, json!({"category": orders})).await.json_of(200);
    assert_eq!(back["fields"][0]["value"], "gold");

    let of_level = format!("/category-fields/{level}");
    let rename = json!({"choices": ["Top", "silver"], "renamed": {"gold": "Top"}});
    desk.patch(&of_level, rename.clone()).await.json_of(200);
    assert_eq!(desk.get(&url).await.json_of(200)["fields"][0]["value"], "Top");
    let twice = desk.patch(&of_level, rename).await.problem(422, "field_invalid");
    assert!(twice["fields"]["choices"].is_string());
    let anew = desk.patch(&of_level, json!({"choices": ["Top", "gold"]})).await.problem(422, "field_invalid");
    assert!(anew["fields"]["choices"].is_string(), "some conversations have it as Top");
    desk.patch(&of_level, json!({"choices": ["silver"]})).await.json_of(200);
    assert_eq!(desk.get(&url).await.json_of(200)["fields"][0]["value"], "Top", "what stands there stays");

    assert_eq!(desk.delete(&of_level).await.status, 204);
    assert_eq!(desk.get(&url).await.json_of(200)["fields"], json!([]));
    field(&desk, json!({"category": orders, "name": "Order", "kind": "text", "required": true})).await;
    assert_eq!(desk.delete(&format!("/categories/{orders}?move_to={money}")).await.status, 204);
    assert_eq!(desk.get("/category-fields").await.json_of(200)["items"], json!([]));
    assert_eq!(desk.patch(&url, json!({"status": "resolved"})).await.json_of(200)["status"], "resolved");
}

/// SO-15: `field:` asks for what stands in a field, by its kind; own views ask by the same words, and words beside it count.
#[tokio::test]
async fn fields_are_searched_for_by_their_kind() {
    let desk = Desk::new().await;
    let orders = category(&desk, "Orders", None).await;
    let mut fields = Vec::new();
    for (name, kind) in [("Order number", "text"), ("Days", "number"), ("Since", "date"), ("Paid", "checkbox")] {
        fields.push(field(&desk, json!({"category": orders, "name": name, "kind": kind})).await);
    }
    let level = json!({"category": orders, "name": "Level", "kind": "choice", "choices": ["very gold", "silver"]});
    fields.push(field(&desk, level).await);
    let mut known = Vec::new();
    for values in [["K 4711 A", "9", "2026-11-05", "true", "very gold"], ["K 4712", "10", "2026-02-28", "", "silver"]] {
        let id = desk.conversation("A lamp", "It is broken").await;
        let filled: serde_json::Map<String, Value> =
            fields.iter().cloned().zip(values.into_iter().map(Value::from)).collect();
        desk.patch(&path(id), json!({"category": orders, "fields": filled})).await.json_of(200);
        known.push(id.to_string());
    }
    desk.conversation("A lamp", "Without a category").await;
    for (typed, expected) in [
        ("field:\"Order number\"=4711 ", vec![0]),
        ("field:\"order NUMBER\"=k ", vec![1, 0]),
        ("field:Days=9.0 ", vec![0]),
        ("field:Days>=10 ", vec![1]),
        ("field:Days<=9.5 ", vec![0]),
        ("field:Since=2026-11 ", vec![0]),
        ("field:Since<=2026-02 ", vec![1]),
        ("field:Since>=2026 ", vec![1, 0]),
        ("field:Paid=yes ", vec![0]),
        ("field:Level=\"very gold\" ", vec![0]),
        ("field:Level=gold ", vec![]),
        ("field:Level=sil", vec![1]),
        ("field:Level ", vec![1, 0]),
        ("field:Nothing ", vec![]),
        ("lamp field:Days=10 ", vec![1]),
        ("giraffe field:Days=10 ", vec![]),
        ("field:Days=10 field:Level=silver ", vec![1]),
    ] {
        let asked: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let found = ids(&desk.get(&format!("/conversations?q={asked}")).await.json_of(200));
        let expected: Vec<&str> = expected.into_iter().map(|at: usize| known[at].as_str()).collect();
        assert_eq!(found, expected, "{typed}");
    }
    let view = json!({"name": "Late", "shared": false, "filter": {"text": "field:Days>=10"}});
    let view = desk.post("/views", view).await.json_of(201)["id"].as_str().unwrap().to_string();
    assert_eq!(ids(&desk.get(&format!("/conversations?view={view}")).await.json_of(200)), [known[1].as_str()]);
}

/// SO-15: what a list or a search shows is saved as a table with a column for each field, by whoever leads the team.
#[tokio::test]
async fn conversations_are_saved_as_a_table() {
    let desk = Desk::new().await;
    let orders = category(&desk, "Orders", None).await;
    let number = field(&desk, json!({"category": orders, "name": "Order number", "kind": "text"})).await;
    field(&desk, json!({"category": orders, "name": "status", "kind": "text"})).await;
    let one = desk.conversation("A \"red\" lamp", "It is broken").await;
    desk.patch(&path(one), json!({"category": orders, "fields": {&number: "=1+1"}, "tags": ["a", "b"]}))
        .await
        .json_of(200);
    for _ in 0..250 {
        desk.conversation("Keys", "Lost").await;
    }
    let saved = desk.get("/conversations/table?view=all").await;
    assert_eq!((saved.status.as_u16(), saved.header("content-type")), (200, "text/csv"));
    assert!(saved.header("content-disposition").starts_with("attachment"));
    let text = saved.text();
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
    let head =
        "number,subject,status,priority,mailbox,queue,category,customer,address,assignee,tags,messages,created,updated";
    assert_eq!(lines[0], format!("{head},Order number,status (Orders)"));
    assert_eq!(lines.len(), 252, "more than is read at once, and none twice");
    let own = format!(
        "{one},\"A \"\"red\"\" lamp\",new,normal,support@desk.example,,Orders,Zoë Kůň,zoe@shop.example,,\"a, b\",1,"
    );
    let line = lines.iter().find(|line| line.starts_with(&format!("{one},"))).unwrap();
    assert!(line.starts_with(&own) && line.ends_with(",'=1+1,"), "{line}");
    let found = desk.get("/conversations/table?q=lamp").await.text();
    assert_eq!(found.split_terminator("\r\n").count(), 2, "{found}");
    desk.get("/conversations/table?view=nothing").await.problem(400, "unknown_view");
    desk.by(&desk.ben_token, "GET", "/conversations/table", None).await.problem(403, "forbidden");
    let audit = desk.get("/audit").await.json_of(200);
    assert_eq!(audit["items"][0]["action"], "conversations.exported");
}

/// SO-15: a rule that would resolve fills in what it knows, leaves the status where something is missing, and says so.
#[tokio::test]
async fn a_rule_resolves_nothing_while_something_is_missing() {
    let desk = Desk::new().await;
    let orders = category(&desk, "Orders", None).await;
    let number = field(&desk, json!({"category": orders, "name": "Order", "kind": "text", "required": true})).await;
    let level = json!({"category": orders, "name": "Level", "kind": "choice", "choices": ["gold", "silver"]});
    let level = field(&desk, level).await;
    let unset = json!([{"match": "all", "conditions": [{"field": "category_field", "of": number, "is": "empty"}]}]);
    let then = json!([{"do": "set_field", "of": level, "value": "gold"}, {"do": "set_status", "value": "resolved"}]);
    let rule = json!({"name": "Done", "when": {"on": "assigned"}, "if": unset, "then": then});
    let listed = desk.post("/rules", rule.clone()).await.json_of(201);
    assert_eq!(listed["then"][0], json!({"do": "set_field", "of": level, "value": "gold"}));
    let url = path(desk.conversation("A lamp", "It is broken").await);
    desk.patch(&url, json!({"category": orders})).await.json_of(200);
    let tried = desk.post(
        "/rules/rehearsals",
        json!({"name": "Done", "when": {"on": "customer_message"}, "if": rule["if"], "then": rule["then"]}),
    );
    let tried = tried.await.json_of(200);
    assert_eq!(
        tried["items"][0]["did"][1],
        json!({"do": "set_status", "value": "resolved", "name": "Order", "outcome": "fields-missing"})
    );

    let whole = desk.patch(&url, json!({"assignee": desk.ana})).await.json_of(200);
    assert_eq!((&whole["status"], &whole["fields"][0]["value"]), (&json!("new"), &json!("gold")));
    let fired = events(&whole, "rule_fired");
    assert_eq!(fired[0]["data"]["did"][1]["outcome"], "fields-missing");
    assert_eq!(fired[0]["data"]["did"][1]["name"], "Order");
    assert_eq!(events(&whole, "fields_set")[0]["actor"], json!({"type": "rule", "name": "Done"}));
    assert_eq!(ids(&desk.get("/conversations?q=gold").await.json_of(200)).len(), 1, "search finds what a rule wrote");

    assert_eq!(desk.delete(&format!("/category-fields/{level}")).await.status, 204);
    let gone = desk.get(&format!("/rules/{}", listed["id"].as_str().unwrap())).await.json_of(200);
    assert_eq!(gone["missing"], json!([{"what": "category_field", "value": level}]));
    let days = field(&desk, json!({"name": "Days", "kind": "number"})).await;
    for (of, value) in [(&number, "x".repeat(1_001)), (&days, "many".into())] {
        let unfit = json!([{"do": "set_field", "of": of, "value": value}]);
        let unfit = json!({"name": "Unfit", "when": {"on": "created"}, "if": [], "then": unfit});
        assert!(desk.post("/rules", unfit).await.problem(422, "field_invalid")["fields"]["then"].is_string());
    }
}

/// SO-15: a merged conversation keeps its values for the day on which it comes back; search follows.
#[tokio::test]
async fn merging_and_splitting_keep_what_stands_in_fields() {
    let desk = Desk::new().await;
    let source = field(&desk, json!({"name": "Source", "kind": "text"})).await;
    let (one, other) = (desk.conversation("A lamp", "It is broken").await, desk.conversation("Keys", "Lost").await);
    desk.patch(&path(one), json!({"fields": {&source: "giraffe"}})).await.json_of(200);
    desk.patch(&path(other), json!({"fields": {&source: "zebra"}})).await.json_of(200);
    let whole = desk.post(&format!("{}/merge", path(one)), json!({"into": other})).await.json_of(200);
    assert_eq!(whole["fields"][0]["value"], "zebra");
    let found = |word: &'static str| {
        let desk = &desk;
        async move { ids(&desk.get(&format!("/conversations?view=all&q={word}")).await.json_of(200)) }
    };
    assert_eq!((found("giraffe").await.len(), found("zebra").await), (0, vec![other.to_string()]));
    desk.delete(&format!("{}/merge", path(one))).await.json_of(200);
    assert_eq!((found("giraffe").await, found("zebra").await), (vec![one.to_string()], vec![other.to_string()]));
    assert_eq!(desk.get(&path(one)).await.json_of(200)["fields"][0]["value"], "giraffe");
}
