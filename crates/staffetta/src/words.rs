//! What the command line says. The texts stand in `locales/*.ftl`.

use std::{io::Write, sync::LazyLock};

use flow::words::Words;

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../locales/en.ftl")));

/// A text of the command line.
pub(crate) fn text(key: &str, arguments: &[(&str, &str)]) -> String {
    ENGLISH.text(key, arguments)
}

/// Writes a line to the standard output. Whoever closed it does not want it.
pub(crate) fn say_line(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
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
    }
}
