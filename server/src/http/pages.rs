//! Public pages, rendered here: whatever isn't the API, the app or a file.

use std::sync::Arc;

use app::board::{BoardSource, SharedSource};
use app::pages::{Asked, render};
use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{MethodRouter, get},
};

use super::kept::{Copy, Kept, Key};
use super::{assets::Site, security, visitor};

/// Renders whatever address it is asked for; an address without a page gets the not-found page with status 404. Mount it
/// as the router's fallback: `.fallback_service(pages::service(site, source))`. Without a source, boards say that they
/// can't be had just now.
pub fn service<S>(site: Arc<Site>, source: Option<SharedSource>) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    let pages = Arc::new(Pages { site, source, kept: Kept::default() });
    get(move |request: Request| page(Arc::clone(&pages), request))
}

/// Caches on the way may answer for a board for a second, and for a server that is away for ten minutes: the page says when its
/// numbers held, and asks for the stream itself. A visitor's browser asks each time.
const BOARD: HeaderValue =
    HeaderValue::from_static("public, max-age=0, s-maxage=1, stale-while-revalidate=5, stale-if-error=600");
const EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

/// What the pages are made from.
struct Pages {
    site: Arc<Site>,
    source: Option<SharedSource>,
    kept: Kept,
}

async fn page(pages: Arc<Pages>, request: Request) -> Response {
    if let Some(choice) = visitor::choice(&request) {
        return choice;
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let search = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "q");
    let search = search.map(|(_, text)| text.into_owned()).unwrap_or_default();
    let path = request.uri().path().to_owned();
    let is_board = search.is_empty() && (path == "/" || path.starts_with("/units"));
    let asked = Asked { path, search, query, visitor: visitor::of(request.headers()) };
    let source = pages.source.as_deref();
    let version = source.map_or(0, BoardSource::version);
    let key = Key { path: asked.path.clone(), query: asked.query.clone(), visitor: asked.visitor };
    let rendering = async {
        let rendered = render(pages.site.release(), &asked, source).await;
        if rendered.status == StatusCode::OK { Ok(rendered.html) } else { Err(rendered) }
    };
    let found = if is_board {
        pages.kept.get(key, version, rendering).await
    } else {
        rendering.await.map(|html| Arc::new(Copy::new(version, html)))
    };
    let (mut response, is_there) = match found {
        Ok(copy) => (copy.answer(request.headers()), true),
        Err(rendered) => {
            let status = StatusCode::from_u16(rendered.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            ((status, Html(rendered.html)).into_response(), false)
        }
    };
    let headers = response.headers_mut();
    security::harden(headers);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(security::POLICY));
    headers.insert(header::CACHE_CONTROL, if is_board && is_there { BOARD } else { EACH_TIME });
    // Language and theme are in the page.
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
    response
}
