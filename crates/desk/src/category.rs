//! Categories: the kind of matter, a tree of two levels (SO-6). Here only how one is named; nothing is stored.

/// What stands between a category and the one that it belongs to.
const BETWEEN: &str = " › ";

/// The name of a category with the one that it belongs to, as conversations show it: `Orders › Late`.
#[must_use]
pub fn path(parent: Option<&str>, name: &str) -> String {
    parent.map_or_else(|| name.to_string(), |parent| format!("{parent}{BETWEEN}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_with_its_whole() {
        assert_eq!(path(None, "Orders"), "Orders");
        assert_eq!(path(Some("Orders"), "Late"), "Orders › Late");
    }
}
