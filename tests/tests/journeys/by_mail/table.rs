//! One exchange of the whole cast, for each company: two agents, a customer, one whom she takes along, one whom she asks
//! elsewhere, her out-of-office robot, and somebody who writes in an agent's name. Then all mailboxes are compared, whole.

use std::collections::BTreeMap;

use journeys::imap::StoredMail;
use journeys::wait::wait_for;
use serde_json::{Value, json};

use super::{
    ANNA, BEN, Company, KIM, RAY, STRANGE_HOST, SUPPORT, Site, ZOE, answer, answering_address, fresh, is_notice, site,
    site_on, subject_of, text_of,
};
use crate::letters::Letter;
use crate::receiving::Base;

const SUBJECT: &str = "Order 4711";

/// What somebody finds: subject and first line of each mail.
type Found = (String, String);

fn first_line(text: &str) -> String {
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

/// The exchange as it goes on, and what each person must have found by now.
struct Exchange<'a> {
    site: &'a Site,
    expected: BTreeMap<&'static str, Vec<Found>>,
}

impl Exchange<'_> {
    /// Somebody finds a mail; it is waited for, so that the next step comes after it.
    fn finds(&mut self, whose: &'static str, subject: &str, line: &str) -> StoredMail {
        let wanted = (subject.to_owned(), line.to_owned());
        let expected = self.expected.entry(whose).or_default();
        expected.push(wanted.clone());
        let count = expected.iter().filter(|one| **one == wanted).count();
        wait_for(&format!("{wanted:?} in the mailbox of {whose}, time {count}"), || {
            let found = self.site.dovecot.mails(whose, "INBOX").into_iter();
            found.filter(|mail| (subject_of(mail), first_line(&text_of(mail))) == wanted).nth(count - 1)
        })
    }

    /// Both agents are told that somebody wrote; returns what Anna and Ben got.
    fn both_are_told(&mut self, who: &str) -> (StoredMail, StoredMail) {
        let line = format!("{who} wrote:");
        (self.finds(ANNA, SUBJECT, &line), self.finds(BEN, SUBJECT, &line))
    }

    /// What the desk tells Ben beside notifications; its first line begins so.
    fn ben_is_told(&mut self, subject: &str, beginning: &str) {
        let before = self.expected.entry(BEN).or_default().iter().filter(|(one, _)| one == subject).count();
        let told = wait_for(&format!("{subject:?} in the mailbox of Ben, time {}", before + 1), || {
            let all = self.site.dovecot.mails(BEN, "INBOX").into_iter();
            all.filter(|mail| is_notice(mail) && subject_of(mail) == subject).nth(before)
        });
        let line = first_line(&text_of(&told));
        assert!(line.starts_with(beginning), "{line}");
        self.expected.entry(BEN).or_default().push((subject.to_owned(), line));
    }
}

/// LA-1 to LA-6, SB-1, TR-4, TR-5, TR-8, TC-3, TC-5, X-2: what everybody finds, and what the timeline says.
fn exchange(site: &Site) {
    site.set(json!({"email": {"agent_replies": "reply"}}));
    let proved = site.company != Company::Nothing;
    let mut all = Exchange { site, expected: BTreeMap::new() };
    let re = format!("Re: {SUBJECT}");

    // Zoe asks, and takes Kim along.
    let asks = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, SUBJECT, "Where is my order?");
    let asked = site.write(&Letter { cc: Some(format!("Kim <{KIM}>")), ..asks });
    all.finds(KIM, SUBJECT, "Where is my order?");
    let (_, told) = all.both_are_told(&format!("Zoe Kun <{ZOE}>"));
    let whole = site.anna.await_conversation(SUBJECT);
    let id = whole["id"].as_str().expect("an id").to_owned();
    let look = format!("Your mail about #{id} needs a look");

    // Ben answers from his own program: row 2. It goes to Zoe and Kim.
    site.ben_answers(&told.raw, &answering_address(&told.raw), None, "It is on its way.");
    let message = site.message(SUBJECT, "It is on its way.");
    let publish = |message: &Value| {
        let path = format!("/messages/{}/publication", message["id"].as_str().expect("an id"));
        site.ben.put(&path).accept(200);
    };
    if proved {
        all.ben_is_told(&format!("Sent in your name: #{id}"), "Your mail to conversation");
    } else {
        all.ben_is_told(&look, "Your mail to conversation");
        publish(&message);
    }
    let answered = all.finds(ZOE, &re, "It is on its way.");
    all.finds(KIM, &re, "It is on its way.");

    // Zoe's program answers for her while she is away.
    let away = Letter {
        further: "Auto-Submitted: auto-replied\r\n".into(),
        ..Letter::new(
            &format!("Zoe Kun <{ZOE}>"),
            &answering_address(&answered.raw),
            "Automatic reply",
            "I am away until Monday.",
        )
    };
    site.write(&away.answering(&answered.raw));
    let robot = site.message(SUBJECT, "I am away until Monday.");
    assert_eq!((robot["automatic"].as_bool(), site.status(SUBJECT).as_str()), (Some(true), "answered"));

    // Zoe asks Ray, who answers the desk: for the team only.
    let forward = Letter::new(&format!("Zoe Kun <{ZOE}>"), RAY, &format!("Fwd: {re}"), "Ray, can you take it in?");
    site.write(&forward.answering(&answered.raw));
    all.finds(RAY, &format!("Fwd: {re}"), "Ray, can you take it in?");
    site.write(&answer(&format!("Ray Oss <{RAY}>"), &answered.raw, SUPPORT, None, "I am at home all day."));
    all.both_are_told(&format!("Ray Oss <{RAY}>"));

    // Kim answers what the desk sent.
    site.write(&answer(
        &format!("Kim <{KIM}>"),
        &answered.raw,
        &answering_address(&answered.raw),
        None,
        "Thank you both.",
    ));
    let (to_anna, to_ben) = all.both_are_told(&format!("Kim <{KIM}>"));

    // Anna asks Ben, and support hears it: row 3.
    site.write(&answer(&format!("Anna <{ANNA}>"), &to_anna.raw, SUPPORT, Some(BEN), "Ben, was it the blue one?"));
    all.finds(BEN, &re, "Ben, was it the blue one?");
    assert_eq!(site.message(SUBJECT, "Ben, was it the blue one?")["kind"], "note");

    // Ben writes to Zoe himself, and lets support know: row 4.
    site.ben_answers(&to_ben.raw, ZOE, Some(SUPPORT), "I wrote to you myself.");
    all.finds(ZOE, &re, "I wrote to you myself.");
    let chosen = site.message(SUBJECT, "I wrote to you myself.");
    if !proved {
        all.ben_is_told(&look, "Your mail to conversation");
        publish(&chosen);
    }

    // Somebody else writes as Ben.
    let forged = answer(&format!("Ben <{BEN}>"), &asked, SUPPORT, None, "Pay to this account.");
    site.post(STRANGE_HOST, "evil@else.example", &[SUPPORT.to_owned()], &fresh(&forged));
    let held = site.await_held("agent-not-verified", 1);
    assert_eq!(held.len(), 1, "{held:?}");
    all.ben_is_told(&look, "A mail in your name");

    // A last mail behind all others, so that nothing is still on its way.
    let last = Letter::new(&format!("Zoe Kun <{ZOE}>"), SUPPORT, "Another matter", "And the bill?");
    site.write(&last);
    for agent in [ANNA, BEN] {
        all.finds(agent, "Another matter", &format!("Zoe Kun <{ZOE}> wrote:"));
    }
    let expected = std::mem::take(&mut all.expected);
    compare(site, expected);
    timeline(site);
}

