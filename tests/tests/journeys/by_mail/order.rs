//! Threading does not depend on the order in which mails arrive (LA-7): the same exchange, in every order.

use serde_json::Value;

use super::{Company, KIM, SUPPORT, Site, ZOE, site};
use crate::letters::Letter;

/// An exchange of four mails between Zoe and Kim, with the desk in copy: each answers the one before.
fn exchange(number: usize) -> Vec<Letter> {
    let subject = format!("Order {number}");
    let (zoe, kim) = (format!("Zoe Kun <{ZOE}>"), format!("Kim <{KIM}>"));
    let mut all: Vec<Letter> = Vec::new();
    for (from, other, text) in [
        (&zoe, KIM, "Where is my order?"),
        (&kim, ZOE, "Was it not for Monday?"),
        (&zoe, KIM, "No, for Sunday."),
        (&zoe, KIM, "It has come."),
    ] {
        let answered = all.last().map(Letter::raw);
        let subject = if answered.is_some() { format!("Re: {subject}") } else { subject.clone() };
        let letter = Letter::new(from, SUPPORT, &subject, text);
        let letter = Letter { cc: Some(other.to_owned()), ..letter };
        all.push(match answered {
            Some(raw) => letter.answering(&raw),
            None => letter,
        });
    }
    all
}

/// All orders of four things.
fn orders() -> Vec<[usize; 4]> {
    let mut all = Vec::new();
    for code in 0..256_usize {
        let order = [code & 3, (code >> 2) & 3, (code >> 4) & 3, code >> 6];
        if (0..4).all(|one| order.contains(&one)) {
            all.push(order);
        }
    }
    all
}

/// The texts of a conversation, sorted.
fn texts(whole: &Value) -> Vec<String> {
    let mut texts: Vec<String> = whole["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .map(|one| one["reply_text"].as_str().unwrap_or_default().trim().to_owned())
        .collect();
    texts.sort();
    texts
}

/// LA-7: 24 orders, 24 conversations of four messages each.
#[test]
fn an_exchange_is_one_conversation_in_whatever_order_it_arrives() {
    let site: Site = site(Company::Signs);
    let orders = orders();
    assert_eq!(orders.len(), 24);
    for (number, order) in orders.iter().enumerate() {
        let letters = exchange(number);
        for (step, at) in order.iter().enumerate() {
            site.write(&letters[*at]);
            // One after the other, as slow servers bring them.
            site.anna.wait_for("the mail to be here", "/conversations?view=all&limit=200", |page| {
                let items = page["items"].as_array()?.iter();
                let of_this = items.filter(|item| {
                    let subject = item["subject"].as_str().unwrap_or_default();
                    subject.trim_start_matches("Re: ") == format!("Order {number}")
                });
                let count: u64 = of_this.filter_map(|item| item["message_count"].as_u64()).sum();
                (count == u64::try_from(step).expect("small") + 1).then_some(())
            });
        }
    }
    let all = site.anna.list("/conversations?view=all");
    let expected = ["It has come.", "No, for Sunday.", "Was it not for Monday?", "Where is my order?"];
    for item in &all {
        let path = format!("/conversations/{}", item["id"].as_str().expect("an id"));
        let whole = site.anna.get(&path).json_of(200);
        assert_eq!(texts(&whole), expected, "{} arrived in another order: {whole}", item["subject"]);
    }
    assert_eq!(all.len(), 24);
}
