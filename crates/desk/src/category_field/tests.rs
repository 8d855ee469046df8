//! Cases of templates, values and renamed words.

use super::*;

fn field(id: i64, category: i64, name: &str, kind: Kind, required: bool) -> CategoryField {
    let choices = if kind == Kind::Choice { vec!["gold".to_string(), "silver".to_string()] } else { Vec::new() };
    let draft = Draft { name: name.into(), kind, choices, required, help: String::new() };
    let category = (category != 0).then_some(CategoryId(category));
    CategoryField { id: CategoryFieldId(id), category, draft, former: BTreeMap::new() }
}

/// Orders (1) with Late (2) under it, and Money (3) beside.
fn templates() -> Templates {
    Templates {
        fields: vec![
            field(7, 2, "Days late", Kind::Number, true),
            field(1, 0, "Source", Kind::Text, false),
            field(2, 1, "Order", Kind::Text, true),
            field(3, 1, "Level", Kind::Choice, false),
            field(9, 3, "Paid", Kind::Checkbox, true),
        ],
        parents: BTreeMap::from([(CategoryId(2), CategoryId(1))]),
    }
}

fn ids(found: impl Iterator<Item = CategoryFieldId>) -> String {
    found.map(|id| id.to_string()).collect::<Vec<_>>().join(" ")
}

fn values(all: &[(i64, &str)]) -> Values {
    all.iter().map(|(id, value)| (CategoryFieldId(*id), (*value).to_string())).collect()
}

/// SO-15: what is asked of all, then of the category above, then its own; a part asks more than its whole, never less.
#[test]
fn a_template_is_inherited_from_above() {
    let templates = templates();
    for (category, expected) in
        [(None, "1"), (Some(1), "1 2 3"), (Some(2), "1 2 3 7"), (Some(3), "1 9"), (Some(4), "1")]
    {
        assert_eq!(ids(templates.of(category.map(CategoryId)).map(|one| one.id)), expected, "{category:?}");
    }
    for (one, other, related) in [
        (None, Some(3), true),
        (Some(1), Some(2), true),
        (Some(2), Some(1), true),
        (Some(3), Some(3), true),
        (Some(1), Some(3), false),
        (Some(2), Some(3), false),
    ] {
        assert_eq!(templates.related(one.map(CategoryId), other.map(CategoryId)), related, "{one:?} {other:?}");
    }
}

/// SO-15: what is missing is what its category asks for and what is not there; a box that is not ticked is not there.
#[test]
fn what_is_missing_depends_on_the_category() {
    let templates = templates();
    for (category, has, missing) in [
        (None, values(&[]), ""),
        (Some(1), values(&[]), "2"),
        (Some(1), values(&[(2, "4711")]), ""),
        (Some(2), values(&[(2, "4711")]), "7"),
        (Some(2), values(&[(2, "4711"), (7, "0")]), ""),
        (Some(3), values(&[(2, "4711")]), "9"),
        (Some(3), values(&[(9, "true")]), ""),
    ] {
        let found = templates.missing(category.map(CategoryId), &has);
        assert_eq!(ids(found.iter().map(|one| one.id)), missing, "{category:?} {has:?}");
    }
}

