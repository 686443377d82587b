//! `/app/device`: what is stored here, what is only here, how safe it is, and how to take it elsewhere or leave.

use leptos::ev;
use leptos::prelude::*;
use model::number::{Lang, grouped};
use model::sync::Event;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::backup;
use super::desk::{Here, PlaceHead, here};
use super::notices::Notices;
use super::unit_name::unit_name;
use crate::i18n::{Word, use_lang, work};
use crate::local::Kept;
use crate::local::room::{self, LOCAL_STORAGE, Room};
use crate::ui::{Choice, ChoiceOption, DockTabs, Icon, Place, Sheet};
use crate::visitor::{Theme, Visitor, choose_lang, choose_theme};

/// The page.
#[component]
pub fn Device() -> impl IntoView {
    let lang = use_lang();
    view! {
        <PlaceHead title=work::DEVICE.say(lang) />
        <Notices />
        <main class="phone device" id="noi-dung">
            <Facts />
            <KeptTexts />
            <Files />
            <Install />
            <Choices />
            <Leave />
            <p class="quiet">{work::VERSION.fill(lang, &[&version()])}</p>
        </main>
        <footer class="dock">
            <DockTabs at=Place::Device />
        </footer>
    }
    .into_any()
}

/// The release that runs, as the page says it, and the version it was made from.
fn version() -> String {
    let release = document().document_element().and_then(|html| html.get_attribute("data-release"));
    match release.as_deref().map(|release| release.chars().take(8).collect::<String>()) {
        Some(release) if !release.is_empty() => format!("{} ({release})", env!("CARGO_PKG_VERSION")),
        _ => env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Who, how much, what is only here, since when, how safe.
#[component]
fn Facts() -> impl IntoView {
    let lang = use_lang();
    let Here { store, .. } = here();
    let room = RwSignal::new(None::<Room>);
    let look = move || spawn_local(async move { room.set(Some(room::look().await)) });
    look();
    let asked_in_vain = RwSignal::new(false);
    let ask = move |_| {
        spawn_local(async move {
            asked_in_vain.set(!room::ask_to_keep().await);
            look();
        });
    };
    let member = Memo::new(move |_| store.status(|engine| engine.session().map(|session| session.member.clone())));
    let who = move || match member.get() {
        Some(member) => {
            let unit = unit_name(member.unit);
            view! {
                {member.name}
                <small>{move || unit.get()}</small>
            }
            .into_any()
        }
        None => work::NOBODY.say(lang).into_any(),
    };
    let stored = move || {
        let count = store.list(|engine| engine.drafts().count());
        let kb = |bytes: usize| grouped(i64::try_from(bytes.div_ceil(1024)).unwrap_or(i64::MAX), lang);
        let count = work::STORED_COUNT.fill(lang, &[&work::number(count, lang)]);
        (count, work::STORED_BYTES.fill(lang, &[&kb(store.bytes()), &kb(LOCAL_STORAGE)]))
    };
    let only_here = move || match store.list(|engine| engine.unsent()) {
        0 => work::ONLY_HERE_NONE.say(lang).to_owned(),
        some => work::ONLY_HERE_SOME.fill(lang, &[&work::number(some, lang)]),
    };
    let synced = move || {
        store.status(|engine| match engine.last_synced() {
            Some(at) => at.clock_and_date(lang),
            None => work::NEVER_SYNCED.say(lang).to_owned(),
        })
    };
    let kept = move || room.get().map(|room| room.kept);
    let kept_words = move || {
        let words = match kept()? {
            Some(true) => work::KEPT_YES,
            Some(false) if asked_in_vain.get() => work::ASKED_IN_VAIN,
            Some(false) => work::KEPT_NO,
            None => work::KEPT_UNKNOWN,
        };
        Some(words.say(lang))
    };
    view! {
        <dl class="facts-list">
            <div>
                <dt>{work::WHO.say(lang)}</dt>
                <dd>{who}</dd>
            </div>
            <div>
                <dt>{work::STORED.say(lang)}</dt>
                <dd>
                    {move || stored().0}
                    <small>{move || stored().1}</small>
                </dd>
            </div>
            <div>
                <dt>{work::ONLY_HERE_TITLE.say(lang)}</dt>
                <dd>{only_here}</dd>
            </div>
            <div>
                <dt>{work::LAST_SYNCED.say(lang)}</dt>
                <dd>{synced}</dd>
            </div>
            <div>
                <dt>{work::KEPT_SAFE.say(lang)}</dt>
                <dd aria-live="polite">
                    {kept_words}
                    <Show when=move || kept() == Some(Some(false))>
                        <button type="button" class="btn" on:click=ask>
                            {work::ASK_TO_KEEP.say(lang)}
                        </button>
                    </Show>
                </dd>
            </div>
        </dl>
    }
    .into_any()
}

/// Stored texts that can't be read.
#[component]
fn KeptTexts() -> impl IntoView {
    let lang = use_lang();
    let Here { store, .. } = here();
    let kept = Memo::new(move |_| store.kept());
    let line = move |Kept { key, newer, .. }: Kept| {
        let words = if newer { work::KEPT_NEWER } else { work::KEPT_DAMAGED };
        let remove = {
            let key = key.clone();
            move |_| store.discard_kept(&key)
        };
        view! {
            <li class="item">
                <span>{words.say(lang)}</span>
                <code class="quiet">{key}</code>
                <button type="button" class="btn btn--person" on:click=remove>
                    {work::KEPT_REMOVE.say(lang)}
                </button>
            </li>
        }
    };
    view! {
        <Show when=move || !kept.get().is_empty()>
            <section class="group">
                <h2>{work::KEPT_TITLE.say(lang)}</h2>
                <ul class="rows">{move || kept.get().into_iter().map(line).collect_view()}</ul>
            </section>
        </Show>
    }
    .into_any()
}

/// Export and import.
#[component]
fn Files() -> impl IntoView {
    let lang = use_lang();
    let here = here();
    let said = RwSignal::new(String::new());
    let picker = NodeRef::<leptos::html::Input>::new();
    let on_pick = move |event: ev::Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
            said.set(backup::bring_in(here, &text, lang));
            // The same file can be picked again.
            input.set_value("");
        });
    };
    let pick = move |_| {
        if let Some(picker) = picker.get_untracked() {
            picker.click();
        }
    };
    view! {
        <section class="group">
            <h2>{work::FILES.say(lang)}</h2>
            <p>{work::FILES_WHY.say(lang)}</p>
            <div class="starts">
                <button type="button" class="btn" on:click=move |_| backup::save(here, lang)>
                    {work::EXPORT.say(lang)}
                </button>
                <button type="button" class="btn" on:click=pick>
                    {work::IMPORT.say(lang)}
                </button>
                <input
                    type="file"
                    accept="application/json,.json"
                    hidden
                    aria-label=work::IMPORT.say(lang)
                    node_ref=picker
                    on:change=on_pick
                />
            </div>
            <p class="device__said" role="status">
                {move || said.get()}
            </p>
        </section>
    }
    .into_any()
}

