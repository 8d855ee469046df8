//! Templates: the texts of the mails that the system sends, which a manager may change (SO-10). A template is text with
//! variables, `{{name}}`, of a fixed list for each kind, and nothing else: no conditions, no code. Values are put in and
//! never read again, so that nothing that a customer or an agent wrote is ever taken for a template.

use crate::limits;

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Stands around what an agent writes to a customer.
    Answer,
    /// Greets a customer whose conversation begins (LD-2).
    Greeting,
    /// Tells a customer outside of the business hours that nobody is there now (LD-7).
    Away,
    /// Asks a customer whose conversation was resolved how satisfied they are (LD-3).
    Survey,
    /// Tells a customer what a rule says (SO-16).
    Rule,
    /// Tells an agent what happened in a conversation (LA-1).
    Notification,
    /// An agent's mail became a note, because nothing proves that they sent it (TR-5).
    HeldUnverified,
    /// A mail in an agent's name is held, because nothing proves that they sent it (TR-8).
    HeldNotVerified,
    /// An agent's mail is held, because it answers what was sent to another agent (A7).
    HeldOfAnother,
    /// An agent's answer became a note, because the customer wrote again meanwhile (TR-4).
    HeldNewerMessage,
    /// An agent's answer became a note, because answers go to an address of another domain (SB-15).
    HeldOtherDestination,
    /// What was sent in an agent's name, as a copy to that agent (TR-4).
    Copy,
    /// Somebody else answered by a token of an agent's (A7).
    TokenUsed,
    /// Tells admins what is held.
    HeldReport,
    /// Invites somebody to the team.
    Invitation,
    /// Leads an agent to a new password (D6).
    PasswordLink,
    /// An agent's password was changed.
    PasswordChanged,
    /// An agent's second factor was removed.
    SecondFactorRemoved,
    /// An agent's address was changed; goes to the former one.
    AddressChanged,
    /// Tells admins that a mail in an agent's name is held who may not do what it does.
    AlarmAgentHeld,
    /// Tells admins of forged mails in agents' names.
    AlarmForgeries,
    /// Tells admins that two machines were writing to each other (D2).
    LoopAlarm,
}

/// Who gets a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// A customer.
    Customer,
    /// A person of the team.
    Team,
}

/// A variable of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name between the braces.
    pub name: &'static str,
    /// True where the mail is of no use without it.
    pub required: bool,
}

const fn needed(name: &'static str) -> Variable {
    Variable { name, required: true }
}

const fn free(name: &'static str) -> Variable {
    Variable { name, required: false }
}

impl Kind {
    /// All kinds, what customers get first.
    pub const ALL: [Self; 22] = [
        Self::Answer,
        Self::Greeting,
        Self::Away,
        Self::Survey,
        Self::Rule,
        Self::Notification,
        Self::HeldUnverified,
        Self::HeldNotVerified,
        Self::HeldOfAnother,
        Self::HeldNewerMessage,
        Self::HeldOtherDestination,
        Self::Copy,
        Self::TokenUsed,
        Self::HeldReport,
        Self::Invitation,
        Self::PasswordLink,
        Self::PasswordChanged,
        Self::SecondFactorRemoved,
        Self::AddressChanged,
        Self::AlarmAgentHeld,
        Self::AlarmForgeries,
        Self::LoopAlarm,
    ];

