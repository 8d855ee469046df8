//! A sender as mail servers are: what was not acknowledged is sent again, what was acknowledged never. Must not give up
//! because the desk is dead at the moment.

use std::io::{self, BufRead as _, BufReader, ErrorKind, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use journeys::smtp::stuffed;
use journeys::wait::wait_for;

/// How the mail travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// SMTP.
    Smtp,
    /// LMTP.
    Lmtp,
}

/// Sends one mail over and over until it is acknowledged.
pub fn deliver(protocol: Protocol, port: u16, from: &str, to: &str, raw: &[u8]) {
    wait_for(&format!("an acknowledgement of a mail to {to}"), || {
        let code = attempt(protocol, port, from, to, raw).ok()?;
        assert!(code / 100 != 5, "the desk refuses a mail for good: {code}");
        (code / 100 == 2).then_some(())
    });
}

/// Sends one mail once. Returns the first code that is no success, else the one after the final dot.
///
/// # Errors
/// When the connection fails or ends: then nothing was acknowledged.
pub fn attempt(protocol: Protocol, port: u16, from: &str, to: &str, raw: &[u8]) -> io::Result<u16> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut stream = BufReader::new(stream);
    let hello = if protocol == Protocol::Lmtp { "LHLO" } else { "EHLO" };
    let dialogue = [
        (String::new(), 2),
        (format!("{hello} tests.example\r\n"), 2),
        (format!("MAIL FROM:<{from}>\r\n"), 2),
        (format!("RCPT TO:<{to}>\r\n"), 2),
        ("DATA\r\n".to_owned(), 3),
    ];
    for (command, wanted) in dialogue {
        let code = exchange(&mut stream, command.as_bytes())?;
        if code / 100 != wanted {
            return Ok(code);
        }
    }
    exchange(&mut stream, &stuffed(raw))
}

fn exchange(stream: &mut BufReader<TcpStream>, bytes: &[u8]) -> io::Result<u16> {
    stream.get_mut().write_all(bytes)?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return line.get(..3).and_then(|code| code.parse().ok()).ok_or_else(|| ErrorKind::InvalidData.into());
        }
    }
}
