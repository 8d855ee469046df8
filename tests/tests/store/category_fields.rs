//! Fields of conversations in both databases: their order, what stands in them, and how lists name it.

use ::desk::{
    ConversationId,
    category_field::{Draft, Values},
    conversation::{Status, View},
    custom_field::Kind,
};
use store::{categories, category_fields, contacts::erasing, events, lists, splitting};

use crate::given::{NOW, after_s, agent, conversation, ground};
use crate::{Desk, both};

fn draft(name: &str, kind: Kind) -> Draft {
    let choices = if kind == Kind::Choice { vec!["gold".to_string(), "silver".to_string()] } else { Vec::new() };
    Draft { name: name.into(), kind, choices, required: true, help: "As it is.".into() }
}

/// SO-15, SO-6: fields are kept as they are written and in their order; those of a category go with it.
#[tokio::test]
async fn fields_are_kept_in_their_order() {
    both(async |desk: &Desk| {
        let (before, after, names, left) = desk
            .write(|tx| {
                let orders = categories::add(tx, "Orders", None, NOW)?;
                let late = categories::add(tx, "Late", Some(orders), NOW)?;
                let source = category_fields::add(tx, None, &draft("Source", Kind::Text), NOW)?;
                let level = category_fields::add(tx, Some(orders), &draft("Level", Kind::Choice), NOW)?;
                let days = category_fields::add(tx, Some(late), &draft("Days", Kind::Number), NOW)?;
                let before = category_fields::by_id(tx, level)?.expect("the field");
                let renamed = Draft { choices: vec!["Top".into(), "silver".into()], ..before.draft.clone() };
                category_fields::update(tx, level, &renamed, &[("gold".into(), "Top".into())].into())?;
                category_fields::order(tx, &[days, level, source])?;
                let templates = category_fields::templates(tx)?;
                let names: Vec<String> = templates.of(Some(late)).map(|field| field.draft.name.clone()).collect();
                let after = category_fields::by_id(tx, level)?.expect("the field");
                category_fields::delete(tx, source)?;
                categories::delete(tx, late, None, NOW)?;
                Ok((before, after, names, category_fields::templates(tx)?.fields.len()))
            })
            .await;
        assert_eq!(before.draft, draft("Level", Kind::Choice));
        assert_eq!((after.called("gold"), after.draft.choices[0].as_str()), ("Top", "Top"));
        assert_eq!(names, ["Source", "Level", "Days"], "by category, and within one in its order");
        assert_eq!(left, 1);
    })
    .await;
}

/// SO-15: lists name what stands in the fields of a conversation's category, and nothing of another's; a conversation that
/// is split off has the same, and an erased one nothing, nor does its timeline.
#[tokio::test]
async fn lists_name_what_stands_there() {
    both(async |desk: &Desk| {
        let (shown, elsewhere, carried, erased) = desk
            .write(|tx| {
                let (ana, ground) = (agent(tx, "ana@desk.example")?, ground(tx)?);
                let orders = categories::add(tx, "Fielded", None, NOW)?;
                let late = categories::add(tx, "Late", Some(orders), NOW)?;
                let order = category_fields::add(tx, Some(orders), &draft("Order", Kind::Text), NOW)?;
                let level = category_fields::add(tx, Some(late), &draft("Level", Kind::Choice), NOW)?;
                let (one, other) = (
                    conversation(tx, ground, Status::Open, None, NOW)?,
                    conversation(tx, ground, Status::Open, None, NOW)?,
                );
                let values: Values = [(order, "4711".to_string()), (level, "gold".to_string())].into();
                categories::set(tx, one, Some(late), NOW)?;
                category_fields::set(tx, one, &values, after_s(1))?;
                let named = |tx: &mut store::Tx<'_>, id: ConversationId| {
                    let page = lists::page(tx, View::Open, ana, None, 200)?;
                    let listed = page.into_iter().find(|item| item.id == id).expect("it is listed").fields;
                    assert_eq!(lists::any(tx, id)?.expect("it is there").fields, listed);
                    Ok::<_, store::Error>(listed.into_iter().map(|one| (one.name, one.value)).collect::<Vec<_>>())
                };
                let shown = named(tx, one)?;
                categories::set(tx, one, Some(orders), NOW)?;
                let elsewhere = named(tx, one)?;
                let (source, target) = (
                    store::conversations::by_id(tx, one)?.expect("one"),
                    store::conversations::by_id(tx, other)?.expect("two"),
                );
                splitting::split(tx, &source, &target, &[], NOW, NOW)?;
                let carried = named(tx, other)?;
                let change = ::desk::category_field::Change {
                    field: order,
                    name: "Order".into(),
                    from: None,
                    to: Some("4711".into()),
                };
                let event = ::desk::event::Event::FieldsSet { changes: vec![change] };
                events::add(tx, one, &event, &events::Actor::System, NOW)?;
                erasing::conversation(tx, one, NOW)?;
                let told = events::of(tx, one)?.into_iter().any(|event| event.data.to_string().contains("4711"));
                Ok((shown, elsewhere, carried, (category_fields::of(tx, one)?, told)))
            })
            .await;
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        assert_eq!(shown, [pair("Order", "4711"), pair("Level", "gold")]);
        assert_eq!(elsewhere, [pair("Order", "4711")]);
        assert_eq!(carried, [pair("Order", "4711")]);
        assert_eq!(erased, (Values::new(), false));
    })
    .await;
}
