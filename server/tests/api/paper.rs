//! What came on paper: an officer enters it for a member, and it is the member's.

use crate::app::{App, edit, new_initiative, op, pointers, problem, spawn_app};
use crate::officer::{Desk, officer};
use model::field::Field;
use model::id::{InitiativeId, OpId};
use model::initiative::{Initiative, State};
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::{AuditResponse, Capacity, EntryResponse, HistoryResponse, MembersResponse};
use reqwest::StatusCode;
use serde_json::{Value as Json, json};
use uuid::Uuid;

const PATH: &str = "/units/cd-pvoil/entries";

async fn union() -> (App, Desk) {
    let app = spawn_app().await;
    let admin = officer(&app, "quan.tri", Role::UnitAdministrator, "cd-pvoil").await;
    (app, admin)
}

fn sheet(member: Json, initiative: InitiativeId) -> Json {
    let fields = json!({"title": "Giá treo ống nghiệm", "benefit_vnd": 12_000_000, "benefit_period": "once"});
    json!({
        "member": member, "consent_on_paper": true, "op_id": OpId::new(Uuid::now_v7()), "initiative": initiative,
        "fields": fields,
    })
}

async fn enter(desk: &Desk, sheet: &Json) -> EntryResponse {
    let response = desk.post(PATH, sheet).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("the answer to an entry")
}

#[tokio::test]
async fn what_was_entered_from_paper_is_the_members_and_counts_and_the_log_says_who_entered_it() {
    let (app, admin) = union().await;
    let id = new_initiative();
    let sheet = sheet(json!({"name": "Lê Thị Sen", "member_no": "PV-7"}), id);
    let entered = enter(&admin, &sheet).await;
    assert_eq!((entered.result.outcome, entered.result.rev.0, entered.result.problem), (Outcome::Applied, 1, None));
    assert_eq!((entered.member.name.as_str(), entered.member.unit.as_str()), ("Lê Thị Sen", "cd-pvoil"));

    let reviewer = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    let seen: Initiative = reviewer.initiative(id).await.json().await.unwrap();
    assert_eq!((seen.state, seen.author.id, seen.unit.as_str()), (State::Submitted, entered.member.id, "cd-pvoil"));
    assert_eq!(seen.content.text(Field::Title), "Giá treo ống nghiệm");
    for unit in ["cd-pvoil", "cd-dau-khi", "tld"] {
        let own = app.totals(unit).await.own;
        assert_eq!((own.counts.submitted, own.counts.people, own.benefit_vnd.estimated), (1, 1, 12_000_000), "{unit}");
    }
    let recognise = op(id, 1, json!({"recognise": {"level": "grassroots"}}));
    assert_eq!(reviewer.verdict(&recognise).await.outcome, Outcome::Applied);

    let told: HistoryResponse = reviewer.get(&format!("/initiatives/{id}/history")).await.json().await.unwrap();
    let first = &told.entries[0];
    let member = json!({"id": entered.member.id, "name": "Lê Thị Sen"});
    assert_eq!(first.action, json!({"enter": {"consent": "paper", "member": member}}));
    assert_eq!(first.who.as_ref().unwrap().id, admin.signed_in.member.id);
    assert_eq!((first.capacity, first.fields.len()), (Capacity::Officer, 3));
    let auditor = officer(&app, "kiem.tra", Role::Auditor, "tld").await;
    let audit: AuditResponse = auditor.get("/units/cd-pvoil/audit").await.json().await.unwrap();
    assert!(audit.entries.contains(first));
    app.verify().await;
}

#[tokio::test]
async fn the_same_sheet_sent_again_is_entered_once() {
    let (app, admin) = union().await;
    let sheet = sheet(json!({"name": "Lê Thị Sen"}), new_initiative());
    let first = enter(&admin, &sheet).await;
    assert_eq!(enter(&admin, &sheet).await, first);
    let list: MembersResponse = admin.get("/units/cd-pvoil/members?q=sen").await.json().await.unwrap();
    assert_eq!((list.total, list.members[0].initiatives, list.members[0].devices), (1, 1, 0));
    assert_eq!(app.totals("tld").await.own.counts.submitted, 1);

    let mut other = sheet.clone();
    other["fields"]["title"] = json!("Một tên khác");
    let problem_kind = enter(&admin, &other).await.result.problem.map(|problem| problem.kind);
    assert_eq!(problem_kind, Some(ProblemKind::OpReused));
    other["member"]["name"] = json!("Người Khác");
    assert_eq!(pointers(&problem(admin.post(PATH, &other).await).await), ["/op_id"]);
    app.verify().await;
}

#[tokio::test]
async fn a_member_is_told_by_id_or_number_and_a_namesake_is_never_taken_for_them() {
    let (app, admin) = union().await;
    let join =
        json!({"code": app.join_code("cd-pvoil").await, "name": "Lê Thị Sen", "member_no": "PV-7", "consent": true});
    let joined: Json = app.join(&join).send().await.unwrap().json().await.unwrap();
    let sen = joined["member"]["id"].clone();
    let by_id = enter(&admin, &sheet(json!({"id": sen}), new_initiative())).await;
    let by_number = enter(&admin, &sheet(json!({"name": "Lê Thị Sen", "member_no": "PV-7"}), new_initiative())).await;
    assert_eq!((json!(by_id.member.id), json!(by_number.member.id)), (sen.clone(), sen));
    assert_eq!(app.totals("tld").await.own.counts.people, 1);
    let namesake = enter(&admin, &sheet(json!({"name": "Lê Thị Sen", "member_no": "PV-8"}), new_initiative())).await;
    assert_ne!(namesake.member.id, by_id.member.id);

    let beside = app.phone("ldld-thanh-hoa", "Phạm An").await;
    for (member, pointer, words) in [
        (json!({"name": "Lê Thị Sen"}), "/member/name", "Đơn vị đã có đoàn viên mang tên này."),
        (
            json!({"name": "Phạm Hà", "member_no": "PV-7"}),
            "/member/member_no",
            "Số thẻ này là của một đoàn viên tên khác",
        ),
        (json!({"id": beside.member.id}), "/member/id", "Không tìm thấy đoàn viên này"),
    ] {
        let refused = problem(admin.post(PATH, &sheet(member, new_initiative())).await).await;
        assert_eq!((refused.kind, pointers(&refused)), (ProblemKind::Invalid, vec![pointer]));
        assert!(refused.detail.starts_with(words), "{}", refused.detail);
    }
    app.verify().await;
}

