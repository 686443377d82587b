//! Passkeys in the browser (Web Authentication): asks the device for a new one, or to answer with one. Old browsers have no
//! JSON forms of what goes in and out, so those are made here. Promises that what comes out is what
//! `PublicKeyCredential.toJSON()` would give. Knows nothing of accounts.

use js_sys::{Array, Function, JSON, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::i18n::{Word, account};

/// Why there is no passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The person didn't want to, or took too long.
    Cancelled,
    /// The device has one for this account.
    There,
    /// The browser or the address can't have any.
    Unable,
}

impl Refused {
    /// Why, in words.
    pub const fn said(self) -> Word {
        match self {
            Refused::Cancelled => account::PASSKEY_CANCELLED,
            Refused::There => account::PASSKEY_THERE,
            Refused::Unable => account::PASSKEY_UNABLE,
        }
    }
}

/// Whether the browser knows of passkeys at all.
pub fn is_possible() -> bool {
    credentials().is_some() && maker().is_some()
}

/// Asks for a new passkey. `asked` is the server's answer with its `options`; gives the body to send back, with `more` in it.
pub async fn create(asked: &str, more: &[(&str, &str)]) -> Result<String, Refused> {
    carry_out(asked, "create", "parseCreationOptionsFromJSON", more).await
}

/// Asks for an answer with a passkey, likewise.
pub async fn answer(asked: &str) -> Result<String, Refused> {
    carry_out(asked, "get", "parseRequestOptionsFromJSON", &[]).await
}

async fn carry_out(asked: &str, method: &str, parser: &str, more: &[(&str, &str)]) -> Result<String, Refused> {
    let unable = |_: JsValue| Refused::Unable;
    let asked = JSON::parse(asked).map_err(unable)?;
    let options = get(&asked, "options").ok_or(Refused::Unable)?;
    let container = Object::new();
    set(&container, "publicKey", &parsed(&options, parser).ok_or(Refused::Unable)?);
    let credentials = credentials().ok_or(Refused::Unable)?;
    let ask: Function = get(&credentials, method).and_then(|ask| ask.dyn_into().ok()).ok_or(Refused::Unable)?;
    let promise: Promise = ask.call1(&credentials, &container).map_err(unable)?.unchecked_into();
    let credential = JsFuture::from(promise).await.map_err(|problem| refused(&problem))?;
    if credential.is_null() {
        return Err(Refused::Cancelled);
    }
    let body = Object::new();
    set(&body, "ceremony", &get(&asked, "ceremony").unwrap_or(JsValue::NULL));
    let told = if get(&credential, "toJSON").is_some() { credential } else { told(&credential).into() };
    set(&body, "credential", &told);
    for (name, value) in more {
        set(&body, name, &JsValue::from_str(value));
    }
    JSON::stringify(&body).map(String::from).map_err(unable)
}

fn refused(problem: &JsValue) -> Refused {
    let name = get(problem, "name").and_then(|name| name.as_string()).unwrap_or_default();
    leptos::logging::log!("no passkey: {name}");
    match name.as_str() {
        "InvalidStateError" => Refused::There,
        "SecurityError" | "NotSupportedError" | "TypeError" => Refused::Unable,
        _ => Refused::Cancelled,
    }
}

fn credentials() -> Option<JsValue> {
    get(&window().navigator(), "credentials")
}

fn maker() -> Option<JsValue> {
    get(&window(), "PublicKeyCredential")
}

/// The options as the browser wants them: by its own reading or, if it is old, with bytes in the place of base64url.
fn parsed(options: &JsValue, parser: &str) -> Option<JsValue> {
    let maker = maker()?;
    if let Some(parse) = get(&maker, parser).and_then(|parse| parse.dyn_into::<Function>().ok()) {
        return parse.call1(&maker, options).ok();
    }
    to_bytes(options, "challenge")?;
    if let Some(user) = get(options, "user") {
        to_bytes(&user, "id")?;
    }
    for list in ["allowCredentials", "excludeCredentials"] {
        if let Some(list) = get(options, list) {
            for known in Array::from(&list).iter() {
                to_bytes(&known, "id")?;
                // Older browsers refuse an empty list of ways.
                if get(&known, "transports").is_some_and(|ways| Array::from(&ways).length() == 0) {
                    Reflect::delete_property(known.unchecked_ref::<Object>(), &"transports".into()).ok()?;
                }
            }
        }
    }
    Some(options.clone())
}

/// What `toJSON()` gives, where there is none.
fn told(credential: &JsValue) -> Object {
    let out = Object::new();
    for name in ["id", "type", "authenticatorAttachment"] {
        if let Some(value) = get(credential, name) {
            set(&out, name, &value);
        }
    }
    copy_bytes(credential, &out, "rawId");
    let extensions = call(credential, "getClientExtensionResults").unwrap_or_else(|| Object::new().into());
    set(&out, "clientExtensionResults", &extensions);
    if let Some(response) = get(credential, "response") {
        let parts = Object::new();
        for name in ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] {
            copy_bytes(&response, &parts, name);
        }
        if let Some(ways) = call(&response, "getTransports") {
            set(&parts, "transports", &ways);
        }
        set(&out, "response", &parts);
    }
    out
}

fn call(of: &JsValue, method: &str) -> Option<JsValue> {
    get(of, method)?.dyn_into::<Function>().ok()?.call0(of).ok()
}

fn copy_bytes(from: &JsValue, to: &Object, name: &str) {
    if let Some(text) = get(from, name).and_then(|bytes| to_base64url(&Uint8Array::new(&bytes).to_vec())) {
        set(to, name, &JsValue::from_str(&text));
    }
}

/// Puts the bytes of a member that is base64url in its place.
fn to_bytes(of: &JsValue, name: &str) -> Option<()> {
    let text = get(of, name)?.as_string()?;
    let bytes = window().atob(&text.replace('-', "+").replace('_', "/")).ok()?;
    let bytes: Vec<u8> = bytes.chars().map(|c| c as u8).collect();
    Reflect::set(of, &name.into(), &Uint8Array::from(bytes.as_slice())).ok().map(drop)
}

fn to_base64url(bytes: &[u8]) -> Option<String> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let text = window().btoa(&text).ok()?;
    Some(text.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

/// A member that is there and isn't null.
fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_null() && !value.is_undefined())
}

/// Sets a member of an object of our own, which takes any.
fn set(of: &Object, name: &str, value: &JsValue) {
    if let Err(problem) = Reflect::set(of, &name.into(), value) {
        leptos::logging::error!("{problem:?}");
    }
}
