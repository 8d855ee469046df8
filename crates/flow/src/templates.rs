//! Templates of the mails that the system sends (SO-10): each mail asks here for its subject and text. What was changed
//! counts, else the default of the message files, in the language of the mailbox that the mail leaves from.

use desk::{
    MailboxId, Micros, limits,
    policy::LANGUAGES,
    template::{self, Kind, Part, Template, Unfit},
};
use serde_json::json;
use store::{Tx, agents::Agent, audit, policies, templates};

use crate::{Node, Refused, notices, words};

/// A mail that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Why a template was not saved.
#[derive(Debug, thiserror::Error)]
pub enum Unsaved {
    /// It does not fit: in which part, and why.
    #[error("the template does not fit")]
    Unfit(Part, Unfit),
    /// The request is refused.
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<store::Error> for Unsaved {
    fn from(error: store::Error) -> Self {
        Self::Refused(error.into())
    }
}

/// The language of what leaves from a mailbox.
///
/// # Errors
/// The store's own.
pub fn language(tx: &mut Tx<'_>, mailbox: MailboxId) -> store::Result<String> {
    Ok(policies::of_mailbox(tx, mailbox)?.language)
}

/// Writes a mail: its template in this language with these values, which are never read as a template.
///
/// # Errors
/// The store's own.
pub fn written(tx: &mut Tx<'_>, kind: Kind, language: &str, values: &[(&str, &str)]) -> store::Result<Written> {
    let template = standing(tx, kind, language)?;
    Ok(fill(&template, values))
}

fn fill(template: &Template, values: &[(&str, &str)]) -> Written {
    Written {
        subject: template::filled_subject(&template.subject, values),
        text: template::filled(&template.body, values),
    }
}

/// The template as it stands: changed, or the default.
///
/// # Errors
/// The store's own.
pub fn standing(tx: &mut Tx<'_>, kind: Kind, language: &str) -> store::Result<Template> {
    Ok(templates::get(tx, kind, language)?.unwrap_or_else(|| default(kind, language)))
}

/// The default of a kind in a language.
#[must_use]
pub fn default(kind: Kind, language: &str) -> Template {
    let braced: Vec<(&str, String)> =
        kind.variables().iter().map(|one| (one.name, format!("{{{{{}}}}}", one.name))).collect();
    let arguments: Vec<(&str, &str)> = braced.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = format!("template-{}", kind.word());
    Template {
        subject: match kind.has_subject() {
            true => words::of_mail(language, &format!("{key}-subject"), &arguments),
            false => String::new(),
        },
        body: words::of_mail(language, &key, &arguments),
    }
}

/// Changes a template.
///
/// # Errors
/// [`Unsaved`] where it does not fit.
pub fn save(
    tx: &mut Tx<'_>,
    by: &Agent,
    kind: Kind,
    language: &str,
    template: &Template,
    now: Micros,
) -> Result<(), Unsaved> {
    let template = checked(kind, language, template)?;
    templates::set(tx, kind, language, &template, now)?;
    Ok(note(tx, by, "template.changed", kind, language, now)?)
}

/// Goes back to the default.
///
/// # Errors
/// The store's own.
pub fn reset(tx: &mut Tx<'_>, by: &Agent, kind: Kind, language: &str, now: Micros) -> Result<(), Refused> {
    if templates::reset(tx, kind, language)? {
        note(tx, by, "template.reset", kind, language, now)?;
    }
    Ok(())
}

/// How a template looks with made-up values.
///
/// # Errors
/// [`Unsaved`] where it does not fit.
pub fn preview(node: &Node, kind: Kind, language: &str, template: &Template) -> Result<Written, Unsaved> {
    let template = checked(kind, language, template)?;
    let examples = examples(node, kind, language);
    let values: Vec<(&str, &str)> = examples.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(fill(&template, &values))
}

/// Mails a template with made-up values to whoever tries it, few times an hour.
///
/// # Errors
/// [`Unsaved`] where it does not fit, was tried too often, or no mailbox can send.
pub fn test(
    tx: &mut Tx<'_>,
    node: &Node,
    to: &Agent,
    kind: Kind,
    language: &str,
    template: &Template,
    now: Micros,
) -> Result<(), Unsaved> {
    let mut written = preview(node, kind, language, template)?;
    if !kind.has_subject() {
        written.subject = words::of_mail(language, "sample-subject", &[]);
    }
    if templates::tests_since(tx, to.id, now.plus_s(-3_600))? >= limits::TEMPLATE_TESTS_AN_HOUR {
        return Err(Refused::field("body", "template-tested-enough").into());
    }
    if !notices::test(tx, node, to, written, now)? {
        return Err(Refused::field("body", "no-mailbox-sends").into());
    }
    Ok(templates::tested(tx, to.id, now)?)
}

fn checked(kind: Kind, language: &str, given: &Template) -> Result<Template, Unsaved> {
    if !LANGUAGES.contains(&language) {
        return Err(Refused::NotFound.into());
    }
    let subject = if kind.has_subject() { given.subject.trim() } else { "" };
    let template = Template { subject: subject.to_string(), body: given.body.replace("\r\n", "\n") };
    template::check(kind, &template).map_err(|(part, unfit)| Unsaved::Unfit(part, unfit))?;
    Ok(template)
}

/// Values that look like real ones: for previews, tests, and whoever writes a template.
#[must_use]
pub fn examples(node: &Node, kind: Kind, language: &str) -> Vec<(&'static str, String)> {
    let said = |key: &str| words::of_mail(language, key, &[]);
    let quoted = |key: &str, sample: &str| format!("{}\n\n> {}", said(key), said(sample));
    let sample = |name: &str| match name {
        "number" => "1042".to_string(),
        "count" => "3".to_string(),
        "subject" => said("sample-subject"),
        "text" if kind == Kind::Answer => said("sample-agent"),
        "text" if kind == Kind::Away => said("sample-away"),
        "text" => said("sample-greeting"),
        "signature" => "-- \nAna\nAcme".to_string(),
        "agent" => "Ana".to_string(),
        "customer" => said("sample-name"),
        "ratings" => crate::surveys::choices(language, |number| format!("{}/survey/example/{number}", node.base_url)),
        "mailbox" => "Acme".to_string(),
        "address" if kind == Kind::Answer => "help@acme.example".to_string(),
        "link" => format!("{}/conversations/1042", node.base_url),
        "settings" => format!("{}/settings/account", node.base_url),
        "address" | "to" => "zoe@shop.example".to_string(),
        "former" => "ana@old.example".to_string(),
        "by" => "Ana".to_string(),
        "answers" => said("notification-answer-reply"),
        "written" => quoted("held-you-wrote", "sample-agent"),
        "newer" => quoted("held-customer-wrote", "sample-customer"),
        "news" => {
            let name = said("sample-name");
            let who = [("name", name.as_str()), ("address", "zoe@shop.example")];
            let wrote = words::of_mail(language, "notification-message", &who);
            format!("{wrote}\n\n{}", said("sample-customer"))
        }
        "reasons" => format!("{}\n- {} (3)", said("report-reasons"), words::text("held-reason-possible-forgery", &[])),
        "senders" => format!("{}\n- zoe@shop.example (3)", said("report-senders")),
        _ => String::new(),
    };
    kind.variables().iter().map(|one| (one.name, sample(one.name))).collect()
}

fn note(tx: &mut Tx<'_>, by: &Agent, action: &str, kind: Kind, language: &str, now: Micros) -> Result<(), Refused> {
    let object = format!("template:{}", kind.word());
    Ok(audit::add(tx, &by.actor(), action, &object, &json!({"language": language}), now)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SO-10, X-8: every default is a template that could be saved as it stands, in each language of ours.
    #[test]
    fn every_default_fits_its_kind_in_each_language() {
        for language in LANGUAGES {
            for kind in Kind::ALL {
                let default = default(kind, language);
                assert_eq!(template::check(kind, &default), Ok(()), "{language} {kind:?}: {default:?}");
                if language != "en" && kind.audience() == template::Audience::Team {
                    assert_ne!(default.body, super::default(kind, "en").body, "{language} {kind:?}");
                }
            }
        }
    }
}
