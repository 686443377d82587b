//! The search for duplicates among half a million: what it finds of the labelled set, what it takes, and how much memory.
//! The other initiatives are those of the kept campaign, read from its database; one in fifty is given the standing
//! sentences of each labelled pair, since sentences that only that pair had would not be standing ones.

use crate::latency::Latencies;
use crate::report::{Report, grouped};
use crate::{Measured, Options, totals};
use labelled::{Class, Pair, Text, pairs, standing_sentences};
use model::id::InitiativeId;
use rustix::time::{ClockId, clock_gettime};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{ConnectOptions, Connection, Row};
use std::collections::HashMap;
use std::time::{Duration, Instant};
use twins::{Base, Familiar, Phrases, Sketch, alike};
use uuid::Uuid;

#[path = "../../twins/tests/labelled/mod.rs"]
mod labelled;

/// So many texts are compared word by word for each that is checked, as in the server.
const COMPARED: usize = 16;
/// Familiar phrases are learnt from so many of the latest initiatives, as when the server starts.
const LEARNT_FROM: usize = 20_000;
/// One in so many of the campaign's texts has the standing sentences of a certain pair.
const STANDING_IN: usize = 50;
/// So many of the campaign's own initiatives are checked too.
const CHECKED: usize = 2_000;
/// Rows read in one go.
const ROWS: i64 = 5_000;

/// Measures it.
pub async fn measure(options: &Options, report: &mut Report) -> Measured<()> {
    let mut campaign = Campaign::open(options).await?;
    let pairs = pairs();
    let standing: Vec<Text> =
        pairs.iter().filter(|pair| pair.class == Class::Boilerplate).map(standing_sentences).collect();
    let (mut search, mut building) = (Search::default(), Duration::ZERO);
    let texts = campaign.texts().await?;
    learn(&mut search, &mut campaign, &texts, &standing).await?;
    for part in texts.chunks(ROWS as usize) {
        for (place, id, text) in campaign.read(part, &standing).await? {
            let began = processor_time();
            if let Some(sketch) = Sketch::of(&Phrases::of(text.parts()), &search.familiar) {
                search.base.insert(id, sketch);
            }
            building += processor_time() - began;
            if place % (texts.len() / CHECKED).max(1) == 0 {
                search.own.push((id, text));
            }
        }
    }
    report.heading(&format!("Duplicates among {} initiatives", grouped(search.base.len() as f64)));
    classes(&mut search, &mut campaign, &standing, &pairs, report).await?;
    costs(&mut search, &mut campaign, &texts, &standing, building, report).await?;
    campaign.db.close().await?;
    Ok(())
}

/// What a server keeps for the search, and what is asked of it here.
#[derive(Default)]
struct Search {
    base: Base,
    familiar: Familiar,
    /// The labelled texts that are in the base.
    labelled: HashMap<InitiativeId, Text>,
    /// Some of the campaign's own.
    own: Vec<(InitiativeId, Text)>,
    check: Latencies,
    comparing: Latencies,
    reading: Latencies,
}

/// The kept campaign's initiatives that count.
struct Campaign {
    db: SqliteConnection,
}

impl Campaign {
    async fn open(options: &Options) -> Measured<Self> {
        let file = options.folder.join(format!("campaign-{}", options.scale)).join("sangkien.db");
        if !file.exists() {
            totals::start_large(options)?.stop()?;
        }
        let db = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true).connect().await?;
        Ok(Self { db })
    }

    /// Their row numbers, the oldest first.
    async fn texts(&mut self) -> Measured<Vec<i64>> {
        let rows = "select rowid from initiatives where state in ('submitted', 'received', 'recognised')";
        Ok(sqlx::query_scalar(rows).fetch_all(&mut self.db).await?)
    }

    /// Those in these rows, each with its row number, with standing sentences added to some.
    async fn read(&mut self, rows: &[i64], standing: &[Text]) -> Measured<Vec<(usize, InitiativeId, Text)>> {
        let query = "select rowid, id, content from initiatives where rowid in (select value from json_each(?))";
        let rows = sqlx::query(query).bind(serde_json::to_string(rows)?).fetch_all(&mut self.db).await?;
        rows.iter().map(|row| text(row, standing)).collect()
    }
}

fn text(row: &SqliteRow, standing: &[Text]) -> Measured<(usize, InitiativeId, Text)> {
    let place = usize::try_from(row.try_get::<i64, _>(0)?)?;
    let id = InitiativeId::new(Uuid::from_slice(row.try_get(1)?)?);
    let mut text: Text = serde_json::from_str(row.try_get(2)?)?;
    if let Some(Text { problem, solution, .. }) = standing.get(place % STANDING_IN) {
        text =
            Text { problem: format!("{problem} {}", text.problem), solution: text.solution + " " + solution, ..text };
    }
    Ok((place, id, text))
}

/// Learns what is familiar from the latest, as the server does when it starts.
async fn learn(search: &mut Search, campaign: &mut Campaign, rows: &[i64], standing: &[Text]) -> Measured<()> {
    for part in rows[rows.len().saturating_sub(LEARNT_FROM)..].chunks(ROWS as usize) {
        for (_, _, text) in campaign.read(part, standing).await? {
            search.familiar.count(&Phrases::of(text.parts()));
        }
    }
    Ok(())
}

/// One initiative found to be like the one that was checked.
struct Found {
    id: InitiativeId,
    title: String,
}

