//! The audit's chain: each entry's hash covers the one before it, so that nothing can be changed, left out, put in or moved
//! without every later hash being another. Pure: a backend keeps the hashes, `verify` makes them again.
//!
//! Words aren't in the hash itself but by the op's [`Fingerprint`], so that a person's words can be deleted when they ask
//! for it (Law 91/2025/QH15) and the chain still holds. Words that are kept are compared with it: whoever lets them be deleted
//! has to log which.

use crate::{Fingerprint, Position};
use model::calendar::Timestamp;
use model::id::{DeviceId, InitiativeId, MemberId, OpId, Rev};
use model::op::Outcome;
use model::rights::Right;
use model::unit::UnitCode;
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// What every hash begins with: the version of the encoding, and that it is ours.
const PURPOSE: &[u8] = b"sangkien audit 1";

/// The hash of an entry and of all before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Link(pub [u8; 32]);

impl Link {
    /// What stands before the first entry of the store with this id: a chain can't be taken for another store's.
    pub fn before_the_first(store: Uuid) -> Self {
        let mut hash = Sha256::new();
        hash.update(PURPOSE);
        hash.update(store.as_bytes());
        Self(hash.finalize().into())
    }
}

/// In hexadecimal.
impl fmt::Display for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Link({self})")
    }
}

/// One entry of the audit: who did what, when by the server's clock, and from which device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditEntry<'a> {
    /// Its place, counted from 1 without gaps.
    pub position: Position,
    /// When the server took it in.
    pub at: Timestamp,
    /// Who; `None` for whoever has the command line.
    pub by: Option<MemberId>,
    /// From which device, if the entry came from one: of an op the app's own id, of anything else an officer's session.
    pub device: Option<DeviceId>,
    /// What.
    pub event: Event<'a>,
}

