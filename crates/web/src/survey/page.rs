//! What the page of a survey looks like: HTML without script, in the customer's language. Everything that a person wrote is
//! escaped.

use desk::{Micros, limits, survey::Rating};
use flow::{surveys::named, words};

use crate::shown::time;

/// A whole page.
pub(super) struct Page(pub(super) String);

/// Why what was sent was not kept.
#[derive(Clone, Copy)]
pub(super) enum Note {
    /// No rating was chosen.
    Unchosen,
    /// The comment is too long.
    TooLong,
    /// It could not be read.
    Unreadable,
}

impl Note {
    fn key(self) -> &'static str {
        match self {
            Self::Unchosen => "survey-choose",
            Self::TooLong => "survey-too-long",
            Self::Unreadable => "survey-failed-hint",
        }
    }
}

/// What the form shows.
pub(super) struct Form<'a> {
    /// The language.
    pub(super) language: &'a str,
    /// The link that it is sent to.
    pub(super) link: &'a str,
    /// The conversation's subject; may be empty.
    pub(super) subject: &'a str,
    /// The mailbox's name.
    pub(super) mailbox: &'a str,
    /// What was said before.
    pub(super) stored: Option<Rating>,
    /// What is chosen.
    pub(super) chosen: Option<Rating>,
    /// What stands in the field.
    pub(super) comment: &'a str,
    /// Why it was not kept.
    pub(super) note: Option<Note>,
}

/// A page that says something, and what to do next.
pub(super) fn message(language: &str, key: &str) -> Page {
    let hint = said(language, &format!("{key}-hint"), &[]);
    whole(language, &said(language, key, &[]), &format!("<p>{hint}</p>"))
}

/// The page that asks; nothing is stored by showing it.
pub(super) fn asking(form: &Form<'_>) -> Page {
    let note = match form.note {
        Some(note) => format!("<p class=\"bad\" role=\"alert\">{}</p>", said(form.language, note.key(), &most())),
        None => String::new(),
    };
    let unsent = match form.stored {
        Some(stored) => said(form.language, "survey-unsent-again", &[("rating", &named(form.language, stored))]),
        None => said(form.language, "survey-unsent", &[]),
    };
    let body = format!("{}{note}<p class=\"unsent\">{unsent}</p>{}", about(form), fields(form));
    whole(form.language, &said(form.language, "survey-title", &[]), &body)
}

/// The page after an answer was kept, with a way to change it.
pub(super) fn thanks(form: &Form<'_>, rating: Rating, until: Micros) -> Page {
    let language = form.language;
    let rated = said(language, "survey-rated", &[("rating", &named(language, rating))]);
    let date = time(until).strftime("%Y-%m-%d").to_string();
    let change = said(language, "survey-change", &[("date", &date)]);
    let button = said(language, "survey-change-button", &[]);
    let body = format!(
        "{}<p class=\"rated\" role=\"status\">{rated}</p>{}<p>{change}</p><details><summary>{button}</summary>{}</details>",
        about(form),
        quoted(form.comment),
        fields(form)
    );
    whole(language, &said(language, "survey-thanks", &[]), &body)
}

/// The page of an answer that cannot be changed any more.
pub(super) fn kept(language: &str, rating: Rating) -> Page {
    let rated = said(language, "survey-kept", &[("rating", &named(language, rating))]);
    whole(language, &said(language, "survey-thanks", &[]), &format!("<p class=\"rated\" role=\"status\">{rated}</p>"))
}

fn about(form: &Form<'_>) -> String {
    let named = [("subject", form.subject), ("mailbox", form.mailbox)];
    let key = if form.subject.is_empty() { "survey-about-mailbox" } else { "survey-about" };
    format!("<p class=\"about\" dir=\"auto\">{}</p>", said(form.language, key, &named))
}

