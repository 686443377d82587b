use super::*;
use crate::campaign::Target;
use crate::id::MemberId;
use crate::show::{Content, League, Transition};
use crate::totals::Tally;
use crate::unit::Level;
use crate::wire::UnitTotals;
use proptest::prelude::*;
use uuid::Uuid;

const STORIES: u128 = 3;

fn at(seconds: i64) -> Timestamp {
    Timestamp::EPOCH.plus_millis(seconds * 1000)
}

fn story(number: u128) -> InitiativeId {
    InitiativeId::new(Uuid::from_u128(number))
}

fn somebody() -> Person {
    Person { id: MemberId::new(Uuid::from_u128(9)), name: "Hà Vy".into() }
}

fn picture(submitted: i64) -> Held {
    let target = Target { assigned: Some(100), self_set: None };
    let tally = Tally { submitted, ..Tally::default() };
    let unit = "tld".parse().unwrap();
    let totals = UnitTotals::new(unit, "Tổng Liên đoàn".into(), Level::National, tally, target);
    let content = Content::Number { totals };
    Held { seq: submitted.unsigned_abs(), as_of: at(submitted), campaign: None, content, typed: None, rehearsal: false }
}

/// The world beside the show: its clock, its numbers, and how each story stands.
struct World {
    show: Show,
    now: i64,
    stories: [Standing; STORIES as usize],
}

impl World {
    fn new() -> Self {
        let agreed = Standing { is_recognised: true, consent: Some(at(0)) };
        Self { show: Show::default(), now: 1, stories: [agreed; STORIES as usize] }
    }

    fn standing(&self, id: InitiativeId) -> Standing {
        let at = usize::try_from(id.uuid().as_u128()).unwrap();
        self.stories.get(at).copied().unwrap_or_default()
    }

    fn act(&mut self, act: &Act) -> Result<(), Refused> {
        self.now += 1;
        let wanted = subjects(&self.show, act);
        let around = Around {
            picture: wanted.picture.map(|_| picture(self.now)),
            story: wanted.story.map(|id| self.standing(id)).unwrap_or_default(),
        };
        self.show = decide(&self.show, act, &somebody(), at(self.now), &around)?;
        Ok(())
    }

    fn item(&self, id: u32) -> &Item {
        self.show.item(ItemId(id)).unwrap()
    }
}

fn number() -> Scene {
    Scene::Number { unit: "tld".parse().unwrap() }
}

fn add(scene: Scene) -> Act {
    Act::Add { scene, after: None }
}

fn take(id: u32) -> Act {
    Act::Take { item: Some(ItemId(id)), transition: Transition::Cut }
}

fn moderate(number: u128, verdict: Verdict) -> Act {
    Act::Moderate { initiative: story(number), verdict }
}

#[test]
fn an_evening_goes_item_by_item() {
    let mut world = World::new();
    for scene in [Scene::Waiting, number(), Scene::Map] {
        world.act(&add(scene)).unwrap();
    }
    assert_eq!(world.act(&Act::Take { item: None, transition: Transition::Cut }), Err(Refused::NothingPreviewed));
    world.act(&Act::Next).unwrap();
    world.act(&Act::Take { item: None, transition: Transition::Dissolve }).unwrap();
    assert_eq!((world.show.program.unwrap().item, world.show.preview), (ItemId(1), Some(ItemId(2))));
    assert_eq!(world.act(&Act::Remove { item: ItemId(1) }), Err(Refused::IsOnAir));
    assert_eq!(world.act(&Act::Change { item: ItemId(1), scene: number() }), Err(Refused::IsOnAir));
    world.act(&Act::Move { item: ItemId(3), after: None }).unwrap();
    let order: Vec<u32> = world.show.rundown.iter().map(|item| item.id.0).collect();
    assert_eq!(order, [3, 1, 2]);
    world.act(&take(2)).unwrap();
    assert_eq!(world.show.preview, None, "nothing is behind the last");
    assert_eq!(world.act(&Act::Next), Err(Refused::NothingFollows));
    assert_eq!(world.show.revision, 7);
}

#[test]
fn an_embargo_holds_until_its_moment_and_takes_nothing_by_itself() {
    let mut world = World::new();
    world.act(&add(number())).unwrap();
    let until = at(100);
    world.act(&Act::Embargo { item: ItemId(1), until: Some(until) }).unwrap();
    assert_eq!(world.act(&take(1)), Err(Refused::Embargoed { until }));
    world.now = 99;
    assert_eq!(world.show.program, None);
    world.act(&take(1)).unwrap();
}

