//! What fits: the bounds of a rule, and which comparisons a field knows. What does not fit is never stored.

use super::{Action, Condition, Field, Is, Recipe, Trigger, When};
use crate::{conversation::Status, custom_field::Kind, evidence::Level, limits, priority::Priority, survey::Rating};

/// What of a rule does not fit: where, and a stable word for the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// `when`, `if` or `then`.
    pub field: &'static str,
    /// Why.
    pub reason: &'static str,
}

const TEXT: &[Is] = &[Is::Contains, Is::ContainsNot, Is::Is, Is::IsNot, Is::Begins, Is::Ends, Is::Empty, Is::NotEmpty];
const CHOICE: &[Is] = &[Is::Is, Is::IsNot];
const MAYBE: &[Is] = &[Is::Is, Is::IsNot, Is::Empty, Is::NotEmpty];
const NUMBER: &[Is] = &[Is::AtLeast, Is::AtMost];
const RATING: &[Is] = &[Is::Is, Is::AtLeast, Is::AtMost, Is::Empty, Is::NotEmpty];
/// What a field knows depends on its kind, which only the directory says.
const ANY: &[Is] = Is::ALL;

impl Field {
    /// The comparisons that this field knows.
    #[must_use]
    pub fn comparisons(self) -> &'static [Is] {
        match self {
            Self::Subject | Self::Text | Self::From | Self::FromName | Self::To | Self::Header | Self::ContactField => {
                TEXT
            }
            Self::Attachments
            | Self::Automatic
            | Self::Evidence
            | Self::Mailbox
            | Self::Status
            | Self::Priority
            | Self::Hours => CHOICE,
            Self::Language | Self::Queue | Self::Category | Self::Assignee | Self::Tag | Self::Company => MAYBE,
            Self::Messages | Self::QueueLoad => NUMBER,
            Self::Rating => RATING,
            Self::CategoryField => ANY,
        }
    }

    fn fits(self, value: &str) -> bool {
        let id = || !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Attachments | Self::Automatic => matches!(value, "yes" | "no"),
            Self::Hours => matches!(value, "open" | "closed"),
            Self::Evidence => Level::from_word(value).is_some(),
            Self::Status => Status::from_word(value).is_some(),
            Self::Priority => Priority::from_word(value).is_some(),
            Self::Rating => value.parse::<i64>().is_ok_and(|number| Rating::from_number(number).is_some()),
            Self::Messages | Self::QueueLoad => value.parse::<u32>().is_ok(),
            Self::Mailbox | Self::Queue | Self::Category | Self::Assignee | Self::Company => id(),
            _ => !value.trim().is_empty(),
        }
    }
}

impl Is {
    /// True where it needs no value.
    #[must_use]
    pub fn stands_alone(self) -> bool {
        matches!(self, Self::Empty | Self::NotEmpty)
    }
}

/// Checks what the types do not say.
///
/// # Errors
/// The first part that does not fit.
pub fn check(recipe: &Recipe) -> Result<(), Unfit> {
    let unfit = |field, reason| Err(Unfit { field, reason });
    let When { on, since, minutes } = &recipe.when;
    match (on, since, minutes) {
        (Trigger::TimePassed, Some(_), Some(minutes)) if (1..=limits::RULE_MINUTES).contains(minutes) => {}
        (Trigger::TimePassed, _, _) => return unfit("when", "rule-time-does-not-fit"),
        (_, None, None) => {}
        _ => return unfit("when", "rule-time-not-meant"),
    }
    if recipe.conditions().count() > limits::RULE_CONDITIONS || recipe.groups.len() > limits::RULE_CONDITIONS {
        return unfit("if", "rule-too-many-conditions");
    }
    if recipe.groups.iter().any(|group| group.conditions.is_empty()) || !recipe.conditions().all(condition_fits) {
        return unfit("if", "rule-condition-does-not-fit");
    }
    if recipe.then.is_empty() {
        return unfit("then", "rule-actions-needed");
    }
    if recipe.then.len() > limits::RULE_ACTIONS {
        return unfit("then", "rule-too-many-actions");
    }
    if !recipe.then.iter().all(action_fits) {
        return unfit("then", "rule-action-does-not-fit");
    }
    Ok(())
}

fn condition_fits(condition: &Condition) -> bool {
    let Condition { field, of, is, values } = condition;
    let named = match field {
        Field::Header => of.as_deref().is_some_and(is_header_name),
        Field::ContactField => of.as_deref().is_some_and(|of| of.parse::<crate::ContactFieldId>().is_ok()),
        Field::CategoryField => of.as_deref().is_some_and(|of| of.parse::<crate::CategoryFieldId>().is_ok()),
        _ => of.is_none(),
    };
    let counted = match field.comparisons() {
        _ if is.stands_alone() => values.is_empty(),
        _ if NUMBER.contains(is) => values.len() == 1,
        _ => (1..=limits::RULE_VALUES).contains(&values.len()),
    };
    let short =
        |value: &String| value.chars().count() <= limits::RULE_VALUE_CHARS && !value.chars().any(char::is_control);
    let sized = *field != Field::CategoryField || !NUMBER.contains(is) || values.iter().all(|value| has_order(value));
    named
        && counted
        && sized
        && field.comparisons().contains(is)
        && values.iter().all(|value| short(value) && field.fits(value))
}

/// True for what a field of a conversation can be compared with by size or time.
fn has_order(value: &str) -> bool {
    [Kind::Number, Kind::Date].iter().any(|kind| kind.order(value, value).is_some())
}

fn is_header_name(name: &str) -> bool {
    (1..=100).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':')
}

fn action_fits(action: &Action) -> bool {
    match action {
        Action::SetStatus(status) => status.can_be_set() && *status != Status::Postponed,
        Action::AddTag(tag) | Action::RemoveTag(tag) => {
            !tag.is_empty()
                && tag.trim() == tag
                && tag.chars().count() <= limits::TAG_CHARS
                && !tag.chars().any(char::is_control)
        }
        Action::AddNote(text) | Action::SendText(text) => {
            !text.trim().is_empty() && text.chars().count() <= limits::RULE_NOTE_CHARS
        }
        Action::SetField(given) => {
            given.value.chars().count() <= limits::CUSTOM_FIELD_VALUE_CHARS
                && !given.value.chars().any(char::is_control)
        }
        Action::AssignAgent(_)
        | Action::AssignQueue(_)
        | Action::AssignAssistant(_)
        | Action::SetCategory(_)
        | Action::SetPriority(_)
        | Action::CallWebhook(_)
        | Action::Stop => true,
    }
}
