//! The writer in front of a store that can be held up and made to fail.

use super::*;
use crate::totals::Reality;
use async_trait::async_trait;
use model::calendar::{Date, Timestamp};
use model::campaign::{Campaign, Span};
use model::comment::Comment;
use model::content::Patch;
use model::field::Field;
use model::id::{DeviceId, InitiativeId, MemberId, OpId, Rev};
use model::initiative::{Initiative, Person};
use model::problem::ProblemKind;
use model::rights::Right;
use model::unit::{Level, Slug, Unit, UnitCode};
use model::wire::Member;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{
    Accounts, Administration, Applied, Appointment, Bearer, Directory, Doer, Duplicates, Holder, Identity, Join,
    JoinCode, JoinError, Logged, MissingPhases, Page, PageLimit, PlanError, Position, Pushes, QueueAsk, QueuePage,
    Reader, RoleError, Scope, SqliteStore, Standing, Stories, TargetLine, TargetRevision, TokenHash, TokenKind,
    UnitLine, Verified, VerifyError, Written,
};
use uuid::Uuid;

/// Passes everything on, but lets a batch in only when the gate is opened for it, and fails as often as told.
struct Gate {
    store: Arc<SqliteStore>,
    open: Semaphore,
    failures: AtomicUsize,
    batches: AtomicUsize,
}

#[async_trait]
impl Store for Gate {
    async fn apply(&self, batch: &[Submission], now: Timestamp) -> Result<Applied, StoreError> {
        self.open.acquire().await.expect("the gate is never closed for good").forget();
        self.batches.fetch_add(1, Ordering::Relaxed);
        let fails =
            self.failures.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        if fails {
            return Err(StoreError::Unavailable("the disk is full".into()));
        }
        let holds = |id| batch.iter().any(|submission| submission.received.id == id);
        if holds(poison()) {
            return Err(StoreError::Broken("a statement was refused".into()));
        }
        assert!(!holds(panicking()), "a rule panics");
        self.store.apply(batch, now).await
    }
    fn identity(&self) -> &Identity {
        self.store.identity()
    }
    fn accounts(&self) -> &dyn Accounts {
        self.store.accounts()
    }
    fn duplicates(&self) -> &dyn Duplicates {
        self.store.duplicates()
    }
    fn pushes(&self) -> &dyn Pushes {
        self.store.pushes()
    }
    fn administration(&self) -> &dyn Administration {
        self.store.administration()
    }
    fn identities(&self) -> &dyn store::Identities {
        self.store.identities()
    }
    fn stories(&self) -> &dyn Stories {
        self.store.stories()
    }

    fn shows(&self) -> &dyn store::Shows {
        self.store.shows()
    }

