//! The pages under `/app`: a person's own initiatives on this device. They live in the static shell, read the local
//! store alone, and work without a link. They are made of `crate::markup`, not of typed views: nothing here is ever
//! rendered by a server or hydrated, and every first visit pays for each KB.

#[cfg(feature = "hydrate")]
mod address;
#[cfg(feature = "hydrate")]
mod backup;
#[cfg(feature = "hydrate")]
mod conflict;
#[cfg(feature = "hydrate")]
mod desk;
#[cfg(feature = "hydrate")]
mod device;
#[cfg(feature = "hydrate")]
mod editor;
#[cfg(feature = "hydrate")]
mod join;
#[cfg(feature = "hydrate")]
mod mine;
#[cfg(feature = "hydrate")]
mod notices;
pub mod reckon;
pub mod standing;

#[cfg(feature = "hydrate")]
pub use desk::start;
