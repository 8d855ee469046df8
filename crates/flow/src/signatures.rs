//! Signatures: an agent's own is theirs to write; what stands below an answer is gathered here, as the mail carries it and
//! as the composer shows it before. Which ones and in which order is `desk::signature`'s decision.

use desk::{
    AgentId, Micros, limits,
    signature::{self, Signature, Values},
};
use mail::sanitise::{Options, RemoteImages, sanitise};
use store::{
    Tx,
    agents::{self, Agent},
    mailboxes::Mailbox,
    signatures,
};

use crate::Refused;

/// What stands below an answer, in both forms of a mail; empty where nothing does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// As text.
    pub text: String,
    /// As HTML that is safe to show.
    pub html: String,
}

/// Sets an agent's own signature; an empty text is none.
///
/// # Errors
/// [`Refused`] where it is too long.
pub fn save(tx: &mut Tx<'_>, agent: &Agent, signature: &Signature, now: Micros) -> Result<Signature, Refused> {
    if !fits(signature) {
        return Err(Refused::field("text", "text-too-long"));
    }
    let clean = clean(signature);
    signatures::set(tx, agent.id, &clean, now)?;
    Ok(clean)
}

/// True where a signature is no longer than one may be.
#[must_use]
pub fn fits(signature: &Signature) -> bool {
    let html = signature.html.as_ref().map_or(0, String::len);
    signature.text.chars().count() <= limits::SIGNATURE_CHARS && html <= limits::SIGNATURE_HTML_BYTES
}

/// A signature as it is kept.
#[must_use]
pub fn clean(signature: &Signature) -> Signature {
    let text = signature.text.replace("\r\n", "\n").replace('\0', "");
    let html = signature.html.as_ref().map(|html| html.replace('\0', ""));
    Signature { html: html.filter(|_| !text.trim().is_empty()), text }
}

/// What stands below an answer of this agent from this mailbox.
///
/// # Errors
/// The store's own.
pub fn below(tx: &mut Tx<'_>, mailbox: &Mailbox, agent: Option<AgentId>, by_mail: bool) -> store::Result<Below> {
    let (own, agent) = match agent {
        Some(id) => (signatures::of(tx, id)?, agents::by_id(tx, id)?),
        None => (Signature::default(), None),
    };
    let (agent_name, agent_email) = agent.as_ref().map_or(("", ""), |agent| (&agent.name, &agent.email));
    let values = Values { agent_name, agent_email, mailbox_name: &mailbox.name, mailbox_address: &mailbox.address };
    let all = signature::below(&own, &mailbox.signature, by_mail);
    let text: Vec<String> = all.iter().map(|one| values.fill(one.text.trim_end())).collect();
    let html: Vec<String> = all.iter().map(|one| html_of(one, &values)).collect();
    Ok(Below { text: text.join("\n"), html: html.concat() })
}

fn html_of(signature: &Signature, values: &Values<'_>) -> String {
    match &signature.html {
        Some(html) => {
            let options = Options { remote_images: RemoteImages::Allow, ..Options::default() };
            format!("<div>{}</div>", sanitise(&values.fill_html(html), &options).html)
        }
        None => format!("<div>{}</div>", mail::text_to_html(&values.fill(signature.text.trim_end()))),
    }
}
