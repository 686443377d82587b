//! The one writer: takes the ops that wait, has the store decide and commit them together, then answers everyone.
//! Promises that an answered op is durable and on the board, that the queue is bounded, and that a failing disk costs
//! answers but never ops. Knows no HTTP and decides nothing itself.

use crate::clock::Clock;
use crate::totals::Board;
use futures::FutureExt;
use model::field::Value;
use model::initiative::Person;
use model::op::{Action, Op, OpResult, Outcome, Received};
use model::review::Actor;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Applied, Position, Recent, Store, StoreError, Submission, TokenKind};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// At most so many places are there to wait for the writer; beyond, requests are asked to come back.
const PLACES: usize = 8_192;
/// An op takes a place for each so many bytes of text, so that what waits is bounded in memory too: 16 MiB.
const PLACE_BYTES: usize = 2_048;
/// A transaction takes further requests until it has so many ops. Measured: larger ones gain nothing more.
const BATCH_OPS: usize = 512;
/// An author's name, position and workplace at their longest, nearly.
const AUTHOR_BYTES: usize = 1_024;
/// When to come back to a full queue, which is emptied in less than a second.
const BUSY: Duration = Duration::from_secs(2);

/// Why ops weren't taken. None of them was applied, and the same ops can be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too much is waiting.
    #[error("too much is waiting")]
    Busy { retry_after: Duration },
    /// The store can't be written to now (the disk is full, say), there is no campaign yet, or the server is stopping.
    #[error("the store can't be written to now")]
    Unavailable,
    /// A fault of ours in these very ops; logged.
    #[error("the ops met a fault of the server")]
    Internal,
}

/// What became of one device's ops.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The verdicts, in the order of the ops, each of them durable.
    pub results: Vec<OpResult>,
    /// What the batch changed of the member's, so that it needn't be read back. `None` if nothing was sent.
    pub recent: Option<Arc<Recent>>,
    /// The log's end after the batch. `None` if nothing was sent.
    pub end: Option<Position>,
}

type Answer = Result<Taken, Refused>;

struct Job {
    ops: Vec<Submission>,
    answer: oneshot::Sender<Answer>,
    _room: OwnedSemaphorePermit,
}

/// Where handlers hand in ops. Cheap to clone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Job>,
    room: Arc<Semaphore>,
    committed: Arc<watch::Sender<Position>>,
    last: Arc<LastCommit>,
}

/// What the last commit came to, or the last look whether one would be possible; `None` before the first.
#[derive(Debug, Default)]
struct LastCommit(Mutex<Option<Result<(), String>>>);

impl LastCommit {
    fn note(&self, outcome: Result<(), String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }
}

/// Ends the writer.
pub struct WriterHandle {
    stop: watch::Sender<()>,
    task: JoinHandle<()>,
}

impl WriterHandle {
    /// Takes no more, answers what waits, and ends. Requests that come later are told `Unavailable`.
    pub async fn drain(self) {
        drop(self.stop);
        if let Err(failed) = self.task.await {
            tracing::error!(%failed, "the writer ended badly");
        }
    }
}

impl Writer {
    /// Starts the writer's task on the current runtime.
    pub fn start(store: Arc<dyn Store>, board: Arc<Board>, clock: Clock) -> (Writer, WriterHandle) {
        // A job takes at least one place, so the queue never holds more jobs than there are places.
        let (queue, jobs) = mpsc::channel(PLACES);
        let room = Arc::new(Semaphore::new(PLACES));
        let (stop, stopped) = watch::channel(());
        let committed = Arc::new(watch::Sender::new(0));
        let last = Arc::new(LastCommit::default());
        let desk = Desk {
            store,
            board,
            clock,
            room: Arc::clone(&room),
            committed: Arc::clone(&committed),
            last: Arc::clone(&last),
        };
        let task = tokio::spawn(desk.run(jobs, stopped));
        (Writer { queue, room, committed, last }, WriterHandle { stop, task })
    }

    /// The log's end, as far as it is known: at once after a commit of this process, soon after one of another. 0 before
    /// the first look. For whoever follows the log.
    pub fn committed(&self) -> watch::Receiver<Position> {
        self.committed.subscribe()
    }

    /// What the last commit came to, with why it failed; `None` before the first.
    pub fn last_commit(&self) -> Option<Result<(), String>> {
        self.last.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Somebody has found out that the store can be written to, or that it can't.
    pub fn note(&self, outcome: Result<(), String>) {
        self.last.note(outcome);
    }

    /// The log reaches that far, whoever wrote it.
    pub fn saw(&self, position: Position) {
        saw(&self.committed, position);
    }

    /// Has one device's ops decided, in their order. `token` says whether the actor's roles count.
    ///
    /// # Errors
    /// [`Refused`], for all of them.
    pub async fn apply(&self, actor: Actor, token: TokenKind, ops: Vec<Received>) -> Result<Taken, Refused> {
        if ops.is_empty() {
            return Ok(Taken { results: Vec::new(), recent: None, end: None });
        }
        let actor = Arc::new(actor);
        self.submit(ops.into_iter().map(|op| Submission::with(token, Arc::clone(&actor), op)).collect()).await
    }

    /// Has an op decided that the officer `by` enters for the actor, from paper. That they may is for the caller to have asked.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn enter(&self, by: Person, actor: Actor, op: Received) -> Result<Taken, Refused> {
        self.submit(vec![Submission::entered(by, Arc::new(actor), op)]).await
    }

