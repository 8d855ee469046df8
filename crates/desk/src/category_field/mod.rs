//! Fields of conversations: what a category asks to be known of those that have it (SO-15). A category's template is what
//! is asked of all conversations, then what the category above it asks, then its own. Pure; values come in as they stand.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{
    CategoryFieldId, CategoryId,
    conversation::Status,
    custom_field::{self, Kind},
    limits,
};

/// The words of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// What it holds; this stays.
    pub kind: Kind,
    /// The words of a choice.
    pub choices: Vec<String>,
    /// True where it must be filled in before a conversation is resolved or closed.
    pub required: bool,
    /// What it says of itself to whoever fills it in; empty for nothing.
    pub help: String,
}

/// A field of the conversations of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryField {
    /// Which.
    pub id: CategoryFieldId,
    /// The category; none: all conversations have it.
    pub category: Option<CategoryId>,
    /// Its words.
    pub draft: Draft,
    /// Words of a choice that have another name now, with that name. So renaming costs the same however many have it.
    pub former: BTreeMap<String, String>,
}

/// What conversations have in their fields, as it is stored: also in fields that their category does not have now.
pub type Values = BTreeMap<CategoryFieldId, String>;

/// What is to be written; none empties.
pub type Written = BTreeMap<CategoryFieldId, Option<String>>;

/// A field that holds something else now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub field: CategoryFieldId,
    /// Its name at that moment.
    pub name: String,
    /// What it held.
    pub from: Option<String>,
    /// What it holds.
    pub to: Option<String>,
}

/// All fields, and which category stands under which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    /// The fields; those of one category in their order.
    pub fields: Vec<CategoryField>,
    /// Categories that belong to another, each with that.
    pub parents: BTreeMap<CategoryId, CategoryId>,
}

impl CategoryField {
    /// What a stored value is called now.
    #[must_use]
    pub fn called<'v>(&'v self, stored: &'v str) -> &'v str {
        self.former.get(stored).map_or(stored, String::as_str)
    }

    /// The value as it is kept; an empty one is nothing, and a word that was renamed is the new one.
    ///
    /// # Errors
    /// The message's key where it does not fit.
    pub fn read(&self, written: &str) -> Result<Option<String>, &'static str> {
        self.draft.kind.read(&self.draft.choices, self.called(written.trim()))
    }

    /// What a conversation has in it.
    #[must_use]
    pub fn value<'v>(&'v self, values: &'v Values) -> Option<&'v str> {
        values.get(&self.id).map(|stored| self.called(stored))
    }

    /// The words that were renamed after some more were, given the words that there are now.
    ///
    /// # Errors
    /// The message's key where a renamed word is not one, or a new word is the former name of another.
    pub fn renamed(
        &self,
        choices: &[String],
        renamed: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, &'static str> {
        let is_moved = |(old, new): (&String, &String)| {
            self.draft.choices.contains(old) && choices.contains(new) && !choices.contains(old)
        };
        if !renamed.iter().all(is_moved) {
            return Err("category-field-renames-do-not-fit");
        }
        let mut former = self.former.clone();
        former.values_mut().for_each(|now| *now = renamed.get(now).unwrap_or(now).clone());
        former.retain(|old, now| old != now);
        former.extend(renamed.iter().map(|(old, new)| (old.clone(), new.clone())));
        if choices.iter().any(|word| former.contains_key(word)) {
            return Err("category-field-choice-was-renamed");
        }
        if former.len() > limits::CATEGORY_FIELD_FORMER {
            return Err("category-field-renamed-too-often");
        }
        Ok(former)
    }
}

impl Draft {
    /// The words as they are kept.
    ///
    /// # Errors
    /// The field of the API and the message's key where something does not fit.
    pub fn checked(&self) -> Result<Self, (&'static str, &'static str)> {
        let (name, help) = (self.name.trim(), self.help.trim());
        if !custom_field::is_name(name) {
            return Err(("name", "custom-field-name-needed"));
        }
        if help.chars().count() > limits::CATEGORY_FIELD_HELP_CHARS || help.chars().any(char::is_control) {
            return Err(("help", "category-field-help-too-long"));
        }
        let choices = self.kind.choices(&self.choices).map_err(|message| ("choices", message))?;
        Ok(Self { name: name.to_string(), help: help.to_string(), choices, ..self.clone() })
    }
}

impl Templates {
    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: CategoryFieldId) -> Option<&CategoryField> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The fields of conversations of this category, in their order: those of all, of the category above, its own.
    pub fn of(&self, category: Option<CategoryId>) -> impl Iterator<Item = &CategoryField> {
        let above = category.and_then(|id| self.parents.get(&id).copied());
        let levels: Vec<Option<CategoryId>> =
            [None].into_iter().chain(above.map(Some)).chain(category.map(Some)).collect();
        levels.into_iter().flat_map(|level| self.fields.iter().filter(move |field| field.category == level))
    }

    /// The field, where conversations of this category have it.
    #[must_use]
    pub fn meant(&self, category: Option<CategoryId>, id: CategoryFieldId) -> Option<&CategoryField> {
        self.of(category).find(|field| field.id == id)
    }

    /// The required fields in which a conversation of this category has nothing.
    #[must_use]
    pub fn missing(&self, category: Option<CategoryId>, values: &Values) -> Vec<&CategoryField> {
        self.of(category).filter(|field| field.draft.required && field.value(values).is_none()).collect()
    }

    /// True where some conversation may have fields of both categories: they must not have the same name.
    #[must_use]
    pub fn related(&self, one: Option<CategoryId>, other: Option<CategoryId>) -> bool {
        let (Some(one), Some(other)) = (one, other) else { return true };
        one == other || self.parents.get(&one) == Some(&other) || self.parents.get(&other) == Some(&one)
    }

    /// What changes in a conversation of this category when some is written, and its values then: without those of fields
    /// that are gone, and with those that it had as one of another category.
    ///
    /// # Errors
    /// The field and the message's key where its category has no such field, or the value does not fit.
    pub fn write(
        &self,
        category: Option<CategoryId>,
        before: &Values,
        written: &Written,
    ) -> Result<(Vec<Change>, Values), (CategoryFieldId, &'static str)> {
        let mut values: Values = before.clone();
        values.retain(|id, _| self.field(*id).is_some());
        let mut changes = Vec::new();
        for (id, value) in written {
            let field = self.meant(category, *id).ok_or((*id, "no-such-category-field"))?;
            let to = field.read(value.as_deref().unwrap_or_default()).map_err(|message| (*id, message))?;
            let from = field.value(before).map(ToString::to_string);
            if from == to {
                continue;
            }
            match &to {
                Some(value) => values.insert(*id, value.clone()),
                None => values.remove(id),
            };
            changes.push(Change { field: *id, name: field.draft.name.clone(), from, to });
        }
        Ok((changes, values))
    }
}

/// True for a change of status that ends a matter: what must be known then is asked for. What was ended before is not
/// asked again.
#[must_use]
pub fn ends(from: Status, to: Status) -> bool {
    let done = |status| matches!(status, Status::Resolved | Status::Closed);
    done(to) && !done(from)
}
