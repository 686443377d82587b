//! Chips say a state in an icon and in words; the colour only repeats it.

use super::Icon;
use crate::markup::{El, el};

/// The state that a chip says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// Only on this device.
    Local,
    /// Waiting to be sent.
    Pending,
    /// At the server.
    Sent,
    /// An officer has it.
    Received,
    /// Sent back for more.
    Returned,
    /// Two versions.
    Conflict,
    /// Recognised, at some level.
    Recognised,
    /// Not recognised.
    Declined,
    /// Taken back by its author.
    Withdrawn,
    /// Perhaps the same as another.
    Duplicate,
}

impl Stamp {
    /// Every state, for the gallery.
    pub const ALL: [Stamp; 10] = [
        Stamp::Local,
        Stamp::Pending,
        Stamp::Sent,
        Stamp::Received,
        Stamp::Returned,
        Stamp::Conflict,
        Stamp::Recognised,
        Stamp::Declined,
        Stamp::Withdrawn,
        Stamp::Duplicate,
    ];

    /// Its classes and its icon.
    pub const fn look(self) -> (&'static str, Icon) {
        match self {
            Stamp::Local => ("chip chip--local", Icon::Device),
            Stamp::Pending => ("chip chip--pending", Icon::Send),
            Stamp::Sent => ("chip chip--sent", Icon::Check),
            Stamp::Received => ("chip chip--received", Icon::Checks),
            Stamp::Returned => ("chip chip--returned", Icon::Return),
            Stamp::Conflict => ("chip chip--conflict", Icon::Split),
            Stamp::Recognised => ("chip chip--recognised", Icon::Seal),
            Stamp::Declined => ("chip chip--declined", Icon::No),
            Stamp::Withdrawn => ("chip", Icon::Undo),
            Stamp::Duplicate => ("chip", Icon::Copy),
        }
    }
}

/// A state: its icon and its words ("Đã gửi 15h34").
pub fn chip(stamp: Stamp, words: &str) -> El {
    let (class, icon) = stamp.look();
    el("span", class).untranslated().icon(icon).text(words)
}
