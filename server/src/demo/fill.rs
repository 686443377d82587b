//! Fills a store with the demonstration: units, campaign, targets, people, initiatives, join codes, a show. Promises that real
//! data is never touched, and that a store holds the whole demonstration or says that it doesn't.

use super::officers::{self, DemoOfficer};
use super::targets::UnitTarget;
use super::{Demo, DemoError, show};
use crate::password::PasswordError;
use model::calendar::Timestamp;
use model::show::rules::Refused;
use model::unit::{Level, UnitCode};
use model::wire::Member;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{
    Doer, EnrolError, JoinCode, MissingPhases, Nature, PlanError, Scope, Seed, SeedError, SqliteStore, Store,
    StoreError, StoriesAsk, TargetLine, UnitLine,
};
use tokio::sync::mpsc;

/// So many initiatives are committed together.
const BATCH: usize = 2000;
/// So many batches may be made ahead of the disk.
const AHEAD: usize = 2;

/// Why the demonstration isn't there.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// An earlier start was cut off while it was filling this folder.
    #[error("an earlier demonstration in this folder was never finished; delete the folder or choose another")]
    Unfinished,
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Officer(#[from] EnrolError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("the show can't be prepared: {0}")]
    Show(#[from] Refused),
    #[error(transparent)]
    Demo(#[from] DemoError),
}

/// What a demonstration offers to those who try it.
#[derive(Debug)]
pub struct Filled {
    /// The join code of every unit below the national level.
    pub join_codes: BTreeMap<UnitCode, JoinCode>,
    /// Who one can sign in as.
    pub officers: Vec<DemoOfficer>,
    /// How many initiatives were made; 0 if the store had its demonstration already.
    pub made: usize,
}

/// Puts the demonstration into an empty store; one that has a demonstration keeps it as it is.
///
/// # Errors
/// [`FillError`]: [`SeedError::RealData`] before anything is changed, if the store holds real data.
pub async fn fill(store: &Arc<SqliteStore>, demo: Demo) -> Result<Filled, FillError> {
    let now = demo.now();
    let demo = Arc::new(demo);
    let made = match store.nature().await? {
        Nature::Demo => 0,
        Nature::Unfinished => return Err(FillError::Unfinished),
        Nature::Real => seed(store, Arc::clone(&demo)).await?,
    };
    let officers = officers::ensure(store.as_ref(), &demo, now).await?;
    show::ensure(store.as_ref(), now).await?;
    Ok(Filled { join_codes: join_codes(store, now).await?, officers, made })
}

async fn seed(store: &Arc<SqliteStore>, demo: Arc<Demo>) -> Result<usize, FillError> {
    let mut seeding = store.begin_seeding().await?;
    let begin = demo.begin();
    let lines: Vec<UnitLine> = demo
        .units()
        .iter()
        .map(|listed| UnitLine { unit: listed.unit.clone(), successor: listed.successor.clone() })
        .collect();
    store.import_units(&lines, begin).await?;
    store.save_campaign(demo.campaign(), MissingPhases::Refuse, begin).await?;
    let line = |target: &UnitTarget| TargetLine {
        unit: target.unit.clone(),
        span: target.span.clone(),
        target: target.target,
    };
    let targets: Vec<TargetLine> = demo.targets().iter().map(line).collect();
    store.import_targets(&demo.campaign().slug, &targets, begin).await?;
    let members: Vec<Member> = demo
        .members()
        .map(|(unit, person)| Member { id: person.id, name: person.name, unit: unit.code.clone() })
        .collect();
    seeding.members(&members, begin).await?;
    let made = demo.len();
    let mut batches = batches(demo);
    while let Some(batch) = batches.recv().await {
        seeding.initiatives(&batch).await?;
    }
    adopt(store.as_ref(), &members, begin).await?;
    seeding.finish().await?;
    Ok(made)
}

/// Some of the members would like to apply some of the newest stories, from none to four each.
async fn adopt(store: &dyn Store, members: &[Member], at: Timestamp) -> Result<(), StoreError> {
    const STORIES: usize = 48;
    let (scope, area, words) = (Scope::Everything, Vec::new(), Vec::new());
    let ask = StoriesAsk { scope, kind: None, at_least: None, area, words, after: None, limit: STORIES };
    for (number, told) in store.stories().find(&ask).await?.stories.iter().enumerate() {
        // Any numbers do that are prime to one another.
        let adopters = (0..number * 7 % 5).filter_map(|nth| members.get((number * 31 + nth * 17) % members.len()));
        for member in adopters.filter(|member| member.id != told.initiative.author.id) {
            store.stories().adopt(told.initiative.id, member, at).await?;
        }
    }
    Ok(())
}

/// Makes the initiatives on a thread of its own, a little ahead of the disk.
fn batches(demo: Arc<Demo>) -> mpsc::Receiver<Vec<Seed>> {
    let (send, receive) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        for start in (0..demo.len()).step_by(BATCH) {
            let end = demo.len().min(start + BATCH);
            let batch = (start..end).filter_map(|index| demo.seed(index)).collect();
            if send.blocking_send(batch).is_err() {
                // Nobody takes any more: filling has failed, and says so itself.
                return;
            }
        }
    });
    receive
}

