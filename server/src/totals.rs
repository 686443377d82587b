//! The board: every unit's totals in memory, made into frames that are serialised once for all who look.
//! Promises that a frame asked for has every answered op in it, that a frame is a function of the store's rows, so that
//! every server makes the same, that `seq` never goes back (not even over a restart), and that live viewers get at most two
//! frames a second. Knows no HTTP, and counts nothing itself: the store does.

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
use model::totals::{Tally, sequence};
use model::unit::{Slug, UnitCode};
use model::wire::{UnitFound, UnitTotals};
use numbers::Siblings;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};
use store::{Applied, Directory, Head, Position, Stamp, Standing, Store, StoreError, TallyRow, TotalsAfter};
use tokio::sync::{Mutex, Notify, watch};

/// Live viewers get a unit's frames no closer together than this.
const LIVE_PAUSE: Duration = Duration::from_millis(500);
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
    /// Held while something is read, so that nothing that was read earlier is taken over later.
    reading: Mutex<()>,
    reality: Reality,
    clock: Clock,
}

struct State {
    directory: Arc<Directory>,
    names: search::Names,
    /// Copied when it changes while somebody reads it.
    tallies: Arc<HashMap<FrameKey, (Tally, Stamp)>>,
    /// Everything up to here is in the tallies.
    position: Position,
    epoch: u64,
    /// Of the latest change of anything that is shown.
    latest: Stamp,
    frames: HashMap<FrameKey, Live>,
}

