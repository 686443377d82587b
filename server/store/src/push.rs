//! News for authors' devices: who wants it, what there is, and what has been told. Knows no encryption and no HTTP.

use crate::{Position, Secret, StoreError, TokenHash};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::{InitiativeId, MemberId};

/// A member has at most so many devices that are told; the oldest gives way.
pub const DEVICES: usize = 10;

/// What a device gave for encryption (RFC 8291).
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceKeys {
    /// A point on P-256, uncompressed.
    pub p256dh: [u8; 65],
    pub auth: [u8; 16],
}

/// A device that wants to be told.
#[derive(Clone)]
pub struct Subscription {
    pub endpoint: String,
    /// The endpoint's origin.
    pub service: String,
    pub keys: DeviceKeys,
    pub member: MemberId,
    /// Of the device.
    pub token: TokenHash,
    pub at: Timestamp,
}

/// An officer did something about an initiative that its author is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    pub position: Position,
    pub initiative: InitiativeId,
    pub author: MemberId,
}

/// The news behind some position, as far as anybody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsTail {
    pub news: Vec<News>,
    /// Everything up to here is in it.
    pub position: Position,
    /// There may be more.
    pub more: bool,
}

/// Which message: to whom, about what, and at which news of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageId {
    pub subscription: i64,
    pub initiative: InitiativeId,
    pub position: Position,
}

/// A message to be sent now.
#[derive(Clone)]
pub struct Message {
    pub id: MessageId,
    pub endpoint: String,
    pub service: String,
    pub keys: DeviceKeys,
    /// How often it was tried in vain.
    pub tries: u32,
}

/// What came of sending some messages.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// These are told, or given up.
    pub done: Vec<MessageId>,
    /// These subscriptions don't exist any more.
    pub gone: Vec<i64>,
    /// These are to be tried again.
    pub later: Vec<(MessageId, Timestamp)>,
    /// Nothing is to be sent to these services before then.
    pub held: Vec<(String, Timestamp)>,
}

/// The part of a store that Web Push works with. Errors are [`StoreError`].
#[async_trait]
pub trait Pushes: Send + Sync {
    /// The server's key; `offered` becomes it if there is none yet.
    async fn push_secret(&self, offered: &Secret) -> Result<Secret, StoreError>;

    /// The device is told of what comes from now on. `false`, with nothing done, if the endpoint is another member's and
    /// the keys aren't those of its device: knowing an endpoint is not enough to take it.
    async fn subscribe(&self, subscription: &Subscription) -> Result<bool, StoreError>;

    /// The device isn't told any more. Whether it was until now.
    async fn unsubscribe(&self, token: &TokenHash) -> Result<bool, StoreError>;

    /// Whether the device is told.
    async fn is_subscribed(&self, token: &TokenHash) -> Result<bool, StoreError>;

    /// Up to where the log has been read.
    async fn news_read_to(&self) -> Result<Position, StoreError>;

    /// What happened behind a position, in a stretch of the log.
    async fn news(&self, after: Position) -> Result<NewsTail, StoreError>;

    /// Keeps a message for each device that wants this news, due at once, and how far the log has been read. `false`, with
    /// nothing kept, if another process has read it meanwhile.
    async fn keep_news(&self, from: Position, tail: &NewsTail, now: Timestamp) -> Result<bool, StoreError>;

    /// When the next message is due; `None` if there is none.
    async fn next_message(&self) -> Result<Option<Timestamp>, StoreError>;

    /// Takes at most `most` messages that are due. Each is due again at `until`, should nothing be heard of it.
    async fn take_messages(&self, now: Timestamp, until: Timestamp, most: usize) -> Result<Vec<Message>, StoreError>;

    /// Keeps what came of messages. One whose news was overtaken meanwhile stays to be sent.
    async fn settle_messages(&self, settled: &Settled) -> Result<(), StoreError>;
}
