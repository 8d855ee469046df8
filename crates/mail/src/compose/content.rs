//! The content of a draft as MIME parts: text, HTML beside it, images inside it, files after it (RFC 2046).

use sha2::{Digest, Sha256};

use super::head::field;
use super::{Draft, DraftAttachment, encode};

/// Writes the content headers and the content.
pub(super) fn write(out: &mut String, draft: &Draft) {
    let boundaries = Boundaries::of(draft);
    let shows_images = draft.html.is_some();
    let (inside, after): (Vec<_>, Vec<_>) = draft.attachments.iter().partition(|file| file.inline && shows_images);
    if after.is_empty() {
        return body(out, draft, &inside, &boundaries);
    }
    let boundary = boundaries.named("mixed");
    multipart(out, "mixed", &boundary);
    open(out, &boundary);
    body(out, draft, &inside, &boundaries);
    for attached in after {
        open(out, &boundary);
        file(out, attached, "attachment");
    }
    close(out, &boundary);
}

fn body(out: &mut String, draft: &Draft, images: &[&DraftAttachment], boundaries: &Boundaries) {
    let Some(html) = &draft.html else { return text(out, "plain", &draft.text) };
    let boundary = boundaries.named("alternative");
    multipart(out, "alternative", &boundary);
    open(out, &boundary);
    text(out, "plain", &draft.text);
    open(out, &boundary);
    if images.is_empty() {
        text(out, "html", html);
    } else {
        related(out, html, images, &boundaries.named("related"));
    }
    close(out, &boundary);
}

fn related(out: &mut String, html: &str, images: &[&DraftAttachment], boundary: &str) {
    field(
        out,
        "Content-Type",
        &["multipart/related;".to_owned(), "type=\"text/html\";".to_owned(), format!("boundary=\"{boundary}\"")],
    );
    out.push_str("\r\n");
    open(out, boundary);
    text(out, "html", html);
    for image in images {
        open(out, boundary);
        file(out, image, "inline");
    }
    close(out, boundary);
}

fn text(out: &mut String, subtype: &str, content: &str) {
    field(out, "Content-Type", &[format!("text/{subtype};"), "charset=utf-8".to_owned()]);
    let quoted = encode::prefers_quoted_printable(content);
    field(out, "Content-Transfer-Encoding", &[if quoted { "quoted-printable" } else { "base64" }.to_owned()]);
    out.push_str("\r\n");
    let encoded =
        if quoted { encode::quoted_printable(content) } else { encode::base64_body(encode::crlf(content).as_bytes()) };
    out.push_str(&encoded);
    out.push_str("\r\n");
}

fn file(out: &mut String, file: &DraftAttachment, disposition: &str) {
    let name = filename(&file.filename);
    field(out, "Content-Type", &[media_type(&file.content_type)]);
    let mut tokens = vec![format!("{disposition};")];
    let pieces = encode::parameter("filename", &name);
    let last = pieces.len();
    tokens.extend(pieces.into_iter().enumerate().map(|(at, piece)| if at + 1 < last { piece + ";" } else { piece }));
    field(out, "Content-Disposition", &tokens);
    let id = file.content_id.iter().map(|id| id.trim_matches(|c| c == '<' || c == '>'));
    let sound = |id: &&str| {
        !id.is_empty()
            && id.len() < 900
            && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>')
    };
    field(out, "Content-ID", &id.filter(sound).map(|id| format!("<{id}>")).collect::<Vec<_>>());
    field(out, "Content-Transfer-Encoding", &["base64".to_owned()]);
    out.push_str("\r\n");
    out.push_str(&encode::base64_body(&file.content));
    out.push_str("\r\n");
}

/// A name without control characters and path separators, at most 255 characters.
fn filename(name: &str) -> String {
    let clean = |c: char| if c == '/' || c == '\\' { '_' } else { c };
    let name: String = name.chars().filter(|c| !c.is_control()).map(clean).take(255).collect();
    if name.trim().is_empty() { "attachment".to_owned() } else { name.trim().to_owned() }
}

/// `type/subtype` alone. Composite types must not be encoded as base64 (RFC 2046 §5.2.1) and travel as plain files.
fn media_type(declared: &str) -> String {
    let bare = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let token = |part: &str| {
        !part.is_empty()
            && part.len() <= 60
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    let simple = bare
        .split_once('/')
        .is_some_and(|(kind, subtype)| token(kind) && token(subtype) && kind != "multipart" && kind != "message");
    if simple { bare } else { "application/octet-stream".to_owned() }
}

fn multipart(out: &mut String, subtype: &str, boundary: &str) {
    field(out, "Content-Type", &[format!("multipart/{subtype};"), format!("boundary=\"{boundary}\"")]);
    out.push_str("\r\n");
}

fn open(out: &mut String, boundary: &str) {
    out.push_str("--");
    out.push_str(boundary);
    out.push_str("\r\n");
}

fn close(out: &mut String, boundary: &str) {
    out.push_str("--");
    out.push_str(boundary);
    out.push_str("--\r\n");
}

/// Boundaries that depend on the draft alone. `=_` occurs neither in quoted-printable nor in base64, so they cannot occur in a part.
struct Boundaries {
    seed: String,
}

impl Boundaries {
    fn of(draft: &Draft) -> Self {
        let mut hash = Sha256::new();
        hash.update(draft.message_id.as_bytes());
        hash.update(draft.date.unix_s.to_be_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        Self { seed: crate::identity::hex(digest.iter().take(10)) }
    }

    fn named(&self, level: &str) -> String {
        format!("=_{level}_{}", self.seed)
    }
}
