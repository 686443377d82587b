//! Every initiative that others are compared with: a sketch and an id each, and nothing of the text. Takes about 60 bytes
//! an initiative, at most 70. A question goes through all sketches, sixteen bytes at a time: with half a million of them
//! that takes one or two milliseconds, needs no index that could miss one, and makes taking one out plain.

use crate::Sketch;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use model::id::InitiativeId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hash::{BuildHasher, RandomState};

/// Room grows by this part, so that little of it is ever unused.
const GROWTH: usize = 8;
/// Fewer equal bytes than these, of 32, are chance: a text that shares a third has 11 on average.
const CHANCE: u8 = 5;

/// The sketches of a campaign's initiatives.
#[derive(Debug, Default)]
pub struct Base {
    ids: Vec<InitiativeId>,
    sketches: Vec<Sketch>,
    /// Where an id is in both lists. Ids come from devices, so they are hashed with a secret.
    places: HashTable<u32>,
    hashing: RandomState,
}

impl Base {
    /// Puts an initiative in, or another text of one that is there already.
    pub fn insert(&mut self, id: InitiativeId, sketch: Sketch) {
        let Self { ids, sketches, places, hashing } = self;
        // 4 billion initiatives would be two for every three people alive.
        let next = u32::try_from(ids.len()).expect("fewer than four billion initiatives");
        let rehash = |place: &u32| hashing.hash_one(ids[*place as usize]);
        match places.entry(hashing.hash_one(id), |place| ids[*place as usize] == id, rehash) {
            Entry::Occupied(found) => sketches[*found.get() as usize] = sketch,
            Entry::Vacant(free) => {
                free.insert(next);
                push(ids, id);
                push(sketches, sketch);
            }
        }
    }

    /// Takes an initiative out; whether it was there.
    pub fn remove(&mut self, id: InitiativeId) -> bool {
        let Self { ids, sketches, places, hashing } = self;
        let found = places.find_entry(hashing.hash_one(id), |place| ids[*place as usize] == id);
        let Ok(found) = found else { return false };
        let (place, _) = found.remove();
        let last = (ids.len() - 1) as u32;
        if place != last {
            let moved = hashing.hash_one(ids[last as usize]);
            if let Some(moved) = places.find_mut(moved, |place| *place == last) {
                *moved = place;
            }
        }
        ids.swap_remove(place as usize);
        sketches.swap_remove(place as usize);
        true
    }

    /// The initiatives, at most `most`, whose texts may be alike, the likeliest first. Without `id` itself.
    pub fn similar(&self, id: InitiativeId, sketch: &Sketch, most: usize) -> Vec<InitiativeId> {
        let mut best: BinaryHeap<Reverse<(u8, u32)>> = BinaryHeap::with_capacity(most + 1);
        let mut floor = CHANCE;
        for (place, other) in self.sketches.iter().enumerate() {
            let agreement = sketch.agreement(other);
            if agreement < floor || self.ids[place] == id {
                continue;
            }
            best.push(Reverse((agreement, place as u32)));
            if best.len() > most {
                best.pop();
                // The next must be better than the worst that was kept.
                floor = best.peek().map_or(floor, |Reverse((worst, _))| worst + 1);
            }
        }
        let found = best.into_sorted_vec();
        found.into_iter().map(|Reverse((_, place))| self.ids[place as usize]).collect()
    }

    /// How many initiatives there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Bytes of memory that it takes, unused room included.
    pub fn bytes(&self) -> usize {
        self.ids.capacity() * size_of::<InitiativeId>()
            + self.sketches.capacity() * size_of::<Sketch>()
            + self.places.allocation_size()
    }
}

fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / GROWTH + 1024);
    }
    list.push(item);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Familiar, Phrases};
    use model::id::InitiativeId;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn id(number: u8) -> InitiativeId {
        format!("01936d5e-7b00-7abc-8def-0000000000{number:02x}").parse().unwrap()
    }

    fn sketch(text: &str) -> Sketch {
        Sketch::of(&Phrases::of([text]), &Familiar::default()).unwrap()
    }

    #[test]
    fn the_likeliest_comes_first() {
        let text = "lắp phao điện tự ngắt bơm nước ở hố thang máy nhà điều hành khi mưa lớn";
        let mut base = Base::default();
        base.insert(id(1), sketch(text));
        base.insert(id(2), sketch(&text.replace("mưa lớn", "nước lên")));
        base.insert(id(3), sketch("bảng tra độ ẩm hạt cà phê theo tiếng rang"));
        base.insert(id(4), sketch(text));
        assert_eq!(base.similar(id(4), &sketch(text), 5), [id(1), id(2)]);
        assert_eq!(base.similar(id(4), &sketch(text), 1), [id(1)]);
        base.remove(id(1));
        assert_eq!(base.similar(id(4), &sketch(text), 5), [id(2)]);
    }

    proptest! {
        #[test]
        fn after_any_history_it_holds_what_a_plain_map_holds(
            history in prop::collection::vec((0u8..12, prop::option::of(0u8..8)), 0..200)
        ) {
            let text = |number: u8| (0..12).map(|word| format!("chữ{number}x{word} ")).collect::<String>();
            let texts: Vec<Sketch> = (0..8).map(|number| sketch(&text(number))).collect();
            let (mut base, mut map) = (Base::default(), HashMap::new());
            for (number, text) in history {
                match text {
                    Some(text) => {
                        base.insert(id(number), texts[usize::from(text)]);
                        map.insert(id(number), text);
                    }
                    None => prop_assert_eq!(base.remove(id(number)), map.remove(&id(number)).is_some()),
                }
                prop_assert_eq!(base.len(), map.len());
            }
            for text in 0..8u8 {
                let mut expected: Vec<InitiativeId> =
                    map.iter().filter(|(_, has)| **has == text).map(|(id, _)| *id).collect();
                let mut found = base.similar(id(99), &texts[usize::from(text)], expected.len());
                expected.sort();
                found.sort();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