#[tokio::test]
async fn every_fault_of_a_sheet_is_named() {
    let (app, admin) = union().await;
    for (sheet, faults) in [
        (json!({}), vec!["/member", "/consent_on_paper", "/op_id", "/initiative", "/fields"]),
        (
            json!({"member": {}, "consent_on_paper": false, "op_id": "x", "initiative": 7, "fields": {}}),
            vec!["/member/name", "/consent_on_paper", "/op_id", "/initiative", "/fields/title"],
        ),
        (
            json!({"member": {"id": "x"}, "consent_on_paper": "có", "op_id": OpId::new(Uuid::now_v7()),
                   "initiative": new_initiative(),
                   "fields": {"title": "Một", "benefit_vnd": -1, "authors": [{"name": "A", "share": "nhiều"}]}}),
            vec!["/member/id", "/consent_on_paper", "/fields/benefit_vnd", "/fields/authors/0/share"],
        ),
        (
            json!({"member": {"name": "A", "member_no": 7}, "consent_on_paper": true, "op_id": OpId::new(Uuid::now_v7()),
                   "initiative": new_initiative(), "fields": {"title": "Một", "authors": [{"name": "A", "share": 40}]}}),
            vec!["/member/member_no", "/fields/authors"],
        ),
    ] {
        let refused = problem(admin.post(PATH, &sheet).await).await;
        let mut found = pointers(&refused);
        let (mut faults, named) = (faults, sheet.to_string());
        found.sort_unstable();
        faults.sort_unstable();
        assert_eq!((refused.kind, found), (ProblemKind::Invalid, faults), "{named}");
    }
    let list: MembersResponse = admin.get("/units/cd-pvoil/members").await.json().await.unwrap();
    assert_eq!(list.total, 1, "nobody was made for a sheet with faults");
    app.verify().await;
}

#[tokio::test]
async fn only_administrators_of_the_unit_enter_for_its_members() {
    let (app, _) = union().await;
    for (login, role, unit, may) in [
        ("a", Role::UnitAdministrator, "cd-dau-khi", true),
        ("b", Role::NationalAdministrator, "tld", true),
        ("c", Role::UnitAdministrator, "ldld-thanh-hoa", false),
        ("d", Role::Reviewer, "cd-pvoil", false),
        ("e", Role::Auditor, "tld", false),
    ] {
        let desk = officer(&app, &format!("login-{login}"), role, unit).await;
        let sheet = sheet(json!({"name": format!("Đoàn viên {login}")}), new_initiative());
        let answer = desk.post(PATH, &sheet).await;
        if may {
            assert_eq!(answer.status(), StatusCode::OK, "{role:?}");
        } else {
            assert_eq!(problem(answer).await.kind, ProblemKind::Forbidden, "{role:?}");
        }
    }
}

#[tokio::test]
async fn a_members_own_draft_is_not_touched_and_no_device_can_send_an_entry() {
    let (app, admin) = union().await;
    let sen = app.phone("cd-pvoil", "Lê Thị Sen").await;
    let id = new_initiative();
    sen.sync(&[edit(id, 0, json!({"title": "Của tôi"}))]).await;
    let refused = enter(&admin, &sheet(json!({"id": sen.member.id}), id)).await.result;
    assert_eq!(
        (refused.outcome, refused.problem.map(|problem| problem.kind)),
        (Outcome::Rejected, Some(ProblemKind::Forbidden))
    );
    let mine = &sen.sync(&[]).await.changes[0];
    assert_eq!((mine.state, mine.content.text(Field::Title)), (State::Draft, "Của tôi"));
    let forged = sen.verdict(&op(new_initiative(), 0, json!({"enter": {"title": "Một"}}))).await;
    assert_eq!(forged.problem.unwrap().kind, ProblemKind::Unsupported);
    app.verify().await;
}

#[tokio::test]
async fn whoever_enters_their_own_does_not_recognise_it() {
    let app = spawn_app().await;
    let lan = app.phone("cd-pvoil", "Đỗ Thị Lan").await;
    app.give(&lan, Role::UnitAdministrator, "cd-pvoil").await;
    app.give(&lan, Role::Reviewer, "cd-pvoil").await;
    let tablet = app.tablet(&lan).await;
    let enter = async |member: Json, id: InitiativeId| {
        let request = app.client.post(app.api(PATH)).bearer_auth(&tablet.token);
        let answer = request.json(&sheet(member, id)).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
    };
    let (own, anothers) = (new_initiative(), new_initiative());
    enter(json!({"id": lan.member.id}), own).await;
    enter(json!({"name": "Lê Thị Sen"}), anothers).await;
    let recognise = |id| op(id, 1, json!({"recognise": {"level": "grassroots"}}));
    assert_eq!(tablet.verdict(&recognise(own)).await.problem.unwrap().kind, ProblemKind::Forbidden);
    assert_eq!(tablet.verdict(&recognise(anothers)).await.outcome, Outcome::Applied);
    app.verify().await;
}
