//! Sample mail: a small story in several languages, told through the same journeys as every other mail.

use std::time::Duration;

use desk::{ConversationId, conversation::Status, draft::Kind};
use flow::{
    Node,
    answer::{self, Written},
    edit::{self, Edit},
    inbound::{self, deliver},
};
use store::agents::Agent;
use tokio::sync::watch;

/// The mails, oldest first, with the mailbox each goes to.
const MAILS: &[(&str, &[u8])] = &[
    ("support@acme.example", include_bytes!("../../demo/01-en-order.eml")),
    ("billing@acme.example", include_bytes!("../../demo/02-de-rechnung.eml")),
    ("support@acme.example", include_bytes!("../../demo/03-cs-reklamace.eml")),
    ("support@acme.example", include_bytes!("../../demo/04-fr-retard.eml")),
    ("support@acme.example", include_bytes!("../../demo/05-it-colore.eml")),
    ("support@acme.example", include_bytes!("../../demo/06-en-question.eml")),
    ("support@acme.example", include_bytes!("../../demo/07-en-thanks.eml")),
    ("support@acme.example", include_bytes!("../../demo/08-ar-greeting.eml")),
    ("support@acme.example", include_bytes!("../../demo/09-en-automatic.eml")),
    ("billing@acme.example", include_bytes!("../../demo/10-de-lieferung.eml")),
];

/// What the team does in the story: words of the subject, who, a note or an answer, its text, the status after it.
const TEAM: &[(&str, &str, Kind, &str, Option<Status>)] = &[
    ("vraceni", "giulia@desk.example", Kind::Reply, include_str!("../../demo/answer-cs.txt"), Some(Status::Resolved)),
    ("lamps", "marek@desk.example", Kind::Note, include_str!("../../demo/note-en.txt"), None),
    ("colore", "giulia@desk.example", Kind::Reply, include_str!("../../demo/answer-it.txt"), None),
];

/// Delivers the sample mails in their order, and lets the team answer some.
pub(super) async fn tell(node: &Node, shutdown: watch::Receiver<bool>) -> anyhow::Result<()> {
    for (mailbox, mail) in MAILS {
        deliver::deliver(node, mailbox, mail.to_vec()).await?;
    }
    while inbound::next_due(node).await?.is_some() {
        if *shutdown.borrow() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for (subject, email, kind, text, status) in TEAM {
        act(node, subject, email, *kind, text, *status).await?;
    }
    Ok(())
}

async fn act(
    node: &Node,
    subject: &'static str,
    email: &'static str,
    kind: Kind,
    text: &str,
    status: Option<Status>,
) -> anyhow::Result<()> {
    let found = node.db.read(move |tx| {
        let Some(agent) = store::agents::by_email(tx, email)? else { return Ok(None) };
        let Some(question) = store::search::Question::read(&format!("{subject} ")) else { return Ok(None) };
        let hits = store::search::hits(tx, &question, None, 1)?;
        Ok(hits.first().map(|hit| (agent, hit.conversation)))
    });
    let Some((agent, conversation)) = found.await? else { return Ok(()) };
    take(node, &agent, conversation).await?;
    let written = Written { kind, text: Some(text.to_string()), status, ..Written::default() };
    let (context, now) = (node.clone(), node.clock.now());
    node.write(move |tx| answer::write(tx, &context, &agent, conversation, &written, now)).await?;
    Ok(())
}

async fn take(node: &Node, agent: &Agent, conversation: ConversationId) -> anyhow::Result<()> {
    let (agent, now) = (agent.clone(), node.clock.now());
    let change = Edit { assignee: Some(Some(agent.id)), ..Edit::default() };
    Ok(node.write(move |tx| edit::edit(tx, &agent, conversation, &change, now)).await?)
}
