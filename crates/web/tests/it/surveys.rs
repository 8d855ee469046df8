//! Satisfaction surveys (LD-3): when one leaves, what keeps it back, and what its page does with what a customer says.

use ::desk::{ConversationId, Micros};
use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use store::{bounced, settings};

use crate::desk::{Answer, Desk, Seed, read, request};

/// A desk that asks, at once where `minutes` is 0.
async fn asking(minutes: u32, pause_days: u32) -> Desk {
    let desk = Desk::new().await;
    let survey = json!({"on": true, "delay_minutes": minutes, "pause_days": pause_days});
    let path = format!("/mailboxes/{}", desk.mailbox);
    desk.patch(&path, json!({"policy": {"survey": survey}})).await.json_of(200);
    desk
}

async fn written(desk: &Desk, subject: &str, proved: bool) -> ConversationId {
    desk.seed(Seed { subject, text: "Where are my keys?", proved, ..Seed::default() }).await.0
}

async fn set(desk: &Desk, id: ConversationId, status: &str) {
    desk.patch(&format!("/conversations/{id}"), json!({"status": status})).await.json_of(200);
}

async fn shown(desk: &Desk, id: ConversationId) -> Value {
    desk.get(&format!("/conversations/{id}")).await.json_of(200)
}

fn events(shown: &Value, kind: &str) -> Vec<Value> {
    let all = shown["events"].as_array().unwrap().iter();
    all.filter(|event| event["kind"] == kind).map(|event| event["data"].clone()).collect()
}

async fn work(desk: &Desk) {
    while flow::surveys::round(&desk.web.node).await.unwrap() > 0 {}
}

/// The mails of a conversation that ask: subject, text and HTML.
async fn mails(desk: &Desk, id: ConversationId) -> Vec<(String, String, String)> {
    let all = desk.db().read(move |tx| store::notices::of(tx, id, ::desk::NoticeId(0), 50)).await.unwrap();
    let asks = all.into_iter().filter(|notice| notice.kind == ::desk::notice::Kind::Survey);
    asks.map(|notice| (notice.subject, notice.text, notice.html.unwrap())).collect()
}

/// The path of the survey in the mail, without a rating.
fn link(text: &str) -> String {
    let at = text.find("http://desk.example/survey/").unwrap();
    let line = text[at..].lines().next().unwrap();
    line.trim_start_matches("http://desk.example").rsplit_once('/').unwrap().0.to_string()
}

async fn open(desk: &Desk, path: &str) -> Answer {
    desk.ask(request("GET", &format!("/{path}"), &[], None)).await
}

async fn say(desk: &Desk, path: &str, form: &'static str) -> Answer {
    let request = Request::builder().method("POST").uri(path).header("host", "desk.example");
    let request = request.header("content-type", "application/x-www-form-urlencoded").header("origin", "null");
    read(desk.send(request.body(Body::from(form)).unwrap()).await).await
}

async fn resolved_and_asked(desk: &Desk, subject: &str) -> (ConversationId, String) {
    let id = written(desk, subject, true).await;
    set(desk, id, "resolved").await;
    work(desk).await;
    let link = link(&mails(desk, id).await[0].1);
    (id, link)
}

/// SO-16, LD-3: a rule is looked at when a customer says how satisfied they are, and can ask how much.
#[tokio::test]
async fn a_rule_follows_a_rating() {
    let desk = asking(0, 0).await;
    let bad = json!([{"match": "all", "conditions": [{"field": "rating", "is": "at_most", "values": ["2"]}]}]);
    let rule =
        json!({"name": "Unhappy", "when": {"on": "rated"}, "if": bad, "then": [{"do": "add_tag", "value": "unhappy"}]});
    desk.post("/rules", rule).await.json_of(201);
    for (form, tags) in [("rating=4", json!([])), ("rating=1", json!(["unhappy"]))] {
        let (id, link) = resolved_and_asked(&desk, form).await;
        assert_eq!(say(&desk, &link, form).await.status, 303);
        assert_eq!(shown(&desk, id).await["tags"], tags, "{form}");
    }
}

