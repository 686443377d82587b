//! What only this backend can show: damage that a recount must find, and a disk that is full.

use super::*;
use crate::MissingPhases;
use model::content::Patch;
use model::field::{Field, Value};
use model::id::{DeviceId, OpId, Rev};
use model::initiative::Person;
use model::op::{Action, Op, Received};
use model::review::Actor;
use model::unit::{Level, Unit};

pub(super) fn at() -> Timestamp {
    Timestamp::parse("2026-03-01T08:00:00Z").expect("a moment")
}

/// A store with a unit, a campaign and a member.
pub(super) async fn union(folder: &Path) -> (Arc<SqliteStore>, Arc<Actor>) {
    let store = SqliteStore::open(folder).await.expect("a store opens in a new folder");
    let code: UnitCode = "tld".parse().expect("a code");
    let unit = Unit { code: code.clone(), parent: None, level: Level::National, name: "Tổng Liên đoàn".into() };
    store.import_units(&[UnitLine { unit, successor: None }], at()).await.expect("a tree");
    let day = |text: &str| Date::parse(text).expect("a day");
    let (from, to) = (day("2026-01-01"), day("2026-12-31"));
    let slug: Slug = "trieu".parse().expect("a slug");
    let campaign = Campaign { slug, name: "1 triệu sáng kiến".into(), from, to, phases: Vec::new() };
    store.save_campaign(&campaign, MissingPhases::Refuse, at()).await.expect("a sound campaign");
    let join = Join {
        codes: vec![store.join_code(&code, Doer::OPERATOR, at()).await.expect("readable").expect("a known unit")],
        name: "Nguyễn Thị Hoa".into(),
        member_no: None,
        consent_version: "2026-01".into(),
        token: TokenHash([1; 32]),
        earlier: None,
        asks_to_merge: false,
        once: None,
        at: at(),
    };
    let member = store.join(&join).await.expect("the code is right");
    let person = Person { id: member.id, name: member.name };
    let device = DeviceId::new(Uuid::from_u128(1));
    (store, Arc::new(Actor { person, unit: member.unit, device }))
}

pub(super) fn op(actor: &Arc<Actor>, id: u128, initiative: u128, base: u32, action: Action) -> Submission {
    let id = OpId::new(Uuid::from_u128(id));
    let initiative = InitiativeId::new(Uuid::from_u128(initiative));
    let op = Op { id, initiative, base: Rev(base), at: at(), action };
    Submission::new(Arc::clone(actor), Received { id, op: Ok(op) })
}

/// A member of the unit, with a number for token and device.
async fn member(store: &SqliteStore, unit: &str, number: u8) -> Arc<Actor> {
    let unit = unit.parse().expect("a code");
    let join = Join {
        codes: vec![store.join_code(&unit, Doer::OPERATOR, at()).await.expect("readable").expect("a known unit")],
        name: "Đỗ Thị Lan".into(),
        member_no: None,
        consent_version: "2026-01".into(),
        token: TokenHash([number; 32]),
        earlier: None,
        asks_to_merge: false,
        once: None,
        at: at(),
    };
    let member = store.join(&join).await.expect("the code is right");
    let person = Person { id: member.id, name: member.name };
    Arc::new(Actor { person, unit, device: DeviceId::new(Uuid::from_u128(number.into())) })
}

/// Somebody who reviews the unit's initiatives.
async fn officer(store: &SqliteStore, unit: &str, number: u8) -> Arc<Actor> {
    let actor = member(store, unit, number).await;
    let right = Right { role: model::rights::Role::Reviewer, unit: actor.unit.clone() };
    let appointment = Appointment { member: actor.person.id, right, by: Doer::OPERATOR, at: at() };
    assert!(store.give_role(&appointment).await.expect("writable"));
    actor
}

/// Somebody else of the unit, who reviews its initiatives.
async fn reviewer(store: &SqliteStore, of: &Arc<Actor>) -> Arc<Actor> {
    officer(store, of.unit.as_str(), 2).await
}

fn officers(submission: Submission) -> Submission {
    Submission { token: TokenKind::SignIn, ..submission }
}

fn remark(text: &str) -> Action {
    Action::Comment(model::op::Remark { text: text.into(), score: None })
}

