//! `/app`: what is on this device. Lives in the static shell and is never rendered by the server.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The frame of every page below `/app`. Its content appears once effects run, that is in the
/// browser after mounting, so that nothing below it reads local storage while hydrating.
#[component]
pub fn Desk() -> impl IntoView {
    let mounted = RwSignal::new(false);
    Effect::new(move || mounted.set(true));
    view! {
        <Show when=move || mounted.get()>
            <Outlet />
        </Show>
    }
}

/// My initiatives, with the state of each.
#[component]
pub fn Mine() -> impl IntoView {
    view! {
        <main class="phone" id="noi-dung">
            <h1>"Sáng kiến của tôi"</h1>
            <p><a href="/">"Toàn quốc"</a></p>
        </main>
    }
}
