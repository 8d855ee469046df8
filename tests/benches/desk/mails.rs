//! Mails that look like a support desk's: made from their number alone, so that every run and every machine has the same ones.
//! Half answer earlier ones with quoted text, a fifth carry a file, a third have HTML beside the text; four languages.

use std::fmt::Write as _;

/// Where all of them go.
pub const DESK: &str = "support@desk.example";

/// An answer refers to a mail at least so many before it, which is then surely stored.
const NEAREST_PARENT: u64 = 200;
const FARTHEST_PARENT: u64 = 2_000;
const CUSTOMERS: u64 = 3_000;
const WORDS: u64 = 12_000;

/// Numbers that look random and depend on nothing but the seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn of(number: u64, purpose: u64) -> Self {
        Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ purpose.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn between(&mut self, first: u64, last: u64) -> u64 {
        first + self.below(last - first + 1)
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// The parts that words of a language are made of, and the charset and encoding in which its mails are written.
struct Language {
    code: &'static str,
    syllables: [&'static str; 20],
    charset: &'static str,
    encoding: Encoding,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    SevenBit,
    QuotedPrintable,
    Base64,
}

const LANGUAGES: [Language; 4] = [
    Language {
        code: "en",
        syllables: [
            "or", "der", "in", "voice", "re", "fund", "ship", "ment", "de", "lay", "can", "cel", "up", "date", "ac",
            "count", "pass", "word", "ti", "cket",
        ],
        charset: "us-ascii",
        encoding: Encoding::SevenBit,
    },
    Language {
        code: "de",
        syllables: [
            "be", "stell", "ung", "rech", "nung", "lie", "fer", "zu", "rück", "größ", "ver", "säum", "kün", "di",
            "gen", "kon", "to", "pass", "wört", "er",
        ],
        charset: "utf-8",
        encoding: Encoding::QuotedPrintable,
    },
    Language {
        code: "cs",
        syllables: [
            "ob", "jed", "náv", "ka", "fak", "tu", "ra", "vrá", "ce", "ní", "pe", "něz", "do", "ruč", "zpož", "dě",
            "účet", "hes", "lo", "žá",
        ],
        charset: "utf-8",
        encoding: Encoding::Base64,
    },
    Language {
        code: "fr",
        syllables: [
            "com", "man", "de", "fac", "tu", "re", "li", "vrai", "son", "re", "tard", "an", "nu", "lé", "pré", "nom",
            "mot", "reçu", "clé", "à",
        ],
        charset: "utf-8",
        encoding: Encoding::QuotedPrintable,
    },
];

/// A word of a language; a few are frequent and most are rare, as in real text.
fn word(language: &Language, dice: &mut Dice) -> String {
    let share = dice.below(1_000_000);
    let rank = (share * share / 1_000_000) * share / 1_000_000 * WORDS / 1_000_000;
    word_at(language, rank)
}

fn word_at(language: &Language, rank: u64) -> String {
    let mut spelling = Dice::of(rank, 7);
    let parts = if rank < 200 { 1 + rank % 2 } else { spelling.between(2, 4) };
    (0..parts).map(|_| language.syllables[spelling.below(20) as usize]).collect()
}

/// A word that a search finds in a share of the mails: 0 is among the most frequent, higher ones are rarer.
pub fn search_word(rank: u64) -> String {
    word_at(&LANGUAGES[0], rank)
}

fn sentence(language: &Language, dice: &mut Dice) -> String {
    let mut line: Vec<String> = (0..dice.between(6, 16)).map(|_| word(language, dice)).collect();
    if dice.one_in(6) {
        line.push(format!("{}", dice.between(10_000, 99_999)));
    }
    line.join(" ") + "."
}

fn paragraphs(language: &Language, dice: &mut Dice, count: u64) -> Vec<String> {
    (0..count)
        .map(|_| (0..dice.between(2, 5)).map(|_| sentence(language, dice)).collect::<Vec<_>>().join(" "))
        .collect()
}

/// What is known of a mail from its number alone, so that answers can refer to it.
struct Facts {
    parent: Option<u64>,
    customer: u64,
    language: &'static Language,
}

fn facts(number: u64) -> Facts {
    let mut dice = Dice::of(number, 1);
    let answers = dice.one_in(2) && number > NEAREST_PARENT;
    let farthest = FARTHEST_PARENT.min(number.saturating_sub(1));
    let parent = answers.then(|| number - dice.between(NEAREST_PARENT, farthest.max(NEAREST_PARENT)));
    match parent.map(facts) {
        Some(earlier) => Facts { parent, customer: earlier.customer, language: earlier.language },
        None => {
            let customer = dice.below(CUSTOMERS);
            Facts { parent, customer, language: &LANGUAGES[(customer % 4) as usize] }
        }
    }
}

fn message_id(number: u64) -> String {
    let mut dice = Dice::of(number, 2);
    format!("<{:016x}.{number}@mail.customer{}.example>", dice.next(), facts(number).customer % 40)
}

fn subject(number: u64) -> String {
    match facts(number).parent {
        Some(parent) => {
            let above = subject(parent);
            if above.starts_with("Re: ") { above } else { format!("Re: {above}") }
        }
        None => {
            let language = facts(number).language;
            let mut dice = Dice::of(number, 3);
            (0..dice.between(3, 7)).map(|_| word(language, &mut dice)).collect::<Vec<_>>().join(" ")
        }
    }
}

fn own_paragraphs(number: u64) -> Vec<String> {
    let mut dice = Dice::of(number, 4);
    let count = dice.between(2, 8);
    paragraphs(facts(number).language, &mut dice, count)
}

/// The plain text: greeting, new text, signature and, in an answer, the quoted mails before it.
fn text(number: u64, depth: u32) -> String {
    let mut out = String::from("Hello,\r\n\r\n");
    for paragraph in own_paragraphs(number) {
        out.push_str(&wrapped(&paragraph));
        out.push_str("\r\n");
    }
    let customer = facts(number).customer;
    let _ = write!(out, "Best regards\r\nCustomer {customer}\r\n");
    if let (Some(parent), true) = (facts(number).parent, depth < 3) {
        let _ = write!(out, "\r\nOn Mon, 2 Nov 2026 at 10:{:02}, Support <{DESK}> wrote:\r\n", parent % 60);
        for line in text(parent, depth + 1).lines() {
            let _ = write!(out, "> {line}\r\n");
        }
    }
    out
}

fn wrapped(paragraph: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in paragraph.split(' ') {
        if length + word.len() > 72 {
            out.push_str("\r\n");
            length = 0;
        } else if length > 0 {
            out.push(' ');
        }
        out.push_str(word);
        length += word.len() + 1;
    }
    out + "\r\n"
}

fn html(number: u64, depth: u32) -> String {
    let style = "font-family:Calibri,Arial,sans-serif;font-size:11.0pt;color:#1f1f1f";
    let mut out = String::new();
    if depth == 0 {
        out.push_str(
            "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head>\r\n<body>\r\n",
        );
    }
    for paragraph in own_paragraphs(number) {
        let _ = write!(out, "<p style=\"{style}\">{}</p>\r\n", wrapped(&paragraph).trim_end());
    }
    if let (Some(parent), true) = (facts(number).parent, depth < 2) {
        let inner = html(parent, depth + 1);
        let _ = write!(out, "<blockquote type=\"cite\" style=\"margin:0 0 0 .8ex\">\r\n{inner}</blockquote>\r\n");
    }
    if depth == 0 {
        out.push_str("</body></html>\r\n");
    }
    out
}

fn encoded(text: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::SevenBit => text.to_owned(),
        Encoding::QuotedPrintable => quoted_printable(text),
        Encoding::Base64 => base64(text.as_bytes()),
    }
}

fn quoted_printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for line in text.split_inclusive("\r\n") {
        let mut length = 0;
        for byte in line.trim_end_matches("\r\n").bytes() {
            if length > 70 {
                out.push_str("=\r\n");
                length = 0;
            }
            if byte.is_ascii_graphic() && byte != b'=' || byte == b' ' {
                out.push(char::from(byte));
                length += 1;
            } else {
                let _ = write!(out, "={byte:02X}");
                length += 3;
            }
        }
        out.push_str("\r\n");
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + bytes.len() / 28);
    for line in bytes.chunks(57) {
        for three in line.chunks(3) {
            let joined = three.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
            for place in 0..4 {
                let digit = DIGITS[(joined >> (18 - 6 * place) & 63) as usize];
                out.push(if place > three.len() { '=' } else { char::from(digit) });
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// A photo or a PDF cannot be compressed further; a table can.
fn file(dice: &mut Dice) -> (&'static str, &'static str, Vec<u8>) {
    let size = dice.between(20_000, 300_000) as usize;
    let noise = |dice: &mut Dice, begin: &[u8]| {
        let mut bytes = begin.to_vec();
        while bytes.len() < size {
            bytes.extend_from_slice(&dice.next().to_le_bytes());
        }
        bytes
    };
    match dice.below(4) {
        0 => {
            let mut table = String::from("order;date;amount\r\n");
            while table.len() < size {
                let _ = write!(
                    table,
                    "{};2026-11-{:02};{}.90\r\n",
                    dice.between(1000, 9999),
                    dice.between(1, 28),
                    dice.below(500)
                );
            }
            ("orders.csv", "text/csv", table.into_bytes())
        }
        1 => ("invoice.pdf", "application/pdf", noise(dice, b"%PDF-1.7\n")),
        _ => ("photo.jpg", "image/jpeg", noise(dice, b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")),
    }
}

/// Header fields as the servers on the way leave them: about 3 kB.
fn head(number: u64) -> String {
    let Facts { parent, customer, language } = facts(number);
    let mut dice = Dice::of(number, 5);
    let mut hex = |bytes: u64| (0..bytes / 8).map(|_| format!("{:016x}", dice.next())).collect::<String>();
    let domain = format!("customer{}.example", customer % 40);
    let mut out = format!("Return-Path: <user{customer}@{domain}>\r\n");
    for hop in 0..4 {
        let _ = write!(
            out,
            "Received: from relay{hop}.{domain} (relay{hop}.{domain} [192.0.2.{hop}])\r\n\tby mx{hop}.desk.example (Postfix) with ESMTPS id {}\r\n\tfor <{DESK}>; Mon, 2 Nov 2026 10:{:02}:0{hop} +0000 (UTC)\r\n",
            hex(8),
            number % 60
        );
    }
    let _ = write!(
        out,
        "Authentication-Results: mx.desk.example; dkim=pass header.d={domain};\r\n\tspf=pass smtp.mailfrom=user{customer}@{domain}; dmarc=pass header.from={domain}\r\nDKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s=s1;\r\n\th=from:to:subject:date:message-id; bh={};\r\n\tb={}\r\n\t {}\r\n\t {}\r\nARC-Seal: i=1; a=rsa-sha256; t=1793600000; cv=none; d=desk.example; s=arc;\r\n\tb={}\r\n\t {}\r\n",
        hex(16),
        hex(32),
        hex(32),
        hex(32),
        hex(32),
        hex(32)
    );
    let written = subject(number);
    let shown = if written.is_ascii() {
        written
    } else {
        let pieces: Vec<String> = written
            .split(' ')
            .map(|word| format!("=?utf-8?B?{}?=", base64(format!("{word} ").as_bytes()).trim_end()))
            .collect();
        pieces.join("\r\n ")
    };
    let _ = write!(
        out,
        "From: \"Customer {customer}\" <user{customer}@{domain}>\r\nTo: Support <{DESK}>\r\nSubject: {shown}\r\nDate: Mon, 2 Nov 2026 10:{:02}:00 +0000\r\nMessage-ID: {}\r\nContent-Language: {}\r\nX-Mailer: Example Mail 16.0\r\nX-Originating-IP: [198.51.100.7]\r\nX-Spam-Score: {}\r\n",
        number % 60,
        message_id(number),
        language.code,
        hex(64)
    );
    if let Some(parent) = parent {
        let mut chain = vec![message_id(parent)];
        while let Some(above) = facts(parent_of(chain.len(), number)).parent {
            chain.push(message_id(above));
            if chain.len() == 12 {
                break;
            }
        }
        chain.reverse();
        let _ = write!(out, "In-Reply-To: {}\r\nReferences: {}\r\n", message_id(parent), chain.join("\r\n "));
    }
    out
}

/// The mail so many steps above this one.
fn parent_of(steps: usize, number: u64) -> u64 {
    (0..steps).fold(number, |at, _| facts(at).parent.unwrap_or(at))
}

/// The mail with this number, from 1.
pub fn mail(number: u64) -> Vec<u8> {
    let Facts { language, .. } = facts(number);
    let mut dice = Dice::of(number, 6);
    let (with_html, with_file) = (dice.one_in(3), dice.one_in(5));
    let part = |kind: &str, body: &str, encoding: Encoding, charset: &str| {
        let name = match encoding {
            Encoding::SevenBit => "7bit",
            Encoding::QuotedPrintable => "quoted-printable",
            Encoding::Base64 => "base64",
        };
        format!(
            "Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {name}\r\n\r\n{}",
            encoded(body, encoding)
        )
    };
    let mut body = part("text/plain", &text(number, 0), language.encoding, language.charset);
    if with_html {
        let page = part("text/html", &html(number, 0), Encoding::QuotedPrintable, "utf-8");
        body = format!(
            "Content-Type: multipart/alternative; boundary=\"alt-{number}\"\r\n\r\n--alt-{number}\r\n{body}\r\n--alt-{number}\r\n{page}\r\n--alt-{number}--\r\n"
        );
    }
    if with_file {
        let (name, kind, bytes) = file(&mut dice);
        body = format!(
            "Content-Type: multipart/mixed; boundary=\"mix-{number}\"\r\n\r\n--mix-{number}\r\n{body}\r\n--mix-{number}\r\nContent-Type: {kind}; name=\"{name}\"\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--mix-{number}--\r\n",
            base64(&bytes)
        );
    }
    format!("{}MIME-Version: 1.0\r\n{body}", head(number)).into_bytes()
}

/// The mails with these numbers, and what they are like, in words.
pub fn mails(first: u64, count: u64) -> Vec<Vec<u8>> {
    (first..first + count).map(mail).collect()
}

/// What a pile of mails is like, in words.
pub fn described(mails: &[Vec<u8>]) -> String {
    let mut sizes: Vec<usize> = mails.iter().map(Vec::len).collect();
    sizes.sort_unstable();
    let total: usize = sizes.iter().sum();
    let with = |needle: &str| {
        let found = mails.iter().filter(|mail| String::from_utf8_lossy(mail).contains(needle)).count();
        100 * found / mails.len().max(1)
    };
    format!(
        "{} mails, median {:.1} kB, mean {:.1} kB; {} % answers, {} % with a file, {} % with HTML",
        mails.len(),
        sizes[sizes.len() / 2] as f64 / 1e3,
        total as f64 / 1e3 / mails.len() as f64,
        with("\r\nIn-Reply-To: "),
        with("Content-Disposition: attachment"),
        with("text/html"),
    )
}

/// The subject and the text of a mail alone, for history that is written past the journey.
pub fn words_of(number: u64) -> (String, String) {
    (subject(number), text(number, 2))
}
