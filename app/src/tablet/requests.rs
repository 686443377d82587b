//! The requests of an officer's tablet. Promises an answer to each as what the server meant or as why it can't be used. Never
//! tries twice: that is the engine's to say.

use gloo_net::http::{Request, RequestBuilder};
use model::calendar::Timestamp;
use model::desk::{Delivery, Part, QueuePage, Session};
use model::id::InitiativeId;
use model::json;
use model::number::Lang;
use model::op::Op;
use model::sign_in::{
    InvitationAccepted, InvitationSeen, InvitationToken, SignInRequest, SignedIn, VaultNamed, VaultSecret,
};
use model::sync::Failure;
use model::wire::SyncRequest;

use web_sys::RequestCredentials;

use crate::link::{Said, bearer, post, send, without_cookies};
use crate::vault::Secret;

/// So many initiatives in a page: some 500 KB, and half a minute of a bad link gets one through.
const PAGE: usize = 200;

/// `POST /api/v1/sign-in`.
pub async fn sign_in(request: &SignInRequest, lang: Lang) -> Result<Session, Failure> {
    session(post(at("/sign-in"), json::write(request), lang).await?)
}

/// `POST /api/v1/invitations/look`.
pub async fn look_at_invitation(token: &str, lang: Lang) -> Result<InvitationSeen, Failure> {
    let body = json::write(&InvitationToken { token: token.to_owned() });
    let said = post(at("/invitations/look"), body, lang).await?;
    json::read(&fine(said)?).map_err(|_| Failure::Garbled)
}

/// `POST /api/v1/invitations/accept`; `member` is the token of whoever becomes an officer, if they have joined as a member.
pub async fn accept_invitation(
    accepted: &InvitationAccepted,
    member: Option<&str>,
    lang: Lang,
) -> Result<Session, Failure> {
    let builder = match member {
        Some(token) => bearer(Request::post("/api/v1/invitations/accept"), token),
        None => at("/invitations/accept"),
    };
    session(post(builder, json::write(accepted), lang).await?)
}

/// The same, as the officer who is signed in: they keep their account and their session, with what they are now.
pub async fn accept_as(token: &str, invitation: &str, lang: Lang) -> Result<Session, Failure> {
    let accepted = InvitationToken { token: invitation.to_owned() };
    let builder = bearer(Request::post("/api/v1/invitations/accept"), token);
    let said = fine(post(builder, json::write(&accepted), lang).await?)?;
    let SignedIn { member, roles, .. } = json::read(&said).map_err(|_| Failure::Garbled)?;
    Ok(Session { token: token.to_owned(), member, roles, expired: false })
}

/// A request of somebody who hasn't signed in yet.
fn at(path: &str) -> RequestBuilder {
    without_cookies(Request::post(&format!("/api/v1{path}")))
}

fn session(said: Said) -> Result<Session, Failure> {
    let SignedIn { token, member, roles } = json::read(&fine(said)?).map_err(|_| Failure::Garbled)?;
    Ok(Session { token: token.ok_or(Failure::Garbled)?, member, roles, expired: false })
}

/// `POST /api/v1/vault-secret`: what opens the sealed store of that id for this officer.
pub async fn vault_secret(token: &str, vault: &str, lang: Lang) -> Result<Secret, Failure> {
    let builder = bearer(Request::post("/api/v1/vault-secret"), token);
    let said = fine(post(builder, json::write(&VaultNamed { vault: vault.to_owned() }), lang).await?)?;
    let VaultSecret { secret } = json::read(&said).map_err(|_| Failure::Garbled)?;
    Ok(Secret(secret))
}

/// `POST /api/v1/sign-out`: the session ends, and whichever cookie this browser has goes with it.
pub async fn sign_out(token: &str, lang: Lang) -> Result<(), Failure> {
    let builder = bearer(Request::post("/api/v1/sign-out"), token).credentials(RequestCredentials::SameOrigin);
    let said = post(builder, json::write(&()), lang).await?;
    fine(said).map(drop)
}

/// What came of a request, and what time it was at the server.
pub struct Answer<T> {
    pub said: Result<T, Failure>,
    pub server_time: Option<Timestamp>,
}

impl<T> Answer<T> {
    fn of(said: Result<Said, Failure>, read: impl Fn(u16, Option<&str>, &str) -> Result<T, Failure>) -> Answer<T> {
        let Said { status, retry_after, date, body } = match said {
            Ok(said) => said,
            Err(failure) => return Answer { said: Err(failure), server_time: None },
        };
        let millis = date.map_or(f64::NAN, |date| js_sys::Date::parse(&date));
        let server_time = Some(millis).filter(|millis| millis.is_finite());
        let server_time = server_time.and_then(|millis| Timestamp::from_millis(millis as i64).ok());
        Answer { said: read(status, retry_after.as_deref(), &body), server_time }
    }
}

/// `GET /api/v1/initiatives`.
pub async fn page(token: &str, of: Part, cursor: Option<&str>, lang: Lang) -> Answer<QueuePage> {
    let from = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
    let address = format!("/api/v1/initiatives?state={}&limit={PAGE}{from}", of.name());
    Answer::of(send(bearer(Request::get(&address), token), lang).await, QueuePage::read)
}

/// `GET /api/v1/initiatives` with words to find, in whatever state: as many as anybody looks through.
pub async fn find(token: &str, words: &str, lang: Lang) -> Result<QueuePage, Failure> {
    let words = String::from(js_sys::encode_uri_component(words));
    let address = format!("/api/v1/initiatives?state=all&limit=20&q={words}");
    let Said { status, retry_after, body, .. } = send(bearer(Request::get(&address), token), lang).await?;
    QueuePage::read(status, retry_after.as_deref(), &body)
}

/// `POST /api/v1/sync`.
pub async fn sync(token: &str, request: &SyncRequest<Op>, lang: Lang) -> Answer<Delivery> {
    let builder = bearer(Request::post("/api/v1/sync"), token);
    Answer::of(post(builder, json::write(request), lang).await, Delivery::read)
}

/// `GET /api/v1/initiatives/ID`, as it came.
pub async fn initiative(token: &str, id: InitiativeId, lang: Lang) -> Result<String, Failure> {
    let address = format!("/api/v1/initiatives/{id}");
    fine(send(bearer(Request::get(&address), token), lang).await?)
}

/// `GET /api/v1/initiatives/ID/history`, as it came.
pub async fn history(token: &str, id: InitiativeId, lang: Lang) -> Result<String, Failure> {
    let address = format!("/api/v1/initiatives/{id}/history");
    fine(send(bearer(Request::get(&address), token), lang).await?)
}

fn fine(said: Said) -> Result<String, Failure> {
    let Said { status, retry_after, body, .. } = said;
    if (200..300).contains(&status) { Ok(body) } else { Err(Failure::read(status, retry_after.as_deref(), &body)) }
}
