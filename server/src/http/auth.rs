//! Who is asking. A device shows its token as `Authorization: Bearer`, a browser in its session cookie; both are the
//! same secret. Nobody gets in by default: a handler that asks for a [`Caller`] has one or isn't called. Tokens are
//! looked up by their hashes and never logged.

use super::Shared;
use super::client::Client;
use super::error::Refusal;
use super::sessions::Lasting;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use model::calendar::Timestamp;
use model::id::{DeviceId, MemberId};
use model::initiative::Initiative;
use model::problem::ProblemKind;
use model::review::shown_to;
use model::rights::{Office, Right, Who};
use model::unit::UnitCode;
use model::wire::Member;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Bearer, Directory, Doer, Once, Secret, Store, StoreError, TokenHash, TokenKind};

/// The session cookie's name.
const COOKIE: &str = "sangkien";
/// How long a browser keeps the cookie, in seconds: a campaign's length. The server may end it at any time.
const COOKIE_AGE: u32 = 2 * 365 * 24 * 3600;

/// A device's secret: 32 bytes as 43 characters of base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

impl Token {
    const LENGTH: usize = 43;

    /// A token that nobody can guess.
    ///
    /// # Errors
    /// If the system has no randomness to give.
    pub fn random() -> Result<Self, Refusal> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| Refusal::Internal(format!("no randomness: {error}")))?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The token of a request that may be repeated: the same for the same request, and known only to who made it and
    /// this server, although the server stores nothing but its hash.
    pub fn derived(secret: &Secret, once: &Once) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(&secret.0).expect("HMAC takes keys of any length");
        mac.update(b"join token, version 1\0");
        mac.update(&once.key);
        mac.update(&once.request);
        Self(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    /// A token as somebody sent it. `None` if no token looks like that.
    pub fn read(text: &str) -> Option<Self> {
        let shaped = text.len() == Self::LENGTH
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        shaped.then(|| Self(text.to_owned()))
    }

    /// What the store knows of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(&self.0).into())
    }

    /// The token itself, for the one answer that hands it over.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The `Set-Cookie` that hands it to a browser.
    pub fn cookie(&self) -> HeaderValue {
        let cookie = format!("{COOKIE}={}; Path=/; Max-Age={COOKIE_AGE}; HttpOnly; Secure; SameSite=Lax", self.0);
        HeaderValue::try_from(cookie).expect("base64url is visible ASCII")
    }
}

/// The `Set-Cookie` that takes the session from a browser.
pub fn no_cookie() -> HeaderValue {
    HeaderValue::from_static("sangkien=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax")
}

/// A member on one of their devices, with what the token carries.
#[derive(Debug, Clone)]
pub struct Caller {
    pub bearer: Arc<Bearer>,
    pub token: TokenHash,
}

impl Caller {
    /// The member.
    pub fn member(&self) -> &Member {
        &self.bearer.member
    }

    /// The member as the audit has them, with their session.
    pub fn doer(&self) -> Doer {
        Doer { member: Some(self.member().id), device: self.device() }
    }

    /// The officer's session, by its id outside, as the audit has it.
    pub fn device(&self) -> Option<DeviceId> {
        self.bearer.session.map(DeviceId::new)
    }

    /// The roles that the token carries; none with a token from joining.
    pub fn offices(&self) -> &[Office] {
        &self.bearer.offices
    }

    /// The same roles as they are told.
    pub fn rights(&self) -> Vec<Right> {
        let right = |office: &Office| Some(Right { role: office.role, unit: office.unit()?.clone() });
        self.offices().iter().filter_map(right).collect()
    }

