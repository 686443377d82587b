//! What is on this device: the drafts, what waits to be sent, and the browser's side of the sync engine
//! (`model::sync`). Promises that a person's words are in local storage before a page says so, and that what other tabs
//! wrote is taken in before anything is written over it. Pages read it through [`LocalStore`]; it knows none of them.

pub mod tabs;
pub mod transfer;
pub mod typing;

#[cfg(feature = "hydrate")]
mod disk;
#[cfg(feature = "hydrate")]
mod download;
#[cfg(feature = "hydrate")]
mod events;
#[cfg(feature = "hydrate")]
mod lead;
#[cfg(feature = "hydrate")]
mod network;
#[cfg(feature = "hydrate")]
pub mod room;
#[cfg(feature = "hydrate")]
mod store;
#[cfg(feature = "hydrate")]
mod undo;

#[cfg(feature = "hydrate")]
pub use disk::Kept;
#[cfg(feature = "hydrate")]
pub use download::save_file;
#[cfg(feature = "hydrate")]
pub use store::{LocalStore, now};
#[cfg(feature = "hydrate")]
pub use undo::{Doing, Undo};
