//! Mails that are made to cost their reader time or memory, of any size: one for each way that anybody has thought of. Each is made from
//! its name and size alone. Knows nothing of what must come of it.

mod parts;
mod wrappers;

/// How large a mail a stranger can send to most servers.
pub const BYTES: usize = 25 * 1024 * 1024;
/// How large a header block may be (contract.md, Limits).
const HEADER_BYTES: usize = 256 * 1024;

/// A hostile mail: its name and how it is made.
pub struct Hostile {
    /// What it consists of.
    pub name: &'static str,
    make: Box<dyn Fn(usize) -> Vec<u8> + Sync + Send>,
}

impl Hostile {
    /// The bytes of a mail of about that size; where a header block or a depth is what costs, that is as large as it may be.
    #[must_use]
    pub fn raw(&self, size: usize) -> Vec<u8> {
        (self.make)(size)
    }
}

/// All of them.
#[must_use]
pub fn all() -> Vec<Hostile> {
    let texts = TEXTS.iter().map(|(name, unit)| of(name, move |size| mail("", unit.as_bytes(), size)));
    let htmls = HTMLS.iter().map(|(name, start, unit)| of(name, move |size| html(start, unit, size)));
    let encoded = ENCODED.iter().map(|(name, field, unit)| of(name, move |size| mail(field, unit, size)));
    let headers = HEADERS.iter().map(|(name, start, unit)| of(name, move |size| header(start, unit, size)));
    texts.chain(htmls).chain(encoded).chain(headers).chain(parts::all()).chain(wrappers::all()).collect()
}

fn of(name: &'static str, make: impl Fn(usize) -> Vec<u8> + Sync + Send + 'static) -> Hostile {
    Hostile { name, make: Box::new(make) }
}

const HEAD: &str = "From: Jane <jane@example.org>\r\nTo: desk@example.com\r\nMessage-ID: <1@example.org>\r\n\
                    Date: Mon, 3 Aug 2026 09:05:00 +0200\r\nSubject: Printer\r\nMIME-Version: 1.0\r\n";

/// A mail whose body is a unit again and again.
fn mail(field: &str, unit: &[u8], size: usize) -> Vec<u8> {
    let mut raw = format!("{HEAD}{field}\r\n").into_bytes();
    repeat(&mut raw, unit, size);
    raw
}

/// Appends a unit again and again until the whole is as large as wanted.
fn repeat(raw: &mut Vec<u8>, unit: &[u8], size: usize) {
    raw.reserve_exact(size.saturating_sub(raw.len()) + unit.len());
    while raw.len() < size {
        raw.extend_from_slice(unit);
    }
}

fn html(start: &str, unit: &str, size: usize) -> Vec<u8> {
    let mut raw = format!("{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n{start}").into_bytes();
    repeat(&mut raw, unit.as_bytes(), size);
    raw
}

/// A header block as large as it may be, above a body.
fn header(start: &str, unit: &str, size: usize) -> Vec<u8> {
    let mut raw = format!("{HEAD}{start}").into_bytes();
    let room = HEADER_BYTES - raw.len() - 100;
    let mut made = String::new();
    for number in 0_usize.. {
        // Each entry is another one where the unit asks for it.
        let next = unit.replace('#', &number.to_string());
        if made.len() + next.len() > room {
            break;
        }
        made.push_str(&next);
    }
    raw.extend_from_slice(made.as_bytes());
    raw.extend_from_slice(b"\r\n\r\n");
    repeat(&mut raw, b"It works.\r\n", size);
    raw
}

