//! A member's way back (lesson 38): another phone by a code, a lost one, a card number that is somebody's, and two members who
//! are put together.

use crate::app::{
    App, Phone, edit, id_of, new_device, new_initiative, op, problem, spawn_app, spawn_app_at, spawn_app_with, submit,
};
use crate::desk::sent;
use crate::officer::{Desk, officer};
use model::calendar::Timestamp;
use model::field::Field;
use model::initiative::State;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use model::wire::{
    AuditResponse, DeviceCodeMade, JoinResponse, MemberLine, MembersResponse, MergePreview, MergeRequestsResponse,
};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value as Json, json};
use server::clock::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

async fn admin(app: &App) -> Desk {
    officer(app, "quan.tri", Role::UnitAdministrator, "cd-dau-khi").await
}

async fn made(response: Response) -> DeviceCodeMade {
    assert_eq!(response.status(), StatusCode::CREATED);
    response.json().await.expect("a device code")
}

/// A code that the phone makes for another one.
async fn own_code(phone: &Phone, keep: bool) -> DeviceCodeMade {
    made(phone.ask(Method::POST, "/device-codes").json(&json!({ "keep": keep })).send().await.unwrap()).await
}

async fn given_code(admin: &Desk, to: &Phone) -> DeviceCodeMade {
    made(admin.post(&format!("/units/cd-dau-khi/members/{}/device-code", to.member.id), &json!({})).await).await
}

async fn joined(app: &App, of: &Phone, response: Response) -> Phone {
    assert_eq!(response.status(), StatusCode::CREATED);
    let JoinResponse { member, token } = response.json().await.expect("the answer to join");
    let mut phone = of.at(app);
    (phone.member, phone.token, phone.device) = (member, token, new_device());
    phone
}

/// Another phone with that code.
async fn comes_by(app: &App, of: &Phone, code: &str) -> Phone {
    let response = app.join(&json!({ "code": code })).send().await.unwrap();
    joined(app, of, response).await
}

async fn refused(app: &App, code: &str) -> ProblemKind {
    problem(app.join(&json!({ "code": code })).send().await.unwrap()).await.kind
}

async fn is_signed_in(phone: &Phone) -> bool {
    phone.send(None, &[]).await.status() == StatusCode::OK
}

/// Somebody joins with a card number.
async fn with_number(app: &App, name: &str, number: &str, more: Json) -> Response {
    let mut body = json!({"code": app.join_code("cd-pvoil").await, "name": name, "member_no": number, "consent": true});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    app.join(&body).send().await.unwrap()
}

#[tokio::test]
async fn lesson_38_a_code_from_the_old_phone_makes_the_new_one_the_same_member_with_their_drafts() {
    let app = spawn_app().await;
    let old = app.phone("cd-pvoil", "Lê Văn Tám").await;
    let draft = new_initiative();
    old.sync(&[edit(draft, 0, json!({"title": "Còn viết dở"}))]).await;
    let code = own_code(&old, true).await;
    assert_eq!(code.url, format!("{}/app/join#{}", app.url, code.code), "the secret is in the fragment");
    let new = comes_by(&app, &old, &code.url).await;
    assert_eq!(new.member, old.member);
    let answer = new.sync(&[]).await;
    assert_eq!(answer.changes.len(), 1);
    assert_eq!(answer.changes[0].content.text(Field::Title), "Còn viết dở");
    assert_eq!(refused(&app, &code.code).await, ProblemKind::UnknownCode, "it works once");
    assert!(is_signed_in(&old).await, "as was chosen");

    let moved = own_code(&old, false).await;
    let third = comes_by(&app, &old, &moved.code.replace('-', " ")).await;
    assert!(!is_signed_in(&old).await && is_signed_in(&new).await && is_signed_in(&third).await);
    assert_eq!(app.totals("tld").await.own.counts.people, 0);
    app.verify().await;
}

