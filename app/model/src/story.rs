//! Stories: what everybody may read of a recognised initiative whose author agreed. Promises that what has to stay
//! confidential is in none of it, and that whoever didn't agree isn't named. Pure: knows no pages and no store.

use crate::calendar::{Date, day_in_vietnam};
use crate::field::{Author, BenefitPeriod, Field, Kind};
use crate::id::InitiativeId;
use crate::initiative::{Initiative, RecognitionLevel, State};
use crate::money::Vnd;
use crate::text::{char_count, nfc};
use crate::unit::UnitCode;
use serde::{Deserialize, Serialize};

mod secrets;

use secrets::Secrets;
pub use secrets::{Repeated, repeated};

/// The public form of an initiative. What isn't here is nobody's business but the author's and the reviewers'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Story {
    /// The initiative's.
    pub id: InitiativeId,
    /// Tên sáng kiến.
    pub title: String,
    /// Its unit.
    pub unit: UnitCode,
    /// The unit's full name.
    pub unit_name: String,
    /// The names of those authors who agreed: of who handed it in, if they are one of them.
    pub authors: Vec<String>,
    /// How many authors there are besides. They weren't asked, so they aren't named.
    pub other_authors: u32,
    /// One of the four legal types, if one was chosen.
    pub kind: Option<Kind>,
    /// Lĩnh vực áp dụng; "" if nothing was written.
    pub area: String,
    /// The difficulty before; `None` where something about the initiative is confidential, or nothing was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// What is done differently; as the difficulty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<String>,
    /// Hiệu quả; "" if nothing was written.
    pub effect: String,
    /// Câu chuyện; "" if nothing was written.
    pub story: String,
    /// What it is worth.
    pub benefit: StoryBenefit,
    /// At which level it is recognised.
    pub level: Option<RecognitionLevel>,
    /// The day in Vietnam on which that was decided.
    pub recognised_on: Date,
    /// How many members would like to apply it in their units.
    pub appliers: u64,
}

/// A story in a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryLine {
    /// The initiative's.
    pub id: InitiativeId,
    /// Tên sáng kiến.
    pub title: String,
    /// How the story begins as its author tells it, else the effect, else the solution: at most [`OPENING`] characters, with …
    /// where there is more; "" if there is nothing.
    pub opening: String,
    /// Its unit.
    pub unit: UnitCode,
    /// The unit's full name.
    pub unit_name: String,
    /// As of a story.
    pub authors: Vec<String>,
    /// As of a story.
    pub other_authors: u32,
    /// As of a story.
    pub kind: Option<Kind>,
    /// As of a story.
    pub area: String,
    /// What it is worth.
    pub benefit: StoryBenefit,
    /// At which level it is recognised.
    pub level: Option<RecognitionLevel>,
    /// As of a story.
    pub recognised_on: Date,
    /// How many members would like to apply it in their units.
    pub appliers: u64,
}

/// The most characters of an opening.
pub const OPENING: usize = 200;

impl From<Story> for StoryLine {
    fn from(story: Story) -> StoryLine {
        StoryLine {
            opening: story.opening(OPENING),
            id: story.id,
            title: story.title,
            unit: story.unit,
            unit_name: story.unit_name,
            authors: story.authors,
            other_authors: story.other_authors,
            kind: story.kind,
            area: story.area,
            benefit: story.benefit,
            level: story.level,
            recognised_on: story.recognised_on,
            appliers: story.appliers,
        }
    }
}

/// What an initiative is worth. Estimated and verified are never added up, and "not said" is not zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoryBenefit {
    /// VND, by the author.
    pub estimated: Option<Vnd>,
    /// VND, by an officer.
    pub verified: Option<Vnd>,
    /// What the sums refer to.
    pub period: Option<BenefitPeriod>,
}

impl StoryBenefit {
    /// The sum that is worth more belief: the verified one, else the estimate.
    pub fn sum(&self) -> Option<Vnd> {
        self.verified.or(self.estimated)
    }
}

/// Whether everybody may read of this initiative: it is recognised, its author agrees at this moment, and its title gives
/// nothing away that has to stay confidential.
pub fn is_public(initiative: &Initiative) -> bool {
    let agreed = initiative.state == State::Recognised && initiative.content.public_story();
    agreed && !Secrets::of(&initiative.content).are_in(initiative.content.text(Field::Title))
}

impl Story {
    /// The public form of an initiative, if it has one ([`is_public`]).
    ///
    /// An author who names something confidential has told the reviewers more in the description than others may read:
    /// difficulty and solution are left out then. Other texts are left out if they repeat something of it ([`repeated`]), and
    /// so is a sum that is named in it.
    pub fn of(initiative: &Initiative, unit_name: &str, appliers: u64) -> Option<Story> {
        if !is_public(initiative) {
            return None;
        }
        let decision = initiative.decision.as_ref()?;
        let content = &initiative.content;
        let secrets = Secrets::of(content);
        let told =
            |field| Some(content.text(field)).filter(|text| !secrets.are_in(text)).unwrap_or_default().to_owned();
        let described =
            |field| Some(content.text(field)).filter(|text| !secrets.exist && !text.is_empty()).map(str::to_owned);
        let (authors, other_authors) = named(initiative);
        Some(Story {
            id: initiative.id,
            title: content.text(Field::Title).to_owned(),
            unit: initiative.unit.clone(),
            unit_name: unit_name.to_owned(),
            authors,
            other_authors,
            kind: content.kind(),
            area: told(Field::Area),
            problem: described(Field::Problem),
            solution: described(Field::Solution),
            effect: told(Field::Effect),
            story: told(Field::Story),
            benefit: StoryBenefit {
                estimated: content.benefit().filter(|sum| !secrets.name_sum(*sum)),
                verified: decision.benefit_vnd.filter(|sum| !secrets.name_sum(*sum)),
                period: content.period(),
            },
            level: decision.level,
            recognised_on: day_in_vietnam(decision.at).ok()?,
            appliers,
        })
    }
}

impl Story {
    /// How it begins, in one line of at most `most` characters: as its author tells it, else the effect, else the solution.
    /// Ends with … where there is more.
    pub fn opening(&self, most: usize) -> String {
        let texts = [&self.story, &self.effect, self.solution.as_ref().unwrap_or(&self.effect)];
        let Some(text) = texts.into_iter().find(|text| !text.trim().is_empty()) else { return String::new() };
        let mut line = String::new();
        let mut length = 0;
        for word in text.split_whitespace() {
            let gap = usize::from(!line.is_empty());
            length += gap + char_count(word);
            // One is left for the ellipsis.
            if length >= most {
                line.push('…');
                break;
            }
            line.push_str(&" "[..gap]);
            line.push_str(word);
        }
        line
    }
}

/// Who is named, and how many more authors there are: the member who handed it in, who is the one that was asked, if they
/// are one of the authors. Without a list they are the only one. Their own line is the one marked so; in older records, which
/// mark none, the one with their name exactly as written. Where it isn't one line, nobody is named.
fn named(initiative: &Initiative) -> (Vec<String>, u32) {
    let authors = initiative.content.authors();
    let own = initiative.author.name.trim();
    let is_own = |author: &&Author| nfc(author.name.trim()) == nfc(own);
    let (marked, alike) =
        (authors.iter().filter(|author| author.is_self).count(), authors.iter().filter(is_own).count());
    let is_among = authors.is_empty() || marked == 1 || (marked == 0 && alike == 1);
    let others = authors.len().saturating_sub(usize::from(is_among));
    (is_among.then(|| own.to_owned()).into_iter().collect(), u32::try_from(others).unwrap_or(u32::MAX))
}