pub(super) fn edit(text: String) -> Action {
    Action::Edit(Patch::of([(Field::Title, Value::Text("Một".into())), (Field::Story, Value::Text(text))]))
}

#[tokio::test]
async fn lesson_24_a_recount_finds_whatever_was_tampered_with() {
    for (tampering, expected) in [
        ("update totals set people = people + 1", "totals of tld in trieu, total"),
        ("update totals set estimated = 5", "totals of tld in trieu, total"),
        ("delete from totals", "totals of tld in trieu, total"),
        ("update daily set submitted = 7", "tld in trieu on 2026-03-01"),
        ("update contributors set counted = 2", "initiatives of member"),
        (
            "update initiatives set state = 'draft', submitted_at = null, since = updated_at, desk = null, search = ''",
            "its state isn't what its log has made",
        ),
        ("update initiatives set search = 'khac'", "its place in the queue"),
        ("update initiatives set desk = null", "its place in the queue"),
        ("update ops set received_at = received_at - 1 where position = 8", "the audit's chain is broken"),
        ("update ops set action = 'submit' where position = 8", "the audit's chain is broken"),
        ("update ops set fingerprint = zeroblob(32) where position = 6", "the audit's chain is broken"),
        ("update rights set role = 'auditor' where position = 4", "the audit's chain is broken"),
        ("update rights set by = member where position = 4", "the audit's chain is broken"),
        ("delete from rights", "the log ends at 10 but has 9 entries"),
        ("update acts set act = '{}'", "the audit's chain is broken"),
        ("update acts set by = null", "the audit's chain is broken"),
        ("update acts set device = null", "the audit's chain is broken"),
        ("update rights set device = member where position = 4", "the audit's chain is broken"),
        ("update acts set at = at - 1", "the audit's chain is broken"),
        ("update ops set entered_by = member where position = 5", "the audit's chain is broken"),
        ("delete from comments", "1 remarks of the log are missing"),
        ("update initiatives set rev = 3", "revision 3, but 2 accepted ops"),
        ("update initiatives set position = 9", "position 9, but its last accepted op is at 6"),
        ("update initiatives set content = json_set(content, '$.area', 'x')", "doesn't lead back to an empty form"),
        ("delete from ops where position = 5", "the log has revision 2 where 1 belongs"),
        ("delete from ops where position = 7", "the log ends at 10 but has 9 entries"),
        ("update ops set initiative = x'00' where position = 6", "revision 2, but 1 accepted ops"),
        ("delete from comments; delete from initiatives", "the log has 2 accepted ops, the initiatives 0"),
        ("update ops set outcome = 'applied' where position = 7", "both refused and accepted"),
        ("update units set name = 'Khác'", "the units aren't those that were imported"),
        ("update campaigns set last_day = '2027-12-31'", "campaign trieu isn't as it was saved"),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (store, actor) = union(folder.path()).await;
        let batch = [
            op(&actor, 11, 1, 0, edit("câu chuyện".into())),
            op(&actor, 12, 1, 0, Action::Submit {}),
            op(&actor, 13, 2, 0, Action::Submit {}),
            op(&actor, 14, 2, 0, Action::Withdraw {}),
            officers(op(&reviewer(&store, &actor).await, 15, 1, 2, remark("Hay"))),
        ];
        store.apply(&batch, at()).await.expect("the store takes it");
        let by = Doer { member: Some(actor.person.id), device: Some(actor.device) };
        store.administration().replace_join_code(&actor.unit, by, at()).await.expect("writable").expect("a known unit");
        store.verify().await.expect("nothing has been tampered with yet");
        let mut tx = store.begin().await.expect("writable");
        sqlx::query(tampering).execute(&mut *tx).await.expect("the statement is right");
        tx.commit().await.expect("writable");
        let found = store.verify().await.expect_err(tampering).to_string();
        assert!(found.contains(expected), "{tampering}: {found}");
    }
}

