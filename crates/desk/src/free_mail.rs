//! Free-mail domains: anybody may have an address there, so the domain proves nothing about a company (trust.md, TR-4).

/// The large providers. A provider that is missing here only gets the warning that every domain gets.
const DOMAINS: &[&str] = &[
    "aol.com",
    "arcor.de",
    "atlas.cz",
    "azet.sk",
    "bk.ru",
    "bluewin.ch",
    "btinternet.com",
    "centrum.cz",
    "centrum.sk",
    "comcast.net",
    "email.cz",
    "fastmail.com",
    "fastmail.fm",
    "free.fr",
    "freemail.hu",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.it",
    "icloud.com",
    "inbox.lv",
    "inbox.ru",
    "interia.pl",
    "laposte.net",
    "libero.it",
    "list.ru",
    "live.com",
    "live.de",
    "live.fr",
    "live.it",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "o2.pl",
    "onet.pl",
    "online.de",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "outlook.it",
    "pm.me",
    "posta.cz",
    "post.cz",
    "post.sk",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rambler.ru",
    "rediffmail.com",
    "seznam.cz",
    "sfr.fr",
    "spoluzaci.cz",
    "t-online.de",
    "tiscali.it",
    "tutanota.com",
    "tuta.com",
    "ukr.net",
    "virgilio.it",
    "volny.cz",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.it",
    "yandex.com",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
    "zohomail.com",
    "126.com",
    "139.com",
    "163.com",
];

/// True for a domain, folded, where anybody may have an address.
#[must_use]
pub fn is_free_mail(domain: &str) -> bool {
    DOMAINS.contains(&domain.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_providers_are_known_and_companies_are_not() {
        assert!(is_free_mail("Gmail.com") && is_free_mail("seznam.cz.") && is_free_mail("web.de"));
        assert!(!is_free_mail("acme.example") && !is_free_mail("mail.acme.example"));
    }
}
