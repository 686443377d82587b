//! The labelled set, in a made-up campaign in which the standing sentences are as usual as they are in a real one.

mod labelled;

use labelled::{Class, Pair, pairs, standing_sentences};
use twins::{Familiar, Phrases, alike};

/// A campaign of 2,000 other texts, one in fifty with each pair's standing sentences.
fn campaign(pairs: &[Pair]) -> Familiar {
    let standing: Vec<Pair> = pairs.iter().filter(|pair| pair.class == Class::Boilerplate).cloned().collect();
    let mut familiar = Familiar::default();
    for number in 0..2_000 {
        let own: Vec<String> = (0..60).map(|word| format!("chữ{}", (number * 60 + word) % 7_919)).collect();
        let text = standing.get(number % 50).map(standing_sentences).unwrap_or_default();
        familiar.count(&Phrases::of([own.join(" ").as_str(), &text.problem, &text.solution]));
    }
    familiar
}

fn found(class: Class) -> (usize, usize) {
    let pairs = pairs();
    let familiar = campaign(&pairs);
    let of_class: Vec<&Pair> = pairs.iter().filter(|pair| pair.class == class).collect();
    let told =
        |pair: &&&Pair| alike(&Phrases::of(pair.first.parts()), &Phrases::of(pair.second.parts()), &familiar).is_some();
    (of_class.iter().filter(told).count(), of_class.len())
}

#[test]
fn there_are_sixty_pairs_and_some_of_each_class() {
    let pairs = pairs();
    assert!(pairs.len() >= 60, "{}", pairs.len());
    for class in Class::ALL {
        assert!(pairs.iter().filter(|pair| pair.class == class).count() >= 6, "{}", class.name());
    }
}

#[test]
fn every_copy_and_light_rewording_is_found() {
    for class in [Class::Copy, Class::Reworded] {
        let (found, all) = found(class);
        assert_eq!(found, all, "{}", class.name());
    }
}

#[test]
fn a_title_or_standing_sentences_in_common_are_no_duplicate() {
    for class in [Class::SameTitle, Class::Boilerplate] {
        assert_eq!(found(class).0, 0, "{}", class.name());
    }
}

#[test]
fn a_copy_is_a_hundred_percent_however_it_was_typed() {
    for pair in pairs().iter().filter(|pair| pair.class == Class::Copy) {
        let percent = Phrases::of(pair.first.parts()).percent_shared(&Phrases::of(pair.second.parts()));
        assert_eq!(percent, 100, "{}", pair.first.title);
    }
}

#[test]
fn different_initiatives_are_no_duplicates() {
    let pairs = pairs();
    let familiar = campaign(&pairs);
    let mut texts: Vec<_> = pairs.iter().filter(|pair| !pair.class.is_duplicate()).map(|pair| &pair.first).collect();
    texts.extend(pairs.iter().filter(|pair| pair.class == Class::Copy).map(|pair| &pair.first));
    for (at, one) in texts.iter().enumerate() {
        for other in &texts[..at] {
            let same = alike(&Phrases::of(one.parts()), &Phrases::of(other.parts()), &familiar);
            assert_eq!(same, None, "{} / {}", one.title, other.title);
        }
    }
}

#[test]
fn what_hundreds_have_copied_is_still_found() {
    let pairs = pairs();
    let mut familiar = campaign(&pairs);
    let copied = Phrases::of(pairs[0].first.parts());
    (0..500).for_each(|_| familiar.count(&copied));
    assert_eq!(alike(&copied, &copied, &familiar), Some(100));
}
