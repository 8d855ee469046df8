//! The command line. Every option can also be given by environment; those of the desk also by a TOML file.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use links::networks::Networks;
use wire::evidence::NameServers;

/// Staffetta, the support desk whose heart is e-mail.
#[derive(Debug, Parser)]
#[command(name = "staffetta", version, about)]
pub(crate) struct Program {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the desk
    Serve(Serve),
    /// Run a desk to look at, with sample mail and a sandbox that catches what it sends
    Demo(Demo),
    /// Take one mail from the standard input, for a pipe of any mail server
    Deliver(Deliver),
    /// Take in what lies in a folder of a mailbox; it triggers nothing automatic
    Import(Import),
    /// Show what is understood of mails, as JSON
    Inspect(Inspect),
    /// Show which mails belong together by their ids: paths on the standard input, one a line, in order of arrival
    Threads,
    /// Make HTML safe to show: from the standard input to the standard output
    Sanitize(Sanitize),
    /// Tell why a mail is where it is, or what would become of a mail
    Explain(Explain),
    /// Have held mails decided again, after an upgrade or a changed setting
    Replay(Replay),
    /// Add people
    User(User),
    /// Add, test and list mailboxes
    Mailbox(Mailbox),
    /// Check configuration, database, disk and every mailbox
    Doctor(Doctor),
    /// Print the description of the API
    Openapi,
}

/// Where the desk keeps its things.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// A TOML file with the same options (names with underscores)
    #[arg(long, env = "STAFFETTA_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// The folder for everything that is kept [default: data]
    #[arg(long, env = "STAFFETTA_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// The database: sqlite:PATH or postgres://… [default: SQLite in the data folder]
    #[arg(long, env = "STAFFETTA_DATABASE")]
    pub(crate) database: Option<String>,
    /// The folder for mails and files; all nodes of a desk share one [default: "blobs" in the data folder]
    #[arg(long, env = "STAFFETTA_BLOBS")]
    pub(crate) blobs: Option<PathBuf>,
    /// The key file; all nodes of a desk share one [default: "key" in the data folder]
    #[arg(long, env = "STAFFETTA_KEY_FILE")]
    pub(crate) key_file: Option<PathBuf>,
    /// Where browsers find the desk [default: http:// and the address of --http]
    #[arg(long, env = "STAFFETTA_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// What the desk calls itself to other mail servers
    #[arg(long, env = "STAFFETTA_HOSTNAME")]
    pub(crate) hostname: Option<String>,
    /// A PEM file with further certificate authorities to trust
    #[arg(long, env = "STAFFETTA_TRUST")]
    pub(crate) trust: Option<PathBuf>,
    /// The name servers to ask about senders: addresses with commas between them, or none [default: the system's]
    #[arg(long, env = "STAFFETTA_DNS")]
    pub(crate) dns: Option<NameServers>,
    /// Networks of your own that webhooks may be sent to: 10.1.0.0/16, fd00::/8 … [default: the public internet only]
    #[arg(long, env = "STAFFETTA_WEBHOOK_NETWORKS")]
    pub(crate) webhook_networks: Option<Networks>,
}

/// Options of `serve`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Where browsers are answered [default: 127.0.0.1:8025]
    #[arg(long, env = "STAFFETTA_HTTP")]
    pub(crate) http: Option<SocketAddr>,
    /// Where mail is received by SMTP
    #[arg(long, env = "STAFFETTA_SMTP")]
    pub(crate) smtp: Option<SocketAddr>,
    /// Where mail is received by LMTP
    #[arg(long, env = "STAFFETTA_LMTP")]
    pub(crate) lmtp: Option<SocketAddr>,
    /// The certificate for STARTTLS of these, PEM
    #[arg(long, env = "STAFFETTA_TLS_CERTIFICATE", requires = "tls_key")]
    pub(crate) tls_certificate: Option<PathBuf>,
    /// Its key, PEM
    #[arg(long, env = "STAFFETTA_TLS_KEY")]
    pub(crate) tls_key: Option<PathBuf>,
    /// The server through which the desk's own address sends: HOST:PORT with STARTTLS, or smtp://, smtps://,
    /// smtp+starttls:// LOGIN@HOST:PORT; becomes the setting of this name
    #[arg(long, env = "STAFFETTA_RELAY")]
    pub(crate) relay: Option<String>,
    /// Its password
    #[arg(long, env = "STAFFETTA_RELAY_PASSWORD", hide_env_values = true)]
    pub(crate) relay_password: Option<String>,
    /// Allow unencrypted HTTP beyond this machine
    #[arg(long)]
    pub(crate) insecure_http: bool,
}