/// SO-16, SO-10: a rule writes to the customer by its template, once and where somebody proved that they wrote; else the timeline
/// says what kept it back.
#[tokio::test]
async fn a_rule_writes_to_the_customer() {
    let desk = Desk::new().await;
    let then = json!([{"do": "send_text", "value": "We have your parcel."}]);
    let rule = json!({"name": "Parcel", "when": {"on": "status_changed"}, "if": [], "then": then});
    desk.post("/rules", rule).await.json_of(201);
    for (subject, proved) in [("Proved", true), ("Not proved", false)] {
        let id = written(&desk, subject, proved).await;
        set(&desk, id, "open").await;
        while flow::rules::round(&desk.web.node).await.unwrap() > 0 {}
        let all = desk.db().read(move |tx| store::notices::of(tx, id, ::desk::NoticeId(0), 50)).await.unwrap();
        let sent: Vec<_> = all.into_iter().filter(|one| one.kind == ::desk::notice::Kind::Rule).collect();
        let shown = shown(&desk, id).await;
        if proved {
            assert_eq!(sent.len(), 1);
            assert!(
                sent[0].text.starts_with("We have your parcel.") && sent[0].subject.contains("Proved"),
                "{}",
                sent[0].text
            );
            assert_eq!(events(&shown, "automatic_sent")[0]["automatic"], "rule");
        } else {
            assert!(sent.is_empty());
            assert_eq!(events(&shown, "automatic_kept_back")[0]["limit"], "not-proved");
        }
    }
}

/// LD-3: off by default; on, each resolving asks once its delay is over, unless the conversation is reopened before.
#[tokio::test]
async fn every_resolving_asks_after_its_delay_and_reopening_cancels() {
    let off = Desk::new().await;
    let id = written(&off, "Keys", true).await;
    set(&off, id, "resolved").await;
    work(&off).await;
    assert!(mails(&off, id).await.is_empty(), "off by default");

    let desk = asking(60, 0).await;
    let id = written(&desk, "Keys", true).await;
    set(&desk, id, "resolved").await;
    work(&desk).await;
    assert!(mails(&desk, id).await.is_empty(), "its time has not come");
    desk.later(1_800);
    set(&desk, id, "open").await;
    set(&desk, id, "resolved").await;
    desk.later(1_801);
    work(&desk).await;
    assert!(mails(&desk, id).await.is_empty(), "the first was cancelled");
    desk.later(1_800);
    set(&desk, id, "closed").await;
    work(&desk).await;
    assert_eq!(mails(&desk, id).await.len(), 1, "closing what was resolved cancels nothing");
    for _ in 0..2 {
        set(&desk, id, "open").await;
        desk.later(90_000);
        set(&desk, id, "resolved").await;
        desk.later(3_600);
        work(&desk).await;
    }
    assert_eq!(mails(&desk, id).await.len(), 3, "every resolving asks");
    assert_eq!(events(&shown(&desk, id).await, "automatic_sent").len(), 3);

    set(&desk, id, "open").await;
    set(&desk, id, "resolved").await;
    set(&desk, id, "trash").await;
    desk.later(3_600);
    work(&desk).await;
    assert_eq!(mails(&desk, id).await.len(), 3, "nothing leaves from the trash");
}

/// LD-3: within the pause a person is asked once, whatever they write about.
#[tokio::test]
async fn a_person_is_not_asked_again_within_the_pause() {
    let desk = asking(0, 10).await;
    let (_, _) = resolved_and_asked(&desk, "Keys").await;
    desk.later(9 * 86_400);
    let second = written(&desk, "Lamp", true).await;
    set(&desk, second, "resolved").await;
    work(&desk).await;
    assert!(mails(&desk, second).await.is_empty());
    assert_eq!(events(&shown(&desk, second).await, "automatic_kept_back")[0]["limit"], "pause");
    desk.later(86_400);
    resolved_and_asked(&desk, "Chair").await;
}

/// LD-3, D1: nobody is asked whom nothing proves, whose mail came back, who is blocked, or who is a machine; the timeline says why.
#[tokio::test]
async fn the_gate_of_automatic_mail_keeps_surveys_back() {
    let desk = asking(0, 0).await;
    let limit = async |proved: bool| {
        let id = written(&desk, "Keys", proved).await;
        set(&desk, id, "resolved").await;
        work(&desk).await;
        assert!(mails(&desk, id).await.is_empty());
        events(&shown(&desk, id).await, "automatic_kept_back")[0].clone()
    };
    assert_eq!(
        limit(false).await,
        json!({"automatic": "survey", "address": "zoe@shop.example", "limit": "not-proved"})
    );
    let now = Micros(crate::desk::TODAY);
    let blocked = vec!["zoe@shop.example".to_string()];
    desk.db().write(move |tx| settings::set(tx, settings::BLOCKED_SENDERS, &blocked, now)).await.unwrap();
    assert_eq!(limit(true).await["limit"], "blocked");
    desk.db().write(move |tx| bounced::mark(tx, "zoe@shop.example", None, "gone", now)).await.unwrap();
    assert_eq!(limit(true).await["limit"], "bounced");

    let started =
        json!({"mailbox": desk.mailbox, "to": [{"address": "max@x.example"}], "subject": "Hello", "text": "Hello"});
    let id: ConversationId =
        desk.post("/conversations", started).await.json_of(201)["id"].as_str().unwrap().parse().unwrap();
    desk.later(3_600);
    set(&desk, id, "resolved").await;
    work(&desk).await;
    assert!(mails(&desk, id).await.is_empty(), "who never wrote is not asked");
}

