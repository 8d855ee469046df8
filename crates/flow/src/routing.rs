//! Routing: gives conversations that wait in a queue to its agents (CC-1, CC-3, LD-4, LD-6). Gathers who is there and asks
//! `desk::routing`; one transaction of all nodes does so at a time, so that nothing is given twice and nobody gets more
//! than they are to have. What agents do by hand is not looked at here.

use desk::{
    AgentId, ConversationId, Micros,
    conversation::{Shelf, Status},
    event::Event,
    limits,
    notify::Occasion,
    permit::{self, Actor, Relation},
    routing::{self, Choice, Member, Nobody, Reason},
    trace::{Step, TraceLine},
};
use store::{
    Tx,
    conversations::{self, Conversation},
    events::{self, Actor as By},
    routing::{Candidate, Given, Routed},
};

use crate::notices;

/// Who got a conversation, or why nobody did.
pub type Outcome = Result<Reason, Nobody>;

/// The line of a mail's trace about who got its conversation.
#[must_use]
pub fn line(outcome: &Outcome) -> TraceLine {
    match outcome {
        Ok(reason) => TraceLine::new(Step::Assign, "assigned", reason.why.word()).with(reason.facts()),
        Err(nobody) => TraceLine::new(Step::Assign, "waits", nobody.word()),
    }
}

/// Gives a conversation that has just begun to whom it goes; none where somebody has it. The order is LD-4's: what a rule or
/// an assistant takes is taken before this is asked, and stays theirs.
///
/// # Errors
/// The store's own.
pub fn begin(
    tx: &mut Tx<'_>,
    conversation: ConversationId,
    queue: Routed,
    now: Micros,
) -> store::Result<Option<Outcome>> {
    Team::of(tx, queue, 1, now)?.take(tx, conversation, now)
}

/// Gives a conversation to an agent of its queue, if it waits in one that gives out what comes, and tells them.
///
/// # Errors
/// The store's own.
pub fn offer(tx: &mut Tx<'_>, conversation: ConversationId, now: Micros) -> store::Result<()> {
    let Some(queue) = store::routing::waits_in(tx, conversation)? else { return Ok(()) };
    match begin(tx, conversation, queue, now)? {
        Some(Ok(_)) => tell(tx, conversation, now),
        Some(Err(_)) | None => Ok(()),
    }
}

/// Gives out what waits, oldest first, as far as there are agents for it: so many at most, the upkeep goes on.
///
/// # Errors
/// The store's own.
pub fn give_out(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    let mut left = limits::GIVEN_OUT_AT_ONCE;
    for queue in store::routing::queues(tx)? {
        let waiting = store::routing::waiting(tx, queue.queue, left)?;
        if waiting.is_empty() {
            continue;
        }
        let mut team = Team::of(tx, queue, left, now)?;
        for conversation in waiting {
            match team.take(tx, conversation, now)? {
                Some(Ok(_)) => tell(tx, conversation, now)?,
                Some(Err(_)) => break,
                None => {}
            }
            left -= 1;
        }
    }
    Ok(())
}

/// Gives what waits for members who have been offline for too long to others, if there are some and the queue wants it: so
/// many at most, the next round goes on. What nobody can take stays where it is (LD-6).
///
/// # Errors
/// The store's own.
pub(crate) fn reassign(tx: &mut Tx<'_>, now: Micros) -> store::Result<()> {
    let mut left = limits::GIVEN_OUT_AT_ONCE;
    for queue in store::routing::queues(tx)? {
        let Some(minutes) = queue.reassign_minutes else { continue };
        let long = |one: &Candidate| one.presence.offline_since(now).is_some_and(|at| at.plus_s(minutes * 60) <= now);
        let mut waiting = Vec::new();
        for gone in store::routing::candidates(tx, queue.queue)?.into_iter().filter(long) {
            let theirs = store::routing::waits_for(tx, gone.id, queue.queue, left)?;
            waiting.extend(theirs.into_iter().map(|conversation| (gone.id, conversation)));
        }
        if waiting.is_empty() {
            continue;
        }
        let mut team = Team::of(tx, queue, left, now)?;
        for (agent, conversation) in waiting {
            if left == 0 || !matches!(team.take_from(tx, conversation, agent, now)?, Some(Ok(_))) {
                break;
            }
            tell(tx, conversation, now)?;
            left -= 1;
        }
    }
    Ok(())
}

