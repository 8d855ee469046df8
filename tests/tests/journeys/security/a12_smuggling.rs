//! A12: our listeners agree with every other server about where a mail ends (SMTP smuggling, CVE-2023-51764 and its like). The parser's own
//! tests are in `crates/wire`; here the running desk says what became of it.

use journeys::smtp::Injector;

use crate::letters::Letter;
use crate::receiving::{Base, CUSTOMER, Desk, SUPPORT};

/// What other servers may take for the end of a mail: every mix of bare and whole line ends around a dot, doubled ones, NUL and NEL.
fn endings() -> Vec<String> {
    let ends = [
        "\n", "\r", "\r\n", "\n\r", "\r\r\n", "\n\n", "\r\r", "\0\r\n", "\r\0\n", "\u{85}", "\u{2028}", "\x0b", "\x0c",
    ];
    let mut all = Vec::new();
    for before in ends {
        for after in ends {
            all.push(format!("{before}.{after}"));
        }
    }
    all.extend(["\r\n.\0\r\n", "\r\n..\r\n", "\r\n. \r\n", "\r\n.\t\r\n"].map(str::to_owned));
    // The true end, which ends a mail everywhere.
    all.retain(|ending| !ending.contains("\r\n.\r\n"));
    all
}

/// A12: whatever stands at the end of the first mail, there is one mail or a refusal; the smuggled one is never a mail of its own.
#[test]
fn a_mail_within_a_mail_never_becomes_one() {
    let desk = Desk::with_support(&Base::Sqlite);
    let (mut refused, mut whole) = (0, 0);
    for lmtp in [false, true] {
        for (number, ending) in endings().iter().enumerate() {
            let port = if lmtp { desk.program.lmtp_port() } else { desk.program.smtp_port() };
            let mut connection = if lmtp { Injector::lmtp(port) } else { Injector::smtp(port) };
            for command in [format!("MAIL FROM:<{CUSTOMER}>"), format!("RCPT TO:<{SUPPORT}>")] {
                assert!(connection.command(&command).accepted());
            }
            assert_eq!(connection.command("DATA").code, 354);
            let outer = Letter::new(CUSTOMER, SUPPORT, &format!("Outer {lmtp} {number}"), "First").raw();
            let inner = Letter::new("ceo@bank.example", SUPPORT, "Smuggled", "Pay me.").raw();
            let envelope = format!("MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<{SUPPORT}>\r\nDATA\r\n");
            let outer = outer.strip_suffix(b"\r\n").unwrap();
            connection.write(&[outer, ending.as_bytes(), envelope.as_bytes(), inner.as_slice(), b".\r\n"].concat());
            match connection.next_reply().map(|reply| reply.code) {
                Some(250) => {
                    whole += 1;
                    connection.write(b"QUIT\r\n");
                    assert_eq!(connection.next_reply().map(|reply| reply.code), Some(221), "{ending:?}: a second mail");
                }
                Some(521) | None => refused += 1,
                other => panic!("{ending:?}: {other:?}"),
            }
        }
    }
    desk.settle(SUPPORT);
    assert!(desk.conversations("Smuggled").is_empty());
    let all = desk.api.list("/conversations?view=all");
    let outer = all.iter().filter(|one| one["subject"].as_str().unwrap().starts_with("Outer")).count();
    assert!(all.iter().all(|one| one["contact"]["address"] == CUSTOMER), "{all:?}");
    println!("A12: {} endings on each listener: {refused} refused, {whole} one mail", endings().len());
    assert_eq!((outer, refused + whole), (whole, endings().len() * 2));
    assert!(refused > whole && whole > 0);
}
