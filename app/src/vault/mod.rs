//! The tablet's encrypted store: records that wait for work without a network, sealed under a key that a PIN unlocks.
//! Promises that what a resolved write stored is on the disk or not at all, and that no word of a record is stored in the
//! clear. Must not know what the records say, who is signed in, or when to lock: that is its caller's.
//!
//! # How it is sealed
//! A record is sealed alone with AES-GCM under a random 256-bit *data key*, with a fresh 96-bit IV, its shelf and key
//! bound in: one that was changed or moved doesn't open. The data key is stored wrapped, under
//! `HMAC(device key, PBKDF2-SHA-256(PIN, salt, 600,000 rounds))`. The *device key* is made by the browser, which never
//! lets scripts read it. Unlocked, the data key is a handle in memory that scripts can't read either.
//!
//! For a forgotten PIN the data key is wrapped a second time, under `HMAC(device key, account's secret)`. That secret is the
//! server's: 256 bits for this member and this vault, given out to whoever has signed in as that member, with the password and
//! whatever else signing in takes, or with a passkey. The tablet keeps it nowhere. So the tablet alone doesn't open, for it
//! hasn't the secret; nor does the server alone, for it has neither the wrapped key nor the device key.
//!
//! # What that protects against
//! - Someone who picks up the locked tablet: each try is counted on the disk before it is checked, five are free, and after
//!   each further one the next waits twice as long, from half a minute to a day. Nothing is wiped by guessing: nobody who
//!   finds a tablet can destroy a day's decisions with it. A reload or a clock set back begins the wait anew.
//! - A forgotten PIN: the account opens it, where there is a link.
//! - Records copied out by a script or an export of the site's data: without the device key no PIN opens them.
//!
//! # What it doesn't
//! - A copy of the browser's profile from the disk, as root or from a tablet whose disk isn't encrypted: browsers keep
//!   even keys that scripts can't read there in the clear, and a copy can be set back after each try. What is left is the
//!   PIN against some 15,000 tries a second on one graphics card: a minute for six digits, two years for twelve. The
//!   tablet's own disk encryption has to stand in front of it, and a lost tablet be revoked.
//! - Whoever can set the tablet's clock forward, again and again, waits less: a trip to the settings for each guess.
//! - Whoever has the tablet *and* can sign in as its officer: for them the server has all that the tablet has, and more.
//! - A script that runs in the page while it is unlocked: it can ask for whatever the page can.
//! - The memory of a tablet that is on; what a flash disk keeps of deleted blocks (it has no key any more).
//! - Ids of records, their number and sizes, which are in the clear; an older copy of a record put back in its own place.

#[cfg(any(feature = "desk", feature = "worksite"))]
pub(crate) mod database;
mod error;
#[cfg(feature = "desk")]
mod keys;
#[cfg(feature = "desk")]
mod lock;
mod pin;
#[cfg(any(feature = "desk", feature = "worksite"))]
pub(crate) mod request;
#[cfg(feature = "desk")]
mod shelves;
#[cfg(any(feature = "desk", test))]
#[cfg_attr(not(feature = "desk"), allow(dead_code, reason = "its tests run without the rest of the vault"))]
mod tries;

pub use error::{Error, Refusal};
#[cfg(feature = "desk")]
pub use lock::{Recovered, Secret, State, Vault};
pub use pin::{NotAPin, Pin};
#[cfg(feature = "desk")]
pub use shelves::{Changes, Contents};
#[cfg(feature = "desk")]
pub use tries::FREE;

/// A group of records; the caller names its own. No two may have the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf {
    name: &'static str,
}

impl Shelf {
    /// The shelf of that name. The name is stored in the clear, and with each record: it can't be changed later.
    pub const fn named(name: &'static str) -> Self {
        Self { name }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.name
    }
}
