//! Devices that sync as fast as they get answers, each on its own keep-alive connection, every answer durable. Beside it,
//! in the same run, the very rows that this wrote are written once more by a bare loop ([`crate::bare`]).

use crate::bare::{self, Counts, Rate};
use crate::device::Device;
use crate::latency::Latencies;
use crate::machine::processor_time;
use crate::report::{Report, grouped};
use crate::server::Server;
use crate::writing::{Drafts, push_op};
use crate::{Measured, Options};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

/// How long the load runs before it is measured.
const WARM_UP: Duration = Duration::from_secs(1);

/// What a request carries.
#[derive(Debug, Clone, Copy)]
struct Shape {
    name: &'static str,
    /// So many new drafts, an edit each.
    drafts: usize,
    /// If they are to count, each of them is submitted in the same request.
    counts: Counts,
}

impl Shape {
    fn ops(&self) -> usize {
        if self.counts == Counts::Change { self.drafts * 2 } else { self.drafts }
    }
}

const SHAPES: [Shape; 3] = [
    Shape { name: "1 draft", drafts: 1, counts: Counts::Same },
    Shape { name: "20 drafts", drafts: 20, counts: Counts::Same },
    Shape { name: "10 drafts, each submitted", drafts: 10, counts: Counts::Change },
];

/// Measures it.
pub async fn measure(options: &Options, server: &Server, report: &mut Report) -> Measured<()> {
    let drafts = Arc::new(Drafts::new());
    let mut devices = Vec::new();
    for n in 0..options.devices {
        devices.push(Device::join(server, n).await?);
    }
    let bytes = drafts.bytes();
    report.heading(&format!("Sync: {} devices at the same time, drafts of {bytes} bytes, durable", options.devices));
    report.table(&[
        "each request",
        "ops/s",
        "p50",
        "p99",
        "ops in a commit",
        "a commit takes",
        "the server's processor time for an op",
        "processors: server",
        "load",
    ]);
    let mut rates = Vec::new();
    let mut samples = Vec::new();
    for shape in SHAPES {
        let before = bare::position(server).await?;
        let mut load = Load::run(server, &mut devices, &drafts, shape, options.duration()).await?;
        report.row(&[
            shape.name.into(),
            grouped(load.rate()),
            load.latencies.p50().to_string(),
            load.latencies.p99().to_string(),
            format!("{:.0}", load.commits.ops / load.commits.count),
            format!("{:.2} ms", load.commits.seconds * 1000.0 / load.commits.count),
            format!("{:.0} µs", load.server.as_secs_f64() * 1e6 / load.ops as f64),
            format!("{:.2}", load.share(load.server)),
            format!("{:.2}", load.share(load.generator)),
        ]);
        rates.push(load.rate());
        samples.push(bare::Sample::read(server, before, shape.counts).await?);
    }
    drop(devices);
    report.heading("The same rows written by a bare loop");
    report.note(
        "The rows that the last requests of each kind left in the server's database, read back and written once more, \
         with the same tables and indexes into a fresh database: sqlx, SQLite, WAL, synchronous=FULL, a statement with \
         many rows for each table. No HTTP, no JSON, no rules, nothing looked up, and nobody waits for an answer.",
    );
    report.table(&["rows of", "ops in a transaction", "ops/s", "the server reaches"]);
    for (shape, (sample, served)) in SHAPES.iter().zip(samples.iter().zip(rates)) {
        for ops in [1, 20, 200] {
            let Rate(rate) = bare::measure(&options.folder, sample, ops, options.duration()).await?;
            let reaches = format!("{:.0} %", 100.0 * served / rate);
            report.row(&[shape.name.into(), ops.to_string(), grouped(rate), reaches]);
        }
    }
    Ok(())
}

/// What came of a load.
struct Load {
    latencies: Latencies,
    ops: usize,
    lasted: Duration,
    server: Duration,
    generator: Duration,
    commits: Commits,
}

impl Load {
    fn rate(&self) -> f64 {
        self.ops as f64 / self.lasted.as_secs_f64()
    }

    /// Of how many processors a time is the whole.
    fn share(&self, processor: Duration) -> f64 {
        processor.as_secs_f64() / self.lasted.as_secs_f64()
    }

    async fn run(
        server: &Server,
        devices: &mut Vec<Device>,
        drafts: &Arc<Drafts>,
        shape: Shape,
        lasts: Duration,
    ) -> Measured<Load> {
        let began = Instant::now() + WARM_UP;
        let mut tasks = JoinSet::new();
        for (n, device) in devices.drain(..).enumerate() {
            tasks.spawn(work(device, Arc::clone(drafts), shape, n, began, lasts));
        }
        tokio::time::sleep_until(began.into()).await;
        let commits = Commits::read(server).await?;
        let (server_before, own_before) = (server.processor_time()?, processor_time("self")?);
        tokio::time::sleep_until((began + lasts).into()).await;
        let (server_after, own_after) = (server.processor_time()?, processor_time("self")?);
        let mut load = Load {
            latencies: Latencies::default(),
            ops: 0,
            lasted: lasts,
            server: server_after.saturating_sub(server_before),
            generator: own_after.saturating_sub(own_before),
            commits: Commits::read(server).await?.since(&commits),
        };
        while let Some(done) = tasks.join_next().await {
            let (device, latencies) = done??;
            load.ops += latencies.count() * shape.ops();
            load.latencies.extend(latencies);
            devices.push(device);
        }
        Ok(load)
    }
}

/// One device's part: the requests that were answered in the measured time.
async fn work(
    mut device: Device,
    drafts: Arc<Drafts>,
    shape: Shape,
    mut n: usize,
    began: Instant,
    lasts: Duration,
) -> Measured<(Device, Latencies)> {
    let mut latencies = Latencies::default();
    let mut ops = Vec::new();
    loop {
        ops.clear();
        for _ in 0..shape.drafts {
            let initiative = Uuid::now_v7();
            n += 1;
            push_op(&mut ops, initiative, &[r#"{"edit":"#, drafts.get(n), "}"]);
            if shape.counts == Counts::Change {
                push_op(&mut ops, initiative, &[r#"{"submit":{}}"#]);
            }
        }
        let sent = Instant::now();
        device.sync(&ops, shape.ops()).await?;
        let answered = Instant::now();
        if answered > began + lasts {
            return Ok((device, latencies));
        }
        if answered >= began {
            latencies.note(answered - sent);
        }
    }
}

/// What the server says of its commits.
struct Commits {
    count: f64,
    ops: f64,
    seconds: f64,
}

impl Commits {
    async fn read(server: &Server) -> Measured<Self> {
        let value = async |name| Ok::<_, crate::Failure>(server.metric(name).await?.unwrap_or_default());
        Ok(Self {
            count: value("sangkien_batch_ops_count").await?,
            ops: value("sangkien_batch_ops_sum").await?,
            seconds: value("sangkien_commit_seconds_sum").await?,
        })
    }

    fn since(&self, earlier: &Commits) -> Self {
        Self { count: self.count - earlier.count, ops: self.ops - earlier.ops, seconds: self.seconds - earlier.seconds }
    }
}
