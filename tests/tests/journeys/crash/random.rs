//! Random kills under load: mail comes by IMAP and LMTP, answers go out, and the desk dies again and again at moments that a
//! seed draws. The report names the step that each kill interrupted.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::proof::judge::{Copies, Sent, await_conversations, await_settled, judge_answer, judge_received, of_kind};
use crate::proof::mta::{self, Protocol};
use crate::proof::report;
use crate::proof::site::{FORWARDED, READ, Site};

const KILLS: usize = 20;
const MAILS: usize = 300;
const ANSWERS_A_LIFE: usize = 2;
const STEPS_WANTED: usize = 10;

const CUSTOMER: &str = "zoe@customer.example";
/// Postfix takes mail to this one only later.
const LATER: &str = "later@customer.example";
/// Postfix never takes mail to this one.
const GONE: &str = "gone@customer.example";

/// A small generator (SplitMix64): the same seed draws the same kills.
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

/// `STAFFETTA_SEED` repeats a run.
fn seed() -> u64 {
    let given = std::env::var("STAFFETTA_SEED").ok().map(|text| text.parse().expect("STAFFETTA_SEED is a number"));
    given.unwrap_or_else(|| RandomState::new().build_hasher().finish())
}

/// Runs it all.
pub fn run() {
    let seed = seed();
    report(&format!("STAFFETTA_SEED={seed}"));
    let mut site = Site::start(None, "seen", &[CUSTOMER, LATER, GONE]);
    site.postfix.refuse(LATER, "451 4.2.1 come back later");
    site.postfix.refuse(GONE, "550 5.1.1 left the company");
    let sent: Vec<Sent> = (0..MAILS)
        .map(|number| Sent::new(CUSTOMER, if number % 2 == 0 { READ } else { FORWARDED }, &format!("matter {number}")))
        .collect();
    let mut answered = Vec::new();
    let (work, waiting) = channel();
    let waiting = Mutex::new(waiting);
    let report = std::thread::scope(|scope| {
        let lmtp = site.port(Protocol::Lmtp);
        for _ in 0..3 {
            let waiting = &waiting;
            scope.spawn(move || hand_over(waiting, lmtp));
        }
        // Taken into the scope, so that the senders end even when this thread panics.
        let work = work;
        let mut draw = Draw(seed);
        let mut report = Report::default();
        for (kill, portion) in sent.chunks(MAILS.div_ceil(KILLS)).enumerate() {
            site.live(None);
            let answers = answers_of_this_life(&site, &mut answered);
            for mail in portion.iter().filter(|mail| to(mail) == FORWARDED) {
                work.send(mail).expect("the senders wait");
            }
            std::thread::scope(|readers| {
                readers.spawn(|| {
                    let mut session = site.dovecot.session(READ);
                    for mail in portion.iter().filter(|mail| to(mail) == READ) {
                        session.append("INBOX", &[], &mail.raw);
                    }
                });
                readers.spawn(|| answers.iter().for_each(|answer| answer.post(&site)));
                await_moment(&site, report.draw_step(&mut draw), &mut draw);
                site.strike();
            });
            site.desk.kill();
            report.note(kill + 1, &site);
        }
        site.live(None);
        for answer in &answered {
            answer.post(&site);
        }
        report
    });
    let released = await_conversations(&site.api(), &sent);
    site.postfix.accept_again(LATER);
    let settled: Vec<Value> = answered.iter().map(|one| await_settled(&site.api(), &one.conversation)).collect();
    site.await_postfix();
    report.finish(released, &judge(&site, &sent, &settled));
}

/// Everything that must be true at the end; returns a line for the report.
fn judge(site: &Site, sent: &[Sent], settled: &[Value]) -> String {
    judge_received(&site.api(), sent);
    let mut sum = Copies::default();
    for conversation in settled {
        let copies = judge_answer(&site.api(), &site.dovecot, conversation);
        sum.once += copies.once;
        sum.twice += copies.twice;
        sum.unknown += copies.unknown;
    }
    let states = |conversation: &Value| -> Vec<(String, String)> {
        let recipients = of_kind(conversation, "outbound")[0]["delivery"]["recipients"].as_array().cloned();
        let word = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
        recipients.unwrap_or_default().iter().map(|one| (word(one, "address"), word(one, "state"))).collect()
    };
    let wanted = [(CUSTOMER, "sent"), (CUSTOMER, "uncertain"), (LATER, "sent"), (LATER, "uncertain"), (GONE, "failed")];
    for (address, state) in states(&settled[0]) {
        assert!(wanted.contains(&(&*address, &*state)), "the answer to three: {address} is {state}");
    }
    assert_eq!(states(&settled[0]).len(), 3, "the answer to three has three deliveries");
    format!("{} mails once each; {} answers: {sum:?}", sent.len(), settled.len())
}

