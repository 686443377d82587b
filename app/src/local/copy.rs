//! The write-ahead copy: every text that local storage gets is written to IndexedDB as well, at once and to the disk. Browsers
//! write local storage to the disk seconds later, and a browser that is killed before that loses it. Promises that a text
//! counts as copied only when its transaction is complete, and that an older text never takes the place of a newer one. Knows
//! no drafts: keys and texts are opaque but for the stamp that says which of two is newer.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use js_sys::{Array, Function, Promise};
use leptos::prelude::*;
use litemap::LiteMap;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::vault::Error;
use crate::vault::database::{Database, Mode, Stores, get};
use crate::vault::request::{Thrown, answer};

const NAME: &str = "tsk.copy";
/// Holds the stamp up to which everything was erased.
const ERASED: &str = "erased";
/// How long until a write that failed is tried again.
const AGAIN: Duration = Duration::from_secs(5);
/// What the copy has under a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Copied {
    Text(String),
    /// It was removed, at this stamp.
    Removed(u64),
}

/// When a text was stored: milliseconds since 1970 by the device's clock, but more than any stamp before. 0 of a text that an
/// older version stored.
pub fn stamp_of(text: &str) -> u64 {
    let stamp = || text.rsplit_once(MEMBER)?.1.strip_suffix('}')?.parse().ok();
    stamp().unwrap_or(0)
}

/// Adds the stamp to an object's text. A quote within a value is escaped, so nothing that somebody wrote looks like it.
pub fn stamp(text: &mut String, stamp: u64) {
    if text.pop() == Some('}') {
        text.push_str(&format!("{MEMBER}{stamp}}}"));
    }
}

const MEMBER: &str = ",\"turn\":";

impl Copied {
    pub fn stamp(&self) -> u64 {
        match self {
            Copied::Text(text) => stamp_of(text),
            Copied::Removed(stamp) => *stamp,
        }
    }

    fn read(value: &JsValue) -> Option<Self> {
        let removed = || value.as_f64().map(|stamp| Copied::Removed(stamp as u64));
        value.as_string().map(Copied::Text).or_else(removed)
    }

    fn value(&self) -> JsValue {
        match self {
            Copied::Text(text) => text.into(),
            // Milliseconds are far below 2⁵³.
            Copied::Removed(stamp) => (*stamp as f64).into(),
        }
    }
}

/// All that the copy has.
#[derive(Debug, Default)]
pub struct Contents {
    pub texts: Vec<(String, Copied)>,
    /// Everything with a stamp up to this was erased.
    pub erased: u64,
}

/// The copy. It lives as long as the tab.
pub struct Copy {
    database: Database,
    waiting: RefCell<LiteMap<String, Copied>>,
    in_flight: RefCell<LiteMap<String, Copied>>,
    /// To be erased, up to this stamp.
    erasing: Cell<Option<u64>>,
    runs: Cell<bool>,
    fails: Cell<bool>,
    changed: ArcTrigger,
    /// Called once nothing waits, or writing failed.
    waiters: RefCell<Vec<Function>>,
}

impl Default for Copy {
    fn default() -> Self {
        Self {
            database: Database::named(NAME),
            waiting: RefCell::default(),
            in_flight: RefCell::default(),
            erasing: Cell::default(),
            runs: Cell::default(),
            fails: Cell::default(),
            changed: ArcTrigger::new(),
            waiters: RefCell::default(),
        }
    }
}

impl Copy {
    /// Reads everything.
    ///
    /// # Errors
    /// If the browser has no IndexedDB, or it can't be read.
    pub async fn read(&self) -> Result<Contents, Error> {
        let read = self.database.transact(Mode::Read, async |stores: &Stores| {
            let values = answer(stores.records.get_all().map_err(Thrown::from)?);
            let keys = answer(stores.records.get_all_keys().map_err(Thrown::from)?);
            Ok((Array::from(&keys.await?), Array::from(&values.await?)))
        });
        let (keys, values) = read.await?;
        let mut contents = Contents::default();
        for (key, value) in keys.iter().zip(values.iter()) {
            match (key.as_string(), Copied::read(&value)) {
                (Some(key), Some(Copied::Removed(stamp))) if key == ERASED => contents.erased = stamp,
                (Some(key), Some(copied)) => contents.texts.push((key, copied)),
                _ => {}
            }
        }
        Ok(contents)
    }