/// Bodies of plain text.
const TEXTS: &[(&str, &str)] = &[
    ("one line", "a"),
    ("spaces", " "),
    ("empty lines", "\n"),
    ("empty lines, CRLF", "\r\n"),
    ("bare carriage returns", "\r"),
    ("quoted lines", "> a line of the earlier mail\r\n"),
    ("marks of quotes alone", ">\n"),
    ("marks in one line", ">"),
    ("marks of initials", "JD> a\n"),
    ("marks and text in turn", ">\na\n"),
    ("marked paragraphs and text in turn", "> a\n\nb\n\n"),
    ("signature dashes", "-- \r\n"),
    ("signatures, quotes and text in turn", "-- \nJane\n>\na\n"),
    ("lines drawn across", "----------\n"),
    ("introductions", "On Mon, 3 Aug 2026 at 09:05, Jane <jane@example.org> wrote:\n"),
    ("introductions and text in turn", "On Mon, 3 Aug 2026 at 09:05, Jane <jane@example.org> wrote:\n> a\nb\n"),
    ("introductions that do not end", "On Mon, 3 Aug 2026 at 09:05, Jane <jane@example.org>\n"),
    ("header lines", "From: Jane <jane@example.org>\n"),
    ("header blocks", "From: Jane <jane@example.org>\nSent: Monday\nTo: desk@example.com\nSubject: x\n\n"),
    ("separators", "-----Original Message-----\n"),
    ("fences", "```\n"),
    ("devices", "Sent from my iPhone\n\n"),
    (
        "notices",
        "This e-mail is confidential and intended solely for the addressee. Unauthorised use is prohibited.\n\n",
    ),
    ("addresses", "jane@example.org "),
    ("at signs", "@"),
    ("links", "https://example.org/a "),
    ("what JSON escapes", "\"\\"),
    ("control characters", "\x01"),
    ("NUL bytes", "\0"),
    ("uuencoded files", "begin 644 a\n#0V%T\n`\nend\n"),
    ("a uuencoded file that does not end", "begin 644 a\nM0V%T0V%T0V%T0V%T0V%T0V%T0V%T0V%T0V%T0V%T0V%T0V%T0V%T0V%T\n"),
    ("yEnc files", "=ybegin line=128 size=3 name=a\nm\x7fz\n=yend size=3\n"),
    ("parts of yEnc files", "=ybegin part=1 total=9 line=128 size=3 name=a\n=ypart begin=1 end=3\nmmm\n=yend size=3\n"),
    ("yEnc files that do not end", "=ybegin line=128 size=3 name=a\nmmm\n"),
    ("base64 lines", "SXQgd29ya3MuIEl0IHdvcmtzLiBJdCB3b3Jrcy4gSXQgd29ya3MuIEl0IHdvcmtzLiBJdCB3\r\n"),
    ("lines of tabs", "\t\t\t\t\n"),
    ("zero-width spaces", "\u{200b}\n"),
    ("Chinese", "打印机坏了，请尽快处理\n"),
    ("code words", "code 123456 forward https://mail.google.com/mail/vf-a\n"),
];

/// Bodies of HTML: what they begin with, and what follows again and again.
const HTMLS: &[(&str, &str, &str)] = &[
    ("HTML: text", "", "a"),
    ("HTML: paragraphs", "", "<p>a"),
    ("HTML: line breaks", "", "<br>"),
    ("HTML: line breaks and text", "", "a<br>"),
    ("HTML: divisions that do not end", "", "<div>"),
    ("HTML: inline elements that do not end", "", "<b><i><a>"),
    ("HTML: tables that do not end", "", "<table><tr><td>a"),
    ("HTML: end tags", "", "</div>"),
    ("HTML: quotes that do not end", "", "<blockquote>"),
    ("HTML: quotes and text in turn", "", "<blockquote>a</blockquote>b"),
    (
        "HTML: paragraphs in eight quotes",
        "<blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote>",
        "<p>a",
    ),
    ("HTML: marked quotes and text in turn", "", "<div class=gmail_quote>a</div>b<br>"),
    ("HTML: marks in marks", "", "<div class=yahoo_quoted>"),
    ("HTML: rules", "", "<hr>"),
    ("HTML: items in eight lists", "<ul><ul><ul><ul><ul><ul><ul><ul>", "<li>a"),
    ("HTML: numbered items", "<ol>", "<li>a"),
    ("HTML: hidden elements", "", "<div style=\"display:none\">"),
    ("HTML: comments", "", "<!---->"),
    ("HTML: a comment that does not end", "", "<!--"),
    ("HTML: declarations that do not end", "", "<!a"),
    ("HTML: attributes that do not end", "", "<a title=\""),
    ("HTML: many attributes", "<div ", "a=b "),
    ("HTML: attributes without value", "<div ", "a "),
    ("HTML: equals signs", "<div ", "="),
    ("HTML: images", "", "<img alt=\"a picture\">"),
    ("HTML: links", "", "<a href=\"https://example.org/a/long/address/of/a/page\">a</a>"),
    ("HTML: links that do not end", "", "<a href=\"https://example.org/\">a"),
    ("HTML: entities", "", "&amp;"),
    ("HTML: named entities", "", "&Ouml;"),
    ("HTML: numbered entities", "", "&#x1F600;"),
    ("HTML: ampersands", "", "&"),
    ("HTML: less-than signs", "", "<"),
    ("HTML: scripts that do not end", "", "<script>"),
    ("HTML: scripts and styles", "", "<script></script><style></style>"),
    ("HTML: half end tags", "<style>", "</"),
    ("HTML: preformatted lines", "<pre>", "\n\n\na"),
    (
        "HTML: long styles",
        "",
        "<p style=\"margin:0;color:red;font-family:Arial,Helvetica,sans-serif;font-size:12px;line-height:1.5\">a</p>",
    ),
    ("HTML: SVG", "", "<svg><animate><set>"),
    ("HTML: soft hyphens", "", "\u{ad}"),
];

