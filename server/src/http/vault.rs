//! The secret with which an officer's account opens their tablet after the PIN was forgotten. Promises that it is the same
//! for the same member and vault, also after a restore, that nobody else is told it, and that nothing of it is stored: it is
//! made of the server's own secret. The tablet's wrapped key stays on the tablet, so that the server can't open it either.

use super::error::Refusal;
use super::form::Form;
use super::sign_in::Officer;
use super::{Shared, body};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use model::field::Fault;
use model::id::MemberId;
use model::problem::ProblemKind;
use model::sign_in::{VaultNamed, VaultSecret};
use sha2::Sha256;
use store::Secret;
use uuid::Uuid;

use super::body::JsonText;

/// What opens a tablet's sealed store for the officer who is signed in.
#[utoipa::path(
    post, path = "/vault-secret", context_path = "/api/v1", operation_id = "vault_secret", tag = "officers",
    security(("token" = []), ("cookie" = [])), request_body = VaultNamed,
    responses((status = 200, description = "The same for the same member and store, whenever it is asked for.", body = VaultSecret))
)]
pub async fn secret(
    State(shared): State<Shared>,
    Officer(caller): Officer,
    headers: HeaderMap,
    JsonText(text): JsonText,
) -> Result<Response, Refusal> {
    let mut form = Form::read(&text)?;
    let vault = form.parsed("vault", |vault| Uuid::try_parse(&vault).map_err(|_| Fault::WrongType));
    let vault = form.done(vault)?.ok_or(Refusal::Plain(ProblemKind::Invalid))?;
    let secret = made(&shared.store.identity().secret, caller.member().id, vault);
    Ok(body::answer(StatusCode::OK, &headers, &VaultSecret { secret }))
}

fn made(secret: &Secret, member: MemberId, vault: Uuid) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret.0).expect("HMAC takes keys of any length");
    mac.update(b"vault secret, version 1\0");
    mac.update(member.uuid().as_bytes());
    mac.update(vault.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_and_each_vault_has_a_secret_of_its_own() {
        let [one, two] = [1, 2].map(Uuid::from_u128);
        let of = |secret: u8, member, vault| made(&Secret([secret; 32]), MemberId::new(member), vault);
        assert_eq!(of(7, one, two), of(7, one, two));
        for other in [of(8, one, two), of(7, two, two), of(7, one, one), of(7, two, one)] {
            assert_ne!(other, of(7, one, two));
        }
    }
}
