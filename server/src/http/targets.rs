//! A unit's targets: given from above, set by itself, kept with their history; and how far they have reached below. Whatever
//! is set shows on the board before it is answered. Everything is asked of `model::rights::allowed`.

use super::auth::Caller;
use super::body::{self, JsonText};
use super::client::Client;
use super::error::Refusal;
use super::form::Form;
use super::officers::{UnitPath, unit_of};
use super::query::Parameters;
use super::sign_in::Officer;
use super::{Service, Shared};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::campaign::{Campaign, Span};
use model::field::Fault;
use model::problem::ProblemKind;
use model::rights::{Deed, Subject, allowed};
use model::unit::{Slug, UnitCode};
use model::wire::{BranchTarget, SpanTarget, TargetAt, TargetsResponse};
use std::collections::HashMap;
use store::{Directory, PlanError, TargetChange};

/// The least that a target can be: none at all is null.
const LEAST: i64 = 1;
/// The most: ten times the campaign that this is modelled on, many times over.
const MOST: i64 = 100_000_000;

/// A unit's targets with their history, and those of the units directly under it.
#[utoipa::path(
    get, path = "/units/{code}/targets", context_path = "/api/v1", operation_id = "targets", tag = "units",
    security(("token" = []), ("cookie" = [])),
    params(
        ("code" = UnitCode, Path),
        ("campaign" = Option<Slug>, Query, description = "The campaign's slug; the present one if absent."),
    ),
    responses((status = 200, description = "As they are now.", body = TargetsResponse))
)]
pub async fn targets(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    let campaign: Option<Slug> = parameters.parsed("campaign");
    parameters.done()?;
    let directory = shared.board.directory();
    allowed(&caller.before(&directory, &unit), Deed::ReadTargets, Subject::Unit).map_err(Refusal::Plain)?;
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let campaign = campaign.or_else(|| shared.board.default_campaign()).ok_or_else(not_found)?;
    let campaign = directory.campaign(&campaign).ok_or_else(not_found)?;
    let mut spans = Vec::with_capacity(1 + campaign.phases.len());
    for span in spans_of(campaign) {
        spans.push(span_target(&shared, &campaign.slug, &unit, &span).await?);
    }
    let members = shared.store.administration().members_by_unit().await?;
    let children = children(&shared, &directory, campaign, &unit, &members).ok_or_else(not_found)?;
    let answer = TargetsResponse { campaign: campaign.slug.clone(), unit, spans, children };
    Ok(body::answer(StatusCode::OK, &headers, &answer))
}

/// What to set. What is absent stays as it is.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what `set` reads from a form")]
pub struct TargetRequest {
    /// The campaign's slug; the present one if absent.
    campaign: Option<Slug>,
    /// A phase's slug, or `total` for the whole campaign.
    span: String,
    /// By whoever is above the unit: how many, or null for none.
    #[schema(minimum = 1, maximum = 100_000_000)]
    assigned: Option<u32>,
    /// By the unit itself: how many, or null for none.
    #[schema(minimum = 1, maximum = 100_000_000)]
    self_set: Option<u32>,
}

/// Set a unit's target: `assigned` from above, `self_set` as the unit itself; at least one of them. Null clears.
#[utoipa::path(
    put, path = "/units/{code}/targets", context_path = "/api/v1", operation_id = "set_target", tag = "units",
    security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path)), request_body = TargetRequest,
    responses((status = 200, description = "The target as it is from now on. The totals show it already.", body = SpanTarget))
)]
pub async fn set(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: UnitPath,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let unit = unit_of(path)?;
    let mut form = Form::read(&text)?;
    let campaign: Option<Slug> = form.optional_parsed("campaign", |slug| slug.parse().map_err(|_| Fault::WrongType));
    let span = form.parsed("span", |span| read_span(&span).ok_or(Fault::WrongType));
    if !form.has("assigned") && !form.has("self_set") {
        form.note("assigned", Fault::Missing);
    }
    let (assigned, self_set) = (form.number("assigned", LEAST, MOST), form.number("self_set", LEAST, MOST));
    let span = form.done(span)?.ok_or(Refusal::Plain(ProblemKind::Invalid))?;
    may_set(&shared, &caller, &unit, assigned.is_some(), self_set.is_some()).await?;
    let campaign = campaign.or_else(|| shared.board.default_campaign()).ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let change = TargetChange { campaign, unit, span, assigned, self_set, by: caller.doer(), at: shared.clock.now() };
    shared.store.administration().set_target(&change).await.map_err(refusal)?;
    shared.board.reload(shared.store.as_ref()).await?;
    let answer = span_target(&shared, &change.campaign, &change.unit, &change.span).await?;
    Ok(body::answer(StatusCode::OK, &headers, &answer))
}

