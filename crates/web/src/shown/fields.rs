//! Fields that the desk defines itself: of conversations by their category, and what all such fields have in common.

use desk::{CategoryFieldId, CategoryId, category_field, custom_field};
use serde::{Deserialize, Serialize};
use store::category_fields::Filled;
use utoipa::ToSchema;

use crate::shown::same_words;

/// What a field holds. Values are text: a number with a point, a day like `2026-11-05`, `true` for a ticked box.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Any text on one line.
    Text,
    /// A number.
    Number,
    /// One of some words.
    Choice,
    /// A day.
    Date,
    /// A box that is ticked or not.
    Checkbox,
}

same_words!(
    FieldKind,
    custom_field::Kind,
    Text = Text,
    Number = Number,
    Choice = Choice,
    Date = Date,
    Checkbox = Checkbox
);

/// A field of the conversations of a category.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CategoryField {
    /// Which.
    #[schema(value_type = String)]
    pub id: CategoryFieldId,
    /// The category whose conversations have it, and those of the categories under it; null: all conversations.
    #[schema(required, value_type = Option<String>)]
    pub category: Option<CategoryId>,
    /// Its name.
    #[schema(example = "Order number")]
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// The words of a choice; empty for every other kind.
    pub choices: Vec<String>,
    /// True where it must be filled in before a conversation is resolved or closed.
    pub required: bool,
    /// What it says of itself to whoever fills it in; empty for nothing.
    #[schema(example = "As it stands on the invoice.")]
    pub help: String,
}

impl From<&category_field::CategoryField> for CategoryField {
    fn from(field: &category_field::CategoryField) -> Self {
        let category_field::Draft { name, kind, choices, required, help } = field.draft.clone();
        Self { id: field.id, category: field.category, name, kind: kind.into(), choices, required, help }
    }
}

/// What stands in a field of a conversation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationFieldValue {
    /// Which field.
    #[schema(value_type = String)]
    pub field: CategoryFieldId,
    /// Its name.
    #[schema(example = "Order number")]
    pub name: String,
    /// The value: text, a number with a point, a day like `2026-11-05`, `true` for a ticked box.
    #[schema(example = "4711")]
    pub value: String,
}

impl From<Filled> for ConversationFieldValue {
    fn from(filled: Filled) -> Self {
        Self { field: filled.field, name: filled.name, value: filled.value }
    }
}
