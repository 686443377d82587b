//! What can go wrong with the vault, for its caller to say in a person's words. Knows nothing of the browser.

use thiserror::Error;

use super::Shelf;

/// Why nothing was read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// [`lock`](super::Vault::lock) was called: it has to be unlocked anew.
    #[error("the vault is locked")]
    Locked,
    /// It was wiped, by another tab perhaps, or a new one was made in its place: what this one held is gone.
    #[error("the vault is gone")]
    Gone,
    /// There is one already, locked or not. It is never overwritten: unlock or wipe it.
    #[error("there is a vault already")]
    Exists,
    /// The disk is full, or the browser gives this site no more of it. Nothing of the write is stored.
    #[error("no room on this device")]
    NoRoom,
    /// This record was changed outside the vault, or stood in another place. Deleting it or writing it anew mends that.
    #[error("the record {key} on {shelf} is damaged", shelf = .shelf.name())]
    Damaged { shelf: Shelf, key: String },
    /// A newer release of the app wrote it, or what keeps the key is damaged. Reload, or else wipe it.
    #[error("the vault can't be read by this release")]
    Unreadable,
    /// Another tab holds the database and doesn't let go of it (frozen, or an older release), for 8 seconds at most:
    /// that tab has to be closed.
    #[error("another tab holds the vault")]
    HeldElsewhere,
    /// The browser doesn't do it (a private window, storage switched off, an insecure page), in its own words.
    #[error("the browser refused: {0}")]
    Browser(String),
}

/// Why a PIN didn't unlock.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The next try has to wait so many milliseconds; none while so many more may be wrong.
    #[error("wrong PIN: {left} more before a wait, {wait} ms to wait")]
    WrongPin { left: u32, wait: i64 },
    /// It wasn't looked at: so many milliseconds are left to wait.
    #[error("{0} ms to wait")]
    Wait(i64),
    /// The account isn't the one that this vault was made with, or it was made without one.
    #[error("that account doesn't open this vault")]
    WrongAccount,
    /// There is nothing to unlock.
    #[error("there is no vault")]
    Empty,
    /// It couldn't be found out whether the PIN is right. The try may have been counted.
    #[error(transparent)]
    Failed(#[from] Error),
}
