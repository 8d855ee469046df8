//! Satisfaction surveys (LD-3): what a customer may say of a conversation that was resolved, when the survey leaves, the
//! signed link that it carries, and for how long its answer can be given and changed. Nothing here sends or stores.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{Micros, SurveyId, automatic::Limit, limits, token::Keys};

/// How satisfied a customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Not at all.
    VeryBad,
    /// Rather not.
    Bad,
    /// Neither.
    Fair,
    /// Rather.
    Good,
    /// Very.
    VeryGood,
}

impl Rating {
    /// All ratings, the worst first.
    pub const ALL: [Self; 5] = [Self::VeryBad, Self::Bad, Self::Fair, Self::Good, Self::VeryGood];

    /// From 1, the worst, to 5: what is stored and counted.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::VeryBad => 1,
            Self::Bad => 2,
            Self::Fair => 3,
            Self::Good => 4,
            Self::VeryGood => 5,
        }
    }

    /// Reads the number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.number() == number)
    }
}

/// Where a survey stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its time has not come.
    Waiting,
    /// It has left.
    Sent,
    /// A limit kept it back.
    KeptBack,
    /// The conversation was reopened before it left, or surveys were switched off.
    Cancelled,
    /// Its customer was erased: the link leads nowhere any more, the number still counts.
    Erased,
}

impl State {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Sent, Self::KeptBack, Self::Cancelled, Self::Erased];

    /// The stored word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::KeptBack => "kept_back",
            Self::Cancelled => "cancelled",
            Self::Erased => "erased",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// What becomes of a survey whose time has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// It leaves.
    Now,
    /// It is looked at again then: a limit that passes keeps it back.
    Later(Micros),
    /// It does not leave.
    Never(Limit),
}

/// What becomes of a survey that is due since `due`, by what the gate of automatic mail says: a limit that is about the
/// moment only puts it off, for a day at the most.
#[must_use]
pub fn leaving(gate: Result<(), Limit>, due: Micros, now: Micros) -> Leaving {
    let again_s = match gate {
        Ok(()) => return Leaving::Now,
        Err(Limit::Domain) => limits::SURVEY_AGAIN_SECONDS,
        Err(Limit::Unknown | Limit::Hour) => limits::SURVEY_AGAIN_HOUR_SECONDS,
        Err(limit) => return Leaving::Never(limit),
    };
    let (again, last) = (now.plus_s(again_s), due.plus_s(limits::SURVEY_PUT_OFF_SECONDS));
    if again <= last { Leaving::Later(again) } else { Leaving::Never(gate.err().unwrap_or(Limit::Hour)) }
}

/// How a survey can be answered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answerable {
    /// It can be, until then.
    Until(Micros),
    /// It cannot be any more.
    No,
}

/// Until when a survey that left then is answered: whoever has answered may change it for a while, and not without end.
#[must_use]
pub fn answerable(sent: Micros, rated: Option<Micros>, changes: i64, now: Micros) -> Answerable {
    let closes = sent.plus_s(limits::SURVEY_LINK_DAYS * 86_400);
    let until = match rated {
        None => closes,
        Some(_) if changes >= limits::SURVEY_CHANGES => return Answerable::No,
        Some(rated) => closes.min(rated.plus_s(limits::SURVEY_CHANGE_DAYS * 86_400)),
    };
    if now < until { Answerable::Until(until) } else { Answerable::No }
}

/// A comment as it is kept: trimmed, with one kind of line end, without what is no letter. None where it is too long.
#[must_use]
pub fn comment(typed: &str) -> Option<String> {
    let lines = typed.replace("\r\n", "\n");
    let kept: String = lines.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let kept = kept.trim();
    (kept.chars().count() <= limits::SURVEY_COMMENT_CHARS).then(|| kept.to_string())
}

/// The mean of so many answers of each rating, the worst first, to two places. None without any.
#[must_use]
pub fn average(ratings: &[i64; 5]) -> Option<f64> {
    let count: i64 = ratings.iter().sum();
    let sum: i64 = ratings.iter().zip(Rating::ALL).map(|(count, rating)| count * rating.number()).sum();
    // Hundredths, rounded to the nearest.
    let hundredths = (count > 0).then(|| (sum * 200 + count) / (count * 2))?;
    Some(f64::from(i32::try_from(hundredths).ok()?) / 100.0)
}

const VERSION: u8 = 1;
const MAC_BYTES: usize = 16;
const BODY_BYTES: usize = 13;

