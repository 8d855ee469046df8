//! What a reader of an HTML document sees, and what it holds beside: text of no size, in the colour of its ground, off the page
//! (assurance.md A13). Only words are wanted; layout is not judged. Linear, with a bound on how deep elements are followed.

use super::tokens::{Tag, Token, Tokens, compact, decode};

/// Elements within one another that are followed.
const MAX_DEPTH: usize = 200;
/// Longest style that is read, in bytes.
const MAX_STYLE_BYTES: usize = 2_000;

/// The words of a document: those that are shown, and those that are not.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) shown: String,
    pub(crate) concealed: String,
    /// What stands for pictures, which some programs write into the text part and some do not.
    pub(crate) instead: String,
}

type Colour = (u8, u8, u8);

/// An open element: what holds for the text in it.
#[derive(Clone)]
struct Open {
    name: String,
    concealed: bool,
    /// The colour of its text, where it was said.
    colour: Option<Colour>,
    /// The colour of its ground; none where it is a picture.
    ground: Option<Colour>,
}

/// Divides the words of a document.
pub(crate) fn seen(html: &str) -> Seen {
    let mut seen = Seen::default();
    let page = Open { name: String::new(), concealed: false, colour: None, ground: Some((255, 255, 255)) };
    let mut open = vec![page];
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => {
                let out = if open.last().is_some_and(is_concealed) { &mut seen.concealed } else { &mut seen.shown };
                decode(text, &mut |c| out.push(c));
            }
            Token::Tag(tag) => {
                if !matches!(tag.name(), "b" | "i" | "u" | "em" | "strong" | "span" | "font" | "a") {
                    seen.shown.push(' ');
                    seen.concealed.push(' ');
                }
                if let Some(alt) = tag.attribute("alt") {
                    decode(alt, &mut |c| seen.instead.push(c));
                    seen.instead.push(' ');
                }
                follow(&mut open, &tag);
            }
        }
    }
    seen
}

fn follow(open: &mut Vec<Open>, tag: &Tag<'_>) {
    if tag.closes {
        // An end tag without a beginning ends nothing; the page itself stays open.
        if let Some(at) = open.iter().rposition(|one| one.name == tag.name()).filter(|at| *at > 0) {
            open.truncate(at);
        }
        return;
    }
    if tag.name().is_empty() || super::VOID.contains(&tag.name()) || open.len() > MAX_DEPTH {
        return;
    }
    let Some(around) = open.last().cloned() else { return };
    open.push(within(around, tag));
}

fn is_concealed(open: &Open) -> bool {
    open.concealed || open.colour.is_some_and(|colour| open.ground.is_some_and(|ground| alike(colour, ground)))
}

fn within(around: Open, tag: &Tag<'_>) -> Open {
    let style = tag.attribute("style").filter(|style| style.len() <= MAX_STYLE_BYTES).unwrap_or_default();
    let style = compact(style, MAX_STYLE_BYTES);
    let mut inner = Open { name: tag.name().to_owned(), ..around };
    if let Some(colour) = tag.attribute("color").and_then(colour) {
        inner.colour = Some(colour);
    }
    if let Some(ground) = tag.attribute("bgcolor") {
        inner.ground = colour(ground);
    }
    if tag.attribute("background").is_some() {
        inner.ground = None;
    }
    let (mut absolute, mut away, mut flat, mut cut) = (false, false, false, false);
    for (name, value) in style.split(';').filter_map(|rule| rule.split_once(':')) {
        let value = value.trim_end_matches("!important");
        match name {
            "display" => inner.concealed |= value == "none",
            "visibility" => inner.concealed |= matches!(value, "hidden" | "collapse"),
            "opacity" => inner.concealed |= value.parse::<f32>().is_ok_and(|opacity| opacity < 0.1),
            "font-size" => inner.concealed |= size(value).is_some_and(|size| size < 2.0),
            "text-indent" => inner.concealed |= size(value).is_some_and(|size| size < -400.0),
            "position" => absolute = matches!(value, "absolute" | "fixed"),
            "left" | "top" => away |= size(value).is_some_and(|size| size < -400.0),
            "height" | "max-height" | "width" | "max-width" => flat |= size(value).is_some_and(|size| size < 2.0),
            "overflow" => cut = value == "hidden",
            "color" if value == "transparent" => inner.concealed = true,
            "color" => inner.colour = colour(value).or(inner.colour),
            "background-color" | "background" => inner.ground = ground(value, inner.ground),
            "background-image" => inner.ground = None,
            _ => {}
        }
    }
    inner.concealed |= (absolute && away) || (flat && cut);
    inner
}

fn ground(value: &str, around: Option<Colour>) -> Option<Colour> {
    match value {
        "none" | "transparent" | "inherit" | "initial" => around,
        value => colour(value),
    }
}

/// A size as it was said, without its unit: only very small and far negative ones matter.
fn size(value: &str) -> Option<f32> {
    let unit = ["px", "pt", "em", "rem", "%"].iter().find_map(|unit| Some((unit, value.strip_suffix(unit)?)));
    let (scale, number) = match unit {
        Some((&("em" | "rem"), number)) => (16.0, number),
        Some((&"%", number)) => (0.16, number),
        Some((_, number)) => (1.0, number),
        None => (1.0, value),
    };
    number.parse::<f32>().ok().map(|number| number * scale)
}

fn colour(value: &str) -> Option<Colour> {
    let value = compact(value, 40);
    match value.as_str() {
        "white" => return Some((255, 255, 255)),
        "black" => return Some((0, 0, 0)),
        _ => {}
    }
    if let Some(inner) = value.strip_prefix("rgb(").or_else(|| value.strip_prefix("rgba(")) {
        let mut parts = inner.trim_end_matches(')').split(',').map(|part| part.parse::<u8>().ok());
        return Some((parts.next()??, parts.next()??, parts.next()??));
    }
    let digits = value.strip_prefix('#')?;
    let channel = |at: usize, length: usize| {
        let part = digits.get(at..at + length)?;
        u8::from_str_radix(&part.repeat(3 - length), 16).ok()
    };
    match digits.len() {
        3 => Some((channel(0, 1)?, channel(1, 1)?, channel(2, 1)?)),
        6 | 8 => Some((channel(0, 2)?, channel(2, 2)?, channel(4, 2)?)),
        _ => None,
    }
}

/// Colours that nobody tells apart.
fn alike(one: Colour, other: Colour) -> bool {
    one.0.abs_diff(other.0) <= 12 && one.1.abs_diff(other.1) <= 12 && one.2.abs_diff(other.2) <= 12
}
