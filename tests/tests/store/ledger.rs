//! The ledger: every arrival of a mailbox in its order, what people do with arrivals and its way back, and when bytes go.

use desk::{
    AgentId, ArrivalId,
    arrival::{Ignored, Quarantine, State},
    released::{How, Released},
};
use store::{Result, Tx, arrivals, attachments, gaps, jobs, ledger};

use crate::given::{NOW, after_s, arrival, mailbox};
use crate::{Desk, both};

fn end(tx: &mut Tx<'_>, id: ArrivalId, state: State, reason: Option<&'static str>) -> Result<()> {
    let ending = arrivals::Ending {
        state,
        reason,
        problem: None,
        duplicate_of: None,
        fingerprint: None,
        internet_id: None,
        sender: None,
        subject: None,
        became: None,
        trace: Vec::new(),
    };
    arrivals::end(tx, id, &ending)
}

const HELD: Option<&str> = Some("no-sender");

/// no arrival of a mailbox is left out or shown twice, and none of another one is shown.
#[tokio::test]
async fn the_ledger_is_paged_by_mailbox_and_state() {
    both(async |desk: &Desk| {
        let own = desk
            .write(|tx| {
                let (own, other) = (mailbox(tx, "a@desk.example")?, mailbox(tx, "b@desk.example")?);
                for number in 0..300 {
                    let id = arrival(tx, if number % 3 == 0 { other } else { own }, &number.to_string())?;
                    let states = [State::Message, State::Quarantined, State::Ignored, State::Waiting];
                    end(tx, id, states[number % 4], None)?;
                }
                Ok(own)
            })
            .await;
        for (state, rows) in
            [(None, 200), (Some(State::Message), 50), (Some(State::Ignored), 50), (Some(State::Received), 0)]
        {
            let (mut before, mut seen) = (None, Vec::new());
            loop {
                let page = desk.read(move |tx| ledger::page(tx, AgentId(1), own, state, before, 30)).await;
                before = page.last().map(|last| last.arrival.id);
                assert!(page.iter().all(|one| one.arrival.mailbox == own));
                assert!(page.iter().all(|one| state.is_none_or(|state| one.arrival.state == state)));
                seen.extend(page.iter().map(|one| one.arrival.id));
                if page.len() < 30 {
                    break;
                }
            }
            assert_eq!(seen.len(), rows, "{state:?}");
            assert!(seen.is_sorted_by(|newer, older| newer > older), "{state:?}");
        }
    })
    .await;
}

/// whatever a person does with held mail can be undone, and each works only where it fits.
#[tokio::test]
async fn every_deed_has_its_way_back() {
    both(async |desk: &Desk| {
        let released = |how| Released { how, by: AgentId(7) };
        let (id, twin, done) = desk
            .write(move |tx| {
                let own = mailbox(tx, "a@desk.example")?;
                let (id, twin) = (arrival(tx, own, "1")?, arrival(tx, own, "2")?);
                end(tx, id, State::Quarantined, HELD)?;
                end(tx, twin, State::Ignored, Some("duplicate-of"))?;
                let mut done = vec![
                    ledger::release(tx, twin, released(How::Release))?,
                    ledger::release(tx, twin, released(How::NewConversation))?,
                    ledger::release(tx, id, released(How::Release))?,
                    ledger::release(tx, id, released(How::Release))?,
                ];
                let kept = arrivals::by_id(tx, id)?.unwrap();
                assert_eq!((kept.state, kept.released), (State::Received, Some(released(How::Release))));
                jobs::add(tx, jobs::ARRIVAL, id.0, after_s(9))?;
                done.extend([
                    jobs::withdraw(tx, jobs::ARRIVAL, id.0)?,
                    jobs::withdraw(tx, jobs::ARRIVAL, id.0)?,
                    ledger::put_back(tx, id)?,
                    ledger::put_back(tx, id)?,
                ]);
                let kept = arrivals::by_id(tx, id)?.unwrap();
                assert_eq!((kept.state, kept.reason.as_deref(), kept.released), (State::Quarantined, HELD, None));
                done.extend([
                    ledger::set_aside(tx, id, Ignored::Deleted.word(), Some(NOW))?,
                    ledger::set_aside(tx, id, Ignored::Deleted.word(), Some(NOW))?,
                    ledger::bring_back(tx, id, Ignored::BlockedSender.word())?,
                    ledger::bring_back(tx, id, Ignored::Deleted.word())?,
                ]);
                Ok((id, twin, done))
            })
            .await;
        assert_eq!(
            done,
            [false, true, true, false, true, false, true, false, true, false, false, true],
            "release twin, twin anew, id, again; withdraw, again; put back, again; delete, again; wrong way back, way back"
        );
        let (id, twin) = desk.read(move |tx| Ok((arrivals::by_id(tx, id)?, arrivals::by_id(tx, twin)?))).await;
        assert_eq!((id.unwrap().state, twin.unwrap().state), (State::Quarantined, State::Received));
    })
    .await;
}

