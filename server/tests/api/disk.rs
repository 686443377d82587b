//! The disk is full: whoever writes is told to come back, nothing is half done, and when there is room again it goes on
//! without a restart.

use crate::app::{edit, new_device, new_initiative, problem};
use crate::process::{BINARY, Process, prepared_folder, sangkien_ok};
use model::problem::ProblemKind;
use model::wire::{JoinResponse, SyncResponse};
use reqwest::{Response, StatusCode};
use rustix::process::{Resource, Rlimit, prlimit};
use serde_json::{Value as Json, json};
use tokio::process::Command;

#[tokio::test]
async fn a_full_disk_is_told_and_survived() {
    let folder = prepared_folder();
    // The limit of a file's size stands in for the disk: beyond it every write fails, as it does on a full one. Without
    // the trap the system would end the process at the first such write, which a full disk never does.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" serve --listen 127.0.0.1:0 --rate-limit off", BINARY]);
    let server = Process::start(&mut command, folder.path()).await;
    let code = sangkien_ok(folder.path(), &["join-code", "cd-pvoil"]);
    let body = json!({"code": code, "name": "Trần Thị Bình", "consent": true});
    let joined = server.client.post(format!("{}/api/v1/join", server.url)).json(&body).send().await.unwrap();
    let JoinResponse { token, .. } = joined.json().await.unwrap();
    let device = new_device();
    let send = async |ops: &[Json]| -> Response {
        let body = json!({"device": device, "cursor": null, "ops": ops});
        server.client.post(format!("{}/api/v1/sync", server.url)).bearer_auth(&token).json(&body).send().await.unwrap()
    };
    let long = "Dài ".repeat(4_000);
    let write = || edit(new_initiative(), 0, json!({"title": "Đầy đĩa", "story": long}));

    let mut acknowledged = 3;
    for _ in 0..acknowledged {
        assert_eq!(send(&[write()]).await.status(), StatusCode::OK);
    }
    limit_file_size(&server, Some(64 * 1024));
    let mut kept = None;
    for _ in 0..50 {
        let op = write();
        let response = send(std::slice::from_ref(&op)).await;
        if response.status() == StatusCode::OK {
            acknowledged += 1;
            continue;
        }
        assert!(response.headers().contains_key("retry-after"));
        assert_eq!(problem(response).await.kind, ProblemKind::Unavailable);
        kept = Some(op);
        break;
    }
    let kept = kept.expect("the disk fills up");
    let ready = async || server.client.get(format!("{}/readyz", server.url)).send().await.unwrap().status();
    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE, "it says what the last commits came to");
    assert_eq!(problem(send(std::slice::from_ref(&kept)).await).await.kind, ProblemKind::Unavailable);
    let totals = server.client.get(format!("{}/api/v1/totals", server.url)).send().await.unwrap();
    assert_eq!(totals.status(), StatusCode::OK, "reading goes on");
    assert_eq!(server.client.get(format!("{}/healthz", server.url)).send().await.unwrap().status(), StatusCode::OK);

    assert_eq!(ready().await, StatusCode::SERVICE_UNAVAILABLE);
    limit_file_size(&server, None);
    // Also without anybody sending something.
    let began = std::time::Instant::now();
    while ready().await != StatusCode::OK {
        assert!(began.elapsed() < std::time::Duration::from_secs(20), "it doesn't notice that there is room again");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(send(std::slice::from_ref(&kept)).await.status(), StatusCode::OK, "it goes on without a restart");
    let answer: SyncResponse = send(&[kept]).await.json().await.unwrap();
    assert_eq!(answer.changes.len(), acknowledged + 1);
    sangkien_ok(folder.path(), &["verify"]);
}

fn limit_file_size(server: &Process, bytes: Option<u64>) {
    prlimit(Some(server.pid()), Resource::Fsize, Rlimit { current: bytes, maximum: None }).unwrap();
}

#[tokio::test]
async fn asking_whether_it_is_ready_writes_nothing() {
    let folder = prepared_folder();
    let server = Process::serve(folder.path()).await;
    let ready = async || server.client.get(format!("{}/readyz", server.url)).send().await.unwrap().status();
    assert_eq!(ready().await, StatusCode::OK);
    let written = || {
        let files = ["sangkien.db", "sangkien.db-wal"].map(|name| folder.path().join(name));
        files.map(|file| std::fs::metadata(file).and_then(|file| Ok((file.len(), file.modified()?))).unwrap())
    };
    let before = written();
    for _ in 0..30 {
        assert_eq!(ready().await, StatusCode::OK);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(written(), before);
}
