//! What the public pages show, from the board in memory and the store's counts by day: for pages that are rendered here,
//! and at `GET /api/v1/board` for a browser that has the app but not the page.

use super::body;
use super::client::Client;
use super::error::Refusal;
use super::query::Parameters;
use super::{Service, Shared};
use app::board::{Answer, BoardData, BoardSource, Daily, SharedSource, Step, Unavailable, league};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::Bytes;
use leptos::prelude::provide_context;
use model::calendar::day_in_vietnam;
use model::campaign::Span;
use model::problem::ProblemKind;
use model::unit::UnitCode;
use model::wire::UnitFound;
use std::sync::Arc;

/// Provides, before each page, what pages read while they are rendered.
pub fn context(shared: &Shared) -> impl Fn() + Clone + Send + Sync + 'static {
    let source: SharedSource = Arc::new(Source(Arc::clone(shared)));
    move || provide_context(Arc::clone(&source))
}

/// All that a unit's page shows; the root's without `unit`. Not part of the protocol: it changes with the pages.
#[utoipa::path(
    get, path = "/board", context_path = "/api/v1", operation_id = "board", tag = "public",
    params(("unit" = Option<UnitCode>, Query, description = "The unit; the root without it.")),
    responses((status = 200, description = "What the app's own pages show. It changes with them: others use `/totals`."))
)]
pub async fn board(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit: Option<UnitCode> = parameters.parsed("unit");
    parameters.done()?;
    let board = shared.board_data(unit).await.map_err(|why| Refusal::Internal(why.to_string()))?;
    let board = board.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let json = serde_json::to_vec(&board).map_err(|error| Refusal::Internal(error.to_string()))?;
    let mut response = body::encoded(&headers, Bytes::from(json));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

struct Source(Shared);

impl BoardSource for Source {
    fn board(&self, unit: Option<UnitCode>) -> Answer<Option<BoardData>> {
        let shared = Arc::clone(&self.0);
        Box::pin(async move {
            shared.board_data(unit).await.map_err(|why| {
                tracing::error!(%why, "a board can't be put together");
                Unavailable
            })
        })
    }

    fn search(&self, text: String) -> Answer<Vec<UnitFound>> {
        let found = self.0.board.search(&text, None);
        Box::pin(async move { Ok(found) })
    }
}

impl Service {
    /// The board of a unit, or of the root without one. `None` if there is no such unit or no campaign.
    async fn board_data(&self, unit: Option<UnitCode>) -> Result<Option<BoardData>, store::StoreError> {
        let directory = self.board.directory();
        let root = directory.root().map(|root| directory.units()[root].code.clone());
        let (Some(root), Some(slug)) = (root, self.board.default_campaign()) else { return Ok(None) };
        let code = unit.unwrap_or_else(|| root.clone());
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
        let siblings = path.last().and_then(|parent| self.board.frame(Some(&slug), &parent.code));
        let phase_targets = campaign
            .phases
            .iter()
            .map(|phase| directory.span_target(at, index, &Span::Phase(phase.slug.clone())))
            .collect();
        let nation = (code != root).then(|| self.board.totals(Some(&slug), &root)).flatten();
        Ok(Some(BoardData {
            phase_targets,
            totals: frame.totals.clone(),
            standing: siblings.and_then(|siblings| league::standing(&siblings.totals.children, &code)),
            nation_estimated: nation.map(|nation| nation.benefit_vnd.estimated),
            daily: Daily::new(campaign.from, today.min(campaign.to).max(campaign.from), &days),
            rendered_at: now,
            path,
            campaign,
        }))
    }
}