    async fn check_writable(&self) -> Result<(), StoreError> {
        self.store.check_writable().await
    }
    async fn directory(&self) -> Result<Arc<Directory>, StoreError> {
        self.store.directory().await
    }
    async fn head(&self) -> Result<store::Head, StoreError> {
        self.store.head().await
    }
    async fn totals_after(&self, seen: Position) -> Result<store::TotalsAfter, StoreError> {
        self.store.totals_after(seen).await
    }
    async fn link_at(&self, position: Position) -> Result<Option<store::Link>, StoreError> {
        self.store.link_at(position).await
    }
    async fn import_units(&self, lines: &[UnitLine], at: Timestamp) -> Result<Written, PlanError> {
        self.store.import_units(lines, at).await
    }
    async fn save_campaign(
        &self,
        campaign: &Campaign,
        missing: MissingPhases,
        at: Timestamp,
    ) -> Result<Written, PlanError> {
        self.store.save_campaign(campaign, missing, at).await
    }
    async fn import_targets(&self, to: &Slug, lines: &[TargetLine], at: Timestamp) -> Result<Written, PlanError> {
        self.store.import_targets(to, lines, at).await
    }
    async fn join_code(&self, unit: &UnitCode, by: Doer, at: Timestamp) -> Result<Option<JoinCode>, StoreError> {
        self.store.join_code(unit, by, at).await
    }
    async fn join(&self, join: &Join) -> Result<Member, JoinError> {
        self.store.join(join).await
    }
    async fn bearer(&self, token: &TokenHash) -> Result<Option<Bearer>, StoreError> {
        self.store.bearer(token).await
    }
    async fn issue_token(
        &self,
        member: MemberId,
        token: &TokenHash,
        kind: TokenKind,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.store.issue_token(member, token, kind, at).await
    }
    async fn give_role(&self, appointment: &Appointment) -> Result<bool, RoleError> {
        self.store.give_role(appointment).await
    }
    async fn take_role(&self, appointment: &Appointment) -> Result<bool, StoreError> {
        self.store.take_role(appointment).await
    }
    async fn roles_of(&self, member: MemberId) -> Result<Vec<Right>, StoreError> {
        self.store.roles_of(member).await
    }
    async fn officers_of(&self, unit: &UnitCode) -> Result<Vec<Holder>, StoreError> {
        self.store.officers_of(unit).await
    }
    async fn revoke_token(&self, token: &TokenHash, at: Timestamp) -> Result<bool, StoreError> {
        self.store.revoke_token(token, at).await
    }
    async fn changes(&self, reader: &Reader, after: Position, limit: PageLimit) -> Result<Page, StoreError> {
        self.store.changes(reader, after, limit).await
    }
    async fn initiative(&self, id: InitiativeId) -> Result<Option<Initiative>, StoreError> {
        self.store.initiative(id).await
    }
    async fn queue(&self, ask: &QueueAsk) -> Result<QueuePage, StoreError> {
        self.store.queue(ask).await
    }
    async fn history(&self, id: InitiativeId, after: Position, limit: usize) -> Result<Vec<Logged>, StoreError> {
        self.store.history(id, after, limit).await
    }
    async fn comments(&self, id: InitiativeId) -> Result<Vec<Comment>, StoreError> {
        self.store.comments(id).await
    }
    async fn audit(&self, scope: &Scope, before: Position, limit: usize) -> Result<Vec<Logged>, StoreError> {
        self.store.audit(scope, before, limit).await
    }
    async fn standing(&self) -> Result<Standing, StoreError> {
        self.store.standing().await
    }
    async fn daily(&self, campaign: &Slug, unit: &UnitCode) -> Result<Vec<(Date, i64)>, StoreError> {
        self.store.daily(campaign, unit).await
    }
    async fn target_history(
        &self,
        campaign: &Slug,
        unit: &UnitCode,
        span: &Span,
    ) -> Result<Vec<TargetRevision>, StoreError> {
        self.store.target_history(campaign, unit, span).await
    }
    async fn verify(&self) -> Result<Verified, VerifyError> {
        self.store.verify().await
    }
    async fn close(&self) {
        self.store.close().await;
    }
}

/// An op with this id makes the store fail for good, as a fault of ours would.
fn poison() -> OpId {
    OpId::new(Uuid::from_u128(0xdead))
}

/// An op with this id makes a rule panic.
fn panicking() -> OpId {
    OpId::new(Uuid::from_u128(0xdeadd))
}

fn now() -> Timestamp {
    Timestamp::parse("2026-03-01T08:00:00Z").expect("a moment")
}

fn national() -> UnitCode {
    "tld".parse().expect("a code")
}

struct Office {
    gate: Arc<Gate>,
    board: Arc<Board>,
    writer: Writer,
    handle: WriterHandle,
    actor: Actor,
}

