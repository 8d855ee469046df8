//! Statistics: what is kept by day is what a full recount gives, whatever happened to conversations and in whatever order it
//! was counted; and what a report reads of it.

use std::collections::BTreeMap;

use desk::{
    AgentId, CategoryId, ConversationId, MessageId, Micros, QueueId,
    conversation::Status,
    event::Event,
    hours::Zone,
    message::{Author, Kind, Person, Recipients},
    report::{self, Cells, Dimension, Facts, Key, Promised, Span},
    sla::Target,
    survey::Rating,
};
use flow::reports::step;
use store::{
    Result, Tx, categories, conversations,
    events::{self, Actor},
    merging, messages, queues,
    reports::{self, cells, history},
    settings, sla, splitting, surveys, tags,
};

use crate::given::{Ground, agent, conversation, ground, message};
use crate::{Desk, both};

/// Two days before clocks in Prague are set forward; a step of the walk is some hours, so they are set back within it too.
const BEGIN: Micros = Micros(1_774_558_800_000_000);

/// Numbers that are the same in each run.
struct Chance(u64);

impl Chance {
    fn of(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.of(all.len() as u64)).unwrap()]
    }
}

/// What the walk knows of the desk.
#[derive(Clone)]
struct World {
    ground: Ground,
    agents: [AgentId; 3],
    queues: [QueueId; 2],
    categories: [CategoryId; 2],
}

fn world(tx: &mut Tx<'_>) -> Result<World> {
    let draft = |name: &str| queues::Draft {
        name: name.into(),
        members_only: false,
        refuses_moves: false,
        routing: desk::routing::Mode::Manual,
        takes_email: true,
        takes_calls: false,
        reassign_minutes: None,
        returns_to_last: false,
        business_hours: Default::default(),
        members: Vec::new(),
        mailboxes: Vec::new(),
    };
    Ok(World {
        ground: ground(tx)?,
        agents: [agent(tx, "ana@desk.example")?, agent(tx, "ben@desk.example")?, agent(tx, "cyd@desk.example")?],
        queues: [queues::add(tx, &draft("Orders"), BEGIN)?, queues::add(tx, &draft("Returns"), BEGIN)?],
        categories: [categories::add(tx, "Sales", None, BEGIN)?, categories::add(tx, "Keys", None, BEGIN)?],
    })
}

fn answer(tx: &mut Tx<'_>, id: ConversationId, by: AgentId, kind: Kind, at: Micros) -> Result<MessageId> {
    let person = Person { name: Some("Anna".into()), address: "support@desk.example".into() };
    let new = messages::New {
        conversation: id,
        kind,
        author: Author::Agent(by),
        person: &person,
        recipients: &Recipients::default(),
        subject: "Keys",
        automatic: false,
        internet_id: None,
        references: &[],
        arrival: None,
        raw: None,
        text: "Hello",
        html: None,
        reply_text: "Hello",
        trace: &[],
        evidence: None,
        agents_only: false,
        flags: &[],
    };
    let message = messages::add(tx, &new, at)?;
    let grown = conversations::Grown { message, preview: "Hello", sender: "Anna", attachments: false };
    conversations::grow(tx, id, &grown, at)?;
    Ok(message)
}

fn set_status(tx: &mut Tx<'_>, id: ConversationId, to: Status, by: Option<AgentId>, at: Micros) -> Result<()> {
    let Some(now) = conversations::by_id(tx, id)?.filter(|row| row.status != to) else { return Ok(()) };
    conversations::set_status(tx, &now, to, None, at)?;
    let actor = by.map_or(Actor::System, |agent| Actor::Agent(agent, "Anna".into()));
    events::add(tx, id, &Event::StatusChanged { from: now.status, to }, &actor, at)
}

