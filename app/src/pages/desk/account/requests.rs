//! The requests of an officer's account. Promises an answer to each as what the server meant or as why it can't be used. Never
//! tries twice.

use gloo_net::http::{Request, RequestBuilder};
use model::desk::Session;
use model::json;
use model::number::Lang;
use model::sign_in::{
    Me, OtpConfirmation, OtpOffer, PasswordAgain, PasswordChange, RecoveryCodes, ResetAccepted, ResetSeen, ResetToken,
    SignedIn,
};
use model::sync::Failure;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::link::{Said, bearer, post, send, without_cookies};

/// Whoever is signed in here.
#[derive(Clone)]
pub struct Caller {
    pub token: String,
    pub lang: Lang,
}

impl Caller {
    /// `GET /me`.
    pub async fn me(&self) -> Result<Me, Failure> {
        read(send(bearer(Request::get("/api/v1/me"), &self.token), self.lang).await?)
    }

    /// `POST /sessions/ID/sign-out`: it keeps what it holds.
    pub async fn sign_out(&self, id: Uuid) -> Result<(), Failure> {
        self.post(&format!("/sessions/{id}/sign-out"), &()).await.map(drop)
    }

    /// `DELETE /sessions/ID`: it wipes what it holds.
    pub async fn give_up(&self, id: Uuid) -> Result<(), Failure> {
        self.delete(&format!("/sessions/{id}"), None).await
    }

    /// `POST /password`.
    pub async fn change_password(&self, change: &PasswordChange) -> Result<(), Failure> {
        self.post("/password", change).await.map(drop)
    }

    /// `POST /otp`.
    pub async fn offer_otp(&self, password: String) -> Result<OtpOffer, Failure> {
        parse(&self.post("/otp", &PasswordAgain { password }).await?)
    }

    /// `POST /otp/confirm`.
    pub async fn confirm_otp(&self, code: String) -> Result<RecoveryCodes, Failure> {
        parse(&self.post("/otp/confirm", &OtpConfirmation { code }).await?)
    }

    /// `DELETE /otp`.
    pub async fn remove_otp(&self, password: String) -> Result<(), Failure> {
        self.delete("/otp", Some(json::write(&PasswordAgain { password }))).await
    }

    /// `POST /passkeys/register-options`, as it came.
    pub async fn passkey_options(&self, password: String) -> Result<String, Failure> {
        self.post("/passkeys/register-options", &PasswordAgain { password }).await
    }

    /// `POST /passkeys/register`.
    pub async fn register_passkey(&self, body: String) -> Result<(), Failure> {
        let builder = bearer(Request::post("/api/v1/passkeys/register"), &self.token);
        fine(post(builder, body, self.lang).await?).map(drop)
    }

    /// `DELETE /passkeys/ID`.
    pub async fn remove_passkey(&self, id: &str) -> Result<(), Failure> {
        self.delete(&format!("/passkeys/{id}"), None).await
    }

    async fn post(&self, path: &str, body: &impl Serialize) -> Result<String, Failure> {
        fine(post(bearer(at(path), &self.token), json::write(body), self.lang).await?)
    }

    async fn delete(&self, path: &str, body: Option<String>) -> Result<(), Failure> {
        let builder = bearer(Request::delete(&format!("/api/v1{path}")), &self.token);
        let said = match body {
            Some(body) => post(builder, body, self.lang).await?,
            None => send(builder, self.lang).await?,
        };
        fine(said).map(drop)
    }
}

/// `POST /sign-in/passkey-options`, as it came.
pub async fn sign_in_options(lang: Lang) -> Result<String, Failure> {
    fine(post(at("/sign-in/passkey-options"), json::write(&()), lang).await?)
}

/// `POST /sign-in/passkey`.
pub async fn sign_in(body: String, lang: Lang) -> Result<Session, Failure> {
    let SignedIn { token, member, roles } = read(post(at("/sign-in/passkey"), body, lang).await?)?;
    Ok(Session { token: token.ok_or(Failure::Garbled)?, member, roles, expired: false })
}

/// `POST /password-resets/look`.
pub async fn look_at_reset(token: String, lang: Lang) -> Result<ResetSeen, Failure> {
    read(post(at("/password-resets/look"), json::write(&ResetToken { token }), lang).await?)
}

/// `POST /password-resets/accept`.
pub async fn accept_reset(accepted: &ResetAccepted, lang: Lang) -> Result<(), Failure> {
    fine(post(at("/password-resets/accept"), json::write(accepted), lang).await?).map(drop)
}

fn at(path: &str) -> RequestBuilder {
    without_cookies(Request::post(&format!("/api/v1{path}")))
}

fn read<T: DeserializeOwned>(said: Said) -> Result<T, Failure> {
    parse(&fine(said)?)
}

fn parse<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    json::read(body).map_err(|_| Failure::Garbled)
}

fn fine(said: Said) -> Result<String, Failure> {
    let Said { status, retry_after, body, .. } = said;
    if (200..300).contains(&status) { Ok(body) } else { Err(Failure::read(status, retry_after.as_deref(), &body)) }
}
