//! Reading a command line. Only what RFC 5321 allows; an address that could not be written back safely is refused.

/// A command that a client sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Helo(String),
    Ehlo(String),
    Lhlo(String),
    Mail(Mail),
    Rcpt(String),
    Data,
    Rset,
    Noop,
    Vrfy,
    Quit,
    StartTls,
    Auth { mechanism: String, initial: Option<String> },
}

/// MAIL with the parameters we offer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mail {
    /// Empty for the null sender.
    pub(super) from: String,
    pub(super) size: Option<u64>,
    pub(super) utf8: bool,
}

/// Why a line is no command of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Unknown,
    Syntax,
    Address,
    Parameter,
    NeedsUtf8,
}

/// The longest path in bytes: RFC 5321 §4.5.3.1.3.
const MAX_PATH_BYTES: usize = 254;

impl Command {
    pub(super) fn parse(line: &[u8]) -> Result<Self, Fault> {
        let line = std::str::from_utf8(line).map_err(|_| Fault::Syntax)?.trim_end_matches(' ');
        if line.chars().any(char::is_control) {
            return Err(Fault::Syntax);
        }
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim_start_matches(' ');
        match verb.to_ascii_uppercase().as_str() {
            "HELO" => name(rest).map(Self::Helo),
            "EHLO" => name(rest).map(Self::Ehlo),
            "LHLO" => name(rest).map(Self::Lhlo),
            "MAIL" => mail(rest).map(Self::Mail),
            "RCPT" => rcpt(rest).map(Self::Rcpt),
            "DATA" => bare(rest, Self::Data),
            "RSET" => bare(rest, Self::Rset),
            "QUIT" => bare(rest, Self::Quit),
            "STARTTLS" => bare(rest, Self::StartTls),
            "NOOP" => Ok(Self::Noop),
            "VRFY" => Ok(Self::Vrfy),
            "AUTH" => auth(rest),
            _ => Err(Fault::Unknown),
        }
    }
}

fn bare(rest: &str, command: Command) -> Result<Command, Fault> {
    if rest.is_empty() { Ok(command) } else { Err(Fault::Syntax) }
}

fn name(rest: &str) -> Result<String, Fault> {
    let fits = !rest.is_empty() && rest.len() <= 255 && !rest.contains(' ');
    if fits { Ok(rest.to_owned()) } else { Err(Fault::Syntax) }
}

fn auth(rest: &str) -> Result<Command, Fault> {
    let mut words = rest.split(' ');
    let mechanism = words.next().filter(|word| !word.is_empty()).ok_or(Fault::Syntax)?.to_ascii_uppercase();
    let initial = words.next().map(str::to_owned);
    if words.next().is_some() { Err(Fault::Syntax) } else { Ok(Command::Auth { mechanism, initial }) }
}

fn mail(rest: &str) -> Result<Mail, Fault> {
    let (from, parameters) = path(after(rest, "FROM:")?)?;
    let mut mail = Mail { from, ..Mail::default() };
    for parameter in parameters.split(' ').filter(|word| !word.is_empty()) {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match (key.to_ascii_uppercase().as_str(), value.to_ascii_uppercase().as_str()) {
            ("SIZE", size) => mail.size = Some(size.parse().map_err(|_| Fault::Parameter)?),
            ("BODY", "7BIT" | "8BITMIME") | ("AUTH", _) => {}
            ("SMTPUTF8", "") => mail.utf8 = true,
            _ => return Err(Fault::Parameter),
        }
    }
    if mail.from.is_ascii() || mail.utf8 { Ok(mail) } else { Err(Fault::NeedsUtf8) }
}

fn rcpt(rest: &str) -> Result<String, Fault> {
    let (to, parameters) = path(after(rest, "TO:")?)?;
    match () {
        () if to.is_empty() => Err(Fault::Address),
        () if !parameters.trim().is_empty() => Err(Fault::Parameter),
        () => Ok(to),
    }
}

