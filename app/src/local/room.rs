//! How much room there is, and whether the browser promises to keep what is stored. Knows nothing of what is stored.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What every browser gives local storage, in bytes: 5 MiB, two bytes to a character (HTML Standard, 12.2, as built).
pub const LOCAL_STORAGE: usize = 10 * 1024 * 1024;

/// Whether the browser promised not to clear what is stored by itself; None if it doesn't say.
pub async fn is_kept() -> Option<bool> {
    settled(manager()?.persisted()).await.and_then(|kept| kept.as_bool())
}

/// Asks the browser to keep what is stored, unless it has promised to. Once there is something worth keeping: some
/// browsers ask the person, who has to know what it is about, and others decide by how much a site is used.
pub async fn ask_unless_kept() {
    if is_kept().await == Some(false) {
        ask_to_keep().await;
    }
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
