//! One unit's totals, serialised once.

use crate::gzip::Piece;
use bytes::Bytes;
use model::wire::Totals;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// Which unit in which campaign, by the numbers of the present directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FrameKey {
    pub campaign: usize,
    pub unit: usize,
}

/// A unit's totals at one moment, in every form in which they are sent.
#[derive(Debug)]
pub struct Frame {
    pub seq: u64,
    pub totals: Totals,
    /// The body of `GET /totals`.
    pub json: Bytes,
    /// The complete server-sent event, the empty line included.
    pub event: Bytes,
    /// A strong entity tag of `json`, with its quotes.
    pub etag: String,
    /// The event as a piece of a compressed stream, made when the first viewer takes it so.
    zipped: OnceLock<Piece>,
}

impl Frame {
    /// Serialises totals.
    pub fn new(totals: Totals) -> Self {
        let json = serde_json::to_vec(&totals).expect("totals are plain data");
        let mut event = format!("event: totals\nid: {}\ndata: ", totals.seq).into_bytes();
        event.extend_from_slice(&json);
        event.extend_from_slice(b"\n\n");
        let digest = Sha256::digest(&json);
        let mut tag = [0; 8];
        tag.copy_from_slice(&digest[..8]);
        let etag = format!("\"{:016x}\"", u64::from_be_bytes(tag));
        Self { seq: totals.seq, totals, json: json.into(), event: event.into(), etag, zipped: OnceLock::new() }
    }

    /// The event as a piece of a compressed stream, compressed once for all viewers.
    pub fn zipped(&self) -> &Piece {
        self.zipped.get_or_init(|| Piece::new(&self.event))
    }

    /// Whether these totals differ from the frame's in nothing but their number and time, and the nation's sum, which goes out
    /// with the next change.
    pub fn says_the_same(&self, totals: &Totals) -> bool {
        let own = &self.totals;
        own.campaign == totals.campaign
            && own.own == totals.own
            && own.children == totals.children
            && own.standing == totals.standing
            && own.demo == totals.demo
    }
}
