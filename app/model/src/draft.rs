//! An initiative on a device, in two stored parts, so that two writers never share a key: what the person **wrote**
//! (whichever tab they write in) and what the server is **known** to have said (the one tab that syncs). What is shown,
//! sent and asked for follows from the two. Every stored form ever shipped can be read: [`Written::read`], [`Known::read`].

mod known;
mod standing;
mod stored;

pub use known::{Known, Memory, Refusal};
pub use standing::{Need, Standing};
pub use stored::{FORMAT, Unreadable};

use crate::calendar::Timestamp;
use crate::content::{Content, Patch};
use crate::field::{Field, Value};
use crate::id::{DeviceId, InitiativeId, OpId, Rev};
use crate::initiative::{Alternative, Initiative};
use crate::json;
use crate::op::{Action, Op, Side};
use crate::text::{check_text, typed_text};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

fn is_first(life: &u32) -> bool {
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
    pub content: Content,
    /// What stands in a box and can't be read as a value yet, by the JSON Pointer of the value (`/benefit_vnd`,
    /// `/authors/0/share`). The content keeps the last value that could be read, and only that is sent.
    #[serde(default, with = "json::by_name", skip_serializing_if = "LiteMap::is_empty")]
    pub typed: LiteMap<String, String>,
    /// What the server had at `base` in the fields that the person changed since.
    #[serde(default, skip_serializing_if = "Patch::is_empty")]
    pub changed_from: Patch,
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
    fn drop_forbidden(&mut self) {
        for field in Field::ALL {
            if let Some(Value::Text(text)) = self.content.written(field)
                && check_text(text, usize::MAX).is_err()
            {
                let text = typed_text(text);
                self.content.set(field, Value::Text(text));
            }
        }
    }

    /// Takes the place of whatever was written: the server's version.
    fn take(&mut self, newest: &Initiative, life: u32) {
        self.base = newest.rev;
        self.life = life;
        self.content = newest.content.clone();
        self.changed_from = Patch::default();
    }
}

/// Both parts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What the person sees: what they wrote, or the server's version once that was taken over.
    pub written: Written,
    /// What the server is known to have.
    pub known: Known,
    own: Own,
}

/// Which words are this device's own. Only these are ever sent: so what goes out is the same after a restart.
#[derive(Debug, Clone, PartialEq)]
enum Own {
    /// Those that are shown.
    Shown,
    /// Those that were shown and stored before the server's version was taken over.
    Before(Box<Written>),
    /// None: nobody wrote in it here.
    None,
}

impl Draft {
    /// A fresh one, started now.
    pub fn new(id: InitiativeId, now: Timestamp) -> Self {
        Self { written: Written::new(id, now), known: Known::nothing(id), own: Own::Shown }
    }

    /// A draft as it was stored.
    pub fn stored(written: Written, known: Known) -> Self {
        Self { written, known, own: Own::Shown }
    }

    /// Notes that what is shown was stored, because the person did something.
    pub fn is_stored_as_shown(&mut self) {
        self.own = Own::Shown;
    }

    /// What another tab stored takes the place of what is here.
    pub fn take_words(&mut self, written: Written) {
        self.written = written;
        self.own = Own::Shown;
    }

    /// A draft of which only the server's part was stored: nobody has written in it here, or what they wrote is gone
    /// from the disk and survives in the ops alone.
    pub fn restored(known: Known) -> Self {
        let started = known.newest.as_ref().map_or(Timestamp::EPOCH, |newest| newest.updated_at);
        let mut written = Written::new(known.id, known.received_at.unwrap_or(started));
        // A version that isn't confirmed is of a former life.
        written.life = if known.memory == Memory::Kept { known.life } else { known.life.saturating_sub(1) };
        if let Some(newest) = &known.newest {
            let life = written.life;
            written.take(newest, life);
        }
        let sent = (known.sent_upon == written.base).then_some(&known.sent);
        let waiting = known.outbox.iter().filter_map(|op| match &op.action {
            Action::Edit(patch) => Some(patch),
            _ => None,
        });
        let mut own = if known.memory == Memory::Lost { Own::Shown } else { Own::None };
        for (field, value) in sent.into_iter().chain(waiting).flat_map(Patch::iter) {
            let at = written.edited_at;
            written.write(field, value.clone(), at);
            own = Own::Shown;
        }
        Self { written, known, own }
    }