    /// Whether one of the token's roles reads what is of the unit at the end of this path from the root.
    pub fn reads<'p>(&self, mut path: impl Iterator<Item = &'p UnitCode>) -> bool {
        let reading =
            |unit| self.offices().iter().any(|office| store::reads(office.role) && office.unit() == Some(unit));
        path.any(reading)
    }

    /// The initiative as the member may see it; `None` if it isn't theirs to know of.
    pub fn shown(&self, directory: &Directory, initiative: Initiative) -> Option<Initiative> {
        if initiative.author.id == self.member().id {
            return Some(initiative);
        }
        let who = self.before(directory, &initiative.unit);
        match shown_to(&who, &initiative)? {
            Cow::Owned(part) => Some(part),
            Cow::Borrowed(_) => Some(initiative),
        }
    }

    /// The member before something of this unit. Of a unit that isn't there nobody is an officer.
    pub fn before(&self, directory: &Directory, unit: &UnitCode) -> Who {
        let path = directory.index(unit).map(|unit| directory.codes(unit)).unwrap_or_default();
        Who::new(self.member().id, self.offices(), &path)
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Refusal> {
        let headers = &parts.headers;
        let token = match bearer(headers) {
            Some(token) => token,
            None => {
                let Some(token) = cookie(headers) else { return Err(Refusal::Plain(ProblemKind::Unauthorized)) };
                // The browser sends the cookie whoever made the page, so a write has to come from a page of ours; a socket
                // too, since nothing keeps other pages from reading what comes over it.
                let is_read =
                    matches!(parts.method, Method::GET | Method::HEAD) && !headers.contains_key(header::UPGRADE);
                if !is_read && !is_same_origin(headers) {
                    return Err(Refusal::CrossSite);
                }
                token
            }
        };
        let token = token.hash();
        let now = shared.clock.now();
        match shared.tokens.bearer(shared.store.as_ref(), token, shared.lasting, now).await? {
            Some(bearer) => {
                if bearer.kind == TokenKind::SignIn {
                    shared.seen.note(&shared.store, token, now);
                }
                Ok(Caller { bearer, token })
            }
            None if shared.store.accounts().is_lost(&token).await? => Err(Refusal::Revoked),
            None => {
                let Ok(Client(from)) = Client::from_request_parts(parts, shared).await;
                shared.limits.wrong_code(from)?;
                Err(Refusal::Plain(ProblemKind::Unauthorized))
            }
        }
    }
}

/// The token of the `Authorization` header. One that is there but malformed is an empty token: no cookie makes up for it.
fn bearer(headers: &HeaderMap) -> Option<Token> {
    let value = headers.get(header::AUTHORIZATION)?;
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        Token::read(token.trim()).filter(|_| scheme.eq_ignore_ascii_case("bearer"))
    });
    Some(token.unwrap_or(Token(String::new())))
}

/// The token that a device shows while it joins anew, ended or not; a cookie only from a page of ours.
pub fn earlier(headers: &HeaderMap) -> Option<Token> {
    bearer(headers).or_else(|| cookie(headers).filter(|_| is_same_origin(headers)))
}

fn cookie(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| Token::read(value).filter(|_| name == COOKIE))
}

/// Whether a page of ours made the request: the browser says so itself or, if it is old, names our host as its origin.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (text("origin"), text("host")) else { return false };
    origin.split_once("://").is_some_and(|(_, named)| named.eq_ignore_ascii_case(host))
}

/// Whether the browser says that a page of somebody else's made the request. Programs say nothing.
pub fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    let says = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    // "none": the person themselves, from the address bar or a bookmark.
    let by_hand = headers.get("sec-fetch-site").is_some_and(|site| site == "none");
    says && !by_hand && !is_same_origin(headers)
}

/// A token is looked up again after so long, so that one that was revoked, or lost a role, soon stops working, even if another
/// process did it. Long enough for the burst of requests with which a page begins.
const TRUSTED_FOR: Duration = Duration::from_millis(750);
/// At most so many tokens are remembered.
const REMEMBERED: usize = 50_000;

/// Whose token is which, for a moment, so that a sync doesn't cost a query for it.
#[derive(Default)]
pub struct Tokens {
    known: Mutex<HashMap<TokenHash, (Arc<Bearer>, Instant)>>,
}

