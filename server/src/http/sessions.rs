//! Who I am, where I am signed in and for how long, and ending a session of mine. Promises that a session's id opens nothing
//! and that another member's session is never touched.

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
use model::calendar::Timestamp;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::sign_in::{Me, SessionLine, UnitNamed};
use model::unit::UnitCode;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use store::{Bearer, Ended, Ending, Session, Store, TokenHash, TokenKind, Which};
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
    let directory = shared.store.directory().await?;
    let own = caller.offices().iter().filter_map(model::rights::Office::unit).chain([&member.unit]);
    let own: BTreeSet<&UnitCode> = own.collect();
    let named = |unit: &UnitCode| Some(UnitNamed { unit: unit.clone(), name: directory.unit(unit)?.name.clone() });
    let units = own.into_iter().filter_map(named).collect();
    if caller.bearer.kind == TokenKind::Join {
        let (roles, sessions, passkeys) = (Vec::new(), Vec::new(), Vec::new());
        return Ok(Me { member, login: None, units, roles, sessions, passkeys, otp: false, recovery_codes_left: 0 });
    }
    let sessions = open(shared, caller, member.id).await?;
    let account = shared.store.accounts().account_of(member.id).await?;
    Ok(Me {
        login: account.as_ref().map(|account| account.login.to_string()),
        units,
        roles: caller.rights(),
        sessions,
        passkeys: passkeys::lines(shared.store.accounts().passkeys(member.id, TokenKind::SignIn).await?),
        otp: account.as_ref().is_some_and(|account| account.otp.is_some()),
        recovery_codes_left: account.map_or(0, |account| account.recovery_codes),
        member,
    })
}

/// Where the member is signed in at this moment, the newest first.
pub async fn open(shared: &Service, caller: &Caller, member: MemberId) -> Result<Vec<SessionLine>, Refusal> {
    let (sessions, now) = (shared.store.accounts().sessions(member).await?, shared.clock.now());
    let open = sessions.into_iter().filter(|session| shared.lasting.holds(session.created_at, session.seen_at, now));
    let line = |session: Session| SessionLine {
        id: session.id,
        created_at: session.created_at,
        seen_at: session.seen_at,
        device: session.device,
        current: session.token == caller.token,
    };
    Ok(open.map(line).collect())
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
    end_one(&shared, &caller, id, Ending::Lost).await
}

/// Sign out one of my devices, which is in my hands or will be: it asks to sign in again, and keeps what it holds.
#[utoipa::path(
    post, path = "/sessions/{id}/sign-out", context_path = "/api/v1", operation_id = "sign_out_session",
    tag = "officers", security(("token" = []), ("cookie" = [])), params(("id" = String, Path)),
    responses((status = 204, description = "It isn't open any more."))
)]
pub async fn sign_out(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Refusal> {
    end_one(&shared, &caller, id, Ending::SignedOut).await
}

async fn end_one(
    shared: &Service,
    caller: &Caller,
    id: Result<Path<String>, PathRejection>,
    ending: Ending,
) -> Result<StatusCode, Refusal> {
    let not_found = || Refusal::Plain(ProblemKind::NotFound);
    let Path(id) = id.map_err(|_| not_found())?;
    let id = Uuid::parse_str(&id).map_err(|_| not_found())?;
    let member = caller.member().id;
    let (by, at) = (caller.doer(), shared.clock.now());
    let ended = Ended { member, which: Which::One(id), ending, unit: None, by, at };
    let ended = shared.store.accounts().end_sessions(&ended).await?;
    shared.tokens.forget_member(member);
    if ended == 1 { Ok(StatusCode::NO_CONTENT) } else { Err(not_found()) }
}

/// How long officers stay signed in. One that is over is signed out, not lost: what the device holds stays on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasting {
    idle: i64,
    longest: i64,
}

impl Lasting {
    /// So many days without a use, and so many in all.
    pub fn days(idle: u16, longest: u16) -> Self {
        const DAY: i64 = 24 * 3600 * 1000;
        Self { idle: i64::from(idle) * DAY, longest: i64::from(longest) * DAY }
    }

    /// Whether a session that was opened and last used then is still one.
    pub fn holds(self, opened_at: Timestamp, seen_at: Timestamp, now: Timestamp) -> bool {
        now < seen_at.plus_millis(self.idle) && now < opened_at.plus_millis(self.longest)
    }

    /// The same of whatever token: a member's phone stays in its unit.
    pub fn holds_bearer(self, bearer: &Bearer, now: Timestamp) -> bool {
        let seen_at = bearer.seen_at.unwrap_or(bearer.opened_at);
        bearer.kind == TokenKind::Join || self.holds(bearer.opened_at, seen_at, now)
    }
}

/// A session's last use is written down again after so long, in milliseconds.
const NOTED_FOR: i64 = 600_000;

/// Which sessions' use was written down lately, so that it isn't for each request.
#[derive(Default)]
pub struct Seen(Mutex<HashMap<TokenHash, Timestamp>>);

impl Seen {
    /// The session was used: writes it down, beside the request, unless that was done lately.
    pub fn note(&self, store: &Arc<dyn Store>, token: TokenHash, at: Timestamp) {
        // Nothing that can panic happens while the lock is held.
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |before: &Timestamp| at < before.plus_millis(NOTED_FOR);
        if noted.get(&token).is_some_and(is_fresh) {
            return;
        }
        if noted.len() >= 10_000 {
            noted.retain(|_, before| is_fresh(before));
        }
        noted.insert(token, at);
        drop(noted);
        let store = Arc::clone(store);
        tokio::spawn(async move {
            if let Err(error) = store.accounts().saw(&token, at).await {
                tracing::warn!(%error, "a session's last use couldn't be written down");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_it_is_idle_for_long_and_at_last_in_any_case() {
        let lasting = Lasting::days(30, 180);
        let at = |days: i64| Timestamp::EPOCH.plus_millis(days * 24 * 3600 * 1000);
        for (seen, now, holds) in [
            (0, 29, true),
            (0, 30, false),
            (100, 129, true),
            (100, 130, false),
            (179, 179, true),
            (179, 180, false),
            // A clock that was set back ends nothing.
            (100, 50, true),
        ] {
            assert_eq!(lasting.holds(at(0), at(seen), at(now)), holds, "seen {seen}, now {now}");
        }
    }
}
