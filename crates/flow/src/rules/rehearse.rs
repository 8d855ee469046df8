//! Rehearsing a rule: what it would have done to the conversations of the last days, in a transaction that can only read.
//! For a rule of beginnings each is taken as it began; for all others as it stands, with what the customer wrote last.

use std::sync::Arc;

use desk::{
    ConversationId, MessageId, Micros, RuleId,
    category_field::Values,
    conversation::Status,
    limits,
    priority::Priority,
    rules::{self, Begun, Done, Field, Firing, Letter, Rule, Since, Trigger},
};
use store::{
    Tx, messages,
    rules::{
        Draft,
        facts::{self, Standing},
    },
};

use super::{checked, gather, run::Rules};
use crate::{Node, Refused};

/// The most that a rehearsal reads of a mail's headers, bytes; longer ones are not known to it.
const HEADERS_BYTES: usize = 256 * 1024;

/// What a rehearsed rule would have done to one conversation.
#[derive(Clone, Debug)]
pub struct Rehearsed {
    /// Which.
    pub conversation: ConversationId,
    /// Its subject.
    pub subject: String,
    /// The customer.
    pub customer: String,
    /// When it began.
    pub created_at: Micros,
    /// What the rule would have done.
    pub did: Vec<Done>,
    /// The earlier rule that would have assigned it.
    pub taken_by: Option<String>,
}

/// A rehearsal.
#[derive(Clone, Debug, Default)]
pub struct Rehearsal {
    /// How many conversations were looked at.
    pub looked_at: usize,
    /// True where there were more of them.
    pub more: bool,
    /// How many the rule would have changed.
    pub matched: usize,
    /// The newest of those.
    pub items: Vec<Rehearsed>,
    /// How many would have set off a loop between rules.
    pub cut: usize,
    /// What the rule refers to and that is not there: it would do nothing.
    pub missing: Vec<rules::Missing>,
}

/// A rule that is rehearsed: in the place of the one with this id, else behind the others.
#[derive(Clone, Debug)]
pub struct Asked {
    id: Option<RuleId>,
    draft: Draft,
}

/// A conversation with the message that is looked at, and its raw bytes where headers are asked for.
struct Case {
    standing: Standing,
    letter: Letter,
    raw: Option<String>,
}

/// Rehearses a rule.
///
/// # Errors
/// [`Refused`] where the rule does not fit; the store's own.
pub async fn rehearse(node: &Node, id: Option<RuleId>, draft: &Draft) -> Result<Rehearsal, Refused> {
    let asked = Asked { id, draft: checked(draft)? };
    let (now, with_headers) = (node.clock.now(), asked.draft.recipe.looks_at(Field::Header));
    let recipe = asked.draft.recipe.clone();
    let (mut cases, more) = node.db.read(move |tx| cases(tx, &recipe.when, with_headers, now)).await?;
    if with_headers {
        cases = read_headers(node, cases).await?;
    }
    let cases = Arc::new(cases);
    let done = node.db.read(move |tx| {
        let rules = with(tx, &asked)?;
        let mut rehearsal = Rehearsal { more, looked_at: cases.len(), ..Rehearsal::default() };
        let own = asked.id.unwrap_or(RuleId(0));
        rehearsal.missing = rules::missing(&asked.draft.recipe, &rules.directory);
        for case in cases.iter() {
            one(tx, &rules, own, case, &mut rehearsal, now)?;
        }
        Ok(rehearsal)
    });
    Ok(done.await?)
}

/// The rules with the rehearsed one among them.
fn with(tx: &mut Tx<'_>, asked: &Asked) -> store::Result<Rules> {
    let Asked { id, draft } = asked;
    let own = |id| Rule { id, name: draft.name.clone(), recipe: draft.recipe.clone() };
    let mut list: Vec<Rule> = Vec::new();
    for stored in store::rules::list(tx)? {
        if Some(stored.id) == *id {
            list.push(own(stored.id));
        } else if stored.draft.enabled {
            list.push(Rule { id: stored.id, name: stored.draft.name, recipe: stored.draft.recipe });
        }
    }
    if id.is_none_or(|id| list.iter().all(|rule| rule.id != id)) {
        list.push(own(id.unwrap_or(RuleId(0))));
    }
    let directory = gather::directory(tx, list.iter().map(|rule| &rule.recipe))?;
    Ok(Rules { list, directory })
}

