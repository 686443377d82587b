//! Passwords: which ones are good enough, and their hashes. Promises that checking takes the same work whether the account
//! exists or not, that it never holds up an async thread, and that only so many checks run at once. Knows no HTTP and no
//! store.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};
use model::field::Fault;
use model::text::{char_count, nfc, search_key};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use store::PasswordHash;
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

/// Fewest characters (NIST SP 800-63B-4 has 15 for a password alone and 8 beside a second factor; rules about which
/// characters it has are worse than none).
pub const SHORTEST: u32 = 12;
/// Most characters.
pub const LONGEST: u32 = 200;
/// OWASP's recommendation for Argon2id: 19 MiB, two passes, one lane. About 25 ms on the machine this was written on.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// So many checks run at once: each takes a core and 19 MiB.
const AT_ONCE: usize = 2;
/// A check that couldn't begin within so long is given up; whoever waits is told to try again.
const BEGIN_WITHIN: Duration = Duration::from_secs(5);
/// What is easily guessed here and in no foreign list. Diacritics are taken off before comparing.
const OUR_WORDS: [&str; 44] = [
    "matkhau",
    "mat khau",
    "congdoan",
    "cong doan",
    "sangkien",
    "sang kien",
    "trieusangkien",
    "trieu sang kien",
    "vietnam",
    "viet nam",
    "laodong",
    "lao dong",
    "liendoan",
    "lien doan",
    "doanvien",
    "doan vien",
    "canbo",
    "can bo",
    "duyet",
    "quantri",
    "xinchao",
    "anhyeuem",
    "emyeuanh",
    "iloveyou",
    "nguyen",
    "tran",
    "pham",
    "hoang",
    "huynh",
    "hanoi",
    "saigon",
    "tphcm",
    "danang",
    "haiphong",
    "hochiminh",
    "bacho",
    "dienbien",
    "doimoi",
    "tonduc",
    "tldld",
    "khongbiet",
    "khongco",
    "abcd",
    "taptoandien",
];

/// Why a password couldn't be checked or hashed now.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many are being checked.
    #[error("too many passwords are being checked")]
    Busy,
    /// A fault of ours.
    #[error("a password can't be hashed: {0}")]
    Broken(String),
}

/// A password as it is hashed: in NFC, so that it is the same from every keyboard.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// A password to be checked. One that is longer than any can be is cut: it is wrong either way, and costs no more.
    pub fn typed(text: &str) -> Self {
        let composed = nfc(text);
        Self(composed.chars().take(LONGEST as usize + 1).collect())
    }

    /// A password to be set by somebody who is known by these words: login and name.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::TooShort`], [`Fault::TooLong`], or [`Fault::Guessable`] if somebody who tries would
    /// find it in under 10⁸ guesses.
    pub fn chosen(text: &str, about: &[&str]) -> Result<Self, Fault> {
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        let length = char_count(text);
        if length < SHORTEST as usize {
            return Err(Fault::TooShort { min: SHORTEST });
        }
        if length > LONGEST as usize {
            return Err(Fault::TooLong { max: LONGEST });
        }
        let keys: Vec<String> = about.iter().map(|word| search_key(word)).collect();
        let parts = keys.iter().flat_map(|key| key.split(|c: char| !c.is_alphanumeric())).filter(|part| part.len() > 2);
        let joined: Vec<String> =
            keys.iter().map(|key| key.chars().filter(|c| c.is_alphanumeric()).collect()).collect();
        let joined = joined.iter().map(String::as_str);
        let known: Vec<&str> =
            OUR_WORDS.into_iter().chain(joined).chain(keys.iter().map(String::as_str)).chain(parts).collect();
        let composed = nfc(text).into_owned();
        // The same without diacritics, and without what stands between: who tries "matkhau" tries "Mật-khẩu" too.
        let key = search_key(&composed);
        let bare: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
        let score = |text: &str| zxcvbn(text, &known).score();
        let weakest = score(&composed).min(score(&key)).min(score(&bare));
        if weakest < Score::Three { Err(Fault::Guessable) } else { Ok(Self(composed)) }
    }
}