/// LD-3, D1: two to a domain leave at once; the third leaves when that limit has passed, and is not lost.
#[tokio::test]
async fn a_limit_of_the_moment_only_puts_a_survey_off() {
    let desk = asking(0, 0).await;
    let mut all = Vec::new();
    for subject in ["One", "Two", "Three"] {
        let id = written(&desk, subject, true).await;
        set(&desk, id, "resolved").await;
        all.push(id);
    }
    work(&desk).await;
    let mut left = Vec::new();
    for id in &all {
        left.push(mails(&desk, *id).await.len());
    }
    assert_eq!(left, [1, 1, 0]);
    desk.later(601);
    work(&desk).await;
    assert_eq!(mails(&desk, all[2]).await.len(), 1);
}

/// LD-3: opening the links, as scanners of mail do, stores nothing; sending the form does, once, and can be changed for a while.
#[tokio::test]
async fn opening_a_link_stores_nothing_and_sending_the_form_does() {
    let desk = asking(0, 0).await;
    let (id, link) = resolved_and_asked(&desk, "<Keys>").await;
    let (subject, text, html) = mails(&desk, id).await.remove(0);
    assert_eq!(subject, "How was our help? <Keys>");
    for number in 1..=5 {
        let address = format!("http://desk.example{link}/{number}");
        assert!(text.contains(&address) && html.contains(&format!("href=\"{address}\"")), "{text}\n{html}");
        for method in ["GET", "HEAD"] {
            let page = desk.ask(request(method, &format!("/{link}/{number}"), &[], None)).await;
            assert_eq!(page.status, 200);
            assert_eq!(page.header("set-cookie"), "");
            let policy = page.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && !policy.contains("script"), "{policy}");
            assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "no-referrer"));
            assert!(!page.text().contains("<script") && !page.text().contains("<Keys>"), "{}", page.text());
        }
    }
    let before = shown(&desk, id).await;
    assert_eq!((&before["surveys"][0]["rating"], events(&before, "rated").len()), (&Value::Null, 0));

    let sent = say(&desk, &link, "rating=5&comment=Quick+%26+kind.%0D%0A%3Cb%3E").await;
    assert_eq!((sent.status.as_u16(), sent.header("location")), (303, link.as_str()));
    let thanks = open(&desk, &link).await.text();
    assert!(thanks.contains("Your rating: Very good") && thanks.contains("Quick &amp; kind.\n&lt;b&gt;"), "{thanks}");
    say(&desk, &link, "rating=5&comment=Quick+%26+kind.%0A%3Cb%3E").await;
    let after = shown(&desk, id).await;
    let survey = after["surveys"][0].clone();
    assert_eq!((&survey["rating"], &survey["comment"]), (&json!(5), &json!("Quick & kind.\n<b>")));
    let rated = json!({"rating": 5, "comment": "Quick & kind.\n<b>", "changed": false});
    assert_eq!(events(&after, "rated"), [rated], "the same said twice is said once");
    assert_eq!(after["events"].as_array().unwrap().last().unwrap()["actor"], json!({"type": "contact", "name": null}));

    desk.later(3_600);
    assert!(open(&desk, &format!("{link}/2")).await.text().contains("value=\"2\" required checked"));
    assert_eq!(shown(&desk, id).await["surveys"][0]["rating"], 5, "another link of the mail changes nothing by itself");
    say(&desk, &link, "rating=2&comment=").await;
    let changed = shown(&desk, id).await;
    assert_eq!(events(&changed, "rated")[1], json!({"rating": 2, "comment": "", "changed": true}));

    desk.later(7 * 86_400);
    say(&desk, &link, "rating=1&comment=").await;
    assert_eq!(shown(&desk, id).await["surveys"][0]["rating"], 2, "the week is over");
    assert!(open(&desk, &link).await.text().contains("It cannot be changed any more."));
    let summary = desk.get(&format!("/mailboxes/{}/surveys", desk.mailbox)).await.json_of(200);
    assert_eq!(summary, json!({"days": 30, "sent": 1, "rated": 1, "ratings": [0, 1, 0, 0, 0], "average": 2.0}));
    desk.get(&format!("/mailboxes/{}/surveys?days=0", desk.mailbox)).await.problem(400, "parameter_invalid");
}

