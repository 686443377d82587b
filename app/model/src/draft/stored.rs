//! Reading what an earlier version of the app stored. Promises that a text it can't read is told apart from one that
//! isn't there, so that nobody writes over it.

use super::{Known, Written};
use crate::json::{self, NotRead};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The version of the stored forms that this code writes. Whoever changes a stored form raises it, teaches [`Written`]
/// and [`Known`] to read the one before, and leaves a fixture of it in `tests/fixtures`.
pub const FORMAT: u32 = 1;

/// A stored text that this version can't read. It must be kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Written by a newer version of the app.
    #[error("written in format {0}, which is newer than this app")]
    Newer(u32),
    /// Not one of ours, or damaged.
    #[error("damaged: {0}")]
    Damaged(String),
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    #[derive(Deserialize)]
    struct Probe {
        format: u32,
    }
    let damaged = |error: NotRead| Unreadable::Damaged(error.to_string());
    let Probe { format } = json::read(text).map_err(damaged)?;
    match format {
        0 => Err(Unreadable::Damaged("there never was a format 0".into())),
        1 => json::read(text).map_err(damaged),
        newer => Err(Unreadable::Newer(newer)),
    }
}

impl Written {
    /// Reads any stored form ever shipped.
    ///
    /// # Errors
    /// If the text is damaged or from a newer app.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let mut written: Written = read(text)?;
        written.drop_forbidden();
        Ok(written)
    }
}

impl Known {
    /// Reads any stored form ever shipped.
    ///
    /// # Errors
    /// If the text is damaged or from a newer app.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        read(text)
    }
}
