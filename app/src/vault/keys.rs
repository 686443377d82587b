//! The vault's cryptography, all of it the browser's. Promises that neither the PIN's key nor the data key is ever in the
//! app's own memory, and that every IV is fresh. Knows no storage.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, AesKeyGenParams, Crypto, CryptoKey, HmacKeyGenParams, Pbkdf2Params, SubtleCrypto};

use super::request::{Thrown, promised};
use super::{Error, Pin, Shelf};

/// Rounds of PBKDF2 for a new PIN (OWASP Password Storage Cheat Sheet, for HMAC-SHA-256): 0.1 to 0.2 s on a desktop, more
/// on a tablet.
pub const ROUNDS: u32 = 600_000;

/// The first byte of what is sealed: AES-GCM, a 12-byte IV, then the ciphertext with its 16-byte tag.
const FORM: u8 = 1;
const IV: u32 = 12;
const AES: &str = "AES-GCM";

/// Seals and opens records. A handle: scripts can't read the key itself.
#[derive(Clone)]
pub struct DataKey(CryptoKey);

/// A record that the browser is sealing.
pub struct Sealing {
    iv: Uint8Array,
    sealed: JsFuture,
}

/// A record that the browser is opening.
pub struct Opening(Option<JsFuture>);

impl DataKey {
    /// A new random one, which can be wrapped: use it for nothing else, and unwrap it.
    pub async fn fresh() -> Result<Self, Thrown> {
        let made = subtle()?.generate_key_with_object(&AesKeyGenParams::new(AES, 256), true, &for_records());
        Ok(Self(promised(made).await?.unchecked_into()))
    }

    /// Begins to seal a text for its place. Several at once are sealed side by side.
    pub fn seal(&self, shelf: Shelf, key: &str, text: &str) -> Result<Sealing, Error> {
        let iv = random(IV)?;
        let sealed =
            subtle()?.encrypt_with_object_and_u8_array(&parameters(&iv, &place(shelf, key)), &self.0, text.as_bytes());
        Ok(Sealing { iv, sealed: sealed.map_err(Thrown::from)?.into() })
    }

    /// Begins to open what is stored in a place.
    pub fn open(&self, shelf: Shelf, key: &str, stored: &JsValue) -> Result<Opening, Error> {
        let Some((iv, sealed)) = stored.dyn_ref().and_then(parts) else { return Ok(Opening(None)) };
        let opened =
            subtle()?.decrypt_with_object_and_js_u8_array(&parameters(&iv, &place(shelf, key)), &self.0, &sealed);
        Ok(Opening(Some(opened.map_err(Thrown::from)?.into())))
    }
}

impl Sealing {
    /// What to store.
    pub async fn sealed(self) -> Result<Uint8Array, Error> {
        Ok(joined(&self.iv, &bytes(self.sealed.await.map_err(Thrown::from)?)))
    }
}

impl Opening {
    /// The text; None if it isn't what was sealed for this place with this key.
    pub async fn opened(self) -> Result<Option<String>, Error> {
        let Some(opened) = self.0 else { return Ok(None) };
        match opened.await.map_err(Thrown::from) {
            Ok(text) => Ok(String::from_utf8(bytes(text).to_vec()).ok()),
            Err(thrown) if thrown.name == "OperationError" => Ok(None),
            Err(thrown) => Err(thrown.into()),
        }
    }
}

/// The key that wraps the data key: from the PIN, or from the account's secret, and the device key together.
pub struct WrappingKey(CryptoKey);

/// Before the account's secret, so that no PIN's key is ever the same.
const FROM_ACCOUNT: &[u8] = b"account's secret, version 1\0";

impl WrappingKey {
    /// Derives it from the secret that the server keeps for the account.
    pub async fn of_account(secret: &str, device: &CryptoKey) -> Result<Self, Thrown> {
        let told = [FROM_ACCOUNT, secret.as_bytes()].concat();
        Self::tied(&Uint8Array::from(told.as_slice()), device).await
    }

    /// Derives it from the PIN. `rounds` and `salt` are those that the data key was wrapped with.
    pub async fn of_pin(pin: &Pin, salt: &Uint8Array, rounds: u32, device: &CryptoKey) -> Result<Self, Thrown> {
        let subtle = subtle()?;
        let typed = Uint8Array::from(pin.digits().as_bytes());
        let typed = subtle.import_key_with_str("raw", &typed, "PBKDF2", false, &uses(&["deriveBits"]));
        let typed: CryptoKey = promised(typed).await?.unchecked_into();
        let stretch = Pbkdf2Params::new_with_str("PBKDF2", "SHA-256", rounds, salt);
        let stretched = promised(subtle.derive_bits_with_object(&stretch, &typed, 256)).await?;
        // After the stretching, so that off this device not one PIN can be tried to the end.
        Self::tied(&bytes(stretched), device).await
    }

