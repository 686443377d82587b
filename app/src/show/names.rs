//! What things in a rundown are called: units and stories are named there by code and id alone.

use std::collections::BTreeMap;

use model::id::InitiativeId;
use model::number::Lang;
use model::show::{League, Scene};
use model::unit::{Level, UnitCode};

use crate::i18n::control;

/// A unit's full name, with what it takes to call the nation "Toàn quốc".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its full name.
    pub name: String,
    /// Where it stands.
    pub level: Level,
}

/// The names that are known so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Units by their codes.
    pub units: BTreeMap<UnitCode, Named>,
    /// Titles of initiatives.
    pub stories: BTreeMap<InitiativeId, String>,
}

impl Names {
    /// What a unit is called: its code until its name is known.
    pub fn unit(&self, code: &UnitCode, lang: Lang) -> String {
        match self.units.get(code) {
            Some(Named { level: Level::National, .. }) => control::NATION.say(lang).to_owned(),
            Some(named) => named.name.clone(),
            None => code.to_string(),
        }
    }

    /// Whether this is the unit at the top.
    pub fn is_nation(&self, code: &UnitCode) -> bool {
        self.units.get(code).is_some_and(|named| named.level == Level::National)
    }
}

/// The title of an item: what it shows, in a few words.
pub fn title(scene: &Scene, names: &Names, lang: Lang) -> String {
    match scene {
        Scene::Waiting => control::WAITING.say(lang).to_owned(),
        Scene::Number { unit } => control::NUMBER_OF.fill(lang, &[&names.unit(unit, lang)]),
        Scene::Unit { unit } => names.unit(unit, lang),
        Scene::League { of, first, last, .. } => {
            let of = match of {
                League::Children { of } if names.is_nation(of) => None,
                League::Children { of } => Some(names.unit(of, lang)),
                League::Block { level } => Some(control::level(*level).say(lang).to_owned()),
                League::Cluster { name, .. } => Some(name.clone()),
            };
            let (from, to) = (first.to_string(), last.to_string());
            match of {
                None if first == last => control::LEAGUE_RANK.fill(lang, &[&from]),
                None => control::LEAGUE_RANKS.fill(lang, &[&from, &to]),
                Some(of) if first == last => control::LEAGUE_ONE_OF.fill(lang, &[&of, &from]),
                Some(of) => control::LEAGUE_OF.fill(lang, &[&of, &from, &to]),
            }
        }
        Scene::Story { initiative } => match names.stories.get(initiative) {
            Some(title) => control::STORY_OF.fill(lang, &[title]),
            None => control::STORY.say(lang).to_owned(),
        },
        Scene::Map => control::MAP.say(lang).to_owned(),
        Scene::Timeline { unit } if names.is_nation(unit) => control::TIMELINE.say(lang).to_owned(),
        Scene::Timeline { unit } => control::TIMELINE_OF.fill(lang, &[&names.unit(unit, lang)]),
    }
}
