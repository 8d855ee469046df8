//! What models write for themselves before they answer: many servers of one's own leave it in the text, between `<think>`
//! and `</think>` at its beginning. Nobody is to read it as an answer.

const OPENS: &str = "<think>";
const CLOSES: &str = "</think>";

/// Where in its thoughts a model is.
pub(super) enum Thought {
    /// Nothing was said but this, which may become the beginning of a thought.
    Begins(String),
    /// It thinks; this is how its last words end.
    Thinks(String),
    /// It has thought: blank lines before its first word are none of it.
    Ended,
    /// It speaks.
    Speaks,
}

impl Default for Thought {
    fn default() -> Self {
        Self::Begins(String::new())
    }
}

impl Thought {
    /// What of the next piece is spoken.
    pub fn without(&mut self, piece: &str) -> String {
        let (next, spoken) = match std::mem::take(self) {
            Self::Begins(before) => begins(before + piece),
            Self::Thinks(before) => thinks(before + piece),
            Self::Ended => speaks(piece),
            Self::Speaks => (Self::Speaks, piece.to_owned()),
        };
        *self = next;
        spoken
    }

    /// What was held back and turned out to be no thought.
    pub fn rest(&mut self) -> String {
        match std::mem::take(self) {
            Self::Begins(before) => before,
            _ => String::new(),
        }
    }
}

fn begins(text: String) -> (Thought, String) {
    let words = text.trim_start();
    if let Some(thought) = words.strip_prefix(OPENS) {
        return thinks(thought.to_owned());
    }
    if OPENS.starts_with(words) { (Thought::Begins(text), String::new()) } else { (Thought::Speaks, text) }
}

fn thinks(text: String) -> (Thought, String) {
    if let Some((_, spoken)) = text.split_once(CLOSES) {
        return speaks(spoken);
    }
    // Only the end may still become what closes it.
    let kept = text.char_indices().rev().nth(CLOSES.len()).map_or(0, |(at, _)| at);
    (Thought::Thinks(text.get(kept..).unwrap_or_default().to_owned()), String::new())
}

fn speaks(text: &str) -> (Thought, String) {
    let words = text.trim_start();
    if words.is_empty() { (Thought::Ended, String::new()) } else { (Thought::Speaks, words.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// LD-5: thoughts are left out, wherever the pieces are cut; what only looks like one is not.
    #[test]
    fn thoughts_are_left_out() {
        for (text, expected) in [
            ("Hello", "Hello"),
            ("<think>He asks\nfor < 3.</think>\n\nIt is 2.", "It is 2."),
            ("\n<think></think>Yes", "Yes"),
            ("<think>never ends", ""),
            ("<thin", "<thin"),
            ("<thing> is <think>a</think>", "<thing> is <think>a</think>"),
            ("  two", "  two"),
            ("<think>Größe 😀</thin</think>ja </think>", "ja </think>"),
            ("", ""),
        ] {
            let mut letters = Thought::default();
            let mut spoken: String = text.chars().map(|letter| letters.without(&letter.to_string())).collect();
            spoken += &letters.rest();
            assert_eq!(spoken, expected, "{text:?} by letters");
            let mut whole = Thought::default();
            let spoken = whole.without(text) + &whole.rest();
            assert_eq!(spoken, expected, "{text:?} as a whole");
        }
    }
}