    /// The stored word; the message files name the defaults by it too.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Greeting => "greeting",
            Self::Away => "away",
            Self::Survey => "survey",
            Self::Rule => "rule",
            Self::Notification => "notification",
            Self::HeldUnverified => "held-unverified",
            Self::HeldNotVerified => "held-not-verified",
            Self::HeldOfAnother => "held-of-another",
            Self::HeldNewerMessage => "held-newer-message",
            Self::HeldOtherDestination => "held-other-destination",
            Self::Copy => "copy",
            Self::TokenUsed => "token-used",
            Self::HeldReport => "report",
            Self::Invitation => "invitation",
            Self::PasswordLink => "password-link",
            Self::PasswordChanged => "password-changed",
            Self::SecondFactorRemoved => "second-factor-removed",
            Self::AddressChanged => "address-changed",
            Self::AlarmAgentHeld => "alarm-agent-held",
            Self::AlarmForgeries => "alarm-forgeries",
            Self::LoopAlarm => "loop-alarm",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Who gets it.
    #[must_use]
    pub fn audience(self) -> Audience {
        if matches!(self, Self::Answer | Self::Greeting | Self::Away | Self::Survey | Self::Rule) {
            Audience::Customer
        } else {
            Audience::Team
        }
    }

    /// False where the mail's subject is not the template's: an answer has that of its conversation.
    #[must_use]
    pub fn has_subject(self) -> bool {
        self != Self::Answer
    }

    /// The variables of its text. Those that are whole parts of a mail, such as the news, stand on lines of their own.
    #[must_use]
    pub fn variables(self) -> &'static [Variable] {
        const ANSWER: &[Variable] = &[
            needed("text"),
            free("signature"),
            free("number"),
            free("subject"),
            free("customer"),
            free("agent"),
            free("mailbox"),
            free("address"),
        ];
        const AUTOMATIC: &[Variable] = &[needed("text"), free("number"), free("subject")];
        const RULE: &[Variable] = &[needed("text"), free("number"), free("subject"), free("customer"), free("mailbox")];
        const SURVEY: &[Variable] =
            &[needed("ratings"), free("number"), free("subject"), free("customer"), free("agent"), free("mailbox")];
        const NOTIFICATION: &[Variable] =
            &[needed("news"), needed("link"), free("answers"), free("settings"), free("number"), free("subject")];
        const HELD: &[Variable] = &[needed("link"), free("number"), free("written")];
        const NEWER: &[Variable] = &[needed("link"), free("number"), free("written"), free("newer")];
        const OTHER: &[Variable] = &[needed("link"), needed("address"), free("number"), free("written")];
        const COPY: &[Variable] = &[needed("written"), needed("link"), free("number"), free("to")];
        const TOKEN_USED: &[Variable] = &[needed("address"), needed("link"), free("number")];
        const REPORT: &[Variable] = &[needed("link"), free("count"), free("reasons"), free("senders")];
        const INVITATION: &[Variable] = &[needed("link"), needed("address"), free("by")];
        const PASSWORD_LINK: &[Variable] = &[needed("link"), free("address")];
        const WARNING: &[Variable] = &[needed("link")];
        const NUMBERED: &[Variable] = &[needed("link"), free("number")];
        const LOOP: &[Variable] = &[needed("link"), needed("address"), free("number")];
        const ADDRESS: &[Variable] = &[needed("address"), needed("former"), free("link")];
        match self {
            Self::Answer => ANSWER,
            Self::Greeting | Self::Away => AUTOMATIC,
            Self::Rule => RULE,
            Self::Survey => SURVEY,
            Self::Notification => NOTIFICATION,
            Self::HeldUnverified | Self::HeldNotVerified | Self::HeldOfAnother => HELD,
            Self::HeldNewerMessage => NEWER,
            Self::HeldOtherDestination => OTHER,
            Self::Copy => COPY,
            Self::TokenUsed => TOKEN_USED,
            Self::HeldReport => REPORT,
            Self::Invitation => INVITATION,
            Self::PasswordLink => PASSWORD_LINK,
            Self::PasswordChanged | Self::SecondFactorRemoved | Self::AlarmForgeries => WARNING,
            Self::AlarmAgentHeld => NUMBERED,
            Self::LoopAlarm => LOOP,
            Self::AddressChanged => ADDRESS,
        }
    }

    /// The variables that a subject may have: those that are short and no link.
    #[must_use]
    pub fn of_subject(self) -> Vec<&'static str> {
        let names = self.variables().iter().map(|one| one.name);
        names.filter(|name| matches!(*name, "number" | "subject" | "count")).collect()
    }
}

