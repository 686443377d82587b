//! A sheet from below on a phone, a dialog on anything wider. The browser's own dialog: it keeps the focus inside, gives
//! it back, and closes with Escape.

use leptos::ev;
use leptos::prelude::*;

/// Asks or shows one thing. What is inside is made when it opens.
#[component]
pub fn Sheet(
    /// Whether it is open. Closing it any way sets this.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it says and asks, the buttons among it in a `sheet__acts`.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open()
            && let Err(problem) = dialog.show_modal()
        {
            leptos::logging::error!("{problem:?}");
        }
    });
    // A touch beside it closes it, as people expect of a sheet.
    let on_click = move |event: ev::MouseEvent| {
        #[cfg(feature = "hydrate")]
        if event.target() == event.current_target() {
            open.set(false);
        }
        #[cfg(not(feature = "hydrate"))]
        let _unused = event;
    };
    view! {
        <dialog
            class="sheet"
            node_ref=dialog
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
            on:click=on_click
        >
            <Show when=move || open.get()>
                <h2>{move || title.get()}</h2>
                {children()}
            </Show>
        </dialog>
    }
    .into_any()
}
