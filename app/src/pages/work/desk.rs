//! The frame of every page under `/app`: starts the local store, shows the page of the address, and what can be undone.

use std::rc::Rc;

use leptos::prelude::*;
use model::number::Lang;
use model::unit::UnitCode;
use wasm_bindgen_futures::spawn_local;

use super::address::{Address, Page};
use super::editor::focus_in_place;
use super::later::{self, Later};
use super::{editor, join, mine};
use crate::i18n::{board, work};
use crate::live::retry;
use crate::local::{LocalStore, News, Undo};
use crate::markup::{El, Read, a, el, follow, settled};
use crate::pages::unreachable::unreachable;
use crate::reality::{self, Reality};
use crate::ui::{Icon, toast};
use crate::visitor;

/// What every page under `/app` works with. Copies are the same.
#[derive(Clone, Copy)]
pub struct Here {
    pub store: LocalStore,
    pub undo: Undo,
    pub news: News,
    pub address: Address,
    pub lang: Lang,
}

/// Puts the app into the page. It stays as long as the tab.
pub fn start() {
    // The page's parts belong to the owner of this moment, however long the disk takes.
    let owner = Owner::current().unwrap_or_default();
    spawn_local(async move {
        let (lang, undo) = owner.with(|| (visitor::of_page().lang, Undo::default()));
        let store = LocalStore::start(lang, undo).await;
        owner.with(|| show(store, undo, lang));
    });
}

fn show(store: LocalStore, undo: Undo, lang: Lang) {
    let here = Here { store, undo, news: News::new(store, lang), address: Address::follow(), lang };
    let frame = el("div", "").put(demo_mark(lang)).live(move || Some(page(here))).put(toasts(here));
    if let Some(body) = document().body()
        && let Err(problem) = body.append_child(frame.element())
    {
        leptos::logging::error!("{problem:?}");
    }
    tell_new_pages(here);
    later::keep(here);
    let is_reachable = settled(move || here.news.is_reachable());
    follow(move || {
        if is_reachable() {
            here.news.keep_on();
        }
    });
}

fn page(here: Here) -> El {
    match here.address.page() {
        Page::Mine => mine::page(here),
        Page::New => editor::new(here),
        Page::Initiative(id, field) => editor::page(here, id, field),
        Page::Join(code) => join::page(here, code),
        Page::Conflict(id) => later::page(here, Later::Conflict(id)),
        Page::Device => later::page(here, Later::Device),
        Page::Nowhere => nowhere(here),
        Page::Public => without_link(here),
    }
}

/// Says so if everything here is invented.
fn demo_mark(lang: Lang) -> El {
    if reality::of_page() != Reality::Demo {
        return el("span", "").attr("hidden", "");
    }
    crate::ui::demo_mark(lang)
}

/// After going to another page, a screen reader begins with its content, unless a box there took the cursor.
fn tell_new_pages(here: Here) {
    let page = settled(move || here.address.page());
    let mut is_first = true;
    follow(move || {
        page();
        if std::mem::take(&mut is_first) {
            return;
        }
        request_animation_frame(focus_content);
    });
}

/// Puts the cursor on the page's content, unless it is somewhere already.
pub fn focus_content() {
    let nowhere = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    if let Some(main) = document().get_element_by_id("noi-dung").filter(|_| nowhere) {
        focus_in_place(&main);
    }
}

fn toasts(here: Here) -> El {
    let Here { undo, lang, .. } = here;
    let stays: Rc<dyn Fn(bool)> = Rc::new(move |stays| undo.linger(stays));
    el("div", "toasts").attr("role", "status").live(move || {
        let said = undo.said()?;
        let take_back = || -> (&str, Box<dyn Fn()>) { (work::UNDO.say(lang), Box::new(move || undo.take_back())) };
        Some(toast(&said.words, said.revocable.then(take_back), stays.clone()))
    })
}

/// A page: its parts one after the other.
pub fn sheet_of(title: &str, parts: impl IntoIterator<Item = El>) -> El {
    document().set_title(&format!("{title} – Triệu Sáng Kiến"));
    el("div", "").puts(parts)
}

/// What a page is about.
pub fn content(class: &str) -> El {
    el("main", class).attr("id", "noi-dung").attr("tabindex", "-1")
}

/// The member's unit, whose board is nearest to them; `None` before they have joined.
pub fn own_unit(here: Here) -> Read<Option<UnitCode>> {
    settled(move || here.store.status(|engine| engine.session().map(|session| session.member.unit.clone())))
}

/// The head of a page that is one of the three places.
pub fn place_head(title: &str) -> El {
    el("header", "bar-top").mark().put(el("h1", "").text(title))
}

/// The head of a page that one goes back from.
pub fn back_head(here: Here, title: &str) -> El {
    el("header", "bar-top").put(back_link(here)).put(el("h1", "").text(title))
}

/// The arrow at the top.
pub fn back_link(here: Here) -> El {
    a("btn btn--plain btn--icon", "/app").attr("aria-label", work::BACK_TO_LIST.say(here.lang)).icon(Icon::Left)
}

/// A public page without a link: the worker answered with the shell. It comes back by itself.
fn without_link(here: Here) -> El {
    retry::reload_when_back();
    sheet_of(board::UNAVAILABLE.say(here.lang), [content("page").put(unreachable(here.lang))])
}

/// An address under `/app` that leads nowhere.
fn nowhere(here: Here) -> El {
    let back = el("p", "").put(a("btn", "/app").text(work::BACK_TO_LIST.say(here.lang)));
    let title = work::NOT_FOUND.say(here.lang);
    sheet_of(title, [back_head(here, title), content("phone").put(back)])
}
