//! What the demonstration promises of its data.

use super::*;
use std::collections::HashSet;

fn demo(scale: usize) -> Demo {
    Demo::new(7, scale, Timestamp::parse("2026-11-22T13:14:00Z").unwrap()).unwrap()
}

fn all(demo: &Demo) -> impl Iterator<Item = DemoInitiative> {
    (0..demo.len()).map(|index| demo.initiative(index).unwrap())
}

#[test]
fn the_same_seed_gives_the_same_data() {
    let (one, two) = (demo(300), demo(300));
    assert!(all(&one).zip(all(&two)).all(|(a, b)| a.initiative == b.initiative));
    let other = Demo::new(8, 300, Timestamp::parse("2026-11-22T13:14:00Z").unwrap()).unwrap();
    assert!(all(&one).zip(all(&other)).all(|(a, b)| a.initiative.id != b.initiative.id));
}

#[test]
fn every_value_passes_the_doors_of_the_protocol() {
    for made in all(&demo(3000)) {
        let content = made.initiative.content;
        for field in Field::ALL {
            let value = content.get(field);
            assert_eq!(Value::parse(field, value.to_json()).as_ref(), Ok(&value), "{field:?}");
            assert!(!content.text(field).contains(['{', '}', '|']), "{}", content.text(field));
        }
        if made.initiative.state != State::Draft {
            assert_eq!(content.faults(), []);
        }
        assert!(content.authors().is_empty() || content.shares() == 100);
    }
}

#[test]
fn the_titles_are_not_all_the_same() {
    let titles: HashSet<String> =
        all(&demo(1000)).map(|made| made.initiative.content.text(Field::Title).to_owned()).collect();
    assert!(titles.len() >= 800, "{}", titles.len());
}

#[test]
fn nobody_in_it_bears_a_real_name() {
    let demo = demo(1000);
    let given = &demo.words.phrases.given_names;
    for (_, person) in demo.members() {
        assert!(given.iter().any(|name| person.name.ends_with(name)), "{}", person.name);
    }
    for made in all(&demo) {
        let authors = made.initiative.content.authors().to_vec();
        assert!(authors.iter().all(|author| given.iter().any(|name| author.name.ends_with(name))));
    }
}

#[test]
fn ids_and_members_are_unique_and_authors_are_members() {
    let demo = demo(3000);
    let members: HashSet<_> = demo.members().map(|(unit, person)| (unit.code.clone(), person.id)).collect();
    assert_eq!(members.len(), demo.members().count());
    let mut ids = HashSet::new();
    for made in all(&demo) {
        assert!(ids.insert(made.initiative.id));
        assert!(members.contains(&(made.initiative.unit, made.initiative.author.id)));
    }
}

#[test]
fn every_state_occurs_and_has_what_it_needs() {
    let demo = demo(5000);
    let mut seen = HashSet::new();
    let mut last = Timestamp::MIN;
    for (index, made) in all(&demo).enumerate() {
        let it = made.initiative;
        seen.insert(it.state);
        assert_eq!(it.decision.is_some(), it.state.is_decided() || it.state == State::Returned);
        let reasoned = it.decision.is_some_and(|decision| decision.reason.is_some());
        assert_eq!(reasoned, matches!(it.state, State::Returned | State::Declined));
        assert_eq!(it.duplicate_of.is_some(), it.state == State::Duplicate);
        assert_eq!(it.submitted_at.is_none(), matches!(it.state, State::Draft | State::Withdrawn));
        assert!(it.submitted_at.is_none_or(|at| at >= last && at <= it.updated_at && at <= demo.season.now()));
        last = it.submitted_at.unwrap_or(last);
        assert_eq!(index < demo.first, demo.moment(index) < demo.season.start().plus_millis(144 * 86_400_000));
    }
    // Of what was deleted nothing is left to show.
    assert_eq!(seen.len(), State::ALL.len() - 1);
    assert!(!seen.contains(&State::Deleted));
}

