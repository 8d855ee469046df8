//! Browsers that are told of news while no page of the desk is open, at a push service on loopback that decrypts them.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use ring::{
    aead, agreement, hkdf,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey},
};
use serde_json::{Value, json};
use store::{jobs, push};
use tokio::{sync::watch, time::Instant};

use crate::{
    desk::{Desk, Seed},
    webhooks::{Got, Receiver},
};

/// A browser: the keys with which it reads one message.
struct Browser {
    key: agreement::EphemeralPrivateKey,
    public: Vec<u8>,
    secret: [u8; 16],
}

struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expanded(salt: &[u8], input: &[u8], about: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    let key = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(input);
    key.expand(&[about], Length(length)).unwrap().fill(&mut bytes).unwrap();
    bytes
}

impl Browser {
    fn new() -> Self {
        let key = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &SystemRandom::new()).unwrap();
        let public = key.compute_public_key().unwrap().as_ref().to_vec();
        Self { key, public, secret: [7; 16] }
    }

    fn body(&self, endpoint: &str, waiting: bool, words: bool) -> Value {
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        json!({"endpoint": endpoint, "browser_key": text(&self.public), "secret": text(&self.secret),
            "waiting": waiting, "words": words})
    }

    /// RFC 8291 § 3.4 from the browser's side.
    fn read(self, sealed: &[u8]) -> Value {
        let (salt, own, record) = (&sealed[..16], &sealed[21..86], &sealed[86..]);
        let about = [b"WebPush: info\0".as_slice(), &self.public, own].concat();
        let theirs = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, own);
        let secret = self.secret;
        let input =
            agreement::agree_ephemeral(self.key, &theirs, |shared| expanded(&secret, shared, &about, 32)).unwrap();
        let key = expanded(salt, &input, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = expanded(salt, &input, b"Content-Encoding: nonce\0", 12);
        let key = aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key).unwrap());
        let (nonce, mut opened) = (aead::Nonce::try_assume_unique_for_key(&nonce).unwrap(), record.to_vec());
        let plain = key.open_in_place(nonce, aead::Aad::empty(), &mut opened).unwrap();
        serde_json::from_slice(plain.strip_suffix(b"\x02").unwrap()).unwrap()
    }
}

/// The worker; it ends with this.
struct Telling(watch::Sender<bool>);

