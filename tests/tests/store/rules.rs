//! Rules in both databases: their order, what they did, since when their time is counted, and what they look at.

use ::desk::{
    Micros, RuleId,
    conversation::Status,
    rules::{Cut, Recipe, Since},
};
use store::{
    rules::{
        self, Draft,
        facts::{self, Asked},
        moments,
    },
    tags,
};

use crate::given::{NOW, after_s, agent, conversation, ground};
use crate::{Desk, both};

fn draft(name: &str, json: &str) -> Draft {
    Draft { name: name.into(), enabled: true, recipe: serde_json::from_str::<Recipe>(json).expect("a recipe") }
}

const STOP: &str = r#"{"when": {"on": "created"}, "if": [], "then": [{"do": "stop"}]}"#;
const LATE: &str =
    r#"{"when": {"on": "time_passed", "since": "created", "minutes": 1}, "if": [], "then": [{"do": "stop"}]}"#;

/// SO-16: rules stand in the order in which they were put; those that are off are not looked at.
#[tokio::test]
async fn rules_stand_in_their_order() {
    both(async |desk: &Desk| {
        let names = desk
            .write(|tx| {
                let mut ids = Vec::new();
                for name in ["one", "two", "three"] {
                    ids.push(rules::add(tx, &draft(name, STOP), NOW, NOW)?);
                }
                rules::order(tx, &[ids[2], ids[0], ids[1]])?;
                rules::update(tx, ids[0], &Draft { enabled: false, ..draft("one", LATE) }, after_s(1))?;
                let all: Vec<String> = rules::list(tx)?.into_iter().map(|one| one.draft.name).collect();
                let active: Vec<String> = rules::active(tx)?.into_iter().map(|one| one.name).collect();
                rules::delete(tx, ids[2])?;
                Ok((all, active, rules::list(tx)?.len()))
            })
            .await;
        assert_eq!(names.0, ["three", "one", "two"]);
        assert_eq!((names.1, names.2), (vec!["three".to_string(), "two".to_string()], 2));
    })
    .await;
}

/// SO-16: what rules did is counted for them and for the conversation, and forgotten after its time.
#[tokio::test]
async fn firings_are_counted_and_forgotten() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            let id = conversation(tx, ground, Status::New, None, NOW)?;
            let rule = rules::add(tx, &draft("one", STOP), NOW, NOW)?;
            rules::note(tx, rule, id, None, NOW)?;
            rules::note(tx, rule, id, Some(Cut::Loop), after_s(10))?;
            rules::note(tx, RuleId(99), id, Some(Cut::TooMany), after_s(20))?;
            let lately = rules::lately(tx, rule)?;
            assert_eq!((lately.fired, lately.fired_at, lately.cut_at), (1, Some(NOW), Some(after_s(10))));
            assert_eq!((rules::fired_on(tx, id, after_s(-1))?, rules::fired_on(tx, id, after_s(5))?), (3, 2));
            assert!(rules::was_cut(tx, id, Cut::TooMany, NOW)? && !rules::was_cut(tx, id, Cut::TooMany, after_s(20))?);
            rules::forget_old(tx, after_s(15))?;
            assert_eq!(rules::fired_on(tx, id, after_s(-1))?, 1);
            Ok(())
        })
        .await;
    })
    .await;
}

/// SO-16: each moment is looked at once by each rule, also where many are of the same instant; a later one counts anew.
#[tokio::test]
async fn each_moment_is_looked_at_once() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            let mut new = || conversation(tx, ground, Status::New, None, NOW);
            let (one, two, three) = (new()?, new()?, new()?);
            let rule = rules::add(tx, &draft("late", LATE), after_s(-1), NOW)?;
            moments::begin(tx)?;
            assert_eq!(moments::of(tx, one, Since::Created)?, Some(NOW), "read from what is stored");
            let due = |tx: &mut store::Tx<'_>, until: Micros| moments::due(tx, rule, Since::Created, until, 2);
            assert_eq!(due(tx, after_s(-1))?, []);
            assert_eq!(due(tx, NOW)?, [one, two]);
            assert_eq!(due(tx, NOW)?, [three]);
            assert_eq!(due(tx, after_s(60))?, []);
            moments::set(tx, two, Since::Created, after_s(5))?;
            assert_eq!((due(tx, after_s(4))?, due(tx, after_s(5))?), (vec![], vec![two]));
            moments::look_from(tx, rule, after_s(-1))?;
            assert_eq!(due(tx, after_s(60))?, [one, three]);
            moments::end(tx)?;
            assert_eq!(moments::of(tx, one, Since::Created)?, None);
            Ok(())
        })
        .await;
    })
    .await;
}