/// Charsets, transfer encodings and formats: header fields and bytes.
const ENCODED: &[(&str, &str, &[u8])] = &[
    ("one byte becomes three", "Content-Type: text/plain; charset=windows-874\r\n", b"\xa1"),
    ("one byte becomes three, in lines", "Content-Type: text/plain; charset=windows-874\r\n", b"\xa1\n"),
    ("one byte becomes three, in HTML", "Content-Type: text/html; charset=windows-874\r\n", b"\xa1"),
    ("one byte becomes three, quoted lines", "Content-Type: text/plain; charset=windows-874\r\n", b"> \xa1\n"),
    ("bytes of no charset", "Content-Type: text/plain; charset=utf-8\r\n", b"\xff"),
    ("bytes without charset", "", b"\xe1"),
    ("an unknown charset", "Content-Type: text/plain; charset=nonsense\r\n", b"\xe1"),
    ("broken UTF-8", "Content-Type: text/plain; charset=utf-8\r\n", "é\u{e9}".as_bytes()),
    ("broken UTF-8 in places", "Content-Type: text/plain; charset=utf-8\r\n", b"\xc3\xa9\xc3\xa9\xc3"),
    ("UTF-16", "Content-Type: text/plain; charset=utf-16le\r\n", b"\n\0"),
    ("UTF-16 of which a half is missing", "Content-Type: text/plain; charset=utf-16\r\n", b"\xd8\x00"),
    ("UTF-7", "Content-Type: text/plain; charset=utf-7\r\n", b"+AGE-"),
    ("ISO-2022-JP", "Content-Type: text/plain; charset=iso-2022-jp\r\n", b"\x1b$B$\"\x1b(B"),
    ("GB18030", "Content-Type: text/plain; charset=gb18030\r\n", b"\x81\x30\x81\x30"),
    ("Big5", "Content-Type: text/plain; charset=big5\r\n", b"\xa4\xa4"),
    ("quoted-printable", "Content-Transfer-Encoding: quoted-printable\r\n", b"=41=0A"),
    ("quoted-printable, broken", "Content-Transfer-Encoding: quoted-printable\r\n", b"=="),
    ("soft line breaks", "Content-Transfer-Encoding: quoted-printable\r\n", b"=\r\n"),
    ("base64", "Content-Transfer-Encoding: base64\r\n", b"Cgo+\r\n"),
    ("base64, broken", "Content-Transfer-Encoding: base64\r\n", b"=*"),
    ("an unknown transfer encoding", "Content-Transfer-Encoding: x-own\r\n", b"a\n"),
    ("flowed lines", "Content-Type: text/plain; format=flowed\r\n", b"a \n"),
    ("flowed quotes", "Content-Type: text/plain; format=flowed\r\n", b"> a \n>> b \n"),
    ("flowed lines without their spaces", "Content-Type: text/plain; format=flowed; delsp=yes\r\n", b" \n"),
    ("no boundary", "Content-Type: multipart/mixed\r\n", b"--a\n\nb\n"),
    ("a boundary that is not there", "Content-Type: multipart/mixed; boundary=x\r\n", b"a\n"),
    ("B7: a boundary of one character", "Content-Type: multipart/mixed; boundary=x\r\n", b"--x\n"),
    (
        "a notice in words",
        "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n",
        b"<jane@example.org>: 550 5.1.1 unknown\n",
    ),
    ("a notice in JSON", "Return-Path: <>\r\n", b"{\"notificationType\":\"Bounce\",\"a\":[[[[["),
];

/// Header blocks: what a field begins with, and what follows again and again, `#` as a number.
const HEADERS: &[(&str, &str, &str)] = &[
    ("header: addresses", "Cc: ", "a#@b,"),
    ("header: delivered to", "Delivered-To: ", "a#@b,"),
    ("header: authors", "From: ", "a#@b,"),
    ("header: names without addresses", "Cc: ", "a "),
    ("header: comments", "Cc: ", "("),
    ("header: quotation marks", "Cc: ", "\\\""),
    ("header: angle brackets", "Cc: ", "<"),
    ("header: references", "References: ", "<#@b>"),
    ("header: references without brackets", "References: ", "#@b "),
    ("header: encoded words", "Subject: ", "=?utf-8?q?=C3=A9?= "),
    ("header: encoded words of many charsets", "Subject: ", "=?koi8-r?b?4Q==?= =?utf-8?q?a?= "),
    ("header: half encoded words", "Subject: ", "=?"),
    ("header: encoded words that do not end", "Subject: ", "=?utf-8?q?"),
    ("header: prefixes of answers", "Subject: ", "Re: "),
    ("header: prefixes of forwards", "Subject: ", "Fwd: "),
    ("header: brackets", "Subject: ", "[#] "),
    ("header: authentication results", "Authentication-Results: mx.example.com", ";dkim=pass header.d=a#"),
    ("header: authentication results in comments", "Authentication-Results: mx.example.com;", "(\\("),
    ("header: parameters", "Content-Type: text/plain", ";a*#=b"),
    ("header: parts of a file name", "Content-Disposition: attachment", "; filename*#*=%41"),
    ("header: dates", "Date: ", "Mon, 3 "),
    ("header: continuation lines", "X-Long: a", "\r\n b"),
    ("header: failed recipients", "X-Failed-Recipients: ", "a#@b,"),
];
