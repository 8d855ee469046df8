//! Which folder of a server is for sent mail and which for junk: by what the server says of it (RFC 6154), else by the
//! names that mail programs give such folders.

use desk::{arrival, mailbox::Incoming};
use wire::imap::Folder;

/// Names of Sent folders in lists without purposes, folded.
const SENT: &[&str] = &[
    "sent",
    "sent items",
    "sent messages",
    "sent mail",
    "sent-mail",
    "gesendet",
    "gesendete elemente",
    "gesendete objekte",
    "gesendete nachrichten",
    "envoyés",
    "éléments envoyés",
    "messages envoyés",
    "inviata",
    "posta inviata",
    "inviati",
    "odeslané",
    "odeslaná pošta",
    "odoslané",
    "enviados",
    "elementos enviados",
    "enviadas",
    "verzonden",
    "verzonden items",
    "wysłane",
    "elementy wysłane",
    "skickat",
    "sendt",
    "lähetetyt",
    "отправленные",
];
/// Names of Junk folders in lists without purposes, folded.
const JUNK: &[&str] = &[
    "junk",
    "junk e-mail",
    "junk email",
    "junk mail",
    "spam",
    "bulk",
    "bulk mail",
    "junk-e-mail",
    "spamverdacht",
    "unerwünscht",
    "courrier indésirable",
    "indésirables",
    "pourriel",
    "posta indesiderata",
    "nevyžádaná pošta",
    "nevyžádané",
    "correo no deseado",
    "no deseado",
    "lixo eletrônico",
    "lixo eletrónico",
    "ongewenst",
    "ongewenste e-mail",
    "wiadomości-śmieci",
    "skräppost",
    "roskaposti",
    "спам",
];

/// The folder that the mailbox names, or that the server has for this.
pub(crate) fn find(folders: &[Folder], wanted: arrival::Folder, incoming: &Incoming) -> Option<String> {
    let (named, purpose, names) = match wanted {
        arrival::Folder::Sent => (&incoming.sent_folder, "sent", SENT),
        arrival::Folder::Junk => (&incoming.junk_folder, "junk", JUNK),
    };
    if let Some(named) = named.as_deref().filter(|name| !name.is_empty()) {
        return Some(named.to_string());
    }
    let mut usable = folders.iter().filter(|folder| folder.selectable);
    let by_purpose = usable.clone().find(|folder| folder.purpose.as_deref() == Some(purpose));
    let found = by_purpose.or_else(|| usable.find(|folder| names.contains(&last_part(&folder.name).as_str())));
    found.map(|folder| folder.name.clone())
}

/// The last part of a folder's path, folded: servers write `INBOX.Sent` or `Mail/Sent`.
fn last_part(name: &str) -> String {
    name.rsplit(['/', '.']).next().unwrap_or(name).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, purpose: Option<&str>) -> Folder {
        Folder { name: name.into(), selectable: true, purpose: purpose.map(Into::into) }
    }

    #[test]
    fn a_folder_is_found_by_setting_then_purpose_then_name() {
        let check = |folders: &[Folder], incoming: &Incoming, expect: Option<&str>| {
            assert_eq!(find(folders, arrival::Folder::Sent, incoming).as_deref(), expect);
        };
        let any = Incoming::listener();
        let named = Incoming { sent_folder: Some("Mine".into()), ..Incoming::listener() };
        let list = [folder("Sent", None), folder("Přeposláno", Some("sent")), folder("INBOX", None)];
        check(&list, &named, Some("Mine"));
        check(&list, &any, Some("Přeposláno"));
        check(&[folder("INBOX", None), folder("INBOX.Gesendete Objekte", None)], &any, Some("INBOX.Gesendete Objekte"));
        check(&[Folder { selectable: false, ..folder("Sent", Some("sent")) }], &any, None);
        let junk = [folder("[Gmail]/Spam", None)];
        assert_eq!(find(&junk, arrival::Folder::Junk, &any).as_deref(), Some("[Gmail]/Spam"));
    }
}
