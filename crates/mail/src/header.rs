//! Raw header fields: where the header block ends, names and values as bytes, unfolding. Decodes nothing.

/// Header block and body: the block ends at the first empty line.
pub(crate) fn split(raw: &[u8]) -> (&[u8], &[u8]) {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', raw) {
        let line = raw.get(start..end).unwrap_or_default();
        if line.is_empty() || line == b"\r" {
            return (raw.get(..start).unwrap_or_default(), raw.get(end + 1..).unwrap_or_default());
        }
        start = end + 1;
    }
    (raw, &[])
}

/// Name and raw value (still folded, without the last line end) of each field. Lines that are no field are skipped.
pub(crate) fn fields(head: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = head;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let length = field_length(rest);
            let (field, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            rest = after;
            let colon = memchr::memchr(b':', field);
            if let Some((name, value)) = colon.and_then(|at| field.split_at_checked(at)) {
                let name = name.trim_ascii_end();
                if !name.is_empty() && name.iter().all(u8::is_ascii_graphic) {
                    return Some((name, value.get(1..).unwrap_or_default().trim_ascii()));
                }
            }
        }
        None
    })
}

/// Bytes of the first field with its continuation lines and last line end.
fn field_length(rest: &[u8]) -> usize {
    for end in memchr::memchr_iter(b'\n', rest) {
        if !matches!(rest.get(end + 1), Some(b' ' | b'\t')) {
            return end + 1;
        }
    }
    rest.len()
}
