//! An initiative as the server knows it: content, state, revision, alternatives and decision. This is also the form in
//! which the server sends it to devices. What may happen to it is in `review.rs`.

mod decision;

pub use decision::{Decision, Endorsement, FieldReasons, Forwarding, Officer, RecognitionLevel};

use crate::calendar::{Date, Timestamp};
use crate::content::Content;
use crate::field::{Field, Plain, Value};
use crate::id::{DeviceId, InitiativeId, MemberId, Rev};
use crate::unit::{Slug, UnitCode};
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize as DeriveDeserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// Where an initiative stands, from the author's first word to the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, DeriveDeserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum State {
    /// Nháp.
    #[default]
    Draft,
    /// Đã gửi.
    Submitted,
    /// Đã tiếp nhận.
    Received,
    /// Yêu cầu bổ sung, with a reason.
    Returned,
    /// Công nhận, with a level.
    Recognised,
    /// Từ chối, with a reason.
    Declined,
    /// Rút.
    Withdrawn,
    /// Trùng lặp: linked to its original.
    Duplicate,
    /// Đã xóa by its author, who alone is told so. Nothing is left of its words.
    Deleted,
}

impl State {
    /// Every state.
    pub const ALL: [State; 9] = [
        State::Draft,
        State::Submitted,
        State::Received,
        State::Returned,
        State::Recognised,
        State::Declined,
        State::Withdrawn,
        State::Duplicate,
        State::Deleted,
    ];

    /// The state's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Received => "received",
            State::Returned => "returned",
            State::Recognised => "recognised",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
            State::Duplicate => "duplicate",
            State::Deleted => "deleted",
        }
    }

    /// The state of that name, if there is one.
    pub fn from_name(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether the author may change the content. A submitted revision is frozen until it is returned or withdrawn.
    pub const fn is_open(self) -> bool {
        matches!(self, State::Draft | State::Returned | State::Withdrawn)
    }

    /// Whether it counts as submitted in the totals: not drafts, returned, withdrawn, declined or duplicates.
    pub const fn is_counted(self) -> bool {
        matches!(self, State::Submitted | State::Received | State::Recognised)
    }

    /// Whether someone has decided on it for good.
    pub const fn is_decided(self) -> bool {
        matches!(self, State::Recognised | State::Declined | State::Duplicate)
    }
}

/// The member who started an initiative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, DeriveDeserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    /// Who it is.
    pub id: MemberId,
    /// Họ và tên.
    pub name: String,
}

/// A value that lost against the server's in an edit from an older revision. It is kept until someone chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternative {
    /// Of which field.
    pub field: Field,
    /// What was written.
    pub value: Value,
    /// Who wrote it.
    pub by: Person,
    /// On which device; tells "mine" from "theirs".
    pub device: DeviceId,
    /// When the server took it in.
    pub at: Timestamp,
}

impl<'de> Deserialize<'de> for Alternative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(DeriveDeserialize)]
        struct Read {
            field: Field,
            value: Plain,
            by: Person,
            device: DeviceId,
            at: Timestamp,
        }
        let Read { field, value, by, device, at } = Read::deserialize(deserializer)?;
        let value = value.into_value(field).map_err(D::Error::custom)?;
        Ok(Alternative { field, value, by, device, at })
    }
}

/// An initiative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Initiative {
    /// Which it is.
    pub id: InitiativeId,
    /// The campaign that it counts for.
    pub campaign: Slug,
    /// The unit that it counts for, and all above it.
    pub unit: UnitCode,
    /// Who started it, and alone may change it.
    pub author: Person,
    /// How many ops have changed it.
    pub rev: Rev,
    /// Where it stands.
    pub state: State,
    /// What it says.
    pub content: Content,
    /// Versions that wait for a choice.
    pub alternatives: Vec<Alternative>,
    /// What an officer said last.
    pub decision: Option<Decision>,
    /// Its original, if it is a duplicate.
    pub duplicate_of: Option<InitiativeId>,
    /// When the server took in the submission that stands; `None` while it isn't submitted. Says which phase and day it
    /// counts for.
    pub submitted_at: Option<Timestamp>,
    /// When an officer took in the submission that stands (tiếp nhận). From then on the decision is due.
    pub received_at: Option<Timestamp>,
    /// Where it was put higher, if it was.
    pub forwarded: Option<Forwarding>,
    /// When it was last changed, by the server.
    pub updated_at: Timestamp,
}

impl Initiative {
    /// The day in Vietnam that this counts for in the totals, if it counts.
    pub fn counted_on(&self) -> Option<Date> {
        let submitted = self.submitted_at.filter(|_| self.state.is_counted())?;
        crate::calendar::day_in_vietnam(submitted).ok()
    }

