//! The pages under `/app`: a person's own initiatives on this device. They live in the static shell, read the local
//! store alone, and work without a link. They are made of `crate::markup`, not of typed views: nothing here is ever
//! rendered by a server or hydrated, and every first visit pays for each KB.

#[cfg(feature = "worksite")]
mod address;
#[cfg(feature = "worksite")]
mod backup;
#[cfg(feature = "worksite")]
mod conflict;
#[cfg(feature = "worksite")]
mod desk;
#[cfg(feature = "worksite")]
mod device;
#[cfg(feature = "worksite")]
mod editor;
#[cfg(feature = "worksite")]
mod honour;
#[cfg(feature = "worksite")]
mod join;
#[cfg(feature = "worksite")]
mod later;
#[cfg(feature = "worksite")]
mod mine;
#[cfg(feature = "worksite")]
mod moving;
#[cfg(feature = "worksite")]
mod news;
#[cfg(feature = "worksite")]
mod notices;
#[cfg(feature = "worksite")]
mod passkeys;
pub mod reckon;
#[cfg(feature = "worksite")]
mod sealed;
pub mod standing;

#[cfg(feature = "worksite")]
pub use desk::start;
