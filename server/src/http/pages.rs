//! Public pages, rendered here: whatever isn't the API, the app or a file.

use std::sync::Arc;

use app::board::SharedSource;
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
/// A story that is withdrawn has to leave every screen within two seconds: one of a cache, and half a one of ours.
const STORIES: HeaderValue = HeaderValue::from_static("public, max-age=0, s-maxage=1, must-revalidate");
const EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

/// What a page shows, which says how long it may be kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Board,
    Stories,
    /// Made for one visitor, or the same until the next release.
    Other,
}

impl Content {
    fn of(path: &str, search: &str) -> Content {
        match path {
            "/stories" => Content::Stories,
            path if path.starts_with("/stories/") => Content::Stories,
            path if search.is_empty() && (path == "/" || path.starts_with("/units")) => Content::Board,
            _ => Content::Other,
        }
    }

    const fn cached(self) -> HeaderValue {
        match self {
            Content::Board => BOARD,
            Content::Stories => STORIES,
            Content::Other => EACH_TIME,
        }
    }
}

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
    let kind = Content::of(&path, &search);
    let asked = Asked { path, search, query, visitor: visitor::of(request.headers()) };
    let source = pages.source.as_deref();
    let version = source.map_or(0, |source| match kind {
        Content::Stories => source.stories_version(),
        Content::Board | Content::Other => source.version(),
    });
    let key = Key { path: asked.path.clone(), query: asked.query.clone(), visitor: asked.visitor };
    let rendering = async {
        let rendered = render(pages.site.release(), &asked, source).await;
        if rendered.status == StatusCode::OK { Ok(rendered.html) } else { Err(rendered) }
    };
    let found = if kind != Content::Other {
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
    headers.insert(header::CACHE_CONTROL, if is_there { kind.cached() } else { EACH_TIME });
    // Language and theme are in the page.
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
    response
}
