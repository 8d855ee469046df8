//! A judge of cleaned HTML that shares nothing with the cleaner: it reads the few forms that cleaned HTML may have, and refuses any other.

/// Elements that may stand, each after a space.
const ELEMENTS: &str = " a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd \
    del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p \
    pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var \
    wbr ";
/// Attributes that may stand, none of which runs or names anything.
const ATTRIBUTES: &str = " align alt bgcolor border cellpadding cellspacing color colspan data-remote-src datetime dir face \
    height href hspace lang noshade nowrap rel reversed rowspan scope size span src start style target title type valign value \
    vspace width ";
/// What an inline style never holds.
const NEVER_IN_STYLES: &[&str] =
    &["url", "expression", "image", "behavior", "binding", "position", "@", "\\", "/*", "var(", "attr(", "element("];

/// Panics when the HTML holds anything that could run, load, cover or name; `remote` allows images of other servers.
pub fn assert_harmless(html: &str, remote: bool) {
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        assert!(!text.contains('\0'), "a NUL in {html:?}");
        rest = match tag.strip_prefix('/') {
            Some(end) => {
                let (name, after) = end.split_once('>').unwrap_or_else(|| panic!("an open end tag in {html:?}"));
                known(ELEMENTS, name, html);
                after
            }
            None => start_tag(tag, html, remote),
        };
    }
}

fn start_tag<'a>(tag: &'a str, html: &str, remote: bool) -> &'a str {
    let end = tag.find([' ', '>']).unwrap_or_else(|| panic!("an open tag in {html:?}"));
    let (name, mut rest) = tag.split_at(end);
    known(ELEMENTS, name, html);
    let mut seen = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (key, value) = attribute.split_once("=\"").unwrap_or_else(|| panic!("an odd attribute in {html:?}"));
        let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("an open value in {html:?}"));
        known(ATTRIBUTES, key, html);
        assert!(!seen.contains(&key), "{key} twice in {html:?}");
        seen.push(key);
        judge(name, key, &decoded(value), html, remote);
        rest = after;
    }
    let opens_elsewhere = seen.contains(&"target") && seen.contains(&"rel");
    assert!(!seen.contains(&"href") || opens_elsewhere, "a link that stays here in {html:?}");
    rest.strip_prefix('>').unwrap_or_else(|| panic!("an odd tag in {html:?}"))
}

fn known(list: &str, name: &str, html: &str) {
    let plain =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    assert!(plain && list.contains(&format!(" {name} ")), "{name:?} in {html:?}");
}

fn judge(tag: &str, key: &str, value: &str, html: &str, remote: bool) {
    let starts = |schemes: &[&str]| schemes.iter().any(|scheme| value.to_ascii_lowercase().starts_with(scheme));
    let pictures = [
        "data:image/png;base64,",
        "data:image/jpeg;base64,",
        "data:image/jpg;base64,",
        "data:image/gif;base64,",
        "data:image/webp;base64,",
    ];
    let sound = match key {
        "href" => tag == "a" && starts(&["http://", "https://", "mailto:", "tel:"]),
        "data-remote-src" => tag == "img" && !remote && starts(&["http://", "https://"]),
        "src" if tag == "img" => {
            starts(&pictures) || value == "/api/v1/attachments/1" || remote && starts(&["http://", "https://"])
        }
        "src" => false,
        "target" => value == "_blank",
        "rel" => value == "noopener noreferrer nofollow",
        "style" => !NEVER_IN_STYLES.iter().any(|word| value.to_ascii_lowercase().contains(word)),
        _ => true,
    };
    assert!(sound, "{key}={value:?} in {html:?}");
}

/// The value with the entities that a serialiser writes replaced.
fn decoded(value: &str) -> String {
    let value = value.replace("&nbsp;", "\u{a0}").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    value.replace("&amp;", "&")
}
