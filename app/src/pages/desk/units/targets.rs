//! `/app/units/CODE/targets`: the unit's targets for the campaign and its phases with their history, and those of the units
//! directly below, set in place.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use model::json;
use model::number::grouped;
use model::rights::{Deed, Subject, allowed};
use model::sync::Failure;
use model::text::search_key;
use model::unit::UnitCode;
use model::wire::{BranchTarget, SpanTarget, TargetAt, TargetsResponse};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::loaded::{Loaded, not_done};
use super::{At, Page, address, many_targets, request, who};
use crate::administration::read_count;
use crate::i18n::{Lang, Word, administration as words};
use crate::markup::{El, a, el, settled};
use crate::ui::{Field, FieldWords, Icon, Look, tick, unit_name};

/// The span of the whole campaign, as the protocol names it.
const WHOLE: &str = "total";

/// What is sent: one of the two.
#[derive(Serialize)]
pub struct Change {
    span: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned: Option<Option<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    self_set: Option<Option<u32>>,
}

impl Change {
    /// The target that is given from above, for the whole campaign.
    pub fn assigned(count: u32) -> Change {
        Change { span: WHOLE.into(), assigned: Some(Some(count)), self_set: None }
    }
}

/// Which of a unit's two targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Assigned,
    SelfSet,
}

/// What is on the page, and what is being written there: it stays when the numbers come anew. Copies are the same one.
#[derive(Clone, Copy)]
struct Plan {
    loaded: Loaded<TargetsResponse>,
    /// What is typed and not set yet, by its box.
    typed: StoredValue<BTreeMap<String, String>>,
    /// The box that the cursor goes back to.
    back_to: StoredValue<Option<String>>,
}

/// The page.
pub fn page(here: Here, at: &At) -> El {
    let loaded = Loaded::<TargetsResponse>::start(here, at.api("/targets"));
    let plan = Plan { loaded, typed: StoredValue::new(BTreeMap::new()), back_to: StoredValue::new(None) };
    let only_without = RwSignal::new(false);
    let at = at.clone();
    loaded.show(el("div", "office__part"), move |targets| {
        let spans = targets.spans.iter().enumerate().map(|(number, span)| span_part(here, &at, number, span, plan));
        let part = el("div", "office__part").puts(spans);
        match targets.children.is_empty() {
            true => part,
            false => part.put(children(here, &at, Rc::new(targets.children), only_without, plan)),
        }
    })
}

/// The unit's own targets for the campaign or a phase.
fn span_part(here: Here, at: &At, number: usize, span: &SpanTarget, plan: Plan) -> El {
    let lang = here.lang;
    let name = match span.span.as_str() {
        WHOLE => words::WHOLE.say(lang).to_owned(),
        _ => words::PHASE.fill(lang, &[&number.to_string()]),
    };
    let id = format!("h-{}", span.span);
    let title = el("h3", "").attr("id", &id).text(&name);
    let one = |which: Which, label: Word, value: Option<u32>, deed: Deed| {
        if !at.may(deed) {
            let said = value.map_or_else(|| words::UNSET.say(lang).to_owned(), |value| grouped(value.into(), lang));
            return el("dl", "figure").put(el("dt", "").text(label.say(lang))).put(el("dd", "").text(&said));
        }
        let spot =
            Spot { path: at.api("/targets"), span: span.span.clone(), which, label: label.say(lang), of: name.clone() };
        setting(here, spot, value, plan)
    };
    el("section", "section office__part")
        .attr("aria-labelledby", &id)
        .put(title)
        .put(
            el("div", "office__pair")
                .put(one(Which::Assigned, words::ASSIGNED, span.assigned, Deed::AssignTarget))
                .put(one(Which::SelfSet, words::SELF_SET, span.self_set, Deed::SetOwnTarget)),
        )
        .put(history(&span.history, lang))
}

impl Plan {
    /// The number of this box was set: all numbers come anew, and the cursor returns.
    fn was_set(self, id: &str) {
        // The page may be gone.
        if self.typed.try_update_value(|typed| typed.remove(id)).is_some() {
            self.back_to.set_value(Some(id.to_owned()));
            self.loaded.again();
        }
    }

