//! Dialogflow for tests: a sign-in and an agent on loopback whose answers a test scripts, and the key file of a service account
//! that it lets in. It keeps all that the agent was asked. A desk that may reach it was started with
//! `--webhook-networks 127.0.0.0/8`.

use std::sync::{Arc, LazyLock, Mutex};

use data_encoding::BASE64;
use mail_auth::dkim::generate::DkimKeyPair;
use serde_json::{Value, json};

use crate::{
    http_server::{HttpServer, answer},
    wait::wait_until,
};

/// The token that the sign-in gives out.
pub const TOKEN: &str = "token-of-the-tests";

/// What an agent was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detection {
    /// The path that was asked.
    pub path: String,
    /// The text.
    pub text: String,
    /// Its language.
    pub language: String,
}

type Script = Box<dyn FnMut(&Detection) -> Value + Send>;

/// A running server; it ends when this is dropped.
pub struct DialogflowServer {
    server: HttpServer,
    asked: Arc<Mutex<Vec<Detection>>>,
}

impl DialogflowServer {
    /// Starts one whose agent gives this `queryResult` to whoever signed in.
    #[must_use]
    pub fn start(script: impl FnMut(&Detection) -> Value + Send + 'static) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, script) = (asked.clone(), Mutex::new(Box::new(script) as Script));
        let server = HttpServer::start(move |request, stream| {
            if request.path == "/token" {
                let token = json!({"access_token": TOKEN, "expires_in": 3_600, "token_type": "Bearer"});
                return answer(stream, 200, "", &token.to_string());
            }
            if request.key.as_deref() != Some(TOKEN) {
                return answer(stream, 401, "", r#"{"error": {"code": 401, "message": "Nobody signed in."}}"#);
            }
            let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
            let text = |name: &str| body["queryInput"]["text"][name].as_str().unwrap_or_default().to_owned();
            let detection = Detection { path: request.path, text: text("text"), language: text("languageCode") };
            let result = (script.lock().unwrap())(&detection);
            kept.lock().unwrap().push(detection);
            answer(stream, 200, "", &json!({"responseId": "1", "queryResult": result}).to_string())
        });
        Self { server, asked }
    }

    /// The `queryResult` of an agent that understood a text and answers with this.
    #[must_use]
    pub fn says(intent: &str, text: &str) -> Value {
        json!({
            "fulfillmentText": text,
            "fulfillmentMessages": [{"text": {"text": [text]}}],
            "intent": {"displayName": intent},
            "intentDetectionConfidence": 0.9,
        })
    }

    /// Where its agents are, as an endpoint of one's own is typed.
    #[must_use]
    pub fn url(&self) -> String {
        self.server.url()
    }

    /// The key file of an account that it lets in, as an administrator pastes it.
    #[must_use]
    pub fn key_file(&self) -> String {
        json!({
            "type": "service_account",
            "project_id": "desk-project",
            "private_key_id": "key-1",
            "private_key": private_pem(),
            "client_email": "desk@desk-project.iam.gserviceaccount.com",
            "token_uri": format!("{}/token", self.url()),
        })
        .to_string()
    }

    /// All that its agent was asked so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Detection> {
        self.asked.lock().unwrap().clone()
    }

    /// Waits until its agent was asked that often, and gives all of it.
    #[must_use]
    pub fn await_asked(&self, count: usize) -> Vec<Detection> {
        wait_until(&format!("{count} questions to the agent"), || self.asked().len() >= count);
        self.asked()
    }
}

static KEY: LazyLock<DkimKeyPair> = LazyLock::new(|| DkimKeyPair::generate_rsa(2_048).expect("a key"));

/// One value of ASN.1 in DER.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("keys are short").to_be_bytes();
    [&[tag, 0x82], &length[..], content].concat()
}

/// A key in PKCS#8 (RFC 5208), as PEM.
fn private_pem() -> String {
    let algorithm = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let info = der(0x30, &[&[0x02, 0x01, 0x00][..], &algorithm, &der(0x04, KEY.private_key())].concat());
    let text = BASE64.encode(&info);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let name = "PRIVATE KEY";
    format!("-----BEGIN {name}-----\n{}\n-----END {name}-----\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use links::{
        dialogflow::{Agent, Dialogflow, ServiceAccount},
        post::Poster,
    };

    use super::*;

    /// LD-5: the desk's own client signs in, asks, and understands what is scripted.
    #[test]
    fn the_desk_signs_in_and_asks() {
        let server = DialogflowServer::start(|asked| DialogflowServer::says("echo", &asked.text));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        let dialogflow = Dialogflow::new(Poster::new(Arc::new(tls), "127.0.0.0/8".parse().unwrap()));
        let account = ServiceAccount::read(&server.key_file()).unwrap();
        let (project, language) = (String::new(), "de".to_owned());
        let agent = Agent { project, location: None, endpoint: Some(server.url()), language };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let found = runtime.block_on(dialogflow.detect(&account, &agent, "7", "Hallo", 1_800_000_000)).unwrap();
        assert_eq!((found.text.as_str(), found.intent.as_str(), found.fallback), ("Hallo", "echo", false));
        let path = "/v2/projects/desk-project/agent/sessions/7:detectIntent".to_owned();
        assert_eq!(server.await_asked(1), [Detection { path, text: "Hallo".into(), language: "de".into() }]);
    }
}
