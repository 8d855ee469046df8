//! The `style` attribute reduced to declarations that only change how text looks: a list of properties, and values of a small alphabet.
//! Nothing that could load, overlay or run: no `url(`, no `@`, no `\`, no comments, no functions but colours.

const PROPERTIES: &[&str] = &[
    "background",
    "background-color",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-bottom-style",
    "border-bottom-width",
    "border-collapse",
    "border-color",
    "border-left",
    "border-left-color",
    "border-left-style",
    "border-left-width",
    "border-radius",
    "border-right",
    "border-right-color",
    "border-right-style",
    "border-right-width",
    "border-spacing",
    "border-style",
    "border-top",
    "border-top-color",
    "border-top-style",
    "border-top-width",
    "border-width",
    "clear",
    "color",
    "direction",
    "display",
    "float",
    "font",
    "font-family",
    "font-size",
    "font-style",
    "font-variant",
    "font-weight",
    "height",
    "letter-spacing",
    "line-height",
    "list-style",
    "list-style-type",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "table-layout",
    "text-align",
    "text-decoration",
    "text-indent",
    "text-transform",
    "unicode-bidi",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-spacing",
    "word-wrap",
    "overflow-wrap",
];
/// Properties whose negative values lay text over other text.
const MOVING: &[&str] = &["margin", "text-indent", "vertical-align", "letter-spacing", "word-spacing"];
/// Values of `display` that stay in the flow of the text.
const DISPLAYS: &[&str] = &[
    "none",
    "block",
    "inline",
    "inline-block",
    "inline-table",
    "list-item",
    "table",
    "table-caption",
    "table-cell",
    "table-column",
    "table-column-group",
    "table-footer-group",
    "table-header-group",
    "table-row",
    "table-row-group",
];
const FUNCTIONS: &[&str] = &["rgb", "rgba", "hsl", "hsla"];
/// Longest value and most declarations that are looked at.
const MAX_VALUE_BYTES: usize = 300;
const MAX_DECLARATIONS: usize = 100;

/// The allowed declarations in a canonical form, or nothing when none is left.
pub(super) fn filter(style: &str) -> Option<String> {
    // Comments and escapes change where declarations end: such a style is not worth a guess.
    if style.contains("/*") || style.contains('\\') {
        return None;
    }
    let kept: Vec<String> = style.split(';').take(MAX_DECLARATIONS).filter_map(declaration).collect();
    (!kept.is_empty()).then(|| kept.join("; "))
}

fn declaration(text: &str) -> Option<String> {
    let (property, value) = text.split_once(':')?;
    let property = property.trim().to_ascii_lowercase();
    let value = value.trim();
    let known = PROPERTIES.contains(&property.as_str());
    let moved = MOVING.iter().any(|start| property.starts_with(start)) && is_negative(value);
    let displayed = property != "display" || is_display(value);
    (known && !moved && displayed && is_sound(value)).then(|| format!("{property}: {value}"))
}

/// A minus before a number, wherever it stands.
fn is_negative(value: &str) -> bool {
    value.split('-').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
}

fn is_display(value: &str) -> bool {
    let word = value.split('!').next().unwrap_or_default().trim();
    DISPLAYS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn is_sound(value: &str) -> bool {
    let alphabet =
        |c: char| c.is_ascii_alphanumeric() || " #%.,'\"()-+!".contains(c) || (!c.is_ascii() && c.is_alphabetic());
    !value.is_empty()
        && value.len() <= MAX_VALUE_BYTES
        && value.chars().all(alphabet)
        && value.matches('"').count().is_multiple_of(2)
        && value.matches('\'').count().is_multiple_of(2)
        && has_only_colour_functions(value)
}

/// Every opening parenthesis follows the name of a colour function and is closed.
fn has_only_colour_functions(value: &str) -> bool {
    let mut pieces = value.split('(').peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_some() {
            let name = piece.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
            if !FUNCTIONS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                return false;
            }
        }
    }
    value.matches('(').count() == value.matches(')').count()
}
