//! The cursor of `POST /sync` against the log. A cursor carries the beginning of the chain's link at its position: another
//! link there is another history, because a backup was restored, say, and whoever went on reading from it would miss what
//! came in its place. The same holds of what was found to be alike, whose numbers are given out anew as well.

use super::auth::Caller;
use super::error::Refusal;
use model::cursor::{Cursor, Link, View};
use store::{FindingNumber, Position, Scope, Store, StoreError};

/// A cursor of this log's history; `None` without one.
///
/// # Errors
/// [`Refusal::ForeignCursor`] for any other text. If the store can't be read.
pub async fn read(store: &dyn Store, text: Option<&str>) -> Result<Option<Cursor>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let cursor = Cursor::read(store.identity().id, text).map_err(|_| Refusal::ForeignCursor)?;
    match link_at(store, cursor.position).await? {
        Some(link) if link == cursor.link => Ok(Some(cursor)),
        _ => Err(Refusal::ForeignCursor),
    }
}

/// The cursor of whoever has read up to this position, as devices get it.
///
/// # Errors
/// If the store can't be read, or has no such position.
pub async fn write(store: &dyn Store, position: Position, view: Option<View>) -> Result<String, StoreError> {
    let link = link_at(store, position).await?;
    let link = link.ok_or_else(|| StoreError::Broken(format!("the log has no entry at {position}")))?;
    Ok(Cursor { position, link, view }.write(store.identity().id))
}

/// An officer's view, once they know all findings up to `found`. Its fingerprint tells histories of findings apart as well.
///
/// # Errors
/// If the store can't be read.
pub async fn view(store: &dyn Store, fingerprint: [u8; 8], found: FindingNumber) -> Result<View, StoreError> {
    let mark = match found {
        0 => None,
        _ => store.duplicates().findings_mark(found).await?,
    };
    let mark = mark.unwrap_or_default();
    Ok(View { fingerprint: std::array::from_fn(|at| fingerprint[at] ^ mark[at]), found })
}

/// Tells what this caller reads from what they read with other roles or in other units, and from before another member was put
/// together with them. `None` for a member whose view never changed.
pub fn fingerprint(scope: &Scope, caller: &Caller) -> Option<[u8; 8]> {
    let gained = caller.bearer.gained_at.map(u64::to_be_bytes);
    match (scope.fingerprint(caller.offices()), gained) {
        (Some(scope), Some(gained)) => Some(std::array::from_fn(|at| scope[at] ^ gained[at])),
        (scope, gained) => scope.or(gained),
    }
}

/// Zeros before the first entry.
async fn link_at(store: &dyn Store, position: Position) -> Result<Option<Link>, StoreError> {
    if position == 0 {
        return Ok(Some(Link::default()));
    }
    let link = store.link_at(position).await?;
    Ok(link.and_then(|link| link.0.first_chunk().copied()))
}