/// Something that happens to one of the conversations.
fn happen(
    tx: &mut Tx<'_>,
    world: &World,
    chance: &mut Chance,
    all: &mut Vec<ConversationId>,
    at: Micros,
) -> Result<()> {
    if all.len() < 3 || chance.of(7) == 0 {
        let status = chance.one(&[Status::New, Status::New, Status::Spam, Status::Answered]);
        let id = conversation(tx, world.ground, status, None, at)?;
        message(tx, world.ground, id, None, "Where is it?", at)?;
        all.push(id);
        return Ok(());
    }
    let (id, by) = (chance.one(all), chance.one(&world.agents));
    let Some(row) = conversations::by_id(tx, id)? else { return Ok(()) };
    match chance.of(20) {
        0 | 1 => {
            message(tx, world.ground, id, None, "And?", at)?;
            set_status(tx, id, row.status.after_customer_message(), None, at)?;
        }
        2 | 3 => {
            let answer = answer(tx, id, by, Kind::Outbound, at)?;
            outcome(tx, chance, id, Some((answer, by)), at)?;
            set_status(tx, id, row.status.after_team_message(), Some(by), at)?;
        }
        4 => {
            answer(tx, id, by, Kind::Note, at)?;
        }
        5 | 6 => {
            let to = chance.one(&[Status::Resolved, Status::Closed, Status::Trash, Status::Spam, Status::Open]);
            set_status(tx, id, to, Some(by), at)?;
        }
        7 => conversations::set_assignee(tx, id, Some(by), at)?,
        8 => queues::set(tx, id, Some(chance.one(&world.queues)), at)?,
        9 => categories::set(tx, id, Some(chance.one(&world.categories)), at)?,
        10 => {
            let names = [vec![], vec!["vip".to_string()], vec!["late".to_string(), "vip".to_string()]];
            let names = &names[usize::try_from(chance.of(3)).unwrap()];
            conversations::set_tags(tx, &row, names, at)?;
        }
        11 => {
            let into = chance.one(all);
            let free = |row: &conversations::Conversation| row.merged_into.is_none();
            if into != id && free(&row) && conversations::by_id(tx, into)?.is_some_and(|row| free(&row)) {
                merging::merge(tx, id, into, at)?;
            }
        }
        12 => {
            if let Some(target) = row.merged_into {
                merging::undo(tx, &row, target, at)?;
            }
        }
        13 => {
            let last = messages::of(tx, id, None, 100)?.into_iter().skip(1).last();
            if let Some(last) = last {
                let target = conversation(tx, world.ground, Status::New, None, at)?;
                let target = conversations::by_id(tx, target)?.unwrap();
                splitting::split(tx, &row, &target, &[last.id], at, at)?;
                all.push(target.id);
            }
        }
        14 => take_back(tx, &row, at)?,
        15 | 16 => outcome(tx, chance, id, None, at)?,
        17 | 18 => ask(tx, chance, &row, by, at)?,
        _ => {
            if let Some(tag) = tags::list(tx)?.first().cloned() {
                tags::let_go(tx, tag.id, None)?;
                let going = tags::going(tx)?.remove(0);
                while !tags::go_on(tx, &going, 1, at)? {}
            }
        }
    }
    Ok(())
}

/// A promise is kept, by an answer or somehow else, or broken.
fn outcome(
    tx: &mut Tx<'_>,
    chance: &mut Chance,
    id: ConversationId,
    answer: Option<(MessageId, AgentId)>,
    at: Micros,
) -> Result<()> {
    let target = chance.one(&Target::ALL);
    let (answer, by) = answer.unzip();
    sla::add_outcome(tx, id, &sla::Outcome { target, kept: chance.of(3) > 0, at, by, answer })
}

/// A survey is sent, or one that was sent is answered, or answered anew.
fn ask(tx: &mut Tx<'_>, chance: &mut Chance, row: &conversations::Conversation, by: AgentId, at: Micros) -> Result<()> {
    let sent = surveys::of(tx, row.id)?;
    if sent.is_empty() || chance.of(3) == 0 {
        let agent = row.assignee.or(Some(by).filter(|_| chance.of(2) == 0));
        let new = surveys::New { conversation: row.id, contact: row.contact, mailbox: row.mailbox, agent, due: at };
        let id = surveys::add(tx, &new, at)?;
        return surveys::left(tx, id, "zoe@customer.example", "en", at);
    }
    let survey = &sent[usize::try_from(chance.of(sent.len() as u64)).unwrap()];
    surveys::rate(tx, survey, chance.one(&Rating::ALL), "", at).map(drop)
}

