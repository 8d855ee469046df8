//! Notices of delivery: told by their structure (RFC 3464), else by several signs together, for customers write of deliveries, too.
//! Decides only whether a mail is one; what it says is read elsewhere.

use super::{has_part, is_complaint, null_sender, subject_head};
use crate::model::Mail;
use crate::{address, bounce};

/// True for a notice of delivery, in its own format or in words only.
pub(super) fn is_bounce(mail: &Mail, content_type: &str) -> bool {
    let reported = content_type.starts_with("multipart/report") && content_type.contains("delivery-status");
    if reported || has_part(mail, &["message/delivery-status", "message/global-delivery-status"]) {
        return !is_complaint(mail);
    }
    if mail.header("X-Failed-Recipients").is_some() || bounce::is_notification(&mail.text, &["bounce"]) {
        return true;
    }
    Signs::of(mail, content_type).tell()
}

/// What speaks for a notice that has no format.
struct Signs<'a> {
    mail: &'a Mail,
    /// The sender is a mail system by its name.
    system: bool,
    /// The subject begins like a notice's.
    announced: bool,
    /// The mail answers another and says so in its subject.
    answers: bool,
    /// Nobody waits for an answer: no envelope sender, or marked as automatic (RFC 3834 §5).
    unasked: bool,
    /// It calls itself a report.
    report: bool,
}

impl<'a> Signs<'a> {
    fn of(mail: &'a Mail, content_type: &str) -> Self {
        let subject = subject_head(mail);
        Signs {
            mail,
            system: mail.header("From").is_some_and(|from| bounce::is_system(from, mail.from.as_ref())),
            announced: bounce::subject_announces_failure(&subject),
            answers: !mail.in_reply_to.is_empty() && subject.starts_with("re:"),
            unasked: null_sender(mail) || mail.auto_submitted.as_deref().is_some_and(|value| value != "no"),
            report: content_type.starts_with("multipart/report"),
        }
    }

    fn tell(&self) -> bool {
        match (self.system, self.announced) {
            (true, true) => !self.answers,
            (true, false) if null_sender(self.mail) && self.is_from_daemon() => true,
            (true, false) => (self.unasked || self.report || self.returns() || self.quotes()) && self.fails(),
            (false, true) => (self.unasked || !self.answers && (self.returns() || self.is_no_reply())) && self.fails(),
            (false, false) => {
                let program = null_sender(self.mail) && (self.is_no_reply() || self.quotes() && self.returns());
                !self.answers && (program || self.is_from_list() && self.returns()) && self.fails()
            }
        }
    }

    fn is_from_daemon(&self) -> bool {
        self.mail.header("From").is_some_and(|from| from.to_ascii_lowercase().contains("daemon"))
    }

    /// A sender that reads no answers, or none.
    fn is_no_reply(&self) -> bool {
        let names = ["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "nobody"];
        self.mail.from.as_ref().is_none_or(|from| address::has_local_part(&from.address, &names))
    }

    /// A program that distributes mail to a list, which refuses one.
    fn is_from_list(&self) -> bool {
        let ends = ["-admin", "-owner", "-bounces", "-request"];
        let local = self.mail.from.as_ref().and_then(|from| from.address.split('@').next()).unwrap_or_default();
        let named = ends.iter().any(|end| local.ends_with(end)) || local.starts_with("owner-");
        let marked = ["X-MLServer", "X-Mailman-Version", "List-Id", "X-ML-Name"];
        named && marked.iter().any(|name| self.mail.header(name).is_some())
    }

    /// The earlier mail comes back, with what servers wrote into its header.
    fn returns(&self) -> bool {
        bounce::returns_mail(self.mail) && !bounce::asks(&self.mail.text)
    }

    /// A server's answer is quoted, and nothing is asked.
    fn quotes(&self) -> bool {
        bounce::quotes_server(&self.mail.text) && !bounce::asks(&self.mail.text)
    }

    /// Its words are those of a failure; where the mail itself comes back, a server's answer does.
    fn fails(&self) -> bool {
        bounce::describes_failure(&self.mail.text) || self.quotes() && self.returns()
    }
}
