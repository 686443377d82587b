//! Officers' accounts: how somebody becomes an officer, what they sign in with, and where they are signed in. Promises that
//! whatever works once works once, and that nothing that opens a door is kept in the clear, but for the secret that an
//! authenticator app shares. Checks no password and makes no code: it gets hashes and steps.

use crate::{Doer, NewReset, Reset, StoreError, TokenHash, TokenKind};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::MemberId;
use model::rights::Right;
use model::text::nfc;
use model::unit::UnitCode;
use model::wire::Member;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// What an officer calls themselves at sign-in: 3 to 64 letters, digits and `. _ - @`, lower case, NFC. Letters may be
/// Vietnamese ones; however they were typed, the same login is the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Login(String);

/// Not a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a login has 3 to 64 letters, digits and . _ - @")]
pub struct NotALogin;

impl Login {
    /// The login as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Login {
    type Err = NotALogin;

    fn from_str(text: &str) -> Result<Self, NotALogin> {
        // Longer than any login in any form: spares the work on what can't be one.
        if text.len() > 1024 {
            return Err(NotALogin);
        }
        let lower = nfc(text.trim()).to_lowercase();
        let login = nfc(&lower).into_owned();
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
        let length = login.chars().count();
        if (3..=64).contains(&length) && login.chars().all(fits) { Ok(Self(login)) } else { Err(NotALogin) }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// An Argon2id hash as a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PasswordHash(…)")
    }
}

/// An authenticator app's secret and how far it has been used.
#[derive(Clone)]
pub struct Otp {
    /// Twenty bytes.
    pub secret: Vec<u8>,
    /// The last time step that was used; a code must be of a later one.
    pub used: Option<u64>,
}

impl fmt::Debug for Otp {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Otp").field("used", &self.used).finish_non_exhaustive()
    }
}

/// What an officer signs in with.
#[derive(Debug, Clone)]
pub struct Account {
    pub member: Member,
    pub login: Login,
    pub password: PasswordHash,
    /// If they use an authenticator app.
    pub otp: Option<Otp>,
    /// A secret that was handed out and isn't confirmed yet.
    pub offered: Option<Otp>,
    /// How many recovery codes are left.
    pub recovery_codes: u32,
}

/// A hash of a recovery code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RecoveryHash(pub [u8; 32]);

/// Something that works once, used up as the session opens.
#[derive(Clone, Copy)]
pub enum Second {
    /// The account has no second factor.
    None,
    /// The first one was as good as two.
    Passkey,
    /// A code of this time step.
    Step(u64),
    /// A recovery code.
    Recovery(RecoveryHash),
}

/// What was found right before a session opens. It must still be so when it does.
pub struct Proof<'a> {
    pub member: MemberId,
    /// The hash that the password was checked against; `None` if it was a passkey.
    pub password: Option<&'a PasswordHash>,
    pub second: Second,
}

/// A session to open: a token of [`crate::TokenKind::SignIn`].
#[derive(Debug, Clone)]
pub struct Opening {
    pub token: TokenHash,
    /// What the browser calls itself.
    pub device: Option<String>,
    pub at: Timestamp,
}

/// Where an officer is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id outside, which opens nothing.
    pub id: Uuid,
    pub token: TokenHash,
    pub device: Option<String>,
    pub created_at: Timestamp,
    /// To ten minutes.
    pub seen_at: Timestamp,
}

/// How a session ends. Its form in JSON is kept for good, in the audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Somebody has to sign in again; what the device holds stays.
    SignedOut,
    /// The device is lost: at its next contact it is told to wipe what it holds.
    Lost,
}

/// Which of a member's sessions.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    All,
    One(Uuid),
    AllBut(&'a TokenHash),
}

/// Sessions that are ended, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Ended<'a> {
    pub member: MemberId,
    pub which: Which<'a>,
    pub ending: Ending,
    /// Where the audit has it: the unit whose administrator does it; `None` for one of the officer's own.
    pub unit: Option<&'a UnitCode>,
    pub by: Doer,
    pub at: Timestamp,
}

