//! A small blocking client of the desk's REST API, for journeys that judge by what the API says. Never asserts a status by itself.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{Method, Request};

use crate::events::Events;
use crate::wait::{DEADLINE, wait_for};

/// A client, signed in or not. Paths are relative to `/api/v1`.
#[derive(Debug, Clone)]
pub struct Api {
    agent: Agent,
    address: String,
    token: Option<String>,
}

/// An answer of the API.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub bytes: Vec<u8>,
    request: String,
}

impl Answer {
    /// The body as JSON; `null` when there is none. Panics when it is something else.
    #[must_use]
    pub fn json(&self) -> Value {
        if self.bytes.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{}: not JSON ({error}): {}", self.request, self.text()))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON, provided that the status is this one; panics with both otherwise.
    #[must_use = "call `accept` when the body does not matter"]
    pub fn json_of(&self, status: u16) -> Value {
        self.accept(status);
        self.json()
    }

    /// Panics, with the body, unless the status is this one.
    pub fn accept(&self, status: u16) {
        assert_eq!(self.status, status, "{}: {}", self.request, self.text());
    }
}

impl Api {
    /// A client that is not signed in.
    #[must_use]
    pub fn new(address: &str) -> Self {
        let settings =
            Agent::config_builder().http_status_as_error(false).max_redirects(0).timeout_global(Some(DEADLINE)).build();
        Self { agent: settings.new_agent(), address: address.to_owned(), token: None }
    }

    /// A client signed in with a bearer token; panics when the desk refuses.
    #[must_use]
    pub fn sign_in(address: &str, email: &str, password: &str) -> Self {
        let mut api = Self::new(address);
        let answer = api.post("/session", &json!({"email": email, "password": password}));
        assert!(matches!(answer.status, 200 | 201), "signing in as {email}: {} {}", answer.status, answer.text());
        api.token = Some(answer.json()["token"].as_str().expect("a token").to_owned());
        api
    }

    /// The same client with another bearer token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// GET.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Vec::new())
    }

    /// POST of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::POST, path, body)
    }

    /// PATCH of JSON.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PATCH, path, body)
    }

    /// PUT of JSON.
    pub fn put_json(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PUT, path, body)
    }

    /// PUT without a body.
    pub fn put(&self, path: &str) -> Answer {
        self.send(Method::PUT, path, &[], Vec::new())
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], Vec::new())
    }

    /// Uploads a file to `/attachments` and returns its id.
    #[must_use]
    pub fn upload(&self, filename: &str, content_type: &str, content: &[u8]) -> String {
        let boundary = "journey-boundary-7d1f";
        let mut body = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{filename}\"\r\nContent-Type: {content_type}\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        let form = format!("multipart/form-data; boundary={boundary}");
        let answer = self.send(Method::POST, "/attachments", &[("content-type", &form)], body).json_of(201);
        answer["id"].as_str().expect("an id").to_owned()
    }

    fn send_json(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.send(method, path, &[("content-type", "application/json")], body.to_string().into_bytes())
    }

    /// Sends a request with headers of the test's choice; a path that starts with `http` or without `/api` is completed.
    pub fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let request = format!("{method} {path}");
        let mut builder = Request::builder().method(method).uri(self.url(path));
        if let Some(token) = &self.token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let answer = if body.is_empty() {
            self.agent.run(builder.body(()).expect("a request"))
        } else {
            self.agent.run(builder.body(body).expect("a request"))
        };
        let mut answer = answer.unwrap_or_else(|error| panic!("{request}: {error}"));
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let bytes = answer
            .body_mut()
            .with_config()
            .limit(512 << 20)
            .read_to_vec()
            .unwrap_or_else(|error| panic!("{request}: {error}"));
        Answer { status: answer.status().as_u16(), headers, bytes, request }
    }

    fn url(&self, path: &str) -> String {
        let top = if path.starts_with("/api/") || !path.starts_with('/') { "" } else { "/api/v1" };
        if path.starts_with("http") { path.to_owned() } else { format!("{}{top}{path}", self.address) }
    }

    /// All items of a list, over all its pages. `path` may hold a query.
    #[must_use]
    pub fn list(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut after = String::new();
        loop {
            let separator = if path.contains('?') { '&' } else { '?' };
            let page = self.get(&format!("{path}{separator}limit=200{after}")).json_of(200);
            items.extend(
                page["items"].as_array().unwrap_or_else(|| panic!("GET {path} is no list: {page}")).iter().cloned(),
            );
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return items,
            }
        }
    }

    /// Asks `path` until `choose` finds in the answer what the journey waits for; panics with `what` and the last answer at the deadline.
    pub fn wait_for<T>(&self, what: &str, path: &str, mut choose: impl FnMut(&Value) -> Option<T>) -> T {
        wait_for(&format!("{what} (GET {path})"), || {
            let answer = self.get(path);
            (answer.status == 200).then(|| choose(&answer.json())).flatten()
        })
    }

    /// Waits for the conversation with this subject in the view `all` and returns it in full.
    #[must_use]
    pub fn await_conversation(&self, subject: &str) -> Value {
        let id = self.wait_for(&format!("the conversation {subject:?}"), "/conversations?view=all&limit=200", |page| {
            let item = page["items"].as_array()?.iter().find(|item| item["subject"] == subject)?;
            Some(item["id"].as_str()?.to_owned())
        });
        self.get(&format!("/conversations/{id}")).json_of(200)
    }

    /// Opens the stream of events, from now on or after an event's id.
    #[must_use]
    pub fn events(&self, last_event_id: Option<&str>) -> Events {
        let mut builder = Request::builder().uri(self.url("/events")).header("accept", "text/event-stream");
        if let Some(token) = &self.token {
            builder = builder.header("authorization", format!("Bearer {token}"));
        }
        if let Some(id) = last_event_id {
            builder = builder.header("last-event-id", id);
        }
        // A stream has no end: only its beginning has a deadline.
        let settings =
            Agent::config_builder().http_status_as_error(false).timeout_recv_response(Some(DEADLINE)).build();
        let answer = settings
            .new_agent()
            .run(builder.body(()).expect("a request"))
            .unwrap_or_else(|error| panic!("GET /events: {error}"));
        assert_eq!(answer.status().as_u16(), 200, "GET /events");
        Events::read(answer.into_body().into_reader())
    }
}

/// The status of a plain GET, or nothing when nobody answers.
#[must_use]
pub fn status_of(address: &str) -> Option<u16> {
    let settings =
        Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(5))).build();
    settings.new_agent().get(address).call().ok().map(|answer| answer.status().as_u16())
}
