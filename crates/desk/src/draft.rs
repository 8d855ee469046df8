//! Drafts: what an agent has begun to write. Anything may be unfinished in one; only sending checks it.

use serde::{Deserialize, Serialize};

use crate::{MailboxId, MessageId, message::Person};

/// What a draft is going to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An answer to the participants.
    #[default]
    Reply,
    /// A message of the conversation for somebody else.
    Forward,
    /// Only the team sees it.
    Note,
}

/// What an agent has begun to write. An answer and a note to the same conversation may stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// What was written last.
    pub kind: Kind,
    /// The answer's text.
    pub text: String,
    /// The answer as HTML, where it is written so; then `text` says the same.
    pub html: Option<String>,
    /// The note's text.
    pub note: String,
    /// To; none: the usual recipients.
    pub to: Option<Vec<Person>>,
    /// Cc; none: the usual recipients.
    pub cc: Option<Vec<Person>>,
    /// Bcc.
    pub bcc: Vec<Person>,
    /// The subject of a new conversation.
    pub subject: String,
    /// The mailbox that was chosen.
    pub mailbox: Option<MailboxId>,
    /// The message that is forwarded.
    pub forwards: Option<MessageId>,
    /// The newest message when the agent began: what was written since, the answer may not know.
    pub seen: Option<MessageId>,
}

impl Draft {
    /// Everybody who stands in it.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.to.iter().flatten().chain(self.cc.iter().flatten()).chain(&self.bcc)
    }

    /// What is left of it once the answer, or the note, has been written; nothing where that was all.
    #[must_use]
    pub fn without(self, written: Kind) -> Option<Self> {
        let (answer, note) = (!self.text.trim().is_empty() || self.html.is_some(), !self.note.trim().is_empty());
        match written {
            Kind::Note => answer.then(|| Self { note: String::new(), ..self }),
            Kind::Reply | Kind::Forward => note.then(|| Self { kind: Kind::Note, note: self.note, ..Self::default() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_written_stays_in_the_draft() {
        let both = Draft { text: "Hello".into(), note: "He is right".into(), ..Draft::default() };
        let note = both.clone().without(Kind::Reply).unwrap();
        assert_eq!((note.kind, note.text.as_str(), note.note.as_str()), (Kind::Note, "", "He is right"));
        assert_eq!(both.clone().without(Kind::Note).unwrap().text, "Hello");
        assert_eq!(Draft { note: String::new(), ..both.clone() }.without(Kind::Forward), None);
        assert_eq!(Draft { text: " ".into(), ..both }.without(Kind::Note), None);
    }

    #[test]
    fn an_older_draft_that_lacks_a_field_is_read() {
        assert_eq!(serde_json::from_str::<Draft>(r#"{"text":"Hi"}"#).unwrap().text, "Hi");
    }
}
