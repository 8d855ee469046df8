//! What people feel in the browser at a desk with years of history: tests/browser holds the scripts that measure it.

use journeys::chromium;
use serde_json::{Value, json};

use crate::desk::{ADMIN, Desk, PASSPHRASE};
use crate::mails::DESK;

/// A second person of the desk.
const BEN: &str = "ben@desk.example";
/// Mails that both browsers wait for, in each place.
const MAILS: usize = 30;

/// From a key until the next picture, and tasks that hold the page up.
pub fn trace(desk: &Desk) -> Value {
    chromium::run("trace", &json!({"address": desk.program.address(), "anna": person(ADMIN)}))
}

/// From `250` until a mail is on two screens.
pub fn arrivals(desk: &Desk) -> Value {
    desk.program.add_agent(BEN, "Ben", "agent", PASSPHRASE);
    let input = json!({"address": desk.program.address(), "anna": person(ADMIN), "ben": person(BEN),
        "port": desk.program.smtp_port(), "to": DESK, "mails": MAILS});
    chromium::run("arrivals", &input)
}

fn person(email: &str) -> Value {
    json!({"email": email, "password": PASSPHRASE})
}

/// Milliseconds of a list, sorted.
pub fn sorted(list: &Value) -> Vec<f64> {
    let mut all: Vec<f64> = list.as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    all.sort_by(f64::total_cmp);
    all
}
