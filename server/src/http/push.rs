//! `/push`: whether this device is told of news, and asking for it. A subscription belongs to the device's token and ends
//! with it. Knows nothing of how messages are sent.

use super::auth::Caller;
use super::body::{self, JsonText};
use super::client::Client;
use super::error::Refusal;
use super::form::Form;
use super::{Service, Shared};
use crate::push::{Push, is_device_key};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use model::field::Fault;
use model::problem::ProblemKind;
use serde::Serialize;
use store::{DeviceKeys, Subscription};
use utoipa::ToSchema;

/// Browsers leave the padding out, some libraries put it in.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Whether this device is told of news.
#[derive(Serialize, ToSchema)]
pub struct PushState {
    /// For `PushManager.subscribe` (RFC 8292): a point on P-256, 65 bytes in base64url. Null if this server doesn't push: news
    /// is then there when the app is opened.
    public_key: Option<String>,
    /// Whether the token's device is told.
    subscribed: bool,
}

/// What `PushSubscription.toJSON()` gives.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `subscribe` reads")]
pub struct PushSubscription {
    /// The device's address at its browser's push service: HTTPS, of a public host.
    #[schema(max_length = 1024)]
    endpoint: String,
    keys: PushSubscriptionKeys,
}

/// What messages are encrypted with (RFC 8291), in base64url.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `subscribe` reads")]
pub struct PushSubscriptionKeys {
    /// 65 bytes.
    p256dh: String,
    /// 16 bytes.
    auth: String,
}

/// Whether this device is told of news, and the key to subscribe with.
#[utoipa::path(
    get, path = "/push", context_path = "/api/v1", operation_id = "push_state", tag = "devices",
    security(("token" = []), ("cookie" = [])),
    responses((status = 200, description = "How it is.", body = PushState))
)]
pub async fn state(
    State(shared): State<Shared>,
    caller: Caller,
    Client(from): Client,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let public_key = shared.push.as_ref().map(|push| push.public_key().to_owned());
    let subscribed = public_key.is_some() && shared.store.pushes().is_subscribed(&caller.token).await?;
    Ok(body::answer(StatusCode::OK, &headers, &PushState { public_key, subscribed }))
}

/// Tell this device of news from now on: that there is some about which of the member's initiatives, encrypted. A device has
/// one subscription, a member at most ten; the oldest gives way. An endpoint that another member had goes over to this one if
/// the keys are the same: it is the same device.
#[utoipa::path(
    post, path = "/push", context_path = "/api/v1", operation_id = "push_subscribe", tag = "devices",
    security(("token" = []), ("cookie" = [])), request_body = PushSubscription,
    responses((status = 204, description = "It is told."))
)]
pub async fn subscribe(
    State(shared): State<Shared>,
    caller: Caller,
    JsonText(text): JsonText,
) -> Result<StatusCode, Refusal> {
    shared.limits.subscription(caller.member().id)?;
    let push = shared.push.as_deref().ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let subscription = read(&shared, push, &caller, &text)?;
    if shared.store.pushes().subscribe(&subscription).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Refusal::fault("/endpoint", Fault::Taken))
    }
}

fn read(shared: &Service, push: &Push, caller: &Caller, text: &str) -> Result<Subscription, Refusal> {
    let mut form = Form::read(text)?;
    let endpoint = form.parsed("endpoint", |text| {
        let endpoint = push.reachable().endpoint(&text).map_err(|_| Fault::WrongType)?;
        Ok((text, endpoint.origin().to_owned()))
    });
    let keys = form.nested("keys", |keys| {
        let p256dh = keys.parsed("p256dh", |text| bytes(&text).filter(is_device_key).ok_or(Fault::WrongType));
        let auth = keys.parsed("auth", |text| bytes(&text).ok_or(Fault::WrongType));
        Some(DeviceKeys { p256dh: p256dh?, auth: auth? })
    });
    let (endpoint, keys) = form.done(endpoint.zip(keys))?.ok_or(Refusal::Plain(ProblemKind::Invalid))?;
    let (endpoint, service) = endpoint;
    let (member, token, at) = (caller.member().id, caller.token, shared.clock.now());
    Ok(Subscription { endpoint, service, keys, member, token, at })
}

/// Bytes in base64url, exactly as many as there should be.
fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    // So that what is far too long isn't decoded first.
    let decoded = (text.len() <= 2 * N).then(|| BASE64URL.decode(text).ok()).flatten()?;
    decoded.try_into().ok()
}

/// Don't tell this device any more.
#[utoipa::path(
    delete, path = "/push", context_path = "/api/v1", operation_id = "push_unsubscribe", tag = "devices",
    security(("token" = []), ("cookie" = [])),
    responses((status = 204, description = "It isn't told, whether it was or not."))
)]
pub async fn unsubscribe(State(shared): State<Shared>, caller: Caller) -> Result<StatusCode, Refusal> {
    shared.limits.subscription(caller.member().id)?;
    shared.store.pushes().unsubscribe(&caller.token).await?;
    Ok(StatusCode::NO_CONTENT)
}
