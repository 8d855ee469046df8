//! Which of the listed mails are known: the server's names of mails against those that are remembered. A name is believed
//! only as long as the server lists it, and only together with the size that the mail had under it.

use std::collections::HashMap;

use desk::mailbox::Incoming;
use store::{
    Tx, blobs, cursors,
    cursors::Place,
    pop3_mails::{self, Remembered, State},
};
use wire::pop3::Listed;

use crate::Node;

/// The longest name that RFC 1939 § 7 allows, in bytes.
const NAME_BYTES: usize = 70;

/// A mail of this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mail {
    /// The server's number of it, good for this session.
    pub(super) number: u32,
    /// Bytes, as the server counts them.
    pub(super) size: u64,
    /// What we remember of it.
    pub(super) known: Remembered,
}

/// A listed mail under a name that is fit to be stored and given once.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    number: u32,
    size: u64,
    name: String,
}

/// Remembers what is listed, forgets what is not any more, and gives the mails in the server's order; and how many of
/// them have no name, so that nobody could know them again.
pub(super) async fn remember(
    node: &Node,
    place: &Place,
    incoming: &Incoming,
    listed: Vec<Listed>,
) -> store::Result<(Vec<Mail>, usize)> {
    let (named, nameless) = named(listed);
    let asked_for_history = incoming.history_days.is_some();
    let (place, now) = (place.clone(), node.clock.now());
    let mails = node.db.write(move |tx| {
        let first = cursors::started_at(tx, &place)?.is_none();
        let fresh = match (first, asked_for_history) {
            (false, _) => State::New,
            (true, true) => State::History,
            (true, false) => State::Kept,
        };
        if first {
            // Only so that it is known when reading began; POP3 has no cursor.
            cursors::advance(tx, &place, 0, 0, now)?;
        }
        matched(tx, &place, &named, fresh)
    });
    Ok((mails.await?, nameless))
}

fn matched(tx: &mut Tx<'_>, place: &Place, named: &[Named], fresh: State) -> store::Result<Vec<Mail>> {
    let known = pop3_mails::of(tx, place.mailbox, &place.account)?;
    let mut known: HashMap<String, Remembered> = known.into_iter().map(|one| (one.name.clone(), one)).collect();
    let mut mails = Vec::with_capacity(named.len());
    let mut unknown = Vec::new();
    for one in named {
        match known.remove(&one.name) {
            Some(same) if same.size == stored_size(one.size) => {
                mails.push(Mail { number: one.number, size: one.size, known: same });
            }
            Some(other) => {
                pop3_mails::forget(tx, other.id)?;
                unknown.push(one);
            }
            None => unknown.push(one),
        }
    }
    for gone in known.into_values() {
        pop3_mails::forget(tx, gone.id)?;
    }
    for one in unknown {
        let added = pop3_mails::add(tx, place.mailbox, &place.account, &one.name, stored_size(one.size), fresh)?;
        mails.push(Mail { number: one.number, size: one.size, known: added });
    }
    mails.sort_by_key(|mail| mail.number);
    Ok(mails)
}

fn stored_size(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// Names that are fit to be stored, and how many mails have none.
fn named(listed: Vec<Listed>) -> (Vec<Named>, usize) {
    let mut times: HashMap<String, u32> = HashMap::new();
    let mut out = Vec::with_capacity(listed.len());
    let mut nameless = 0;
    for mail in listed {
        let Some(wire) = mail.name else {
            nameless += 1;
            continue;
        };
        let plain = wire.len() <= NAME_BYTES && wire.iter().all(u8::is_ascii_graphic);
        let mut name = match String::from_utf8(wire) {
            Ok(name) if plain => name,
            // Whatever it is made of, the same bytes are the same name. No proper name holds a space.
            Ok(name) => format!("odd {}", blobs::name(name.as_bytes())),
            Err(error) => format!("odd {}", blobs::name(error.as_bytes())),
        };
        let before = times.entry(name.clone()).or_default();
        if *before > 0 {
            name = format!("{name} {before}");
        }
        *before += 1;
        out.push(Named { number: mail.number, size: mail.size, name });
    }
    (out, nameless)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(number: u32, name: &[u8]) -> Listed {
        Listed { number, size: 7, name: (!name.is_empty()).then(|| name.to_vec()) }
    }

    /// two mails never share a name, whatever the server calls them.
    #[test]
    fn each_mail_has_a_name_of_its_own() {
        let long = vec![b'x'; 71];
        let (found, nameless) = named(vec![
            listed(1, b"a"),
            listed(2, b"a"),
            listed(3, b""),
            listed(4, b"b\xff"),
            listed(5, b"b\xfe"),
            listed(6, &long),
            listed(7, b"a"),
        ]);
        assert_eq!(nameless, 1);
        let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((names[0], names[1], names[5]), ("a", "a 1", "a 2"));
        assert!(names[2].starts_with("odd ") && names[2] != names[3] && names[4].len() < 80, "{names:?}");
    }
}
