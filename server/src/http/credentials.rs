//! Changing what one signs in with: the password, and an authenticator app with its recovery codes. Promises that none of it
//! is done by whoever merely finds a tablet open: each step that lets somebody in, or keeps somebody out, asks for the password.

use super::auth::Caller;
use super::body::{self, JsonText};
use super::error::Refusal;
use super::form::Form;
use super::sign_in::Officer;
use super::{Service, Shared};
use crate::otp;
use crate::password::Password;
use crate::qr;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::field::Fault;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::sign_in::{OtpConfirmation, OtpOffer, PasswordAgain, PasswordChange, QrCode, RecoveryCodes};
use qrcode::EcLevel;
use sha2::{Digest, Sha256};
use store::Account;

/// Set another password. Every other session ends; what the devices hold stays.
#[utoipa::path(
    post, path = "/password", context_path = "/api/v1", operation_id = "change_password", tag = "officers",
    security(("token" = []), ("cookie" = [])), request_body = PasswordChange,
    responses((status = 204, description = "It holds from now on."))
)]
pub async fn change_password(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    JsonText(text): JsonText,
) -> Result<StatusCode, Refusal> {
    let mut form = Form::read(&text)?;
    let old = form.text("old");
    let account = account(&shared, caller.member().id).await?;
    let about = [account.login.as_str(), account.member.name.as_str()];
    let new = form.parsed("new", |new| Password::chosen(&new, &about));
    let new = form.done(new)?.ok_or(Refusal::Plain(ProblemKind::Invalid))?;
    check(&shared, &account, "/old", &old).await?;
    let becomes = shared.passwords.hash(new).await?;
    let member = account.member.id;
    let changed = shared
        .store
        .accounts()
        .change_password(member, &account.password, &becomes, &caller.token, shared.clock.now())
        .await?;
    shared.tokens.forget_member(member);
    if changed { Ok(StatusCode::NO_CONTENT) } else { Err(wrong("/old")) }
}

/// A secret for an authenticator app. Nothing changes before it is confirmed.
#[utoipa::path(
    post, path = "/otp", context_path = "/api/v1", operation_id = "offer_otp", tag = "officers",
    security(("token" = []), ("cookie" = [])), request_body = PasswordAgain,
    responses((status = 200, description = "To be confirmed with a code.", body = OtpOffer))
)]
pub async fn offer_otp(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    let account = with_password(&shared, &caller, &text).await?;
    if account.otp.is_some() {
        return Err(Refusal::OtpHolds);
    }
    let secret = otp::secret()?;
    shared.store.accounts().offer_otp(account.member.id, &secret).await?;
    let uri = otp::uri(&secret, account.login.as_str());
    // An app's camera is near: the smaller code is easier to draw and to read on a cheap screen.
    let (side, path) = qr::draw(&uri, EcLevel::M)
        .map_err(|error| Refusal::Internal(format!("no QR code can be made of the secret: {error}")))?;
    let qr = QrCode { side: u32::try_from(side).unwrap_or(u32::MAX), path };
    let offer = OtpOffer { secret: otp::typed(&secret), uri, qr };
    Ok(body::answer(StatusCode::OK, &headers, &offer))
}

/// The app is set up: its codes are needed from now on.
#[utoipa::path(
    post, path = "/otp/confirm", context_path = "/api/v1", operation_id = "confirm_otp", tag = "officers",
    security(("token" = []), ("cookie" = [])), request_body = OtpConfirmation,
    responses((status = 200, description = "Codes for when the app is lost; they aren't shown again.", body = RecoveryCodes))
)]
pub async fn confirm_otp(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    let mut form = Form::read(&text)?;
    let code = form.text("code");
    let code = form.done(code)?;
    let account = account(&shared, caller.member().id).await?;
    shared.limits.second(account.member.id)?;
    let offered = account.offered.ok_or(Refusal::Plain(ProblemKind::NotFound))?;
    let step = otp::step(&offered, &code, shared.clock.now()).ok_or(Refusal::fault("/code", Fault::WrongType))?;
    let codes = otp::recovery_codes()?;
    let hashes: Vec<_> = codes.iter().map(|(_, hash)| *hash).collect();
    if !shared.store.accounts().confirm_otp(account.member.id, &offered.secret, step, &hashes).await? {
        return Err(Refusal::Plain(ProblemKind::NotFound));
    }
    let recovery_codes = codes.into_iter().map(|(code, _)| code).collect();
    Ok(body::answer(StatusCode::OK, &headers, &RecoveryCodes { recovery_codes }))
}

/// No authenticator app any more, and no recovery codes.
#[utoipa::path(
    delete, path = "/otp", context_path = "/api/v1", operation_id = "remove_otp", tag = "officers",
    security(("token" = []), ("cookie" = [])), request_body = PasswordAgain,
    responses((status = 204, description = "The password alone is enough from now on."))
)]
pub async fn remove_otp(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    JsonText(text): JsonText,
) -> Result<StatusCode, Refusal> {
    let account = with_password(&shared, &caller, &text).await?;
    shared.store.accounts().remove_otp(account.member.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The account behind a session.
pub async fn account(shared: &Service, member: MemberId) -> Result<Account, Refusal> {
    // Whoever has a session without an account has nothing to change.
    shared.store.accounts().account_of(member).await?.ok_or(Refusal::SignInFirst)
}

/// The account behind a session, whose holder gives the password again: `text` is a [`PasswordAgain`].
pub async fn with_password(shared: &Service, caller: &Caller, text: &str) -> Result<Account, Refusal> {
    let mut form = Form::read(text)?;
    let password = form.text("password");
    let password = form.done(password)?;
    let account = account(shared, caller.member().id).await?;
    check(shared, &account, "/password", &password).await?;
    Ok(account)
}

/// Whether that is the password, as slowly guessed as at sign-in.
async fn check(shared: &Service, account: &Account, pointer: &str, password: &str) -> Result<(), Refusal> {
    shared.limits.account(Sha256::digest(account.login.as_str()).into())?;
    let is_right = shared.passwords.check(Password::typed(password), Some(account.password.clone())).await?;
    if is_right { Ok(()) } else { Err(wrong(pointer)) }
}

/// Not a 401: the session is fine, and the app must not think that it ended.
fn wrong(pointer: &str) -> Refusal {
    Refusal::fault(pointer, Fault::WrongType)
}
