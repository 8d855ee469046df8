//! Articles: written, imported from Markdown, and made of answers that an agent approved (LD-5). Whoever leads the team
//! changes all of them; an agent what they approved themselves, and no assistant answers with that alone.

use desk::{
    ArticleId, ConversationId, MessageId, Micros,
    article::{self, Draft, Source, State},
    limits,
    message::{self, Kind},
    permit::{self, Action, Object},
    reply,
};
use serde_json::json;
use store::{
    Tx,
    agents::Agent,
    articles::{self, Article, New},
    audit,
    conversations::Conversation,
    mailboxes,
    messages::{self, Message},
};

use crate::{Refused, access, refused};

/// Messages before an answer among which the one is looked for that it answered.
const LOOKED_BACK: i64 = 20;

/// A Markdown file of an import.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, with folders where there are some.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// It is a new article.
    Added(ArticleId),
    /// It was known, by its name or title, and is written anew.
    Updated(ArticleId),
    /// It says what the article says already.
    Same(ArticleId),
    /// Nothing was stored; why is a key of the message files.
    Refused(&'static str),
}

/// The article with this id, where somebody may see it.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn standing(tx: &mut Tx<'_>, by: &Agent, id: ArticleId) -> Result<Article, Refused> {
    let article = articles::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    if sees(tx, by, &article)? { Ok(article) } else { Err(Refused::NotFound) }
}

/// True when an agent may see an article: what is published is the team's, and so is what was written; a draft that was
/// made of an answer is seen by whoever may read that answer (D3).
///
/// # Errors
/// The store's own.
pub fn sees(tx: &mut Tx<'_>, agent: &Agent, article: &Article) -> store::Result<bool> {
    match article.answer {
        Some((_, within)) if article.draft.state == State::Draft => access::may(tx, agent, Action::Read, within),
        _ => Ok(true),
    }
}

/// True when an agent may change this article.
#[must_use]
pub fn may_change(agent: &Agent, article: &Article) -> bool {
    let own = article.source == Source::Answer && article.created_by == agent.id;
    let action = if own { Action::Work } else { Action::ChangeKnowledge };
    permit::permits(access::actor(agent), action, Object::Desk)
}

/// Adds an article.
///
/// # Errors
/// [`Refused`] where something does not fit.
pub fn add(tx: &mut Tx<'_>, by: &Agent, draft: &Draft, now: Micros) -> Result<Article, Refused> {
    let draft = checked(tx, draft)?;
    check_room(tx)?;
    let new = New { draft: &draft, source: Source::Written, file: None, answer: None, question: None, by: by.id };
    let id = articles::add(tx, &new, now)?;
    note(tx, by, "article.added", id, now)?;
    standing(tx, by, id)
}

/// Writes an article anew.
///
/// # Errors
/// [`Refused`] where something does not fit, there is no such article, or it is for others to change.
pub fn update(tx: &mut Tx<'_>, by: &Agent, id: ArticleId, draft: &Draft, now: Micros) -> Result<Article, Refused> {
    let before = standing(tx, by, id)?;
    let draft = checked(tx, draft)?;
    let leads = permit::permits(access::actor(by), Action::ChangeKnowledge, Object::Desk);
    if draft.alone && !before.draft.alone && !leads {
        return Err(Refused::field("alone", "article-alone-is-not-yours"));
    }
    articles::update(tx, id, &draft, by.id, now)?;
    let published = before.draft.state == State::Draft && draft.state == State::Published;
    note(tx, by, if published { "article.published" } else { "article.changed" }, id, now)?;
    standing(tx, by, id)
}

/// Deletes an article.
///
/// # Errors
/// [`Refused::NotFound`].
pub fn delete(tx: &mut Tx<'_>, by: &Agent, id: ArticleId, now: Micros) -> Result<(), Refused> {
    standing(tx, by, id)?;
    articles::delete(tx, id)?;
    note(tx, by, "article.deleted", id, now)
}

/// Makes a draft of an answer to a customer, with what the customer had asked. An answer becomes one article: asked again,
/// it is that one.
///
/// # Errors
/// [`Refused`] where there is no such message for them, or it is no answer of the team.
pub fn approve(tx: &mut Tx<'_>, by: &Agent, id: MessageId, now: Micros) -> Result<Article, Refused> {
    let message = messages::by_id(tx, id)?.ok_or(Refused::NotFound)?;
    let within = access::worked_on(tx, by, message.conversation)?;
    if let Some(known) = articles::of_answer(tx, id)? {
        return standing(tx, by, known);
    }
    if message.kind != Kind::Outbound || message.automatic || message.reply_text.trim().is_empty() {
        return Err(Refused::field("message", "article-of-answers-only"));
    }
    check_room(tx)?;
    let question = question(tx, within.id, id)?;
    let draft = checked(tx, &of_answer(&within, question.as_ref(), &message))?;
    let question = question.map(|one| one.id);
    let new = New { draft: &draft, source: Source::Answer, file: None, answer: Some(id), question, by: by.id };
    let article = articles::add(tx, &new, now)?;
    note(tx, by, "article.approved", article, now)?;
    standing(tx, by, article)
}

/// The customer's message that an answer answered: the newest before it.
fn question(tx: &mut Tx<'_>, within: ConversationId, answer: MessageId) -> store::Result<Option<Message>> {
    let before = messages::newest_public(tx, within, Some(answer), LOOKED_BACK)?;
    Ok(before.into_iter().find(|one| one.kind == Kind::Inbound && !one.automatic))
}

