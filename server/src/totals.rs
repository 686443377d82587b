//! The board: every unit's totals in memory, made into frames that are serialised once for all who look.
//! Promises that a frame asked for has every answered op in it, that `seq` never goes back (not even over a restart),
//! and that live viewers get at most two frames a second. Knows no HTTP, and counts nothing itself: the store does.

mod frame;
mod numbers;
mod search;
#[cfg(test)]
mod tests;

pub use frame::Frame;
pub use numbers::Numbers;

use crate::clock::Clock;
use frame::FrameKey;
use model::calendar::{Timestamp, day_in_vietnam};
use model::campaign::Span;
use model::totals::Tally;
use model::unit::{Slug, UnitCode};
use model::wire::{UnitFound, UnitTotals};
use numbers::Siblings;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};
use store::{Applied, Directory, Position, Standing, Store, StoreError, TallyRow};
use tokio::sync::{Mutex, Notify, watch};

/// Live viewers get a unit's frames no closer together than this.
const LIVE_PAUSE: Duration = Duration::from_millis(500);
/// How often to look whether another process has changed units, campaigns or targets.
const POLL: Duration = Duration::from_secs(1);
/// A frame that nobody has asked for so long is dropped.
const FORGET: Duration = Duration::from_secs(600);

/// Whether the numbers are real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reality {
    Real,
    /// Invented, and marked as such in every frame.
    Demo,
}

/// Every unit's totals in memory.
pub struct Board {
    state: RwLock<State>,
    changed: Notify,
    outdated: Notify,
    /// Held while everything is read anew: what is committed meanwhile is kept for one reading at a time.
    reloading: Mutex<()>,
    reality: Reality,
    clock: Clock,
}

struct State {
    directory: Arc<Directory>,
    names: search::Names,
    /// Copied when it changes while somebody reads it.
    tallies: Arc<HashMap<FrameKey, Tally>>,
    position: Position,
    as_of: Timestamp,
    frames: HashMap<FrameKey, Live>,
    /// What was committed while a new standing is being read; it may not have that yet.
    meanwhile: Option<Vec<(Position, Timestamp, Vec<TallyRow>)>>,
}

struct Live {
    latest: Arc<Frame>,
    /// The latest frame has every change.
    fresh: bool,
    asked: Instant,
    sender: watch::Sender<Arc<Frame>>,
}

impl Board {
    /// Reads the store's totals.
    ///
    /// # Errors
    /// If the store can't be read.
    pub async fn load(store: &dyn Store, clock: Clock, reality: Reality) -> Result<Arc<Board>, StoreError> {
        let standing = store.standing().await?;
        let mut state = State {
            directory: Arc::default(),
            names: search::Names::default(),
            tallies: Arc::default(),
            position: 0,
            as_of: clock.now(),
            frames: HashMap::new(),
            meanwhile: None,
        };
        state.install(standing);
        Ok(Arc::new(Board {
            state: RwLock::new(state),
            changed: Notify::new(),
            outdated: Notify::new(),
            reloading: Mutex::new(()),
            reality,
            clock,
        }))
    }

    /// Keeps the board going for as long as the future is polled: publishes frames to live viewers, and takes over
    /// what other processes change.
    pub async fn run(&self, store: &dyn Store) {
        tokio::join!(self.publish(), self.follow(store));
    }

    /// Takes over what a batch changed.
    pub fn update(&self, applied: &Applied, now: Timestamp) {
        let mut state = self.write();
        if applied.directory.version() != state.directory.version() {
            self.outdated.notify_one();
        }
        if applied.tallies.is_empty() {
            return;
        }
        if let Some(meanwhile) = &mut state.meanwhile {
            meanwhile.push((applied.position, now, applied.tallies.clone()));
        }
        state.take(applied.position, now, &applied.tallies);
        drop(state);
        self.changed.notify_one();
    }

    /// A unit's frame as of now. `None` if there is no such unit or campaign. Without a campaign: the newest that has
    /// begun.
    pub fn frame(&self, campaign: Option<&Slug>, unit: &UnitCode) -> Option<Arc<Frame>> {
        {
            let state = self.read();
            let key = self.key(&state, campaign, unit)?;
            if let Some(live) = state.frames.get(&key)
                && live.fresh
                && live.asked.elapsed() < FORGET / 2
            {
                return Some(Arc::clone(&live.latest));
            }
        }
        let mut state = self.write();
        let key = self.key(&state, campaign, unit)?;
        Some(Arc::clone(&self.ask(&mut state, key).latest))
    }

