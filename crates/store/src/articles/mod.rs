//! Articles: what the team knows, and whom it is for. The words by which their passages are found are written with them
//! (`words.rs`).

pub mod words;

use desk::{
    AgentId, ArticleId, ConversationId, MailboxId, MessageId, Micros,
    article::{Draft, Source, State},
};

use crate::{Error, Result, Row, Tx, V, changes::Change, fold};

/// An article to be added.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What is written of it.
    pub draft: &'a Draft,
    /// Where it came from.
    pub source: Source,
    /// The file that was imported.
    pub file: Option<&'a str>,
    /// The answer that was approved.
    pub answer: Option<MessageId>,
    /// The message that it answered.
    pub question: Option<MessageId>,
    /// Who adds it.
    pub by: AgentId,
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Which.
    pub id: ArticleId,
    /// What is written of it.
    pub draft: Draft,
    /// Where it came from.
    pub source: Source,
    /// The file that was imported.
    pub file: Option<String>,
    /// The answer that was approved, and the conversation in which it stands.
    pub answer: Option<(MessageId, ConversationId)>,
    /// Who added it.
    pub created_by: AgentId,
    /// Who changed it last.
    pub updated_by: AgentId,
    /// That person's name.
    pub updated_by_name: Option<String>,
    /// When it was added.
    pub created_at: Micros,
    /// When it was changed last.
    pub updated_at: Micros,
}

/// Which articles a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Those of this state.
    pub state: Option<State>,
    /// Those from there.
    pub source: Option<Source>,
    /// Those with all these words, of which the beginnings are enough; the first four count.
    pub typed: String,
}

macro_rules! articles {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.title, a.body, a.asked, a.state, a.language, a.link, a.alone, a.source, a.file_name,
               m.id, m.conversation_id, a.created_by, a.updated_by, g.name, a.created_at, a.updated_at
             FROM articles a LEFT JOIN messages m ON m.id = a.message_id LEFT JOIN agents g ON g.id = a.updated_by ",
            $rest
        )
    };
}

crate::statements! {
    ADD = "INSERT INTO articles (title, body, asked, state, language, link, alone, folded, title_folded, passages, terms,
             updated_by, updated_at, source, file_name, message_id, asked_id, created_by, created_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $12, $13) RETURNING id";
    UPDATE = "UPDATE articles SET title = $1, body = $2, asked = $3, state = $4, language = $5, link = $6, alone = $7,
                folded = $8, title_folded = $9, passages = $10, terms = $11, updated_by = $12, updated_at = $13
              WHERE id = $14";
    DELETE = "DELETE FROM articles WHERE id = $1";
    BY_ID = articles!("WHERE a.id = $1");
    PAGE = articles!("WHERE a.id < $1 AND ($3 = '' OR a.state = $3) AND ($4 = '' OR a.source = $4)
                        AND a.folded LIKE $5 AND a.folded LIKE $6 AND a.folded LIKE $7 AND a.folded LIKE $8
                      ORDER BY a.id DESC LIMIT $2");
    COUNT = "SELECT COUNT(*) FROM articles";
    BY_FILE = "SELECT id FROM articles WHERE file_name = $1 ORDER BY id LIMIT 1";
    BY_TITLE = "SELECT id FROM articles WHERE title_folded = $1 AND source = 'imported' ORDER BY id LIMIT 1";
    OF_ANSWER = "SELECT id FROM articles WHERE message_id = $1 ORDER BY id LIMIT 1";
    OF_MESSAGE = "SELECT id FROM articles WHERE message_id = $1 OR asked_id = $1 ORDER BY id";
    UNLINK = "UPDATE articles SET message_id = NULL, asked_id = NULL WHERE id = $1";
    MAILBOXES = "SELECT mailbox_id FROM article_mailboxes WHERE article_id = $1 ORDER BY mailbox_id";
    MAILBOXES_OFF = "DELETE FROM article_mailboxes WHERE article_id = $1";
    MAILBOX_ON = "INSERT INTO article_mailboxes (article_id, mailbox_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
}

fn read(row: &Row<'_>) -> Result<Article> {
    let (state, source) = (row.text(4)?, row.text(8)?);
    Ok(Article {
        id: ArticleId(row.int(0)?),
        draft: Draft {
            title: row.text(1)?,
            body: row.text(2)?,
            asked: row.text(3)?,
            state: State::from_word(&state).ok_or_else(|| Error::unreadable("state of an article", state))?,
            language: row.opt_text(5)?,
            link: row.opt_text(6)?,
            alone: row.flag(7)?,
            mailboxes: Vec::new(),
        },
        source: Source::from_word(&source).ok_or_else(|| Error::unreadable("source of an article", source))?,
        file: row.opt_text(9)?,
        answer: row.opt_int(10)?.map(MessageId).zip(row.opt_int(11)?.map(ConversationId)),
        created_by: AgentId(row.int(12)?),
        updated_by: AgentId(row.int(13)?),
        updated_by_name: row.opt_text(14)?,
        created_at: row.time(15)?,
        updated_at: row.time(16)?,
    })
}

fn complete(tx: &mut Tx<'_>, mut article: Article) -> Result<Article> {
    article.draft.mailboxes = tx.all(MAILBOXES, &[article.id.into()], |row| row.int(0).map(MailboxId))?;
    Ok(article)
}