/// An invitation to an office.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Of what is in the link.
    pub token: TokenHash,
    pub right: Right,
    /// Who invites.
    pub by: Doer,
    pub at: Timestamp,
    pub expires_at: Timestamp,
}

/// Who takes an invitation.
#[derive(Debug, Clone)]
pub enum Invitee {
    /// An officer who is signed in gets one role more.
    Officer(MemberId),
    /// Somebody gets an account.
    New(NewOfficer),
}

/// Somebody who gets an account.
#[derive(Debug, Clone)]
pub struct NewOfficer {
    /// The member that the device's token names. Whoever holds it and gives the same name stays that member, unless they
    /// have an account already; anybody else becomes a new one.
    pub known: Option<MemberId>,
    /// They say that they are that member: they become an officer by the name that they have, or not at all.
    pub as_member: bool,
    /// Họ và tên, parsed by [`model::field::parse_name`].
    pub name: String,
    pub login: Login,
    pub password: PasswordHash,
    /// Which version of the consent text they agreed to.
    pub consent_version: String,
}

/// Why nobody became an officer.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// There is no such invitation, or it was taken, or its time is over.
    #[error("no invitation that holds")]
    NoInvitation,
    #[error("the login is somebody's already")]
    LoginTaken,
    /// The member whom they say to be isn't known, or has an account already.
    #[error("no member without an account")]
    NotThatMember,
    #[error("there is no such unit, or it doesn't have this office")]
    NoOffice,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A passkey, as the library that checks it encodes it.
#[derive(Debug, Clone)]
pub struct Passkey {
    pub id: Vec<u8>,
    /// Who registered it, which is what the authenticator keeps.
    pub member: MemberId,
    /// Whose it is now: that member or, once they were put together with another one, that one.
    pub owner: MemberId,
    /// What it opens: what was registered on a device that had merely joined opens no office.
    pub opens: TokenKind,
    pub name: String,
    pub fixed: Vec<u8>,
    pub changing: Vec<u8>,
    pub created_at: Timestamp,
}

/// A challenge that waits for an authenticator's answer.
#[derive(Debug, Clone)]
pub struct Ceremony {
    /// Of what the browser brings back.
    pub key: TokenHash,
    /// Whose passkey is being registered; `None` when somebody signs in.
    pub member: Option<MemberId>,
    pub state: Vec<u8>,
    pub expires_at: Timestamp,
}