fn quoted(comment: &str) -> String {
    if comment.is_empty() {
        String::new()
    } else {
        format!("<blockquote dir=\"auto\">{}</blockquote>", escaped(comment))
    }
}

fn fields(form: &Form<'_>) -> String {
    let language = form.language;
    let choice = |rating: Rating| {
        let (number, name) = (rating.number(), escaped(&named(language, rating)));
        let checked = if form.chosen == Some(rating) { " checked" } else { "" };
        format!(
            "<label class=\"choice\"><input type=\"radio\" name=\"rating\" value=\"{number}\" required{checked}>\
             <span>{name}</span></label>"
        )
    };
    let choices: String = Rating::ALL.into_iter().rev().map(choice).collect();
    format!(
        "<form method=\"post\" action=\"/{path}/{link}\" accept-charset=\"utf-8\"><fieldset><legend>{legend}</legend>\
         {choices}</fieldset><label for=\"comment\">{label}</label><textarea id=\"comment\" name=\"comment\" rows=\"5\" \
         dir=\"auto\" maxlength=\"{longest}\" aria-describedby=\"hint\">\n{comment}</textarea>\
         <p class=\"hint\" id=\"hint\">{hint}</p><button type=\"submit\">{send}</button></form>",
        path = flow::surveys::PATH,
        link = escaped(form.link),
        legend = said(language, "survey-choice", &[]),
        label = said(language, "survey-comment", &[]),
        longest = limits::SURVEY_COMMENT_CHARS,
        comment = escaped(form.comment),
        hint = said(language, "survey-comment-hint", &most()),
        send = said(language, "survey-send", &[]),
    )
}

fn whole(language: &str, title: &str, body: &str) -> Page {
    Page(format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"stylesheet\" href=\"/{path}/style.css\">\
         <link rel=\"icon\" href=\"/mark.svg\" type=\"image/svg+xml\"></head><body><main><h1>{title}</h1>{body}</main></body></html>",
        path = flow::surveys::PATH,
    ))
}

fn most() -> [(&'static str, &'static str); 1] {
    [("most", MOST)]
}

/// [`limits::SURVEY_COMMENT_CHARS`] as people read it.
const MOST: &str = "2000";

/// A text of the page, escaped.
fn said(language: &str, key: &str, values: &[(&str, &str)]) -> String {
    escaped(&words::of_mail(language, key, values))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use desk::policy::LANGUAGES;

    use super::*;

    fn form(language: &str) -> Form<'_> {
        Form {
            language,
            link: "abc",
            subject: "\"><script>alert(1)</script>",
            mailbox: "Acme & Co",
            stored: None,
            chosen: Some(Rating::Good),
            comment: "</textarea><img src=x onerror=alert(1)>",
            note: Some(Note::TooLong),
        }
    }

    /// LD-3: the page speaks the customer's language, and nothing of it is markup that somebody wrote.
    #[test]
    fn the_page_speaks_each_language_and_escapes_what_people_wrote() {
        assert_eq!(MOST, limits::SURVEY_COMMENT_CHARS.to_string());
        for language in LANGUAGES {
            let shown = form(language);
            let pages = [
                asking(&shown),
                asking(&Form { stored: Some(Rating::Bad), ..form(language) }),
                thanks(&shown, Rating::Good, Micros(0)),
                kept(language, Rating::Bad),
                message(language, "survey-unknown"),
                message(language, "survey-over"),
                message(language, "survey-too-often"),
                message(language, "survey-failed"),
            ];
            for Page(html) in pages {
                assert!(!html.contains("survey-"), "a text is missing in {language}: {html}");
                assert!(html.contains(&format!("lang=\"{language}\"")));
                assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
            }
        }
    }

    #[test]
    fn what_was_pressed_in_the_mail_is_chosen() {
        let Page(html) = asking(&form("en"));
        assert_eq!(html.matches(" checked").count(), 1);
        assert!(html.contains("value=\"4\" required checked"), "{html}");
    }
}