/// The hash that a password for no account is checked against.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    let hash = argon2().hash_password_with_salt(b"nobody's password", b"sixteen bytes on");
    hash.expect("the costs and the salt are right").to_string()
});

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).expect("OWASP's costs are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Checks and hashes passwords, a few at a time.
pub struct Passwords {
    at_once: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { at_once: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Passwords {
    /// The password's hash with a fresh salt.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, PasswordError> {
        self.work(move || hash(&password)).await?
    }

    /// Whether that is the password. Without a hash to check against it is a lot of work for nothing, and `false`.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn check(&self, password: Password, against: Option<PasswordHash>) -> Result<bool, PasswordError> {
        self.work(move || {
            let stored = against.as_ref().map_or(NOBODYS.as_str(), |hash| hash.0.as_str());
            let stored = phc::PasswordHash::new(stored).map_err(|why| PasswordError::Broken(why.to_string()))?;
            let is_right = argon2().verify_password(password.0.as_bytes(), &stored).is_ok();
            Ok(is_right && against.is_some())
        })
        .await?
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let turn = Arc::clone(&self.at_once).acquire_owned();
        let Ok(Ok(turn)) = tokio::time::timeout(BEGIN_WITHIN, turn).await else { return Err(PasswordError::Busy) };
        tokio::task::spawn_blocking(move || {
            // Held until the work is done, also if whoever asked has left.
            let _turn = turn;
            work()
        })
        .await
        .map_err(|why| PasswordError::Broken(why.to_string()))
    }
}

/// The password's hash with a fresh salt, on this thread.
///
/// # Errors
/// [`PasswordError::Broken`] if the system has no randomness to give.
pub fn hash(password: &Password) -> Result<PasswordHash, PasswordError> {
    let broken = |why: String| PasswordError::Broken(why);
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|why| broken(why.to_string()))?;
    let hash = argon2().hash_password_with_salt(password.0.as_bytes(), &salt).map_err(|why| broken(why.to_string()))?;
    Ok(PasswordHash(hash.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(text: &str) -> Result<(), Fault> {
        Password::chosen(text, &["duyet.daukhi", "Trần Diều Sáo"]).map(|_| ())
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        assert_eq!(chosen("con trâu là đầu cơ nghiệp"), Ok(()));
        assert_eq!(chosen("correct horse battery staple"), Ok(()));
        assert_eq!(chosen(""), Err(Fault::Missing));
        assert_eq!(chosen("Aa1!Bb2@Cc3"), Err(Fault::TooShort { min: 12 }));
        assert_eq!(chosen("ộ".repeat(201).as_str()), Err(Fault::TooLong { max: 200 }));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for bad in [
            "matkhau123456",
            "mậtkhẩu123456",
            "Mat.Khau.2026",
            "congdoan123456",
            "CongDoanVietNam",
            "sangkien2026!",
            "password1234",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaaaaa",
            "duyet.daukhi1",
            "trandieusao2026",
            "trieusangkien",
            "iloveyou2026",
            "abcdefghijkl",
            "vietnamvietnam",
        ] {
            assert_eq!(chosen(bad), Err(Fault::Guessable), "{bad}");
        }
    }

    #[tokio::test]
    async fn a_password_is_the_same_from_every_keyboard() {
        let passwords = Passwords::default();
        let hash = passwords.hash(Password::typed("con trâu là đầu cơ nghiệp")).await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        let nfd = "con tra\u{302}u la\u{300} đa\u{302}\u{300}u cơ nghie\u{323}\u{302}p";
        assert!(passwords.check(Password::typed(nfd), Some(hash.clone())).await.unwrap());
        assert!(!passwords.check(Password::typed("con trâu"), Some(hash)).await.unwrap());
        assert!(!passwords.check(Password::typed("nobody's password"), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_huge_password_costs_no_more() {
        let huge = Password::typed(&"ộ".repeat(1_000_000));
        assert_eq!(huge.0.chars().count(), 201);
    }
}
