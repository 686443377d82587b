//! `/stories`: what everybody may read of recognised initiatives, and who would like to apply one. Read from the records
//! and never kept by a cache unasked, so that a consent that is withdrawn holds from the next request on. What isn't public,
//! isn't any more, or never was there, is all the same to whoever asks.

use super::auth::Caller;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::query::Parameters;
use super::queue;
use super::totals::knows;
use super::{Service, Shared};
use app::stories::StoriesAsked;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use model::field::{Fault, Kind};
use model::id::InitiativeId;
use model::money::Vnd;
use model::problem::ProblemKind;
use model::rights::{Deed, Subject, allowed};
use model::story::{Story, StoryLine};
use model::text::{char_count, search_key};
use model::unit::UnitCode;
use model::wire::{FollowResponse, FollowingUnit, StoriesResponse};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Directory, Scope, StoriesAsk, Told};
use tokio::sync::Semaphore;

/// As many stories as a page has if nothing is said: the one that leads it, and rows of three.
pub(super) const USUAL: usize = 25;
/// The most that a page has.
const MOST: usize = 100;
/// The longest search, in characters.
const MAX_QUERY: usize = 200;
/// At most so many units are told to an author.
const UNITS: usize = 100;
/// So many lists are made at a time: one may go through all stories there are, and others have to read as well.
const AT_ONCE: usize = 2;
/// So many wait for that; whoever comes then is told to come again.
const WAITING: usize = 64;

type StoryPath = Result<Path<String>, PathRejection>;

/// What all who read stories share.
pub struct Telling {
    room: Semaphore,
    places: Semaphore,
    /// Grows whenever somebody would like to apply a story, or wouldn't any more.
    follows: AtomicU64,
}

impl Default for Telling {
    fn default() -> Self {
        Self { room: Semaphore::new(AT_ONCE), places: Semaphore::new(WAITING), follows: AtomicU64::new(0) }
    }
}

/// Stories, what was recognised last first.
#[utoipa::path(
    get, path = "/stories", context_path = "/api/v1", operation_id = "stories", tag = "public",
    params(
        ("unit" = Option<UnitCode>, Query, description = "Only of this unit and those under it."),
        ("area" = Option<String>, Query, description = "Words of the field of application, all of them; diacritics and case don't matter."),
        ("kind" = Option<Kind>, Query, description = "Only of this kind."),
        ("benefit" = Option<Vnd>, Query, description = "Only what is worth at least so many VND: by the verified sum, else by the author's estimate."),
        ("q" = Option<String>, Query, description = "Words of the title, the field or the authors' names, all of them; as `area`. At most 200 characters."),
        ("cursor" = Option<String>, Query, description = "Of the page before."),
        ("limit" = Option<u32>, Query, description = "1 to 100, 25 without."),
    ),
    responses((status = 200, description = "A page of stories.", body = StoriesResponse, headers(("Cache-Control" = String))))
)]
pub async fn stories(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    mut parameters: Parameters,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let asked = read(&mut parameters);
    let limit = parameters.limit(USUAL, MOST);
    parameters.done()?;
    let found = shared.stories(&asked, limit).await?.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let json = serde_json::to_vec(&found).map_err(|error| Refusal::Internal(error.to_string()))?;
    Ok(revalidated(&headers, json.into()))
}

/// One story. `not-found` for an initiative that isn't recognised, or whose author doesn't agree at this moment.
#[utoipa::path(
    get, path = "/stories/{id}", context_path = "/api/v1", operation_id = "story", tag = "public",
    params(
        ("id" = InitiativeId, Path),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the story that you have."),
    ),
    responses(
        (status = 200, description = "The story.", body = Story, headers(("ETag" = String), ("Cache-Control" = String))),
        (status = 304, description = "You have it already."),
    )
)]
pub async fn story(
    State(shared): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    id: StoryPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let story = shared.story(id_of(id)?).await?.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let json = serde_json::to_vec(&story).map_err(|error| Refusal::Internal(error.to_string()))?;
    Ok(revalidated(&headers, json.into()))
}

/// Who would like to apply a story: whether you would and, if it is yours, in which units others would.
#[utoipa::path(
    get, path = "/stories/{id}/follow", context_path = "/api/v1", operation_id = "following", tag = "devices",
    security(("token" = []), ("cookie" = [])), params(("id" = InitiativeId, Path)),
    responses((status = 200, description = "As of now.", body = FollowResponse))
)]
pub async fn following(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
    id: StoryPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let told = shared.told(id_of(id)?).await?;
    Ok(body::answer(StatusCode::OK, &headers, &follow_state(&shared, &caller, told).await?))
}

/// Say that you would like to apply a story in your unit. Not of your own.
#[utoipa::path(
    put, path = "/stories/{id}/follow", context_path = "/api/v1", operation_id = "follow", tag = "devices",
    security(("token" = []), ("cookie" = [])), params(("id" = InitiativeId, Path)),
    responses((status = 200, description = "You do, now or before.", body = FollowResponse))
)]
pub async fn follow(
    State(shared): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    id: StoryPath,
) -> Result<Response, Refusal> {
    shared.limits.follow(caller.member().id)?;
    let id = id_of(id)?;
    let told = shared.told(id).await?;
    let who = caller.before(&shared.board.directory(), &told.initiative.unit);
    allowed(&who, Deed::Adopt, Subject::of(&told.initiative)).map_err(Refusal::Plain)?;
    shared.store.stories().adopt(id, caller.member(), shared.clock.now()).await?;
    shared.telling.follows.fetch_add(1, Ordering::Relaxed);
    let told = shared.told(id).await?;
    Ok(body::answer(StatusCode::OK, &headers, &follow_state(&shared, &caller, told).await?))
}

