//! Putting local storage right at a start, from the write-ahead copy: what is newer there was written before the browser was
//! killed and never came to the disk. Promises that nothing newer in local storage is written over, and tells which drafts'
//! words came back, so that the person can be told.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Promise};
use leptos::prelude::set_timeout;
use model::calendar::Timestamp;
use model::draft::Written;
use model::id::InitiativeId;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::copy::{Contents, Copied, Copy, stamp_of};
use super::disk::{DEVICE, Disk, ERASED, KEPT, REMOVED, WRITTEN};

/// A draft whose last words were found in the copy alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recovered {
    pub id: InitiativeId,
    /// When the last of them was written.
    pub edited_at: Timestamp,
}

/// How long reading the copy may take before the app starts without it.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// How long another tab may take to tell the browser what it wrote to both.
const OTHER_TAB: Duration = Duration::from_millis(300);

/// Takes over what is newer in the copy, and brings the copy up to what is newer in local storage.
pub async fn recover(disk: &mut Disk, copy: &'static Copy) -> Vec<Recovered> {
    let Some(contents) = within(PATIENCE, copy).await else {
        copy.give_up();
        return Vec::new();
    };
    for (_, copied) in &contents.texts {
        disk.saw_stamp(copied.stamp());
    }
    disk.saw_stamp(contents.erased);
    if !newer(disk, &contents).is_empty() {
        // Another tab may be writing at this moment, and local storage be a little behind.
        settled(after(OTHER_TAB)).await;
    }
    let mut recovered = Vec::new();
    for (key, copied) in newer(disk, &contents) {
        match copied {
            Copied::Removed(_) => disk.remove_here(&key),
            Copied::Text(text) => {
                recovered.extend(words_of(disk, &key, &text));
                if disk.set(&key, &text).is_err() {
                    leptos::logging::error!("no room to take over {key}");
                }
            }
        }
    }
    bring_up(disk, copy, &contents);
    recovered
}

/// What the copy has that is newer than local storage.
fn newer(disk: &Disk, contents: &Contents) -> Vec<(String, Copied)> {
    let erased = disk
        .keys()
        .into_iter()
        .filter(|key| !stays(key) && disk.get(key).is_some_and(|text| stamp_of(&text) <= contents.erased));
    let erased = erased.filter(|_| contents.erased > 0).map(|key| (key, Copied::Removed(contents.erased)));
    let erased_here = disk.removal(ERASED);
    // A text without a stamp has 0, which is also what stands for no removal.
    let is_before = |stamp: u64, removal: u64| removal > 0 && stamp <= removal;
    let is_removed_here = |key: &str, stamp: u64| {
        let is_erased = !stays(key) && is_before(stamp, erased_here);
        is_erased || is_before(stamp, disk.removal(&format!("{REMOVED}{key}")))
    };
    let is_newer = |(key, copied): &&(String, Copied)| match (disk.get(key), copied) {
        (None, Copied::Text(_)) => !is_removed_here(key, copied.stamp()),
        (None, Copied::Removed(_)) => false,
        (Some(text), copied) => stamp_of(&text) < copied.stamp(),
    };
    erased.chain(contents.texts.iter().filter(is_newer).cloned()).collect()
}

/// Whether a key stays when everything is erased.
fn stays(key: &str) -> bool {
    key == DEVICE || key == ERASED || key.starts_with(KEPT) || key.starts_with(REMOVED)
}

/// The draft that a text is of, if its words aren't those of local storage.
fn words_of(disk: &Disk, key: &str, text: &str) -> Option<Recovered> {
    let id: InitiativeId = key.strip_prefix(WRITTEN)?.parse().ok()?;
    let written = Written::read(text).ok()?;
    let before = disk.get(key).and_then(|text| Written::read(&text).ok());
    let is_new = before.is_none_or(|before| before.content() != written.content());
    is_new.then_some(Recovered { id, edited_at: written.edited_at })
}

/// Copies what an older version stored, or what couldn't be copied then, and removes there what was removed here.
fn bring_up(disk: &mut Disk, copy: &'static Copy, contents: &Contents) {
    let erased_here = disk.removal(ERASED);
    let erases = erased_here > contents.erased;
    if erases {
        copy.erase(erased_here);
    }
    for key in disk.keys() {
        let Some(text) = disk.get(&key) else { continue };
        let copied_as = |key: &str| contents.texts.iter().find(|(copied, _)| copied == key).map(|(_, copied)| copied);
        if let Some(removed) = key.strip_prefix(REMOVED) {
            let stamp = disk.removal(&key);
            if copied_as(removed).is_some_and(|copied| copied.stamp() < stamp) {
                copy.write(removed, Copied::Removed(stamp));
            } else {
                disk.remove_here(&key);
            }
            continue;
        }
        if key == ERASED {
            continue;
        }
        let copied = copied_as(&key).filter(|_| !erases);
        if copied.is_none_or(|copied| copied.stamp() < stamp_of(&text)) {
            copy.write(&key, Copied::Text(text));
        }
    }
}

/// What the copy has, if it says so in time.
async fn within(patience: Duration, copy: &'static Copy) -> Option<Contents> {
    let read: Rc<RefCell<Option<Contents>>> = Rc::default();
    let result = read.clone();
    let done = Promise::new(&mut |resolve, _| {
        let result = result.clone();
        spawn_local(async move {
            match copy.read().await {
                Ok(contents) => _ = result.replace(Some(contents)),
                Err(problem) => leptos::logging::warn!("the copy couldn't be read: {problem}"),
            }
            call(&resolve);
        });
    });
    settled(Promise::race(&Array::of2(&done, &after(patience)))).await;
    read.take()
}

/// Resolves after this time.
fn after(time: Duration) -> Promise {
    Promise::new(&mut |resolve, _| set_timeout(move || call(&resolve), time))
}

async fn settled(promise: Promise) {
    if let Err(problem) = JsFuture::from(promise).await {
        leptos::logging::error!("{problem:?}");
    }
}

fn call(resolve: &Function) {
    if let Err(problem) = resolve.call0(&JsValue::NULL) {
        leptos::logging::error!("{problem:?}");
    }
}
