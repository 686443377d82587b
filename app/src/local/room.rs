//! How much room the device has for us, and whether the browser promises to keep it. Knows nothing of what is stored.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What every browser gives local storage, in bytes: 5 MiB, two bytes to a character (HTML Standard, 12.2, as built).
pub const LOCAL_STORAGE: usize = 10 * 1024 * 1024;

/// What the browser says of its storage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Bytes that are free for this site as a whole; local storage has its own, smaller limit.
    pub free: Option<f64>,
    /// Whether the browser promised not to clear it by itself; None if it doesn't say.
    pub kept: Option<bool>,
}

/// Asks the browser.
pub async fn look() -> Room {
    let Some(manager) = manager() else { return Room { free: None, kept: None } };
    let estimate =
        settled(manager.estimate()).await.map(|estimate| estimate.unchecked_into::<web_sys::StorageEstimate>());
    let free = estimate.and_then(|estimate| Some(estimate.get_quota()? - estimate.get_usage()?));
    Room { free, kept: settled(manager.persisted()).await.and_then(|kept| kept.as_bool()) }
}

/// Asks the browser to keep what is stored. Some ask the person, most decide by themselves.
pub async fn ask_to_keep() -> bool {
    let Some(manager) = manager() else { return false };
    settled(manager.persist()).await.and_then(|kept| kept.as_bool()).unwrap_or(false)
}

async fn settled(asked: Result<js_sys::Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(asked.ok()?).await.ok()
}

/// Only in secure contexts, and not in old browsers.
fn manager() -> Option<web_sys::StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_object)?;
    Some(manager.unchecked_into())
}
