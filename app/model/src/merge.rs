//! How two edits of one field from the same version come together. The server uses it for ops, the device for what
//! arrives while someone writes; both get the same answer. No value is ever dropped: what can't be joined is a conflict.

use crate::content::Content;
use crate::field::{Field, Shape, Value};
use crate::id::{DeviceId, Rev};
use crate::lines::{self, Merge};
use crate::{content::Patch, text};

/// Two versions of a value, joined or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// This value has both changes in it.
    Clean(Value),
    /// Both changed the same thing.
    Conflict,
}

/// Joins two values that both came from `ancestor`. Long text joins line by line, all else as a whole.
pub fn merge_values(field: Field, ancestor: &Value, mine: &Value, theirs: &Value) -> Merged {
    if mine == theirs || theirs == ancestor {
        return Merged::Clean(mine.clone());
    }
    if mine == ancestor {
        return Merged::Clean(theirs.clone());
    }
    match (field.shape(), ancestor, mine, theirs) {
        (Shape::Text(max), Value::Text(ancestor), Value::Text(mine), Value::Text(theirs)) => {
            match lines::merge3(ancestor, mine, theirs) {
                // Two texts that fit may join into one that doesn't; then a person has to shorten it.
                Merge::Clean(text) if text::char_count(&text) <= max => Merged::Clean(Value::Text(text)),
                _ => Merged::Conflict,
            }
        }
        _ => Merged::Conflict,
    }
}

/// What one accepted op did to an initiative's content, as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The revision that the op made.
    pub rev: Rev,
    /// The device that sent it.
    pub device: DeviceId,
    /// The values of the fields that the op changed, before it did.
    pub before: Patch,
    /// The values that the device sent, whether they were applied or became alternatives.
    pub sent: Patch,
}

/// What a device knew when it made an op: the value of each field at its base revision, and on top what it sent itself
/// since. Reckoned backwards from the current content through the changes after the base.
pub struct Seen<'a> {
    current: &'a Content,
    after_base: Vec<&'a Change>,
    device: DeviceId,
}

impl<'a> Seen<'a> {
    /// `changes` must hold every change after `base`, in the order of the log.
    pub fn new(current: &'a Content, changes: &'a [Change], base: Rev, device: DeviceId) -> Self {
        let after_base = changes.iter().filter(|change| change.rev > base).collect();
        Self { current, after_base, device }
    }

    /// Whether any other device changed anything that this one hadn't seen.
    pub fn others_changed(&self) -> bool {
        self.after_base.iter().any(|change| change.device != self.device)
    }

    /// The last revision after the base that isn't this device's own; `None` if it has seen the newest.
    pub fn others_last(&self) -> Option<Rev> {
        self.after_base.iter().rfind(|change| change.device != self.device).map(|change| change.rev)
    }

    /// The last revision after the base in which another device changed the words; `None` if they are as this one read
    /// them. The consent to show the story is no word of it: nobody's decision hangs on that.
    pub fn others_words(&self) -> Option<Rev> {
        let of_others = |change: &&&Change| {
            change.device != self.device && !change.before.is_empty() && !change.before.is_consent()
        };
        self.after_base.iter().rfind(of_others).map(|change| change.rev)
    }

    /// Whether a device sent this value for the field after the base.
    pub fn sent_since(&self, field: Field, device: DeviceId, value: &Value) -> bool {
        self.after_base.iter().any(|change| change.device == device && change.sent.get(field) == Some(value))
    }

    /// Whether any device, this one included, sent a value for the field after the base.
    pub fn anyone_sent(&self, field: Field) -> bool {
        self.after_base.iter().any(|change| change.sent.get(field).is_some())
    }

    /// The value that the device started from.
    pub fn value(&self, field: Field) -> Value {
        let own = self
            .after_base
            .iter()
            .rev()
            .find_map(|change| if change.device == self.device { change.sent.get(field) } else { None });
        let before = || self.after_base.iter().find_map(|change| change.before.get(field));
        own.or_else(before).cloned().unwrap_or_else(|| self.current.get(field))
    }
}
