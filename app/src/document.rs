//! The HTML documents around the app: the server-rendered page and the static shell of `/app`.
//! Both come from one head, so that they load the same files of the same release. Our own tags need
//! no inline script and therefore no nonce.

use leptos::prelude::*;
use leptos_meta::MetaTags;
use serde::Deserialize;

use crate::App;

/// The addresses of one release's files, as `site.mjs` lists them in `assets.json`. Every name holds
/// the hash of its content, so a page of one release can never load another release's file.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Release {
    /// Names the release: it differs whenever the shell or any file does. Filled in by the server.
    #[serde(skip)]
    pub id: String,
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
    view! {
        <!DOCTYPE html>
        <html lang="vi" data-release=release.id.clone()>
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
            <html lang="vi" data-release=release.id.clone()>
                <head>
                    <Head release=release.clone() />
                    <title>"Triệu Sáng Kiến"</title>
                </head>
                <body data-shell="">
                    <noscript>"Cần bật JavaScript để viết sáng kiến."</noscript>
                </body>
            </html>
        }
        .to_html()
    });
    owner.unset_with_forced_cleanup();
    html
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
    leptos::html::meta()
        .name("theme-color")
        .attr("media", format!("(prefers-color-scheme: {scheme})"))
        .content(paper)
}
