//! What the public pages show, from the board in memory and the store's counts by day.

use super::error::Refusal;
use super::{Service, Shared, stories};
use app::board::{Answer, BoardData, BoardSource, Daily, SharedSource, Step, Unavailable};
use app::stories::{StoriesAsked, StoriesFound};
use model::calendar::day_in_vietnam;
use model::campaign::Span;
use model::collate::sort_key;
use model::id::InitiativeId;
use model::story::Story;
use model::unit::UnitCode;
use model::wire::UnitFound;
use std::sync::Arc;

/// What the pages of this server show.
pub fn source(shared: &Shared) -> SharedSource {
    Arc::new(Source(Arc::clone(shared)))
}

struct Source(Shared);

impl BoardSource for Source {
    fn version(&self) -> u64 {
        self.0.board.version()
    }

    fn board(&self, unit: Option<UnitCode>) -> Answer<Option<BoardData>> {
        let shared = Arc::clone(&self.0);
        Box::pin(async move {
            shared.board_data(unit).await.map_err(|why| {
                tracing::error!(%why, "a board can't be put together");
                Unavailable
            })
        })
    }

    fn stories(&self, asked: StoriesAsked) -> Answer<Option<StoriesFound>> {
        let shared = Arc::clone(&self.0);
        Box::pin(async move {
            let found = shared.stories(&asked, stories::USUAL).await.map_err(unavailable)?;
            let directory = shared.board.directory();
            let unit_name = asked.unit.and_then(|unit| Some(directory.unit(&unit)?.name.clone()));
            let below = directory.root().map(|root| directory.children(root)).unwrap_or_default();
            let below = below.iter().map(|unit| &directory.units()[*unit]);
            let mut units: Vec<_> = below.map(|unit| (unit.code.clone(), unit.name.clone())).collect();
            units.sort_by_cached_key(|(_, name)| sort_key(name));
            Ok(found.map(|found| StoriesFound { unit_name, units, found }))
        })
    }

    fn story(&self, id: InitiativeId) -> Answer<Option<Story>> {
        let shared = Arc::clone(&self.0);
        Box::pin(async move { shared.story(id).await.map_err(unavailable) })
    }

    fn stories_version(&self) -> u64 {
        self.0.stories_version()
    }

    fn search(&self, text: String) -> Answer<Vec<UnitFound>> {
        let found = self.0.board.search(&text, None);
        Box::pin(async move { Ok(found) })
    }
}

fn unavailable(why: Refusal) -> Unavailable {
    tracing::warn!(%why, "stories can't be read");
    Unavailable
}

impl Service {
    /// The board of a unit, or of the root without one. `None` if there is no such unit or no campaign.
    async fn board_data(&self, unit: Option<UnitCode>) -> Result<Option<BoardData>, store::StoreError> {
        let directory = self.board.directory();
        let root = directory.root().map(|root| directory.units()[root].code.clone());
        let (Some(root), Some(slug)) = (root, self.board.default_campaign()) else { return Ok(None) };
        let code = unit.unwrap_or(root);
        let Some(index) = directory.index(&code) else { return Ok(None) };
        let campaign = directory.campaign_index(&slug).map(|at| (at, directory.campaigns()[at].clone()));
        let (Some((at, campaign)), Some(frame)) = (campaign, self.board.frame(Some(&slug), &code)) else {
            return Ok(None);
        };
        let days = self.store.daily(&slug, &code).await?;
        let now = self.clock.now();
        let today = day_in_vietnam(now).unwrap_or(campaign.to);
        let path: Vec<Step> = directory
            .path(index)
            .iter()
            .filter(|above| **above != index)
            .map(|above| &directory.units()[*above])
            .map(|unit| Step { code: unit.code.clone(), name: unit.name.clone() })
            .collect();
        let phase_targets = campaign
            .phases
            .iter()
            .map(|phase| directory.span_target(at, index, &Span::Phase(phase.slug.clone())))
            .collect();
        Ok(Some(BoardData {
            phase_targets,
            totals: frame.totals.clone(),
            daily: Daily::new(campaign.from, today.min(campaign.to).max(campaign.from), &days),
            rendered_at: now,
            path,
            campaign,
        }))
    }
}
