//! What must stand in the fields of a conversation that a search may give (SO-15). Pure.

use desk::{
    custom_field::Kind,
    search::{Compare, Filled as Asked, days},
};
use store::category_fields::Filled;

use super::scope::Sought;

/// A field by its name, and what must stand there.
pub(super) struct SoughtField {
    name: Sought,
    than: Option<(Compare, String, Sought)>,
}

impl From<&Asked> for SoughtField {
    fn from(asked: &Asked) -> Self {
        let than = asked.than.as_ref().map(|(how, value)| (*how, value.text.trim().to_string(), Sought::from(value)));
        Self { name: Sought::from(&asked.field), than }
    }
}

impl SoughtField {
    /// True where one of the fields is called so and holds it.
    pub fn is_in(&self, fields: &[Filled]) -> bool {
        fields.iter().any(|filled| self.name.is(&filled.name) && self.fits(filled))
    }

    fn fits(&self, filled: &Filled) -> bool {
        let Some((how, value, words)) = &self.than else { return true };
        match filled.kind {
            Kind::Number => filled.kind.order(&filled.value, value).is_some_and(|order| match how {
                Compare::Is => order.is_eq(),
                Compare::AtLeast => order.is_ge(),
                Compare::AtMost => order.is_le(),
            }),
            Kind::Date => days(value).zip(days(&filled.value)).is_some_and(|((from, to), (day, _))| match how {
                Compare::Is => (from..to).contains(&day),
                Compare::AtLeast => day >= from,
                Compare::AtMost => day < to,
            }),
            Kind::Text => *how == Compare::Is && words.is_in(&filled.value),
            Kind::Choice => *how == Compare::Is && words.is(&filled.value),
            Kind::Checkbox => *how == Compare::Is && ["true", "yes"].iter().any(|word| words.is(word)),
        }
    }
}
