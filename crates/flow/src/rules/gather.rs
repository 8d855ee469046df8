//! What rules look at, read from the store: only as far as some rule asks for it.

use desk::{
    CompanyId, MessageId, Micros,
    evidence::Level,
    rules::{Action, Directory, Facts, Field, Letter, Recipe},
    survey::Rating,
};
use store::{
    Tx, messages, policies, queues,
    rules::facts::{self, Asked, Standing},
    surveys,
};

/// What these rules can refer to.
pub(super) fn directory<'a>(tx: &mut Tx<'_>, recipes: impl Iterator<Item = &'a Recipe>) -> store::Result<Directory> {
    let (mut asked, mut made) = (Asked::default(), Vec::new());
    for recipe in recipes {
        recipe.conditions().for_each(|condition| match condition.field {
            Field::Category => asked.categories = true,
            Field::Mailbox => asked.mailboxes = true,
            Field::ContactField => asked.contact_fields = true,
            Field::CategoryField => asked.templates = true,
            Field::QueueLoad => asked.loads = true,
            Field::Company => {
                asked.companies.extend(condition.values.iter().filter_map(|id| id.parse::<CompanyId>().ok()));
            }
            Field::Tag => asked.tags.extend(condition.values.iter().cloned()),
            _ => {}
        });
        recipe.then.iter().for_each(|action| match action {
            Action::SetCategory(_) => asked.categories = true,
            Action::SetField(_) => asked.templates = true,
            ends if ends.ends() => asked.templates = true,
            Action::AssignAssistant(_) => asked.assistants = true,
            Action::CallWebhook(_) => asked.webhooks = true,
            // What a rule gives to conversations is there, though none has it yet.
            Action::AddTag(tag) => made.push(tag.clone()),
            _ => {}
        });
    }
    let mut directory = facts::directory(tx, &asked)?;
    directory.tags.extend(made);
    Ok(directory)
}

/// A stored message as conditions look at it; its headers are not kept beside it.
pub(super) fn letter(tx: &mut Tx<'_>, message: Option<MessageId>) -> store::Result<Letter> {
    let found = match message {
        Some(id) => messages::by_id(tx, id)?,
        None => None,
    };
    let Some(found) = found else { return Ok(nothing()) };
    let people = found.recipients.to.iter().chain(&found.recipients.cc);
    Ok(Letter {
        subject: found.subject,
        text: Letter::cut(&found.reply_text),
        from: found.person.address,
        from_name: found.person.name.unwrap_or_default(),
        to: people.map(|person| person.address.clone()).collect(),
        headers: None,
        attachments: facts::has_files(tx, found.id)?,
        automatic: found.automatic,
        evidence: found.evidence.map_or(Level::E0, |evidence| evidence.level),
    })
}

/// What there is to look at where nobody from outside has written.
fn nothing() -> Letter {
    Letter {
        subject: String::new(),
        text: String::new(),
        from: String::new(),
        from_name: String::new(),
        to: Vec::new(),
        headers: None,
        attachments: false,
        automatic: false,
        evidence: Level::E0,
    }
}

/// All that conditions look at.
pub(super) fn facts<'a>(
    tx: &mut Tx<'_>,
    recipes: impl Iterator<Item = &'a Recipe>,
    standing: Standing,
    letter: Letter,
    now: Micros,
) -> store::Result<Facts> {
    let recipes: Vec<&Recipe> = recipes.collect();
    let looks_at = |field| recipes.iter().any(|recipe| recipe.looks_at(field));
    let rating = match looks_at(Field::Rating) {
        true => surveys::rating_of(tx, standing.id)?.map(Rating::number),
        false => None,
    };
    let open = match looks_at(Field::Hours) {
        true => {
            let of_mailbox = policies::of_mailbox(tx, standing.mailbox)?.business_hours;
            queues::hours_of(tx, standing.queue)?.or(of_mailbox).is_open(now)
        }
        false => true,
    };
    Ok(Facts {
        letter,
        mailbox: standing.mailbox,
        queue: standing.queue,
        category: standing.category,
        assignee: standing.assignee,
        assistant: standing.assistant,
        rating,
        status: standing.status,
        priority: standing.priority,
        tags: standing.tags,
        fields: standing.fields,
        messages: standing.messages,
        company: standing.company,
        contact_fields: standing.contact_fields,
        open,
    })
}
