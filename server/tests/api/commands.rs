//! The administrator's commands, also beside a running server.

use crate::app::UNITS;
use crate::process::{Process, create_campaign, prepared_folder, sangkien, sangkien_ok};
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
    assert_eq!(code.len(), "1234-5678-9012".len());
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
        (vec!["targets", "import", bad], "doesn't name the columns"),
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

#[test]
fn lesson_30_a_file_that_can_be_understood_in_two_ways_changes_nothing() {
    let folder = prepared_folder();
    let data = folder.path();
    let head = "unit,phase,assigned,self_set\n";
    let good = "cd-dau-khi,,5400,6000\n";
    let file = data.join("file.csv");
    assert!(create_campaign(data, &["--phase", "dot-1:2000-01-01:2050-12-31"]).status.success());
    let before = sangkien_ok(data, &["verify"]);
    let targets: Vec<(Vec<u8>, &str)> = vec![
        (format!("{head}{good}tld,total,1,000,000\n").into(), "line 3: 5 cells"),
        (format!("{head}{good}tld,total,1,000\n").into(), "line 3: `1,000` may be one number"),
        (format!("{head}{good}tld,total,\"1.000.000\",\n").into(), "line 3: assigned `1.000.000`"),
        (format!("{head}{good}nowhere,total,5,\n").into(), "line 3: there is no unit nowhere"),
        (format!("{head}{good}tld,dot-9,5,\n").into(), "line 3: the campaign has no phase dot-9"),
        (
            format!("{head}{good}cd-dau-khi,total,5,\n").into(),
            "line 3: `cd-dau-khi` has two targets for total, the first in line 2",
        ),
        (format!("{head}{good}tld,total,-5,\n").into(), "line 3: assigned `-5`"),
        (format!("{head}{good}tld,total,\"5,\n").into(), "line 3: a quote is opened here"),
        (format!("unit,phase,assigned,self_set,assigned\n{good}").into(), "`assigned` twice"),
        ("unit,phase,assigned,self_set,giao\ncd-dau-khi,,5400,6000,\n".into(), "`giao`, which means nothing"),
        ("unit,phase,assigned\ncd-dau-khi,,5400\n".into(), "no column `self_set`"),
        (b"unit,phase,assigned,self_set\ncd-dau-khi,,5400,\n\xcc\xe0,,5,\n".to_vec(), "line 3: it isn't in UTF-8"),
    ];
    for (bytes, told) in targets {
        std::fs::write(&file, &bytes).unwrap();
        let output = sangkien(data, &["targets", "import", file.to_str().unwrap()]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && error.contains(told) && error.contains("Nothing was imported"),
            "{told}: {error}"
        );
    }
    let head = "code,parent,level,name\n";
    for (rows, told) in [
        ("cd-than,tld,sector,Công đoàn Than, Khoáng sản\n", "line 2: 5 cells"),
        (
            "cd-than,tld,sector,Công đoàn Than\ncd-moi,nowhere,sector,Công đoàn Mới\n",
            "line 3: unit cd-moi is under nowhere",
        ),
        ("cd-than,tld,sector,Công đoàn Than\ntld,cd-than,national,Tổng Liên đoàn\n", "would be above itself"),
        ("goc,,national,Gốc thứ hai\n", "line 2: units tld and goc both have no parent"),
        ("cd-than,tld,sector,Li?n ?o?n Than\n", "line 2: name `Li?n ?o?n Than`"),
    ] {
        std::fs::write(&file, format!("{head}{rows}")).unwrap();
        let output = sangkien(data, &["units", "import", file.to_str().unwrap()]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains(told) && error.contains("Nothing was"), "{told}: {error}");
    }
    assert_eq!(sangkien_ok(data, &["verify"]), before, "nothing of any of them was taken");
    // As a Vietnamese Excel saves it.
    let excel: Vec<u8> = "\u{feff}unit\tphase\tassigned\tself_set\r\ncd-dau-khi\t\t5400\t\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    std::fs::write(&file, excel).unwrap();
    assert_eq!(
        sangkien_ok(data, &["targets", "import", file.to_str().unwrap()]),
        "targets of tsk: 1 added, 0 changed, 0 as they were"
    );
}

#[test]
fn phases_go_only_when_that_is_said() {
    let folder = prepared_folder();
    let data = folder.path();
    let create = |more: &[&str]| create_campaign(data, more);
    let (first, second) = ("dot-1:2000-01-01:2050-12-31", "dot-2:2051-01-01:2099-12-31");
    assert!(create(&["--phase", first, "--phase", second]).status.success());
    let targets = data.join("targets.csv");
    std::fs::write(&targets, "unit,phase,assigned,self_set\ncd-dau-khi,dot-2,5400,\ntld,dot-2,9000,\n").unwrap();
    sangkien_ok(data, &["targets", "import", targets.to_str().unwrap()]);
    let refused = create(&["--phase", first]);
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success());
    assert!(
        error.contains("dot-2 (targets of 2 units, 0 initiatives)") && error.contains("--remove-phases"),
        "{error}"
    );
    assert!(!error.contains("dot-1 ("), "{error}");
    assert!(!create(&[]).status.success());
    assert!(create(&["--phase", first, "--remove-phases"]).status.success());
    sangkien_ok(data, &["verify"]);
}
