//! One module for each page. A page arranges components and says what they show; where its numbers or drafts come from is
//! not its own business.

pub mod board;
#[cfg(feature = "control")]
pub mod control;
#[cfg(feature = "desk")]
pub mod desk;
#[cfg(all(debug_assertions, feature = "ssr"))]
mod gallery;
#[cfg(feature = "ssr")]
mod lost;
#[cfg(feature = "ssr")]
mod public;
#[cfg(feature = "stage")]
pub mod stage;
#[cfg(any(feature = "ssr", feature = "board"))]
mod stories;
#[cfg(feature = "ssr")]
mod text;
#[cfg(feature = "ssr")]
mod units;
#[cfg(any(feature = "ssr", feature = "worksite"))]
mod unreachable;
pub mod work;

#[cfg(feature = "ssr")]
pub use public::{Asked, Rendered, render};
#[cfg(feature = "ssr")]
pub use stories::worth;
