//! Measures the release of `sangkien` from outside, over loopback, as its users meet it. Promises that what it prints was
//! measured in this run, each figure with what it was measured beside; asserts nothing about time. Knows the wire
//! protocol and the process's numbers in `/proc`, and no code of the server: what is measured is the binary that ships.
//! `duplicates` alone calls a crate of the server, since precision can't be seen from outside.

mod bare;
mod client;
mod device;
mod duplicates;
mod latency;
mod machine;
mod pages;
mod pull;
mod queue;
mod report;
mod server;
mod sync;
mod totals;
mod viewers;
mod writing;

use clap::{Parser, ValueEnum};
use report::Report;
use server::{Release, Server};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// What went wrong, for whoever runs the benchmark.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
/// A measurement, or why there is none.
pub type Measured<T> = Result<T, Failure>;

/// Measures a release of sangkien. Writes what it found as Markdown to standard output and into the folder.
#[derive(Debug, Parser)]
pub struct Options {
    /// What to measure; everything if nothing is named.
    #[arg(value_enum)]
    names: Vec<Name>,
    /// The server's binary.
    #[arg(long, env = "SANGKIEN", default_value = "target/release/sangkien")]
    server: PathBuf,
    /// Where data and results go; on a real disk, since durable writes are measured.
    #[arg(long, default_value = "target/bench")]
    folder: PathBuf,
    /// How many seconds each load is kept up.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How many devices sync at the same time.
    #[arg(long, default_value_t = 64)]
    devices: usize,
    /// How many viewers watch the nation's totals.
    #[arg(long, default_value_t = 2_000)]
    viewers: usize,
    /// How many changes are pulled.
    #[arg(long, default_value_t = 10_000)]
    changes: usize,
    /// How many initiatives the larger of two servers has when its totals or its queue are asked for. Its data is made once and kept.
    #[arg(long, default_value_t = 500_000)]
    scale: u32,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// A device fetches thousands of changes.
    Pull,
    /// Many devices sync at the same time; beside it the same rows written by a bare loop.
    Sync,
    /// Thousands watch while initiatives come in.
    Viewers,
    /// The nation's totals of a small and of a large campaign.
    Totals,
    /// Precision, recall, processor time and memory of the search for duplicates, in a large campaign.
    Duplicates,
    /// The officers' queue of a large campaign.
    Queue,
    /// What everybody asks for, of a large campaign.
    Pages,
}

/// The names in the order in which they are measured.
const ALL: [Name; 7] =
    [Name::Pull, Name::Sync, Name::Viewers, Name::Totals, Name::Duplicates, Name::Queue, Name::Pages];
/// How many initiatives the common server starts with.
const SMALL: u32 = 5_000;

impl Options {
    fn asks_for(&self, name: Name) -> bool {
        self.names.is_empty() || self.names.contains(&name)
    }

    /// What is measured.
    pub fn release(&self) -> Release<'_> {
        Release { binary: &self.server, folder: &self.folder }
    }

    /// How long each load is kept up.
    pub fn duration(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut report = Report::default();
    let options = Options::parse();
    let done = measure(&options, &mut report).await;
    let written = report.write(&options.folder.join("server.md"));
    match done.and(written) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(options: &Options, report: &mut Report) -> Measured<()> {
    std::fs::create_dir_all(&options.folder)?;
    machine::raise_open_files()?;
    machine::describe(report, &options.folder)?;
    if [Name::Pull, Name::Sync, Name::Viewers].into_iter().any(|name| options.asks_for(name)) {
        let server = Server::start(options.release(), SMALL)?;
        let start = server.memory()?;
        for name in ALL.into_iter().filter(|name| options.asks_for(*name)) {
            match name {
                Name::Pull => pull::measure(options, &server, report).await?,
                Name::Sync => sync::measure(options, &server, report).await?,
                Name::Viewers => viewers::measure(options, &server, report).await?,
                Name::Totals | Name::Duplicates | Name::Queue | Name::Pages => {}
            }
        }
        report.heading("Memory of the server after all of this");
        report.table(&["when", "resident", "its own (heap, stacks)", "highest ever"]);
        for (when, memory) in [("after its start", start), ("at the end", server.memory()?)] {
            report.row(&[when.into(), memory.resident.to_string(), memory.own.to_string(), memory.highest.to_string()]);
        }
        server.stop()?;
    }
    if options.asks_for(Name::Totals) {
        totals::measure(options, report).await?;
    }
    if options.asks_for(Name::Duplicates) {
        duplicates::measure(options, report).await?;
    }
    if options.asks_for(Name::Queue) {
        queue::measure(options, report).await?;
    }
    if options.asks_for(Name::Pages) {
        pages::measure(options, report).await?;
    }
    Ok(())
}
