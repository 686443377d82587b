//! Public pages, rendered here: whatever isn't the API, the app or a file.

use std::sync::Arc;

use app::board::SharedSource;
use app::pages::{Asked, render};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{MethodRouter, get},
};
use tower_http::compression::CompressionLayer;

use super::{assets::Site, security, visitor};

/// Renders whatever address it is asked for; an address without a page gets the not-found page with status 404. Mount it
/// as the router's fallback: `.fallback_service(pages::service(site, source))`. Without a source, boards say that they
/// can't be had just now.
pub fn service<S>(site: Arc<Site>, source: Option<SharedSource>) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    get(move |request: Request| page(site.clone(), source.clone(), request)).layer(CompressionLayer::new())
}

async fn page(site: Arc<Site>, source: Option<SharedSource>, request: Request) -> Response {
    if let Some(choice) = visitor::choice(&request) {
        return choice;
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let search = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "q");
    let search = search.map(|(_, text)| text.into_owned()).unwrap_or_default();
    let path = request.uri().path().to_owned();
    let asked = Asked { path, search, query, visitor: visitor::of(request.headers()) };
    let rendered = render(site.release(), &asked, source.as_deref()).await;
    let status = StatusCode::from_u16(rendered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut headers = HeaderMap::new();
    security::harden(&mut headers);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(security::POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // Language and theme are in the page.
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    (status, headers, Html(rendered.html)).into_response()
}
