//! Templates of the mails that the system sends: changed, refused where they do not fit, previewed, tried, and used.

use ::desk::{agent::Role, template::Kind};
use serde_json::{Value, json};

use crate::desk::{Desk, PASSWORD, request};

const PATH: &str = "/templates/invitation/en";

fn draft() -> Value {
    json!({"subject": "Come in", "body": "{{by}} waits for you: {{ link }}\n\nYou are {{address}}."})
}

/// The subject and text of the newest notice to an address.
async fn mailed(desk: &Desk, address: &str) -> Option<(String, String)> {
    let address = address.to_string();
    let found = desk.db().read(move |tx| {
        let mut newest = None;
        for id in 1..100 {
            if let Some(one) = store::notices::by_id(tx, ::desk::NoticeId(id))?
                && one.recipient.address == address
            {
                newest = Some((one.subject, one.text));
            }
        }
        Ok(newest)
    });
    found.await.unwrap()
}

/// SO-10: a changed text is what is sent, with its values put in and never read again.
#[tokio::test]
async fn a_changed_template_is_what_is_mailed_and_its_values_are_never_templates() {
    let desk = Desk::new().await;
    desk.patch(&format!("/agents/{}", desk.ana), json!({"name": "{{address}} {{"})).await.json_of(200);
    let saved = desk.by(&desk.ana_token, "PUT", PATH, Some(draft())).await.json_of(200);
    assert_eq!((&saved["changed"], &saved["subject"]), (&json!(true), &json!("Come in")));
    desk.post("/agents", json!({"email": "new@desk.example", "role": "agent"})).await.json_of(201);
    let (subject, text) = mailed(&desk, "new@desk.example").await.unwrap();
    assert_eq!(subject, "Come in");
    assert!(text.starts_with("{{address}} {{ waits for you: http://desk.example/join#token="), "{text}");
    assert!(text.ends_with("\n\nYou are new@desk.example."), "{text}");
    let listed = desk.get("/templates").await.json_of(200);
    let one = listed["items"].as_array().unwrap().iter().find(|one| one["kind"] == "invitation").unwrap().clone();
    assert_eq!((&one["changed"], &one["audience"]), (&json!(["en"]), &json!("team")));
    assert_eq!(listed["items"].as_array().unwrap().len(), Kind::ALL.len());
    assert_eq!(desk.delete(PATH).await.status, 204);
    assert_eq!(desk.get(PATH).await.json_of(200)["changed"], false);
    let actions = desk.get("/audit?kind=template").await.json_of(200);
    let actions: Vec<&str> =
        actions["items"].as_array().unwrap().iter().map(|one| one["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["template.reset", "template.changed"]);
}

/// what leaves from a mailbox is written in its language.
#[tokio::test]
async fn a_mail_is_written_in_the_language_of_its_mailbox() {
    let desk = Desk::new().await;
    let mailbox = format!("/mailboxes/{}", desk.mailbox);
    desk.patch(&mailbox, json!({"policy": {"language": "de"}, "save_anyway": true})).await.json_of(200);
    desk.post("/agents", json!({"email": "new@desk.example", "role": "agent"})).await.json_of(201);
    let (subject, text) = mailed(&desk, "new@desk.example").await.unwrap();
    assert_eq!(subject, "Sie sind zum Support-Desk eingeladen");
    assert!(text.contains("Ana lädt Sie zum Support-Desk ein.") && text.contains("/join#token="), "{text}");
}

/// SO-10: what does not fit is refused at its field, with the variables that there are.
#[tokio::test]
async fn a_variable_that_does_not_exist_is_refused_at_its_field() {
    let desk = Desk::new().await;
    for (subject, body, field, word) in [
        ("Come in", "{{link}} {{address}} {{who}}", "body", "{{by}}"),
        ("Come in", "{{link}}", "body", "{{address}}"),
        ("Come in", "{{link}} {{address}} {{#if}}", "body", "{{link}}"),
        ("Come in", "", "body", "stand"),
        ("{{who}}", "{{link}} {{address}}", "subject", "no variables"),
        ("a\nBcc: x@y.example", "{{link}} {{address}}", "subject", "200"),
        (&"x".repeat(201), "{{link}} {{address}}", "subject", "200"),
        ("Come in", &format!("{{{{link}}}} {{{{address}}}} {}", "x".repeat(10_000)), "body", "10,000"),
    ] {
        for (method, path) in
            [("PUT", PATH.to_string()), ("POST", format!("{PATH}/preview")), ("POST", format!("{PATH}/tests"))]
        {
            let body = json!({"subject": subject, "body": body});
            let refused = desk.by(&desk.ana_token, method, &path, Some(body)).await.problem(422, "field_invalid");
            assert!(refused["fields"][field].as_str().unwrap().contains(word), "{subject} {refused}");
        }
    }
    for path in ["/templates/x/en", "/templates/invitation/xx", "/templates/invitation/EN"] {
        desk.get(path).await.problem(404, "not_found");
    }
}

/// SO-10: a preview is filled with made-up values in the language; a test goes to oneself alone, ten times an hour.
#[tokio::test]
async fn a_template_is_previewed_and_tried_on_oneself() {
    let desk = Desk::new().await;
    let stands = desk.get("/templates/notification/cs").await.json_of(200);
    assert_eq!(stands["changed"], false);
    let same = json!({"subject": stands["subject"], "body": stands["body"]});
    let shown = desk.post("/templates/notification/cs/preview", same.clone()).await.json_of(200);
    assert_eq!(shown["subject"], "Objednávka 4711 nedorazila");
    let text = shown["text"].as_str().unwrap();
    assert!(text.contains("Zoë Kůň <zoe@shop.example> píše:") && !text.contains("{{"), "{text}");
    for _ in 0..10 {
        assert_eq!(desk.post("/templates/notification/cs/tests", same.clone()).await.status, 202);
    }
    desk.post("/templates/notification/cs/tests", same.clone()).await.problem(422, "field_invalid");
    assert_eq!(mailed(&desk, "ana@desk.example").await.unwrap().0, "Objednávka 4711 nedorazila");
    desk.later(3_601);
    assert_eq!(desk.post("/templates/notification/cs/tests", same).await.status, 202);
    assert_eq!(desk.get("/templates/notification/cs").await.json_of(200)["changed"], false);
}

#[tokio::test]
async fn whoever_saves_a_template_on_an_older_version_is_told() {
    let desk = Desk::new().await;
    let tag = desk.get(PATH).await.header("etag").to_string();
    desk.by(&desk.ana_token, "PUT", PATH, Some(draft())).await.json_of(200);
    let bearer = format!("Bearer {}", desk.ana_token);
    let headers = [("authorization", bearer.as_str()), ("if-match", tag.as_str())];
    let refused = desk.ask(request("PUT", PATH, &headers, Some(draft()))).await.problem(412, "changed_meanwhile");
    assert_eq!(refused["changed"]["by"], "Ana");
}

/// D3: managers and admins write templates, agents do not.
#[tokio::test]
async fn managers_write_templates_and_agents_do_not() {
    let desk = Desk::new().await;
    flow::people::add(&desk.web.node, "mia@desk.example", "Mia", PASSWORD, Role::Manager).await.unwrap();
    let (_, mia) = flow::people::sign_in(&desk.web.node, "mia@desk.example", PASSWORD).await.unwrap();
    for (method, path, body) in [
        ("GET", "/templates".to_string(), None),
        ("GET", PATH.to_string(), None),
        ("PUT", PATH.to_string(), Some(draft())),
        ("POST", format!("{PATH}/preview"), Some(draft())),
        ("POST", format!("{PATH}/tests"), Some(draft())),
        ("DELETE", PATH.to_string(), None),
    ] {
        desk.by(&desk.ben_token, method, &path, body.clone()).await.problem(403, "forbidden");
        let answer = desk.by(&mia, method, &path, body).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text());
    }
}
