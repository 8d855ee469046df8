//! Asking an agent of Dialogflow: signed in as the key file says, asked as the API wants it, read as it answers.

use links::{
    dialogflow::{Agent, BadKey, Detected, Dialogflow, ServiceAccount, Trouble},
    post::{Failure, Unfit},
};
use serde_json::{Value, json};

use crate::{
    script::{Asked, Server, Step, answer, poster, streamed},
    service_account::{key_file, verified},
};

const NOW: i64 = 1_800_000_000;
const TOKEN: &str = "ya29.canary";

fn agent(server: &Server) -> Agent {
    let (project, language) = (String::new(), "de".to_owned());
    Agent { project, location: None, endpoint: Some(server.url.clone()), language }
}

fn account(server: &Server) -> ServiceAccount {
    ServiceAccount::read(&key_file(&format!("{}/token", server.url)).to_string()).unwrap()
}

/// A server that lets the account in with one token after the other, each for an hour, and answers as this says when it
/// is shown one.
async fn server(mut detects: impl FnMut(&str) -> Vec<Step> + Send + 'static) -> Server {
    let mut count = 0;
    Server::by(move |asked| {
        if !asked.head.starts_with("POST /token ") {
            let shown = asked.head.lines().find_map(|line| line.strip_prefix("authorization: Bearer ")).unwrap();
            return detects(shown);
        }
        count += 1;
        let token = json!({ "access_token": format!("{TOKEN}{count}"), "expires_in": 3600, "token_type": "Bearer" });
        answer(200, "", &token.to_string())
    })
    .await
}

fn paths(server: &Server) -> Vec<String> {
    server.asked().iter().map(|asked| asked.head.split(' ').nth(1).unwrap().to_owned()).collect()
}

fn form(asked: &Asked, name: &str) -> String {
    let found = url::form_urlencoded::parse(asked.body.as_bytes()).find(|(field, _)| field == name);
    found.unwrap().1.into_owned()
}

async fn detected(result: Value) -> Result<Detected, Trouble> {
    let body = result.to_string();
    let server = server(move |_| answer(200, "", &body)).await;
    Dialogflow::new(poster()).detect(&account(&server), &agent(&server), "s", "Hello", NOW).await
}

