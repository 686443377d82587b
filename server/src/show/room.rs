//! What the producers' desk is told: the show with everything around it that matters while it runs. What costs a look into
//! the store is kept for a moment, or until the next act.

use super::compose::Composer;
use super::{Studio, standing};
use model::field::{Field, Value};
use model::initiative::State;
use model::show::{Candidate, Content, ControlRoom, Line};
use model::story::Story;
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
        if told.log.as_ref().is_none_or(|(revision, _)| *revision != composer.show.revision) {
            let log = self.store.shows().show_log(TOLD).await?;
            told.log = Some((composer.show.revision, log));
        }
        let (seq, as_of) = composer.moment(composer.show.drill());
        Ok(ControlRoom {
            show: composer.show.clone(),
            now: composer.now,
            seq,
            as_of,
            submitted: composer.submitted(),
            on_air: composer.on_air().content.as_ref().and_then(Content::figure),
            present,
            outputs,
            stories: told.stories.as_ref().map(|(_, stories)| stories.clone()).unwrap_or_default(),
            log: told.log.as_ref().map(|(_, log)| log.clone()).unwrap_or_default(),
        })
    }
}

/// A story as producers are told of it; `None` if its title gives away what has to stay confidential.
fn candidate(composer: &Composer<'_>, record: &StoryRecord) -> Option<Candidate> {
    let initiative = &record.initiative;
    let unit_name = composer.directory.unit(&initiative.unit)?.name.clone();
    let mut agreed = initiative.clone();
    agreed.content.set(Field::PublicStory, Value::Flag(true));
    let story = Story::of(&agreed, &unit_name, 0)?;
    let decided = initiative.decision.as_ref().filter(|decision| decision.state != Some(State::Declined));
    let consent = standing(Some(record)).consent;
    Some(Candidate {
        initiative: initiative.id,
        title: story.title,
        // Who hasn't agreed isn't named, not even to producers.
        authors: if consent.is_some() { story.authors } else { Vec::new() },
        unit_name,
        recognised_at: decided.map_or(initiative.updated_at, |decision| decision.at),
        consent,
    })
}
