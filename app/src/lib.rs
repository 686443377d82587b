//! The front end of Triệu Sáng Kiến: one wasm bundle with two entries.
//!
//! Public pages are rendered by the server and hydrated here; `/app` and everything below it is a
//! static shell into which the same [`App`] is mounted, online and offline alike. Nothing in this
//! crate knows of HTTP handlers or SQL.

#![recursion_limit = "512"]

pub mod board;
#[cfg(feature = "ssr")]
mod document;
pub mod i18n;
pub mod live;
pub mod local;
#[cfg(feature = "hydrate")]
pub mod markup;
pub mod pages;
pub mod reality;
pub mod ui;
pub mod visitor;

#[cfg(feature = "ssr")]
pub use document::{Release, page, shell};

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use pages::{Nation, NotFound, Privacy, Rules, Unit, Units};

/// The whole application: every page, public or not, behind one router.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    visitor::provide_visitor();
    reality::provide_reality();
    view! {
        <Title text="Triệu Sáng Kiến" />
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Nation />
                <Route path=path!("/units") view=Units />
                <Route path=path!("/units/:code") view=Unit />
                <Route path=path!("/rules") view=Rules />
                <Route path=path!("/privacy") view=Privacy />
                <Route path=path!("/dev/gallery") view=gallery />
            </Routes>
        </Router>
    }
}

/// The gallery of components, in debug builds only.
#[cfg(debug_assertions)]
fn gallery() -> impl IntoView {
    pages::Gallery()
}

/// There is no such page in a release.
#[cfg(not(debug_assertions))]
fn gallery() -> impl IntoView {
    NotFound()
}

/// What the browser calls once the wasm is there: mounts into the static shell (`<body data-shell>`), hydrates anything
/// else. The pages under `/app` are only ever in the shell.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| {
        leptos::logging::error!("{info}");
    }));
    let in_shell = document().body().is_some_and(|body| body.has_attribute("data-shell"));
    let path = window().location().pathname().unwrap_or_default();
    if in_shell && (path == "/app" || path.starts_with("/app/")) {
        leptos::mount::mount_to_body(pages::work::start);
    } else if in_shell {
        // A public page without a link: the worker answers with the shell.
        leptos::mount::mount_to_body(App);
    } else {
        leptos::mount::hydrate_body(App);
    }
}
