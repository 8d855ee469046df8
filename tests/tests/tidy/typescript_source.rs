//! String literals of TypeScript: enough of a lexer for the rules. A quote within a regular expression may hide the rest of its line.

/// A string or template literal on the line `line`; `before` is what stands before it on that line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its line, from 1.
    pub line: usize,
    /// Its text as written; a template's placeholders too.
    pub text: String,
    /// What stands before it on its line.
    pub before: String,
}

/// All literals of a source.
pub fn literals(source: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let (mut line, mut line_start, mut at) = (1, 0, 0);
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' | '`' => {
                let inside = literal_length(&rest[1..], c);
                let text = rest[1..1 + inside].to_owned();
                found.push(Literal { line, text, before: source[line_start..at].to_owned() });
                (inside + 2).min(rest.len())
            }
            _ => c.len_utf8(),
        };
        let passed = &rest[..length];
        line += passed.matches('\n').count();
        if let Some(last) = passed.rfind('\n') {
            line_start = at + last + 1;
        }
        at += length;
    }
    found
}

fn literal_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, c)| {
        let ends = !escaped && (*c == quote || (*c == '\n' && quote != '`'));
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at)
}

#[test]
fn literals_are_found_with_their_lines() {
    let found = literals(
        "// \"not this\"\nconst a = 'one'; /* 'nor\n this' */ f(\"two \\\" x\");\nconst c = `three\n lines`; g('four')\n",
    );
    let found: Vec<(usize, &str)> = found.iter().map(|literal| (literal.line, literal.text.as_str())).collect();
    assert_eq!(found, [(2, "one"), (3, "two \\\" x"), (4, "three\n lines"), (5, "four")]);
}
