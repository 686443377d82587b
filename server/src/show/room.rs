//! What the producers' desk is told: the show with everything around it that matters while it runs. What costs a look into
//! the store is kept for a moment, or until the next act.

use super::compose::Composer;
use super::{Studio, standing};
use model::field::{Field, Value};
use model::id::InitiativeId;
use model::initiative::State;
use model::show::rules::{StoryStanding, verdict_since};
use model::show::{Benefit, Candidate, Content, ControlRoom, Line, Scene, Show, quotation};
use model::story::Story;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use store::{StoreError, StoryRecord};

/// Stories to moderate are read no more often than this.
const STORIES_EVERY: Duration = Duration::from_secs(2);
/// So many stories are offered to the producers, and so many lines of the log told.
const TOLD: usize = 50;

/// What was read for the desk last.
#[derive(Default)]
pub(super) struct Told {
    stories: Option<(Instant, Vec<Candidate>)>,
    /// Those of the rundown, when and of which revision of the show.
    rundown: Option<(Instant, u64, Vec<StoryStanding>)>,
    log: Option<(u64, Vec<Line>)>,
}

impl Studio {
    pub(super) async fn room(&self, composer: &Composer<'_>, told: &mut Told) -> Result<ControlRoom, StoreError> {
        let (present, outputs) = self.presence.now(composer.now);
        if told.stories.as_ref().is_none_or(|(read, _)| read.elapsed() >= STORIES_EVERY) {
            let records = self.store.shows().latest_stories(TOLD * 4 / 5).await?;
            let candidates = records.iter().filter_map(|record| candidate(composer, record)).take(TOLD).collect();
            told.stories = Some((Instant::now(), candidates));
        }
        let revision = composer.show.revision;
        let is_old = |(read, of, _): &(Instant, u64, Vec<_>)| *of != revision || read.elapsed() >= STORIES_EVERY;
        if told.rundown.as_ref().is_none_or(is_old) {
            told.rundown = Some((Instant::now(), revision, self.rundown_stories(composer).await?));
        }
        if told.log.as_ref().is_none_or(|(of, _)| *of != revision) {
            let log = self.store.shows().show_log(TOLD).await?;
            told.log = Some((revision, log));
        }
        let (seq, as_of) = composer.moment(composer.show.drill());
        Ok(ControlRoom {
            show: composer.show.clone(),
            now: composer.now,
            seq,
            as_of,
            submitted: composer.submitted(),
            on_air: composer.on_air().content.as_ref().and_then(Content::figure),
            on_air_at_server: composer.at_server(),
            present,
            outputs,
            stories: told.stories.as_ref().map(|(_, stories)| stories.clone()).unwrap_or_default(),
            rundown_stories: told.rundown.as_ref().map(|(.., stories)| stories.clone()).unwrap_or_default(),
            log: told.log.as_ref().map(|(_, log)| log.clone()).unwrap_or_default(),
        })
    }

    /// How the stories of the rundown stand, each once, in the rundown's order.
    async fn rundown_stories(&self, composer: &Composer<'_>) -> Result<Vec<StoryStanding>, StoreError> {
        let ids = stories_of(composer.show);
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let records = self.store.shows().stories(&ids).await?;
        let records: HashMap<InitiativeId, &StoryRecord> =
            records.iter().map(|record| (record.initiative.id, record)).collect();
        let told = ids.into_iter().map(|id| {
            let record = records.get(&id).copied();
            let consent = standing(record).consent;
            StoryStanding {
                initiative: id,
                title: record.and_then(|record| candidate(composer, record)).map(|story| story.title),
                consent,
                verdict: consent.and_then(|consent| verdict_since(composer.show, id, consent)),
            }
        });
        Ok(told.collect())
    }
}

fn stories_of(show: &Show) -> Vec<InitiativeId> {
    let mut found = Vec::new();
    for item in &show.rundown {
        if let Scene::Story { initiative } = item.scene
            && !found.contains(&initiative)
        {
            found.push(initiative);
        }
    }
    found
}

/// A story as producers are told of it; `None` if its title gives away what has to stay confidential. Whoever hasn't agreed
/// isn't named, quoted or valued, not even to producers.
fn candidate(composer: &Composer<'_>, record: &StoryRecord) -> Option<Candidate> {
    let initiative = &record.initiative;
    let unit_name = composer.numbers.directory.unit(&initiative.unit)?.name.clone();
    let mut agreed = initiative.clone();
    agreed.content.set(Field::PublicStory, Value::Flag(true));
    let story = Story::of(&agreed, &unit_name, 0)?;
    let decided = initiative.decision.as_ref().filter(|decision| decision.state != Some(State::Declined));
    let unagreed = Candidate {
        initiative: initiative.id,
        title: story.title.clone(),
        authors: Vec::new(),
        other_authors: 0,
        unit_name,
        recognised_at: decided.map_or(initiative.updated_at, |decision| decision.at),
        consent: None,
        quotation: String::new(),
        benefit: None,
        period: None,
    };
    let Some(consent) = standing(Some(record)).consent else { return Some(unagreed) };
    Some(Candidate {
        quotation: quotation(&story),
        benefit: Benefit::of(&story.benefit),
        period: story.benefit.period,
        authors: story.authors,
        other_authors: story.other_authors,
        consent: Some(consent),
        ..unagreed
    })
}
