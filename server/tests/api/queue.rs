//! The officers' queue: what waits, the longest first, found by words and by units.

use crate::app::{App, Phone, edit, new_initiative, op, pointers, problem, spawn_app, submit};
use crate::desk::sent;
use model::id::InitiativeId;
use model::initiative::State;
use model::problem::ProblemKind;
use model::rights::{Right, Role};
use model::wire::{DeskSyncResponse, QueueResponse, Share};
use serde_json::json;

async fn ask(tablet: &Phone, query: &str) -> QueueResponse {
    let response = tablet.get(&format!("/initiatives{query}")).await;
    assert_eq!(response.status(), 200, "{query}");
    response.json().await.expect("a page of the queue")
}

async fn found(tablet: &Phone, query: &str) -> Vec<InitiativeId> {
    let page = ask(tablet, query).await;
    assert_eq!(page.total, page.initiatives.len() as u64, "{query}");
    page.initiatives.iter().map(|initiative| initiative.id).collect()
}

struct Desk {
    app: App,
    /// The pump, the conveyor, and one of the unit above, in the order in which they were sent.
    ids: [InitiativeId; 3],
    binh: Phone,
    lan: Phone,
    bay: Phone,
}

async fn desk() -> Desk {
    let app = spawn_app().await;
    let (binh, hung) = (app.phone("cd-pvoil", "Trần Thị Bình").await, app.phone("cd-dau-khi", "Phạm Hùng").await);
    let mai = app.phone("ldld-thanh-hoa", "Lê Thị Mai").await;
    binh.sync(&[edit(new_initiative(), 0, json!({"title": "Bản nháp"}))]).await;
    let pump = sent(&binh, "Bảo dưỡng máy bơm").await;
    let belt = new_initiative();
    let written = json!({"title": "Bàn trượt băng tải", "kind": "management"});
    binh.sync(&[edit(belt, 0, written), submit(belt, 0)]).await;
    let above = sent(&hung, "Đường ống").await;
    sent(&mai, "Bơm nước").await;
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    let bay = app.officer("cd-dau-khi", "Hồ Thị Bảy", Role::Reviewer).await;
    Desk { app, ids: [pump, belt, above], binh, lan, bay }
}

#[tokio::test]
async fn what_waits_in_my_units_comes_the_oldest_first() {
    let Desk { app, ids: [pump, belt, above], lan, bay, .. } = desk().await;
    assert_eq!(found(&lan, "").await, [pump, belt]);
    assert_eq!(found(&bay, "").await, [pump, belt, above]);
    assert_eq!(found(&bay, "?unit=cd-pvoil").await, [pump, belt]);
    let national = app.officer("tld", "Vũ Thị Sáu", Role::Auditor).await;
    assert_eq!(ask(&national, "").await.total, 4);
    assert_eq!(found(&national, "?unit=cd-dau-khi&state=submitted").await.len(), 3);
}

#[tokio::test]
async fn the_queue_goes_by_deadlines_which_count_from_receipt_and_until_then_from_when_it_was_sent() {
    let Desk { app, ids: [pump, belt, above], bay, .. } = desk().await;
    bay.sync(&[op(pump, 1, json!({"receive": {}}))]).await;
    // Received later than the others were sent, it is due after them.
    assert_eq!(found(&bay, "").await, [belt, above, pump]);
    bay.sync(&[op(belt, 1, json!({"receive": {}}))]).await;
    assert_eq!(found(&bay, "").await, [above, pump, belt]);
    let first = ask(&bay, "?limit=1").await;
    let second = ask(&bay, &format!("?limit=2&cursor={}", first.cursor.expect("there is more"))).await;
    let ids: Vec<_> = second.initiatives.iter().map(|one| one.id).collect();
    assert_eq!(ids, [pump, belt], "pages go in the same order");
    // A tablet puts them in the same one.
    let rows =
        first.initiatives.iter().chain(&second.initiatives).map(|one| {
            model::desk::Paper::read(&serde_json::to_string(one).expect("JSON")).expect("an initiative").row
        });
    let mut rows: Vec<_> = rows.collect();
    let told: Vec<_> = rows.iter().map(|row| row.id).collect();
    rows.sort_by_key(|row| (row.deadline_from(), row.id));
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), told);
    app.verify().await;
}

