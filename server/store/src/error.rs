//! What can go wrong in a store, in words that don't depend on the backend.

/// Why the store couldn't do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It can't write or read now: the disk is full or failing, or another process holds the lock for too long. Nothing
    /// of what was asked has been done; the same may work later, without a restart.
    #[error("the store can't be used now: {0}")]
    Unavailable(String),
    /// There is no campaign yet, so there is nothing that an initiative could belong to. It works as soon as an
    /// administrator has created one.
    #[error("there is no campaign yet: create one with `sangkien campaign create`")]
    NoCampaign,
    /// The data file isn't the one that belongs here, or is damaged: nothing may be read from it or written to it. Says what
    /// to do.
    #[error("{0}")]
    Mismatch(String),
    /// What is stored contradicts itself, or a statement was refused that never should be: a fault of ours.
    #[error("the store is broken: {0}")]
    Broken(String),
}

impl StoreError {
    /// For stored values that can't be read back.
    pub(crate) fn unreadable(what: &str, why: impl std::fmt::Display) -> Self {
        StoreError::Broken(format!("{what} can't be read back: {why}"))
    }
}
