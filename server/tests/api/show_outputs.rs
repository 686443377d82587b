//! What outputs draw: live, held, frozen or rehearsed; who is told to be there; and buttons.

use crate::app::{App, Phone, edit, new_initiative, pointers, problem, spawn_app, submit};
use crate::show::{act, figure, picture, press, producer, refused, revision, room, rundown, until};
use futures::StreamExt;
use model::calendar::day_in_vietnam;
use model::problem::ProblemKind;
use model::rights::Role;
use model::show::{Content, ControlRoom, Figures, Picture, Prompter};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value as Json, json};
use std::time::{Duration, Instant};
use store::MissingPhases;

/// Somebody who follows a stream.
pub struct Viewer {
    body: futures::stream::BoxStream<'static, reqwest::Result<bytes::Bytes>>,
    text: String,
}

impl Viewer {
    /// An output.
    pub async fn open(app: &App, query: &str) -> Viewer {
        Self::read(app.client.get(app.api(&format!("/show/stream?{query}"))).send().await.unwrap())
    }

    /// A producer's own stream.
    pub async fn of(who: &Phone, path: &str) -> Viewer {
        Self::read(who.get(path).await)
    }

    fn read(response: Response) -> Viewer {
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        Viewer { body: response.bytes_stream().boxed(), text: String::new() }
    }

    /// The next block of lines; `None` at the end of the stream.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let block = block.to_owned();
                self.text = rest.to_owned();
                return Some(block);
            }
            let piece = tokio::time::timeout(Duration::from_secs(12), self.body.next()).await.expect("a sign of life");
            self.text.push_str(std::str::from_utf8(&piece?.ok()?).unwrap());
        }
    }

    /// The next event of this kind; `None` at the end of the stream.
    async fn next(&mut self, kind: &str) -> Option<Json> {
        loop {
            let block = self.block().await?;
            let Some(event) = block.strip_prefix(&format!("event: {kind}\nid: ")) else { continue };
            let (_id, data) = event.split_once("\ndata: ").unwrap();
            return Some(serde_json::from_str(data).unwrap());
        }
    }

    pub async fn data(&mut self, kind: &str) -> Json {
        self.next(kind).await.expect("an open stream")
    }

    pub async fn picture(&mut self) -> Picture {
        serde_json::from_value(self.data("picture").await).unwrap()
    }

    async fn room(&mut self) -> ControlRoom {
        serde_json::from_value(self.data("show").await).unwrap()
    }
}

async fn send_in(phone: &Phone) {
    let id = new_initiative();
    phone.sync(&[edit(id, 0, json!({"title": "Thấy ngay"})), submit(id, 0)]).await;
}

pub async fn on_air() -> (App, Phone, Phone) {
    let app = spawn_app().await;
    let (vy, binh) = (producer(&app, "Hà Vy").await, app.phone("cd-pvoil", "Trần Thị Bình").await);
    rundown(&vy).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    (app, vy, binh)
}

#[tokio::test]
async fn figures_on_air_are_the_servers_and_only_grow() {
    let (app, _vy, binh) = on_air().await;
    let mut stage = Viewer::open(&app, "").await;
    assert!(stage.block().await.unwrap().starts_with("retry: "));
    let first = stage.picture().await;
    assert_eq!((figure(&first), &first.figures), (Some(0), &Figures::Live));
    let sending = tokio::spawn(async move {
        for _ in 0..25 {
            send_in(&binh).await;
        }
    });
    let (began, mut last, mut pictures) = (Instant::now(), first, 0);
    while figure(&last) < Some(25) {
        let next = stage.picture().await;
        assert!(next.seq >= last.seq && next.as_of >= last.as_of && next.now >= last.now);
        assert!(figure(&next) >= figure(&last), "{:?} after {:?}", figure(&next), figure(&last));
        (last, pictures) = (next, pictures + 1);
    }
    assert!(pictures <= began.elapsed().as_millis() / 500 + 2, "at most twice a second: {pictures}");
    sending.await.unwrap();
    assert_eq!(figure(&last), Some(app.totals("tld").await.own.counts.submitted));
    let late = Viewer::open(&app, "").await.picture().await;
    assert!(figure(&late) == Some(25) && late.seq >= last.seq, "whoever comes later sees the same");
}

