//! What anybody may read: totals, units, the protocol's description, and the server's health.

use crate::app::{edit, new_initiative, problem, spawn_app, submit};
use model::problem::ProblemKind;
use model::wire::{UnitFound, UnitsFound};
use reqwest::StatusCode;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn totals_that_have_not_changed_are_not_sent_again() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let url = app.api("/totals?unit=tld");
    let first = app.client.get(&url).send().await.unwrap();
    let tag = first.headers()["etag"].clone();
    assert!(first.headers()["cache-control"].to_str().unwrap().starts_with("public"));
    let known = async || app.client.get(&url).header("If-None-Match", &tag).send().await.unwrap();
    let unchanged = known().await;
    assert_eq!((unchanged.status(), &unchanged.headers()["etag"]), (StatusCode::NOT_MODIFIED, &tag));
    assert!(unchanged.bytes().await.unwrap().is_empty());
    let id = new_initiative();
    phone.sync(&[edit(id, 0, json!({"title": "Mới"})), submit(id, 0)]).await;
    let changed = known().await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert_ne!(changed.headers()["etag"], tag);
}

#[tokio::test]
async fn totals_say_what_they_count_and_who_is_below() {
    let app = spawn_app().await;
    let totals: Json = app.client.get(app.api("/totals")).send().await.unwrap().json().await.unwrap();
    assert_eq!(
        (&totals["unit"], &totals["campaign"]),
        (&json!("tld"), &json!("trieu-sang-kien")),
        "the root, by default"
    );
    assert_eq!(totals["counted"], "submitted");
    assert_eq!(totals["percent"], Json::Null, "no target, no percent");
    assert_eq!(totals["benefit_vnd"], json!({"estimated": 0, "verified": 0}));
    let children: Vec<_> = totals["children"].as_array().unwrap().iter().map(|child| child["unit"].clone()).collect();
    assert_eq!(children, ["ldld-thanh-hoa", "cd-dau-khi"]);
    let child = totals["children"][1].as_object().unwrap();
    assert!(!child.contains_key("children"));
    assert_eq!((&child["target"], &child["percent"]), (&json!({"assigned": 4, "self_set": null}), &json!(0.0)));
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_can_read_that() {
    let app = spawn_app().await;
    let url = app.api("/openapi.json");
    let zipped = app.client.get(&url).header("Accept-Encoding", "gzip").send().await.unwrap();
    let plain = app.client.get(&url).header("Accept-Encoding", "identity").send().await.unwrap();
    assert!(plain.headers().get("content-encoding").is_none());
    assert_eq!(zipped.headers()["vary"], "accept-encoding");
    assert_eq!(zipped.text().await.unwrap(), plain.text().await.unwrap());
}

#[tokio::test]
async fn lesson_18_a_unit_is_searched_for_and_nobody_loads_the_whole_tree() {
    let app = spawn_app().await;
    let find = async |query: &[(&str, &str)]| -> Vec<String> {
        let response = app.client.get(app.api("/units")).query(query).send().await.unwrap();
        let found: UnitsFound = response.json().await.unwrap();
        found.units.into_iter().map(|unit| unit.code.to_string()).collect()
    };
    assert_eq!(find(&[("q", "thanh hoa")]).await, ["ldld-thanh-hoa"]);
    assert_eq!(find(&[("q", "THANH HOÁ")]).await, ["ldld-thanh-hoa"]);
    assert_eq!(find(&[("q", "dầu"), ("under", "cd-dau-khi")]).await, ["cd-dau-khi", "cd-pvoil"]);
    assert_eq!(find(&[("q", "dau"), ("under", "ldld-thanh-hoa")]).await, [""; 0]);
    assert_eq!(find(&[("q", "'; drop table units; --")]).await, [""; 0]);
}

#[tokio::test]
async fn a_unit_is_told_with_the_way_down_to_it() {
    let app = spawn_app().await;
    let ask = async |code: &str| app.client.get(app.api(&format!("/units/{code}"))).send().await.unwrap();
    let unit: UnitFound = ask("cd-pvoil").await.json().await.unwrap();
    let path: Vec<&str> = unit.path.iter().map(|code| code.as_str()).collect();
    assert_eq!((unit.name.as_str(), path), ("Công đoàn Tổng công ty Dầu Việt Nam", vec!["tld", "cd-dau-khi"]));
    assert_eq!(unit.under.as_deref(), Some("Công đoàn Dầu khí Việt Nam"));
    let root: UnitFound = ask("tld").await.json().await.unwrap();
    assert_eq!((root.path.len(), root.under), (0, None));
    for code in ["nowhere", "A", "%FF"] {
        assert_eq!(problem(ask(code).await).await.kind, ProblemKind::NotFound, "{code}");
    }
}

#[tokio::test]
async fn the_description_of_the_protocol_covers_every_route() {
    let app = spawn_app().await;
    let document: Json = app.client.get(app.api("/openapi.json")).send().await.unwrap().json().await.unwrap();
    let described: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let (routes, _tests) = include_str!("../../src/http/mod.rs").split_once("#[cfg(test)]").unwrap();
    let routed: Vec<&str> = [routes, include_str!("../../src/http/show/mod.rs")]
        .into_iter()
        .flat_map(|routes| routes.split(".route(\"").skip(1))
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|path| !path.starts_with("/api"))
        .collect();
    let full = |path: &&str| match *path {
        "/healthz" | "/readyz" | "/metrics" => (*path).to_owned(),
        // Routes have no parts of segments.
        "/cards/units/{file}" => "/cards/units/{code}.png".to_owned(),
        "/cards/stories/{file}" => "/cards/stories/{id}.png".to_owned(),
        within => format!("/api/v1{within}"),
    };
    assert_eq!(
        routed.iter().map(full).collect::<BTreeSet<_>>(),
        described.iter().map(|path| (*path).to_owned()).collect()
    );
    for path in described {
        for (method, operation) in document["paths"][path].as_object().unwrap() {
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{method} {path}");
            let url = format!("{}{}", app.url, path.replace("{id}", "x"));
            let method = method.to_uppercase().parse().unwrap();
            let status = app.client.request(method, url).send().await.unwrap().status();
            assert!(answers.contains_key(status.as_str()), "{path} answers {status}, which isn't described");
        }
    }
}

