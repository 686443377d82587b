//! `/`: the national board. Rendered by the server, hydrated in the browser.

use leptos::prelude::*;

/// The national board.
#[component]
pub fn Home() -> impl IntoView {
    view! {
        <main class="page" id="noi-dung">
            <h1>"Triệu Sáng Kiến"</h1>
            <p><a href="/app" class="btn btn--main">"Viết sáng kiến"</a></p>
        </main>
    }
}
