//! The page for addresses that lead nowhere, and the status code that a server-rendered page asks for.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    i18n::{board, use_lang},
    ui::{Page, Section, UnitSearch},
};

/// The HTTP status of the page being rendered. The server provides it as context and reads it after
/// rendering; in the browser there is none.
#[derive(Clone, Debug)]
pub struct PageStatus(Arc<AtomicU16>);

impl Default for PageStatus {
    fn default() -> Self {
        Self(Arc::new(AtomicU16::new(200)))
    }
}

impl PageStatus {
    /// Says that the page being rendered has this status. Does nothing in the browser.
    pub fn say(status: u16) {
        if let Some(page) = use_context::<Self>() {
            page.0.store(status, Ordering::Relaxed);
        }
    }

    /// The status that the page asked for; 200 if it didn't ask.
    pub fn get(&self) -> u16 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is shown, with status 404, where there is no page.
#[component]
pub fn NotFound() -> impl IntoView {
    PageStatus::say(404);
    let lang = use_lang();
    view! {
        <Page section=Section::Other>
            <Title text=format!("{} – {}", board::NO_PAGE.say(lang), board::BRAND) />
            <div class="lost">
                <h1>{board::NO_PAGE.say(lang)}</h1>
                <UnitSearch id="tim" with_button=true />
                <p><a href="/" rel="external">{board::TO_FIRST.say(lang)}</a></p>
            </div>
        </Page>
    }
    .into_any()
}
