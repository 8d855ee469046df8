//! stub
use super::Draft;

pub(super) fn mail(draft: &Draft) -> Vec<u8> {
    draft.text.clone().into_bytes()
}
