//! What an output is told and what follows from it: which pictures its address asks for, whether one takes the place of
//! another, how old it is by the server's clock, and what there is to say of it in a line. The link itself is in `link`.
//! Promises that no figure is shown that the server didn't issue. Knows no elements.

pub mod address;
pub mod brief;
mod clock;
pub mod figures;
#[cfg(feature = "stage")]
mod link;
#[cfg(feature = "stage")]
mod source;
pub mod tiles;

#[cfg(feature = "stage")]
pub use link::{Heard, follow};
