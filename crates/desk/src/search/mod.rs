//! What somebody types into the search: words, "phrases" and operators such as `from:`. Any text can be read; nothing is
//! looked up here, and nothing is judged. An operator that is not known is words like all others.

#[cfg(test)]
mod tests;

use crate::{Micros, conversation::Status, priority::Priority};

/// Where in a message words must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Anywhere.
    Anywhere,
    /// Who wrote it: name and address.
    From,
    /// Whom it names under To and Cc.
    To,
    /// Its subject.
    Subject,
}

/// Words that one message must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where.
    pub field: Field,
    /// As they were typed.
    pub text: String,
    /// True when they must stand side by side.
    pub phrase: bool,
    /// True when the last of them may be the beginning of a word: somebody is still typing it.
    pub open: bool,
}

/// A name that is asked for: of a tag, a place, a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As it was typed.
    pub text: String,
    /// True when it may be a beginning.
    pub open: bool,
}

/// Whose conversations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// Of whoever asks.
    Me,
    /// Nobody's.
    Nobody,
    /// Of somebody of this name or address.
    Named(Name),
}

/// How what stands in a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `=`: it is this, of text: it has these words side by side, of a day: it is of this day, month or year.
    Is,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
}

/// What must stand in a field of the conversation's category (SO-15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The field.
    pub field: Name,
    /// With what it is compared; none: anything.
    pub than: Option<(Compare, Name)>,
}

/// What was typed, taken apart. One message must hold all terms and be of the time; its conversation must be as the rest
/// says: have all tags, be in one of the places, of one of the statuses and of one of
/// the priorities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words.
    pub terms: Vec<Term>,
    /// `tag:`
    pub tags: Vec<Name>,
    /// `field:`
    pub fields: Vec<Filled>,
    /// `in:` a mailbox, a queue or a view.
    pub places: Vec<Name>,
    /// `status:`
    pub statuses: Vec<Status>,
    /// `priority:`
    pub priorities: Vec<Priority>,
    /// `assignee:`; the last one counts.
    pub assignee: Option<Assignee>,
    /// `is:unread`, `is:read`; the last one counts.
    pub unread: Option<bool>,
    /// `has:attachment`
    pub has_attachments: bool,
    /// `after:` a day: from the end of it on, in UTC.
    pub since: Option<Micros>,
    /// `before:` a day: up to its beginning, in UTC.
    pub before: Option<Micros>,
    /// True when an operator stands there without its value: somebody is about to type it.
    pub unfinished: bool,
}

#[derive(Clone, Copy)]
enum Operator {
    Words(Field),
    Tag,
    Field,
    In,
    Status,
    Priority,
    Assignee,
    Is,
    Has,
    After,
    Before,
}

impl Operator {
    fn from_word(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "from" => Self::Words(Field::From),
            "to" => Self::Words(Field::To),
            "subject" => Self::Words(Field::Subject),
            "tag" => Self::Tag,
            "field" => Self::Field,
            "in" => Self::In,
            "status" => Self::Status,
            "priority" => Self::Priority,
            "assignee" => Self::Assignee,
            "is" => Self::Is,
            "has" => Self::Has,
            "after" => Self::After,
            "before" => Self::Before,
            _ => return None,
        })
    }
}

/// A piece of what was typed.
struct Piece<'t> {
    operator: Option<Operator>,
    /// The whole piece, operator included.
    whole: &'t str,
    value: &'t str,
    quoted: bool,
    open: bool,
    /// With what a field is compared.
    than: Option<(Compare, &'t str)>,
}

