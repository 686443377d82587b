//! `GET /initiatives`, the officers' queue, of a server with a large campaign: what a page costs an officer of one union and
//! one of the nation, the first and later ones, and with words to find.

use crate::client::Connection;
use crate::latency::Latencies;
use crate::report::{Report, grouped};
use crate::server::Login;
use crate::{Measured, Options, totals};
use std::time::Instant;

/// Pages of each kind that are asked for, one after the other.
const PAGES: usize = 200;
/// What is asked for beside the plain queue: words that many titles have, and everything that was ever sent.
const QUESTIONS: [(&str, &str); 4] = [
    ("what waits", "limit=50"),
    ("… 500 a page", "limit=500"),
    ("… with words", "limit=50&q=tiet%20kiem"),
    ("all there are", "limit=50&state=all"),
];

/// Measures it.
pub async fn measure(options: &Options, report: &mut Report) -> Measured<()> {
    let (server, officers) = totals::start_large_with_officers(options).await?;
    report.heading(&format!(
        "GET /initiatives with {} initiatives in the campaign, one connection",
        grouped(f64::from(options.scale))
    ));
    report.table(&["officer of", "asks for", "found", "p50", "p95", "p99", "bytes"]);
    for Login { login, password, unit, .. } in officers.iter().filter(|officer| officer.role == "reviewer") {
        let mut connection = server.connect().await?;
        let body = format!(r#"{{"login":"{login}","password":"{password}"}}"#);
        let answer = connection.post("/api/v1/sign-in", &[], &[body.as_bytes()]).await?.expect(200)?;
        let signed_in: serde_json::Value = serde_json::from_slice(answer.body)?;
        let token = signed_in["token"].as_str().ok_or("no token")?;
        let authorization = format!("authorization: Bearer {token}");
        for (what, query) in QUESTIONS {
            let mut asked = pages(&mut connection, &authorization, query).await?;
            report.row(&[
                unit.clone(),
                what.into(),
                grouped(asked.total as f64),
                asked.latencies.p50().to_string(),
                asked.latencies.per_mille(950).to_string(),
                asked.latencies.p99().to_string(),
                asked.bytes.to_string(),
            ]);
        }
    }
    server.stop()
}

#[derive(Default)]
struct Asked {
    latencies: Latencies,
    /// How many there are in all pages.
    total: u64,
    /// Of the first page.
    bytes: usize,
}

/// Goes through the pages, from the first again after the last.
async fn pages(connection: &mut Connection, authorization: &str, query: &str) -> Measured<Asked> {
    let mut asked = Asked::default();
    let mut cursor: Option<String> = None;
    for page in 0..PAGES {
        let behind = cursor.as_ref().map_or(String::new(), |cursor| format!("&cursor={cursor}"));
        let began = Instant::now();
        let path = format!("/api/v1/initiatives?{query}{behind}");
        let answer = connection.get(&path, &[authorization]).await?.expect(200)?;
        asked.latencies.note(began.elapsed());
        if page == 0 {
            asked.bytes = answer.wire;
        }
        let page: serde_json::Value = serde_json::from_slice(answer.body)?;
        asked.total = page["total"].as_u64().ok_or("no total")?;
        cursor = page["cursor"].as_str().map(str::to_owned);
    }
    Ok(asked)
}
