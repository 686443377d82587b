//! Whose device this is, as pages beside the worksite may know it. Only the worksite writes it.

/// Where the session lies in local storage.
pub(super) const SESSION: &str = "tsk.session";

/// The token of whoever has joined on this device; `None` of nobody, or if they have to join again.
#[cfg(feature = "board")]
pub fn session_token() -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Kept {
        token: String,
        #[serde(default)]
        expired: bool,
    }
    let storage = web_sys::window()?.local_storage().ok()??;
    let kept: Kept = serde_json::from_str(&storage.get_item(SESSION).ok()??).ok()?;
    (!kept.expired).then_some(kept.token)
}
