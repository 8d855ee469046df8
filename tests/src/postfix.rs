//! A Postfix of one test: takes mail on loopback (plain, or with TLS and a password) and brings each domain where the test says.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::authority::{Authority, Identity};
use crate::ports::free_port;
use crate::process::Server;
use crate::scratch::Scratch;
use crate::users::{Account, is_root};

/// Where the mail of a domain goes.
#[derive(Debug, Clone)]
pub enum Route {
    /// By LMTP to a port of 127.0.0.1.
    Lmtp(&'static str, u16),
    /// By SMTP to a port of 127.0.0.1.
    Smtp(&'static str, u16),
}

/// A running Postfix.
#[derive(Debug)]
pub struct Postfix {
    server: Server,
    folder: Scratch,
    /// SMTP without a password; offers STARTTLS.
    pub smtp_port: u16,
    /// SMTP with STARTTLS; only relays after AUTH, when Dovecot's SASL was given.
    pub submission_port: u16,
    /// SMTP with TLS from the start; only relays after AUTH.
    pub smtps_port: u16,
}

/// The folders of Postfix's queue that its own user owns.
const QUEUE_FOLDERS: [&str; 14] = [
    "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "public", "saved",
    "trace", "maildrop", "etc",
];

impl Postfix {
    /// Starts with these routes; `sasl_port` is [`crate::dovecot::Dovecot::sasl_port`] when users may log in.
    #[must_use]
    pub fn start(routes: &[Route], sasl_port: Option<u16>) -> Self {
        let authority = Authority::new();
        Self::start_with(routes, sasl_port, &authority.identity())
    }

    /// Like [`Postfix::start`], with header checks: lines of a regexp table (`header_checks(5)`).
    #[must_use]
    pub fn start_checking(routes: &[Route], checks: &str) -> Self {
        Self::launch(routes, None, &Authority::new().identity(), checks, "")
    }

    /// Like [`Postfix::start`], a server that says on top of each mail what it found out about its sender: by the address of
    /// the host that connects, a header.
    #[must_use]
    pub fn start_vouching(routes: &[Route], headers: &[(&str, &str)]) -> Self {
        let lines: String = headers.iter().map(|(host, header)| format!("{host} PREPEND {header}\n")).collect();
        Self::launch(routes, None, &Authority::new().identity(), "", &lines)
    }

    /// Like [`Postfix::start`], with a certificate that the test chose.
    #[must_use]
    pub fn start_with(routes: &[Route], sasl_port: Option<u16>, identity: &Identity) -> Self {
        Self::launch(routes, sasl_port, identity, "", "")
    }

    fn launch(routes: &[Route], sasl_port: Option<u16>, identity: &Identity, checks: &str, clients: &str) -> Self {
        assert!(
            is_root(),
            "Postfix changes between accounts and needs root: sudo env PATH=\"$PATH\" HOME=\"$HOME\" make test"
        );
        let installation = Installation::find();
        let folder = Scratch::new("postfix");
        folder.write("etc/transport", transport(routes));
        folder.write("etc/refusals", "");
        folder.write("etc/clients", clients);
        folder.write("etc/header_checks", checks);
        fs::copy(&identity.certificate, folder.join("etc/server.pem")).expect("the certificate");
        fs::copy(&identity.key, folder.join("etc/server.key")).expect("the key");
        for name in QUEUE_FOLDERS {
            folder.folder_of(&format!("queue/{name}"), &installation.owner);
        }
        fs::create_dir_all(folder.join("queue/pid")).expect("a folder");
        folder.folder_of("data", &installation.owner);
        let ports = [free_port(), free_port(), free_port()];
        folder.write("etc/main.cf", main_settings(folder.path(), &installation, routes, sasl_port));
        folder.write("etc/master.cf", services(ports));
        let server = installation.start(&folder);
        let [smtp_port, submission_port, smtps_port] = ports;
        let mut postfix = Self { server, folder, smtp_port, submission_port, smtps_port };
        for port in ports {
            postfix.server.await_port(port);
        }
        postfix
    }

    /// Answers RCPT for this address with `reply`, such as `451 4.7.1 later` or `550 5.1.1 unknown`, from the next connection on.
    pub fn refuse(&self, address: &str, reply: &str) {
        let path = self.folder.join("etc/refusals");
        let mut table = fs::read_to_string(&path).expect("the table of refusals");
        writeln!(table, "{address} {reply}").expect("a string");
        replace(&path, &table);
    }

    /// Takes the refusal of an address back.
    pub fn accept_again(&self, address: &str) {
        let path = self.folder.join("etc/refusals");
        let table = fs::read_to_string(&path).expect("the table of refusals");
        let kept: String = table
            .lines()
            .filter(|line| !line.starts_with(&format!("{address} ")))
            .map(|line| format!("{line}\n"))
            .collect();
        replace(&path, &kept);
    }

    /// What Postfix wrote into its log.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("postfix.log")).unwrap_or_default()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- postfix's log:\n{}\n---", self.log());
        }
    }
}