/// A template of one kind in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// Where something does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// In the subject.
    Subject,
    /// In the text.
    Body,
}

/// Why a template cannot be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is no such variable.
    Unknown(String),
    /// A variable is missing without which the mail is of no use.
    Missing(&'static str),
    /// Braces that are not closed, or hold no name.
    Braces,
    /// There is nothing in it.
    Empty,
    /// It is longer than allowed, or a subject of several lines.
    TooLong,
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Variable(&'t str),
}

/// Takes a text apart, once.
fn pieces(text: &str) -> Result<Vec<Piece<'_>>, Unfit> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, behind)) = rest.split_once("{{") {
        let (name, after) = behind.split_once("}}").ok_or(Unfit::Braces)?;
        let name = name.trim();
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_name {
            return Err(Unfit::Braces);
        }
        pieces.extend((!before.is_empty()).then_some(Piece::Text(before)));
        pieces.push(Piece::Variable(name));
        rest = after;
    }
    pieces.extend((!rest.is_empty()).then_some(Piece::Text(rest)));
    Ok(pieces)
}

/// Says where a template does not fit its kind, the subject first.
///
/// # Errors
/// The part and what is wrong with it.
pub fn check(kind: Kind, template: &Template) -> Result<(), (Part, Unfit)> {
    let subject = &template.subject;
    let broken = subject.chars().any(char::is_control);
    if broken || subject.chars().count() > limits::TEMPLATE_SUBJECT_CHARS {
        return Err((Part::Subject, Unfit::TooLong));
    }
    if template.body.chars().count() > limits::TEMPLATE_BODY_CHARS {
        return Err((Part::Body, Unfit::TooLong));
    }
    if kind.has_subject() {
        known(subject, &kind.of_subject()).map_err(|unfit| (Part::Subject, unfit))?;
    }
    let all: Vec<&str> = kind.variables().iter().map(|one| one.name).collect();
    let used = known(&template.body, &all).map_err(|unfit| (Part::Body, unfit))?;
    let missing = kind.variables().iter().find(|one| one.required && !used.contains(&one.name));
    missing.map_or(Ok(()), |one| Err((Part::Body, Unfit::Missing(one.name))))
}

/// The variables that a text uses, all of which are known.
fn known<'t>(text: &'t str, names: &[&str]) -> Result<Vec<&'t str>, Unfit> {
    if text.trim().is_empty() {
        return Err(Unfit::Empty);
    }
    let used: Vec<&str> = pieces(text)?
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Variable(name) => Some(name),
            Piece::Text(_) => None,
        })
        .collect();
    match used.iter().find(|name| !names.contains(name)) {
        Some(unknown) => Err(Unfit::Unknown((*unknown).to_string())),
        None => Ok(used),
    }
}

/// The text with its values. A paragraph that holds nothing but variables without a value is left out; what does not
/// parse stands as it is.
#[must_use]
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let paragraphs = text.split("\n\n").filter_map(|paragraph| {
        let Ok(pieces) = pieces(paragraph) else { return Some(paragraph.to_string()) };
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        let is_hollow = |piece: &Piece<'_>| match piece {
            Piece::Variable(name) => value(name).is_empty(),
            Piece::Text(text) => text.trim().is_empty(),
        };
        let has_variable = pieces.iter().any(|piece| matches!(piece, Piece::Variable(_)));
        if has_variable && pieces.iter().all(is_hollow) {
            return None;
        }
        Some(
            pieces
                .iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::Variable(name) => value(name),
                })
                .collect(),
        )
    });
    paragraphs.collect::<Vec<String>>().join("\n\n")
}

