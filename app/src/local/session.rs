//! Whose device this is, as pages beside the worksite may know it. Only the worksite writes it.

/// Where the session lies in local storage.
pub(super) const SESSION: &str = "tsk.session";

/// Whoever has joined on this device.
#[cfg(any(feature = "board", feature = "desk"))]
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// The secret of their session.
    pub token: String,
    /// Họ và tên.
    pub name: String,
}

/// Whoever has joined on this device; `None` if nobody has, or if they have to join again.
#[cfg(any(feature = "board", feature = "desk"))]
pub fn joined() -> Option<Joined> {
    #[derive(serde::Deserialize)]
    struct Kept {
        token: String,
        member: Member,
        #[serde(default)]
        expired: bool,
    }
    #[derive(serde::Deserialize)]
    struct Member {
        name: String,
    }
    let storage = web_sys::window()?.local_storage().ok()??;
    let kept: Kept = serde_json::from_str(&storage.get_item(SESSION).ok()??).ok()?;
    (!kept.expired).then_some(Joined { token: kept.token, name: kept.member.name })
}
