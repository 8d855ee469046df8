//! Answers for which something has to have happened before: an arrival that was deleted, an invitation that was mailed, a
//! server that is there.

use std::sync::{Arc, atomic::AtomicI64};

use ::desk::{MailboxId, MessageId, WebhookDeliveryId, agent::Role, notice, totp, webhook};
use data_encoding::BASE32_NOPAD;
use serde_json::{Value, json};
use store::{cursors, pending, webhook_deliveries};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use tower::ServiceExt;

use super::{Operation, Shown};
use crate::{
    desk::{Desk, PASSWORD, Seed, TODAY, node, read},
    invitations,
    matrix::site::{Ask, Person, Site, form},
    model::Model,
};

/// The answer, where this operation needs more for this status than a request.
pub async fn show(site: &Site, operation: &Operation, status: u16) -> Option<Shown> {
    let asked = match (operation.id.as_str(), status) {
        ("join" | "setPassword" | "setUp", 201 | 204) => return Some(by_link(&operation.id).await),
        ("listSandboxMails", 404) => {
            return Some(elsewhere(|node| node.demo = false, |web| web, "/sandbox/mails").await);
        }
        ("listenEvents", 429) => {
            return Some(elsewhere(|_| {}, |web| web::Web::bounded(web.node.clone(), 0), "/events").await);
        }
        ("listTokens" | "listSessions" | "readPush" | "readSecondFactor", 403) => by_token(site, operation).await,
        ("signIn", 401) => altered(operation.prepared(site).await, "password", json!("wrong")),
        ("takeBackRelease", 200) => after(site, operation, "POST", Some(json!({"as": "release"}))).await,
        ("unblockSender" | "undeleteArrival", 200) => after(site, operation, "POST", None).await,
        ("releaseArrival" | "blockSender" | "deleteArrival" | "retryArrival", 409) => deleted(site, operation).await,
        ("writeMessage", 409) => over_a_newer(site, operation).await,
        ("removeMailbox", 409) => {
            Ask { path: format!("/mailboxes/{}", site.desk.mailbox), ..operation.prepared(site).await }
        }
        ("setUpForwarding", 200) => return Some(forwarding(site, operation).await),
        ("compareMailbox", 200) => compared(site, operation).await,
        ("beginTrustTest", 202) => return Some(trust_test(site, operation).await),
        ("publishMessage", 200) => kept_back(site, operation).await,
        ("sendNow" | "undoSending", 422) => about_a_note(site, operation).await,
        ("replayWebhookDelivery", 201) => failed_delivery(site, operation).await,
        ("confirmSecondFactor", 200) => return Some(second_factor(site, operation).await),
        ("undoContactMerge", 422) => merged_further(site, operation).await,
        ("deleteCategory", 422) => with_path(operation.prepared(site).await, "?move_to=x"),
        ("askForHelp", 200) => helped(site, operation).await,
        ("uploadAttachment", 413) => operation.prepared(site).await.carrying(form("a.txt", &"x".repeat(26 << 20))),
        ("uploadAttachment", 422) => operation.prepared(site).await.carrying("--b--\r\n"),
        _ => return None,
    };
    let answer = site.send(&asked).await;
    Some(Shown { asked, answer })
}

/// A model helps agents.
async fn helped(site: &Site, operation: &Operation) -> Ask {
    crate::help::hire(&site.desk, &Model::saying("Your parcel left today.").await).await;
    operation.prepared(site).await
}

fn altered(mut ask: Ask, field: &str, value: Value) -> Ask {
    ask.body.as_mut().unwrap()[field] = value;
    ask
}

fn with_path(ask: Ask, end: &str) -> Ask {
    Ask { path: format!("{}{end}", ask.path), ..ask }
}

/// The number in a path.
fn number(ask: &Ask) -> i64 {
    ask.path.split('/').find_map(|part| part.parse().ok()).unwrap()
}

async fn done(site: &Site, ask: &Ask) -> Value {
    let answer = site.send(ask).await;
    assert!(answer.status.is_success(), "{} {}: {}", ask.method, ask.path, answer.text());
    serde_json::from_slice(&answer.bytes).unwrap_or_default()
}

/// What a request of this method on the same path made is undone.
async fn after(site: &Site, operation: &Operation, method: &str, body: Option<Value>) -> Ask {
    let ask = operation.prepared(site).await;
    done(site, &Ask { method: method.into(), body, ..ask.clone() }).await;
    ask
}

/// The mail is not held any more.
async fn deleted(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.prepared(site).await;
    let path = format!("/arrivals/{}/deletion", number(&ask));
    done(site, &Ask { path, body: None, ..ask.clone() }).await;
    ask
}