/// On the home screen: opens like an app, and the browser keeps more.
#[component]
fn Install() -> impl IntoView {
    let lang = use_lang();
    let installed =
        window().match_media("(display-mode: standalone)").ok().flatten().is_some_and(|query| query.matches());
    let prompt = StoredValue::new_local(None::<web_sys::Event>);
    let can_ask = RwSignal::new(false);
    let take = move |event: web_sys::Event| {
        event.prevent_default();
        prompt.set_value(Some(event));
        can_ask.set(true);
    };
    let listener = window_event_listener_untyped("beforeinstallprompt", take);
    on_cleanup(move || listener.remove());
    // The browser's own question, which only some browsers have.
    let ask = move |_| {
        let Some(event) = prompt.try_update_value(Option::take).flatten() else { return };
        can_ask.set(false);
        let show = js_sys::Reflect::get(&event, &"prompt".into())
            .ok()
            .and_then(|show| show.dyn_into::<js_sys::Function>().ok());
        if let Some(Err(problem)) = show.map(|show| show.call0(&event)) {
            leptos::logging::warn!("{problem:?}");
        }
    };
    view! {
        <section class="group">
            <h2>{work::INSTALL.say(lang)}</h2>
            {if installed {
                view! { <p>{work::INSTALLED.say(lang)}</p> }.into_any()
            } else {
                view! {
                    <p>{work::INSTALL_WHY.say(lang)}</p>
                    {move || {
                        if can_ask.get() {
                            view! {
                                <p>
                                    <button type="button" class="btn" on:click=ask>
                                        {work::INSTALL.say(lang)}
                                    </button>
                                </p>
                            }
                            .into_any()
                        } else {
                            view! { <p class="quiet">{work::INSTALL_HOW.say(lang)}</p> }.into_any()
                        }
                    }}
                }
                .into_any()
            }}
        </section>
    }
    .into_any()
}

