//! A picture in a line: what a lower third, a bug or the presenter's screen says of it.

use model::number::{Lang, grouped};
use model::show::{Benefit, Content, Picture};
use model::wire::UnitTotals;

use super::figures::Lead;
use crate::i18n::{board, stage};

/// What there is to say of a picture in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// What it is about: a unit's name, a story's title.
    pub title: String,
    /// Whether the title is Vietnamese whatever the language: names and titles are.
    pub is_name: bool,
    /// Who a story is by.
    pub by: String,
    /// The figure that matters.
    pub figure: String,
    /// What the figure is of.
    pub of: String,
    /// The assigned target is reached, or it is a story.
    pub is_reached: bool,
}

/// A picture in a line; `None` if there is no figure or story in it, or nothing at all.
pub fn brief(picture: &Picture, lang: Lang) -> Option<Brief> {
    let of_unit = |totals: &UnitTotals| {
        let lead = Lead::of(picture, totals);
        let submitted = grouped(lead.submitted, lang);
        let assigned = lead.progress.assigned().map(|(assigned, _)| grouped(assigned.into(), lang));
        let (figure, of) = match (lead.percent, assigned) {
            (Some(percent), Some(assigned)) => {
                (percent.display(lang), stage::OUT_OF.fill(lang, &[&submitted, &assigned]))
            }
            _ => (submitted, board::INITIATIVES.say(lang).to_owned()),
        };
        let (title, is_name) = (unit_title(totals, lang), !is_nation(totals));
        Brief { title, is_name, figure, of, is_reached: lead.is_reached(), ..Brief::default() }
    };
    match picture.content.as_ref()? {
        Content::Number { totals } | Content::Unit { totals, .. } => Some(of_unit(totals)),
        Content::Timeline(course) => Some(of_unit(&course.totals)),
        Content::Story(story) => {
            let (figure, of) = match story.benefit {
                Some(Benefit::Estimated(sum)) => (sum.spoken(lang), stage::BY_AUTHORS.say(lang).to_owned()),
                Some(Benefit::Verified(sum)) => (sum.spoken(lang), board::VERIFIED.say(lang).to_owned()),
                None => Default::default(),
            };
            let by = story.authors.iter().map(String::as_str).chain([story.unit_name.as_str()]);
            let by = by.collect::<Vec<_>>().join(", ");
            Some(Brief { title: story.title.clone(), is_name: true, by, figure, of, is_reached: true })
        }
        Content::Waiting { .. } | Content::League { .. } | Content::Map { .. } => None,
    }
}

/// What a scene is called on the presenter's screen.
pub fn scene_title(content: &Content, lang: Lang) -> String {
    match content {
        Content::Waiting { .. } => stage::WAITING.say(lang).to_owned(),
        Content::Number { totals } | Content::Unit { totals, .. } => unit_title(totals, lang),
        Content::League { .. } => stage::LEAGUE.say(lang).to_owned(),
        Content::Story(story) => story.title.clone(),
        Content::Map { .. } => stage::MAP.say(lang).to_owned(),
        Content::Timeline(course) => stage::TIMELINE_OF.fill(lang, &[&unit_title(&course.totals, lang)]),
    }
}

fn is_nation(totals: &UnitTotals) -> bool {
    totals.level == model::unit::Level::National
}

/// What a unit is called: the nation by its own word.
pub fn unit_title(totals: &UnitTotals, lang: Lang) -> String {
    if is_nation(totals) { board::NATION.say(lang).to_owned() } else { totals.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::made_up;
    use model::show::{Figures, Typed};

    fn picture(content: Content) -> Picture {
        let totals = made_up::nation().totals;
        Picture {
            revision: 1,
            seq: 1,
            as_of: totals.as_of,
            now: totals.as_of,
            figures: Figures::Live,
            lang: Lang::Vi,
            campaign: made_up::campaign().name,
            content: Some(content),
            transition: Default::default(),
            demo: true,
            rehearsal: None,
        }
    }

    #[test]
    fn a_unit_in_a_line() {
        let content = Content::Number { totals: made_up::unit().totals.own };
        let said = brief(&picture(content.clone()), Lang::Vi).expect("a unit has figures");
        assert_eq!((said.figure.as_str(), said.of.as_str()), ("131,2%", "7.085 trên 5.400"));
        assert!(said.is_reached && said.is_name && said.title == "Công đoàn Dầu khí Việt Nam");
        let typed = Typed {
            figure: 2_700,
            source: "văn phòng".to_owned(),
            by: model::initiative::Person {
                id: "01936d5e-7b00-7abc-8def-0123456789ab".parse().expect("an id"),
                name: "Hà Vy".to_owned(),
            },
            at: model::calendar::Timestamp::EPOCH,
        };
        let said = brief(&Picture { figures: Figures::Typed(typed), ..picture(content) }, Lang::En);
        let said = said.expect("a unit has figures");
        assert_eq!((said.figure.as_str(), said.of.as_str(), said.is_reached), ("50.0%", "2,700 of 5,400", false));
    }

    #[test]
    fn the_nation_is_called_by_its_word_and_a_map_has_no_line() {
        let said = brief(&picture(Content::Number { totals: made_up::nation().totals.own }), Lang::En);
        assert_eq!(said.map(|said| said.title).as_deref(), Some("Nationwide"));
        assert_eq!(brief(&picture(Content::Map { units: Vec::new() }), Lang::Vi), None);
    }
}
