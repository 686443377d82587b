//! The form: one long page in four parts, of which only the name is asked for at first.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use model::draft::Draft;
use model::field::Field;
use model::id::InitiativeId;

use super::authors::authors_part;
use super::bound::{Bound, box_id};
use super::check::{check_sheet, focus, go_to};
use super::effect::effect_part;
use super::need::need_card;
use super::saved::{link_chip, saved};
use super::solution::solution_part;
use super::story::{story_part, title_part};
use crate::i18n::{Word, form, work};
use crate::markup::{El, Read, a, button, el, settled};
use crate::pages::work::desk::{Here, back_link, content, sheet_of};
use crate::pages::work::mine::{Else, do_else};
use crate::pages::work::notices::{Writing, happened, storage};
use crate::ui::{Icon, Step, steps};

/// The parts: ids, names, and which fields make one done.
const PARTS: [(&str, Word, &[Field]); 4] = [
    ("cau-chuyen", form::STEP_STORY, &[Field::Story]),
    ("giai-phap", form::STEP_SOLUTION, &[Field::Solution]),
    ("hieu-qua", form::STEP_EFFECT, &[Field::Effect, Field::BenefitVnd, Field::IntangibleBenefit]),
    ("tac-gia", form::STEP_AUTHORS, &[Field::Authors]),
];

/// A part of the form, with its heading.
pub fn part(id: &str, heading_id: &str, heading: &str) -> El {
    let heading = el("h2", "part__head").attr("id", heading_id).attr("tabindex", "-1").text(heading);
    el("section", "group part").attr("id", id).attr("aria-labelledby", heading_id).put(heading)
}

/// The form of one initiative. Puts the cursor into `field`, or into the name of a new one.
pub fn page(here: Here, id: InitiativeId, field: Option<Field>) -> El {
    let lang = here.lang;
    let bound = Bound { here, store: here.store, id, lang, checked: RwSignal::new(false) };
    // At first there is nothing but the name; the rest comes with its first letter.
    let asked_for_more = RwSignal::new(false);
    let only_title = settled(move || bound.content(|content| content.is_empty()) && !asked_for_more.get());
    let current = RwSignal::new(0);
    watch_scrolling(current);
    let go: Rc<dyn Fn(usize)> = Rc::new(move |part| {
        asked_for_more.set(true);
        request_animation_frame(move || show_part(part));
    });
    let check = RwSignal::new(false);
    let header = el("header", "bar-top").put(back_link(here)).put(el("h1", "hide").text(form::EDITOR.say(lang)));
    let header = link_chip(saved(header, bound), bound);
    let (helped, more, docked) = (only_title.clone(), only_title.clone(), only_title);
    let parts = move || {
        el("div", "form").puts([
            story_part(bound, PARTS[0].0),
            solution_part(bound, PARTS[1].0),
            effect_part(bound, PARTS[2].0),
            authors_part(bound, PARTS[3].0),
            delete_draft(bound),
        ])
    };
    let main = need_card(content("phone form"), bound).put(title_part(bound, helped)).when(move || !more(), parts);
    let dock = dock(
        storage(happened(el("footer", "dock"), here), here, Writing::Yes),
        here,
        docked,
        current,
        go.clone(),
        check,
    );
    arrive(bound, field);
    let title = bound.store.draft_now(id, |draft| {
        draft
            .map(|draft| draft.written.content().text(Field::Title).trim().to_owned())
            .filter(|title| !title.is_empty())
    });
    let title = title.unwrap_or_else(|| form::EDITOR.say(lang).to_owned());
    sheet_of(&title, [header, part_links(bound, current, go), main, check_sheet(bound, check), dock])
}

fn part_links(bound: Bound, current: RwSignal<usize>, go: Rc<dyn Fn(usize)>) -> El {
    let lang = bound.lang;
    let parts = PARTS.map(|(id, label, fields)| {
        let done =
            settled(move || bound.content(|content| fields.iter().any(|field| content.written(*field).is_some())));
        Step { id, label: label.say(lang), done }
    });
    let current = settled(move || current.get());
    steps(form::STEPS.say(lang), form::WRITTEN.say(lang), parts.into(), current, go)
}

/// Adds the one main action: on to the next part, and at the end, to send it.
fn dock(
    made: El,
    here: Here,
    only_title: Read<bool>,
    current: RwSignal<usize>,
    go: Rc<dyn Fn(usize)>,
    check: RwSignal<bool>,
) -> El {
    let lang = here.lang;
    let current = settled(move || current.get());
    let send =
        move |class: &str, words: Word| button(class, move || check.set(true)).icon(Icon::Send).text(words.say(lang));
    made.live(move || {
        let (at, go) = (current(), go.clone());
        if only_title() {
            let start = button("btn btn--main btn--reach btn--wide", move || go(0));
            return Some(start.text(form::START.say(lang)));
        }
        let pair = el("div", "dock__pair");
        Some(match PARTS.get(at + 1) {
            Some((_, next, _)) => {
                let on = button("btn btn--main btn--reach", move || go(at + 1));
                let on = on.text(&form::NEXT.fill(lang, &[next.say(lang)]));
                pair.puts([send("btn btn--reach", form::SUBMIT_SHORT), on])
            }
            None => {
                let leave = a("btn btn--reach", "/app").text(form::SAVE_AND_LEAVE.say(lang));
                pair.puts([leave, send("btn btn--main btn--reach", form::SUBMIT)])
            }
        })
    })
}

/// At the end of the form.
fn delete_draft(bound: Bound) -> El {
    let can_go = settled(move || bound.draft(Draft::can_be_deleted).unwrap_or(false));
    let delete = move || {
        do_else(bound.here, bound.id, Else::Delete);
        bound.here.address.go("/app");
    };
    el("p", "")
        .when(move || can_go(), move || button("btn btn--plain btn--quiet", delete).text(work::DELETE.say(bound.lang)))
}

/// Puts the cursor where the person is wanted: into the name of a new one, into the field that the address names.
fn arrive(bound: Bound, field: Option<Field>) {
    let is_new = bound.store.draft_now(bound.id, |draft| draft.is_none());
    let target = field.map(box_id).or_else(|| is_new.then(|| box_id(Field::Title)));
    if let Some(id) = target {
        go_to(&id);
    }
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

/// Follows which part is looked at: the last whose top is in the upper part of the window. At the very end of the page
/// it is the last one, however short.
fn watch_scrolling(current: RwSignal<usize>) {
    let asked = Rc::new(Cell::new(false));
    let listener = window_event_listener(ev::scroll, move |_| {
        if !asked.replace(true) {
            let asked = asked.clone();
            request_animation_frame(move || {
                asked.set(false);
                let at = part_in_view();
                if current.try_get_untracked().is_some_and(|now| now != at) {
                    current.set(at);
                }
            });
        }
    });
    on_cleanup(move || listener.remove());
}

fn part_in_view() -> usize {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let top = |id: &str| document().get_element_by_id(id).map(|part| part.get_bounding_client_rect().top());
    let bottom = document().document_element().map_or(f64::MAX, |page| page.get_bounding_client_rect().bottom());
    let last = PARTS.len() - 1;
    if bottom < height + 4.0 && top(PARTS[last].0).is_some() {
        return last;
    }
    PARTS.iter().rposition(|(id, ..)| top(id).is_some_and(|top| top < height * 0.4)).unwrap_or(0)
}
