//! Which mails belong together, by their ids alone: Message-ID, In-Reply-To, References, and Outlook's Thread-Index. The order in which
//! mails arrive makes no difference; the subject never joins. Whom a desk lets join is not decided here.

use std::collections::HashMap;

use crate::model::Mail;

/// Bytes of a Thread-Index that all mails of a conversation share (the rest grows with each answer).
const THREAD_INDEX_BYTES: usize = 22;

/// Indexes of mails that belong together, each group in order, groups by their first mail.
pub fn threads(mails: &[Mail]) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(mails.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    let owners = owners(mails);
    for (index, mail) in mails.iter().enumerate() {
        let named = mail.references.iter().chain(&mail.in_reply_to).map(|id| format!("id {id}"));
        // Of several senders that use one id, answers can mean only one.
        let own = mail
            .message_id
            .as_ref()
            .filter(|id| owners.get(id.as_str()) == Some(&author(mail)))
            .map(|id| format!("id {id}"));
        let keys = named.chain(own).chain(thread_index(mail).map(|start| format!("index {start}")));
        for key in keys {
            match places.get(&key) {
                Some(other) => sets.join(index, *other),
                None => drop(places.insert(key, index)),
            }
        }
    }
    sets.groups()
}

/// For each Message-ID the author who has it: the first by date, then by address.
fn owners(mails: &[Mail]) -> HashMap<&str, String> {
    let mut owners: HashMap<&str, (i64, String)> = HashMap::new();
    for mail in mails {
        let Some(id) = mail.message_id.as_deref() else { continue };
        let claim = (mail.date.map_or(i64::MAX, |date| date.unix_s), author(mail));
        match owners.get(id) {
            Some(known) if *known <= claim => {}
            _ => drop(owners.insert(id, claim)),
        }
    }
    owners.into_iter().map(|(id, (_, author))| (id, author)).collect()
}

fn author(mail: &Mail) -> String {
    mail.from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default()
}

/// The part of Thread-Index that does not change, as written: 22 bytes are 29 characters of base64 and a bit.
fn thread_index(mail: &Mail) -> Option<String> {
    let value: String = mail.header("Thread-Index")?.chars().filter(char::is_ascii_graphic).take(100).collect();
    let bits = value.trim_end_matches('=').len() * 6;
    let whole = THREAD_INDEX_BYTES * 8 / 6;
    let sound = value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='));
    (bits >= THREAD_INDEX_BYTES * 8 && sound).then(|| value.chars().take(whole).collect())
}

/// Sets that are joined.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Sets { parent: (0..count).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while let Some(&parent) = self.parent.get(at).filter(|&&parent| parent != at) {
            let above = self.parent.get(parent).copied().unwrap_or(parent);
            if let Some(place) = self.parent.get_mut(at) {
                *place = above;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(place) = self.parent.get_mut(one.max(other)) {
            *place = one.min(other);
        }
    }

    fn groups(mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut of_root: HashMap<usize, usize> = HashMap::new();
        for index in 0..self.parent.len() {
            let root = self.root(index);
            let group = *of_root.entry(root).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(group) {
                group.push(index);
            }
        }
        groups
    }
}
