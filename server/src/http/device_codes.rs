//! One-time codes with which another device becomes a member's: made on a device of theirs, or given to them by whoever
//! manages the members of their unit. Promises that a code works once and not for long, and that the server keeps only its hash.
//! It comes back as the `code` of `POST /join`.

use super::auth::Caller;
use super::body::{self, JsonText};
use super::client::Client;
use super::error::Refusal;
use super::form::Form;
use super::invitations::own_address;
use super::members::{MemberPath, member_of};
use super::sign_in::Officer;
use super::{Service, Shared};
use crate::qr;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::code::DeviceCode;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::sign_in::QrCode;
use model::unit::UnitCode;
use model::wire::{DeviceCodeMade, Member};
use qrcode::EcLevel;
use sha2::{Digest, Sha256};
use store::{CodeEnds, CodeMaker, NewDeviceCode, TokenHash, random_below};

/// How long a code works that was made on one device for another one beside it, in milliseconds.
const BESIDE: i64 = 10 * 60 * 1000;
/// How long a code works that an officer has told or printed.
const TOLD: i64 = 24 * 3600 * 1000;
/// Where the app takes a code. It stands in the fragment.
const PAGE: &str = "/app/join#";

/// What the store knows of a code.
pub fn hash_of(code: &DeviceCode) -> TokenHash {
    TokenHash(Sha256::digest(code.as_str()).into())
}

/// Whether the device that asks stays the member's.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what `own` reads")]
pub struct OwnDeviceCode {
    /// Without it the device that asks ends when the code is used.
    #[schema(default = false)]
    keep: bool,
}

/// A code with which another device becomes the caller's, within ten minutes. One that was made before doesn't work any more.
#[utoipa::path(
    post, path = "/device-codes", context_path = "/api/v1", operation_id = "make_device_code", tag = "devices",
    security(("token" = []), ("cookie" = [])), request_body = OwnDeviceCode,
    responses((status = 201, description = "To be shown to the other device.", body = DeviceCodeMade))
)]
pub async fn own(
    State(shared): State<Shared>,
    caller: Caller,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    shared.limits.subscription(caller.member().id)?;
    let mut form = Form::read(&text)?;
    let keep = form.flag("keep");
    let ends = if form.done(keep)? { CodeEnds::None } else { CodeEnds::Maker };
    make(&shared, &headers, caller.member().clone(), ends, CodeMaker::Device(caller.token), BESIDE).await
}

/// A code for a member of the unit, or of one under it, whose phone is new or lost. It works within a day; when it is used, the
/// devices with which they had joined end.
#[utoipa::path(
    post, path = "/units/{code}/members/{id}/device-code", context_path = "/api/v1", operation_id = "give_device_code",
    tag = "units", security(("token" = []), ("cookie" = [])), params(("code" = UnitCode, Path), ("id" = MemberId, Path)),
    responses((status = 201, description = "To be told to the member, or printed for them.", body = DeviceCodeMade))
)]
pub async fn give(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    Client(from): Client,
    headers: HeaderMap,
    path: MemberPath,
) -> Result<Response, Refusal> {
    shared.limits.read(from)?;
    let member = member_of(&shared, &caller, path).await?;
    make(&shared, &headers, member, CodeEnds::All, CodeMaker::Officer(caller.doer()), TOLD).await
}

async fn make(
    shared: &Service,
    headers: &HeaderMap,
    member: Member,
    ends: CodeEnds,
    maker: CodeMaker,
    works_for: i64,
) -> Result<Response, Refusal> {
    let code = DeviceCode::from_number(random_below(DeviceCode::COUNT)?);
    let at = shared.clock.now();
    let expires_at = at.plus_millis(works_for);
    let new = NewDeviceCode { hash: hash_of(&code), member, ends, maker, at, expires_at };
    if !shared.store.identities().offer_device_code(&new).await? {
        return Err(Refusal::Plain(ProblemKind::NotFound));
    }
    let url = format!("{}{PAGE}{code}", own_address(headers));
    let (side, path) = qr::draw(&url, EcLevel::M)
        .map_err(|error| Refusal::Internal(format!("no QR code can be made of the address: {error}")))?;
    let qr = QrCode { side: u32::try_from(side).unwrap_or(u32::MAX), path };
    let made = DeviceCodeMade { code: code.to_string(), url, qr, expires_at };
    Ok(body::answer(StatusCode::CREATED, headers, &made))
}
