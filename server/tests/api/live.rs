//! The live stream of a unit's totals.

use crate::app::{App, SEATS, edit, new_initiative, problem, spawn_app, submit};
use futures::StreamExt;
use model::problem::ProblemKind;
use model::wire::Totals;
use reqwest::StatusCode;
use serde_json::json;
use std::io::Read;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A viewer that reads events.
struct Viewer {
    body: futures::stream::BoxStream<'static, reqwest::Result<bytes::Bytes>>,
    text: String,
}

impl Viewer {
    async fn open(app: &App, unit: &str) -> Viewer {
        let response = app.client.get(app.api(&format!("/live?unit={unit}"))).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        assert!(response.headers().get("content-encoding").is_none());
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
            let piece = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("a sign of life");
            self.text.push_str(std::str::from_utf8(&piece?.ok()?).unwrap());
        }
    }

    async fn totals(&mut self) -> Totals {
        loop {
            let block = self.block().await.expect("an open stream");
            let Some(event) = block.strip_prefix("event: totals\n") else { continue };
            let (id, data) = event.split_once('\n').unwrap();
            let totals: Totals = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
            assert_eq!(id, format!("id: {}", totals.seq));
            return totals;
        }
    }
}

#[tokio::test]
async fn a_second_person_sees_the_board_move() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let mut board = Viewer::open(&app, "tld").await;
    let retry = board.block().await.unwrap();
    let wait: u64 = retry.strip_prefix("retry: ").unwrap().parse().unwrap();
    assert!((1_000..5_000).contains(&wait));
    let before = board.totals().await;
    assert_eq!(before, app.totals("tld").await, "at once, and the same as GET /totals");
    let mut elsewhere = Viewer::open(&app, "ldld-thanh-hoa").await;
    elsewhere.totals().await;

    let id = new_initiative();
    phone.sync(&[edit(id, 0, json!({"title": "Thấy ngay"})), submit(id, 0)]).await;
    let after = board.totals().await;
    assert_eq!((after.own.counts.submitted, before.own.counts.submitted), (1, 0));
    assert!(after.seq > before.seq);
}

#[tokio::test]
async fn frames_come_at_most_twice_a_second_and_the_last_one_always() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let mut board = Viewer::open(&app, "cd-pvoil").await;
    board.totals().await;
    let began = Instant::now();
    for _ in 0..30 {
        let id = new_initiative();
        phone.sync(&[edit(id, 0, json!({"title": "Dồn dập"})), submit(id, 0)]).await;
    }
    let mut frames = 0;
    while board.totals().await.own.counts.submitted < 30 {
        frames += 1;
    }
    let most = began.elapsed().as_millis() / 500 + 2;
    assert!(frames < most, "{frames} frames in {:?}", began.elapsed());
}

#[tokio::test]
async fn lesson_26_open_streams_do_not_hold_up_a_shutdown() {
    let app = spawn_app().await;
    let mut viewers = Vec::new();
    for _ in 0..20 {
        let mut viewer = Viewer::open(&app, "tld").await;
        viewer.totals().await;
        viewers.push(viewer);
    }
    let began = Instant::now();
    app.stop().await;
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    for mut viewer in viewers {
        assert_eq!(viewer.block().await, None, "each stream has come to its end");
    }
}

#[tokio::test]
async fn lesson_27_a_viewer_who_never_reads_is_noticed_by_nobody() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let address = app.url.strip_prefix("http://").unwrap().to_owned();
    let mut sleeper = tokio::net::TcpStream::connect(&address).await.unwrap();
    sleeper.write_all(b"GET /api/v1/live?unit=cd-pvoil HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut board = Viewer::open(&app, "cd-pvoil").await;
    board.totals().await;
    for count in 1..=4 {
        let id = new_initiative();
        phone.sync(&[edit(id, 0, json!({"title": "Không chờ ai"})), submit(id, 0)]).await;
        let began = Instant::now();
        while board.totals().await.own.counts.submitted < count {}
        assert!(began.elapsed() < Duration::from_secs(2));
    }
    // Whoever wakes up late finds whole events, the last of them the latest.
    let mut late = vec![0; 64 * 1024];
    let mut text = String::new();
    while !text.contains("\"submitted\":4") {
        let read = tokio::time::timeout(Duration::from_secs(5), sleeper.read(&mut late)).await.unwrap().unwrap();
        assert!(read > 0);
        text.push_str(&String::from_utf8_lossy(&late[..read]));
    }
    drop(sleeper);
    app.stop().await;
}

