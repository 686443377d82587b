//! Local storage: one key for each stored thing, so that an edit writes one draft and two tabs don't share a key more
//! than they must. Promises that a text which can't be read is never lost, and that a change by another tab is noticed
//! before this one writes over it. Knows nothing of when anything is stored.

use std::cell::Cell;

use gloo_storage::Storage as _;
use litemap::LiteMap;
use model::draft::{Known, Unreadable, Written};
use model::id::{DeviceId, InitiativeId};
use model::json;
use model::sync::{Found, Joining, Position, Session, Stored};
use model::unit::UnitCode;
use uuid::Uuid;

use super::copy::{Copied, Copy, stamp, stamp_of};
use super::session::SESSION;
use super::store::now;
use super::tabs::{Lately, Seen};

pub(super) const WRITTEN: &str = "tsk.written.";
const KNOWN: &str = "tsk.known.";
const POSITION: &str = "tsk.position";
const JOINING: &str = "tsk.joining";
pub(super) const DEVICE: &str = "tsk.device";
/// The member's unit: its code and its name.
const UNIT: &str = "tsk.unit";
/// A text that couldn't be read and stood where something had to be stored.
pub(super) const KEPT: &str = "tsk.kept.";
/// Before a key that was removed: the stamp of that. The copy hears of a removal a moment later, and a page that goes meanwhile
/// must not bring back what was thrown away.
pub(super) const REMOVED: &str = "tsk.removed.";
/// The stamp up to which everything was erased, for the same reason.
pub(super) const ERASED: &str = "tsk.erased";

/// A stored text that this version can't read.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The key it is under.
    pub key: String,
    pub text: String,
    /// Whether a newer version of the app wrote it; otherwise it is damaged.
    pub newer: bool,
}

/// Nothing could be written: no room, or the browser doesn't allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRoom;

/// What another tab did.
pub enum Elsewhere {
    Stored(Box<Stored>),
    Erased(InitiativeId),
}

/// The storage, and what this tab last saw in it.
pub struct Disk {
    /// None if the browser doesn't let us store anything.
    storage: Option<web_sys::Storage>,
    seen: LiteMap<String, String>,
    /// The keys that another tab wrote last.
    foreign: LiteMap<String, ()>,
    /// This tab, for the others. Begins with its time.
    tab: String,
    /// What this tab wrote in each draft lately.
    lately: LiteMap<InitiativeId, Lately>,
    kept: LiteMap<String, Kept>,
    /// The write-ahead copy.
    copy: &'static Copy,
    /// The highest stamp that was read or given out.
    last_stamp: Cell<u64>,
}

