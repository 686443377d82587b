//! Puts pictures together: from the board in memory, the days and stories that were read for it, and the show. Everything
//! that an output draws comes from here, so that no number is on air that the server didn't issue or somebody didn't mark.

use crate::totals::{Numbers, Reality};
use app::board::course::Course as Line;
use app::board::{BoardData, Daily};
use model::calendar::{Date, Timestamp, day_in_vietnam};
use model::campaign::Span;
use model::id::InitiativeId;
use model::initiative::State;
use model::league::{self, ranked};
use model::show::rules::{Standing, may_air, may_be_typed};
use model::show::{
    Benefit, Content, Course, Drill, Figures, Goal, Held, Item, League, LeagueRow, Milestone, Picture, Place, Prompter,
    Scene, Show, StoryPicture, Transition, Verdict, made_up, project, quotation, simulated,
};
use model::story::{Story, is_public};
use model::unit::{Slug, UnitCode};
use model::wire::{Totals, UnitTotals};
use qrcode::{Color, EcLevel, QrCode};
use std::collections::HashMap;
use store::StoryRecord;

/// So many units under the root share what the simulator makes up, in these parts of [`WHOLE`].
const PARTS: [u64; 4] = [40, 30, 20, 10];
const WHOLE: u64 = 100;

/// What was read from the store for a picture.
#[derive(Debug, Default)]
pub struct Material {
    pub stories: HashMap<InitiativeId, StoryRecord>,
    pub daily: HashMap<UnitCode, Vec<(Date, i64)>>,
}

/// Everything that a picture is made from, at one moment.
pub struct Composer<'a> {
    /// The board's, all of one moment.
    pub numbers: Numbers,
    pub reality: Reality,
    pub show: &'a Show,
    pub material: &'a Material,
    pub campaign: Option<Slug>,
    pub now: Timestamp,
}

/// How a story stands.
pub fn standing(record: Option<&StoryRecord>) -> Standing {
    record.map_or_else(Standing::default, |record| Standing {
        is_recognised: record.initiative.state == State::Recognised,
        consent: record.consent.filter(|_| is_public(&record.initiative)),
    })
}

