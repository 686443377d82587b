//! Before an initiative is sent: what is missing, each as a way to its place; what would help; or nothing.

use leptos::prelude::*;
use model::field::{Fault, Field, FieldFault};
use model::op::Action;

use super::bound::{Bound, box_id};
use crate::i18n::{form, work};
use crate::pages::work::desk::{Here, here};
use crate::pages::work::standing;
use crate::ui::{Icon, Sheet};

/// What the check found.
#[derive(Clone, PartialEq, Default)]
struct Found {
    missing: Vec<FieldFault>,
    suggested: Vec<Field>,
}

/// The sheet that stands between "Gửi" and sending. Opens when `open` is set; sends at once if nothing is left to say.
#[component]
pub fn CheckSheet(bound: Bound, open: RwSignal<bool>) -> impl IntoView {
    let lang = bound.lang;
    let Here { store, undo } = here();
    let found = Memo::new(move |_| {
        bound.draft(|draft| Found { missing: draft.faults(), suggested: standing::suggested(draft) }).unwrap_or_else(
            || Found { missing: vec![FieldFault::of(Field::Title, Fault::Missing)], ..Found::default() },
        )
    });
    let joined = Memo::new(move |_| store.status(|engine| engine.session().is_some()));
    let blocked = Memo::new(move |_| found.with(|found| !found.missing.is_empty()));
    let send = move || {
        open.set(false);
        let title = bound.draft(|draft| standing::title(draft, lang)).unwrap_or_default();
        store.ask(bound.id, Action::Submit {});
        undo.say(form::SENT_TOAST.fill(lang, &[&title]));
    };
    Effect::new(move |_| {
        if open.get() {
            bound.checked.set(true);
        }
    });
    let missing = move || {
        let faults = found.with(|found| found.missing.clone());
        let words = form::missing(&faults, lang);
        let links = faults.into_iter().map(|fault| {
            let (id, name) = (fault_box(&fault, bound), capitalised(form::fault_name(&fault, lang)));
            place(id, name, open)
        });
        view! {
            <p>{words}</p>
            <div class="check">{links.collect_view()}</div>
            <div class="sheet__acts">
                <button type="button" class="btn" on:click=move |_| open.set(false)>
                    {work::CANCEL.say(lang)}
                </button>
            </div>
        }
        .into_any()
    };
    let ready = move || {
        let suggested = found.with(|found| found.suggested.clone());
        let words = if suggested.is_empty() { form::READY } else { form::SUGGESTED };
        let links =
            suggested.into_iter().map(|field| place(box_id(field), capitalised(form::name(field).say(lang)), open));
        view! {
            <p>{words.say(lang)}</p>
            <div class="check">{links.collect_view()}</div>
            {move || (!joined.get()).then(|| view! { <p class="quiet">{form::SENT_NEEDS_JOIN.say(lang)}</p> })}
            <div class="sheet__acts">
                <button type="button" class="btn btn--main" on:click=move |_| send()>
                    {Icon::Send.draw()}
                    {form::SEND_NOW.say(lang)}
                </button>
                <button type="button" class="btn" on:click=move |_| open.set(false)>
                    {work::CANCEL.say(lang)}
                </button>
            </div>
        }
        .into_any()
    };
    view! {
        <Sheet open=open title=Signal::derive(move || form::CHECK_TITLE.say(lang).to_owned())>
            {move || if blocked.get() { missing() } else { ready() }}
        </Sheet>
    }
    .into_any()
}

/// A way to a box.
fn place(id: String, name: String, open: RwSignal<bool>) -> impl IntoView {
    let go = move |_| {
        open.set(false);
        go_to(&id);
    };
    view! {
        <button type="button" class="btn check__item" on:click=go>
            <span>{name}</span>
            {Icon::Right.draw()}
        </button>
    }
}

/// The id of the box that a fault is about; the conflict view is not a box, and its notice is at the top.
fn fault_box(fault: &FieldFault, bound: Bound) -> String {
    if fault.fault == Fault::Unresolved {
        return "o-need".to_owned();
    }
    if let Some(at) = fault.pointer.strip_prefix("/authors/").and_then(|rest| rest.strip_suffix("/name")) {
        return format!("o-authors-{at}-name");
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

/// Brings a box into view and puts the cursor into it. After a frame: a sheet that closes gives the focus back first.
pub fn go_to(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let Some(element) = document().get_element_by_id(&id) else { return };
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
        focus(&element);
    });
}

/// Puts the cursor, or the reader, there.
pub fn focus(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;
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
