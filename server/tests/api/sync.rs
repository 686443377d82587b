//! Ops in, verdicts and changes out.

use crate::app::{App, Phone, edit, id_of, new_initiative, op, problem, spawn_app, submit};
use model::field::Field;
use model::initiative::State;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::wire::SyncResponse;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

async fn app_and_phone() -> (App, Phone) {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    (app, phone)
}

#[tokio::test]
async fn an_initiative_written_offline_is_counted_in_every_unit_above() {
    let (app, phone) = app_and_phone().await;
    let id = new_initiative();
    let written =
        json!({"title": "Tái sử dụng nước làm mát", "benefit_vnd": 16_500_000_000_i64, "benefit_period": "per_year"});
    let answer = phone.sync(&[edit(id, 0, written), submit(id, 0)]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied));
    assert_eq!(answer.changes.len(), 1);
    let (initiative, member) = (&answer.changes[0], &phone.member);
    assert_eq!(
        (initiative.state, &initiative.unit, &initiative.author.id),
        (State::Submitted, &member.unit, &member.id)
    );
    for unit in ["cd-pvoil", "cd-dau-khi", "tld"] {
        let totals = app.totals(unit).await;
        assert_eq!((totals.own.counts.submitted, totals.own.counts.people), (1, 1), "{unit}");
        assert_eq!(totals.own.benefit_vnd.estimated, 16_500_000_000, "{unit}");
    }
    assert_eq!(app.totals("ldld-thanh-hoa").await.own.counts.submitted, 0);
    assert_eq!(json!(app.totals("cd-dau-khi").await.own.percent), json!(25.0));

    let withdrawn = phone.verdict(&op(id, answer.changes[0].rev.0, json!({"withdraw": {}}))).await;
    assert_eq!(withdrawn.outcome, Outcome::Applied);
    assert_eq!(app.totals("tld").await.own.counts.submitted, 0);
    app.verify().await;
}

#[tokio::test]
async fn lesson_04_a_submitted_revision_is_frozen() {
    let (_app, phone) = app_and_phone().await;
    let id = new_initiative();
    let first = phone.sync(&[edit(id, 0, json!({"title": "Bản đã gửi"})), submit(id, 0)]).await;
    let late = phone.verdict(&edit(id, first.changes[0].rev.0, json!({"title": "Bản sửa sau khi gửi"}))).await;
    assert_eq!(late.outcome, Outcome::Rejected);
    let problem = late.problem.unwrap();
    assert_eq!((problem.kind, problem.title.as_str()), (ProblemKind::Frozen, "Sáng kiến đang bị khóa"));
    assert_eq!(phone.sync(&[]).await.changes[0].content.text(Field::Title), "Bản đã gửi");
}

#[tokio::test]
async fn lesson_05_every_op_gets_a_receipt_that_names_its_id() {
    let (_app, phone) = app_and_phone().await;
    let (one, two) = (new_initiative(), new_initiative());
    let ops =
        [edit(one, 0, json!({"title": "Một"})), submit(two, 0), edit(two, 0, json!({"title": "Hai"})), submit(one, 0)];
    let answer = phone.sync(&ops).await;
    let named: Vec<_> = answer.results.iter().map(|result| result.id).collect();
    assert_eq!(named, ops.iter().map(id_of).collect::<Vec<_>>(), "in the order of the ops");
    let outcomes: Vec<_> = answer.results.iter().map(|result| result.outcome).collect();
    assert_eq!(outcomes, [Outcome::Applied, Outcome::Rejected, Outcome::Applied, Outcome::Applied]);
}

#[tokio::test]
async fn lesson_06_the_same_op_five_times_at_once_counts_once() {
    let (app, phone) = app_and_phone().await;
    let id = new_initiative();
    let ops = [edit(id, 0, json!({"title": "Một lần thôi"})), submit(id, 0)];
    let answers = futures::future::join_all((0..5).map(|_| phone.sync(&ops))).await;
    assert!(answers.iter().all(|answer| answer.results == answers[0].results), "the same verdict each time");
    assert_eq!(phone.sync(&[]).await.changes[0].rev.0, 2);
    assert_eq!(app.totals("tld").await.own.counts.submitted, 1);
    app.verify().await;
}

#[tokio::test]
async fn lesson_06_five_ops_at_once_for_one_new_initiative_make_one() {
    let (app, phone) = app_and_phone().await;
    let id = new_initiative();
    let fields = ["title", "area", "problem", "solution", "effect"];
    let ops: Vec<Json> = fields.iter().map(|field| edit(id, 0, json!({*field: format!("của {field}")}))).collect();
    let answers = futures::future::join_all(ops.chunks(1).map(|op| phone.sync(op))).await;
    assert!(answers.iter().all(|answer| answer.results[0].outcome != Outcome::Rejected));
    let changes = phone.sync(&[]).await.changes;
    assert_eq!(changes.len(), 1);
    for field in fields {
        assert_eq!(changes[0].content.text(Field::from_name(field).unwrap()), format!("của {field}"));
    }
    app.verify().await;
}

