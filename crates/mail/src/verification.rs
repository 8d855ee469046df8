//! Mails by which a provider asks whether forwarding to an address is wanted (SO-9): who asks, with which code and link. Only senders and
//! links of the provider's own domains count, and a person must follow the link: nothing here confirms anything.

use crate::address;
use crate::model::{Kind, Mail};

/// Most bytes of text that are looked at.
const MAX_TEXT_BYTES: usize = 32_768;
/// Most addresses that are looked at.
const MAX_ADDRESSES: usize = 20;

/// A provider's question whether it may forward.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Verification {
    /// `gmail`, `outlook`, `yahoo`, `icloud`, `zoho` or another provider's short name.
    pub provider: String,
    /// The mailbox that wants to forward, where it is named.
    pub address: Option<String>,
    /// The code to type in at the provider.
    pub code: Option<String>,
    /// The link that confirms: to be opened by a person only.
    pub link: Option<String>,
}

/// A provider: its name, the domains that it writes from, the domains of its links.
struct Provider {
    name: &'static str,
    senders: &'static [&'static str],
    links: &'static [&'static str],
}

const PROVIDERS: &[Provider] = &[
    Provider { name: "gmail", senders: &["google.com"], links: &["google.com"] },
    Provider {
        name: "outlook",
        senders: &["microsoft.com", "outlook.com", "office365.com", "live.com"],
        links: &["microsoft.com", "outlook.com", "office.com", "office365.com", "live.com"],
    },
    Provider { name: "yahoo", senders: &["yahoo.com", "yahoo-inc.com", "yahooinc.com"], links: &["yahoo.com"] },
    Provider { name: "icloud", senders: &["apple.com", "icloud.com"], links: &["apple.com", "icloud.com"] },
    Provider {
        name: "zoho",
        senders: &["zoho.com", "zoho.eu", "zohomail.com", "zoho.in"],
        links: &["zoho.com", "zoho.eu", "zoho.in"],
    },
    Provider { name: "fastmail", senders: &["fastmail.com", "messagingengine.com"], links: &["fastmail.com"] },
    Provider { name: "proton", senders: &["proton.me", "protonmail.com"], links: &["proton.me"] },
    Provider { name: "yandex", senders: &["yandex.ru", "yandex.com"], links: &["yandex.ru", "yandex.com"] },
    Provider { name: "mail.ru", senders: &["mail.ru", "corp.mail.ru"], links: &["mail.ru"] },
    Provider { name: "gmx", senders: &["gmx.net", "gmx.de", "gmx.com"], links: &["gmx.net", "gmx.com"] },
    Provider { name: "web.de", senders: &["web.de"], links: &["web.de"] },
];

/// Words of forwarding, in lower case.
const FORWARDING: &[&str] = &[
    "forward",
    "weiterleit",
    "transfert",
    "transférer",
    "réexpédi",
    "inoltr",
    "přeposíl",
    "přesměrov",
    "reenv",
    "reenví",
    "encaminh",
    "reencaminh",
    "doorstur",
    "doorsturen",
    "przekaz",
    "przekier",
    "vidarebefordr",
    "videresend",
    "edelleenlähet",
    "välit",
    "preposiel",
    "továbbít",
    "redirec",
    "προώθηση",
    "yönlendir",
    "iletme",
    "пересыл",
    "переадрес",
    "переслан",
    "転送",
    "转发",
    "轉寄",
    "전달",
    "posredov",
    "препращ",
];

impl Verification {
    /// True when this link leads to a host of the provider (SO-9).
    pub fn owns(&self, link: &str) -> bool {
        let provider = PROVIDERS.iter().find(|provider| provider.name == self.provider);
        provider.is_some_and(|provider| provider.links.iter().any(|domain| is_within(&host(link), domain)))
    }
}

/// The host of a link, in lower case.
fn host(link: &str) -> String {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let place = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let place = place.rsplit('@').next().unwrap_or_default();
    place.split(':').next().unwrap_or_default().to_ascii_lowercase()
}

impl Mail {
    /// The provider's question, when the mail is one (SO-9).
    pub fn verification(&self) -> Option<Verification> {
        if matches!(self.kind, Kind::Bounce | Kind::Report) || !self.in_reply_to.is_empty() {
            return None;
        }
        let sender = self.from.as_ref()?.address.rsplit_once('@')?.1.to_ascii_lowercase();
        let provider =
            PROVIDERS.iter().find(|provider| provider.senders.iter().any(|domain| is_within(&sender, domain)))?;
        let text = self.text.get(..self.text.floor_char_boundary(MAX_TEXT_BYTES)).unwrap_or_default();
        let subject = self.subject.to_lowercase();
        let speaks = |text: &str| FORWARDING.iter().any(|word| text.contains(word));
        let code = code(&self.subject, text);
        let link = links(text).find(|link| confirms(link, provider)).map(str::to_owned);
        let asks = speaks(&subject) || speaks(&text.to_lowercase()) && code.is_some();
        (asks && (code.is_some() || link.is_some())).then(|| Verification {
            provider: provider.name.to_owned(),
            address: self.asking(&subject, text),
            code,
            link,
        })
    }

    /// The address that wants to forward: the first in subject or text that is neither ours nor the provider's.
    fn asking(&self, subject: &str, text: &str) -> Option<String> {
        let found = |text: &str| {
            let lines = text.lines().flat_map(address::found).map(|(_, _, address)| address);
            lines.take(MAX_ADDRESSES).collect::<Vec<_>>()
        };
        let ours =
            |address: &str| self.to.iter().chain(&self.from).any(|one| one.address.eq_ignore_ascii_case(address));
        found(subject).into_iter().chain(found(text)).find(|address| !ours(address) && !address.starts_with("noreply"))
    }
}

fn is_within(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
}

fn links(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']');
    text.match_indices("https://").take(50).filter_map(move |(at, _)| {
        let rest = text.get(at..)?;
        rest.get(..rest.find(ends).unwrap_or(rest.len()))
    })
}

/// A link of the provider's own that confirms rather than refuses or explains.
fn confirms(link: &str, provider: &Provider) -> bool {
    let host = host(link);
    let lower = link.to_ascii_lowercase();
    let known = provider.links.iter().any(|domain| is_within(&host, domain));
    let explains = ["/support", "support.", "answer", "help.", "/help", "uf-", "cancel", "deny", "reject", "privacy"]
        .iter()
        .any(|word| lower.contains(word));
    let long = link.len() > 40;
    known && long && !explains
}

/// A number of six to twelve digits that stands by itself, in the subject or beside words of a code.
fn code(subject: &str, text: &str) -> Option<String> {
    let number = |text: &str| {
        text.split(|c: char| c.is_whitespace() || "()#:：.,;<>[]（）".contains(c))
            .find(|word| (5..=12).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned)
    };
    let coded = |line: &&str| {
        let lower = line.to_lowercase();
        [
            "code",
            "kód",
            "kod",
            "código",
            "codice",
            "κωδικ",
            "код",
            "コード",
            "代码",
            "代碼",
            "码",
            "코드",
            "bestätigung",
            "verif",
            "confirm",
            "potvrz",
            "koodi",
        ]
        .iter()
        .any(|word| lower.contains(word))
    };
    let mut lines = text.lines().take(200);
    number(subject).or_else(|| {
        while let Some(line) = lines.next() {
            if coded(&line) {
                let found =
                    number(line).or_else(|| lines.clone().find(|next| !next.trim().is_empty()).and_then(number));
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    })
}
