//! The bounds of a listener, each with its default and what happens beyond it.

use std::time::Duration;

/// What one listener allows. Beyond each bound the client gets the answer named here; nothing is dropped silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once; beyond: 421 and close.
    pub connections: usize,
    /// Connections at once from one address (one /64 of IPv6); beyond: 421 and close.
    pub connections_per_address: usize,
    /// Commands in a session; beyond: 421 and close.
    pub commands: usize,
    /// Commands refused with 5xx in a session, unknown recipients included; beyond: 421 and close.
    pub bad_commands: usize,
    /// Recipients of a mail (RFC 5321 wants at least 100); beyond: 452, so that the client sends the rest later.
    pub recipients: usize,
    /// Bytes of a command line without its CRLF; beyond: 500 and close.
    pub command_line_bytes: usize,
    /// Bytes of a line of a mail. RFC 5321 says 998, many programs send whole pages of HTML in one line, and nothing
    /// here depends on it, so the bound is generous; beyond: 554 after the final dot.
    pub data_line_bytes: usize,
    /// Bytes of a mail; beyond: 552, at MAIL when declared by SIZE, else after the final dot.
    pub message_bytes: u64,
    /// Bytes of a refused mail that are read on and thrown away so that the answer is seen; beyond: 552 and close.
    pub discarded_bytes: u64,
    /// Bytes that all mails being received may hold in memory together; beyond: 452 after the final dot.
    pub memory_bytes: u64,
    /// Silence between commands, or within a mail; beyond: 421 and close.
    pub idle: Duration,
    /// One mail from DATA to its final dot; beyond: 421 and close.
    pub data: Duration,
    /// The receiver's work after the final dot; beyond: 451. Must be shorter than a client waits (10 min).
    pub accept: Duration,
    /// The TLS handshake; beyond: close.
    pub handshake: Duration,
    /// How long sessions may take to finish their mail at shutdown; beyond: close.
    pub shutdown: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 200,
            connections_per_address: 50,
            commands: 10_000,
            bad_commands: 20,
            recipients: 100,
            command_line_bytes: 2048,
            data_line_bytes: 512 * 1024,
            message_bytes: 50 * 1024 * 1024,
            discarded_bytes: 256 * 1024 * 1024,
            memory_bytes: 256 * 1024 * 1024,
            idle: Duration::from_secs(5 * 60),
            data: Duration::from_secs(30 * 60),
            accept: Duration::from_secs(60),
            handshake: Duration::from_secs(30),
            shutdown: Duration::from_secs(4),
        }
    }
}
