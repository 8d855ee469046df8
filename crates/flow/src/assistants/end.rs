//! The end of a turn: the customer is answered, agents have a draft, or the conversation is theirs, with a summary as a
//! note. Each stands in the timeline with its reason.

use desk::{
    MessageId, Micros, address,
    assistant::{Did, HandOver, Mode, Passage, State},
    automatic::{self, Kind as Automatic},
    limits,
    message::{self, Author, Kind, Person, Recipients},
    notify::Occasion,
};
use store::{
    Tx,
    assistants::{
        self,
        turns::{self, Ending, Turn},
    },
    automatic::Leaving,
    events::Actor,
};

use super::{
    ask::{Exchange, Outcome},
    release, tell,
    work::{Looked, ending, kept},
};
use crate::{
    Node, Refused, answer, edit,
    entries::{self, Entry},
    gate, notices, push, routing, rules, sla, words,
};

/// What a turn came to, before it is written.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    pub(super) outcome: Outcome,
    pub(super) exchange: Exchange,
    pub(super) found: Vec<Passage>,
    /// The model's own summary for whoever takes over.
    pub(super) summary: Option<String>,
    /// The language of the team's mails.
    pub(super) language: String,
}

/// Ends a turn.
///
/// # Errors
/// The store's own.
pub(super) fn end(tx: &mut Tx<'_>, node: &Node, looked: &Looked, ended: &Ended, now: Micros) -> store::Result<()> {
    match (&ended.outcome, looked.turn.mode) {
        (Outcome::Answer(text, sources), Mode::Answer) => match send(tx, node, looked, ended, text, sources, now)? {
            Ok(()) => {}
            Err(why) => hand_over(tx, looked, ended, why, Some((text, sources)), now)?,
        },
        (Outcome::Answer(text, sources), Mode::Draft) => draft(tx, looked, ended, None, (text, sources), now)?,
        (Outcome::HandOver(why, told), Mode::Answer) => {
            let told = told.as_ref().map(|(text, sources)| (text.as_str(), sources.as_slice()));
            hand_over(tx, looked, ended, *why, told, now)?;
        }
        (Outcome::HandOver(why, Some((text, sources))), Mode::Draft) => {
            draft(tx, looked, ended, Some(*why), (text, sources), now)?;
        }
        (Outcome::HandOver(why, None), Mode::Draft) => {
            let found = kept(&ended.found, &[]);
            let ending = Ending { reason: Some(why.word()), ..ending(&ended.exchange, &found) };
            turns::end(tx, &looked.turn, State::Silent, &ending, now)?;
        }
        // It was asked for a while and goes on; whoever works on turns sees to it.
        (Outcome::Again(_), _) => {}
    }
    rules::settle(tx, now)
}

/// Ends a turn that somebody else was faster than; what was said is kept.
///
/// # Errors
/// The store's own.
pub(super) fn overtaken(tx: &mut Tx<'_>, turn: &Turn, ended: Option<&Ended>, now: Micros) -> store::Result<()> {
    let found = ended.map(|ended| kept(&ended.found, &[])).unwrap_or_default();
    let ending = ended.map(|ended| ending(&ended.exchange, &found)).unwrap_or_default();
    turns::end(tx, turn, State::Overtaken, &ending, now).map(drop)
}

/// Ends a turn whose assistant was switched off meanwhile: people have the conversation.
///
/// # Errors
/// The store's own.
pub(super) fn off(tx: &mut Tx<'_>, turn: &Turn, now: Micros) -> store::Result<()> {
    let state = match turn.mode {
        Mode::Answer => State::HandedOver,
        Mode::Draft => State::Silent,
    };
    let reason = HandOver::Off;
    turns::end(tx, turn, state, &Ending { reason: Some(reason.word()), ..Ending::default() }, now)?;
    if turn.mode == Mode::Answer {
        release(tx, turn.conversation, turn.assistant, reason, now)?;
        to_people(tx, turn, now)?;
    }
    rules::settle(tx, now)
}

/// Sends an answer, or says why people are to answer.
fn send(
    tx: &mut Tx<'_>,
    node: &Node,
    looked: &Looked,
    ended: &Ended,
    text: &str,
    sources: &[usize],
    now: Micros,
) -> store::Result<Result<(), HandOver>> {
    let Looked { turn, assistant, about, asked } = looked;
    let folded = address::fold(&asked.person.address);
    let known = store::automatic::team_wrote_to(tx, about.contact)?;
    let leaving =
        Leaving { kind: Automatic::Assistant, mailbox: about.mailbox, conversation: about.id, folded: &folded, known };
    let mut facts = gate::facts(tx, asked, &leaving, false, now)?;
    // Colleagues of one company may all ask at once; robots show themselves by what they write, and by how often.
    facts.counts.to_domain = 0;
    if let Err(limit) = automatic::may_send(&facts) {
        return Ok(Err(HandOver::Limit(limit)));
    }
    let name = &assistant.settings.name;
    let named: Vec<&Passage> = sources.iter().filter_map(|place| ended.found.get(*place)).collect();
    let written = letter(&ended.language, name, text, &named);
    let sent = match answer::by_assistant(tx, node, about, asked, (assistant.id, name), &written, now) {
        Ok(Some(message)) => message,
        Ok(None) => return Ok(Err(HandOver::MayNot(desk::assistant::Why::Elsewhere))),
        Err(Refused::Store(error)) => return Err(error),
        Err(_) => return Ok(Err(HandOver::MayNot(desk::assistant::Why::CannotSend))),
    };
    store::automatic::left(tx, &leaving, now)?;
    sla::answered(tx, about.id, sent, now)?;
    answered(tx, looked, now)?;
    let found = kept(&ended.found, sources);
    let ending = Ending { answer_id: Some(sent), answer: text, ..ending(&ended.exchange, &found) };
    turns::end(tx, turn, State::Answered, &ending, now)?;
    let mut titles: Vec<String> = named.iter().map(|passage| passage.title.clone()).collect();
    titles.dedup();
    tell(tx, about.id, (assistant.id, name), Did::Answered(titles), now)?;
    Ok(Ok(()))
}

