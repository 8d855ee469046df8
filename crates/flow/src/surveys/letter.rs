//! The mail of a survey: its template with a signed link for each rating, as text and as HTML.

use desk::{
    Micros, notice,
    survey::{Link, Rating},
    template::{self, Kind as Template},
};
use store::{
    Tx, agents,
    conversations::Conversation,
    mailboxes,
    messages::{self, Message},
    surveys::Survey,
};

use super::PATH;
use crate::{Node, notices, templates, words};

/// The mail.
///
/// # Errors
/// The store's own.
pub(super) fn composed(
    tx: &mut Tx<'_>,
    node: &Node,
    survey: &Survey,
    about: &Conversation,
    asked: &Message,
    language: &str,
    now: Micros,
) -> store::Result<notices::Notice> {
    let token = Link::of(survey.id, now).mint(&node.keys);
    let address = |number: i64| format!("{}/{PATH}/{token}/{number}", node.base_url);
    let agent = match survey.agent {
        Some(id) => agents::by_id(tx, id)?.map(|agent| agent.name),
        None => None,
    };
    let mailbox = mailboxes::by_id(tx, survey.mailbox)?.map(|mailbox| mailbox.name);
    let number = about.id.to_string();
    let ratings = choices(language, address);
    let values = [
        ("ratings", ratings.as_str()),
        ("number", &number),
        ("subject", &about.subject),
        ("customer", asked.person.name.as_deref().unwrap_or_default()),
        ("agent", agent.as_deref().unwrap_or_default()),
        ("mailbox", mailbox.as_deref().unwrap_or_default()),
    ];
    let written = templates::written(tx, Template::Survey, language, &values)?;
    let frame = templates::standing(tx, Template::Survey, language)?.body;
    let escaped = values.map(|(name, value)| match name {
        "ratings" => (name, buttons(language, address)),
        _ => (name, mail::text_to_html(value)),
    });
    let escaped: Vec<(&str, &str)> = escaped.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let last = messages::by_id(tx, about.last_message)?.and_then(|message| message.internet_id);
    Ok(notices::Notice {
        kind: notice::Kind::Survey,
        mailbox: survey.mailbox,
        recipient: asked.person.clone(),
        agent: None,
        conversation: Some(about.id),
        message: None,
        answerable: false,
        sender_name: None,
        subject: written.subject,
        text: written.text,
        html: Some(template::filled_html(&frame, &escaped, mail::text_to_html)),
        in_reply_to: last.clone().or_else(|| asked.internet_id.clone()),
        references: asked.internet_id.iter().cloned().chain(last).collect(),
    })
}

/// The name of a rating.
#[must_use]
pub fn named(language: &str, rating: Rating) -> String {
    words::of_mail(language, &format!("survey-rating-{}", rating.number()), &[])
}

/// The choices as text, the best first: each with its link.
pub(crate) fn choices(language: &str, address: impl Fn(i64) -> String) -> String {
    let line = |rating: Rating| format!("{}:\n{}", named(language, rating), address(rating.number()));
    Rating::ALL.into_iter().rev().map(line).collect::<Vec<String>>().join("\n")
}

/// The same as links.
fn buttons(language: &str, address: impl Fn(i64) -> String) -> String {
    let link = |rating: Rating| {
        let (name, address) = (mail::text_to_html(&named(language, rating)), address(rating.number()));
        format!(
            "<a href=\"{address}\" style=\"display:inline-block;margin:0 8px 8px 0;padding:8px 14px;\
             border:1px solid #767676;border-radius:6px;color:#1f4e8c;text-decoration:none\">{name}</a>"
        )
    };
    Rating::ALL.into_iter().rev().map(link).collect()
}
