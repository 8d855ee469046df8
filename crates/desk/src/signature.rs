//! What stands below an answer: the agent's own signature and the mailbox's. Which of them, in which order, and what their
//! variables stand for is decided here and nowhere else. A value is put in once and never read again.

/// A signature as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// The text.
    pub text: String,
    /// The same as HTML, where it is formatted. Not sanitised.
    pub html: Option<String>,
}

impl Signature {
    /// True where there is nothing to see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// What the variables of a signature stand for.
#[derive(Clone, Copy, Debug)]
pub struct Values<'v> {
    /// The name of whoever answers.
    pub agent_name: &'v str,
    /// The address by which they sign in.
    pub agent_email: &'v str,
    /// The mailbox's name.
    pub mailbox_name: &'v str,
    /// The mailbox's address.
    pub mailbox_address: &'v str,
}

/// The signatures below an answer, in their order: the agent's own, then the mailbox's, so that what a company has to say
/// stands below every answer. What an agent wrote in their own mail program ends as they ended it there.
#[must_use]
pub fn below<'s>(own: &'s Signature, mailbox: &'s Signature, written_by_mail: bool) -> Vec<&'s Signature> {
    let own = (!written_by_mail).then_some(own);
    own.into_iter().chain([mailbox]).filter(|one| !one.is_empty()).collect()
}

impl Values<'_> {
    /// The text with what its variables stand for; a word in braces that is no variable stays as it is.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        self.put(text, str::to_string)
    }

    /// The same for HTML: no value becomes markup.
    #[must_use]
    pub fn fill_html(&self, html: &str) -> String {
        let escaped =
            |value: &str| value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        self.put(html, escaped)
    }

    fn put(&self, text: &str, written: impl Fn(&str) -> String) -> String {
        let (mut out, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, behind)) = rest.split_once('{') {
            out.push_str(before);
            let found = behind.split_once('}').and_then(|(name, after)| Some((self.value(name)?, after)));
            match found {
                Some((value, after)) => {
                    out.push_str(&written(value));
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = behind;
                }
            }
        }
        out.push_str(rest);
        out
    }

    fn value(&self, name: &str) -> Option<&str> {
        match name {
            "agent.name" => Some(self.agent_name),
            "agent.email" => Some(self.agent_email),
            "mailbox.name" => Some(self.mailbox_name),
            "mailbox.address" => Some(self.mailbox_address),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'_> = Values {
        agent_name: "Ana <b> {mailbox.name}",
        agent_email: "ana@desk.example",
        mailbox_name: "Acme & Sons",
        mailbox_address: "help@acme.example",
    };

    fn signature(text: &str) -> Signature {
        Signature { text: text.into(), html: None }
    }

    #[test]
    fn the_agents_own_stands_above_the_mailboxs_and_not_below_what_they_wrote_by_mail() {
        let (own, mailbox, none) = (signature("Ana"), signature("Acme"), signature(" \n"));
        assert_eq!(below(&own, &mailbox, false), [&own, &mailbox]);
        assert_eq!(below(&own, &mailbox, true), [&mailbox]);
        assert_eq!(below(&none, &mailbox, false), [&mailbox]);
        assert_eq!(below(&own, &none, false), [&own]);
        assert!(below(&own, &none, true).is_empty());
    }

    #[test]
    fn variables_are_put_in_once_and_never_as_markup() {
        for (text, filled, html) in [
            ("{agent.name}", "Ana <b> {mailbox.name}", "Ana &lt;b&gt; {mailbox.name}"),
            (
                "{mailbox.name}: {mailbox.address}",
                "Acme & Sons: help@acme.example",
                "Acme &amp; Sons: help@acme.example",
            ),
            ("{agent.email} {agent.phone} {", "ana@desk.example {agent.phone} {", "ana@desk.example {agent.phone} {"),
            ("{{agent.email}}", "{ana@desk.example}", "{ana@desk.example}"),
        ] {
            assert_eq!((VALUES.fill(text).as_str(), VALUES.fill_html(text).as_str()), (filled, html));
        }
    }
}
