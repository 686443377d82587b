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
//! # What that protects against
//! - Someone who picks up the locked tablet: ten tries, each counted on the disk before it is checked, then all is wiped.
//! - Records copied out by a script or an export of the site's data: without the device key no PIN opens them.
//!
//! # What it doesn't
//! - A copy of the browser's profile from the disk, as root or from a tablet whose disk isn't encrypted: browsers keep
//!   even keys that scripts can't read there in the clear, and a copy can be set back after each try. What is left is the
//!   PIN against some 15,000 tries a second on one graphics card: a minute for six digits, two years for twelve. The
//!   tablet's own disk encryption has to stand in front of it, and a lost tablet be revoked.
//! - A script that runs in the page while it is unlocked: it can ask for whatever the page can.
//! - The memory of a tablet that is on; what a flash disk keeps of deleted blocks (it has no key any more).
//! - Ids of records, their number and sizes, which are in the clear; an older copy of a record put back in its own place.

#[cfg(feature = "desk")]
mod database;
mod error;
#[cfg(feature = "desk")]
mod keys;
#[cfg(feature = "desk")]
mod lock;
mod pin;
#[cfg(feature = "desk")]
mod request;
#[cfg(feature = "desk")]
mod shelves;

pub use error::{Error, Refusal};
#[cfg(feature = "desk")]
pub use lock::{State, TRIES, Vault};
pub use pin::{NotAPin, Pin};
#[cfg(feature = "desk")]
pub use shelves::{Changes, Contents};

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