impl Disk {
    /// The browser's local storage, if it lets us.
    pub fn open(copy: &'static Copy) -> Disk {
        let allowed = web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))));
        let storage = allowed.then(gloo_storage::LocalStorage::raw);
        let tab = Uuid::now_v7().simple().to_string()[..16].to_owned();
        Disk {
            storage,
            seen: LiteMap::new(),
            foreign: LiteMap::new(),
            tab,
            lately: LiteMap::new(),
            kept: LiteMap::new(),
            copy,
            last_stamp: Cell::new(0),
        }
    }

    /// Reads everything, as it is now. A draft of which a part can't be read stays out, untouched.
    pub fn read_all(&mut self) -> Found {
        let mut found = Found::default();
        for key in self.keys() {
            let Some(text) = self.get(&key) else { continue };
            match read(&key, &text) {
                Ok(Some(stored)) => {
                    self.seen.insert(key, text);
                    match stored {
                        Stored::Written(written) => found.written.push(written),
                        Stored::Known(known) => found.known.push(known),
                        Stored::Position(position) => found.position = position,
                        Stored::Session(session) => found.session = session,
                        Stored::Joining(joining) => found.joining = joining,
                    }
                }
                Ok(None) => {}
                Err(unreadable) => self.keep(key, text, unreadable),
            }
        }
        let whole =
            |id: InitiativeId| ![WRITTEN, KNOWN].iter().any(|part| self.kept.contains_key(&format!("{part}{id}")));
        found.written.retain(|written| whole(written.id));
        found.known.retain(|known| whole(known.id));
        found
    }

    /// This installation's id; made at the first start.
    pub fn device(&mut self) -> DeviceId {
        if let Some(device) = self.get(DEVICE).and_then(|text| text.parse().ok()) {
            return device;
        }
        let device = DeviceId::new(Uuid::now_v7());
        self.copy.write(DEVICE, Copied::Text(device.to_string()));
        // Without room a draft can't be stored either, and that is said then; this id holds until the page closes.
        if self.set(DEVICE, &device.to_string()).is_err() {
            leptos::logging::warn!("no room for the device's id");
        }
        device
    }

    /// The name of a unit, if it was kept.
    pub fn unit_name(&self, unit: &UnitCode) -> Option<String> {
        let (of, name): (UnitCode, String) = json::read(&self.get(UNIT)?).ok()?;
        (of == *unit).then_some(name)
    }

    /// Keeps the name of the member's unit. Without room it is asked for again.
    pub fn keep_unit_name(&self, unit: &UnitCode, name: &str) {
        let text = json::write(&(unit, name));
        if self.set(UNIT, &text).is_err() {
            leptos::logging::warn!("no room for the unit's name");
        }
    }

    /// What can't be read.
    pub fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.kept.values()
    }

    /// Stores one thing.
    ///
    /// # Errors
    /// [`NoRoom`]; then nothing has changed.
    pub fn put(&mut self, stored: &Stored) -> Result<(), NoRoom> {
        let key = key_of(stored);
        let mut text = text_of(stored);
        if let (Stored::Written(written), Some(text)) = (stored, &mut text) {
            let before = self.seen.get(&key).and_then(|text| Written::read(text).ok());
            let before = before.unwrap_or_else(|| Written::new(written.id, written.started_at));
            let tab = self.tab.clone();
            self.lately_in(written.id).wrote(&tab, before, now()).note(text);
        }
        if let Some(kept) = self.kept.get(&key).cloned() {
            let aside = format!("{KEPT}{}.{key}", Uuid::now_v7());
            self.set(&aside, &kept.text)?;
            self.copy.write(&aside, Copied::Text(kept.text.clone()));
            self.kept.remove(&key);
            self.kept.insert(aside.clone(), Kept { key: aside, ..kept });
        }
        match text {
            Some(mut text) => {
                stamp(&mut text, self.next_stamp());
                self.set(&key, &text)?;
                self.copy.write(&key, Copied::Text(text.clone()));
                self.foreign.remove(&key);
                self.seen.insert(key, text);
            }
            None => self.remove(&key),
        }
        Ok(())
    }

    /// What another tab wrote last of a draft; None if it was this one.
    pub fn written_elsewhere(&self, id: InitiativeId) -> Option<Written> {
        let key = format!("{WRITTEN}{id}");
        let text = self.foreign.contains_key(&key).then(|| self.seen.get(&key)).flatten()?;
        Written::read(text).ok()
    }

    /// Removes both parts of a draft.
    pub fn erase(&mut self, id: InitiativeId) {
        self.remove(&format!("{WRITTEN}{id}"));
        self.remove(&format!("{KNOWN}{id}"));
    }

    /// Removes everything but this installation's id and what can't be read.
    pub fn erase_all(&mut self) {
        let stamp = self.next_stamp();
        self.copy.erase(stamp);
        for key in self.keys() {
            if key != DEVICE && !self.kept.contains_key(&key) {
                self.remove_here(&key);
            } else if let Some(text) = self.get(&key) {
                self.copy.write(&key, Copied::Text(text));
            }
        }
        self.note_removal(ERASED, stamp);
        self.lately.clear();
    }

    /// Forgets for good a text that couldn't be read.
    pub fn discard_kept(&mut self, key: &str) {
        self.kept.remove(key);
        self.remove(key);
    }

    /// What other tabs did to one draft since this tab last looked.
    pub fn changed_elsewhere(&mut self, id: InitiativeId) -> Vec<Elsewhere> {
        [WRITTEN, KNOWN].into_iter().filter_map(|part| self.look_at(&format!("{part}{id}"))).collect()
    }

    /// What other tabs did to anything since this tab last looked.
    pub fn anything_changed_elsewhere(&mut self) -> Vec<Elsewhere> {
        let mut keys: LiteMap<String, ()> = LiteMap::new();
        for key in self.keys().into_iter().chain(self.seen.keys().cloned()) {
            keys.insert(key, ());
        }
        keys.keys().filter_map(|key| self.look_at(key)).collect()
    }

    /// What another tab did to one key since this tab last looked.
    pub fn look_at(&mut self, key: &str) -> Option<Elsewhere> {
        let stored = |stored| Elsewhere::Stored(Box::new(stored));
        let Some(text) = self.get(key) else {
            self.seen.remove(key)?;
            return match part_of(key)? {
                // The words are gone: so is the draft.
                Part::Written(id) => Some(Elsewhere::Erased(id)),
                Part::Known(_) => None,
                Part::Position => Some(stored(Stored::Position(Position::default()))),
                Part::Session => Some(stored(Stored::Session(None))),
                Part::Joining => Some(stored(Stored::Joining(None))),
            };
        };
        if self.seen.get(key) == Some(&text) || self.kept.get(key).is_some_and(|kept| kept.text == text) {
            return None;
        }
        match read(key, &text) {
            Ok(stored) => {
                let stored = stored?;
                let woven = self.woven(key, &stored, &text);
                self.seen.insert(key.to_owned(), text);
                self.foreign.insert(key.to_owned(), ());
                // What both tabs make together is stored at once; if there is no room, ours goes with the next letter.
                if let Some(woven) = woven.filter(|woven| self.put(woven).is_ok()) {
                    self.foreign.insert(key.to_owned(), ());
                    return Some(Elsewhere::Stored(Box::new(woven)));
                }
                Some(Elsewhere::Stored(Box::new(stored)))
            }
            Err(unreadable) => {
                self.keep(key.to_owned(), text, unreadable);
                None
            }
        }
    }

    /// What another tab's draft and this one's make together, if the other didn't know ours.
    fn woven(&mut self, key: &str, theirs: &Stored, text: &str) -> Option<Stored> {
        let Stored::Written(theirs) = theirs else { return None };
        let mine = self.seen.get(key).and_then(|text| Written::read(text).ok());
        let (tab, seen) = (self.tab.clone(), Seen::read(text));
        let lately = self.lately_in(theirs.id);
        let mine = mine.unwrap_or_else(|| theirs.clone());
        lately.weave(&tab, &mine, theirs, &seen, now()).map(Stored::Written)
    }

    /// What this tab wrote in a draft lately, on top of what was stored when it first looked.
    fn lately_in(&mut self, id: InitiativeId) -> &mut Lately {
        let stored = self.seen.get(&format!("{WRITTEN}{id}"));
        self.lately.entry(id).or_insert_with(|| Lately::upon(stored.map(|text| Seen::read(text)).unwrap_or_default()))
    }

    /// How many bytes our keys and texts take: local storage counts two for each character.
    pub fn bytes(&self) -> usize {
        let texts = self.keys().into_iter().filter_map(|key| Some(key.len() + self.get(&key)?.encode_utf16().count()));
        texts.sum::<usize>() * 2
    }

    fn keep(&mut self, key: String, text: String, unreadable: Unreadable) {
        let newer = matches!(unreadable, Unreadable::Newer(_));
        self.kept.insert(key.clone(), Kept { key, text, newer });
    }

    pub(super) fn keys(&self) -> Vec<String> {
        let Some(storage) = &self.storage else { return Vec::new() };
        let keys = js_sys::Object::keys(storage).into_iter().filter_map(|key| key.as_string());
        keys.filter(|key| key.starts_with("tsk.")).collect()
    }

    pub(super) fn get(&self, key: &str) -> Option<String> {
        let text = self.storage.as_ref()?.get_item(key).ok().flatten()?;
        self.saw_stamp(stamp_of(&text));
        Some(text)
    }

    /// Stamps that are given out later are higher.
    pub(super) fn saw_stamp(&self, stamp: u64) {
        self.last_stamp.set(self.last_stamp.get().max(stamp));
    }

    fn next_stamp(&self) -> u64 {
        let clock = u64::try_from(now().millis()).unwrap_or(0);
        self.saw_stamp(clock.max(self.last_stamp.get() + 1));
        self.last_stamp.get()
    }

    /// Whether the newest words of a draft are on the disk, and not in local storage alone.
    pub fn is_copied(&self, id: InitiativeId) -> bool {
        !self.copy.is_pending(&format!("{WRITTEN}{id}"))
    }

    pub(super) fn set(&self, key: &str, text: &str) -> Result<(), NoRoom> {
        self.storage.as_ref().ok_or(NoRoom)?.set_item(key, text).map_err(|_| NoRoom)
    }

    fn remove(&mut self, key: &str) {
        let stamp = self.next_stamp();
        self.copy.write(key, Copied::Removed(stamp));
        self.remove_here(key);
        self.note_removal(&format!("{REMOVED}{key}"), stamp);
    }

    fn note_removal(&self, key: &str, stamp: u64) {
        // Room has just been made.
        if self.set(key, &stamp.to_string()).is_err() {
            leptos::logging::warn!("no room to say what was removed");
        }
    }

    /// The stamp of the removal that was noted under this key; 0 for none.
    pub(super) fn removal(&self, key: &str) -> u64 {
        self.get(key).and_then(|stamp| stamp.parse().ok()).unwrap_or(0)
    }

    /// Removes it from local storage alone.
    pub(super) fn remove_here(&mut self, key: &str) {
        self.seen.remove(key);
        self.foreign.remove(key);
        if let Some(storage) = &self.storage
            && storage.remove_item(key).is_err()
        {
            leptos::logging::error!("{key} could not be removed");
        }
    }
}

