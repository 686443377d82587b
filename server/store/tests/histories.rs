//! Whatever people do, in whatever order it arrives and however often, the totals are those of a recount, and a history
//! with repeats ends as one without. Incremental counters that drift from the truth are what other systems had.

#[path = "conformance/union.rs"]
#[allow(dead_code, reason = "the stories of the conformance suite need more of it")]
mod union;

use model::campaign::Span;
use model::field::{Field, Value};
use model::id::InitiativeId;
use model::initiative::{FieldReasons, Initiative, RecognitionLevel, State};
use model::money::Vnd;
use model::op::{Action, Op, Recognition, Remark, Return, Side};
use model::rights::{Right, Role};
use model::totals::Tally;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Applied, Appointment, Doer, PageLimit, Reader, SqliteStore, Store, Submission, TallyRow, TokenKind};
use union::{Device, Union, submission, text, unit};

struct Folder(tempfile::TempDir);

impl union::Backend for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        SqliteStore::open(self.0.path()).await.expect("a store opens in a new folder")
    }
}

/// What somebody does to one of a few initiatives.
#[derive(Debug, Clone)]
enum Deed {
    Title(u8),
    Story(u8, u8),
    Benefit(Option<u32>),
    Submit,
    Withdraw,
    Delete,
    Resolve(bool),
    /// What officers do.
    Receive,
    Return,
    Recognise(RecognitionLevel, Option<u32>),
    Decline,
    Duplicate(usize),
    Forward,
    Comment,
}

#[derive(Debug, Clone)]
enum Event {
    /// A device does something; its base is so many revisions behind.
    Op { device: usize, initiative: usize, behind: u32, deed: Deed },
    /// What waits is sent in one batch, the last so many ops of earlier batches with it once more.
    Send { again: usize },
    /// Hours pass.
    Later(u16),
    /// An administrator moves a unit.
    Move { unit: usize, to: usize },
    /// An officer loses their role, or has it again.
    Turn { officer: usize },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => any::<u8>().prop_map(Deed::Title),
        2 => (0u8..4, any::<u8>()).prop_map(|(line, word)| Deed::Story(line, word)),
        2 => proptest::option::of(any::<u32>()).prop_map(Deed::Benefit),
        4 => Just(Deed::Submit),
        2 => Just(Deed::Withdraw),
        1 => Just(Deed::Delete),
        1 => any::<bool>().prop_map(Deed::Resolve),
        2 => Just(Deed::Receive),
        1 => Just(Deed::Return),
        3 => (proptest::sample::select(&RecognitionLevel::ALL[..]), proptest::option::of(any::<u32>()))
            .prop_map(|(level, benefit)| Deed::Recognise(level, benefit)),
        1 => Just(Deed::Decline),
        1 => (0..INITIATIVES).prop_map(Deed::Duplicate),
        1 => Just(Deed::Forward),
        1 => Just(Deed::Comment),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => (0..DEVICES, 0..INITIATIVES, 0u32..3, deed())
            .prop_map(|(device, initiative, behind, deed)| Event::Op { device, initiative, behind, deed }),
        3 => (0usize..5).prop_map(|again| Event::Send { again }),
        1 => any::<u16>().prop_map(Event::Later),
        1 => (0..LEAVES.len(), 0usize..2).prop_map(|(unit, to)| Event::Move { unit, to }),
        1 => (0..OFFICERS.len()).prop_map(|officer| Event::Turn { officer }),
    ]
}

const LEAVES: [&str; 2] = ["bac-1", "bac-2"];
/// Two people with two devices each, the second of each in another unit; then the officers.
const DEVICES: usize = 4 + OFFICERS.len();
/// Reviewers, and their units.
const OFFICERS: [&str; 3] = ["tld", "bac", "bac-1"];
const INITIATIVES: usize = 3;

struct Story {
    union: Union,
    devices: Vec<Device>,
    initiatives: Vec<InitiativeId>,
    waiting: Vec<Submission>,
    sent: Vec<Submission>,
}

impl Story {
    async fn begin(folder: &Folder) -> Self {
        let union = Union::new(folder).await;
        let (hoa, an) = (union.member("bac-1").await, union.member("nam").await);
        let mut devices = vec![
            hoa.clone(),
            hoa.elsewhere(&union).in_unit("bac-2"),
            an.clone(),
            an.elsewhere(&union).in_unit("bac-1"),
        ];
        for unit in OFFICERS {
            let officer = union.member(unit).await;
            assert!(union.store.give_role(&reviewer(&union, &officer, unit)).await.expect("writable"));
            devices.push(officer);
        }
        let initiatives = (0..INITIATIVES).map(|_| union.initiative()).collect();
        Self { union, devices, initiatives, waiting: Vec::new(), sent: Vec::new() }
    }

