//! Invented people. Promises names that nobody bears: a real family name and, for a given name, a thing of the
//! countryside ("Trần Diều Sáo", "Lê Cầu Vồng"), so that whoever reads one sees that it is made up.

use super::chance::Chance;
use super::words::Phrases;
use model::field::Author;
use model::id::MemberId;
use model::initiative::Person;
use uuid::Builder;

/// What a draw is for, so that one doesn't sway another.
const NAME: u64 = 0x6e61_6d65;

/// The unit's `number`th invented member. `since` is when the first of them joined, in milliseconds since 1970.
pub fn member(phrases: &Phrases, seed: u64, unit: usize, number: usize, since: u64) -> Person {
    let mut chance = Chance::of(&[seed, NAME, unit as u64, number as u64]);
    Person { id: MemberId::new(id(since, &mut chance)), name: name(phrases, &mut chance) }
}

/// A UUID of version 7's form, whose random part comes from chance.
pub fn id(millis: u64, chance: &mut Chance) -> uuid::Uuid {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&chance.bits().to_le_bytes());
    random[8..].copy_from_slice(&chance.bits().to_le_bytes()[..2]);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// A made-up name.
pub fn name(phrases: &Phrases, chance: &mut Chance) -> String {
    let family = chance.pick(&phrases.families).copied().unwrap_or_default();
    let given = chance.pick(&phrases.given_names).copied().unwrap_or_default();
    format!("{family} {given}")
}

/// How the authors of one initiative share it, in percent.
const SHARES: [&[u8]; 10] = [
    &[100],
    &[100],
    &[100],
    &[100],
    &[70, 30],
    &[60, 40],
    &[50, 50],
    &[50, 30, 20],
    &[40, 30, 30],
    &[40, 20, 15, 15, 10],
];

/// The author and those who helped, with their shares. Empty in some: whoever sends it in has it all.
pub fn authors(
    phrases: &Phrases,
    first: &str,
    positions: &[&'static str],
    place: &str,
    chance: &mut Chance,
) -> Vec<Author> {
    if chance.per_mille(150) {
        return Vec::new();
    }
    let shares = chance.pick(&SHARES).copied().unwrap_or(&[100]);
    let mut authors: Vec<Author> = Vec::with_capacity(shares.len());
    for share in shares {
        let mut called = if authors.is_empty() { first.to_owned() } else { name(phrases, chance) };
        while authors.iter().any(|author| author.name == called) {
            called = name(phrases, chance);
        }
        let position = chance.pick(positions).map(|position| (*position).to_owned());
        let workplace = Some(place.to_owned());
        authors.push(Author { name: called, position, workplace, share: *share, is_self: authors.is_empty() });
    }
    authors
}
