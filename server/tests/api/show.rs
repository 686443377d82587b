//! The show as producers run it: who may, what comes of each act, and what is left after a restart.

use crate::app::{App, Phone, pointers, problem, spawn_app, spawn_app_with};
use model::id::OpId;
use model::problem::{Problem, ProblemKind};
use model::rights::Role;
use model::show::{Act, Content, ControlRoom, Done, Figures, ItemId, Picture, Show};
use model::wire::AuditResponse;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A producer of the root.
pub async fn producer(app: &App, name: &str) -> Phone {
    app.officer("tld", name, Role::Producer).await
}

/// An act with an id of its own.
pub fn command(act: &Json) -> Json {
    let mut command = act.clone();
    command["id"] = json!(OpId::new(Uuid::now_v7()));
    command
}

pub fn sent_by(who: &Phone, command: &Json) -> RequestBuilder {
    who.ask(Method::POST, "/show/acts").json(command)
}

/// Does something that the rules allow, and gives the revision that it made.
pub async fn act(who: &Phone, act: Json) -> u64 {
    revision(sent_by(who, &command(&act)).send().await.unwrap()).await
}

pub async fn revision(response: Response) -> u64 {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    serde_json::from_str::<Done>(&text).unwrap().revision
}

/// Does something that is refused.
pub async fn refused(who: &Phone, act: Json) -> Problem {
    problem(sent_by(who, &command(&act)).send().await.unwrap()).await
}

pub async fn press(who: &Phone, button: &str) -> Response {
    who.ask(Method::POST, &format!("/show/{button}")).send().await.unwrap()
}

pub async fn room(who: &Phone) -> ControlRoom {
    let response = who.get("/show").await;
    assert_eq!(
        (response.status(), &response.headers()["cache-control"]),
        (StatusCode::OK, &"no-store".parse().unwrap())
    );
    response.json().await.unwrap()
}

/// What an output draws that asks for this.
pub async fn picture(app: &App, query: &str) -> Picture {
    let response = app.client.get(app.api(&format!("/show/picture?{query}"))).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.json().await.unwrap()
}

/// How many a picture says that there are.
pub fn figure(picture: &Picture) -> Option<i64> {
    picture.content.as_ref().and_then(Content::figure)
}

/// Waits until it is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < Duration::from_secs(10), "{what} doesn't come");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    began.elapsed()
}

/// The number of the nation, and that of a union, in a rundown.
pub async fn rundown(who: &Phone) {
    for unit in ["tld", "cd-dau-khi"] {
        act(who, json!({"act": "add", "scene": "number", "unit": unit})).await;
    }
}

#[tokio::test]
async fn nobody_but_a_producer_of_the_root_runs_the_show() {
    let app = spawn_app().await;
    let vy = producer(&app, "Hà Vy").await;
    let everything = [
        (Method::GET, "/show"),
        (Method::GET, "/show/live"),
        (Method::GET, "/show/state"),
        (Method::GET, "/show/picture?output=preview"),
        (Method::GET, "/show/picture?output=prompter"),
        (Method::GET, "/show/stream?output=prompter"),
        (Method::POST, "/show/acts"),
        (Method::POST, "/show/take"),
        (Method::POST, "/show/next"),
        (Method::POST, "/show/freeze"),
        (Method::POST, "/show/hide"),
        (Method::POST, "/show/hold"),
        (Method::POST, "/show/preview/1"),
    ];
    let ask = |who: &Phone, method: &Method, path: &str| {
        let request = who.ask(method.clone(), path);
        if path == "/show/acts" { request.json(&command(&json!({"act": "hide"}))) } else { request }
    };
    for (role, unit) in [
        (Role::Producer, "cd-dau-khi"),
        (Role::NationalAdministrator, "tld"),
        (Role::UnitAdministrator, "tld"),
        (Role::Reviewer, "tld"),
        (Role::Auditor, "tld"),
    ] {
        let other = app.officer(unit, "Lê Văn Tám", role).await;
        for (method, path) in &everything {
            let answer = problem(ask(&other, method, path).send().await.unwrap()).await;
            assert_eq!(answer.kind, ProblemKind::Forbidden, "{role:?} of {unit}: {method} {path}");
        }
    }
    // The role alone does nothing on a phone that has joined with a printed code.
    let phone = app.phone("tld", "Hà Vy").await;
    app.give(&phone, Role::Producer, "tld").await;
    assert_eq!(problem(press(&phone, "hide").await).await.kind, ProblemKind::Forbidden);
    for (method, path) in &everything {
        let answer = app.client.request(method.clone(), app.api(path)).send().await.unwrap();
        assert_eq!(problem(answer).await.kind, ProblemKind::Unauthorized, "{method} {path}");
        let cookie =
            app.client.request(method.clone(), app.api(path)).header("cookie", format!("sangkien={}", vy.token));
        if *method == Method::POST {
            let elsewhere = cookie.header("sec-fetch-site", "cross-site").send().await.unwrap();
            assert_eq!(problem(elsewhere).await.kind, ProblemKind::Forbidden, "{path} from another site");
        }
    }
    assert_eq!(room(&vy).await.show.revision, 0, "nothing was done");
}

