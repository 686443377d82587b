//! Hands a file to the person. Knows nothing of what is in it.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};

/// Starts the download of a text as a file of this media type.
///
/// # Errors
/// What the browser said, if it doesn't let us.
pub fn save_file(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has its own hold on the data by the time this is let go.
    let let_go = move || {
        if let Err(problem) = web_sys::Url::revoke_object_url(&url) {
            leptos::logging::warn!("{problem:?}");
        }
    };
    leptos::prelude::set_timeout(let_go, std::time::Duration::from_secs(60));
    Ok(())
}
