//! The words of automatic answers, in lower case, and the headers that mark them, one file for each sort. Only words.

mod absences;
mod answers;
mod receipts;

pub(super) use absences::{ABSENCES, TELLS_ABSENCE, UNTIL};
pub(super) use answers::{ANSWERS, AUTOMATIC_HEADERS};
pub(super) use receipts::{RECEIPTS, TELLS_RECEIPT};
