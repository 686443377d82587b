//! One module for each page. A page arranges components and asks the local store or the server for
//! what it shows; it must not read local storage while it is being hydrated.

mod home;
mod mine;
mod not_found;

pub use home::Home;
pub use mine::{Desk, Mine};
pub use not_found::{NotFound, PageStatus};