/// SO-15: every kind is checked; what does not fit, and what the category does not have, is named.
#[test]
fn only_what_fits_is_written_and_what_changed_is_told() {
    let (templates, orders) = (templates(), Some(CategoryId(1)));
    let before = values(&[(2, "1"), (9, "true"), (50, "of a field that is gone")]);
    let written = |all: &[(i64, Option<&str>)]| -> Written {
        all.iter().map(|(id, value)| (CategoryFieldId(*id), value.map(ToString::to_string))).collect()
    };
    let (changes, after) =
        templates.write(orders, &before, &written(&[(2, Some(" 4711 ")), (3, Some("gold")), (1, None)])).unwrap();
    let told: Vec<_> = changes.iter().map(|one| (one.name.as_str(), one.from.as_deref(), one.to.as_deref())).collect();
    assert_eq!(told, [("Order", Some("1"), Some("4711")), ("Level", None, Some("gold"))]);
    assert_eq!(
        after,
        values(&[(2, "4711"), (3, "gold"), (9, "true")]),
        "another category's value stays, a gone field's goes"
    );
    assert_eq!(templates.write(orders, &after, &written(&[(2, Some("4711"))])).unwrap().0, [], "nothing changed");
    let (changes, emptied) = templates.write(orders, &after, &written(&[(2, Some("  "))])).unwrap();
    assert_eq!((changes.len(), emptied.contains_key(&CategoryFieldId(2))), (1, false));
    for (category, id, value, message) in [
        (orders, 3, "bronze", "custom-field-choice-does-not-fit"),
        (orders, 7, "3", "no-such-category-field"),
        (Some(CategoryId(2)), 7, "three", "custom-field-number-does-not-fit"),
        (Some(CategoryId(3)), 9, "yes", "custom-field-checkbox-does-not-fit"),
        (None, 2, "4711", "no-such-category-field"),
    ] {
        let refused = templates.write(category, &before, &written(&[(id, Some(value))]));
        assert_eq!(refused, Err((CategoryFieldId(id), message)), "{id} {value}");
    }
}

/// SO-15: a renamed word is the new one wherever it stands, over any number of renamings and back.
#[test]
fn a_renamed_word_is_followed() {
    let words = |all: &[&str]| all.iter().map(|one| (*one).to_string()).collect::<Vec<_>>();
    let rename = |field: &CategoryField, choices: &[&str], renamed: &[(&str, &str)]| {
        let renamed = renamed.iter().map(|(old, new)| ((*old).to_string(), (*new).to_string())).collect();
        let former = field.renamed(&words(choices), &renamed)?;
        let draft = Draft { choices: words(choices), ..field.draft.clone() };
        Ok::<_, &'static str>(CategoryField { draft, former, ..field.clone() })
    };
    let first = field(3, 1, "Level", Kind::Choice, false);
    let second = rename(&first, &["Gold", "silver"], &[("gold", "Gold")]).unwrap();
    assert_eq!(second.value(&values(&[(3, "gold")])), Some("Gold"));
    assert_eq!(second.read("gold"), Ok(Some("Gold".into())));
    let third = rename(&second, &["Top", "silver"], &[("Gold", "Top")]).unwrap();
    assert_eq!((third.called("gold"), third.called("Gold"), third.called("silver")), ("Top", "Top", "silver"));
    let back = rename(&third, &["gold", "silver"], &[("Top", "gold")]).unwrap();
    assert_eq!((back.called("gold"), back.called("Gold"), back.called("Top")), ("gold", "gold", "gold"));
    assert_eq!(rename(&second, &["Gold", "silver", "gold"], &[]), Err("category-field-choice-was-renamed"));
    for (choices, renamed) in [
        (vec!["Gold", "silver"], ("bronze", "Gold")),
        (vec!["silver"], ("gold", "Gold")),
        (vec!["gold", "Gold"], ("gold", "Gold")),
    ] {
        assert_eq!(rename(&first, &choices, &[renamed]), Err("category-field-renames-do-not-fit"), "{choices:?}");
    }
    // A word that is only taken away stays where it is.
    let fewer = rename(&first, &["silver"], &[]).unwrap();
    assert_eq!(fewer.value(&values(&[(3, "gold")])), Some("gold"));
    assert_eq!(fewer.read("gold"), Err("custom-field-choice-does-not-fit"));
}

