//! The board over a real store.

use super::*;
use model::calendar::Date;
use model::campaign::{Campaign, Target};
use model::content::Patch;
use model::field::{Field, Value};
use model::id::{DeviceId, InitiativeId, OpId, Rev};
use model::initiative::Person;
use model::op::{Action, Op, Received};
use model::review::Actor;
use model::unit::{Level, Unit};
use std::path::Path;
use store::{Doer, Join, MissingPhases, SqliteStore, Submission, TargetLine, TokenHash, UnitLine};
use uuid::Uuid;

fn now() -> Timestamp {
    Timestamp::parse("2026-03-01T08:00:00Z").expect("a moment")
}

fn code(text: &str) -> UnitCode {
    text.parse().expect("a code")
}

fn line(of: &str, parent: Option<&str>, name: &str) -> UnitLine {
    let unit = Unit { code: code(of), parent: parent.map(code), level: Level::Province, name: name.into() };
    UnitLine { unit, successor: None }
}

fn campaign(slug: &str, from: &str, to: &str) -> Campaign {
    let day = |text| Date::parse(text).expect("a day");
    let slug = slug.parse().expect("a slug");
    Campaign { slug, name: "1 triệu sáng kiến".into(), from: day(from), to: day(to), phases: Vec::new() }
}

struct Studio {
    store: Arc<SqliteStore>,
    board: Arc<Board>,
    next: u128,
}

impl Studio {
    async fn open(folder: &Path) -> Self {
        let store = SqliteStore::open(folder).await.expect("a store opens in a new folder");
        let units = [
            line("tld", None, "Tổng Liên đoàn Lao động Việt Nam"),
            line("thanh-hoa", Some("tld"), "Liên đoàn Lao động tỉnh Thanh Hóa"),
            line("hoa-binh", Some("tld"), "Liên đoàn Lao động tỉnh Hòa Bình"),
            line("dau-khi", Some("tld"), "Công đoàn Dầu khí Việt Nam"),
            line("loc-hoa-dau", Some("dau-khi"), "Công đoàn Công ty Lọc hóa dầu Bình Sơn"),
        ];
        store.import_units(&units, now()).await.expect("a tree");
        let trieu = campaign("trieu", "2026-01-01", "2026-12-31");
        store.save_campaign(&trieu, MissingPhases::Refuse, now()).await.expect("sound");
        let board = Board::load(&*store, Clock::of(now), Reality::Real).await.expect("readable");
        Self { store, board, next: 1 }
    }

    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    async fn member(&mut self, unit: &str) -> Arc<Actor> {
        let mut token = [0; 32];
        token[..16].copy_from_slice(self.id().as_bytes());
        let made = self.store.join_code(&code(unit), Doer::OPERATOR, now()).await.expect("readable");
        // A first join code is in the log, which the board follows.
        self.board.catch_up(&*self.store).await.expect("readable");
        let join = Join {
            codes: vec![made.expect("a known unit")],
            name: "Nguyễn Thị Hoa".into(),
            member_no: None,
            consent_version: "2026-01".into(),
            token: TokenHash(token),
            earlier: None,
            asks_to_merge: false,
            once: None,
            at: now(),
        };
        let member = self.store.join(&join).await.expect("the code is right");
        let person = Person { id: member.id, name: member.name };
        Arc::new(Actor { person, unit: member.unit, device: DeviceId::new(self.id()) })
    }

    /// Submits an initiative; the store's answer has not yet reached the board.
    async fn submit(&mut self, actor: &Arc<Actor>) -> Applied {
        let initiative = InitiativeId::new(self.id());
        let title = Patch::of([(Field::Title, Value::Text("Một".into()))]);
        let mut batch = Vec::new();
        for action in [Action::Edit(title), Action::Submit {}] {
            let id = OpId::new(self.id());
            let op = Op { id, initiative, base: Rev(0), at: now(), action };
            batch.push(Submission::new(Arc::clone(actor), Received { id, op: Ok(op) }));
        }
        self.store.apply(&batch, now()).await.expect("the store takes it")
    }