#[tokio::test]
async fn what_is_taken_is_on_air_at_once_and_what_follows_is_previewed() {
    let app = spawn_app().await;
    let vy = producer(&app, "Hà Vy").await;
    assert_eq!(picture(&app, "").await.content, None, "nothing before the first take");
    rundown(&vy).await;
    let unit = |picture: &Picture| match &picture.content {
        Some(Content::Number { totals }) => totals.unit.as_str().to_owned(),
        other => panic!("{other:?}"),
    };
    act(&vy, json!({"act": "next"})).await;
    let revision = act(&vy, json!({"act": "take", "transition": "cut"})).await;
    let shown = picture(&app, "").await;
    assert_eq!((unit(&shown), shown.revision), ("tld".into(), revision), "an answered act is in the next picture");
    let preview: Picture = vy.get("/show/picture?output=preview").await.json().await.unwrap();
    assert_eq!(unit(&preview), "cd-dau-khi");
    act(&vy, json!({"act": "take"})).await;
    assert_eq!(unit(&picture(&app, "output=program").await), "cd-dau-khi");
    act(&vy, json!({"act": "hide"})).await;
    assert_eq!(picture(&app, "").await.content, None);
    act(&vy, json!({"act": "take", "item": 1})).await;
    assert_eq!(picture(&app, "").await.content, None, "hidden is hidden, whatever is taken");
    act(&vy, json!({"act": "unhide"})).await;
    assert_eq!(unit(&picture(&app, "").await), "tld");
    let told = refused(&vy, json!({"act": "remove", "item": 1})).await;
    assert_eq!((told.kind, told.detail.contains("đang phát")), (ProblemKind::Frozen, true));
}

#[tokio::test]
async fn an_embargo_holds_until_its_moment() {
    let app = spawn_app().await;
    let vy = producer(&app, "Hà Vy").await;
    rundown(&vy).await;
    act(&vy, json!({"act": "preview", "item": 1})).await;
    act(&vy, json!({"act": "embargo", "item": 1, "until": "2099-01-01T13:15:00Z"})).await;
    let told = refused(&vy, json!({"act": "take"})).await;
    assert_eq!(told.kind, ProblemKind::Frozen);
    assert!(told.detail.contains("20h15") && told.detail.contains("2099"), "{}", told.detail);
    assert_eq!(problem(press(&vy, "take").await).await.kind, ProblemKind::Frozen, "nor with a button");
    let state: Json = vy.get("/show/state").await.json().await.unwrap();
    assert_eq!((&state["embargoed"], &state["on_air"]), (&json!(true), &Json::Null));
    act(&vy, json!({"act": "embargo", "item": 1, "until": "2020-01-01T00:00:00Z"})).await;
    act(&vy, json!({"act": "take"})).await;
    assert_eq!(room(&vy).await.show.on_air().map(|item| item.id), Some(ItemId(1)));
}