#[tokio::test]
async fn lesson_08_an_answer_that_got_lost_is_given_again() {
    let (app, phone) = app_and_phone().await;
    let id = new_initiative();
    let ops = [edit(id, 0, json!({"title": "Gửi lại"})), submit(id, 0), edit(id, 0, json!({"title": "Trễ"}))];
    let first = phone.sync(&ops).await;
    let again = phone.sync(&ops).await;
    assert_eq!(again, first, "cursor and all");
    assert_eq!(app.totals("tld").await.own.counts.submitted, 1);
}

#[tokio::test]
async fn an_op_id_with_other_content_is_refused() {
    let (_app, phone) = app_and_phone().await;
    let id = new_initiative();
    let op = edit(id, 0, json!({"title": "Thật"}));
    phone.sync(std::slice::from_ref(&op)).await;
    let mut forged = op.clone();
    forged["action"]["edit"]["title"] = json!("Giả");
    let refused = phone.verdict(&forged).await;
    assert_eq!(refused.problem.unwrap().kind, ProblemKind::OpReused);
    assert_eq!(phone.verdict(&op).await.outcome, Outcome::Applied, "the true one still has its receipt");
    let twice = phone.sync(&[op.clone(), forged, op]).await;
    let outcomes: Vec<_> = twice.results.iter().map(|result| result.outcome).collect();
    assert_eq!(outcomes, [Outcome::Applied, Outcome::Rejected, Outcome::Applied]);
}

#[tokio::test]
async fn lesson_16_a_clock_ten_years_off_changes_nothing() {
    let (_app, phone) = app_and_phone().await;
    for year in ["2016", "2036", "0001", "9999"] {
        let id = new_initiative();
        let mut op = edit(id, 0, json!({"title": "Đồng hồ sai"}));
        op["at"] = json!(format!("{year}-03-01T08:00:00Z"));
        assert_eq!(phone.verdict(&op).await.outcome, Outcome::Applied, "{year}");
    }
    let changes = phone.sync(&[]).await.changes;
    let now = server::clock::Clock::system().now();
    assert_eq!(changes.len(), 4);
    for initiative in changes {
        assert!(initiative.updated_at <= now && initiative.updated_at > now.plus_millis(-60_000));
    }
}

#[tokio::test]
async fn lesson_19_a_refused_op_steps_aside_and_the_rest_go_on() {
    let (app, phone) = app_and_phone().await;
    let ids: Vec<_> = (0..4).map(|_| new_initiative()).collect();
    let broken =
        json!({"id": new_initiative(), "initiative": "??", "base": -1, "at": "yesterday", "action": {"edit": {}}});
    let ops = [
        edit(ids[0], 0, json!({"title": "Tốt"})),
        edit(ids[1], 0, json!({"title": "x".repeat(301)})),
        op(ids[2], 0, json!({"teleport": {}})),
        broken,
        op(ids[0], 0, json!({"receive": {}})),
        submit(ids[3], 0),
        submit(ids[0], 0),
    ];
    let answer = phone.sync(&ops).await;
    let kinds: Vec<_> =
        answer.results.iter().map(|result| result.problem.as_ref().map(|problem| problem.kind)).collect();
    use ProblemKind::{Forbidden, Invalid, NotFound, Unsupported};
    let refused = [None, Some(Invalid), Some(Unsupported), Some(Invalid), Some(Forbidden), Some(NotFound), None];
    assert_eq!(kinds, refused);
    for problem in answer.results.iter().filter_map(|result| result.problem.as_ref()) {
        assert!(!problem.title.is_empty() && !problem.detail.is_empty());
    }
    assert_eq!(answer.results[1].problem.as_ref().unwrap().detail, "Tên sáng kiến: dài hơn 300 ký tự.");
    assert_eq!(app.totals("tld").await.own.counts.submitted, 1);
    app.verify().await;
}

#[tokio::test]
async fn what_is_missing_is_named_when_it_is_submitted() {
    let (_app, phone) = app_and_phone().await;
    let id = new_initiative();
    let authors = json!([{"name": "Trần Thị Bình", "share": 60}, {"name": "", "share": 41}]);
    let answer = phone.sync(&[edit(id, 0, json!({"authors": authors})), submit(id, 0)]).await;
    let problem = answer.results[1].problem.as_ref().unwrap();
    assert_eq!(crate::app::pointers(problem), ["/title", "/authors/1/name", "/authors"]);
    assert!(problem.detail.contains("101%"), "{}", problem.detail);
}