    async fn set_target(&self, unit: &str, assigned: u32) {
        let target = Target { assigned: Some(assigned), self_set: None };
        let line = TargetLine { unit: code(unit), span: Span::Campaign, target };
        self.store.import_targets(&"trieu".parse().expect("a slug"), &[line], now()).await.expect("a known unit");
    }

    fn frame(&self, unit: &str) -> Arc<Frame> {
        self.board.frame(None, &code(unit)).expect("a known unit")
    }
}

#[tokio::test]
async fn a_frame_has_every_change_and_stays_the_same_without_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    let hoa = studio.member("loc-hoa-dau").await;
    let (empty, beside) = (studio.frame("tld"), studio.frame("thanh-hoa"));
    let applied = studio.submit(&hoa).await;
    studio.board.update(&applied, &*studio.store).await.expect("readable");
    let frame = studio.frame("tld");
    assert_eq!((frame.totals.own.counts.submitted, frame.totals.own.counts.people), (1, 1));
    let child = frame.totals.children.iter().find(|child| child.unit == code("dau-khi")).expect("a child");
    assert_eq!(child.counts.submitted, 1);
    assert!(frame.seq > empty.seq);
    assert_ne!(frame.etag, empty.etag);
    assert!(Arc::ptr_eq(&frame, &studio.frame("tld")), "serialised once for all");
    assert!(beside.says_the_same(&studio.frame("thanh-hoa").totals), "nothing has changed there");
    let event = String::from_utf8(frame.event.to_vec()).expect("text");
    assert!(event.starts_with(&format!("event: totals\nid: {}\ndata: {{", frame.seq)) && event.ends_with("}\n\n"));
    assert_eq!(event.lines().count(), 4, "the data is one line");
}

#[tokio::test]
async fn the_number_of_a_frame_never_goes_back_over_a_restart() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    let hoa = studio.member("dau-khi").await;
    for _ in 0..3 {
        let applied = studio.submit(&hoa).await;
        studio.board.update(&applied, &*studio.store).await.expect("readable");
    }
    let before = studio.frame("dau-khi");
    let restarted = Board::load(&*studio.store, Clock::of(now), Reality::Real).await.expect("readable");
    let after = restarted.frame(None, &code("dau-khi")).expect("a known unit");
    assert!(after.seq >= before.seq);
    assert_eq!((after.seq, &after.json, &after.etag), (before.seq, &before.json, &before.etag));
}

#[tokio::test]
async fn live_viewers_get_the_latest_at_most_twice_a_second() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    let hoa = studio.member("dau-khi").await;
    let board = Arc::clone(&studio.board);
    let mut batches = Vec::new();
    for _ in 0..4 {
        batches.push(studio.submit(&hoa).await);
    }
    let running = tokio::spawn(async move { board.publish().await });
    let mut viewer = studio.board.watch(None, &code("tld")).expect("a known unit");
    let mut beside = studio.board.watch(None, &code("thanh-hoa")).expect("a known unit");
    assert_eq!(viewer.borrow_and_update().totals.own.counts.submitted, 0);
    beside.mark_unchanged();

    let began = Instant::now();
    studio.board.update(&batches[0], &*studio.store).await.expect("readable");
    viewer.changed().await.expect("the board is there");
    assert_eq!(viewer.borrow_and_update().totals.own.counts.submitted, 1);
    for batch in &batches[1..] {
        studio.board.update(batch, &*studio.store).await.expect("readable");
    }
    viewer.changed().await.expect("the board is there");
    assert_eq!(viewer.borrow_and_update().totals.own.counts.submitted, 4);
    assert!(began.elapsed() >= LIVE_PAUSE, "the next ones come together, half a second later");
    assert!(!beside.has_changed().expect("the board is there"), "nothing has changed there");
    running.abort();
}