    /// The revision that the next op builds on.
    pub fn base(&self) -> Rev {
        if self.is_in_doubt() { Rev(0) } else { self.own_words().base }
    }

    /// The words that are this device's own, as they were last shown before the server's version was taken over.
    pub fn own_words(&self) -> &Written {
        if let Own::Before(written) = &self.own { written } else { &self.written }
    }

    /// Whether the words build on something that the server doesn't have.
    fn is_in_doubt(&self) -> bool {
        let own = self.own_words();
        own.life != self.known.life || own.base > self.known.rev()
    }

    /// Whether the server has this field as it is written here, or it's the server's own.
    fn is_sent(&self, field: Field) -> bool {
        if self.own == Own::None {
            return true;
        }
        let Written { content, changed_from, .. } = self.own_words();
        let theirs = self.known.at_server().and_then(|newest| newest.content.written(field));
        if self.known.rev() >= self.known.receipted && content.written(field) == theirs {
            return true;
        }
        if self.known.sent_upon == self.base()
            && let Some(sent) = self.known.sent.get(field)
        {
            return content.holds(field, sent);
        }
        !self.is_in_doubt() && changed_from.get(field).is_none_or(|before| content.holds(field, before))
    }

    /// What was written and isn't known to the server.
    pub fn unsent(&self) -> Patch {
        let unsent = Field::ALL.into_iter().filter(|field| !self.is_sent(*field));
        Patch::of(unsent.map(|field| (field, self.own_words().content.get(field))))
    }

    /// What the person asked for and isn't over.
    pub fn requests(&self) -> impl DoubleEndedIterator<Item = &Request> {
        self.written.requests.iter().filter(|request| !self.known.over.contains(&request.id))
    }

    /// Makes the next ops to be sent and puts them into the outbox: one edit with everything that was written; once that
    /// has its receipt, what was asked for. So a submission never goes ahead of the words it submits: if these are
    /// refused, it isn't sent at all. What depends on no words goes first: a withdrawal, and a choice between versions,
    /// which later words are written on top of. Does nothing while earlier ops wait for their receipts.
    ///
    /// Returns whether the server's part has changed and has to be stored.
    pub fn prepare(&mut self, now: Timestamp, mut new_id: impl FnMut() -> OpId) -> bool {
        if !self.known.outbox.is_empty() || !self.is_ready() {
            return false;
        }
        let (initiative, base) = (self.written.id, self.base());
        let same_life = self.own_words().life == self.known.life;
        let asked = |request: &Request| {
            let Request { id, at, base, action } = request.clone();
            Op { id, initiative, base: if same_life { base } else { Rev(0) }, at, action }
        };
        let patch = self.sendable();
        let mut ops: Vec<Op> = self.requests().map(asked).collect();
        let withdrawal = ops.iter().rposition(|op| op.action == Action::Withdraw {}).map_or(0, |place| place + 1);
        let is_choice = |op: &Op| matches!(op.action, Action::Resolve(_));
        if withdrawal > 0 {
            ops.truncate(withdrawal);
        } else if ops.iter().any(is_choice) {
            ops.retain(is_choice);
        } else if !patch.is_empty() {
            ops = vec![Op { id: new_id(), initiative, base, at: now, action: Action::Edit(patch) }];
        } else if !self.unsent().is_empty() {
            // The words that this was asked for are refused: the person is shown why, and asks again.
            self.known.over.extend(ops.drain(..).map(|op| op.id));
        }
        self.known.outbox = ops;
        true
    }

