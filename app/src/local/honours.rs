//! Which recognitions the person has seen on this device, so that each leads once.

use gloo_storage::{LocalStorage, Storage};
use model::id::InitiativeId;
use model::initiative::RecognitionLevel;

/// Signing out removes it, as it does every key with this beginning.
const KEY: &str = "tsk.honours";

/// An initiative and the level at which it is recognised.
pub type Honour = (InitiativeId, Option<RecognitionLevel>);

fn name((id, level): Honour) -> String {
    let level = match level {
        Some(RecognitionLevel::Grassroots) => "1",
        Some(RecognitionLevel::Upper) => "2",
        Some(RecognitionLevel::National) => "3",
        None => "0",
    };
    format!("{id}:{level}")
}

fn seen() -> String {
    LocalStorage::raw().get_item(KEY).ok().flatten().unwrap_or_default()
}

/// Whether the person has seen it.
pub fn is_seen(honour: Honour) -> bool {
    seen().split(' ').any(|seen| seen == name(honour))
}

/// The person has seen it. Without room it leads once more.
pub fn mark_seen(honour: Honour) {
    if !is_seen(honour) {
        let all = format!("{} {}", seen(), name(honour));
        if LocalStorage::raw().set_item(KEY, all.trim_start()).is_err() {
            leptos::logging::warn!("no room to keep that a recognition was seen");
        }
    }
}
