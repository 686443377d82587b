//! What the figures were measured on. A rate of durable writes means nothing without what one flush costs here.

use crate::Measured;
use crate::latency::Latencies;
use crate::report::Report;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::fs::{File, read_to_string};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// As many open files as the system lets us have, for this process and the servers it starts: each viewer is two.
pub fn raise_open_files() -> Measured<()> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
        .map_err(|error| format!("the limit of open files can't be raised to {maximum:?}: {error}").into())
}

/// Says what kind of machine this is and how busy it was.
pub fn describe(report: &mut Report, folder: &Path) -> Measured<()> {
    let field = |file: &str, name: &str| -> Measured<String> {
        let text = read_to_string(file)?;
        let line = text.lines().find(|line| line.starts_with(name));
        Ok(line.and_then(|line| line.split_once(':')).map_or("unknown", |(_, value)| value.trim()).to_owned())
    };
    let load = read_to_string("/proc/loadavg")?;
    let busy = load.split(' ').next().unwrap_or("unknown");
    let mut flushes = flushes(folder)?;
    report.heading("The machine");
    report.table(&["", ""]);
    for (what, value) in [
        ("Processor", format!("{} × {}", std::thread::available_parallelism()?, field("/proc/cpuinfo", "model name")?)),
        ("Memory", field("/proc/meminfo", "MemTotal")?),
        ("System", format!("Linux {}", read_to_string("/proc/sys/kernel/osrelease")?.trim())),
        ("4 KiB appended and flushed (fdatasync)", format!("p50 {}, p99 {}", flushes.p50(), flushes.p99())),
        ("Load average before the start", format!("{busy} (the load generator shares these cores with the server)")),
    ] {
        report.row(&[what.into(), value]);
    }
    Ok(())
}

fn flushes(folder: &Path) -> Measured<Latencies> {
    let path = folder.join("flushes");
    let mut file = File::create(&path)?;
    let mut latencies = Latencies::default();
    for _ in 0..200 {
        let began = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        latencies.note(began.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok(latencies)
}

/// Processor time that a process has used, its threads and the system's work for it included.
///
/// `pid` is a number or `self`.
pub fn processor_time(pid: &str) -> Measured<Duration> {
    let stat = read_to_string(format!("/proc/{pid}/stat"))?;
    // The name is in parentheses and may contain anything; user and system time are the 12th and 13th fields after it.
    let (_, after) = stat.rsplit_once(')').ok_or("an unreadable /proc/…/stat")?;
    let ticks = after.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second()))
}