#[tokio::test]
async fn two_phones_disagree_and_both_texts_are_kept() {
    let (_app, phone) = app_and_phone().await;
    let (other, id) = (phone.second(), new_initiative());
    phone.sync(&[edit(id, 0, json!({"title": "Ban đầu"}))]).await;
    let fields = |result: &SyncResponse| result.results[0].outcome;
    assert_eq!(fields(&phone.sync(&[edit(id, 1, json!({"title": "Máy thứ nhất"}))]).await), Outcome::Applied);
    assert_eq!(fields(&other.sync(&[edit(id, 1, json!({"area": "Cơ khí"}))]).await), Outcome::Merged);
    let answer = other.sync(&[edit(id, 1, json!({"title": "Máy thứ hai"}))]).await;
    assert_eq!((fields(&answer), &answer.results[0].conflicts), (Outcome::Conflict, &vec![Field::Title]));
    let initiative = &answer.changes[0];
    assert_eq!(initiative.content.text(Field::Title), "Máy thứ nhất");
    assert_eq!(initiative.alternatives[0].value, model::field::Value::Text("Máy thứ hai".into()));
    let chosen = other.sync(&[op(id, initiative.rev.0, json!({"resolve": {"title": "mine"}}))]).await;
    assert_eq!(chosen.changes[0].content.text(Field::Title), "Máy thứ hai");
    assert!(chosen.changes[0].alternatives.is_empty());
}

#[tokio::test]
async fn a_new_phone_gets_everything_page_by_page_and_then_only_what_changes() {
    let (_app, phone) = app_and_phone().await;
    let ids: Vec<_> = (0..600).map(|_| new_initiative()).collect();
    for some in ids.chunks(300) {
        phone.sync(&some.iter().map(|id| edit(*id, 0, json!({"title": "Bản nháp"}))).collect::<Vec<_>>()).await;
    }
    let (fresh, mut cursor, mut seen, mut pages) = (phone.second(), None, BTreeSet::new(), 0);
    loop {
        let answer = fresh.sync_from(cursor.as_deref(), &[]).await;
        assert_eq!(fresh.sync_from(cursor.as_deref(), &[]).await, answer, "a cursor sent twice loses nothing");
        assert!(answer.changes.len() <= 500);
        seen.extend(answer.changes.iter().map(|initiative| initiative.id));
        cursor = Some(answer.cursor);
        pages += 1;
        if !answer.more {
            break;
        }
    }
    assert_eq!((seen.len(), pages), (600, 2));
    assert!(fresh.sync_from(cursor.as_deref(), &[]).await.changes.is_empty());
    phone.sync(&[edit(ids[7], 1, json!({"title": "Đổi"}))]).await;
    let news = fresh.sync_from(cursor.as_deref(), &[]).await;
    assert_eq!(news.changes.iter().map(|initiative| initiative.id).collect::<Vec<_>>(), [ids[7]]);
}

#[tokio::test]
async fn a_cursor_of_another_server_is_refused_before_anything_is_applied() {
    let (_app, phone) = app_and_phone().await;
    let (_elsewhere, stranger) = app_and_phone().await;
    let foreign = stranger.sync(&[edit(new_initiative(), 0, json!({"title": "Nơi khác"}))]).await.cursor;
    for cursor in [foreign.as_str(), "", "0", "không phải con trỏ"] {
        let op = edit(new_initiative(), 0, json!({"title": "Không được áp dụng"}));
        let problem = problem(phone.send(Some(cursor), &[op]).await).await;
        assert_eq!((problem.kind, crate::app::pointers(&problem)), (ProblemKind::ForeignCursor, vec!["/cursor"]));
    }
    assert!(phone.sync(&[]).await.changes.is_empty());
}

#[tokio::test]
async fn a_draft_is_deleted_by_its_author_and_other_devices_learn_of_it() {
    let (app, phone) = app_and_phone().await;
    let id = new_initiative();
    let first = phone.sync(&[edit(id, 0, json!({"title": "Xóa được"}))]).await;
    let frozen = phone.sync(&[submit(id, 1), op(id, 1, json!({"delete": {}}))]).await;
    assert_eq!(frozen.results[1].problem.as_ref().map(|problem| problem.kind), Some(ProblemKind::Frozen));
    let answer = phone.sync(&[op(id, 2, json!({"withdraw": {}})), op(id, 2, json!({"delete": {}}))]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied), "{:?}", answer.results);
    let deleted = answer.changes.iter().find(|initiative| initiative.id == id).unwrap();
    assert_eq!((deleted.state, deleted.content.is_empty()), (State::Deleted, true));
    assert_eq!(first.changes[0].id, id);
    let late = phone.verdict(&edit(id, 0, json!({"title": "Lại"}))).await.problem.unwrap();
    assert_eq!((late.kind, late.title.as_str()), (ProblemKind::Deleted, "Sáng kiến đã bị xóa"));
    app.verify().await;
}
