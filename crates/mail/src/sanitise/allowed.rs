//! The allow-list: what a mail may show. Whatever is not named here is dropped; never turn this into a list of what is forbidden.

/// Elements that may stand. No svg, math, style, form, script, frame, object, media, base, meta, link.
pub(super) const TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements whose content is no text either. What `object`, `video` and the like hold is there for those who cannot play them, and stays.
pub(super) const DROPPED_WITH_CONTENT: &[&str] =
    &["script", "style", "title", "template", "svg", "math", "iframe", "noscript", "noembed", "noframes", "xmp"];

/// Attributes of any element. No `id` and no `class`: they would collide with the page's own.
pub(super) const ANY_TAG: &[&str] = &["dir", "lang", "title", "align", "valign", "style"];

/// Attributes of some elements.
pub(super) const BY_TAG: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("img", &["src", "data-remote-src", "alt", "width", "height", "border", "hspace", "vspace"]),
    ("font", &["color", "face", "size"]),
    ("table", &["width", "height", "border", "cellpadding", "cellspacing", "bgcolor"]),
    ("tbody", &["bgcolor"]),
    ("thead", &["bgcolor"]),
    ("tr", &["bgcolor", "height"]),
    ("td", &["bgcolor", "width", "height", "colspan", "rowspan", "nowrap"]),
    ("th", &["bgcolor", "width", "height", "colspan", "rowspan", "nowrap", "scope"]),
    ("col", &["width", "span"]),
    ("colgroup", &["width", "span"]),
    ("hr", &["width", "size", "color", "noshade"]),
    ("ol", &["start", "type", "reversed"]),
    ("ul", &["type"]),
    ("li", &["value", "type"]),
    ("time", &["datetime"]),
];

/// Schemes of any URL; which of them an attribute takes is decided attribute by attribute.
pub(super) const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "cid", "data"];

/// What every link says of itself: the page behind it learns nothing of the desk and cannot reach it.
pub(super) const REL: &str = "noopener noreferrer nofollow";
