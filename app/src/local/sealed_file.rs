//! An exported file that is sealed with words which the person chose, because it says who they are: with it another device becomes
//! theirs. The cryptography is the browser's: PBKDF2 makes a key of the words, AES-GCM seals. Promises that a file without the
//! right words gives nothing. Knows nothing of what is in it.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use leptos::prelude::window;
use model::json;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, AesKeyGenParams, CryptoKey, Pbkdf2Params, SubtleCrypto};

/// Says in the file what it is.
const APP: &str = "trieu-sang-kien";
/// Rounds of PBKDF2 (OWASP Password Storage Cheat Sheet, for HMAC-SHA-256).
const ROUNDS: u32 = 600_000;
/// A file that asks for more would keep the device busy for minutes.
const MOST_ROUNDS: u32 = 10_000_000;
const AES: &str = "AES-GCM";
const SALT: u32 = 16;
const IV: u32 = 12;

/// The file, as written. Bytes are in hexadecimal.
#[derive(Serialize, Deserialize)]
struct File {
    app: String,
    sealed: Sealed,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    /// Of PBKDF2 with HMAC-SHA-256.
    rounds: u32,
    salt: String,
    iv: String,
    /// AES-256-GCM, its tag at the end.
    data: String,
}

/// Why a sealed file wasn't opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOpened {
    /// These aren't the words, or the file isn't whole.
    WrongWords,
    /// The browser has no cryptography here.
    Unable,
}

/// Whether a file is sealed.
pub fn is_sealed(text: &str) -> bool {
    json::read::<File>(text).is_ok_and(|file| file.app == APP)
}

/// The text, sealed with these words.
///
/// # Errors
/// If the browser can't.
pub async fn seal(text: &str, words: &str) -> Result<String, JsValue> {
    let (salt, iv) = (random(SALT)?, random(IV)?);
    let key = key(words, &salt, ROUNDS).await?;
    let sealed = subtle()?.encrypt_with_object_and_u8_array(
        &AesGcmParams::new_with_u8_array(AES, &iv),
        &key,
        text.as_bytes(),
    )?;
    let data = hex(&bytes(JsFuture::from(sealed).await?));
    let sealed = Sealed { rounds: ROUNDS, salt: hex(&salt), iv: hex(&iv), data };
    Ok(json::write(&File { app: APP.to_owned(), sealed }))
}

/// What was sealed in this file.
///
/// # Errors
/// [`NotOpened`].
pub async fn open(file: &str, words: &str) -> Result<String, NotOpened> {
    let Ok(File { sealed, .. }) = json::read::<File>(file) else { return Err(NotOpened::WrongWords) };
    let parts = (from_hex(&sealed.salt), from_hex(&sealed.iv), from_hex(&sealed.data));
    let (Some(salt), Some(iv), Some(data)) = parts else { return Err(NotOpened::WrongWords) };
    let rounds =
        Some(sealed.rounds).filter(|rounds| (1..=MOST_ROUNDS).contains(rounds)).ok_or(NotOpened::WrongWords)?;
    let unable = |_| NotOpened::Unable;
    let key = key(words, &salt, rounds).await.map_err(unable)?;
    let parameters = AesGcmParams::new_with_u8_array(AES, &iv);
    let opened = subtle().map_err(unable)?.decrypt_with_object_and_js_u8_array(&parameters, &key, &data);
    // What fails here is the tag: another key, or other bytes.
    let opened = JsFuture::from(opened.map_err(unable)?).await.map_err(|_| NotOpened::WrongWords)?;
    String::from_utf8(bytes(opened).to_vec()).map_err(|_| NotOpened::WrongWords)
}

/// The key of these words. However they were typed, in one form: with a keyboard that composes letters and with one that doesn't.
async fn key(words: &str, salt: &Uint8Array, rounds: u32) -> Result<CryptoKey, JsValue> {
    let subtle = subtle()?;
    let words = model::text::nfc(words.trim());
    let typed = Uint8Array::from(words.as_bytes());
    let typed = subtle.import_key_with_str("raw", &typed, "PBKDF2", false, &uses(&["deriveKey"]))?;
    let typed: CryptoKey = JsFuture::from(typed).await?.unchecked_into();
    let stretch = Pbkdf2Params::new_with_str("PBKDF2", "SHA-256", rounds, salt);
    let made = AesKeyGenParams::new(AES, 256);
    let key =
        subtle.derive_key_with_object_and_object(&stretch, &typed, &made, false, &uses(&["encrypt", "decrypt"]))?;
    Ok(JsFuture::from(key).await?.unchecked_into())
}

fn subtle() -> Result<SubtleCrypto, JsValue> {
    let subtle = window().crypto()?.subtle();
    // A page without https has none.
    if subtle.is_undefined() { Err(JsValue::UNDEFINED) } else { Ok(subtle) }
}

fn random(length: u32) -> Result<Uint8Array, JsValue> {
    let bytes = Uint8Array::new_with_length(length);
    window().crypto()?.get_random_values_with_js_u8_array(&bytes)?;
    Ok(bytes)
}

fn bytes(buffer: JsValue) -> Uint8Array {
    Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>())
}

fn uses(uses: &[&str]) -> Array {
    uses.iter().map(|name| JsValue::from_str(name)).collect()
}

fn hex(bytes: &Uint8Array) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    bytes.to_vec().into_iter().flat_map(digits).map(char::from).collect()
}

fn from_hex(text: &str) -> Option<Uint8Array> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect::<Option<Vec<u8>>>()?;
    Some(Uint8Array::from(bytes.as_slice()))
}