impl Tokens {
    /// Whose token it is and what it carries; `None` if nobody's. A session that has lasted too long is signed out.
    ///
    /// # Errors
    /// If the store can't be read.
    pub async fn bearer(
        &self,
        store: &dyn Store,
        token: TokenHash,
        lasting: Lasting,
        now: Timestamp,
    ) -> Result<Option<Arc<Bearer>>, StoreError> {
        if let Some((bearer, looked_up)) = self.lock().get(&token)
            && looked_up.elapsed() < TRUSTED_FOR
            && lasting.holds_bearer(bearer, now)
        {
            return Ok(Some(Arc::clone(bearer)));
        }
        let Some(bearer) = store.bearer(&token).await? else {
            self.forget(token);
            return Ok(None);
        };
        if !lasting.holds_bearer(&bearer, now) {
            store.revoke_token(&token, now).await?;
            self.forget(token);
            return Ok(None);
        }
        let bearer = Arc::new(bearer);
        let mut known = self.lock();
        if known.len() >= REMEMBERED {
            known.retain(|_, (_, looked_up)| looked_up.elapsed() < TRUSTED_FOR);
        }
        if known.len() < REMEMBERED {
            known.insert(token, (Arc::clone(&bearer), Instant::now()));
        }
        Ok(Some(bearer))
    }

    /// This token was revoked.
    pub fn forget(&self, token: TokenHash) {
        self.lock().remove(&token);
    }

    /// This member's roles or sessions have changed: every token of theirs is looked up anew.
    pub fn forget_member(&self, member: MemberId) {
        self.lock().retain(|_, (bearer, _)| bearer.member.id != member);
    }

    // Nothing that can panic happens while the lock is held.
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<TokenHash, (Arc<Bearer>, Instant)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair =
            |(name, value): &(&'static str, &str)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap());
        HeaderMap::from_iter(pairs.iter().map(pair))
    }

    #[test]
    fn the_same_request_gets_the_same_token_and_no_other_does() {
        let once = Once { key: [1; 32], request: [2; 32] };
        let token = Token::derived(&Secret([7; 32]), &once);
        assert_eq!(token, Token::derived(&Secret([7; 32]), &once));
        assert_ne!(token, Token::derived(&Secret([8; 32]), &once));
        assert_ne!(token, Token::derived(&Secret([7; 32]), &Once { request: [3; 32], ..once }));
        assert_eq!(Token::read(token.reveal()), Some(token));
        assert_ne!(Token::random().unwrap(), Token::random().unwrap());
    }

    #[test]
    fn a_token_is_taken_from_the_header_or_the_cookie() {
        let text = "a".repeat(43);
        let token = Some(Token(text.clone()));
        assert_eq!(bearer(&headers(&[("authorization", &format!("Bearer {text}"))])), token);
        assert_eq!(bearer(&headers(&[("authorization", &format!("bearer  {text}"))])), token);
        assert_eq!(bearer(&headers(&[("authorization", "Basic abc")])), Some(Token(String::new())));
        assert_eq!(bearer(&headers(&[])), None);
        assert_eq!(cookie(&headers(&[("cookie", &format!("theme=dark; sangkien={text}"))])), token);
        assert_eq!(cookie(&headers(&[("cookie", "sangkien=short")])), None);
    }

    #[test]
    fn a_write_with_a_cookie_comes_from_our_own_pages() {
        for (pairs, ours) in [
            (vec![("sec-fetch-site", "same-origin")], true),
            (vec![("sec-fetch-site", "cross-site"), ("origin", "https://a.vn"), ("host", "a.vn")], false),
            (vec![("sec-fetch-site", "same-site")], false),
            (vec![("origin", "https://a.vn:8443"), ("host", "a.vn:8443")], true),
            (vec![("origin", "https://evil.example"), ("host", "a.vn")], false),
            (vec![("origin", "null"), ("host", "a.vn")], false),
            (vec![("host", "a.vn")], false),
        ] {
            assert_eq!(is_same_origin(&headers(&pairs)), ours, "{pairs:?}");
        }
    }
}
