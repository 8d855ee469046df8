//! Satisfaction surveys: what is kept of each, who was asked when, and what those of a mailbox came to.

use desk::{
    ContactId, SurveyId,
    conversation::Status,
    survey::{Rating, State},
};
use store::{
    Result, Tx, conversations, jobs,
    surveys::{self, New, Summary},
};

use crate::given::{NOW, after_s, conversation, ground, mailbox};
use crate::{Desk, both};

fn new(tx: &mut Tx<'_>, contact: ContactId, within: desk::ConversationId, of: desk::MailboxId) -> Result<SurveyId> {
    surveys::add(tx, &New { conversation: within, contact, mailbox: of, agent: None, due: after_s(60) }, NOW)
}

/// LD-3: a survey waits with its job; reopening takes both back, and what has left stays.
#[tokio::test]
async fn what_waits_is_cancelled_with_its_job_and_what_left_is_kept() {
    both(async |desk: &Desk| {
        let (left, waiting, due) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::Resolved, None, NOW)?;
                let left = new(tx, ground.contact, id, ground.mailbox)?;
                surveys::left(tx, left, "maria@customer.example", "cs", after_s(60))?;
                let waiting = new(tx, ground.contact, id, ground.mailbox)?;
                surveys::cancel_waiting(tx, id)?;
                surveys::left(tx, waiting, "maria@customer.example", "cs", after_s(61))?;
                let due = jobs::claim(tx, jobs::SURVEY, "node", 10, 60, after_s(60))?;
                let shown = surveys::of(tx, id)?;
                assert_eq!(shown.iter().map(|one| one.id).collect::<Vec<_>>(), [left]);
                Ok((surveys::by_id(tx, left)?.unwrap(), surveys::by_id(tx, waiting)?.unwrap(), due))
            })
            .await;
        assert_eq!((left.state, left.language.as_deref(), left.sent_at), (State::Sent, Some("cs"), Some(after_s(60))));
        assert_eq!((waiting.state, waiting.sent_at), (State::Cancelled, None), "what was cancelled cannot leave");
        assert_eq!(due.iter().map(|job| job.subject).collect::<Vec<_>>(), [left.id.0]);
    })
    .await;
}

/// LD-3: the first answer has its time, each other one is a change, and the same said again is none.
#[tokio::test]
async fn an_answer_is_kept_once_and_counted() {
    both(async |desk: &Desk| {
        let (kept, summary, other, early) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let of_another = mailbox(tx, "other@desk.example")?;
                let id = conversation(tx, ground, Status::Resolved, None, NOW)?;
                let survey = new(tx, ground.contact, id, ground.mailbox)?;
                let read = |tx: &mut Tx<'_>| surveys::by_id(tx, survey).map(Option::unwrap);
                let waiting = read(tx)?;
                assert!(!surveys::rate(tx, &waiting, Rating::Good, "", NOW)?, "it has not left");
                surveys::left(tx, survey, "maria@customer.example", "en", after_s(60))?;
                let sent = read(tx)?;
                assert!(surveys::rate(tx, &sent, Rating::Good, "", after_s(100))?);
                assert!(!surveys::rate(tx, &sent, Rating::Good, "", after_s(200))?);
                assert!(surveys::rate(tx, &sent, Rating::Good, "Quick.", after_s(300))?);
                assert!(surveys::rate(tx, &sent, Rating::VeryBad, "Quick.", after_s(400))?);
                let quiet = new(tx, ground.contact, id, ground.mailbox)?;
                surveys::left(tx, quiet, "maria@customer.example", "en", after_s(60))?;
                let summary = surveys::summary(tx, ground.mailbox, NOW)?;
                let early = surveys::summary(tx, ground.mailbox, after_s(100))?;
                Ok((read(tx)?, summary, surveys::summary(tx, of_another, NOW)?, early))
            })
            .await;
        assert_eq!((kept.rating, kept.comment.as_str(), kept.changes), (Some(Rating::VeryBad), "Quick.", 2));
        assert_eq!(kept.rated_at, Some(after_s(100)), "the first answer's time");
        assert_eq!(summary, Summary { sent: 2, ratings: [1, 0, 0, 0, 0] });
        assert_eq!((other, early), (Summary::default(), Summary::default()));
    })
    .await;
}

/// LD-3: a person was asked where the contact was, or the address; a removed conversation leaves nothing.
#[tokio::test]
async fn a_person_is_known_by_contact_and_by_address() {
    both(async |desk: &Desk| {
        let (found, gone) = desk
            .write(|tx| {
                let ground = ground(tx)?;
                let id = conversation(tx, ground, Status::Resolved, None, NOW)?;
                let survey = new(tx, ground.contact, id, ground.mailbox)?;
                let nobody = surveys::went_to(tx, ground.contact, "maria@customer.example", NOW)?;
                surveys::left(tx, survey, "maria@customer.example", "en", after_s(60))?;
                let found = [
                    nobody,
                    surveys::went_to(tx, ground.contact, "other@customer.example", NOW)?,
                    surveys::went_to(tx, ContactId(9_999), "maria@customer.example", NOW)?,
                    surveys::went_to(tx, ContactId(9_999), "other@customer.example", NOW)?,
                    surveys::went_to(tx, ground.contact, "maria@customer.example", after_s(60))?,
                ];
                conversations::remove(tx, id)?;
                Ok((found, surveys::by_id(tx, survey)?))
            })
            .await;
        assert_eq!(found, [false, true, true, false, false]);
        assert_eq!(gone, None);
    })
    .await;
}
