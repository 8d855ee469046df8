//! Passwords: argon2id with the parameters of its standard form (19 MiB, two passes), in memory that goes back to the
//! system afterwards.

use argon2::{
    Argon2, Block, Params,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};

/// glibc gives blocks beyond 32 MiB back to the system when they are freed, and keeps smaller ones: without this an idle
/// desk would hold the memory of its last sign-ins.
const CAPACITY_BLOCKS: usize = 33 * 1024;

/// The stored form of a password. None for parameters that argon2 does not take.
pub(crate) fn hash(password: &str, salt: &[u8; 16]) -> Option<String> {
    let argon = Argon2::default();
    let output = digest(&argon, password, salt)?;
    let hash = PasswordHash {
        algorithm: argon2::ARGON2ID_IDENT,
        version: Some(argon2::Version::default().into()),
        params: ParamsString::try_from(argon.params()).ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(output),
    };
    Some(hash.to_string())
}

/// True when the password is the one that this stored form was made of. Compared in constant time.
pub(crate) fn verifies(password: &str, stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return false };
    let (Ok(params), Some(salt), Some(expected)) = (Params::try_from(&stored), &stored.salt, &stored.hash) else {
        return false;
    };
    digest(&Argon2::from(params), password, salt.as_ref()).is_some_and(|output| output == *expected)
}

fn digest(argon: &Argon2<'_>, password: &str, salt: &[u8]) -> Option<Output> {
    let mut memory: Vec<Block> = Vec::with_capacity(CAPACITY_BLOCKS);
    memory.resize(argon.params().block_count(), Block::new());
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    argon.hash_password_into_with_memory(password.as_bytes(), salt, &mut out, &mut memory).ok()?;
    Output::new(&out).ok()
}

#[cfg(test)]
mod tests {
    use argon2::PasswordVerifier;

    use super::*;

    #[test]
    fn a_password_verifies_against_its_own_hash_only() {
        let stored = hash("correct horse battery", &[7; 16]).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verifies("correct horse battery", &stored));
        assert!(!verifies("correct horse battery ", &stored));
        assert!(!verifies("", &stored) && !verifies("x", "") && !verifies("x", "$argon2id$nonsense"));
        let second_opinion = Argon2::default().verify_password(b"correct horse battery", stored.as_str());
        assert!(second_opinion.is_ok(), "the library's own way agrees");
    }
}
