//! The HTML documents: the page that the server renders, and the static shell of `/app`. Every name in them is of one
//! release, so a page of one release can never load another release's file.

mod frame;

pub use frame::{Section, frame};

use serde::Deserialize;

use crate::{
    i18n::{Lang, board},
    markup::{El, a, el},
    reality::Reality,
    visitor::{Theme, Visitor},
};

/// The addresses of one release's files, as `site.mjs` lists them in `assets.json`. Every name holds
/// the hash of its content.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Release {
    /// Names the release: it differs whenever the shell or any file does. Filled in by the server.
    #[serde(skip)]
    pub id: String,
    /// Whether the data of the server is real.
    #[serde(skip)]
    pub reality: Reality,
    /// Where people reach the server, without a slash at the end, if its administrator has said. Never what a request says: a
    /// page is kept for others.
    #[serde(skip)]
    pub public_url: Option<String>,
    /// The stylesheet.
    pub style: String,
    /// What the officers' desk has besides.
    pub desk_style: String,
    /// The icon in a tab. The one at `/favicon.svg` is asked for again at each visit.
    pub icon: String,
    /// What brings the boards to life.
    pub board: Bundle,
    /// The app at the worksite.
    pub worksite: Bundle,
    /// The officers' desk.
    pub desk: Bundle,
    /// What the stage has besides the stylesheet.
    pub stage_style: String,
    /// The stage and the overlays.
    pub stage: Bundle,
    /// What the producers' control desk has besides the stylesheet.
    pub control_style: String,
    /// The producers' control desk.
    pub control: Bundle,
}

impl Release {
    /// Every part of the app.
    pub fn bundles(&self) -> [&Bundle; 5] {
        [&self.board, &self.worksite, &self.desk, &self.stage, &self.control]
    }
}

/// One part of the app, compiled by itself: nobody loads what they don't open.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Bundle {
    /// The module that starts it, with what wasm-bindgen made.
    pub script: String,
    /// The code itself.
    pub wasm: String,
    /// How many bytes each numbered part of the code has (`WASM.0`, `WASM.1`, …), for links that break. 0: there are none.
    #[serde(default)]
    pub part: usize,
    /// How many bytes the code has.
    #[serde(default)]
    pub size: usize,
}

/// What the head of a document says besides its files.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The title.
    pub title: String,
    /// The description for search engines.
    pub description: Option<String>,
    /// What is shown of a link to it elsewhere.
    pub share: Option<Share>,
}

/// What a link to a page is shown with where somebody shares it (Open Graph).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// `website` or `article`.
    pub kind: &'static str,
    /// The page's own path, without a query.
    pub path: String,
    /// The path of its picture, 1200 × 630.
    pub card: String,
}

/// What starts a part of the app, to stand in its shell itself: on a slow link it arrives while the wasm is still being asked for,
/// which saves a round trip's worth of bytes (`make bench ONLY=phone`).
#[derive(Clone, Debug, Default)]
pub struct Inline {
    /// The text of the stylesheet.
    pub style: String,
    /// The text of the part's module.
    pub script: String,
}

/// A page's document around its body.
pub fn document(release: &Release, visitor: Visitor, head: Head, body: El) -> String {
    let style = el("link", "").attr("rel", "stylesheet").attr("href", &release.style);
    let script = el("script", "").attr("type", "module").attr("src", &release.board.script);
    around(release, &release.board, [style, script], visitor, head, body)
}

fn around(release: &Release, bundle: &Bundle, files: [El; 2], visitor: Visitor, head: Head, body: El) -> String {
    let Visitor { lang, theme } = visitor;
    let html = el("html", "")
        .attr("lang", lang.code())
        .attr_if("data-theme", theme.attribute())
        .attr_if(Reality::ATTRIBUTE, release.reality.attribute())
        .attr("data-release", &release.id)
        .put(head_of(release, bundle, files, head))
        .put(body);
    format!("<!DOCTYPE html>{}", html.into_html())
}

fn head_of(release: &Release, bundle: &Bundle, files: [El; 2], head: Head) -> El {
    let meta = |name: &str, content: &str| el("meta", "").attr("name", name).attr("content", content);
    let link = |rel: &str, href: &str| el("link", "").attr("rel", rel).attr("href", href);
    // `--paper` of `tokens.css`.
    let frame_colour = |scheme: &str, paper: &str| {
        meta("theme-color", paper).attr("media", &format!("(prefers-color-scheme: {scheme})"))
    };
    let shared = head.share.as_ref().map(|share| shared(release, share, &head)).unwrap_or_default();
    let wasm = link("preload", &bundle.wasm).attr("as", "fetch").attr("type", "application/wasm");
    let wasm = if bundle.part == 0 { wasm } else { in_parts(wasm, bundle) };
    el("head", "")
        .put(el("meta", "").attr("charset", "utf-8"))
        // The largest file is asked for first.
        .put(wasm.attr("crossorigin", "anonymous"))
        .put(meta("viewport", "width=device-width, initial-scale=1, viewport-fit=cover"))
        .put(el("title", "").text(&head.title))
        .puts(head.description.map(|description| meta("description", &description)))
        .puts(shared)
        .put(frame_colour("light", "#faf6ed"))
        .put(frame_colour("dark", "#0b1529"))
        .puts(files)
        .put(link("icon", &release.icon).attr("type", "image/svg+xml"))
        .put(link("apple-touch-icon", "/icons/apple-touch-icon.png"))
        .put(link("manifest", "/manifest.webmanifest"))
}