#[test]
fn a_story_needs_recognition_consent_and_approval() {
    let mut world = World::new();
    world.act(&add(Scene::Story { initiative: story(0) })).unwrap();
    assert_eq!(world.act(&add(Scene::Story { initiative: story(7) })), Err(Refused::NoSuchStory));
    assert_eq!(world.act(&take(1)), Err(Refused::NotApproved));
    assert_eq!(world.act(&Act::Preview { item: ItemId(1) }), Err(Refused::NotApproved));
    world.stories[0].consent = None;
    assert_eq!(world.act(&moderate(0, Verdict::Approved)), Err(Refused::NoConsent));
    world.stories[0].consent = Some(at(0));
    world.act(&moderate(0, Verdict::Approved)).unwrap();
    world.act(&take(1)).unwrap();
    // The author takes it back, and agrees again later: that is a new question to the producers.
    world.stories[0].consent = None;
    assert_eq!(may_air(&world.show, story(0), world.stories[0]), Err(Refused::NoConsent));
    world.stories[0].consent = Some(at(world.now + 1));
    assert_eq!(may_air(&world.show, story(0), world.stories[0]), Err(Refused::NotApproved));
    world.act(&moderate(0, Verdict::ApprovedUnnamed)).unwrap();
    world.act(&take(1)).unwrap();
}

#[test]
fn only_a_scene_that_shows_the_typed_figure_alone_takes_one() {
    let mut world = World::new();
    let unit: crate::unit::UnitCode = "tld".parse().unwrap();
    let typed = |id: u32| Act::Type { item: ItemId(id), figure: Some(7), source: "Ban tổ chức".into() };
    for scene in [number(), Scene::Unit { unit: unit.clone() }, Scene::Timeline { unit }, Scene::Map, Scene::Waiting] {
        world.act(&add(scene)).unwrap();
    }
    for (id, may) in [(1, Ok(())), (2, Ok(())), (3, Err(Refused::NoFigure)), (4, Err(Refused::NoFigure))] {
        assert_eq!(world.act(&typed(id)), may, "item {id}");
    }
    assert_eq!(world.item(3).typed, None, "a timeline draws the records' days");
}

#[test]
fn a_rehearsal_leaves_nothing_behind() {
    let mut world = World::new();
    world.act(&add(number())).unwrap();
    world.act(&add(number())).unwrap();
    world.act(&Act::Hold { item: Some(ItemId(2)) }).unwrap();
    assert_eq!(world.act(&Act::Burst { count: 5 }), Err(Refused::NotRehearsing));
    world.act(&Act::Rehearse { per_second: 20 }).unwrap();
    world.act(&Act::Burst { count: 500 }).unwrap();
    world.act(&take(1)).unwrap();
    world.act(&Act::Hold { item: None }).unwrap();
    world.act(&Act::Type { item: ItemId(1), figure: Some(7), source: "Thử".into() }).unwrap();
    world.act(&Act::Freeze).unwrap();
    world.act(&Act::EndRehearsal).unwrap();
    assert_eq!((world.show.program, &world.show.frozen, world.show.mode), (None, &None, Mode::Show));
    assert_eq!((&world.item(1).held, &world.item(1).typed, world.item(1).aired_at), (&None, &None, None));
    assert!(world.item(2).held.is_some(), "what was held before it are the records' figures");
    world.act(&take(1)).unwrap();
    assert_eq!(world.act(&Act::Rehearse { per_second: 20 }), Err(Refused::ShowIsOn));
    world.act(&Act::Hide).unwrap();
    world.act(&Act::Rehearse { per_second: 20 }).unwrap();
    assert_eq!((world.show.program, world.show.hidden), (None, None), "nothing of the show is in the rehearsal");
}

#[test]
fn a_typed_figure_that_was_frozen_stays_marked() {
    let mut world = World::new();
    world.act(&add(number())).unwrap();
    world.act(&take(1)).unwrap();
    let typed = Act::Type { item: ItemId(1), figure: Some(2_043_817), source: "Ban Chỉ đạo, 20h10".into() };
    world.act(&typed).unwrap();
    world.act(&Act::Freeze).unwrap();
    world.act(&Act::Type { item: ItemId(1), figure: None, source: String::new() }).unwrap();
    let frozen = world.show.frozen.as_ref().unwrap();
    assert_eq!(frozen.typed.as_ref().map(|typed| typed.figure), Some(2_043_817));
    assert!(world.item(1).typed.is_none());
    let nameless = Act::Type { item: ItemId(1), figure: Some(1), source: " ".into() };
    assert!(matches!(world.act(&nameless), Err(Refused::Fault { .. })), "a figure has a source");
}

#[test]
fn what_cannot_be_drawn_is_not_taken_in() {
    let mut world = World::new();
    let league = |first, last| {
        let of = League::Block { level: Level::Province };
        add(Scene::League { of, first, last, marked: None })
    };
    for (first, last) in [(0, 3), (5, 4), (1, 8)] {
        assert!(matches!(world.act(&league(first, last)), Err(Refused::Fault { .. })));
    }
    world.act(&league(5, 11)).unwrap();
}

