//! Text to HTML: escaped, line ends as `<br>`, web and mail addresses as links. Linear; adds no other markup.

const REL: &str = "target=\"_blank\" rel=\"noopener noreferrer nofollow\"";

/// Text as HTML: escaped, line ends as `<br>`, indentation kept, web and mail addresses as links.
pub fn text_to_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push_str("<br>\n");
        }
        let mut after_space = true;
        for word in line.split_inclusive([' ', '\t']) {
            let (word, blank) = word.strip_suffix([' ', '\t']).map_or((word, false), |word| (word, true));
            linked(&mut out, word);
            if blank {
                // A browser folds runs of spaces unless every other one is unbreakable.
                let folds = after_space && word.is_empty();
                out.push_str(if folds { "&nbsp;" } else { " " });
                after_space = !folds;
            }
        }
    }
    out
}

fn linked(out: &mut String, word: &str) {
    let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min();
    if let Some((before, url)) = start.and_then(|start| word.split_at_checked(start)) {
        let end = url.find(['<', '>', '"']).unwrap_or(url.len());
        let url = without_punctuation(url.get(..end).unwrap_or_default());
        escape(out, before);
        link(out, "", url);
        escape(out, word.get(before.len() + url.len()..).unwrap_or_default());
    } else if let Some((before, address, after)) = mail_address(word) {
        escape(out, before);
        link(out, "mailto:", address);
        escape(out, after);
    } else {
        escape(out, word);
    }
}

/// What of a URL at the end of a sentence or in parentheses belongs to it.
fn without_punctuation(url: &str) -> &str {
    let mut url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '}']);
    if url.ends_with(')') && !url.contains('(') {
        url = url.trim_end_matches([')', '.', ',']);
    }
    url
}

/// The address in a word such as `<a@example.org>,` and what stands around it.
fn mail_address(word: &str) -> Option<(&str, &str, &str)> {
    let inside = |c: char| c.is_ascii_alphanumeric() || "._+-@".contains(c);
    let start = word.find(inside)?;
    let rest = word.get(start..)?;
    let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let address = rest.get(..end)?.trim_end_matches(['.', '-']);
    let (local, domain) = address.split_once('@')?;
    let sound = !local.is_empty() && domain.contains('.') && !domain.contains('@') && !domain.starts_with('.');
    sound.then(|| {
        (word.get(..start).unwrap_or_default(), address, word.get(start + address.len()..).unwrap_or_default())
    })
}

fn link(out: &mut String, scheme: &str, target: &str) {
    out.push_str("<a href=\"");
    out.push_str(scheme);
    escape(out, target);
    out.push_str("\" ");
    out.push_str(REL);
    out.push('>');
    escape(out, target);
    out.push_str("</a>");
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\0' => {}
            c => out.push(c),
        }
    }
}
