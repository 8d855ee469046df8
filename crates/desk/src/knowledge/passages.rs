//! Passages: an article in pieces that can be found, shown and cited, cut where its author cut it: at headings, then at
//! paragraphs, lines and words.

use crate::limits;

/// A piece of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The headings that it stands under, the outermost first, in one line; empty above the first.
    pub heading: String,
    /// Its Markdown, its own heading included.
    pub text: String,
}

/// The passages of an article's Markdown, in its order; none of a blank one.
#[must_use]
pub fn passages(markdown: &str) -> Vec<Passage> {
    let mut out = Vec::new();
    let mut trail: Vec<(usize, String)> = Vec::new();
    let mut section = String::new();
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        fence = fenced(line, fence);
        if let (None, Some((level, title))) = (fence, heading(line)) {
            add(&mut out, &trail, &section);
            section.clear();
            trail.retain(|(above, _)| *above < level);
            trail.push((level, title.to_string()));
        }
        section.push_str(line);
        section.push('\n');
    }
    add(&mut out, &trail, &section);
    out
}

/// The level and the text of a heading line (`## Returns`).
#[must_use]
pub fn heading(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let title = rest.trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&level) && rest.starts_with([' ', '\t']) && !title.is_empty()).then_some((level, title))
}

/// The fence that is open behind a line: within one, `#` is no heading.
fn fenced<'f>(line: &str, open: Option<&'f str>) -> Option<&'f str> {
    let opens = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
    match (open, opens) {
        (None, mark) => mark,
        (Some(mark), Some(same)) if mark == same => None,
        (open, _) => open,
    }
}

fn add(out: &mut Vec<Passage>, trail: &[(usize, String)], section: &str) {
    let heading = trail.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join(" › ");
    let says_something = section.lines().any(|line| !line.trim().is_empty() && self::heading(line).is_none());
    if says_something {
        let texts = cut(section, limits::ARTICLE_PASSAGE_CHARS);
        out.extend(texts.into_iter().map(|text| Passage { heading: heading.clone(), text }));
    }
}

/// A text in pieces of so many characters at most, cut at the coarsest place that fits: between paragraphs, lines, words.
/// Only a single word that is longer is cut itself.
fn cut(text: &str, most: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text.trim_matches(['\n', '\r']).trim_end();
    while let Some((end, _)) = rest.char_indices().nth(most) {
        let (head, _) = rest.split_at(end);
        let place = ["\n\n", "\n", " "].into_iter().find_map(|mark| head.rfind(mark).filter(|at| *at > 0));
        let (piece, behind) = rest.split_at(place.unwrap_or(end));
        out.push(piece.trim_end().to_string());
        rest = behind.trim_start();
    }
    if !rest.trim().is_empty() {
        out.push(rest.to_string());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &[(&str, &str)]) {
        let found = passages(markdown);
        let found: Vec<(&str, &str)> = found.iter().map(|one| (one.heading.as_str(), one.text.as_str())).collect();
        assert_eq!(found, expected, "{markdown}");
    }

    /// LD-5: an article is found piece by piece, and each piece knows where it stood.
    #[test]
    fn an_article_is_cut_at_its_headings() {
        check("", &[]);
        check(" \n\n", &[]);
        check("Only text.", &[("", "Only text.")]);
        check("# Returns\n\nThirty days.\n", &[("Returns", "# Returns\n\nThirty days.")]);
        check(
            "Before.\n# A\nOne.\n## B\nTwo.\n# C\nThree.",
            &[("", "Before."), ("A", "# A\nOne."), ("A › B", "## B\nTwo."), ("C", "# C\nThree.")],
        );
        check("# A\n## B\nTwo.", &[("A › B", "## B\nTwo.")]);
        check("#no heading\n####### none", &[("", "#no heading\n####### none")]);
        check("```\n# a comment\n```\n# A ##\nOne.", &[("", "```\n# a comment\n```"), ("A", "# A ##\nOne.")]);
    }

    /// LD-5: no passage is longer than a passage may be, nothing is lost, and words stay whole.
    #[test]
    fn a_long_section_is_cut_between_words() {
        let words: Vec<String> = (0..2_000).map(|number| format!("word{number}")).collect();
        for mark in [" ", "\n", "\n\n"] {
            let text = words.join(mark);
            let found = passages(&text);
            assert!(found.len() > 5);
            assert!(found.iter().all(|one| one.text.chars().count() <= limits::ARTICLE_PASSAGE_CHARS));
            let again: Vec<&str> = found.iter().flat_map(|one| one.text.split_whitespace()).collect();
            assert_eq!(again, words);
        }
        let endless = "ü".repeat(limits::ARTICLE_PASSAGE_CHARS * 2 + 1);
        assert_eq!(passages(&endless).len(), 3);
    }
}
