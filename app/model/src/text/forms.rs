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

/// The decomposed form in which half and full width and other forms of a letter are that letter, NFKD.
pub(crate) fn unfolded(text: &str) -> String {
    #[cfg(not(target_arch = "wasm32"))]
    return text.nfkd().collect();
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).normalize("NFKD").into();
}

/// Whether it is a mark that is drawn upon the letter before it (general category M).
pub(crate) fn is_mark(c: char) -> bool {
    #[cfg(not(target_arch = "wasm32"))]
    return unicode_normalization::char::is_combining_mark(c);
    #[cfg(target_arch = "wasm32")]
    {
        thread_local!(static MARK: js_sys::RegExp = js_sys::RegExp::new(r"\p{M}", "u"));
        MARK.with(|mark| mark.test(c.encode_utf8(&mut [0; 4])))
    }
}