fn to(mail: &Sent) -> String {
    crate::letters::header(&mail.raw, "To").expect("a To")
}

/// A sender by LMTP: takes mails until there are no more, and repeats each until it is acknowledged.
fn hand_over(waiting: &Mutex<Receiver<&Sent>>, port: u16) {
    loop {
        let next = waiting.lock().expect("no sender panics with the lock").recv();
        let Ok(mail) = next else { return };
        mta::deliver(Protocol::Lmtp, port, CUSTOMER, FORWARDED, &mail.raw);
    }
}

/// An answer of an agent, whose browser repeats it under the same key until the desk has said that it has it.
#[derive(Clone)]
struct Answer {
    conversation: String,
    body: Value,
}

impl Answer {
    fn post(&self, site: &Site) {
        let status = site.post_answer(&self.conversation, &format!("answer-{}", self.conversation), &self.body);
        assert!(matches!(status, None | Some(201)), "the desk refuses an answer: {status:?}");
    }
}

/// Chooses conversations that have no answer yet; the very first answer goes to three recipients. Returns what is to be posted in
/// this life: the answers of the life before, whose kill may have cut them off, and the new ones.
fn answers_of_this_life(site: &Site, answered: &mut Vec<Answer>) -> Vec<Answer> {
    let before = answered.len().saturating_sub(ANSWERS_A_LIFE);
    for item in site.api().list("/conversations?view=all") {
        let conversation = item["id"].as_str().expect("an id").to_owned();
        if answered.len() < before + 2 * ANSWERS_A_LIFE && !answered.iter().any(|one| one.conversation == conversation)
        {
            let person = |address: &str| json!({"name": null, "address": address});
            let copied = if answered.is_empty() { vec![person(LATER), person(GONE)] } else { Vec::new() };
            let body = json!({"kind": "reply", "text": "This is the answer.", "to": [person(CUSTOMER)], "cc": copied});
            answered.push(Answer { conversation, body });
        }
    }
    answered[before..].to_vec()
}

/// Waits for the drawn moment: this step, passed a drawn number of times in the work of this life, and a drawn wait behind it. A
/// step that does not come gives a moment as well.
fn await_moment(site: &Site, step: &str, draw: &mut Draw) {
    let (times, wait) = (1 + draw.below(2), Duration::from_micros(draw.below(500) as u64));
    let (began, before) = (Instant::now(), site.passed(step));
    // Closer than other waits look: what a kill interrupts lasts less than a millisecond.
    while site.passed(step) < before + times && began.elapsed() < Duration::from_millis(1_500) {
        std::thread::sleep(Duration::from_micros(100));
    }
    std::thread::sleep(wait);
}

/// What the kills interrupted.
#[derive(Default)]
struct Report {
    lines: String,
    steps: BTreeSet<String>,
    kills: usize,
}

impl Report {
    /// A step that no kill has interrupted yet.
    fn draw_step(&self, draw: &mut Draw) -> &'static str {
        let left: Vec<_> = flow::fault::POINTS.iter().filter(|step| !self.steps.contains(**step)).collect();
        left[draw.below(left.len())]
    }

    fn note(&mut self, kill: usize, site: &Site) {
        let steps = site.steps();
        let step = steps.last().cloned().unwrap_or_else(|| "before any step".to_owned());
        writeln!(self.lines, "kill {kill}: behind {step}, {} steps into this life", steps.len()).expect("a string");
        self.steps.insert(step);
        self.kills += 1;
    }

    fn finish(&self, released: usize, judged: &str) {
        let text = format!(
            "{}{} kills, {} distinct steps interrupted\n{judged}; {released} held after three deaths and released\n",
            self.lines,
            self.kills,
            self.steps.len()
        );
        report(&text);
        assert_eq!(self.kills, KILLS);
        assert!(self.steps.len() >= STEPS_WANTED, "the kills interrupted too few distinct steps:\n{text}");
    }
}
