//! A message as it goes out: encrypted for the device (RFC 8291, by `web-push-native`), signed by this server (RFC 8292).
//! What is inside names the initiative and nothing else; the app on the device knows the rest.

use super::endpoint::Endpoint;
use axum::body::Body;
use axum::http::{HeaderName, Request, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::calendar::Timestamp;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::{PublicKey, SecretKey};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use store::{Message, Secret};
use web_push_native::Auth;

/// A push service keeps a message for a device that is off for so long, in seconds: a week. After that the app has it from
/// its own sync, or the phone is in a drawer.
const KEPT_FOR: u32 = 7 * 24 * 3600;
/// A signature holds for so long, in seconds. RFC 8292 allows a day.
const SIGNED_FOR: i64 = 12 * 3600;

/// Whom a push service can turn to about this server: `mailto:…` or `https://…` (RFC 8292, 2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact(String);

/// Neither `mailto:` and an address nor an `https:` page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected mailto:somebody@example.org or https://example.org/contact")]
pub struct NotAContact;

impl FromStr for Contact {
    type Err = NotAContact;

    fn from_str(text: &str) -> Result<Self, NotAContact> {
        let printable = text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_graphic());
        let mail = text.strip_prefix("mailto:").and_then(|address| address.split_once('@'));
        let is_mail = mail.is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
        let is_page = text.strip_prefix("https://").is_some_and(|rest| rest.contains('.'));
        if printable && (is_mail || is_page) { Ok(Self(text.to_owned())) } else { Err(NotAContact) }
    }
}

impl fmt::Display for Contact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The key pair by which push services know this server.
pub struct ServerKey {
    signing: SigningKey,
    public: String,
}

impl ServerKey {
    /// A secret for a new one.
    ///
    /// # Errors
    /// If the system has no randomness to give.
    pub fn new_secret() -> Result<Secret, String> {
        loop {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|error| format!("no randomness: {error}"))?;
            // All but one in 2³² are keys.
            if SecretKey::from_slice(&bytes).is_ok() {
                return Ok(Secret(bytes));
            }
        }
    }

    /// The pair of this secret.
    ///
    /// # Errors
    /// If it isn't a key.
    pub fn read(secret: &Secret) -> Result<Self, String> {
        let secret = SecretKey::from_slice(&secret.0).map_err(|error| error.to_string())?;
        let public = secret.public_key().to_sec1_bytes();
        Ok(Self { signing: SigningKey::from(secret), public: URL_SAFE_NO_PAD.encode(uncompressed(&public)?) })
    }

    /// 65 bytes in base64url.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The `Authorization` for a push service (RFC 8292, 3).
    fn vouch(&self, contact: &Contact, service: &str, now: Timestamp) -> String {
        let part = |json: serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let expires = now.millis() / 1000 + SIGNED_FOR;
        let head = part(json!({"typ": "JWT", "alg": "ES256"}));
        let claims = part(json!({"aud": service, "exp": expires, "sub": contact.0}));
        let signed = format!("{head}.{claims}");
        let signature: Signature = self.signing.sign(signed.as_bytes());
        format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.to_bytes()), self.public)
    }
}

/// The point's 65 bytes, whichever form it came in.
fn uncompressed(point: &[u8]) -> Result<[u8; 65], String> {
    use p256::elliptic_curve::sec1::ToEncodedPoint;
    let point = PublicKey::from_sec1_bytes(point).map_err(|error| error.to_string())?;
    point.to_encoded_point(false).as_bytes().try_into().map_err(|_| "not a whole point".to_owned())
}

/// A device's public key, if these bytes are one.
pub fn is_device_key(p256dh: &[u8; 65]) -> bool {
    PublicKey::from_sec1_bytes(p256dh).is_ok()
}

/// A message as it goes out.
pub type Envelope = Request<Body>;

/// Encrypts and addresses a message.
///
/// # Errors
/// Why it can't be: the device's key isn't one.
pub fn seal(
    key: &ServerKey,
    contact: &Contact,
    endpoint: &Endpoint,
    message: &Message,
    now: Timestamp,
) -> Result<Envelope, String> {
    let device = PublicKey::from_sec1_bytes(&message.keys.p256dh).map_err(|error| error.to_string())?;
    let auth = Auth::clone_from_slice(&message.keys.auth);
    let inside = json!({"initiative": message.id.initiative}).to_string();
    let sealed = web_push_native::encrypt(inside.into_bytes(), &device, &auth).map_err(|error| error.to_string())?;
    Request::post(endpoint.uri())
        .header(header::AUTHORIZATION, key.vouch(contact, endpoint.origin(), now))
        .header(header::CONTENT_ENCODING, "aes128gcm")
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(HeaderName::from_static("ttl"), KEPT_FOR)
        .header(HeaderName::from_static("urgency"), "normal")
        .header(HeaderName::from_static("topic"), topic(message))
        .body(Body::from(sealed))
        .map_err(|error| error.to_string())
}

/// By which a push service puts newer news in the place of what it hasn't delivered yet: the same for the same initiative on
/// the same device, and telling nobody which it is. At most 32 characters of base64url (RFC 8030, 5.4).
fn topic(message: &Message) -> String {
    let mut hash = Sha256::new_with_prefix(b"push topic, version 1\0");
    hash.update(message.keys.auth);
    hash.update(message.id.initiative.uuid().as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.finalize()[..18])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_one_that_push_services_take() {
        for good in ["mailto:ict@cong-doan.example", "https://cong-doan.example/lien-he"] {
            assert_eq!(good.parse::<Contact>().map(|contact| contact.to_string()).as_deref(), Ok(good));
        }
        for bad in
            ["", "ict@cong-doan.example", "mailto:", "mailto:@x.vn", "mailto:a b@x.vn", "http://x.vn", "https://x"]
        {
            assert_eq!(bad.parse::<Contact>(), Err(NotAContact), "{bad}");
        }
    }

    #[test]
    fn the_same_secret_is_the_same_server() {
        let secret = ServerKey::new_secret().expect("randomness");
        let (one, again) = (ServerKey::read(&secret).expect("a key"), ServerKey::read(&secret).expect("a key"));
        assert_eq!((one.public(), one.public().len()), (again.public(), 87));
        assert!(ServerKey::read(&Secret([0; 32])).is_err());
    }
}