/// What follows from a change of status: what waits again is given to somebody, and who has one less may get another.
///
/// # Errors
/// The store's own.
pub(crate) fn follow_status(tx: &mut Tx<'_>, before: &Conversation, to: Status, now: Micros) -> store::Result<()> {
    match (before.assignee, before.status.shelf(), to.shelf()) {
        (None, _, Shelf::Open) => offer(tx, before.id, now),
        (Some(_), Shelf::Open, Shelf::Done | Shelf::Postponed | Shelf::Spam | Shelf::Trash) => give_out(tx, now),
        _ => Ok(()),
    }
}

/// Tells an agent that they were given a conversation.
pub(crate) fn tell(tx: &mut Tx<'_>, conversation: ConversationId, now: Micros) -> store::Result<()> {
    let Some(about) = conversations::by_id(tx, conversation)? else { return Ok(()) };
    let Some(agent) = about.assignee else { return Ok(()) };
    notices::tell(tx, conversation, about.last_message, &Occasion::Assigned(agent), None, now)
}

/// A queue's members, as they are from the moment on from which nobody else gives anything out.
struct Team {
    queue: Routed,
    turn: i64,
    candidates: Vec<Candidate>,
    members: Vec<Member>,
}

impl Team {
    fn of(tx: &mut Tx<'_>, queue: Routed, turns: i64, now: Micros) -> store::Result<Self> {
        let turn = store::routing::take_turns(tx, turns)?;
        let candidates = store::routing::candidates(tx, queue.queue)?;
        let members = candidates.iter().map(|one| member(one, queue, now)).collect();
        Ok(Self { queue, turn, candidates, members })
    }

    /// Chooses who takes a conversation, gives it to them, and writes why into its timeline. None where somebody has taken
    /// it meanwhile.
    fn take(&mut self, tx: &mut Tx<'_>, conversation: ConversationId, now: Micros) -> store::Result<Option<Outcome>> {
        let last = match self.queue.returns_to_last {
            true => store::routing::had_last(tx, conversation)?,
            false => None,
        };
        match routing::choose_for(self.queue.mode, &self.members, last) {
            Ok(choice) => self.give(tx, conversation, choice, None, now),
            Err(nobody) => Ok(Some(Err(nobody))),
        }
    }

    /// Gives a conversation to another, if there is one: who has it has been offline too long.
    fn take_from(
        &mut self,
        tx: &mut Tx<'_>,
        conversation: ConversationId,
        from: AgentId,
        now: Micros,
    ) -> store::Result<Option<Outcome>> {
        let choice = match routing::choose(self.queue.mode, &self.members) {
            Ok(choice) => choice,
            Err(nobody) => return Ok(Some(Err(nobody))),
        };
        conversations::set_assignee(tx, conversation, None, now)?;
        let name = self.name(from);
        self.give(tx, conversation, choice, Some((from, name)), now)
    }

    fn name(&self, agent: AgentId) -> String {
        self.candidates.iter().find(|one| one.id == agent).map(|one| one.name.clone()).unwrap_or_default()
    }

    fn give(
        &mut self,
        tx: &mut Tx<'_>,
        conversation: ConversationId,
        Choice { agent, reason }: Choice,
        instead_of: Option<(AgentId, String)>,
        now: Micros,
    ) -> store::Result<Option<Outcome>> {
        let given = Given { conversation, queue: self.queue.queue, agent, turn: self.turn };
        if !store::routing::give(tx, &given, now)? {
            return Ok(None);
        }
        let event = Event::Routed { to: (agent, self.name(agent)), reason, instead_of };
        events::add(tx, conversation, &event, &By::System, now)?;
        if let Some(member) = self.members.iter_mut().find(|member| member.id == agent) {
            member.given(self.turn, now);
        }
        self.turn += 1;
        Ok(Some(Ok(reason)))
    }
}

/// True when somebody may work on what is in a queue.
pub(crate) fn may_act(one: &Candidate, members_only: bool) -> bool {
    let relation = match (members_only, one.member) {
        (false, _) => Relation::Open,
        (true, true) => Relation::Member,
        (true, false) => Relation::Outside,
    };
    permit::may_act(Actor { role: one.role, active: true }, relation)
}

fn member(one: &Candidate, queue: Routed, now: Micros) -> Member {
    Member {
        id: one.id,
        takes: one.presence.takes(now),
        may_act: may_act(one, queue.members_only),
        capacity: one.capacity,
        load: one.load,
        assigned_at: one.assigned_at,
        turn: one.turn,
    }
}