fn of_answer(within: &Conversation, question: Option<&Message>, answer: &Message) -> Draft {
    let asked = question.map(|one| one.reply_text.trim()).unwrap_or_default();
    let subject = reply::without_prefixes(&within.subject);
    let title = if subject.is_empty() { asked } else { subject };
    let title = message::preview(title, limits::ARTICLE_TITLE_CHARS);
    Draft {
        title: if title.is_empty() { format!("#{}", within.id) } else { title },
        body: first_bytes(answer.reply_text.trim(), limits::ARTICLE_BODY_BYTES).to_string(),
        asked: asked.chars().take(limits::ARTICLE_ASKED_CHARS).collect(),
        state: State::Draft,
        language: None,
        link: None,
        alone: Source::Answer.answers_alone(),
        mailboxes: vec![within.mailbox],
    }
}

/// So much of a text as fits into so many bytes.
fn first_bytes(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// Imports Markdown files. A file whose name, or else whose title, was imported before is written anew. What does not fit is
/// told file by file, and the others are imported.
///
/// # Errors
/// [`Refused`] where there are too many files; the store's own.
pub fn import(
    tx: &mut Tx<'_>,
    by: &Agent,
    files: &[File],
    new_ones: State,
    now: Micros,
) -> Result<Vec<Imported>, Refused> {
    if files.is_empty() || files.len() > limits::ARTICLES_IMPORTED {
        return Err(Refused::field("files", "article-files-do-not-fit"));
    }
    let mut all = Vec::new();
    for file in files {
        all.push(match import_one(tx, by, file, new_ones, now) {
            Ok(imported) => imported,
            Err(Refused::Field { message, .. }) => Imported::Refused(message),
            Err(other) => return Err(other),
        });
    }
    Ok(all)
}

/// Everything is checked before anything is written, so that a refused file leaves nothing.
fn import_one(tx: &mut Tx<'_>, by: &Agent, file: &File, new_ones: State, now: Micros) -> Result<Imported, Refused> {
    if file.text.contains('\0') {
        return Err(Refused::field("files", "article-file-is-no-text"));
    }
    let read = article::read_file(&file.name, &file.text);
    let name = first_bytes(file.name.trim(), limits::ARTICLE_FILE_BYTES);
    if read.body.is_empty() {
        return Err(Refused::field("files", "article-file-is-empty"));
    }
    let known = articles::of_file(tx, name, &read.title)?.map(|id| standing(tx, by, id)).transpose()?;
    let draft = Draft {
        title: read.title,
        body: read.body,
        asked: read.asked,
        state: known.as_ref().map_or(new_ones, |one| one.draft.state),
        language: read.language,
        link: read.link,
        alone: read.alone.or(known.as_ref().map(|one| one.draft.alone)).unwrap_or(Source::Imported.answers_alone()),
        mailboxes: known.as_ref().map(|one| one.draft.mailboxes.clone()).unwrap_or_default(),
    };
    let draft = checked(tx, &draft)?;
    match known {
        Some(known) if known.draft == draft => Ok(Imported::Same(known.id)),
        Some(known) => {
            articles::update(tx, known.id, &draft, by.id, now)?;
            note(tx, by, "article.imported", known.id, now)?;
            Ok(Imported::Updated(known.id))
        }
        None => {
            check_room(tx)?;
            let file = Some(name).filter(|name| !name.is_empty());
            let new = New { draft: &draft, source: Source::Imported, file, answer: None, question: None, by: by.id };
            let id = articles::add(tx, &new, now)?;
            note(tx, by, "article.imported", id, now)?;
            Ok(Imported::Added(id))
        }
    }
}

fn check_room(tx: &mut Tx<'_>) -> Result<(), Refused> {
    let full = articles::count(tx)? >= limits::ARTICLES;
    if full { Err(Refused::field("title", "too-many-articles")) } else { Ok(()) }
}

fn checked(tx: &mut Tx<'_>, draft: &Draft) -> Result<Draft, Refused> {
    let title = refused::name(&draft.title, limits::ARTICLE_TITLE_CHARS, "article-title-needed");
    let title = title.map_err(|_| Refused::field("title", "article-title-needed"))?;
    let body = plain(&draft.body);
    if body.len() > limits::ARTICLE_BODY_BYTES {
        return Err(Refused::field("body", "article-too-long"));
    }
    if draft.state == State::Published && desk::knowledge::passages(&body).is_empty() {
        return Err(Refused::field("body", "text-needed"));
    }
    let asked = plain(&draft.asked);
    if asked.chars().count() > limits::ARTICLE_ASKED_CHARS {
        return Err(Refused::field("asked", "article-asked-too-long"));
    }
    let given =
        |value: &Option<String>| value.as_deref().map(str::trim).filter(|one| !one.is_empty()).map(String::from);
    let (language, link) = (given(&draft.language), given(&draft.link));
    if language.as_deref().is_some_and(|tag| !article::is_language(tag)) {
        return Err(Refused::field("language", "article-language-does-not-fit"));
    }
    if link.as_deref().is_some_and(|link| !article::is_public_link(link)) {
        return Err(Refused::field("link", "article-link-does-not-fit"));
    }
    let mut mailboxes = draft.mailboxes.clone();
    mailboxes.sort_unstable();
    mailboxes.dedup();
    for mailbox in &mailboxes {
        // One that was deleted since stays: it harms nothing, and an edit of the text is not refused for it.
        mailboxes::by_id(tx, *mailbox)?.ok_or(Refused::field("mailboxes", "no-such-mailbox"))?;
    }
    Ok(Draft { title, body, asked, state: draft.state, language, link, alone: draft.alone, mailboxes })
}

/// A text as it is kept: lines end alike, and nothing hides in it that no database keeps.
fn plain(written: &str) -> String {
    written.replace("\r\n", "\n").replace('\0', "").trim().to_string()
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, id: ArticleId, now: Micros) -> Result<(), Refused> {
    Ok(audit::add(tx, &by.actor(), action, &format!("article:{id}"), &json!({}), now)?)
}
