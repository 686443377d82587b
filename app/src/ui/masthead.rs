//! The frame of public pages: the way to the content, the mark that says the data is invented, masthead and foot.
//! Everything in it works without scripts.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Icon, Mark, UnitSearch};
use crate::{
    i18n::{Lang, board, use_lang},
    reality::{Reality, use_reality},
    visitor::{Theme, Visitor},
};

/// Which part of the site a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The national board.
    Nation,
    /// A unit's board, and finding one.
    Units,
    /// The rules and how we count.
    Rules,
    /// None of those in the masthead.
    Other,
}

/// A public page: skip link, demo mark, masthead, the page's own content, and foot.
#[component]
pub fn Page(section: Section, children: Children) -> impl IntoView {
    let lang = use_lang();
    let demo = use_reality() == Reality::Demo;
    view! {
        <a class="skip" href="#noi-dung" rel="external">{board::SKIP.say(lang)}</a>
        {demo.then(|| view! { <DemoMark /> })}
        <Masthead section />
        <main class="page" id="noi-dung" tabindex="-1">{children()}</main>
        <Foot />
    }
    .into_any()
}

/// Says that what is shown is invented.
#[component]
pub fn DemoMark() -> impl IntoView {
    let lang = use_lang();
    let said = (lang != Lang::Vi).then(|| view! { <span class="hide">{board::DEMO_SAID.say(lang)}</span> });
    view! {
        <aside class="demo" aria-label=board::DEMO_SAID.say(lang)>
            <span lang="vi">{board::DEMO}</span>
            {said}
        </aside>
    }
}

#[component]
fn Masthead(section: Section) -> impl IntoView {
    let lang = use_lang();
    view! {
        <header class="masthead">
            <a class="brand" href="/" rel="external">
                <Mark />
                <span>{board::BRAND}</span>
            </a>
            <nav class="masthead__nav" aria-label=board::NAV.say(lang)>{ways(section, lang)}</nav>
            <div class="masthead__tools">
                <OtherLang />
                <WriteButton />
            </div>
            <div class="masthead__phone">
                <details class="drop" name="masthead">
                    <summary class="btn btn--plain btn--icon" aria-label=board::SEARCH.say(lang)>
                        {Icon::Search.draw()}
                    </summary>
                    <div class="drop__down">
                        <UnitSearch id="tim-don-vi" with_button=true />
                    </div>
                </details>
                <details class="drop" name="masthead">
                    <summary class="btn btn--plain btn--icon" aria-label=board::MENU.say(lang)>
                        {Icon::Menu.draw()}
                    </summary>
                    <div class="drop__down">
                        <nav class="drop__nav" aria-label=board::MENU.say(lang)>{ways(section, lang)}</nav>
                        <WriteButton />
                        <OtherLang />
                    </div>
                </details>
            </div>
        </header>
    }
    .into_any()
}

/// Where the masthead leads.
fn ways(section: Section, lang: Lang) -> impl IntoView {
    const WAYS: [(Section, &str, crate::i18n::Word); 3] = [
        (Section::Nation, "/", board::NATION),
        (Section::Units, "/units", board::UNITS),
        (Section::Rules, "/rules", board::RULES),
    ];
    let way = move |(to, address, name): (Section, &'static str, crate::i18n::Word)| {
        view! {
            <a href=address rel="external" aria-current=(to == section).then_some("page")>
                {name.say(lang)}
            </a>
        }
    };
    WAYS.map(way).into_iter().collect_view()
}

#[component]
fn WriteButton() -> impl IntoView {
    let lang = use_lang();
    view! { <a class="btn btn--main" href="/app" rel="external">{Icon::Pen.draw()}{board::WRITE.say(lang)}</a> }
}

/// The same page in the other language.
#[component]
fn OtherLang() -> impl IntoView {
    let other = match use_lang() {
        Lang::Vi => Lang::En,
        Lang::En => Lang::Vi,
    };
    let address = here_with(Visitor::LANG, other.code());
    view! {
        <a class="btn btn--plain" href=address rel="external nofollow" lang=other.code() hreflang=other.code()>
            {board::OTHER_LANG.say(use_lang())}
        </a>
    }
}

/// The address of this page with one choice added.
fn here_with(name: &'static str, value: &'static str) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let search = use_location().search;
    move || {
        let search = search.read();
        let rest = search.trim_start_matches('?');
        if rest.is_empty() { format!("?{name}={value}") } else { format!("?{rest}&{name}={value}") }
    }
}

#[component]
fn Foot() -> impl IntoView {
    let lang = use_lang();
    view! {
        <footer class="foot">
            <p>
                {board::FOOT_BEFORE.say(lang)}<strong>{board::FOOT_COUNTED.say(lang)}</strong>{board::FOOT_AFTER.say(lang)}
            </p>
            <p class="foot__links">
                <a href="/rules#cach-dem" rel="external">{board::COUNTING.say(lang)}</a>" · "
                <a href="/api/v1/totals" rel="external" download="sang-kien.json">{board::DOWNLOAD.say(lang)}</a>" · "
                <a href="/privacy" rel="external">{board::PRIVACY.say(lang)}</a>
            </p>
            <Themes />
        </footer>
    }
    .into_any()
}

/// Choosing light or dark. Where there are scripts it changes at once, otherwise by loading the page again.
#[component]
fn Themes() -> impl IntoView {
    const THEMES: [(Theme, crate::i18n::Word); 3] =
        [(Theme::System, board::THEME_SYSTEM), (Theme::Light, board::THEME_LIGHT), (Theme::Dark, board::THEME_DARK)];
    let lang = use_lang();
    let chosen = RwSignal::new(use_context::<Visitor>().unwrap_or_default().theme);
    let link = move |(theme, name): (Theme, crate::i18n::Word)| {
        let choose = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            chosen.set(theme);
            #[cfg(feature = "hydrate")]
            crate::visitor::choose_theme(theme);
        };
        view! {
            <a
                href=here_with(Visitor::THEME, theme.name())
                rel="external nofollow"
                aria-current=move || (chosen.get() == theme).then_some("true")
                on:click=choose
            >
                {name.say(lang)}
            </a>
        }
    };
    view! {
        <nav class="foot__themes" aria-label=board::THEME.say(lang)>
            <span aria-hidden="true">{board::THEME.say(lang)}": "</span>
            {THEMES.map(link).into_iter().collect_view()}
        </nav>
    }
}
