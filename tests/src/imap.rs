//! A plain IMAP client that looks into mailboxes as a judge: it shows what the server holds, byte for byte.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// A mail as the server stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMail {
    /// Its UID.
    pub uid: u32,
    /// Its flags, such as `\Seen`.
    pub flags: Vec<String>,
    /// Its bytes.
    pub raw: Vec<u8>,
}

/// One response of the server: its line, in which each literal stands as `{n}`, and the literals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// The line without its ending.
    pub line: String,
    /// The literals in order.
    pub literals: Vec<Vec<u8>>,
}

/// A session on 127.0.0.1 without TLS.
#[derive(Debug)]
pub struct Session {
    stream: BufReader<TcpStream>,
    tags: u32,
}

impl Session {
    /// Connects and logs in.
    #[must_use]
    pub fn login(port: u16, user: &str, password: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port))
            .unwrap_or_else(|error| panic!("no IMAP server on port {port}: {error}"));
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        let mut session = Self { stream: BufReader::new(stream), tags: 0 };
        session.response();
        session.command(&format!("LOGIN \"{user}\" \"{password}\""));
        session
    }

    /// Runs a command and returns its untagged responses; panics when the server refuses.
    pub fn command(&mut self, text: &str) -> Vec<Response> {
        self.try_command(text).unwrap_or_else(|refusal| panic!("the server refuses {text:?}: {refusal}"))
    }

    /// Runs a command and returns its untagged responses, or the server's refusal.
    ///
    /// # Errors
    /// The tagged NO or BAD line.
    pub fn try_command(&mut self, text: &str) -> Result<Vec<Response>, String> {
        let tag = self.send(text);
        self.finish(&tag)
    }

    fn send(&mut self, text: &str) -> String {
        self.tags += 1;
        let tag = format!("a{}", self.tags);
        self.write(format!("{tag} {text}\r\n").as_bytes());
        tag
    }

    fn finish(&mut self, tag: &str) -> Result<Vec<Response>, String> {
        let mut untagged = Vec::new();
        loop {
            let response = self.response();
            match response.line.strip_prefix(tag).and_then(|rest| rest.strip_prefix(' ')) {
                Some(rest) if rest.starts_with("OK") => return Ok(untagged),
                Some(rest) => return Err(rest.to_owned()),
                None => untagged.push(response),
            }
        }
    }

    /// The next response, with its literals.
    pub fn response(&mut self) -> Response {
        let mut response = Response::default();
        loop {
            let mut line = Vec::new();
            let count = self.stream.read_until(b'\n', &mut line).expect("an answer within the timeout");
            assert!(count > 0, "the IMAP server closed the connection");
            response.line.push_str(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']));
            let Some(length) = literal_length(&response.line) else { return response };
            let mut literal = vec![0; length];
            self.stream.read_exact(&mut literal).expect("the whole literal");
            response.literals.push(literal);
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).expect("the server reads");
    }

    /// Selects a folder and returns its UIDVALIDITY.
    pub fn select(&mut self, folder: &str) -> u32 {
        let responses = self.command(&format!("SELECT \"{folder}\""));
        let validity = responses
            .iter()
            .find_map(|response| response.line.split_once("[UIDVALIDITY ")?.1.split(']').next()?.parse().ok());
        validity.expect("a UIDVALIDITY")
    }

    /// Appends a mail to a folder, with flags such as `\Seen`.
    pub fn append(&mut self, folder: &str, flags: &[&str], raw: &[u8]) {
        let tag = self.send(&format!("APPEND \"{folder}\" ({}) {{{}}}", flags.join(" "), raw.len()));
        let go_on = self.response();
        assert!(go_on.line.starts_with('+'), "the server refuses the mail: {}", go_on.line);
        self.write(raw);
        self.write(b"\r\n");
        self.finish(&tag).unwrap_or_else(|refusal| panic!("the server refuses the mail: {refusal}"));
    }

    /// All mails of a folder in the order of their UIDs; changes no flag.
    pub fn mails(&mut self, folder: &str) -> Vec<StoredMail> {
        self.command(&format!("EXAMINE \"{folder}\""));
        let responses = self.command("UID FETCH 1:* (UID FLAGS BODY.PEEK[])");
        let mut mails: Vec<StoredMail> = responses.into_iter().filter_map(stored_mail).collect();
        mails.sort_by_key(|mail| mail.uid);
        mails
    }

    /// The threads of a folder as the server sees them (`REFERENCES`), in its own notation: `(1 2)(3)`.
    pub fn threads(&mut self, folder: &str) -> String {
        self.command(&format!("EXAMINE \"{folder}\""));
        let responses = self.command("UID THREAD REFERENCES UTF-8 ALL");
        let line = responses.iter().find_map(|response| response.line.strip_prefix("* THREAD"));
        line.expect("a THREAD response").trim().to_owned()
    }

    /// Starts IDLE on the selected folder; [`Session::response`] then gives what the server announces, [`Session::done`] ends it.
    pub fn idle(&mut self) -> String {
        let tag = self.send("IDLE");
        let go_on = self.response();
        assert!(go_on.line.starts_with('+'), "the server refuses IDLE: {}", go_on.line);
        tag
    }

    /// Ends the IDLE that `tag` names.
    pub fn done(&mut self, tag: &str) {
        self.write(b"DONE\r\n");
        self.finish(tag).expect("IDLE ends well");
    }
}

fn literal_length(line: &str) -> Option<usize> {
    line.strip_suffix('}')?.rsplit_once('{')?.1.parse().ok()
}

fn stored_mail(response: Response) -> Option<StoredMail> {
    let uid = response.line.split_once("UID ")?.1.split([' ', ')']).next()?.parse().ok()?;
    let flags = response.line.split_once("FLAGS (")?.1.split(')').next()?;
    let flags = flags.split_whitespace().map(str::to_owned).collect();
    Some(StoredMail { uid, flags, raw: response.literals.into_iter().next()? })
}
