//! The sheet of one item: holding its figures, its embargo, a typed figure, its place, and taking it out with a way back.

use std::rc::Rc;

use leptos::prelude::*;
use model::calendar::day_in_vietnam;
use model::show::rules::may_be_typed;
use model::show::{Act, Item, ItemId};
use wasm_bindgen_futures::spawn_local;

use super::desk::{Desk, Spot};
use super::{Sheets, act_button, rundown, said};
use crate::i18n::{Word, control};
use crate::markup::{El, button, el, settled};
use crate::show::{WrongMoment, figure_of, moment_of, say, states};
use crate::ui::{Field, FieldWords, Icon, Look, error, sheet, toast};

/// What was taken out: enough to put it back.
#[derive(Clone, PartialEq)]
pub struct Removed {
    item: Item,
    after: Option<ItemId>,
    title: String,
}

/// The sheet.
pub fn sheet_of(here: Desk, sheets: Sheets) -> El {
    let open = RwSignal::new(false);
    // Each follows the other, and stops where they agree.
    crate::markup::follow(move || {
        let wanted = sheets.item.get().is_some();
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    crate::markup::follow(move || {
        if !open.get() && sheets.item.get_untracked().is_some() {
            sheets.item.set(None);
        }
    });
    let title = move || {
        let id = sheets.item.get();
        id.map(|id| format!("{}. {}", rundown::place_of(here, id), rundown::title_of(here, id))).unwrap_or_default()
    };
    sheet(open, title, move || match untrack(|| sheets.item.get()) {
        Some(id) => parts(here, sheets, id),
        None => el("div", ""),
    })
}

fn now_of(here: Desk, id: ItemId) -> Option<Item> {
    here.read(|room| room.show.item(id).cloned()).flatten()
}

fn parts(here: Desk, sheets: Sheets, id: ItemId) -> El {
    let lang = here.lang;
    here.hush();
    let standing = move || {
        let now = here.now.get();
        let states = here.read(|room| room.show.item(id).map(|item| states(room, item, now))).flatten();
        states.unwrap_or_default().into_iter().map(|state| say(state, now, lang)).collect::<Vec<_>>().join(", ")
    };
    let is_held = settled(move || now_of(here, id).is_some_and(|item| item.held.is_some()));
    let name = is_held.clone();
    let hold = act_button(here, Spot::Edit, "btn", move || {
        let act = if untrack(|| is_held()) { Act::Release { item: Some(id) } } else { Act::Hold { item: Some(id) } };
        here.act(Spot::Edit, act);
    })
    .icon(Icon::Pin)
    .live_text(move || if name() { control::RELEASE } else { control::HOLD }.say(lang).to_owned());
    let change = button("btn", move || {
        sheets.item.set(None);
        sheets.changing.set(Some(id));
        sheets.add.set(true);
    })
    .text(control::CHANGE.say(lang));
    let typed = untrack(|| now_of(here, id)).is_some_and(|item| may_be_typed(&item.scene));
    let done = button("btn btn--main", move || sheets.item.set(None)).text(control::DONE.say(lang));
    el("div", "planner")
        .put(el("p", "quiet").live_text(standing))
        .put(said(here, Spot::Edit))
        .put(el("div", "pair").put(hold).put(change).put(place(here, id, false)).put(place(here, id, true)))
        .put(embargo(here, id))
        .puts(typed.then(|| typed_figure(here, id)))
        .put(el("div", "sheet__acts").put(done).put(remove(here, sheets, id)))
}

/// Moves the item by one.
fn place(here: Desk, id: ItemId, later: bool) -> El {
    let lang = here.lang;
    let word = if later { control::LATER } else { control::EARLIER };
    act_button(here, Spot::Edit, "btn", move || {
        let after = untrack(|| {
            here.read(|room| {
                let ids: Vec<ItemId> = room.show.rundown.iter().map(|item| item.id).collect();
                let at = ids.iter().position(|other| *other == id)?;
                if later {
                    ids.get(at + 1).map(|next| Some(*next))
                } else {
                    (at > 0).then(|| at.checked_sub(2).map(|at| ids[at]))
                }
            })
        });
        if let Some(Some(after)) = after {
            here.act(Spot::Edit, Act::Move { item: id, after });
        }
    })
    .text(word.say(lang))
}

fn line(
    id: &'static str,
    words: FieldWords,
    max: usize,
    value: RwSignal<String>,
    wrong: RwSignal<Option<Word>>,
    here: Desk,
) -> El {
    let mut field = Field::new(id, words, Look::Line, max, settled(move || value.get()));
    field.typed = Box::new(move |typed| {
        wrong.set(None);
        value.set(typed.now);
    });
    field.wrong = settled(move || wrong.get().map(|word| word.say(here.lang).to_owned()));
    field.make()
}

/// A clock is read, not kept: whatever isn't one gets the words that say how it is written, not how long it may be.
const CLOCK_TEXT: usize = 120;

fn embargo(here: Desk, id: ItemId) -> El {
    let lang = here.lang;
    let (known, now) = (untrack(|| now_of(here, id)).and_then(|item| item.embargo), here.now.get_untracked());
    let text = RwSignal::new(known.map(|until| until.clock(lang)).unwrap_or_default());
    let today = day_in_vietnam(now).map(|day| day.to_string()).unwrap_or_default();
    let chosen = known.filter(|until| *until > now).and_then(|until| day_in_vietnam(until).ok());
    let day = RwSignal::new(chosen.map_or_else(|| today.clone(), |day| day.to_string()));
    let (wrong, wrong_day) = (RwSignal::new(None::<Word>), RwSignal::new(None::<Word>));
    let words = FieldWords::label(control::EMBARGO.say(lang)).help(control::EMBARGO_HELP.say(lang));
    let set = act_button(here, Spot::Edit, "btn", move || {
        wrong_day.set(None);
        match moment_of(&day.get_untracked(), &text.get_untracked(), here.now.get_untracked()) {
            Ok(until) => here.act(Spot::Edit, Act::Embargo { item: id, until: Some(until) }),
            Err(WrongMoment::Day) => wrong_day.set(Some(control::EMBARGO_DAY_WRONG)),
            Err(WrongMoment::Clock) => wrong.set(Some(control::EMBARGO_WRONG)),
            Err(WrongMoment::Past) => wrong.set(Some(control::EMBARGO_PAST)),
        }
    });
    let lift = move || {
        let lift =
            act_button(here, Spot::Edit, "btn", move || here.act(Spot::Edit, Act::Embargo { item: id, until: None }));
        lift.text(control::EMBARGO_LIFT.say(lang))
    };
    let is_set = settled(move || now_of(here, id).is_some_and(|item| item.embargo.is_some()));
    let acts = el("div", "pair").put(set.text(control::EMBARGO_SET.say(lang))).when(move || is_set(), lift);
    let moment = el("div", "pair").put(day_field(here, &today, day, wrong_day)).put(line(
        "c-embargo",
        words,
        CLOCK_TEXT,
        text,
        wrong,
        here,
    ));
    el("div", "planned").put(moment).put(acts)
}

/// The day of an embargo: today's, unless another is chosen.
fn day_field(here: Desk, today: &str, day: RwSignal<String>, wrong: RwSignal<Option<Word>>) -> El {
    let lang = here.lang;
    let id = "c-embargo-day";
    let field = el("input", "field__box").attr("type", "date").attr("id", id).attr("min", today);
    let input: web_sys::HtmlInputElement = wasm_bindgen::JsCast::unchecked_into(field.element().clone());
    input.set_value(&day.get_untracked());
    let field = field.on("input", move |_| {
        wrong.set(None);
        day.set(input.value());
    });
    let says = settled(move || wrong.get());
    el("div", "field")
        .put(el("label", "field__label").attr("for", id).text(control::EMBARGO_DAY.say(lang)))
        .put(field)
        .put(el("div", "").attr("role", "alert").live(move || says().map(|word| error(word.say(lang)))))
}

/// A figure that isn't the server's: in red, because a person answers for it.
fn typed_figure(here: Desk, id: ItemId) -> El {
    let lang = here.lang;
    let known = untrack(|| now_of(here, id)).and_then(|item| item.typed);
    let figure =
        RwSignal::new(known.as_ref().map(|typed| model::number::grouped(typed.figure, lang)).unwrap_or_default());
    let source = RwSignal::new(known.map(|typed| typed.source).unwrap_or_default());
    let (no_figure, no_source) = (RwSignal::new(None::<Word>), RwSignal::new(None::<Word>));
    let set = act_button(here, Spot::Edit, "btn btn--person", move || {
        let said = source.get_untracked().trim().to_owned();
        let Some(figure) = figure_of(&figure.get_untracked()) else {
            return no_figure.set(Some(control::FIGURE_WRONG));
        };
        if said.is_empty() {
            return no_source.set(Some(control::SOURCE_NEEDED));
        }
        here.act(Spot::Edit, Act::Type { item: id, figure: Some(figure), source: said });
    });
    let lift = move || {
        let act = move || here.act(Spot::Edit, Act::Type { item: id, figure: None, source: String::new() });
        act_button(here, Spot::Edit, "btn", act).text(control::TYPED_LIFT.say(lang))
    };
    let is_typed = settled(move || now_of(here, id).is_some_and(|item| item.typed.is_some()));
    let opened = is_typed.clone();
    el("details", "typed")
        .attr_if("open", untrack(|| opened()).then_some(""))
        .put(el("summary", "").icon(Icon::Alert).text(control::TYPED.say(lang)))
        .put(el("p", "").text(control::TYPED_LEAD.say(lang)))
        .put(line("c-figure", FieldWords::label(control::FIGURE.say(lang)), 16, figure, no_figure, here))
        .put(line("c-source", FieldWords::label(control::SOURCE.say(lang)), 120, source, no_source, here))
        .put(el("div", "pair").put(set.text(control::TYPED_SET.say(lang))).when(move || is_typed(), lift))
}

fn remove(here: Desk, sheets: Sheets, id: ItemId) -> El {
    act_button(here, Spot::Edit, "btn", move || {
        let removed = untrack(|| {
            here.read(|room| {
                let at = room.show.rundown.iter().position(|item| item.id == id)?;
                let after = at.checked_sub(1).map(|at| room.show.rundown[at].id);
                Some(Removed { item: room.show.rundown[at].clone(), after, title: rundown::title_of(here, id) })
            })
        });
        here.act_then(Spot::Edit, Act::Remove { item: id }, move || {
            sheets.item.set(None);
            here.removed.set(removed.flatten());
        });
    })
    .text(control::REMOVE.say(here.lang))
}

/// The way back from taking an item out. It stays until something else is taken out or it is closed.
pub fn toast_at(here: Desk) -> El {
    let lang = here.lang;
    let removed = settled(move || here.removed.get());
    el("div", "control__toast").attr("role", "status").live(move || {
        let removed = removed()?;
        let words = control::REMOVED.fill(lang, &[&removed.title]);
        let back = move || put_back(here, removed.clone());
        let toast = toast(&words, Some((control::UNDO.say(lang), Box::new(back))), Rc::new(|_| ()));
        let close = button("btn btn--icon", move || here.removed.set(None)).attr("aria-label", control::DONE.say(lang));
        Some(el("div", "control__undo").put(toast.put(close.icon(Icon::Close))).put(said(here, Spot::Undo)))
    })
}

/// Puts an item back in its place, with its embargo and what was typed. Figures that stood still can't be had again.
fn put_back(here: Desk, removed: Removed) {
    let Removed { item, after, .. } = removed;
    let scene = item.scene.clone();
    let before: Vec<ItemId> =
        untrack(|| here.read(|room| room.show.rundown.iter().map(|item| item.id).collect())).unwrap_or_default();
    // At the front: behind nothing means at the end when adding.
    let at_front = after.is_none();
    here.act_then(Spot::Undo, Act::Add { scene, after }, move || {
        spawn_local(async move {
            let Some(room) = here.fresh().await else { return };
            let added = room.show.rundown.iter().find(|new| !before.contains(&new.id) && new.scene == item.scene);
            let Some(new) = added.map(|new| new.id) else { return };
            let front = at_front.then_some(Act::Move { item: new, after: None });
            let embargo = item.embargo.map(|until| Act::Embargo { item: new, until: Some(until) });
            let typed = item.typed.filter(|_| may_be_typed(&item.scene));
            let typed = typed.map(|typed| Act::Type { item: new, figure: Some(typed.figure), source: typed.source });
            one_after_the_other(here, [embargo, front, typed].into_iter().flatten().collect());
        });
    });
}

fn one_after_the_other(here: Desk, mut acts: std::collections::VecDeque<Act>) {
    match acts.pop_front() {
        Some(act) => here.act_then(Spot::Undo, act, move || one_after_the_other(here, acts)),
        None => here.removed.set(None),
    }
}
