//! What the command line says. The texts stand in `locales/*.ftl`.

use std::{
    io::{BufWriter, Write},
    sync::LazyLock,
};

use flow::words::Words;

/// How much of a large object is gathered before it is written, bytes.
const JSON_BUFFER_BYTES: usize = 64 * 1024;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    Words::read(concat!(include_str!("../locales/en.ftl"), "\n", include_str!("../locales/en/trace.ftl")))
});

/// A text of the command line.
pub(crate) fn text(key: &str, arguments: &[(&str, &str)]) -> String {
    ENGLISH.text(key, arguments)
}

/// The text of a stable word of the trace (`reason`, `outcome`, `step`, `fact`); the word itself where there is none.
pub(crate) fn of_trace(kind: &str, word: &str) -> String {
    let key = format!("{kind}-{word}");
    if ENGLISH.has(&key) { text(&key, &[]) } else { word.replace(['-', '_'], " ") }
}

/// What a stranger wrote, as one line of a terminal: without control characters, cut.
pub(crate) fn plain(written: &str, most: usize) -> String {
    written.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most).collect()
}

/// Writes a line to the standard output. Whoever closed it does not want it.
pub(crate) fn say_line(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Writes a value as one line of JSON to the standard output, piece by piece.
pub(crate) fn say_json(value: &impl serde::Serialize) {
    let mut out = BufWriter::with_capacity(JSON_BUFFER_BYTES, std::io::stdout().lock());
    let _ = serde_json::to_writer(&mut out, value);
    let _ = out.write_all(b"\n");
    let _ = out.flush();
}

/// Writes a text of the message file to the standard output.
pub(crate) fn say(key: &str, arguments: &[(&str, &str)]) {
    say_line(&text(key, arguments));
}

/// Writes a line to the standard error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_file_is_read() {
        assert_eq!(text("failed", &[("why", "x")]), "staffetta: x");
        assert_eq!(of_trace("step", "thread"), "Conversation");
        assert_eq!(of_trace("reason", "a-new-word"), "a new word");
        assert_eq!(plain("a\u{1b}[2Jb", 5), "a [2J");
    }
}
