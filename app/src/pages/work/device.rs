//! `/app/device`: what is stored here, what is only here, how safe it is, and how to take it elsewhere or leave.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use model::number::{Lang, grouped};
use model::sync::Event;
use model::unit::UnitCode;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::backup;
use super::desk::{Here, content, own_unit, place_head, sheet_of};
use super::notices::notices;
use super::{moving, news, passkeys, sealed};
use crate::i18n::{Word, work};
use crate::local::room::{self, LOCAL_STORAGE};
use crate::local::sealed_file;
use crate::markup::{El, button, el, settled};
use crate::ui::{Explained, Icon, Place, sheet, short_choice, tabs};
use crate::visitor::{Theme, Visitor, choose_lang, choose_theme};

/// The page.
pub fn page(here: Here) -> El {
    let lang = here.lang;
    let title = work::DEVICE.say(lang);
    let version = el("p", "quiet").text(&work::VERSION.fill(lang, &[&version()]));
    let parts = [
        facts(here),
        kept_texts(here),
        news::switch(here),
        moving::part(here),
        passkeys::part(here),
        files(here),
        install(here),
        choices(here),
        leave(here),
        version,
    ];
    let dock = el("footer", "dock").put(tabs(Place::Device, own_unit(here), lang));
    sheet_of(title, [place_head(title), notices(here), content("phone device").puts(parts), dock])
}