    /// Puts the cursor back into the box if it was there.
    fn return_to(self, id: &str) {
        if self.back_to.with_value(|back| back.as_deref() != Some(id)) {
            return;
        }
        self.back_to.set_value(None);
        let id = id.to_owned();
        request_animation_frame(move || {
            let found = document().get_element_by_id(&id);
            if let Some(found) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
                && let Err(problem) = found.focus()
            {
                leptos::logging::warn!("{problem:?}");
            }
        });
    }
}

/// Where a number is written, and what it is of.
#[derive(Clone)]
struct Spot {
    path: String,
    span: String,
    which: Which,
    label: &'static str,
    of: String,
}

impl Spot {
    fn id(&self) -> String {
        let which = if self.which == Which::Assigned { "assigned" } else { "self" };
        format!("t-{which}-{}-{}", self.span, self.path.replace('/', "-"))
    }
}

/// A number with its button. What is typed stays until it is set.
fn setting(here: Here, spot: Spot, now: Option<u32>, plan: Plan) -> El {
    let lang = here.lang;
    let shown = now.map(|now| grouped(now.into(), lang)).unwrap_or_default();
    let id = spot.id();
    let text = RwSignal::new(plan.typed.with_value(|typed| typed.get(&id).cloned()).unwrap_or(shown));
    let (wrong, busy, failure) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<Failure>));
    let mut field = Field::new(id.clone(), FieldWords::label(spot.label), Look::Line, 14, settled(move || text.get()));
    field.inputmode = Some("numeric");
    let named = id.clone();
    field.typed = Box::new(move |typed| {
        plan.typed.update_value(|all| _ = all.insert(named.clone(), typed.now.clone()));
        text.set(typed.now);
        wrong.set(false);
    });
    field.wrong = settled(move || wrong.get().then(|| words::COUNT_WRONG.say(lang).to_owned()));
    let label = words::SET_OF.fill(lang, &[&format!("{} {}", words::SET.say(lang), spot.label), &spot.of]);
    let is_same = settled(move || text.with(|text| read_count(text)) == Ok(now));
    let send = el("button", "btn")
        .attr("type", "submit")
        .attr("aria-label", &label)
        .live_attr("disabled", move || (busy.get() || is_same()).then(String::new))
        .text(words::SET.say(lang));
    plan.return_to(&id);
    let form = el("form", "office__set").attr("novalidate", "").put(field.make()).put(send);
    not_done(form, here, failure).on("submit", move |event| {
        event.prevent_default();
        let Ok(count) = text.with_untracked(|text| read_count(text)) else { return wrong.set(true) };
        if busy.get_untracked() || count == now {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (id, Spot { path, span, which, .. }) = (id.clone(), spot.clone());
        let change = match which {
            Which::Assigned => Change { span, assigned: Some(count), self_set: None },
            Which::SelfSet => Change { span, assigned: None, self_set: Some(count) },
        };
        spawn_local(async move {
            match request::put::<SpanTarget>(here, &path, json::write(&change)).await {
                Ok(_) => plan.was_set(&id),
                Err(problem) => _ = failure.try_set(Some(problem)),
            }
            busy.try_set(false);
        });
    })
}

fn history(history: &[TargetAt], lang: Lang) -> El {
    let count = |count: Option<u32>| {
        count.map_or_else(|| words::UNSET.say(lang).to_owned(), |count| grouped(count.into(), lang))
    };
    let line = |one: &TargetAt| {
        let by = one.by.as_ref().map_or(words::OPERATOR.say(lang), |by| by.name.as_str());
        let said = words::HISTORY_LINE
            .fill(lang, &[&one.at.clock_and_date(lang), &count(one.assigned), &count(one.self_set), by]);
        el("li", "").text(&said)
    };
    let lines = el("ol", "office__history").puts(history.iter().rev().map(line));
    let lines = if history.is_empty() { el("p", "quiet").text(words::NO_HISTORY.say(lang)) } else { lines };
    el("details", "astable").put(el("summary", "").text(words::HISTORY.say(lang))).put(lines)
}

