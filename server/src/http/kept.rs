//! Pages as they were rendered last, for everyone who asks for the same. Promises that a page is rendered by one request at a
//! time and at most twice a second however many ask, that nothing older than [`LATE`] is served once something has changed, and
//! that what is served is compressed once. Knows nothing of what pages show.

use super::assets::accepts;
use app::visitor::Visitor;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// After a change a page may be so much behind it: as often as live viewers get a frame.
const LATE: Duration = Duration::from_millis(500);
/// A page in which nothing has changed is rendered anew after so long, for it says what the server's clock was.
const OLD: Duration = Duration::from_secs(30);
/// So many pages are kept, and none for longer than [`OLD`].
const MOST: usize = 512;
/// Moderately small, in a few milliseconds.
const BROTLI_QUALITY: u32 = 5;

/// What makes one page differ from another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub path: String,
    pub query: String,
    pub visitor: Visitor,
}

/// The pages.
#[derive(Default)]
pub struct Kept(Mutex<HashMap<Key, Arc<Slot>>>);

/// One page. Whoever renders it holds the lock; the others wait for what comes of it.
#[derive(Default)]
struct Slot(tokio::sync::Mutex<Option<Arc<Copy>>>);

/// A rendered page in the forms in which it is sent.
pub struct Copy {
    rendered: Instant,
    version: u64,
    tag: HeaderValue,
    html: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Kept {
    /// The page, as it was kept or as `render` makes it; what is not worth keeping comes back as `Err`. `version` grows with
    /// each change of what pages show.
    pub async fn get<E>(
        &self,
        key: Key,
        version: u64,
        render: impl Future<Output = Result<String, E>>,
    ) -> Result<Arc<Copy>, E> {
        let slot = self.slot(key);
        let mut held = slot.0.lock().await;
        if let Some(copy) = held.as_ref().filter(|copy| copy.is_good(version)) {
            return Ok(Arc::clone(copy));
        }
        *held = None;
        let copy = Arc::new(Copy::new(version, render.await?));
        *held = Some(Arc::clone(&copy));
        Ok(copy)
    }

    fn slot(&self, key: Key) -> Arc<Slot> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MOST && !slots.contains_key(&key) {
            slots.retain(|_, slot| slot.is_wanted());
            if slots.len() >= MOST {
                slots.clear();
            }
        }
        Arc::clone(slots.entry(key).or_default())
    }
}

impl Slot {
    fn is_wanted(&self) -> bool {
        match self.0.try_lock() {
            Ok(held) => held.as_ref().is_some_and(|copy| copy.rendered.elapsed() < OLD),
            // It is being rendered.
            Err(_) => true,
        }
    }
}

impl Copy {
    /// A page that was rendered just now.
    pub fn new(version: u64, html: String) -> Copy {
        let digest = Sha256::digest(&html);
        let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        // Weak, because the same page goes out compressed or not.
        let tag = HeaderValue::try_from(format!("W/\"{digest}\"")).expect("hexadecimal digits are ASCII");
        let (brotli, gzip) = (OnceLock::new(), OnceLock::new());
        Copy { rendered: Instant::now(), version, tag, html: html.into(), brotli, gzip }
    }

    fn is_good(&self, version: u64) -> bool {
        let age = self.rendered.elapsed();
        age < LATE || (age < OLD && self.version == version)
    }

    /// The answer to a request for it, or that whoever asks has it already.
    pub fn answer(&self, request: &HeaderMap) -> Response {
        let known = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        let mut tags = known.flat_map(|value| value.split(',')).map(str::trim);
        let mut response = if tags.any(|tag| tag == "*" || self.tag == tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.whole(request)
        };
        response.headers_mut().insert(header::ETAG, self.tag.clone());
        response
    }

    fn whole(&self, request: &HeaderMap) -> Response {
        let (coding, bytes) = if accepts(request, "br") {
            (Some("br"), self.brotli.get_or_init(|| super::assets::brotli(&self.html, BROTLI_QUALITY)))
        } else if accepts(request, "gzip") {
            (Some("gzip"), self.gzip.get_or_init(|| super::body::gzip(&self.html, flate2::Compression::default())))
        } else {
            (None, &self.html)
        };
        let mut response = Response::new(Body::from(bytes.clone()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn key(path: &str) -> Key {
        Key { path: path.to_owned(), query: String::new(), visitor: Visitor::default() }
    }

    async fn ask(kept: &Kept, path: &str, version: u64, times: &AtomicUsize) -> Arc<Copy> {
        let render = async {
            tokio::task::yield_now().await;
            Ok::<_, Infallible>(format!("{path} {}", times.fetch_add(1, Ordering::SeqCst)))
        };
        kept.get(key(path), version, render).await.unwrap()
    }

    #[tokio::test]
    async fn thousands_who_ask_at_once_cost_one_rendering() {
        let (kept, times) = (Kept::default(), AtomicUsize::new(0));
        let asking = (0..2_000).map(|version| ask(&kept, "/", version, &times));
        let copies = futures::future::join_all(asking).await;
        assert_eq!(times.load(Ordering::SeqCst), 1);
        assert!(copies.iter().all(|copy| copy.html == copies[0].html));
    }

    #[tokio::test]
    async fn what_has_changed_is_rendered_anew() {
        let (kept, times) = (Kept::default(), AtomicUsize::new(0));
        ask(&kept, "/", 1, &times).await;
        // As if it had been rendered a while ago.
        let slot = kept.slot(key("/"));
        let mut held = slot.0.lock().await;
        let first = held.take().unwrap();
        *held = Some(Arc::new(Copy { rendered: first.rendered - LATE, ..Copy::new(1, "earlier".to_owned()) }));
        drop(held);
        assert_eq!(ask(&kept, "/", 1, &times).await.html, "earlier", "nothing has changed");
        assert_eq!(ask(&kept, "/", 2, &times).await.html, "/ 1");
    }

    #[tokio::test]
    async fn a_page_that_fails_is_not_kept_and_a_flood_of_addresses_costs_no_memory() {
        let kept = Kept::default();
        assert!(kept.get(key("/"), 1, async { Err::<String, _>("not found") }).await.is_err());
        let times = AtomicUsize::new(0);
        for number in 0..3 * MOST {
            ask(&kept, &format!("/{number}"), 1, &times).await;
        }
        assert!(kept.0.lock().unwrap().len() <= MOST);
    }
}
