//! A new device of a member who has written a lot: how long until everything is on it, and how many bytes that takes.

use crate::device::Device;
use crate::report::{Report, grouped};
use crate::server::{Bytes, Server};
use crate::writing::{Drafts, push_op};
use crate::{Measured, Options};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The protocol's limit is 500 ops and 1 MiB; so many drafts stay below both.
const OPS: usize = 400;
/// How often the whole is pulled; the quickest counts, since what disturbs only makes it slower.
const ROUNDS: usize = 3;

/// Measures it.
pub async fn measure(options: &Options, server: &Server, report: &mut Report) -> Measured<()> {
    let drafts = Drafts::new();
    let mut writer = Device::join(server, 0).await?;
    let mut sent = 0;
    while sent < options.changes {
        let count = OPS.min(options.changes - sent);
        let mut ops = Vec::new();
        for n in sent..sent + count {
            push_op(&mut ops, Uuid::now_v7(), &[r#"{"edit":"#, drafts.get(n), "}"]);
        }
        writer.sync(&ops, count).await?;
        sent += count;
    }
    report.heading(&format!("Pull of {} changes by a new device, page after page", grouped(options.changes as f64)));
    report.table(&["encoding", "seconds", "over the wire", "requests", "the server's processor time"]);
    let mut positions = vec![];
    let plain = best(server, async || {
        let mut device = writer.sibling(server).await?;
        positions = vec![device.cursor().to_owned()];
        let mut bytes = 0;
        loop {
            let synced = device.sync(&[], 0).await?;
            bytes += synced.wire;
            if !synced.more {
                return Ok(bytes);
            }
            positions.push(device.cursor().to_owned());
        }
    })
    .await?;
    let gzip = best(server, async || {
        let mut device = writer.sibling(server).await?;
        let mut bytes = 0;
        for position in &positions {
            bytes += device.pull_gzip(position).await?;
        }
        Ok(bytes)
    })
    .await?;
    for (encoding, pull) in [("none", plain), ("gzip", gzip)] {
        report.row(&[
            encoding.into(),
            format!("{:.2}", pull.took.as_secs_f64()),
            Bytes(pull.bytes as u64).to_string(),
            positions.len().to_string(),
            format!("{:.2} s", pull.processor.as_secs_f64()),
        ]);
    }
    Ok(())
}

struct Pull {
    took: Duration,
    processor: Duration,
    bytes: usize,
}

async fn best(server: &Server, mut pull: impl AsyncFnMut() -> Measured<usize>) -> Measured<Pull> {
    let mut best: Option<Pull> = None;
    for _ in 0..ROUNDS {
        let (processor, began) = (server.processor_time()?, Instant::now());
        let bytes = pull().await?;
        let took = began.elapsed();
        if best.as_ref().is_none_or(|best| took < best.took) {
            best = Some(Pull { took, processor: server.processor_time()?.saturating_sub(processor), bytes });
        }
    }
    best.ok_or_else(|| "nothing was pulled".into())
}