/// The totals, and the index of stories, are changed along with the sum, so that only the log says otherwise.
#[tokio::test]
async fn a_recount_finds_changed_words_of_officers() {
    const SUM: &str = "update initiatives set decision = json_set(decision, '$.benefit_vnd', 7);
                       update initiatives set story_sum = 7 where story_sum is not null;
                       update totals set verified = 7";
    for (tampering, expected) in [
        (SUM, "its decision isn't what its log has made"),
        ("update initiatives set decision = json_set(decision, '$.level', 'upper')", "its decision isn't"),
        ("update initiatives set decision = json_set(decision, '$.by.name', 'Ai đó')", "its decision isn't"),
        (
            "update initiatives set decision = json_set(decision, '$.at', '2026-03-01T07:00:00.000Z')",
            "its decision isn't",
        ),
        (
            "update initiatives set content = json_set(content, '$.benefit_vnd', 7); update totals set estimated = 7",
            "its words aren't those that were sent with the op at",
        ),
        (
            "update initiatives set content = json_set(content, '$.title', 'Sàng'), search = 'sang do thi lan',
                                    story_search = 'sang do thi lan'",
            "its words aren't those that were sent with the op at",
        ),
        ("update initiatives set decision = null", "its decision isn't what its log has made"),
        ("update initiatives set submitted_at = submitted_at - 1, since = since - 1", "its submission isn't what"),
        ("update initiatives set received_at = received_at - 1", "its receipt isn't what its log has made"),
        (
            "update initiatives set forwarded = json_set(forwarded, '$.declined.reason', 'khác')",
            "its way to a higher unit isn't what its log has made",
        ),
        (
            "update initiatives set decision = json_set(decision, '$.benefit_vnd', 7); update totals set verified = 7;
             update initiatives set story_sum = 7 where story_sum is not null;
             update ops set arguments = json_set(arguments, '$.benefit_vnd', 7) where action = 'recognise'",
            "what an officer said isn't what was sent",
        ),
        (
            "update ops set arguments = json_set(arguments, '$.reason', 'khác') where action = 'return'",
            "what an officer said isn't what was sent",
        ),
        ("update ops set arguments = null where action = 'return'", "what an officer said isn't what was sent"),
        ("update ops set arguments = '{}' where action = 'submit'", "what an officer said isn't what was sent"),
        ("update ops set arguments = 'x' where action = 'comment'", "isn't what was sent"),
        ("update ops set base = null where action = 'comment'", "the audit's chain is broken"),
        ("update ops set base = base + 1 where action = 'comment'", "the audit's chain is broken"),
        ("update comments set text = 'Dở' where score is not null", "isn't what was said with it"),
        ("update comments set score = 1 where score is not null", "isn't what was said with it"),
        ("update comments set at = at + 1", "isn't what was said with it"),
        ("update comments set text = 'khác' where overtaken is not null", "isn't what was said with it"),
        ("update comments set overtaken = null where overtaken is not null", "isn't what was said with it"),
        (
            "update comments set text = 'Dở' where score is not null;
             update ops set arguments = json_set(arguments, '$.text', 'Dở') where action = 'comment'",
            "what an officer said isn't what was sent",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = decided(folder.path()).await;
        let mut tx = store.begin().await.expect("writable");
        sqlx::raw_sql(tampering).execute(&mut *tx).await.expect("the statements are right");
        tx.commit().await.expect("writable");
        let found = store.verify().await.expect_err(tampering).to_string();
        assert!(found.contains(expected), "{tampering}: {found}");
    }
}

/// A store where officers have said all that they can.
async fn decided(folder: &Path) -> Arc<SqliteStore> {
    use model::op::{Recognition, Remark, Return};
    let (store, actor) = union(folder).await;
    let code: UnitCode = "bac".parse().expect("a code");
    let unit =
        Unit { code, parent: Some(actor.unit.clone()), level: Level::Province, name: "LĐLĐ tỉnh Bắc".into() };
    store.import_units(&[UnitLine { unit, successor: None }], at()).await.expect("a tree");
    let below = member(&store, "bac", 3).await;
    let (near, above) = (officer(&store, "bac", 4).await, officer(&store, "tld", 5).await);
    let words = [
        (Field::Title, Value::Text("Sàng rung tự làm sạch".into())),
        (Field::BenefitVnd, Value::Money(model::money::Vnd::for_initiative(80_000_000).ok())),
        (Field::PublicStory, Value::Flag(true)),
    ];
    let asked = Return { reason: "Thiếu số liệu".into(), fields: model::initiative::FieldReasons::default() };
    let verified = model::money::Vnd::for_initiative(60_000_000).ok();
    let recognition = Recognition {
        benefit_vnd: verified,
        how_checked: Some("Xem sổ".into()),
        ..Recognition::at(model::initiative::RecognitionLevel::Grassroots)
    };
    let score = Action::Comment(Remark { text: "Hay".into(), score: Some(90) });
    let refusal = || Action::Decline { reason: "Chưa mới".into() };
    let batch = [
        op(&below, 11, 1, 0, Action::Edit(Patch::of(words))),
        op(&below, 12, 1, 0, Action::Submit {}),
        officers(op(&near, 13, 1, 2, Action::Receive {})),
        officers(op(&near, 14, 1, 3, Action::Return(asked))),
        op(&below, 15, 1, 4, Action::Withdraw {}),
        op(&below, 16, 1, 5, Action::Submit {}),
        officers(op(&near, 17, 1, 6, score)),
        officers(op(&near, 18, 1, 6, Action::Recognise(recognition))),
        officers(op(&near, 19, 1, 6, refusal())),
        officers(op(&near, 20, 1, 7, Action::Forward {})),
        officers(op(&above, 21, 1, 8, refusal())),
    ];
    let applied = store.apply(&batch, at()).await.expect("the store takes it");
    let refused =
        applied.results.iter().filter(|result| result.problem.is_some()).map(|result| result.id.uuid().as_u128());
    assert_eq!(refused.collect::<Vec<_>>(), [19], "{:?}", applied.results);
    store.verify().await.expect("nothing has been tampered with yet");
    store
}

/// What an older version wrote has no base in its chain, and is verified without one; its words are still those that were sent.
#[tokio::test]
async fn the_words_of_an_older_version_are_verified_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = decided(folder.path()).await;
    for older in [
        "update ops set hash = null, base = null",
        "update rights set hash = null",
        "update meta set completed = 0",
        "update initiatives set decision = json_remove(decision, '$.state', '$.by.unit')",
    ] {
        sqlx::query(older).execute(&store.writer).await.expect("the statement is right");
    }
    store.close().await;
    let store = SqliteStore::open(folder.path()).await.expect("it opens");
    store.verify().await.expect("everything is there");
    let tampering = "update ops set arguments = json_set(arguments, '$.reason', 'khác') where action = 'return'";
    sqlx::query(tampering).execute(&store.writer).await.expect("the statement is right");
    let found = store.verify().await.expect_err(tampering).to_string();
    assert!(found.contains("what an officer said isn't what was sent"), "{found}");
}