/// All mailboxes, whole.
fn compare(site: &Site, mut expected: BTreeMap<&'static str, Vec<Found>>) {
    for whose in [ZOE, KIM, RAY, ANNA, BEN] {
        let mails = site.dovecot.mails(whose, "INBOX");
        let mut found: Vec<Found> = mails.iter().map(|mail| (subject_of(mail), first_line(&text_of(mail)))).collect();
        let mut wanted = expected.remove(whose).unwrap_or_default();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "what {whose} finds");
        for secret in ["blue one", "Pay to", "at home all day"] {
            let reads = mails.iter().any(|mail| text_of(mail).contains(secret));
            assert!(!reads || [ANNA, BEN].contains(&whose), "{whose} reads {secret:?}");
        }
    }
}

/// The conversation as the team sees it, in its order.
fn timeline(site: &Site) {
    let whole = site.anna.await_conversation(SUBJECT);
    let shown: Vec<(String, String, String)> = whole["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .map(|one| {
            let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let author = word(&one["author"]["name"]);
            (word(&one["kind"]), author, first_line(&word(&one["reply_text"])))
        })
        .collect();
    let expected = [
        ("inbound", "Zoe Kun", "Where is my order?"),
        ("outbound", "Ben", "It is on its way."),
        ("inbound", "Zoe Kun", "I am away until Monday."),
        ("inbound", "Ray Oss", "I am at home all day."),
        ("inbound", "Kim", "Thank you both."),
        ("note", "First Agent", "Ben, was it the blue one?"),
        ("outbound", "Ben", "I wrote to you myself."),
    ];
    let expected = expected.map(|(kind, author, line)| (kind.to_owned(), author.to_owned(), line.to_owned()));
    assert_eq!(shown, expected);
    assert_eq!(whole["status"], "answered");
    let people: Vec<&str> = whole["participants"]
        .as_array()
        .expect("participants")
        .iter()
        .filter(|one| one["ticked"] == true)
        .filter_map(|one| one["address"].as_str())
        .collect();
    assert_eq!(people, [ZOE, KIM]);
}

/// The company's domain signs.
#[test]
fn everybody_finds_what_is_theirs_where_mail_is_signed() {
    exchange(&site(Company::Signs));
}

/// The same on PostgreSQL.
#[test]
fn everybody_finds_what_is_theirs_on_postgresql() {
    exchange(&site_on(Company::Signs, Base::postgresql()));
}

/// The company only has SPF, and our own listener takes the mail.
#[test]
fn everybody_finds_what_is_theirs_with_spf_alone() {
    exchange(&site(Company::OnlySpf));
}

/// The company only has SPF, behind a server that is believed since the self-test, on PostgreSQL.
#[test]
fn everybody_finds_what_is_theirs_behind_a_trusted_receiver() {
    exchange(&site_on(Company::BehindReceiver, Base::postgresql()));
}

/// The company has nothing: what its agents write waits for their word.
#[test]
fn everybody_finds_what_is_theirs_without_any_proof() {
    exchange(&site(Company::Nothing));
}