#[tokio::test]
async fn a_device_code_is_used_once_also_in_a_race_and_a_repeat_gets_the_same_answer() {
    let app = spawn_app().await;
    let old = app.phone("cd-pvoil", "Lê Văn Tám").await;
    let code = own_code(&old, true).await.code;
    let race = (0..5).map(|_| app.join(&json!({ "code": code })).send());
    let answers = futures::future::join_all(race).await;
    let won = answers.iter().filter(|answer| answer.as_ref().unwrap().status() == StatusCode::CREATED).count();
    assert_eq!(won, 1);
    let code = own_code(&old, true).await.code;
    let with_key = || app.join(&json!({ "code": code })).header("Idempotency-Key", "0193-x").send();
    let first: JoinResponse = with_key().await.unwrap().json().await.unwrap();
    let again: JoinResponse = with_key().await.unwrap().json().await.unwrap();
    assert_eq!(first, again);
    let (older, newer) = (own_code(&old, true).await.code, own_code(&old, true).await.code);
    assert_eq!(refused(&app, &older).await, ProblemKind::UnknownCode, "the newest alone holds");
    comes_by(&app, &old, &newer).await;
}

#[tokio::test]
async fn a_device_code_ends_with_its_time() {
    let now = Arc::new(AtomicI64::new(Clock::system().now().millis()));
    let clock = {
        let now = Arc::clone(&now);
        Clock::of(move || Timestamp::from_millis(now.load(Ordering::Relaxed)).unwrap())
    };
    let app = spawn_app_at("off".parse().unwrap(), clock).await;
    let old = app.phone("cd-pvoil", "Lê Văn Tám").await;
    let pass = |minutes: i64| _ = now.fetch_add(minutes * 60_000, Ordering::Relaxed);
    let code = own_code(&old, true).await.code;
    pass(9);
    comes_by(&app, &old, &code).await;
    let late = own_code(&old, true).await.code;
    pass(11);
    assert_eq!(refused(&app, &late).await, ProblemKind::UnknownCode);
}

#[tokio::test]
async fn lesson_38_an_officers_code_brings_a_member_back_and_ends_the_lost_phone() {
    let app = spawn_app().await;
    let admin = admin(&app).await;
    let lost = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let id = sent(&lost, "Tái sử dụng nước làm mát").await;
    let thiefs = own_code(&lost, true).await.code;
    let code = given_code(&admin, &lost).await;
    assert!(is_signed_in(&lost).await, "nothing ends before it is used");
    let new = comes_by(&app, &lost, &format!("Mã của bạn: {}.", code.code)).await;
    assert_eq!(new.member, lost.member);
    assert!(!is_signed_in(&lost).await);
    assert_eq!(refused(&app, &thiefs).await, ProblemKind::UnknownCode, "what the lost phone had made is gone with it");
    assert_eq!(new.sync(&[]).await.changes[0].id, id);
    assert_eq!(app.totals("tld").await.own.counts.people, 1);

    let auditor = officer(&app, "kiem.tra", Role::Auditor, "cd-pvoil").await;
    let text = auditor.get("/units/cd-pvoil/audit").await.text().await.unwrap();
    assert!(!text.contains(&code.code));
    let audit: AuditResponse = serde_json::from_str(&text).unwrap();
    let acts: Vec<&str> =
        audit.entries.iter().filter_map(|entry| entry.action.as_object()?.keys().next().map(String::as_str)).collect();
    assert_eq!(acts.iter().filter(|act| ["offer_device", "add_device"].contains(act)).count(), 2, "{acts:?}");
    let added = audit.entries.iter().find_map(|entry| entry.action.get("add_device")).unwrap();
    assert_eq!((&added["by_officer"], &added["ended"]), (&json!(true), &json!(1)));
    app.verify().await;
}

#[tokio::test]
async fn device_codes_are_given_by_who_manages_the_members_and_to_nobody_elsewhere() {
    let app = spawn_app().await;
    let member = app.phone("cd-pvoil", "Trần Thị Bình").await;
    for (login, role, unit, may) in [
        ("a", Role::UnitAdministrator, "cd-pvoil", true),
        ("b", Role::NationalAdministrator, "tld", true),
        ("c", Role::Auditor, "tld", false),
        ("d", Role::Reviewer, "cd-pvoil", false),
        ("e", Role::UnitAdministrator, "ldld-thanh-hoa", false),
    ] {
        let desk = officer(&app, &format!("login-{login}"), role, unit).await;
        let answer = desk.post(&format!("/units/cd-pvoil/members/{}/device-code", member.member.id), &json!({})).await;
        assert_eq!(answer.status() == StatusCode::CREATED, may, "{role:?}");
    }
    let elsewhere = officer(&app, "nguoi.khac", Role::UnitAdministrator, "ldld-thanh-hoa").await;
    let path = format!("/units/ldld-thanh-hoa/members/{}/device-code", member.member.id);
    assert_eq!(problem(elsewhere.post(&path, &json!({})).await).await.kind, ProblemKind::NotFound);
    let as_phone = member.ask(Method::POST, &path).json(&json!({})).send().await.unwrap();
    assert_eq!(problem(as_phone).await.kind, ProblemKind::Forbidden);
}

