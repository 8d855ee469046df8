//! Logs go to the standard error: words by default, JSON with `STAFFETTA_LOG_FORMAT=json`, filtered by `STAFFETTA_LOG`.

use tracing_subscriber::EnvFilter;

use crate::command::Command;

/// Begins logging. Commands that are not the desk itself log only what is wrong.
pub(crate) fn begin(command: &Command) {
    let usual = if matches!(command, Command::Serve(_) | Command::Demo(_)) { "info" } else { "warn" };
    let filter = EnvFilter::try_from_env("STAFFETTA_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("STAFFETTA_LOG_FORMAT").is_ok_and(|format| format == "json") {
        builder.json().init();
    } else {
        builder.with_ansi(false).init();
    }
}
