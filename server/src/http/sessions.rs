//! Who I am, where I am signed in, and ending a session of mine. Promises that a session's id opens nothing and that another
//! member's session is never touched.

use super::auth::Caller;
use super::body;
use super::client::Client;
use super::error::Refusal;
use super::passkeys;
use super::sign_in::Officer;
use super::{Service, Shared};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::problem::ProblemKind;
use model::rights::Right;
use model::sign_in::{Me, SessionLine};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Ending, Store, TokenHash, TokenKind, Which};
use uuid::Uuid;

/// Who is asking, and where they are signed in.
#[utoipa::path(
    get, path = "/me", context_path = "/api/v1", operation_id = "me", tag = "officers",
    security(("token" = []), ("cookie" = [])),
    responses((status = 200, description = "The member, and what the token carries.", body = Me))
)]
pub async fn me(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    Ok(body::answer(StatusCode::OK, &headers, &tell(&shared, &caller).await?))
}

async fn tell(shared: &Service, caller: &Caller) -> Result<Me, Refusal> {
    let member = caller.member().clone();
    if caller.bearer.kind == TokenKind::Join {
        let (roles, sessions, passkeys) = (Vec::new(), Vec::new(), Vec::new());
        return Ok(Me { member, roles, sessions, passkeys, otp: false, recovery_codes_left: 0 });
    }
    let sessions = shared.store.accounts().sessions(member.id).await?;
    let sessions = sessions.into_iter().map(|session| SessionLine {
        id: session.id,
        created_at: session.created_at,
        seen_at: session.seen_at,
        device: session.device,
        current: session.token == caller.token,
    });
    let role = |office: &model::rights::Office| Some(Right { role: office.role, unit: office.unit()?.clone() });
    let account = shared.store.accounts().account_of(member.id).await?;
    Ok(Me {
        roles: caller.offices().iter().filter_map(role).collect(),
        sessions: sessions.collect(),
        passkeys: passkeys::lines(shared.store.accounts().passkeys(member.id).await?),
        otp: account.as_ref().is_some_and(|account| account.otp.is_some()),
        recovery_codes_left: account.map_or(0, |account| account.recovery_codes),
        member,
    })
}

/// A device of mine is lost: end its session. At its next contact it wipes what it holds.
#[utoipa::path(
    delete, path = "/sessions/{id}", context_path = "/api/v1", operation_id = "end_session", tag = "officers",
    security(("token" = []), ("cookie" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "It isn't open any more."))
)]
pub async fn end(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(id) = id.map_err(|_| not_found())?;
    let id = Uuid::parse_str(&id).map_err(|_| not_found())?;
    let member = caller.member().id;
    let ended = shared.store.accounts().end_sessions(member, Which::One(id), Ending::Lost, shared.clock.now()).await?;
    shared.tokens.forget_member(member);
    if ended == 1 { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// A session's last use is written down again after so long.
const NOTED_FOR: Duration = Duration::from_secs(600);

/// Which sessions' use was written down lately, so that it isn't for each request.
#[derive(Default)]
pub struct Seen(Mutex<HashMap<TokenHash, Instant>>);

impl Seen {
    /// The session was used: writes it down, beside the request, unless that was done lately.
    pub fn note(&self, store: &Arc<dyn Store>, token: TokenHash, at: model::calendar::Timestamp) {
        // Nothing that can panic happens while the lock is held.
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if noted.get(&token).is_some_and(|before| now.duration_since(*before) < NOTED_FOR) {
            return;
        }
        if noted.len() >= 10_000 {
            noted.retain(|_, before| now.duration_since(*before) < NOTED_FOR);
        }
        noted.insert(token, now);
        drop(noted);
        let store = Arc::clone(store);
        tokio::spawn(async move {
            if let Err(error) = store.accounts().saw(&token, at).await {
                tracing::warn!(%error, "a session's last use couldn't be written down");
            }
        });
    }
}