#[tokio::test]
async fn lesson_34_guessing_device_codes_and_card_numbers_is_slowed_down() {
    let app = spawn_app_with("1".parse().unwrap()).await;
    let code = app.join_code("cd-pvoil").await;
    let right = json!({"code": code, "name": "Lê Văn Tám", "member_no": "PV-0042", "consent": true});
    assert_eq!(app.join(&right).send().await.unwrap().status(), StatusCode::CREATED);
    let number = json!({"code": code, "name": "Kẻ Mò", "member_no": "PV0042", "consent": true});
    for (address, guess) in [("198.51.100.9", json!({"code": "9283-4716-5073-8214"})), ("198.51.100.10", number)] {
        let mut tries = 0;
        while app.join(&guess).header("X-Forwarded-For", address).send().await.unwrap().status()
            != StatusCode::TOO_MANY_REQUESTS
        {
            tries += 1;
            assert!(tries <= 40, "{guess}");
        }
    }
}

#[tokio::test]
async fn lesson_38_an_ended_phone_proves_nothing_and_a_session_that_merely_ended_does() {
    let app = spawn_app().await;
    let admin = admin(&app).await;
    let stolen = app.phone("cd-pvoil", "Lê Văn Tám").await;
    stolen.sync(&[edit(new_initiative(), 0, json!({"title": "Bản nháp riêng"}))]).await;
    let body = json!({"code": app.join_code("cd-pvoil").await, "name": "Lê Văn Tám", "consent": true});
    let signs_out = async |phone: &Phone| {
        let answer = phone.ask(Method::POST, "/sign-out").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    };
    let again = app.join(&body).bearer_auth(&stolen.token).send().await.unwrap();
    let again = joined(&app, &stolen, again).await;
    signs_out(&again).await;
    let back = app.join(&body).bearer_auth(&again.token).send().await.unwrap();
    let back = joined(&app, &stolen, back).await;
    assert_eq!(back.member.id, stolen.member.id, "a session that ended blocks nothing");

    // The thief signs out first, so that there is one token that ended by itself; then the phone is reported.
    signs_out(&back).await;
    let path = format!("/units/cd-pvoil/members/{}", stolen.member.id);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    for token in [&stolen.token, &again.token, &back.token] {
        let by_header = app.join(&body).bearer_auth(token);
        let by_cookie =
            app.join(&body).header("Cookie", format!("sangkien={token}")).header("Sec-Fetch-Site", "same-origin");
        for thief in [by_header, by_cookie] {
            let thief = joined(&app, &stolen, thief.send().await.unwrap()).await;
            assert_ne!(thief.member.id, stolen.member.id);
            assert_eq!(thief.sync(&[]).await.changes, []);
        }
    }
    // Whoever it is says to be that member, so an administrator looks.
    let asked: MergeRequestsResponse = admin.get("/units/cd-pvoil/merge-requests").await.json().await.unwrap();
    assert!(asked.requests.iter().all(|request| request.other.id == stolen.member.id) && !asked.requests.is_empty());
}

