//! All viewers at once after a restart: each comes back after the pause that the protocol asks of browsers, while members
//! go on submitting. How long until all have a frame, and what it costs those who write.

use super::stream::Stream;
use super::{LOST, STEADY, wait_for};
use crate::device::Device;
use crate::latency::Latencies;
use crate::report::Report;
use crate::server::{Bytes, Server};
use crate::writing::{Drafts, push_op};
use crate::{Measured, Options, SMALL};
use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Between these a viewer comes back after a break, as `retry:` in the stream says. Milliseconds.
const PAUSE: std::ops::Range<u64> = 1_000..5_000;

/// From how many streams a frame has come to a viewer.
type Seen = Rc<Cell<usize>>;

/// Measures it, on a server of its own.
pub async fn measure(options: &Options, report: &mut Report) -> Measured<()> {
    let mut server = Server::start(options.release(), SMALL)?;
    let device = Device::join(&server, 1).await?;
    let viewers: Vec<Seen> = (0..options.viewers).map(|_| Seen::default()).collect();
    let mut pauses = PAUSE.step_by(7).cycle();
    for group in viewers.chunks(super::ARRIVALS) {
        for seen in group {
            // Spread evenly: as good as chance, and the same each time.
            let pause = Duration::from_millis(pauses.next().unwrap_or(PAUSE.start));
            tokio::task::spawn_local(stay(server.address, Rc::clone(seen), pause));
        }
        wait_for(|| group.iter().all(|seen| seen.get() == 1)).await?;
    }
    let stopped = Instant::now();
    server.restart(options.release())?;
    let ready = Instant::now();

    let (drafts, mut latencies, mut submitted) = (Drafts::new(), Latencies::default(), 0);
    let mut pace = tokio::time::interval(Duration::from_secs(1) / STEADY);
    let mut device = device.sibling(&server).await?;
    while viewers.iter().any(|seen| seen.get() < 2) {
        if ready.elapsed() > LOST {
            return Err("a viewer didn't come back".into());
        }
        pace.tick().await;
        submitted += 1;
        let (initiative, mut ops) = (Uuid::now_v7(), Vec::new());
        push_op(&mut ops, initiative, &[r#"{"edit":"#, drafts.get(submitted), "}"]);
        push_op(&mut ops, initiative, &[r#"{"submit":{}}"#]);
        let sent = Instant::now();
        device.sync(&ops, 2).await?;
        latencies.note(sent.elapsed());
    }
    let back = ready.elapsed();
    report.heading(&format!("{} viewers come back after a restart", options.viewers));
    report.note(&format!(
        "The server was away for {:.1} s. Each viewer came back between {} and {} s after that; all had a frame {:.1} s after \
         the server was ready. Meanwhile {submitted} initiatives were submitted and none refused: p50 {}, p99 {}, the \
         slowest {}. The most memory it held: {}.",
        (ready - stopped).as_secs_f64(),
        PAUSE.start / 1_000,
        PAUSE.end / 1_000,
        back.as_secs_f64(),
        latencies.p50(),
        latencies.p99(),
        latencies.per_mille(1000),
        Bytes(server.memory()?.highest.0),
    ));
    server.stop()
}

/// A viewer who comes back whenever the stream breaks.
async fn stay(server: SocketAddr, seen: Seen, pause: Duration) {
    loop {
        if let Ok(mut stream) = Stream::open(server).await
            && stream.next().await.is_ok()
        {
            seen.set(seen.get() + 1);
            while stream.next().await.is_ok() {}
        }
        tokio::time::sleep(pause).await;
    }
}
