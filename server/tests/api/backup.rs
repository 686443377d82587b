//! Backups by the real binary: made while the server runs, put back, and what lies around a database that isn't its own.

use crate::app::{edit, new_device, new_initiative, submit};
use crate::process::{Process, prepared_folder, sangkien, sangkien_ok};
use model::problem::{Problem, ProblemKind};
use model::wire::{JoinResponse, SyncResponse, Totals};
use reqwest::{Response, StatusCode};
use rustix::process::Signal;
use serde_json::{Value as Json, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

const FILE: &str = "sangkien.db";

/// A member's phone that may go from one server to the next.
struct Phone {
    token: String,
    device: model::id::DeviceId,
}

impl Phone {
    async fn join(server: &Process, data: &Path) -> Phone {
        let code = sangkien_ok(data, &["join-code", "cd-pvoil"]);
        let body = json!({"code": code, "name": "Trần Thị Bình", "consent": true});
        let answer = server.client.post(format!("{}/api/v1/join", server.url)).json(&body).send().await.unwrap();
        let JoinResponse { token, .. } = answer.json().await.unwrap();
        Phone { token, device: new_device() }
    }

    async fn send(&self, server: &Process, cursor: Option<&str>, ops: &[Json]) -> Response {
        let body = json!({"device": self.device, "cursor": cursor, "ops": ops});
        let url = format!("{}/api/v1/sync", server.url);
        server.client.post(url).bearer_auth(&self.token).json(&body).send().await.unwrap()
    }

    async fn sync(&self, server: &Process, ops: &[Json]) -> SyncResponse {
        let answer = self.send(server, None, ops).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.unwrap()
    }

    /// Hands in one initiative; gives its ops.
    async fn hand_in(&self, server: &Process) -> (Vec<Json>, String) {
        let id = new_initiative();
        let fields = json!({"title": "Sàng rung", "benefit_vnd": 1_000_000, "benefit_period": "per_year"});
        let ops = vec![edit(id, 0, fields), submit(id, 0)];
        let answer = self.sync(server, &ops).await;
        assert!(answer.results.iter().all(|result| result.problem.is_none()));
        (ops, answer.cursor)
    }
}

async fn totals(server: &Process) -> Totals {
    let answer = server.client.get(format!("{}/api/v1/totals", server.url)).send().await.unwrap();
    answer.json().await.unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn error(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let error = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    assert!(!error.contains("panicked"), "{error}");
    error
}

async fn kill(mut server: Process) {
    server.signal(Signal::KILL);
    server.ended().await;
}

/// The server doesn't start, and says why.
fn refuses_to_serve(data: &Path) -> String {
    error(&sangkien(data, &["serve", "--listen", "127.0.0.1:0"]))
}

/// Back up, go on, restore: as README says it.
#[tokio::test]
async fn lesson_28_what_a_restored_server_has_lost_is_given_back() {
    let folder = prepared_folder();
    let data = folder.path();
    let kept = tempfile::tempdir().unwrap();
    let backup = kept.path().join("union 2026.backup");
    let mut server = Process::serve(data).await;
    let phone = Phone::join(&server, data).await;
    phone.hand_in(&server).await;
    let told = sangkien_ok(data, &["backup", text(&backup)]);
    assert!(told.contains("1 initiatives of 1 members") && told.contains("all is right"), "{told}");
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    let again = error(&sangkien(data, &["backup", text(&backup)]));
    assert!(again.contains("is there already"), "{again}");
    assert_eq!(fs::read_dir(kept.path()).unwrap().count(), 1, "nothing else is left");

    let (lost, cursor) = phone.hand_in(&server).await;
    let before = totals(&server).await;
    assert_eq!(before.own.counts.submitted, 2);
    let busy = error(&sangkien(data, &["restore", text(&backup)]));
    assert!(busy.contains("Stop it first"), "{busy}");
    assert_eq!(totals(&server).await.own.counts.submitted, 2);
    server.signal(Signal::TERM);
    assert!(server.ended().await.success());

    let told = sangkien_ok(data, &["restore", text(&backup)]);
    assert!(told.contains("1 initiatives of 1 members") && told.contains("What was here before is kept as"), "{told}");
    sangkien_ok(data, &["verify"]);
    let server = Process::serve(data).await;
    let after = totals(&server).await;
    assert_eq!(after.own.counts.submitted, 1);
    assert!(after.seq > before.seq, "whoever looks takes the restored numbers: {} after {}", after.seq, before.seq);
    // The log grows past what the phone has seen.
    for _ in 0..3 {
        phone.hand_in(&server).await;
    }
    let refused = phone.send(&server, Some(&cursor), &lost).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert_eq!(refused.json::<Problem>().await.unwrap().kind, ProblemKind::ForeignCursor);
    let given_back = phone.sync(&server, &lost).await;
    assert!(given_back.results.iter().all(|result| result.problem.is_none()));
    assert_eq!(totals(&server).await.own.counts.submitted, 5);
    sangkien_ok(data, &["verify"]);
    // What was put aside is a whole database of its own.
    let mut names = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    let aside = names.find(|path| text(path).contains("sangkien.before-") && text(path).ends_with(".db")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let told = sangkien_ok(elsewhere.path(), &["restore", text(&aside)]);
    assert!(
        told.contains("2 initiatives of 1 members") && told.contains("There was no database here before"),
        "{told}"
    );
}

#[tokio::test]
async fn a_backup_is_one_moment_of_a_busy_server() {
    let folder = prepared_folder();
    let data = folder.path();
    let server = Process::serve(data).await;
    let phone = Phone::join(&server, data).await;
    let writing = async {
        for _ in 0..60 {
            phone.hand_in(&server).await;
        }
    };
    let backups = async {
        for number in 0..4 {
            let (file, data) = (data.join(format!("{number}.backup")), data.to_owned());
            tokio::task::spawn_blocking(move || sangkien_ok(&data, &["backup", text(&file)])).await.unwrap();
        }
    };
    tokio::join!(writing, backups);
    drop(server);
    for number in 0..4 {
        let elsewhere = tempfile::tempdir().unwrap();
        sangkien_ok(elsewhere.path(), &["restore", text(&data.join(format!("{number}.backup")))]);
        sangkien_ok(elsewhere.path(), &["verify"]);
    }
}

/// The database is a backup that was copied into place by hand, and the log of the one that was there lies beside it.
#[tokio::test]
async fn lesson_37_a_stale_log_is_never_applied_to_another_database() {
    let folder = prepared_folder();
    let data = folder.path();
    let backup = data.join("backup");
    let server = Process::serve(data).await;
    let phone = Phone::join(&server, data).await;
    phone.hand_in(&server).await;
    sangkien_ok(data, &["backup", text(&backup)]);
    for _ in 0..20 {
        phone.hand_in(&server).await;
    }
    kill(server).await;
    let log = data.join("sangkien.db-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0, "it is there after a crash");
    let (own, own_log) = (fs::read(data.join(FILE)).unwrap(), fs::read(&log).unwrap());
    fs::copy(&backup, data.join(FILE)).unwrap();
    let told = refuses_to_serve(data);
    assert!(told.contains("sangkien.db-wal") && told.contains("sangkien restore"), "{told}");
    for command in [vec!["verify"], vec!["join-code", "tld"], vec!["backup", "never-made"]] {
        assert!(error(&sangkien(data, &command)).contains("sangkien.db-wal"), "{command:?}");
    }
    assert_eq!(fs::read(data.join(FILE)).unwrap(), fs::read(&backup).unwrap(), "nothing was applied");
    assert_eq!(fs::read(&log).unwrap(), own_log);

    // With the database that the log belongs to everything is there again.
    fs::write(data.join(FILE), own).unwrap();
    sangkien_ok(data, &["verify"]);
    let server = Process::serve(data).await;
    assert_eq!(totals(&server).await.own.counts.submitted, 21);
    kill(server).await;

    // As the words say: what is here is put aside, log and all.
    fs::copy(&backup, data.join(FILE)).unwrap();
    let told = sangkien_ok(data, &["restore", text(&backup)]);
    assert!(told.contains("1 initiatives"), "{told}");
    sangkien_ok(data, &["verify"]);
    let server = Process::serve(data).await;
    assert_eq!(totals(&server).await.own.counts.submitted, 1);
}

#[tokio::test]
async fn a_copy_that_was_put_in_place_by_hand_is_another_history() {
    let folder = prepared_folder();
    let data = folder.path();
    let backup = data.join("backup");
    let mut server = Process::serve(data).await;
    let phone = Phone::join(&server, data).await;
    sangkien_ok(data, &["backup", text(&backup)]);
    phone.hand_in(&server).await;
    let before = totals(&server).await;
    server.signal(Signal::TERM);
    assert!(server.ended().await.success(), "cut off it would leave its log");
    fs::copy(&backup, data.join(FILE)).unwrap();
    let server = Process::serve(data).await;
    let after = totals(&server).await;
    assert_eq!(after.own.counts.submitted, 0);
    assert!(after.seq > before.seq, "{} after {}", after.seq, before.seq);
    // A stream that is taken up again where the lost one ended goes on at once.
    let live = server.client.get(format!("{}/api/v1/live", server.url)).header("last-event-id", before.seq.to_string());
    let mut live = live.send().await.unwrap();
    let mut heard = String::new();
    while !heard.contains("\"submitted\":0") {
        let piece = tokio::time::timeout(Duration::from_secs(60), live.chunk()).await.expect("in time");
        heard.push_str(&String::from_utf8_lossy(&piece.unwrap().unwrap()));
    }
}

#[tokio::test]
async fn a_file_that_is_damaged_is_not_served_and_not_restored() {
    let folder = prepared_folder();
    let data = folder.path();
    let backup = data.join("backup");
    let mut server = Process::serve(data).await;
    let phone = Phone::join(&server, data).await;
    for _ in 0..30 {
        phone.hand_in(&server).await;
    }
    server.signal(Signal::TERM);
    server.ended().await;
    sangkien_ok(data, &["backup", text(&backup)]);
    let whole = fs::read(data.join(FILE)).unwrap();

    let mut torn = whole.clone();
    torn[100..4096].fill(0);
    let mut overwritten = whole.clone();
    for page in (2..whole.len() / 4096).step_by(3) {
        overwritten[page * 4096..page * 4096 + 2048].fill(0xa5);
    }
    let cut = whole[..whole.len() / 8192 * 4096].to_vec();
    for (what, bytes) in
        [("torn", torn), ("overwritten", overwritten), ("cut", cut), ("empty", Vec::new()), ("text", b"hello".to_vec())]
    {
        fs::write(data.join(FILE), &bytes).unwrap();
        let told = refuses_to_serve(data);
        assert!(told.contains("sangkien restore"), "{what}: {told}");
        fs::write(data.join("bad"), &bytes).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let told = error(&sangkien(elsewhere.path(), &["restore", text(&data.join("bad"))]));
        assert!(told.contains("Nothing was changed"), "{what}: {told}");
        assert!(!elsewhere.path().join(FILE).exists());
    }
    // Rows that are whole and don't go together: the end of the log is another's.
    fs::write(data.join(FILE), &whole).unwrap();
    let lost = fs::remove_file(data.join(FILE));
    assert!(lost.is_ok() && refuses_to_serve(data).contains("is gone"));
    // What a process that ended badly leaves is no database.
    fs::write(data.join("sangkien.db-wal"), "").unwrap();
    fs::write(data.join("sangkien.db-shm"), [0; 4096]).unwrap();
    let told = sangkien_ok(data, &["restore", text(&backup)]);
    assert!(told.contains("30 initiatives") && told.contains("There was no database here before"), "{told}");
    let server = Process::serve(data).await;
    assert_eq!(totals(&server).await.own.counts.submitted, 30);
}

#[tokio::test]
async fn a_restore_that_fails_leaves_everything_as_it_was() {
    let folder = prepared_folder();
    let data = folder.path();
    let server = Process::serve(data).await;
    let phone = Phone::join(&server, data).await;
    phone.hand_in(&server).await;
    let backup = data.join("backup");
    sangkien_ok(data, &["backup", text(&backup)]);
    kill(server).await;
    let mut changed = fs::read(&backup).unwrap();
    // A title that is another by one letter: the pages are whole, and the words aren't those that were sent.
    let title = "Sàng rung".as_bytes();
    let at = changed.windows(title.len()).position(|window| window == title).expect("it is there");
    changed[at] = b'T';
    fs::write(data.join("changed"), changed).unwrap();
    for (file, told) in [
        (data.join("changed"), "isn't whole"),
        (data.join("nowhere"), "nowhere"),
        (data.join(FILE), "log beside it"),
        (data.join("sangkien.lock"), "empty"),
    ] {
        let refused = error(&sangkien(data, &["restore", text(&file)]));
        assert!(refused.contains(told) && refused.contains("Nothing was changed"), "{told}: {refused}");
    }
    let told = sangkien_ok(data, &["verify"]);
    assert!(told.starts_with("all is right: 1 initiatives"), "{told}");
    assert!(!data.join("sangkien.incoming.db").exists());
    for file in [FILE, "sangkien.generation", "sangkien.lock"] {
        assert_eq!(fs::metadata(data.join(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
}

/// A folder of an older version, which kept no numbers: as it is after a crash.
#[tokio::test]
async fn what_an_older_version_left_is_taken_up_with_its_log() {
    let folder = prepared_folder();
    let data = folder.path();
    let server = Process::serve(data).await;
    let phone = Phone::join(&server, data).await;
    phone.hand_in(&server).await;
    kill(server).await;
    // The number of a database that never had one.
    let mut header = fs::read(data.join(FILE)).unwrap();
    header[60..64].fill(0);
    fs::write(data.join(FILE), header).unwrap();
    fs::remove_file(data.join("sangkien.generation")).unwrap();
    fs::remove_file(data.join("sangkien.use")).unwrap();
    let server = Process::serve(data).await;
    assert_eq!(totals(&server).await.own.counts.submitted, 1);
    drop(server);
    sangkien_ok(data, &["verify"]);
}