/// The release that runs, as the page says it, and the version it was made from.
fn version() -> String {
    let release = document().document_element().and_then(|html| html.get_attribute("data-release"));
    match release.map(|release| release.chars().take(8).collect::<String>()) {
        Some(release) if !release.is_empty() => format!("{} ({release})", env!("CARGO_PKG_VERSION")),
        _ => env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// The name of the member's unit; its code until the name is known. It is asked for when there is a link, and kept.
pub fn unit_name(here: Here, unit: UnitCode) -> RwSignal<String> {
    let store = here.store;
    let kept = store.unit_name(&unit);
    let is_known = kept.is_some();
    let name = RwSignal::new(kept.unwrap_or_else(|| unit.to_string()));
    if !is_known {
        spawn_local(async move {
            // Without a link the code says enough; the next visit asks again.
            if let Some(found) = crate::local::unit_name(&unit).await {
                store.keep_unit_name(&unit, &found);
                name.try_set(found);
            }
        });
    }
    name
}

fn fact(name: Word, value: El, lang: Lang) -> El {
    el("div", "").put(el("dt", "").text(name.say(lang))).put(value)
}

/// Who, how much, what is only here, since when, how safe.
fn facts(here: Here) -> El {
    let Here { store, lang, .. } = here;
    let member = settled(move || store.status(|engine| engine.session().map(|session| session.member.clone())));
    let who = el("dd", "").live(move || {
        let Some(member) = member() else { return Some(el("span", "").text(work::NOBODY.say(lang))) };
        let unit = unit_name(here, member.unit);
        Some(el("span", "").text(&member.name).put(el("small", "").live_text(move || unit.get())))
    });
    let kb = move |bytes: usize| grouped(i64::try_from(bytes.div_ceil(1024)).unwrap_or(i64::MAX), lang);
    let count = move || {
        let count = store.list(|engine| engine.drafts().count());
        work::STORED_COUNT.fill(lang, &[&work::number(count, lang)])
    };
    let bytes = move || {
        store.list(|_| ());
        work::STORED_BYTES.fill(lang, &[&kb(store.bytes()), &kb(LOCAL_STORAGE)])
    };
    let stored = el("dd", "").untranslated().live_text(count).put(el("small", "").live_text(bytes));
    let only_here = el("dd", "").untranslated().live_text(move || match store.list(|engine| engine.only_here()) {
        0 => work::ONLY_HERE_NONE.say(lang).to_owned(),
        some => work::ONLY_HERE_SOME.fill(lang, &[&work::number(some, lang)]),
    });
    let synced = el("dd", "").untranslated().live_text(move || {
        store.status(|engine| match engine.last_synced() {
            Some(at) => at.clock_and_date(lang),
            None => work::NEVER_SYNCED.say(lang).to_owned(),
        })
    });
    el("dl", "facts-list").puts([
        fact(work::WHO, who, lang),
        fact(work::STORED, stored, lang),
        fact(work::ONLY_HERE_TITLE, only_here, lang),
        fact(work::LAST_SYNCED, synced, lang),
        fact(work::KEPT_SAFE, safety(lang), lang),
    ])
}

/// What the browser promised, and asking it to.
fn safety(lang: Lang) -> El {
    let promised: Rc<Cell<Option<Option<bool>>>> = Rc::default();
    let (changed, asked_in_vain) = (ArcTrigger::new(), RwSignal::new(false));
    let look = {
        let (promised, changed) = (promised.clone(), changed.clone());
        Rc::new(move || {
            let (promised, changed) = (promised.clone(), changed.clone());
            spawn_local(async move {
                promised.set(Some(room::is_kept().await));
                changed.notify();
            });
        })
    };
    look();
    el("dd", "").attr("aria-live", "polite").live(move || {
        changed.track();
        let words = match promised.get()? {
            Some(true) => work::KEPT_YES,
            Some(false) if asked_in_vain.get() => work::ASKED_IN_VAIN,
            Some(false) => work::KEPT_NO,
            None => work::KEPT_UNKNOWN,
        };
        let look = look.clone();
        let ask = move || {
            let look = look.clone();
            spawn_local(async move {
                asked_in_vain.try_set(!room::ask_to_keep().await);
                look();
            });
        };
        let can_ask = promised.get() == Some(Some(false));
        let ask = can_ask.then(|| button("btn", ask).text(work::ASK_TO_KEEP.say(lang)));
        Some(el("span", "facts-list__safety").text(words.say(lang)).puts(ask))
    })
}

/// Stored texts that can't be read.
fn kept_texts(here: Here) -> El {
    let Here { store, lang, .. } = here;
    let kept = settled(move || store.kept());
    el("div", "").live(move || {
        let kept = kept();
        let lines = kept.into_iter().map(|kept| {
            let words = if kept.newer { work::KEPT_NEWER } else { work::KEPT_DAMAGED };
            let key = el("code", "quiet").text(&kept.key);
            let remove = button("btn btn--person", move || store.discard_kept(&kept.key));
            el("li", "item")
                .put(el("span", "").text(words.say(lang)))
                .put(key)
                .put(remove.text(work::KEPT_REMOVE.say(lang)))
        });
        let lines: Vec<El> = lines.collect();
        let heading = el("h2", "").text(work::KEPT_TITLE.say(lang));
        (!lines.is_empty()).then(|| el("section", "group").put(heading).put(el("ul", "rows").puts(lines)))
    })
}

/// Export and import.
fn files(here: Here) -> El {
    let lang = here.lang;
    let (said, sealed_text) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let picker = el("input", "")
        .attr("type", "file")
        .attr("accept", "application/json,.json")
        .attr("hidden", "")
        .attr("aria-label", work::IMPORT.say(lang));
    let input: web_sys::HtmlInputElement = picker.element().clone().unchecked_into();
    let picked = input.clone();
    let picker = picker.on("change", move |_| {
        let Some(file) = picked.files().and_then(|files| files.get(0)) else { return };
        let picked = picked.clone();
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
            if sealed_file::is_sealed(&text) {
                sealed_text.try_set(Some(text));
            } else {
                said.try_set(backup::bring_in(here, &text));
            }
            // The same file can be picked again.
            picked.set_value("");
        });
    });
    let export = button("btn", move || backup::save(here)).text(work::EXPORT.say(lang));
    let import = button("btn", move || input.click()).text(work::IMPORT.say(lang));
    el("section", "group")
        .put(el("h2", "").text(work::FILES.say(lang)))
        .put(el("p", "").text(work::FILES_WHY.say(lang)))
        .put(el("div", "starts").puts([export, import, picker, sealed::export(here)]))
        .put(sealed::import(here, sealed_text, said))
        .put(el("p", "device__said").attr("role", "status").live_text(move || said.get()))
}

/// On the home screen: opens like an app, and the browser keeps more.
fn install(here: Here) -> El {
    let lang = here.lang;
    let made = el("section", "group").put(el("h2", "").text(work::INSTALL.say(lang)));
    let mode = window().match_media("(display-mode: standalone)").ok().flatten();
    if mode.is_some_and(|mode| mode.matches()) {
        return made.put(el("p", "").text(work::INSTALLED.say(lang)));
    }
    // The browser's own question, which only some browsers have.
    let question: Rc<RefCell<Option<web_sys::Event>>> = Rc::default();
    let can_ask = RwSignal::new(false);
    let kept = question.clone();
    let listener = window_event_listener_untyped("beforeinstallprompt", move |event| {
        event.prevent_default();
        kept.replace(Some(event));
        can_ask.set(true);
    });
    on_cleanup(move || listener.remove());
    made.put(el("p", "").text(work::INSTALL_WHY.say(lang))).live(move || {
        if !can_ask.get() {
            return Some(el("p", "quiet").text(work::INSTALL_HOW.say(lang)));
        }
        let question = question.clone();
        let ask = move || {
            can_ask.set(false);
            let Some(event) = question.take() else { return };
            let show = js_sys::Reflect::get(&event, &"prompt".into()).ok();
            let show = show.and_then(|show| show.dyn_into::<js_sys::Function>().ok());
            if let Some(Err(problem)) = show.map(|show| show.call0(&event)) {
                leptos::logging::warn!("{problem:?}");
            }
        };
        Some(el("p", "").put(button("btn", ask).text(work::INSTALL.say(lang))))
    })
}