impl Query {
    /// Reads what somebody typed.
    #[must_use]
    pub fn read(typed: &str) -> Self {
        let mut query = Self::default();
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (piece, behind) = piece(rest);
            query.take(&piece);
            rest = behind.trim_start();
        }
        if let Some(aside) = query.statuses.iter().copied().find(|one| one.is_aside()) {
            // What is set aside is listed on its own.
            query.statuses = vec![aside];
        }
        query
    }

    /// True when it asks for more than words.
    #[must_use]
    pub fn has_conditions(&self) -> bool {
        let bare = Self { terms: Vec::new(), unfinished: false, ..self.clone() };
        bare != Self::default()
    }

    fn take(&mut self, piece: &Piece<'_>) {
        if piece.value.is_empty() {
            self.unfinished |= piece.operator.is_some();
        } else if !piece.operator.is_some_and(|operator| self.narrow(operator, piece)) {
            let text = piece.whole.to_string();
            self.terms.push(Term { field: Field::Anywhere, text, phrase: piece.quoted, open: piece.open });
        }
    }

    /// False when the value does not fit the operator: then the piece is words.
    fn narrow(&mut self, operator: Operator, piece: &Piece<'_>) -> bool {
        let name = || Name { text: piece.value.to_string(), open: piece.open };
        match operator {
            Operator::Words(field) => {
                self.terms.push(Term { field, text: piece.value.to_string(), phrase: true, open: piece.open });
            }
            Operator::Tag => self.tags.push(name()),
            Operator::Field => {
                let than = piece.than.filter(|(_, value)| !value.is_empty());
                let field = Name { text: piece.value.to_string(), open: piece.open && piece.than.is_none() };
                let than = than.map(|(how, value)| (how, Name { text: value.to_string(), open: piece.open }));
                self.fields.push(Filled { field, than });
            }
            Operator::In => self.places.push(name()),
            Operator::Status => match status(piece) {
                Some(status) => self.statuses.push(status),
                None => return false,
            },
            Operator::Priority => match Priority::ALL.into_iter().find(|one| fits(piece, one.word())) {
                Some(priority) => self.priorities.push(priority),
                None => return false,
            },
            Operator::Assignee => {
                self.assignee = Some(match piece.value.to_lowercase().as_str() {
                    "me" => Assignee::Me,
                    "nobody" | "none" => Assignee::Nobody,
                    _ => Assignee::Named(name()),
                });
            }
            Operator::Is => match (fits(piece, "unread"), fits(piece, "read"), status(piece)) {
                (true, _, _) => self.unread = Some(true),
                (_, true, _) => self.unread = Some(false),
                (_, _, Some(status)) => self.statuses.push(status),
                (false, false, None) => return false,
            },
            Operator::Has => {
                let known = ["attachments", "attachment", "files", "file"].iter().any(|word| fits(piece, word));
                self.has_attachments |= known;
                return known;
            }
            Operator::After => match days(piece.value) {
                Some((_, end)) => self.since = Some(end),
                None => return false,
            },
            Operator::Before => match days(piece.value) {
                Some((begin, _)) => self.before = Some(begin),
                None => return false,
            },
        }
        true
    }
}

/// What was typed, with the new name of a tag wherever `tag:` asks for one of the former; none where it asks for none of them.
/// All else stays as it was typed.
#[must_use]
pub fn retagged(typed: &str, former: &[String], name: &str) -> Option<String> {
    let (mut text, mut rest, mut found) = (String::with_capacity(typed.len()), typed, false);
    loop {
        let begin = rest.trim_start();
        text.push_str(cut(rest, rest.len() - begin.len()).0);
        if begin.is_empty() {
            return found.then_some(text);
        }
        let (piece, behind) = piece(begin);
        if matches!(piece.operator, Some(Operator::Tag)) && former.iter().any(|one| one == piece.value) {
            found = true;
            text.push_str("tag:");
            text.push_str(&quoted_where_needed(name, piece.quoted));
        } else {
            text.push_str(cut(begin, begin.len() - behind.len()).0);
        }
        rest = behind;
    }
}

/// A name as the value of an operator. A quotation mark cannot stand in one, and search does not look at it.
fn quoted_where_needed(name: &str, quoted: bool) -> String {
    let plain = name.replace('"', " ");
    if quoted || plain.contains(char::is_whitespace) { format!("\"{plain}\"") } else { plain }
}