#[tokio::test]
async fn a_recount_finds_a_show_that_its_acts_did_not_make() {
    for tampering in [
        "update show set revision = 2",
        "update show set state = json_set(state, '$.revision', 7)",
        "update show set revision = 0, state = json_set(state, '$.revision', 0)",
        "delete from show",
        "delete from show_receipts",
        "update show_receipts set outcome = json_object('done', 9)",
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (store, actor) = union(folder.path()).await;
        let (act, around) = (model::show::Act::Hide, model::show::rules::Around::default());
        let made = model::show::rules::decide(&model::show::Show::default(), &act, &actor.person, at(), &around);
        let (id, made) = (OpId::new(Uuid::from_u128(21)), made.as_ref());
        let (unit, by) = (&actor.unit, &actor.person);
        let step = crate::ShowStep { id, fingerprint: [0; 32], act: &act, made, unit, by, device: None, at: at() };
        assert_eq!(store.keep_show(&step).await.expect("writable"), crate::ShowKept::Kept);
        store.verify().await.expect("nothing has been tampered with yet");
        sqlx::query(tampering).execute(&store.writer).await.expect("the statement is right");
        let found = store.verify().await.expect_err(tampering).to_string();
        assert!(found.starts_with("the show "), "{tampering}: {found}");
    }
}

/// The limit on the file's size stands for a full disk: SQLite answers both with the same error.
async fn limit_pages(store: &SqliteStore, more: Option<i64>) {
    let mut connection = store.writer.acquire().await.expect("a connection");
    let pages: i64 =
        sqlx::query_scalar("pragma page_count").fetch_one(&mut *connection).await.expect("a number of pages");
    let most = more.map_or(i64::from(u32::MAX - 1), |more| pages + more);
    let pragma = format!("pragma max_page_count = {most}");
    sqlx::query(sqlx::AssertSqlSafe(pragma)).execute(&mut *connection).await.expect("the pragma is right");
}

