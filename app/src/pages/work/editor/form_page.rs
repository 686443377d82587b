//! The form: one long page in four parts, of which only the name is asked for at first.

use leptos::ev;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use model::draft::Draft;
use model::field::Field;
use model::id::InitiativeId;

use super::authors::AuthorsPart;
use super::bound::{Bound, box_id};
use super::check::{CheckSheet, focus, go_to};
use super::effect::EffectPart;
use super::need::NeedCard;
use super::saved::{LinkChip, Saved};
use super::solution::SolutionPart;
use super::story::{StoryPart, TitlePart};
use crate::i18n::{Word, form, use_lang, work};
use crate::pages::work::desk::{BackLink, here, page_title};
use crate::pages::work::mine::{Else, do_else};
use crate::pages::work::notices::Storage;
use crate::ui::{Icon, Step, Steps};

/// The parts: ids, names, and which fields make one done.
const PARTS: [(&str, Word, &[Field]); 4] = [
    ("cau-chuyen", form::STEP_STORY, &[Field::Story]),
    ("giai-phap", form::STEP_SOLUTION, &[Field::Solution]),
    ("hieu-qua", form::STEP_EFFECT, &[Field::Effect, Field::BenefitVnd, Field::IntangibleBenefit]),
    ("tac-gia", form::STEP_AUTHORS, &[Field::Authors]),
];

/// The form of one initiative.
#[component]
pub fn FormPage(id: InitiativeId) -> impl IntoView {
    let lang = use_lang();
    let bound = Bound { store: here().store, id, lang, checked: RwSignal::new(false) };
    // At first there is nothing but the name; the rest comes with its first letter.
    let asked_for_more = RwSignal::new(false);
    let is_new = Memo::new(move |_| bound.content(|content| content.is_empty()));
    let only_title = Memo::new(move |_| is_new.get() && !asked_for_more.get());
    let current = RwSignal::new(0);
    watch_scrolling(current);
    let go = Callback::new(move |part: usize| {
        asked_for_more.set(true);
        request_animation_frame(move || show_part(part));
    });
    let steps = PARTS.map(|(id, label, fields)| {
        let done =
            Memo::new(move |_| bound.content(|content| fields.iter().any(|field| content.written(*field).is_some())));
        Step { id, label: label.say(lang), done: done.into() }
    });
    arrive(bound);
    let check = RwSignal::new(false);
    let title = Memo::new(move |_| match bound.content(|content| content.text(Field::Title).trim().to_owned()) {
        title if title.is_empty() => page_title(form::EDITOR.say(lang)),
        title => page_title(&title),
    });
    view! {
        <Title text=title />
        <header class="bar-top">
            <BackLink />
            <h1 class="hide">{form::EDITOR.say(lang)}</h1>
            <Saved bound=bound />
            <LinkChip bound=bound />
        </header>
        <Steps steps=steps.to_vec() current=current go=go />
        <main class="phone form" id="noi-dung">
            <NeedCard bound=bound />
            <TitlePart bound=bound with_help=only_title />
            <Show when=move || !only_title.get()>
                <StoryPart bound=bound id=PARTS[0].0 />
                <SolutionPart bound=bound id=PARTS[1].0 />
                <EffectPart bound=bound id=PARTS[2].0 />
                <AuthorsPart bound=bound id=PARTS[3].0 />
                <DeleteDraft bound=bound />
            </Show>
        </main>
        <CheckSheet bound=bound open=check />
        <footer class="dock">
            <Storage only_unstored=true />
            <FormDock only_title=only_title current=current go=go check=check />
        </footer>
    }
    .into_any()
}