enum Part {
    Written(InitiativeId),
    Known(InitiativeId),
    Position,
    Session,
    Joining,
}

fn part_of(key: &str) -> Option<Part> {
    match key {
        POSITION => return Some(Part::Position),
        SESSION => return Some(Part::Session),
        JOINING => return Some(Part::Joining),
        _ => {}
    }
    if let Some(id) = key.strip_prefix(WRITTEN) {
        return id.parse().ok().map(Part::Written);
    }
    key.strip_prefix(KNOWN).and_then(|id| id.parse().ok()).map(Part::Known)
}

fn key_of(stored: &Stored) -> String {
    match stored {
        Stored::Written(written) => format!("{WRITTEN}{}", written.id),
        Stored::Known(known) => format!("{KNOWN}{}", known.id),
        Stored::Position(_) => POSITION.to_owned(),
        Stored::Session(_) => SESSION.to_owned(),
        Stored::Joining(_) => JOINING.to_owned(),
    }
}

/// The stored form; None if the key is to go.
fn text_of(stored: &Stored) -> Option<String> {
    Some(match stored {
        Stored::Written(written) => json::write(written),
        Stored::Known(known) => json::write(known),
        Stored::Position(position) => json::write(position),
        Stored::Session(session) => json::write(session.as_ref()?),
        Stored::Joining(joining) => json::write(joining.as_ref()?),
    })
}

/// Reads a stored text; None for a key that isn't the engine's.
fn read(key: &str, text: &str) -> Result<Option<Stored>, Unreadable> {
    fn plain<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
        json::read(text).map_err(|error| Unreadable::Damaged(error.to_string()))
    }
    if key.starts_with(KEPT) {
        return Err(Unreadable::Damaged(String::new()));
    }
    let Some(part) = part_of(key) else { return Ok(None) };
    let named =
        |same: bool, stored| if same { Ok(stored) } else { Err(Unreadable::Damaged("under a wrong key".into())) };
    let stored = match part {
        Part::Written(id) => Written::read(text).and_then(|it| named(it.id == id, Stored::Written(it)))?,
        Part::Known(id) => Known::read(text).and_then(|it| named(it.id == id, Stored::Known(it)))?,
        // A position that can't be read costs a second reading of the log, no more.
        Part::Position => Stored::Position(plain::<Position>(text).unwrap_or_default()),
        Part::Session => Stored::Session(Some(plain::<Session>(text)?)),
        Part::Joining => Stored::Joining(Some(plain::<Joining>(text)?)),
    };
    Ok(Some(stored))
}
