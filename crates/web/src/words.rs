//! Texts of problems for people. They stand in `locales/*.ftl` under the problem's code; English is complete, other
//! languages only add files. Nothing else of this crate speaks to people.

use std::sync::LazyLock;

use fluent_bundle::{FluentResource, concurrent::FluentBundle};

static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::default()]);
    bundle.set_use_isolating(false);
    let resource = match FluentResource::try_new(include_str!("../locales/en.ftl").to_string()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    // A key that stands twice would be a mistake in our own file, which a test of the repository finds.
    let _ = bundle.add_resource(resource);
    bundle
});

/// The title of a problem; its code where the file lacks it.
#[must_use]
pub fn title(code: &str) -> String {
    own(code, None).unwrap_or_else(|| code.to_string())
}

/// What happened and what to do next; the title where the file has no more to say.
#[must_use]
pub fn detail(code: &str) -> String {
    own(code, Some("detail")).unwrap_or_else(|| title(code))
}

/// Why a field does not fit: a key of this crate's file or of the journeys'.
#[must_use]
pub fn field(key: &str) -> String {
    own(key, None).unwrap_or_else(|| flow::words::text(key, &[]))
}

fn own(key: &str, attribute: Option<&str>) -> Option<String> {
    let message = ENGLISH.get_message(key)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    let mut problems = Vec::new();
    Some(ENGLISH.format_pattern(pattern, None, &mut problems).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_the_table_has_a_title_and_says_what_to_do() {
        for code in crate::problem::CODES {
            assert_ne!(title(code), *code, "{code} has no title");
            assert_ne!(detail(code), title(code), "{code} does not say what to do");
        }
    }
}
