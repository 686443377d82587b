//! Stories on air: nothing that wasn't approved, nobody who doesn't agree, and gone at once when they don't any more.

use crate::app::{App, Phone, edit, new_initiative, op, problem, spawn_app, submit};
use crate::show::{act, picture, producer, refused, room, until};
use crate::show_outputs::Viewer;
use model::id::InitiativeId;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use model::show::{Candidate, Content, Picture, StoryPicture, Verdict};
use serde_json::{Value as Json, json};
use std::time::Duration;

/// A recognised initiative with a story.
async fn recognised(author: &Phone, reviewer: &Phone, more: Json) -> InitiativeId {
    let id = new_initiative();
    let mut fields =
        json!({"title": "Bàn trượt băng tải", "story": "Mỗi ca chúng tôi mất hai giờ.", "public_story": true});
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = author.sync(&[edit(id, 0, fields), submit(id, 0)]).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied), "{:?}", answer.results);
    let recognise = json!({"recognise": {"level": "grassroots", "benefit_vnd": 80_000_000}});
    assert_eq!(reviewer.verdict(&op(id, 2, recognise)).await.outcome, Outcome::Applied);
    id
}

async fn consent(author: &Phone, id: InitiativeId, rev: u32, agrees: bool) {
    let result = author.verdict(&edit(id, rev, json!({"public_story": agrees}))).await;
    assert_eq!(result.outcome, Outcome::Applied, "{result:?}");
}

async fn people() -> (App, Phone, Phone, Phone) {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    let vy = producer(&app, "Hà Vy").await;
    (app, binh, lan, vy)
}

fn moderate(id: InitiativeId, verdict: &str) -> Json {
    json!({"act": "moderate", "initiative": id, "verdict": verdict})
}

fn story(picture: &Picture) -> Option<&StoryPicture> {
    match &picture.content {
        Some(Content::Story(story)) => Some(story),
        _ => None,
    }
}

async fn candidates(app: &App, who: &Phone, count: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    until("the stories", async || {
        found = room(&who.at(app)).await.stories;
        found.len() == count
    })
    .await;
    found
}

#[tokio::test]
async fn a_story_goes_on_air_once_its_author_agrees_and_a_producer_has_approved_it() {
    let (app, binh, lan, vy) = people().await;
    let id = recognised(&binh, &lan, json!({"public_story": false})).await;
    act(&vy, json!({"act": "add", "scene": "story", "initiative": id})).await;
    let shy = candidates(&app, &vy, 1).await.remove(0);
    assert_eq!(
        (shy.title.as_str(), shy.authors.len(), shy.consent),
        ("Bàn trượt băng tải", 0, None),
        "nobody is named"
    );
    let told = refused(&vy, moderate(id, "approved")).await;
    assert_eq!((told.kind, told.detail.contains("chưa đồng ý")), (ProblemKind::Frozen, true));
    assert_eq!(refused(&vy, json!({"act": "take", "item": 1})).await.kind, ProblemKind::Frozen);

    consent(&binh, id, 3, true).await;
    until("the author's answer", async || room(&vy).await.stories[0].consent.is_some()).await;
    assert_eq!(room(&vy).await.stories[0].authors, ["Trần Thị Bình"]);
    let told = refused(&vy, json!({"act": "take", "item": 1})).await;
    assert_eq!((told.kind, told.detail.contains("chưa được duyệt")), (ProblemKind::Frozen, true));
    assert_eq!(story(&picture(&app, &format!("scene=story&initiative={id}")).await), None, "nor by its address");

    act(&vy, moderate(id, "approved")).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    let shown = picture(&app, "").await;
    let on_air = story(&shown).expect("it is on air");
    assert_eq!(
        (on_air.authors.as_slice(), on_air.quotation.as_str()),
        (&["Trần Thị Bình".to_owned()][..], "Mỗi ca chúng tôi mất hai giờ.")
    );
    assert_eq!(on_air.unit_name, "Công đoàn Tổng công ty Dầu Việt Nam");
    act(&vy, moderate(id, "approved_unnamed")).await;
    assert_eq!(story(&picture(&app, "").await).unwrap().authors, [""; 0], "the name leaves the picture that is on air");
    act(&vy, moderate(id, "skipped")).await;
    assert_eq!(picture(&app, "").await.content, None, "and so does what is skipped");
    app.verify().await;
}