/// The first piece of a text that does not begin with a space, and what stands behind it.
fn piece(text: &str) -> (Piece<'_>, &str) {
    if let (operator, rest) = cut(text, FIELD.len())
        && operator.eq_ignore_ascii_case(FIELD)
    {
        return field_piece(text, rest);
    }
    if let Some(inner) = text.strip_prefix('"') {
        return quoted_piece(None, inner);
    }
    let (whole, behind) = cut(text, text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len()));
    let (operator, value) = match whole.split_once(':') {
        Some((name, value)) => (Operator::from_word(name), value),
        None => (None, whole),
    };
    match behind.strip_prefix('"').filter(|_| operator.is_some() && value.is_empty()) {
        Some(inner) => quoted_piece(operator, inner),
        None => (Piece { operator, whole, value, quoted: false, open: behind.is_empty(), than: None }, behind),
    }
}

/// What stands behind a quotation mark, up to the next one or to the end.
fn quoted_piece(operator: Option<Operator>, inner: &str) -> (Piece<'_>, &str) {
    let (value, behind) = inner.split_once('"').unwrap_or((inner, ""));
    (Piece { operator, whole: value, value, quoted: true, open: false, than: None }, behind)
}

const FIELD: &str = "field:";
const COMPARISONS: [(&str, Compare); 3] = [(">=", Compare::AtLeast), ("<=", Compare::AtMost), ("=", Compare::Is)];

/// A field, and what it is compared with: both may stand in quotation marks.
fn field_piece<'t>(text: &'t str, rest: &'t str) -> (Piece<'t>, &'t str) {
    let (value, mut quoted, mut behind) = token(rest, |c| matches!(c, '=' | '<' | '>'));
    let mut than = None;
    for (sign, how) in COMPARISONS {
        if let Some(compared) = behind.strip_prefix(sign).filter(|_| than.is_none()) {
            let (compared, in_marks, after) = token(compared, |_| false);
            (than, quoted, behind) = (Some((how, compared)), in_marks, after);
        }
    }
    let whole = cut(text, text.len() - behind.len()).0;
    let open = !quoted && behind.is_empty();
    (Piece { operator: Some(Operator::Field), whole, value, quoted: false, open, than }, behind)
}

/// What stands up to a space, a quotation mark or what ends it; or within two quotation marks. True where it did.
fn token(text: &str, ends: impl Fn(char) -> bool) -> (&str, bool, &str) {
    match text.strip_prefix('"') {
        Some(inner) => {
            let (value, behind) = inner.split_once('"').unwrap_or((inner, ""));
            (value, true, behind)
        }
        None => {
            let end = text.find(|c: char| c.is_whitespace() || c == '"' || ends(c)).unwrap_or(text.len());
            let (value, behind) = cut(text, end);
            (value, false, behind)
        }
    }
}

fn cut(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// True when the value is the word, or may become it.
fn fits(piece: &Piece<'_>, word: &str) -> bool {
    let value = piece.value.to_lowercase();
    value == word || (piece.open && word.starts_with(&value))
}

fn status(piece: &Piece<'_>) -> Option<Status> {
    Status::ALL.into_iter().find(|status| fits(piece, status.word()))
}

/// The beginning of a day, month or year, and of the one that follows: `2026-11-05`, `2026-11`, `2026`. A dash at the end
/// is about to be followed by more.
#[must_use]
pub fn days(value: &str) -> Option<(Micros, Micros)> {
    let mut numbers = value.strip_suffix('-').unwrap_or(value).split('-');
    let year = number(numbers.next()?, 4)?;
    let month = numbers.next().map(|text| number(text, 2));
    let day = numbers.next().map(|text| number(text, 2));
    if numbers.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => Some((Micros::of_day(year, 1, 1)?, Micros::of_day(year + 1, 1, 1)?)),
        (Some(month), None) => {
            let (month, next) = (month?, month? % 12 + 1);
            Some((Micros::of_day(year, month, 1)?, Micros::of_day(year + month / 12, next, 1)?))
        }
        (Some(month), Some(day)) => {
            let begin = Micros::of_day(year, month?, day?)?;
            Some((begin, begin.plus_s(86_400)))
        }
    }
}

fn number(text: &str, most_digits: usize) -> Option<i64> {
    let fits = !text.is_empty() && text.len() <= most_digits && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = most_digits < 4 || text.len() == most_digits;
    if fits && whole { text.parse().ok() } else { None }
}
