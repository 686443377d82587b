//! What everybody may ask for, of a server with a large campaign: the board as a page, whole and when nothing is new, lists of
//! stories, share cards. How many answers a second, and what the server's part of the processors is.

use crate::client::Connection;
use crate::latency::Latencies;
use crate::machine::processor_time;
use crate::report::{Report, grouped};
use crate::server::Server;
use crate::{Measured, Options, totals};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Connections that ask at the same time.
const CONNECTIONS: usize = 16;
/// What a browser says that it can read.
const COMPRESSED: &str = "accept-encoding: gzip, br";
/// What is drawn or looked up anew each time is asked for so often, one after the other.
const ONE_BY_ONE: usize = 100;

/// Measures it.
pub async fn measure(options: &Options, report: &mut Report) -> Measured<()> {
    let server = totals::start_large(options)?;
    report.heading(&format!(
        "What everybody asks for, {} initiatives in the campaign, {CONNECTIONS} connections",
        grouped(f64::from(options.scale))
    ));
    report.table(&["asked for", "answers/s", "p50", "p99", "bytes", "processors: server", "load"]);
    let tag = tag_of(&server, "/").await?;
    let known = format!("if-none-match: {tag}");
    for (what, path, headers, status) in [
        ("the board, whole", "/", vec![COMPRESSED.to_owned()], 200),
        ("… when nothing is new", "/", vec![COMPRESSED.to_owned(), known], 304),
        ("… its totals as JSON", "/api/v1/totals", vec![COMPRESSED.to_owned()], 200),
        ("stories, the newest", "/stories", vec![COMPRESSED.to_owned()], 200),
        ("a unit's share card", "/cards/units/tld.png", vec![], 200),
    ] {
        let asking = Asking { path, headers, status };
        let (processor, own, began) = (server.processor_time()?, processor_time("self")?, Instant::now());
        let (mut latencies, bytes) = asking.for_a_while(&server, options.duration()).await?;
        let lasted = began.elapsed().as_secs_f64();
        let share = |after: Duration, before| format!("{:.2}", after.saturating_sub(before).as_secs_f64() / lasted);
        report.row(&[
            what.into(),
            grouped(latencies.count() as f64 / lasted),
            latencies.p50().to_string(),
            latencies.p99().to_string(),
            bytes.to_string(),
            share(server.processor_time()?, processor),
            share(processor_time("self")?, own),
        ]);
    }
    one_by_one(&server, report).await?;
    server.stop()
}

/// What isn't kept: each answer is looked up or drawn for whoever asks.
async fn one_by_one(server: &Server, report: &mut Report) -> Measured<()> {
    let mut connection = server.connect().await?;
    let answer = connection.get("/api/v1/totals", &[]).await?.expect(200)?;
    let totals: serde_json::Value = serde_json::from_slice(answer.body)?;
    let units = totals["children"].as_array().ok_or("no units")?;
    let cards = units.iter().filter_map(|unit| unit["unit"].as_str()).map(|code| format!("/cards/units/{code}.png"));
    let searches = |words: &'static str| (0..ONE_BY_ONE).map(move |_| format!("/api/v1/stories?{words}"));
    report.note("One after the other, nothing of it kept from the time before:");
    report.table(&["asked for", "p50", "p99", "longest"]);
    let kinds: [(&str, Vec<String>); 4] = [
        ("stories with words that many have", searches("q=tiet%20kiem").collect()),
        ("… with words that none has", searches("q=khong%20ai%20viet").collect()),
        ("… of an area, worth a billion", searches("area=an%20toan&benefit=1000000000").collect()),
        ("share cards of different units", cards.take(ONE_BY_ONE).collect()),
    ];
    for (what, paths) in kinds {
        let mut latencies = Latencies::default();
        for path in paths {
            let began = Instant::now();
            connection.get(&path, &[]).await?.expect(200)?;
            latencies.note(began.elapsed());
        }
        report.row(&[
            what.into(),
            latencies.p50().to_string(),
            latencies.p99().to_string(),
            latencies.per_mille(1000).to_string(),
        ]);
    }
    Ok(())
}

async fn tag_of(server: &Server, path: &str) -> Measured<String> {
    let mut connection = server.connect().await?;
    connection.get(path, &[COMPRESSED]).await?.expect(200)?;
    Ok(connection.header("etag").ok_or("a page without an entity tag")?.to_owned())
}

/// The same request, again and again.
#[derive(Clone)]
struct Asking {
    path: &'static str,
    headers: Vec<String>,
    status: u16,
}

impl Asking {
    /// How long each answer took, and the bytes of one.
    async fn for_a_while(&self, server: &Server, lasts: Duration) -> Measured<(Latencies, usize)> {
        let mut tasks = JoinSet::new();
        let until = Instant::now() + lasts;
        for _ in 0..CONNECTIONS {
            tasks.spawn(self.clone().work(server.connect().await?, until));
        }
        let (mut latencies, mut bytes) = (Latencies::default(), 0);
        while let Some(done) = tasks.join_next().await {
            let (some, of_one) = done??;
            latencies.extend(some);
            bytes = of_one;
        }
        Ok((latencies, bytes))
    }

    async fn work(self, mut connection: Connection, until: Instant) -> Measured<(Latencies, usize)> {
        let headers: Vec<&str> = self.headers.iter().map(String::as_str).collect();
        let (mut latencies, mut bytes) = (Latencies::default(), 0);
        while Instant::now() < until {
            let began = Instant::now();
            bytes = connection.get(self.path, &headers).await?.expect(self.status)?.wire;
            latencies.note(began.elapsed());
        }
        Ok((latencies, bytes))
    }
}