async fn office(folder: &Path) -> Office {
    let store = SqliteStore::open(folder).await.expect("a store opens in a new folder");
    let unit = Unit { code: national(), parent: None, level: Level::National, name: "Tổng Liên đoàn".into() };
    store.import_units(&[UnitLine { unit, successor: None }], now()).await.expect("a tree");
    let campaign = Campaign {
        slug: "trieu".parse().expect("a slug"),
        name: "1 triệu sáng kiến".into(),
        from: Date::parse("2026-01-01").expect("a day"),
        to: Date::parse("2026-12-31").expect("a day"),
        phases: Vec::new(),
    };
    store.save_campaign(&campaign, MissingPhases::Refuse, now()).await.expect("a sound campaign");
    let join = Join {
        codes: vec![
            store.join_code(&national(), Doer::OPERATOR, now()).await.expect("readable").expect("a known unit"),
        ],
        name: "Nguyễn Thị Hoa".into(),
        member_no: None,
        consent_version: "2026-01".into(),
        token: TokenHash([1; 32]),
        earlier: None,
        asks_to_merge: false,
        once: None,
        at: now(),
    };
    let member = store.join(&join).await.expect("the code is right");
    let person = Person { id: member.id, name: member.name };
    let actor = Actor { person, unit: member.unit, device: DeviceId::new(Uuid::from_u128(1)) };
    let gate =
        Arc::new(Gate { store, open: Semaphore::new(0), failures: AtomicUsize::new(0), batches: AtomicUsize::new(0) });
    let clock = Clock::of(now);
    let board = Board::load(&*gate, clock.clone(), Reality::Real).await.expect("readable");
    let (writer, handle) = Writer::start(Arc::clone(&gate) as Arc<dyn Store>, Arc::clone(&board), clock);
    Office { gate, board, writer, handle, actor }
}

impl Office {
    /// Hands ops in without waiting for their verdict.
    fn hand_in(&self, ops: Vec<Received>) -> JoinHandle<Answer> {
        let (writer, actor) = (self.writer.clone(), self.actor.clone());
        tokio::spawn(async move { writer.apply(actor, TokenKind::Join, ops).await })
    }

    /// Waits until so many ops are with the writer.
    async fn until_waiting(&self, ops: usize) {
        while PLACES - self.writer.room.available_permits() < ops {
            tokio::task::yield_now().await;
        }
    }
}

fn received(id: u128, initiative: u128, action: Action) -> Received {
    let id = OpId::new(Uuid::from_u128(id));
    let initiative = InitiativeId::new(Uuid::from_u128(initiative));
    Received { id, op: Ok(Op { id, initiative, base: Rev(0), at: now(), action }) }
}

fn write_and_submit(id: u128) -> Vec<Received> {
    let title = Patch::of([(Field::Title, Value::Text("Một".into()))]);
    vec![received(2 * id, id, Action::Edit(title)), received(2 * id + 1, id, Action::Submit {})]
}

#[tokio::test]
async fn what_waits_is_committed_together_and_is_on_the_board_when_answered() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let office = office(folder.path()).await;
    let first = office.hand_in(write_and_submit(100));
    office.until_waiting(2).await;
    // These come while the first is being committed.
    let others: Vec<_> = (101..140).map(|id| office.hand_in(write_and_submit(id))).collect();
    office.until_waiting(80).await;
    office.gate.open.add_permits(2);
    first.await.expect("no panic").expect("taken");
    for other in others {
        let Taken { results, .. } = other.await.expect("no panic").expect("taken");
        assert_eq!(results.iter().map(|result| result.rev).collect::<Vec<_>>(), [Rev(1), Rev(2)]);
    }
    assert_eq!(office.gate.batches.load(Ordering::Relaxed), 2);
    let frame = office.board.frame(None, &national()).expect("a known unit");
    assert_eq!((frame.totals.own.counts.submitted, frame.totals.own.counts.people), (40, 1));
    office.gate.verify().await.expect("the recount agrees");
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_the_writer_goes_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let office = office(folder.path()).await;
    office.gate.failures.store(2, Ordering::Relaxed);
    office.gate.open.add_permits(100);
    for _ in 0..2 {
        let refused = office.writer.apply(office.actor.clone(), TokenKind::Join, write_and_submit(100)).await;
        assert_eq!(refused, Err(Refused::Unavailable));
    }
    assert_eq!(office.board.frame(None, &national()).expect("a known unit").totals.own.counts.submitted, 0);
    let taken = office
        .writer
        .apply(office.actor.clone(), TokenKind::Join, write_and_submit(100))
        .await
        .expect("it has recovered");
    assert!(taken.results.iter().all(|result| result.problem.is_none()));
    office.gate.verify().await.expect("the recount agrees");
}

