//! Members: how they join, and how their devices are known again.

use crate::StoreError;
use model::calendar::Timestamp;
use std::fmt;
use std::str::FromStr;
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

/// A unit's join code: eight characters that can't be mistaken for one another on paper, and spell no words.
/// Displayed as `K7M2-9QXC`, read in either case and with or without the hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JoinCode([u8; 8]);

/// Not eight characters of the alphabet of join codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a join code")]
pub struct NotAJoinCode;

/// No vowels, and nothing that looks like something else: 0/O, 1/I/L, 5/S, 8/B, 2/Z.
const ALPHABET: &[u8; 24] = b"2346789CDFGHJKMNPQRTVWXY";

impl JoinCode {
    /// A random code: one of 24⁸, about 10¹¹.
    pub(crate) fn random() -> Result<Self, StoreError> {
        let mut code = [0; 8];
        let mut filled = 0;
        while filled < code.len() {
            let mut bytes = [0; 16];
            getrandom::fill(&mut bytes).map_err(|why| StoreError::Unavailable(format!("no randomness: {why}")))?;
            // 240 is the largest multiple of 24 in a byte; above it some characters would be likelier.
            for byte in bytes.into_iter().filter(|byte| *byte < 240).take(code.len() - filled) {
                code[filled] = ALPHABET[usize::from(byte) % ALPHABET.len()];
                filled += 1;
            }
        }
        Ok(Self(code))
    }

    /// The eight characters without the hyphen, as stored.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }
}

impl FromStr for JoinCode {
    type Err = NotAJoinCode;

    fn from_str(text: &str) -> Result<Self, NotAJoinCode> {
        let mut code = [0; 8];
        let mut length = 0;
        for byte in text.bytes().filter(|byte| !matches!(byte, b'-' | b' ')) {
            let byte = byte.to_ascii_uppercase();
            if length == code.len() || !ALPHABET.contains(&byte) {
                return Err(NotAJoinCode);
            }
            code[length] = byte;
            length += 1;
        }
        if length == code.len() { Ok(Self(code)) } else { Err(NotAJoinCode) }
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.as_str().split_at(4);
        write!(out, "{head}-{tail}")
    }
}

/// Someone joins. The caller has checked that they consented.
#[derive(Debug, Clone)]
pub struct Join {
    pub code: JoinCode,
    /// Họ và tên, parsed by [`model::field::parse_name`].
    pub name: String,
    /// Số thẻ đoàn viên.
    pub member_no: Option<String>,
    /// Which version of the consent text they agreed to.
    pub consent_version: String,
    /// Of the device that joins.
    pub token: TokenHash,
    /// A token that the device had before, ended or not. Whoever still holds it and gives the same name and unit is the
    /// member that it was given to, and gets back to what they wrote; anybody else becomes a new member.
    pub earlier: Option<TokenHash>,
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
    /// The idempotency key came before with another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    #[error(transparent)]
    Store(#[from] StoreError),
}