/// The newest message is taken back; a conversation that has no other goes with it.
fn take_back(tx: &mut Tx<'_>, row: &conversations::Conversation, at: Micros) -> Result<()> {
    let Some(last) = messages::of(tx, row.id, None, 100)?.pop() else { return Ok(()) };
    messages::remove(tx, last.id)?;
    sla::undo_outcomes(tx, row.id, last.id)?;
    if row.message_count <= 1 && row.merged_into.is_none() {
        return conversations::remove(tx, row.id);
    }
    conversations::recount(tx, row.id)?;
    if let Some((event, from, to)) = events::status_change_at(tx, row.id, last.created_at)?
        && row.status == to
    {
        conversations::set_status(tx, row, from, None, at)?;
        events::remove(tx, event)?;
    }
    Ok(())
}

/// Everything counted anew from the rows.
fn recount(tx: &mut Tx<'_>, zone: &Zone) -> Result<Cells> {
    let mut cells = Cells::new();
    let mut behind = ConversationId(0);
    loop {
        let next = reports::next(tx, behind, 100)?;
        let Some(last) = next.last() else { break };
        behind = *last;
        for id in next {
            if let Some(facts) = history::of(tx, id)?.and_then(|history| Facts::of(&history)) {
                report::add(&mut cells, &facts, zone, 1);
            }
        }
    }
    cells.retain(|_, cell| *cell != report::Cell::default());
    Ok(cells)
}

/// Counts until nothing is left.
fn settle(tx: &mut Tx<'_>) -> Result<reports::State> {
    loop {
        step(tx)?;
        let state = reports::state(tx)?;
        if state.counted_to.is_none() && state.swept && reports::waiting(tx, 1)? == 0 {
            return Ok(state);
        }
    }
}

#[track_caller]
fn same(kept: &Cells, counted: &Cells, seed: u64) {
    let keys: BTreeMap<&Key, ()> = kept.keys().chain(counted.keys()).map(|key| (key, ())).collect();
    for key in keys.into_keys() {
        assert_eq!(kept.get(key), counted.get(key), "{key:?} after the walk {seed}");
    }
}

/// SO-12, LD-3: after any history of messages, statuses, moves, merges, splits, tags, promises, surveys and what was taken
/// back, counted in any order, the sums are those of a full recount; by the days of another zone too.
#[tokio::test]
async fn what_is_kept_by_day_is_what_a_full_recount_gives() {
    both(async |desk: &Desk| {
        let prague = Zone::read("Europe/Prague").unwrap();
        let set = prague.clone();
        let world = desk.write(move |tx| {
            settings::set(tx, settings::TIME_ZONE, &set, BEGIN)?;
            world(tx)
        });
        let world = world.await;
        for seed in 1..=6 {
            let (walker, zone) = (world.clone(), prague.clone());
            let mut chance = Chance(seed);
            let mut all = Vec::new();
            for round in 0..60 {
                let mut at = BEGIN.plus_s(i64::from(round) * 9_000 * i64::try_from(seed).unwrap() * 4);
                let (mut inner, mut known, here) = (Chance(chance.of(1 << 30)), all.clone(), walker.clone());
                all = desk
                    .write(move |tx| {
                        for _ in 0..5 {
                            at = at.plus_s(700);
                            happen(tx, &here, &mut inner, &mut known, at)?;
                        }
                        Ok(known.clone())
                    })
                    .await;
                if chance.of(3) == 0 {
                    desk.write(step).await;
                }
            }
            let (kept, counted) = desk
                .write(move |tx| {
                    let state = settle(tx)?;
                    assert_eq!(state.zone, zone);
                    Ok((cells::everything(tx, state.generation)?, recount(tx, &zone)?))
                })
                .await;
            assert!(kept.len() > 100, "{} cells", kept.len());
            same(&kept, &counted, seed);
        }
        let kolkata = Zone::read("Asia/Kolkata").unwrap();
        let (kept, counted) = desk
            .write(move |tx| {
                settings::set(tx, settings::TIME_ZONE, &kolkata, BEGIN)?;
                let state = settle(tx)?;
                assert_eq!(state.zone, kolkata);
                Ok((cells::everything(tx, state.generation)?, recount(tx, &kolkata)?))
            })
            .await;
        let whole = &kept[&Key { dimension: Dimension::Desk, span: Span::Ever, value: String::new(), day: 0 }];
        let Promised { kept: in_time, broken } = whole.promises.all();
        assert!(in_time > 0 && broken > 0 && whole.surveys.sent > 0 && whole.surveys.answers() > 0, "{whole:?}");
        same(&kept, &counted, 0);
    })
    .await;
}