#[tokio::test]
async fn a_full_disk_refuses_a_batch_whole_and_recovers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (store, actor) = union(folder.path()).await;
    limit_pages(&store, Some(2)).await;
    let batch: Vec<_> = (0..20).map(|at| op(&actor, 100 + at, 200 + at, 0, edit("chữ ".repeat(1000)))).collect();
    for _ in 0..2 {
        let refused = store.apply(&batch, at()).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        let nothing = store.initiative(InitiativeId::new(Uuid::from_u128(200))).await.expect("readable");
        assert_eq!(nothing, None);
    }
    // What is small enough still goes through, and when there is room again everything does.
    limit_pages(&store, None).await;
    let applied = store.apply(&batch, at()).await.expect("there is room again");
    assert!(applied.results.iter().all(|result| result.rev == Rev(1)));
    store.verify().await.expect("the recount agrees");
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (store, _) = union(folder.path()).await;
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'of the future', 1, x'00', 0)",
    )
    .execute(&store.writer)
    .await
    .expect("the statement is right");
    store.close().await;
    let Err(refused) = SqliteStore::open(folder.path()).await else { panic!("it should refuse") };
    assert!(refused.to_string().contains("newer version"), "{refused}");
}

#[tokio::test]
async fn two_processes_create_one_store() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path();
    let opened = tokio::join!(SqliteStore::open(path), SqliteStore::open(path), SqliteStore::open(path));
    let ids = [opened.0, opened.1, opened.2].map(|store| store.expect("it opens").identity().id);
    assert!(ids.iter().all(|id| *id == ids[0]));
}

#[tokio::test]
async fn what_an_older_version_wrote_is_completed_when_it_is_opened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (store, actor) = union(folder.path()).await;
    let lan = reviewer(&store, &actor).await;
    let batch = [op(&actor, 11, 1, 0, edit("câu chuyện".into())), op(&actor, 12, 1, 0, Action::Submit {})];
    store.apply(&batch, at()).await.expect("the store takes it");
    for older in [
        "update ops set hash = null",
        "update rights set hash = null",
        "update initiatives set since = null, desk = null, search = null",
        "update members set name_key = null, search = null",
        "update meta set completed = 0",
    ] {
        sqlx::query(older).execute(&store.writer).await.expect("the statement is right");
    }
    store.close().await;
    let store = SqliteStore::open(folder.path()).await.expect("it opens");
    store.verify().await.expect("everything is there");
    let scope = crate::Scope::Everything;
    let ask = crate::MembersAsk { scope, words: vec!["hoa".into()], after: None, limit: 9 };
    let found = store.administration().members(&ask).await.expect("readable").members;
    assert_eq!(found.iter().map(|member| member.name.as_str()).collect::<Vec<_>>(), ["Nguyễn Thị Hoa"]);
    let received = store.apply(&[officers(op(&lan, 13, 1, 2, Action::Receive {}))], at()).await.expect("writable");
    assert_eq!(received.results[0].problem, None);
    store.verify().await.expect("the chain goes on");
}

#[tokio::test]
async fn search_keys_of_an_older_version_are_made_anew() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = SqliteStore::open(folder.path()).await.expect("it opens");
    store.close().await;
    let (store, actor) = union(folder.path()).await;
    let title = Value::Text("Máy ép － 3\u{200b} tấn".into());
    let batch = [
        op(&actor, 11, 1, 0, Action::Edit(Patch::of([(Field::Title, title)]))),
        op(&actor, 12, 1, 0, Action::Submit {}),
    ];
    store.apply(&batch, at()).await.expect("the store takes it");
    for older in [
        "update initiatives set search = 'may ep － 3\u{200b} tan nguyen thi hoa'",
        // As migration 65 leaves members.
        "update members set name_key = null, search = null",
        "update meta set completed = 40",
    ] {
        sqlx::query(older).execute(&store.writer).await.expect("the statement is right");
    }
    store.verify().await.expect_err("the key isn't today's");
    store.close().await;
    let store = SqliteStore::open(folder.path()).await.expect("it opens");
    store.verify().await.expect("all keys are today's");
    let search = sqlx::query("select search from initiatives").fetch_one(&store.readers).await.expect("a row");
    assert_eq!(search.get::<&str, _>("search"), "may ep - 3 tan nguyen thi hoa");
    let ask = crate::MembersAsk { scope: crate::Scope::Everything, words: vec!["hoa".into()], after: None, limit: 9 };
    assert_eq!(store.administration().members(&ask).await.expect("readable").members.len(), 1);
}