/// What follows `keyword`, which is compared without case. Many clients write a space after the colon.
fn after<'a>(rest: &'a str, keyword: &str) -> Result<&'a str, Fault> {
    let (start, end) = rest.split_at_checked(keyword.len()).ok_or(Fault::Syntax)?;
    if start.eq_ignore_ascii_case(keyword) { Ok(end.trim_start_matches(' ')) } else { Err(Fault::Syntax) }
}

/// The address of `<address> parameters`, without brackets and without a source route, and the parameters.
fn path(text: &str) -> Result<(String, &str), Fault> {
    let inner = text.strip_prefix('<').ok_or(Fault::Address)?;
    let mut quoted = false;
    let mut escaped = false;
    let end = inner.char_indices().find(|(_, character)| {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '>' => return !quoted,
            _ => {}
        }
        false
    });
    let (end, _) = end.ok_or(Fault::Address)?;
    let address = inner.get(..end).ok_or(Fault::Address)?;
    let parameters = inner.get(end + 1..).ok_or(Fault::Address)?;
    if !(parameters.is_empty() || parameters.starts_with(' ')) {
        return Err(Fault::Address);
    }
    let address = match address.strip_prefix('@') {
        Some(route) => route.split_once(':').ok_or(Fault::Address)?.1,
        None => address,
    };
    if address.len() > MAX_PATH_BYTES || address.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>')) {
        return Err(Fault::Address);
    }
    Ok((address.to_owned(), parameters))
}

#[cfg(test)]
mod tests {
    use super::{Command, Fault, Mail};

    fn check(line: &str, expect: Result<Command, Fault>) {
        assert_eq!(Command::parse(line.as_bytes()), expect, "{line}");
    }

    fn from(address: &str, size: Option<u64>, utf8: bool) -> Result<Command, Fault> {
        Ok(Command::Mail(Mail { from: address.to_owned(), size, utf8 }))
    }

    fn to(address: &str) -> Result<Command, Fault> {
        Ok(Command::Rcpt(address.to_owned()))
    }

    #[test]
    fn commands_are_read_in_any_case() {
        check("ehlo mx.example", Ok(Command::Ehlo("mx.example".to_owned())));
        check("mail from:<a@b.example>", from("a@b.example", None, false));
        check("MAIL FROM:<> SIZE=10 BODY=8BITMIME", from("", Some(10), false));
        check("MAIL FROM: <ä@b.example> SMTPUTF8", from("ä@b.example", None, true));
        check("RCPT TO:<@hop.example,@two.example:a@b.example>", to("a@b.example"));
        check("RCPT TO:<\"a@x\"@b.example>", to("\"a@x\"@b.example"));
        check("RCPT TO:<postmaster>", to("postmaster"));
        check("DATA  ", Ok(Command::Data));
    }

    #[test]
    fn what_could_be_misread_is_refused() {
        check("MAIL FROM:a@b.example", Err(Fault::Address));
        check("MAIL FROM:<a b@c.example>", Err(Fault::Address));
        check("MAIL FROM:<a@b.example", Err(Fault::Address));
        check("MAIL FROM:<a@b.example>SIZE=1", Err(Fault::Address));
        check("MAIL FROM:<a@b.example> SIZE=x", Err(Fault::Parameter));
        check("MAIL FROM:<a@b.example> RET=FULL", Err(Fault::Parameter));
        check("MAIL FROM:<ä@b.example>", Err(Fault::NeedsUtf8));
        check("RCPT TO:<>", Err(Fault::Address));
        check("RCPT TO:<a<b>@c.example>", Err(Fault::Address));
        check("RCPT TO:<a@b.example> NOTIFY=NEVER", Err(Fault::Parameter));
        check("DATA now", Err(Fault::Syntax));
        check("EHLO", Err(Fault::Syntax));
        check("EHLO a b", Err(Fault::Syntax));
        check("NOOP\0", Err(Fault::Syntax));
        check("BDAT 10", Err(Fault::Unknown));
        assert_eq!(Command::parse(b"EHLO \xff"), Err(Fault::Syntax));
    }
}
