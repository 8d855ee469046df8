//! `format=flowed` (RFC 3676): lines that a program broke for the way are joined again, quotes and signatures keep theirs.

/// The text with its soft line breaks undone; `delsp` when the space before a break belongs to it (RFC 3676 §4.1).
pub(crate) fn unwrapped(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    for line in text.split('\n') {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let content = line.get(depth..).unwrap_or_default();
        // A space before the text was put there so that it is no quote and no "From " line.
        let content = content.strip_prefix(' ').unwrap_or(content);
        let signature = content == "-- ";
        let soft = content.ends_with(' ') && !signature;
        if open != Some(depth) || signature {
            if open.is_some() || !out.is_empty() {
                out.push('\n');
            }
            out.extend(std::iter::repeat_n('>', depth));
            if depth > 0 && !content.is_empty() {
                out.push(' ');
            }
        }
        out.push_str(if soft && delsp { content.get(..content.len() - 1).unwrap_or_default() } else { content });
        open = soft.then_some(depth);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn soft_breaks_are_undone_within_their_quote_only() {
        assert_eq!(
            unwrapped("One \ntwo\nthree\n\n> a \n> b\n>> c\n-- \nJane", false),
            "One two\nthree\n\n> a b\n>> c\n-- \nJane"
        );
        assert_eq!(unwrapped("日本 \n語", true), "日本語");
        assert_eq!(unwrapped(" > no quote\n From here", false), "> no quote\nFrom here");
    }
}
