//! What a page of the desk wants kept beside the engine's records: words that somebody is writing. Sealed as the rest is, and
//! gone with the rest when the tablet is erased.

use leptos::prelude::{Notify, Track};
use wasm_bindgen_futures::spawn_local;

use crate::vault::{Error, Shelf};

use super::Tablet;

/// Words that aren't sent yet, by the page's own name for them.
pub(super) const NOTES: Shelf = Shelf::named("notes");

impl Tablet {
    /// What was kept under that name, if anything was.
    ///
    /// # Errors
    /// Why it can't be read.
    pub async fn note(self, name: &str) -> Result<Option<String>, Error> {
        // The page may have been left in the middle of a letter, or without room for it.
        self.all_kept().await;
        if let Some(unkept) = self.0.unkept_notes.borrow().get(name) {
            return Ok(Some(unkept.clone()));
        }
        let Some(vault) = self.0.vault.borrow().clone() else { return Err(Error::Locked) };
        vault.get(NOTES, name).await
    }

    /// Keeps it, in place of what was; `None` forgets it. It is on the disk when this resolves.
    ///
    /// # Errors
    /// Why it isn't kept. The tablet stays open until it is, or the words would go with the key.
    pub async fn keep_note(self, name: &str, text: Option<&str>) -> Result<(), Error> {
        let Some(vault) = self.0.vault.borrow().clone() else { return Err(Error::Locked) };
        self.0.notes_pending.update(|pending| pending + 1);
        self.0.kept.notify();
        let kept = match text {
            Some(text) => vault.put(NOTES, name, text).await,
            None => vault.delete(NOTES, name).await,
        };
        let mut unkept = self.0.unkept_notes.borrow_mut();
        match (&kept, text) {
            (Err(_), Some(text)) => unkept.insert(name.to_owned(), text.to_owned()),
            _ => unkept.remove(name),
        };
        self.0.notes_pending.update(|pending| pending - 1);
        // Not before the page has handed over what was typed meanwhile.
        spawn_local(async move { self.settle() });
        kept
    }

    /// Whether something that was decided or written is in memory alone.
    pub(super) fn has_unkept(self) -> bool {
        self.0.desk.borrow().is_unkept() || !self.0.unkept_notes.borrow().is_empty()
    }

    /// Whether the note of that name is in memory alone because it couldn't be kept; for closures that run again when that
    /// changes.
    pub fn is_note_unkept(self, name: &str) -> bool {
        self.0.kept.track();
        self.0.unkept_notes.borrow().contains_key(name)
    }

    /// Whether notes are on their way to the disk; for closures that run again when that changes.
    pub fn is_keeping_notes(self) -> bool {
        self.0.kept.track();
        self.0.notes_pending.get() > 0
    }

    /// Tries again to keep what couldn't be kept.
    pub(super) async fn keep_notes_again(self) {
        let names: Vec<String> = self.0.unkept_notes.borrow().keys().cloned().collect();
        for name in names {
            // A page may have written more of it meanwhile.
            self.all_kept().await;
            let Some(text) = self.0.unkept_notes.borrow().get(&name).cloned() else { continue };
            if let Err(error) = self.keep_note(&name, Some(&text)).await {
                leptos::logging::warn!("{error}");
            }
        }
    }
}