async fn by_token(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.prepared(site).await;
    let body = Some(json!({"name": format!("Token {}", site.number())}));
    let made = done(site, &Ask { method: "POST".into(), path: "/me/tokens".into(), body, ..ask.clone() }).await;
    ask.with("authorization", &format!("Bearer {}", made["token"].as_str().unwrap()))
}

/// An answer by somebody who has not seen the newest message.
async fn over_a_newer(site: &Site, operation: &Operation) -> Ask {
    let (id, seen) = site.conversation(false).await;
    site.desk.seed(Seed { subject: "Newer", text: "Newer", within: Some(id), ..Seed::default() }).await;
    let body = json!({"kind": "reply", "text": "Hello", "seen": seen});
    Ask { path: format!("/conversations/{id}/messages"), body: Some(body), ..operation.prepared(site).await }
}

async fn note_of(site: &Site, ask: &Ask) -> MessageId {
    let (id, _) = site.conversation(false).await;
    let (path, body) = (format!("/conversations/{id}/messages"), Some(json!({"kind": "note", "text": "Hello"})));
    let note = done(site, &Ask { method: "POST".into(), path, body, ..ask.clone() }).await;
    note["id"].as_str().unwrap().parse().unwrap()
}

async fn about_a_note(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.prepared(site).await;
    Ask { path: format!("/messages/{}/sending", note_of(site, &ask).await), ..ask }
}

/// A note that came by mail and was kept back.
async fn kept_back(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.prepared(site).await;
    let (message, agent) = (note_of(site, &ask).await, site.people.last().unwrap().0);
    let expires_at = site.desk.web.node.clock.now().plus_s(60);
    let add = move |tx: &mut store::Tx<'_>| {
        let conversation = store::messages::by_id(tx, message)?.unwrap().conversation;
        let (reason, plan) = ("copies".into(), pending::SENT_BY_AGENT.into());
        pending::add(tx, &pending::Pending { message, agent, conversation, reason, plan, expires_at })
    };
    site.desk.db().write(add).await.unwrap();
    Ask { path: format!("/messages/{message}/publication"), ..ask }
}

async fn failed_delivery(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.prepared(site).await;
    let (id, now) = (WebhookDeliveryId(number(&ask)), site.desk.web.node.clock.now());
    let tried = || webhook_deliveries::Tried { took_ms: None, status: None, response: None, problem: None };
    let end =
        move |tx: &mut store::Tx<'_>| webhook_deliveries::record(tx, id, webhook::State::Failed, None, &tried(), now);
    site.desk.db().write(end).await.unwrap();
    ask
}

/// The contact into which this one was merged is merged itself.
async fn merged_further(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.about(site, Person::Admin, "merged").await;
    let target = site.desk.get(&format!("/contacts/{}", number(&ask))).await.json_of(200)["id"].clone();
    let further = operation.about(site, Person::Admin, "open").await;
    let (path, body) =
        (format!("/contacts/{}/merge", target.as_str().unwrap()), json!({"into": number(&further).to_string()}));
    done(site, &Ask { method: "POST".into(), path, body: Some(body), ..ask.clone() }).await;
    ask
}

/// Another organisation's mailbox sends the mails of the test; it is gone again behind it.
async fn trust_test(site: &Site, operation: &Operation) -> Shown {
    let asked = operation.prepared(site).await;
    let outside = json!({"address": "max@other.example", "save_anyway": true,
        "outgoing": {"host": "127.0.0.1", "port": 1, "tls": "none"}});
    let made = site.desk.post("/mailboxes", outside).await.json_of(201);
    let answer = site.send(&asked).await;
    assert_eq!(site.desk.delete(&format!("/mailboxes/{}", made["id"].as_str().unwrap())).await.status, 204);
    Shown { asked, answer }
}

/// The desk has a domain for forwarded mail, until it is asked.
async fn forwarding(site: &Site, operation: &Operation) -> Shown {
    let domain = async |name: Value| site.desk.patch("/settings", json!({"inbound_domain": name})).await.json_of(200);
    let asked = operation.prepared(site).await;
    domain(json!("in.desk.example")).await;
    let answer = site.send(&asked).await;
    domain(Value::Null).await;
    Shown { asked, answer }
}