/// LD-3: what does not fit is said on the page and nothing is stored; a link is good for a month, and no other is.
#[tokio::test]
async fn a_form_that_does_not_fit_is_shown_again_and_links_end() {
    let desk = asking(0, 0).await;
    let (id, link) = resolved_and_asked(&desk, "Keys").await;
    let long: &'static str = Box::leak(format!("rating=4&comment={}", "x".repeat(2_001)).into_boxed_str());
    let huge: &'static str = Box::leak(format!("rating=4&comment={}", "x".repeat(40_000)).into_boxed_str());
    for (form, said) in [
        ("rating=&comment=Hm", "Please choose a rating."),
        ("rating=6", "Please choose a rating."),
        ("comment=Hm", "Please choose a rating."),
        (long, "That is more than 2000 characters."),
        (huge, "Nothing was stored."),
    ] {
        let refused = say(&desk, &link, form).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert!(refused.text().contains(said) && refused.text().contains("role=\"alert\""), "{}", refused.text());
    }
    assert_eq!(shown(&desk, id).await["surveys"][0]["rating"], Value::Null);
    let mut forged = link.clone();
    let last = forged.pop().unwrap();
    forged.push(if last == 'a' { 'b' } else { 'a' });
    assert_eq!(open(&desk, &forged[..forged.len() - 3]).await.status, 404);
    desk.later(30 * 86_400);
    let over = open(&desk, &link).await;
    assert_eq!(over.status, 410);
    assert!(over.text().contains("The time for this survey is over"), "{}", over.text());
    say(&desk, &link, "rating=4&comment=").await;
    // By now the agent's session is over too.
    let kept = desk.db().read(move |tx| store::surveys::of(tx, id)).await.unwrap();
    assert_eq!(kept.iter().map(|survey| survey.rating).collect::<Vec<_>>(), [None]);
    desk.later(3 * 86_400);
    assert_eq!(open(&desk, &link).await.status, 404);
}

/// LD-3: guessing links and answering without end is slowed down, and says for how long.
#[tokio::test]
async fn guesses_and_floods_are_slowed_down() {
    let desk = asking(0, 0).await;
    let (_, link) = resolved_and_asked(&desk, "Keys").await;
    for _ in 0..10 {
        assert_eq!(open(&desk, "/survey/aaaa").await.status, 404);
    }
    let slowed = open(&desk, "/survey/aaaa").await;
    assert_eq!((slowed.status.as_u16(), slowed.header("retry-after")), (429, "600"));
    assert_eq!(open(&desk, &link).await.status, 200, "a link that is one still opens");
    for _ in 0..10 {
        assert_eq!(say(&desk, &link, "rating=4&comment=").await.status, 303);
    }
    assert_eq!(say(&desk, &link, "rating=4&comment=").await.status, 429);
}

/// LD-3, X-8: the mail and its page are in the language of the mailbox; a page that nothing stands behind in the browser's.
#[tokio::test]
async fn mail_and_page_speak_the_customers_language() {
    let desk = asking(0, 0).await;
    let path = format!("/mailboxes/{}", desk.mailbox);
    desk.patch(&path, json!({"policy": {"language": "cs"}})).await.json_of(200);
    let (id, link) = resolved_and_asked(&desk, "Klíče").await;
    let (subject, text, _) = mails(&desk, id).await.remove(0);
    assert_eq!(subject, "Jaká byla naše pomoc? Klíče");
    assert!(text.contains("Velmi dobrá"), "{text}");
    let page = open(&desk, &link).await.text();
    assert!(page.contains("lang=\"cs\"") && page.contains("Odeslat"), "{page}");
    let unknown = desk.ask(request("GET", "//survey/aaaa", &[("accept-language", "fr-CA, en")], None)).await;
    assert!(unknown.text().contains("Ce lien ne mène nulle part"), "{}", unknown.text());
}

/// LD-3: erasing a contact takes the comment and ends the link; the number still counts.
#[tokio::test]
async fn erasing_a_contact_erases_comment_and_link() {
    let desk = asking(0, 0).await;
    let (id, link) = resolved_and_asked(&desk, "Keys").await;
    say(&desk, &link, "rating=4&comment=Zoe+was+here").await;
    let contact = shown(&desk, id).await["contact"]["id"].as_str().unwrap().to_string();
    let erase = desk.post(&format!("/contacts/{contact}/erasure"), json!({"address": "zoe@shop.example"})).await;
    assert!(erase.status.is_success(), "{}", erase.text());
    let after = shown(&desk, id).await;
    assert_eq!((&after["surveys"][0]["rating"], &after["surveys"][0]["comment"]), (&json!(4), &json!("")));
    assert!(!after.to_string().contains("Zoe was here"), "{after}");
    assert_eq!(open(&desk, &link).await.status, 404);
    let summary = desk.get(&format!("/mailboxes/{}/surveys", desk.mailbox)).await.json_of(200);
    assert_eq!(summary["ratings"], json!([0, 0, 0, 1, 0]));
}