#[tokio::test]
async fn a_typed_figure_is_marked_with_who_typed_it_and_where_it_is_from() {
    let app = spawn_app().await;
    let vy = producer(&app, "Hà Vy").await;
    rundown(&vy).await;
    act(&vy, json!({"act": "take", "item": 2})).await;
    let typed = json!({"act": "type", "item": 2, "figure": 7_085, "source": "Ban Chỉ đạo, 20h10"});
    act(&vy, typed).await;
    let shown = picture(&app, "").await;
    let Figures::Typed(mark) = &shown.figures else { panic!("{:?}", shown.figures) };
    assert_eq!((mark.figure, mark.source.as_str(), mark.by.name.as_str()), (7_085, "Ban Chỉ đạo, 20h10", "Hà Vy"));
    let Some(Content::Number { totals }) = &shown.content else { panic!("{:?}", shown.content) };
    assert_eq!((totals.counts.submitted, totals.percent.map(|percent| percent.tenths())), (7_085, Some(1_771_250)));
    assert_eq!(figure(&picture(&app, "scene=number&unit=cd-dau-khi").await), Some(0), "the records' is elsewhere");
    for (act, pointer) in [
        (json!({"act": "type", "item": 2, "figure": -1, "source": "x"}), "/figure"),
        (json!({"act": "type", "item": 2, "figure": 5, "source": " "}), "/source"),
    ] {
        let told = refused(&vy, act).await;
        assert_eq!((told.kind, pointers(&told)), (ProblemKind::Invalid, vec![pointer]));
    }
    act(&vy, json!({"act": "type", "item": 2, "figure": null})).await;
    let shown = picture(&app, "").await;
    assert_eq!((shown.figures.clone(), figure(&shown)), (Figures::Live, Some(0)));
}

#[tokio::test]
async fn the_same_command_again_does_nothing_more_and_another_under_its_id_is_refused() {
    let app = spawn_app().await;
    let vy = producer(&app, "Hà Vy").await;
    rundown(&vy).await;
    let next = command(&json!({"act": "next"}));
    let first = revision(sent_by(&vy, &next).send().await.unwrap()).await;
    act(&vy, json!({"act": "hide"})).await;
    assert_eq!(revision(sent_by(&vy, &next).send().await.unwrap()).await, first);
    assert_eq!(room(&vy).await.show.preview, Some(ItemId(1)), "it went on by one");
    let mut other = next.clone();
    other["act"] = json!("freeze");
    assert_eq!(problem(sent_by(&vy, &other).send().await.unwrap()).await.kind, ProblemKind::OpReused);
    let mai = producer(&app, "Lê Thị Mai").await;
    assert_eq!(
        problem(sent_by(&mai, &next).send().await.unwrap()).await.kind,
        ProblemKind::OpReused,
        "nor somebody else's"
    );
    let early = command(&json!({"act": "freeze"}));
    let told = problem(sent_by(&vy, &early).send().await.unwrap()).await;
    act(&vy, json!({"act": "take"})).await;
    assert_eq!(problem(sent_by(&vy, &early).send().await.unwrap()).await, told, "a refusal stays one");
}

#[tokio::test]
async fn two_producers_at_once_lose_nothing_of_each_other() {
    let app = spawn_app().await;
    let (vy, mai) = (producer(&app, "Hà Vy").await, producer(&app, "Lê Thị Mai").await);
    let scene = json!({"act": "add", "scene": "map"});
    let both = (0..20).map(|number| act(if number % 2 == 0 { &vy } else { &mai }, scene.clone()));
    let mut revisions = futures::future::join_all(both).await;
    revisions.sort_unstable();
    assert_eq!(revisions, (1..=20).collect::<Vec<u64>>(), "each act made a show of its own");
    let seen = room(&mai).await;
    let ids: Vec<u32> = seen.show.rundown.iter().map(|item| item.id.0).collect();
    assert_eq!((ids.len(), seen.show.revision, seen.log.len()), (20, 20, 20));
    let by_mai = seen.log.iter().filter(|line| line.by.name == "Lê Thị Mai").count();
    assert_eq!(by_mai, 10);
    // Both take what they see previewed: it is taken once, for naming it says which.
    act(&vy, json!({"act": "preview", "item": ids[0]})).await;
    let take = json!({"act": "take", "item": ids[0]});
    futures::future::join(act(&vy, take.clone()), act(&mai, take)).await;
    let show = room(&vy).await.show;
    assert_eq!((show.on_air().unwrap().id.0, show.preview.unwrap().0), (ids[0], ids[1]));
    app.verify().await;
}

