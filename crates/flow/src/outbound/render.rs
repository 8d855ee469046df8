//! Rendering: rows become the bytes of a mail, once. They are frozen as a blob; every attempt sends the same.

use desk::{
    Micros, address, limits,
    message::{Person, Recipients},
    reply,
    template::{self, Kind},
    token::Keys,
};
use mail::{
    compose::{Addr, Draft, DraftAttachment, HeaderName, HeaderText},
    sanitise::{Options, RemoteImages, sanitise},
};
use store::{
    attachments::{self, Attachment},
    mailboxes::Mailbox,
    messages::{self, Message},
    notices,
    outbox::{Carried, Outgoing},
};

use super::{form::Form, notice};
use crate::{
    Node,
    signatures::{self, Below},
    signing, templates,
};

/// How many earlier messages are looked at for one that every recipient has seen.
const QUOTABLE: i64 = 20;

/// Everything that a mail is made of.
enum Parts {
    Message(Box<MessageParts>),
    Notice(Box<notices::Stored>, Box<Mailbox>),
}

impl Parts {
    fn mailbox(&self) -> &Mailbox {
        match self {
            Self::Message(parts) => &parts.mailbox,
            Self::Notice(_, mailbox) => mailbox,
        }
    }
}

/// What the mail of a message is made of.
struct MessageParts {
    message: Message,
    mailbox: Mailbox,
    answered: Option<Message>,
    quoted: Option<Message>,
    /// When it leaves: later than it was written where it was planned.
    dated: Micros,
    files: Vec<Attachment>,
    form: Form,
    /// What stands below it.
    signature: Below,
    /// What stands around it: a template (SO-10).
    frame: String,
}

/// Why a mail cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub(super) enum RenderError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// What is stored does not make a mail; it fails visibly.
    #[error("the mail cannot be written: {0}")]
    Unwritable(String),
}

impl From<mail::compose::FieldError> for RenderError {
    fn from(error: mail::compose::FieldError) -> Self {
        Self::Unwritable(error.to_string())
    }
}

/// Renders a mail, and stores its bytes durably as a blob.
pub(super) async fn render(node: &Node, outgoing: &Outgoing) -> Result<String, RenderError> {
    let asked = outgoing.clone();
    let (keys, now) = (node.keys.clone(), node.clock.now());
    let found = node.db.read(move |tx| {
        let Some(parts) = parts(tx, &keys, &asked, now)? else { return Ok(None) };
        let signer = signing::signer(tx, &parts.mailbox().address)?;
        Ok(Some((parts, signer)))
    });
    let (parts, signer) = found.await?.ok_or_else(|| RenderError::Unwritable("what it carries is gone".into()))?;
    let node = node.clone();
    let rendered = tokio::task::spawn_blocking(move || {
        let draft = match &parts {
            Parts::Message(parts) => {
                let contents = parts.files.iter().map(|file| node.blobs.get(&file.blob));
                draft(parts, contents.collect::<Result<_, _>>()?)?
            }
            Parts::Notice(notice, mailbox) => notice::draft(&node, notice, mailbox)?,
        };
        let composed = mail::compose::compose(&draft);
        let bytes = match &signer {
            Some(signer) => signer.signed(&node, composed),
            None => composed,
        };
        Ok(node.blobs.put(&bytes)?)
    });
    rendered.await.map_err(|error| store::Error::Unavailable(error.to_string()))?
}

fn parts(tx: &mut store::Tx<'_>, keys: &Keys, outgoing: &Outgoing, now: Micros) -> store::Result<Option<Parts>> {
    let Some(mailbox) = store::mailboxes::by_id(tx, outgoing.mailbox)? else { return Ok(None) };
    let id = match outgoing.carries {
        Carried::Message(id) => id,
        Carried::Notice(id) => {
            return Ok(notices::by_id(tx, id)?.map(|one| Parts::Notice(Box::new(one), Box::new(mailbox))));
        }
    };
    let Some(message) = messages::by_id(tx, id)? else { return Ok(None) };
    let before = messages::newest_public(tx, message.conversation, Some(id), QUOTABLE)?;
    let quoted = before.iter().find(|earlier| everybody_saw(earlier, &message.recipients)).cloned();
    let answered = before.into_iter().next();
    let files = attachments::of(tx, id)?;
    let form = Form::of(tx, keys, &mailbox, message.conversation, now)?;
    let author = message.author.agent();
    // What came by mail has what proves its sender; what was written here has nothing to prove.
    let signature = signatures::below(tx, &mailbox, author, message.evidence.is_some())?;
    let frame = templates::standing(tx, Kind::Answer, &form.policy.language)?.body;
    let dated = outgoing.queued_at;
    let parts = MessageParts { message, mailbox, answered, quoted, dated, files, form, signature, frame };
    Ok(Some(Parts::Message(Box::new(parts))))
}

/// The rule of [`reply::everybody_saw`] for a stored message.
fn everybody_saw(earlier: &Message, recipients: &Recipients) -> bool {
    let all = |recipients: &Recipients| recipients.everybody().map(folded).collect::<Vec<_>>();
    reply::everybody_saw(&folded(&earlier.person), &all(&earlier.recipients), &all(recipients))
}

fn folded(person: &Person) -> String {
    address::fold(&person.address)
}

