//! Who looks: producers at their desks, and outputs with their links. Knows nobody else, and forgets.

use model::calendar::Timestamp;
use model::id::MemberId;
use model::initiative::Person;
use model::show::Output;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// An output that is gone is told of for so long, in milliseconds.
const REMEMBERED: i64 = 10 * 60 * 1000;
/// At most so many outputs are told of: anybody may name one.
const MOST: usize = 60;

/// An output, as its address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub width: u16,
    pub height: u16,
}

#[derive(Default)]
struct Seen {
    producers: BTreeMap<MemberId, (Person, usize)>,
    outputs: BTreeMap<String, (Output, usize)>,
}

/// Who looks now.
#[derive(Clone, Default)]
pub struct Presence {
    seen: Arc<Mutex<Seen>>,
    changed: Arc<Notify>,
}

/// Somebody who looks, for as long as this lives.
pub struct Looking {
    presence: Presence,
    who: Looker,
    clock: crate::clock::Clock,
}

enum Looker {
    Producer(MemberId),
    Output(String),
}

impl Presence {
    /// Says that somebody has come or gone.
    pub fn changed(&self) -> &Notify {
        &self.changed
    }

    /// A producer at a desk.
    pub fn producer(&self, person: Person, clock: &crate::clock::Clock) -> Looking {
        let id = person.id;
        self.with(|seen| seen.producers.entry(id).or_insert((person, 0)).1 += 1);
        self.changed.notify_one();
        Looking { presence: self.clone(), who: Looker::Producer(id), clock: clock.clone() }
    }

    /// An output with a link. `None` if there are too many already: it works, and isn't told of.
    pub fn output(&self, named: Named, clock: &crate::clock::Clock) -> Option<Looking> {
        let Named { name, width, height } = named;
        let now = clock.now();
        let is_taken = self.with(|seen| {
            seen.forget(now);
            if seen.outputs.len() >= MOST && !seen.outputs.contains_key(&name) {
                return false;
            }
            let links = seen.outputs.get(&name).map_or(0, |(_, links)| *links);
            seen.outputs.insert(name.clone(), (Output { name: name.clone(), width, height, lost: None }, links + 1));
            true
        });
        self.changed.notify_one();
        is_taken.then(|| Looking { presence: self.clone(), who: Looker::Output(name), clock: clock.clone() })
    }

    /// The producers and outputs, by name.
    pub fn now(&self, now: Timestamp) -> (Vec<Person>, Vec<Output>) {
        self.with(|seen| {
            seen.forget(now);
            let mut present: Vec<Person> = seen.producers.values().map(|(person, _)| person.clone()).collect();
            present.sort_by_cached_key(|person| model::collate::person_sort_key(&person.name));
            (present, seen.outputs.values().map(|(output, _)| output.clone()).collect())
        })
    }

    // Nothing that can panic happens while the lock is held.
    fn with<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Seen {
    fn forget(&mut self, now: Timestamp) {
        self.outputs.retain(|_, (output, _)| output.lost.is_none_or(|lost| now.millis_since(lost) < REMEMBERED));
    }

    fn leave(&mut self, who: &Looker, now: Timestamp) {
        match who {
            Looker::Producer(id) => {
                if let Some((_, desks)) = self.producers.get_mut(id) {
                    *desks -= 1;
                    if *desks == 0 {
                        self.producers.remove(id);
                    }
                }
            }
            Looker::Output(name) => {
                if let Some((output, links)) = self.outputs.get_mut(name) {
                    *links -= 1;
                    output.lost = (*links == 0).then_some(now);
                }
            }
        }
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        let now = self.clock.now();
        self.presence.with(|seen| seen.leave(&self.who, now));
        self.presence.changed.notify_one();
    }
}
