//! What the person wrote of a draft, and what they asked for. Promises that its words can't be set without being marked as
//! written: the content is private, and changes by [`Written::write`] alone.

use super::FORMAT;
use crate::calendar::Timestamp;
use crate::content::{Content, Patch};
use crate::field::{Field, Value};
use crate::id::{InitiativeId, OpId, Rev};
use crate::initiative::Initiative;
use crate::json;
use crate::op::Action;
use crate::text::{check_text, typed_text};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};

pub(super) fn is_first(life: &u32) -> bool {
    *life == 0
}

/// Something the person asked for beside writing, with the id that its op will have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The id of its op, so that it can never be done twice.
    pub id: OpId,
    /// When it was asked for, by the device's clock.
    pub at: Timestamp,
    /// The server's newest version that the person had before them: a choice is between what they saw.
    #[serde(default)]
    pub base: Rev,
    /// Submit, withdraw or resolve.
    pub action: Action,
}

/// What the person wrote and asked for. Changes only when they do something, in the tab where they do it (and, lest
/// anything be lost, when the server lost its memory).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// The version of the stored form, see [`FORMAT`].
    pub format: u32,
    /// The initiative.
    pub id: InitiativeId,
    /// When it was started, by the device's clock.
    pub started_at: Timestamp,
    /// When a word was last changed, by the device's clock.
    pub edited_at: Timestamp,
    /// The server's revision that the words build on; 0 for none.
    #[serde(default)]
    pub base: Rev,
    /// The life of the server that `base` was given out in, see [`Known::life`].
    #[serde(default, skip_serializing_if = "is_first")]
    pub life: u32,
    /// All values as the person sees them.
    content: Content,
    /// What stands in a box and can't be read as a value yet, by the JSON Pointer of the value (`/benefit_vnd`,
    /// `/authors/0/share`). The content keeps the last value that could be read, and only that is sent.
    #[serde(default, with = "json::by_name", skip_serializing_if = "LiteMap::is_empty")]
    pub typed: LiteMap<String, String>,
    /// What the server had at `base` in the fields that the person changed since.
    #[serde(default, skip_serializing_if = "Patch::is_empty")]
    changed_from: Patch,
    /// In the order they were asked for. Those that are done are dropped at the next change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
}

impl Written {
    /// A fresh one, started now.
    pub fn new(id: InitiativeId, now: Timestamp) -> Self {
        Self {
            format: FORMAT,
            id,
            started_at: now,
            edited_at: now,
            base: Rev(0),
            life: 0,
            content: Content::default(),
            typed: LiteMap::new(),
            changed_from: Patch::default(),
            requests: Vec::new(),
        }
    }

    /// A fresh one that begins with these words, each marked as written.
    pub fn of_words(id: InitiativeId, words: &Content, now: Timestamp) -> Self {
        let mut written = Self::new(id, now);
        for (field, value) in words.since(&Content::default()).iter() {
            written.write(field, value.clone(), now);
        }
        written
    }

    /// All values as the person sees them.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// What the server had at `base` in the fields that the person changed since.
    pub fn changed_from(&self) -> &Patch {
        &self.changed_from
    }

    /// Whether the person changed this field since `base`. Where there is no base every word is theirs, also in a draft
    /// that an earlier version stored without marking it.
    pub(super) fn is_changed(&self, field: Field) -> bool {
        match self.changed_from.get(field) {
            Some(before) => !self.content.holds(field, before),
            None => self.base == Rev(0) && self.content.written(field).is_some(),
        }
    }

    /// Keeps what stands in the box of the value at `pointer`; None once it was read as a value.
    ///
    /// Returns whether this changed anything.
    pub fn keep_typed(&mut self, pointer: &str, text: Option<&str>) -> bool {
        if self.typed.get(pointer).map(String::as_str) == text {
            return false;
        }
        match text {
            Some(text) => _ = self.typed.insert(pointer.to_owned(), text.to_owned()),
            None => _ = self.typed.remove(pointer),
        }
        true
    }

    /// Puts a new value into a field and remembers what it took the place of.
    pub fn write(&mut self, field: Field, value: Value, now: Timestamp) {
        if self.changed_from.get(field).is_none() {
            self.changed_from.set(field, self.content.get(field));
        }
        self.content.set(field, value);
        if self.changed_from.get(field).is_some_and(|before| self.content.holds(field, before)) {
            self.changed_from.remove(field);
        }
        self.edited_at = now;
    }

    /// Leaves out what no server takes any more and an earlier version of the app kept: direction marks, heaps of marks.
    pub(super) fn drop_forbidden(&mut self) {
        for field in Field::ALL {
            if let Some(Value::Text(text)) = self.content.written(field)
                && check_text(text, usize::MAX).is_err()
            {
                let text = typed_text(text);
                self.content.set(field, Value::Text(text));
            }
        }
    }

    /// Whoever goes on with it, in another tab say, doesn't want it deleted. If that has left already, their words go on as a
    /// new draft once it is confirmed.
    pub(crate) fn want_again(&mut self) {
        self.requests.retain(|request| request.action != Action::Delete {});
    }

    /// Takes the place of whatever was written: the server's version.
    pub(super) fn take(&mut self, newest: &Initiative, life: u32) {
        self.base = newest.rev;
        self.life = life;
        self.content = newest.content.clone();
        self.changed_from = Patch::default();
    }
}
