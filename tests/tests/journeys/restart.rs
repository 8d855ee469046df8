//! The server is stopped and started under two people at work in their browsers; nothing is lost, and nothing stays stale.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::json;

use crate::letters::Letter;
use crate::team::{ANNA, BEN, CUSTOMER, PASSWORD, SUPPORT, add_agent};

/// Where the journey in the browser asks that the desk be stopped and started; the request's own answer says that it is done.
fn control(desk: Arc<Mutex<Staffetta>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            obey(stream.expect("a connection"), &mut desk.lock().expect("nobody panicked"));
        }
    });
    url
}

fn obey(mut stream: TcpStream, desk: &mut Staffetta) {
    let mut head = [0; 1_024];
    let count = stream.read(&mut head).expect("a request");
    if head[..count].starts_with(b"POST /stop ") {
        assert!(desk.terminate().success());
    } else {
        desk.restart();
    }
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").expect("an answer");
}

/// what is typed while the server is away is kept and saved when it is back, what was tried meanwhile is taken
/// back on the screen and said, and both browsers then show what the server has, without being loaded anew.
#[test]
fn the_server_is_restarted_under_two_people_at_work() {
    let desk = Staffetta::serve(Options::default());
    let api = desk.set_up(ANNA, PASSWORD);
    api.patch("/settings", &json!({"email_channel": true})).accept(200);
    let new = json!({"name": "Support", "address": SUPPORT, "incoming": {"kind": "listener"},
        "outgoing": {"host": "127.0.0.1", "port": 9, "tls": "none", "login": null}, "save_anyway": true});
    api.post("/mailboxes", &new).accept(201);
    add_agent(&desk);
    let letter = Letter::new(CUSTOMER, SUPPORT, "Order 4711", "Where is it?");
    assert!(smtp::send(desk.smtp_port(), CUSTOMER, &[SUPPORT], &letter.raw())[0].accepted());
    let conversation = api.await_conversation("Order 4711")["id"].clone();
    let (address, port) = (desk.address(), desk.smtp_port());
    let desk = Arc::new(Mutex::new(desk));
    let input = json!({
        "address": address,
        "anna": {"email": ANNA, "password": PASSWORD},
        "ben": {"email": BEN, "password": PASSWORD},
        "conversation": conversation,
        "subject": "Order 4711",
        "customer": CUSTOMER, "to": SUPPORT, "port": port,
        "control": control(Arc::clone(&desk)),
    });
    let _ = chromium::run("restart", &input);
    let path = format!("/conversations/{}", conversation.as_str().expect("an id"));
    let whole = api.get(&path).json_of(200);
    let texts: Vec<&str> =
        whole["messages"].as_array().expect("messages").iter().filter_map(|one| one["text"].as_str()).collect();
    assert_eq!(texts.len(), 2, "the answer was written once: {texts:?}");
    assert!(texts[1].contains("It leaves tomorrow."), "{texts:?}");
}
