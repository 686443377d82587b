//! What an invented initiative is about: a thing of a trade, what is wrong with it, and a remedy that fits.
//! Knows nothing of who had the idea or how it is worded.

use super::chance::Chance;
use super::words::{Remedy, Thing, Trade, Trouble};

/// An idea.
#[derive(Debug, Clone, Copy)]
pub struct Idea<'a> {
    pub thing: &'a Thing,
    pub trouble: &'a Trouble,
    pub remedy: &'a Remedy,
}

impl<'a> Idea<'a> {
    /// An idea of that trade. `None` only for a trade without words, which [`super::words::Words::load`] refuses.
    pub fn draw(trade: &'a Trade, chance: &mut Chance) -> Option<Idea<'a>> {
        let craft = chance.weighted(trade.crafts.iter().map(|craft| craft.things.len() as u32));
        let craft = &trade.crafts[craft];
        let thing = chance.pick(&craft.things)?;
        let trouble = chance.pick(&thing.troubles)?;
        let fitting: Vec<&Remedy> = craft.remedies.iter().filter(|remedy| remedy.aims.contains(&trouble.aim)).collect();
        Some(Idea { thing, trouble, remedy: chance.pick(&fitting)? })
    }

    /// What was done to what: "lắp đèn và còi cảnh báo sớm cho máng cào lò chợ".
    pub fn deed(&self) -> String {
        format!("{} {} {}", self.remedy.deed, self.remedy.joint, self.thing.name)
    }
}
