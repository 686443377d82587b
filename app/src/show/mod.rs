//! What the control desk says, worked out of what the server told: the state of each item, the figures beside each other, the
//! sentences of the log, and what a producer fills in to add an item. Pure, so that it is tested without a browser. Promises
//! nothing of what may be done: that is the server's to say.

mod figures;
mod log;
mod names;
mod plan;
mod standing;

pub use figures::{Compared, at_server, compared, next_embargo};
pub use log::sentence;
pub use names::{Named, Names, title};
pub use plan::{Among, Fault, Kind, Plan, WrongMoment, figure_of, moment_of};
pub use standing::{Shelf, State, say, shelf, states, when};