    /// The op's id follows from its place in the story, so that the same story told twice has the same ops.
    async fn tell(&mut self, event: Event, repeats: bool) {
        match event {
            Event::Op { device, initiative, behind, deed } => {
                let known = self.union.store.initiative(self.initiatives[initiative]).await.expect("readable");
                let rev = known.map_or(0, |known| known.rev.0);
                let op = self.op(initiative, rev.saturating_sub(behind), deed);
                let token = if device < 4 { TokenKind::Join } else { TokenKind::SignIn };
                self.waiting.push(Submission { token, ..submission(&self.devices[device], op) });
            }
            Event::Send { again } => {
                let mut batch = std::mem::take(&mut self.waiting);
                if repeats {
                    let doubled: Vec<_> = batch.iter().chain(self.sent.iter().rev()).take(again).cloned().collect();
                    self.sent.extend(batch.iter().cloned());
                    batch.extend(doubled);
                }
                let applied = self.union.store.apply(&batch, self.union.now()).await.expect("the store takes it");
                self.compare_with_what_is_read(&applied).await;
            }
            Event::Turn { officer } => {
                let appointment = reviewer(&self.union, &self.devices[4 + officer], OFFICERS[officer]);
                if !self.union.store.take_role(&appointment).await.expect("writable") {
                    assert!(self.union.store.give_role(&appointment).await.expect("writable"));
                }
            }
            Event::Later(hours) => {
                let now = self.union.now().plus_millis(i64::from(hours % 2_000) * 3_600_000);
                self.union.set_clock(&now.to_string());
            }
            Event::Move { unit: of, to } => {
                let line = unit(LEAVES[of], Some(["bac", "nam"][to]), model::unit::Level::Grassroots);
                self.union.store.import_units(&[line], self.union.now()).await.expect("a tree");
            }
        }
    }

    /// What a batch says of its senders' changes is what they would read, wherever their cursors are.
    async fn compare_with_what_is_read(&self, applied: &Applied) {
        let limit = PageLimit { initiatives: 1000, bytes: usize::MAX };
        for (member, recent) in &applied.recent {
            for after in 0..=applied.position {
                if let Some(page) = recent.page(after, limit) {
                    let read =
                        self.union.store.changes(&Reader::member(*member), after, limit).await.expect("readable");
                    assert_eq!(page, read, "after {after}");
                }
            }
            assert!(recent.page(applied.position, limit).is_some());
        }
    }

    fn op(&self, initiative: usize, base: u32, deed: Deed) -> Op {
        let id = self.initiatives[initiative];
        let edit = |field, value| self.union.edit(id, base, field, value);
        match deed {
            Deed::Title(word) => edit(Field::Title, text(["", "Một", "Hai", "Ba"][usize::from(word % 4)])),
            Deed::Story(line, word) => {
                let lines = (0..4).map(|at| if at == line { word.to_string() } else { "câu".into() });
                edit(Field::Story, text(&lines.collect::<Vec<_>>().join("\n")))
            }
            Deed::Benefit(sum) => {
                let sum = sum.map(|sum| Vnd::for_initiative(sum.into()).expect("below the maximum"));
                edit(Field::BenefitVnd, Value::Money(sum))
            }
            Deed::Submit => self.union.op(id, base, Action::Submit {}),
            Deed::Withdraw => self.union.op(id, base, Action::Withdraw {}),
            Deed::Delete => self.union.op(id, base, Action::Delete {}),
            Deed::Resolve(mine) => {
                let side = if mine { Side::Mine } else { Side::Theirs };
                let fields = [Field::Title, Field::Story, Field::BenefitVnd];
                let choices = BTreeMap::from(fields.map(|field| (field, side)));
                self.union.op(id, base, Action::Resolve(choices))
            }
            Deed::Receive => self.union.op(id, base, Action::Receive {}),
            Deed::Return => {
                let (reason, fields) = ("Nói rõ hơn".into(), FieldReasons::default());
                self.union.op(id, base, Action::Return(Return { reason, fields }))
            }
            Deed::Recognise(level, benefit) => {
                let benefit_vnd = benefit.map(|sum| Vnd::for_initiative(sum.into()).expect("below the maximum"));
                self.union.op(id, base, Action::Recognise(Recognition { benefit_vnd, ..Recognition::at(level) }))
            }
            Deed::Decline => self.union.op(id, base, Action::Decline { reason: "Không mới".into() }),
            Deed::Duplicate(of) => self.union.op(id, base, Action::MarkDuplicate { of: self.initiatives[of] }),
            Deed::Forward => self.union.op(id, base, Action::Forward {}),
            Deed::Comment => self.union.op(id, base, Action::Comment(Remark { text: "Hay".into(), score: Some(90) })),
        }
    }