#[tokio::test]
async fn a_reader_is_told_at_which_levels_they_recognise() {
    use model::initiative::RecognitionLevel::{Grassroots, National, Upper};
    let Desk { app, lan, bay, .. } = desk().await;
    let auditor = app.officer("tld", "Vũ Thị Sáu", Role::Auditor).await;
    let national = app.officer("tld", "Lý Văn Tám", Role::Reviewer).await;
    assert_eq!(ask(&lan, "").await.levels, [Grassroots]);
    assert_eq!(ask(&bay, "").await.levels, [Grassroots, Upper]);
    assert_eq!(ask(&national, "").await.levels, [Grassroots, Upper, National]);
    assert_eq!(ask(&auditor, "").await.levels, [], "an auditor changes nothing");
    let roles = ask(&auditor, "").await.roles;
    assert_eq!(roles, [Right { role: Role::Auditor, unit: "tld".parse().unwrap() }], "and is told what they are now");
}

#[tokio::test]
async fn words_are_found_without_diacritics_in_titles_and_names() {
    let Desk { app: _app, ids: [pump, belt, above], bay, .. } = desk().await;
    for (query, ids) in [
        ("may bom", vec![pump]),
        ("BOM", vec![pump]),
        ("Bơm  máy", vec![pump]),
        ("binh", vec![pump, belt]),
        ("duong ong hung", vec![above]),
        ("nhap", vec![]),
        ("%", vec![]),
        ("bom'--", vec![]),
        ("   ", vec![pump, belt, above]),
    ] {
        let response = bay.get("/initiatives").await;
        let url = format!("{}?{}", response.url(), form(&[("q", query)]));
        let path = url.split_once("/api/v1/initiatives").expect("our address").1.to_owned();
        assert_eq!(found(&bay, &path).await, ids, "{query}");
    }
    assert_eq!(found(&bay, "?kind=management").await, [belt]);
    assert_eq!(found(&bay, "?kind=management&q=bom").await, []);
}

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[tokio::test]
async fn what_is_decided_leaves_the_queue_and_what_is_put_higher_waits_there() {
    let Desk { app: _app, ids: [pump, belt, above], binh, lan, bay, .. } = desk().await;
    let recognise = json!({"recognise": {"level": "grassroots"}});
    lan.sync(&[op(pump, 2, recognise.clone()), op(belt, 2, json!({"decline": {"reason": "Không mới"}}))]).await;
    assert!(found(&lan, "").await.is_empty());
    assert_eq!(found(&lan, "?state=recognised").await, [pump]);
    assert_eq!(found(&lan, "?state=all").await, [pump, belt]);
    lan.sync(&[op(pump, 3, json!({"forward": {}}))]).await;
    assert!(found(&lan, "").await.is_empty(), "it waits for the unit above");
    assert_eq!(found(&bay, "").await, [above, pump], "since it was put there");
    assert_eq!(found(&bay, "?unit=cd-pvoil").await, [pump]);
    let withdrawn = sent(&binh, "Riêng tư").await;
    binh.sync(&[op(withdrawn, 2, json!({"withdraw": {}}))]).await;
    let page = ask(&lan, "?state=withdrawn").await;
    assert_eq!((page.initiatives[0].state, page.initiatives[0].content.is_empty()), (State::Withdrawn, true));
    assert!(found(&lan, "?state=all&q=rieng").await.is_empty(), "its words aren't found either");
    assert!(found(&lan, "?state=draft").await.is_empty());
}

#[tokio::test]
async fn pages_follow_one_another_and_the_sync_goes_on_from_them() {
    let Desk { app: _app, ids: [pump, belt, above], binh, bay, .. } = desk().await;
    let first = ask(&bay, "?limit=2").await;
    let ids = |page: &QueueResponse| page.initiatives.iter().map(|initiative| initiative.id).collect::<Vec<_>>();
    assert_eq!((ids(&first), first.more, first.total), (vec![pump, belt], true, 3));
    let late = sent(&binh, "Gửi sau").await;
    let second = ask(&bay, &format!("?limit=2&cursor={}", first.cursor.expect("there are more"))).await;
    assert_eq!((ids(&second), second.more, second.cursor), (vec![above, late], false, None));
    let news: DeskSyncResponse = bay.send(Some(&first.sync), &[]).await.json().await.expect("the answer to sync");
    let news: Vec<_> = news.changes.iter().map(|initiative| initiative.id).collect();
    assert_eq!(news, [late], "what came after the first page was read");
}

