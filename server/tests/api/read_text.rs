//! Text that people read: whatever has nothing to see in it, turns its direction or piles up marks goes through no door.

use crate::app::{edit, new_initiative, op, problem, spawn_app};
use model::op::Outcome;
use model::problem::ProblemKind;
use serde_json::{Value as Json, json};

/// Text with nothing to see.
const BLANK: [&str; 8] =
    [" ", "\u{a0}\u{3000}", "\u{200b}", "\u{3164}", "\u{2800}", "\u{ad}\u{2060}", "\u{fe0f}", "\u{301}"];
/// Text that reads as another.
const TURNED: [&str; 6] = ["A\u{202e}n", "\u{200f}An", "An\u{61c}", "\u{2067}An", "An\u{e0041}", "A\u{feff}n"];

fn heap() -> String {
    format!("A{}n", "\u{301}".repeat(99))
}

#[tokio::test]
async fn no_member_has_a_name_that_cannot_be_seen() {
    let app = spawn_app().await;
    let code = app.join_code("cd-pvoil").await;
    let heap = heap();
    for name in BLANK.iter().chain(&TURNED).copied().chain([heap.as_str()]) {
        let refused = app.join(&json!({"code": code, "name": name, "consent": true})).send().await.unwrap();
        let refused = problem(refused).await;
        assert_eq!((refused.kind, refused.errors[0].pointer.as_str()), (ProblemKind::Invalid, "/name"), "{name:?}");
    }
    let pasted = json!({"code": code, "name": "\u{3164}Nguy\u{ad}ễn\u{200b} Thị  Ánh\u{a0}", "consent": true});
    let joined: Json = app.join(&pasted).send().await.unwrap().json().await.unwrap();
    assert_eq!(joined["member"]["name"], "Nguyễn Thị  Ánh");
}

#[tokio::test]
async fn an_initiative_needs_a_title_and_names_that_can_be_seen() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Lê Văn Tám").await;
    for blank in BLANK {
        let id = new_initiative();
        let authors = json!([{"name": blank, "share": 100}]);
        let written = edit(id, 0, json!({"title": blank, "authors": authors}));
        let answer = phone.sync(&[written, op(id, 0, json!({"submit": {}}))]).await;
        let outcomes: Vec<_> = answer.results.iter().map(|result| result.outcome).collect();
        assert_eq!(outcomes, [Outcome::Applied, Outcome::Rejected], "{blank:?}");
        let faults = &answer.results[1].problem.as_ref().unwrap().errors;
        let pointers: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/title", "/authors/0/name"], "{blank:?}");
    }
    let heap = heap();
    for turned in TURNED.iter().copied().chain([heap.as_str()]) {
        for field in ["title", "story"] {
            let verdict = phone.verdict(&edit(new_initiative(), 0, json!({field: turned}))).await;
            assert_eq!(verdict.problem.map(|problem| problem.kind), Some(ProblemKind::Invalid), "{field} {turned:?}");
        }
    }
    let pasted = edit(new_initiative(), 0, json!({"story": "một\u{b}hai\u{c}ba\u{85}bốn\u{2028}năm"}));
    let answer = phone.sync(&[pasted]).await;
    assert_eq!(answer.results[0].outcome, Outcome::Applied);
    let stories: Vec<&str> = answer.changes.iter().map(|one| one.content.text(model::field::Field::Story)).collect();
    assert!(stories.contains(&"một\nhai\nba\nbốn\nnăm"), "{stories:?}");
}

#[tokio::test]
async fn units_are_found_by_what_is_pasted() {
    let app = spawn_app().await;
    let found = async |text: &str| -> Vec<String> {
        let request = app.client.get(app.api("/units")).query(&[("q", text)]);
        let found: Json = request.send().await.unwrap().json().await.unwrap();
        let codes = found["units"].as_array().unwrap().iter();
        codes.map(|unit| unit["code"].as_str().unwrap().to_owned()).collect()
    };
    let plain = found("dau khi").await;
    assert!(!plain.is_empty());
    for pasted in ["D\u{ad}ầu\u{200b} k\u{2060}hí", "Ｄầｕ　ｋｈí", "\u{feff}dầu\u{3164}khí\u{200e}"] {
        assert_eq!(found(pasted).await, plain, "{pasted:?}");
    }
}
