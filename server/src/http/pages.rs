//! Public pages, rendered on the server. A page is rendered to its end in a task of its own and
//! answered from memory, so a visitor who leaves half-way leaves nothing behind in the renderer.

use std::sync::Arc;

use app::pages::PageStatus;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use leptos::prelude::{provide_context, use_context, use_nonce};
use leptos_axum::{ResponseOptions, render_app_async_with_context};
use tower_http::compression::CompressionLayer;

use super::{assets::Site, security, visitor};

/// Renders whatever address it is asked for; an address without a page gets the not-found page with
/// status 404. Mount it as the router's fallback: `.fallback_service(pages::service(site, context))`.
///
/// `context` runs before each page and provides what the pages read while rendering.
pub fn service<S>(site: Arc<Site>, context: impl Fn() + Clone + Send + Sync + 'static) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    // The first call wins; a second one means that the executor is already there.
    if any_spawner::Executor::init_tokio().is_err() {
        tracing::debug!("the renderer's executor was already set up");
    }
    get(move |request: Request| render(site.clone(), context.clone(), request)).layer(CompressionLayer::new())
}

async fn render(site: Arc<Site>, context: impl Fn() + Clone + Send + Sync + 'static, request: Request) -> Response {
    if let Some(choice) = visitor::choice(&request) {
        return choice;
    }
    let visitor = visitor::of(request.headers());
    let rendered = tokio::spawn(async move {
        let status = PageStatus::default();
        let provided = status.clone();
        let with_context = move || {
            provide_context(provided.clone());
            provide_context(visitor);
            set_policy();
            context();
        };
        let release = site.release().clone();
        let response = render_app_async_with_context(with_context, move || app::page(release.clone()))(request).await;
        let (mut parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await?;
        if parts.status == StatusCode::OK {
            parts.status = StatusCode::from_u16(status.get()).unwrap_or(StatusCode::OK);
        }
        security::harden(&mut parts.headers);
        parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
        // Language and theme are in the page.
        parts.headers.append(header::VARY, HeaderValue::from_static("cookie"));
        Ok::<_, axum::Error>(Response::from_parts(parts, Body::from(body)))
    })
    .await;
    match rendered {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

/// Puts the policy with this page's nonce on the response; runs inside the page's context.
fn set_policy() {
    let (Some(nonce), Some(options)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    if let Ok(policy) = HeaderValue::from_str(&security::policy(Some(&nonce))) {
        options.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn failed(error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page could not be rendered");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
