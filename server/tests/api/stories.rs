//! Stories: what everybody may read, and that a consent holds for as long as it is given.

use crate::app::{App, Phone, edit, new_initiative, op, pointers, problem, spawn_app, spawn_app_with, submit};
use model::id::InitiativeId;
use model::op::Outcome;
use model::problem::ProblemKind;
use model::rights::Role;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value as Json, json};
use server::http::limit::Strictness;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

const SECRET: &str = "Tỷ lệ pha 3 phần bột, 7 phần nước";

async fn get(app: &App, id: InitiativeId) -> Response {
    app.client.get(app.api(&format!("/stories/{id}"))).send().await.unwrap()
}

async fn done(phone: &Phone, ops: &[Json]) {
    let answer = phone.sync(ops).await;
    assert!(answer.results.iter().all(|result| result.outcome == Outcome::Applied), "{:?}", answer.results);
}

/// An initiative of Bình's that says this too, and was handed in.
async fn sent(binh: &Phone, more: Json) -> InitiativeId {
    let id = new_initiative();
    let mut fields = json!({
        "title": "Tái sử dụng nước làm mát", "story": "Hôm ấy trời nóng.", "solution": "Nối một ống về bể.",
        "benefit_vnd": 90_000_000, "benefit_period": "per_year", "public_story": true,
    });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    done(binh, &[edit(id, 0, fields), submit(id, 0)]).await;
    id
}

async fn recognise(lan: &Phone, id: InitiativeId) {
    done(lan, &[op(id, 2, json!({"recognise": {"level": "grassroots", "benefit_vnd": 80_000_000}}))]).await;
}

async fn people() -> (App, Phone, Phone) {
    let app = spawn_app().await;
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let lan = app.officer("cd-pvoil", "Đỗ Thị Lan", Role::Reviewer).await;
    (app, binh, lan)
}

