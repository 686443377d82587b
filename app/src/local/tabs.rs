//! Two tabs that write in one draft at the same moment. A browser tells one tab of another's writing only some time
//! later, so each may store the draft without having seen the other's last letters. Promises that then nothing is lost,
//! and that both tabs come to the same text without talking. Pure: knows no storage.

use litemap::LiteMap;
use model::calendar::Timestamp;
use model::draft::Written;
use model::field::{Field, Shape, Value};
use model::json;
use serde::{Deserialize, Serialize};

use super::typing::{both_changes, one_line};

/// After so long every tab has been told, milliseconds.
const TOLD: i64 = 5_000;
/// At most so many tabs are remembered with a draft.
const MOST: usize = 8;

/// Which tabs' writing a stored draft has in it: for each, the number of its last write.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    #[serde(default, with = "json::by_name")]
    tabs: LiteMap<String, u32>,
    /// The tab that stored it.
    #[serde(default)]
    by: String,
}

impl Seen {
    /// What a stored text says; nothing if it doesn't.
    pub fn read(text: &str) -> Seen {
        json::read(text).unwrap_or_default()
    }

    /// Adds the note to a stored object's text. Readers that don't know it pass it over.
    pub fn note(&self, text: &mut String) {
        if text.pop() == Some('}') {
            text.push(',');
            text.push_str(&json::write(self)[1..]);
        }
    }

    fn has(&self, tab: &str) -> u32 {
        self.tabs.get(tab).copied().unwrap_or(0)
    }

    fn add(&mut self, other: &Seen) {
        for (tab, number) in &other.tabs {
            let known = self.has(tab);
            self.tabs.insert(tab.clone(), known.max(*number));
        }
        // Ids begin with their time: the oldest tabs are forgotten first.
        while let Some((oldest, _)) = self.tabs.first().filter(|_| self.tabs.len() > MOST) {
            self.tabs.remove(&oldest.clone());
        }
    }
}

/// What this tab wrote in one draft lately.
#[derive(Debug, Default)]
pub struct Lately {
    seen: Seen,
    writes: Vec<Write>,
}

#[derive(Debug)]
struct Write {
    number: u32,
    at: Timestamp,
    /// The draft before it.
    before: Written,
}

impl Lately {
    /// Nothing yet, upon what is stored.
    pub fn upon(seen: Seen) -> Lately {
        Lately { seen, writes: Vec::new() }
    }

    /// The person wrote: `before` became something else. What to note with it.
    pub fn wrote(&mut self, tab: &str, before: Written, now: Timestamp) -> &Seen {
        let number = self.seen.has(tab) + 1;
        self.seen.tabs.insert(tab.to_owned(), number);
        self.seen.by = tab.to_owned();
        self.writes.retain(|write| is_fresh(write, now));
        self.writes.push(Write { number, at: now, before });
        &self.seen
    }

    /// Another tab stored `theirs` while this one holds `mine`. What both make together, if theirs lacks some of ours;
    /// None if it is to be taken as it is.
    pub fn weave(
        &mut self,
        tab: &str,
        mine: &Written,
        theirs: &Written,
        seen: &Seen,
        now: Timestamp,
    ) -> Option<Written> {
        let missed = self.writes.iter().find(|write| is_fresh(write, now) && write.number > seen.has(tab));
        // The one that started earlier goes first, in both tabs.
        let first = tab < seen.by.as_str();
        let woven = missed.map(|write| weave(&write.before, mine, theirs, first));
        self.seen.add(seen);
        let differs = |woven: &Written| {
            (woven.content(), &woven.requests, &woven.typed) != (theirs.content(), &theirs.requests, &theirs.typed)
        };
        woven.filter(differs)
    }
}

fn is_fresh(write: &Write, now: Timestamp) -> bool {
    now.millis_since(write.at).abs() < TOLD
}