#[tokio::test]
async fn what_another_process_imports_appears() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    let hoa = studio.member("dau-khi").await;
    studio.submit(&hoa).await;
    let catch_up = async |studio: &Studio| studio.board.catch_up(&*studio.store).await.expect("readable");
    catch_up(&studio).await;
    let first = studio.frame("dau-khi");
    assert_eq!((first.totals.own.percent, first.totals.own.counts.submitted), (None, 1));

    studio.set_target("dau-khi", 4).await;
    catch_up(&studio).await;
    let second = studio.frame("dau-khi");
    assert_eq!(second.totals.own.target.assigned, Some(4));
    assert_eq!(second.totals.own.counts.submitted, 1);
    assert_eq!(serde_json::to_value(second.totals.own.percent).expect("a number"), serde_json::json!(25.0));

    // A unit moves away, with its totals.
    let moved = line("loc-hoa-dau", Some("thanh-hoa"), "Công đoàn Công ty Lọc hóa dầu Bình Sơn");
    studio.store.import_units(&[moved], now()).await.expect("a tree");
    catch_up(&studio).await;
    let third = studio.frame("dau-khi");
    assert_eq!(third.totals.children, []);
    assert!(first.seq < second.seq && second.seq < third.seq);
}

/// Two processes on one folder, as two boards on one store: what each shows is a function of the rows.
#[tokio::test]
async fn two_boards_show_the_same_to_the_byte_and_never_go_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    let other = Board::load(&*studio.store, Clock::of(now), Reality::Real).await.expect("readable");
    let (hoa, an) = (studio.member("loc-hoa-dau").await, studio.member("thanh-hoa").await);
    let mut seen: HashMap<&str, u64> = HashMap::new();
    for round in 0..6 {
        let applied = studio.submit(if round % 2 == 0 { &hoa } else { &an }).await;
        // Each commit is one process's own, and foreign to the other, which has missed the one before.
        let (own, foreign) = if round % 3 == 0 { (&studio.board, &other) } else { (&other, &studio.board) };
        own.update(&applied, &*studio.store).await.expect("readable");
        if round == 3 {
            studio.set_target("dau-khi", 4).await;
        }
        if round == 4 {
            let moved = line("loc-hoa-dau", Some("hoa-binh"), "Công đoàn Công ty Lọc hóa dầu Bình Sơn");
            studio.store.import_units(&[moved], now()).await.expect("a tree");
        }
        if round >= 3 {
            own.catch_up(&*studio.store).await.expect("readable");
        }
        foreign.catch_up(&*studio.store).await.expect("readable");
        for unit in ["tld", "thanh-hoa", "hoa-binh", "dau-khi", "loc-hoa-dau"] {
            let [one, two] = [own, foreign].map(|board| board.frame(None, &code(unit)).expect("a known unit"));
            assert_eq!((one.seq, &one.json, &one.etag), (two.seq, &two.json, &two.etag), "{unit} in round {round}");
            let earlier = seen.insert(unit, one.seq).unwrap_or_default();
            assert!(one.seq >= earlier, "{unit} went back from {earlier} to {}", one.seq);
        }
        assert_eq!(own.version(), foreign.version());
    }
    assert_eq!(studio.frame("tld").totals.own.counts.submitted, 6);
}

#[tokio::test]
async fn a_change_during_a_reload_is_not_lost() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    let hoa = studio.member("dau-khi").await;
    let early = studio.submit(&hoa).await;
    // What was read is from between the two, and comes when both are on the board already.
    let stale = studio.store.standing().await.expect("readable");
    let late = studio.submit(&hoa).await;
    for applied in [&early, &late] {
        studio.board.update(applied, &*studio.store).await.expect("readable");
    }
    studio.board.write().install(stale);
    assert_eq!(studio.frame("tld").totals.own.counts.submitted, 2);
}

#[tokio::test]
async fn units_are_ranked_by_percent_of_their_target() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    for (unit, initiatives) in [("thanh-hoa", 1), ("dau-khi", 2)] {
        let member = studio.member(unit).await;
        for _ in 0..initiatives {
            studio.submit(&member).await;
        }
    }
    studio.set_target("thanh-hoa", 1).await;
    studio.set_target("dau-khi", 4).await;
    studio.board.reload(&*studio.store).await.expect("readable");
    let place = |unit| studio.frame(unit).totals.standing.as_ref().map(|standing| (standing.rank, standing.of));
    assert_eq!(place("thanh-hoa"), Some((Some(1), 3)));
    assert_eq!(place("dau-khi"), Some((Some(2), 3)));
    assert_eq!(place("hoa-binh"), Some((None, 3)));
    assert_eq!(place("tld"), None);
}

