//! Requests that follow from the document: each status is provoked in the one way that it has everywhere.

use serde_json::{Value, json};

use super::{Operation, Shown};
use crate::matrix::{
    self,
    site::{Ask, Person, Site},
};

/// Asks for this status.
pub async fn show(site: &Site, operation: &Operation, status: u16) -> Shown {
    let asked = match status {
        400 => malformed(operation, operation.prepared(site).await),
        401 if !operation.is_open() => anonymous(operation.prepared(site).await),
        403 if operation.method != "GET" => of_another_site(operation.prepared(site).await),
        412 => operation.prepared(site).await.with("if-match", "\"another\""),
        413 => operation.prepared(site).await.with("content-length", "99999999"),
        415 => operation.prepared(site).await.with("content-type", "text/plain"),
        422 if operation.takes_json() => with_unknown_field(operation.prepared(site).await),
        422 if operation.parameters("header").contains(&"Idempotency-Key") => key_again(site, operation).await,
        429 => return too_often(site, operation.prepared(site).await).await,
        _ => from_the_table(site, operation, status).await,
    };
    let answer = site.send(&asked).await;
    Shown { asked, answer }
}

/// As somebody, about something, that the matrix knows to give this status; the answer says so where there is none.
async fn from_the_table(site: &Site, operation: &Operation, status: u16) -> Ask {
    let lines = matrix::table();
    let cells = lines.iter().filter(|line| line.operation == operation.id).flat_map(|line| {
        let people = Person::ALL.into_iter().zip(&line.cells).rev();
        people.map(move |(person, cell)| (person, line.object, *cell))
    });
    let mut cells = cells.filter(|(_, _, cell)| *cell == status);
    match cells.next() {
        Some((person, object, _)) => operation.about(site, person, object).await,
        None => operation.prepared(site).await,
    }
}

fn malformed(operation: &Operation, ask: Ask) -> Ask {
    if operation.takes_json() {
        return ask.with("content-type", "application/json").carrying("{");
    }
    if operation.parameters("header").contains(&"Idempotency-Key") {
        return ask.with("idempotency-key", "with space");
    }
    let name = operation.parameters("query")[0].to_string();
    let path = ask.path.split('?').next().unwrap();
    Ask { path: format!("{path}?{name}=1&{name}=2"), ..ask }
}

fn anonymous(mut ask: Ask) -> Ask {
    ask.headers.retain(|(name, _)| name != "authorization");
    ask
}

/// A page of another site that makes the browser send its cookie.
fn of_another_site(ask: Ask) -> Ask {
    let bearer = ask.headers.iter().find(|(name, _)| name == "authorization");
    let token = bearer.map(|(_, value)| value.trim_start_matches("Bearer ").to_string()).unwrap_or_default();
    anonymous(ask).with("cookie", &format!("staffetta={token}")).with("origin", "https://evil.example")
}

fn with_unknown_field(mut ask: Ask) -> Ask {
    ask.body.as_mut().unwrap()["no_such_field"] = json!(1);
    ask
}

/// A key that belongs to another request of the same person.
async fn key_again(site: &Site, operation: &Operation) -> Ask {
    let ask = operation.prepared(site).await.with("idempotency-key", &format!("key-{}", site.number()));
    let body = json!({"name": format!("Name {}", site.number()), "text": "Hello"});
    let mut other =
        Ask { path: "/snippets".into(), method: "POST".into(), body: Some(body), bytes: None, ..ask.clone() };
    other.headers.retain(|(name, _)| name != "content-type");
    assert_eq!(site.send(&other).await.status, 201);
    ask
}

/// What fails until it is heard no more.
async fn too_often(site: &Site, mut asked: Ask) -> Shown {
    if let Some(Value::Object(body)) = &mut asked.body {
        // A link or a code that names nothing is wrong by itself.
        let proof = ["old", "token", "code", "password"].into_iter().find(|name| body.contains_key(*name));
        if let Some(name @ ("old" | "password")) = proof {
            body.insert(name.into(), "wrong".into());
        }
    }
    let mut answer = site.send(&asked).await;
    for _ in 0..10 {
        if answer.status == 429 {
            break;
        }
        answer = site.send(&asked).await;
    }
    Shown { asked, answer }
}
