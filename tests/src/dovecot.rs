//! A Dovecot of one test: IMAP and POP3 (plain and TLS on loopback), LMTP in, SASL for Postfix, Maildir, users of `example` domains.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::authority::{Authority, Identity};
use crate::imap::{Session, StoredMail};
use crate::ports::free_port;
use crate::process::Server;
use crate::scratch::Scratch;
use crate::users::Account;
use crate::wait::{wait_for, wait_until};

/// A running Dovecot. Every user's password is [`PASSWORD`].
#[derive(Debug)]
pub struct Dovecot {
    server: Server,
    folder: Scratch,
    /// IMAP without TLS, STARTTLS offered.
    pub imap_port: u16,
    /// IMAP with TLS from the start.
    pub imaps_port: u16,
    /// POP3 without TLS, STLS offered.
    pub pop3_port: u16,
    /// POP3 with TLS from the start.
    pub pop3s_port: u16,
    /// LMTP in.
    pub lmtp_port: u16,
    /// Dovecot's authentication protocol, for Postfix's SASL.
    pub sasl_port: u16,
}

/// The password of all users.
pub const PASSWORD: &str = "correct horse";

impl Dovecot {
    /// Starts with these users (`name@domain`); the certificate is signed by an authority that nobody keeps.
    #[must_use]
    pub fn start(users: &[&str]) -> Self {
        let authority = Authority::new();
        Self::start_with(users, &authority.identity())
    }

    /// Starts with these users and this certificate.
    #[must_use]
    pub fn start_with(users: &[&str], identity: &Identity) -> Self {
        let program = program("/usr/sbin/dovecot");
        let folder = Scratch::new("dovecot");
        let ports = [(); 6].map(|()| free_port());
        let owner = Account::named_or_own("dovecot");
        let mail = folder.folder_of("mail", &owner);
        folder.folder_of("home", &owner);
        let lines: String = users.iter().map(|user| format!("{user}:{{PLAIN}}{PASSWORD}\n")).collect();
        let table = folder.write("users", lines);
        fs::copy(&identity.certificate, folder.join("server.pem")).expect("the certificate");
        fs::copy(&identity.key, folder.join("server.key")).expect("the key");
        let settings = folder.write("dovecot.conf", configuration(folder.path(), ports, &owner));
        owner.own(&table);
        owner.own(&mail);
        let log = folder.join("output.log");
        let server = Server::start("dovecot", Command::new(program).arg("-F").arg("-c").arg(settings), &log);
        let [imap_port, imaps_port, lmtp_port, sasl_port, pop3_port, pop3s_port] = ports;
        let mut dovecot = Self { server, folder, imap_port, imaps_port, pop3_port, pop3s_port, lmtp_port, sasl_port };
        dovecot.await_ready();
        dovecot
    }

    fn await_ready(&mut self) {
        for port in [self.imap_port, self.imaps_port, self.pop3_port, self.pop3s_port, self.lmtp_port] {
            self.server.await_port(port);
        }
    }

    /// A session of a user on the plain port.
    #[must_use]
    pub fn session(&self, user: &str) -> Session {
        Session::login(self.imap_port, user, PASSWORD)
    }

    /// Puts a mail into a folder of a user by IMAP.
    pub fn append(&self, user: &str, folder: &str, raw: &[u8]) {
        self.session(user).append(folder, &[], raw);
    }

    /// All mails in a user's folder, with their flags and bytes.
    #[must_use]
    pub fn mails(&self, user: &str, folder: &str) -> Vec<StoredMail> {
        self.session(user).mails(folder)
    }

    /// Waits until a user's folder holds at least `count` mails and returns them all.
    #[must_use]
    pub fn await_mails(&self, user: &str, folder: &str, count: usize) -> Vec<StoredMail> {
        let mut session = self.session(user);
        wait_for(&format!("{count} mails in {folder} of {user}"), || {
            let mails = session.mails(folder);
            (mails.len() >= count).then_some(mails)
        })
    }

    /// The threads of a user's folder (`REFERENCES`) as [`Session::threads`] gives them.
    #[must_use]
    pub fn threads(&self, user: &str, folder: &str) -> String {
        self.session(user).threads(folder)
    }