#[tokio::test]
async fn whoever_finds_no_seat_is_told_when_to_come_back_and_can_ask_for_the_totals() {
    let app = spawn_app().await;
    let mut viewers = Vec::new();
    for _ in 0..SEATS {
        viewers.push(Viewer::open(&app, "tld").await);
    }
    let ask = || app.client.get(app.api("/live?unit=tld")).send();
    let full = ask().await.unwrap();
    assert_eq!(
        (full.status(), &full.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"60".parse().unwrap())
    );
    assert_eq!(problem(full).await.kind, ProblemKind::Unavailable);
    app.totals("tld").await;
    viewers.pop();
    // The server notices with the next thing it sends.
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let id = new_initiative();
    phone.sync(&[edit(id, 0, json!({"title": "Một chỗ trống"})), submit(id, 0)]).await;
    while ask().await.unwrap().status() != StatusCode::OK {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn floods_of_headers_are_refused_and_noticed_by_nobody() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let mut board = Viewer::open(&app, "tld").await;
    board.totals().await;
    let address = app.url.strip_prefix("http://").unwrap().to_owned();
    let floods: Vec<_> = (0..50)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(async move {
                let mut socket = tokio::net::TcpStream::connect(&address).await.unwrap();
                socket.write_all(b"GET /api/v1/live HTTP/1.1\r\nhost: x\r\n").await.unwrap();
                let line = format!("x-flood: {}\r\n", "a".repeat(1_000));
                let mut taken = 0;
                // Without the end of a head, until it is refused.
                while taken < 10_000_000 && socket.write_all(line.as_bytes()).await.is_ok() {
                    taken += line.len();
                }
                taken
            })
        })
        .collect();
    for count in 1..=3 {
        let id = new_initiative();
        let began = Instant::now();
        phone.sync(&[edit(id, 0, json!({"title": "Vẫn lên hình"})), submit(id, 0)]).await;
        while board.totals().await.own.counts.submitted < count {}
        assert!(began.elapsed() < Duration::from_secs(10));
    }
    for flood in floods {
        // What fits into the buffers of both systems, and no more.
        assert!(flood.await.unwrap() < 10_000_000, "it is cut off");
    }
}

/// What a browser makes of a compressed stream so far.
fn expanded(sent: &[u8]) -> String {
    let mut plain = Vec::new();
    let mut piece = [0; 4096];
    let mut reader = flate2::read::GzDecoder::new(sent);
    while let Ok(read @ 1..) = reader.read(&mut piece) {
        plain.extend_from_slice(&piece[..read]);
    }
    String::from_utf8(plain).unwrap()
}

#[tokio::test]
async fn who_takes_gzip_gets_every_frame_as_soon_as_the_others_in_a_fraction_of_the_bytes() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Thị Bình").await;
    let client = reqwest::Client::builder().no_gzip().build().unwrap();
    let ask = client.get(app.api("/live?unit=tld")).header("accept-encoding", "gzip, br");
    let mut response = ask.send().await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert!(response.headers()["vary"].to_str().unwrap().contains("accept-encoding"));
    let mut sent = Vec::new();
    let mut submitted = 0;
    while submitted < 3 {
        let id = new_initiative();
        phone.sync(&[edit(id, 0, json!({"title": "Nén một lần"})), submit(id, 0)]).await;
        submitted += 1;
        let last = format!("\"submitted\":{submitted}");
        let has_come =
            |text: &str| text.ends_with("\n\n") && text.rsplit("event: totals").next().unwrap().contains(&last);
        while !has_come(&expanded(&sent)) {
            sent.extend_from_slice(&response.chunk().await.unwrap().unwrap());
        }
    }
    let text = expanded(&sent);
    assert!(text.starts_with("retry: "));
    assert!(sent.len() * 2 < text.len(), "{} of {} bytes", sent.len(), text.len());
    app.stop().await;
    while let Some(chunk) = response.chunk().await.unwrap() {
        sent.extend_from_slice(&chunk);
    }
    // With its end and checksum: no proxy or browser finds the stream broken.
    let mut plain = String::new();
    flate2::read::GzDecoder::new(sent.as_slice()).read_to_string(&mut plain).unwrap();
    assert!(plain.starts_with(&text));
}
