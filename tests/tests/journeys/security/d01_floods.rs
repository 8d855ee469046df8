//! D1: whatever comes in, what leaves by itself stays within its limits, the timeline says what kept it back, and the team's list stays
//! quick meanwhile.

use std::time::{Duration, Instant};

use journeys::smtp::Injector;

use super::{publish, signed};
use crate::automatic::Answering;
use crate::letters::Letter;
use crate::receiving::{Base, SUPPORT};

/// Mails of the flood of D1; `FLOOD=10000` takes as many as the document says.
fn flood() -> usize {
    std::env::var("FLOOD").ok().and_then(|figure| figure.parse().ok()).unwrap_or(1_000)
}

/// D1: tickets in strangers' names, which nothing proves: none of them is written to, each is a conversation that says why.
#[test]
fn a_flood_of_forged_tickets_reaches_nobody() {
    let at = Answering::open(&Base::Sqlite);
    at.greet("Thank you for your message.");
    let mut connection = Injector::smtp(at.desk.program.smtp_port());
    let mut longest = Duration::ZERO;
    for number in 0..flood() {
        if number % 500 == 499 {
            // A connection takes so many commands and no more.
            connection = Injector::smtp(at.desk.program.smtp_port());
        }
        let stranger = format!("victim{number}@house{}.example", number % 97);
        let mail = Letter::new(&stranger, SUPPORT, &format!("Win a prize {number}"), "Click here to win.");
        let replies = connection.deliver(&stranger, &[SUPPORT], &mail.raw());
        assert_eq!(replies[0].code, 250, "{replies:?}");
        if number % 50 == 49 {
            // What an agent sees meanwhile. How long it takes is told and not asserted: that depends on the machine.
            let asked = Instant::now();
            at.desk.api.get("/conversations?view=open&limit=50").accept(200);
            longest = longest.max(asked.elapsed());
        }
    }
    at.await_quiet();
    let left = at.to_customers().len();
    println!("D1: {} forged tickets in, {left} automatic mails out, the team's list in at most {longest:?}", flood());
    assert_eq!(left, 0, "nothing proves who wrote, so nobody is written to");
    let first = at.desk.api.get("/conversations?view=all&limit=1").json_of(200);
    let id = first["items"][0]["id"].as_str().unwrap().to_owned();
    let told = Answering::events_of(&at.shown(&id), "automatic_kept_back");
    assert_eq!((told.len(), told[0]["limit"].as_str()), (1, Some("not-proved")), "LD-2: shown when withheld");
}

/// D1: tickets of strangers whose domains sign them, all in one hour: at most fifty are written to.
#[test]
fn a_flood_of_signed_tickets_is_answered_fifty_times_an_hour() {
    let (at, dns) = Answering::proving(&Base::Sqlite);
    at.greet("Thank you for your message.");
    let mut connection = Injector::smtp(at.desk.program.smtp_port());
    for number in 0..120 {
        let domain = format!("house{number}.example");
        publish(&dns, &domain);
        let stranger = format!("somebody@{domain}");
        let text =
            format!("Where is {}?", ["the key", "my order", "the bill", "our van"][number % 4].repeat(number + 1));
        let mail = Letter::new(&stranger, SUPPORT, &format!("Question {number}"), &text);
        let replies = connection.deliver(&stranger, &[SUPPORT], &signed(&domain, &mail.raw()));
        assert_eq!(replies[0].code, 250, "{replies:?}");
    }
    at.await_quiet();
    println!("D1: 120 signed tickets in, {} automatic mails out", at.to_customers().len());
    assert_eq!(at.to_customers().len(), 50);
}
