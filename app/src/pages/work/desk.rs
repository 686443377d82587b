//! The frame of every page under `/app`: starts the local store once, and shows what can be undone.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use super::editor::focus;

use crate::i18n::{use_lang, work};
use crate::local::{LocalStore, Undo};
use crate::reality::{Reality, use_reality};
use crate::ui::{DemoMark, Icon, Mark, Toast};

/// What every page under `/app` works with.
#[derive(Clone, Copy)]
pub struct Here {
    pub store: LocalStore,
    pub undo: Undo,
}

thread_local! {
    /// Lives as long as the tab: drafts are synced also while a public page is shown.
    static HERE: RefCell<Option<(Owner, Here)>> = const { RefCell::new(None) };
}

/// The local store of this tab.
pub fn here() -> Here {
    HERE.with_borrow_mut(|here| {
        let (_, here) = here.get_or_insert_with(|| {
            let lang = use_lang();
            let owner = Owner::new_root(None);
            let started = owner.with(|| {
                let undo = Undo::default();
                Here { store: LocalStore::start(lang, undo), undo }
            });
            (owner, started)
        });
        *here
    })
}

/// The frame. Its content appears once effects run, that is in the browser after mounting, so that nothing below it
/// reads local storage while a page is being hydrated.
#[component]
pub fn Desk() -> impl IntoView {
    let mounted = RwSignal::new(false);
    Effect::new(move || mounted.set(true));
    tell_new_pages();
    view! {
        <Show when=move || mounted.get()>
            {(use_reality() == Reality::Demo).then(|| view! { <DemoMark /> })}
            <Outlet />
            <Toasts />
        </Show>
    }
    .into_any()
}

/// After going to another page, a screen reader begins with its content, unless a box there took the cursor.
fn tell_new_pages() {
    let address = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = address.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| {
                let nowhere = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
                if let Some(main) = document().get_element_by_id("noi-dung").filter(|_| nowhere)
                    && main.set_attribute("tabindex", "-1").is_ok()
                {
                    focus(&main);
                }
            });
        }
        now
    });
}

#[component]
fn Toasts() -> impl IntoView {
    let Here { undo, .. } = here();
    let stays = Callback::new(move |stays| undo.linger(stays));
    let take_back = Callback::new(move |()| undo.take_back());
    view! {
        <div class="toasts" role="status">
            {move || {
                undo.said()
                    .map(|said| view! { <Toast words=said.words undo=said.revocable.then_some(take_back) stays=stays /> })
            }}
        </div>
    }
    .into_any()
}

/// The head of a page that is one of the three places.
#[component]
pub fn PlaceHead(title: &'static str) -> impl IntoView {
    view! {
        <Title text=page_title(title) />
        <header class="bar-top">
            <Mark />
            <h1>{title}</h1>
        </header>
    }
    .into_any()
}

/// The head of a page that one goes back from.
#[component]
pub fn BackHead(title: &'static str, #[prop(default = "/app")] back: &'static str) -> impl IntoView {
    view! {
        <Title text=page_title(title) />
        <header class="bar-top">
            <BackLink back=back />
            <h1>{title}</h1>
        </header>
    }
    .into_any()
}

/// The arrow at the top.
#[component]
pub fn BackLink(#[prop(default = "/app")] back: &'static str) -> impl IntoView {
    let lang = use_lang();
    view! {
        <a class="btn btn--plain btn--icon" href=back aria-label=work::BACK_TO_LIST.say(lang)>
            {Icon::Left.draw()}
        </a>
    }
}

/// "Sáng kiến của tôi – Triệu Sáng Kiến".
pub fn page_title(title: &str) -> String {
    format!("{title} – Triệu Sáng Kiến")
}

/// An address under `/app` that leads nowhere.
#[component]
pub fn Nowhere() -> impl IntoView {
    let lang = use_lang();
    view! {
        <BackHead title=work::NOT_FOUND.say(lang) />
        <main class="phone" id="noi-dung">
            <p>
                <a class="btn" href="/app">
                    {work::BACK_TO_LIST.say(lang)}
                </a>
            </p>
        </main>
    }
    .into_any()
}