#[tokio::test]
async fn problems_are_in_vietnamese_unless_english_is_preferred() {
    let app = spawn_app().await;
    let ask = async |language: Option<&str>| {
        let request = app.client.get(app.api("/nothing"));
        let request = language.iter().fold(request, |request, language| request.header("Accept-Language", *language));
        problem(request.send().await.unwrap()).await.title
    };
    assert_eq!(ask(None).await, "Không tìm thấy");
    assert_eq!(ask(Some("fr-FR, ja")).await, "Không tìm thấy");
    assert_eq!(ask(Some("en;q=0.3, vi;q=0.9")).await, "Không tìm thấy");
    assert_eq!(ask(Some("en-US,en;q=0.9")).await, "Not found");
    let elsewhere = app.client.get(format!("{}/api/v2/sync", app.url)).send().await.unwrap();
    assert_eq!(problem(elsewhere).await.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn the_server_says_how_it_is() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    phone.sync(&[edit(new_initiative(), 0, json!({"title": "Đếm"}))]).await;
    let get = async |path: &str| app.client.get(format!("{}{path}", app.url)).send().await.unwrap();
    assert_eq!(get("/healthz").await.status(), StatusCode::OK);
    assert_eq!(get("/readyz").await.status(), StatusCode::OK);
    let metrics = get("/metrics").await.text().await.unwrap();
    for line in [
        "sangkien_ops_total{outcome=\"applied\"}",
        "sangkien_batch_ops_bucket",
        "sangkien_commit_seconds_bucket",
        "sangkien_request_seconds_bucket{route=\"/api/v1/sync\",status=\"200\"",
    ] {
        assert!(metrics.contains(line), "{line} isn't in\n{metrics}");
    }
    assert!(!metrics.contains(&phone.token) && !metrics.contains("Bình"));
}
