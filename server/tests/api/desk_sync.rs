//! What an officer's tablet gets: what was sent in their units, as far as it is theirs to see, and what it has to drop.

use crate::app::{Phone, edit, new_initiative, op, spawn_app};
use crate::desk::sent;
use model::id::InitiativeId;
use model::initiative::State;
use model::rights::Role;
use model::wire::DeskSyncResponse;
use serde_json::json;
use std::collections::BTreeSet;

async fn pull(tablet: &Phone, cursor: Option<&str>) -> DeskSyncResponse {
    tablet.send(cursor, &[]).await.json().await.expect("the answer to sync")
}

fn ids(answer: &DeskSyncResponse) -> Vec<InitiativeId> {
    answer.changes.iter().map(|initiative| initiative.id).collect()
}

#[tokio::test]
async fn a_tablet_gets_what_was_sent_in_its_units_and_then_only_what_changes() {
    let app = spawn_app().await;
    let (binh, hung) = (app.phone("cd-pvoil", "Trần Thị Bình").await, app.phone("ldld-thanh-hoa", "Lê Hùng").await);
    let draft = new_initiative();
    binh.sync(&[edit(draft, 0, json!({"title": "Bản nháp"}))]).await;
    let (ours, theirs) = (sent(&binh, "Bảo dưỡng bơm").await, sent(&hung, "Bàn trượt").await);
    let reviewer = app.officer("cd-dau-khi", "Hồ Thị Bảy", Role::Reviewer).await;
    let auditor = app.officer("tld", "Vũ Thị Sáu", Role::Auditor).await;
    let producer = app.officer("tld", "Đạo Diễn", Role::Producer).await;
    let first = pull(&reviewer, None).await;
    assert_eq!((ids(&first), first.reset), (vec![ours], false));
    assert_eq!(ids(&pull(&auditor, None).await), [ours, theirs]);
    assert!(ids(&pull(&producer, None).await).is_empty());

    assert!(ids(&pull(&reviewer, Some(&first.cursor)).await).is_empty());
    let own = new_initiative();
    let mine = reviewer.sync_from(Some(&first.cursor), &[edit(own, 0, json!({"title": "Của tôi"}))]).await;
    assert_eq!(mine.changes[0].id, own, "an officer is a member too");
    binh.sync(&[op(ours, 2, json!({"withdraw": {}}))]).await;
    let news = pull(&reviewer, Some(&mine.cursor)).await;
    assert_eq!((ids(&news), news.changes[0].state), (vec![ours], State::Withdrawn));
    assert!(news.changes[0].content.is_empty(), "of what was taken back a reviewer learns that and no more");
    assert!(!pull(&auditor, None).await.changes[1].content.is_empty());
    assert_eq!(binh.initiative(ours).await.status(), 200);
}

#[tokio::test]
async fn with_other_roles_a_tablet_begins_anew_and_drops_what_is_not_sent_again() {
    let app = spawn_app().await;
    let (binh, hung) = (app.phone("cd-pvoil", "Trần Thị Bình").await, app.phone("ldld-thanh-hoa", "Lê Hùng").await);
    let (ours, theirs) = (sent(&binh, "Bảo dưỡng bơm").await, sent(&hung, "Bàn trượt").await);
    let phone = app.phone("cd-pvoil", "Đỗ Thị Lan").await;
    let own = new_initiative();
    let joined = phone.sync(&[edit(own, 0, json!({"title": "Của tôi"}))]).await.cursor;
    app.give(&phone, Role::Reviewer, "cd-pvoil").await;
    let tablet = app.tablet(&phone).await;
    let first = pull(&tablet, Some(&joined)).await;
    assert_eq!((ids(&first), first.reset), (vec![ours, own], true), "the cursor was of a phone without a role");
    assert_eq!(pull(&tablet, Some(&joined)).await, first, "an answer that got lost is given again");
    assert!(!pull(&tablet, Some(&first.cursor)).await.reset);

    // Another unit: what was sent there long before the cursor comes as well. A fresh token, for rights are kept a moment.
    app.give(&phone, Role::Reviewer, "ldld-thanh-hoa").await;
    let tablet = app.tablet(&phone).await;
    let wider = pull(&tablet, Some(&first.cursor)).await;
    assert_eq!((ids(&wider), wider.reset), (vec![ours, theirs, own], true));

    app.take(&phone, Role::Reviewer, "cd-pvoil").await;
    let tablet = app.tablet(&phone).await;
    let narrower = pull(&tablet, Some(&wider.cursor)).await;
    assert_eq!((ids(&narrower), narrower.reset), (vec![theirs, own], true), "what isn't sent again is to be dropped");

    app.take(&phone, Role::Reviewer, "ldld-thanh-hoa").await;
    let tablet = app.tablet(&phone).await;
    let none = pull(&tablet, Some(&narrower.cursor)).await;
    assert_eq!((ids(&none), none.reset), (vec![own], true));
    assert!(!pull(&tablet, Some(&none.cursor)).await.reset);
}

#[tokio::test]
async fn a_queue_of_many_pages_comes_whole() {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let all: BTreeSet<_> = (0..1_200).map(|_| new_initiative()).collect();
    let every: Vec<_> = all.iter().copied().collect();
    for some in every.chunks(250) {
        let ops = some.iter().flat_map(|id| [edit(*id, 0, json!({"title": "Bơm"})), crate::app::submit(*id, 0)]);
        binh.sync(&ops.collect::<Vec<_>>()).await;
    }
    let tablet = app.officer("tld", "Hồ Thị Bảy", Role::Reviewer).await;
    let (mut seen, mut cursor, mut pages) = (BTreeSet::new(), None, 0);
    loop {
        let answer = pull(&tablet, cursor.as_deref()).await;
        seen.extend(ids(&answer));
        cursor = Some(answer.cursor);
        pages += 1;
        if !answer.more {
            break;
        }
    }
    assert_eq!((seen, pages), (all, 3));
}
