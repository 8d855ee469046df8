//! Bounces: what a notice about a mail of ours changes (X-2, edge case 16). Which mail it is about was found before, by an
//! id that only we can have made; here it is said which of its recipients count, and what becomes of the conversation.

use crate::{DeliveryId, address, conversation::Status, delivery::State};

/// One recipient of our mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The address that it went to.
    pub address: String,
    /// Where it stands.
    pub state: State,
}

/// What became of the mail to one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The address that we wrote to.
    pub address: String,
    /// What it is.
    pub news: News,
    /// The enhanced status code, where it is known (RFC 3463).
    pub status: Option<String>,
    /// The other server's words.
    pub reason: String,
}

/// What the notice tells about one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// It came back for good.
    CameBack {
        /// True when the address is no good for further mail either; a full mailbox may be, tomorrow.
        address_is_bad: bool,
    },
    /// Another server still tries.
    Delayed,
}

/// What a notice says about the recipients of the mail that it is about. Recipients that the mail never had do not count;
/// where it had one alone, a notice that names another address tells of where that one forwards its mail.
#[must_use]
pub fn fates(recipients: &[Recipient], notices: &[mail::Bounce]) -> Vec<Fate> {
    let mut fates: Vec<Fate> = Vec::new();
    for notice in notices {
        let Some(news) = news(notice) else { continue };
        let named = named(recipients, notice);
        let (recipient, elsewhere) = match (named, recipients) {
            (Some(recipient), _) => (recipient, false),
            (None, [only]) => (only, notice.recipient.is_some()),
            (None, _) => continue,
        };
        if fates.iter().any(|known| known.delivery == recipient.delivery) || !may_come_back(recipient.state) {
            continue;
        }
        let news = match news {
            News::CameBack { .. } if elsewhere => News::CameBack { address_is_bad: false },
            news => news,
        };
        fates.push(Fate {
            delivery: recipient.delivery,
            address: recipient.address.clone(),
            news,
            status: notice.status.clone(),
            reason: notice.reason.clone().unwrap_or_default(),
        });
    }
    fates
}

fn news(notice: &mail::Bounce) -> Option<News> {
    match notice.action.as_deref() {
        Some("failed") => Some(News::CameBack { address_is_bad: notice.permanent && is_about_address(notice) }),
        Some("delayed") => Some(News::Delayed),
        _ => None,
    }
}

/// Refusals for what a mail holds, for its size or for who sent it say nothing about the address (RFC 3463 § 3).
fn is_about_address(notice: &mail::Bounce) -> bool {
    let status = notice.status.as_deref().unwrap_or_default();
    !["5.2.2", "5.2.3", "5.3.4", "5.6.", "5.7."].iter().any(|other| status.starts_with(other))
}

fn named<'a>(recipients: &'a [Recipient], notice: &mail::Bounce) -> Option<&'a Recipient> {
    let told = notice.original_recipient.iter().chain(&notice.recipient);
    let folded: Vec<String> = told.map(|address| address::fold(address)).collect();
    recipients.iter().find(|one| folded.contains(&address::fold(&one.address)))
}

/// A delivery that never left cannot come back, and one that came back once is no news again.
fn may_come_back(state: State) -> bool {
    matches!(state, State::Sent | State::Uncertain | State::Dotted)
}

/// The status of a conversation after a person's answer came back: it is work again.
#[must_use]
pub fn status_after(status: Status) -> Option<Status> {
    matches!(status, Status::Answered | Status::Resolved | Status::Closed).then_some(Status::Open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(id: i64, address: &str, state: State) -> Recipient {
        Recipient { delivery: DeliveryId(id), address: address.into(), state }
    }

    fn notice(recipient: Option<&str>, action: &str, status: &str) -> mail::Bounce {
        mail::Bounce {
            recipient: recipient.map(ToString::to_string),
            status: Some(status.into()),
            action: Some(action.into()),
            permanent: action == "failed" && status.starts_with('5'),
            reason: Some("no such user".into()),
            ..mail::Bounce::default()
        }
    }

    fn check(recipients: &[Recipient], notices: &[mail::Bounce], expect: &str) {
        let told: Vec<String> = fates(recipients, notices)
            .iter()
            .map(|fate| {
                let news = match fate.news {
                    News::CameBack { address_is_bad: true } => "bad",
                    News::CameBack { address_is_bad: false } => "back",
                    News::Delayed => "delayed",
                };
                format!("{} {news}", fate.address)
            })
            .collect();
        assert_eq!(told.join(", "), expect);
    }

    /// X-2, edge case 16: what a notice makes of each recipient.
    #[test]
    fn a_notice_counts_for_the_recipients_that_the_mail_had() {
        let one = [to(1, "Zoe@shop.example", State::Sent)];
        let two = [to(1, "zoe@shop.example", State::Sent), to(2, "petr@shop.example", State::Sent)];
        check(&one, &[notice(Some("zoe@SHOP.example"), "failed", "5.1.1")], "Zoe@shop.example bad");
        check(&one, &[notice(Some("zoe@shop.example"), "delayed", "4.4.1")], "Zoe@shop.example delayed");
        check(&one, &[notice(Some("zoe@shop.example"), "delivered", "2.0.0")], "");
        check(&two, &[notice(Some("petr@shop.example"), "failed", "5.1.1")], "petr@shop.example bad");
        check(&two, &[notice(Some("eva@shop.example"), "failed", "5.1.1")], "");
        check(&two, &[notice(None, "failed", "5.1.1")], "");
        let both = [
            notice(Some("zoe@shop.example"), "failed", "5.1.1"),
            notice(Some("petr@shop.example"), "delayed", "4.0.0"),
        ];
        check(&two, &both, "zoe@shop.example bad, petr@shop.example delayed");
    }

    /// an address is bad only where the refusal is about the address, and where it is ours that was named.
    #[test]
    fn an_address_is_bad_only_for_what_is_said_about_it() {
        let one = [to(1, "zoe@shop.example", State::Sent)];
        check(&one, &[notice(Some("zoe@shop.example"), "failed", "4.4.7")], "zoe@shop.example back");
        check(&one, &[notice(Some("zoe@shop.example"), "failed", "5.7.1")], "zoe@shop.example back");
        check(&one, &[notice(Some("zoe@shop.example"), "failed", "5.2.2")], "zoe@shop.example back");
        check(&one, &[notice(Some("zoe@elsewhere.example"), "failed", "5.1.1")], "zoe@shop.example back");
        check(&one, &[notice(None, "failed", "5.1.1")], "zoe@shop.example bad");
    }

    #[test]
    fn what_never_left_or_came_back_before_is_no_news() {
        for state in [State::Queued, State::Sending, State::Deferred, State::Failed, State::Bounced] {
            check(&[to(1, "zoe@shop.example", state)], &[notice(Some("zoe@shop.example"), "failed", "5.1.1")], "");
        }
        check(&[to(1, "a@x.example", State::Uncertain)], &[notice(None, "failed", "5.1.1")], "a@x.example bad");
    }

    #[test]
    fn only_what_was_done_becomes_work_again() {
        assert_eq!(status_after(Status::Answered), Some(Status::Open));
        assert_eq!(status_after(Status::Closed), Some(Status::Open));
        assert_eq!(status_after(Status::Open), None);
        assert_eq!(status_after(Status::Spam), None);
    }
}