/// The same as HTML: the template's own words are escaped by `escape`, the values are HTML already. A paragraph is a block,
/// with an empty line between two.
#[must_use]
pub fn filled_html(text: &str, values: &[(&str, &str)], escape: impl Fn(&str) -> String) -> String {
    // Braces are no letters of HTML: what is escaped has the variables that it had.
    let blocks = text.split("\n\n").map(|paragraph| filled(&escape(paragraph), values));
    let blocks: Vec<String> =
        blocks.filter(|block| !block.trim().is_empty()).map(|block| format!("<div>{block}</div>")).collect();
    blocks.join("<br>")
}

/// A subject with its values, on one line.
#[must_use]
pub fn filled_subject(subject: &str, values: &[(&str, &str)]) -> String {
    let flat: String = filled(subject, values).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    flat.trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(kind: Kind, subject: &str, body: &str) -> Result<(), (Part, Unfit)> {
        check(kind, &Template { subject: subject.into(), body: body.into() })
    }

    #[test]
    fn each_kind_has_a_word_of_its_own_and_variables() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_word(kind.word()), Some(kind));
            assert!(kind.variables().iter().any(|one| one.required), "{kind:?}");
        }
    }

    /// SO-10: what a template may hold.
    #[test]
    fn a_template_holds_known_variables_and_those_that_are_needed() {
        let kind = Kind::Invitation;
        assert_eq!(checked(kind, "Come in", "{{by}}: {{ link }} as {{address}}"), Ok(()));
        for (subject, body, part, unfit) in [
            ("Come in", "{{link}}", Part::Body, Unfit::Missing("address")),
            ("Come in", "{{link}} {{address}} {{who}}", Part::Body, Unfit::Unknown("who".into())),
            ("Come in", "{{link}} {{address}} {{", Part::Body, Unfit::Braces),
            ("Come in", "{{link}} {{address}} {{#if by}}", Part::Body, Unfit::Braces),
            ("Come in", " ", Part::Body, Unfit::Empty),
            ("", "{{link}} {{address}}", Part::Subject, Unfit::Empty),
            ("{{link}}", "{{link}} {{address}}", Part::Subject, Unfit::Unknown("link".into())),
            ("a\nBcc: x@y.example", "{{link}} {{address}}", Part::Subject, Unfit::TooLong),
        ] {
            assert_eq!(checked(kind, subject, body), Err((part, unfit)), "{subject} {body}");
        }
    }

    /// SO-10: what people wrote is put in and never read as a template.
    #[test]
    fn a_value_is_never_read_again() {
        let values = [("text", "{{number}} {{link}} {{"), ("number", "{{text}}")];
        assert_eq!(filled("{{text}} – {{number}}", &values), "{{number}} {{link}} {{ – {{text}}");
    }

    #[test]
    fn a_paragraph_of_nothing_is_left_out() {
        let values = [("news", "One.\n\nTwo."), ("answers", ""), ("link", "L")];
        assert_eq!(filled("{{news}}\n\n{{answers}}\n\nOpen: {{link}}", &values), "One.\n\nTwo.\n\nOpen: L");
        assert_eq!(filled("A {{answers}}\n\nB", &values), "A \n\nB");
    }

    /// B1: the template's words become text and never markup, what they hold stays whole.
    #[test]
    fn a_template_as_html_is_blocks_of_escaped_words_around_its_values() {
        let escape = |text: &str| text.replace('<', "&lt;").replace('\n', "<br>");
        let values = [("text", "<b>Hello</b>\n\n{{number}}"), ("signature", ""), ("number", "7")];
        assert_eq!(
            filled_html("<Dear>\n{{text}}\n\n{{signature}}\n\n#{{number}}", &values, escape),
            "<div>&lt;Dear><br><b>Hello</b>\n\n{{number}}</div><br><div>#7</div>"
        );
    }

    /// B1: no value brings a line of its own into a subject.
    #[test]
    fn a_subject_stays_on_one_line() {
        assert_eq!(
            filled_subject("Re: {{subject}}", &[("subject", "a\r\nBcc: x@y.example")]),
            "Re: a  Bcc: x@y.example"
        );
    }
}
