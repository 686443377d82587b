//! What producers do, and the log of it.

use super::{ItemId, Scene, Transition, Verdict};
use crate::calendar::Timestamp;
use crate::id::{InitiativeId, OpId};
use crate::initiative::Person;
use crate::number::Lang;
use serde::{Deserialize, Serialize};

/// One thing that a producer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Act {
    /// Gives the show a title.
    Rename {
        /// 1 to 120 characters.
        title: String,
    },
    /// Sets the language of what is on air.
    Speak {
        /// Which.
        lang: Lang,
    },
    /// Adds an item.
    Add {
        /// What it shows.
        #[serde(flatten)]
        scene: Scene,
        /// Behind which; at the end without one.
        #[serde(default)]
        after: Option<ItemId>,
    },
    /// Makes an item show something else. Not one that is on air.
    Change {
        /// Which.
        item: ItemId,
        /// What it shows now.
        #[serde(flatten)]
        scene: Scene,
    },
    /// Puts an item elsewhere.
    Move {
        /// Which.
        item: ItemId,
        /// Behind which; at the front without one.
        #[serde(default)]
        after: Option<ItemId>,
    },
    /// Takes an item out. Not one that is on air.
    Remove {
        /// Which.
        item: ItemId,
    },
    /// Xem trước: makes an item the one that is taken next.
    Preview {
        /// Which.
        item: ItemId,
    },
    /// Đưa lên sóng. The item behind it is previewed then.
    Take {
        /// Which; what is previewed without one. Naming it keeps two producers from taking what the other has just chosen.
        #[serde(default)]
        item: Option<ItemId>,
        /// How it comes in.
        #[serde(default)]
        transition: Transition,
    },
    /// Mục sau: previews the item behind the one that is previewed.
    Next,
    /// Đóng băng: what is on air stands still.
    Freeze,
    /// It moves again.
    Unfreeze,
    /// Ẩn ngay: nothing is shown.
    Hide,
    /// It is shown again.
    Unhide,
    /// Giữ con số: an item's figures stand still at what they are now.
    Hold {
        /// Which; what is on air without one.
        #[serde(default)]
        item: Option<ItemId>,
    },
    /// They follow the server's again.
    Release {
        /// Which; what is on air without one.
        #[serde(default)]
        item: Option<ItemId>,
    },
    /// Cấm phát.
    Embargo {
        /// Which.
        item: ItemId,
        /// Until when; not any more without a moment.
        until: Option<Timestamp>,
    },
    /// A typed figure in place of the server's, marked as such in the picture: of [`Scene::Number`] and [`Scene::Unit`].
    Type {
        /// Which.
        item: ItemId,
        /// How many; the server's again without one.
        figure: Option<i64>,
        /// Where it is from, at most 120 characters: shown with it.
        #[serde(default)]
        source: String,
    },
    /// Duyệt, bỏ qua.
    Moderate {
        /// Which story.
        initiative: InitiativeId,
        /// What is said of it.
        verdict: Verdict,
    },
    /// Nhắn người dẫn.
    Message {
        /// At most 280 characters; empty clears the screen.
        text: String,
    },
    /// Diễn tập: begins a rehearsal, or changes what its simulator does. Not while anything is shown: what is hidden goes
    /// off air for it.
    Rehearse {
        /// So many made-up initiatives a second, 0 to 1.000.
        per_second: u16,
    },
    /// In a rehearsal: so many made-up initiatives at once, 1 to 1.000.000.
    Burst {
        /// How many.
        count: u32,
    },
    /// In a rehearsal: the outputs lose their link for so many seconds, 1 to 120.
    CutLink {
        /// How long.
        seconds: u16,
    },
    /// Ends the rehearsal; nothing is on air then.
    EndRehearsal,
}

/// `POST /show/acts`. The same id again gives the same answer, so that a lost answer or a button pressed twice takes nothing
/// twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Command {
    /// Made with the act.
    pub id: OpId,
    /// What is to be done.
    #[serde(flatten)]
    pub act: Act,
}

/// The answer to `POST /show/acts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {
    /// The show's revision since.
    pub revision: u64,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// The revision that it made.
    pub revision: u64,
    /// When, by the server.
    pub at: Timestamp,
    /// Who.
    pub by: Person,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}
