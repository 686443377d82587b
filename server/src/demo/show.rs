//! The demonstration's show: a rundown with every scene, prepared by the demonstration's producer, so that the control desk
//! and the stage have something to show at once. Goes through the same rules as a producer does.

use super::FillError;
use super::officers::PRODUCER;
use crate::show::standing;
use model::calendar::Timestamp;
use model::id::OpId;
use model::initiative::Person;
use model::show::rules::{Around, decide};
use model::show::{Act, League, Scene, Transition, Verdict};
use model::unit::{Level, UnitCode};
use store::{ShowKept, ShowStep, Store, StoryRecord};
use uuid::Uuid;

const TITLE: &str = "Talk Công đoàn, số 42";
/// The guest's union.
const GUEST: &str = "cd-dau-khi";
/// Put together for the evening.
const CLUSTER: (&str, [&str; 3]) = ("Cụm thi đua năng lượng", ["cd-dau-khi", "cd-dien-luc", "cd-than-ks"]);

/// Prepares the show, unless somebody has begun one.
///
/// # Errors
/// If the store can't be used, or the rules don't allow what is prepared.
pub async fn ensure(store: &dyn Store, at: Timestamp) -> Result<(), FillError> {
    let mut show = store.shows().show().await?;
    let Ok(login) = PRODUCER.parse() else { return Ok(()) };
    let Some(account) = store.accounts().account(&login).await?.filter(|_| show.revision == 0) else { return Ok(()) };
    let by = Person { id: account.member.id, name: account.member.name };
    let directory = store.directory().await?;
    let Some(root) = directory.root().map(|root| directory.units()[root].code.clone()) else { return Ok(()) };
    let there = |code: &str| code.parse().ok().filter(|code| directory.index(code).is_some());
    let units: Vec<UnitCode> = CLUSTER.1.into_iter().filter_map(there).collect();
    let stories = store.shows().latest_stories(2).await?;
    let stories: Vec<&StoryRecord> = stories.iter().filter(|story| standing(Some(story)).consent.is_some()).collect();
    for act in acts(&root, there(GUEST), units, &stories) {
        let told = stories.iter().find(|story| is_about(&act, story)).copied();
        show = decide(&show, &act, &by, at, &Around { picture: None, story: standing(told) })?;
        let id = OpId::new(Uuid::now_v7());
        let step =
            ShowStep { id, fingerprint: [0; 32], act: &act, made: Ok(&show), unit: &root, by: &by, device: None, at };
        if store.shows().keep_show(&step).await? == ShowKept::Overtaken {
            // Another process prepares it.
            return Ok(());
        }
    }
    Ok(())
}

fn acts(root: &UnitCode, guest: Option<UnitCode>, units: Vec<UnitCode>, stories: &[&StoryRecord]) -> Vec<Act> {
    let add = |scene| Act::Add { scene, after: None };
    let league = |of, marked| add(Scene::League { of, first: 1, last: League::ROWS, marked });
    let mut acts = vec![
        Act::Rename { title: TITLE.into() },
        add(Scene::Waiting),
        add(Scene::Number { unit: root.clone() }),
        league(League::Children { of: root.clone() }, guest.clone()),
        league(League::Block { level: Level::Province }, None),
    ];
    acts.extend(guest.map(|unit| add(Scene::Unit { unit })));
    if !units.is_empty() {
        acts.push(league(League::Cluster { name: CLUSTER.0.into(), units }, None));
    }
    for (story, verdict) in stories.iter().zip([Verdict::Approved, Verdict::ApprovedUnnamed]) {
        let initiative = story.initiative.id;
        acts.push(Act::Moderate { initiative, verdict });
        acts.push(add(Scene::Story { initiative }));
    }
    acts.extend([add(Scene::Map), add(Scene::Timeline { unit: root.clone() })]);
    // The number, and behind it the league.
    acts.extend([Act::Next, Act::Next, Act::Take { item: None, transition: Transition::default() }]);
    acts
}

fn is_about(act: &Act, story: &StoryRecord) -> bool {
    let id = story.initiative.id;
    match act {
        Act::Moderate { initiative, .. } => *initiative == id,
        Act::Add { scene, .. } => *scene == Scene::Story { initiative: id },
        _ => false,
    }
}
