//! The earlier mail as a notice gives it back: attached, as headers only, or below a line in the text.

use super::{address, text_of};
use crate::ids;
use crate::model::Mail;

/// What is known of the earlier mail.
#[derive(Debug, Default)]
pub(super) struct Returned {
    /// Its Message-ID without angle brackets.
    pub(super) message_id: Option<String>,
    /// Its first recipient.
    pub(super) to: Option<String>,
    /// Its author.
    pub(super) from: Option<String>,
}

impl Returned {
    /// Reads the headers of the returned mail; `below` is what stands below the line that announces it, `notice` what stands above.
    pub(super) fn of(mail: &Mail, notice: &str, below: &str) -> Self {
        let mut returned = Returned::default();
        for part in &mail.attachments {
            let declared = part.declared_type.as_deref().unwrap_or_default();
            if declared.starts_with("message/rfc822")
                || declared.contains("rfc822-headers")
                || declared == "message/global"
            {
                returned.read(&text_of(part));
            }
        }
        returned.read(below);
        for part in mail.attachments.iter().filter(|part| part.content_type.starts_with("text/")).take(3) {
            returned.read(&text_of(part));
        }
        if returned.message_id.is_none() {
            // Some name the mail among their words.
            let mut told = Returned::default();
            told.read(notice);
            returned.message_id = told.message_id;
        }
        returned
    }

    /// Takes what is not known yet from header lines.
    fn read(&mut self, text: &str) {
        let mut lines = text.lines().map(|line| line.trim_start_matches('>')).peekable();
        while let Some(line) = lines.next() {
            let line = line.trim_start_matches(' ');
            let Some((name, value)) = line.split_once(':').filter(|(name, _)| name.len() <= 12) else { continue };
            let mut value = value.to_owned();
            let folded = lines.peek().filter(|next| next.starts_with([' ', '\t']));
            value.push_str(folded.copied().unwrap_or_default());
            match name.trim().to_ascii_lowercase().as_str() {
                "message-id" if self.message_id.is_none() => {
                    self.message_id = ids::of(&value, &mut Vec::new()).into_iter().next()
                }
                "to" if self.to.is_none() => self.to = first(&value),
                "from" if self.from.is_none() => self.from = first(&value),
                _ => {}
            }
        }
    }
}

fn first(value: &str) -> Option<String> {
    address::found(value).into_iter().next().map(|(_, _, address)| address)
}
