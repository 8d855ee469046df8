//! Limits before sanitising: cleaning costs the square of the nesting, and a tag's attributes the square of their number (assurance B8).
//! The tree builder that the cleaner uses is run over a tree without content, in small pieces, so that it stops as soon as a limit is met.

use std::borrow::Cow;
use std::cell::Cell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_fragment};

/// Why a mail is shown as text only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooComplex {
    /// More than 1 MiB of HTML.
    #[error("the HTML is larger than 1 MiB")]
    Size,
    /// Elements nested more than 100 levels deep.
    #[error("the HTML is nested more than 100 levels deep")]
    Nesting,
    /// More tags, or more attributes on one tag, than anyone writes.
    #[error("the HTML has too many tags or attributes")]
    Tags,
    /// More links than anyone writes.
    #[error("the HTML has more than 5,000 links")]
    Links,
    /// It reads differently each time it is parsed: misnested on purpose.
    #[error("the HTML does not settle")]
    Unstable,
}

const MAX_BYTES: usize = 1 << 20;
const MAX_DEPTH: usize = 100;
const MAX_ELEMENTS: usize = 20_000;
const MAX_LINKS: usize = 5_000;
const MAX_ATTRIBUTES: usize = 300;
/// Bytes that the tree builder gets at a time: so much can it go beyond a limit.
const PIECE_BYTES: usize = 1_024;

/// Whether the HTML is simple enough to be cleaned.
pub(super) fn check(html: &str) -> Result<(), TooComplex> {
    if html.len() > MAX_BYTES {
        return Err(TooComplex::Size);
    }
    attributes(html.as_bytes())?;
    tree(html)
}

/// Looks for tags with too many attributes, from every `<` on, wherever it stands: in a comment it may or may not be a tag.
fn attributes(html: &[u8]) -> Result<(), TooComplex> {
    let mut budget = html.len() * 4 + 65_536;
    for start in memchr::memchr_iter(b'<', html) {
        let tag = html.get(start + 1..).unwrap_or_default();
        if !tag.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
            continue;
        }
        let (count, read) = tag_attributes(tag);
        budget = budget.checked_sub(read).ok_or(TooComplex::Tags)?;
        if count > MAX_ATTRIBUTES {
            return Err(TooComplex::Tags);
        }
    }
    Ok(())
}

/// Where in a tag one is (HTML §13.2.5.8 and the states after it).
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// How many attributes a tag has, at most one more than allowed, and how many bytes of it were read.
fn tag_attributes(tag: &[u8]) -> (usize, usize) {
    let (mut state, mut count) = (At::TagName, 0);
    for (at, &byte) in tag.iter().enumerate() {
        let blank = byte.is_ascii_whitespace();
        let next = match (state, byte) {
            (At::Quoted(end), byte) if byte == end => At::BeforeName,
            (At::Quoted(_), _) => state,
            (_, b'>') => return (count, at),
            (At::BeforeValue, b'"' | b'\'') => At::Quoted(byte),
            (At::BeforeValue, _) if blank => At::BeforeValue,
            (At::BeforeValue, _) => At::Unquoted,
            (At::Unquoted, _) => {
                if blank {
                    At::BeforeName
                } else {
                    At::Unquoted
                }
            }
            (At::Name | At::AfterName, b'=') => At::BeforeValue,
            (At::TagName, b'/') if at > 0 => At::BeforeName,
            (At::BeforeName | At::Name | At::AfterName, b'/') => At::BeforeName,
            (At::TagName | At::BeforeName, _) if blank => At::BeforeName,
            (At::Name | At::AfterName, _) if blank => At::AfterName,
            (At::TagName | At::Name, _) => state,
            (At::BeforeName | At::AfterName, _) => At::Name,
        };
        count += usize::from(next == At::Name && state != At::Name);
        if count > MAX_ATTRIBUTES {
            return (count, at);
        }
        state = next;
    }
    (count, tag.len())
}

fn tree(html: &str) -> Result<(), TooComplex> {
    let measure = Rc::new(Measure::default());
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let sink = Skeleton { measure: Rc::clone(&measure), document: node(context.clone(), false) };
    let mut parser = parse_fragment(sink, ParseOpts::default(), context, Vec::new(), false);
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.floor_char_boundary(PIECE_BYTES);
        let (piece, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = tail;
        parser.process(StrTendril::from_slice(piece));
        measure.check()?;
    }
    parser.finish();
    measure.check()
}

/// What is measured while the tree is built.
#[derive(Debug, Default)]
struct Measure {
    depth: Cell<usize>,
    elements: Cell<usize>,
    links: Cell<usize>,
}

impl Measure {
    fn check(&self) -> Result<(), TooComplex> {
        if self.depth.get() > MAX_DEPTH {
            Err(TooComplex::Nesting)
        } else if self.elements.get() > MAX_ELEMENTS {
            Err(TooComplex::Tags)
        } else if self.links.get() > MAX_LINKS {
            Err(TooComplex::Links)
        } else {
            Ok(())
        }
    }
}

/// An element without content: its name and how deep it stands.
#[derive(Debug)]
struct Node {
    name: QualName,
    depth: Cell<usize>,
    integration_point: bool,
}

type Handle = Rc<Node>;

fn node(name: QualName, integration_point: bool) -> Handle {
    Rc::new(Node { name, depth: Cell::new(0), integration_point })
}

/// A tree that keeps nothing but depths.
struct Skeleton {
    measure: Rc<Measure>,
    document: Handle,
}

impl Skeleton {
    fn place(&self, child: &NodeOrText<Handle>, depth: usize) {
        if let NodeOrText::AppendNode(child) = child {
            child.depth.set(depth);
            self.measure.depth.set(self.measure.depth.get().max(depth));
        }
    }
}

impl TreeSink for Skeleton {
    type Handle = Handle;
    type Output = ();
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) {}

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Rc::clone(&self.document)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, _attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.measure.elements.set(self.measure.elements.get() + 1);
        self.measure.links.set(self.measure.links.get() + usize::from(name.local == local_name!("a")));
        node(name, flags.mathml_annotation_xml_integration_point)
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        node(self.document.name.clone(), false)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        node(self.document.name.clone(), false)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.place(&child, parent.depth.get() + 1);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        self.place(&child, element.depth.get().max(previous.depth.get() + 1));
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Rc::clone(target)
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        Rc::ptr_eq(one, other)
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.place(&child, sibling.depth.get());
    }

    fn add_attrs_if_missing(&self, _target: &Handle, _attributes: Vec<Attribute>) {}

    fn remove_from_parent(&self, _target: &Handle) {}

    fn reparent_children(&self, _node: &Handle, _new_parent: &Handle) {}

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        handle.integration_point
    }
}
