//! The cursor of `POST /sync`: how far a device has read a store's log, and of which history. Opaque to devices. It carries
//! eight bytes of the log chain's link at its position: a store that has another link there, because a backup was restored or
//! a failover lost something, is another history, however long its log is. An officer's cursor also tells of which units they
//! had read. Knows neither the log nor HTTP: whoever has the log compares the link.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// The first byte. Cursors of earlier versions were 24, 32 or 40 bytes long and had none.
const FORM: u8 = 1;
/// Form, store, position, link.
const MEMBER_BYTES: usize = 1 + 16 + 8 + 8;
/// The same and a view.
const OFFICER_BYTES: usize = MEMBER_BYTES + 8 + 8;

/// The start of the chain's link at a position. At position 0, before the first entry, it is eight zero bytes.
pub type Link = [u8; 8];

/// How far a device has read, and what it read of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The position in the log of the last entry that the device was told of; 0 for none.
    pub position: u64,
    /// The chain's link at that position.
    pub link: Link,
    /// Of an officer; `None` of who reads only their own.
    pub view: Option<View>,
}

/// What an officer reads, and how far they have read what was found to be alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    /// Tells one set of roles and units from another.
    pub fingerprint: [u8; 8],
    /// The last finding that they know of.
    pub found: u64,
}

/// A text that isn't a cursor of this store in today's form: another store's, an earlier version's, or anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this store")]
pub struct NotACursor;

impl Cursor {
    /// The cursor as devices get it.
    pub fn write(&self, store: Uuid) -> String {
        let mut bytes = Vec::with_capacity(OFFICER_BYTES);
        bytes.push(FORM);
        bytes.extend_from_slice(store.as_bytes());
        bytes.extend_from_slice(&self.position.to_be_bytes());
        bytes.extend_from_slice(&self.link);
        if let Some(View { fingerprint, found }) = self.view {
            bytes.extend_from_slice(&fingerprint);
            bytes.extend_from_slice(&found.to_be_bytes());
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a cursor that this store gave out. Whether its log still has that link at that position isn't checked here.
    ///
    /// # Errors
    /// [`NotACursor`] for any other text.
    pub fn read(store: Uuid, text: &str) -> Result<Self, NotACursor> {
        let mut bytes = [0; OFFICER_BYTES];
        let length = URL_SAFE_NO_PAD.decode_slice(text, &mut bytes).map_err(|_| NotACursor)?;
        if !matches!(length, MEMBER_BYTES | OFFICER_BYTES) || bytes[0] != FORM || bytes[1..17] != *store.as_bytes() {
            return Err(NotACursor);
        }
        let eight = |at: usize| -> [u8; 8] { std::array::from_fn(|byte| bytes[at + byte]) };
        let view = View { fingerprint: eight(MEMBER_BYTES), found: u64::from_be_bytes(eight(MEMBER_BYTES + 8)) };
        Ok(Self {
            position: u64::from_be_bytes(eight(17)),
            link: eight(25),
            view: (length == OFFICER_BYTES).then_some(view),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_by_the_store_that_wrote_it_and_by_no_other() {
        let (ours, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let member = Cursor { position: 4_000_000_000_000, link: *b"the link", view: None };
        let officer = Cursor { view: Some(View { fingerprint: *b"branches", found: 9 }), ..member };
        for cursor in [member, officer] {
            assert_eq!(Cursor::read(ours, &cursor.write(ours)), Ok(cursor));
        }
        let (cursor, foreign) = (member.write(ours), member.write(other));
        for bad in [foreign.as_str(), "", "cursor", "ệ", &cursor[1..], &format!("{cursor}AAAA"), &"A".repeat(9000)] {
            assert_eq!(Cursor::read(ours, bad), Err(NotACursor), "{bad}");
        }
    }

    #[test]
    fn a_cursor_of_an_earlier_version_is_none() {
        let ours = Uuid::from_u128(1);
        for length in [24, 32, 40] {
            let mut bytes = ours.as_bytes().to_vec();
            bytes.resize(length, 0);
            assert_eq!(Cursor::read(ours, &URL_SAFE_NO_PAD.encode(&bytes)), Err(NotACursor));
        }
    }
}
