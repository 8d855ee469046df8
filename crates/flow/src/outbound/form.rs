//! The form of an answer as its mailbox wants it: how the sender is named, where answers to it go, which line it begins
//! with, and in which language the desk's own words in it are.

use desk::{
    ConversationId, Micros, address,
    message::Person,
    policy::{MailboxPolicy, SenderName},
    token::Keys,
};
use mail::compose::{Addr, FieldError};
use store::mailboxes::Mailbox;

use crate::{notices, words};

/// What the form depends on.
pub(super) struct Form {
    /// The mailbox's settings.
    pub(super) policy: MailboxPolicy,
    /// Whether addresses with a plus reach the mailbox.
    pub(super) plus: bool,
    /// The conversation as our display name carries it (SB-12), where the mailbox wants it.
    pub(super) name_token: Option<String>,
}

impl Form {
    /// What is needed to know the form of a mail from this mailbox.
    pub(super) fn of(
        tx: &mut store::Tx<'_>,
        keys: &Keys,
        mailbox: &Mailbox,
        conversation: ConversationId,
        now: Micros,
    ) -> store::Result<Self> {
        let policy = store::policies::of_mailbox(tx, mailbox.id)?;
        let name_token = policy.name_token.then(|| keys.mint_name(conversation));
        let plus = notices::plus_is_proven(tx, mailbox, now)?;
        Ok(Self { policy, plus, name_token })
    }

    /// The name beside our address.
    pub(super) fn sender_name(&self, mailbox: &Mailbox, author: &Person) -> String {
        let name = self.plain_name(mailbox, author);
        self.name_token.as_ref().map_or_else(|| name.clone(), |token| format!("{name} | {token}"))
    }

    fn plain_name(&self, mailbox: &Mailbox, author: &Person) -> String {
        let agent = author.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        match (self.policy.sender_name, agent) {
            (SenderName::Mailbox, _) | (_, None) => mailbox.name.clone(),
            (SenderName::Agent, Some(agent)) => agent.to_string(),
            (SenderName::AgentViaMailbox, Some(agent)) => {
                words::of_mail(&self.policy.language, "mail-sender", &[("agent", agent), ("mailbox", &mailbox.name)])
            }
        }
    }

    /// Where answers go: our address with the token of this very mail, which its Message-ID carries too, where such
    /// addresses reach us (trust.md § Token). Nothing where From alone says it.
    pub(super) fn reply_to(&self, mailbox: &Mailbox, name: &str, internet_id: &str) -> Result<Vec<Addr>, FieldError> {
        let token = desk::notice::token_in(internet_id);
        let with_token = self.plus.then(|| address::with_plus(&mailbox.address, token)).flatten();
        with_token.map(|address| Addr::new(Some(name), &address)).into_iter().collect()
    }

    /// The line above which answers are typed (SB-10), where there is to be one.
    pub(super) fn delimiter(&self) -> Option<&'static str> {
        self.policy.delimiter.then(|| mail::delimiter(&self.policy.language))
    }

    /// The line above the quoted history.
    pub(super) fn attribution(&self, date: &str, name: &str) -> String {
        words::of_mail(&self.policy.language, "mail-history", &[("date", date), ("name", name)])
    }
}

#[cfg(test)]
mod tests {
    use desk::{MailboxId, mailbox::Purpose, policy::LANGUAGES, signature::Signature};
    use mail::SegmentKind;

    use super::*;

    fn mailbox(address: &str) -> Mailbox {
        Mailbox {
            id: MailboxId(1),
            name: "Acme Support".into(),
            address: address.into(),
            aliases: Vec::new(),
            purpose: Purpose::ReceiveAndSend,
            enabled: true,
            generated: false,
            incoming: None,
            incoming_secret: None,
            outgoing: None,
            outgoing_secret: None,
            signature: Signature::default(),
            deleted_at: None,
        }
    }

    fn form(policy: MailboxPolicy) -> Form {
        Form { policy, plus: true, name_token: None }
    }

    /// LD-10: the sender is named as the mailbox says.
    #[test]
    fn the_sender_is_named_as_the_mailbox_says() {
        let ana = Person { name: Some("Ana Kovač".into()), address: "ana@team.example".into() };
        let nobody = Person { name: None, ..ana.clone() };
        for (sender_name, named, unnamed) in [
            (SenderName::Mailbox, "Acme Support", "Acme Support"),
            (SenderName::Agent, "Ana Kovač", "Acme Support"),
            (SenderName::AgentViaMailbox, "Ana Kovač via Acme Support", "Acme Support"),
        ] {
            let form = form(MailboxPolicy { sender_name, ..MailboxPolicy::default() });
            assert_eq!(form.sender_name(&mailbox("help@x.example"), &ana), named);
            assert_eq!(form.sender_name(&mailbox("help@x.example"), &nobody), unnamed);
        }
    }

    /// SB-12: the conversation stands in the name, and is read back from it.
    #[test]
    fn the_name_carries_the_conversation() {
        let keys = Keys(vec![[7; 32]]);
        let name_token = Some(keys.mint_name(ConversationId(1042)));
        let form = Form { name_token, ..form(MailboxPolicy::default()) };
        let name = form.sender_name(&mailbox("help@x.example"), &Person::default());
        assert!(name.starts_with("Acme Support | SC1042-"), "{name}");
        assert_eq!(keys.verify_name(&name), Some(ConversationId(1042)));
    }

    #[test]
    fn answers_go_to_the_token_where_it_reaches_us_and_fits() {
        let reply_to = |form: &Form, address: &str| form.reply_to(&mailbox(address), "Acme", "abcd@x.example").unwrap();
        let with_plus = form(MailboxPolicy::default());
        let expected = Addr::new(Some("Acme"), "help+abcd@x.example").unwrap();
        assert_eq!(reply_to(&with_plus, "help@x.example"), [expected]);
        assert_eq!(reply_to(&with_plus, &format!("{}@x.example", "l".repeat(60))), []);
        assert_eq!(reply_to(&Form { plus: false, ..with_plus }, "help@x.example"), []);
    }

    /// SB-10, SB-13, X-8: what we write above the history is folded out of answers, in each language of ours.
    #[test]
    fn our_own_lines_are_folded_out_of_answers_in_each_language() {
        for language in LANGUAGES {
            let policy = MailboxPolicy { language: language.into(), delimiter: true, ..MailboxPolicy::default() };
            let form = form(policy);
            let line = form.attribution("2026-11-22 10:12 UTC", "Zoë Kůň");
            for text in [
                format!("Thank you.\n\n{line}\n> Where is it?\n"),
                format!("Thank you.\n\n{}\n\nIt left today.\n", form.delimiter().unwrap()),
            ] {
                let segments = mail::segments(&text);
                let new: String =
                    segments.iter().filter(|one| one.kind == SegmentKind::New).map(|one| one.text).collect();
                assert_eq!(new.trim(), "Thank you.", "{language}: {text}");
            }
        }
    }
}