impl Composer<'_> {
    /// The picture of what is on air, or of what is previewed.
    pub fn on_air(&self) -> Picture {
        let show = self.show;
        let frozen = show.frozen.as_ref();
        let shown = show.on_air().filter(|_| show.hidden.is_none());
        let transition = show.program.map(|program| program.transition).unwrap_or_default();
        self.of_item(shown, frozen, transition)
    }

    /// The server's figure of what is on air, whatever is done to it there.
    pub fn at_server(&self) -> Option<i64> {
        let shown = self.show.on_air().filter(|_| self.show.hidden.is_none())?;
        self.content(&shown.scene, self.drill())?.figure()
    }

    /// The picture of what is taken next.
    pub fn preview(&self) -> Picture {
        self.of_item(self.show.preview.and_then(|id| self.show.item(id)), None, Transition::default())
    }

    /// What the presenter reads.
    pub fn prompter(&self) -> Prompter {
        Prompter {
            revision: self.show.revision,
            now: self.now,
            lang: self.show.lang,
            title: self.show.title.clone(),
            message: self.show.message.clone(),
            on_air: self.on_air().content,
            next: self.preview().content,
            rehearsal: self.drill().is_some(),
        }
    }

    /// The picture of a scene by itself, with the records' figures whatever the show does.
    pub fn scene(&self, scene: &Scene) -> Picture {
        let mut picture = self.empty(None);
        (picture.revision, picture.content) = (0, self.content(scene, None));
        picture
    }

    /// What an item would show now, with the server's figures: what is held. `None` if nothing can be shown of it.
    pub fn snapshot(&self, item: &Item) -> Option<Held> {
        let mut content = self.content(&item.scene, self.drill())?;
        if let Content::Story(story) = &mut content {
            *story = without_words(story);
        }
        let (seq, as_of) = self.moment(self.drill());
        let campaign = Some(self.campaign_name());
        Some(Held { seq, as_of, campaign, content, typed: None, rehearsal: self.drill().is_some() })
    }

    fn campaign_name(&self) -> String {
        let campaign = self.campaign.as_ref().and_then(|slug| self.numbers.directory.campaign(slug));
        campaign.map(|campaign| campaign.name.clone()).unwrap_or_default()
    }

    /// How many count in the nation now.
    pub fn submitted(&self) -> i64 {
        let totals = self.root().and_then(|root| self.totals(&root, self.drill()));
        totals.map_or(0, |totals| totals.counts.submitted)
    }

    /// The number and time of the figures; those that are made up have later ones.
    pub fn moment(&self, drill: Option<Drill>) -> (u64, Timestamp) {
        match drill {
            None => (self.numbers.seq, self.numbers.as_of),
            Some(drill) => (self.numbers.seq.saturating_add(made_up(&drill, self.now)), self.now),
        }
    }

    fn of_item(&self, item: Option<&Item>, frozen: Option<&Held>, transition: Transition) -> Picture {
        let drill = self.drill();
        let mut picture = self.empty(drill);
        picture.transition = transition;
        let Some(item) = item else { return picture };
        let (frozen, held) =
            (frozen.filter(|kept| self.may_show(kept)), item.held.as_ref().filter(|kept| self.may_show(kept)));
        let live = matches!(item.scene, Scene::Story { .. });
        // A story is never shown as it was: whether it may be shown is asked each time.
        let kept = frozen.or(held).filter(|_| !live);
        let content = match kept {
            Some(kept) => {
                (picture.seq, picture.as_of) = (picture.seq.max(kept.seq), kept.as_of);
                // A figure stays that of its campaign, also when the next one has begun.
                kept.campaign.iter().for_each(|name| picture.campaign.clone_from(name));
                Some(kept.content.clone())
            }
            None => self.content(&item.scene, drill),
        };
        let typed = if frozen.is_some() { frozen.and_then(|kept| kept.typed.clone()) } else { item.typed.clone() };
        picture.figures = match (frozen, held) {
            (Some(_), _) => Figures::Frozen,
            (None, Some(_)) => Figures::Held,
            (None, None) => Figures::Live,
        };
        picture.content = match typed.filter(|_| content.is_some() && may_be_typed(&item.scene)) {
            Some(typed) => {
                let figure = typed.figure;
                picture.figures = Figures::Typed(typed);
                content.map(|content| content.with_figure(figure))
            }
            None => content,
        };
        picture
    }

    /// Made-up figures are never shown outside a rehearsal, whatever the show has kept.
    fn may_show(&self, kept: &Held) -> bool {
        !kept.rehearsal || self.drill().is_some()
    }

    fn drill(&self) -> Option<Drill> {
        self.show.drill()
    }

    fn empty(&self, drill: Option<Drill>) -> Picture {
        let (seq, as_of) = self.moment(drill);
        Picture {
            revision: self.show.revision,
            seq,
            as_of,
            now: self.now,
            figures: Figures::Live,
            lang: self.show.lang,
            campaign: self.campaign_name(),
            content: None,
            transition: Transition::default(),
            demo: self.reality == Reality::Demo,
            rehearsal: drill,
        }
    }

    fn content(&self, scene: &Scene, drill: Option<Drill>) -> Option<Content> {
        Some(match scene {
            Scene::Waiting => waiting(&self.show.address)?,
            Scene::Number { unit } => Content::Number { totals: self.totals(unit, drill)? },
            Scene::Unit { unit } => {
                let root = self.root().filter(|root| root != unit);
                let nation = root.and_then(|root| self.totals(&root, drill));
                let nation_estimated = nation.map(|nation| nation.benefit_vnd.estimated);
                Content::Unit { totals: self.totals(unit, drill)?, place: self.place(unit, drill), nation_estimated }
            }
            Scene::League { of, first, last, marked } => self.league(of, *first, *last, marked.as_ref(), drill)?,
            Scene::Story { initiative } => Content::Story(self.story(*initiative)?),
            Scene::Map => {
                let units = self.children(&self.root()?, drill)?;
                let ranked = ranked(&units);
                let row = |unit: &UnitTotals| ranked.iter().find(|row| row.unit.unit == unit.unit).map(LeagueRow::from);
                Content::Map { units: units.iter().filter_map(row).collect() }
            }
            Scene::Timeline { unit } => Content::Timeline(self.course(unit, drill)?),
        })
    }

    fn root(&self) -> Option<UnitCode> {
        self.numbers.directory.root().map(|root| self.numbers.directory.units()[root].code.clone())
    }

    /// A unit's totals; in a rehearsal the root's and those of a few units under it with what was made up.
    fn totals(&self, unit: &UnitCode, drill: Option<Drill>) -> Option<UnitTotals> {
        let totals = self.numbers.unit(self.campaign_index()?, self.numbers.directory.index(unit)?);
        let Some(drill) = drill else { return Some(totals) };
        Some(simulated(&totals, made_up(&drill, self.now), self.parts(unit), WHOLE))
    }

    fn parts(&self, unit: &UnitCode) -> u64 {
        let (Some(root), Some(index)) = (self.numbers.directory.root(), self.numbers.directory.index(unit)) else {
            return 0;
        };
        if index == root {
            return WHOLE;
        }
        // The last in the directory are the sectors and corporations that a show's guests are of.
        let lucky = self.numbers.directory.children(root).iter().rev().zip(PARTS);
        lucky.into_iter().find(|(child, _)| **child == index).map_or(0, |(_, parts)| parts)
    }

    fn children(&self, unit: &UnitCode, drill: Option<Drill>) -> Option<Vec<UnitTotals>> {
        let children = self.numbers.directory.children(self.numbers.directory.index(unit)?).iter();
        Some(children.filter_map(|child| self.totals(&self.numbers.directory.units()[*child].code, drill)).collect())
    }

    /// By the figures that are shown of it: a rehearsal's too.
    fn place(&self, unit: &UnitCode, drill: Option<Drill>) -> Option<Place> {
        let directory = &self.numbers.directory;
        let parent = self.numbers.parent(directory.index(unit)?)?;
        let siblings = self.children(&directory.units()[parent].code, drill)?;
        let place = league::standing(&ranked(&siblings), unit)?;
        Some(Place { rank: place.rank?, shared: place.shared, of: place.of })
    }

    fn campaign_index(&self) -> Option<usize> {
        self.numbers.directory.campaign_index(self.campaign.as_ref()?)
    }

    fn league(
        &self,
        of: &League,
        first: u16,
        last: u16,
        marked: Option<&UnitCode>,
        drill: Option<Drill>,
    ) -> Option<Content> {
        let (units, above) = match of {
            League::Children { of } => {
                (self.children(of, drill)?, self.numbers.directory.unit(of).map(|unit| unit.name.clone()))
            }
            League::Block { level } => {
                let all = self.children(&self.root()?, drill)?;
                (all.into_iter().filter(|unit| unit.level == *level).collect(), None)
            }
            League::Cluster { units, .. } => {
                (units.iter().filter_map(|unit| self.totals(unit, drill)).collect::<Vec<_>>(), None)
            }
        };
        let ranked = ranked(&units);
        let first = first.max(1);
        let shown = ranked.iter().skip(usize::from(first - 1));
        let shown = shown.take(usize::from(last.saturating_add(1).saturating_sub(first).min(League::ROWS)));
        let (of, rows, marked) = (of.clone(), shown.map(LeagueRow::from).collect(), marked.cloned());
        Some(Content::League { of, above, rows, first: first.into(), count: units.len(), marked })
    }

    /// The story, if it may be shown at this moment.
    fn story(&self, id: InitiativeId) -> Option<StoryPicture> {
        let record = self.material.stories.get(&id)?;
        may_air(self.show, id, standing(Some(record))).ok()?;
        let unit = self.numbers.directory.unit(&record.initiative.unit)?;
        let story = Story::of(&record.initiative, &unit.name, 0)?;
        let quotation = quotation(&story);
        let is_named = self.show.verdict(id) == Some(Verdict::Approved);
        let (authors, other_authors) = if is_named { (story.authors, story.other_authors) } else { (Vec::new(), 0) };
        Some(StoryPicture {
            initiative: id,
            title: story.title,
            authors,
            other_authors,
            unit: story.unit,
            unit_name: story.unit_name,
            quotation,
            benefit: Benefit::of(&story.benefit),
            period: story.benefit.period,
            level: story.level,
        })
    }

    fn course(&self, unit: &UnitCode, drill: Option<Drill>) -> Option<Course> {
        let slug = self.campaign.as_ref()?;
        let (at, index) = (self.numbers.directory.campaign_index(slug)?, self.numbers.directory.index(unit)?);
        let campaign = self.numbers.directory.campaigns()[at].clone();
        let days = self.material.daily.get(unit)?;
        let own = self.totals(unit, drill)?;
        let now = day_in_vietnam(self.now).unwrap_or(campaign.to);
        let today = now.min(campaign.to).max(campaign.from);
        let span_target = |phase: &model::campaign::Phase| {
            self.numbers.directory.span_target(at, index, &Span::Phase(phase.slug.clone()))
        };
        let submitted = own.counts.submitted;
        let assigned = own.target.assigned.map(i64::from);
        let board = BoardData {
            phase_targets: campaign.phases.iter().map(span_target).collect(),
            totals: Totals {
                campaign: slug.clone(),
                seq: self.numbers.seq,
                as_of: self.numbers.as_of,
                own: own.clone(),
                children: Vec::new(),
                standing: None,
                nation_estimated: None,
                demo: self.reality == Reality::Demo,
            },
            path: Vec::new(),
            daily: Daily::new(campaign.from, today, days),
            rendered_at: self.now,
            campaign,
        };
        let line = Line::of(&board, submitted);
        let campaign = &board.campaign;
        let (mut goals, mut milestones, mut points) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(line) = line {
            let phase = |goal: &app::board::course::Goal| campaign.phases.get(goal.phase?.checked_sub(1)?);
            let by = |goal: &app::board::course::Goal| phase(goal).map_or(campaign.to, |phase| phase.to);
            goals = line.goals.iter().map(|goal| Goal { by: by(goal), sum: goal.sum }).collect();
            goals.extend(line.far_goal.map(|sum| Goal { by: campaign.to, sum }));
            milestones = line.milestones.iter().map(|mark| Milestone { day: mark.day, sum: mark.sum }).collect();
            points = line.points;
        }
        let projection = assigned.and_then(|target| project(days, now, submitted, target, campaign.from..=campaign.to));
        Some(Course { totals: own, from: campaign.from, to: campaign.to, points, goals, milestones, projection })
    }
}

/// A story as it is kept: which it is. Whether it may be shown, and what of it, is asked each time.
fn without_words(story: &StoryPicture) -> StoryPicture {
    StoryPicture {
        initiative: story.initiative,
        title: String::new(),
        authors: Vec::new(),
        other_authors: 0,
        unit: story.unit.clone(),
        unit_name: String::new(),
        quotation: String::new(),
        benefit: None,
        period: None,
        level: None,
    }
}

/// The way to join. `None` while nobody knows where the app is reached.
fn waiting(address: &str) -> Option<Content> {
    if address.is_empty() {
        return None;
    }
    let address = format!("{address}/app/join");
    let code = QrCode::with_error_correction_level(&address, EcLevel::Q).ok()?;
    let module = |color: &Color| if *color == Color::Dark { '#' } else { '.' };
    let rows = code.to_colors().chunks(code.width()).map(|row| row.iter().map(module).collect()).collect();
    Some(Content::Waiting { address, qr: rows })
}