#[tokio::test]
async fn lesson_38_a_card_number_that_is_somebodys_makes_no_second_member_silently() {
    let app = spawn_app().await;
    let admin = admin(&app).await;
    let first = joined(
        &app,
        &app.phone("cd-pvoil", "Người khác").await,
        with_number(&app, "Lê Thị Đào", "TH 0123", json!({})).await,
    )
    .await;
    for number in ["TH 0123", "th-0123", "TH0123"] {
        let refused = with_number(&app, "Phạm Thị Lài", number, json!({})).await;
        assert_eq!(refused.status(), StatusCode::CONFLICT);
        let text = refused.text().await.unwrap();
        assert!(
            text.contains("member-exists") && !text.contains("Đào") && !text.contains(&first.member.id.to_string())
        );
    }
    let elsewhere = json!({"code": app.join_code("ldld-thanh-hoa").await, "name": "Phạm Thị Lài", "member_no": "TH 0123", "consent": true});
    assert_eq!(
        app.join(&elsewhere).send().await.unwrap().status(),
        StatusCode::CREATED,
        "another unit has numbers of its own"
    );

    let asks = with_number(&app, "Lê Thị Đào", "th-0123", json!({"asks_to_merge": true})).await;
    let second = joined(&app, &first, asks).await;
    assert_ne!(second.member.id, first.member.id);
    let asked: MergeRequestsResponse = admin.get("/units/cd-dau-khi/merge-requests").await.json().await.unwrap();
    let request = &asked.requests[0];
    assert_eq!((request.member.id, request.other.id, asked.requests.len()), (second.member.id, first.member.id, 1));
    // Whoever is known by the phone may give their own number again, whoever else has claimed it.
    let own =
        json!({"code": app.join_code("cd-pvoil").await, "name": "Lê Thị Đào", "member_no": "TH 0123", "consent": true});
    let again = app.join(&own).bearer_auth(&first.token).send().await.unwrap();
    assert_eq!(joined(&app, &first, again).await.member.id, first.member.id);
    let path = format!("/units/cd-dau-khi/members/{}/merge/{}", first.member.id, second.member.id);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(problem(admin.delete(&path).await).await.kind, ProblemKind::NotFound);
    let asked: MergeRequestsResponse = admin.get("/units/cd-dau-khi/merge-requests").await.json().await.unwrap();
    assert_eq!(asked.requests, []);
    app.verify().await;
}

/// Two members of one person, each with work that counts and a draft; the second one also in another unit's branch.
async fn twice(app: &App) -> (Phone, Phone) {
    let first = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let second = app.phone("cd-dau-khi", "Le Thi Mai").await;
    for (phone, title) in [(&first, "Giá treo ống hàn"), (&second, "Khay lọc cặn tháo nhanh")] {
        sent(phone, title).await;
        phone.sync(&[edit(new_initiative(), 0, json!({"title": format!("Nháp: {title}")}))]).await;
    }
    (first, second)
}

#[tokio::test]
async fn lesson_38_two_members_become_one_and_the_totals_and_the_log_are_right() {
    let app = spawn_app().await;
    let admin = admin(&app).await;
    let (first, second) = twice(&app).await;
    let people = async || {
        let mut people = Vec::new();
        for unit in ["cd-pvoil", "cd-dau-khi", "tld"] {
            let own = app.totals(unit).await.own;
            people.push((own.counts.people, own.counts.submitted));
        }
        people
    };
    assert_eq!(people().await, [(1, 1), (2, 2), (2, 2)]);
    let cursors = (first.sync(&[]).await.cursor, second.sync(&[]).await.cursor);
    let path = format!("/units/cd-dau-khi/members/{}/merge/{}", first.member.id, second.member.id);
    let preview: MergePreview = admin.get(&path).await.json().await.unwrap();
    assert_eq!((preview.stays.name.as_str(), preview.goes.name.as_str()), ("Lê Thị Mai", "Le Thi Mai"));
    assert_eq!((preview.stays.initiatives, preview.stays_written, preview.goes_written), (1, 2, 2));
    assert_eq!((preview.obstacle, people().await), (None, vec![(1, 1), (2, 2), (2, 2)]), "looking changes nothing");

    // An op whose answer the second phone never got.
    let late = edit(new_initiative(), 0, json!({"title": "Gửi hai lần"}));
    assert_eq!(second.verdict(&late).await.outcome, Outcome::Applied);
    let merged: MemberLine = admin.post(&path, &json!({})).await.json().await.unwrap();
    assert_eq!((merged.id, merged.initiatives, merged.devices), (first.member.id, 2, 2));
    assert_eq!(people().await, [(1, 1), (1, 2), (1, 2)]);
    app.verify().await;
    assert_eq!(problem(admin.post(&path, &json!({})).await).await.kind, ProblemKind::NotFound, "once");

    // Both phones see the one member from where they stand, and what they still send is that member's.
    for (phone, cursor) in [(&first, &cursors.0), (&second, &cursors.1)] {
        let answer = phone.sync_from(Some(cursor), &[]).await;
        assert_eq!(answer.changes.len(), 5);
        assert!(answer.changes.iter().all(|initiative| initiative.author.id == first.member.id));
        assert_eq!(answer.member.as_ref(), Some(&first.member));
        let next = phone.sync_from(Some(&answer.cursor), &[]).await;
        assert_eq!((next.changes.len(), next.member), (0, None), "and only once");
    }
    assert_eq!(second.verdict(&late).await.outcome, Outcome::Applied, "the receipt still holds");
    let draft = id_of_initiative(&late);
    assert_eq!(second.verdict(&submit(draft, 1)).await.outcome, Outcome::Applied);
    assert_eq!(first.verdict(&op(draft, 2, json!({"withdraw": {}}))).await.outcome, Outcome::Applied);
    sent(&second, "Sau khi gộp").await;
    assert_eq!(people().await, [(1, 2), (1, 3), (1, 3)]);
    app.verify().await;

    let list: MembersResponse = admin.get("/units/cd-dau-khi/members?q=mai").await.json().await.unwrap();
    assert_eq!((list.total, list.members[0].id), (1, first.member.id));
    // The second phone's old name still proves who it is.
    let body = json!({"code": app.join_code("cd-dau-khi").await, "name": "Le Thi Mai", "consent": true});
    let again = joined(&app, &second, app.join(&body).bearer_auth(&second.token).send().await.unwrap()).await;
    assert_eq!(again.member, first.member);
    let app = app.restart().await;
    app.verify().await;
}

