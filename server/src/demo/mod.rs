//! The demonstration: real units and targets, invented people and initiatives. The same seed, scale and moment give the
//! same data, record by record, and each record can be made by itself. Promises that nobody in it exists and that no
//! published result is counted. Knows no HTTP; only `fill` knows the store.

mod aim;
mod benefit;
mod chance;
mod course;
mod fill;
mod idea;
mod life;
mod officers;
mod people;
mod phrase;
mod season;
mod share;
mod show;
mod targets;
mod units;
mod words;
mod writing;

pub use fill::{FillError, Filled, fill};
pub use officers::DemoOfficer;
pub use season::CAMPAIGN;
pub use targets::{Reference, TARGETS_CSV, references};
pub use units::UNITS_CSV;

use chance::Chance;
use idea::Idea;
use life::Birth;
use model::calendar::{Timestamp, day_in_vietnam};
use model::campaign::{Campaign, UnitTarget};
use model::content::Content;
use model::field::{Field, Value};
use model::id::InitiativeId;
use model::initiative::{Initiative, Person, State};
use model::unit::Unit;
use season::{Season, SeasonError};
use store::Seed;
use units::Listed;
use words::{Words, WordsError};
use writing::Writing;

/// Why the demonstration's data can't be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Words(#[from] WordsError),
    #[error(transparent)]
    Season(#[from] SeasonError),
    #[error("{file}, line {line} can't be read")]
    Data { file: &'static str, line: usize },
    #[error(transparent)]
    Csv(#[from] csv::Error),
}

/// How an initiative was made from an earlier one, to try the search for duplicates on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Title and text are the same.
    Copy,
    /// The same text under another title.
    Retitled,
    /// The same idea in other words.
    Reworded,
}

/// An invented initiative.
#[derive(Debug, Clone)]
pub struct DemoInitiative {
    pub initiative: Initiative,
    /// The earlier one that it was made from, by its index, and how.
    pub like: Option<(usize, Likeness)>,
}

/// Everything that a demonstration is made of.
#[derive(Debug)]
pub struct Demo {
    seed: u64,
    words: Words,
    units: Vec<Listed>,
    targets: Vec<UnitTarget>,
    season: Season,
    /// For each unit its trades and their weights.
    trades: Vec<Vec<(usize, u32)>>,
    /// The unit of each initiative, phase 1 first.
    turns: Vec<u16>,
    /// How many initiatives are of phase 1.
    first: usize,
    /// How many invented members each unit has.
    members: Vec<usize>,
}

/// What a draw is for, so that one doesn't sway another.
mod key {
    pub const ORDER: u64 = 1;
    pub const MEMBERS: u64 = 2;
    pub const TRADE: u64 = 3;
    pub const LIKE: u64 = 4;
    pub const IDEA: u64 = 5;
    pub const TITLE: u64 = 6;
    pub const BODY: u64 = 7;
    pub const PERSON: u64 = 8;
    pub const LIFE: u64 = 9;
    pub const MOMENT: u64 = 10;
    pub const ID: u64 = 11;
    pub const MONEY: u64 = 12;
    pub const STORY: u64 = 13;
    pub const AUTHORS: u64 = 14;
    pub const DRAFT: u64 = 15;
    pub const OPS: u64 = 16;
}

/// The number under which a unit's officer is made; no unit has so many members.
const OFFICER: usize = usize::MAX;

impl Demo {
    /// A demonstration of `scale` initiatives around the moment `now`.
    ///
    /// # Errors
    /// [`DemoError`]: only if the built-in data is damaged, which tests rule out, or the clock is centuries off.
    pub fn new(seed: u64, scale: usize, now: Timestamp) -> Result<Demo, DemoError> {
        let words = Words::load()?;
        let (units, targets) = (units::read()?, targets::targets()?);
        let shares = share::shares(seed, scale, &units, &targets);
        let mut turns = Vec::with_capacity(scale);
        let first = shares.iter().map(|share| share[0]).sum();
        for phase in [0, 1] {
            let start = turns.len();
            for (unit, share) in shares.iter().enumerate() {
                turns.extend(std::iter::repeat_n(unit as u16, share[phase]));
            }
            shuffle(&mut turns[start..], &mut Chance::of(&[seed, key::ORDER, phase as u64]));
        }
        let member_count = |(unit, share): (usize, &[usize; 2])| {
            // In 2022–2023 a person sent 1.9 (Thanh Hóa) to 6.7 (oil and gas) initiatives.
            let each = Chance::of(&[seed, key::MEMBERS, unit as u64]).between(18, 50) as usize;
            (share[0] + share[1]) * 10 / each + 1
        };
        let members = shares.iter().enumerate().map(member_count).collect();
        let trades = units
            .iter()
            .map(|unit| {
                units::trades(&unit.unit.code).iter().filter_map(|(slug, n)| Some((words.trade(slug)?, *n))).collect()
            })
            .collect();
        let season = Season::around(now)?;
        let mut demo = Demo { seed, words, units, targets, season, trades, turns, first, members };
        demo.targets = aim::scaled(seed, &demo.units, &demo.targets, &demo.counted());
        Ok(demo)
    }

    /// How many count in each unit itself, in phase 1 and phase 2.
    fn counted(&self) -> Vec<[u64; 2]> {
        let mut counted = vec![[0; 2]; self.units.len()];
        for (index, unit) in self.turns.iter().enumerate() {
            let phase = usize::from(index >= self.first);
            counted[usize::from(*unit)][phase] += u64::from(self.state(index).is_counted());
        }
        counted
    }

    /// What becomes of an initiative, without the rest of it.
    fn state(&self, index: usize) -> State {
        let like = self.likeness(index);
        let unit = usize::from(self.turns[index]);
        let birth = Birth {
            phrases: &self.words.phrases,
            moment: self.moment(index),
            now: self.season.now(),
            estimate: None,
            officer: &self.member(unit, OFFICER),
            unit: &self.units[unit].unit.code,
            is_copy: matches!(like, Some((_, Likeness::Copy | Likeness::Retitled))),
        };
        birth.live(&mut self.chance(key::LIFE, index)).state
    }

    /// How many initiatives there are.
    pub fn len(&self) -> usize {
        self.turns.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    /// The campaign with its phases.
    pub fn campaign(&self) -> &Campaign {
        self.season.campaign()
    }

    /// The units, parents first.
    pub fn units(&self) -> &[Listed] {
        &self.units
    }

    /// The targets, as small as the initiatives are few.
    pub fn targets(&self) -> &[UnitTarget] {
        &self.targets
    }

    /// When it all begins.
    pub fn begin(&self) -> Timestamp {
        self.season.start()
    }

    /// The moment it is made for.
    pub fn now(&self) -> Timestamp {
        self.season.now()
    }

    /// Everyone in it, with their unit: those who may have written an initiative, and each unit's officer.
    pub fn members(&self) -> impl Iterator<Item = (&Unit, Person)> {
        self.units.iter().enumerate().flat_map(move |(at, listed)| {
            let numbers = (0..self.members[at]).chain([OFFICER]);
            numbers.map(move |number| (&listed.unit, self.member(at, number)))
        })
    }

    /// The `index`th initiative with the ops that it came about by; `None` past the last.
    pub fn seed(&self, index: usize) -> Option<Seed> {
        let initiative = self.initiative(index)?.initiative;
        let officer = self.member(usize::from(self.turns[index]), OFFICER);
        let ops = course::ops(&initiative, &officer, self.begin(), &mut self.chance(key::OPS, index));
        Some(Seed { initiative, ops })
    }

    /// The `index`th initiative, in the order in which they were sent in; `None` past the last.
    pub fn initiative(&self, index: usize) -> Option<DemoInitiative> {
        let unit = usize::from(*self.turns.get(index)?);
        let like = self.likeness(index);
        let (idea_of, title_of, body_of) = match like {
            None => (index, index, index),
            Some((original, Likeness::Copy)) => (original, original, original),
            Some((original, Likeness::Retitled)) => (original, index, original),
            Some((original, Likeness::Reworded)) => (original, index, index),
        };
        let trade = &self.words.trades[self.trade(index)];
        let idea = Idea::draw(trade, &mut self.chance(key::IDEA, idea_of))?;
        let mut body = self.chance(key::BODY, body_of);
        let place = body.pick(&trade.places).copied()?;
        let writing = Writing { phrases: &self.words.phrases, trade, idea: &idea, place };
        let author = self.author(index, unit);
        let moment = self.moment(index);
        let mut content = Content::default();
        content.set(Field::Title, Value::Text(writing.title(&mut self.chance(key::TITLE, title_of))));
        writing.body(&mut body, &mut content);
        self.circumstances(index, &writing, &author, moment, &mut content);
        let birth = Birth {
            phrases: &self.words.phrases,
            moment,
            now: self.season.now(),
            estimate: content.benefit(),
            officer: &self.member(unit, OFFICER),
            unit: &self.units[unit].unit.code,
            is_copy: matches!(like, Some((_, Likeness::Copy | Likeness::Retitled))),
        };
        let life = birth.live(&mut self.chance(key::LIFE, index));
        if life.state == State::Draft {
            unfinish(&mut content, &mut self.chance(key::DRAFT, index));
        }
        let original = like.filter(|_| life.state == State::Duplicate).map(|(original, _)| self.id(original));
        let initiative = Initiative {
            id: self.id(index),
            campaign: self.campaign().slug.clone(),
            unit: self.units[unit].unit.code.clone(),
            author,
            rev: life.rev,
            state: life.state,
            content,
            alternatives: Vec::new(),
            decision: life.decision,
            duplicate_of: original,
            submitted_at: life.submitted_at,
            received_at: life.received_at,
            forwarded: None,
            updated_at: life.updated_at,
        };
        Some(DemoInitiative { initiative, like })
    }

    /// What an author adds to the idea: who, since when, what it brought, and the story.
    fn circumstances(
        &self,
        index: usize,
        writing: &Writing,
        author: &Person,
        moment: Timestamp,
        content: &mut Content,
    ) {
        let mut chance = self.chance(key::MONEY, index);
        if let Some((sum, period)) = benefit::draw(writing.trade.slug, &mut chance) {
            content.set(Field::BenefitVnd, Value::Money(Some(sum)));
            content.set(Field::BenefitPeriod, Value::Period(Some(period)));
        }
        if let (Ok(sent), false) = (day_in_vietnam(moment), chance.per_mille(60)) {
            let earliest = self.campaign().from;
            let back = sent.days_since(earliest).clamp(0, 90);
            let applied = sent.plus_days(-i64::from(chance.between(0, back as u32))).ok();
            content.set(Field::FirstAppliedOn, Value::Date(applied));
        }
        let mut chance = self.chance(key::AUTHORS, index);
        let (words, trade) = (&self.words.phrases, writing.trade);
        let authors = people::authors(words, &author.name, &trade.positions, writing.place, &mut chance);
        content.set(Field::Authors, Value::Authors(authors));
        let mut chance = self.chance(key::STORY, index);
        if chance.per_mille(350) {
            content.set(Field::PublicStory, Value::Flag(chance.per_mille(500)));
            content.set(Field::Story, Value::Text(writing.story(&mut chance)));
        }
    }

    fn chance(&self, purpose: u64, index: usize) -> Chance {
        Chance::of(&[self.seed, purpose, index as u64])
    }

    /// The earlier initiative that this one is made from: of three in a hundred, one of the same trade.
    fn likeness(&self, index: usize) -> Option<(usize, Likeness)> {
        let mut chance = self.chance(key::LIKE, index);
        if !self.is_like(&mut chance) || index == 0 {
            return None;
        }
        let likeness = match chance.below(10) {
            0..3 => Likeness::Copy,
            3..7 => Likeness::Retitled,
            _ => Likeness::Reworded,
        };
        for _ in 0..16 {
            let earlier = index - 1 - chance.below(index.min(3000));
            let original = !self.is_like(&mut self.chance(key::LIKE, earlier));
            if original && self.trade(earlier) == self.trade(index) {
                return Some((earlier, likeness));
            }
        }
        None
    }

    fn is_like(&self, chance: &mut Chance) -> bool {
        chance.per_mille(30)
    }

    fn trade(&self, index: usize) -> usize {
        let mix = &self.trades[usize::from(self.turns[index])];
        let at = self.chance(key::TRADE, index).weighted(mix.iter().map(|(_, weight)| *weight));
        mix.get(at).map_or(0, |(trade, _)| *trade)
    }

    fn moment(&self, index: usize) -> Timestamp {
        let (phase, at, of) = match index.checked_sub(self.first) {
            None => (0, index, self.first),
            Some(at) => (1, at, self.turns.len() - self.first),
        };
        self.season.moment(phase, at, of, &mut self.chance(key::MOMENT, index))
    }

    fn id(&self, index: usize) -> InitiativeId {
        let millis = self.moment(index).millis().unsigned_abs();
        InitiativeId::new(people::id(millis, &mut self.chance(key::ID, index)))
    }

    fn author(&self, index: usize, unit: usize) -> Person {
        let mut chance = self.chance(key::PERSON, index);
        // Some send much more than others.
        let number = chance.below(self.members[unit]).min(chance.below(self.members[unit] * 2));
        self.member(unit, number)
    }

    fn member(&self, unit: usize, number: usize) -> Person {
        let since = self.season.start().millis().unsigned_abs();
        people::member(&self.words.phrases, self.seed, unit, number, since)
    }
}

/// Fisher and Yates' shuffle.
fn shuffle<T>(list: &mut [T], chance: &mut Chance) {
    for at in (1..list.len()).rev() {
        list.swap(at, chance.below(at + 1));
    }
}

/// Takes out of a draft what its author hasn't come to yet.
fn unfinish(content: &mut Content, chance: &mut Chance) {
    const LATER: [Field; 7] = [
        Field::Novelty,
        Field::Effect,
        Field::Story,
        Field::BenefitVnd,
        Field::BenefitPeriod,
        Field::IntangibleBenefit,
        Field::Solution,
    ];
    for field in &LATER[chance.below(LATER.len())..] {
        content.set(*field, Value::empty(*field));
    }
}

#[cfg(test)]
mod tests;
