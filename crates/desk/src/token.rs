//! Tokens: which conversation, message and recipient a mail of ours belonged to (trust.md § Token).
//! A token says which conversation; it never proves who writes. The format is final: version 1.

use data_encoding::{BASE32_NOPAD, Encoding, Specification};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{AgentId, ConversationId, MessageId};

const VERSION: u8 = 1;
const MAC_BYTES: usize = 10;
/// The longest token that we read, characters: four numbers of at most ten bytes, version and check.
const LONGEST: usize = 96;

/// Bytes of the check in a display name.
const NAME_CHECK_BYTES: usize = 5;
/// Characters of a display name that are looked at.
const LONGEST_NAME: usize = 200;

/// What a token is for; part of what the check covers, so that one purpose cannot stand for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// In the Message-ID and Reply-To of a mail to customers.
    Customer,
    /// In those of a notification to one agent.
    Agent,
}

impl Purpose {
    fn word(self) -> &'static [u8] {
        match self {
            Self::Customer => b"customer",
            Self::Agent => b"agent",
        }
    }
}

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// What it is for.
    pub purpose: Purpose,
    /// The conversation.
    pub conversation: ConversationId,
    /// The message that carried it.
    pub message: MessageId,
    /// The agent it was minted for; none in mail to customers, which is one mail for all its recipients.
    pub recipient: Option<AgentId>,
    /// The last day it is good for, days since 1970.
    pub expiry_day: i64,
}

/// The keys that mint (the first) and verify (all); older ones verify until what they minted has expired.
#[derive(Clone)]
pub struct Keys(pub Vec<[u8; 32]>);

impl Keys {
    /// Mints a token. `epoch` is the agent's (0 for customers): raising it ends all older tokens of that agent.
    #[must_use]
    pub fn mint(&self, claims: &Claims, epoch: i64) -> String {
        let body = body(claims);
        let key = self.0.first().copied().unwrap_or_default();
        let mut bytes = body.clone();
        bytes.extend(check(&key, claims.purpose, &body, epoch));
        BASE32_NOPAD.encode(&bytes).to_lowercase()
    }

    /// The conversation in a display name (SB-12): `SC1042-` and a check of 40 bits. It threads; it never makes an agent.
    #[must_use]
    pub fn mint_name(&self, conversation: ConversationId) -> String {
        let key = self.0.first().copied().unwrap_or_default();
        format!("SC{conversation}-{}", name_check(&key, conversation))
    }

    /// Reads what [`Keys::mint_name`] wrote out of a display name that clients or people may have changed around it.
    #[must_use]
    pub fn verify_name(&self, name: &str) -> Option<ConversationId> {
        let folded: String = name.chars().take(LONGEST_NAME).collect::<String>().to_ascii_lowercase();
        let words = folded.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        words.filter_map(|word| word.strip_prefix("sc")?.split_once('-')).find_map(|(number, given)| {
            let conversation = ConversationId(number.parse().ok().filter(|number| *number > 0)?);
            let genuine =
                self.0.iter().any(|key| bool::from(name_check(key, conversation).as_bytes().ct_eq(given.as_bytes())));
            genuine.then_some(conversation)
        })
    }

    /// Reads a token in any letter case. `epoch` gives an agent's current epoch. None where it is not ours.
    /// Expiry is not judged here: a genuine but expired token still names its conversation.
    pub fn verify(&self, token: &str, mut epoch: impl FnMut(AgentId) -> Option<i64>) -> Option<Claims> {
        if token.len() > LONGEST || !token.is_ascii() {
            return None;
        }
        let bytes = decoder().decode(token.to_ascii_lowercase().as_bytes()).ok()?;
        let (body, mac) = bytes.split_at_checked(bytes.len().checked_sub(MAC_BYTES)?)?;
        let unproved = read_body(body)?;
        let current = match unproved.recipient {
            Some(agent) => epoch(agent)?,
            None => 0,
        };
        let genuine = self.0.iter().any(|key| bool::from(check(key, unproved.purpose, body, current).ct_eq(mac)));
        genuine.then_some(unproved)
    }
}

/// The first 40 bits of the check over a conversation's number: eight letters and digits.
fn name_check(key: &[u8; 32], conversation: ConversationId) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(b"name\0");
    mac.update(&conversation.0.to_be_bytes());
    let bytes: Vec<u8> = mac.finalize().into_bytes().into_iter().take(NAME_CHECK_BYTES).collect();
    BASE32_NOPAD.encode(&bytes).to_lowercase()
}

fn decoder() -> Encoding {
    let mut specification = Specification::new();
    specification.symbols.push_str("abcdefghijklmnopqrstuvwxyz234567");
    // The alphabet is a constant of 32 distinct letters: it cannot be refused, and an empty decoder reads nothing.
    specification.encoding().unwrap_or(BASE32_NOPAD)
}