/// What an entry of the audit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// An op, refused ones included.
    Op {
        id: OpId,
        /// `None` if the op couldn't be understood.
        initiative: Option<InitiativeId>,
        /// As answered.
        rev: Rev,
        /// What it was built on; `None` if it couldn't be understood, and in what an older version wrote. With it the
        /// fingerprint can be made again from the words that are kept.
        base: Option<Rev>,
        /// The action's name; `None` if the op couldn't be understood.
        action: Option<&'a str>,
        /// Stands for what was sent.
        fingerprint: &'a Fingerprint,
        outcome: Outcome,
        /// For whom an officer entered it from paper; `None` if nobody did.
        entered_for: Option<MemberId>,
    },
    /// A right was given.
    Given { to: MemberId, right: &'a Right },
    /// A right was taken.
    Taken { from: MemberId, right: &'a Right },
    /// An administrator's act on a unit, perhaps about a member of it; `act` as it is stored, in JSON.
    Act { unit: &'a UnitCode, member: Option<MemberId>, act: &'a str },
}

/// The hash of an entry that comes after `previous`: SHA-256 of the purpose, `previous`, and the entry's canonical form.
///
/// The canonical form is its members in the order in which they are declared. A number has eight bytes, the most
/// significant first; an id its 16 bytes; a moment its milliseconds since 1970 in UTC; a text its length in bytes as a
/// number, then itself in UTF-8; an optional member a byte 0, or a byte 1 and then itself; an event a byte that says which
/// (1, 2, 3, 4 as declared), then its members. An op that an officer has entered for a
/// member has 5 for its byte, and ends with the member's id; any other has nothing in that place. An op with a base has 6
/// for its byte instead of 1, or 7 instead of 5, and the base as a number; any other has nothing there. So no two entries have
/// the same form.
pub fn chain(previous: Link, entry: &AuditEntry<'_>) -> Link {
    let AuditEntry { position, at, by, device, event } = entry;
    let mut form = Form(Sha256::new());
    form.0.update(PURPOSE);
    form.0.update(previous.0);
    form.number(*position);
    form.number(at.millis().cast_unsigned());
    form.optional(*by, |form, by| form.id(by.uuid()));
    form.optional(*device, |form, device| form.id(device.uuid()));
    match event {
        Event::Op { id, initiative, rev, base, action, fingerprint, outcome, entered_for } => {
            form.0.update([match (base, entered_for) {
                (None, None) => 1,
                (None, Some(_)) => 5,
                (Some(_), None) => 6,
                (Some(_), Some(_)) => 7,
            }]);
            form.id(id.uuid());
            form.optional(*initiative, |form, initiative| form.id(initiative.uuid()));
            form.number(rev.0.into());
            if let Some(base) = base {
                form.number(base.0.into());
            }
            form.optional(*action, Form::text);
            form.0.update(fingerprint.0);
            form.text(outcome.name());
            if let Some(member) = entered_for {
                form.id(member.uuid());
            }
        }
        Event::Given { to, right } => form.right(2, *to, right),
        Event::Taken { from, right } => form.right(3, *from, right),
        Event::Act { unit, member, act } => {
            form.0.update([4]);
            form.text(unit.as_str());
            form.optional(*member, |form, member| form.id(member.uuid()));
            form.text(act);
        }
    }
    Link(form.0.finalize().into())
}

/// A canonical form on its way into a hash.
struct Form(Sha256);

impl Form {
    fn number(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn id(&mut self, id: Uuid) {
        self.0.update(id.as_bytes());
    }

    fn text(&mut self, text: &str) {
        // A usize always fits into 64 bits.
        self.number(text.len() as u64);
        self.0.update(text);
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.update([u8::from(value.is_some())]);
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn right(&mut self, which: u8, of: MemberId, right: &Right) {
        self.0.update([which]);
        self.id(of.uuid());
        self.text(right.role.name());
        self.text(right.unit.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::rights::Role;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn uuid(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn right(unit: &str) -> Right {
        Right { role: Role::Reviewer, unit: unit.parse().unwrap() }
    }

    fn op(fingerprint: &Fingerprint) -> AuditEntry<'_> {
        AuditEntry {
            position: 7,
            at: Timestamp::from_millis(1_696_322_040_000).unwrap(),
            by: Some(MemberId::new(uuid(1))),
            device: Some(DeviceId::new(uuid(2))),
            event: Event::Op {
                id: OpId::new(uuid(3)),
                initiative: Some(InitiativeId::new(uuid(4))),
                rev: Rev(5),
                base: None,
                action: Some("recognise"),
                fingerprint,
                outcome: Outcome::Applied,
                entered_for: None,
            },
        }
    }

    /// The same, with what it was built on.
    fn based(op: AuditEntry<'_>, on: u32, entered: Option<MemberId>) -> AuditEntry<'_> {
        let Event::Op { id, initiative, rev, action, fingerprint, outcome, .. } = op.event else { return op };
        let (base, entered_for) = (Some(Rev(on)), entered);
        let event = Event::Op { id, initiative, rev, base, action, fingerprint, outcome, entered_for };
        AuditEntry { event, ..op }
    }

    /// Reckoned from the description above by another program.
    #[test]
    fn the_canonical_form_is_what_is_described() {
        let first = Link::before_the_first(uuid(9));
        assert_eq!(first.to_string(), "31222aa3536b82d03609a886af28841a8caa248dc6527c94d3b3caf62d119c67");
        let fingerprint = Fingerprint([0xab; 32]);
        let second = chain(first, &op(&fingerprint));
        assert_eq!(second.to_string(), "b137c1469b86c55cf313e79dbd1b0d0283adad2f8f7ccf2f89e04086645527c2");
        let built = chain(first, &based(op(&fingerprint), 4, None));
        assert_eq!(built.to_string(), "8a866f8c71223a77713ff8b42daa1e043cadd7dcedb5fd6edf897dd448efd5ff");
        let entered = chain(first, &based(op(&fingerprint), 4, Some(MemberId::new(uuid(6)))));
        assert_eq!(entered.to_string(), "d6fc2d32b384cf046cb856f3ea698667460538965abdbaa4c842d4831fa05b26");
        let (to, given) = (MemberId::new(uuid(6)), right("cd-dau-khi"));
        let event = Event::Given { to, right: &given };
        let at = Timestamp::from_millis(1_696_322_040_001).unwrap();
        let third = chain(second, &AuditEntry { position: 8, at, by: None, device: None, event });
        assert_eq!(third.to_string(), "4fd92ae8f3b41545d14475e06d3c55b7a711ce11b7cc84b15028587996688d44");
    }

    #[test]
    fn every_part_of_an_entry_is_in_its_hash() {
        let (one, other) = (Fingerprint([1; 32]), Fingerprint([2; 32]));
        let (a, b) = (right("a"), right("b"));
        let auditor = Right { role: Role::Auditor, ..a.clone() };
        let (id, member) = (OpId::new(uuid(3)), MemberId::new(uuid(6)));
        let base = op(&one);
        let mut entries = vec![
            base,
            AuditEntry { position: 8, ..base },
            AuditEntry { at: base.at.plus_millis(1), ..base },
            AuditEntry { by: None, ..base },
            AuditEntry { by: Some(member), ..base },
            AuditEntry { device: None, ..base },
            AuditEntry { device: Some(DeviceId::new(uuid(8))), ..base },
        ];
        let initiative = Some(InitiativeId::new(uuid(4)));
        let (rev, base_rev, outcome, entered_for) = (Rev(5), None, Outcome::Applied, None);
        let events = [
            Event::Op {
                id: OpId::new(uuid(8)),
                initiative,
                rev,
                base: base_rev,
                action: Some("recognise"),
                fingerprint: &one,
                outcome,
                entered_for,
            },
            Event::Op {
                id,
                initiative: None,
                rev,
                base: base_rev,
                action: Some("recognise"),
                fingerprint: &one,
                outcome,
                entered_for,
            },
            Event::Op {
                id,
                initiative,
                rev: Rev(6),
                base: base_rev,
                action: Some("recognise"),
                fingerprint: &one,
                outcome,
                entered_for,
            },
            Event::Op {
                id,
                initiative,
                rev,
                base: base_rev,
                action: Some("decline"),
                fingerprint: &one,
                outcome,
                entered_for,
            },
            Event::Op { id, initiative, rev, base: base_rev, action: None, fingerprint: &one, outcome, entered_for },
            Event::Op {
                id,
                initiative,
                rev,
                base: base_rev,
                action: Some("recognise"),
                fingerprint: &other,
                outcome,
                entered_for,
            },
            Event::Op {
                id,
                initiative,
                rev,
                base: base_rev,
                action: Some("recognise"),
                fingerprint: &one,
                outcome: Outcome::Rejected,
                entered_for,
            },
            Event::Op {
                id,
                initiative,
                rev,
                base: base_rev,
                action: Some("recognise"),
                fingerprint: &one,
                outcome,
                entered_for: Some(member),
            },
            Event::Given { to: member, right: &a },
            Event::Given { to: member, right: &b },
            Event::Given { to: member, right: &auditor },
            Event::Given { to: MemberId::new(uuid(8)), right: &a },
            Event::Taken { from: member, right: &a },
            Event::Act { unit: &a.unit, member: None, act: "x" },
            Event::Act { unit: &b.unit, member: None, act: "x" },
            Event::Act { unit: &a.unit, member: Some(member), act: "x" },
            Event::Act { unit: &a.unit, member: None, act: "y" },
        ];
        entries.extend([based(base, 4, None), based(base, 5, None), based(base, 4, Some(member))]);
        entries.extend(events.map(|event| AuditEntry { event, ..base }));
        let previous = Link::before_the_first(uuid(9));
        let hashes: HashSet<Link> = entries.iter().map(|entry| chain(previous, entry)).collect();
        assert_eq!(hashes.len(), entries.len());
        assert_ne!(chain(previous, &base), chain(Link::before_the_first(uuid(8)), &base), "the one before as well");
    }

    /// The last hash of a chain of rights given on these units.
    fn end(units: &[Right]) -> Link {
        (1..).zip(units).fold(Link::before_the_first(uuid(9)), |previous, (position, right)| {
            let event = Event::Given { to: MemberId::new(uuid(6)), right };
            chain(previous, &AuditEntry { position, at: Timestamp::EPOCH, by: None, device: None, event })
        })
    }

    proptest! {
        #[test]
        fn whatever_is_changed_left_out_put_in_or_moved_shows_at_the_end(
            units in prop::collection::vec("[a-c]{1,3}", 1..20), at in any::<prop::sample::Index>(), with in "[a-c]{1,3}",
        ) {
            let rights: Vec<Right> = units.iter().map(|unit| right(unit)).collect();
            let (at, with, whole) = (at.index(rights.len()), right(&with), end(&rights));
            let mut changed = rights.clone();
            changed[at] = with.clone();
            prop_assert_eq!(end(&changed) == whole, changed == rights);
            let mut shorter = rights.clone();
            shorter.remove(at);
            prop_assert_ne!(end(&shorter), whole);
            let mut longer = rights.clone();
            longer.insert(at, with);
            prop_assert_ne!(end(&longer), whole);
            let mut moved = rights.clone();
            moved.rotate_left(at);
            prop_assert_eq!(end(&moved) == whole, moved == rights);
        }
    }
}