fn draft(parts: &MessageParts, contents: Vec<Vec<u8>>) -> Result<Draft, RenderError> {
    let MessageParts { message, mailbox, answered, dated, files, form, .. } = parts;
    let own = message.internet_id.clone().ok_or_else(|| RenderError::Unwritable("it has no Message-ID".into()))?;
    let parent = answered.as_ref().and_then(|one| one.internet_id.as_deref());
    let attachments = files.iter().zip(contents).map(|(file, content)| DraftAttachment {
        filename: file.filename.clone().unwrap_or_default(),
        content_type: file.content_type.clone(),
        content,
        inline: file.inline,
        content_id: file.content_id.clone(),
    });
    let Recipients { to, cc, .. } = &message.recipients;
    let name = form.sender_name(mailbox, &message.person);
    Ok(Draft {
        from: Addr::new(Some(&name), mailbox.sender())?,
        sender: None,
        reply_to: form.reply_to(mailbox, &name, &own)?,
        to: addresses(to)?,
        cc: addresses(cc)?,
        subject: HeaderText::lossy(&message.subject),
        message_id: own.clone(),
        in_reply_to: parent.map(ToString::to_string),
        references: reply::references(&message.references, parent, &own),
        date: mail::Date { unix_s: dated.unix_s(), offset_min: 0 },
        text: text(parts),
        html: Some(html(parts)),
        attachments: attachments.collect(),
        headers: headers(message.automatic)?,
    })
}

/// The marks of ours, and for what no person wrote that of RFC 3834 § 5.
fn headers(automatic: bool) -> Result<Vec<(HeaderName, HeaderText)>, RenderError> {
    let mut headers = vec![(HeaderName::new("X-Staffetta")?, HeaderText::lossy("1"))];
    if automatic {
        headers.push((HeaderName::new("Auto-Submitted")?, HeaderText::lossy("auto-replied")));
    }
    Ok(headers)
}

fn addresses(people: &[Person]) -> Result<Vec<Addr>, RenderError> {
    people.iter().map(|one| Ok(Addr::new(one.name.as_deref(), &one.address)?)).collect()
}

/// What the variables of the frame stand for, beside the text and the signature: words, no markup.
fn about(parts: &MessageParts) -> [(&'static str, String); 6] {
    let MessageParts { message, mailbox, .. } = parts;
    let name = |person: Option<&Person>| person.and_then(|one| one.name.clone()).unwrap_or_default();
    [
        ("number", message.conversation.to_string()),
        ("subject", message.subject.clone()),
        ("customer", name(message.recipients.to.first())),
        ("agent", name(Some(&message.person))),
        ("mailbox", mailbox.name.clone()),
        ("address", mailbox.address.clone()),
    ]
}

fn framed(
    parts: &MessageParts,
    text: &str,
    signature: &str,
    written: impl Fn(&str) -> String,
) -> Vec<(&'static str, String)> {
    let others = about(parts).map(|(name, value)| (name, written(&value)));
    [("text", text.to_string()), ("signature", signature.to_string())].into_iter().chain(others).collect()
}

fn borrowed<'v>(values: &'v [(&'static str, String)]) -> Vec<(&'static str, &'v str)> {
    values.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn text(parts: &MessageParts) -> String {
    let MessageParts { message, quoted, form, signature, frame, .. } = parts;
    let mut out = form.delimiter().map_or_else(String::new, |line| format!("{line}\n\n"));
    let below = match signature.text.as_str() {
        "" => String::new(),
        text => format!("-- \n{text}"),
    };
    let values = framed(parts, message.text.trim_end(), &below, str::to_string);
    out.push_str(&template::filled(frame, &borrowed(&values)));
    out.push('\n');
    if let Some(answered) = quoted {
        out.push('\n');
        out.push_str(&attribution(answered, form));
        out.push('\n');
        out.push_str(&reply::quoted_text(&answered.text));
    }
    out
}

fn html(parts: &MessageParts) -> String {
    let MessageParts { message, files, quoted, form, signature, frame, .. } = parts;
    // The mail's own pictures stay what they are: parts that travel with it.
    let cid = files.iter().filter_map(|file| file.content_id.clone()).map(|id| (id.clone(), format!("cid:{id}")));
    let own = match &message.html {
        Some(html) => sanitise(html, &Options { remote_images: RemoteImages::Allow, cid: cid.collect() }).html,
        None => mail::text_to_html(&message.text),
    };
    let line = form.delimiter().map(|line| format!("<div style=\"color:#767676\">{line}</div><br>"));
    let below = match signature.html.as_str() {
        "" => String::new(),
        html => format!("<div class=\"signature\">-- <br>{html}</div>"),
    };
    let values = framed(parts, &own, &below, mail::text_to_html);
    let mut out = line.unwrap_or_default();
    out.push_str(&template::filled_html(frame, &borrowed(&values), mail::text_to_html));
    if let Some(answered) = quoted {
        let history: String = answered.text.chars().take(limits::QUOTED_HISTORY_CHARS).collect();
        out.push_str("<div><br>");
        out.push_str(&mail::text_to_html(&attribution(answered, form)));
        out.push_str(
            "</div><blockquote type=\"cite\" style=\"margin:0 0 0 8px;padding-left:8px;border-left:2px solid #ccc\">",
        );
        out.push_str(&mail::text_to_html(history.trim_end()));
        out.push_str("</blockquote>");
    }
    out
}

/// The line above the quoted history.
fn attribution(answered: &Message, form: &Form) -> String {
    let name = answered.person.name.as_deref().unwrap_or(&answered.person.address);
    form.attribution(&day_and_time(answered.created_at), name)
}

fn day_and_time(at: Micros) -> String {
    let instant = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    instant.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
