//! The pages under `/app`: a person's own initiatives on this device. They live in the static shell, read the local
//! store alone, and work without a link.

#[cfg(feature = "hydrate")]
mod backup;
#[cfg(feature = "hydrate")]
mod conflict;
#[cfg(feature = "hydrate")]
mod desk;
#[cfg(feature = "hydrate")]
mod device;
#[cfg(feature = "hydrate")]
mod editor;
#[cfg(feature = "hydrate")]
mod join;
#[cfg(feature = "hydrate")]
mod mine;
#[cfg(feature = "hydrate")]
mod notices;
#[cfg(feature = "hydrate")]
mod row;
pub mod standing;
#[cfg(feature = "hydrate")]
mod unit_name;

use leptos::prelude::*;
use leptos_router::MatchNestedRoutes;
use leptos_router::components::{ParentRoute, Route};
use leptos_router::path;

/// The routes below `/app`.
#[cfg(feature = "hydrate")]
#[component(transparent)]
pub fn WorkRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/app") view=desk::Desk>
            <Route path=path!("") view=mine::Mine />
            <Route path=path!("new") view=editor::New />
            <Route path=path!("initiatives/:id") view=editor::Editor />
            <Route path=path!("initiatives/:id/conflict") view=conflict::Conflict />
            <Route path=path!("join") view=join::Join />
            <Route path=path!("device") view=device::Device />
            <Route path=path!("*rest") view=desk::Nowhere />
        </ParentRoute>
    }
    .into_inner()
}

/// On the server there is nothing to render below `/app`: it answers with the static shell.
#[cfg(not(feature = "hydrate"))]
#[component(transparent)]
pub fn WorkRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/app") view=|| ()>
            <Route path=path!("*rest") view=|| () />
        </ParentRoute>
    }
    .into_inner()
}
