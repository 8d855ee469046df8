//! The address of a recipient as fields of a notice write it.

pub(super) use crate::address::found;

/// The address of a recipient field: `rfc822; <jane@example.org>`, also without its type (RFC 3464 §2.3.1).
pub(super) fn of_field(value: &str) -> Option<String> {
    let (kind, address) = value.split_once(';').unwrap_or(("rfc822", value));
    if kind.trim().eq_ignore_ascii_case("x400") || kind.trim().eq_ignore_ascii_case("x-x400") {
        return None;
    }
    found(address).into_iter().next().map(|(_, _, address)| address)
}
