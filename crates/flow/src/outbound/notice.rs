//! A notice as a draft: what the desk itself wrote, with the headers that tell every machine so.

use desk::notice::{AUTOMATIC_HEADERS, LOOP_HEADER, loop_marks};
use mail::compose::{Addr, Draft, HeaderName, HeaderText};
use store::{mailboxes::Mailbox, notices::Stored};

use super::render::RenderError;
use crate::Node;

pub(super) fn draft(node: &Node, notice: &Stored, mailbox: &Mailbox) -> Result<Draft, RenderError> {
    let mut references = notice.references.clone();
    references.retain(|id| *id != notice.internet_id);
    // Our own id stands in References too, so that an answer names it where a relay rewrites Message-ID (LA-7).
    references.push(notice.internet_id.clone());
    let reply_to = notice.reply_to.as_deref().map(|address| Addr::new(Some(&mailbox.name), address)).transpose()?;
    Ok(Draft {
        from: Addr::new(Some(HeaderText::lossy(&notice.sender_name).as_str()), &mailbox.address)?,
        sender: None,
        reply_to: reply_to.into_iter().collect(),
        to: vec![Addr::new(notice.recipient.name.as_deref(), &notice.recipient.address)?],
        cc: Vec::new(),
        subject: HeaderText::lossy(&notice.subject),
        message_id: notice.internet_id.clone(),
        in_reply_to: notice.in_reply_to.clone(),
        references,
        date: mail::Date { unix_s: notice.created_at.unix_s(), offset_min: 0 },
        text: notice.text.clone(),
        html: notice.html.clone(),
        attachments: Vec::new(),
        headers: headers(node)?,
    })
}

fn headers(node: &Node) -> Result<Vec<(HeaderName, HeaderText)>, RenderError> {
    let mark = loop_marks(&node.keys).into_iter().next().unwrap_or_default();
    let marks = [("X-Staffetta", "1"), (LOOP_HEADER, mark.as_str())];
    let all = AUTOMATIC_HEADERS.into_iter().chain(marks);
    all.map(|(name, value)| Ok((HeaderName::new(name)?, HeaderText::lossy(value)))).collect()
}
