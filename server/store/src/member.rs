//! Members: how they join, and how their devices are known again.

use crate::StoreError;
use model::calendar::Timestamp;
use model::code::JoinCode;
use std::fmt;
use uuid::Uuid;

/// What tells this store from every other.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Random; part of every sync cursor, so that a cursor from another server is noticed.
    pub id: Uuid,
    pub secret: Secret,
}

/// Random bytes that never leave the server; join answers that may be repeated derive their token from it.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// SHA-256 of a device's token. The token itself is never stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl fmt::Debug for TokenHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TokenHash(…)")
    }
}

/// A number below `count` that nobody can guess.
///
/// # Errors
/// If the system has no randomness to give.
pub fn random_below(count: u64) -> Result<u64, StoreError> {
    // Numbers above the last multiple of `count` would make some codes likelier.
    let most = u64::MAX - u64::MAX % count;
    loop {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|why| StoreError::Unavailable(format!("no randomness: {why}")))?;
        let number = u64::from_le_bytes(bytes);
        if number < most {
            return Ok(number % count);
        }
    }
}

/// Someone joins. The caller has checked that they consented.
#[derive(Debug, Clone)]
pub struct Join {
    /// What was typed may mean, see [`model::code::read`]: one of them is to be a unit's.
    pub codes: Vec<JoinCode>,
    /// Họ và tên, parsed by [`model::field::parse_name`].
    pub name: String,
    /// Số thẻ đoàn viên.
    pub member_no: Option<String>,
    /// Which version of the consent text they agreed to.
    pub consent_version: String,
    /// Of the device that joins.
    pub token: TokenHash,
    /// A token that the device had before, ended or not. Whoever still holds it and gives the same name and unit is the
    /// member that it was given to, and gets back to what they wrote, unless that device was given up; anybody else becomes a
    /// new member.
    pub earlier: Option<TokenHash>,
    /// They know that somebody in the unit has this card number, and ask to be put together with them. Without it nobody joins
    /// with a number that is somebody's.
    pub asks_to_merge: bool,
    /// Present if the request may be repeated.
    pub once: Option<Once>,
    pub at: Timestamp,
}

/// An idempotency key and what was asked under it, each as a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Once {
    pub key: [u8; 32],
    pub request: [u8; 32],
}

/// Why someone couldn't join.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    #[error("no unit has this join code")]
    UnknownCode,
    /// Somebody else of the unit has this card number.
    #[error("the card number is a member's")]
    MemberExists,
    /// The idempotency key came before with another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Store(#[from] StoreError),
}
