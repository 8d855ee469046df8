//! Presets: what large providers need to be read from and sent through, and the steps that each asks for (SB-9).

use desk::{address, mailbox::Tls};

use crate::words;

/// A server of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// Its name.
    pub host: &'static str,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: Tls,
}

/// What a provider needs.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// Its stable name.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Domains whose mailboxes it has. A company's own domain says nothing about its provider.
    pub domains: &'static [&'static str],
    /// Where mail is read by IMAP.
    pub incoming: Server,
    /// Where mail leaves.
    pub outgoing: Server,
    /// How many steps it asks for.
    steps: usize,
}

/// All presets, as people are likely to look for them.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "google",
        name: "Gmail, Google Workspace",
        domains: &["gmail.com", "googlemail.com"],
        incoming: Server { host: "imap.gmail.com", port: 993, tls: Tls::Implicit },
        outgoing: Server { host: "smtp.gmail.com", port: 465, tls: Tls::Implicit },
        steps: 3,
    },
    Preset {
        id: "microsoft",
        name: "Outlook, Microsoft 365",
        domains: &[
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "outlook.de",
            "outlook.fr",
            "outlook.it",
            "hotmail.co.uk",
        ],
        incoming: Server { host: "outlook.office365.com", port: 993, tls: Tls::Implicit },
        outgoing: Server { host: "smtp.office365.com", port: 587, tls: Tls::StartTls },
        steps: 3,
    },
    Preset {
        id: "yahoo",
        name: "Yahoo",
        domains: &["yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.co.uk", "ymail.com", "rocketmail.com"],
        incoming: Server { host: "imap.mail.yahoo.com", port: 993, tls: Tls::Implicit },
        outgoing: Server { host: "smtp.mail.yahoo.com", port: 465, tls: Tls::Implicit },
        steps: 2,
    },
    Preset {
        id: "icloud",
        name: "iCloud",
        domains: &["icloud.com", "me.com", "mac.com"],
        incoming: Server { host: "imap.mail.me.com", port: 993, tls: Tls::Implicit },
        outgoing: Server { host: "smtp.mail.me.com", port: 587, tls: Tls::StartTls },
        steps: 3,
    },
    Preset {
        id: "fastmail",
        name: "Fastmail",
        domains: &["fastmail.com", "fastmail.fm"],
        incoming: Server { host: "imap.fastmail.com", port: 993, tls: Tls::Implicit },
        outgoing: Server { host: "smtp.fastmail.com", port: 465, tls: Tls::Implicit },
        steps: 2,
    },
];

impl Preset {
    /// What is to be done at the provider, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        (1..=self.steps).map(|step| words::text(&format!("preset-{}-{step}", self.id), &[])).collect()
    }
}

/// The provider of an address, where its domain says so.
#[must_use]
pub fn of_address(written: &str) -> Option<&'static Preset> {
    let folded = address::fold(written);
    let domain = address::domain(&folded)?;
    PRESETS.iter().find(|preset| preset.domains.contains(&domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SB-9
    #[test]
    fn every_provider_has_its_steps_in_words() {
        for preset in PRESETS {
            let steps = preset.steps();
            assert!(steps.len() >= 2 && steps.iter().all(|step| step.len() > 20 && !step.starts_with("preset-")));
            assert_ne!((preset.incoming.tls, preset.outgoing.tls), (Tls::None, Tls::None), "{}", preset.id);
        }
    }

    /// SB-9
    #[test]
    fn the_domain_of_an_address_names_its_provider() {
        assert_eq!(of_address("Shop@GMail.com").map(|preset| preset.id), Some("google"));
        assert_eq!(of_address("shop@me.com").map(|preset| preset.id), Some("icloud"));
        assert!(of_address("shop@acme.example").is_none() && of_address("nonsense").is_none());
    }
}
