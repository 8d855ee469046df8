//! The two forms of what an agent writes: a text, and the HTML that says the same.

use desk::{AttachmentId, limits};

use crate::{Node, Refused};

/// The two forms of a body.
pub(super) struct Body {
    pub(super) text: String,
    pub(super) html: Option<String>,
    /// The files that the HTML shows as pictures, with the Content-ID that it knows each by.
    pub(super) pictures: Vec<(AttachmentId, String)>,
}

impl Body {
    /// Reads what was written: exactly one of text and HTML. A picture of `files` is named by its id, as `cid:17`.
    pub(super) fn read(
        node: &Node,
        text: Option<&str>,
        html: Option<&str>,
        files: &[AttachmentId],
    ) -> Result<Self, Refused> {
        // A character takes at most four bytes; what is longer is refused before anything is done with it.
        let most = limits::TYPED_CHARS * 4;
        if text.is_some_and(|text| text.len() > most) || html.is_some_and(|html| html.len() > limits::TYPED_HTML_BYTES)
        {
            return Err(Refused::field("text", "text-too-long"));
        }
        let (text, html) = match (text, html) {
            (Some(text), None) => (text.to_string(), None),
            (None, Some(html)) => (mail::html_to_text(html), Some(html.replace('\0', ""))),
            _ => return Err(Refused::field("text", "text-or-html")),
        };
        let text: String =
            text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        let (html, pictures) = match html {
            Some(html) => {
                let (html, pictures) = with_content_ids(html, files, &node.hostname);
                (Some(html), pictures)
            }
            None => (None, Vec::new()),
        };
        if text.trim().is_empty() && files.is_empty() {
            return Err(Refused::field("text", "text-needed"));
        }
        if text.chars().count() > limits::TYPED_CHARS {
            return Err(Refused::field("text", "text-too-long"));
        }
        Ok(Self { text, html, pictures })
    }
}

/// The HTML with a Content-ID that is ours alone in place of each file's id.
fn with_content_ids(mut html: String, files: &[AttachmentId], hostname: &str) -> (String, Vec<(AttachmentId, String)>) {
    let mut pictures = Vec::new();
    for file in files.iter().take(limits::COMPOSE_FILES) {
        let named = format!("\"cid:{file}\"");
        if html.contains(&named) {
            let content_id = format!("{file}@{hostname}");
            html = html.replace(&named, &format!("\"cid:{content_id}\""));
            pictures.push((*file, content_id));
        }
    }
    (html, pictures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_the_files_get_a_content_id_and_others_stay_as_they_are() {
        let html = r#"<img src="cid:7"><img src="cid:77"><img src="cid:8">"#.to_string();
        let (html, pictures) = with_content_ids(html, &[AttachmentId(7), AttachmentId(9)], "desk.example");
        assert_eq!(html, r#"<img src="cid:7@desk.example"><img src="cid:77"><img src="cid:8">"#);
        assert_eq!(pictures, [(AttachmentId(7), "7@desk.example".to_string())]);
    }
}