/// SO-12: what is received and taken up again, less what is resolved, is what became more, on each day and for each thing
/// but agents.
#[tokio::test]
async fn the_backlog_is_what_came_less_what_was_resolved() {
    both(async |desk: &Desk| {
        let kept = desk.write(|tx| {
            let world = world(tx)?;
            let (mut chance, mut all) = (Chance(99), Vec::new());
            for number in 0..400 {
                happen(tx, &world, &mut chance, &mut all, BEGIN.plus_s(number * 5_000))?;
            }
            let state = settle(tx)?;
            cells::everything(tx, state.generation)
        });
        for (key, cell) in kept.await.iter().filter(|(key, _)| key.dimension != Dimension::Agent) {
            assert_eq!(cell.backlog, cell.received + cell.started + cell.reopened - cell.resolved, "{key:?}");
        }
    })
    .await;
}

/// SO-12: what another transaction changes while some is counted is counted by the next.
#[tokio::test]
async fn what_changes_while_it_is_counted_is_not_lost() {
    both(async |desk: &Desk| {
        let (ground, id) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::New, None, BEGIN)?;
                message(tx, ground, id, None, "Hello", BEGIN)?;
                Ok((ground, id))
            })
            .await;
        desk.write(step).await;
        desk.write(move |tx| message(tx, ground, id, None, "And?", BEGIN).map(|_| ())).await;
        let (entries, messages) = desk
            .write(move |tx| {
                let entries = reports::changed(tx, 100)?;
                message(tx, ground, id, None, "Still?", BEGIN)?;
                step(tx)?;
                // What this transaction changed itself is noted at its end, behind what was counted.
                let state = reports::state(tx)?;
                let key = Key { dimension: Dimension::Desk, span: Span::Ever, value: String::new(), day: 0 };
                Ok((entries.len(), cells::everything(tx, state.generation)?[&key].customer_messages))
            })
            .await;
        assert_eq!((entries, messages), (1, 3));
        assert_eq!(desk.read(|tx| reports::waiting(tx, 10)).await, 1);
    })
    .await;
}

/// SO-12: a desk that was there before the statistics is counted in steps, and a crash between two of them loses nothing.
#[tokio::test]
async fn what_was_there_before_is_counted_in_steps() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            for number in 0..250 {
                conversation(tx, ground, Status::New, None, BEGIN.plus_s(number))?;
            }
            Ok(())
        })
        .await;
        desk.write(|tx| {
            let noted = reports::changed(tx, 1_000)?;
            reports::counted(tx, &noted)
        })
        .await;
        let received = async || {
            let everything = |tx: &mut Tx<'_>| {
                let state = reports::state(tx)?;
                cells::everything(tx, state.generation)
            };
            let cells = desk.read(everything).await;
            let key = Key { dimension: Dimension::Desk, span: Span::Ever, value: String::new(), day: 0 };
            cells.get(&key).map_or(0, |cell| cell.received)
        };
        for expected in [100, 200, 250] {
            let failed = desk.db.write(|tx| {
                step(tx)?;
                Err::<(), _>(store::Error::Refused("the node died".into()))
            });
            assert!(failed.await.is_err());
            desk.write(step).await;
            assert_eq!(received().await, expected);
        }
        assert_eq!(desk.read(|tx| Ok(reports::state(tx)?.counted_to)).await, None);
    })
    .await;
}

