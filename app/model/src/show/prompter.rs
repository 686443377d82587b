//! What the presenter reads: a message, the time, what is on air and what comes next.

use super::{Content, Message};
use crate::calendar::Timestamp;
use crate::number::Lang;
use serde::{Deserialize, Serialize};

/// The presenter's screen, at one moment: what `output=prompter` gives in the place of a [`super::Picture`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Prompter {
    /// The show's revision. A smaller one than that shown was overtaken on its way.
    pub revision: u64,
    /// The server's clock when this was made: the clock on the screen goes by it, for studio clocks are wrong.
    pub now: Timestamp,
    /// The show's language.
    pub lang: Lang,
    /// The show's title.
    pub title: String,
    /// What the producers say to the presenter.
    pub message: Option<Message>,
    /// What is on air; nothing while it is hidden, or before the first take.
    pub on_air: Option<Content>,
    /// What is previewed.
    pub next: Option<Content>,
    /// Whether this is a rehearsal.
    pub rehearsal: bool,
}
