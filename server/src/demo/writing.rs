//! Puts an idea into the words of the application form. Promises text that the form accepts: in NFC, within its limits.
//! Knows nothing of who writes, when, or how often an idea comes back.

use super::chance::Chance;
use super::idea::Idea;
use super::phrase::{Filling, capital};
use super::words::{Phrases, Trade};
use model::content::Content;
use model::field::{Field, Value};

/// Writes the initiatives of one trade.
pub struct Writing<'a> {
    pub phrases: &'a Phrases,
    pub trade: &'a Trade,
    pub idea: &'a Idea<'a>,
    pub place: &'a str,
}

impl Writing<'_> {
    /// The title alone, so that the same text may come under another.
    pub fn title(&self, chance: &mut Chance) -> String {
        capital(&self.one_of(&self.phrases.titles, chance))
    }

    /// Everything that is about the idea itself.
    pub fn body(&self, chance: &mut Chance, content: &mut Content) {
        let aim = self.idea.trouble.aim;
        let phrases = self.phrases;
        set(content, Field::Area, self.idea.thing.area.to_owned());
        content.set(Field::Kind, Value::Kind(Some(self.idea.remedy.kind)));
        let problem =
            [capital(&self.one_of(&phrases.openings, chance)), self.one_of(phrases.consequences.of(aim), chance)];
        set(content, Field::Problem, problem.join(" "));
        let solution = self.solution(chance);
        set(content, Field::Solution, solution);
        set(content, Field::Novelty, capital(&self.one_of(&phrases.novelties, chance)));
        let effect = [self.one_of(phrases.effects.of(aim), chance), self.one_of(&phrases.spreads, chance)];
        set(content, Field::Effect, effect.join("\n"));
        if chance.per_mille(550) {
            set(content, Field::IntangibleBenefit, self.one_of(phrases.intangibles.of(aim), chance));
        }
        if chance.per_mille(40) {
            set(content, Field::Confidential, self.one_of(&phrases.secrets, chance));
        }
    }

    /// The story as its author tells it.
    pub fn story(&self, chance: &mut Chance) -> String {
        let phrases = self.phrases;
        let parts = [&phrases.story_openings, &phrases.story_middles, &phrases.story_ends];
        let told: Vec<String> = parts.into_iter().map(|part| self.one_of(part, chance)).collect();
        let what = format!("Chuyện là {}. Tổ chúng tôi bàn nhau {}.", self.idea.trouble.complaint, self.idea.deed());
        format!("{}\n{what}\n{}\n{}", told[0], told[1], told[2])
    }

    fn solution(&self, chance: &mut Chance) -> String {
        let phrases = self.phrases;
        let mut text = format!("{}: {}.\nCác bước thực hiện:", capital(&self.idea.deed()), self.idea.remedy.how);
        let middle = format!("{} theo phương án đã chọn.", capital(self.idea.remedy.deed));
        let steps = [
            self.one_of(&phrases.first_steps, chance),
            middle,
            self.one_of(&phrases.trials, chance),
            self.one_of(&phrases.last_steps, chance),
        ];
        for (at, step) in steps.iter().enumerate() {
            text.push_str(&format!("\n{}. {step}", at + 1));
        }
        text
    }

    fn one_of(&self, phrases: &[&'static str], chance: &mut Chance) -> String {
        let mut text = String::with_capacity(256);
        if let Some(phrase) = chance.pick(phrases) {
            let filling = Filling { idea: self.idea, place: self.place };
            filling.write(phrase, chance, &mut text);
        }
        text
    }
}

fn set(content: &mut Content, field: Field, text: String) {
    content.set(field, Value::Text(text));
}
