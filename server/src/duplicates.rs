//! The search for possible duplicates: follows the log behind the writer, compares what was submitted with everything that
//! counts, and keeps what it finds. Promises that nobody waits for it, and that a restart or a fault loses nothing: how far
//! it has come is kept with what it found. Links nothing, and knows no HTTP.

use model::id::InitiativeId;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Checked, CheckedStretch, Due, Position, Store, StoreError, Wording};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use twins::{Base, Familiar, Phrases, Sketch, alike};

/// So many texts are compared word by word for each that is checked.
const COMPARED: usize = 16;
/// Familiar phrases are learnt from so many of the latest initiatives at the start.
const LEARNT_FROM: usize = 20_000;
/// What is read in one go at the start.
const PAGE: usize = 2_000;
/// So many changes are checked before they are kept: the writer may have to wait for one such transaction.
const STRETCH: usize = 32;
/// Looks at least so often, since other processes write to the store too.
const LOOK: Duration = Duration::from_secs(5);
/// How far it has come is kept with what was found, and without anything found after so much of the log.
const FAR: u64 = 10_000;
/// After a commit, waits so long for more: most commits are drafts, and nobody waits for what is found.
const GATHER: Duration = Duration::from_millis(100);
/// After a fault of the store.
const PAUSE: Duration = Duration::from_secs(5);

/// Starts the search's task on the current runtime. `committed` says that the writer has committed something.
pub fn start(store: Arc<dyn Store>, mut committed: watch::Receiver<Position>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            match store.duplicates().lead().await {
                Ok(true) => {}
                // Another process on the same data does it; it may end.
                Ok(false) => {
                    tokio::time::sleep(LOOK).await;
                    continue;
                }
                Err(why) => tracing::warn!(%why, "whether another process searches for duplicates can't be found out"),
            }
            match Search::load(store.as_ref()).await {
                Ok(mut search) => search.follow(store.as_ref(), &mut committed).await,
                Err(why) => tracing::warn!(%why, "the search for duplicates couldn't begin; it will try again"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    })
}

/// Everything that is in memory: 2 MiB, and about 60 bytes for each initiative that counts.
struct Search {
    base: Base,
    familiar: Familiar,
    /// Up to here the log has been read …
    read_to: Position,
    /// … and up to here that is kept.
    kept_to: Position,
}

impl Search {
    /// Reads the sketches of what was checked before, and learns which phrases are usual.
    async fn load(store: &dyn Store) -> Result<Self, StoreError> {
        let began = Instant::now();
        let duplicates = store.duplicates();
        let kept_to = duplicates.resume(Sketch::VERSION).await?;
        let mut search = Search { base: Base::default(), familiar: Familiar::default(), read_to: kept_to, kept_to };
        let mut last = None;
        loop {
            let page = duplicates.sketches(last, PAGE).await?;
            let Some((id, _)) = page.last() else { break };
            last = Some(*id);
            for (id, bytes) in page {
                search.base.insert(id, Sketch::from_bytes(bytes));
            }
        }
        let (mut before, mut learnt) = (Position::MAX, 0);
        while learnt < LEARNT_FROM {
            let (wordings, last) = duplicates.latest_wordings(before, PAGE).await?;
            let Some(last) = last else { break };
            before = last;
            learnt += wordings.len();
            for wording in &wordings {
                search.familiar.count(&Phrases::of(wording.parts()));
            }
        }
        tracing::info!(initiatives = search.base.len(), took = ?began.elapsed(), "the search for duplicates begins");
        Ok(search)
    }