#[tokio::test]
async fn consent_withdrawn_leaves_every_screen_within_two_seconds_and_does_not_come_back_by_itself() {
    let (app, binh, lan, vy) = people().await;
    let id = recognised(&binh, &lan, json!({})).await;
    act(&vy, json!({"act": "add", "scene": "story", "initiative": id})).await;
    act(&vy, moderate(id, "approved")).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    // Frozen pictures stand still, and this one too, but for what nobody may show any more.
    act(&vy, json!({"act": "freeze"})).await;
    let kept = serde_json::to_string(&room(&vy).await.show).unwrap();
    assert!(!kept.contains("hai giờ"), "no word of it is kept: {kept}");
    let mut stage = Viewer::open(&app, "output=program").await;
    let mut overlay = Viewer::open(&app, &format!("scene=story&initiative={id}")).await;
    let mut prompter = Viewer::of(&vy, "/show/stream?output=prompter").await;
    for viewer in [&mut stage, &mut overlay] {
        assert!(story(&viewer.picture().await).is_some());
    }
    assert!(prompter.data("picture").await["on_air"].is_object());

    let began = std::time::Instant::now();
    consent(&binh, id, 3, false).await;
    while stage.picture().await.content.is_some() {}
    while overlay.picture().await.content.is_some() {}
    while prompter.data("picture").await["on_air"].is_object() {}
    let took = began.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(picture(&app, "").await.content, None);

    consent(&binh, id, 4, true).await;
    assert_eq!(refused(&vy, json!({"act": "take", "item": 1})).await.kind, ProblemKind::Frozen, "it is a new question");
    assert_eq!(picture(&app, "").await.content, None);
    act(&vy, moderate(id, "approved")).await;
    while stage.picture().await.content.is_none() {}
}

#[tokio::test]
async fn what_is_confidential_reaches_neither_the_desk_nor_the_air() {
    let (app, binh, lan, vy) = people().await;
    let secret = "Tỷ lệ phụ gia là 3,5 phần nghìn";
    let told = json!({"title": "Pha phụ gia: tỷ lệ phụ gia là 3,5 phần nghìn", "confidential": secret});
    let given_away = recognised(&binh, &lan, told).await;
    let kept = json!({"title": "Pha phụ gia", "confidential": secret, "solution": secret,
        "story": "Tỷ lệ phụ gia là 3,5 phần nghìn thì hết cặn.", "effect": "Máy chạy êm."});
    let kept = recognised(&binh, &lan, kept).await;
    let seen = candidates(&app, &vy, 1).await;
    assert_eq!((seen[0].initiative, seen[0].title.as_str()), (kept, "Pha phụ gia"), "its title gives the other away");
    assert_eq!(refused(&vy, moderate(given_away, "approved")).await.kind, ProblemKind::Frozen);
    act(&vy, moderate(kept, "approved")).await;
    act(&vy, json!({"act": "add", "scene": "story", "initiative": kept})).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    assert_eq!(story(&picture(&app, "").await).unwrap().quotation, "Máy chạy êm.");
    let desk = vy.get("/show").await.text().await.unwrap();
    assert!(!desk.contains("3,5"), "{desk}");
}

#[tokio::test]
async fn what_is_not_recognised_is_no_story() {
    let (app, binh, lan, vy) = people().await;
    let id = new_initiative();
    binh.sync(&[edit(id, 0, json!({"title": "Chưa xét", "story": "Chuyện", "public_story": true})), submit(id, 0)])
        .await;
    assert_eq!(refused(&vy, moderate(id, "approved")).await.kind, ProblemKind::NotFound);
    assert_eq!(
        refused(&vy, json!({"act": "add", "scene": "story", "initiative": id})).await.kind,
        ProblemKind::NotFound
    );
    assert!(room(&vy).await.stories.is_empty());
    let other = recognised(&binh, &lan, json!({"story": ""})).await;
    act(&vy, moderate(other, "approved")).await;
    let nobodys = app.client.get(app.api("/show/picture?scene=story&initiative=x")).send().await.unwrap();
    assert_eq!(problem(nobodys).await.kind, ProblemKind::Invalid);
}