#[test]
fn near_duplicates_are_made_on_purpose_and_labelled() {
    let demo = demo(5000);
    let mut copies = 0;
    for made in all(&demo) {
        let Some((original, likeness)) = made.like else { continue };
        let original = demo.initiative(original).unwrap();
        assert_eq!(original.like, None);
        let [mine, theirs] = [&made, &original].map(|it| &it.initiative.content);
        if likeness == Likeness::Copy && made.initiative.state != State::Draft {
            assert_eq!(mine.text(Field::Title), theirs.text(Field::Title));
        }
        copies += 1;
    }
    assert!((80..220).contains(&copies), "{copies}");
}

#[test]
fn what_was_copied_on_purpose_is_found() {
    use twins::{Familiar, Phrases, alike};
    let demo = demo(5000);
    let phrases = |made: &DemoInitiative| {
        let fields = [Field::Title, Field::Problem, Field::Solution];
        Phrases::of(fields.map(|field| made.initiative.content.text(field)))
    };
    let mut familiar = Familiar::default();
    all(&demo).for_each(|made| familiar.count(&phrases(&made)));
    for made in all(&demo).filter(|made| made.initiative.state.is_counted()) {
        let Some((original, likeness)) = made.like else { continue };
        let original = demo.initiative(original).unwrap();
        if likeness != Likeness::Reworded && original.initiative.state.is_counted() {
            let found = alike(&phrases(&made), &phrases(&original), &familiar);
            assert!(found.is_some(), "{likeness:?}: {}", made.initiative.content.text(Field::Title));
        }
    }
}

#[test]
fn about_half_say_what_they_bring_in_money() {
    let sums: Vec<i64> =
        all(&demo(3000)).filter_map(|made| made.initiative.content.benefit()).map(|sum| sum.dong()).collect();
    assert!((900..2400).contains(&sums.len()), "{}", sums.len());
    assert!(sums.iter().all(|sum| (5_000_000..=100_000_000_000).contains(sum)));
    assert!(sums.iter().filter(|sum| **sum < 200_000_000).count() * 2 > sums.len());
}

#[test]
#[ignore = "prints samples, for a reader"]
fn samples() {
    let demo = demo(5000);
    for index in (0..demo.len()).step_by(173) {
        let made = demo.initiative(index).unwrap();
        println!("{} · {}", made.initiative.unit, made.initiative.content.text(Field::Title));
        if index % 5 == 0 {
            println!("{}\n", serde_json::to_string_pretty(&made.initiative).unwrap());
        }
    }
}

#[test]
#[ignore = "prints what the boards will show, for a reader"]
fn boards() {
    let demo = demo(5000);
    let mut units: std::collections::BTreeMap<String, (usize, i64)> = Default::default();
    let mut states: std::collections::BTreeMap<State, usize> = Default::default();
    let mut titles = HashSet::new();
    for made in all(&demo) {
        let it = made.initiative;
        *states.entry(it.state).or_default() += 1;
        titles.insert(it.content.text(Field::Title).to_owned());
        if it.state.is_counted() {
            let unit = units.entry(it.unit.to_string()).or_default();
            unit.0 += 1;
            unit.1 += it.content.benefit().map_or(0, |sum| sum.dong());
        }
    }
    println!("{} titles, {states:?}, {} members", titles.len(), demo.members().count());
    for (unit, (count, sum)) in units {
        println!("{unit}: {count}, {} million", sum / 1_000_000);
    }
}

#[test]
fn one_in_twelve_is_a_story_and_says_who_wrote_it() {
    let demo = demo(3000);
    let stories: Vec<_> =
        all(&demo).filter_map(|made| model::story::Story::of(&made.initiative, "Công đoàn", 0)).collect();
    assert!((demo.len() / 18..demo.len() / 8).contains(&stories.len()), "{}", stories.len());
    assert!(stories.iter().all(|story| story.authors.len() == 1 && !story.story.is_empty()));
}