/// LD-5: the account signs in with its key, and the agent is asked within its session.
#[tokio::test]
async fn an_agent_is_asked_as_the_key_file_says() {
    let body = json!({
        "responseId": "1",
        "queryResult": {
            "queryText": "Wo ist mein Paket?",
            "fulfillmentText": "Unterwegs.",
            "fulfillmentMessages": [{ "text": { "text": ["Unterwegs."] } }],
            "intent": { "name": "projects/p/agent/intents/1", "displayName": "parcel" },
            "intentDetectionConfidence": 0.75,
        },
    });
    let server = server(move |_| answer(200, "", &body.to_string())).await;
    let (account, dialogflow) = (account(&server), Dialogflow::new(poster()));
    let found = dialogflow.detect(&account, &agent(&server), "conversation/42", " Wo ist mein Paket? ", NOW).await;
    let (text, intent) = ("Unterwegs.".to_owned(), "parcel".to_owned());
    assert_eq!(found, Ok(Detected { text, intent, fallback: false, hand_off: false, confidence: 0.75 }));

    let asked = server.asked();
    assert!(asked[0].head.starts_with("POST /token ") && asked[0].head.contains("application/x-www-form-urlencoded"));
    assert_eq!(form(&asked[0], "grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let (header, claims) = verified(&form(&asked[0], "assertion")).expect("the account signed it");
    assert_eq!(header, json!({ "alg": "RS256", "typ": "JWT", "kid": "key-1" }));
    let expected = json!({
        "iss": "desk@desk-project.iam.gserviceaccount.com",
        "scope": "https://www.googleapis.com/auth/dialogflow",
        "aud": format!("{}/token", server.url),
        "iat": NOW,
        "exp": NOW + 3_600,
    });
    assert_eq!(claims, expected);
    let path = "POST /v2/projects/desk-project/agent/sessions/conversation%2F42:detectIntent HTTP/1.1\r\n";
    assert!(asked[1].head.starts_with(path), "{}", asked[1].head);
    assert!(asked[1].head.contains(&format!("authorization: Bearer {TOKEN}1\r\n")), "{}", asked[1].head);
    let text = json!({ "text": "Wo ist mein Paket?", "languageCode": "de" });
    assert_eq!(asked[1].json(), json!({ "queryInput": { "text": text } }));
}

/// LD-5: a token is kept until a minute before its end, for all clones; each account has its own.
#[tokio::test]
async fn a_token_is_kept_until_a_minute_before_its_end() {
    let server = server(|_| answer(200, "", "{\"queryResult\":{}}")).await;
    let (account, agent, dialogflow) = (account(&server), agent(&server), Dialogflow::new(poster()));
    for (at, tokens) in [(0, 1), (1, 1), (3_539, 1), (3_540, 2), (3_600, 2)] {
        dialogflow.clone().detect(&account, &agent, "s", "Hello", NOW + at).await.unwrap();
        let fetched = paths(&server).iter().filter(|path| *path == "/token").count();
        assert_eq!(fetched, tokens, "after {at} s");
    }
    let mut file = key_file(&format!("{}/token", server.url));
    file["client_email"] = json!("other@desk-project.iam.gserviceaccount.com");
    let other = ServiceAccount::read(&file.to_string()).unwrap();
    dialogflow.detect(&other, &agent, "s", "Hello", NOW + 3_600).await.unwrap();
    assert_eq!(paths(&server).iter().filter(|path| *path == "/token").count(), 3);
}

/// LD-5: a token that is refused is fetched anew once; where that one is refused as well, it is told.
#[tokio::test]
async fn a_refused_token_is_fetched_anew_once() {
    let refused = "{\"error\":{\"code\":401,\"message\":\"no\",\"status\":\"UNAUTHENTICATED\"}}";
    let first = format!("{TOKEN}1");
    let server_of_one =
        server(
            move |token| {
                if token == first { answer(401, "", refused) } else { answer(200, "", "{\"queryResult\":{}}") }
            },
        );
    let one = server_of_one.await;
    Dialogflow::new(poster()).detect(&account(&one), &agent(&one), "s", "Hello", NOW).await.unwrap();
    assert_eq!(paths(&one).iter().filter(|path| *path == "/token").count(), 2);

    let all = server(move |_| answer(401, "", refused)).await;
    let found = Dialogflow::new(poster()).detect(&account(&all), &agent(&all), "s", "Hello", NOW).await;
    assert_eq!(found, Err(Trouble::Refused { status: 401, said: "no".into() }));
    assert_eq!(paths(&all).len(), 4);
}

/// LD-5: what an agent answers, and whether a person is to take over.
#[tokio::test]
async fn an_answer_is_read_as_it_was_meant() {
    let text = |text: &str| json!({ "text": { "text": [text] } });
    let (parcel, none) = (json!({ "displayName": "parcel" }), json!({ "displayName": "none", "isFallback": true }));
    let ends = json!({ "displayName": "person", "liveAgentHandoff": true, "endInteraction": true });
    for (result, expected) in [
        (json!({ "intent": parcel, "fulfillmentText": "A" }), ("A", "parcel", false, false)),
        (json!({ "intent": parcel, "fulfillmentText": "A", "fulfillmentMessages": [] }), ("A", "parcel", false, false)),
        (
            json!({ "intent": parcel, "fulfillmentText": "A", "fulfillmentMessages": [text("A"), text(""), text("B")] }),
            ("A\n\nB", "parcel", false, false),
        ),
        (
            json!({ "intent": parcel, "fulfillmentMessages": [
                { "platform": "FACEBOOK", "text": { "text": ["F"] } }, { "card": {} }, { "text": {} }, text("A"),
            ] }),
            ("A", "parcel", false, false),
        ),
        (json!({ "intent": none, "fulfillmentText": "What?" }), ("What?", "none", true, false)),
        (json!({ "fulfillmentText": "What?" }), ("What?", "", true, false)),
        (json!({}), ("", "", true, false)),
        (json!({ "intent": ends, "fulfillmentText": "A" }), ("A", "person", false, true)),
        (
            json!({ "intent": parcel, "fulfillmentMessages": [text("A"), { "liveAgentHandoff": {} }] }),
            ("A", "parcel", false, true),
        ),
        (
            json!({ "intent": parcel, "fulfillmentMessages": [{ "payload": { "liveAgentHandoff": true } }, text("A")] }),
            ("A", "parcel", false, true),
        ),
        (
            json!({ "intent": parcel, "fulfillmentMessages": [{ "payload": { "liveAgentHandoff": false } }, text("A")] }),
            ("A", "parcel", false, false),
        ),
    ] {
        let found = detected(json!({ "queryResult": result })).await.unwrap();
        let found = (found.text.as_str(), found.intent.as_str(), found.fallback, found.hand_off);
        assert_eq!(found, expected, "{result}");
    }
    for (told, confidence) in
        [(json!(1), 1.0), (json!(0.25), 0.25), (json!(7), 1.0), (json!("x"), 0.0), (json!(null), 0.0)]
    {
        let found = detected(json!({ "queryResult": { "intentDetectionConfidence": told } })).await.unwrap();
        assert!((found.confidence - confidence).abs() < f32::EPSILON, "{told}");
    }
}

/// LD-5: faults of the agent and of the sign-in are told apart, and no secret stands in them.
#[tokio::test]
async fn faults_are_told_apart() {
    let refused = |status, said: &str| Trouble::Refused { status, said: said.into() };
    for (steps, expected) in [
        (answer(403, "", "{\"error\":{\"code\":403,\"message\":\"not you\"}}"), refused(403, "not you")),
        (answer(404, "", &format!("no {TOKEN}1")), refused(404, "no …")),
        (answer(429, "retry-after: 7\r\n", ""), Trouble::Busy { again_s: Some(7) }),
        (answer(503, "", ""), Trouble::Busy { again_s: None }),
        (answer(500, "", "oops"), Trouble::Unwell { status: 500 }),
        (answer(302, "location: http://127.0.0.1:1/\r\n", ""), refused(302, "")),
        (answer(200, "", "<html>"), Trouble::Garbage),
        (answer(200, "", "{}"), Trouble::Garbage),
        (answer(200, "", "{\"queryResult\":[]}"), Trouble::Garbage),
        (vec![Step::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_vec())], Trouble::Broken),
        (vec![], Trouble::Broken),
        ([streamed(b"{"), vec![Step::Repeat(b" ".repeat(1_024))]].concat(), Trouble::TooLong),
    ] {
        let served = steps.clone();
        let agents = server(move |_| served.clone()).await;
        let found = Dialogflow::new(poster()).detect(&account(&agents), &agent(&agents), "s", "Hello", NOW).await;
        assert_eq!(found, Err(expected), "{steps:?}");
    }
    for (steps, expected) in [
        (
            answer(400, "", "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT\"}"),
            refused(400, "Invalid JWT"),
        ),
        (answer(400, "", "{\"error\":\"invalid_grant\"}"), refused(400, "invalid_grant")),
        (answer(200, "", "{}"), Trouble::Garbage),
        (answer(200, "", "{\"access_token\":\"a b\\r\\n\"}"), Trouble::Garbage),
        (answer(503, "", ""), Trouble::Busy { again_s: None }),
    ] {
        let tokens = Server::of(vec![steps.clone()]).await;
        let found = Dialogflow::new(poster()).detect(&account(&tokens), &agent(&tokens), "s", "Hello", NOW).await;
        assert_eq!(found, Err(expected), "{steps:?}");
    }
    // A server that repeats what was signed does not make it seen.
    let repeats = Server::by(|asked| answer(400, "", &form(asked, "assertion"))).await;
    let found = Dialogflow::new(poster()).detect(&account(&repeats), &agent(&repeats), "s", "Hello", NOW).await;
    assert_eq!(found, Err(refused(400, "…")));
}

/// C5, LD-5: neither the agent nor the sign-in lead into a closed network, unencrypted, or to a place of another's naming.
#[tokio::test]
async fn no_agent_leads_elsewhere() {
    let server = server(|_| answer(200, "", "{\"queryResult\":{}}")).await;
    let unfit = |unfit| Err(Trouble::Failure(Failure::Unfit(unfit)));
    let dialogflow = Dialogflow::new(poster());
    for (endpoint, location, session, expected) in [
        (Some("http://dialogflow.example"), None, "s", Unfit::NotEncrypted),
        (Some("https://10.0.0.1"), None, "s", Unfit::Closed),
        (Some("dialogflow"), None, "s", Unfit::Malformed),
        (None, Some("evil.example/"), "s", Unfit::Malformed),
        (None, Some("evil.example#"), "s", Unfit::Malformed),
        (Some(server.url.as_str()), None, "", Unfit::Malformed),
    ] {
        let (endpoint, location) = (endpoint.map(str::to_owned), location.map(str::to_owned));
        let agent = Agent { endpoint, location, ..agent(&server) };
        assert_eq!(dialogflow.detect(&account(&server), &agent, session, "Hello", NOW).await, unfit(expected));
    }
    for (token_uri, expected) in
        [("http://oauth.example/token", Unfit::NotEncrypted), ("https://10.0.0.1/", Unfit::Closed)]
    {
        let account = ServiceAccount::read(&key_file(token_uri).to_string()).unwrap();
        assert_eq!(dialogflow.detect(&account, &agent(&server), "s", "Hello", NOW).await, unfit(expected));
    }
    assert!(server.asked().is_empty());
    // A location and a project of its own stand in the path.
    let (project, location) = (" other ".to_owned(), Some("europe-west1".to_owned()));
    let agent = Agent { project, location, ..agent(&server) };
    dialogflow.detect(&account(&server), &agent, "..x", "Hello", NOW).await.unwrap();
    let expected = "/v2/projects/other/locations/europe-west1/agent/sessions/..x:detectIntent";
    assert_eq!(paths(&server).last().unwrap(), expected);
}

/// LD-5: a key file that cannot sign in is refused where it is typed, by what it lacks, and never printed.
#[test]
fn a_key_file_is_tried_when_it_is_read() {
    let whole = key_file("https://oauth2.example/token");
    assert_eq!(ServiceAccount::read("{").map(|_| ()), Err(BadKey::NoJson));
    let changed = |name: &str, value: Value| {
        let mut file = whole.clone();
        file[name] = value;
        ServiceAccount::read(&file.to_string()).map(|_| ())
    };
    for name in ["client_email", "private_key", "token_uri", "project_id"] {
        assert_eq!(changed(name, json!("")), Err(BadKey::Missing(name)), "{name}");
    }
    let pem = whole["private_key"].as_str().unwrap();
    let broken = pem.replacen("MII", "MIA", 1);
    let other = pem.replace("PRIVATE KEY", "RSA PRIVATE KEY");
    for key in ["no key", &broken, &other, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
        assert_eq!(changed("private_key", json!(key)), Err(BadKey::NoKey), "{key}");
    }
    let account = ServiceAccount::read(&whole.to_string()).unwrap();
    assert_eq!((account.project(), account.email()), ("desk-project", "desk@desk-project.iam.gserviceaccount.com"));
    assert_eq!(format!("{account:?}"), "ServiceAccount { project: \"desk-project\", .. }");
}
