//! Spam: what the server that received a mail said of it. Only where it lay is beyond doubt; marks in the header may have
//! been written by anybody, so a mailbox believes them only when told to. No list ever raises the evidence of a sender.

use crate::{
    arrival::{Folder, Quarantine},
    senders,
};

/// What is known about a mail.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The watched folder that it was found in.
    pub folder: Option<Folder>,
    /// Whether its mailbox believes marks.
    pub believe_marks: bool,
    /// The lines of its header.
    pub header: &'a [(String, String)],
    /// Its sender's address, folded.
    pub from: Option<&'a str>,
    /// Addresses and domains whose mail is never held as spam.
    pub allowed: &'a [String],
}

/// Why a mail is held as spam, if it is.
#[must_use]
pub fn hold(facts: &Facts<'_>) -> Option<Quarantine> {
    if facts.from.is_some_and(|from| senders::lists(facts.allowed, from)) {
        return None;
    }
    if facts.folder == Some(Folder::Junk) {
        return Some(Quarantine::Junk);
    }
    let marked = || facts.header.iter().any(|(name, value)| is_mark(name, value));
    (facts.believe_marks && marked()).then_some(Quarantine::SpamMark)
}

/// SpamAssassin, rspamd and Exchange.
fn is_mark(name: &str, value: &str) -> bool {
    let value = value.trim();
    let begins = |word: &str| value.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    match name.to_ascii_lowercase().as_str() {
        "x-spam-flag" | "x-spam-status" | "x-spam" => begins("yes"),
        "x-ms-exchange-organization-scl" => value.parse::<i8>().is_ok_and(|level| level >= 5),
        "x-forefront-antispam-report" => value.split(';').any(|part| {
            let part = part.trim();
            ["SFV:SPM", "SFV:SKS", "SFV:SKB"].iter().any(|verdict| part.eq_ignore_ascii_case(verdict))
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(facts: &Facts<'_>, expect: Option<Quarantine>) {
        assert_eq!(hold(facts), expect, "{facts:?}");
    }

    #[test]
    fn marks_are_believed_only_when_told_and_never_against_the_list() {
        let lines = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
        };
        let allowed = vec!["shop.example".to_string()];
        for mark in [
            ("X-Spam-Flag", "YES"),
            ("X-Spam-Status", "Yes, score=9.1 required=5.0"),
            ("X-MS-Exchange-Organization-SCL", " 5"),
            ("X-Forefront-Antispam-Report", "CIP:255.255.255.255;CTRY:;LANG:en;SCL:5;SFV:SPM;H:mail;"),
        ] {
            let header = lines(&[("Subject", "Keys"), mark]);
            let facts = Facts {
                folder: None,
                believe_marks: true,
                header: &header,
                from: Some("ana@else.example"),
                allowed: &allowed,
            };
            check(&facts, Some(Quarantine::SpamMark));
            check(&Facts { believe_marks: false, ..facts }, None);
            check(&Facts { folder: Some(Folder::Junk), ..facts }, Some(Quarantine::Junk));
            check(&Facts { folder: Some(Folder::Junk), from: Some("ana@shop.example"), ..facts }, None);
        }
        for other in [("X-Spam-Status", "No, score=-1"), ("X-MS-Exchange-Organization-SCL", "-1"), ("X-Spam-Flag", "")]
        {
            let header = lines(&[other]);
            let facts = Facts { folder: None, believe_marks: true, header: &header, from: None, allowed: &[] };
            check(&facts, None);
        }
    }
}