    /// Whether there is an op to send, or one to be made by [`Draft::prepare`].
    pub fn is_ready(&self) -> bool {
        let waits = self.known.memory == Memory::Asked;
        !self.known.outbox.is_empty() || !waits && (self.requests().next().is_some() || !self.sendable().is_empty())
    }

    /// The fields that are longer than the server takes: they stay on this device until somebody shortens them.
    pub fn too_long(&self) -> Vec<Field> {
        let unsent = self.unsent();
        unsent.iter().filter(|(field, value)| !value.too_long(*field).is_empty()).map(|(field, _)| field).collect()
    }

    /// What is unsent, without what is too long for the server and the values that were refused as they are. A refusal of more than the consent to show the story
    /// says nothing about that: it goes again by itself, for it may be given and withdrawn whatever became of the words.
    fn sendable(&self) -> Patch {
        let mut patch = self.unsent();
        for field in self.too_long() {
            patch.remove(field);
        }
        if let Some(Refusal { op: Op { action: Action::Edit(refused), .. }, .. }) = &self.known.refused {
            for (field, value) in refused.iter() {
                let goes_by_itself = field == Field::PublicStory && !refused.is_consent();
                if patch.get(field) == Some(value) && !goes_by_itself {
                    patch.remove(field);
                }
            }
        }
        patch
    }

    /// Takes the server's newest version over, if that loses nothing: not while anything is unsent or asked for (the
    /// server joins the versions, and what it makes of them comes back), and not where it would change the field that is
    /// being typed in. Comes to the same in every tab and after every restart, so it needn't be stored.
    pub fn settle(&mut self, typing_in: Option<Field>) {
        let Some(newest) = self.known.at_server() else { return };
        let comes_too_early = newest.rev < self.known.receipted || self.known.memory == Memory::Asked;
        if comes_too_early || self.has_unsent() {
            return;
        }
        let differs = |field| self.written.content.written(field) != newest.content.written(field);
        if typing_in.is_some_and(differs) {
            return;
        }
        let newest = newest.clone();
        if self.own == Own::Shown {
            self.own = Own::Before(Box::new(self.written.clone()));
        }
        self.written.take(&newest, self.known.life);
    }

    /// The server lost its memory. Of a draft that nobody wrote in here and that the server has lost, this may be the last
    /// copy: it is sent like own words.
    pub fn begin_life(&mut self, memory: Memory) {
        self.known.begin_life(memory);
        if self.own == Own::None && memory == Memory::Lost {
            self.own = Own::Shown;
        }
    }

    /// Lets a choice between two versions show at once, so that whatever the person types next is typed on top of it.
    pub fn show_choice(&mut self, choices: &BTreeMap<Field, Side>, device: DeviceId, now: Timestamp) {
        for (&field, side) in choices {
            let mut waiting: Vec<&Alternative> =
                self.known.alternatives().iter().filter(|alternative| alternative.field == field).collect();
            waiting.sort_by_key(|alternative| alternative.device == device);
            let mine = waiting.last().map(|alternative| alternative.value.clone());
            let theirs = self.known.newest.as_ref().map(|newest| newest.content.get(field));
            if let Some(chosen) = if *side == Side::Mine { mine } else { theirs } {
                self.written.write(field, chosen, now);
            }
        }
    }

    /// Throws away what was written and asked for: the server's version takes its place.
    ///
    /// Returns `false`, and changes nothing, if the server may or may not have got some of it: then only its answer tells.
    pub fn discard(&mut self, now: Timestamp) -> bool {
        let is_sure = self.known.memory == Memory::Kept && self.known.outbox.is_empty();
        let settled = self.known.at_server().filter(|newest| is_sure && newest.rev >= self.known.receipted);
        let Some(newest) = settled.cloned() else { return false };
        self.written.take(&newest, self.known.life);
        self.own = Own::Shown;
        self.written.requests.clear();
        self.written.typed = LiteMap::new();
        self.written.edited_at = now;
        true
    }
}