/// How to go on with a file that broke off.
fn in_parts(wasm: El, bundle: &Bundle) -> El {
    wasm.attr("data-part", &bundle.part.to_string()).attr("data-size", &bundle.size.to_string())
}

/// The page as others show it. Its address and picture have to be whole addresses, so without the server's own they are left
/// out.
fn shared(release: &Release, share: &Share, head: &Head) -> Vec<El> {
    let said = |property: &str, content: &str| el("meta", "").attr("property", property).attr("content", content);
    let mut shared =
        vec![said("og:site_name", board::BRAND), said("og:type", share.kind), said("og:title", &head.title)];
    shared.extend(head.description.as_ref().map(|description| said("og:description", description)));
    if let Some(url) = &release.public_url {
        let (page, card) = (format!("{url}{}", share.path), format!("{url}{}", share.card));
        shared.push(el("link", "").attr("rel", "canonical").attr("href", &page));
        shared.extend([
            said("og:url", &page),
            said("og:image", &card),
            said("og:image:type", "image/png"),
            said("og:image:width", "1200"),
            said("og:image:height", "630"),
            el("meta", "").attr("name", "twitter:card").attr("content", "summary_large_image"),
        ]);
    }
    shared
}

/// A static shell under `/app` or of the control desk, which `bundle` fills: the same bytes for every address, visitor and link
/// state.
pub fn shell(release: &Release, bundle: &Bundle, inline: &Inline, theme: Theme) -> String {
    let visitor = Visitor { lang: Lang::Vi, theme };
    let head = Head { title: board::BRAND.to_owned(), ..Head::default() };
    let style = el("style", "").html(&inline.style);
    let script = el("script", "").attr("type", "module").html(&inline.script);
    let body = el("body", "").attr("data-shell", "").put(opening());
    around(release, bundle, [style, script], visitor, head, body)
}

/// A static shell under `/show`: a ground without anything on it, or none at all for what lies over other pictures. Its
/// document has the class from the first byte, so that nothing white or black is ever seen.
pub fn stage(release: &Release, inline: &Inline, class: &str) -> String {
    let meta = |name: &str, content: &str| el("meta", "").attr("name", name).attr("content", content);
    let wasm = el("link", "").attr("rel", "preload").attr("href", &release.stage.wasm).attr("as", "fetch");
    let head = el("head", "")
        .put(el("meta", "").attr("charset", "utf-8"))
        .put(wasm.attr("type", "application/wasm").attr("crossorigin", "anonymous"))
        .put(meta("viewport", "width=device-width, initial-scale=1"))
        .put(meta("robots", "noindex"))
        .put(el("title", "").text(board::BRAND))
        .put(el("style", "").html(&inline.style))
        .put(el("script", "").attr("type", "module").html(&inline.script))
        .put(el("link", "").attr("rel", "icon").attr("href", &release.icon).attr("type", "image/svg+xml"));
    // What goes on air stays as the server issued it, whatever the studio's browser would make of it.
    let html = el("html", class)
        .untranslated()
        .attr("lang", Lang::Vi.code())
        .attr("data-theme", Theme::Dark.name())
        .attr("data-release", &release.id)
        .put(head)
        .put(el("body", "").attr("data-shell", ""));
    format!("<!DOCTYPE html>{}", html.into_html())
}

/// What the shell shows on a slow link until the app is there, and what to do if it never comes. The cookies aren't read
/// yet, so it speaks Vietnamese. The boot module takes it away or marks it as failed.
fn opening() -> El {
    let failed = el("div", "opening__failed")
        .attr("role", "alert")
        .attr("hidden", "")
        .put(el("p", "").text(board::OPENING_FAILED.say(Lang::Vi)))
        .put(el("p", "").put(a("btn", "").text(board::RETRY.say(Lang::Vi))));
    el("main", "opening")
        .attr("id", "opening")
        .mark()
        .put(el("h1", "").text(board::BRAND))
        .put(
            el("p", "opening__wait")
                .attr("data-waiting", board::OPENING_WAITS.say(Lang::Vi))
                .text(board::OPENING.say(Lang::Vi)),
        )
        .put(el("progress", "opening__progress").attr("max", "1").attr("aria-hidden", "true").attr("hidden", ""))
        .put(el("noscript", "").text(board::NO_SCRIPTS.say(Lang::Vi)))
        .put(failed)
}