/// The conversation waits for the customer now.
fn answered(tx: &mut Tx<'_>, looked: &Looked, now: Micros) -> store::Result<()> {
    let Looked { assistant, about, .. } = looked;
    let by = Actor::Assistant(assistant.id, assistant.settings.name.clone());
    match edit::set_status(tx, about, about.status.after_team_message(), None, &by, now) {
        Ok(()) => Ok(()),
        Err(Refused::Store(error)) => Err(error),
        // What a team's message leads to can be set; were it not, the answer still is one.
        Err(_) => Ok(()),
    }
}

/// The answer as its customer gets it: with where it comes from, and how to reach a person.
fn letter(language: &str, name: &str, text: &str, named: &[&Passage]) -> String {
    let mut out = format!("{}\n", text.trim_end());
    let mut links: Vec<String> = named
        .iter()
        .filter_map(|passage| passage.link.as_ref().map(|link| format!("{}: {link}", passage.title)))
        .collect();
    links.dedup();
    if !links.is_empty() {
        out.push_str(&format!("\n{}\n", words::of_mail(language, "assistant-sources", &[])));
        for link in links {
            out.push_str(&format!("{link}\n"));
        }
    }
    out.push_str(&format!("\n{}", words::of_mail(language, "assistant-closing", &[("name", name)])));
    out
}

fn draft(
    tx: &mut Tx<'_>,
    looked: &Looked,
    ended: &Ended,
    why: Option<HandOver>,
    (text, sources): (&str, &[usize]),
    now: Micros,
) -> store::Result<()> {
    let found = kept(&ended.found, sources);
    let ending = Ending { reason: why.map(HandOver::word), answer: text, ..ending(&ended.exchange, &found) };
    turns::end(tx, &looked.turn, State::Drafted, &ending, now)?;
    tell(tx, looked.about.id, looked.who(), Did::Drafted(why), now)
}

fn hand_over(
    tx: &mut Tx<'_>,
    looked: &Looked,
    ended: &Ended,
    why: HandOver,
    told: Option<(&str, &[usize])>,
    now: Micros,
) -> store::Result<()> {
    let turn = &looked.turn;
    let (text, sources) = told.unwrap_or_default();
    let found = kept(&ended.found, sources);
    let ending = Ending { reason: Some(why.word()), answer: text, ..ending(&ended.exchange, &found) };
    turns::end(tx, turn, State::HandedOver, &ending, now)?;
    assistants::let_go(tx, turn.conversation)?;
    tell(tx, turn.conversation, looked.who(), Did::HandedOver(why), now)?;
    let summary = summary(looked, ended, why);
    note(tx, looked, &summary, now)?;
    to_people(tx, turn, now)
}

/// Whoever the conversation goes to now is told of the customer's message, as if it had just come (SB-4).
fn to_people(tx: &mut Tx<'_>, turn: &Turn, now: Micros) -> store::Result<()> {
    let (id, message): (_, MessageId) = (turn.conversation, turn.message);
    routing::offer(tx, id, now)?;
    if !super::human_takeover(tx)? {
        return Ok(());
    }
    notices::tell(tx, id, message, &Occasion::Inbound { automatic: false, quiet: false }, None, now)?;
    push::tell(tx, id, message, now)
}

/// What whoever takes over reads first.
fn summary(looked: &Looked, ended: &Ended, why: HandOver) -> String {
    let language = &ended.language;
    let name = &looked.assistant.settings.name;
    let reason = words::of_mail(language, &format!("assistant-why-{}", why.group()), &[]);
    let mut out = words::of_mail(language, "assistant-hands-over", &[("name", name), ("reason", &reason)]);
    let asked = message::preview(&looked.asked.reply_text, limits::ASSISTANT_SUMMARY_CHARS);
    match &ended.summary {
        Some(summary) => out.push_str(&format!("\n\n{summary}")),
        None => out.push_str(&format!("\n\n{}", words::of_mail(language, "assistant-asked", &[("text", &asked)]))),
    }
    out
}

fn note(tx: &mut Tx<'_>, looked: &Looked, text: &str, now: Micros) -> store::Result<()> {
    let about = &looked.about;
    let entry = Entry {
        kind: Kind::Note,
        author: Author::Assistant(looked.assistant.id),
        person: &Person { name: Some(looked.assistant.settings.name.clone()), address: String::new() },
        recipients: &Recipients::default(),
        subject: &about.subject,
        references: &[],
        text,
    };
    entries::add(tx, about, &entry, now).map(drop)
}
