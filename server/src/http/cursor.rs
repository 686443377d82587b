//! The cursor of `POST /sync`: how far a device has read this store's log. Opaque to devices. It carries the store's id,
//! so that a cursor of another server is noticed instead of skipping what this one has.

use super::error::Refusal;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Position, Store, StoreError};
use uuid::Uuid;

/// The cursor for this position, as devices get it.
pub fn write(store: Uuid, position: Position) -> String {
    let mut bytes = [0; 24];
    bytes[..16].copy_from_slice(store.as_bytes());
    bytes[16..].copy_from_slice(&position.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The position of a cursor that this store gave out; the beginning without one.
///
/// # Errors
/// [`Refusal::ForeignCursor`] for any other text.
pub fn read(store: Uuid, cursor: Option<&str>) -> Result<Position, Refusal> {
    let Some(cursor) = cursor else { return Ok(0) };
    let mut bytes = [0; 24];
    match URL_SAFE_NO_PAD.decode_slice(cursor, &mut bytes) {
        Ok(24) if bytes[..16] == *store.as_bytes() => {}
        _ => return Err(Refusal::ForeignCursor),
    }
    let mut position = [0; 8];
    position.copy_from_slice(&bytes[16..]);
    Ok(Position::from_be_bytes(position))
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
        let cursor = write(ours, 4_000_000_000_000);
        assert_eq!(read(ours, Some(&cursor)).unwrap(), 4_000_000_000_000);
        assert_eq!(read(ours, None).unwrap(), 0);
        for bad in
            [write(other, 7).as_str(), "", "cursor", "ệ", &cursor[1..], &format!("{cursor}AAAA"), &"A".repeat(9000)]
        {
            assert!(matches!(read(ours, Some(bad)), Err(Refusal::ForeignCursor)), "{bad}");
        }
    }
}
