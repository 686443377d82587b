//! A unit's members, as those who administer it list them, and the end of a member's devices.

use crate::app::{App, edit, new_initiative, problem, spawn_app, submit};
use crate::desk::sent;
use crate::officer::{Desk, officer};
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::{AuditResponse, MembersResponse};
use reqwest::StatusCode;
use serde_json::json;

async fn list(desk: &Desk, path: &str) -> MembersResponse {
    let response = desk.get(path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.json().await.expect("members")
}

fn names(page: &MembersResponse) -> Vec<&str> {
    page.members.iter().map(|member| member.name.as_str()).collect()
}

/// An administrator of the sector's union, with members in it, below it and beside it.
async fn union() -> (App, Desk) {
    let app = spawn_app().await;
    let admin = officer(&app, "quan.tri", Role::UnitAdministrator, "cd-dau-khi").await;
    for (unit, name) in [
        ("cd-pvoil", "Trần Thị Bình"),
        ("cd-pvoil", "Nguyễn Văn Ánh"),
        ("cd-dau-khi", "Lê Thị Đào"),
        ("ldld-thanh-hoa", "Phạm An"),
    ] {
        app.phone(unit, name).await;
    }
    (app, admin)
}

#[tokio::test]
async fn a_branchs_members_come_by_their_given_names_and_in_pages() {
    let (_app, admin) = union().await;
    let all = list(&admin, "/units/cd-dau-khi/members").await;
    // The administrator is a member too: "Trần Diều Sáo".
    assert_eq!(names(&all), ["Nguyễn Văn Ánh", "Trần Thị Bình", "Lê Thị Đào", "Trần Diều Sáo"]);
    assert_eq!((all.total, all.more, all.cursor.as_deref()), (4, false, None));
    assert_eq!(all.members[0].unit_name.as_deref(), Some("Công đoàn Tổng công ty Dầu Việt Nam"));
    let first = list(&admin, "/units/cd-dau-khi/members?limit=3").await;
    assert_eq!((first.members.len(), first.total, first.more), (3, 4, true));
    let rest = format!("/units/cd-dau-khi/members?limit=3&cursor={}", first.cursor.expect("there are more"));
    let rest = list(&admin, &rest).await;
    assert_eq!((names(&rest), rest.more, rest.cursor.as_deref()), (vec!["Trần Diều Sáo"], false, None));
    assert_eq!(names(&list(&admin, "/units/cd-pvoil/members").await), ["Nguyễn Văn Ánh", "Trần Thị Bình"]);
}

#[tokio::test]
async fn a_member_is_found_without_diacritics_by_name_or_number() {
    let (app, admin) = union().await;
    let join =
        json!({"code": app.join_code("cd-pvoil").await, "name": "Đỗ Hoà", "member_no": "PV-0042", "consent": true});
    assert_eq!(app.join(&join).send().await.unwrap().status(), StatusCode::CREATED);
    for (query, expected) in [
        ("binh%20TRAN", vec!["Trần Thị Bình"]),
        ("do%20hòa", vec!["Đỗ Hoà"]),
        ("0042", vec!["Đỗ Hoà"]),
        ("an%20pham", vec![]),
    ] {
        let found = list(&admin, &format!("/units/cd-dau-khi/members?q={query}")).await;
        assert_eq!((names(&found), found.total), (expected.clone(), expected.len() as u64), "{query}");
    }
    let found = list(&admin, "/units/cd-dau-khi/members?q=pv-0042").await;
    assert_eq!(found.members[0].member_no.as_deref(), Some("PV-0042"));
    let refused = problem(admin.get("/units/cd-dau-khi/members?limit=0&cursor=x").await).await;
    assert_eq!(crate::app::pointers(&refused), ["/cursor", "/limit"]);
}

#[tokio::test]
async fn what_counts_of_a_member_is_told_and_drafts_are_their_own() {
    let (app, admin) = union().await;
    let mai = app.phone("cd-pvoil", "Lê Thị Mai").await;
    sent(&mai, "Tái sử dụng nước làm mát").await;
    mai.sync(&[edit(new_initiative(), 0, json!({"title": "Còn viết"}))]).await;
    let found = list(&admin, "/units/cd-pvoil/members?q=mai").await;
    let line = &found.members[0];
    assert_eq!((line.id, line.initiatives, line.devices), (mai.member.id, 1, 1));
    assert_eq!(line.unit.as_str(), "cd-pvoil");
}

#[tokio::test]
async fn members_are_for_who_administers_the_unit_or_oversees_it() {
    let (app, _) = union().await;
    let path = "/units/cd-pvoil/members";
    for (login, role, unit, sees, ends) in [
        ("a", Role::UnitAdministrator, "cd-pvoil", true, true),
        ("b", Role::NationalAdministrator, "tld", true, true),
        ("c", Role::Auditor, "tld", true, false),
        ("d", Role::Reviewer, "cd-pvoil", false, false),
        ("e", Role::UnitAdministrator, "ldld-thanh-hoa", false, false),
    ] {
        let desk = officer(&app, &format!("login-{login}"), role, unit).await;
        let of = app.phone("cd-pvoil", "Trần Thị Bình").await.member.id;
        let (seen, ended) = (desk.get(path).await, desk.delete(&format!("{path}/{of}")).await);
        assert_eq!(seen.status() == StatusCode::OK, sees, "{role:?}");
        assert_eq!(ended.status() == StatusCode::NO_CONTENT, ends, "{role:?}");
        for refused in [(!sees).then_some(seen), (!ends).then_some(ended)].into_iter().flatten() {
            assert_eq!(problem(refused).await.kind, ProblemKind::Forbidden);
        }
    }
    // A token from joining opens nothing here, and no unit that isn't there has an administrator.
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    assert_eq!(problem(phone.get(path).await).await.kind, ProblemKind::Forbidden);
    let national = officer(&app, "toan.quoc", Role::NationalAdministrator, "tld").await;
    assert_eq!(problem(national.get("/units/khong-co/members").await).await.kind, ProblemKind::Forbidden);
}

#[tokio::test]
async fn a_members_devices_end_and_what_they_wrote_stays() {
    let (app, admin) = union().await;
    let mai = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let id = sent(&mai, "Tái sử dụng nước làm mát").await;
    let path = format!("/units/cd-dau-khi/members/{}", mai.member.id);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    let refused = problem(mai.send(None, &[submit(id, 2)]).await).await;
    assert_eq!((refused.kind, refused.revoked), (ProblemKind::Unauthorized, false), "and nothing is wiped");
    assert_eq!(app.totals("cd-pvoil").await.own.counts.submitted, 1);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT, "again: nothing more to end");
    let found = list(&admin, "/units/cd-pvoil/members?q=mai").await;
    assert_eq!((found.members[0].devices, found.members[0].initiatives), (0, 1));

    // The old token proves nothing any more; a code that an officer gives does.
    let join = json!({"code": app.join_code("cd-pvoil").await, "name": "Lê Thị Mai", "consent": true});
    let other = app.join(&join).bearer_auth(&mai.token).send().await.unwrap();
    let other: serde_json::Value = other.json().await.unwrap();
    assert_ne!(other["member"]["id"], json!(mai.member.id));
    let code = admin.post(&format!("{path}/device-code"), &json!({})).await;
    let code: serde_json::Value = code.json().await.unwrap();
    let again = app.join(&json!({"code": code["code"]})).send().await.unwrap();
    let again: serde_json::Value = again.json().await.unwrap();
    assert_eq!(again["member"]["id"], json!(mai.member.id));

    let auditor = officer(&app, "kiem.tra", Role::Auditor, "cd-pvoil").await;
    let audit: AuditResponse = auditor.get("/units/cd-pvoil/audit").await.json().await.unwrap();
    let ended: Vec<_> = audit.entries.iter().filter(|entry| entry.action.get("end_devices").is_some()).collect();
    assert_eq!(ended.len(), 1);
    let person = json!({"id": mai.member.id, "name": "Lê Thị Mai"});
    let unit_name = "Công đoàn Tổng công ty Dầu Việt Nam";
    let told = json!({"end_devices": {"unit": "cd-pvoil", "unit_name": unit_name, "member": person}});
    assert_eq!(ended[0].action, told);
    assert_eq!(ended[0].who.as_ref().unwrap().id, admin.signed_in.member.id);
    app.verify().await;
}

#[tokio::test]
async fn a_member_elsewhere_is_out_of_reach_and_an_officers_sessions_are_not_ended_here() {
    let (app, admin) = union().await;
    let beside = app.phone("ldld-thanh-hoa", "Phạm Hà").await;
    for id in [beside.member.id.to_string(), uuid::Uuid::now_v7().to_string(), "x".into()] {
        let refused = admin.delete(&format!("/units/cd-dau-khi/members/{id}")).await;
        assert_eq!(problem(refused).await.kind, ProblemKind::NotFound);
    }
    assert_eq!(beside.get("/me").await.status(), StatusCode::OK);
    // Somebody of this unit who holds a role of the nation's.
    let national = officer(&app, "toan.quoc", Role::Auditor, "cd-pvoil").await;
    let path = format!("/units/cd-dau-khi/members/{}", national.signed_in.member.id);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    national.me().await;
}
