//! The HTML documents around the app: the server-rendered page and the static shell of `/app`.
//! Both come from one head, so that they load the same files of the same release. Our own tags need
//! no inline script and therefore no nonce.

use leptos::prelude::*;
use leptos_meta::MetaTags;
use serde::Deserialize;

use crate::{App, reality::Reality, visitor::Visitor};

/// The addresses of one release's files, as `site.mjs` lists them in `assets.json`. Every name holds
/// the hash of its content, so a page of one release can never load another release's file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Release {
    /// Names the release: it differs whenever the shell or any file does. Filled in by the server.
    #[serde(skip)]
    pub id: String,
    /// Whether the data of the server is real.
    #[serde(skip)]
    pub reality: Reality,
    /// The stylesheet.
    pub style: String,
    /// The module that starts everything.
    pub boot: String,
    /// The JavaScript made by wasm-bindgen.
    pub glue: String,
    /// The app itself.
    pub wasm: String,
}

/// A public page, with the app rendered into it for hydration.
pub fn page(release: Release) -> impl IntoView {
    provide_context(release.reality);
    let Visitor { lang, theme } = use_context().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=lang.code() data-theme=theme.attribute() data-demo=release.reality.attribute() data-release=release.id.clone()>
            <head>
                <Head release=release.clone() />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The static shell of `/app`: the same bytes for every address, visitor and link state.
pub fn shell(release: Release) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        view! {
            <!DOCTYPE html>
            <html lang="vi" data-demo=release.reality.attribute() data-release=release.id.clone()>
                <head>
                    <Head release=release.clone() />
                    <title>"Triệu Sáng Kiến"</title>
                </head>
                <body data-shell="">
                    <Opening />
                </body>
            </html>
        }
        .to_html()
    });
    owner.unset_with_forced_cleanup();
    html
}

/// What the shell shows on a slow link until the app is there, and what to do if it never comes.
/// `boot.js` takes it away or marks it as failed.
#[component]
fn Opening() -> impl IntoView {
    view! {
        <main class="opening" id="opening">
            <svg class="mark" viewBox="0 0 32 40" aria-hidden="true">
                <path d="M3 39V16a13 13 0 0 1 26 0v23z" fill="var(--blue)" />
                <path d="M3 16.5V16a13 13 0 0 1 26 0v.5z" fill="var(--gold-bright)" />
                <path
                    d="m12.5 24.5 4.5-3.2V34"
                    fill="none"
                    stroke="var(--on-blue)"
                    stroke-width="3.2"
                />
            </svg>
            <h1>"Triệu Sáng Kiến"</h1>
            <p class="opening__wait">"Đang mở…"</p>
            <noscript>"Trình duyệt đang tắt JavaScript. Bật lên rồi tải lại trang."</noscript>
            <div class="opening__failed" role="alert" hidden="">
                <p>"Chưa mở được. Bài đã viết vẫn còn nguyên trên máy."</p>
                <p>
                    <a class="btn" href="">
                        "Thử lại"
                    </a>
                </p>
            </div>
        </main>
    }
}

#[component]
fn Head(release: Release) -> impl IntoView {
    view! {
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        {theme_color("light", "#faf6ed")}
        {theme_color("dark", "#0b1529")}
        <link rel="stylesheet" href=release.style />
        <link rel="modulepreload" href=release.glue />
        <link
            rel="preload"
            r#as="fetch"
            r#type="application/wasm"
            crossorigin="anonymous"
            href=release.wasm
        />
        <script type="module" src=release.boot></script>
        <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
        <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <MetaTags />
    }
}

/// The colour of the browser's own frame: `--paper` of `tokens.css`.
fn theme_color(scheme: &str, paper: &'static str) -> impl IntoView + use<> {
    leptos::html::meta().name("theme-color").attr("media", format!("(prefers-color-scheme: {scheme})")).content(paper)
}