    /// A unit's frames from now on: the present one at once, then the latest whenever it changes, at most two a second.
    /// `None` as for [`Board::frame`].
    pub fn watch(&self, campaign: Option<&Slug>, unit: &UnitCode) -> Option<watch::Receiver<Arc<Frame>>> {
        let mut state = self.write();
        let key = self.key(&state, campaign, unit)?;
        let live = self.ask(&mut state, key);
        if live.sender.receiver_count() == 0 {
            live.sender.send_replace(Arc::clone(&live.latest));
        }
        Some(live.sender.subscribe())
    }

    /// The units, campaigns and targets that the board shows now.
    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.read().directory)
    }

    /// The campaign that is shown when none is asked for.
    pub fn default_campaign(&self) -> Option<Slug> {
        let state = self.read();
        let campaign = self.campaign(&state, None)?;
        Some(state.directory.campaigns()[campaign].slug.clone())
    }

    /// One unit's totals. `None` as for [`Board::frame`].
    pub fn totals(&self, campaign: Option<&Slug>, unit: &UnitCode) -> Option<UnitTotals> {
        let state = self.read();
        let key = self.key(&state, campaign, unit)?;
        Some(state.numbers().unit(key.campaign, key.unit))
    }

    /// All units' numbers at this moment.
    pub fn numbers(&self) -> Numbers {
        self.read().numbers()
    }

    /// Units whose name or code has these words, without regard to diacritics and case: exact names first, then names
    /// with a word that begins so, then the rest. At most 20, within the branch of `under` if that is given.
    pub fn search(&self, text: &str, under: Option<&UnitCode>) -> Vec<UnitFound> {
        let state = self.read();
        state.names.search(&state.directory, text, under)
    }

    /// A unit with where it belongs. `None` if there is none of that code.
    pub fn unit(&self, code: &UnitCode) -> Option<UnitFound> {
        let state = self.read();
        Some(search::found(&state.directory, state.directory.index(code)?))
    }

    /// Whether what is counted is made up.
    pub fn is_demo(&self) -> bool {
        self.reality == Reality::Demo
    }

    /// Grows with each change of a number, and of units, campaigns and targets.
    pub fn version(&self) -> u64 {
        let state = self.read();
        state.position + state.directory.version()
    }

    /// Whether the numbers are real.
    pub fn reality(&self) -> Reality {
        self.reality
    }

    /// When what the board shows came about: the last counted change.
    pub fn as_of(&self) -> Timestamp {
        self.read().as_of
    }

    fn key(&self, state: &State, campaign: Option<&Slug>, unit: &UnitCode) -> Option<FrameKey> {
        Some(FrameKey { campaign: self.campaign(state, campaign)?, unit: state.directory.index(unit)? })
    }

    fn campaign(&self, state: &State, campaign: Option<&Slug>) -> Option<usize> {
        match campaign {
            Some(slug) => state.directory.campaign_index(slug),
            None => {
                let today = day_in_vietnam(self.clock.now()).ok()?;
                state.directory.campaign_index(&state.directory.campaign_on(today)?.slug)
            }
        }
    }

    /// The unit's frame, made or made anew if need be.
    fn ask<'s>(&self, state: &'s mut State, key: FrameKey) -> &'s mut Live {
        if !state.frames.contains_key(&key) {
            let latest = Arc::new(Frame::new(state.numbers().totals(key, self.reality, &mut Siblings::new())));
            let sender = watch::Sender::new(Arc::clone(&latest));
            state.frames.insert(key, Live { latest, fresh: true, asked: Instant::now(), sender });
        }
        self.refresh(state, key, &mut Siblings::new());
        let live = state.frames.get_mut(&key).expect("it was there or has just been made");
        live.asked = Instant::now();
        live
    }

    /// Brings an existing frame up to date. One whose numbers are the same as before stays.
    fn refresh(&self, state: &mut State, key: FrameKey, siblings: &mut Siblings) {
        if state.frames.get(&key).is_none_or(|live| live.fresh) {
            return;
        }
        let totals = state.numbers().totals(key, self.reality, siblings);
        if let Some(live) = state.frames.get_mut(&key) {
            live.fresh = true;
            if !live.latest.says_the_same(&totals) {
                live.latest = Arc::new(Frame::new(totals));
            }
        }
    }

    async fn publish(&self) {
        loop {
            self.changed.notified().await;
            self.publish_once();
            tokio::time::sleep(LIVE_PAUSE).await;
        }
    }

    fn publish_once(&self) {
        let mut state = self.write();
        state.frames.retain(|_, live| live.sender.receiver_count() > 0 || live.asked.elapsed() < FORGET);
        let watched: Vec<FrameKey> =
            state.frames.iter().filter(|(_, live)| live.sender.receiver_count() > 0).map(|(key, _)| *key).collect();
        let mut siblings = Siblings::new();
        for key in watched {
            self.refresh(&mut state, key, &mut siblings);
            if let Some(live) = state.frames.get(&key) {
                live.sender.send_if_modified(|sent| {
                    let newer = !Arc::ptr_eq(sent, &live.latest);
                    if newer {
                        *sent = Arc::clone(&live.latest);
                    }
                    newer
                });
            }
        }
    }

    /// Reads everything anew when another process has changed units, campaigns or targets.
    async fn follow(&self, store: &dyn Store) {
        loop {
            // Either way it is time to look.
            let _timeout_or_notified = tokio::time::timeout(POLL, self.outdated.notified()).await;
            match store.directory_version().await {
                Ok(version) if version == self.read().directory.version() => {}
                Ok(_) => {
                    if let Err(why) = self.reload(store).await {
                        tracing::warn!(%why, "the board couldn't be read anew; it will be tried again");
                    }
                }
                Err(why) => tracing::warn!(%why, "the directory's version couldn't be read"),
            }
        }
    }

    /// Reads units, campaigns, targets and totals anew.
    ///
    /// # Errors
    /// If the store can't be read; the board stays as it was.
    pub async fn reload(&self, store: &dyn Store) -> Result<(), StoreError> {
        let _reloading = self.reloading.lock().await;
        self.write().meanwhile = Some(Vec::new());
        let standing = store.standing().await;
        let mut state = self.write();
        match standing {
            Ok(standing) => state.catch_up(standing),
            Err(why) => {
                state.meanwhile = None;
                return Err(why);
            }
        }
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    // A panic while the lock is held leaves numbers that the next change or reload puts right.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Replaces everything; frames are kept for whoever watches them, to be made anew.
    fn install(&mut self, standing: Standing) {
        let Standing { directory, tallies, position, changed_at } = standing;
        let earlier = std::mem::replace(&mut self.directory, directory);
        let moved = |key: FrameKey| {
            let campaign = self.directory.campaign_index(&earlier.campaigns()[key.campaign].slug)?;
            Some(FrameKey { campaign, unit: self.directory.index(&earlier.units()[key.unit].code)? })
        };
        let frames = std::mem::take(&mut self.frames);
        self.frames =
            frames.into_iter().filter_map(|(key, live)| Some((moved(key)?, Live { fresh: false, ..live }))).collect();
        self.names = search::Names::of(&self.directory);
        self.tallies = Arc::default();
        self.position = self.position.max(position);
        self.as_of = changed_at.map_or(self.as_of, |at| at.max(self.as_of));
        self.put(&tallies);
    }

    /// Installs what was read, and again what was committed while it was being read.
    fn catch_up(&mut self, standing: Standing) {
        let read_up_to = standing.position;
        self.install(standing);
        let meanwhile = self.meanwhile.take().unwrap_or_default();
        for (position, at, rows) in meanwhile.into_iter().filter(|(position, ..)| *position > read_up_to) {
            self.take(position, at, &rows);
        }
    }

    fn take(&mut self, position: Position, at: Timestamp, rows: &[TallyRow]) {
        self.position = position;
        self.as_of = at;
        self.put(rows);
    }

    /// Sets rows and marks the frames that show them: the unit's own, its parent's, and those of its siblings, whose ranks
    /// depend on it.
    fn put(&mut self, rows: &[TallyRow]) {
        let tallies = Arc::make_mut(&mut self.tallies);
        let mut parents = HashSet::new();
        for row in rows.iter().filter(|row| row.span == Span::Campaign) {
            let (Some(campaign), Some(unit)) =
                (self.directory.campaign_index(&row.campaign), self.directory.index(&row.unit))
            else {
                // New to the directory; reading it anew is under way.
                continue;
            };
            tallies.insert(FrameKey { campaign, unit }, row.tally);
            parents.insert((campaign, self.directory.path(unit).iter().nth_back(1).copied()));
        }
        for (key, live) in &mut self.frames {
            let parent = self.directory.path(key.unit).iter().nth_back(1).copied();
            if parents.contains(&(key.campaign, parent)) || parents.contains(&(key.campaign, Some(key.unit))) {
                live.fresh = false;
            }
        }
    }

    fn numbers(&self) -> Numbers {
        Numbers {
            directory: Arc::clone(&self.directory),
            tallies: Arc::clone(&self.tallies),
            // Both parts only grow, over restarts too, and one of them does with each change of the numbers.
            seq: self.position + self.directory.version(),
            as_of: self.as_of,
        }
    }
}