/// SO-15: a field is named, says something short of itself, and only a choice has words.
#[test]
fn a_field_is_checked_before_it_is_kept() {
    let draft = |name: &str, help: &str| Draft {
        name: name.into(),
        kind: Kind::Text,
        choices: Vec::new(),
        required: true,
        help: help.into(),
    };
    let kept = draft("  Order ", " As on the invoice. ").checked().unwrap();
    assert_eq!((kept.name.as_str(), kept.help.as_str(), kept.required), ("Order", "As on the invoice.", true));
    for (draft, refused) in [
        (draft(" ", ""), ("name", "custom-field-name-needed")),
        (draft(&"x".repeat(101), ""), ("name", "custom-field-name-needed")),
        (draft("Order", &"x".repeat(301)), ("help", "category-field-help-too-long")),
        (Draft { choices: vec!["a".into()], ..draft("Order", "") }, ("choices", "custom-field-choices-do-not-fit")),
        (Draft { kind: Kind::Choice, ..draft("Order", "") }, ("choices", "custom-field-choices-do-not-fit")),
    ] {
        assert_eq!(draft.checked(), Err(refused));
    }
}

/// SO-15: only what ends a matter asks for what must be known, and it is asked once.
#[test]
fn only_the_end_of_a_matter_is_checked() {
    for from in Status::ALL {
        for to in Status::ALL {
            let done = |status| matches!(status, Status::Resolved | Status::Closed);
            assert_eq!(ends(from, to), done(to) && !done(from), "{from:?} {to:?}");
        }
    }
    assert!(ends(Status::Open, Status::Closed), "closing is no way around resolving");
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn value(&mut self, kind: Kind) -> String {
        match kind {
            Kind::Text | Kind::Number => self.roll(1_000).to_string(),
            Kind::Choice => ["gold", "silver"][usize::from(self.roll(2) == 1)].to_string(),
            Kind::Date => format!("2026-{:02}-{:02}", self.roll(12) + 1, self.roll(28) + 1),
            Kind::Checkbox => "true".to_string(),
        }
    }
}

/// SO-15: whatever is asked for and written, what is told is what changed, nothing of another category is lost, and filling
/// in what is missing leaves nothing missing.
#[test]
fn what_is_written_stands_there_and_nothing_else_moves() {
    let (mut told, mut filled) = (0, 0);
    for seed in 1..=2_000 {
        let mut dice = Dice(seed);
        let fields: Vec<CategoryField> = (1..=20)
            .map(|id| {
                let kind = Kind::ALL[usize::try_from(dice.roll(5)).unwrap()];
                let category = i64::try_from(dice.roll(4)).unwrap();
                field(id, category, &format!("Field {id}"), kind, dice.roll(2) == 1)
            })
            .collect();
        let templates = Templates { fields, parents: BTreeMap::from([(CategoryId(2), CategoryId(1))]) };
        let category = Some(dice.roll(4)).filter(|id| *id > 0).map(|id| CategoryId(i64::try_from(id).unwrap()));
        let mut before = Values::new();
        for field in &templates.fields {
            if dice.roll(3) == 0 {
                before.insert(field.id, dice.value(field.draft.kind));
            }
        }
        let own: Vec<CategoryField> = templates.of(category).cloned().collect();
        let mut written = Written::new();
        for field in &own {
            match dice.roll(3) {
                0 => written.insert(field.id, None),
                1 => written.insert(field.id, Some(dice.value(field.draft.kind))),
                _ => None,
            };
        }
        let (changes, after) = templates.write(category, &before, &written).unwrap();
        for field in &templates.fields {
            let (from, to) = (before.get(&field.id), after.get(&field.id));
            let change = changes.iter().find(|change| change.field == field.id);
            assert_eq!(change.is_some(), from != to, "{seed}");
            assert!(change.is_none_or(|one| one.from.as_ref() == from && one.to.as_ref() == to), "{seed}");
            assert!(from == to || own.contains(field), "{seed}: of another category");
        }
        told += changes.len();
        let missing = templates.missing(category, &after);
        assert!(missing.iter().all(|field| field.draft.required && !after.contains_key(&field.id)), "{seed}");
        filled += missing.len();
        let rest: Written = missing.iter().map(|one| (one.id, Some(dice.value(one.draft.kind)))).collect();
        let (_, whole) = templates.write(category, &after, &rest).unwrap();
        assert_eq!(templates.missing(category, &whole), Vec::<&CategoryField>::new(), "{seed}");
    }
    // Else the dice would not have tried what is claimed.
    assert!(told > 5_000 && filled > 1_000, "{told} {filled}");
}