/// A store with one story in it.
async fn with_a_story(folder: &Path) -> Arc<SqliteStore> {
    let (store, actor) = union(folder).await;
    let lan = reviewer(&store, &actor).await;
    let words = [
        (Field::Title, Value::Text("Sàng rung tự làm sạch".into())),
        (Field::Area, Value::Text("Cơ khí".into())),
        (Field::Kind, Value::Kind(Some(model::field::Kind::Technical))),
        (Field::BenefitVnd, Value::Money(model::money::Vnd::for_initiative(80_000_000).ok())),
        (Field::PublicStory, Value::Flag(true)),
    ];
    let recognition = model::op::Recognition::at(model::initiative::RecognitionLevel::National);
    let batch = [
        op(&actor, 11, 1, 0, Action::Edit(Patch::of(words))),
        op(&actor, 12, 1, 0, Action::Submit {}),
        officers(op(&lan, 13, 1, 2, Action::Recognise(recognition))),
    ];
    let applied = store.apply(&batch, at()).await.expect("the store takes it");
    assert!(applied.results.iter().all(|result| result.problem.is_none()), "{:?}", applied.results);
    store.verify().await.expect("nothing has been tampered with yet");
    store
}

async fn found(store: &SqliteStore, word: &str) -> usize {
    let (scope, area, words) = (Scope::Everything, Vec::new(), vec![word.to_owned()]);
    let ask = crate::StoriesAsk { scope, kind: None, at_least: None, area, words, after: None, limit: 9 };
    Store::stories(store).find(&ask).await.expect("readable").stories.len()
}

#[tokio::test]
async fn a_recount_finds_a_story_that_is_kept_otherwise_than_it_is() {
    for tampering in [
        "update initiatives set story_at = null",
        "update initiatives set story_at = story_at + 1",
        "update initiatives set story_kind = null",
        "update initiatives set story_sum = 1",
        "update initiatives set story_area = ''",
        "update initiatives set story_search = 'khac'",
        "update initiatives set content = json_set(content, '$.public_story', json('false'))",
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = with_a_story(folder.path()).await;
        sqlx::query(tampering).execute(&store.writer).await.expect("the statement is right");
        let found = store.verify().await.expect_err(tampering).to_string();
        assert!(found.contains("its place in the stories"), "{tampering}: {found}");
    }
}

#[tokio::test]
async fn stories_of_an_older_version_are_found_once_it_is_opened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = with_a_story(folder.path()).await;
    for older in [
        "update initiatives set story_at = null, story_kind = null, story_sum = null, story_area = null, story_search = null",
        "update meta set completed = 9",
    ] {
        sqlx::query(older).execute(&store.writer).await.expect("the statement is right");
    }
    assert_eq!(found(&store, "sang").await, 0);
    store.close().await;
    let store = SqliteStore::open(folder.path()).await.expect("it opens");
    store.verify().await.expect("everything is there");
    assert_eq!((found(&store, "sang").await, found(&store, "khac").await), (1, 0));
}

#[tokio::test]
async fn a_page_of_stories_is_found_in_its_index_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = with_a_story(folder.path()).await;
    for (index, within) in
        [("stories_by_time", ""), ("stories_of_unit", " and i.unit in (select value from json_each('[]'))")]
    {
        let query = format!(
            "explain query plan select i.rowid, story_at, id from initiatives i indexed by {index}
             where i.story_at is not null{within} and instr(i.story_search, 'a') > 0 and i.story_kind = 'technical'
                 and i.story_sum >= 5 and instr(i.story_area, 'b') > 0 order by i.story_at desc, i.id desc limit 9"
        );
        let plan = sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(&store.readers).await.expect("a plan");
        let plan: Vec<String> = plan.iter().map(|step| step.get("detail")).collect();
        assert!(plan.iter().any(|step| step.contains(&format!("COVERING INDEX {index}"))), "{plan:?}");
    }
}
