//! Web Push (RFC 8030): authors learn at once what became of theirs, if they asked for it. A task follows the log behind the
//! writer, keeps a message for each device that wants the news, and sends what is due. Promises that nobody waits for it,
//! that a restart or a fault loses nothing, and that a push service learns no more than that there is news: neither what
//! about nor for whom. Knows no SQL.

pub mod endpoint;
mod envelope;
mod service;

pub use envelope::{Contact, NotAContact, is_device_key};

use crate::clock::Clock;
use crate::shutdown::{self, Stop, StopSwitch};
use endpoint::Reachable;
use envelope::ServerKey;
use futures::future::join_all;
use model::calendar::Timestamp;
use service::{PushServices, Reply};
use std::sync::Arc;
use std::time::Duration;
use store::{Message, Position, Settled, Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// So many messages are on their way at once.
const AT_ONCE: usize = 32;
/// A message that nothing was heard of is tried again after so long, in milliseconds: a process that was ended in the middle
/// sends nothing twice before. Longer than the longest request.
const UNHEARD: i64 = 30_000;
/// Looks at least so often, since other processes write to the store too.
const LOOK: Duration = Duration::from_secs(1);
/// What is on its way when the server stops is waited for so long.
const ENDS_WITHIN: Duration = Duration::from_secs(2);
/// After a fault of the store.
const PAUSE: Duration = Duration::from_secs(5);
/// How far the log has been read is kept after so much of it, if there was no news in it.
const FAR: Position = 10_000;

/// The first wait after a push service couldn't take a message, in milliseconds. Doubled each time …
const FIRST_WAIT: i64 = 15_000;
/// … up to this.
const LONGEST_WAIT: i64 = 3_600_000;
/// After so many tries, about nine hours, it is given up: the app has it at its next sync anyway.
const TRIES: u32 = 16;

/// What an operator says about push.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whom a push service can turn to.
    pub contact: Contact,
    /// Where push services may be.
    pub reachable: Reachable,
}

/// Push is wanted and can't be had.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("no key can be made for push: {0}")]
    NoKey(String),
}

/// The server as push services know it.
pub struct Push {
    key: ServerKey,
    contact: Contact,
    reachable: Reachable,
}

impl Push {
    /// With the store's key, made at the first call.
    ///
    /// # Errors
    /// If the store can't keep it, or there is no randomness.
    pub async fn open(store: &dyn Store, options: Options) -> Result<Arc<Push>, PushError> {
        let offered = ServerKey::new_secret().map_err(PushError::NoKey)?;
        let kept = store.pushes().push_secret(&offered).await?;
        let key = ServerKey::read(&kept).map_err(PushError::NoKey)?;
        let Options { contact, reachable } = options;
        Ok(Arc::new(Push { key, contact, reachable }))
    }

    /// The key that a browser subscribes with: 65 bytes in base64url.
    pub fn public_key(&self) -> &str {
        self.key.public()
    }

    /// Where push services may be.
    pub fn reachable(&self) -> Reachable {
        self.reachable
    }
}

/// Starts the task on the current runtime. `committed` says that the writer has committed something.
pub fn start(
    push: Arc<Push>,
    store: Arc<dyn Store>,
    clock: Clock,
    mut committed: watch::Receiver<Position>,
) -> Telling {
    let services = PushServices::new(push.reachable);
    let courier = Courier { push, services, store, clock };
    let (switch, mut stop) = shutdown::stop();
    let task = tokio::spawn(async move {
        while let Err(why) = courier.follow(&mut committed, &mut stop).await {
            tracing::warn!(%why, "news couldn't be told; it will be tried again");
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                () = stop.stopped() => return,
            }
        }
    });
    Telling { task, switch }
}

/// The running task.
pub struct Telling {
    task: JoinHandle<()>,
    switch: StopSwitch,
}

