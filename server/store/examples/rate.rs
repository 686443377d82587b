//! How many ops a second the store takes, durably, without HTTP: new drafts of 1.6 KB, later edits of them, and
//! submissions, in transactions of several sizes. `cargo run --release -p store --example rate [FOLDER]`

use model::calendar::Timestamp;
use model::campaign::Campaign;
use model::content::Patch;
use model::field::{Field, Value};
use model::id::{DeviceId, InitiativeId, OpId, Rev};
use model::initiative::Person;
use model::op::{Action, Op, Received};
use model::review::Actor;
use model::unit::{Level, Unit};
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use store::{Doer, Join, MissingPhases, SqliteStore, Store, Submission, TokenHash, UnitLine};
use uuid::Uuid;

const MEMBERS: usize = 64;
const OPS: usize = 20_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    let folder = std::env::args().nth(1).map_or(temporary.path().to_owned(), PathBuf::from);
    for size in std::env::args().nth(2).map_or(vec![1, 20, 64, 200], |size| vec![size.parse().unwrap_or(20)]) {
        let store = SqliteStore::open(&folder.join(size.to_string())).await?;
        let actors = set_up(&*store).await?;
        let count = if size == 1 { OPS / 10 } else { OPS };
        let ids: Vec<_> = (0..count).map(|_| InitiativeId::new(Uuid::now_v7())).collect();
        for (what, base, action) in [
            ("new drafts", 0, Action::Edit(draft("đầu"))),
            ("edits", 1, Action::Edit(Patch::of([(Field::Solution, Value::Text("đổi ".repeat(60)))]))),
            ("submissions", 2, Action::Submit {}),
        ] {
            let batch = |ids: &[InitiativeId], from: usize| -> Vec<Submission> {
                let op = |(at, initiative): (usize, &InitiativeId)| {
                    let id = OpId::new(Uuid::now_v7());
                    let at_device = Timestamp::EPOCH;
                    let op = Op { id, initiative: *initiative, base: Rev(base), at: at_device, action: action.clone() };
                    Submission::new(Arc::clone(&actors[(from + at) % MEMBERS]), Received { id, op: Ok(op) })
                };
                ids.iter().enumerate().map(op).collect()
            };
            let batches: Vec<_> = ids.chunks(size).enumerate().map(|(at, ids)| batch(ids, at * size)).collect();
            let (began, spent) = (Instant::now(), processor_seconds());
            for batch in &batches {
                let applied = store.apply(batch, now()?).await?;
                assert!(applied.results.iter().all(|result| result.problem.is_none()));
            }
            let rate = count as f64 / began.elapsed().as_secs_f64();
            let cost = (processor_seconds() - spent) * 1e6 / count as f64;
            println!("{size:>4} a transaction, {what:<12}: {rate:>8.0} ops/s, {cost:>4.0} µs of processor each");
        }
        let spent = processor_seconds();
        store.verify().await?;
        println!("     recount of {count}: {:.2} s of processor", processor_seconds() - spent);
    }
    Ok(())
}

/// What this process has used of the processors so far, from Linux's accounts; elsewhere 0. On a busy machine it says more
/// than the rate.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}

fn now() -> Result<Timestamp, Box<dyn Error>> {
    Ok(Timestamp::parse("2026-03-01T08:00:00Z")?)
}

/// 1.6 KB in the fields that a first draft has.
fn draft(word: &str) -> Patch {
    let text = |times| Value::Text(format!("{word} bàn trượt băng tải ").repeat(times));
    Patch::of([
        (Field::Title, Value::Text("Bàn trượt băng tải".into())),
        (Field::Problem, text(17)),
        (Field::Solution, text(17)),
        (Field::Effect, text(16)),
    ])
}

async fn set_up(store: &dyn Store) -> Result<Vec<Arc<Actor>>, Box<dyn Error>> {
    let unit = |code: String, parent: Option<&str>, level| -> Result<UnitLine, Box<dyn Error>> {
        let parent = parent.map(str::parse).transpose()?;
        Ok(UnitLine { unit: Unit { name: code.clone(), code: code.parse()?, parent, level }, successor: None })
    };
    let mut units = vec![unit("tld".into(), None, Level::National)?];
    for at in 0..83 {
        units.push(unit(format!("u{at}"), Some("tld"), Level::Province)?);
    }
    store.import_units(&units, now()?).await?;
    let campaign = Campaign {
        slug: "trieu".parse()?,
        name: "1 triệu sáng kiến".into(),
        from: "2026-01-01".parse()?,
        to: "2026-12-31".parse()?,
        phases: Vec::new(),
    };
    store.save_campaign(&campaign, MissingPhases::Refuse, now()?).await?;
    let mut actors = Vec::new();
    for at in 0..MEMBERS {
        let unit = &units[1 + at % 83].unit.code;
        let code = store.join_code(unit, Doer::OPERATOR, now()?).await?.ok_or("no such unit")?;
        let mut token = [0; 32];
        token[..16].copy_from_slice(Uuid::now_v7().as_bytes());
        let join = Join {
            codes: vec![code],
            name: "Nguyễn Thị Hoa".into(),
            member_no: None,
            consent_version: "1".into(),
            token: TokenHash(token),
            earlier: None,
            asks_to_merge: false,
            once: None,
            at: now()?,
        };
        let member = store.join(&join).await?;
        let person = Person { id: member.id, name: member.name };
        actors.push(Arc::new(Actor { person, unit: member.unit, device: DeviceId::new(Uuid::now_v7()) }));
    }
    Ok(actors)
}
