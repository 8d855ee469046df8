//! Every screen of the desk in a real browser: pictures of them, wide and narrow, light and dark, and what axe says of each.
//! Long names, text from right to left, a thread of forty messages; nothing at all; and what is shown when something fails.

use std::fmt::Write as _;

use journeys::api::Api;
use journeys::chromium;
use journeys::smtp;
use journeys::staffetta::{Options, Staffetta};
use serde_json::{Value, json};

use crate::letters::{Letter, word};

/// The mailbox that a demo has from its beginning.
const SUPPORT: &str = "support@acme.example";
const THREAD: usize = 40;

fn open() -> (Staffetta, Api) {
    let desk = Staffetta::demo(Options::default());
    let api = desk.signed_in();
    (desk, api)
}

fn script(desk: &Staffetta) -> Value {
    let agent = &desk.ready["agents"][0];
    json!({"address": desk.address(), "email": agent["email"], "password": agent["password"]})
}

fn deliver(desk: &Staffetta, letter: &Letter) {
    let replies = smtp::send(desk.smtp_port(), "someone@customer.example", &[SUPPORT], &letter.raw());
    assert_eq!(replies[0].code, 250, "{replies:?}");
}

fn id_of(api: &Api, subject: &str) -> Value {
    api.await_conversation(subject)["id"].clone()
}

/// A customer whose name and words have no end, and one who writes from right to left.
fn unusual(desk: &Staffetta, api: &Api) -> Value {
    let name = "Wolfeschlegelsteinhausenbergerdorff-Donaudampfschifffahrtsgesellschaftskapitänswitwe, Maria Theresia";
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ".repeat(2);
    let from = format!("{} <{}@customer.example>", word(name), "m".repeat(60));
    let text = format!("{long}\n\nhttps://shop.example/{}\n", "a-very-long-path/".repeat(20));
    deliver(desk, &Letter::new(&from, SUPPORT, long.trim(), &text));
    let hebrew = "שאלה על ההזמנה שלי";
    let from = format!("{} <noa@customer.example>", word("נועה כהן"));
    deliver(desk, &Letter::new(&from, SUPPORT, hebrew, "שלום,\n\nאיפה ההזמנה שלי (order 4711)?\n\nתודה!"));
    json!({"long": id_of(api, long.trim()), "leftwards": id_of(api, hebrew)})
}

/// Forty messages in turn, by the customer and by the team.
fn thread(desk: &Staffetta, api: &Api) -> Value {
    let subject = "A long story";
    let first = Letter::new("Petra <petra@customer.example>", SUPPORT, subject, "It begins here.");
    deliver(desk, &first);
    let conversation = id_of(api, subject);
    let path = format!("/conversations/{}", conversation.as_str().expect("an id"));
    for number in 1..THREAD {
        if number % 2 == 1 {
            let note = json!({"kind": "note", "text": format!("Note {number}: they wrote again.")});
            api.post(&format!("{path}/messages"), &note).accept(201);
            continue;
        }
        let mut text = String::new();
        write!(text, "Part {number} of it.\n\nOn Sunday somebody wrote:\n> It begins here.\n").expect("a string");
        let letter = Letter::new("Petra <petra@customer.example>", SUPPORT, "Re: A long story", &text);
        deliver(desk, &letter.answering(&first.raw()));
    }
    api.wait_for("forty messages", &path, |whole| (whole["messages"].as_array()?.len() == THREAD).then_some(()));
    conversation
}

/// axe finds nothing on any screen of the daily work, and none is wider than the browser.
#[test]
fn every_screen_of_the_work_is_accessible() {
    let (desk, api) = open();
    let mut conversations = unusual(&desk, &api);
    conversations["thread"] = thread(&desk, &api);
    let newest = api.list("/conversations?view=all");
    let plain = newest.iter().find(|one| one["channel"] != "none" && one["unread"] == true).unwrap_or(&newest[0]);
    conversations["plain"] = plain["id"].clone();
    let thread = api.get(&format!("/conversations/{}", conversations["thread"].as_str().expect("an id"))).json_of(200);
    let company = json!({"name": "Customers of the shop", "domains": ["customer.example"], "notes": "They pay late."});
    let mut input = script(&desk);
    input["contact"] = thread["contact"]["id"].clone();
    input["company"] = api.post("/companies", &company).json_of(201)["id"].clone();
    input["conversations"] = conversations;
    let _ = chromium::run("screens", &input);
}

/// the same for every page of the settings and the forms within them.
#[test]
fn every_page_of_the_settings_is_accessible() {
    let (desk, api) = open();
    let mailboxes = api.list("/mailboxes");
    let support = mailboxes.iter().find(|one| one["address"] == SUPPORT).unwrap_or(&mailboxes[0]);
    let mut input = script(&desk);
    input["mailbox"] = support["id"].clone();
    let seen = chromium::run("screens_settings", &input);
    assert!(seen["pages"].as_u64() > Some(10), "{seen}");
}
