//! What is composed here must be read alike by another library that shares no code with ours: Python's `email`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use mail::Date;
use mail::compose::{Addr, Draft, DraftAttachment, HeaderText, compose};
use serde_json::{Value, json};

const WORDS: [&str; 12] = [
    "Hello",
    "Grüße aus Köln und Umgebung, mit einem recht langen Satz, der gefaltet werden muss",
    "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "こんにちは、プリンターが動きません",
    "打印机坏了",
    "مرحبا بالعالم",
    "🙂🙃 emoji 👩‍👩‍👧 family",
    "e\u{301}te\u{301} combining",
    "a=b?c_d =?utf-8?q?x?= y",
    "quotes \" and \\ and (comments), commas; colons: all",
    "averyveryveryveryveryveryveryveryveryveryveryveryveryverylongwordthatcannotbefoldedanywhereatall",
    "trailing dots . and spaces",
];

fn draft(index: usize) -> Draft {
    let word = |step: usize| WORDS[(index + step) % WORDS.len()];
    let lines = [word(1), "", ".", "..", "From here", "> quoted", word(5), "tab\there", word(9)];
    let attachment = |at: usize| DraftAttachment {
        // A backslash would be a path to some; it is written as `_`.
        filename: format!("{} {at}.bin", word(at).replace('\\', "")),
        content_type: "application/octet-stream".to_owned(),
        content: vec![u8::try_from(index % 256).unwrap(); 100 * at + index % 7],
        ..DraftAttachment::default()
    };
    Draft {
        from: Addr::new(Some("Desk"), "desk@example.com").unwrap(),
        sender: None,
        reply_to: Vec::new(),
        to: vec![Addr::new(Some(word(2)), "jane@example.org").unwrap(), Addr::new(None, "carl@example.net").unwrap()],
        cc: Vec::new(),
        subject: HeaderText::new(format!("{} {}", word(0), word(3))).unwrap(),
        message_id: format!("{index}@example.com"),
        in_reply_to: None,
        references: (0..index % 40).map(|id| format!("{id}.reference@example.com")).collect(),
        date: Date { unix_s: 1_795_381_500, offset_min: 60 },
        text: lines.iter().cycle().take(index % 30 + 1).copied().collect::<Vec<_>>().join("\n"),
        html: index.is_multiple_of(3).then(|| format!("<p>{}</p>", word(4))),
        attachments: (0..index % 4).map(attachment).collect(),
        headers: Vec::new(),
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn python_reads_what_we_compose() {
    let drafts: Vec<Draft> = (0..300).map(draft).collect();
    let raws: Vec<String> = drafts.iter().map(|draft| String::from_utf8(compose(draft)).unwrap()).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/second_opinion.py");
    let mut python = Command::new("python3").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = python.stdin.take().unwrap();
    let lines: Vec<String> = raws.iter().map(|raw| json!(raw).to_string()).collect();
    let writer = std::thread::spawn(move || input.write_all((lines.join("\n") + "\n").as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap();
    let read: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), drafts.len());
    for (index, ((draft, raw), read)) in drafts.iter().zip(&raws).zip(read).enumerate() {
        let ours = mail::parse(raw.as_bytes());
        assert_eq!(read["subject"], json!(ours.subject), "{raw}");
        assert_eq!(read["to"][1], json!(["", "carl@example.net"]), "{raw}");
        // Python keeps the white space between two encoded words of a name, which RFC 2047 §6.2 gives to neither.
        let name = read["to"][0][0].as_str().unwrap();
        assert_eq!(letters(name), letters(WORDS[(index + 2) % WORDS.len()]), "{raw}");
        assert_eq!(read["to"][0][1], "jane@example.org", "{raw}");
        let text = |text: &str| text.trim().replace("\r\n", "\n");
        assert_eq!(text(read["text"].as_str().unwrap()), text(&draft.text), "{raw}");
        assert_eq!(read["html"].as_str().map(text), draft.html.as_deref().map(text), "{raw}");
        let files: Vec<Value> = draft
            .attachments
            .iter()
            .map(|file| json!([file.filename, file.content_type, file.content.len()]))
            .collect();
        assert_eq!(read["files"], json!(files), "{raw}");
        assert_eq!(read["defects"], json!([]), "{raw}");
    }
}
