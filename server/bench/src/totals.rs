//! `GET /totals` of the nation, asked of a server with a small campaign and of one with a large campaign: what it costs
//! to look must not grow with what was counted.

use crate::client::Connection;
use crate::latency::Latencies;
use crate::report::{Report, grouped};
use crate::server::{self, Login, Server};
use crate::{Measured, Options, SMALL};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Connections that ask at the same time.
const CONNECTIONS: usize = 16;
/// The two servers take turns, so that both meet the same disturbances.
const TURNS: u32 = 4;

/// Measures it.
pub async fn measure(options: &Options, report: &mut Report) -> Measured<()> {
    let small = Server::start(options.release(), SMALL)?;
    let large = start_large(options)?;
    let mut servers = [(SMALL, small, Asked::default()), (options.scale, large, Asked::default())];
    for _ in 0..TURNS {
        for (_, server, asked) in &mut servers {
            ask(server, options.duration() / TURNS, asked).await?;
        }
    }
    report.heading(&format!("GET /totals of the nation, {CONNECTIONS} connections"));
    report.table(&["initiatives", "counted", "answers/s", "p50", "p99", "bytes", "the server's memory"]);
    for (scale, server, mut asked) in servers {
        let rate = asked.latencies.count() as f64 / options.duration().as_secs_f64();
        report.row(&[
            grouped(f64::from(scale)),
            grouped(asked.submitted as f64),
            grouped(rate),
            asked.latencies.p50().to_string(),
            asked.latencies.p99().to_string(),
            asked.bytes.to_string(),
            server.memory()?.resident.to_string(),
        ]);
        server.stop()?;
    }
    Ok(())
}

/// Makes the large campaign at the first run, which takes a while, and keeps it. Data that this release can't open is
/// made anew.
pub fn start_large(options: &Options) -> Measured<Server> {
    let data = data_of(options);
    if data.exists() {
        match Server::start_on(options.release(), &data) {
            Ok(server) => return Ok(server),
            Err(error) => eprintln!("bench: {} is made anew: {error}", data.display()),
        }
        std::fs::remove_dir_all(&data)?;
    }
    let began = Instant::now();
    // Under another name until it is whole.
    let unfinished = options.folder.join("campaign-unfinished");
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished)?;
    }
    server::fill(options.release(), &unfinished, options.scale)?;
    std::fs::rename(&unfinished, &data)?;
    eprintln!("bench: {} initiatives were made in {:.0} s", options.scale, began.elapsed().as_secs_f64());
    Server::start_on(options.release(), &data)
}

/// The large campaign, and its officers.
pub async fn start_large_with_officers(options: &Options) -> Measured<(Server, Vec<Login>)> {
    let server = start_large(options)?;
    // Once it answers it also knows how to stop.
    server.connect().await?.get("/healthz", &[]).await?.expect(200)?;
    server.stop()?;
    let data = data_of(options);
    // Data that an older release made has no officers yet; a demonstration makes those that aren't there.
    let officers = server::fill(options.release(), &data, options.scale)?.officers;
    Ok((Server::start_on(options.release(), &data)?, officers))
}

fn data_of(options: &Options) -> PathBuf {
    options.folder.join(format!("campaign-{}", options.scale))
}

#[derive(Default)]
struct Asked {
    latencies: Latencies,
    bytes: usize,
    submitted: u64,
}

async fn ask(server: &Server, lasts: Duration, asked: &mut Asked) -> Measured<()> {
    let mut tasks = JoinSet::new();
    let until = Instant::now() + lasts;
    for _ in 0..CONNECTIONS {
        tasks.spawn(work(server.connect().await?, until));
    }
    while let Some(done) = tasks.join_next().await {
        asked.latencies.extend(done??);
    }
    let mut connection = server.connect().await?;
    let answer = connection.get("/api/v1/totals", &[]).await?.expect(200)?;
    let totals: serde_json::Value = serde_json::from_slice(answer.body)?;
    asked.bytes = answer.wire;
    asked.submitted = totals["counts"]["submitted"].as_u64().ok_or("no count")?;
    Ok(())
}

async fn work(mut connection: Connection, until: Instant) -> Measured<Latencies> {
    let mut latencies = Latencies::default();
    while Instant::now() < until {
        let began = Instant::now();
        connection.get("/api/v1/totals", &[]).await?.expect(200)?;
        latencies.note(began.elapsed());
    }
    Ok(latencies)
}