    async fn tied(to: &Uint8Array, device: &CryptoKey) -> Result<Self, Thrown> {
        let subtle = subtle()?;
        let tied = subtle.sign_with_str_and_js_u8_array("HMAC", device, to);
        let tied = bytes(promised(tied).await?);
        let key = subtle.import_key_with_str("raw", &tied, AES, false, &uses(&["wrapKey", "unwrapKey"]));
        Ok(Self(promised(key).await?.unchecked_into()))
    }

    /// The data key, for storage; `vault` is the id of the vault it is for.
    pub async fn wrap(&self, key: &DataKey, vault: &str) -> Result<Uint8Array, Thrown> {
        let iv = random(IV)?;
        let algorithm = parameters(&iv, &Uint8Array::from(vault.as_bytes()));
        let wrapped = promised(subtle()?.wrap_key_with_object("raw", &key.0, &self.0, &algorithm)).await?;
        Ok(joined(&iv, &bytes(wrapped)))
    }

    /// The data key; None if this isn't the key it was wrapped with.
    pub async fn unwrap(&self, wrapped: &Uint8Array, vault: &str) -> Result<Option<DataKey>, Thrown> {
        self.unwrapped(wrapped, vault, false).await
    }

    /// The same, for wrapping it anew: use it for nothing else.
    pub async fn unwrap_to_wrap(&self, wrapped: &Uint8Array, vault: &str) -> Result<Option<DataKey>, Thrown> {
        self.unwrapped(wrapped, vault, true).await
    }

    async fn unwrapped(&self, wrapped: &Uint8Array, vault: &str, extractable: bool) -> Result<Option<DataKey>, Thrown> {
        let Some((iv, wrapped)) = parts(wrapped) else { return Ok(None) };
        let algorithm = parameters(&iv, &Uint8Array::from(vault.as_bytes()));
        let key = subtle()?.unwrap_key_with_js_u8_array_and_object_and_str(
            "raw",
            &wrapped,
            &self.0,
            &algorithm,
            AES,
            extractable,
            &for_records(),
        );
        match promised(key).await {
            Ok(key) => Ok(Some(DataKey(key.unchecked_into()))),
            Err(thrown) if thrown.name == "OperationError" => Ok(None),
            Err(thrown) => Err(thrown),
        }
    }
}

/// A new device key, which scripts can use but not read.
pub async fn device_key() -> Result<CryptoKey, Thrown> {
    let made =
        subtle()?.generate_key_with_object(&HmacKeyGenParams::new_with_str("HMAC", "SHA-256"), false, &uses(&["sign"]));
    Ok(promised(made).await?.unchecked_into())
}

/// A new salt.
pub fn salt() -> Result<Uint8Array, Thrown> {
    random(16)
}

/// The browser's cryptography. A page without https has none.
fn crypto() -> Result<Crypto, Thrown> {
    Ok(web_sys::window().ok_or(JsValue::UNDEFINED)?.crypto()?)
}

fn subtle() -> Result<SubtleCrypto, Thrown> {
    let subtle = crypto()?.subtle();
    if subtle.is_undefined() {
        return Err(js_sys::Error::new("no cryptography without https").into());
    }
    Ok(subtle)
}

fn random(length: u32) -> Result<Uint8Array, Thrown> {
    let bytes = Uint8Array::new_with_length(length);
    crypto()?.get_random_values_with_js_u8_array(&bytes)?;
    Ok(bytes)
}

fn parameters(iv: &Uint8Array, bound: &Uint8Array) -> AesGcmParams {
    let parameters = AesGcmParams::new_with_u8_array(AES, iv);
    parameters.set_additional_data_u8_array(bound);
    parameters
}

/// What binds a record to its place. No shelf's name has a zero in it, so no two places are the same.
fn place(shelf: Shelf, key: &str) -> Uint8Array {
    Uint8Array::from([&[FORM], shelf.name().as_bytes(), &[0], key.as_bytes()].concat().as_slice())
}

fn joined(iv: &Uint8Array, sealed: &Uint8Array) -> Uint8Array {
    let whole = Uint8Array::new_with_length(1 + IV + sealed.length());
    whole.set_index(0, FORM);
    whole.set(iv, 1);
    whole.set(sealed, 1 + IV);
    whole
}

/// The IV and the rest; None if it isn't in our form.
fn parts(whole: &Uint8Array) -> Option<(Uint8Array, Uint8Array)> {
    let ours = whole.length() > IV && whole.get_index(0) == FORM;
    ours.then(|| (whole.subarray(1, 1 + IV), whole.subarray(1 + IV, whole.length())))
}

fn bytes(buffer: JsValue) -> Uint8Array {
    Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>())
}

fn uses(uses: &[&str]) -> Array {
    uses.iter().map(|name| JsValue::from_str(name)).collect()
}

fn for_records() -> Array {
    uses(&["encrypt", "decrypt"])
}