fn check(key: &[u8; 32], purpose: Purpose, body: &[u8], epoch: i64) -> [u8; MAC_BYTES] {
    let mut out = [0; MAC_BYTES];
    // HMAC takes keys of any length: the error arm is unreachable, and an all-zero check would fail its comparison.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return out };
    mac.update(purpose.word());
    mac.update(&[0]);
    mac.update(body);
    mac.update(&epoch.to_be_bytes());
    for (slot, byte) in out.iter_mut().zip(mac.finalize().into_bytes()) {
        *slot = byte;
    }
    out
}

fn body(claims: &Claims) -> Vec<u8> {
    let mut out = vec![VERSION];
    let recipient = claims.recipient.map_or(0, |agent| agent.0);
    for number in [claims.conversation.0, claims.message.0, recipient, claims.expiry_day] {
        let mut rest = u64::try_from(number).unwrap_or_default();
        loop {
            let low = u8::try_from(rest & 0x7f).unwrap_or_default();
            rest >>= 7;
            out.push(if rest == 0 { low } else { low | 0x80 });
            if rest == 0 {
                break;
            }
        }
    }
    out
}

fn read_body(bytes: &[u8]) -> Option<Claims> {
    let (version, mut rest) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    let mut numbers = [0_i64; 4];
    for number in &mut numbers {
        let length = rest.iter().position(|byte| byte & 0x80 == 0)? + 1;
        let (varint, behind) = rest.split_at_checked(length)?;
        rest = behind;
        let mut value: u64 = 0;
        for (index, byte) in varint.iter().enumerate() {
            let shift = u32::try_from(index).ok()?.checked_mul(7)?;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
        }
        *number = i64::try_from(value).ok()?;
    }
    let [conversation, message, recipient, expiry_day] = numbers;
    let recipient = (recipient > 0).then_some(AgentId(recipient));
    let purpose = if recipient.is_some() { Purpose::Agent } else { Purpose::Customer };
    (rest.is_empty() && conversation > 0).then_some(Claims {
        purpose,
        conversation: ConversationId(conversation),
        message: MessageId(message),
        recipient,
        expiry_day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys(vec![[7; 32]])
    }

    fn claims(recipient: Option<i64>) -> Claims {
        Claims {
            purpose: if recipient.is_some() { Purpose::Agent } else { Purpose::Customer },
            conversation: ConversationId(1042),
            message: MessageId(77_001),
            recipient: recipient.map(AgentId),
            expiry_day: 20_700,
        }
    }

    #[test]
    fn a_token_is_read_back_in_any_letter_case() {
        for recipient in [None, Some(3)] {
            let token = keys().mint(&claims(recipient), 5 * i64::from(recipient.is_some()));
            assert!(token.len() <= 40, "{token} must leave room in a local part");
            assert_eq!(keys().verify(&token.to_uppercase(), |_| Some(5)), Some(claims(recipient)));
        }
    }

    #[test]
    fn the_format_does_not_change() {
        assert_eq!(keys().mint(&claims(None), 0), "agjarsozaqanziibdfocfwjqsp4ew27q".to_string());
    }

    #[test]
    fn a_token_of_one_agent_conversation_message_epoch_or_key_is_refused_for_every_other() {
        let token = keys().mint(&claims(Some(3)), 5);
        assert_eq!(keys().verify(&token, |_| Some(6)), None, "the epoch rose");
        assert_eq!(keys().verify(&token, |_| None), None, "no such agent");
        assert_eq!(Keys(vec![[8; 32]]).verify(&token, |_| Some(5)), None, "another key");
        assert_eq!(Keys(vec![[8; 32], [7; 32]]).verify(&token, |_| Some(5)), Some(claims(Some(3))), "an older key");
        let bytes = decoder().decode(token.as_bytes()).unwrap();
        for index in 0..bytes.len() {
            for bit in 0..8 {
                let mut forged = bytes.clone();
                forged[index] ^= 1 << bit;
                let forged = BASE32_NOPAD.encode(&forged);
                assert_eq!(keys().verify(&forged, |_| Some(5)), None, "bit {bit} of byte {index}");
            }
        }
    }

    /// SB-12: our display name carries the conversation with a check; what people write around it does not matter.
    #[test]
    fn a_name_carries_its_conversation_and_cannot_be_guessed() {
        let name = keys().mint_name(ConversationId(1042));
        assert_eq!(name.len(), "SC1042-".len() + 8);
        for written in [format!("Acme Support | {name}"), name.to_uppercase(), format!("\"{name}, Acme\"")] {
            assert_eq!(keys().verify_name(&written), Some(ConversationId(1042)), "{written}");
        }
        assert_eq!(keys().verify_name(&name.replace("1042", "1043")), None);
        assert_eq!(Keys(vec![[8; 32]]).verify_name(&name), None);
        for guess in ["SC1042", "SC1042-", "SC2457-4734", "SC-4734", "sc1042-aaaaaaaa", ""] {
            assert_eq!(keys().verify_name(guess), None, "{guess}");
        }
    }

    /// A2: no unsigned form is ever accepted.
    #[test]
    fn guessed_tokens_name_nothing() {
        for number in 0..20_000 {
            for form in [format!("reply-{number}"), format!("{number}"), format!("sc{number}"), format!("lc{number}")] {
                assert_eq!(keys().verify(&form, |_| Some(0)), None);
            }
        }
    }
}
