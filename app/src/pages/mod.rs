//! One module for each page. A page arranges components and asks the local store or the server for
//! what it shows; it must not read local storage while it is being hydrated.

mod home;
mod not_found;
pub mod work;

pub use home::Home;
pub use not_found::{NotFound, PageStatus};
pub use work::WorkRoutes;
