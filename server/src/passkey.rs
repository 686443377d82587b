//! Passkeys (Web Authentication, Level 3): what the browser is asked, and whether the authenticator's answer is right.
//! `webauthn_rp` does the checking: pure Rust, and it takes none but answers that verified the person, so that a passkey is
//! two factors by itself. Promises that nothing but an answer to this very challenge, from a page of this very site, is
//! right. Knows no HTTP and no store.

use model::id::MemberId;
use serde_json::Value as Json;
use store::Passkey;
use uuid::Uuid;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::AuthenticationVerificationOptions;
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle, Username,
};
use webauthn_rp::request::{AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
};

/// A member's id is what the authenticator keeps of the person.
const HANDLE: usize = 16;
type PublicKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

/// The authenticator's answer isn't right, or not to what was asked. What exactly is for the log alone.
#[derive(Debug, thiserror::Error)]
#[error("a passkey's answer isn't right: {0}")]
pub struct Wrong(String);

fn wrong(why: impl std::fmt::Display) -> Wrong {
    Wrong(why.to_string())
}

/// What the browser is asked, and what to keep until it answers.
pub struct Challenge {
    /// For the browser.
    pub options: Json,
    /// To be kept.
    pub state: Vec<u8>,
}

/// A passkey that was registered: its id and what is kept of it.
pub struct Registered {
    pub id: Vec<u8>,
    pub fixed: Vec<u8>,
    pub changing: Vec<u8>,
}

/// The site for which passkeys are made: browsers give one to no other.
pub struct Place {
    id: RpId,
    origin: String,
}

impl Place {
    /// The site at this address, such as `https://sangkien.example`; `None` if its name can't have passkeys.
    pub fn at(origin: &str) -> Option<Self> {
        let (_, host) = origin.split_once("://")?;
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        let domain = AsciiDomain::try_from(name.to_ascii_lowercase()).ok()?;
        Some(Self { id: RpId::Domain(domain), origin: origin.to_owned() })
    }

    /// Asks for a new passkey of this member; not on an authenticator that has one of these.
    ///
    /// # Errors
    /// [`Wrong`] if what is stored can't be read.
    pub fn ask_for_new(&self, member: MemberId, login: &str, name: &str, has: &[Passkey]) -> Result<Challenge, Wrong> {
        let handle = handle(member)?;
        let has = has.iter().map(|passkey| {
            let id = CredentialId::decode(passkey.id.clone()).map_err(wrong)?;
            // Which ways lead to it isn't kept: the browser tries them all.
            Ok(PublicKeyCredentialDescriptor { id, transports: AuthTransports::decode(0).map_err(wrong)? })
        });
        let entity = PublicKeyCredentialUserEntity {
            // The library takes fewer names than we take logins; the authenticator shows either.
            name: Username::try_from(login).or_else(|_| Username::try_from("officer")).map_err(wrong)?,
            id: &handle,
            display_name: Nickname::try_from(name).ok(),
        };
        let has = has.collect::<Result<Vec<_>, Wrong>>()?;
        let mut asked = PublicKeyCredentialCreationOptions::passkey(&self.id, entity, has);
        // Asked for and not insisted on: browsers refuse outright where the authenticator doesn't know it, as most phones'
        // don't. We take none but answers that verified the person anyway.
        asked.extensions.cred_protect = CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
        let (server, client) = asked.start_ceremony().map_err(wrong)?;
        let options = serde_json::to_value(&client).map_err(wrong)?;
        Ok(Challenge { options, state: server.encode().map_err(wrong)? })
    }

    /// The new passkey of this member, if the answer is right.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn check_new(&self, state: &[u8], member: MemberId, answer: &Json) -> Result<Registered, Wrong> {
        let answer = serde_json::to_vec(answer).map_err(wrong)?;
        let answer = Registration::from_json_relaxed(&answer).map_err(wrong)?;
        let state = RegistrationServerState::<HANDLE>::decode(state).map_err(wrong)?;
        let origins = [self.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> { allowed_origins: &origins, ..Default::default() };
        let made = state.verify(&self.id, &answer, &options).map_err(wrong)?;
        if *made.user_id() != handle(member)? {
            return Err(wrong("somebody else's"));
        }
        Ok(Registered {
            id: made.id().as_ref().to_vec(),
            fixed: made.static_state().encode().map_err(wrong)?,
            changing: made.dynamic_state().encode().map_err(wrong)?.to_vec(),
        })
    }

    /// Asks for any passkey of this site.
    ///
    /// # Errors
    /// [`Wrong`]: never, as far as the library says.
    pub fn ask(&self) -> Result<Challenge, Wrong> {
        let (server, client) =
            DiscoverableCredentialRequestOptions::passkey(&self.id).start_ceremony().map_err(wrong)?;
        let options = serde_json::to_value(&client).map_err(wrong)?;
        Ok(Challenge { options, state: server.encode().map_err(wrong)? })
    }

    /// What has changed of the passkey by its use, if the answer is right.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn check(&self, state: &[u8], passkey: &Passkey, answer: &Answer) -> Result<Option<Vec<u8>>, Wrong> {
        let state = DiscoverableAuthenticationServerState::decode(state).map_err(wrong)?;
        let handle = handle(passkey.member)?;
        let fixed = StaticState::<PublicKey>::decode(&passkey.fixed).map_err(wrong)?;
        let changing = passkey.changing.as_slice().try_into().map_err(wrong)?;
        let changing = DynamicState::decode(changing).map_err(wrong)?;
        let id = CredentialId::decode(passkey.id.as_slice()).map_err(wrong)?;
        let mut known = AuthenticatedCredential::new(id, &handle, fixed, changing).map_err(wrong)?;
        let origins = [self.origin.as_str()];
        let options =
            AuthenticationVerificationOptions::<&str, &str> { allowed_origins: &origins, ..Default::default() };
        let has_changed = state.verify(&self.id, &answer.0, &mut known, &options).map_err(wrong)?;
        let changing = known.dynamic_state().encode().map_err(wrong)?.to_vec();
        Ok(has_changed.then_some(changing))
    }
}

/// An authenticator's answer, read and not yet checked.
pub struct Answer(DiscoverableAuthentication<HANDLE>);

impl Answer {
    /// Reads what `PublicKeyCredential.toJSON()` gives.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn read(answer: &Json) -> Result<Self, Wrong> {
        let answer = serde_json::to_vec(answer).map_err(wrong)?;
        DiscoverableAuthentication::from_json_relaxed(&answer).map(Answer).map_err(wrong)
    }

    /// Which passkey it claims to be.
    pub fn passkey(&self) -> Vec<u8> {
        self.0.raw_id().as_ref().to_vec()
    }
}

fn handle(member: MemberId) -> Result<UserHandle<HANDLE>, Wrong> {
    let member: Uuid = member.uuid();
    UserHandle::decode(member.into_bytes()).map_err(wrong)
}
