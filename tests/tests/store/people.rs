//! Agents, contacts and participants: one person for each address, in any spelling.

use desk::{agent::Role, conversation::Status, message::Person};
use store::{Error, agents, contacts, participants};

use crate::given::{NOW, after_s, conversation, ground};
use crate::{Desk, both};

#[tokio::test]
async fn an_agent_is_found_by_any_spelling_of_the_address() {
    both(async |desk: &Desk| {
        let id =
            desk.write(|tx| agents::add(tx, "Žofie@Desk.Example", "Žofie", Role::Manager, "$argon2id$", NOW)).await;
        let found = desk.read(|tx| agents::by_email(tx, "Žofie@desk.example")).await.unwrap();
        assert_eq!(
            (found.id, found.email.as_str(), found.role, found.active, found.epoch),
            (id, "Žofie@Desk.Example", Role::Manager, true, 0)
        );
        assert_eq!(desk.read(move |tx| agents::password_hash(tx, id)).await.as_deref(), Some("$argon2id$"));
        let twice = desk.db.write(|tx| agents::add(tx, "Žofie@DESK.example", "Z", Role::Agent, "", NOW)).await;
        assert!(matches!(twice, Err(Error::Taken(_))), "{twice:?}");
        desk.write(|tx| tx.run("UPDATE agents SET active = 0", &[])).await;
        let gone = desk
            .read(move |tx| Ok((agents::password_hash(tx, id)?, agents::list(tx)?.len(), agents::count(tx)?)))
            .await;
        assert_eq!(gone, (None, 0, 1), "a switched off agent cannot sign in and is counted");
    })
    .await;
}

#[tokio::test]
async fn a_contact_is_one_for_each_address_and_keeps_its_first_name() {
    both(async |desk: &Desk| {
        let ids = desk
            .write(|tx| {
                Ok([
                    contacts::find_or_add(tx, None, "Maria@Customer.Example", NOW)?,
                    contacts::find_or_add(tx, Some("Maria"), "maria@customer.example", after_s(1))?,
                    contacts::find_or_add(tx, Some("Someone else"), "MARIA@customer.example", after_s(2))?,
                ])
            })
            .await;
        assert_eq!(ids, [ids[0]; 3]);
        let kept = desk
            .read(|tx| {
                tx.one("SELECT name, address, updated_at FROM contacts", &[], |row| {
                    Ok((row.opt_text(0)?, row.text(1)?, row.time(2)?))
                })
            })
            .await;
        assert_eq!(kept, Some((Some("Maria".into()), "Maria@Customer.Example".into(), after_s(1))));
        assert_eq!(desk.read(|tx| contacts::by_address(tx, "other@customer.example")).await, None);
    })
    .await;
}

/// LA-4: the contact first, then the others; whoever is there already stays as they are.
#[tokio::test]
async fn participants_stand_in_order_and_once() {
    both(async |desk: &Desk| {
        let person = |name: Option<&str>, address: &str| Person { name: name.map(Into::into), address: address.into() };
        let (id, of) = desk
            .write(move |tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::New, None, NOW)?;
                participants::add(tx, id, &person(None, "a@partner.example"), "cc", true)?;
                participants::add(tx, id, &person(Some("Maria"), "maria@customer.example"), "contact", true)?;
                participants::add(tx, id, &person(Some("A."), "A@Partner.Example"), "cc", false)?;
                Ok((id, participants::of(tx, id)?))
            })
            .await;
        let short: Vec<_> = of
            .iter()
            .map(|one| (one.person.address.as_str(), one.person.name.as_deref(), one.role.as_str(), one.ticked))
            .collect();
        assert_eq!(
            short,
            [("maria@customer.example", Some("Maria"), "contact", true), ("a@partner.example", None, "cc", true)]
        );
        let asked = desk
            .read(move |tx| {
                Ok((
                    participants::role(tx, id, "maria@customer.example")?,
                    participants::role(tx, id, "nobody@customer.example")?,
                    participants::count(tx, id)?,
                ))
            })
            .await;
        assert_eq!(asked, (Some("contact".into()), None, 2));
    })
    .await;
}
