//! The real binary in a process of its own: started, asked, stopped and killed like an administrator's.

use crate::app::{UNITS, client};
use reqwest::Client;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value as Json;
use std::path::Path;
use std::process::{Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command as AsyncCommand};

pub const BINARY: &str = env!("CARGO_BIN_EXE_sangkien");

/// Runs a command to its end.
pub fn sangkien(data: &Path, arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).env("SANGKIEN_DATA", data).output().expect("the binary runs")
}

/// Runs a command that has to succeed, and says what it said.
pub fn sangkien_ok(data: &Path, arguments: &[&str]) -> String {
    let output = sangkien(data, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

/// A folder with the small union in it.
pub fn prepared_folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let units = folder.path().join("units.csv");
    std::fs::write(&units, UNITS).expect("a file");
    sangkien_ok(folder.path(), &["units", "import", units.to_str().expect("UTF-8")]);
    assert!(create_campaign(folder.path(), &[]).status.success());
    folder
}

/// Creates or changes the small union's campaign, with `more` options.
pub fn create_campaign(data: &Path, more: &[&str]) -> Output {
    let campaign = ["--slug", "tsk", "--name", "1 triệu sáng kiến", "--from", "2000-01-01", "--to", "2099-12-31"];
    sangkien(data, &[&["campaign", "create"], &campaign[..], more].concat())
}

/// A server process. Killed when it is dropped.
pub struct Process {
    pub url: String,
    /// The line of JSON that it printed, if it was one.
    pub ready: Json,
    pub client: Client,
    child: Child,
}

impl Process {
    pub async fn serve(data: &Path) -> Process {
        Self::start(AsyncCommand::new(BINARY).args(["serve", "--listen", "127.0.0.1:0", "--rate-limit", "off"]), data)
            .await
    }

    /// Starts a server with this command, and waits until it says where it is.
    pub async fn start(command: &mut AsyncCommand, data: &Path) -> Process {
        let mut child = command
            .env("SANGKIEN_DATA", data)
            .env("RUST_LOG", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the binary runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let line = tokio::time::timeout(Duration::from_secs(60), lines.next_line()).await.expect("a start in time");
        let line = line.expect("a readable pipe").expect("a line that says where it is");
        let ready: Json = serde_json::from_str(&line).unwrap_or_default();
        let url = ready["url"].as_str().unwrap_or(&line).to_owned();
        Process { url, ready, client: client(), child }
    }

    pub fn pid(&self) -> Pid {
        let id = self.child.id().expect("a running process");
        Pid::from_raw(i32::try_from(id).expect("a pid")).expect("a pid")
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("a running process");
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        tokio::time::timeout(Duration::from_secs(15), self.child.wait())
            .await
            .expect("an end in time")
            .expect("a status")
    }
}

#[tokio::test]
async fn lesson_26_a_stop_signal_ends_streams_and_then_the_process() {
    let folder = prepared_folder();
    let mut process = Process::serve(folder.path()).await;
    let mut stream = process.client.get(format!("{}/api/v1/live", process.url)).send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    let idle = tokio::net::TcpStream::connect(process.url.strip_prefix("http://").unwrap()).await.unwrap();
    let began = Instant::now();
    process.signal(Signal::TERM);
    while stream.chunk().await.unwrap().is_some() {}
    assert_eq!(process.ended().await.code(), Some(0));
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    drop(idle);
    sangkien_ok(folder.path(), &["verify"]);
}

#[tokio::test]
async fn the_demo_says_where_it_is_in_one_line_of_json() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = AsyncCommand::new(BINARY);
    command.args(["demo", "--json", "--listen", "127.0.0.1:0", "--scale", "50"]);
    let mut process = Process::start(&mut command, folder.path()).await;
    let totals = process.client.get(format!("{}/api/v1/totals", process.url)).send().await.unwrap();
    let totals: Json = totals.json().await.unwrap();
    assert_eq!(totals["demo"], true);
    assert!(totals["counts"]["submitted"].as_i64().unwrap() > 0);
    let code = process.ready["join_codes"]["cd-dau-khi"].as_str().unwrap();
    let body = serde_json::json!({"code": code, "name": "Người xem thử", "consent": true});
    let joined = process.client.post(format!("{}/api/v1/join", process.url)).json(&body).send().await.unwrap();
    assert_eq!(joined.status(), 201);
    let officers = process.ready["officers"].as_array().unwrap();
    for role in model::rights::Role::ALL {
        assert!(officers.iter().any(|officer| officer["role"] == role.name()), "{role:?}");
    }
    for officer in officers {
        let body = serde_json::json!({"login": officer["login"], "password": officer["password"]});
        let signed_in =
            process.client.post(format!("{}/api/v1/sign-in", process.url)).json(&body).send().await.unwrap();
        assert_eq!(signed_in.status(), 200);
        let signed_in: Json = signed_in.json().await.unwrap();
        assert_eq!(signed_in["roles"], serde_json::json!([{"role": officer["role"], "unit": officer["unit"]}]));
    }
    process.signal(Signal::INT);
    assert!(process.ended().await.success());
}