#[tokio::test]
async fn a_units_frame_has_its_place_by_the_same_numbers_also_when_only_another_unit_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut studio = Studio::open(folder.path()).await;
    studio.set_target("thanh-hoa", 10).await;
    studio.set_target("dau-khi", 10).await;
    studio.board.reload(&*studio.store).await.expect("readable");
    let standing = |studio: &Studio, unit| studio.frame(unit).totals.standing.clone().expect("it has siblings");
    let before = standing(&studio, "thanh-hoa");
    assert_eq!((before.rank, before.shared), (Some(1), true), "two at nothing are equal");
    let other = studio.member("dau-khi").await;
    let applied = studio.submit(&other).await;
    studio.board.update(&applied, &*studio.store).await.expect("readable");
    let after = standing(&studio, "thanh-hoa");
    assert_eq!((after.rank, after.shared), (Some(2), false));
    let member = studio.member("thanh-hoa").await;
    for _ in 0..2 {
        let applied = studio.submit(&member).await;
        studio.board.update(&applied, &*studio.store).await.expect("readable");
    }
    let frame = studio.frame("thanh-hoa");
    let standing = frame.totals.standing.as_ref().expect("it has siblings");
    let own = standing.near.iter().find(|near| near.unit == frame.totals.own.unit).expect("it is among them");
    assert_eq!(own.percent, frame.totals.own.percent, "one page, one percent for one unit");
    assert_eq!(standing.rank, Some(1));
}

#[tokio::test]
async fn the_newest_campaign_that_has_begun_is_shown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let studio = Studio::open(folder.path()).await;
    assert!(studio.board.frame(Some(&"sau".parse().expect("a slug")), &code("tld")).is_none());
    assert!(studio.board.frame(None, &code("nowhere")).is_none());
    for (slug, from) in [("truoc", "2025-01-01"), ("sau", "2027-01-01")] {
        let campaign = campaign(slug, from, "2028-12-31");
        studio.store.save_campaign(&campaign, MissingPhases::Refuse, now()).await.expect("sound");
    }
    studio.board.reload(&*studio.store).await.expect("readable");
    assert_eq!(studio.board.default_campaign().map(String::from).as_deref(), Some("trieu"));
    assert_eq!(studio.frame("tld").totals.campaign.as_str(), "trieu");
    assert!(studio.board.frame(Some(&"sau".parse().expect("a slug")), &code("tld")).is_some());
}

#[tokio::test]
async fn a_unit_is_found_without_diacritics_the_best_fit_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let studio = Studio::open(folder.path()).await;
    let found = |text: &str, under: Option<&str>| -> Vec<String> {
        let hits = studio.board.search(text, under.map(code).as_ref());
        hits.into_iter().map(|hit| hit.code.to_string()).collect()
    };
    assert_eq!(found("thanh hoa", None), ["thanh-hoa"]);
    assert_eq!(found("THANH HOÁ", None), ["thanh-hoa"]);
    assert_eq!(found("hoa", None), ["thanh-hoa", "hoa-binh", "loc-hoa-dau"]);
    assert_eq!(found("binh hoa", None), ["hoa-binh", "loc-hoa-dau"]);
    assert_eq!(found("dầu", None), ["dau-khi", "loc-hoa-dau"]);
    assert_eq!(found("dau", Some("dau-khi")), ["dau-khi", "loc-hoa-dau"]);
    assert_eq!(found("dau", Some("thanh-hoa")), [""; 0]);
    assert_eq!(found("dau", Some("nowhere")), [""; 0]);
    assert_eq!(found("%_'", None), [""; 0]);
    let hit = &studio.board.search("binh son", None)[0];
    assert_eq!(hit.path, [code("tld"), code("dau-khi")]);
    assert_eq!(hit.under.as_deref(), Some("Công đoàn Dầu khí Việt Nam"));
}