/// Language and theme.
fn choices(here: Here) -> El {
    let Here { undo, lang, .. } = here;
    let theme = RwSignal::new(use_context::<Visitor>().unwrap_or_default().theme.name().to_owned());
    let option = |value: &'static str, label: &'static str| Explained { value, label, text: "" };
    let languages = [option(Lang::Vi.code(), "Tiếng Việt"), option(Lang::En.code(), "English")];
    let themes = [
        option(Theme::System.name(), work::THEME_SYSTEM.say(lang)),
        option(Theme::Light.name(), work::THEME_LIGHT.say(lang)),
        option(Theme::Dark.name(), work::THEME_DARK.say(lang)),
    ];
    let set_lang = Rc::new(move |code: &'static str| {
        if let Some(chosen) = Lang::from_code(code).filter(|chosen| *chosen != lang) {
            undo.settle();
            choose_lang(chosen);
        }
    });
    let set_theme = Rc::new(move |name: &'static str| {
        if let Some(chosen) = Theme::from_name(name) {
            choose_theme(chosen);
            theme.set(name.to_owned());
        }
    });
    let chosen = settled(move || theme.with(|theme| Theme::from_name(theme).map(Theme::name)));
    el("section", "group")
        .put(el("h2", "").text(work::CHOICES.say(lang)))
        .put(short_choice("lang", work::LANGUAGE.say(lang), &languages, Rc::new(move || Some(lang.code())), set_lang))
        .put(short_choice("theme", work::THEME.say(lang), &themes, chosen, set_theme))
}

/// Signing out, with a warning about what would only be in an exported file.
fn leave(here: Here) -> El {
    let Here { store, undo, news, lang, .. } = here;
    let joined = settled(move || store.status(|engine| engine.session().is_some() || engine.joining().is_some()));
    let unsent = settled(move || store.list(|engine| engine.only_here()));
    let open = RwSignal::new(false);
    let (counted, asked) = (unsent.clone(), unsent);
    let title = move || match counted() {
        0 => work::SIGN_OUT_CLEAN.say(lang).to_owned(),
        some => work::SIGN_OUT_UNSENT.fill(lang, &[&work::number(some, lang)]),
    };
    let leave = move || {
        open.set(false);
        undo.settle();
        news.forget();
        store.sign_out();
    };
    let wait = move || {
        open.set(false);
        store.handle(Event::Woken);
    };
    let acts = move || {
        let (text, acts) = match asked() {
            0 => {
                let go = button("btn btn--main", leave).text(work::SIGN_OUT.say(lang));
                let stay = button("btn", move || open.set(false)).text(work::CANCEL.say(lang));
                (work::SIGN_OUT_CLEAN_TEXT.say(lang).to_owned(), vec![go, stay])
            }
            some => {
                let wait = button("btn btn--main", wait).text(work::WAIT_FOR_IT.say(lang));
                let export = button("btn", move || backup::save(here)).text(work::EXPORT.say(lang));
                let go = button("btn btn--person", leave).text(work::SIGN_OUT_ANYWAY.say(lang));
                let text = work::SIGN_OUT_UNSENT_TEXT.fill(lang, &[&work::number(some, lang)]);
                (text, vec![wait, export, go])
            }
        };
        let words = el("p", "").text(&text);
        Some(el("div", "sheet__in").put(words).put(el("div", "sheet__acts").puts(acts)))
    };
    let acts = Rc::new(acts);
    let out = move || button("btn", move || open.set(true)).icon(Icon::Forward).text(work::SIGN_OUT.say(lang));
    el("div", "").when(move || joined(), move || el("p", "").put(out())).put(sheet(open, title, move || {
        let acts = acts.clone();
        el("div", "").live(move || acts())
    }))
}