    /// Counts in the plainest way there is, and compares: a ledger that were wrong in the same way when it adds and when
    /// it recounts would pass `verify`.
    async fn count_plainly(&self, initiatives: &[Initiative], tallies: &[TallyRow]) {
        let directory = self.union.store.directory().await.expect("readable");
        let campaign = &directory.campaigns()[0];
        for (unit, known) in directory.units().iter().enumerate() {
            let spans = campaign.phases.iter().map(|phase| Span::Phase(phase.slug.clone()));
            for span in spans.chain([Span::Campaign]) {
                let counted: Vec<&Initiative> = initiatives
                    .iter()
                    .filter(|initiative| initiative.state.is_counted())
                    .filter(|initiative| {
                        let at = directory.index(&initiative.unit).expect("a known unit");
                        directory.path(at).contains(&unit)
                    })
                    .filter(|initiative| {
                        let day = initiative.counted_on().expect("it is submitted");
                        let phase = campaign.phase_on(day).expect("there are phases");
                        span == Span::Campaign || span == Span::Phase(phase.slug.clone())
                    })
                    .collect();
                let expected = Tally {
                    people: counted.iter().map(|one| one.author.id).collect::<BTreeSet<_>>().len() as i64,
                    submitted: counted.len() as i64,
                    recognised: counted.iter().filter(|one| one.state == State::Recognised).count() as i64,
                    without_benefit: counted.iter().filter(|one| one.content.benefit().is_none()).count() as i64,
                    estimated: counted.iter().filter_map(|one| one.content.benefit()).map(Vnd::dong).sum(),
                    verified: counted.iter().filter_map(verified).map(Vnd::dong).sum(),
                };
                let kept = tallies.iter().find(|row| row.unit == known.code && row.span == span);
                assert_eq!(kept.map(|row| row.tally).unwrap_or_default(), expected, "{}, {}", known.code, span.name());
            }
        }
    }

    async fn end(&mut self) -> (Vec<Initiative>, Vec<TallyRow>) {
        self.tell(Event::Send { again: 0 }, false).await;
        self.union.verify().await;
        let everything = PageLimit { initiatives: 1000, bytes: usize::MAX };
        let mut initiatives = Vec::new();
        let members: BTreeSet<_> = self.devices.iter().map(|device| device.0.person.id).collect();
        for member in members {
            let page = self.union.store.changes(&Reader::member(member), 0, everything).await.expect("readable");
            initiatives.extend(page.initiatives);
        }
        initiatives.sort_by_key(|initiative| initiative.id);
        let mut tallies = self.union.store.standing().await.expect("readable").tallies;
        self.count_plainly(&initiatives, &tallies).await;
        tallies.sort_by(|a, b| (&a.unit, &a.span).cmp(&(&b.unit, &b.span)));
        (initiatives, tallies)
    }
}

fn reviewer(union: &Union, officer: &Device, unit: &str) -> Appointment {
    let right = Right { role: Role::Reviewer, unit: union::code(unit) };
    Appointment { member: officer.0.person.id, right, by: Doer::OPERATOR, at: union.now() }
}

/// What officers verified of a recognised initiative.
fn verified(initiative: &&Initiative) -> Option<Vnd> {
    initiative.decision.as_ref().filter(|_| initiative.state == State::Recognised)?.benefit_vnd
}

/// Tells a story, recounting after every batch; gives how it ended.
async fn told(events: &[Event], repeats: bool) -> (Vec<Initiative>, Vec<TallyRow>) {
    let folder = Folder(tempfile::tempdir().expect("a temporary folder"));
    let mut story = Story::begin(&folder).await;
    for event in events {
        story.tell(event.clone(), repeats).await;
        if matches!(event, Event::Send { .. } | Event::Move { .. }) {
            story.union.verify().await;
        }
    }
    let (mut initiatives, tallies) = story.end().await;
    // The two tellings have members of their own.
    for initiative in &mut initiatives {
        initiative.author.id = model::id::MemberId::new(uuid::Uuid::nil());
        for alternative in &mut initiative.alternatives {
            alternative.by.id = initiative.author.id;
        }
    }
    (initiatives, tallies)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn lesson_24_any_history_gives_the_totals_of_a_recount_and_repeats_change_nothing(
        events in proptest::collection::vec(event(), 1..60)
    ) {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let (once, repeated) = runtime.block_on(async { (told(&events, false).await, told(&events, true).await) });
        prop_assert_eq!(once, repeated);
    }
}
