//! Walking a list from its newest on and keeping what fits: a request looks at a bounded number of rows; where that ends a
//! page early, the page is short and the next one goes on.

use desk::limits;
use store::{Tx, fold};

use crate::{
    cursor::{Cursor, search_print},
    problem::Problem,
};

/// Rows read at once.
const BATCH: usize = 500;
/// Characters of what is looked for; beyond: 400.
const TYPED_CHARS: usize = 100;

/// Words that must each begin a word of what is looked at.
#[derive(Clone, Debug)]
pub struct Sought(Vec<String>);

impl Sought {
    /// What somebody typed.
    ///
    /// # Errors
    /// 400 where it is too long.
    pub fn read(typed: &str) -> Result<Self, Problem> {
        if typed.chars().count() > TYPED_CHARS {
            return Err(Problem::parameter("q", "parameter-long"));
        }
        Ok(Self(fold::words(typed).split_whitespace().map(ToString::to_string).collect()))
    }

    /// True where all of them begin a word of the text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let text = fold::words(text);
        self.0.iter().all(|word| fold::holds(&text, word, true))
    }
}

/// What tells the cursors of one list, and of one search in it, from others.
#[must_use]
pub fn list_word(list: &str, typed: &str) -> String {
    format!("{list}-{}", search_print(typed.trim()))
}

/// The number behind which a page of this list begins.
///
/// # Errors
/// 400 for a cursor of another list.
pub fn behind(list: &str, after: Option<&str>) -> Result<Option<i64>, Problem> {
    match Cursor::asked(after)? {
        None => Ok(None),
        Some(Cursor::Numbered(of, number)) if of == list => Ok(Some(number)),
        Some(_) => Err(Cursor::unknown()),
    }
}

/// A page of what fits, and the number of the last row that was looked at where there may be more. `batch` reads so many
/// rows before a number, each with its own.
///
/// # Errors
/// The store's own.
pub fn page<T>(
    tx: &mut Tx<'_>,
    before: Option<i64>,
    most: i64,
    mut batch: impl FnMut(&mut Tx<'_>, Option<i64>, i64) -> store::Result<Vec<(i64, T)>>,
    mut fits: impl FnMut(&mut Tx<'_>, &T) -> store::Result<bool>,
) -> store::Result<(Vec<T>, Option<i64>)> {
    let most = usize::try_from(most).unwrap_or_default();
    let (mut last, mut walked, mut kept) = (before, 0, Vec::new());
    // A page of which all fits needs no more than itself and one to know of the next.
    let mut size = most.saturating_add(1).min(BATCH);
    loop {
        let rows = batch(tx, last, i64::try_from(size).unwrap_or(i64::MAX))?;
        let (length, ended) = (rows.len(), rows.len() < size);
        size = BATCH;
        for (index, (number, row)) in rows.into_iter().enumerate() {
            last = Some(number);
            walked += 1;
            if fits(tx, &row)? {
                kept.push(row);
            }
            let is_last = ended && index + 1 == length;
            if !is_last && (kept.len() >= most || walked >= limits::CONTACTS_WALKED) {
                return Ok((kept, last));
            }
        }
        if ended {
            return Ok((kept, None));
        }
    }
}