/// Options of `demo`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Demo {
    /// The folder to keep; without it a new one that is removed at the end
    #[arg(long)]
    pub(crate) data: Option<PathBuf>,
    /// Where browsers are answered
    #[arg(long, default_value = "127.0.0.1:8025")]
    pub(crate) http: SocketAddr,
    /// Where mail to the desk is received
    #[arg(long, default_value = "127.0.0.1:2525")]
    pub(crate) smtp: SocketAddr,
    /// The database: sqlite:PATH or postgres://… [default: SQLite in the data folder]
    #[arg(long)]
    pub(crate) database: Option<String>,
    /// The name servers to ask about senders: addresses with commas between them, or system
    #[arg(long, default_value = "none")]
    pub(crate) dns: NameServers,
    /// Networks of your own that webhooks may be sent to: 127.0.0.0/8 …
    #[arg(long, default_value = "")]
    pub(crate) webhook_networks: Networks,
    /// Print one line of JSON when ready
    #[arg(long)]
    pub(crate) ready_json: bool,
    /// Without sample mail
    #[arg(long)]
    pub(crate) empty: bool,
}

/// Options of `deliver`.
#[derive(Debug, Args)]
pub(crate) struct Deliver {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The address of the mailbox
    #[arg(long)]
    pub(crate) mailbox: String,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The address of the mailbox
    #[arg(long)]
    pub(crate) mailbox: String,
    /// The folder on its IMAP server
    #[arg(long, default_value = "INBOX")]
    pub(crate) folder: String,
    /// Only what came within so many days
    #[arg(long)]
    pub(crate) days: Option<u32>,
}

/// Options of `inspect`.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// A file, or - for the standard input
    #[arg(required_unless_present = "batch")]
    pub(crate) file: Option<PathBuf>,
    /// Read paths from the standard input, one a line
    #[arg(long)]
    pub(crate) batch: bool,
}

/// Options of `sanitize`.
#[derive(Debug, Args)]
pub(crate) struct Sanitize {
    /// Read and write lines of JSON: {"html":"…"}
    #[arg(long)]
    pub(crate) batch: bool,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) place: Place,
    /// A conversation's number such as #1042, the id of an arrival, a Message-ID, a file, or - for the standard input
    pub(crate) what: String,
    /// For a file: the address of the mailbox that it would come to [default: the first of ours that it names]
    #[arg(long)]
    pub(crate) mailbox: Option<String>,
    /// For a file: the address of the host that would hand it over
    #[arg(long)]
    pub(crate) peer: Option<String>,
    /// For a file: what that host would call itself
    #[arg(long)]
    pub(crate) helo: Option<String>,
    /// For a file: the sender of its envelope
    #[arg(long)]
    pub(crate) mail_from: Option<String>,
}

/// Options of `replay`.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The ids of held mails
    pub(crate) ids: Vec<i64>,
    /// All held mails, but those that ended the program
    #[arg(long, conflicts_with_all = ["ids", "reason"])]
    pub(crate) all: bool,
    /// All that are held for this reason, such as no-sender
    #[arg(long, conflicts_with = "ids")]
    pub(crate) reason: Option<String>,
    /// Only show what would become of them
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Options of `user`.
#[derive(Debug, Args)]
pub(crate) struct User {
    #[command(subcommand)]
    pub(crate) command: UserCommand,
}

/// What `user` can do.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Add somebody; the password is read from the standard input
    Add {
        #[command(flatten)]
        place: Box<Place>,
        /// The address that they sign in with
        email: String,
        /// Their name
        #[arg(long)]
        name: String,
        /// agent, manager or admin
        #[arg(long, default_value = "agent")]
        role: String,
    },
}

/// Options of `mailbox`.
#[derive(Debug, Args)]
pub(crate) struct Mailbox {
    #[command(subcommand)]
    pub(crate) command: MailboxCommand,
}

/// What `mailbox` can do.
#[derive(Debug, Subcommand)]
pub(crate) enum MailboxCommand {
    /// Add a mailbox
    Add(Box<MailboxAdd>),
    /// Test the connections of a mailbox
    Test {
        #[command(flatten)]
        place: Box<Place>,
        /// Its address
        address: String,
    },
    /// List the mailboxes and how they are doing
    List {
        #[command(flatten)]
        place: Box<Place>,
    },
}

/// Options of `mailbox add`. Passwords come from the environment, so that they stand in no list of processes.
#[derive(Debug, Args)]
pub(crate) struct MailboxAdd {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Its address
    pub(crate) address: String,
    /// The name shown to customers [default: the address]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// imap://LOGIN@HOST:PORT, imaps://…, imap+starttls://…, or the same with pop3; none: mail is forwarded to the listener
    #[arg(long)]
    pub(crate) incoming: Option<String>,
    /// The password of the incoming server
    #[arg(long, env = "STAFFETTA_INCOMING_PASSWORD", hide_env_values = true)]
    pub(crate) incoming_password: Option<String>,
    /// The folder that is read
    #[arg(long)]
    pub(crate) folder: Option<String>,
    /// smtp://LOGIN@HOST:PORT, smtps://… or smtp+starttls://…; none: the mailbox only receives
    #[arg(long)]
    pub(crate) outgoing: Option<String>,
    /// The password of the outgoing server
    #[arg(long, env = "STAFFETTA_OUTGOING_PASSWORD", hide_env_values = true)]
    pub(crate) outgoing_password: Option<String>,
    /// Save it although a connection does not work
    #[arg(long)]
    pub(crate) save_anyway: bool,
}

/// Options of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) place: Place,
}
