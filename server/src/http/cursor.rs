//! The cursor of `POST /sync`: how far a device has read this store's log. Opaque to devices. It carries the store's id,
//! so that a cursor of another server is noticed instead of skipping what this one has, and an officer's tells of which units
//! they had read, so that new ones aren't skipped either.

use super::error::Refusal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{FindingNumber, Position, Store, StoreError};
use uuid::Uuid;

/// How far a device has read, and what it read of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub position: Position,
    /// Of an officer; `None` of who reads only their own.
    pub view: Option<View>,
}

/// What an officer reads, and how far they have read what was found to be alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Tells one view from another ([`store::Scope::fingerprint`]).
    pub fingerprint: [u8; 8],
    /// The last finding that they know of.
    pub found: FindingNumber,
}

/// The cursor as devices get it.
pub fn write(store: Uuid, Cursor { position, view }: Cursor) -> String {
    let mut bytes = Vec::with_capacity(40);
    bytes.extend_from_slice(store.as_bytes());
    bytes.extend_from_slice(&position.to_be_bytes());
    if let Some(View { fingerprint, found }) = view {
        bytes.extend_from_slice(&fingerprint);
        bytes.extend_from_slice(&found.to_be_bytes());
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A cursor that this store gave out; `None` without one.
///
/// # Errors
/// [`Refusal::ForeignCursor`] for any other text.
pub fn read(store: Uuid, cursor: Option<&str>) -> Result<Option<Cursor>, Refusal> {
    let Some(cursor) = cursor else { return Ok(None) };
    let mut bytes = [0; 40];
    let length = URL_SAFE_NO_PAD.decode_slice(cursor, &mut bytes).map_err(|_| Refusal::ForeignCursor)?;
    let number = |at: usize| u64::from_be_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    let view = match length {
        24 => None,
        // Of 32 bytes before anything was searched for: nothing that was found is known.
        32 | 40 => Some(View { fingerprint: number(24).to_be_bytes(), found: number(32) }),
        _ => return Err(Refusal::ForeignCursor),
    };
    if bytes[..16] != *store.as_bytes() {
        return Err(Refusal::ForeignCursor);
    }
    Ok(Some(Cursor { position: number(16), view }))
}

/// How far the log is known to reach. A cursor beyond its end was given out before the store was put back to an earlier
/// state, from a backup say; followed, it would skip whatever comes until the log is that long again.
#[derive(Debug, Default)]
pub struct LogEnd(AtomicU64);

impl LogEnd {
    /// Whether the log reaches that far. Asks the store only about positions that weren't seen yet.
    ///
    /// # Errors
    /// If the store can't be read.
    pub async fn reaches(&self, position: Position, store: &dyn Store) -> Result<bool, StoreError> {
        if position <= self.0.load(Ordering::Relaxed) {
            return Ok(true);
        }
        self.saw(store.position().await?);
        Ok(position <= self.0.load(Ordering::Relaxed))
    }

    /// The log reaches at least that far.
    pub fn saw(&self, position: Position) {
        self.0.fetch_max(position, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_by_the_store_that_wrote_it() {
        let (ours, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let member = Cursor { position: 4_000_000_000_000, view: None };
        let officer = Cursor { view: Some(View { fingerprint: *b"branches", found: 9 }), ..member };
        for cursor in [member, officer] {
            assert_eq!(read(ours, Some(&write(ours, cursor))).unwrap(), Some(cursor));
        }
        assert_eq!(read(ours, None).unwrap(), None);
        let (cursor, foreign) = (write(ours, member), write(other, member));
        for bad in [foreign.as_str(), "", "cursor", "ệ", &cursor[1..], &format!("{cursor}AAAA"), &"A".repeat(9000)] {
            assert!(matches!(read(ours, Some(bad)), Err(Refusal::ForeignCursor)), "{bad}");
        }
    }
}