/// The units directly below, each with its assigned target to be set in place.
fn children(here: Here, at: &At, children: Rc<Vec<BranchTarget>>, only_without: RwSignal<bool>, plan: Plan) -> El {
    let lang = here.lang;
    // Who may set them of one below may set them of all: a role covers everything under its unit.
    let may = children.first().is_some_and(|child| may_assign(here, at, &child.unit));
    let title = el("h3", "").attr("id", "h-children").text(words::CHILDREN_TARGETS.say(lang));
    let ticked = settled(move || only_without.get());
    let filter =
        tick("t-without", words::ONLY_WITHOUT.say(lang), ticked, move |on| only_without.set(on), Rc::new(|| None));
    let of_rows = children.clone();
    let many = (may && children.len() > 1).then(|| many_targets::part(here, &children, move || plan.loaded.again()));
    let typed = RwSignal::new(String::new());
    let find = find(here, typed);
    let keys = move || {
        let only = only_without.get();
        let key = typed.with(|typed| search_key(typed));
        let has = |child: &BranchTarget| {
            let of = search_key(&format!("{} {}", child.name, child.unit));
            key.split_whitespace().all(|word| of.contains(word))
        };
        let wanted = |child: &&BranchTarget| (!only || child.below_without > 0) && has(child);
        children.iter().filter(wanted).map(|child| child.unit.clone()).collect()
    };
    let make = move |code| {
        let child = of_rows.iter().find(|child| child.unit == code);
        child.map_or_else(|| el("li", ""), |child| child_line(here, child, may, plan))
    };
    el("section", "section office__part")
        .attr("aria-labelledby", "h-children")
        .put(title)
        .put(el("p", "quiet").text(words::CHILDREN_TEXT.say(lang)))
        .puts(many)
        .put(find)
        .put(filter)
        .put(el("ul", "office__children").each(keys, make))
}

/// Finding a unit among many by its name or code, without diacritics.
fn find(here: Here, typed: RwSignal<String>) -> El {
    let label = words::FIND_UNIT.say(here.lang);
    let input = el("input", "").attr("type", "search").attr("placeholder", label).attr("aria-label", label);
    let input = input.on("input", move |event| {
        if let Some(input) = event.target().and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            typed.set(input.value());
        }
    });
    el("label", "field__box").icon(Icon::Search).put(input)
}

/// Whether the officer assigns targets to a unit directly below: what they may there, not here.
fn may_assign(here: Here, at: &At, child: &UnitCode) -> bool {
    let above: Vec<UnitCode> = at.unit.path.iter().chain([&at.unit.code]).cloned().collect();
    allowed(&who(here, &above, child), Deed::AssignTarget, Subject::Unit).is_ok()
}

fn child_line(here: Here, child: &BranchTarget, may: bool, plan: Plan) -> El {
    let lang = here.lang;
    let name = unit_name(a("", &address(&child.unit, Page::Targets)), &child.name, lang);
    let count = |count: i64| grouped(count, lang);
    let mut facts = vec![match (child.assigned, child.percent) {
        (Some(target), Some(percent)) => {
            words::OF_TARGET.fill(lang, &[&count(child.submitted), &count(target.into()), &percent.display(lang)])
        }
        _ => words::WITHOUT_TARGET.fill(lang, &[&count(child.submitted)]),
    }];
    if let Some(own) = child.self_set {
        facts.push(format!("{}: {}", words::SELF_SET.say(lang), count(own.into())));
    }
    let missing = i64::try_from(child.below_without).unwrap_or(i64::MAX);
    let missing = (missing > 0).then(|| {
        let said = words::UNCOVERED_LINE.fill(lang, &[&count(missing)]);
        el("p", "office__uncovered").icon(Icon::Info).put(el("span", "").text(&said))
    });
    let about = el("div", "office__child-name").put(name).put(el("p", "quiet").text(&facts.join(". "))).puts(missing);
    let line = el("li", "office__child").put(about);
    if !may {
        return line;
    }
    let path = format!("/units/{}/targets", child.unit);
    let label = words::ASSIGNED.say(lang);
    let spot = Spot { path, span: WHOLE.into(), which: Which::Assigned, label, of: child.name.clone() };
    line.put(setting(here, spot, child.assigned, plan))
}