    /// Checks what comes, until the store fails or another process has been faster.
    async fn follow(&mut self, store: &dyn Store, committed: &mut watch::Receiver<Position>) {
        loop {
            let began = Instant::now();
            match self.step(store).await {
                // So that a long way to catch up leaves half of a processor to everybody else.
                Ok(Step::MoreWaits) => tokio::time::sleep(began.elapsed()).await,
                Ok(Step::Done) => {
                    // Either way it is time to look. Without a writer any more, the server is about to end this task.
                    match tokio::time::timeout(LOOK, committed.changed()).await {
                        Ok(Err(_ended)) => tokio::time::sleep(LOOK).await,
                        Ok(Ok(())) => tokio::time::sleep(GATHER).await,
                        Err(_time_to_look) => {}
                    }
                }
                Ok(Step::Overtaken) => return,
                Err(why) => {
                    tracing::warn!(%why, "possible duplicates couldn't be kept; it will be tried again");
                    return;
                }
            }
        }
    }

    /// Checks the next stretch of the log.
    async fn step(&mut self, store: &dyn Store) -> Result<Step, StoreError> {
        let duplicates = store.duplicates();
        let tail = duplicates.unchecked(self.read_to, STRETCH).await?;
        let step = if tail.more { Step::MoreWaits } else { Step::Done };
        let is_far = tail.position - self.kept_to >= FAR;
        if tail.due.is_empty() && !is_far {
            self.read_to = tail.position;
            return Ok(step);
        }
        let checked = self.check_all(store, tail.due).await?;
        let stretch = CheckedStretch { from: self.kept_to, to: tail.position, version: Sketch::VERSION, checked };
        if !duplicates.save_checked(&stretch).await? {
            return Ok(Step::Overtaken);
        }
        (self.read_to, self.kept_to) = (tail.position, tail.position);
        Ok(step)
    }

    async fn check_all(&mut self, store: &dyn Store, due: Vec<Due>) -> Result<Vec<Checked>, StoreError> {
        let mut done = Vec::with_capacity(due.len());
        let mut submitted = HashMap::new();
        // First, so that nothing is found to be like what is about to be forgotten.
        for due in due {
            match due {
                Due::Check { id, submitted_at } => _ = submitted.insert(id, submitted_at),
                Due::Forget(id) => {
                    self.base.remove(id);
                    done.push(Checked::Forgotten(id));
                }
            }
        }
        let ids: Vec<InitiativeId> = submitted.keys().copied().collect();
        // What doesn't count any more by now is in the log again, further on.
        for (id, wording) in store.duplicates().wordings(&ids).await? {
            let Some(submitted_at) = submitted.get(&id).copied() else { continue };
            let began = Instant::now();
            let (sketch, alike) = self.check(store, id, &wording).await?;
            let sketch = sketch.map(|sketch| *sketch.bytes());
            done.push(Checked::Compared { id, submitted_at, sketch, alike });
            metrics::histogram!("sangkien_duplicate_check_seconds").record(began.elapsed());
        }
        Ok(done)
    }

    /// Compares one initiative with all others, and puts it among them. About a millisecond of the processor's time with half
    /// a million of them.
    async fn check(
        &mut self,
        store: &dyn Store,
        id: InitiativeId,
        wording: &Wording,
    ) -> Result<(Option<Sketch>, Vec<(InitiativeId, u8)>), StoreError> {
        let phrases = Phrases::of(wording.parts());
        self.familiar.count(&phrases);
        let Some(sketch) = Sketch::of(&phrases, &self.familiar) else {
            self.base.remove(id);
            return Ok((None, Vec::new()));
        };
        let likely = self.base.similar(id, &sketch, COMPARED);
        self.base.insert(id, sketch);
        if likely.is_empty() {
            return Ok((Some(sketch), Vec::new()));
        }
        let others = store.duplicates().wordings(&likely).await?;
        let percent = |other: &Wording| alike(&phrases, &Phrases::of(other.parts()), &self.familiar);
        let found = others.iter().filter_map(|(other, wording)| Some((*other, percent(wording)?))).collect();
        Ok((Some(sketch), found))
    }
}

/// How far a step came.
enum Step {
    /// Everything is checked.
    Done,
    /// There is more already.
    MoreWaits,
    /// Another process has checked the same.
    Overtaken,
}
