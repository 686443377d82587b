//! A server under test: the release's own `serve`, on loopback, without rate limits, on data that its `demo` has made
//! before. Promises that it is gone when this is dropped.

use crate::client::Connection;
use crate::machine::processor_time;
use crate::{Failure, Measured};
use rustix::process::{Pid, Signal, kill_process};
use serde::Deserialize;
use serde_json::Value as Json;
use std::fmt;
use std::fs::{File, read_to_string};
use std::io::{BufRead, BufReader};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take to stop.
const STOP_WITHIN: Duration = Duration::from_secs(15);

/// Any free port of loopback.
const ANYWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// A code to join each unit with.
    pub join_codes: Vec<String>,
    data: PathBuf,
    _temporary: Option<TempDir>,
}

/// A process's memory, bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// What of it is in the machine's memory.
    pub resident: Bytes,
    /// The part of that which isn't a file's: heap and stacks.
    pub own: Bytes,
    /// The most that was ever resident.
    pub highest: Bytes,
}

/// A number of bytes, displayed in MiB or KiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kib = self.0 as f64 / 1024.0;
        if kib < 1024.0 { write!(out, "{kib:.1} KiB") } else { write!(out, "{:.1} MiB", kib / 1024.0) }
    }
}

/// Where a release is, and where its data and its log go.
#[derive(Debug, Clone, Copy)]
pub struct Release<'a> {
    pub binary: &'a Path,
    pub folder: &'a Path,
}

impl Server {
    /// Starts one on fresh data.
    pub fn start(release: Release, scale: u32) -> Measured<Server> {
        let temporary = tempfile::Builder::new().prefix("data-").tempdir_in(release.folder)?;
        let join_codes = fill(release, temporary.path(), scale)?.join_codes;
        let mut server = Self::start_on(release, temporary.path())?;
        server.join_codes = join_codes;
        server._temporary = Some(temporary);
        Ok(server)
    }

    /// Starts one on data that is there.
    pub fn start_on(release: Release, data: &Path) -> Measured<Server> {
        let (child, line) = spawn(release, "serve", ANYWHERE, data, &[])?;
        let address = ANYWHERE;
        // From here on it is stopped whatever happens.
        let mut server = Server { child, address, join_codes: Vec::new(), data: data.to_owned(), _temporary: None };
        let url = line.trim().strip_prefix("http://").ok_or_else(|| ended_early(release))?;
        server.address = url.trim_end_matches('/').parse()?;
        Ok(server)
    }

    /// A connection of one's own.
    pub async fn connect(&self) -> Measured<Connection> {
        Connection::open(self.address).await
    }

    /// Processor time that it has used.
    pub fn processor_time(&self) -> Measured<Duration> {
        processor_time(&self.child.id().to_string())
    }

    /// Its memory now.
    pub fn memory(&self) -> Measured<Memory> {
        let status = read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| -> Measured<Bytes> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("an unreadable /proc/…/status")?;
            let kib = line.trim_matches([':', ' ', '\t']).trim_end_matches(" kB").trim();
            Ok(Bytes(kib.parse::<u64>()? * 1024))
        };
        Ok(Memory { resident: field("VmRSS")?, own: field("RssAnon")?, highest: field("VmHWM")? })
    }

    /// The database's file.
    pub fn database(&self) -> PathBuf {
        self.data.join("sangkien.db")
    }

    /// The present value of a metric without labels; `None` if it isn't there (yet).
    pub async fn metric(&self, name: &str) -> Measured<Option<f64>> {
        let mut connection = self.connect().await?;
        let answer = connection.get("/metrics", &[]).await?.expect(200)?;
        let text = std::str::from_utf8(answer.body)?;
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        Ok(value.map(str::parse).transpose()?)
    }

    /// Stops it as an operator would, and starts it again at the same address.
    pub fn restart(&mut self, release: Release) -> Measured<()> {
        self.ask_to_stop()?;
        let (child, line) = spawn(release, "serve", self.address, &self.data, &[])?;
        self.child = child;
        if line.is_empty() { Err(ended_early(release)) } else { Ok(()) }
    }

    /// Stops it as an operator would.
    pub fn stop(mut self) -> Measured<()> {
        self.ask_to_stop()?;
        let status = self.child.wait()?;
        if status.success() { Ok(()) } else { Err(format!("the server ended with {status}").into()) }
    }

    fn ask_to_stop(&mut self) -> Measured<()> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).ok_or("an impossible process id")?;
        kill_process(pid, Signal::TERM)?;
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() {
            if asked.elapsed() > STOP_WITHIN {
                self.child.kill()?;
                return Err(Failure::from("the server didn't stop and was killed"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None))
            && let Err(error) = self.child.kill().and_then(|()| self.child.wait())
        {
            eprintln!("bench: server {} couldn't be ended: {error}", self.child.id());
        }
    }
}

/// What a demonstration says when it is ready.
pub struct Filled {
    /// A code to join each unit with.
    pub join_codes: Vec<String>,
    pub officers: Vec<Login>,
}

/// An officer of a demonstration, and how to sign in as them.
#[derive(Debug, Deserialize)]
pub struct Login {
    pub login: String,
    pub password: String,
    pub role: String,
    pub unit: String,
}

/// Has a demonstration made in `data`, if it isn't there yet.
///
/// The server that makes it isn't the one that is measured: making it needs memory.
pub fn fill(release: Release, data: &Path, scale: u32) -> Measured<Filled> {
    let (child, line) = spawn(release, "demo", ANYWHERE, data, &["--json", "--scale", &scale.to_string()])?;
    let address = ANYWHERE;
    let server = Server { child, address, join_codes: Vec::new(), data: data.to_owned(), _temporary: None };
    let mut ready: Json = serde_json::from_str(&line).map_err(|_| ended_early(release))?;
    let codes = ready["join_codes"].as_object().ok_or("no join codes")?;
    let join_codes = codes.values().filter_map(Json::as_str).map(str::to_owned).collect();
    let officers = serde_json::from_value(ready["officers"].take())?;
    server.stop()?;
    Ok(Filled { join_codes, officers })
}

/// Starts one of the release's commands and waits for its first line.
fn spawn(
    release: Release,
    command: &str,
    listen: SocketAddr,
    data: &Path,
    options: &[&str],
) -> Measured<(Child, String)> {
    let log = File::options().create(true).append(true).open(log_of(release))?;
    let mut child = Command::new(release.binary)
        .args([command, "--rate-limit", "off", "--listen", &listen.to_string(), "--data"])
        .arg(data)
        .args(options)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(|error| format!("{} can't be started: {error}", release.binary.display()))?;
    let out = child.stdout.take().ok_or("the server has no standard output")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line)?;
    Ok((child, line))
}

fn log_of(release: Release) -> PathBuf {
    release.folder.join("server.log")
}

fn ended_early(release: Release) -> Failure {
    format!("the server ended before it was ready; see {}", log_of(release).display()).into()
}
