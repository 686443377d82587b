//! The site's own files: the app, its stylesheet, icons, the service worker and the static shells under
//! `/app` and `/show`. They come from memory, compressed in advance. Knows nothing of members or initiatives.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use app::document::{self, Bundle, Inline, Release};
use app::reality::Reality;
use app::visitor::Theme;
use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use bytes::Bytes;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tower_http::compression::CompressionLayer;

use super::PublicUrl;
use super::security::{self, Framers};

/// Where the worksite's shell lives; the same bytes are served for everything below it, but for the desk's addresses.
const WORKSITE: &str = "/app";
/// Where the officers' desk lives; the same shell is served for these addresses and everything below them.
const DESK: [&str; 6] = ["/app/review", "/app/sign-in", "/app/invitation", "/app/reset", "/app/units", "/app/account"];
/// Where the stage's shell lives, and with `/over` behind it that of the overlays.
const STAGE: &str = "/show";
/// Files with this prefix are fetched by graphics systems, whatever their own origin (EBU OGraf).
const GRAPHICS: &str = "show/ograf/";
/// Where the producers' control desk lives.
const CONTROL: &str = "/show/control";
/// Files with this prefix are named by their content.
const HASHED: &str = "pkg/";

/// Why there is no site to serve.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The build step that makes the site has not run.
    #[error("the site has not been built ({0} is missing): run `make build`, or `make dev` for debug")]
    NotBuilt(&'static str),
    /// The list names a file that isn't there, or isn't text.
    #[error("the site's assets.json names {0}, which can't be read")]
    Incomplete(String),
    /// The build step wrote a list that this server can't read.
    #[error("the site's assets.json can't be read")]
    Unreadable(#[from] serde_json::Error),
}

/// One release of the site, in memory.
#[derive(Debug)]
pub struct Site {
    release: Release,
    files: BTreeMap<String, File>,
    worksite: Shell,
    desk: Shell,
    stage: Shell,
    overlay: Shell,
    control: Shell,
    worker: File,
}

/// A document under `/app` or `/show`.
#[derive(Debug)]
struct Shell {
    file: File,
    policy: HeaderValue,
}

impl Shell {
    fn new(html: String, inline: &Inline) -> Shell {
        let compressed = brotli(html.as_bytes(), SMALLEST);
        let file = File::new("shell.html", Bytes::from(html), Some(compressed), None);
        Shell { file, policy: security::policy_with(&inline.script, &inline.style) }
    }

    fn framed_by(self, framers: Framers) -> Shell {
        Shell { policy: security::policy_framed_by(&self.policy, framers), ..self }
    }
}

/// The texts that stand in the shells.
#[derive(Default)]
struct Inlines {
    worksite: Inline,
    desk: Inline,
    stage: Inline,
    control: Inline,
}

/// What `site.mjs` writes beside the files.
#[derive(Deserialize)]
struct Assets {
    #[serde(flatten)]
    release: Release,
    /// What the service worker keeps, besides the shell.
    precache: Vec<String>,
    /// What it keeps once somebody stays: the worksite's pages that few open.
    #[serde(default)]
    later: Vec<String>,
}

impl Site {
    /// Takes the files of a built site, by their path without a leading slash, with compressed
    /// copies beside them (`.br`, `.gz`). Every document says whether the data is real.
    pub fn new(
        reality: Reality,
        files: impl IntoIterator<Item = (String, Cow<'static, [u8]>)>,
    ) -> Result<Self, SiteError> {
        let mut files: BTreeMap<String, Bytes> = files
            .into_iter()
            .map(|(path, data)| {
                let data = match data {
                    Cow::Borrowed(data) => Bytes::from_static(data),
                    Cow::Owned(data) => Bytes::from(data),
                };
                (path, data)
            })
            .collect();
        let mut take = |path| files.remove(path).ok_or(SiteError::NotBuilt(path));
        let mut assets: Assets = serde_json::from_slice(&take("assets.json")?)?;
        assets.release.reality = reality;
        let worker = take("sw.js")?;
        let text = |address: &str| {
            let data = files.get(address.trim_start_matches('/')).map(|data| String::from_utf8(data.to_vec()));
            data.and_then(Result::ok).ok_or_else(|| SiteError::Incomplete(address.to_owned()))
        };
        let style = text(&assets.release.style)?;
        let worksite = Inline { style: style.clone(), script: text(&assets.release.worksite.script)? };
        let desk_style = format!("{style}{}", text(&assets.release.desk_style)?);
        let desk = Inline { style: desk_style, script: text(&assets.release.desk.script)? };
        let stage_style = format!("{style}{}", text(&assets.release.stage_style)?);
        let stage = Inline { style: stage_style, script: text(&assets.release.stage.script)? };
        let control_style = format!("{style}{}", text(&assets.release.control_style)?);
        let control = Inline { style: control_style, script: text(&assets.release.control.script)? };
        let mut site = Self::of(assets, &Inlines { worksite, desk, stage, control }, &worker);
        for (path, data) in &files {
            if !path.ends_with(".br") && !path.ends_with(".gz") {
                site.files.insert(path.clone(), with_copies(path, data.clone(), &files));
            }
        }
        for bundle in site.release.bundles() {
            let path = bundle.wasm.trim_start_matches('/');
            let whole = files.get(path).filter(|_| bundle.part > 0);
            for (number, at) in whole.into_iter().flat_map(|whole| (0..whole.len()).step_by(bundle.part).enumerate()) {
                let whole = &files[path];
                let part = whole.slice(at..whole.len().min(at + bundle.part));
                let path = format!("{path}.{number}");
                let file = with_copies(&path, part, &files);
                site.files.insert(path, file);
            }
        }
        Ok(site)
    }

    /// The same, for people who reach it at this address: links that others show need it.
    pub fn at(mut self, public_url: Option<PublicUrl>) -> Self {
        self.release.public_url = public_url.map(|url| url.to_string());
        self
    }

    /// A site of documents without any files: for tests of what isn't the site.
    pub fn bare() -> Self {
        let assets = Assets { release: Release::default(), precache: Vec::new(), later: Vec::new() };
        Self::of(assets, &Inlines::default(), &Bytes::new())
    }

    /// The addresses of this release's files.
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// Renders the shells and completes the worker. The release is named by everything that makes it
    /// up, so that a worker never takes another release's shell for its own.
    fn of(assets: Assets, inlines: &Inlines, worker: &Bytes) -> Self {
        let Inlines { worksite, desk, stage, control } = inlines;
        let mut release = assets.release;
        let unnamed = [
            document::shell(&release, &release.worksite, worksite, Theme::System),
            document::shell(&release, &release.desk, desk, Theme::System),
        ]
        .concat();
        let list = serde_json::json!(assets.precache);
        let Bundle { script, wasm, .. } = &release.board;
        let parts = [unnamed.as_str(), &release.style, script, wasm, &list.to_string()].concat();
        let parts = [worker.as_ref(), parts.as_bytes()].concat();
        release.id = digest(&parts);
        let head = format!(
            "const RELEASE = {}, SHELL = {}, FILES = {list}, LATER = {}, DESK = {}, PARTS = {};\n",
            serde_json::json!(release.id),
            serde_json::json!(WORKSITE),
            serde_json::json!(assets.later),
            serde_json::json!({"paths": DESK, "shell": DESK[0], "files": [release.desk.wasm]}),
            serde_json::Value::from_iter(
                [&release.worksite, &release.desk]
                    .into_iter()
                    .filter(|bundle| bundle.part > 0)
                    .map(|bundle| (bundle.wasm.clone(), serde_json::json!({"part": bundle.part, "size": bundle.size})))
            ),
        );
        let worker = Bytes::from([head.as_bytes(), worker.as_ref()].concat());
        Self {
            files: BTreeMap::new(),
            worksite: Shell::new(document::shell(&release, &release.worksite, worksite, Theme::System), worksite),
            desk: Shell::new(document::shell(&release, &release.desk, desk, Theme::System), desk),
            stage: Shell::new(document::stage(&release, stage, "stage"), stage).framed_by(Framers::Ourselves),
            overlay: Shell::new(document::stage(&release, stage, "stage over"), stage).framed_by(Framers::Anybody),
            control: Shell::new(document::shell(&release, &release.control, control, Theme::Dark), control),
            worker: File::new("sw.js", worker, None, None),
            release,
        }
    }
}

/// Serves the site: `/app` and below, `/sw.js`, `/pkg/…` and the files at the root.
pub fn router<S>(site: Arc<Site>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let shell = |pick: fn(&Site) -> &Shell| {
        let site = site.clone();
        get(move |headers: HeaderMap| async move { serve_shell(&site, pick(&site), &headers) })
    };
    let (worksite, desk) = (shell(|site| &site.worksite), shell(|site| &site.desk));
    let (stage, overlay) = (shell(|site| &site.stage), shell(|site| &site.overlay));
    let control = shell(|site| &site.control);
    let worker = {
        let site = site.clone();
        get(move |headers: HeaderMap| async move { site.worker.answer(&headers) })
    };
    let mut router = Router::new()
        .route(WORKSITE, worksite.clone())
        .route(&format!("{WORKSITE}/"), worksite.clone())
        .route(&format!("{WORKSITE}/{{*rest}}"), worksite)
        .route(STAGE, stage.clone())
        .route(&format!("{STAGE}/{{*rest}}"), stage)
        .route(&format!("{STAGE}/over/{{*rest}}"), overlay)
        .route(CONTROL, control)
        .route("/sw.js", worker);
    for path in DESK {
        router = router.route(path, desk.clone()).route(&format!("{path}/{{*rest}}"), desk.clone());
    }
    router = router.layer(CompressionLayer::new());
    for path in site.files.keys().filter(|path| !path.starts_with(HASHED)) {
        let (site, path) = (site.clone(), path.clone());
        let address = format!("/{path}");
        let file = get(move |headers: HeaderMap| async move { serve_file(&site, &path, &headers) });
        router = router.route(&address, file);
    }
    let hashed = get(move |Path(name): Path<String>, headers: HeaderMap| async move {
        serve_file(&site, &format!("{HASHED}{name}"), &headers)
    });
    router.route(&format!("/{HASHED}{{*name}}"), hashed)
}

/// A file with the compressed copies that stand beside it.
fn with_copies(path: &str, data: Bytes, files: &BTreeMap<String, Bytes>) -> File {
    let copy = |ending| files.get(&format!("{path}.{ending}")).cloned();
    File::new(path, data, copy("br"), copy("gz"))
}

fn serve_shell(site: &Site, shell: &Shell, request: &HeaderMap) -> Response {
    let mut response = shell.file.answer(request);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, shell.policy.clone());
    if let Ok(release) = HeaderValue::from_str(&site.release.id) {
        headers.insert("x-release", release);
    }
    security::harden(headers);
    response
}

fn serve_file(site: &Site, path: &str, request: &HeaderMap) -> Response {
    match site.files.get(path) {
        Some(file) => {
            let mut response = file.answer(request);
            if path.starts_with(GRAPHICS) {
                response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            }
            response
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// One file with its compressed copies and the headers that go with it.
#[derive(Debug)]
struct File {
    content_type: &'static str,
    cache_control: &'static str,
    /// Names the content, without quotes.
    tag: String,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl File {
    fn new(path: &str, plain: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        Self {
            content_type: content_type(path),
            cache_control: if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" },
            tag: digest(&plain),
            plain,
            brotli,
            gzip,
        }
    }

    fn answer(&self, request: &HeaderMap) -> Response {
        let (encoding, data) = self.best_for(request);
        // Weak, because a document may still be compressed on its way out.
        let tag = format!("W/\"{}\"", self.tag);
        let known = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|known| known.trim() == tag);
        let mut response = Response::builder()
            .header(header::CACHE_CONTROL, self.cache_control)
            .header(header::VARY, header::ACCEPT_ENCODING)
            .header(header::ETAG, tag);
        if known {
            return response.status(StatusCode::NOT_MODIFIED).body(Body::empty()).expect("all headers are plain ASCII");
        }
        if let Some(encoding) = encoding {
            response = response.header(header::CONTENT_ENCODING, encoding);
        }
        response
            .header(header::CONTENT_TYPE, self.content_type)
            .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
            .body(Body::from(data.clone()))
            .expect("all headers are plain ASCII")
    }

    fn best_for(&self, request: &HeaderMap) -> (Option<&'static str>, &Bytes) {
        let copies = [("br", &self.brotli), ("gzip", &self.gzip)];
        copies
            .into_iter()
            .find_map(|(name, copy)| {
                let copy = copy.as_ref()?;
                accepts(request, name).then_some((Some(name), copy))
            })
            .unwrap_or((None, &self.plain))
    }
}

/// Whether `Accept-Encoding` names this coding with a weight above zero.
pub(super) fn accepts(request: &HeaderMap, coding: &str) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|entry| {
            let mut parts = entry.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
            let refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
            named && !refused
        })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webp" => "image/webp",
        "webmanifest" => "application/manifest+json",
        "zip" => "application/zip",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// As small as brotli makes it, which takes too long to be done for each visitor; unoptimised also for each start.
const SMALLEST: u32 = if cfg!(debug_assertions) { 5 } else { 11 };

/// Compresses with brotli; `quality` is 0 to 11.
pub(super) fn brotli(data: &[u8], quality: u32) -> Bytes {
    let mut compressed = Vec::new();
    let params =
        brotli::enc::BrotliEncoderParams { quality: quality as i32, size_hint: data.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &data[..], &mut compressed, &params).expect("memory can be read and written");
    compressed.into()
}

/// The first 64 bits of the SHA-256, in hexadecimal.
fn digest(data: &[u8]) -> String {
    Sha256::digest(data).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