#[tokio::test]
async fn a_request_that_breaks_something_does_not_take_its_neighbours_with_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let office = office(folder.path()).await;
    let first = office.hand_in(write_and_submit(100));
    office.until_waiting(2).await;
    let good = office.hand_in(write_and_submit(101));
    office.until_waiting(4).await;
    let bad = office.hand_in(vec![Received { id: poison(), ..received(0, 102, Action::Submit {}) }]);
    let worse = office.hand_in(vec![Received { id: panicking(), ..received(0, 102, Action::Submit {}) }]);
    office.until_waiting(6).await;
    office.gate.open.add_permits(100);
    assert!(first.await.expect("no panic").is_ok());
    assert!(good.await.expect("no panic").is_ok());
    assert_eq!(bad.await.expect("no panic"), Err(Refused::Internal));
    assert_eq!(worse.await.expect("no panic"), Err(Refused::Internal));
    office.gate.verify().await.expect("the recount agrees");
}

#[tokio::test]
async fn a_full_queue_asks_to_come_back_and_has_room_again_later() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let office = office(folder.path()).await;
    let not_understood = |at: usize| {
        let id = OpId::new(Uuid::from_u128(at as u128));
        Received { id, op: Err(model::problem::Problem::new(ProblemKind::Unsupported)) }
    };
    let waiting: Vec<_> = (0..PLACES / 512)
        .map(|job| office.hand_in((job * 512..(job + 1) * 512).map(not_understood).collect()))
        .collect();
    office.until_waiting(PLACES).await;
    let refused = office.writer.apply(office.actor.clone(), TokenKind::Join, write_and_submit(1 << 40)).await;
    assert!(matches!(refused, Err(Refused::Busy { .. })), "{refused:?}");
    office.gate.open.add_permits(1000);
    for job in waiting {
        assert_eq!(job.await.expect("no panic").expect("taken").results.len(), 512);
    }
    assert!(office.writer.apply(office.actor.clone(), TokenKind::Join, write_and_submit(1 << 40)).await.is_ok());
}

#[test]
fn a_long_text_takes_more_places_than_a_short_one() {
    let story = |length| {
        let text = Value::Text("a".repeat(length));
        received(1, 1, Action::Edit(Patch::of([(Field::Story, text)])))
    };
    assert_eq!(places(&received(1, 1, Action::Submit {})), 1);
    assert_eq!(places(&story(1_600)), 1);
    assert_eq!(places(&story(20_000)), 10);
}

#[tokio::test]
async fn a_shutdown_answers_what_waits_and_takes_no_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let office = office(folder.path()).await;
    let waiting: Vec<_> = (100..110).map(|id| office.hand_in(write_and_submit(id))).collect();
    office.until_waiting(20).await;
    let Office { gate, writer, handle, actor, .. } = office;
    let drained = tokio::spawn(handle.drain());
    while !writer.queue.is_closed() {
        gate.open.add_permits(1);
        tokio::task::yield_now().await;
    }
    gate.open.add_permits(100);
    drained.await.expect("no panic");
    for job in waiting {
        assert!(job.await.expect("no panic").is_ok());
    }
    assert_eq!(writer.apply(actor, TokenKind::Join, write_and_submit(200)).await, Err(Refused::Unavailable));
    assert_eq!(gate.verify().await.expect("the recount agrees").initiatives, 10);
}