fn any_act() -> impl Strategy<Value = Act> {
    let item = (1u32..6).prop_map(ItemId);
    let some_item = prop::option::of(item.clone());
    let scene = prop_oneof![
        Just(number()),
        Just(Scene::Waiting),
        (0..STORIES).prop_map(|number| Scene::Story { initiative: story(number) }),
    ];
    let verdict = prop_oneof![Just(Verdict::Approved), Just(Verdict::ApprovedUnnamed), Just(Verdict::Skipped)];
    prop_oneof![
        (scene.clone(), some_item.clone()).prop_map(|(scene, after)| Act::Add { scene, after }),
        (item.clone(), scene).prop_map(|(item, scene)| Act::Change { item, scene }),
        (item.clone(), some_item.clone()).prop_map(|(item, after)| Act::Move { item, after }),
        item.clone().prop_map(|item| Act::Remove { item }),
        item.clone().prop_map(|item| Act::Preview { item }),
        some_item.clone().prop_map(|item| Act::Take { item, transition: Transition::Cut }),
        prop::option::weighted(0.2, item.clone()).prop_map(|item| Act::Take { item, transition: Transition::Cut }),
        Just(Act::Next),
        Just(Act::Freeze),
        Just(Act::Unfreeze),
        Just(Act::Hide),
        Just(Act::Unhide),
        some_item.clone().prop_map(|item| Act::Hold { item }),
        some_item.prop_map(|item| Act::Release { item }),
        (item.clone(), prop::option::of(0i64..200))
            .prop_map(|(item, until)| Act::Embargo { item, until: until.map(at) }),
        (item, prop::option::of(0i64..99)).prop_map(|(item, figure)| Act::Type {
            item,
            figure,
            source: "Sổ tay".into()
        }),
        (0..STORIES, verdict).prop_map(|(number, verdict)| moderate(number, verdict)),
        (0u16..100).prop_map(|per_second| Act::Rehearse { per_second }),
        (1u32..100).prop_map(|count| Act::Burst { count }),
        Just(Act::EndRehearsal),
    ]
}

#[derive(Debug, Clone)]
enum Step {
    Act(Act),
    /// The author of a story agrees or takes it back.
    Consent(usize, bool),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => any_act().prop_map(Step::Act),
        1 => (0..STORIES as usize, any::<bool>()).prop_map(|(story, agrees)| Step::Consent(story, agrees)),
    ]
}

/// What has to hold after every act.
fn check(before: &Show, act: &Act, after: &Show, world: &World) -> Result<(), TestCaseError> {
    prop_assert_eq!(after.revision, before.revision + 1);
    let mut ids: Vec<u32> = after.rundown.iter().map(|item| item.id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    prop_assert_eq!(ids.len(), after.rundown.len(), "an id was given out twice");
    prop_assert!(after.program.is_none_or(|program| after.item(program.item).is_some()), "what is on air is gone");
    prop_assert!(after.preview.is_none_or(|item| after.item(item).is_some()));
    let took = after.program.filter(|_| matches!(act, Act::Take { .. })).and_then(|program| after.item(program.item));
    if let Some(item) = took {
        prop_assert!(item.embargo.is_none_or(|until| until <= at(world.now)), "it was under an embargo");
        if let Scene::Story { initiative } = item.scene {
            let standing = world.standing(initiative);
            prop_assert!(standing.consent.is_some(), "nobody agreed");
            let said = after.moderation(initiative).filter(|said| said.verdict != Verdict::Skipped);
            prop_assert!(said.is_some_and(|said| Some(said.at) >= standing.consent), "nobody approved");
        }
    }
    for item in &before.rundown {
        let (Some(held), Some(now)) = (&item.held, after.item(item.id)) else { continue };
        let released = matches!(act, Act::Release { .. } | Act::Change { .. })
            || matches!(act, Act::EndRehearsal) && held.rehearsal;
        prop_assert!(released || now.held.as_ref() == Some(held), "what is held has changed");
    }
    if let (Some(frozen), Some(still)) = (&before.frozen, &after.frozen) {
        let again = matches!(act, Act::Take { .. });
        prop_assert!(again || frozen == still, "what is frozen has changed");
    }
    if after.mode == Mode::Show {
        let held = after.rundown.iter().filter_map(|item| item.held.as_ref()).chain(after.frozen.as_ref());
        prop_assert!(held.into_iter().all(|held| !held.rehearsal), "made-up figures in a show");
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_producers_do_the_rules_hold(steps in prop::collection::vec(any_step(), 1..60)) {
        let mut world = World::new();
        for step in steps {
            match step {
                Step::Consent(story, agrees) => {
                    world.now += 1;
                    let given = world.stories[story].consent.unwrap_or(at(world.now));
                    world.stories[story].consent = agrees.then_some(given);
                }
                Step::Act(act) => {
                    let before = world.show.clone();
                    match world.act(&act) {
                        Ok(()) => check(&before, &act, &world.show, &world)?,
                        Err(_) => prop_assert_eq!(&before, &world.show),
                    }
                }
            }
        }
        let json = serde_json::to_string(&world.show).unwrap();
        prop_assert_eq!(serde_json::from_str::<Show>(&json).unwrap(), world.show, "it survives the store");
    }
}