struct Live {
    latest: Arc<Frame>,
    /// The latest frame has every change of the unit, those under it and those beside it.
    fresh: bool,
    /// Of the nation's numbers, which a frame shows as well. Viewers get them with the next change of their own.
    nation: Stamp,
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
            epoch: 0,
            latest: Stamp::default(),
            frames: HashMap::new(),
        };
        state.install(standing);
        Ok(Arc::new(Board {
            state: RwLock::new(state),
            changed: Notify::new(),
            reading: Mutex::new(()),
            reality,
            clock,
        }))
    }

    /// Takes over what a batch changed. Reads what another process changed before it, if one did.
    ///
    /// # Errors
    /// If the store can't be read; what the batch itself changed is taken over all the same.
    pub async fn update(&self, applied: &Applied, store: &dyn Store) -> Result<(), StoreError> {
        let is_next = {
            let mut state = self.write();
            let is_next = applied.since <= state.position;
            let position = if is_next { applied.position } else { state.position };
            state.take(position, &applied.tallies);
            is_next
        };
        if !applied.tallies.is_empty() {
            self.changed.notify_one();
        }
        if is_next { Ok(()) } else { self.catch_up(store).await.map(|_| ()) }
    }

    /// Whether the board has everything that this state of the store has.
    pub fn is_up_to(&self, head: &Head) -> bool {
        let state = self.read();
        state.position >= head.position && state.directory.version() == head.directory
    }

    /// Reads what has changed in the store since the board last looked: numbers alone, or everything if units, campaigns or
    /// targets did. Gives where the store stood.
    ///
    /// # Errors
    /// If the store can't be read; the board stays as it was.
    pub async fn catch_up(&self, store: &dyn Store) -> Result<Head, StoreError> {
        let _reading = self.reading.lock().await;
        let seen = self.read().position;
        let TotalsAfter { head, tallies } = store.totals_after(seen).await?;
        let is_known = {
            let mut state = self.write();
            let is_known = head.directory == state.directory.version();
            state.take(head.position, &tallies);
            is_known
        };
        if is_known {
            if !tallies.is_empty() {
                self.changed.notify_one();
            }
            return Ok(head);
        }
        self.read_everything(store).await
    }

    /// A unit's frame as of now. `None` if there is no such unit or campaign. Without a campaign: the newest that has
    /// begun.
    pub fn frame(&self, campaign: Option<&Slug>, unit: &UnitCode) -> Option<Arc<Frame>> {
        {
            let state = self.read();
            let key = self.key(&state, campaign, unit)?;
            if let Some(live) = state.frames.get(&key)
                && live.fresh
                && live.nation == state.nation(key.campaign)
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

    /// Grows with each change of a number, and of units, campaigns and targets; the same on every server.
    pub fn version(&self) -> u64 {
        let state = self.read();
        sequence(state.epoch, state.latest.position)
    }

    /// Whether the numbers are real.
    pub fn reality(&self) -> Reality {
        self.reality
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
            let nation = state.nation(key.campaign);
            state.frames.insert(key, Live { latest, fresh: true, nation, asked: Instant::now(), sender });
        }
        let nation = state.nation(key.campaign);
        if let Some(live) = state.frames.get_mut(&key) {
            live.fresh &= live.nation == nation;
        }
        self.refresh(state, key, &mut Siblings::new());
        let live = state.frames.get_mut(&key).expect("it was there or has just been made");
        live.asked = Instant::now();
        live
    }

    /// Brings an existing frame up to date. One that is the same as before stays.
    fn refresh(&self, state: &mut State, key: FrameKey, siblings: &mut Siblings) {
        if state.frames.get(&key).is_none_or(|live| live.fresh) {
            return;
        }
        let (totals, nation) = (state.numbers().totals(key, self.reality, siblings), state.nation(key.campaign));
        if let Some(live) = state.frames.get_mut(&key) {
            (live.fresh, live.nation) = (true, nation);
            if live.latest.totals != totals {
                live.latest = Arc::new(Frame::new(totals));
            }
        }
    }

    /// Publishes frames to live viewers for as long as the future is polled.
    pub async fn publish(&self) {
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
                    let newer = !Arc::ptr_eq(sent, &live.latest) && !sent.says_the_same(&live.latest.totals);
                    if newer {
                        *sent = Arc::clone(&live.latest);
                    }
                    newer
                });
            }
        }
    }

    /// Reads units, campaigns, targets and totals anew.
    ///
    /// # Errors
    /// If the store can't be read; the board stays as it was.
    pub async fn reload(&self, store: &dyn Store) -> Result<(), StoreError> {
        let _reading = self.reading.lock().await;
        self.read_everything(store).await.map(|_| ())
    }

    /// Whoever calls it holds `reading`.
    async fn read_everything(&self, store: &dyn Store) -> Result<Head, StoreError> {
        let standing = store.standing().await?;
        let head = standing.head;
        self.write().install(standing);
        self.changed.notify_one();
        Ok(head)
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
    /// Replaces everything but what was committed while it was being read; frames are kept for whoever watches them, to be
    /// made anew.
    fn install(&mut self, standing: Standing) {
        let Standing { directory, tallies, head } = standing;
        let earlier = std::mem::replace(&mut self.directory, directory);
        let moved = |key: FrameKey| {
            let campaign = self.directory.campaign_index(&earlier.campaigns()[key.campaign].slug)?;
            Some(FrameKey { campaign, unit: self.directory.index(&earlier.units()[key.unit].code)? })
        };
        let frames = std::mem::take(&mut self.frames);
        self.frames =
            frames.into_iter().filter_map(|(key, live)| Some((moved(key)?, Live { fresh: false, ..live }))).collect();
        let newer = self.tallies.iter().filter(|(_, (_, stamp))| stamp.position > head.position);
        self.tallies = Arc::new(newer.filter_map(|(key, tally)| Some((moved(*key)?, *tally))).collect());
        self.names = search::Names::of(&self.directory);
        self.epoch = head.epoch;
        self.latest = self.latest.max(self.directory.latest());
        self.take(head.position, &tallies);
    }

    /// Takes over rows, and that everything up to this position is known. Marks the frames that show them: the unit's own, its
    /// parent's, and those of its siblings, whose ranks depend on it.
    fn take(&mut self, position: Position, rows: &[TallyRow]) {
        self.position = self.position.max(position);
        if rows.is_empty() {
            return;
        }
        let tallies = Arc::make_mut(&mut self.tallies);
        let mut parents = HashSet::new();
        for row in rows.iter().filter(|row| row.span == Span::Campaign) {
            let (Some(campaign), Some(unit)) =
                (self.directory.campaign_index(&row.campaign), self.directory.index(&row.unit))
            else {
                // New to the directory; reading it anew is under way.
                continue;
            };
            let key = FrameKey { campaign, unit };
            if tallies.get(&key).is_some_and(|(_, stamp)| stamp.position > row.stamp.position) {
                continue;
            }
            self.latest = self.latest.max(row.stamp);
            tallies.insert(key, (row.tally, row.stamp));
            parents.insert((campaign, self.directory.path(unit).iter().nth_back(1).copied()));
        }
        for (key, live) in &mut self.frames {
            let parent = self.directory.path(key.unit).iter().nth_back(1).copied();
            if parents.contains(&(key.campaign, parent)) || parents.contains(&(key.campaign, Some(key.unit))) {
                live.fresh = false;
            }
        }
    }

    /// When the root's numbers changed last.
    fn nation(&self, campaign: usize) -> Stamp {
        let key = self.directory.root().map(|unit| FrameKey { campaign, unit });
        key.and_then(|key| self.tallies.get(&key)).map(|(_, stamp)| *stamp).unwrap_or_default()
    }

    fn numbers(&self) -> Numbers {
        Numbers {
            directory: Arc::clone(&self.directory),
            tallies: Arc::clone(&self.tallies),
            epoch: self.epoch,
            seq: sequence(self.epoch, self.latest.position),
            as_of: self.latest.at.unwrap_or(Timestamp::EPOCH),
        }
    }
}