#[tokio::test]
async fn joint_work_is_credited_as_such_and_a_benefit_says_what_it_refers_to() {
    let (app, binh, lan, vy) = people().await;
    let authors = [("Trần Thị Bình", 50), ("Lê Kim Thoa", 30), ("Vũ Văn Tám", 20)];
    let authors = authors.map(|(name, share)| json!({"name": name, "share": share}));
    let more = json!({"authors": authors, "benefit_vnd": 90_000_000, "benefit_period": "per_year"});
    let id = recognised(&binh, &lan, more).await;
    act(&vy, json!({"act": "add", "scene": "story", "initiative": id})).await;
    act(&vy, moderate(id, "approved")).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    let shown = json!(story(&picture(&app, "").await).expect("it is on air"));
    // Those who weren't asked are counted, and not named.
    assert_eq!((&shown["authors"], &shown["other_authors"]), (&json!(["Trần Thị Bình"]), &json!(2)));
    assert_eq!((&shown["benefit"], &shown["period"]), (&json!({"verified": 80_000_000}), &json!("per_year")));
    let told = json!(candidates(&app, &vy, 1).await[0]);
    for part in ["authors", "other_authors", "benefit", "period", "quotation"] {
        assert_eq!(told[part], shown[part], "a producer reads what will be shown: {part}");
    }
    act(&vy, moderate(id, "approved_unnamed")).await;
    let shown = json!(story(&picture(&app, "").await).expect("it is on air"));
    assert_eq!((&shown["authors"], &shown["other_authors"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn producers_read_a_story_for_as_long_as_its_author_agrees() {
    let (app, binh, lan, vy) = people().await;
    let id = recognised(&binh, &lan, json!({"public_story": false})).await;
    let told = |story: &Candidate| (story.quotation.clone(), story.benefit.is_some(), story.authors.len());
    let nothing = (String::new(), false, 0);
    assert_eq!(told(&candidates(&app, &vy, 1).await[0]), nothing);
    assert!(!vy.get("/show").await.text().await.unwrap().contains("hai giờ"));
    consent(&binh, id, 3, true).await;
    let words = "Mỗi ca chúng tôi mất hai giờ.".to_owned();
    until("its words", async || told(&room(&vy).await.stories[0]) == (words.clone(), true, 1)).await;
    consent(&binh, id, 4, false).await;
    until("nothing of it", async || told(&room(&vy).await.stories[0]) == nothing).await;
}

#[tokio::test]
async fn a_story_of_the_rundown_says_how_it_stands_however_many_came_after_it() {
    let (_app, binh, lan, vy) = people().await;
    let id = recognised(&binh, &lan, json!({"title": "Chuyện đầu tiên"})).await;
    act(&vy, json!({"act": "add", "scene": "story", "initiative": id})).await;
    let standing = async || room(&vy).await.rundown_stories.remove(0);
    assert_eq!(standing().await.verdict, None);
    act(&vy, moderate(id, "approved")).await;
    for _ in 0..41 {
        recognised(&binh, &lan, json!({})).await;
    }
    until("the others", async || room(&vy).await.stories.iter().all(|story| story.initiative != id)).await;
    let told = standing().await;
    assert_eq!((told.initiative, told.title.as_deref()), (id, Some("Chuyện đầu tiên")));
    assert!(told.consent.is_some() && told.verdict == Some(Verdict::Approved), "{told:?}");
    consent(&binh, id, 3, false).await;
    until("that it was taken back", async || standing().await.consent.is_none()).await;
    assert_eq!(standing().await.title.as_deref(), Some("Chuyện đầu tiên"));
    consent(&binh, id, 4, true).await;
    until("that it is agreed to anew", async || standing().await.consent.is_some()).await;
    assert_eq!(standing().await.verdict, None, "what was said before counts no more");
}