#[tokio::test]
async fn a_held_figure_stands_still_and_so_does_a_frozen_picture() {
    let (app, vy, binh) = on_air().await;
    send_in(&binh).await;
    until("the figure", async || figure(&picture(&app, "").await) == Some(1)).await;
    act(&vy, json!({"act": "hold"})).await;
    let held = room(&vy).await.show.on_air().unwrap().held.clone().unwrap();
    send_in(&binh).await;
    until("the next figure", async || room(&vy).await.submitted == 2).await;
    let shown = picture(&app, "").await;
    assert_eq!((figure(&shown), &shown.figures, shown.as_of), (Some(1), &Figures::Held, held.as_of));
    assert_eq!(room(&vy).await.on_air, Some(1));
    act(&vy, json!({"act": "release"})).await;
    assert_eq!(figure(&picture(&app, "").await), Some(2));

    act(&vy, json!({"act": "freeze"})).await;
    send_in(&binh).await;
    until("one more", async || room(&vy).await.submitted == 3).await;
    act(&vy, json!({"act": "type", "item": 1, "figure": 9, "source": "Thử"})).await;
    let shown = picture(&app, "").await;
    assert_eq!((figure(&shown), &shown.figures), (Some(2), &Figures::Frozen), "whatever is done to its item");
    act(&vy, json!({"act": "type", "item": 1, "figure": null})).await;
    act(&vy, json!({"act": "unfreeze"})).await;
    assert_eq!(figure(&picture(&app, "").await), Some(3));
}

#[tokio::test]
async fn a_held_figure_stays_that_of_its_campaign() {
    let (app, vy, binh) = on_air().await;
    send_in(&binh).await;
    until("the figure", async || figure(&picture(&app, "").await) == Some(1)).await;
    act(&vy, json!({"act": "hold"})).await;
    let directory = app.store.directory().await.unwrap();
    let before = directory.campaigns()[0].name.clone();
    let after = model::campaign::Campaign { name: "Chương trình sau".into(), ..directory.campaigns()[0].clone() };
    app.store.save_campaign(&after, MissingPhases::Refuse, server::clock::Clock::system().now()).await.unwrap();
    until("the new name", async || picture(&app, "scene=number").await.campaign == "Chương trình sau").await;
    let held = picture(&app, "").await;
    assert_eq!((held.campaign, &held.figures), (before, &Figures::Held));
    act(&vy, json!({"act": "release"})).await;
    assert_eq!(picture(&app, "").await.campaign, "Chương trình sau");
}

#[tokio::test]
async fn producers_see_each_other_and_which_outputs_are_there() {
    let (app, vy, _) = on_air().await;
    let mai = producer(&app, "Lê Thị Mai").await;
    let mut desk = Viewer::of(&vy, "/show/live").await;
    let of_mai = Viewer::of(&mai, "/show/live").await;
    let stage = Viewer::open(&app, "as=Sân%20khấu&size=3840x2160").await;
    let mut seen = desk.room().await;
    while seen.present.len() < 2 || seen.outputs.is_empty() {
        seen = desk.room().await;
    }
    let names: Vec<&str> = seen.present.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Lê Thị Mai", "Hà Vy"], "by given name");
    let output = &seen.outputs[0];
    assert_eq!((output.name.as_str(), output.width, output.height, output.lost), ("Sân khấu", 3840, 2160, None));
    act(&mai, json!({"act": "hide"})).await;
    while seen.show.hidden.is_none() {
        seen = desk.room().await;
    }
    assert_eq!(seen.log[0].by.name, "Lê Thị Mai");
    drop((of_mai, stage));
    while seen.present.len() > 1 || seen.outputs[0].lost.is_none() {
        seen = desk.room().await;
    }
    // Whoever isn't a producer any more hears nothing more.
    app.take(&vy, Role::Producer, "tld").await;
    while desk.next("show").await.is_some() {}
}