/// SO-12, LD-3: what is kept of promises and surveys is counted under what they were for, day by day, and goes with what is
/// taken back or removed; surveys that left before they were counted are counted by a new counting.
#[tokio::test]
async fn promises_and_surveys_are_in_the_sums() {
    both(async |desk: &Desk| {
        let told = desk.write(|tx| {
            let world = world(tx)?;
            let [ana, ben, _] = world.agents;
            let id = conversation(tx, world.ground, Status::New, None, BEGIN)?;
            message(tx, world.ground, id, None, "Where is it?", BEGIN)?;
            queues::set(tx, id, Some(world.queues[0]), BEGIN)?;
            let of_queue = |tx: &mut Tx<'_>, queue: QueueId| -> Result<(i64, i64, i64, Option<i64>)> {
                let state = settle(tx)?;
                let cells = cells::everything(tx, state.generation)?;
                let value = queue.0.to_string();
                let key = Key { dimension: Dimension::Queue, span: Span::Ever, value, day: 0 };
                let cell = cells.get(&key).cloned().unwrap_or_default();
                let Promised { kept, broken } = cell.promises.all();
                Ok((kept, broken, cell.surveys.sent, cell.surveys.mean_hundredths()))
            };
            let said = answer(tx, id, ana, Kind::Outbound, BEGIN)?;
            let first = sla::Outcome {
                target: Target::FirstResponse,
                kept: true,
                at: BEGIN,
                by: Some(ana),
                answer: Some(said),
            };
            sla::add_outcome(tx, id, &first)?;
            sla::add_outcome(tx, id, &sla::Outcome { kept: false, answer: None, by: None, ..first })?;
            let row = conversations::by_id(tx, id)?.unwrap();
            let due = surveys::New {
                conversation: id,
                contact: row.contact,
                mailbox: row.mailbox,
                agent: Some(ben),
                due: BEGIN,
            };
            let survey = surveys::add(tx, &due, BEGIN)?;
            surveys::left(tx, survey, "zoe@customer.example", "en", BEGIN)?;
            queues::set(tx, id, Some(world.queues[1]), BEGIN)?;
            let sent = surveys::by_id(tx, survey)?.unwrap();
            assert!(surveys::rate(tx, &sent, Rating::Good, "", BEGIN)?);
            // This transaction's own changes are noted at its end: a new counting sees them at once.
            let anew = |tx: &mut Tx<'_>| reports::begin(tx, &Zone::default()).map(drop);
            anew(tx)?;
            let mut told = vec![of_queue(tx, world.queues[0])?, of_queue(tx, world.queues[1])?];
            sla::undo_outcomes(tx, id, said)?;
            anew(tx)?;
            told.push(of_queue(tx, world.queues[1])?);
            conversations::remove(tx, id)?;
            anew(tx)?;
            told.extend([of_queue(tx, world.queues[0])?, of_queue(tx, world.queues[1])?]);
            Ok(told)
        });
        let told = told.await;
        assert_eq!(told, [(0, 0, 1, Some(400)), (1, 1, 0, None), (0, 1, 0, None), (0, 0, 0, None), (0, 0, 0, None)]);
    })
    .await;
}

/// What began to count promises and surveys.
const UPDATE: &str = include_str!("../../../crates/store/migrations/0062_report_outcomes.sql");

/// LD-3: the update that began to count promises and surveys has everything counted anew, without anybody's doing.
#[tokio::test]
async fn what_was_said_before_the_update_is_counted_by_it() {
    both(async |desk: &Desk| {
        desk.write(|tx| {
            let ground = ground(tx)?;
            let id = conversation(tx, ground, Status::Resolved, None, BEGIN)?;
            settle(tx)?;
            let row = conversations::by_id(tx, id)?.unwrap();
            let new =
                surveys::New { conversation: id, contact: row.contact, mailbox: row.mailbox, agent: None, due: BEGIN };
            let survey = surveys::add(tx, &new, BEGIN)?;
            surveys::left(tx, survey, "zoe@customer.example", "en", BEGIN)
        })
        .await;
        let anew = UPDATE.split(';').find(|statement| statement.contains("UPDATE report_state")).unwrap();
        let begin = &anew[anew.find("UPDATE").unwrap()..];
        let sent = desk
            .write(move |tx| {
                // As it was before: nothing was noted of surveys.
                let noted = reports::changed(tx, 1_000)?;
                reports::counted(tx, &noted)?;
                tx.run(begin, &[])?;
                let state = settle(tx)?;
                let key = Key { dimension: Dimension::Desk, span: Span::Ever, value: String::new(), day: 0 };
                Ok(cells::everything(tx, state.generation)?.get(&key).map(|cell| (cell.received, cell.surveys.sent)))
            })
            .await;
        assert_eq!(sent, Some((1, 1)));
    })
    .await;
}