/// What the link in a survey says: which one it is. It is good for as long as the survey's row says, and for nothing else
/// of the desk: its key is derived from those of the tokens in mail, and never used for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The survey.
    pub survey: SurveyId,
    /// The last day on which it opens anything, days since 1970.
    pub expiry_day: i64,
}

impl Link {
    /// The link of a survey that leaves now.
    #[must_use]
    pub fn of(survey: SurveyId, now: Micros) -> Self {
        // One day more than the survey is answered, since a day is not over everywhere at once.
        Self { survey, expiry_day: now.unix_day() + limits::SURVEY_LINK_DAYS + 1 }
    }

    /// As it stands in an address: lower-case letters and digits.
    #[must_use]
    pub fn mint(self, keys: &Keys) -> String {
        let body = self.body();
        let key = keys.0.first().copied().unwrap_or_default();
        let bytes: Vec<u8> = body.iter().copied().chain(check(&key, &body)).collect();
        BASE32_NOPAD.encode(&bytes).to_lowercase()
    }

    /// Reads a link. None where it is not ours, or its time is over.
    #[must_use]
    pub fn read(keys: &Keys, text: &str, now: Micros) -> Option<Self> {
        // Whoever copies a link may change its case; nothing else of it may differ.
        let bytes = BASE32_NOPAD.decode(text.to_ascii_uppercase().as_bytes()).ok()?;
        let (body, given) = bytes.split_at_checked(BODY_BYTES)?;
        if !keys.0.iter().any(|key| bool::from(check(key, body).ct_eq(given))) {
            return None;
        }
        let (version, rest) = body.split_first()?;
        let (survey, day) = rest.split_at_checked(8)?;
        let survey = i64::try_from(u64::from_be_bytes(survey.try_into().ok()?)).ok()?;
        let link = Self { survey: SurveyId(survey), expiry_day: i64::from(u32::from_be_bytes(day.try_into().ok()?)) };
        (*version == VERSION && now.unix_day() <= link.expiry_day).then_some(link)
    }

    fn body(self) -> Vec<u8> {
        let survey = u64::try_from(self.survey.0).unwrap_or_default().to_be_bytes();
        let day = u32::try_from(self.expiry_day).unwrap_or_default().to_be_bytes();
        [VERSION].into_iter().chain(survey).chain(day).collect()
    }
}

/// The check under a key of its own: what signs the tokens in mail signs no link, and the other way round.
fn check(key: &[u8; 32], body: &[u8]) -> [u8; MAC_BYTES] {
    let derived = hmac(key, b"survey link key");
    let mut out = [0; MAC_BYTES];
    for (slot, byte) in out.iter_mut().zip(hmac(&derived, body)) {
        *slot = byte;
    }
    out
}

fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length: the error arm is unreachable.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(text);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ConversationId, MessageId,
        token::{Claims, Purpose},
    };

    const DAY_S: i64 = 86_400;

    fn keys() -> Keys {
        Keys(vec![[7; 32]])
    }

    #[test]
    fn numbers_and_words_are_read_back() {
        for rating in Rating::ALL {
            assert_eq!(Rating::from_number(rating.number()), Some(rating));
        }
        for number in [0, 6, -1] {
            assert_eq!(Rating::from_number(number), None);
        }
        for state in State::ALL {
            assert_eq!(State::from_word(state.word()), Some(state));
        }
    }

    /// LD-3: a link names its survey until it expires, under every key that is still known; nothing that was changed does.
    #[test]
    fn a_link_names_its_survey_and_cannot_be_made_up() {
        let now = Micros(0).plus_s(20_000 * DAY_S);
        let link = Link::of(SurveyId(4_711), now);
        let text = link.mint(&keys());
        assert_eq!(Link::read(&keys(), &text, now), Some(link));
        assert_eq!(Link::read(&keys(), &text.to_uppercase(), now), Some(link));
        assert_eq!(Link::read(&Keys(vec![[8; 32], [7; 32]]), &text, now), Some(link), "an older key");
        assert_eq!(Link::read(&Keys(vec![[8; 32]]), &text, now), None, "another key");
        let last = now.plus_s((limits::SURVEY_LINK_DAYS + 1) * DAY_S);
        assert_eq!(Link::read(&keys(), &text, last), Some(link));
        assert_eq!(Link::read(&keys(), &text, last.plus_s(DAY_S)), None, "it expired");
        let bytes = BASE32_NOPAD.decode(text.to_uppercase().as_bytes()).unwrap();
        for index in 0..bytes.len() {
            for bit in 0..8 {
                let mut forged = bytes.clone();
                forged[index] ^= 1 << bit;
                assert_eq!(Link::read(&keys(), &BASE32_NOPAD.encode(&forged), now), None, "bit {bit} of byte {index}");
            }
        }
        for other in ["", "a", "ß", &text[1..], &format!("{text}aa"), "../../etc/passwd"] {
            assert_eq!(Link::read(&keys(), other, now), None, "{other}");
        }
    }

    /// LD-3, A2: what was signed for another purpose is no link, and a link is no token of a mail.
    #[test]
    fn the_keys_of_links_are_their_own() {
        let now = Micros(0).plus_s(20_000 * DAY_S);
        let claims = Claims {
            purpose: Purpose::Customer,
            conversation: ConversationId(1042),
            message: MessageId(77),
            recipient: None,
            expiry_day: 30_000,
        };
        assert_eq!(Link::read(&keys(), &keys().mint(&claims, 0), now), None);
        assert_eq!(keys().verify(&Link::of(SurveyId(1), now).mint(&keys()), |_| Some(0)), None);
        let body = Link::of(SurveyId(1), now).body();
        assert_ne!(check(&[7; 32], &body)[..], hmac(&[7; 32], &body)[..MAC_BYTES], "the key is derived");
    }

    /// LD-3: what is about the moment puts a survey off, for a day at the most; what is about its customer ends it.
    #[test]
    fn a_limit_of_the_moment_puts_a_survey_off_and_every_other_ends_it() {
        let due = Micros(0);
        let again = |seconds| Leaving::Later(due.plus_s(seconds));
        let day = limits::SURVEY_PUT_OFF_SECONDS;
        for (gate, now_s, becomes) in [
            (Ok(()), 0, Leaving::Now),
            (Ok(()), 5 * DAY_S, Leaving::Now),
            (Err(Limit::Domain), 0, again(600)),
            (Err(Limit::Hour), 0, again(3_600)),
            (Err(Limit::Unknown), 60, again(3_660)),
            (Err(Limit::Domain), day - 600, again(day)),
            (Err(Limit::Domain), day - 599, Leaving::Never(Limit::Domain)),
            (Err(Limit::Unknown), day, Leaving::Never(Limit::Unknown)),
        ] {
            assert_eq!(leaving(gate, due, due.plus_s(now_s)), becomes, "{gate:?} at {now_s}");
        }
        let passing = [Limit::Domain, Limit::Unknown, Limit::Hour];
        for limit in Limit::ALL.into_iter().filter(|limit| !passing.contains(limit)) {
            assert_eq!(leaving(Err(limit), due, due), Leaving::Never(limit));
        }
    }

    /// LD-3: an answer is taken for a month, and can be changed for a week, ten times.
    #[test]
    fn an_answer_is_taken_for_a_month_and_changed_for_a_week() {
        let (sent, day) = (Micros(0), |days: i64| Micros(0).plus_s(days * DAY_S));
        for (rated, changes, now, until) in [
            (None, 0, day(0), Some(day(30))),
            (None, 0, day(30), None),
            (Some(day(1)), 0, day(2), Some(day(8))),
            (Some(day(1)), 0, day(8), None),
            (Some(day(29)), 0, day(29), Some(day(30))),
            (Some(day(1)), 9, day(2), Some(day(8))),
            (Some(day(1)), 10, day(2), None),
        ] {
            let expected = until.map_or(Answerable::No, Answerable::Until);
            assert_eq!(answerable(sent, rated, changes, now), expected, "{rated:?} {changes} {now:?}");
        }
    }

    #[test]
    fn the_mean_is_rounded_to_hundredths() {
        assert_eq!(average(&[0; 5]), None);
        assert_eq!(average(&[0, 0, 0, 0, 3]), Some(5.0));
        assert_eq!(average(&[0, 1, 1, 3, 7]), Some(4.33));
        assert_eq!(average(&[1, 0, 0, 1, 1]), Some(3.33));
        assert_eq!(average(&[0, 0, 0, 2, 4]), Some(4.67));
    }

    /// LD-3: comments are bounded and hold letters only.
    #[test]
    fn a_comment_is_trimmed_and_bounded() {
        assert_eq!(comment(" Quick!\r\nThank you.\u{7}\u{0} \n").as_deref(), Some("Quick!\nThank you."));
        assert_eq!(comment(" \n").as_deref(), Some(""));
        assert!(comment(&"ů".repeat(limits::SURVEY_COMMENT_CHARS)).is_some());
        assert!(comment(&"ů".repeat(limits::SURVEY_COMMENT_CHARS + 1)).is_none());
    }
}
