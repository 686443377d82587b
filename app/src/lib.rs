//! The front end of Triệu Sáng Kiến: one wasm bundle with two entries.
//!
//! Public pages are rendered by the server and hydrated here; `/app` and everything below it is a
//! static shell into which the same [`App`] is mounted, online and offline alike. Nothing in this
//! crate knows of HTTP handlers or SQL.

#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
mod document;
pub mod i18n;
pub mod local;
pub mod pages;
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

use pages::{Home, NotFound, WorkRoutes};

/// The whole application: every page, public or not, behind one router.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    visitor::provide_visitor();
    view! {
        <Title text="Triệu Sáng Kiến" />
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Home />
                <WorkRoutes />
            </Routes>
        </Router>
    }
}

/// What the browser calls once the wasm is there: mounts into the static shell (`<body data-shell>`),
/// hydrates anything else.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| {
        leptos::logging::error!("{info}");
    }));
    let in_shell = document().body().is_some_and(|body| body.has_attribute("data-shell"));
    if in_shell {
        leptos::mount::mount_to_body(App);
    } else {
        leptos::mount::hydrate_body(App);
    }
}