/// A mailbox whose folder was read before, on a server that is there.
async fn compared(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.prepared(site).await;
    let (id, port) = (MailboxId(number(&ask)), empty_imap().await);
    let incoming = json!({"incoming": {"kind": "imap", "host": "127.0.0.1", "port": port, "tls": "none",
        "login": "max", "password": "secret", "folder": "INBOX", "after": "nothing"}, "save_anyway": true});
    site.desk.patch(&format!("/mailboxes/{id}"), incoming).await.json_of(200);
    let now = site.desk.web.node.clock.now();
    let advance = move |tx: &mut store::Tx<'_>| {
        let stored = store::mailboxes::by_id(tx, id)?.unwrap();
        let incoming = stored.incoming.unwrap();
        let folder = incoming.folder_name().to_string();
        cursors::advance(tx, &cursors::Place { mailbox: id, account: incoming.account(), folder }, 7, 1, now)
    };
    site.desk.db().write(advance).await.unwrap();
    ask
}

/// The port of an IMAP server with an empty folder.
async fn empty_imap() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"* OK hello\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
                    let said = match command.split(' ').next().unwrap() {
                        "CAPABILITY" => "* CAPABILITY IMAP4rev1\r\n",
                        "SELECT" | "EXAMINE" => "* 0 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT 2]\r\n",
                        _ => "",
                    };
                    if write.write_all(format!("{said}{tag} OK done\r\n").as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    port
}

/// Confirmed by the code of the device; taken away again behind it.
async fn second_factor(site: &Site, operation: &Operation) -> Shown {
    let ask = operation.prepared(site).await;
    let password = || Some(json!({"password": PASSWORD}));
    let begun =
        done(site, &Ask { method: "POST".into(), path: "/me/second-factor".into(), body: password(), ..ask.clone() })
            .await;
    let secret = BASE32_NOPAD.decode(begun["secret"].as_str().unwrap().as_bytes()).unwrap();
    let code = totp::code(&secret, totp::step(site.desk.web.node.clock.now()));
    let asked = altered(ask, "code", json!(code));
    let answer = site.send(&asked).await;
    let path = "/me/second-factor/removal".into();
    done(site, &Ask { method: "POST".into(), path, body: password(), ..asked.clone() }).await;
    Shown { asked, answer }
}

/// Of a desk of its own, where a link was mailed or printed.
async fn by_link(operation: &str) -> Shown {
    let name = json!("Max");
    if operation == "setUp" {
        let folder = tempfile::tempdir().unwrap();
        let node = node(folder.path(), &Arc::new(AtomicI64::new(TODAY)), "http://desk.example");
        store::migrations::migrate(&node.db).await.unwrap();
        let link = flow::people::new_set_up_link(&node).await.unwrap();
        let token = link.split_once("#token=").unwrap().1;
        let body = json!({"token": token, "name": name, "email": "max@desk.example", "password": PASSWORD});
        let asked = Ask { body: Some(body), ..Ask::of("POST", "/setup") };
        let answer = read(web::router(web::Web::new(node)).oneshot(asked.request()).await.unwrap()).await;
        return Shown { asked, answer };
    }
    let desk = Desk::new().await;
    let (path, body) = if operation == "join" {
        desk.post("/agents", json!({"email": "max@desk.example", "role": "agent"})).await.json_of(201);
        let token = invitations::token(&desk, notice::Kind::Invitation, "join").await;
        ("/joining", json!({"token": token, "name": name, "password": PASSWORD}))
    } else {
        flow::new_password::ask(&desk.web.node, "ben@desk.example").await.unwrap();
        let token = invitations::token(&desk, notice::Kind::PasswordLink, "new-password").await;
        ("/password", json!({"token": token, "password": PASSWORD}))
    };
    let asked = Ask { body: Some(body), ..Ask::of("POST", path) };
    let answer = desk.ask(asked.request()).await;
    Shown { asked, answer }
}

/// What an agent gets at a path of a desk that is not like the others.
async fn elsewhere(alter: fn(&mut flow::Node), serve: fn(web::Web) -> web::Web, path: &str) -> Shown {
    let folder = tempfile::tempdir().unwrap();
    let mut node = node(folder.path(), &Arc::new(AtomicI64::new(TODAY)), "http://desk.example");
    alter(&mut node);
    store::migrations::migrate(&node.db).await.unwrap();
    flow::people::add(&node, "max@desk.example", "Max", PASSWORD, Role::Agent).await.unwrap();
    let (_, token) = flow::people::sign_in(&node, "max@desk.example", PASSWORD).await.unwrap();
    let asked = Ask::of("GET", path).with("authorization", &format!("Bearer {token}"));
    let answer = read(web::router(serve(web::Web::new(node))).oneshot(asked.request()).await.unwrap()).await;
    Shown { asked, answer }
}
