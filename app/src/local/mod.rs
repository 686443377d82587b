//! What is on this device: the drafts, what waits to be sent, and the browser's side of the sync engine
//! (`model::sync`). Promises that a person's words are in local storage before a page says so, and that what other tabs
//! wrote is taken in before anything is written over it. Pages read it through [`LocalStore`]; it knows none of them.

pub mod tabs;
pub mod typing;

#[cfg(feature = "worksite")]
mod copy;
#[cfg(feature = "worksite")]
mod disk;
#[cfg(any(feature = "worksite", feature = "desk"))]
mod download;
#[cfg(feature = "worksite")]
mod events;
#[cfg(feature = "worksite")]
pub mod honours;
#[cfg(feature = "worksite")]
mod lead;
#[cfg(feature = "worksite")]
pub mod network;
#[cfg(feature = "worksite")]
mod push;
#[cfg(feature = "worksite")]
mod recovery;
#[cfg(feature = "worksite")]
pub mod room;
#[cfg(feature = "worksite")]
pub mod sealed_file;
#[cfg(any(feature = "worksite", feature = "board", feature = "desk"))]
mod session;
#[cfg(feature = "worksite")]
mod store;
#[cfg(feature = "worksite")]
mod undo;

#[cfg(feature = "worksite")]
pub use disk::Kept;
#[cfg(any(feature = "worksite", feature = "desk"))]
pub use download::save_file;
#[cfg(feature = "worksite")]
pub use network::unit_name;
#[cfg(feature = "worksite")]
pub use push::{News, Told};
#[cfg(any(feature = "board", feature = "desk"))]
pub use session::{Joined, joined};
#[cfg(feature = "worksite")]
pub use store::{KeptHow, LocalStore, now, today};
#[cfg(feature = "worksite")]
pub use undo::{Doing, Undo};