#[tokio::test]
async fn every_act_is_in_the_log_and_in_the_audits_chain() {
    let app = spawn_app().await;
    let vy = producer(&app, "Hà Vy").await;
    rundown(&vy).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    revision(press(&vy, "freeze").await).await;
    refused(&vy, json!({"act": "take", "item": 9})).await;
    let seen = room(&vy).await;
    let acts: Vec<&Act> = seen.log.iter().map(|line| &line.act).collect();
    assert!(matches!(acts[..], [Act::Freeze, Act::Take { .. }, Act::Add { .. }, Act::Add { .. }]), "{acts:?}");
    assert!(seen.log.iter().all(|line| line.by.id == vy.member.id));
    let auditor = app.officer("tld", "Phan Thị Thu", Role::Auditor).await;
    let audit: AuditResponse = auditor.get("/units/tld/audit?limit=20").await.json().await.unwrap();
    let run = audit.entries.iter().filter_map(|entry| entry.action.get("run_show")).collect::<Vec<_>>();
    assert_eq!(run.len(), 4);
    assert_eq!((&run[0]["act"]["act"], &run[0]["revision"]), (&json!("freeze"), &json!(4)));
    app.verify().await;
}

#[tokio::test]
async fn a_restart_in_mid_show_changes_neither_picture_nor_sequence() {
    let app = spawn_app().await;
    let vy = producer(&app, "Hà Vy").await;
    rundown(&vy).await;
    act(&vy, json!({"act": "rename", "title": "Talk Công đoàn, số 42"})).await;
    act(&vy, json!({"act": "take", "item": 2})).await;
    act(&vy, json!({"act": "hold"})).await;
    act(&vy, json!({"act": "message", "text": "Còn 1 phút"})).await;
    let still = |picture: Picture| Picture { now: picture.as_of, ..picture };
    let (before, desk) = (picture(&app, "").await, room(&vy).await);
    let app = app.restart().await;
    let vy = vy.at(&app);
    let (after, again) = (picture(&app, "").await, room(&vy).await);
    assert!(after.seq >= before.seq, "{} after {}", after.seq, before.seq);
    assert_eq!(still(after.clone()), still(Picture { seq: after.seq, ..before }));
    // No page of a producer's has said where the server is reached, and on this machine that is another port now.
    let show = Show { address: desk.show.address.clone(), ..again.show };
    assert_eq!((show, again.log), (desk.show.clone(), desk.log));
    let next = act(&vy, json!({"act": "release"})).await;
    assert_eq!(next, desk.show.revision + 1);
    app.verify().await;
}

#[tokio::test]
async fn bad_input_is_told_what_is_wrong_with_it() {
    let app = spawn_app_with("1000".parse().unwrap()).await;
    let vy = producer(&app, "Hà Vy").await;
    rundown(&vy).await;
    let league = |first: u16, last: u16| json!({"act": "add", "scene": "league", "of": {"among": "children", "of": "tld"}, "first": first, "last": last, "marked": null});
    for (act, pointer) in [
        (json!({"act": "add", "scene": "number", "unit": "nowhere"}), "/unit"),
        (json!({"act": "rename", "title": ""}), "/title"),
        (json!({"act": "rename", "title": "x".repeat(121)}), "/title"),
        (json!({"act": "message", "text": "x".repeat(281)}), "/text"),
        (json!({"act": "rehearse", "per_second": 1001}), "/per_second"),
        (league(0, 3), "/first"),
        (league(1, 8), "/last"),
    ] {
        let told = refused(&vy, act.clone()).await;
        assert_eq!((told.kind, pointers(&told)), (ProblemKind::Invalid, vec![pointer]), "{act}");
    }
    for (act, kind) in [
        (json!({"act": "take", "item": 99}), ProblemKind::NotFound),
        (json!({"act": "take"}), ProblemKind::Frozen),
        (json!({"act": "freeze"}), ProblemKind::Frozen),
        (json!({"act": "burst", "count": 5}), ProblemKind::Frozen),
        (json!({"act": "add", "scene": "story", "initiative": Uuid::now_v7()}), ProblemKind::NotFound),
        (json!({"act": "dance"}), ProblemKind::Invalid),
        (json!({"act": "add", "scene": "fireworks"}), ProblemKind::Invalid),
        (json!({}), ProblemKind::Invalid),
    ] {
        assert_eq!(refused(&vy, act.clone()).await.kind, kind, "{act}");
    }
    let unnamed = sent_by(&vy, &json!({"act": "hide"})).send().await.unwrap();
    assert_eq!(problem(unnamed).await.kind, ProblemKind::Invalid, "an act without an id");
    let english = sent_by(&vy, &command(&json!({"act": "take"}))).header("accept-language", "en").send().await.unwrap();
    assert_eq!(problem(english).await.detail, "Nothing is previewed.");
    assert_eq!(room(&vy).await.show.revision, 2, "nothing was done");
}