fn id_of_initiative(op: &Json) -> model::id::InitiativeId {
    assert_eq!(id_of(op).to_string().len(), 36);
    serde_json::from_value(op["initiative"].clone()).unwrap()
}

#[tokio::test]
async fn nobody_merges_themselves_or_somebody_into_whose_work_they_have_reviewed() {
    let app = spawn_app().await;
    let admin = admin(&app).await;
    let author = app.phone("cd-pvoil", "Lê Thị Mai").await;
    let id = sent(&author, "Giá treo ống hàn").await;
    let path = |stays: &dyn std::fmt::Display, goes: &dyn std::fmt::Display| {
        format!("/units/cd-dau-khi/members/{stays}/merge/{goes}")
    };

    let own = path(&admin.signed_in.member.id, &author.member.id);
    assert_eq!(problem(admin.post(&own, &json!({})).await).await.kind, ProblemKind::Forbidden);
    let preview: Json = admin.get(&own).await.json().await.unwrap();
    assert_eq!(preview["obstacle"], "own");

    let reviewer = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    assert_eq!(reviewer.verdict(&op(id, 2, json!({"receive": {}}))).await.outcome, Outcome::Applied);
    let reviewed = path(&reviewer.member.id, &author.member.id);
    let preview: Json = admin.get(&reviewed).await.json().await.unwrap();
    assert_eq!(preview["obstacle"], "reviewed");
    assert_eq!(problem(admin.post(&reviewed, &json!({})).await).await.kind, ProblemKind::Forbidden);

    // An officer stays one: the other way round.
    let other = app.phone("cd-pvoil", "Do Thi Lan").await;
    sent(&other, "Thang gấp trên xe").await;
    assert_eq!(
        problem(admin.post(&path(&other.member.id, &reviewer.member.id), &json!({})).await).await.kind,
        ProblemKind::Forbidden
    );
    assert_eq!(admin.post(&path(&reviewer.member.id, &other.member.id), &json!({})).await.status(), StatusCode::OK);
    let theirs = other.sync(&[]).await.changes[0].clone();
    assert_eq!((theirs.state, theirs.author.id), (State::Submitted, reviewer.member.id));
    let decides = op(theirs.id, theirs.rev.0, json!({"receive": {}}));
    assert_eq!(reviewer.verdict(&decides).await.problem.unwrap().kind, ProblemKind::Forbidden, "it is their own now");
    app.verify().await;
}