/// The one main action: on to the next part, and at the end, to send it.
#[component]
fn FormDock(
    only_title: Memo<bool>,
    current: RwSignal<usize>,
    go: Callback<usize>,
    check: RwSignal<bool>,
) -> impl IntoView {
    let lang = use_lang();
    let send = move |class: &'static str, words: Word| {
        view! {
            <button type="button" class=class on:click=move |_| check.set(true)>
                {Icon::Send.draw()}
                {words.say(lang)}
            </button>
        }
    };
    move || {
        let at = current.get();
        if only_title.get() {
            return view! {
                <button type="button" class="btn btn--main btn--reach btn--wide" on:click=move |_| go.run(0)>
                    {form::START.say(lang)}
                </button>
            }
            .into_any();
        }
        let Some((_, next, _)) = PARTS.get(at + 1) else {
            return view! {
                <div class="dock__pair">
                    <a class="btn btn--reach" href="/app">
                        {form::SAVE_AND_LEAVE.say(lang)}
                    </a>
                    {send("btn btn--main btn--reach", form::SUBMIT)}
                </div>
            }
            .into_any();
        };
        view! {
            <div class="dock__pair">
                {send("btn btn--reach", form::SUBMIT_SHORT)}
                <button type="button" class="btn btn--main btn--reach" on:click=move |_| go.run(at + 1)>
                    {form::NEXT.fill(lang, &[next.say(lang)])}
                </button>
            </div>
        }
        .into_any()
    }
}

/// At the end of the form, while nothing of it has left the device.
#[component]
fn DeleteDraft(bound: Bound) -> impl IntoView {
    let navigate = use_navigate();
    let only_here = Memo::new(move |_| bound.draft(Draft::is_only_here).unwrap_or(false));
    let delete = Callback::new(move |()| {
        do_else(here(), bound.id, Else::Delete, bound.lang);
        navigate("/app", NavigateOptions::default());
    });
    view! {
        <Show when=move || only_here.get()>
            <p>
                <button type="button" class="btn btn--plain btn--quiet" on:click=move |_| delete.run(())>
                    {work::DELETE.say(bound.lang)}
                </button>
            </p>
        </Show>
    }
    .into_any()
}

/// Puts the cursor where the person is wanted: into the name of a new one, into the field that the address names.
fn arrive(bound: Bound) {
    let query = use_query_map();
    let wanted = query.with_untracked(|query| query.get("field")).and_then(|name| Field::from_name(&name));
    let is_new = bound.store.draft_now(bound.id, |draft| draft.is_none());
    let target = match wanted {
        Some(Field::Kind) => Some("o-kind".to_owned()),
        Some(field) => Some(box_id(field)),
        None => is_new.then(|| box_id(Field::Title)),
    };
    Effect::new(move |_| {
        if let Some(id) = &target {
            go_to(id);
        }
    });
}

/// Brings a part below the head and tells a screen reader its heading.
fn show_part(part: usize) {
    let Some(section) = PARTS.get(part).and_then(|(id, ..)| document().get_element_by_id(id)) else { return };
    if part == 0 {
        return go_to(&box_id(Field::Story));
    }
    section.scroll_into_view();
    if let Ok(Some(heading)) = section.query_selector("[tabindex='-1']") {
        focus(&heading);
    }
}

/// Follows which part is looked at: the last whose top is in the upper third of the window. At the very end of the page
/// it is the last one, however short.
fn watch_scrolling(current: RwSignal<usize>) {
    let asked = StoredValue::new(false);
    let look = move || {
        asked.try_set_value(false);
        let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
        let top = |id: &str| document().get_element_by_id(id).map(|part| part.get_bounding_client_rect().top());
        let mut at = PARTS.iter().rposition(|(id, ..)| top(id).is_some_and(|top| top < height * 0.4)).unwrap_or(0);
        let page = document().document_element();
        let bottom = page.map_or(f64::MAX, |page| page.get_bounding_client_rect().bottom());
        if bottom < height + 4.0 && top(PARTS[PARTS.len() - 1].0).is_some() {
            at = PARTS.len() - 1;
        }
        if current.try_get_untracked().is_some_and(|now| now != at) {
            current.set(at);
        }
    };
    let listener = window_event_listener(ev::scroll, move |_| {
        if asked.try_get_value() == Some(false) {
            asked.set_value(true);
            request_animation_frame(look);
        }
    });
    on_cleanup(move || listener.remove());
}