#[tokio::test]
async fn the_presenter_reads_what_the_producers_say() {
    let (app, vy, _) = on_air().await;
    let mut screen = Viewer::of(&vy, "/show/stream?output=prompter").await;
    let read = |data: Json| serde_json::from_value::<Prompter>(data).unwrap();
    let first = read(screen.data("picture").await);
    assert_eq!((first.message, first.on_air.and_then(|content| content.figure())), (None, Some(0)));
    assert!(matches!(first.next, Some(Content::Number { totals }) if totals.unit.as_str() == "cd-dau-khi"));
    act(&vy, json!({"act": "message", "text": "  Còn 1 phút, mời chị kết  "})).await;
    let said = read(screen.data("picture").await).message.unwrap();
    assert_eq!((said.text.as_str(), said.by.name.as_str()), ("Còn 1 phút, mời chị kết", "Hà Vy"));
    act(&vy, json!({"act": "message", "text": ""})).await;
    assert_eq!(read(screen.data("picture").await).message, None);
    assert!(!serde_json::to_string(&picture(&app, "").await).unwrap().contains("Còn 1 phút"));
}

#[tokio::test]
async fn a_button_box_runs_the_show_without_a_body() {
    let (app, vy, _) = on_air().await;
    let state = async || vy.get("/show/state").await.json::<Json>().await.unwrap();
    let now = state().await;
    assert_eq!((&now["on_air"], &now["preview"], &now["items"]), (&json!(1), &json!(2), &json!(2)));
    assert_eq!(
        (&now["frozen"], &now["hidden"], &now["held"], &now["rehearsal"]),
        (&json!(false), &json!(false), &json!(false), &json!(false))
    );
    for button in ["hold", "freeze", "hide"] {
        let light = match button {
            "hold" => "held",
            "freeze" => "frozen",
            _ => "hidden",
        };
        for lit in [true, false] {
            revision(press(&vy, button).await).await;
            assert_eq!(state().await[light], json!(lit), "{button}");
        }
    }
    let keyed = async |button: &str, key: &str| {
        let request = vy.ask(Method::POST, &format!("/show/{button}")).header("idempotency-key", key);
        request.send().await.unwrap()
    };
    let first = revision(keyed("take", "press 1").await).await;
    assert_eq!(revision(keyed("take", "press 1").await).await, first, "a key that bounces takes nothing twice");
    assert_eq!(state().await["on_air"], json!(2));
    assert_eq!(problem(keyed("hide", "press 1").await).await.kind, ProblemKind::OpReused);
    assert_eq!(problem(keyed("hide", "").await).await.kind, ProblemKind::Invalid);
    assert_eq!(problem(press(&vy, "next").await).await.kind, ProblemKind::Frozen, "nothing follows the last");
    revision(press(&vy, "preview/1").await).await;
    assert_eq!(state().await["preview"], json!(1));
    for nowhere in ["preview/0", "preview/3", "preview/x"] {
        assert_eq!(problem(press(&vy, nowhere).await).await.kind, ProblemKind::NotFound, "{nowhere}");
    }
    app.verify().await;
}

#[tokio::test]
async fn a_rehearsal_is_marked_in_every_picture_and_leaves_nothing_behind() {
    let (app, vy, binh) = on_air().await;
    assert_eq!(refused(&vy, json!({"act": "rehearse", "per_second": 50})).await.kind, ProblemKind::Frozen, "on air");
    act(&vy, json!({"act": "hide"})).await;
    act(&vy, json!({"act": "rehearse", "per_second": 50})).await;
    act(&vy, json!({"act": "burst", "count": 696_948})).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    let mut stage = Viewer::open(&app, "as=stage").await;
    let (mut last, mut seen) = (None, 0);
    while seen < 4 {
        let next = stage.picture().await;
        assert!(next.rehearsal.is_some(), "not marked");
        assert!(figure(&next) >= last && figure(&next) >= Some(696_948), "{:?}", figure(&next));
        (last, seen) = (figure(&next), seen + 1);
    }
    act(&vy, json!({"act": "hold", "item": 1})).await;
    assert!(picture(&app, "").await.rehearsal.is_some(), "held");
    let preview: Picture = vy.get("/show/picture?output=preview").await.json().await.unwrap();
    assert!(preview.rehearsal.is_some());
    assert_eq!(app.totals("tld").await.own.counts.submitted, 0, "no record is touched");
    assert_eq!(figure(&picture(&app, "scene=number").await), Some(0), "nor any scene that isn't the show's");

    act(&vy, json!({"act": "cut_link", "seconds": 1})).await;
    let cut = app.client.get(app.api("/show/picture")).send().await.unwrap();
    assert_eq!(problem(cut).await.kind, ProblemKind::Unavailable);
    while stage.next("picture").await.is_some() {}
    until("the link", async || app.client.get(app.api("/show/picture")).send().await.unwrap().status().is_success())
        .await;

    act(&vy, json!({"act": "end_rehearsal"})).await;
    let after = picture(&app, "").await;
    assert_eq!((after.content, after.rehearsal), (None, None));
    send_in(&binh).await;
    act(&vy, json!({"act": "take", "item": 1})).await;
    until("the record", async || figure(&picture(&app, "").await) == Some(1)).await;
    assert_eq!(picture(&app, "").await.figures, Figures::Live, "what was held went with the rehearsal");
    app.verify().await;
}