impl Search {
    /// Checks one text as the server does; notes what each part took.
    async fn check(
        &mut self,
        id: InitiativeId,
        text: &Text,
        campaign: &mut Campaign,
        standing: &[Text],
    ) -> Measured<Vec<Found>> {
        let began = processor_time();
        let phrases = Phrases::of(text.parts());
        let candidates = match Sketch::of(&phrases, &self.familiar) {
            Some(sketch) => self.base.similar(id, &sketch, COMPARED),
            None => Vec::new(),
        };
        let mut took = processor_time() - began;
        let reading = Instant::now();
        let texts = self.texts(&candidates, campaign, standing).await?;
        self.reading.note(reading.elapsed());
        let began = processor_time();
        let is_alike = |text: &Text| alike(&phrases, &Phrases::of(text.parts()), &self.familiar).is_some();
        let found =
            texts.into_iter().filter(|(_, text)| is_alike(text)).map(|(id, text)| Found { id, title: text.title });
        let found = found.collect();
        let comparing = processor_time() - began;
        took += comparing;
        self.comparing.note(comparing);
        self.check.note(took);
        Ok(found)
    }

    async fn texts(
        &self,
        ids: &[InitiativeId],
        campaign: &mut Campaign,
        standing: &[Text],
    ) -> Measured<Vec<(InitiativeId, Text)>> {
        let mut texts = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(text) = self.labelled.get(id) {
                texts.push((*id, text.clone()));
                continue;
            }
            let query = sqlx::query("select rowid, id, content from initiatives where id = ?");
            let row = query.bind(id.uuid().as_bytes().as_slice()).fetch_one(&mut campaign.db).await?;
            let (_, id, read) = text(&row, standing)?;
            texts.push((id, read));
        }
        Ok(texts)
    }
}

/// Precision and recall by class: the first of each pair is in the campaign, the second comes in.
async fn classes(
    search: &mut Search,
    campaign: &mut Campaign,
    standing: &[Text],
    pairs: &[Pair],
    report: &mut Report,
) -> Measured<()> {
    for pair in pairs {
        let id = id_of(&pair.first);
        if search.labelled.insert(id, pair.first.clone()).is_none()
            && let Some(sketch) = Sketch::of(&Phrases::of(pair.first.parts()), &search.familiar)
        {
            search.base.insert(id, sketch);
        }
    }
    report.table(&["class", "pairs", "named", "recall", "others named", "precision"]);
    let newcomer = InitiativeId::new(Uuid::nil());
    for class in Class::ALL {
        let (mut all, mut named, mut others) = (0_usize, 0_usize, 0_usize);
        for pair in pairs.iter().filter(|pair| pair.class == class) {
            let found = search.check(newcomer, &pair.second, campaign, standing).await?;
            all += 1;
            let own = found.iter().filter(|found| found.id == id_of(&pair.first)).count();
            named += own;
            others += found.len() - own;
            for other in found.iter().filter(|found| found.id != id_of(&pair.first)) {
                eprintln!("bench: “{}” was taken for “{}”", pair.second.title, other.title);
            }
        }
        let right = if class.is_duplicate() { named } else { 0 };
        let part = |of: usize, all: usize| (of * 100).checked_div(all).map_or("–".into(), |part| format!("{part} %"));
        report.row(&[
            class.name().into(),
            all.to_string(),
            named.to_string(),
            if class.is_duplicate() { part(named, all) } else { "should be 0".into() },
            others.to_string(),
            part(right, named + others),
        ]);
    }
    Ok(())
}

/// Which the labelled text is.
fn id_of(text: &Text) -> InitiativeId {
    let name: u64 =
        text.parts().concat().bytes().fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    InitiativeId::new(Uuid::from_u64_pair(u64::MAX, name))
}

/// Processor time and memory.
async fn costs(
    search: &mut Search,
    campaign: &mut Campaign,
    rows: &[i64],
    standing: &[Text],
    building: Duration,
    report: &mut Report,
) -> Measured<()> {
    let own = std::mem::take(&mut search.own);
    let mut named = 0;
    for (id, text) in &own {
        named += usize::from(!search.check(*id, text, campaign, standing).await?.is_empty());
    }
    report.note(&format!(
        "{} of {} of the campaign's own initiatives, invented from a few thousand ideas, have another that is alike.",
        grouped(named as f64),
        grouped(own.len() as f64)
    ));
    report.table(&["what", "p50", "p99"]);
    for (what, took) in [
        ("a check, processor time", &mut search.check),
        ("of it comparing the texts of those that may be alike", &mut search.comparing),
        ("reading those from SQLite (elapsed, not in it)", &mut search.reading),
    ] {
        report.row(&[what.into(), took.p50().to_string(), took.p99().to_string()]);
    }
    report.note("");
    let count = search.base.len() as f64;
    report.table(&["memory", "MiB", "bytes an initiative"]);
    for (what, bytes) in
        [("sketches and ids", search.base.bytes()), ("counts of familiar phrases", search.familiar.bytes())]
    {
        report.row(&[
            what.into(),
            format!("{:.1}", bytes as f64 / 1_048_576.0),
            format!("{:.1}", bytes as f64 / count),
        ]);
    }
    let each = building.as_secs_f64() * 1e6 / rows.len() as f64;
    report.note(&format!("Making a sketch from the text: {each:.0} µs of processor time."));
    Ok(())
}

/// Of this thread.
fn processor_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), now.tv_nsec.unsigned_abs() as u32)
}
