//! Unicode's composed and decomposed forms of a text. Their tables are large, and a browser has them already: there it is asked.
//! Promises the same answer on both sides, as far as both know the same characters.

#[cfg(not(target_arch = "wasm32"))]
use unicode_normalization::UnicodeNormalization;

/// The composed form, NFC.
pub(crate) fn composed(text: &str) -> String {
    #[cfg(not(target_arch = "wasm32"))]
    return text.nfc().collect();
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).normalize("NFC").into();
}

/// The decomposed form, NFD.
pub(crate) fn decomposed(text: &str) -> String {
    #[cfg(not(target_arch = "wasm32"))]
    return text.nfd().collect();
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).normalize("NFD").into();
}
