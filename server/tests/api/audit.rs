//! Who did what: the history of an initiative, and the audit of a unit.

use crate::app::{App, Phone, edit, op, problem, spawn_app};
use crate::desk::sent;
use model::id::InitiativeId;
use model::initiative::State;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::{AuditResponse, Capacity, HistoryResponse};
use serde_json::json;

/// One initiative that was returned, sent again and recognised, while a second officer wanted to decline it.
async fn story() -> (App, Phone, InitiativeId, Phone, Phone) {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let id = sent(&binh, "Tái sử dụng nước làm mát").await;
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    let minh = app.officer("cd-pvoil", "Bùi Văn Minh", Role::Reviewer).await;
    lan.sync(&[op(id, 2, json!({"return": {"reason": "Nói rõ hơn"}}))]).await;
    binh.sync(&[edit(id, 3, json!({"effect": "Mỗi ca hai giờ"})), crate::app::submit(id, 3)]).await;
    minh.sync(&[op(id, 5, json!({"comment": {"text": "Nên nhân rộng", "score": 90}}))]).await;
    lan.sync(&[op(id, 5, json!({"recognise": {"level": "grassroots", "benefit_vnd": 80}}))]).await;
    minh.sync(&[op(id, 5, json!({"decline": {"reason": "Đã có ở xưởng khác"}}))]).await;
    (app, binh, id, lan, minh)
}

async fn history(reader: &Phone, id: InitiativeId, query: &str) -> HistoryResponse {
    reader.get(&format!("/initiatives/{id}/history{query}")).await.json().await.expect("a history")
}

#[tokio::test]
async fn the_history_tells_who_did_what_and_keeps_every_word_of_the_officers() {
    let (_app, binh, id, lan, minh) = story().await;
    let told = history(&lan, id, "").await;
    let entries: Vec<_> = told
        .entries
        .iter()
        .map(|entry| (entry.who.as_ref().unwrap().id, entry.capacity, entry.action.as_object().unwrap().keys().next()))
        .map(|(who, capacity, action)| (who, capacity, action.unwrap().as_str()))
        .collect();
    let (author, first, second) = (binh.member.id, lan.member.id, minh.member.id);
    use Capacity::{Author, Officer};
    assert_eq!(
        entries,
        [
            (author, Author, "edit"),
            (author, Author, "submit"),
            (first, Officer, "return"),
            (author, Author, "edit"),
            (author, Author, "submit"),
            (second, Officer, "comment"),
            (first, Officer, "recognise"),
            (second, Officer, "decline"),
        ]
    );
    assert_eq!(told.entries[2].action, json!({"return": {"reason": "Nói rõ hơn"}}));
    assert_eq!(told.entries[6].action, json!({"recognise": {"level": "grassroots", "benefit_vnd": 80}}));
    let edited = &told.entries[3];
    assert_eq!((&edited.action, edited.fields.len(), edited.device), (&json!({"edit": {}}), 1, Some(binh.device)));
    let late = &told.entries[7];
    assert_eq!((late.outcome, late.note.as_deref()), (Outcome::Rejected, Some("already-decided")));
    let comments: Vec<_> = told.comments.iter().map(|comment| (comment.text.as_str(), comment.score)).collect();
    assert_eq!(comments, [("Nên nhân rộng", Some(90)), ("Đã có ở xưởng khác", None)]);
    assert_eq!(told.comments[1].overtaken.as_ref().unwrap().state, State::Declined);
    assert!(told.entries.iter().all(|entry| entry.hash.len() == 64));
}

#[tokio::test]
async fn the_history_is_for_who_may_read_it_and_comes_in_pages() {
    let (app, binh, id, lan, _) = story().await;
    let beside = app.officer("ldld-thanh-hoa", "Lê Thị Mai", Role::Reviewer).await;
    let administrator = app.officer("cd-pvoil", "Ngô Văn Tư", Role::UnitAdministrator).await;
    for who in [&binh, &beside, &administrator] {
        let refused = problem(who.get(&format!("/initiatives/{id}/history")).await).await;
        assert_eq!(refused.kind, ProblemKind::NotFound, "the author doesn't read what the council says either");
    }
    let first = history(&lan, id, "?limit=5").await;
    let second = history(&lan, id, &format!("?limit=5&cursor={}", first.cursor.expect("there are more"))).await;
    assert_eq!((first.entries.len(), second.entries.len(), second.cursor), (5, 3, None));
    for path in ["/initiatives/x/history", "/initiatives/%FF/history"] {
        assert_eq!(problem(lan.get(path).await).await.kind, ProblemKind::NotFound);
    }
    for query in ["?limit=0", "?limit=1001", "?cursor=x", "?cursor=-1"] {
        let refused = problem(lan.get(&format!("/initiatives/{id}/history{query}")).await).await;
        assert_eq!(refused.kind, ProblemKind::Invalid, "{query}");
    }
}

