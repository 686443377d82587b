//! kill -9 in the middle of everything: what was acknowledged is there, and nothing is there twice.

use crate::app::{edit, id_of, new_device, new_initiative, submit};
use crate::process::{Process, prepared_folder, sangkien_ok};
use model::id::{InitiativeId, OpId};
use model::op::OpResult;
use model::wire::{JoinResponse, SyncResponse, Totals};
use reqwest::Client;
use rustix::process::Signal;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const KILLS: u64 = 20;
const DEVICES: usize = 8;

/// A phone that keeps what it has no receipt for, as the app does.
struct Device {
    client: Client,
    token: String,
    id: model::id::DeviceId,
    pending: Vec<Json>,
    receipts: BTreeMap<OpId, OpResult>,
    submitted: BTreeSet<InitiativeId>,
}

impl Device {
    async fn join(server: &Process, code: &str, number: usize) -> Device {
        let body = json!({"code": code, "name": format!("Đoàn viên {number}"), "consent": true});
        let answer = server.client.post(format!("{}/api/v1/join", server.url)).json(&body).send().await.unwrap();
        let JoinResponse { token, .. } = answer.json().await.unwrap();
        Device {
            client: server.client.clone(),
            token,
            id: new_device(),
            pending: Vec::new(),
            receipts: BTreeMap::new(),
            submitted: BTreeSet::new(),
        }
    }

    fn write(&mut self) {
        let id = new_initiative();
        self.pending.push(edit(id, 0, json!({"title": "Viết trước khi mất điện", "benefit_vnd": 1_000_000})));
        self.pending.push(submit(id, 0));
        self.submitted.insert(id);
    }

    /// Sends what is pending. Without an answer it stays pending.
    async fn sync(&mut self, url: &str) -> bool {
        let body = json!({"device": self.id, "cursor": null, "ops": self.pending});
        let sent = self.client.post(format!("{url}/api/v1/sync")).bearer_auth(&self.token).json(&body).send().await;
        let Ok(response) = sent else { return false };
        let Ok(answer) = response.json::<SyncResponse>().await else { return false };
        for result in answer.results {
            self.pending.retain(|op| id_of(op) != result.id);
            self.receipts.insert(result.id, result);
        }
        true
    }

    async fn work(mut self, url: String) -> Device {
        loop {
            self.write();
            if !self.sync(&url).await {
                return self;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_kills_lose_nothing_that_was_acknowledged_and_double_nothing() {
    let folder = prepared_folder();
    let mut server = Process::serve(folder.path()).await;
    let code = sangkien_ok(folder.path(), &["join-code", "cd-pvoil"]);
    let mut devices = Vec::new();
    for number in 0..DEVICES {
        devices.push(Device::join(&server, &code, number).await);
    }
    for round in 0..KILLS {
        let working: Vec<_> = devices.into_iter().map(|device| tokio::spawn(device.work(server.url.clone()))).collect();
        let mut random = [0; 2];
        getrandom::fill(&mut random).unwrap();
        tokio::time::sleep(Duration::from_millis(20 + u64::from(u16::from_ne_bytes(random)) % 300)).await;
        server.signal(Signal::KILL);
        server.ended().await;
        devices = Vec::new();
        for device in working {
            devices.push(device.await.unwrap());
        }
        server = Process::serve(folder.path()).await;
        let acknowledged: usize = devices.iter().map(|device| device.receipts.len()).sum();
        assert!(round < KILLS - 1 || acknowledged > 0, "nothing was ever acknowledged");
    }
    let mut expected = 0;
    for device in &mut devices {
        // What had no answer goes out again, as often as it takes; what had one gets the same again.
        assert!(device.sync(&server.url).await);
        assert!(device.pending.is_empty());
        expected += device.submitted.len();
        assert!(device.receipts.values().all(|receipt| receipt.problem.is_none()), "{:?}", device.receipts);
    }
    let totals = server.client.get(format!("{}/api/v1/totals?unit=tld", server.url)).send().await.unwrap();
    let totals: Totals = totals.json().await.unwrap();
    assert_eq!(usize::try_from(totals.own.counts.submitted).unwrap(), expected);
    assert_eq!(totals.own.counts.people, i64::try_from(DEVICES).unwrap());
    assert_eq!(usize::try_from(totals.own.benefit_vnd.estimated).unwrap(), expected * 1_000_000);
    for device in &devices {
        everything_is_there(device, &server.url).await;
    }
    let told = sangkien_ok(folder.path(), &["verify"]);
    assert!(told.starts_with(&format!("all is right: {expected} initiatives")), "{told}");
}

/// Every initiative that was submitted has come back, once, at the revision of its receipts.
async fn everything_is_there(device: &Device, url: &str) {
    let (mut cursor, mut found) = (Json::Null, BTreeMap::new());
    loop {
        let body = json!({"device": device.id, "cursor": cursor, "ops": []});
        let answer =
            device.client.post(format!("{url}/api/v1/sync")).bearer_auth(&device.token).json(&body).send().await;
        let answer: SyncResponse = answer.unwrap().json().await.unwrap();
        for initiative in answer.changes {
            assert!(found.insert(initiative.id, initiative.rev.0).is_none());
        }
        cursor = json!(answer.cursor);
        if !answer.more {
            break;
        }
    }
    assert_eq!(found.keys().copied().collect::<BTreeSet<_>>(), device.submitted);
    assert!(found.values().all(|rev| *rev == 2), "an op was applied twice or not at all");
}