impl Telling {
    /// Ends it. What came of messages on their way is kept, unless a push service takes too long; those are tried again by
    /// the next process.
    pub async fn end(mut self) {
        self.switch.stop();
        if tokio::time::timeout(ENDS_WITHIN, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

struct Courier {
    push: Arc<Push>,
    services: PushServices,
    store: Arc<dyn Store>,
    clock: Clock,
}

impl Courier {
    /// Tells what comes, until it is to stop or the store fails.
    async fn follow(&self, committed: &mut watch::Receiver<Position>, stop: &mut Stop) -> Result<(), StoreError> {
        let mut kept_to = self.store.pushes().news_read_to().await?;
        let mut read_to = kept_to;
        while !stop.is_stopping() {
            let more = self.read_on(&mut read_to, &mut kept_to).await?;
            let sent = self.send_due().await?;
            if more || sent == AT_ONCE {
                continue;
            }
            // Either way it is time to look.
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                Ok(()) = committed.changed() => {}
                () = stop.stopped() => {}
            }
        }
        Ok(())
    }

    /// Reads a stretch of the log and keeps a message for each who wants its news; whether there is more.
    async fn read_on(&self, read_to: &mut Position, kept_to: &mut Position) -> Result<bool, StoreError> {
        let pushes = self.store.pushes();
        let tail = pushes.news(*read_to).await?;
        *read_to = tail.position;
        let is_far = tail.position - *kept_to >= FAR;
        if tail.news.is_empty() && !is_far {
            return Ok(tail.more);
        }
        if pushes.keep_news(*kept_to, &tail, self.clock.now()).await? {
            *kept_to = tail.position;
        } else {
            // Another process was faster; from there on.
            *kept_to = pushes.news_read_to().await?;
            *read_to = *kept_to;
        }
        Ok(tail.more)
    }

    /// Sends what is due, at most [`AT_ONCE`]; how many those were.
    async fn send_due(&self) -> Result<usize, StoreError> {
        let pushes = self.store.pushes();
        let now = self.clock.now();
        if pushes.next_message().await?.is_none_or(|due| due > now) {
            return Ok(0);
        }
        let messages = pushes.take_messages(now, now.plus_millis(UNHEARD), AT_ONCE).await?;
        let replies = join_all(messages.iter().map(|message| self.send(message, now))).await;
        let mut settled = Settled::default();
        for (message, reply) in messages.iter().zip(replies) {
            self.settle(message, reply, &mut settled);
        }
        pushes.settle_messages(&settled).await?;
        Ok(messages.len())
    }

    async fn send(&self, message: &Message, now: Timestamp) -> Reply {
        let Push { key, contact, reachable } = self.push.as_ref();
        // It may have been taken under other options.
        let Ok(endpoint) = reachable.endpoint(&message.endpoint) else { return Reply::Gone };
        match envelope::seal(key, contact, &endpoint, message, now) {
            Ok(envelope) => self.services.deliver(envelope).await,
            Err(why) => Reply::Refused(why),
        }
    }

    fn settle(&self, message: &Message, reply: Reply, settled: &mut Settled) {
        let outcome = match &reply {
            Reply::Taken => "taken",
            Reply::Gone => "gone",
            Reply::Refused(_) => "refused",
            Reply::Later { .. } => "later",
        };
        metrics::counter!("sangkien_push_messages_total", "outcome" => outcome).increment(1);
        match reply {
            Reply::Taken => settled.done.push(message.id),
            Reply::Gone => settled.gone.push(message.id.subscription),
            Reply::Refused(why) => {
                tracing::warn!(service = message.service, why, "a push service refused a message");
                settled.done.push(message.id);
            }
            Reply::Later { why, .. } if message.tries + 1 >= TRIES => {
                tracing::warn!(service = message.service, why, "a message to a push service was given up");
                settled.done.push(message.id);
            }
            Reply::Later { why, after, is_of_service } => {
                tracing::debug!(service = message.service, why, "a push service can't take a message now");
                let wait = wait(message.tries, after, chance());
                let due = self.clock.now().plus_millis(wait);
                settled.later.push((message.id, due));
                if is_of_service {
                    settled.held.push((message.service.clone(), due));
                }
            }
        }
    }
}

/// How long to wait after so many tries in vain, in milliseconds: as long as the service says, if it does, and otherwise
/// twice as long each time; a quarter more or less by `chance` (0 to 1), so that not everything comes back at once.
fn wait(tries: u32, said: Option<Duration>, chance: f64) -> i64 {
    let said = said.map_or(0, |said| i64::try_from(said.as_millis()).unwrap_or(i64::MAX));
    let own = FIRST_WAIT.saturating_mul(1 << tries.min(20));
    let whole = if said > 0 { said } else { own }.min(LONGEST_WAIT);
    let jitter = (whole as f64 / 4.0 * chance) as i64;
    whole + jitter
}

/// From 0 to 1; in the middle if the system has no randomness to give.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 0.5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_as_long_as_it_is_told_and_otherwise_twice_as_long_each_time() {
        assert_eq!(wait(0, Some(Duration::from_secs(2)), 0.0), 2_000);
        assert_eq!(wait(5, Some(Duration::from_secs(2)), 1.0), 2_500);
        assert_eq!(wait(0, Some(Duration::from_secs(1_000_000)), 0.0), LONGEST_WAIT);
        let waits: Vec<i64> = (0..4).map(|tries| wait(tries, None, 0.0) / 1000).collect();
        assert_eq!(waits, [15, 30, 60, 120]);
        assert_eq!(wait(u32::MAX, None, 0.0), LONGEST_WAIT);
        let all: i64 = (0..TRIES - 1).map(|tries| wait(tries, None, 0.5)).sum();
        assert!((7..12).contains(&(all / 3_600_000)), "{all}");
    }
}