#[tokio::test]
async fn the_audit_of_a_unit_has_its_branchs_ops_and_rights_and_no_others() {
    let (app, binh, id, lan, _) = story().await;
    let hung = app.phone("ldld-thanh-hoa", "Lê Hùng").await;
    sent(&hung, "Nơi khác").await;
    app.take(&lan, Role::Reviewer, "cd-pvoil").await;
    let auditor = app.officer("cd-dau-khi", "Vũ Thị Sáu", Role::Auditor).await;
    let audit = async |who: &Phone, path: &str| -> AuditResponse {
        who.get(&format!("/units{path}")).await.json().await.expect("an audit")
    };
    let all = audit(&auditor, "/cd-dau-khi/audit").await;
    // Eight ops, two rights given, one taken, the auditor's own, two first join codes, and the target that the unit began with.
    assert_eq!((all.entries.len(), all.cursor), (15, None));
    assert!(all.entries.iter().all(|entry| entry.initiative.is_none_or(|about| about == id)));
    assert!(all.entries.is_sorted_by_key(|entry| std::cmp::Reverse(entry.position)));
    let given = &all.entries[0];
    let member = json!({"id": auditor.member.id, "name": "Vũ Thị Sáu"});
    let action = json!({"give": {"role": "auditor", "unit": "cd-dau-khi", "unit_name": "Công đoàn Dầu khí Việt Nam", "member": member}});
    assert_eq!((&given.action, given.capacity, &given.who), (&action, Capacity::Operator, &None));
    assert!(all.entries[1].action.get("make_join_code").is_some());
    assert!(all.entries[2].action.get("take").is_some());
    let below = audit(&auditor, "/cd-pvoil/audit?limit=10").await;
    assert_eq!(below.entries, all.entries[2..12]);
    let rest = audit(&auditor, &format!("/cd-pvoil/audit?limit=10&cursor={}", below.cursor.expect("one more"))).await;
    assert_eq!(rest.entries, all.entries[12..14]);
    assert!(all.entries[14].action.get("set_target").is_some());
    let national = app.officer("tld", "Hoàng Văn Chín", Role::NationalAdministrator).await;
    // Here also what the other unit did, this right, two more join codes, and the union's units and campaign.
    let nation = audit(&national, "/tld/audit").await.entries;
    assert_eq!(nation.len(), 22);
    let said = |name: &str| nation.iter().find_map(|entry| entry.action.get(name)).cloned().unwrap_or_default();
    assert_eq!((&said("import_units")["added"], &said("import_units")["unit"]), (&json!(4), &json!("tld")));
    assert_eq!(said("save_campaign")["slug"], "trieu-sang-kien");

    for (who, unit, kind) in [
        (&auditor, "tld", ProblemKind::Forbidden),
        (&auditor, "ldld-thanh-hoa", ProblemKind::Forbidden),
        (&lan, "cd-pvoil", ProblemKind::Forbidden),
        (&binh, "cd-pvoil", ProblemKind::Forbidden),
        (&auditor, "nowhere", ProblemKind::NotFound),
        (&auditor, "A", ProblemKind::NotFound),
    ] {
        assert_eq!(problem(who.get(&format!("/units/{unit}/audit")).await).await.kind, kind, "{unit}");
    }
    app.verify().await;
}

#[tokio::test]
async fn an_author_who_audits_doesnt_read_what_the_council_said_of_their_own() {
    let (app, binh, _, _, _) = story().await;
    app.give(&binh, Role::Auditor, "cd-pvoil").await;
    let own = app.tablet(&binh).await;
    let other = app.officer("cd-pvoil", "Vũ Thị Sáu", Role::Auditor).await;
    let said = async |who: &Phone| -> Vec<serde_json::Value> {
        let told: AuditResponse = who.get("/units/cd-pvoil/audit").await.json().await.expect("an audit");
        let actions = told.entries.into_iter().map(|entry| entry.action);
        actions.filter(|action| action.get("comment").or(action.get("decline")).is_some()).collect()
    };
    let whole =
        json!([{"decline": {"reason": "Đã có ở xưởng khác"}}, {"comment": {"text": "Nên nhân rộng", "score": 90}}]);
    assert_eq!(json!(said(&other).await), whole);
    assert_eq!(json!(said(&own).await), json!([{"decline": {}}, {"comment": {}}]), "that it was said stays in the log");
}