/// Where Postfix lies: installed, or unpacked for the tests beside another mail server.
#[derive(Debug)]
struct Installation {
    top: PathBuf,
    owner: Account,
    post_group: String,
}

impl Installation {
    fn find() -> Self {
        let installed = PathBuf::from("/");
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let cache = cache.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
        let unpacked = cache.map(|cache| cache.join("staffetta/postfix"));
        let top = [Some(installed), unpacked]
            .into_iter()
            .flatten()
            .find(|top| top.join("usr/lib/postfix/sbin/master").exists());
        let top = top.unwrap_or_else(|| panic!("Postfix is not installed: sudo scripts/packages"));
        // Without the package's own accounts two others of Debian's base system serve: Postfix only wants them apart.
        match Account::named("postfix") {
            Some(owner) => Self { top, owner, post_group: "postdrop".to_owned() },
            None => Self { top, owner: Account::named_or_own("uucp"), post_group: "games".to_owned() },
        }
    }

    fn folder(&self, path: &str) -> String {
        self.top.join(path).display().to_string()
    }

    fn start(&self, folder: &Scratch) -> Server {
        let mut command = Command::new(self.folder("usr/lib/postfix/sbin/master"));
        command.arg("-d").arg("-c").arg(folder.join("etc")).env("LD_LIBRARY_PATH", self.folder("usr/lib/postfix"));
        command.env("MAIL_CONFIG", folder.join("etc"));
        Server::start("postfix", &mut command, &folder.join("output.log"))
    }
}

fn transport(routes: &[Route]) -> String {
    routes.iter().fold(String::new(), |mut table, route| {
        match route {
            Route::Lmtp(domain, port) => writeln!(table, "{domain} lmtp:inet:127.0.0.1:{port}"),
            Route::Smtp(domain, port) => writeln!(table, "{domain} smtp:[127.0.0.1]:{port}"),
        }
        .expect("a string");
        table
    })
}

fn domain(route: &Route) -> &'static str {
    match route {
        Route::Lmtp(domain, _) | Route::Smtp(domain, _) => domain,
    }
}

/// Puts a whole new file in the place of an old one, so that a reader never sees half of it.
fn replace(path: &Path, content: &str) {
    let fresh = path.with_extension("new");
    fs::write(&fresh, content).expect("a table beside the old one");
    fs::rename(&fresh, path).expect("the table is ours");
}

fn main_settings(folder: &Path, installation: &Installation, routes: &[Route], sasl_port: Option<u16>) -> String {
    let domains = routes.iter().map(domain).collect::<Vec<_>>().join(" ");
    let sasl = sasl_port.map_or_else(String::new, |port| {
        format!("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = inet:127.0.0.1:{port}\nsmtpd_sasl_security_options = noanonymous\n")
    });
    format!(
        "compatibility_level = 3.6
import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LANG=C POSTLOG_SERVICE POSTLOG_HOSTNAME LD_LIBRARY_PATH
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = {commands}
daemon_directory = {daemons}
shlib_directory = {libraries}
meta_directory = {meta}
mail_owner = {owner}
setgid_group = {post_group}
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = postfix.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
local_transport = error:5.1.1 nobody lives here
default_transport = error:5.4.4 no way to this domain
relay_domains = {domains}
transport_maps = texthash:{folder}/etc/transport
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_recipient_restrictions = check_client_access texthash:{folder}/etc/clients, check_recipient_access texthash:{folder}/etc/refusals, permit_mynetworks, permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject
smtpd_tls_security_level = may
smtpd_tls_cert_file = {folder}/etc/server.pem
smtpd_tls_key_file = {folder}/etc/server.key
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_forbid_bare_newline = yes
message_size_limit = 62914560
mailbox_size_limit = 0
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
lmtp_destination_concurrency_failed_cohort_limit = 0
smtp_destination_concurrency_failed_cohort_limit = 0
header_checks = regexp:{folder}/etc/header_checks
notify_classes =
bounce_template_file =
{sasl}",
        folder = folder.display(),
        commands = installation.folder("usr/sbin"),
        daemons = installation.folder("usr/lib/postfix/sbin"),
        libraries = installation.folder("usr/lib/postfix"),
        meta = installation.folder("etc/postfix"),
        owner = installation.owner.name,
        post_group = installation.post_group,
    )
}

/// Every smtpd serves one client and ends (`max_use`), so that a changed table of refusals counts from the next connection on.
fn services([smtp, submission, smtps]: [u16; 3]) -> String {
    let relay = "-o smtpd_relay_restrictions=permit_sasl_authenticated,reject";
    format!(
        "127.0.0.1:{smtp} inet n - n - - smtpd -o max_use=1
127.0.0.1:{submission} inet n - n - - smtpd -o max_use=1 -o smtpd_tls_security_level=encrypt {relay}
127.0.0.1:{smtps} inet n - n - - smtpd -o max_use=1 -o smtpd_tls_wrappermode=yes {relay}
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"
    )
}
