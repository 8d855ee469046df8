//! Elements that a reader does not see: `display:none`, text of no size, conditional comments for other programs.

use super::VOID;
use super::tokens::{Tag, compact};

/// Longest style that is read, in bytes.
const MAX_STYLE_BYTES: usize = 1_000;

/// The hidden element that is open, if any.
#[derive(Default)]
pub(super) struct Hidden {
    name: String,
    depth: usize,
}

impl Hidden {
    /// True within a hidden element.
    pub(super) fn is_open(&self) -> bool {
        self.depth > 0
    }

    /// Takes note of a tag; true when it belongs to a hidden element.
    pub(super) fn tag(&mut self, tag: &Tag<'_>) -> bool {
        if self.depth == 0 {
            let hides = !tag.closes && !VOID.contains(&tag.name()) && !tag.name().is_empty() && is_hidden(tag);
            if hides {
                self.name = tag.name().to_owned();
                self.depth = 1;
            }
            return hides;
        }
        if tag.name() == self.name {
            self.depth = if tag.closes { self.depth - 1 } else { self.depth + 1 };
        }
        // A hidden body is a mistake of its author, not a wish.
        true
    }
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    if matches!(tag.name(), "body" | "html") {
        return false;
    }
    let Some(style) = tag.attribute("style").filter(|style| style.len() < MAX_STYLE_BYTES) else { return false };
    let style = compact(style, MAX_STYLE_BYTES);
    style.contains("display:none")
        || (style.contains("font-size:0") && !style.contains("font-size:0.")) && style.contains("max-height:0")
}