/// Language and theme.
#[component]
fn Choices() -> impl IntoView {
    let lang = use_lang();
    let theme = RwSignal::new(use_context::<Visitor>().unwrap_or_default().theme);
    let languages = vec![
        ChoiceOption { value: Lang::Vi.code(), label: "Tiếng Việt".to_owned() },
        ChoiceOption { value: Lang::En.code(), label: "English".to_owned() },
    ];
    let named = |theme: Theme, words: Word| ChoiceOption { value: theme.name(), label: words.say(lang).to_owned() };
    let themes = vec![
        named(Theme::System, work::THEME_SYSTEM),
        named(Theme::Light, work::THEME_LIGHT),
        named(Theme::Dark, work::THEME_DARK),
    ];
    let set_lang = Callback::new(move |code: &'static str| {
        if let Some(chosen) = Lang::from_code(code).filter(|chosen| *chosen != lang) {
            here().undo.settle();
            choose_lang(chosen);
        }
    });
    let set_theme = Callback::new(move |name: &'static str| {
        if let Some(chosen) = Theme::from_name(name) {
            choose_theme(chosen);
            theme.set(chosen);
        }
    });
    view! {
        <section class="group">
            <h2>{work::CHOICES.say(lang)}</h2>
            <Choice
                legend=work::LANGUAGE.say(lang)
                name="lang"
                options=languages
                chosen=Signal::derive(move || lang.code())
                choose=set_lang
            />
            <Choice
                legend=work::THEME.say(lang)
                name="theme"
                options=themes
                chosen=Signal::derive(move || theme.get().name())
                choose=set_theme
            />
        </section>
    }
    .into_any()
}

/// Signing out, with a warning about what would only be in an exported file.
#[component]
fn Leave() -> impl IntoView {
    let lang = use_lang();
    let here = here();
    let Here { store, undo } = here;
    let joined = Memo::new(move |_| store.status(|engine| engine.session().is_some() || engine.joining().is_some()));
    let unsent = Memo::new(move |_| store.list(|engine| engine.unsent()));
    let count = move || work::number(unsent.get(), lang);
    let open = RwSignal::new(false);
    let title = Signal::derive(move || match unsent.get() {
        0 => work::SIGN_OUT_CLEAN.say(lang).to_owned(),
        _ => work::SIGN_OUT_UNSENT.fill(lang, &[&count()]),
    });
    let text = move || match unsent.get() {
        0 => work::SIGN_OUT_CLEAN_TEXT.say(lang).to_owned(),
        _ => work::SIGN_OUT_UNSENT_TEXT.fill(lang, &[&count()]),
    };
    let wait = move |_| {
        open.set(false);
        store.handle(Event::Woken);
    };
    let leave = move |_| {
        open.set(false);
        undo.settle();
        store.sign_out();
    };
    let acts = move || {
        if unsent.get() == 0 {
            view! {
                <button type="button" class="btn btn--main" on:click=leave>
                    {work::SIGN_OUT.say(lang)}
                </button>
                <button type="button" class="btn" on:click=move |_| open.set(false)>
                    {work::CANCEL.say(lang)}
                </button>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="btn btn--main" on:click=wait>
                    {work::WAIT_FOR_IT.say(lang)}
                </button>
                <button type="button" class="btn" on:click=move |_| backup::save(here, lang)>
                    {work::EXPORT.say(lang)}
                </button>
                <button type="button" class="btn btn--person" on:click=leave>
                    {work::SIGN_OUT_ANYWAY.say(lang)}
                </button>
            }
            .into_any()
        }
    };
    view! {
        <Show when=move || joined.get()>
            <p>
                <button type="button" class="btn" on:click=move |_| open.set(true)>
                    {Icon::Forward.draw()}
                    {work::SIGN_OUT.say(lang)}
                </button>
            </p>
        </Show>
        <Sheet open=open title=title>
            <p>{text}</p>
            <div class="sheet__acts">{acts}</div>
        </Sheet>
    }
    .into_any()
}
