//! Tables as CSV (RFC 4180), safe to open in a spreadsheet: what somebody typed never becomes a formula.

/// Tells spreadsheets that the text is UTF-8.
const MARK: char = '\u{feff}';
/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A value of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// What somebody typed, or a word of ours.
    Text(String),
    /// A number.
    Number(i64),
    /// Nothing.
    None,
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::None, Self::Number)
    }
}

/// The table as a file: a line for the names of its columns, then its rows.
#[must_use]
pub fn table(columns: &[&str], rows: &[Vec<Value>]) -> String {
    let head: Vec<Value> = columns.iter().map(|name| Value::Text((*name).to_string())).collect();
    let lines = std::iter::once(&head).chain(rows).map(|row| line(row));
    begun() + &lines.collect::<String>()
}

/// The beginning of a file whose lines are written one by one.
#[must_use]
pub fn begun() -> String {
    MARK.to_string()
}

/// One line of a file.
#[must_use]
pub fn line(row: &[Value]) -> String {
    let values: Vec<String> = row.iter().map(written).collect();
    values.join(",") + "\r\n"
}

fn written(value: &Value) -> String {
    match value {
        Value::None => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    let harmless = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_string() };
    if harmless.contains([',', '"', '\r', '\n', '\t']) || harmless.trim() != harmless {
        return format!("\"{}\"", harmless.replace('"', "\"\""));
    }
    harmless
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(typed: &str) -> String {
        let all = table(&["name", "received"], &[vec![Value::Text(typed.into()), Value::Number(-3)]]);
        all.strip_prefix("\u{feff}name,received\r\n").unwrap().strip_suffix(",-3\r\n").unwrap().to_string()
    }

    /// SO-12: RFC 4180, and no formula of whoever names a tag.
    #[test]
    fn what_was_typed_is_quoted_and_no_formula() {
        let cases = [
            ("VIP", "VIP"),
            ("Zoë, Kůň", "\"Zoë, Kůň\""),
            ("the \"best\"", "\"the \"\"best\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            (" wide ", "\" wide \""),
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\"'\t=1\""),
            ("=HYPERLINK(\"http://x.example\",\"y\")", "\"'=HYPERLINK(\"\"http://x.example\"\",\"\"y\"\")\""),
            ("", ""),
        ];
        for (typed, expected) in cases {
            assert_eq!(row(typed), expected, "{typed:?}");
        }
    }
}