/// A job that somebody has begun is not taken back: the mail may be stored at this moment.
#[tokio::test]
async fn a_begun_job_is_not_withdrawn() {
    both(async |desk: &Desk| {
        let withdrawn = desk
            .write(|tx| {
                jobs::add(tx, jobs::ARRIVAL, 5, NOW)?;
                jobs::claim(tx, jobs::ARRIVAL, "node:1", 9, 60, NOW)?;
                jobs::withdraw(tx, jobs::ARRIVAL, 5)
            })
            .await;
        assert!(!withdrawn);
    })
    .await;
}

/// bytes go when they were deleted long enough ago, and only where nothing else needs them; the line stays.
#[tokio::test]
async fn bytes_go_only_when_nothing_needs_them() {
    both(async |desk: &Desk| {
        let (ids, expired) = desk
            .write(|tx| {
                let (own, other) = (mailbox(tx, "a@desk.example")?, mailbox(tx, "b@desk.example")?);
                // Both have the same bytes.
                let ids = [arrival(tx, own, "1")?, arrival(tx, other, "1")?];
                for id in ids {
                    end(tx, id, State::Quarantined, HELD)?;
                }
                ledger::set_aside(tx, ids[0], Ignored::Deleted.word(), Some(NOW))?;
                Ok((ids, [ledger::expired(tx, NOW)?.len(), ledger::expired(tx, after_s(1))?.len()]))
            })
            .await;
        assert_eq!(expired, [0, 1]);
        let raw = "a".repeat(64);
        let freed = desk
            .write(move |tx| {
                let shared = ledger::give_up_raw(tx, ids[0], &raw, None, NOW)?;
                ledger::set_aside(tx, ids[1], Ignored::Deleted.word(), Some(NOW))?;
                let file = attachments::New {
                    filename: None,
                    content_type: "message/rfc822".into(),
                    size: 1,
                    blob: raw.clone(),
                    inline: false,
                    content_id: None,
                };
                let upload = attachments::Owner::Upload(AgentId(1));
                attachments::add(tx, &file, upload, desk::message::AttachmentState::Available, NOW)?;
                let attached = ledger::give_up_raw(tx, ids[1], &raw, Some("x@y.example"), NOW)?;
                attachments::forget_unused(tx, after_s(1))?;
                Ok([shared, attached, !ledger::is_needed(tx, &raw)?])
            })
            .await;
        assert_eq!(freed, [false, false, true]);
        let (gone, back) = desk
            .write(move |tx| {
                let gone = ledger::raw_removed_at(tx, ids[0])?;
                Ok((gone, ledger::bring_back(tx, ids[0], Ignored::Deleted.word())?))
            })
            .await;
        assert_eq!((gone, back), (Some(NOW), false), "what has no bytes does not come back");
    })
    .await;
}

/// SO-2: what waited longer than allowed is late.
#[tokio::test]
async fn only_what_waited_too_long_is_late() {
    both(async |desk: &Desk| {
        let late = desk
            .write(|tx| {
                let own = mailbox(tx, "a@desk.example")?;
                let id = arrival(tx, own, "1")?;
                arrivals::mark_late(tx, id, NOW)?;
                let early = arrivals::by_id(tx, id)?.unwrap().late;
                arrivals::mark_late(tx, id, after_s(1))?;
                Ok([early, arrivals::by_id(tx, id)?.unwrap().late])
            })
            .await;
        assert_eq!(late, [false, true]);
        assert_eq!(Quarantine::NoSender.word(), HELD.unwrap());
    })
    .await;
}

/// a gap is told until it ends, and one that opens again is a new one.
#[tokio::test]
async fn gaps_are_counted_while_they_are_open_and_told_afterwards() {
    both(async |desk: &Desk| {
        let counts = desk
            .write(|tx| {
                let own = mailbox(tx, "a@desk.example")?;
                for uid in [5, 6] {
                    gaps::add(tx, own, &format!("imap:{uid}"), "INBOX", uid, NOW)?;
                }
                let first = gaps::count(tx, own, NOW)?;
                gaps::end(tx, own, "imap:5", gaps::Outcome::Fetched, after_s(1))?;
                gaps::end(tx, own, "imap:6", gaps::Outcome::Gone, after_s(1))?;
                let second = gaps::count(tx, own, NOW)?;
                let listed = gaps::recent(tx, own, NOW)?;
                assert_eq!(listed.iter().map(|gap| gap.uid).collect::<Vec<_>>(), [6, 5]);
                gaps::add(tx, own, "imap:5", "INBOX", 5, after_s(9))?;
                let again = gaps::open(tx, own)?;
                assert_eq!((again.len(), again[0].found_at, again[0].outcome.as_deref()), (1, after_s(9), None));
                Ok([first, second, gaps::count(tx, own, after_s(2))?].map(|count| (count.open, count.fetched)))
            })
            .await;
        assert_eq!(counts, [(2, 0), (0, 1), (1, 0)]);
    })
    .await;
}