    /// Writes this as soon as the write before it is complete.
    pub fn write(&'static self, key: &str, copied: Copied) {
        self.waiting.borrow_mut().insert(key.to_owned(), copied);
        self.start();
    }

    /// Forgets everything up to this stamp.
    pub fn erase(&'static self, stamp: u64) {
        self.waiting.borrow_mut().clear();
        self.erasing.set(Some(stamp));
        self.start();
    }

    /// Whether the newest text under this key isn't on the disk yet.
    pub fn is_pending(&self, key: &str) -> bool {
        self.changed.track();
        self.waiting.borrow().contains_key(key) || self.in_flight.borrow().contains_key(key)
    }

    /// Whether the last write failed: no room, no IndexedDB, or the browser doesn't say. It is tried again.
    pub fn fails(&self) -> bool {
        self.changed.track();
        self.fails.get()
    }

    /// The copy can't be used in this run.
    pub fn give_up(&self) {
        self.fails.set(true);
        self.changed.notify();
    }

    /// Waits until what was asked for is on the disk, or can't be written.
    pub async fn settled(&self) {
        if !self.runs.get() || self.fails.get() {
            return;
        }
        let settled = Promise::new(&mut |resolve, _| self.waiters.borrow_mut().push(resolve));
        if let Err(problem) = JsFuture::from(settled).await {
            leptos::logging::error!("{problem:?}");
        }
    }

    fn start(&'static self) {
        self.changed.notify();
        if !self.runs.replace(true) {
            spawn_local(self.run());
        }
    }

    /// Writes whatever waits, a transaction at a time.
    async fn run(&'static self) {
        while !self.waiting.borrow().is_empty() || self.erasing.get().is_some() {
            self.in_flight.replace(std::mem::take(&mut *self.waiting.borrow_mut()));
            let erasing = self.erasing.take();
            let batch = self.in_flight.borrow().clone();
            let written =
                self.database.transact(Mode::Write, async |stores: &Stores| put(stores, &batch, erasing).await);
            let written = written.await;
            let batch = std::mem::take(&mut *self.in_flight.borrow_mut());
            let failed_before = self.fails.replace(written.is_err());
            self.changed.notify();
            if let Err(problem) = written {
                // It is tried again every few seconds: once is enough to say why.
                if !failed_before {
                    leptos::logging::warn!("the copy couldn't be written: {problem}");
                }
                self.put_back(batch, erasing);
                break;
            }
        }
        self.runs.set(false);
        let waiters = std::mem::take(&mut *self.waiters.borrow_mut());
        for waiter in waiters {
            if let Err(problem) = waiter.call0(&JsValue::NULL) {
                leptos::logging::error!("{problem:?}");
            }
        }
    }

    /// What couldn't be written waits for the next try, unless something newer does.
    fn put_back(&'static self, batch: LiteMap<String, Copied>, erasing: Option<u64>) {
        let mut waiting = self.waiting.borrow_mut();
        for (key, copied) in batch {
            if !waiting.contains_key(&key) {
                waiting.insert(key, copied);
            }
        }
        self.erasing.set(self.erasing.get().or(erasing));
        set_timeout(move || self.start(), AGAIN);
    }
}

async fn put(stores: &Stores, batch: &LiteMap<String, Copied>, erasing: Option<u64>) -> Result<(), Error> {
    if let Some(stamp) = erasing {
        answer(stores.records.clear().map_err(Thrown::from)?).await?;
        let value = Copied::Removed(stamp).value();
        answer(stores.records.put_with_key(&value, &ERASED.into()).map_err(Thrown::from)?).await?;
    }
    for (key, copied) in batch {
        // Another tab may have written a newer one.
        let before = Copied::read(&get(&stores.records, &key.into()).await?);
        if before.is_none_or(|before| before.stamp() <= copied.stamp()) {
            answer(stores.records.put_with_key(&copied.value(), &key.into()).map_err(Thrown::from)?).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stamp_is_found_again_whatever_was_written() {
        let mut text = r#"{"title":"x,\"turn\":7}"}"#.to_owned();
        assert_eq!(stamp_of(&text), 0);
        stamp(&mut text, 1_700_000_000_123);
        assert_eq!(stamp_of(&text), 1_700_000_000_123);
        assert_eq!(stamp_of("01936d5e-7b00-7abc-8def-0123456789ab"), 0);
    }
}