#[tokio::test]
async fn a_story_is_there_once_it_is_recognised_and_its_author_agrees() {
    let (app, binh, lan) = people().await;
    let (agreed, silent) = (sent(&binh, json!({})).await, sent(&binh, json!({"public_story": false})).await);
    assert_eq!(get(&app, agreed).await.status(), StatusCode::NOT_FOUND, "it waits for the officers");
    recognise(&lan, agreed).await;
    recognise(&lan, silent).await;
    let story: Json = get(&app, agreed).await.json().await.unwrap();
    assert_eq!((&story["title"], &story["authors"]), (&json!("Tái sử dụng nước làm mát"), &json!(["Trần Thị Bình"])));
    assert_eq!(story["benefit"], json!({"estimated": 90_000_000, "verified": 80_000_000, "period": "per_year"}));
    for missing in [silent, new_initiative()] {
        assert_eq!(problem(get(&app, missing).await).await.kind, ProblemKind::NotFound);
    }
    assert_eq!(app.client.get(app.api("/stories/x")).send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_who_agreed_is_named_in_story_list_and_search() {
    let (app, binh, lan) = people().await;
    let authors = |own: Json| json!([{"name": "Trần Thị Bỉnh", "share": 50}, own]);
    let marked =
        sent(&binh, json!({"authors": authors(json!({"name": "Tran Thi Binh", "share": 50, "self": true}))})).await;
    let older = sent(&binh, json!({"authors": authors(json!({"name": "Trần Thị Bình", "share": 50}))})).await;
    let nobody = sent(&binh, json!({"authors": authors(json!({"name": "Trần Thị Bính", "share": 50}))})).await;
    for id in [marked, older, nobody] {
        recognise(&lan, id).await;
    }
    for (id, named, others) in
        [(marked, json!(["Trần Thị Bình"]), 1), (older, json!(["Trần Thị Bình"]), 1), (nobody, json!([]), 2)]
    {
        let story: Json = get(&app, id).await.json().await.unwrap();
        assert_eq!((&story["authors"], &story["other_authors"]), (&named, &json!(others)));
    }
    let found = list(&app, &[]).await;
    let names: Vec<&Json> = found["stories"].as_array().unwrap().iter().map(|story| &story["authors"]).collect();
    assert_eq!(
        names,
        [&json!([]), &json!(["Trần Thị Bình"]), &json!(["Trần Thị Bình"])],
        "the last one sent comes first"
    );
    // Who isn't named isn't found by name either.
    assert_eq!(list(&app, &[("q", "Trần Thị")]).await["stories"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn half_of_what_is_confidential_is_in_nothing_that_everybody_may_read() {
    let (app, binh, lan) = people().await;
    let secret = "Ngâm lưới trong dung dịch axit citric 12 % qua đêm rồi rửa bằng nước ấm";
    let told = sent(&binh, json!({
        "confidential": secret, "story": "Cứ ngâm lưới\nTRONG dung dịch là sạch.", "effect": "Chỉ cần 12% thôi.", "area": "Cơ khí",
    })).await;
    let named = sent(&binh, json!({"confidential": secret, "title": "Rồi rửa bằng nước ấm"})).await;
    recognise(&lan, told).await;
    recognise(&lan, named).await;
    let story: Json = get(&app, told).await.json().await.unwrap();
    assert_eq!((&story["story"], &story["effect"], &story["area"]), (&json!(""), &json!(""), &json!("Cơ khí")));
    assert_eq!(get(&app, named).await.status(), StatusCode::NOT_FOUND, "its title tells");
    let page = app.client.get(format!("{}/stories/{told}", app.url)).send().await.unwrap().text().await.unwrap();
    assert!(!page.to_lowercase().contains("dung dịch") && !page.contains("12%"), "neither its page nor its tags");
    assert_eq!(titles(&list(&app, &[]).await).len(), 1);
}

async fn list(app: &App, query: &[(&str, &str)]) -> Json {
    let response = app.client.get(app.api("/stories")).query(query).send().await.unwrap();
    assert_eq!(
        (response.status(), &response.headers()["cache-control"]),
        (StatusCode::OK, &"no-cache".parse().unwrap())
    );
    response.json().await.unwrap()
}

fn titles(found: &Json) -> Vec<&str> {
    found["stories"].as_array().unwrap().iter().map(|story| story["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn stories_are_found_without_diacritics_by_unit_area_kind_and_benefit() {
    let (app, binh, lan) = people().await;
    let (water, book) = ("Tái sử dụng nước làm mát", "Sổ giao ca một trang");
    let first = sent(&binh, json!({"kind": "technical", "area": "Năng lượng, môi trường"})).await;
    recognise(&lan, first).await;
    let story = format!("Giao ca {}", "nhanh hơn mười phút ".repeat(40));
    let second = sent(&binh, json!({"title": book, "kind": "management", "story": story, "benefit_vnd": null})).await;
    done(&lan, &[op(second, 2, json!({"recognise": {"level": "grassroots"}}))]).await;
    let silent = sent(&binh, json!({"title": "Kín", "public_story": false})).await;
    recognise(&lan, silent).await;

    let all = list(&app, &[]).await;
    assert_eq!((titles(&all), &all["total"], &all["cursor"]), (vec![book, water], &json!(2), &Json::Null));
    let line = all["stories"][0].as_object().unwrap();
    let opening = line["opening"].as_str().unwrap();
    assert!(
        opening.starts_with("Giao ca nhanh") && opening.ends_with('…') && opening.chars().count() <= 200,
        "{opening}"
    );
    assert!(!line.contains_key("solution"), "a list is no place for whole texts");
    for (query, expected) in [
        (vec![("q", "NUOC lam")], vec![water]),
        (vec![("q", "bình")], vec![book, water]),
        (vec![("q", "khong co dau")], vec![]),
        (vec![("q", "'; drop table initiatives; --")], vec![]),
        (vec![("unit", "cd-dau-khi")], vec![book, water]),
        (vec![("unit", "ldld-thanh-hoa")], vec![]),
        (vec![("area", "moi truong")], vec![water]),
        (vec![("kind", "management")], vec![book]),
        (vec![("benefit", "80000000")], vec![water]),
        (vec![("benefit", "80000001")], vec![]),
        (vec![("kind", "management"), ("unit", "tld"), ("q", "so giao")], vec![book]),
    ] {
        assert_eq!(titles(&list(&app, &query).await), expected, "{query:?}");
    }
    let page = list(&app, &[("limit", "1")]).await;
    assert_eq!((titles(&page), &page["total"]), (vec![book], &json!(2)));
    let rest = list(&app, &[("limit", "1"), ("cursor", page["cursor"].as_str().unwrap())]).await;
    assert_eq!((titles(&rest), &rest["cursor"]), (vec![water], &Json::Null));
    done(&binh, &[edit(second, 3, json!({"public_story": false}))]).await;
    assert_eq!(titles(&list(&app, &[]).await), [water], "the consent holds from the next request on");
    app.verify().await;
}

#[tokio::test]
async fn a_list_that_is_asked_for_wrongly_says_what_is_wrong() {
    let app = spawn_app().await;
    let ask = async |query: &str| app.client.get(app.api(&format!("/stories?{query}"))).send().await.unwrap();
    for (query, pointer) in [
        ("kind=x", "/kind"),
        ("benefit=x", "/benefit"),
        ("benefit=-1", "/benefit"),
        ("cursor=x", "/cursor"),
        ("limit=0", "/limit"),
        ("limit=101", "/limit"),
        ("unit=%20", "/unit"),
        (&format!("q={}", "a".repeat(201)), "/q"),
        (&format!("area={}", "a".repeat(201)), "/area"),
    ] {
        let problem = problem(ask(query).await).await;
        assert_eq!((problem.kind, pointers(&problem)), (ProblemKind::Invalid, vec![pointer]), "{query}");
    }
    assert_eq!(problem(ask("unit=khong-co").await).await.kind, ProblemKind::NotFound);
}

async fn follow(phone: &Phone, method: Method, id: InitiativeId) -> Response {
    phone.ask(method, &format!("/stories/{id}/follow")).send().await.unwrap()
}

#[tokio::test]
async fn who_would_like_to_apply_a_story_is_counted_for_all_and_told_by_unit_to_its_author() {
    let (app, binh, lan) = people().await;
    let id = sent(&binh, json!({})).await;
    let hanh = app.phone("ldld-thanh-hoa", "Lê Thị Hạnh").await;
    assert_eq!(problem(follow(&hanh, Method::PUT, id).await).await.kind, ProblemKind::NotFound, "not public yet");
    recognise(&lan, id).await;
    for _ in 0..2 {
        let state: Json = follow(&hanh, Method::PUT, id).await.json().await.unwrap();
        assert_eq!(state, json!({"follows": true, "own": false, "appliers": 1}));
    }
    follow(&lan, Method::PUT, id).await;
    let story: Json = get(&app, id).await.json().await.unwrap();
    assert_eq!((&story["appliers"], &list(&app, &[]).await["stories"][0]["appliers"]), (&json!(2), &json!(2)));
    let told: Json = follow(&binh, Method::GET, id).await.json().await.unwrap();
    let names: Vec<_> = told["units"].as_array().unwrap().iter().map(|unit| unit["name"].as_str().unwrap()).collect();
    assert_eq!((&told["own"], &told["appliers"]), (&json!(true), &json!(2)));
    assert_eq!(names, ["Công đoàn Tổng công ty Dầu Việt Nam", "Liên đoàn Lao động tỉnh Thanh Hóa"]);
    assert_eq!(problem(follow(&binh, Method::PUT, id).await).await.kind, ProblemKind::Forbidden, "it is their own");

    assert_eq!(follow(&hanh, Method::DELETE, id).await.status(), StatusCode::NO_CONTENT);
    let state: Json = follow(&hanh, Method::GET, id).await.json().await.unwrap();
    assert_eq!(state, json!({"follows": false, "own": false, "appliers": 1}));

    done(&binh, &[edit(id, 3, json!({"public_story": false}))]).await;
    for method in [Method::GET, Method::PUT] {
        assert_eq!(problem(follow(&hanh, method, id).await).await.kind, ProblemKind::NotFound, "not public any more");
    }
    assert_eq!(
        follow(&lan, Method::DELETE, id).await.status(),
        StatusCode::NO_CONTENT,
        "taking back is always possible"
    );
    app.verify().await;
}

#[tokio::test]
async fn nobody_follows_without_a_token_and_nobody_floods() {
    let app = spawn_app_with(Strictness::Times(NonZeroU32::MIN)).await;
    let id = new_initiative();
    let path = app.api(&format!("/stories/{id}/follow"));
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let answer = app.client.request(method, &path).send().await.unwrap();
        assert_eq!(problem(answer).await.kind, ProblemKind::Unauthorized);
    }
    let binh = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let mut tries = 0;
    while follow(&binh, Method::DELETE, id).await.status() == StatusCode::NO_CONTENT {
        tries += 1;
        assert!(tries < 100, "a flood goes through");
    }
    assert!(tries >= 30, "{tries}");
    assert_eq!(problem(follow(&binh, Method::DELETE, id).await).await.kind, ProblemKind::TooManyRequests);
}

#[tokio::test]
async fn a_consent_that_is_withdrawn_after_the_decision_holds_at_once_and_may_be_given_again() {
    let (app, binh, lan) = people().await;
    let id = sent(&binh, json!({})).await;
    recognise(&lan, id).await;
    let tag = get(&app, id).await.headers()["etag"].clone();
    let known =
        async || app.client.get(app.api(&format!("/stories/{id}"))).header("If-None-Match", &tag).send().await.unwrap();
    let unchanged = known().await;
    assert_eq!(
        (unchanged.status(), &unchanged.headers()["cache-control"]),
        (StatusCode::NOT_MODIFIED, &"no-cache".parse().unwrap())
    );
    done(&binh, &[edit(id, 3, json!({"public_story": false}))]).await;
    assert_eq!(known().await.status(), StatusCode::NOT_FOUND, "not even whoever has it is told that it is the same");
    done(&binh, &[edit(id, 4, json!({"public_story": true}))]).await;
    assert_eq!(get(&app, id).await.status(), StatusCode::OK);
    let words = binh.verdict(&edit(id, 5, json!({"public_story": true, "title": "Sửa lén"}))).await;
    assert_eq!(words.problem.unwrap().kind, ProblemKind::Frozen);
    assert_eq!(
        lan.verdict(&edit(id, 5, json!({"public_story": false}))).await.problem.unwrap().kind,
        ProblemKind::Forbidden
    );
    app.verify().await;
}

#[tokio::test]
async fn an_officers_decision_holds_though_the_consent_changed_meanwhile() {
    let (app, binh, lan) = people().await;
    let id = sent(&binh, json!({})).await;
    done(&binh, &[edit(id, 2, json!({"public_story": false}))]).await;
    let decision = op(id, 2, json!({"recognise": {"level": "grassroots"}}));
    assert_ne!(lan.verdict(&decision).await.outcome, Outcome::Rejected);
    assert_eq!(get(&app, id).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_confidential_is_in_no_byte_of_the_answer() {
    let (app, binh, lan) = people().await;
    let told = format!("Chúng tôi thử mãi: {SECRET}.");
    let id = sent(&binh, json!({"confidential": SECRET, "solution": told, "effect": told, "story": told})).await;
    recognise(&lan, id).await;
    let bytes = get(&app, id).await.text().await.unwrap();
    assert!(bytes.contains("Tái sử dụng nước làm mát"));
    assert!(!bytes.contains("3 phần bột") && !bytes.contains("confidential"), "{bytes}");
}

#[tokio::test]
async fn a_page_of_a_story_is_gone_within_two_seconds_after_its_author_withdraws_it() {
    let (app, binh, lan) = people().await;
    let id = sent(&binh, json!({})).await;
    recognise(&lan, id).await;
    let (own, list) = (format!("{}/stories/{id}", app.url), format!("{}/stories", app.url));
    let page = async |url: &str| {
        let response = app.client.get(url).send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    };
    let is_told =
        |(status, html): (StatusCode, String)| status == StatusCode::OK && html.contains("Tái sử dụng nước làm mát");
    for url in [&own, &list] {
        assert!(is_told(page(url).await), "{url}");
    }
    done(&binh, &[edit(id, 3, json!({"public_story": false}))]).await;
    let withdrawn = Instant::now();
    for url in [&own, &list] {
        while is_told(page(url).await) {
            assert!(withdrawn.elapsed() < Duration::from_secs(2), "{url} still tells it");
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(page(&own).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_share_card_is_a_picture_that_caches_ask_about_and_goes_with_its_story() {
    let (app, binh, lan) = people().await;
    let id = sent(&binh, json!({})).await;
    let card = async |path: &str, tag: Option<&str>| {
        let request = app.client.get(format!("{}/cards/{path}", app.url));
        tag.map_or(request.try_clone().unwrap(), |tag| request.header("If-None-Match", tag)).send().await.unwrap()
    };
    let own = format!("stories/{id}.png");
    assert_eq!(problem(card(&own, None).await).await.kind, ProblemKind::NotFound, "not public yet");
    recognise(&lan, id).await;
    for path in [own.as_str(), "units/tld.png", "units/cd-pvoil.png"] {
        let answer = card(path, None).await;
        assert_eq!(
            (answer.status(), &answer.headers()["content-type"]),
            (StatusCode::OK, &"image/png".parse().unwrap())
        );
        assert!(answer.headers()["cache-control"].to_str().unwrap().starts_with("public"), "{path}");
        let tag = answer.headers()["etag"].to_str().unwrap().to_owned();
        let png = answer.bytes().await.unwrap();
        // The signature, and width and height of the first chunk (PNG, 5.2 and 11.2.2).
        assert_eq!(
            (&png[..8], &png[16..24]),
            (&b"\x89PNG\r\n\x1a\n"[..], &[0, 0, 0x04, 0xb0, 0, 0, 0x02, 0x76][..]),
            "{path}"
        );
        assert_eq!(card(path, Some(&tag)).await.status(), StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(card(path, None).await.headers()["etag"], tag, "{path}: drawn once");
    }
    for path in ["units/khong-co.png", "units/tld", "units/x y.png", "stories/x.png", "stories/.png"] {
        assert_eq!(problem(card(path, None).await).await.kind, ProblemKind::NotFound, "{path}");
    }
    done(&binh, &[edit(id, 3, json!({"public_story": false}))]).await;
    assert_eq!(problem(card(&own, None).await).await.kind, ProblemKind::NotFound, "not public any more");
}

#[tokio::test]
async fn a_flood_of_cards_is_drawn_one_at_a_time_and_nobody_else_waits() {
    let (app, _, _) = people().await;
    let ask = async |_| app.client.get(format!("{}/cards/units/tld.png", app.url)).send().await.unwrap().status();
    let flood = futures::future::join_all((0..60).map(ask));
    let board = async {
        let began = Instant::now();
        assert_eq!(app.client.get(format!("{}/", app.url)).send().await.unwrap().status(), StatusCode::OK);
        began.elapsed()
    };
    let (cards, waited) = tokio::join!(flood, board);
    assert!(cards.iter().all(|status| *status == StatusCode::OK), "{cards:?}");
    assert!(waited < Duration::from_secs(5), "the board took {waited:?}");
}
