//! A small union to tell stories about: units, a campaign, members with devices, and a clock that stands still until
//! it is told to go on.

use model::calendar::{Date, Timestamp};
use model::campaign::{Campaign, Phase};
use model::content::Patch;
use model::field::{Field, Value};
use model::id::{DeviceId, InitiativeId, OpId, Rev};
use model::initiative::Person;
use model::op::{Action, Op, OpResult, Received};
use model::review::Actor;
use model::totals::Tally;
use model::unit::{Level, Slug, Unit, UnitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use store::{Doer, Join, MissingPhases, Store, Submission, TokenHash, UnitLine};
use uuid::Uuid;

/// Opens stores on the same data.
#[allow(async_fn_in_trait, reason = "tests don't need the future to be anything in particular")]
pub trait Backend {
    async fn open(&self) -> Arc<dyn Store>;
}

pub struct Union {
    pub store: Arc<dyn Store>,
    now: AtomicI64,
    ids: AtomicU64,
}

/// A member on one device.
#[derive(Clone)]
pub struct Device(pub Arc<Actor>);

pub fn slug(text: &str) -> Slug {
    text.parse().expect("a slug")
}

pub fn code(text: &str) -> UnitCode {
    text.parse().expect("a unit code")
}

pub fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

pub fn unit(of: &str, parent: Option<&str>, level: Level) -> UnitLine {
    let unit = Unit { code: code(of), parent: parent.map(code), level, name: format!("Công đoàn {of}") };
    UnitLine { unit, successor: None }
}

/// The nation, two provinces, and two units under the first.
pub fn units() -> Vec<UnitLine> {
    vec![
        unit("tld", None, Level::National),
        unit("bac", Some("tld"), Level::Province),
        unit("nam", Some("tld"), Level::Province),
        unit("bac-1", Some("bac"), Level::Grassroots),
        unit("bac-2", Some("bac"), Level::Grassroots),
    ]
}

pub fn phase(of: &str, from: &str, to: &str) -> Phase {
    Phase { slug: slug(of), from: day(from), to: day(to) }
}

pub fn campaign() -> Campaign {
    Campaign {
        slug: slug("trieu"),
        name: "1 triệu sáng kiến".into(),
        from: day("2026-01-01"),
        to: day("2026-12-31"),
        phases: vec![phase("dot-1", "2026-01-01", "2026-05-31"), phase("dot-2", "2026-06-01", "2026-12-31")],
    }
}

impl Union {
    /// A union on a fresh store, on 1/3/2026, in the first phase.
    pub async fn new(backend: &impl Backend) -> Self {
        let union = Self::without_campaign(backend).await;
        union
            .store
            .save_campaign(&campaign(), MissingPhases::Refuse, union.now())
            .await
            .expect("the campaign is sound");
        union
    }

    pub async fn without_campaign(backend: &impl Backend) -> Self {
        let store = backend.open().await;
        let union = Self { store, now: AtomicI64::new(0), ids: AtomicU64::new(1) };
        union.set_clock("2026-03-01T08:00:00Z");
        union.store.import_units(&units(), union.now()).await.expect("the units are a tree");
        union
    }

    pub fn set_clock(&self, text: &str) {
        self.now.store(Timestamp::parse(text).expect("a moment").millis(), Ordering::Relaxed);
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::Relaxed)).expect("a moment that was parsed")
    }

    pub fn id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.ids.fetch_add(1, Ordering::Relaxed)))
    }

    pub fn initiative(&self) -> InitiativeId {
        InitiativeId::new(self.id())
    }

    /// Somebody joins a unit.
    pub async fn member(&self, of: &str) -> Device {
        let join_code =
            self.store.join_code(&code(of), Doer::OPERATOR, self.now()).await.expect("readable").expect("a known unit");
        let mut token = [0; 32];
        token[..16].copy_from_slice(self.id().as_bytes());
        let join = Join {
            codes: vec![join_code],
            name: "Nguyễn Thị Hoa".into(),
            member_no: None,
            consent_version: "2026-01".into(),
            token: TokenHash(token),
            earlier: None,
            asks_to_merge: false,
            once: None,
            at: self.now(),
        };
        let member = self.store.join(&join).await.expect("the code is right");
        let person = Person { id: member.id, name: member.name };
        Device(Arc::new(Actor { person, unit: member.unit, device: DeviceId::new(self.id()) }))
    }

    /// An op with an id of its own.
    pub fn op(&self, initiative: InitiativeId, base: u32, action: Action) -> Op {
        Op { id: OpId::new(self.id()), initiative, base: Rev(base), at: self.now(), action }
    }

    pub fn edit(&self, initiative: InitiativeId, base: u32, field: Field, value: Value) -> Op {
        self.op(initiative, base, Action::Edit(Patch::of([(field, value)])))
    }

    pub fn title(&self, initiative: InitiativeId, base: u32, title: &str) -> Op {
        self.edit(initiative, base, Field::Title, text(title))
    }

    /// Sends ops in one batch.
    pub async fn send(&self, device: &Device, ops: &[Op]) -> Vec<OpResult> {
        let batch: Vec<_> = ops.iter().map(|op| submission(device, op.clone())).collect();
        self.store.apply(&batch, self.now()).await.expect("the store takes it").results
    }

    /// Writes an initiative with a title and submits it.
    pub async fn submit(&self, device: &Device, more: &[(Field, Value)]) -> InitiativeId {
        let initiative = self.initiative();
        let mut patch = Patch::of([(Field::Title, text("Bàn trượt băng tải"))]);
        for (field, value) in more {
            patch.set(*field, value.clone());
        }
        let ops = [self.op(initiative, 0, Action::Edit(patch)), self.op(initiative, 0, Action::Submit {})];
        for result in self.send(device, &ops).await {
            assert_eq!(result.problem, None);
        }
        initiative
    }

    /// A unit's totals for the whole campaign, or for a phase.
    pub async fn tally(&self, unit: &str, span: &str) -> Tally {
        let standing = self.store.standing().await.expect("readable");
        let row = standing.tallies.iter().find(|row| row.unit == code(unit) && row.span.name() == span);
        row.map(|row| row.tally).unwrap_or_default()
    }

    /// Recounts.
    pub async fn verify(&self) {
        if let Err(why) = self.store.verify().await {
            panic!("the recount found a difference: {why}");
        }
    }
}

impl Device {
    /// The same person, entered for another unit.
    pub fn in_unit(&self, unit: &str) -> Device {
        Device(Arc::new(Actor { unit: code(unit), ..(*self.0).clone() }))
    }

    /// The same person on another device.
    pub fn elsewhere(&self, union: &Union) -> Device {
        Device(Arc::new(Actor { device: DeviceId::new(union.id()), ..(*self.0).clone() }))
    }
}

pub fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub fn submission(device: &Device, op: Op) -> Submission {
    Submission::new(Arc::clone(&device.0), Received { id: op.id, op: Ok(op) })
}