/// Say that you wouldn't like to apply it, or not any more; also of what isn't public any more.
#[utoipa::path(
    delete, path = "/stories/{id}/follow", context_path = "/api/v1", operation_id = "unfollow", tag = "devices",
    security(("token" = []), ("cookie" = [])), params(("id" = InitiativeId, Path)),
    responses((status = 204, description = "You don't."))
)]
pub async fn unfollow(State(shared): State<Shared>, caller: Caller, id: StoryPath) -> Result<StatusCode, Refusal> {
    shared.limits.follow(caller.member().id)?;
    shared.store.stories().abandon(id_of(id)?, caller.member().id).await?;
    shared.telling.follows.fetch_add(1, Ordering::Relaxed);
    Ok(StatusCode::NO_CONTENT)
}

impl Service {
    /// A page of stories; `None` if there is no such unit.
    pub(super) async fn stories(&self, asked: &StoriesAsked, limit: usize) -> Result<Option<StoriesResponse>, Refusal> {
        let directory = self.board.directory();
        let scope = match &asked.unit {
            None => Scope::Everything,
            Some(unit) => match directory.index(unit) {
                Some(unit) => Scope::under(&directory, [unit]),
                None => return Ok(None),
            },
        };
        let ask = StoriesAsk {
            scope,
            kind: asked.kind,
            at_least: asked.at_least,
            area: words(&asked.area),
            words: words(&asked.words),
            after: asked.cursor.as_deref().and_then(queue::read),
            limit,
        };
        let _place = self.telling.places.try_acquire().map_err(|_| Refusal::busy("many lists of stories".into()))?;
        let _turn = self.telling.room.acquire().await.map_err(|_| Refusal::stopping())?;
        let page = self.store.stories().find(&ask).await?;
        Ok(Some(StoriesResponse {
            cursor: page.mark.filter(|_| page.more).map(queue::write),
            stories: page.stories.iter().filter_map(|told| story_of(told, &directory)).map(StoryLine::from).collect(),
            total: page.total,
        }))
    }

    /// A story as everybody may read it; `None` if it isn't public at this moment.
    pub(super) async fn story(&self, id: InitiativeId) -> Result<Option<Story>, Refusal> {
        let told = self.store.stories().story(id).await?;
        Ok(told.and_then(|told| story_of(&told, &self.board.directory())))
    }

    /// Grows with each change of what pages of stories show.
    pub(super) fn stories_version(&self) -> u64 {
        let committed = *self.writer.committed().borrow();
        let elsewhere = self.heads.borrow().adoptions;
        committed + self.telling.follows.load(Ordering::Relaxed) + elsewhere + self.board.directory().version()
    }

    async fn told(&self, id: InitiativeId) -> Result<Told, Refusal> {
        self.store.stories().story(id).await?.ok_or(Refusal::Plain(ProblemKind::NotFound))
    }
}

fn story_of(told: &Told, directory: &Directory) -> Option<Story> {
    let unit = directory.unit(&told.initiative.unit)?;
    Story::of(&told.initiative, &unit.name, told.appliers)
}

async fn follow_state(shared: &Service, caller: &Caller, told: Told) -> Result<FollowResponse, Refusal> {
    let (id, own) = (told.initiative.id, told.initiative.author.id == caller.member().id);
    let stories = shared.store.stories();
    let units = if own { stories.adopters(id, UNITS).await? } else { Vec::new() };
    let directory = shared.board.directory();
    let named = units.into_iter().filter_map(|adopters| {
        let name = directory.unit(&adopters.unit)?.name.clone();
        Some(FollowingUnit { unit: adopters.unit, name, members: adopters.members })
    });
    let follows = stories.adopts(id, caller.member().id).await?;
    Ok(FollowResponse { follows, own, appliers: told.appliers, units: named.collect() })
}

/// Which stories are asked for. Faults are noted in the parameters.
fn read(parameters: &mut Parameters) -> StoriesAsked {
    let kind = parameters.text("kind").map(|kind| Kind::from_name(&kind));
    if kind == Some(None) {
        parameters.fault("kind", Fault::WrongType);
    }
    let cursor = parameters.text("cursor");
    if cursor.as_deref().is_some_and(|cursor| queue::read(cursor).is_none()) {
        parameters.fault("cursor", Fault::WrongType);
    }
    let at_least = parameters.parsed("benefit").map(Vnd::for_initiative);
    if at_least.is_some_and(|sum| sum.is_err()) {
        parameters.fault("benefit", Fault::OutOfRange { min: 0, max: Vnd::MAX.dong() });
    }
    let mut text = |name| {
        let text = parameters.text(name).unwrap_or_default();
        if char_count(&text) > MAX_QUERY {
            parameters.fault(name, Fault::TooLong { max: MAX_QUERY as u32 });
        }
        text
    };
    let (area, words) = (text("area"), text("q"));
    StoriesAsked {
        unit: parameters.parsed("unit"),
        area,
        kind: kind.flatten(),
        at_least: at_least.and_then(Result::ok),
        words,
        cursor,
    }
}

fn words(text: &str) -> Vec<String> {
    search_key(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn id_of(path: StoryPath) -> Result<InitiativeId, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(id) = path.map_err(|_| not_found())?;
    id.parse().map_err(|_| not_found())
}

/// Public JSON that a cache has to ask about each time.
fn revalidated(request: &HeaderMap, json: Bytes) -> Response {
    let hash = Sha256::digest(&json);
    let tag = format!("\"{}\"", hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect::<String>());
    let mut response =
        if knows(request, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { body::encoded(request, json) };
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    // Weak, because the same story goes out compressed or not.
    if let Ok(tag) = HeaderValue::try_from(format!("W/{tag}")) {
        out.insert(header::ETAG, tag);
    }
    response
}
