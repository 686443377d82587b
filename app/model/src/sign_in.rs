//! How officers sign in, on the wire: the bodies of sign-in, invitations, sessions and second factors. Promises nothing but
//! their shape; what a device signs in with is checked by the server alone. Knows no HTTP and no cryptography.

use crate::calendar::Timestamp;
use crate::initiative::Person;
use crate::rights::{Right, Role};
use crate::unit::UnitCode;
use crate::wire::Member;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `POST /sign-in`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInRequest {
    /// In either case.
    pub login: String,
    /// The password.
    pub password: String,
    /// A code of the authenticator app, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otp: Option<String>,
}

/// The answer to signing in, by whichever way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// The session's secret, for `Authorization: Bearer`. Null if there was a session already: it goes on.
    pub token: Option<String>,
    /// Who signed in.
    pub member: Member,
    /// What they are, on which units.
    pub roles: Vec<Right>,
}

/// The body of `POST /vault-secret`: the sealed store of an officer's tablet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VaultNamed {
    /// The store's own id, which the tablet made with it.
    pub vault: String,
}

/// The answer to `POST /vault-secret`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VaultSecret {
    /// With it and what the tablet has, the store opens without its PIN. To be kept nowhere.
    pub secret: String,
}

/// The answer to `GET /me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Who is asking.
    pub member: Member,
    /// What they sign in as; null for a token that came from joining.
    #[serde(default)]
    pub login: Option<String>,
    /// The names of the units that are spoken of here.
    #[serde(default)]
    pub units: Vec<UnitNamed>,
    /// What the token carries. A token that came from joining carries nothing, and the rest is empty with it.
    pub roles: Vec<Right>,
    /// Where they are signed in, the newest first.
    pub sessions: Vec<SessionLine>,
    /// Their passkeys, the oldest first.
    pub passkeys: Vec<PasskeyLine>,
    /// Whether they use an authenticator app.
    pub otp: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
}

/// A unit's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitNamed {
    /// Its code.
    pub unit: UnitCode,
    /// Its full name.
    pub name: String,
}

/// Where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionLine {
    /// For `DELETE /sessions/{id}`, or of another officer `…/officers/{member}/sessions/{id}`; it opens nothing. The audit names
    /// it as the device that something came from.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: Uuid,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When it was last used, to ten minutes.
    pub seen_at: Timestamp,
    /// What the browser calls itself.
    pub device: Option<String>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The answer to `GET /units/{code}/officers/{member}/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sessions {
    /// Where the officer is signed in, the newest first.
    pub sessions: Vec<SessionLine>,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyLine {
    /// The authenticator's name for it, in base64url.
    pub id: String,
    /// The officer's name for it.
    pub name: String,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// `POST /password`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The present one.
    pub old: String,
    /// At least twelve characters that nobody guesses.
    pub new: String,
}

/// The answer to `POST /otp`: a secret for an authenticator app, which doesn't hold before it is confirmed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtpOffer {
    /// In base32, to be typed.
    pub secret: String,
    /// `otpauth://…`, which an app opens on the same device.
    pub uri: String,
    /// The same as a QR code, for an app on another device.
    pub qr: QrCode,
}

/// A QR code as a picture to draw: one path, in units of a module, its quiet zone included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QrCode {
    /// How many modules it is wide and high.
    pub side: u32,
    /// The dark modules, as the `d` of an SVG path.
    pub path: String,
}

/// `POST /otp/confirm`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtpConfirmation {
    /// Six digits that the app shows.
    pub code: String,
}

/// The answer to `POST /otp/confirm`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// Each stands once for a code of the app. They are never shown again.
    pub recovery_codes: Vec<String>,
}

/// The password once more: `POST` and `DELETE /otp`, `POST /passkeys/register-options`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordAgain {
    /// So that nobody who finds a tablet open can do it.
    pub password: String,
}

/// `POST /units/{code}/invitations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationRequest {
    /// What whoever takes it becomes on the unit.
    pub role: Role,
}

/// The answer to `POST /units/{code}/invitations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationMade {
    /// The link to hand over: `/app/invitation#TOKEN` on this server. It works once, for whoever has it.
    pub url: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// `POST /invitations/look`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationToken {
    /// What is in the link after the `#`.
    pub token: String,
}

/// The answer to `POST /invitations/look`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationSeen {
    /// On which unit.
    pub unit: UnitCode,
    /// Its full name.
    pub unit_name: String,
    /// What one becomes.
    pub role: Role,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// `POST /invitations/accept`. Somebody who is signed in sends the token alone and gets one role more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationAccepted {
    /// What is in the link after the `#`.
    pub token: String,
    /// Họ và tên.
    pub name: String,
    /// 3 to 64 letters, digits and `. _ - @`.
    pub login: String,
    /// At least twelve characters that nobody guesses.
    pub password: String,
    /// That the person agreed to what the page says about their data. Never a default.
    pub consent: bool,
    /// They are the member whose token comes with the request, by the name that member has: nobody else is made of them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub as_member: bool,
}

/// `POST /units/{code}/officers/{member}/password-reset`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetRequest {
    /// What is to be chosen anew; the password alone if it isn't said.
    #[serde(default)]
    pub renews: Renews,
}

/// What a reset lets an officer choose anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Renews {
    /// The password. Who uses an authenticator app goes on using it.
    #[default]
    Password,
    /// For who has lost their phone as well: the authenticator app, its recovery codes and the passkeys go with the
    /// password.
    Everything,
}

impl Renews {
    /// The name on the wire and in the store.
    pub const fn name(self) -> &'static str {
        match self {
            Renews::Password => "password",
            Renews::Everything => "everything",
        }
    }

    /// What has that name.
    pub fn from_name(name: &str) -> Option<Renews> {
        [Renews::Password, Renews::Everything].into_iter().find(|renews| renews.name() == name)
    }
}

/// The answer to `POST /units/{code}/officers/{member}/password-reset`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetMade {
    /// The link to hand to the officer: `/app/reset#TOKEN` on this server. It works once; the one before it doesn't any more.
    pub url: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// `POST /password-resets/look`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetToken {
    /// What is in the link after the `#`.
    pub token: String,
}

/// The answer to `POST /password-resets/look`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetSeen {
    /// Whose account it is.
    pub name: String,
    /// What they sign in as; they may have forgotten that as well.
    pub login: String,
    /// What is chosen anew.
    pub renews: Renews,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// `POST /password-resets/accept`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetAccepted {
    /// What is in the link after the `#`.
    pub token: String,
    /// At least twelve characters that nobody guesses.
    pub password: String,
}

/// The answer to `GET /units/{code}/officers`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Officers {
    /// Who holds which role on exactly this unit, in the order in which they got it.
    pub officers: Vec<OfficerLine>,
}

/// Somebody who holds a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfficerLine {
    /// Who.
    pub member: Person,
    /// What they are.
    pub role: Role,
    /// On which unit.
    pub unit: UnitCode,
    /// Since when.
    pub since: Timestamp,
}