/// Adds an article.
///
/// # Errors
/// The database's own.
pub fn add(tx: &mut Tx<'_>, new: &New<'_>, now: Micros) -> Result<ArticleId> {
    let written = Written::of(new.draft);
    let mut values = written.values(new.by, now).to_vec();
    let origin: [V<'_>; 4] = [new.source.word().into(), new.file.into(), new.answer.into(), new.question.into()];
    values.extend(origin);
    let id = ArticleId(tx.insert(ADD, &values)?);
    written.keep(tx, id)?;
    Ok(id)
}

/// Writes an article anew.
///
/// # Errors
/// The database's own.
pub fn update(tx: &mut Tx<'_>, id: ArticleId, draft: &Draft, by: AgentId, now: Micros) -> Result<()> {
    let written = Written::of(draft);
    let mut values = written.values(by, now).to_vec();
    values.push(id.into());
    tx.run(UPDATE, &values)?;
    written.keep(tx, id)
}

/// What a draft becomes in the database.
struct Written<'a> {
    draft: &'a Draft,
    indexed: desk::knowledge::Indexed,
    folded: String,
    title: String,
}

impl<'a> Written<'a> {
    fn of(draft: &'a Draft) -> Self {
        let indexed = desk::knowledge::index(&draft.title, &draft.asked, &draft.body, &fold::words);
        let folded = format!(" {} ", fold::words(&format!("{} {} {}", draft.title, draft.asked, draft.body)));
        Self { draft, indexed, folded, title: fold::words(&draft.title) }
    }

    fn values(&self, by: AgentId, now: Micros) -> [V<'_>; 13] {
        [
            (&self.draft.title).into(),
            (&self.draft.body).into(),
            (&self.draft.asked).into(),
            self.draft.state.word().into(),
            self.draft.language.as_ref().into(),
            self.draft.link.as_ref().into(),
            self.draft.alone.into(),
            (&self.folded).into(),
            (&self.title).into(),
            self.indexed.passages.into(),
            self.indexed.terms.into(),
            by.into(),
            now.into(),
        ]
    }

    fn keep(&self, tx: &mut Tx<'_>, id: ArticleId) -> Result<()> {
        tx.run(MAILBOXES_OFF, &[id.into()])?;
        for mailbox in &self.draft.mailboxes {
            tx.run(MAILBOX_ON, &[id.into(), (*mailbox).into()])?;
        }
        words::write(tx, id, (self.draft.state == State::Published).then_some(&self.indexed))?;
        told(tx);
        Ok(())
    }
}

fn told(tx: &mut Tx<'_>) {
    tx.change(Change::SettingsChanged("articles"));
}

/// Deletes an article with its words.
///
/// # Errors
/// The database's own.
pub fn delete(tx: &mut Tx<'_>, id: ArticleId) -> Result<()> {
    words::write(tx, id, None)?;
    tx.run(MAILBOXES_OFF, &[id.into()])?;
    tx.run(DELETE, &[id.into()])?;
    told(tx);
    Ok(())
}

/// The article with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: ArticleId) -> Result<Option<Article>> {
    let Some(article) = tx.one(BY_ID, &[id.into()], read)? else { return Ok(None) };
    complete(tx, article).map(Some)
}

/// A page of articles, the newest first: those before this one.
///
/// # Errors
/// The database's own.
pub fn page(tx: &mut Tx<'_>, filter: &Filter, before: Option<ArticleId>, most: i64) -> Result<Vec<Article>> {
    let folded = fold::words(&filter.typed);
    let mut words: Vec<String> = folded.split(' ').take(4).map(|word| format!("% {word}%")).collect();
    words.retain(|word| word != "% %");
    words.resize(4, "%".to_string());
    let mut values: Vec<V<'_>> = vec![
        before.map_or(i64::MAX, |id| id.0).into(),
        most.into(),
        filter.state.map_or("", State::word).into(),
        filter.source.map_or("", Source::word).into(),
    ];
    values.extend(words.iter().map(V::from));
    let found = tx.all(PAGE, &values, read)?;
    found.into_iter().map(|article| complete(tx, article)).collect()
}

/// How many articles there are.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(COUNT, &[], |row| row.int(0))?.unwrap_or(0))
}

/// The article that a file of this name was, else the imported one of this title.
///
/// # Errors
/// The database's own.
pub fn of_file(tx: &mut Tx<'_>, name: &str, title: &str) -> Result<Option<ArticleId>> {
    let id = |row: &Row<'_>| row.int(0).map(ArticleId);
    match tx.one(BY_FILE, &[name.into()], id)? {
        Some(found) => Ok(Some(found)),
        None => tx.one(BY_TITLE, &[(&fold::words(title)).into()], id),
    }
}

/// The article that an answer became.
///
/// # Errors
/// The database's own.
pub fn of_answer(tx: &mut Tx<'_>, answer: MessageId) -> Result<Option<ArticleId>> {
    tx.one(OF_ANSWER, &[answer.into()], |row| row.int(0).map(ArticleId))
}

/// A message is erased: drafts that were made of it go, and published articles forget it and what its customer asked.
///
/// # Errors
/// The database's own.
pub(crate) fn forget_message(tx: &mut Tx<'_>, message: MessageId) -> Result<()> {
    for id in tx.all(OF_MESSAGE, &[message.into()], |row| row.int(0).map(ArticleId))? {
        let Some(article) = by_id(tx, id)? else { continue };
        if article.draft.state == State::Draft {
            delete(tx, id)?;
            continue;
        }
        tx.run(UNLINK, &[id.into()])?;
        update(tx, id, &Draft { asked: String::new(), ..article.draft }, article.updated_by, article.updated_at)?;
    }
    Ok(())
}