#[tokio::test]
async fn anybody_may_draw_a_scene_of_public_numbers() {
    let (app, _vy, binh) = on_air().await;
    send_in(&binh).await;
    until("the figure", async || figure(&picture(&app, "scene=number").await) == Some(1)).await;
    for (query, scene) in [
        ("scene=number&unit=cd-pvoil", "number"),
        ("scene=unit&unit=cd-dau-khi", "unit"),
        ("scene=league&among=children&of=tld", "league"),
        ("scene=league&among=block&level=sector&first=1&last=3&marked=cd-dau-khi", "league"),
        ("scene=league&among=cluster&name=C%E1%BB%A5m%201&units=cd-dau-khi,ldld-thanh-hoa", "league"),
        ("scene=map", "map"),
        ("scene=timeline", "timeline"),
        ("scene=waiting", "waiting"),
    ] {
        let response = app.client.get(app.api(&format!("/show/picture?{query}"))).send().await.unwrap();
        assert_eq!(response.headers()["cache-control"], "public, max-age=1");
        let shown: Json = response.json().await.unwrap();
        assert_eq!(shown["content"]["scene"], scene, "{query}: {shown}");
    }
    let Some(Content::Waiting { address, qr }) = picture(&app, "scene=waiting").await.content else { panic!() };
    assert_eq!(address, format!("{}/app/join", app.url), "where a producer has reached it");
    assert!(qr.len() > 20 && qr.iter().all(|row| row.len() == qr.len()));
    let Some(Content::League { rows, count, .. }) = picture(&app, "scene=league").await.content else { panic!() };
    assert_eq!((count, rows[0].unit.as_str(), rows[0].rank, rows[0].submitted), (2, "cd-dau-khi", Some(1), 1));
    for (query, pointer) in [
        ("scene=fireworks", "/scene"),
        ("output=control", "/output"),
        ("scene=league&first=0", "/first"),
        ("scene=league&first=1&last=9", "/last"),
        ("scene=league&among=friends", "/among"),
        ("scene=league&among=cluster&units=cd-dau-khi", "/name"),
        ("scene=league&among=cluster&name=x", "/units"),
        ("scene=league&among=cluster&name=x&units=cd-dau-khi,,", "/units"),
        ("scene=league&among=cluster&name=x&units=cd-dau-khi,cd-dau-khi", "/units"),
        ("scene=story", "/initiative"),
        ("as=x&size=big", "/size"),
    ] {
        let answer = app.client.get(app.api(&format!("/show/picture?{query}"))).send().await.unwrap();
        let told = problem(answer).await;
        assert_eq!((told.kind, pointers(&told)), (ProblemKind::Invalid, vec![pointer]), "{query}");
    }
    let stranger = "/show/picture?scene=league&among=cluster&name=x&units=cd-dau-khi,nowhere";
    assert_eq!(problem(app.client.get(app.api(stranger)).send().await.unwrap()).await.kind, ProblemKind::NotFound);
    let nowhere = app.client.get(app.api("/show/stream?scene=number&unit=nowhere")).send().await.unwrap();
    assert_eq!(problem(nowhere).await.kind, ProblemKind::NotFound);
}

#[tokio::test]
async fn a_timeline_takes_no_typed_figure() {
    let (app, vy, _binh) = on_air().await;
    act(&vy, json!({"act": "add", "scene": "timeline", "unit": "tld"})).await;
    act(&vy, json!({"act": "take", "item": 3})).await;
    let typed = json!({"act": "type", "item": 3, "figure": 7, "source": "Ban tổ chức"});
    assert_eq!(refused(&vy, typed).await.kind, ProblemKind::Frozen);
    let shown = picture(&app, "").await;
    assert_eq!((figure(&shown), shown.figures), (Some(0), Figures::Live));
}

