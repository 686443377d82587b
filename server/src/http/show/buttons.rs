//! For button boxes (Stream Deck, Companion): a route for each button, without a body, and a flat answer for tally lights.

use super::super::Shared;
use super::super::auth::Caller;
use super::super::body;
use super::super::error::Refusal;
use super::super::sign_in::Officer;
use super::desk::{fingerprint, person};
use super::{page_address, produces};
use crate::show::Asked;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::id::OpId;
use model::problem::ProblemKind;
use model::show::{Act, Done, ItemId, Show, Transition};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Longest idempotency key, in bytes.
const MAX_KEY: usize = 255;

/// What lights go by.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ShowState {
    /// Grows by one with each act.
    revision: u64,
    /// Which item of the rundown is on air, from 1; null if none is.
    on_air: Option<usize>,
    /// Which is previewed.
    preview: Option<usize>,
    /// How many items there are.
    items: usize,
    /// What is on air stands still.
    frozen: bool,
    /// Nothing is shown.
    hidden: bool,
    /// The figures of what is on air are held.
    held: bool,
    /// What is previewed can't be taken yet.
    embargoed: bool,
    /// This is a rehearsal.
    rehearsal: bool,
}

/// How the show stands, for tally lights.
#[utoipa::path(
    get, path = "/show/state", context_path = "/api/v1", operation_id = "show_state", tag = "show",
    security(("token" = []), ("cookie" = [])),
    responses((status = 200, description = "As it is now.", body = ShowState))
)]
pub async fn state(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    produces(&shared, &caller)?;
    let show = shared.studio.show();
    let now = shared.clock.now();
    let preview = show.preview.and_then(|id| show.item(id));
    let state = ShowState {
        revision: show.revision,
        on_air: show.program.and_then(|program| show.position(program.item)),
        preview: show.preview.and_then(|id| show.position(id)),
        items: show.rundown.len(),
        frozen: show.frozen.is_some(),
        hidden: show.hidden.is_some(),
        held: show.on_air().is_some_and(|item| item.held.is_some()),
        embargoed: preview.is_some_and(|item| item.embargo.is_some_and(|until| now < until)),
        rehearsal: show.drill().is_some(),
    };
    Ok(body::answer(StatusCode::OK, &headers, &state))
}

macro_rules! button {
    ($name:ident, $path:literal, $id:literal, $doc:literal, $act:expr) => {
        #[doc = $doc]
        #[utoipa::path(
            post, path = $path, context_path = "/api/v1", operation_id = $id, tag = "show",
            security(("token" = []), ("cookie" = [])),
            params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of the same press do nothing more. 1–255 ASCII characters.")),
            responses((status = 200, description = "Done and durable.", body = Done))
        )]
        pub async fn $name(
            State(shared): State<Shared>,
            Officer(caller): Officer,
            headers: HeaderMap,
        ) -> Result<Response, Refusal> {
            press(&shared, &caller, &headers, $id, $act).await
        }
    };
}

button!(take, "/show/take", "show_take", "Put on air what is previewed.", |_| {
    Act::Take { item: None, transition: Transition::default() }
});
button!(next, "/show/next", "show_next", "Preview the item behind.", |_| Act::Next);
button!(freeze, "/show/freeze", "show_freeze", "Freeze what is on air, or let it move again.", |show: &Show| {
    if show.frozen.is_some() { Act::Unfreeze } else { Act::Freeze }
});
button!(hide, "/show/hide", "show_hide", "Hide everything, or show it again.", |show: &Show| {
    if show.hidden.is_some() { Act::Unhide } else { Act::Hide }
});
button!(hold, "/show/hold", "show_hold", "Hold the figures of what is on air, or release them.", |show: &Show| {
    if show.on_air().is_some_and(|item| item.held.is_some()) {
        Act::Release { item: None }
    } else {
        Act::Hold { item: None }
    }
});

/// Preview the item at a place of the rundown.
#[utoipa::path(
    post, path = "/show/preview/{position}", context_path = "/api/v1", operation_id = "show_preview", tag = "show",
    security(("token" = []), ("cookie" = [])),
    params(
        ("position" = usize, Path, description = "From 1."),
        ("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat of the same press do nothing more."),
    ),
    responses((status = 200, description = "Done and durable.", body = Done))
)]
pub async fn preview(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    headers: HeaderMap,
    position: Result<Path<usize>, PathRejection>,
) -> Result<Response, Refusal> {
    let Path(position) = position.map_err(|_| Refusal::Plain(ProblemKind::NotFound))?;
    let item = move |show: &Show| position.checked_sub(1).and_then(|at| show.rundown.get(at)).map(|item| item.id);
    // No item has the number 0, so the rules say that there is none.
    let act = move |show: &Show| Act::Preview { item: item(show).unwrap_or(ItemId(0)) };
    press(&shared, &caller, &headers, &format!("show_preview {position}"), act).await
}

async fn press(
    shared: &Shared,
    caller: &Caller,
    headers: &HeaderMap,
    button: &str,
    act: impl Fn(&Show) -> Act + Send + Sync + 'static,
) -> Result<Response, Refusal> {
    produces(shared, caller)?;
    let by = person(caller.member());
    let (id, fingerprint) = (press_id(caller, headers)?, fingerprint(&by, "button", button.as_bytes()));
    let asked = Asked { id, fingerprint, by, device: caller.device(), address: page_address(headers) };
    let revision = shared.studio.perform(asked, act).await?;
    Ok(body::answer(StatusCode::OK, headers, &Done { revision }))
}

/// The id of a press: of its key, or a new one.
fn press_id(caller: &Caller, headers: &HeaderMap) -> Result<OpId, Refusal> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(OpId::new(Uuid::now_v7())) };
    let key = key.as_bytes();
    if key.is_empty() || key.len() > MAX_KEY || !key.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Err(Refusal::BadKey);
    }
    let mut hash = Sha256::new();
    hash.update(b"press\0");
    hash.update(caller.member().id.uuid().as_bytes());
    hash.update(key);
    let hash: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Ok(OpId::new(uuid::Builder::from_custom_bytes(bytes).into_uuid()))
}