    async fn submit(&self, ops: Vec<Submission>) -> Result<Taken, Refused> {
        let busy = Refused::Busy { retry_after: BUSY };
        let places = u32::try_from(ops.iter().map(|op| places(&op.received)).sum::<usize>()).map_err(|_| busy)?;
        let room = Arc::clone(&self.room).try_acquire_many_owned(places).map_err(|_| busy)?;
        let (answer, answered) = oneshot::channel();
        let job = Job { ops, answer, _room: room };
        self.queue.try_send(job).map_err(|failed| match failed {
            mpsc::error::TrySendError::Full(_) => busy,
            mpsc::error::TrySendError::Closed(_) => Refused::Unavailable,
        })?;
        answered.await.unwrap_or(Err(Refused::Unavailable))
    }
}

/// How many places an op takes while it waits.
fn places(received: &Received) -> usize {
    let bytes = match &received.op {
        Ok(Op { action: Action::Edit(patch) | Action::Enter(patch), .. }) => patch
            .iter()
            .map(|(_, value)| match value {
                Value::Text(text) => text.len(),
                Value::Authors(authors) => authors.len() * AUTHOR_BYTES,
                _ => 0,
            })
            .sum(),
        _ => 0,
    };
    1 + bytes / PLACE_BYTES
}

struct Desk {
    store: Arc<dyn Store>,
    board: Arc<Board>,
    clock: Clock,
    room: Arc<Semaphore>,
    committed: Arc<watch::Sender<Position>>,
    last: Arc<LastCommit>,
}

impl Desk {
    async fn run(self, mut jobs: mpsc::Receiver<Job>, mut stopped: watch::Receiver<()>) {
        loop {
            let first = tokio::select! {
                job = jobs.recv() => job,
                // The sender says nothing; it is dropped.
                _ = stopped.changed() => {
                    jobs.close();
                    jobs.recv().await
                }
            };
            let Some(first) = first else { return };
            let mut batch = vec![first];
            let mut ops = batch[0].ops.len();
            while ops < BATCH_OPS
                && let Ok(job) = jobs.try_recv()
            {
                ops += job.ops.len();
                batch.push(job);
            }
            self.commit(batch).await;
        }
    }

    async fn commit(&self, jobs: Vec<Job>) {
        let waiting = PLACES - self.room.available_permits();
        metrics::gauge!("sangkien_writer_queue_ops").set(waiting as f64);
        let mut batch = Vec::with_capacity(jobs.iter().map(|job| job.ops.len()).sum());
        let mut askers = Vec::with_capacity(jobs.len());
        for job in jobs {
            let Some(first) = job.ops.first() else { continue };
            askers.push((job.ops.len(), first.actor.person.id, job.answer, job._room));
            batch.extend(job.ops);
        }
        match self.apply(&batch).await {
            Ok(Applied { results, recent, position, .. }) => {
                let mut results = results.into_iter();
                for (count, member, answer, _room) in askers {
                    let results = results.by_ref().take(count).collect();
                    respond(answer, Ok(Taken { results, recent: recent.get(&member).cloned(), end: Some(position) }));
                }
            }
            // One request's fault must not take its neighbours with it.
            Err(Refused::Internal) if askers.len() > 1 => {
                let mut rest = batch.as_slice();
                for (count, member, answer, _room) in askers {
                    let (own, others) = rest.split_at(count);
                    rest = others;
                    let taken = self.apply(own).await.map(|applied| {
                        let recent = applied.recent.get(&member).cloned();
                        Taken { results: applied.results, recent, end: Some(applied.position) }
                    });
                    respond(answer, taken);
                }
            }
            Err(refused) => {
                for (_, _, answer, _room) in askers {
                    respond(answer, Err(refused));
                }
            }
        }
    }

    /// One transaction.
    async fn apply(&self, batch: &[Submission]) -> Result<Applied, Refused> {
        let began = Instant::now();
        let now = self.clock.now();
        // A panic in a rule must not end the writer: the transaction is rolled back, and the op at fault found alone.
        let applied = AssertUnwindSafe(self.store.apply(batch, now)).catch_unwind().await;
        let applied = applied.unwrap_or_else(|_| Err(StoreError::Broken("deciding it panicked".into())));
        let applied = applied.map_err(|why| {
            tracing::error!(%why, ops = batch.len(), "a batch wasn't applied");
            metrics::counter!("sangkien_batches_failed_total").increment(1);
            if matches!(why, StoreError::Unavailable(_) | StoreError::Mismatch(_)) {
                self.last.note(Err(why.to_string()));
            }
            match why {
                StoreError::Broken(_) => Refused::Internal,
                StoreError::Unavailable(_) | StoreError::NoCampaign | StoreError::Mismatch(_) => Refused::Unavailable,
            }
        })?;
        self.last.note(Ok(()));
        metrics::histogram!("sangkien_commit_seconds").record(began.elapsed());
        metrics::histogram!("sangkien_batch_ops").record(batch.len() as f64);
        for outcome in [Outcome::Applied, Outcome::Merged, Outcome::Conflict, Outcome::Rejected] {
            let count = applied.results.iter().filter(|result| result.outcome == outcome).count() as u64;
            metrics::counter!("sangkien_ops_total", "outcome" => outcome.name()).increment(count);
        }
        if let Err(why) = self.board.update(&applied, self.store.as_ref()).await {
            tracing::warn!(%why, "what another process has changed isn't on the board yet");
        }
        saw(&self.committed, applied.position);
        Ok(applied)
    }
}

/// Positions may come out of order: of this process's own commit, and of another's that was read before it.
fn saw(committed: &watch::Sender<Position>, position: Position) {
    committed.send_if_modified(|known| {
        let is_news = position > *known;
        *known = position.max(*known);
        is_news
    });
}

/// Whoever asked may have gone; the ops are applied all the same, and a repeat gets the same answer.
fn respond(to: oneshot::Sender<Answer>, answer: Answer) {
    if to.send(answer).is_err() {
        tracing::debug!("nobody waits for this answer any more");
    }
}

#[cfg(test)]
mod tests;
