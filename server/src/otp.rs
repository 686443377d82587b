//! Codes of authenticator apps (RFC 6238: six digits, SHA-1, 30 seconds, which every app knows) and recovery codes. Promises
//! that a code of a time step that was used is none. Knows no HTTP and no store.

use model::calendar::Timestamp;
use sha2::{Digest, Sha256};
use store::{Otp, RecoveryHash};
use totp_rs::{Builder, Secret, Totp};

/// A secret's length in bytes: that of SHA-1 (RFC 4226, section 4).
const SECRET: usize = 20;
/// How many recovery codes somebody gets.
const CODES: usize = 8;
/// What recovery codes are made of: nothing that is mistaken for something else on paper. 32 of them, five bits each.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Characters of a recovery code, 80 bits.
const CODE_LENGTH: usize = 16;

/// The system has no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("no randomness: {0}")]
pub struct NoRandomness(getrandom::Error);

/// A fresh secret for an app.
///
/// # Errors
/// [`NoRandomness`].
pub fn secret() -> Result<[u8; SECRET], NoRandomness> {
    let mut secret = [0; SECRET];
    getrandom::fill(&mut secret).map_err(NoRandomness)?;
    Ok(secret)
}

/// The secret as it is typed into an app.
pub fn typed(secret: &[u8]) -> String {
    Secret::from(secret).to_base32()
}

/// The secret as an app reads it from a QR code, under this name.
pub fn uri(secret: &[u8], login: &str) -> String {
    let escape = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let issuer = escape("Triệu Sáng Kiến");
    format!("otpauth://totp/{issuer}:{}?secret={}&issuer={issuer}", escape(login), typed(secret))
}

/// The time step of the code, if it is one of about now that wasn't used: the step before, this one, or the next.
pub fn step(otp: &Otp, code: &str, now: Timestamp) -> Option<u64> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(now.millis() / 1000).ok()?;
    let step = totp(&otp.secret).check(&digits, seconds)?;
    otp.used.is_none_or(|used| used < step).then_some(step)
}

fn totp(secret: &[u8]) -> Totp {
    Builder::new().with_secret(secret).build_noncompliant()
}

/// Fresh recovery codes, as they are shown once, with their hashes.
///
/// # Errors
/// [`NoRandomness`].
pub fn recovery_codes() -> Result<Vec<(String, RecoveryHash)>, NoRandomness> {
    (0..CODES)
        .map(|_| {
            let mut bytes = [0; CODE_LENGTH];
            getrandom::fill(&mut bytes).map_err(NoRandomness)?;
            let plain: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
            let groups: Vec<&str> = [0, 4, 8, 12].iter().map(|at| &plain[*at..at + 4]).collect();
            Ok((groups.join("-"), digest(&plain)))
        })
        .collect()
}

/// The hash of what looks like a recovery code, as people type it; `None` if it doesn't.
pub fn recovery(code: &str) -> Option<RecoveryHash> {
    let plain: String =
        code.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).take(99).collect();
    let fits = plain.len() == CODE_LENGTH && plain.bytes().all(|byte| ALPHABET.contains(&byte));
    fits.then(|| digest(&plain))
}

/// 80 random bits need no slow hash.
fn digest(plain: &str) -> RecoveryHash {
    RecoveryHash(Sha256::digest(plain).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn otp(used: Option<u64>) -> Otp {
        Otp { secret: b"12345678901234567890".to_vec(), used }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::EPOCH.plus_millis(seconds * 1000)
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, cut to six digits.
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(step(&otp(None), code, at(seconds)), Some(seconds as u64 / 30), "{code}");
            let spaced = format!(" {} {} ", &code[..3], &code[3..]);
            assert!(step(&otp(None), &spaced, at(seconds + 29)).is_some());
            assert_eq!(step(&otp(None), code, at(seconds + 120)), None);
        }
        for bad in ["", "28708", "2870822", "28708x", "+28708", "２８７０８２"] {
            assert_eq!(step(&otp(None), bad, at(59)), None, "{bad}");
        }
    }

    #[test]
    fn a_code_is_used_once_and_the_ones_before_it_with_it() {
        assert_eq!(step(&otp(Some(0)), "287082", at(59)), Some(1));
        assert_eq!(step(&otp(Some(1)), "287082", at(59)), None);
        assert_eq!(step(&otp(Some(2)), "287082", at(59)), None);
    }

    #[test]
    fn an_app_reads_the_secret_from_a_link() {
        let uri = uri(b"12345678901234567890", "đỗ.lan@x");
        assert!(uri.starts_with("otpauth://totp/Tri%E1%BB%87u%20S%C3%A1ng%20Ki%E1%BA%BFn:"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="), "{uri}");
    }

    #[test]
    fn a_recovery_code_is_read_as_people_type_it() {
        let codes = recovery_codes().unwrap();
        assert_eq!(codes.len(), 8);
        let (shown, hash) = &codes[0];
        assert_eq!(shown.len(), 19);
        assert!(recovery(&shown.to_lowercase().replace('-', " ")) == Some(*hash));
        assert!(recovery(&codes[1].0) != Some(*hash));
        assert!(recovery("287082").is_none() && recovery("").is_none());
    }
}
