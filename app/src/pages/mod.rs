//! One module for each page. A page arranges components and asks the local store or the server for
//! what it shows; it must not read local storage while it is being hydrated.

mod board;
#[cfg(debug_assertions)]
mod gallery;
mod not_found;
mod privacy;
mod rules;
mod units;
pub mod work;

pub use board::{Nation, Unit};
#[cfg(debug_assertions)]
pub use gallery::Gallery;
pub use not_found::{NotFound, PageStatus};
pub use privacy::Privacy;
pub use rules::Rules;
pub use units::Units;
