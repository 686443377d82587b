//! Targets given downwards and set by oneself, with their history, on the board at once.

use crate::app::{App, pointers, problem, spawn_app};
use crate::desk::sent;
use crate::officer::{Desk, officer};
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::{AuditResponse, SpanTarget, TargetsResponse};
use reqwest::StatusCode;
use serde_json::{Value as Json, json};

async fn targets(desk: &Desk, unit: &str) -> TargetsResponse {
    let response = desk.get(&format!("/units/{unit}/targets")).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.expect("targets")
}

async fn set(desk: &Desk, unit: &str, body: &Json) -> SpanTarget {
    let response = desk.put(&format!("/units/{unit}/targets"), body).await;
    assert_eq!(response.status(), StatusCode::OK, "{body}");
    response.json().await.expect("a target")
}

async fn union() -> (App, Desk, Desk) {
    let app = spawn_app().await;
    let above = officer(&app, "dau.khi", Role::UnitAdministrator, "cd-dau-khi").await;
    let own = officer(&app, "pvoil", Role::UnitAdministrator, "cd-pvoil").await;
    (app, above, own)
}

#[tokio::test]
async fn a_target_given_from_above_is_on_the_board_at_once_and_its_history_is_kept() {
    let (app, above, own) = union().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    sent(&binh, "Tái sử dụng nước làm mát").await;
    let before = app.totals("cd-pvoil").await;
    assert_eq!((before.own.target.assigned, before.own.percent), (None, None));
    set(&above, "cd-pvoil", &json!({"span": "total", "assigned": 4})).await;
    let shown = app.totals("cd-pvoil").await;
    assert_eq!(
        (shown.own.target.assigned, shown.own.percent.map(|percent| json!(percent))),
        (Some(4), Some(json!(25.0)))
    );
    assert!(shown.seq > before.seq);
    set(&own, "cd-pvoil", &json!({"span": "total", "self_set": 6})).await;
    set(&above, "cd-pvoil", &json!({"span": "total", "assigned": 5})).await;
    let last = set(&above, "cd-pvoil", &json!({"span": "total", "assigned": 5})).await;
    assert_eq!(
        (last.assigned, last.self_set, last.history.len()),
        (Some(5), Some(6), 3),
        "the same again is no revision"
    );
    let told: Vec<_> =
        last.history.iter().map(|one| (one.by.as_ref().unwrap().id, one.assigned, one.self_set)).collect();
    let (above_id, own_id) = (above.signed_in.member.id, own.signed_in.member.id);
    assert_eq!(told, [(above_id, Some(4), None), (own_id, Some(4), Some(6)), (above_id, Some(5), Some(6))]);
    let cleared = set(&above, "cd-pvoil", &json!({"span": "total", "assigned": null})).await;
    assert_eq!((cleared.assigned, cleared.self_set), (None, Some(6)));
    assert_eq!(app.totals("cd-pvoil").await.own.target.assigned, None);
    // What the command line set says so by saying nobody.
    assert_eq!(targets(&above, "cd-dau-khi").await.spans[0].history[0].by, None);

    let auditor = officer(&app, "kiem.tra", Role::Auditor, "tld").await;
    let audit: AuditResponse = auditor.get("/units/cd-pvoil/audit").await.json().await.unwrap();
    let logged: Vec<_> = audit.entries.iter().filter_map(|entry| entry.action.get("set_target")).collect();
    assert_eq!(logged.len(), 4);
    let campaign = "trieu-sang-kien";
    let unit_name = "Công đoàn Tổng công ty Dầu Việt Nam";
    let first = json!({
        "unit": "cd-pvoil", "unit_name": unit_name, "campaign": campaign, "span": "total", "assigned": 4, "self_set": null
    });
    assert_eq!(logged[3], &first);
    app.verify().await;
}