    /// Ends all sessions of a user, as a server does that shuts down or loses patience.
    pub fn kick(&self, user: &str) {
        let status = Command::new("doveadm")
            .arg("-c")
            .arg(self.folder.join("dovecot.conf"))
            .args(["kick", user])
            .output()
            .expect("doveadm");
        // 68: nobody was connected.
        assert!(
            matches!(status.status.code(), Some(0 | 68)),
            "doveadm kick: {}",
            String::from_utf8_lossy(&status.stderr)
        );
    }

    /// Gives a folder of a user another UIDVALIDITY, as a server that was restored from a backup does. Mails and flags stay; UIDs start anew.
    pub fn change_uidvalidity(&self, user: &str, folder: &str) {
        self.kick(user);
        let maildir = self.maildir(user, folder);
        let before = self.session(user).select(folder);
        for entry in fs::read_dir(&maildir).expect("the user's Maildir").flatten() {
            if entry.file_name().to_string_lossy().starts_with("dovecot") {
                fs::remove_file(entry.path()).expect("an index file");
            }
        }
        // Without a list Dovecot takes the time as UIDVALIDITY, which may be the same second as before.
        let list = maildir.join("dovecot-uidlist");
        fs::write(&list, format!("3 V{} N1\n", before + 1)).expect("the list of UIDs");
        Account::named_or_own("dovecot").own(&list);
        self.kick(user);
        let after = self.session(user).select(folder);
        assert_ne!(before, after, "the UIDVALIDITY of {folder} did not change");
    }

    /// Where a folder of a user lies.
    #[must_use]
    pub fn maildir(&self, user: &str, folder: &str) -> PathBuf {
        let top = self.folder.join("mail").join(user);
        if folder.eq_ignore_ascii_case("INBOX") { top } else { top.join(format!(".{folder}")) }
    }

    /// Lets nothing be added to a folder of a user, by the modes of its Maildir.
    pub fn forbid_writing(&self, user: &str, folder: &str) {
        self.set_mode(user, folder, 0o500);
    }

    /// Takes that back.
    pub fn allow_writing(&self, user: &str, folder: &str) {
        self.set_mode(user, folder, 0o700);
    }

    fn set_mode(&self, user: &str, folder: &str, mode: u32) {
        let maildir = self.maildir(user, folder);
        for part in ["tmp", "new", "cur", "."] {
            let permissions = fs::Permissions::from_mode(mode);
            fs::set_permissions(maildir.join(part), permissions).expect("the folder of a Maildir");
        }
    }

    /// What Dovecot wrote into its log.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("dovecot.log")).unwrap_or_default()
    }

    /// Stops it at once; the mail stays for [`Dovecot::restart`].
    pub fn stop(&mut self) {
        self.server.kill();
    }

    /// Starts it again on the same ports with the same mail.
    pub fn restart(&mut self) {
        self.server.kill();
        let mut command = Command::new(program("/usr/sbin/dovecot"));
        command.arg("-F").arg("-c").arg(self.folder.join("dovecot.conf"));
        // Workers of the one that was killed may hold its ports for a moment.
        let mail = [self.imap_port, self.imaps_port, self.pop3_port, self.pop3s_port];
        for port in mail.into_iter().chain([self.lmtp_port, self.sasl_port]) {
            wait_until("the ports of the stopped dovecot", || std::net::TcpListener::bind(("127.0.0.1", port)).is_ok());
        }
        // A socket of theirs would look like a Dovecot that still runs.
        fs::remove_dir_all(self.folder.join("run")).expect("the folder of sockets");
        self.server = Server::start("dovecot", &mut command, &self.folder.join("output.log"));
        self.await_ready();
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- dovecot's log:\n{}\n---", self.log());
        }
    }
}

fn program(path: &str) -> &Path {
    let path = Path::new(path);
    assert!(path.exists(), "Dovecot is not installed ({}): sudo scripts/packages", path.display());
    path
}

fn configuration(folder: &Path, [imap, imaps, lmtp, sasl, pop3, pop3s]: [u16; 6], owner: &Account) -> String {
    let (user, group) = (&owner.name, &owner.group);
    let login = Account::named_or_own("dovenull").name;
    let folder = folder.display();
    format!(
        r#"protocols = imap pop3 lmtp
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {user}
mail_gid = {group}
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 0
mail_fsync = optimized
auth_mechanisms = plain login
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
postmaster_address = postmaster@localhost
lmtp_save_to_detail_mailbox = no
namespace inbox {{
  inbox = yes
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener sasl {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"#
    )
}