    /// The unit before which it is: its own, or the one that it was put before. The officers of that unit and of those
    /// above it decide.
    pub fn reviewed_in(&self) -> &UnitCode {
        self.forwarded.as_ref().map_or(&self.unit, |forwarding| &forwarding.to)
    }

    /// The level at which it is recognised, if it is.
    pub fn recognised_at(&self) -> Option<RecognitionLevel> {
        let recognised = self.state == State::Recognised;
        self.decision.as_ref().filter(|_| recognised).and_then(|decision| decision.level)
    }

    /// Whether it is recognised, and waits for a decision at a higher level.
    pub fn is_put_higher(&self) -> bool {
        self.state == State::Recognised && self.forwarded.as_ref().is_some_and(|forwarding| forwarding.waits)
    }

    /// The day in Vietnam by which the decision is due: within three months of its receipt (Nghị định 13/2012/NĐ-CP), at a
    /// higher level of its being put there. `None` while nobody has taken it in, and once it is decided.
    pub fn due_on(&self) -> Option<Date> {
        let from = match self.state {
            State::Received => self.received_at,
            _ if self.is_put_higher() => self.forwarded.as_ref().map(|forwarding| forwarding.at),
            _ => None,
        };
        crate::calendar::day_in_vietnam(from?).and_then(|day| day.plus_months(3)).ok()
    }

    /// The waiting alternatives for a field.
    pub fn alternatives_for(&self, field: Field) -> impl Iterator<Item = &Alternative> {
        self.alternatives.iter().filter(move |alternative| alternative.field == field)
    }
}

impl Serialize for Initiative {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        map.serialize_entry("campaign", &self.campaign)?;
        map.serialize_entry("unit", &self.unit)?;
        map.serialize_entry("author", &self.author)?;
        map.serialize_entry("rev", &self.rev)?;
        map.serialize_entry("state", &self.state)?;
        self.content.serialize_full(&mut map)?;
        map.serialize_entry("alternatives", &self.alternatives)?;
        if let Some(decision) = &self.decision {
            map.serialize_entry("decision", decision)?;
        }
        if let Some(original) = &self.duplicate_of {
            map.serialize_entry("duplicate_of", original)?;
        }
        if let Some(submitted) = &self.submitted_at {
            map.serialize_entry("submitted_at", submitted)?;
        }
        if let Some(received) = &self.received_at {
            map.serialize_entry("received_at", received)?;
        }
        if let Some(forwarding) = &self.forwarded {
            map.serialize_entry("forwarded", forwarding)?;
        }
        map.serialize_entry("updated_at", &self.updated_at)?;
        map.end()
    }
}

struct InitiativeVisitor;

impl<'de> Visitor<'de> for InitiativeVisitor {
    type Value = Initiative;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an initiative")
    }

    /// The fields stand among the other members, in any order.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Initiative, A::Error> {
        let (mut id, mut campaign, mut unit, mut author, mut rev, mut state) = (None, None, None, None, None, None);
        let (mut decision, mut duplicate_of, mut submitted_at, mut updated_at) = (None, None, None, None);
        let (mut received_at, mut forwarded) = (None, None);
        let (mut content, mut alternatives) = (Content::default(), Vec::new());
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match &*name {
                "id" => id = Some(map.next_value()?),
                "campaign" => campaign = Some(map.next_value()?),
                "unit" => unit = Some(map.next_value()?),
                "author" => author = Some(map.next_value()?),
                "rev" => rev = Some(map.next_value()?),
                "state" => state = Some(map.next_value()?),
                "alternatives" => alternatives = map.next_value()?,
                "decision" => decision = map.next_value()?,
                "duplicate_of" => duplicate_of = map.next_value()?,
                "submitted_at" => submitted_at = map.next_value()?,
                "received_at" => received_at = map.next_value()?,
                "forwarded" => forwarded = map.next_value()?,
                "updated_at" => updated_at = Some(map.next_value()?),
                name => match Field::from_name(name) {
                    Some(field) => {
                        let value = map.next_value::<Plain>()?.into_value(field);
                        content.set(field, value.map_err(A::Error::custom)?);
                    }
                    None => _ = map.next_value::<IgnoredAny>()?,
                },
            }
        }
        let missing = A::Error::missing_field;
        Ok(Initiative {
            id: id.ok_or_else(|| missing("id"))?,
            campaign: campaign.ok_or_else(|| missing("campaign"))?,
            unit: unit.ok_or_else(|| missing("unit"))?,
            author: author.ok_or_else(|| missing("author"))?,
            rev: rev.ok_or_else(|| missing("rev"))?,
            state: state.ok_or_else(|| missing("state"))?,
            content,
            alternatives,
            decision,
            duplicate_of,
            submitted_at,
            received_at,
            forwarded,
            updated_at: updated_at.ok_or_else(|| missing("updated_at"))?,
        })
    }
}

impl<'de> Deserialize<'de> for Initiative {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InitiativeVisitor)
    }
}
