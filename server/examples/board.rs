//! The public pages with invented numbers and no database: the board of the pictures, moving. For looking at pages:
//!
//!     make dev-board, or: cargo run -p server --example board -- 127.0.0.1:3100
//!
//! It reads the site that `node app/site.mjs --debug` made.

#[path = "../src/site.rs"]
mod site;

use std::{
    convert::Infallible,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use app::board::{Answer, BoardData, BoardSource, SharedSource, made_up};
use app::reality::Reality;
use app::stories::{StoriesAsked, StoriesFound};
use axum::{
    Json, Router,
    extract::{Query, State},
    response::sse::{Event, KeepAlive, Sse},
    routing::get,
};
use futures::{Stream, stream};
use model::{
    campaign::Target,
    id::InitiativeId,
    story::Story,
    text::search_key,
    totals::Tally,
    unit::{Level, UnitCode},
    wire::{StoriesResponse, UnitFound, UnitTotals, UnitsFound},
};
use serde::Deserialize;
use server::http::{
    assets::{self, Site},
    pages,
};

const UNITS: &str = include_str!("../data/units.csv");

/// Invented boards: the nation's with all its units, and one unit's.
struct MadeUp {
    units: Vec<UnitTotals>,
    /// Initiatives that have come since the start.
    more: AtomicI64,
}

impl MadeUp {
    fn new() -> Self {
        let known = made_up::nation().totals.children;
        let units = UNITS.lines().skip(1).enumerate().filter_map(|(at, line)| {
            let mut cells = line.split(',');
            let (code, parent, level, name) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
            let code: UnitCode = code.parse().ok().filter(|_| parent == "tld")?;
            if let Some(known) = known.iter().find(|unit| unit.unit == code) {
                return Some(known.clone());
            }
            let at = i64::try_from(at).ok()?;
            let tally = Tally { submitted: 900 + at * 13, people: 300 + at * 7, ..Tally::default() };
            let target = Target { assigned: (at != 40).then_some(2_500), self_set: None };
            Some(UnitTotals::new(code, name.to_owned(), Level::from_name(level)?, tally, target))
        });
        Self { units: units.collect(), more: AtomicI64::new(0) }
    }

    fn now(&self, unit: Option<&UnitCode>) -> Option<BoardData> {
        let mut board = match unit.map(UnitCode::as_str) {
            None | Some("tld") => made_up::nation_of(self.units.clone()),
            Some("cd-dau-khi") => made_up::unit(),
            Some(_) => return None,
        };
        let more = self.more.load(Ordering::Relaxed);
        let totals = &mut board.totals;
        totals.seq += more.unsigned_abs();
        totals.own.counts.submitted += more;
        totals.as_of = totals.as_of.plus_millis(more * 1000);
        board.rendered_at = totals.as_of.plus_millis(1000);
        Some(board)
    }

    fn found(&self, text: &str) -> Vec<UnitFound> {
        let key = search_key(text);
        let units = self.units.iter().filter(|unit| search_key(&unit.name).contains(&key));
        let found = units.map(|unit| UnitFound {
            code: unit.unit.clone(),
            name: unit.name.clone(),
            level: unit.level,
            path: Vec::new(),
            under: Some("Tổng Liên đoàn Lao động Việt Nam".to_owned()),
        });
        found.take(20).collect()
    }
}

impl BoardSource for MadeUp {
    fn version(&self) -> u64 {
        0
    }

    fn board(&self, unit: Option<UnitCode>) -> Answer<Option<BoardData>> {
        let board = self.now(unit.as_ref());
        Box::pin(async move { Ok(board) })
    }

    /// Nobody is made up who could have written one.
    fn stories(&self, asked: StoriesAsked) -> Answer<Option<StoriesFound>> {
        let unit_name = asked.unit.map(|unit| unit.to_string());
        let found = StoriesResponse { stories: Vec::new(), cursor: None, total: 0 };
        Box::pin(async move { Ok(Some(StoriesFound { unit_name, units: Vec::new(), found })) })
    }

    fn story(&self, _id: InitiativeId) -> Answer<Option<Story>> {
        Box::pin(async { Ok(None) })
    }

    fn stories_version(&self) -> u64 {
        0
    }

    fn search(&self, text: String) -> Answer<Vec<UnitFound>> {
        let found = self.found(&text);
        Box::pin(async move { Ok(found) })
    }
}

#[derive(Deserialize)]
struct Asked {
    unit: Option<UnitCode>,
    #[serde(default)]
    q: String,
}

async fn units(State(made_up): State<Arc<MadeUp>>, Query(asked): Query<Asked>) -> Json<UnitsFound> {
    Json(UnitsFound { units: made_up.found(&asked.q) })
}

/// A frame at once and then every two seconds, each with a few initiatives more.
async fn live(
    State(made_up): State<Arc<MadeUp>>,
    Query(asked): Query<Asked>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let frames = stream::unfold(true, move |first| {
        let (made_up, unit) = (made_up.clone(), asked.unit.clone());
        async move {
            if !first {
                tokio::time::sleep(Duration::from_secs(2)).await;
                made_up.more.fetch_add(3, Ordering::Relaxed);
            }
            let totals = made_up.now(unit.as_ref())?.totals;
            let event = Event::default().event("totals").id(totals.seq.to_string());
            Some((Ok(event.data(serde_json::to_string(&totals).ok()?)), false))
        }
    });
    Sse::new(frames).keep_alive(KeepAlive::default())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let listen: SocketAddr = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3100".to_owned()).parse()?;
    let site = Arc::new(Site::new(Reality::Demo, site::files()?)?);
    let made_up = Arc::new(MadeUp::new());
    let source: SharedSource = made_up.clone();
    let api = Router::new().route("/api/v1/units", get(units)).route("/api/v1/live", get(live)).with_state(made_up);
    let router = assets::router(site.clone()).merge(api).fallback_service(pages::service(site, Some(source)));
    let listener = tokio::net::TcpListener::bind(listen).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, router).await?;
    Ok(())
}