fn weave(before: &Written, mine: &Written, theirs: &Written, first: bool) -> Written {
    let mut woven = theirs.clone();
    for field in Field::ALL {
        let [was, my, their] = [before, mine, theirs].map(|of| of.content().get(field));
        if my == was || my == their {
            continue;
        }
        let value = match (field.shape(), was, my, their) {
            (_, was, my, their) if their == was => my,
            (shape, Value::Text(was), Value::Text(my), Value::Text(their)) => {
                let text = if first { both_changes(&was, &my, &their) } else { both_changes(&was, &their, &my) };
                Value::Text(if matches!(shape, Shape::Line(_)) { one_line(&text) } else { text })
            }
            (_, _, my, their) => {
                if first {
                    my
                } else {
                    their
                }
            }
        };
        woven.write(field, value, theirs.edited_at.max(mine.edited_at));
    }
    for (pointer, text) in mine.typed.iter().filter(|(pointer, text)| before.typed.get(*pointer) != Some(*text)) {
        woven.keep_typed(pointer, Some(text));
    }
    for pointer in before.typed.keys().filter(|pointer| mine.typed.get(*pointer).is_none()) {
        woven.keep_typed(pointer, None);
    }
    let is_known = |request: &model::draft::Request| {
        [&before.requests, &theirs.requests].iter().any(|list| list.iter().any(|known| known.id == request.id))
    };
    woven.requests.extend(mine.requests.iter().filter(|request| !is_known(request)).cloned());
    woven
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "01a";
    const B: &str = "01b";

    fn written(title: &str, story: &str) -> Written {
        let id = "01936d5e-7b00-7abc-8def-0123456789ab".parse().unwrap();
        let mut written = Written::new(id, Timestamp::EPOCH);
        written.write(Field::Title, Value::Text(title.into()), Timestamp::EPOCH);
        written.write(Field::Story, Value::Text(story.into()), Timestamp::EPOCH);
        written
    }

    /// Both tabs start from one draft, and each writes without having seen the other.
    fn both(before: &Written, a: &Written, b: &Written) -> [Option<Written>; 2] {
        let now = Timestamp::EPOCH;
        let (mut at_a, mut at_b) = (Lately::default(), Lately::default());
        let from_a = at_a.wrote(A, before.clone(), now).clone();
        let from_b = at_b.wrote(B, before.clone(), now).clone();
        [at_a.weave(A, a, b, &from_b, now), at_b.weave(B, b, a, &from_a, now)]
    }

    #[test]
    fn two_tabs_in_two_fields_lose_no_word() {
        let before = written("Khay", "");
        let [at_a, at_b] = both(&before, &written("Khay lọc", ""), &written("Khay", "Hôm ấy"));
        assert_eq!(*at_a.unwrap().content(), *written("Khay lọc", "Hôm ấy").content());
        assert_eq!(*at_b.unwrap().content(), *written("Khay lọc", "Hôm ấy").content());
    }

    #[test]
    fn two_tabs_in_one_field_come_to_the_same() {
        let [at_a, at_b] = both(&written("Khay", ""), &written("Khay A", ""), &written("Khay B", ""));
        assert_eq!(at_a.as_ref().unwrap().content().text(Field::Title), "Khay A B");
        assert_eq!(at_a.unwrap().content(), at_b.unwrap().content());
        let [at_a, at_b] = both(&written("cũ", ""), &written("mới", ""), &written("tốt", ""));
        assert_eq!(at_a.unwrap().content(), at_b.unwrap().content(), "overlapping changes too");
    }

    #[test]
    fn a_tab_that_saw_all_says_so_at_its_first_word() {
        let now = Timestamp::EPOCH;
        let (before, mine) = (written("Khay", ""), written("Khay lọc", ""));
        let mut at_a = Lately::default();
        let from_a = at_a.wrote(A, before, now).clone();
        let mut at_b = Lately::upon(from_a);
        let from_b = at_b.wrote(B, mine.clone(), now).clone();
        assert_eq!(at_a.weave(A, &mine, &written("Khay lọc cặn", ""), &from_b, now), None);
    }

    #[test]
    fn what_has_seen_ours_is_taken_as_it_is() {
        let now = Timestamp::EPOCH;
        let mut lately = Lately::default();
        let ours = lately.wrote(A, written("Khay", ""), now).clone();
        let theirs = written("Khay", "");
        assert_eq!(lately.weave(A, &written("Khay lọc", ""), &theirs, &ours, now), None, "they deleted it on purpose");
        let later = now.plus_millis(TOLD);
        assert_eq!(lately.weave(A, &written("Khay lọc", ""), &theirs, &Seen::default(), later), None, "long told");
    }

    #[test]
    fn the_note_is_found_again_and_does_not_disturb() {
        let mut text = serde_json::to_string(&written("Khay", "")).unwrap();
        let mut lately = Lately::default();
        let seen = lately.wrote(A, written("", ""), Timestamp::EPOCH);
        seen.note(&mut text);
        assert_eq!(Seen::read(&text), *seen);
        assert_eq!(Written::read(&text).unwrap(), written("Khay", ""));
        assert_eq!(Seen::read("{}"), Seen::default());
    }
}