/// The conversations that a rule of this kind is looked at for, the newest first; true where there are more.
fn cases(tx: &mut Tx<'_>, when: &rules::When, with_raw: bool, now: Micros) -> store::Result<(Vec<Case>, bool)> {
    let since = now.plus_s(-limits::RULE_REHEARSED_DAYS * 86_400);
    let begins = when.on == Trigger::Created;
    let mut found = match begins {
        true => facts::begun(tx, limits::RULE_REHEARSED + 1)?,
        false => facts::moved(tx, since, limits::RULE_REHEARSED + 1)?,
    };
    found.retain(|one| !begins || one.created_at >= since);
    let most = usize::try_from(limits::RULE_REHEARSED).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let mut cases = Vec::with_capacity(found.len());
    for standing in found {
        let message = facts::message(tx, standing.id, begins)?;
        if !has_happened(tx, when, &standing, message, now)? {
            continue;
        }
        let raw = match message.filter(|_| with_raw) {
            Some(id) => messages::by_id(tx, id)?.and_then(|message| message.raw),
            None => None,
        };
        let letter = gather::letter(tx, message)?;
        cases.push(Case { standing: if begins { as_it_began(standing) } else { standing }, letter, raw });
    }
    Ok((cases, more))
}

fn has_happened(
    tx: &mut Tx<'_>,
    when: &rules::When,
    standing: &Standing,
    message: Option<MessageId>,
    now: Micros,
) -> store::Result<bool> {
    Ok(match when.on {
        Trigger::Created | Trigger::StatusChanged => true,
        Trigger::CustomerMessage => message.is_some(),
        Trigger::AgentMessage => facts::last_at(tx, standing.id, Since::AgentMessage)?.is_some(),
        Trigger::Assigned => standing.assignee.is_some(),
        Trigger::Rated => store::surveys::rating_of(tx, standing.id)?.is_some(),
        Trigger::TimePassed => {
            let since = when.since.unwrap_or(Since::Created);
            let until = now.plus_s(-60 * when.minutes.unwrap_or(0));
            facts::last_at(tx, standing.id, since)?.is_some_and(|at| at <= until)
        }
    })
}

/// A conversation that begins is new, nobody's, and has no tags; what else its mailbox gave it, it mostly still has.
fn as_it_began(standing: Standing) -> Standing {
    Standing {
        status: Status::New,
        assignee: None,
        assistant: None,
        tags: Vec::new(),
        fields: Values::new(),
        priority: Priority::Normal,
        messages: 1,
        ..standing
    }
}

/// Reads the headers of the mails from their bytes.
async fn read_headers(node: &Node, mut cases: Vec<Case>) -> store::Result<Vec<Case>> {
    let blobs = node.blobs.clone();
    let read = tokio::task::spawn_blocking(move || {
        for case in &mut cases {
            let Some(raw) = case.raw.as_ref().and_then(|name| blobs.get(name).ok()) else { continue };
            let head = head_of(&raw);
            if head.len() <= HEADERS_BYTES {
                case.letter.headers = Some(mail::parse(head).headers);
            }
        }
        cases
    });
    read.await.map_err(|error| store::Error::Unavailable(error.to_string()))
}

/// The headers of a mail, without its body.
fn head_of(raw: &[u8]) -> &[u8] {
    let ends = |pattern: &[u8]| raw.windows(pattern.len()).position(|bytes| bytes == pattern);
    let end = [ends(b"\r\n\r\n"), ends(b"\n\n")].into_iter().flatten().min();
    raw.split_at_checked(end.unwrap_or(raw.len())).map_or(raw, |(head, _)| head)
}

fn one(
    tx: &mut Tx<'_>,
    rules: &Rules,
    own: RuleId,
    case: &Case,
    rehearsal: &mut Rehearsal,
    now: Micros,
) -> store::Result<()> {
    let recipes = rules.list.iter().map(|rule| &rule.recipe);
    let facts = gather::facts(tx, recipes, case.standing.clone(), case.letter.clone(), now)?;
    let Some(rule) = rules.list.iter().find(|rule| rule.id == own) else { return Ok(()) };
    let on = rule.recipe.when.on;
    let triggers: &[Trigger] = match on {
        // What begins with a customer's mail is both.
        Trigger::Created | Trigger::CustomerMessage if case.standing.messages <= 1 => {
            &[Trigger::Created, Trigger::CustomerMessage]
        }
        _ => std::slice::from_ref(&on),
    };
    let begun = Begun { triggers, timed: Some(own), fired: &[], left: limits::RULE_FIRINGS };
    let (plan, _) = rules::plan(&rules.list, &rules.directory, begun, facts);
    rehearsal.cut += usize::from(plan.cuts.iter().any(|(rule, _, _)| *rule == own));
    let Some(firing) = plan.firings.iter().find(|firing| firing.rule == own) else { return Ok(()) };
    let taken = firing.did.iter().any(|done| done.outcome == rules::Outcome::Taken);
    if !firing.is_told() && !taken {
        return Ok(());
    }
    rehearsal.matched += 1;
    if rehearsal.items.len() < limits::RULE_REHEARSED_LISTED {
        let by = plan.firings.iter().find(|one| taken && one.rule != own && Firing::assigned(one));
        rehearsal.items.push(Rehearsed {
            conversation: case.standing.id,
            subject: case.standing.subject.clone(),
            customer: case.standing.customer.clone(),
            created_at: case.standing.created_at,
            did: firing.did.clone(),
            taken_by: by.map(|firing| firing.name.clone()),
        });
    }
    Ok(())
}