async fn may_set(
    shared: &Service,
    caller: &Caller,
    unit: &UnitCode,
    assigns: bool,
    sets_own: bool,
) -> Result<(), Refusal> {
    let directory = shared.store.directory().await?;
    let who = caller.before(&directory, unit);
    for (wanted, deed) in [(assigns, Deed::AssignTarget), (sets_own, Deed::SetOwnTarget)] {
        if wanted {
            allowed(&who, deed, Subject::Unit).map_err(Refusal::Plain)?;
        }
    }
    Ok(())
}

fn refusal(error: PlanError) -> Refusal {
    match error {
        PlanError::UnknownCampaign(_) | PlanError::UnknownUnit(_) => Refusal::Plain(ProblemKind::NotFound),
        PlanError::UnknownPhase { .. } => Refusal::fault("/span", Fault::WrongType),
        PlanError::Store(error) => error.into(),
        // The rest is said of files of units and campaigns.
        other => Refusal::Internal(other.to_string()),
    }
}

fn read_span(name: &str) -> Option<Span> {
    if name == Span::Campaign.name() { Some(Span::Campaign) } else { name.parse().ok().map(Span::Phase) }
}

fn spans_of(campaign: &Campaign) -> impl Iterator<Item = Span> {
    let phases = campaign.phases.iter().map(|phase| Span::Phase(phase.slug.clone()));
    std::iter::once(Span::Campaign).chain(phases)
}

async fn span_target(shared: &Service, campaign: &Slug, unit: &UnitCode, span: &Span) -> Result<SpanTarget, Refusal> {
    let history = shared.store.target_history(campaign, unit, span).await?;
    let now = history.last().map(|last| last.target).unwrap_or_default();
    let told = history.into_iter().map(|revision| TargetAt {
        at: revision.at,
        by: revision.by,
        assigned: revision.target.assigned,
        self_set: revision.target.self_set,
    });
    let span = span.name().to_owned();
    Ok(SpanTarget { span, assigned: now.assigned, self_set: now.self_set, history: told.collect() })
}

/// The units directly under this one. `None` if there is no such unit.
fn children(
    shared: &Service,
    directory: &Directory,
    campaign: &Campaign,
    unit: &UnitCode,
    members: &HashMap<UnitCode, u64>,
) -> Option<Vec<BranchTarget>> {
    let (number, at) = (directory.campaign_index(&campaign.slug)?, directory.index(unit)?);
    let has_none = |unit: usize| {
        spans_of(campaign).all(|span| {
            let target = directory.span_target(number, unit, &span);
            target.assigned.is_none() && target.self_set.is_none()
        })
    };
    let told = directory.children(at).iter().map(|&child| {
        let totals = shared.board.totals(Some(&campaign.slug), &directory.units()[child].code)?;
        Some(BranchTarget {
            unit: totals.unit,
            name: totals.name,
            level: totals.level,
            assigned: totals.target.assigned,
            self_set: totals.target.self_set,
            submitted: totals.counts.submitted,
            members: directory
                .branch(child)
                .into_iter()
                .filter_map(|unit| members.get(&directory.units()[unit].code))
                .sum(),
            percent: totals.percent,
            below_without: directory.branch(child).into_iter().filter(|unit| has_none(*unit)).count() as u64,
        })
    });
    told.collect()
}
