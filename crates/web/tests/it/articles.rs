//! Articles: written, found, imported, and made of answers; who may do what to them, and what is refused where.

use serde_json::{Value, json};

use crate::desk::{Desk, Seed, ids};

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_string()
}

async fn added(desk: &Desk, body: Value) -> String {
    text(&desk.post("/articles", body).await.json_of(201)["id"])
}

/// The titles that a question finds, the best first.
async fn found(desk: &Desk, question: &str) -> Vec<String> {
    let path = format!("/articles/search?mailbox={}&q={}", desk.mailbox, question.replace(' ', "%20"));
    let list = desk.get(&path).await.json_of(200);
    list["items"].as_array().unwrap().iter().map(|one| text(&one["title"])).collect()
}

/// LD-5: an article is a draft first; once it is published a question finds it, with its link, and not when it is gone.
#[tokio::test]
async fn an_article_is_written_published_found_and_deleted() {
    let desk = Desk::new().await;
    let new = json!({"title": " Returning goods ", "body": "Send shoes back\r\nwithin 30 days.", "language": "en",
        "link": "https://help.example.org/returns", "mailboxes": [desk.mailbox.to_string()]});
    let made = desk.post("/articles", new).await.json_of(201);
    assert_eq!(
        (&made["title"], &made["state"], &made["source"]),
        (&json!("Returning goods"), &json!("draft"), &json!("written"))
    );
    assert_eq!((&made["body"], &made["alone"]), (&json!("Send shoes back\nwithin 30 days."), &json!(true)));
    assert_eq!((&made["updated_by"]["name"], &made["may_change"]), (&json!("Ana"), &json!(true)));
    let path = format!("/articles/{}", text(&made["id"]));
    assert_eq!(found(&desk, "Can I send shoes back?").await, Vec::<String>::new(), "a draft is not answered from");
    desk.patch(&path, json!({"state": "published", "link": null})).await.json_of(200);
    assert_eq!(found(&desk, "Can I send shoes back?").await, ["Returning goods"]);
    let changed = desk.patch(&path, json!({"link": "https://help.example.org/r"})).await.json_of(200);
    let list = desk.get("/articles/search?q=Can%20I%20send%20shoes%20back").await.json_of(200);
    assert_eq!(list["items"][0]["link"], changed["link"]);
    assert_eq!((&list["items"][0]["covered_percent"], &list["items"][0]["text"]), (&json!(100.0), &changed["body"]));
    assert_eq!(desk.delete(&path).await.status, 204);
    assert_eq!(found(&desk, "Can I send shoes back?").await, Vec::<String>::new());
    desk.get(&path).await.problem(404, "not_found");
    let log = desk.get("/audit?noun=article").await.json_of(200);
    let actions: Vec<&str> =
        log["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["article.deleted", "article.changed", "article.published", "article.added"]);
}

/// LD-5: lists show those of a state, of a source and with words; a page goes on where the one before ended.
#[tokio::test]
async fn articles_are_listed_and_searched() {
    let desk = Desk::new().await;
    let a = added(&desk, json!({"title": "Delivery", "body": "Two days.", "state": "published"})).await;
    let b = added(&desk, json!({"title": "Returns", "body": "Thirty days."})).await;
    for (query, expected) in [
        ("", vec![b.as_str(), a.as_str()]),
        ("?state=published", vec![a.as_str()]),
        ("?state=draft&source=written", vec![b.as_str()]),
        ("?source=imported", vec![]),
        ("?q=day%20thir", vec![b.as_str()]),
        ("?q=nothing", vec![]),
    ] {
        assert_eq!(ids(&desk.get(&format!("/articles{query}")).await.json_of(200)), expected, "{query}");
    }
    let first = desk.get("/articles?limit=1").await.json_of(200);
    assert_eq!(ids(&first), [b.as_str()]);
    let next = desk.get(&format!("/articles?limit=1&after={}", text(&first["next"]))).await.json_of(200);
    assert_eq!((ids(&next), &next["next"]), (vec![a], &Value::Null));
    for bad in ["?state=gone", "?source=x", "?limit=0", &format!("?q={}", "x".repeat(101))] {
        desk.get(&format!("/articles{bad}")).await.problem(400, "parameter_invalid");
    }
    desk.get("/articles/search?mailbox=x&q=a").await.problem(400, "parameter_invalid");
}

/// What does not fit is told at its field, and whoever saves on an older version is told who was faster.
#[tokio::test]
async fn what_does_not_fit_is_told_at_its_field() {
    let desk = Desk::new().await;
    for (field, value) in [
        ("title", json!(" ")),
        ("title", json!("x".repeat(201))),
        ("title", json!("two\nlines")),
        ("body", json!("x".repeat(100 * 1024 + 1))),
        ("body", json!("# Only a heading")),
        ("asked", json!("x".repeat(2_001))),
        ("language", json!("German")),
        ("link", json!("http://help.example.org/")),
        ("link", json!("javascript:alert(1)")),
        ("mailboxes", json!(["999999"])),
    ] {
        let mut body = json!({"title": "Returns", "body": "Thirty days.", "state": "published"});
        body[field] = value;
        let problem = desk.post("/articles", body).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{field}: {problem}");
    }
    let path = format!("/articles/{}", added(&desk, json!({"title": "Returns", "body": "Thirty days."})).await);
    let tag = desk.get(&path).await.header("etag").to_string();
    let save = |title: &str| {
        let headers = [("authorization", format!("Bearer {}", desk.ana_token)), ("if-match", tag.clone())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        crate::desk::request("PATCH", &path, &headers, Some(json!({"title": title})))
    };
    assert_eq!(desk.ask(save("One")).await.status, 200);
    let problem = desk.ask(save("Two")).await.problem(412, "changed_meanwhile");
    assert_eq!(problem["changed"]["by"], "Ana");
}

/// LD-5: Markdown files become articles; the same file again writes its article anew, and one that does not fit says why while
/// the others are there.
#[tokio::test]
async fn files_are_imported_and_known_again() {
    let desk = Desk::new().await;
    let files = |second: &str| {
        json!({"state": "published", "files": [
            {"name": "returns.md", "text": "---\nlanguage: en\nlink: https://help.example.org/r\nalone: false\n---\n# Returns\n\nWithin 30 days."},
            {"name": "delivery.md", "text": second},
            {"name": "empty.md", "text": "---\ntitle: Nothing\n---\n"},
            {"name": "odd.md", "text": "---\nlink: javascript:alert(1)\n---\nText"},
        ]})
    };
    let outcomes = |told: &Value| -> Vec<String> {
        told["files"].as_array().unwrap().iter().map(|one| text(&one["outcome"])).collect()
    };
    let first = desk.post("/articles/imports", files("# Delivery\n\nTwo days.")).await.json_of(200);
    assert_eq!(outcomes(&first), ["added", "added", "refused", "refused"]);
    assert!(first["files"][2]["why"].as_str().unwrap().contains("no text"), "{first}");
    assert!(first["files"][3]["why"].as_str().unwrap().contains("public address"), "{first}");
    let path = format!("/articles/{}", text(&first["files"][0]["article"]));
    let kept = desk.get(&path).await.json_of(200);
    assert_eq!(
        (&kept["title"], &kept["body"], &kept["file"]),
        (&json!("Returns"), &json!("Within 30 days."), &json!("returns.md"))
    );
    assert_eq!((&kept["language"], &kept["alone"], &kept["source"]), (&json!("en"), &json!(false), &json!("imported")));
    desk.patch(&path, json!({"state": "draft"})).await.json_of(200);
    let again = desk.post("/articles/imports", files("# Delivery\n\nThree days.")).await.json_of(200);
    assert_eq!(outcomes(&again), ["same", "updated", "refused", "refused"]);
    assert_eq!(again["files"][1]["article"], first["files"][1]["article"]);
    assert_eq!(
        desk.get(&path).await.json_of(200)["state"],
        "draft",
        "an import publishes nothing that somebody took back"
    );
    assert_eq!(desk.get("/articles").await.json_of(200)["items"].as_array().unwrap().len(), 2);
    for count in [0, 21] {
        let many = vec![json!({"name": "a.md", "text": "A"}); count];
        desk.post("/articles/imports", json!({"files": many})).await.problem(422, "field_invalid");
    }
}

async fn answer(desk: &Desk, within: &str, words: &str) -> String {
    let path = format!("/conversations/{within}/messages");
    text(&desk.post(&path, json!({"kind": "reply", "text": words})).await.json_of(201)["id"])
}

/// LD-5: an answer that an agent approves becomes a draft with what its customer asked; the agent takes out what is personal
/// and publishes it, but no assistant answers with it alone unless whoever leads the team says so.
#[tokio::test]
async fn an_answer_that_is_approved_becomes_knowledge() {
    let desk = Desk::new().await;
    let (within, question) = desk
        .seed(Seed { subject: "Re: Warranty", text: "I am Zoe. Is my kettle under warranty?", ..Seed::default() })
        .await;
    let message = answer(&desk, &within.to_string(), "Dear Zoe, kettles have two years of warranty.").await;
    let ben = async |method: &str, path: &str, body: Option<Value>| desk.by(&desk.ben_token, method, path, body).await;
    let approve = format!("/messages/{message}/article");
    let made = ben("POST", &approve, None).await.json_of(201);
    assert_eq!(
        (&made["title"], &made["state"], &made["source"]),
        (&json!("Warranty"), &json!("draft"), &json!("answer"))
    );
    assert_eq!(made["asked"], "I am Zoe. Is my kettle under warranty?");
    assert_eq!(made["body"], "Dear Zoe, kettles have two years of warranty.");
    assert_eq!((&made["alone"], &made["may_change"]), (&json!(false), &json!(true)));
    assert_eq!(made["answer"], json!({"conversation": within.to_string(), "message": message}));
    assert_eq!(ben("POST", &approve, None).await.json_of(201)["id"], made["id"], "an answer becomes one article");
    let path = format!("/articles/{}", text(&made["id"]));
    let clean = json!({"asked": "Is my kettle under warranty?", "body": "Kettles have two years of warranty.", "state": "published"});
    ben("PATCH", &path, Some(clean)).await.json_of(200);
    assert_eq!(found(&desk, "How long is the warranty of a kettle?").await, ["Warranty"]);
    ben("PATCH", &path, Some(json!({"alone": true}))).await.problem(422, "field_invalid");
    desk.patch(&path, json!({"alone": true})).await.json_of(200);
    ben("PATCH", &path, Some(json!({"title": "Warranties"}))).await.json_of(200);
    // Nothing else of the team's answers, and no other article, is an agent's to change.
    ben("POST", &format!("/messages/{question}/article"), None).await.problem(422, "field_invalid");
    let other = format!("/articles/{}", added(&desk, json!({"title": "Delivery", "body": "Two days."})).await);
    assert_eq!(ben("GET", &other, None).await.json_of(200)["may_change"], false);
    ben("PATCH", &other, Some(json!({"title": "X"}))).await.problem(403, "forbidden");
    ben("DELETE", &other, None).await.problem(403, "forbidden");
}

/// D3: a draft that was made of an answer is seen by whoever may read that answer; what is published is the whole team's.
#[tokio::test]
async fn a_draft_of_a_queue_of_others_is_not_there() {
    let desk = Desk::new().await;
    let queue = desk.post("/queues", json!({"name": "Complaints", "members_only": true, "members": [desk.ana]})).await;
    let within = desk.conversation("Zanzibar", "Is my kettle under warranty?").await;
    desk.patch(&format!("/conversations/{within}"), json!({"queue": queue.json_of(201)["id"]})).await.json_of(200);
    let message = answer(&desk, &within.to_string(), "Two years.").await;
    let approve = format!("/messages/{message}/article");
    let made = desk.by(&desk.ana_token, "POST", &approve, None).await.json_of(201);
    let path = format!("/articles/{}", text(&made["id"]));
    let ben = async |method: &str, path: &str, body: Option<Value>| desk.by(&desk.ben_token, method, path, body).await;
    ben("GET", &path, None).await.problem(404, "not_found");
    ben("PATCH", &path, Some(json!({"title": "X"}))).await.problem(404, "not_found");
    ben("DELETE", &path, None).await.problem(404, "not_found");
    assert!(ids(&ben("GET", "/articles", None).await.json_of(200)).is_empty());
    desk.patch(&path, json!({"state": "published", "title": "Warranty"})).await.json_of(200);
    let seen = ben("GET", &path, None).await.json_of(200);
    assert_eq!((&seen["title"], &seen["answer"]), (&json!("Warranty"), &Value::Null), "but not where it was said");
    assert_eq!(ids(&ben("GET", "/articles", None).await.json_of(200)).len(), 1);
}
