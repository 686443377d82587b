//! The administrator's commands, also beside a running server.

use crate::app::UNITS;
use crate::process::{Process, prepared_folder, sangkien, sangkien_ok};
use serde_json::Value as Json;
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn a_union_is_set_up_in_four_commands() {
    let folder = prepared_folder();
    let data = folder.path();
    let again = data.join("units.csv");
    assert_eq!(
        sangkien_ok(data, &["units", "import", again.to_str().unwrap()]),
        "units: 0 added, 0 changed, 4 as they were"
    );
    let targets = data.join("targets.csv");
    std::fs::write(&targets, "unit,phase,assigned,self_set\ncd-dau-khi,,5400,6000\ntld,total,1000000,\n").unwrap();
    let told = sangkien_ok(data, &["targets", "import", targets.to_str().unwrap()]);
    assert_eq!(told, "targets of tsk: 2 added, 0 changed, 0 as they were");
    let code = sangkien_ok(data, &["join-code", "cd-dau-khi"]);
    assert_eq!(code.len(), 9);
    assert_eq!(sangkien_ok(data, &["join-code", "cd-dau-khi"]), code, "it stays the same");
    assert!(sangkien_ok(data, &["verify"]).starts_with("all is right: 0 initiatives"));
    let document: Json = serde_json::from_str(&sangkien_ok(data, &["openapi"])).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
}

#[test]
fn a_command_that_fails_says_what_to_do() {
    let folder = prepared_folder();
    let data = folder.path();
    let bad = data.join("bad.csv");
    std::fs::write(&bad, UNITS.replace("ldld-thanh-hoa,tld", "ldld-thanh-hoa,nowhere")).unwrap();
    let bad = bad.to_str().unwrap();
    for (arguments, told) in [
        (vec!["units", "import", "/nowhere/units.csv"], "/nowhere/units.csv"),
        (vec!["units", "import", bad], "nowhere"),
        (vec!["targets", "import", bad], "there is no column `unit`"),
        (vec!["join-code", "xyz"], "there is no unit `xyz`"),
        (
            vec!["campaign", "create", "--slug", "x", "--name", "X", "--from", "2026-02-01", "--to", "2026-01-01"],
            "ends before",
        ),
        (vec!["campaign", "create", "--slug", "x"], "--name"),
        (vec!["serve", "--listen", "nonsense"], "--listen"),
        (vec!["serve", "--rate-limit", "0"], "whole number"),
        (vec!["frobnicate"], "frobnicate"),
    ] {
        let output = sangkien(data, &arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains(told), "{arguments:?}: {error}");
        assert!(!error.contains("panicked"), "{error}");
    }
    let empty = tempfile::tempdir().unwrap();
    for arguments in [vec!["verify"], vec!["join-code", "tld"], vec!["targets", "import", bad]] {
        let output = sangkien(empty.path(), &arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains("no database"), "{arguments:?}: {error}");
    }
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0, "looking makes nothing");
    let without_data = Command::new(crate::process::BINARY).arg("verify").env_remove("SANGKIEN_DATA").output().unwrap();
    assert!(String::from_utf8(without_data.stderr).unwrap().contains("--data"));
}

#[tokio::test]
async fn a_running_server_takes_over_what_commands_change() {
    let folder = prepared_folder();
    let server = Process::serve(folder.path()).await;
    let units = folder.path().join("more.csv");
    std::fs::write(&units, "code,parent,level,name\ncd-than,tld,sector,Công đoàn Than - Khoáng sản Việt Nam\n")
        .unwrap();
    sangkien_ok(folder.path(), &["units", "import", units.to_str().unwrap()]);
    sangkien_ok(folder.path(), &["verify"]);
    let began = Instant::now();
    loop {
        let response = server.client.get(format!("{}/api/v1/totals?unit=cd-than", server.url)).send().await.unwrap();
        if response.status().is_success() {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "the new unit doesn't appear");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
