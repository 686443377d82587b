//! What the person should know before anything else on a page: the link, joining, room, a new version. Calm words, and
//! a way on for each.

use leptos::prelude::*;
use model::sync::Reach;

use super::backup;
use super::desk::{Here, here};
use crate::i18n::{use_lang, work};
use crate::local::room::LOCAL_STORAGE;
use crate::ui::{Banner, Icon, Tone};

/// From this share of the room on, the device counts as nearly full.
const NEARLY: usize = LOCAL_STORAGE / 10 * 8;

/// What there is to know, as a page's second part.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <Storage />
        <Link />
        <Joining />
        <NewVersion />
    }
    .into_any()
}

/// Offline, or the last try failed.
#[component]
fn Link() -> impl IntoView {
    let lang = use_lang();
    let Here { store, .. } = here();
    let unsent = Memo::new(move |_| store.list(|engine| engine.unsent()));
    let reach = Memo::new(move |_| store.status(|engine| (engine.reach(), engine.session().is_some())));
    let try_now = move |_| store.handle(model::sync::Event::Woken);
    move || match reach.get() {
        (Reach::Offline, _) => view! {
            <Banner icon=Icon::Offline role="status">
                <span>
                    <strong>{work::OFFLINE.say(lang)}</strong>
                    {move || work::offline_rest(unsent.get(), lang)}
                </span>
            </Banner>
        }
        .into_any(),
        (Reach::Failing, true) => view! {
            <Banner icon=Icon::Clock role="status">
                <span>{work::FAILING.say(lang)}</span>
                <button type="button" class="btn" on:click=try_now>
                    {work::TRY_NOW.say(lang)}
                </button>
            </Banner>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// Where joining stands, as far as the person has to know.
#[derive(Clone, Copy, PartialEq)]
enum Membership {
    In,
    Waiting,
    Refused,
    Expired,
    Not,
}

#[component]
fn Joining() -> impl IntoView {
    let lang = use_lang();
    let Here { store, .. } = here();
    let membership = Memo::new(move |_| {
        store.status(|engine| match (engine.session(), engine.joining()) {
            (_, Some(joining)) if joining.refused.is_some() => Membership::Refused,
            (_, Some(_)) => Membership::Waiting,
            (Some(session), None) if session.expired => Membership::Expired,
            (Some(_), None) => Membership::In,
            (None, None) => Membership::Not,
        })
    });
    move || {
        let (tone, strong, rest, act) = match membership.get() {
            Membership::In => return ().into_any(),
            Membership::Waiting => (Tone::Calm, work::JOINING, work::JOINING_WHAT, None),
            Membership::Refused => (Tone::Person, work::JOIN_REFUSED, work::JOIN_REFUSED_WHAT, Some(work::JOIN_FIX)),
            Membership::Expired => (Tone::Person, work::EXPIRED, work::EXPIRED_WHAT, Some(work::JOIN_AGAIN)),
            Membership::Not => (Tone::Update, work::NOT_JOINED, work::NOT_JOINED_WHAT, Some(work::JOIN)),
        };
        view! {
            <Banner icon=Icon::Users tone=tone role="status">
                <span>
                    <strong>{strong.say(lang)}</strong>
                    {rest.say(lang)}
                </span>
                {act.map(|act| view! { <a class="btn" href="/app/join">{act.say(lang)}</a> })}
            </Banner>
        }
        .into_any()
    }
}

/// No room, or nearly none, or something that can't be read.
#[component]
pub fn Storage(
    /// Only that words couldn't be stored: where someone writes, all else can wait.
    #[prop(optional)]
    only_unstored: bool,
) -> impl IntoView {
    let lang = use_lang();
    let Here { store, .. } = here();
    let unstored =
        Memo::new(move |_| store.list(|engine| engine.drafts().any(|draft| engine.is_unstored(draft.written.id))));
    let nearly = Memo::new(move |_| {
        store.status(|_| ());
        !only_unstored && store.bytes() > NEARLY
    });
    let unreadable = Memo::new(move |_| !store.kept().is_empty());
    let export = move |_| backup::save(here(), lang);
    move || {
        let (strong, rest, act) = match (unstored.get(), nearly.get(), unreadable.get()) {
            (true, ..) => (work::NOT_STORED, work::NOT_STORED_WHAT, None),
            _ if only_unstored => return ().into_any(),
            (_, true, _) => (work::NEARLY_FULL, work::NEARLY_FULL_WHAT, None),
            (.., true) => (work::UNREADABLE, work::UNREADABLE_WHAT, Some(work::LOOK)),
            _ => return ().into_any(),
        };
        view! {
            <Banner icon=Icon::Alert tone=Tone::Person role="status">
                <span>
                    <strong>{strong.say(lang)}</strong>
                    {rest.say(lang)}
                </span>
                {match act {
                    Some(act) => view! { <a class="btn" href="/app/device">{act.say(lang)}</a> }.into_any(),
                    None => {
                        view! {
                            <button type="button" class="btn" on:click=export>
                                {work::EXPORT.say(lang)}
                            </button>
                        }
                        .into_any()
                    }
                }}
            </Banner>
        }
        .into_any()
    }
}

/// A newer release is on the device. `boot.js` says when, and lets it in when asked.
#[component]
fn NewVersion() -> impl IntoView {
    let lang = use_lang();
    let Here { undo, .. } = here();
    let there = || document().document_element().is_some_and(|html| html.has_attribute("data-update"));
    let ready = RwSignal::new(there());
    let listener = window_event_listener_untyped("app-update-ready", move |_| ready.set(true));
    on_cleanup(move || listener.remove());
    let apply = move |_| {
        undo.settle();
        let told = web_sys::Event::new("app-update-apply").and_then(|event| window().dispatch_event(&event));
        if let Err(problem) = told {
            leptos::logging::error!("{problem:?}");
        }
    };
    view! {
        <Show when=move || ready.get()>
            <Banner icon=Icon::Refresh tone=Tone::Update role="status">
                <span>{work::NEW_VERSION.say(lang)}</span>
                <button type="button" class="btn" on:click=apply>
                    {work::UPDATE.say(lang)}
                </button>
            </Banner>
        </Show>
    }
    .into_any()
}
