//! The commands for other programs: `inspect`, `threads` and `sanitize` end well whatever they are given, and answer every line.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use journeys::scratch::Scratch;
use journeys::staffetta::program;
use serde_json::Value;

/// Runs a command with the input and gives what it says. It must end well.
pub(crate) fn run(arguments: &[&str], input: &[u8]) -> String {
    let mut child = Command::new(program())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("piped").write_all(input).expect("the program reads its input");
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success(), "{arguments:?} failed: {}", output.status);
    String::from_utf8(output.stdout).expect("JSON and HTML are UTF-8")
}

fn lines(paths: &[&Path], odd: &[u8]) -> Vec<u8> {
    let mut input: Vec<u8> = paths.iter().flat_map(|path| format!("{}\n", path.display()).into_bytes()).collect();
    input.extend_from_slice(odd);
    input
}

fn json(said: &str) -> Vec<Value> {
    said.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn inspect_answers_every_line_and_names_the_limit_that_a_mail_breaks() {
    let folder = Scratch::new("inspect");
    let good = folder.write("good.eml", "From: jane@example.org\r\nSubject: Printer\r\n\r\nIt works.\r\n");
    let bomb = folder.write("bomb.eml", format!("From: jane@example.org\r\n{}\r\nx", "X-A: b\r\n".repeat(2_000)));
    let said =
        json(&run(&["inspect", "--batch"], &lines(&[&good, &folder.join("missing"), &bomb, &good], b"\xff\xfe\n")));
    assert_eq!(said.len(), 5);
    assert_eq!(
        (&said[0]["subject"], &said[0]["kind"], &said[0]["reply"]),
        (&"Printer".into(), &"message".into(), &"It works.".into())
    );
    assert!(said[1]["error"].is_string() && said[4]["error"].is_string());
    assert_eq!(said[2]["error"], "the mail has more than 1000 headers");
    assert_eq!(said[3], said[0]);
    assert_eq!(json(&run(&["inspect", "-"], b"Subject: Printer\r\n\r\nx"))[0]["subject"], "Printer");
}

/// What cannot be read stands alone; mails beyond the limits are threaded by their header.
#[test]
fn threads_groups_mails_by_their_places_in_the_input() {
    let folder = Scratch::new("threads");
    let mail = |name: &str, header: &str, body: &str| {
        folder.write(name, format!("From: jane@example.org\r\nSubject: Re: x\r\n{header}\r\n\r\n{body}"))
    };
    let first = mail("first.eml", "Message-ID: <1@example.org>", "x");
    let other = mail("other.eml", "Message-ID: <2@example.org>", "x");
    let nested = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(2_000);
    let answer =
        mail("answer.eml", "In-Reply-To: <1@example.org>\r\nContent-Type: multipart/mixed; boundary=b", &nested);
    let input = lines(&[&first, &other, &folder.join("missing"), &answer], b"\xff\n");
    assert_eq!(run(&["threads"], &input), "[[0,3],[1],[2],[4]]\n");
    assert_eq!(run(&["threads"], b""), "[]\n");
}

#[test]
fn sanitize_answers_every_line_and_shows_what_is_too_complex_as_text() {
    let deep = format!("<p>deep</p>{}", "<div>".repeat(50_000));
    let mut input = b"{\"html\":\"<b onclick=x>Hi<script>x</script></b>\"}\n\xff\n{}\n".to_vec();
    input.extend(format!("{}\n", serde_json::json!({"html": deep})).into_bytes());
    let said = json(&run(&["sanitize", "--batch"], &input));
    assert_eq!(said.len(), 4);
    assert_eq!(said[0]["html"], "<b>Hi</b>");
    assert!(said[1]["error"].is_string() && said[2]["error"].is_string());
    let shown = said[3]["html"].as_str().expect("the text is shown");
    assert!(shown.contains("deep") && !shown.contains("<div><div>"), "{shown}");
    assert_eq!(run(&["sanitize"], b"<p onclick=x>Hi</p>"), "<p>Hi</p>\n");
}
