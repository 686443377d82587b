//! Before an initiative is sent: what is missing, each as a way to its place; what would help; or nothing.

use leptos::prelude::*;
use model::field::{Fault, Field, FieldFault};
use model::op::Action;
use wasm_bindgen::JsCast;

use super::bound::{Bound, box_id};
use crate::i18n::{form, work};
use crate::local::today;
use crate::markup::{El, button, el, follow, settled};
use crate::pages::work::standing;
use crate::ui::{Icon, sheet};

/// What the check found.
#[derive(Clone, PartialEq, Default)]
struct Found {
    missing: Vec<FieldFault>,
    suggested: Vec<Field>,
    /// What to ask about the day of first application.
    asked: Option<String>,
    /// There is nobody yet whom the initiative could be sent for.
    alone: bool,
}

/// The sheet that stands between "Gửi" and sending. Opens when `open` is set.
pub fn check_sheet(bound: Bound, open: RwSignal<bool>) -> El {
    let lang = bound.lang;
    follow(move || {
        if open.get() {
            bound.checked.set(true);
        }
    });
    sheet(
        open,
        move || form::CHECK_TITLE.say(lang).to_owned(),
        move || {
            let found = settled(move || look(bound));
            el("div", "sheet__in").live(move || {
                let found = found();
                Some(if found.missing.is_empty() { ready(bound, found, open) } else { missing(bound, &found, open) })
            })
        },
    )
}

fn look(bound: Bound) -> Found {
    let alone = bound.store.status(|engine| engine.session().is_none());
    bound
        .draft(|draft| {
            let day = draft.written.content().first_applied_on();
            let asked = day.and_then(|day| form::ask_applied(day, today()?, bound.lang));
            Found { missing: draft.faults(), suggested: standing::suggested(draft), asked, alone }
        })
        .unwrap_or_else(|| Found { missing: vec![FieldFault::of(Field::Title, Fault::Missing)], ..Found::default() })
}

fn missing(bound: Bound, found: &Found, open: RwSignal<bool>) -> El {
    let lang = bound.lang;
    let links = found
        .missing
        .iter()
        .map(|fault| place(fault_box(fault, bound), capitalised(form::fault_name(fault, lang)), open));
    let cancel = button("btn", move || open.set(false)).text(work::CANCEL.say(lang));
    el("div", "sheet__in")
        .put(el("p", "").text(&form::missing(&found.missing, lang)))
        .put(el("div", "check").puts(links))
        .put(el("div", "sheet__acts").put(cancel))
}

fn ready(bound: Bound, found: Found, open: RwSignal<bool>) -> El {
    let lang = bound.lang;
    let Found { suggested, asked, alone, .. } = found;
    let words = if suggested.is_empty() { form::READY } else { form::SUGGESTED };
    let asked = asked.map(|words| {
        let place = place(box_id(Field::FirstAppliedOn), capitalised(form::APPLIED.say(lang)), open);
        el("div", "check").put(el("p", "field__ask").icon(Icon::Info).put(el("span", "").text(&words))).put(place)
    });
    let links = suggested.into_iter().map(|field| place(box_id(field), capitalised(form::name(field).say(lang)), open));
    let send = move || {
        open.set(false);
        let title = untrack(|| bound.draft(|draft| standing::title(draft, lang))).unwrap_or_default();
        bound.store.ask(bound.id, Action::Submit {});
        bound.here.undo.say(form::SENT_TOAST.fill(lang, &[&title]));
        begin_page();
    };
    let send = button("btn btn--main", send).icon(Icon::Send).text(form::SEND_NOW.say(lang));
    let cancel = button("btn", move || open.set(false)).text(work::CANCEL.say(lang));
    let note = alone.then(|| el("p", "quiet").text(form::SENT_NEEDS_JOIN.say(lang)));
    el("div", "sheet__in")
        .put(el("p", "").text(words.say(lang)))
        .put(el("div", "check").puts(links))
        .puts(asked)
        .puts(note)
        .put(el("div", "sheet__acts").puts([send, cancel]))
}

/// A way to a box.
fn place(id: String, name: String, open: RwSignal<bool>) -> El {
    let go = move || {
        open.set(false);
        go_to(&id);
    };
    button("btn check__item", go).put(el("span", "").text(&name)).icon(Icon::Right)
}

/// The id of the box that a fault is about; the conflict view is not a box, and its notice is at the top.
fn fault_box(fault: &FieldFault, bound: Bound) -> String {
    if fault.fault == Fault::Unresolved {
        return "o-need".to_owned();
    }
    if let Some(member) = fault.pointer.strip_prefix("/authors/") {
        return format!("o-authors-{}", member.replace('/', "-"));
    }
    match fault.field() {
        // The sum is put right in somebody's share: the last one's is the likeliest.
        Some(Field::Authors) => {
            let last = bound.content_now().authors().len().saturating_sub(1);
            format!("o-authors-{last}-share")
        }
        Some(field) => box_id(field),
        None => box_id(Field::Title),
    }
}

/// Brings a box into view and puts the cursor into it. After two frames: a sheet that closes gives the focus back first.
pub fn go_to(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        request_animation_frame(move || {
            let Some(element) = document().get_element_by_id(&id) else { return };
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Center);
            element.scroll_into_view_with_scroll_into_view_options(&options);
            focus(&element);
        });
    });
}

/// The page has become another one: it is shown from its top, and a screen reader begins with its heading. After two
/// frames: a sheet that closes gives the focus back first.
pub fn begin_page() {
    request_animation_frame(|| {
        request_animation_frame(|| {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            let heading = document().query_selector("#noi-dung h1[tabindex]").ok().flatten();
            if let Some(place) = heading.or_else(|| document().get_element_by_id("noi-dung")) {
                focus_in_place(&place);
            }
        });
    });
}

/// Puts the cursor, or the reader, there without moving the page.
pub fn focus_in_place(element: &web_sys::Element) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
        && let Err(problem) = element.focus_with_options(&options)
    {
        leptos::logging::warn!("{problem:?}");
    }
}

/// Puts the cursor, or the reader, there.
pub fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
        && let Err(problem) = element.focus()
    {
        leptos::logging::warn!("{problem:?}");
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
