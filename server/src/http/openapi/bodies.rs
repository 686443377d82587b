//! The bodies whose Rust types serialise by hand, as they are on the wire.

use model::calendar::{Date, Timestamp};
use model::field::{Author, BenefitPeriod, Field, Kind};
use model::id::{DeviceId, InitiativeId, OpId, Rev};
use model::initiative::{Decision, Forwarding, Person, RecognitionLevel, State};
use model::money::Vnd;
use model::op::{OpResult, Recognition, Remark, Return, Side};
use model::rights::Right;
use model::unit::{Slug, UnitCode};
use model::wire::{PossibleDuplicate, Share};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// `POST /sync`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::wire::SyncRequest`")]
pub struct SyncRequest {
    device: DeviceId,
    /// Null at first, then what the last answer said. Opaque; sending it twice loses nothing.
    cursor: Option<String>,
    #[schema(max_items = 500)]
    #[serde(default)]
    ops: Vec<Op>,
}

/// The answer to `POST /sync`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::wire::SyncResponse`")]
pub struct SyncResponse {
    /// Who the device belongs to; where a device begins anew. Members can be put together.
    #[schema(nullable = false)]
    member: Option<model::wire::Member>,
    /// A verdict for each op, in their order.
    results: Vec<OpResult>,
    /// What has changed since the cursor, each as it is now: the member's own, and with an officer's token what was sent in
    /// the units of its roles. Of what was withdrawn there, a reviewer learns that and no words.
    changes: Vec<Initiative>,
    cursor: String,
    /// There are more changes: ask again at once.
    more: bool,
    /// Of an officer's token whose roles, or the units under them, are others than when the cursor was given out: these
    /// changes begin anew. Whatever the device has that is in none of the answers until `more` is false isn't this reader's
    /// any more, and is to be dropped. Absent otherwise.
    #[serde(default)]
    reset: bool,
}

/// The answer to `GET /initiatives`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::wire::QueueResponse`")]
pub struct QueueResponse {
    /// The longest waiting first, each as far as this reader may see it.
    initiatives: Vec<Initiative>,
    /// For the next page; null if there is nothing behind these.
    cursor: Option<String>,
    /// There are more.
    more: bool,
    /// How many there are in all pages.
    total: u64,
    /// A cursor for `POST /sync`, from which everything comes that changes after this was read. Of the first page it holds
    /// for all of them.
    sync: String,
    /// At which levels the reader may recognise, by the highest of their offices; the lowest first.
    levels: Vec<RecognitionLevel>,
    /// What the reader is, and where: it may be other than at sign-in.
    roles: Vec<Right>,
}

/// One action on one initiative.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::op::Op`")]
pub struct Op {
    /// Made and stored with the op, before it is first sent. The same op again gets the same verdict.
    id: OpId,
    initiative: InitiativeId,
    /// The revision that the device last had from the server, 0 for a new initiative. What the same device did after it
    /// counts as seen.
    base: Rev,
    /// The device's clock: shown, never trusted.
    at: Timestamp,
    action: Action,
}

/// What is done: an object with exactly one of these members.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// New values for fields; an empty one clears. `public_story` alone is the author's consent, and is accepted in every state;
    /// together with other fields it is `frozen` as they are.
    Edit(Box<Fields>),
    Submit(Nothing),
    Withdraw(Nothing),
    /// The author deletes it with all its words, while it is a draft, returned or withdrawn. Refused as `invalid` at `/base` if
    /// it was changed after the base by another device or an officer. From then on ops for it are refused as `deleted`.
    Delete(Nothing),
    /// For each field with alternatives: the alternative, or the value that the initiative has.
    Resolve(BTreeMap<String, Side>),
    /// As an officer: takes it in. The decision is due three months later.
    Receive(Nothing),
    /// As an officer: asks for more.
    Return(Return),
    /// As an officer: recognises it, at the level of the officer's unit or below.
    Recognise(Recognition),
    /// As an officer: refuses it, with a written reason.
    Decline(Reason),
    /// As an officer: links it to its original.
    MarkDuplicate(Original),
    /// As an officer: puts it before the unit above, for the next level.
    Forward(Nothing),
    /// As an officer: a text, a score, or both, for the council. Changes no revision.
    Comment(Remark),
}

/// An empty object.
#[derive(ToSchema)]
pub struct Nothing {}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::op::Action`")]
pub struct Reason {
    #[schema(min_length = 1, max_length = 5_000)]
    reason: String,
}

#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::op::Action`")]
pub struct Original {
    of: InitiativeId,
}

/// What an initiative says. Text is in NFC, of at most 20,000 characters where nothing else is said.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::content::Content`")]
pub struct Fields {
    /// Tên sáng kiến, one line. Needed to submit.
    #[schema(max_length = 300)]
    title: String,
    kind: Option<Kind>,
    #[schema(max_length = 20_000)]
    area: String,
    #[schema(max_length = 20_000)]
    problem: String,
    #[schema(max_length = 20_000)]
    solution: String,
    #[schema(max_length = 20_000)]
    novelty: String,
    #[schema(max_length = 20_000)]
    effect: String,
    #[schema(max_length = 20_000)]
    story: String,
    /// The author's estimate. Null is "not said", which is not zero.
    benefit_vnd: Option<Vnd>,
    benefit_period: Option<BenefitPeriod>,
    #[schema(max_length = 20_000)]
    intangible_benefit: String,
    first_applied_on: Option<Date>,
    #[schema(max_length = 20_000)]
    confidential: String,
    /// The shares sum to 100 to submit. Without any, whoever sends it has them all.
    #[schema(max_items = 50)]
    authors: Vec<Author>,
    /// The author's consent to show the story in public.
    public_story: bool,
}

/// An initiative as it is now.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::wire::DeskInitiative`")]
pub struct Initiative {
    id: InitiativeId,
    campaign: Slug,
    unit: UnitCode,
    author: Person,
    rev: Rev,
    state: State,
    #[serde(flatten)]
    fields: Fields,
    /// Values that lost against another device's, until someone chooses.
    alternatives: Vec<Alternative>,
    #[schema(nullable = false)]
    decision: Option<Decision>,
    #[schema(nullable = false)]
    duplicate_of: Option<InitiativeId>,
    /// When the server took in the submission that stands.
    #[schema(nullable = false)]
    submitted_at: Option<Timestamp>,
    /// When an officer took it in.
    #[schema(nullable = false)]
    received_at: Option<Timestamp>,
    #[schema(nullable = false)]
    forwarded: Option<Forwarding>,
    updated_at: Timestamp,
    /// For officers: what the unit is called.
    #[schema(nullable = false)]
    unit_name: Option<String>,
    /// For officers: others whose words are nearly the same, as the server found them, the likest first; at most five. Only
    /// an officer says whether one is a duplicate. Absent if there are none.
    #[serde(default)]
    possible_duplicates: Vec<PossibleDuplicate>,
    /// For officers: what they have to do with it.
    #[schema(nullable = false)]
    share: Option<Share>,
}

/// A value that lost against another device's.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `model::initiative::Alternative`")]
pub struct Alternative {
    field: Field,
    /// Of the type that the field has.
    #[schema(value_type = Value)]
    value: serde_json::Value,
    by: Person,
    device: DeviceId,
    at: Timestamp,
}