#[tokio::test]
async fn a_projection_goes_by_the_days_since_the_campaign_began_and_ends_with_it() {
    let (app, _vy, binh) = on_air().await;
    let today = day_in_vietnam(server::clock::Clock::system().now()).unwrap();
    let campaign = app.store.directory().await.unwrap().campaigns()[0].clone();
    let lasts = async |from: i64, to: i64| {
        let (from, to) = (today.plus_days(from).unwrap(), today.plus_days(to).unwrap());
        let campaign = model::campaign::Campaign { from, to, ..campaign.clone() };
        let now = server::clock::Clock::system().now();
        app.store.save_campaign(&campaign, MissingPhases::Refuse, now).await.unwrap();
    };
    let projection = async || match picture(&app, "scene=timeline&unit=cd-dau-khi").await.content {
        Some(Content::Timeline(course)) => course.projection,
        other => panic!("{other:?}"),
    };
    lasts(-1, 300).await;
    for _ in 0..2 {
        send_in(&binh).await;
    }
    // Two in two days: the other two of the four that are assigned take two days more.
    until("the pace", async || projection().await.is_some_and(|likely| likely.per_day_tenths == 10)).await;
    let likely = projection().await.unwrap();
    assert_eq!((likely.target, likely.days, likely.on), (4, 2, today.plus_days(2).unwrap()));
    lasts(-20, -1).await;
    until("the end", async || projection().await.is_none()).await;
}

#[tokio::test]
async fn a_guests_figure_on_air_is_told_beside_the_servers() {
    let (_app, vy, binh) = on_air().await;
    act(&vy, json!({"act": "take", "item": 2})).await;
    let figures = async || {
        let room = room(&vy).await;
        (room.on_air, room.on_air_at_server)
    };
    assert_eq!(figures().await, (Some(0), Some(0)));
    act(&vy, json!({"act": "hold"})).await;
    send_in(&binh).await;
    until("the unit's figure", async || figures().await == (Some(0), Some(1))).await;
    act(&vy, json!({"act": "type", "item": 2, "figure": 7, "source": "Ban tổ chức"})).await;
    assert_eq!(figures().await, (Some(7), Some(1)));
    act(&vy, json!({"act": "hide"})).await;
    assert_eq!(figures().await, (None, None));
}

#[tokio::test]
async fn the_code_leads_where_a_producers_page_has_reached_the_server() {
    let (app, vy, _binh) = on_air().await;
    let leads = async || match picture(&app, "scene=waiting").await.content {
        Some(Content::Waiting { address, .. }) => address,
        other => panic!("{other:?}"),
    };
    let acts = async |host: &str, origin: Option<&str>| {
        let mut button = vy.ask(Method::POST, "/show/hide").header("host", host);
        let mut desk = vy.ask(Method::POST, "/show/acts").header("host", host);
        if let Some(origin) = origin {
            (button, desk) = (button.header("origin", origin), desk.header("origin", origin));
        }
        revision(button.send().await.unwrap()).await;
        let unhide = crate::show::command(&json!({"act": "unhide"}));
        revision(desk.json(&unhide).send().await.unwrap()).await;
    };
    let here = format!("{}/app/join", app.url);
    assert_eq!(leads().await, here, "somebody on this machine has asked for a picture");
    acts("10.1.2.3:8080", None).await;
    assert_eq!(leads().await, here, "a button box knows no address for others");
    acts("sangkien.example", Some("https://sangkien.example")).await;
    assert_eq!(leads().await, "https://sangkien.example/app/join");
    for (host, origin) in [
        ("10.1.2.3:8080", None),
        ("10.1.2.3:8080", Some("https://elsewhere.example")),
        ("127.0.0.1:3000", Some("http://127.0.0.1:3000")),
        ("localhost:3000", Some("http://localhost:3000")),
    ] {
        acts(host, origin).await;
        assert_eq!(leads().await, "https://sangkien.example/app/join", "{host} {origin:?}");
    }
    acts("khac.example", Some("https://khac.example")).await;
    assert_eq!(leads().await, "https://khac.example/app/join", "a server that has moved");
}
