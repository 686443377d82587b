//! Fills a phrase's `{…}` with the words of one idea and with numbers by chance.
//! Promises that only what is between braces changes. Knows nothing of fields.

use super::chance::Chance;
use super::idea::Idea;

/// What a phrase may be filled with.
pub struct Filling<'a> {
    pub idea: &'a Idea<'a>,
    pub place: &'a str,
}

/// The text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Filling<'_> {
    /// Writes the phrase to `out`, each slot filled:
    /// `o` the thing, `g` the goal, `r` the remedy, `ro` the remedy on the thing, `c` the complaint, `h` how it was done
    /// (in upper case with a capital first letter); `p` the place; `n` 2–9, `w` 2–8, `m` 12–60, `k` 6–35, `y` 5–24;
    /// `a` 12–60 and then `b`, a good part less. An unknown slot stays as it is; a test finds it.
    pub fn write(&self, phrase: &str, chance: &mut Chance, out: &mut String) {
        let mut rest = phrase;
        let mut before = 0;
        while let Some((plain, slot, after)) = split(rest) {
            out.push_str(plain);
            match slot {
                "o" => out.push_str(self.idea.thing.name),
                "O" => out.push_str(&capital(self.idea.thing.name)),
                "g" => out.push_str(self.idea.trouble.goal),
                "G" => out.push_str(&capital(self.idea.trouble.goal)),
                "r" => out.push_str(self.idea.remedy.deed),
                "ro" => out.push_str(&self.idea.deed()),
                "RO" => out.push_str(&capital(&self.idea.deed())),
                "c" => out.push_str(self.idea.trouble.complaint),
                "h" => out.push_str(self.idea.remedy.how),
                "H" => out.push_str(&capital(self.idea.remedy.how)),
                "p" => out.push_str(self.place),
                "n" => push(out, chance.between(2, 9)),
                "w" => push(out, chance.between(2, 8)),
                "m" => push(out, chance.between(12, 60)),
                "k" => push(out, chance.between(6, 35)),
                "y" => push(out, chance.between(5, 24)),
                "a" => {
                    before = chance.between(12, 60);
                    push(out, before);
                }
                "b" => push(out, (before * chance.between(20, 60) / 100).max(1)),
                unknown => {
                    out.push('{');
                    out.push_str(unknown);
                    out.push('}');
                }
            }
            rest = after;
        }
        out.push_str(rest);
    }
}

fn push(out: &mut String, number: u32) {
    out.push_str(&number.to_string());
}

/// What stands before the first slot, the slot, and what follows it.
fn split(phrase: &str) -> Option<(&str, &str, &str)> {
    let (plain, rest) = phrase.split_once('{')?;
    let (slot, after) = rest.split_once('}')?;
    Some((plain, slot, after))
}