#[tokio::test]
async fn who_reads_no_initiatives_there_gets_no_queue() {
    let Desk { app, binh, lan, .. } = desk().await;
    let refused = async |tablet: &Phone, query: &str| problem(tablet.get(&format!("/initiatives{query}")).await).await;
    let administrator = app.officer("cd-pvoil", "Ngô Văn Tư", Role::UnitAdministrator).await;
    assert_eq!(refused(&binh, "").await.kind, ProblemKind::Forbidden);
    assert_eq!(refused(&administrator, "").await.kind, ProblemKind::Forbidden);
    for unit in ["cd-dau-khi", "ldld-thanh-hoa", "tld"] {
        assert_eq!(refused(&lan, &format!("?unit={unit}")).await.kind, ProblemKind::Forbidden, "{unit}");
    }
    assert_eq!(refused(&lan, "?unit=nowhere").await.kind, ProblemKind::NotFound);
    for (query, at) in [
        ("?state=lost", "/state"),
        ("?kind=magic", "/kind"),
        ("?unit=A", "/unit"),
        ("?limit=0", "/limit"),
        ("?limit=501", "/limit"),
        ("?limit=-1", "/limit"),
        ("?cursor=x", "/cursor"),
        (&format!("?q={}", "a".repeat(201)), "/q"),
    ] {
        assert_eq!(pointers(&refused(&lan, query).await), [at], "{query}");
    }
    let nobody = app.client.get(app.api("/initiatives")).send().await.unwrap();
    assert_eq!(problem(nobody).await.kind, ProblemKind::Unauthorized);
}

#[tokio::test]
async fn readers_are_told_what_they_have_to_do_with_it() {
    let Desk { app, ids: [pump, belt, above], lan, bay, .. } = desk().await;
    let share = async |tablet: &Phone, id: InitiativeId| {
        let page = ask(tablet, "?state=all").await;
        let found = page.initiatives.iter().find(|initiative| initiative.id == id).expect("it is theirs to read");
        let Share { waits_here, decides, may_forward } = found.share.expect("an officer");
        [waits_here, decides, may_forward]
    };
    assert_eq!(share(&lan, pump).await, [true; 3]);
    let auditor = app.officer("cd-pvoil", "Vũ Thị Sáu", Role::Auditor).await;
    assert_eq!(share(&auditor, pump).await, [true, false, false], "reads, and changes nothing");
    let national = app.officer("tld", "Lý Văn Tám", Role::Reviewer).await;
    assert_eq!(share(&national, pump).await, [true, true, false], "nothing is above the root");

    let cursor = ask(&lan, "").await.sync;
    lan.sync(&[op(pump, 2, json!({"recognise": {"level": "grassroots"}})), op(pump, 2, json!({"forward": {}}))]).await;
    let news: DeskSyncResponse = lan.send(Some(&cursor), &[]).await.json().await.expect("the answer to sync");
    let told = news.changes[0].share.expect("an officer");
    assert_eq!((told.waits_here, told.decides), (false, false), "it is before the unit above now");
    assert_eq!(share(&bay, pump).await, [true; 3]);
    lan.sync(&[op(belt, 2, json!({"decline": {"reason": "Không mới"}}))]).await;
    assert_eq!(share(&lan, belt).await, [true, false, false], "the first decision holds");

    // Nobody decides on their own.
    let hung = app.officer("cd-dau-khi", "Phạm Hùng", Role::Reviewer).await;
    let own = sent(&hung, "Van một chiều").await;
    assert_eq!(share(&hung, own).await, [true, false, false]);
    assert_eq!(share(&hung, above).await, [true; 3]);
}