/// The part of a store that knows officers' accounts.
///
/// Errors are [`StoreError`] unless said otherwise. Every write is one transaction, durable when it returns.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The account with this login.
    async fn account(&self, login: &Login) -> Result<Option<Account>, StoreError>;

    /// The member's account.
    async fn account_of(&self, member: MemberId) -> Result<Option<Account>, StoreError>;

    /// Opens a session, if the proof still holds: the password is still the same one, and what works once hadn't been
    /// used. Whether it did.
    async fn open_session(&self, proof: &Proof<'_>, opening: &Opening) -> Result<bool, StoreError>;

    /// Where the member is signed in, the newest first.
    async fn sessions(&self, member: MemberId) -> Result<Vec<Session>, StoreError>;

    /// The session with this token was used.
    async fn saw(&self, token: &TokenHash, at: Timestamp) -> Result<(), StoreError>;

    /// Ends sessions of a member, and says so in the audit if there were any. How many there were.
    async fn end_sessions(&self, ended: &Ended<'_>) -> Result<u64, StoreError>;

    /// Whether the device that had this token was given up for lost.
    async fn is_lost(&self, token: &TokenHash) -> Result<bool, StoreError>;

    /// Sets another password, if `was` is still the one, and signs out everywhere but in the session with `keep`; a reset
    /// that was on offer is gone. What was signed out is in the audit. Whether it was.
    async fn change_password(
        &self,
        member: MemberId,
        was: &PasswordHash,
        becomes: &PasswordHash,
        keep: &TokenHash,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Keeps a secret that was handed out, until it is confirmed or another one is handed out.
    async fn offer_otp(&self, member: MemberId, secret: &[u8]) -> Result<(), StoreError>;

    /// The offered secret holds from now on, its code of `step` is used, and these recovery codes replace the earlier ones.
    /// Whether that secret was still on offer.
    async fn confirm_otp(
        &self,
        member: MemberId,
        secret: &[u8],
        step: u64,
        recovery: &[RecoveryHash],
    ) -> Result<bool, StoreError>;

    /// No authenticator app and no recovery codes any more.
    async fn remove_otp(&self, member: MemberId) -> Result<(), StoreError>;

    /// Keeps an invitation, and says in the audit that it was made.
    ///
    /// # Errors
    /// [`EnrolError::NoOffice`] if there is no such unit, or the role isn't one of that unit's.
    async fn invite(&self, invitation: &Invitation) -> Result<(), EnrolError>;

    /// The invitation, if it holds at that moment.
    async fn invitation(&self, token: &TokenHash, at: Timestamp) -> Result<Option<Invitation>, StoreError>;

    /// Takes an invitation: account, role, and a session unless somebody who is signed in took it, all at once.
    async fn accept(&self, token: &TokenHash, invitee: &Invitee, opening: &Opening) -> Result<Member, EnrolError>;

    /// Keeps a reset, in the place of an earlier one of the same member, and says so in the audit. Whether the member has an
    /// account.
    async fn offer_reset(&self, reset: &NewReset) -> Result<bool, StoreError>;

    /// The reset, if it holds at that moment.
    async fn reset(&self, token: &TokenHash, at: Timestamp) -> Result<Option<Reset>, StoreError>;

    /// Uses the reset up: the password is another one, what else it renews is gone, and every session of the member is signed
    /// out. Whether it held.
    async fn use_reset(&self, token: &TokenHash, password: &PasswordHash, at: Timestamp) -> Result<bool, StoreError>;

    /// Gives somebody an account and a role without an invitation; a member with this id who isn't there is made. For
    /// demonstrations.
    async fn enrol(
        &self,
        member: &Member,
        officer: &NewOfficer,
        right: &Right,
        at: Timestamp,
    ) -> Result<(), EnrolError>;

    /// The member's passkeys that open this, the oldest first; those of members who were put together with them included.
    async fn passkeys(&self, member: MemberId, opens: TokenKind) -> Result<Vec<Passkey>, StoreError>;

    /// The passkey that an authenticator names.
    async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError>;

    /// Keeps a new passkey. Whether there wasn't one with its id.
    async fn add_passkey(&self, passkey: &Passkey) -> Result<bool, StoreError>;

    /// The passkey was used: what changes with each use.
    async fn used_passkey(&self, id: &[u8], changing: &[u8], at: Timestamp) -> Result<(), StoreError>;

    /// The passkey doesn't work any more. Whether the member had it.
    async fn remove_passkey(&self, member: MemberId, opens: TokenKind, id: &[u8]) -> Result<bool, StoreError>;

    /// Keeps a challenge; those whose time was over go.
    async fn begin_ceremony(&self, ceremony: &Ceremony, at: Timestamp) -> Result<(), StoreError>;

    /// Takes the challenge, which then is gone.
    async fn take_ceremony(&self, key: &TokenHash, at: Timestamp) -> Result<Option<Ceremony>, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_the_same_however_it_was_typed() {
        let plain: Login = "đỗ.lan".parse().unwrap();
        for typed in ["ĐỖ.LAN", " Đỗ.Lan ", "đo\u{302}\u{303}.lan", "ĐO\u{302}\u{303}.LAN"] {
            assert_eq!(typed.parse(), Ok(plain.clone()), "{typed}");
        }
        for bad in ["", "ab", "có dấu cách", "a/b/c", "x\u{202e}yz", &"a".repeat(65), &"a".repeat(100_000)] {
            assert_eq!(bad.parse::<Login>(), Err(NotALogin), "{bad:.20}");
        }
    }
}