impl Telling {
    fn start(desk: &Desk) -> Self {
        let (shutdown, heard) = watch::channel(false);
        tokio::spawn(flow::push::work(desk.web.node.clone(), heard));
        Self(shutdown)
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

/// A customer's mail in a conversation of Ana's, told as the inbound journey tells it.
async fn arrives(desk: &Desk) -> String {
    let (subject, text) = ("Order 4711", "Where is it?");
    let (id, message) = desk.seed(Seed { subject, text, assignee: Some(desk.ana), ..Seed::default() }).await;
    tell(desk, id, message).await;
    id.to_string()
}

async fn tell(desk: &Desk, id: ::desk::ConversationId, message: ::desk::MessageId) {
    let now = desk.web.node.clock.now();
    desk.db().write(move |tx| flow::push::tell(tx, id, message, now)).await.unwrap();
}

async fn set(desk: &Desk, body: Value) -> Value {
    desk.by(&desk.ana_token, "PUT", "/me/push", Some(body)).await.json_of(200)
}

/// Waits until nothing is on its way any more.
async fn told_all(desk: &Desk) {
    let until = Instant::now() + Duration::from_secs(30);
    while desk.db().read(|tx| jobs::next_due(tx, jobs::PUSH)).await.unwrap().is_some() {
        assert!(Instant::now() < until, "news are left");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The desk's key is the one that browsers subscribe with, and what it signed is for this push service.
fn is_proved(got: &Got, key: &str, origin: &str) {
    let (token, named) = got.header("authorization").strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(named, key);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decoded(key))
        .verify(signed.as_bytes(), &decoded(signature))
        .unwrap();
    let claims: Value = serde_json::from_slice(&decoded(signed.split_once('.').unwrap().1)).unwrap();
    assert_eq!(claims["aud"], origin);
}

/// X-9; RFC 8030, 8291, 8292: the push service learns who sends, and nothing of what; without the switch the browser
/// hears no word of the customer's either.
#[tokio::test]
async fn a_browser_is_told_encrypted_for_it_alone() {
    let (desk, service) = (Desk::new().await, Receiver::start().await);
    let _telling = Telling::start(&desk);
    let before = desk.get("/me/push").await.json_of(200);
    assert_eq!((&before["on"], &before["words"]), (&json!(false), &json!(false)));
    let key = before["key"].as_str().unwrap();
    let origin = service.url.trim_end_matches("/in");

    let bare = Browser::new();
    assert_eq!(set(&desk, bare.body(&service.url, false, false)).await["on"], true);
    let id = arrives(&desk).await;
    let got = service.wait_for(1).await.remove(0);
    assert_eq!((got.header("content-encoding"), got.header("ttl")), ("aes128gcm", "3600"));
    is_proved(&got, key, origin);
    assert_eq!(
        bare.read(&got.body),
        json!({"conversation": id, "title": format!("A new message in #{id}"), "body": ""})
    );

    let open = Browser::new();
    set(&desk, open.body(&service.url, false, true)).await;
    let id = arrives(&desk).await;
    let got = service.wait_for(2).await.remove(1);
    let expected = json!({"conversation": id, "title": "Zoë Kůň wrote: Order 4711", "body": "Where is it?"});
    assert_eq!(open.read(&got.body), expected);
    assert_eq!(desk.get("/me/push").await.json_of(200)["words"], true);
}

/// nobody is told of what is another's, of what they have open, or of what they may not read.
#[tokio::test]
async fn what_is_no_news_to_a_person_is_not_sent() {
    let (desk, service) = (Desk::new().await, Receiver::start().await);
    set(&desk, Browser::new().body(&service.url, true, false)).await;
    let seeded = async |assignee| desk.seed(Seed { subject: "A", text: "B", assignee, ..Seed::default() }).await;
    let (id, of_ben) = seeded(Some(desk.ben)).await;
    tell(&desk, id, of_ben).await;
    let (open, message) = seeded(None).await;
    tell(&desk, open, message).await;
    desk.by(&desk.ana_token, "PUT", &format!("/conversations/{open}/viewers"), Some(json!({"doing": "viewing"}))).await;
    let (taken, message) = seeded(None).await;
    tell(&desk, taken, message).await;
    desk.patch(&format!("/conversations/{taken}"), json!({"assignee": desk.ben})).await.json_of(200);
    let (spam, message) = seeded(None).await;
    tell(&desk, spam, message).await;
    desk.patch(&format!("/conversations/{spam}"), json!({"status": "spam"})).await.json_of(200);
    let (id, free) = seeded(None).await;
    tell(&desk, id, free).await;
    let _telling = Telling::start(&desk);
    told_all(&desk).await;
    assert_eq!(service.got().len(), 1, "only the one that nobody has");
}

/// a browser that is gone is told nothing more; nor is one whose session is over, and what is late is no news.
#[tokio::test]
async fn what_is_gone_is_told_nothing_more() {
    let (desk, service) = (Desk::new().await, Receiver::start().await);
    set(&desk, Browser::new().body(&service.url, false, false)).await;
    arrives(&desk).await;
    desk.later(::desk::limits::PUSH_SECONDS);
    let _telling = Telling::start(&desk);
    told_all(&desk).await;
    assert_eq!(service.got().len(), 0, "too late");

    service.status.store(410, std::sync::atomic::Ordering::SeqCst);
    arrives(&desk).await;
    service.wait_for(1).await;
    told_all(&desk).await;
    assert_eq!(desk.get("/me/push").await.json_of(200)["on"], false);
    set(&desk, Browser::new().body(&service.url, false, false)).await;
    assert_eq!(desk.by(&desk.ana_token, "DELETE", "/session", None).await.status, 204);
    arrives(&desk).await;
    told_all(&desk).await;
    assert_eq!(service.got().len(), 1);
}

/// X-9, C5: only a browser's own keys, only addresses of the public internet and of allowed networks, and bounded.
#[tokio::test]
async fn what_is_no_browser_is_refused() {
    let desk = Desk::new().await;
    let good = Browser::new().body("https://push.example/send/1", false, false);
    for (field, value) in [
        ("endpoint", json!("https://10.0.0.1/send")),
        ("endpoint", json!("http://push.example/send")),
        ("endpoint", json!(format!("https://push.example/{}", "x".repeat(1_000)))),
        ("browser_key", json!("AAAA")),
        ("browser_key", json!("no base64!")),
        ("secret", json!("AAAA")),
        ("other", json!(1)),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let problem = desk.by(&desk.ana_token, "PUT", "/me/push", Some(body)).await.problem(422, "field_invalid");
        assert!(problem["fields"][field].is_string(), "{problem}");
    }
    set(&desk, good).await;
    assert_eq!(desk.by(&desk.ana_token, "DELETE", "/me/push", None).await.status, 204);
    assert_eq!(desk.get("/me/push").await.json_of(200)["on"], false);
    let now = desk.web.node.clock.now();
    set(&desk, Browser::new().body("https://push.example/send/1", true, false)).await;
    let (id, message) = desk.seed(Seed { subject: "A", text: "B", ..Seed::default() }).await;
    let many = ::desk::limits::PUSH_WAITING + 5;
    let queue = move |tx: &mut store::Tx<'_>| {
        (0..many).try_for_each(|_| {
            push::wanting(tx, id, now)?.into_iter().try_for_each(|to| push::queue(tx, to, message, now))
        })
    };
    desk.db().write(queue).await.unwrap();
    let waiting = move |tx: &mut store::Tx<'_>| jobs::claim(tx, jobs::PUSH, "counting", 1_000, 60, now);
    let waiting = desk.db().write(waiting).await.unwrap().len();
    assert_eq!(i64::try_from(waiting), Ok(::desk::limits::PUSH_WAITING));
}
