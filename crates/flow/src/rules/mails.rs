//! What rules write to customers: each leaves by its template through the gate of automatic mail, at the address that the
//! customer wrote from, or the timeline says what kept it back.

use desk::{
    Micros, address,
    automatic::{self, Kind, Limit},
    event::Event,
    limits, notice,
    template::Kind as Template,
};
use store::{
    Tx,
    automatic::Leaving,
    conversations::{self, Conversation},
    events::{self, Actor},
    jobs, mailboxes,
    messages::Message,
    rules::mails::{self, RuleMail},
};
use tokio::sync::watch;

use crate::{Node, claims, gate, notices, notices::Notice};

/// Writes what rules say until the desk shuts down.
pub(crate) async fn work(node: Node, shutdown: watch::Receiver<bool>) {
    let failed = "what rules say cannot be sent now; it is tried again";
    claims::rounds(&node, failed, shutdown, |node| async move { round(&node).await }).await;
}

/// Writes what is due. Says how many were looked at.
///
/// # Errors
/// The store's own.
pub async fn round(node: &Node) -> store::Result<usize> {
    let failed = "what a rule says could not be sent; it is tried again";
    claims::each(node, jobs::RULE_MAIL, failed, |tx, node, id, now| {
        if let Some(mail) = mails::by_id(tx, id)? {
            write(tx, node, &mail, now)?;
            mails::remove(tx, mail.id)?;
        }
        Ok(None)
    })
    .await
}

fn write(tx: &mut Tx<'_>, node: &Node, mail: &RuleMail, now: Micros) -> store::Result<()> {
    let Some(about) = conversations::followed(tx, mail.conversation)?.filter(|one| !one.status.is_aside()) else {
        return Ok(());
    };
    let by = Actor::Rule(mail.rule, mail.rule_name.clone());
    let kept_back = |tx: &mut Tx<'_>, address: String, limit| {
        let event = Event::AutomaticKeptBack { kind: Kind::Rule, address, limit };
        events::add(tx, about.id, &event, &by, now)
    };
    let Some(asked) = gate::written_by(tx, &about)? else {
        // Who never wrote has proved nothing.
        return kept_back(tx, about.contact_address.clone(), Limit::NotProved);
    };
    let folded = address::fold(&asked.person.address);
    let known = store::automatic::team_wrote_to(tx, about.contact)?;
    let leaving = Leaving { kind: Kind::Rule, mailbox: about.mailbox, conversation: about.id, folded: &folded, known };
    if let Err(limit) = automatic::may_send(&gate::facts(tx, &asked, &leaving, false, now)?) {
        return kept_back(tx, folded.clone(), limit);
    }
    let notice = composed(tx, mail, &about, &asked)?;
    if notices::queue(tx, node, &notice, now)?.is_none() {
        return Ok(());
    }
    store::automatic::left(tx, &leaving, now)?;
    let event = Event::AutomaticSent { kind: Kind::Rule, address: folded.clone() };
    events::add(tx, about.id, &event, &by, now)
}

fn composed(tx: &mut Tx<'_>, mail: &RuleMail, about: &Conversation, asked: &Message) -> store::Result<Notice> {
    let mailbox = mailboxes::by_id(tx, about.mailbox)?.map(|mailbox| mailbox.name).unwrap_or_default();
    let number = about.id.to_string();
    let subject = desk::reply::subject(&about.subject.chars().take(limits::SUBJECT_CHARS).collect::<String>());
    let values = [
        ("text", mail.body.as_str()),
        ("number", &number),
        ("subject", &subject),
        ("customer", asked.person.name.as_deref().unwrap_or_default()),
        ("mailbox", &mailbox),
    ];
    let written = notices::written_for(tx, about.mailbox, Template::Rule, &values)?;
    Ok(Notice {
        kind: notice::Kind::Rule,
        mailbox: about.mailbox,
        recipient: asked.person.clone(),
        agent: None,
        conversation: Some(about.id),
        message: Some(asked.id),
        answerable: false,
        sender_name: None,
        subject: written.subject,
        text: written.text,
        html: None,
        in_reply_to: asked.internet_id.clone(),
        references: asked.references.iter().cloned().chain(asked.internet_id.clone()).collect(),
    })
}