#[tokio::test]
async fn where_nobody_has_a_target_shows_below() {
    let (app, above, _) = union().await;
    let nation = officer(&app, "toan.quoc", Role::NationalAdministrator, "tld").await;
    let shown = targets(&nation, "tld").await;
    let told = |shown: &TargetsResponse| {
        let line = |child: &model::wire::BranchTarget| (child.unit.to_string(), child.assigned, child.below_without);
        shown.children.iter().map(line).collect::<Vec<_>>()
    };
    // "cd-pvoil" has none; "cd-dau-khi" above it has.
    assert_eq!(told(&shown), [("ldld-thanh-hoa".into(), None, 1), ("cd-dau-khi".into(), Some(4), 1)]);
    set(&above, "cd-pvoil", &json!({"span": "total", "assigned": 3})).await;
    set(&nation, "ldld-thanh-hoa", &json!({"span": "total", "assigned": 9})).await;
    let shown = targets(&nation, "tld").await;
    assert_eq!(told(&shown), [("ldld-thanh-hoa".into(), Some(9), 0), ("cd-dau-khi".into(), Some(4), 0)]);
    assert_eq!((shown.campaign.as_str(), shown.spans.len()), ("trieu-sang-kien", 1));
}

#[tokio::test]
async fn each_sets_what_is_theirs_to_set() {
    let (app, above, own) = union().await;
    let nation = officer(&app, "toan.quoc", Role::NationalAdministrator, "tld").await;
    let auditor = officer(&app, "kiem.tra", Role::Auditor, "tld").await;
    let beside = officer(&app, "thanh.hoa", Role::UnitAdministrator, "ldld-thanh-hoa").await;
    let assigned = json!({"span": "total", "assigned": 9});
    let self_set = json!({"span": "total", "self_set": 9});
    for (desk, body, may) in [
        (&own, &assigned, false),
        (&own, &self_set, true),
        (&above, &assigned, true),
        (&above, &self_set, false),
        (&nation, &assigned, true),
        (&nation, &self_set, false),
        (&auditor, &assigned, false),
        (&beside, &assigned, false),
        (&own, &json!({"span": "total", "assigned": 9, "self_set": 9}), false),
    ] {
        let answer = desk.put("/units/cd-pvoil/targets", body).await;
        if may {
            assert_eq!(answer.status(), StatusCode::OK, "{body}");
        } else {
            assert_eq!(problem(answer).await.kind, ProblemKind::Forbidden, "{body}");
        }
    }
    // The nation's own come from nowhere else.
    set(&nation, "tld", &json!({"span": "total", "assigned": 1_000_000, "self_set": 1_200_000})).await;
    assert_eq!(problem(beside.get("/units/cd-pvoil/targets").await).await.kind, ProblemKind::Forbidden);
    assert_eq!(auditor.get("/units/cd-pvoil/targets").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn every_fault_of_a_target_is_named() {
    let (_app, above, _) = union().await;
    let path = "/units/cd-pvoil/targets";
    for (body, faults) in [
        (json!({}), vec!["/span", "/assigned"]),
        (json!({"span": "total"}), vec!["/assigned"]),
        (json!({"span": "Đợt 1", "assigned": 0}), vec!["/span", "/assigned"]),
        (json!({"span": "total", "assigned": "5.400"}), vec!["/assigned"]),
        (json!({"span": "total", "assigned": 1.5}), vec!["/assigned"]),
        (json!({"span": "total", "assigned": 100_000_001, "self_set": -1}), vec!["/assigned", "/self_set"]),
        (json!({"span": "dot-9", "assigned": 5}), vec!["/span"]),
        (json!({"span": "total", "assigned": 5, "campaign": "A B"}), vec!["/campaign"]),
    ] {
        let refused = problem(above.put(path, &body).await).await;
        assert_eq!(refused.kind, ProblemKind::Invalid, "{body}");
        let mut found = pointers(&refused);
        found.dedup();
        assert_eq!(found, faults, "{body}");
    }
    let other = json!({"span": "total", "assigned": 5, "campaign": "khac"});
    assert_eq!(problem(above.put(path, &other).await).await.kind, ProblemKind::NotFound);
    assert_eq!(problem(above.get("/units/cd-pvoil/targets?campaign=khac").await).await.kind, ProblemKind::NotFound);
}
