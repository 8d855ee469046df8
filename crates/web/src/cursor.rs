//! Cursors: the place where the next page of a list begins, opaque to callers. One belongs to one list; given to
//! another, or changed, it is unknown.

use axum::http::StatusCode;
use data_encoding::BASE64URL_NOPAD;
use desk::{ArrivalId, ConversationId};
use sha2::{Digest, Sha256};
use store::lists::Place;

use crate::{problem::Problem, search::Behind};

/// Changes when what a cursor says changes; older ones are unknown then.
const VERSION: &str = "1";

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// Behind a conversation of a view.
    Listed(String, Place),
    /// Behind what a search looked at last; the second is the search's print.
    Found(String, String, Behind),
    /// Behind an arrival of a list of arrivals.
    Arrived(String, ArrivalId),
    /// Behind what has this number in a list of contacts or companies.
    Numbered(String, i64),
}

impl Cursor {
    /// The opaque text.
    #[must_use]
    pub fn text(&self) -> String {
        let plain = match self {
            Self::Listed(view, place) => format!("{VERSION}|l|{view}|{}|{}", place.order, place.id),
            Self::Found(view, print, Behind::Message(message)) => format!("{VERSION}|f|{view}|{print}|{message}"),
            Self::Found(view, print, Behind::Place(place)) => {
                format!("{VERSION}|w|{view}|{print}|{}|{}", place.order, place.id)
            }
            Self::Arrived(state, arrival) => format!("{VERSION}|a|{state}|{arrival}"),
            Self::Numbered(list, number) => format!("{VERSION}|n|{list}|{number}"),
        };
        BASE64URL_NOPAD.encode(plain.as_bytes())
    }

    /// Reads what [`Cursor::text`] gave.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn read(text: &str) -> Result<Self, Problem> {
        Self::parse(text).ok_or_else(Self::unknown)
    }

    /// What a request says about where its page begins; nothing where it begins at the beginning.
    ///
    /// # Errors
    /// 400 for what is no cursor.
    pub fn asked(after: Option<&str>) -> Result<Option<Self>, Problem> {
        after.filter(|text| !text.is_empty()).map(Self::read).transpose()
    }

    /// The cursor is not one of this list.
    #[must_use]
    pub fn unknown() -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, "invalid_cursor")
    }

    fn parse(text: &str) -> Option<Self> {
        let plain = String::from_utf8(BASE64URL_NOPAD.decode(text.as_bytes()).ok()?).ok()?;
        let parts: Vec<&str> = plain.split('|').collect();
        match parts.as_slice() {
            [VERSION, "l", view, order, id] => Some(Self::Listed((*view).to_string(), place(order, id)?)),
            [VERSION, "f", view, print, message] => {
                let behind = Behind::Message(message.parse().ok()?);
                Some(Self::Found((*view).to_string(), (*print).to_string(), behind))
            }
            [VERSION, "w", view, print, order, id] => {
                let behind = Behind::Place(place(order, id)?);
                Some(Self::Found((*view).to_string(), (*print).to_string(), behind))
            }
            [VERSION, "n", list, number] => Some(Self::Numbered((*list).to_string(), number.parse().ok()?)),
            [VERSION, "a", state, arrival] => Some(Self::Arrived((*state).to_string(), arrival.parse().ok()?)),
            _ => None,
        }
    }
}

fn place(order: &str, id: &str) -> Option<Place> {
    Some(Place { order: order.parse().ok()?, id: id.parse::<ConversationId>().ok()? })
}

/// What tells one search from another within a cursor.
#[must_use]
pub fn search_print(typed: &str) -> String {
    let hash = Sha256::digest(typed.as_bytes());
    BASE64URL_NOPAD.encode(hash.get(..6).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use desk::MessageId;

    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_anything_else_is_unknown() {
        let place = Place { order: 1_700_000_000_000_000, id: ConversationId(1042) };
        for cursor in [
            Cursor::Listed("open".into(), place),
            Cursor::Found("all".into(), search_print("refund"), Behind::Message(MessageId(7))),
            Cursor::Found("all".into(), search_print("tag:vip"), Behind::Place(place)),
            Cursor::Arrived("held".into(), ArrivalId(3)),
            Cursor::Numbered("contacts".into(), 7),
        ] {
            assert_eq!(Cursor::read(&cursor.text()).unwrap(), cursor);
        }
        for bad in ["x", "!!", "MnxsfG9wZW58MXwx", &BASE64URL_NOPAD.encode(b"1|l|open|x|1"), "é"] {
            assert!(Cursor::read(bad).is_err(), "{bad}");
        }
    }
}
