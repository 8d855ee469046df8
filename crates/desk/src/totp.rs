//! Second factors: codes that change every thirty seconds (TOTP, RFC 6238, with SHA-1 and six digits, as every
//! authenticator takes them), and recovery codes. Pure: the time is given, and nothing here knows whose codes they are.

use data_encoding::{BASE32_NOPAD, Encoding, Specification};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use crate::{Micros, percent::encoded};

/// Bytes of a secret (RFC 4226 asks for 20).
pub const SECRET_BYTES: usize = 20;
/// Bytes of a recovery code: ten letters and digits.
pub const RECOVERY_BYTES: usize = 6;
/// Recovery codes that go with a second factor.
pub const RECOVERY_CODES: usize = 10;
/// Seconds that a code stands.
const STEP_SECONDS: i64 = 30;
/// Steps before and after the present one whose codes are taken: clocks differ.
const DRIFT: i64 = 1;
const DIGITS: u32 = 6;
/// What stands in an `otpauth:` address as it is, beside letters and digits.
const PLAIN: &[u8] = b"-._~@";

/// The step that a time is in.
#[must_use]
pub fn step(now: Micros) -> i64 {
    now.unix_s().div_euclid(STEP_SECONDS)
}

/// The code of a step (RFC 4226 § 5.3), with its leading zeros.
#[must_use]
pub fn code(secret: &[u8], step: i64) -> String {
    // HMAC takes keys of any length: the error arm is unreachable, and an empty code equals none that is typed.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = digest.last().map_or(0, |last| usize::from(last & 0x0f));
    let window = digest.iter().skip(offset).take(4);
    let number = window.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) & 0x7fff_ffff;
    format!("{:06}", number % 10_u32.pow(DIGITS))
}

/// The step whose code this is, among those that stand now and are newer than `last`, the newest that was used. Compared
/// in constant time; spaces are left out, as authenticators show them.
#[must_use]
pub fn matching_step(secret: &[u8], typed: &str, now: Micros, last: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let present = step(now);
    let mut found = None;
    for step in present - DRIFT..=present + DRIFT {
        if bool::from(code(secret, step).as_bytes().ct_eq(typed.as_bytes())) && step > last {
            found = Some(step);
        }
    }
    found
}

/// The secret as it is typed into an authenticator.
#[must_use]
pub fn written(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// Reads what [`written`] wrote.
#[must_use]
pub fn read(written: &str) -> Option<Vec<u8>> {
    BASE32_NOPAD.decode(written.as_bytes()).ok()
}

/// The address that a picture for authenticators holds: `otpauth://totp/…`. The names are percent-encoded.
#[must_use]
pub fn uri(secret: &[u8], desk: &str, email: &str) -> String {
    let (desk, email) = (encoded(desk, PLAIN), encoded(email, PLAIN));
    format!("otpauth://totp/{desk}:{email}?secret={}&issuer={desk}", written(secret))
}

/// A recovery code as it is shown: five letters and digits, a dash, five more.
#[must_use]
pub fn recovery_code(random: &[u8; RECOVERY_BYTES]) -> String {
    let letters = alphabet().encode(random);
    let (first, second) = letters.split_at_checked(5).unwrap_or((letters.as_str(), ""));
    format!("{first}-{second}")
}

/// What of a typed recovery code counts: letter case, spaces and dashes do not.
#[must_use]
pub fn folded(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// True for what may be a recovery code, so that nothing else is looked up.
#[must_use]
pub fn may_be_recovery_code(folded: &str) -> bool {
    folded.len() == 10
}

fn alphabet() -> Encoding {
    let mut specification = Specification::new();
    specification.symbols.push_str("abcdefghjkmnpqrstuvwxyz023456789");
    // The alphabet is a constant of 32 distinct letters and digits: it cannot be refused.
    specification.encoding().unwrap_or(BASE32_NOPAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238 appendix B (SHA-1), the last six of its eight digits; RFC 4226 appendix D.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (second, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SECRET, step(Micros(0).plus_s(second))), expected, "at {second}");
        }
        assert_eq!((code(SECRET, 0), code(SECRET, 9)), ("755224".into(), "520489".into()));
    }

    #[test]
    fn a_code_stands_for_a_step_before_and_after_and_is_taken_once() {
        let now = Micros(0).plus_s(1_234_567_890);
        let present = step(now);
        for (near, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let typed = code(SECRET, present + near);
            assert_eq!(matching_step(SECRET, &typed, now, 0).is_some(), taken, "{near} steps away");
        }
        let typed = code(SECRET, present);
        assert_eq!(matching_step(SECRET, &typed, now, present), None, "used already");
        let spaced = format!("{} {}", &typed[..3], &typed[3..]);
        assert_eq!(matching_step(SECRET, &spaced, now, present - 1), Some(present));
        for wrong in ["", "0", "000000", "5924", "abcdef"] {
            assert_eq!(matching_step(SECRET, wrong, now, 0), None, "{wrong}");
        }
    }

    #[test]
    fn names_cannot_end_the_address_early() {
        let uri = uri(b"12345", "Müller & Co?", "ana+x@desk.example");
        assert_eq!(
            uri,
            "otpauth://totp/M%C3%BCller%20%26%20Co%3F:ana%2Bx@desk.example?secret=GEZDGNBV&issuer=M%C3%BCller%20%26%20Co%3F"
        );
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let code = recovery_code(&[1, 2, 3, 4, 5, 6]);
        assert_eq!(code.len(), 11);
        assert_eq!(folded(&format!(" {} ", code.to_uppercase())), code.replace('-', ""));
        assert!(may_be_recovery_code(&folded(&code)) && !may_be_recovery_code(""));
    }
}
