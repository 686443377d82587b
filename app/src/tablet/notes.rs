//! What a page of the desk wants kept beside the engine's records: words that somebody is writing. Sealed as the rest is, and
//! gone with the rest when the tablet is erased.

use crate::vault::{Error, Shelf};

use super::Tablet;

/// Words that aren't sent yet, by the page's own name for them.
const NOTES: Shelf = Shelf::named("notes");

impl Tablet {
    /// What was kept under that name, if anything was.
    ///
    /// # Errors
    /// Why it can't be read.
    pub async fn note(self, name: &str) -> Result<Option<String>, Error> {
        let Some(vault) = self.0.vault.borrow().clone() else { return Err(Error::Locked) };
        vault.get(NOTES, name).await
    }

    /// Keeps it, in place of what was; `None` forgets it. It is on the disk when this resolves.
    ///
    /// # Errors
    /// Why it isn't kept.
    pub async fn keep_note(self, name: &str, text: Option<&str>) -> Result<(), Error> {
        let Some(vault) = self.0.vault.borrow().clone() else { return Err(Error::Locked) };
        match text {
            Some(text) => vault.put(NOTES, name, text).await,
            None => vault.delete(NOTES, name).await,
        }
    }
}