async fn join_codes(store: &Arc<SqliteStore>, at: Timestamp) -> Result<BTreeMap<UnitCode, JoinCode>, StoreError> {
    let directory = store.directory().await?;
    let mut codes = BTreeMap::new();
    for unit in directory.units().iter().filter(|unit| unit.level != Level::National) {
        if let Some(code) = store.join_code(&unit.code, Doer::OPERATOR, at).await? {
            codes.insert(unit.code.clone(), code);
        }
    }
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::campaign::Span;
    use model::content::Content;
    use model::show::Item;
    use std::collections::BTreeSet;

    fn demo(scale: usize) -> Demo {
        Demo::new(7, scale, Timestamp::parse("2026-11-22T13:14:00Z").unwrap()).unwrap()
    }

    async fn filled(scale: usize) -> (tempfile::TempDir, Arc<SqliteStore>, Filled) {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).await.unwrap();
        let filled = fill(&store, demo(scale)).await.unwrap();
        (folder, store, filled)
    }

    #[tokio::test]
    async fn a_filled_store_passes_the_recount() {
        let (_folder, store, filled) = filled(2000).await;
        assert_eq!(filled.made, 2000);
        let verified = store.verify().await.unwrap();
        assert_eq!(verified.initiatives, 2000);
        assert_eq!(filled.join_codes.len(), demo(0).units().len() - 1);
        for index in (0..2000).step_by(97) {
            let made = demo(2000).initiative(index).unwrap().initiative;
            assert_eq!(store.initiative(made.id).await.unwrap(), Some(made));
        }
    }

    #[tokio::test]
    async fn the_show_has_every_scene_and_its_number_is_on_air() {
        let (_folder, store, _) = filled(2000).await;
        let show = store.shows().show().await.unwrap();
        let named = |item: &Item| serde_json::to_value(&item.scene).unwrap()["scene"].as_str().unwrap().to_owned();
        let scenes: BTreeSet<String> = show.rundown.iter().map(named).collect();
        assert_eq!(scenes.len(), 7, "{scenes:?}");
        assert_eq!(show.on_air().map(named).as_deref(), Some("number"));
        assert_eq!((show.preview, show.moderation.len()), (show.behind(show.on_air().unwrap().id), 2));
        fill(&store, demo(2000)).await.unwrap();
        assert_eq!(store.shows().show().await.unwrap(), show, "it is prepared once");
    }

    #[tokio::test]
    async fn published_figures_are_never_counted() {
        let (_folder, store, _) = filled(0).await;
        let standing = store.standing().await.unwrap();
        assert!(standing.tallies.iter().all(|row| row.tally == Default::default()));
        let directory = standing.directory;
        let nation = directory.index(&"tld".parse().unwrap()).unwrap();
        assert_eq!(directory.span_target(0, nation, &Span::Campaign).assigned, Some(1_000_000));
    }

    #[tokio::test]
    async fn test_data_never_goes_where_real_data_is() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).await.unwrap();
        let demo_0 = demo(0);
        let root = UnitLine { unit: demo_0.units()[0].unit.clone(), successor: None };
        store.import_units(&[root], demo_0.begin()).await.unwrap();
        let refused = fill(&store, demo(10)).await.unwrap_err();
        assert!(matches!(refused, FillError::Seed(SeedError::RealData)));
        assert_eq!(store.nature().await.unwrap(), Nature::Real);
        assert_eq!(store.verify().await.unwrap().initiatives, 0);
    }

    #[tokio::test]
    async fn a_demonstration_is_kept_and_stays_marked() {
        let (folder, store, first) = filled(50).await;
        store.close().await;
        let store = SqliteStore::open(folder.path()).await.unwrap();
        assert_eq!(store.nature().await.unwrap(), Nature::Demo);
        let again = fill(&store, demo(80)).await.unwrap();
        assert_eq!((again.made, again.join_codes), (0, first.join_codes));
        assert_eq!(store.verify().await.unwrap().initiatives, 50);
    }

    #[tokio::test]
    async fn a_half_filled_folder_is_not_passed_off_as_a_demonstration() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).await.unwrap();
        drop(store.begin_seeding().await.unwrap());
        assert!(matches!(fill(&store, demo(10)).await, Err(FillError::Unfinished)));
    }

    #[tokio::test]
    async fn an_unsound_record_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).await.unwrap();
        let mut seeding = store.begin_seeding().await.unwrap();
        let mut seed = demo(1).seed(0).unwrap();
        seed.ops.clear();
        seed.initiative.content = Content::default();
        assert!(matches!(seeding.initiatives(&[seed]).await, Err(SeedError::Unsound(_))));
    }

    #[tokio::test]
    #[ignore = "measures"]
    async fn how_fast_it_fills() {
        let scale = std::env::var("SCALE").ok().and_then(|scale| scale.parse().ok()).unwrap_or(100_000);
        let begun = std::time::Instant::now();
        let (_folder, store, _) = filled(scale).await;
        let took = begun.elapsed();
        println!("{scale} initiatives in {took:?}: {:.0} a second", scale as f64 / took.as_secs_f64());
        println!("{:?}", store.verify().await.unwrap());
    }
}
