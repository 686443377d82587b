//! The front end of Triệu Sáng Kiến, in parts that nobody loads without need of them.
//!
//! Public pages are rendered by the server (feature `ssr`) and brought to life by the part `board`. `/app` and everything
//! below it is a static shell that the part `worksite` fills, online and offline alike, or under `/app/review` and some
//! other addresses the part `desk`, which is the officers'. What is shown on stage and on air, `/show/…`, is drawn by the
//! part `stage`; producers run it from `/show/control`, the part `control`. Each part is this crate compiled to wasm with
//! one feature; with all of them it is one bundle that does whatever the page needs. Nothing in this crate knows of HTTP
//! handlers or SQL.

pub mod administration;
pub mod board;
#[cfg(feature = "ssr")]
pub mod document;
pub mod i18n;
#[cfg(any(feature = "worksite", feature = "desk", feature = "control"))]
mod link;
pub mod live;
pub mod local;
#[cfg(any(feature = "board", feature = "worksite", feature = "desk"))]
mod locks;
pub mod markup;
pub mod pages;
#[cfg(any(feature = "worksite", feature = "desk"))]
mod passkey;
pub mod reality;
#[cfg(any(feature = "control", test))]
pub mod show;
#[cfg(any(feature = "stage", test))]
pub mod stage;
#[cfg(feature = "ssr")]
pub mod stories;
#[cfg(feature = "desk")]
mod tablet;
pub mod ui;
pub mod vault;
pub mod visitor;

/// What the boot module calls once the wasm is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|info| leptos::logging::error!("{info}")));
    let in_shell = leptos::prelude::document().body().is_some_and(|body| body.has_attribute("data-shell"));
    #[cfg(feature = "desk")]
    let is_desk = pages::desk::is_here();
    #[cfg(all(feature = "worksite", not(feature = "desk")))]
    let is_desk = false;
    #[cfg(feature = "stage")]
    let is_stage = pages::stage::is_here();
    #[cfg(all(feature = "worksite", not(feature = "stage")))]
    let is_stage = false;
    #[cfg(feature = "control")]
    let is_control = pages::control::is_here();
    #[cfg(all(feature = "worksite", not(feature = "control")))]
    let is_control = false;
    #[cfg(feature = "control")]
    if in_shell && is_control {
        leptos::mount::mount_to_body(pages::control::start);
    }
    #[cfg(feature = "stage")]
    if in_shell && is_stage {
        leptos::mount::mount_to_body(pages::stage::start);
    }
    #[cfg(feature = "desk")]
    if in_shell && is_desk {
        leptos::mount::mount_to_body(pages::desk::start);
    }
    #[cfg(feature = "worksite")]
    if in_shell && !is_desk && !is_stage && !is_control {
        leptos::mount::mount_to_body(pages::work::start);
    }
    #[cfg(feature = "board")]
    if !in_shell {
        leptos::mount::mount_to_body(pages::board::start);
    }
}
