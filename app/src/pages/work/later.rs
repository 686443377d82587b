//! Pages that nobody needs in order to write and send. A release has them in a wasm of their own (feature `split`), which is
//! loaded when one of them is opened, and kept on the device as soon as something of the person is there. Without the feature
//! they are part of the app as any page is.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use leptos::ev;
use leptos::prelude::*;
use model::id::InitiativeId;
use wasm_bindgen_futures::spawn_local;

use super::desk::{Here, back_head, content, focus_content, sheet_of};
use super::{conflict, device, editor, honour, passkeys};
use crate::i18n::work;
use crate::markup::{El, button, el, follow, settled};
use crate::ui::Icon;

/// Such a page.
#[derive(Clone, Copy, PartialEq)]
pub enum Later {
    /// What is stored on this device.
    Device,
    /// The choice between two wordings of an initiative.
    Conflict(InitiativeId),
    /// An initiative to read.
    Reading(InitiativeId),
    /// In the editor: what of an initiative isn't shown to everybody, and why.
    KeptBack(InitiativeId),
    /// Before the list: what was recognised and not seen yet.
    Recognised,
    /// While joining: coming back with a passkey.
    Passkey,
}

thread_local! {
    /// Once it was loaded it stays.
    static IS_LOADED: Cell<bool> = const { Cell::new(false) };
}

/// Where the code of these pages is.
#[derive(Clone, Copy, PartialEq)]
enum Code {
    Coming,
    Loaded,
    /// Neither on the device nor to be had just now.
    Missing,
}

/// Where the code is, and what tries again to load it: it is tried at once, and when there is a link again.
fn code() -> (RwSignal<Code>, impl Fn() + Copy) {
    let code = RwSignal::new(if IS_LOADED.get() { Code::Loaded } else { Code::Coming });
    let load = move || {
        code.set(Code::Coming);
        spawn_local(async move {
            let is_loaded = split::load().await.is_ok();
            IS_LOADED.set(is_loaded);
            // The person may have gone to another page meanwhile.
            code.try_set(if is_loaded { Code::Loaded } else { Code::Missing });
        });
    };
    if code.get_untracked() == Code::Coming {
        load();
    }
    let online = window_event_listener(ev::online, move |_| {
        if code.get_untracked() == Code::Missing {
            load();
        }
    });
    on_cleanup(move || online.remove());
    (code, load)
}

/// Shows such a page as soon as its code is there.
pub fn page(here: Here, page: Later) -> El {
    let (code, load) = code();
    follow(move || {
        if code.get() == Code::Loaded {
            request_animation_frame(focus_content);
        }
    });
    el("div", "").live(move || {
        Some(match code.get() {
            Code::Coming => content("phone").put(el("p", "quiet").text(work::OPENING.say(here.lang))),
            Code::Loaded => loaded(here, page).unwrap_or_else(|| missing(here, load)),
            Code::Missing => missing(here, load),
        })
    })
}

/// A part of a page that comes when its code is there; nothing until then.
pub fn part(here: Here, part: Later) -> El {
    let (code, _) = code();
    el("div", "").live(move || if code.get() == Code::Loaded { loaded(here, part) } else { None })
}

/// Has the worker keep the code of these pages once somebody has joined or written here.
pub fn keep(here: Here) {
    let is_somebodys = settled(move || {
        let has_joined = here.store.status(|engine| engine.session().is_some());
        has_joined || here.store.list(|engine| engine.drafts().next().is_some())
    });
    follow(move || {
        if is_somebodys() {
            let told = web_sys::Event::new("app-keep").and_then(|event| window().dispatch_event(&event));
            if let Err(problem) = told {
                leptos::logging::error!("{problem:?}");
            }
        }
    });
}

/// The page, whose code is loaded: there is nothing to wait for.
fn loaded(here: Here, page: Later) -> Option<El> {
    match pin!(split::show(here, page)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(page)) => Some(page),
        Poll::Ready(Err(_)) | Poll::Pending => None,
    }
}

fn missing(here: Here, load: impl Fn() + 'static) -> El {
    let title = work::NOT_LOADED.say(here.lang);
    let words = el("div", "empty lost")
        .icon(Icon::Offline)
        .put(el("p", "").text(work::NOT_LOADED_WHY.say(here.lang)))
        .put(el("p", "").put(button("btn btn--main", load).text(work::LOAD_AGAIN.say(here.lang))));
    sheet_of(title, [back_head(here, title), content("phone").put(words)])
}

/// What the second wasm begins with.
#[cfg(feature = "split")]
#[allow(unsafe_code, reason = "the split point that the macro makes is a foreign function")]
mod split {
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::*;

    #[wasm_split(later, fallible, preload(load))]
    pub fn show(here: Here, page: Later) -> Result<El, SplitLoaderError> {
        Ok(page_of(here, page))
    }
}

/// Everything is in one wasm.
#[cfg(not(feature = "split"))]
mod split {
    use std::convert::Infallible;

    use super::*;

    pub async fn load() -> Result<(), Infallible> {
        Ok(())
    }

    pub async fn show(here: Here, page: Later) -> Result<El, Infallible> {
        Ok(page_of(here, page))
    }
}

fn page_of(here: Here, page: Later) -> El {
    match page {
        Later::Device => device::page(here),
        Later::Conflict(id) => conflict::page(here, id),
        Later::Reading(id) => editor::reading(here, id),
        Later::KeptBack(id) => editor::kept_back(here, id),
        Later::Recognised => honour::lead(here),
        Later::Passkey => passkeys::come_back(here),
    }
}