/// SO-16: the directory holds what rules can refer to, and nothing that was deleted.
#[tokio::test]
async fn the_directory_holds_what_is_there() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let anna = agent(tx, "anna@desk.example")?;
            let ground = ground(tx)?;
            let queue = |name: &str, members| store::queues::Draft {
                name: name.into(),
                members_only: true,
                refuses_moves: false,
                routing: ::desk::routing::Mode::Manual,
                takes_email: true,
                takes_calls: false,
                reassign_minutes: None,
                returns_to_last: false,
                business_hours: Default::default(),
                members,
                mailboxes: vec![ground.mailbox],
            };
            let kept = store::queues::add(tx, &queue("Kept", vec![anna]), NOW)?;
            let id = conversation(tx, ground, Status::New, None, NOW)?;
            let gone = store::queues::add(tx, &queue("Gone", vec![anna]), NOW)?;
            store::queues::delete(tx, gone, NOW)?;
            tags::add(tx, "vip")?;
            let asked =
                Asked { mailboxes: true, loads: true, tags: vec!["vip".into(), "none".into()], ..Asked::default() };
            let directory = facts::directory(tx, &asked)?;
            assert_eq!(directory.queues.iter().map(|one| (one.id, one.load)).collect::<Vec<_>>(), [(kept, 1)]);
            assert_eq!(directory.queues[0].members, [anna]);
            assert_eq!((directory.tags, directory.mailboxes), (vec!["vip".to_string()], vec![ground.mailbox]));
            let standing = facts::of(tx, id)?.expect("it is there");
            assert_eq!((standing.queue, standing.customer.as_str(), standing.messages), (Some(kept), "Maria", 0));
            assert_eq!(facts::begun(tx, 5)?.len(), 1);
            Ok(())
        })
        .await;
    })
    .await;
}

/// LD-7: a queue's own hours are kept as they are written, and hold for nothing once it is deleted.
#[tokio::test]
async fn a_queue_keeps_hours_of_its_own() {
    use ::desk::policy::BusinessHours;
    both(async |desk: &Desk| {
        let (own, kept, of, gone, none) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let own = BusinessHours { on: true, away: "Back at nine.".into(), ..BusinessHours::default() };
                let draft = store::queues::Draft {
                    name: "Orders".into(),
                    members_only: false,
                    refuses_moves: false,
                    routing: ::desk::routing::Mode::Manual,
                    takes_email: true,
                    takes_calls: false,
                    reassign_minutes: None,
                    returns_to_last: false,
                    business_hours: BusinessHours::default(),
                    members: Vec::new(),
                    mailboxes: vec![ground.mailbox],
                };
                let queue = store::queues::add(tx, &draft, NOW)?;
                let id = conversation(tx, ground, Status::New, None, NOW)?;
                let none = store::queues::hours_of(tx, Some(queue))?;
                let draft = store::queues::Draft { business_hours: own.clone(), ..draft };
                store::queues::update(tx, queue, &draft, NOW)?;
                let of = store::queues::of(tx, id)?;
                let kept = store::queues::by_id(tx, queue)?.expect("the queue").business_hours;
                assert_eq!(store::queues::hours_of(tx, of)?, kept);
                store::queues::delete(tx, queue, NOW)?;
                Ok((own, kept, of == Some(queue), store::queues::hours_of(tx, of)?, none))
            })
            .await;
        assert_eq!((kept, of), (own, true));
        assert_eq!((gone, none), (BusinessHours::default(), BusinessHours::default()));
    })
    .await;
}
