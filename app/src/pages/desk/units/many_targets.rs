//! Targets of many units below at once: pasted from a spreadsheet, or divided by numbers of members. What would be set is shown
//! first; it is set unit by unit, and a failure says how far it came.

use std::rc::Rc;

use leptos::prelude::*;
use model::json;
use model::number::grouped;
use model::sync::Failure;
use model::unit::UnitCode;
use model::wire::{BranchTarget, SpanTarget};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::loaded::not_done;
use super::request;
use super::targets::Change;
use crate::administration::read_count;
use crate::administration::shares::{LineFault, LineFaultKind, divide, read_column};
use crate::i18n::{Word, administration as words};
use crate::markup::{El, button, el, settled};
use crate::ui::error;

/// So many lines of what would be set, and of what isn't understood, are shown.
const SHOWN: usize = 12;

/// What would be set: which unit, its name, its target now and then.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    unit: UnitCode,
    name: String,
    now: Option<u32>,
    then: u32,
}

/// What came of what was typed.
#[derive(Debug, Clone, PartialEq)]
enum Read {
    Nothing,
    /// It can't be used.
    Faults(Vec<String>),
    /// It would be set.
    Lines(Vec<Line>),
}

/// The part, under the list of the units below. `done` is called once something was set.
pub fn part(here: Here, children: &Rc<Vec<BranchTarget>>, done: impl Fn() + Clone + 'static) -> El {
    let lang = here.lang;
    let read = RwSignal::new(Read::Nothing);
    let pasted = pasted(here, children.clone(), read);
    let divided = divided(here, children.clone(), read);
    let fold =
        |word: Word, inside: El| el("details", "office__fold").put(el("summary", "").text(word.say(lang))).put(inside);
    el("div", "office__part office__many")
        .put(fold(words::PASTE_TARGETS, pasted))
        .put(fold(words::DIVIDE_TARGETS, divided))
        .put(outcome(here, read, done))
}

fn pasted(here: Here, children: Rc<Vec<BranchTarget>>, read: RwSignal<Read>) -> El {
    let lang = here.lang;
    let name_of = |child: &BranchTarget| (child.unit.to_string(), child.name.clone());
    let units: Vec<(String, String)> = children.iter().map(name_of).collect();
    let look = move |text: &str| {
        read.set(match read_column(text, &units) {
            Ok(found) if found.is_empty() => Read::Nothing,
            Ok(found) => Read::Lines(found.into_iter().map(|(at, then)| line(&children[at], then)).collect()),
            Err(faults) => Read::Faults(faults.iter().map(|fault| said(fault, lang)).collect()),
        });
    };
    let area = el("textarea", "field__box office__paste")
        .attr("id", "t-paste")
        .attr("rows", "5")
        .attr("spellcheck", "false")
        .on("input", move |event| {
            if let Some(area) = event.target().and_then(|area| area.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
                look(&area.value());
            }
        });
    el("div", "field")
        .put(el("label", "field__label").attr("for", "t-paste").text(words::PASTE_LABEL.say(lang)))
        .put(el("p", "quiet").text(words::PASTE_HELP.say(lang)))
        .put(area)
}

fn line(child: &BranchTarget, then: u32) -> Line {
    Line { unit: child.unit.clone(), name: child.name.clone(), now: child.assigned, then }
}

/// What isn't understood in a line.
fn said(fault: &LineFault, lang: model::number::Lang) -> String {
    let why = match fault.kind {
        LineFaultKind::Cells => words::PASTE_CELLS,
        LineFaultKind::NoUnit => words::PASTE_NO_UNIT,
        LineFaultKind::SeveralUnits => words::PASTE_SEVERAL,
        LineFaultKind::NotACount => words::PASTE_NO_COUNT,
        LineFaultKind::Twice => words::PASTE_TWICE,
    };
    words::PASTE_FAULT.fill(lang, &[&fault.line.to_string(), &fault.words, why.say(lang)])
}

fn divided(here: Here, children: Rc<Vec<BranchTarget>>, read: RwSignal<Read>) -> El {
    let lang = here.lang;
    let members: u64 = children.iter().map(|child| child.members).sum();
    let total = RwSignal::new(String::new());
    let act = move || {
        let Ok(Some(total)) = total.with_untracked(|typed| read_count(typed)) else {
            return read.set(Read::Faults(vec![words::COUNT_WRONG.say(lang).to_owned()]));
        };
        let weights: Vec<u64> = children.iter().map(|child| child.members).collect();
        read.set(match divide(total, &weights) {
            None => Read::Faults(vec![words::DIVIDE_NOBODY.say(lang).to_owned()]),
            // A target is at least one: a unit without members gets none.
            Some(parts) => {
                let parts = children.iter().zip(parts).filter(|(_, part)| *part > 0);
                Read::Lines(parts.map(|(child, part)| line(child, part)).collect())
            }
        });
    };
    let box_of =
        el("input", "field__box").attr("id", "t-total").attr("inputmode", "numeric").on("input", move |event| {
            if let Some(input) = event.target().and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
                total.set(input.value());
            }
        });
    let count = grouped(i64::try_from(members).unwrap_or(i64::MAX), lang);
    el("div", "field")
        .put(el("label", "field__label").attr("for", "t-total").text(words::DIVIDE_LABEL.say(lang)))
        .put(el("p", "quiet").text(&words::DIVIDE_HELP.fill(lang, &[&count])))
        .put(box_of)
        .put(button("btn", act).text(words::DIVIDE.say(lang)))
}

/// What would be set, and setting it.
fn outcome(here: Here, read: RwSignal<Read>, done: impl Fn() + Clone + 'static) -> El {
    let lang = here.lang;
    let shown = settled(move || read.get());
    let (progress, failure) = (RwSignal::new(None::<(usize, usize)>), RwSignal::new(None::<Failure>));
    let part = el("div", "office__part").attr("role", "status").live(move || match shown() {
        Read::Nothing => None,
        Read::Faults(faults) => {
            let rest = faults.len().saturating_sub(SHOWN);
            let more = (rest > 0).then(|| words::AND_MORE.fill(lang, &[&rest.to_string()]));
            let lines = faults.iter().take(SHOWN).chain(more.iter()).map(|words| el("li", "").put(error(words)));
            Some(el("ul", "plain").puts(lines))
        }
        Read::Lines(lines) => Some(preview(here, lines, progress, failure, read, done.clone())),
    });
    not_done(part, here, failure)
}

fn preview(
    here: Here,
    lines: Vec<Line>,
    progress: RwSignal<Option<(usize, usize)>>,
    failure: RwSignal<Option<Failure>>,
    read: RwSignal<Read>,
    done: impl Fn() + Clone + 'static,
) -> El {
    let lang = here.lang;
    let count = |count: u64| grouped(i64::try_from(count).unwrap_or(i64::MAX), lang);
    let none = || words::UNSET.say(lang).to_owned();
    let row = |line: &Line| {
        let now = line.now.map_or_else(none, |now| count(now.into()));
        el("li", "").text(&words::TARGET_CHANGE.fill(lang, &[&line.name, &now, &count(line.then.into())]))
    };
    let rest = lines.len().saturating_sub(SHOWN);
    let more = (rest > 0).then(|| el("li", "quiet").text(&words::AND_MORE.fill(lang, &[&rest.to_string()])));
    let sum = lines.iter().map(|line| u64::from(line.then)).sum();
    let lead = words::TARGETS_READ.fill(lang, &[&count(lines.len() as u64), &count(sum)]);
    let list = el("ul", "plain").puts(lines.iter().take(SHOWN).map(row)).puts(more);
    let label = words::SET_ALL.fill(lang, &[&count(lines.len() as u64)]);
    let act = move || {
        if progress.get_untracked().is_none() {
            set_all(here, lines.clone(), progress, failure, read, done.clone());
        }
    };
    el("div", "office__part")
        .put(el("p", "").put(el("b", "").text(&lead)))
        .put(list)
        .put(
            button("btn btn--main", act)
                .live_attr("disabled", move || progress.get().map(|_| String::new()))
                .text(&label),
        )
        .live(move || {
            let (at, of) = progress.get()?;
            Some(el("p", "quiet").text(&words::SETTING.fill(lang, &[&at.to_string(), &of.to_string()])))
        })
}

/// Sets one after the other. What is set stays set; the rest is still there to be set again.
fn set_all(
    here: Here,
    lines: Vec<Line>,
    progress: RwSignal<Option<(usize, usize)>>,
    failure: RwSignal<Option<Failure>>,
    read: RwSignal<Read>,
    done: impl Fn() + 'static,
) {
    failure.set(None);
    let of = lines.len();
    progress.set(Some((0, of)));
    spawn_local(async move {
        let mut rest = lines.clone();
        for (at, line) in lines.into_iter().enumerate() {
            if line.now != Some(line.then) {
                let change = Change::assigned(line.then);
                let path = format!("/units/{}/targets", line.unit);
                if let Err(problem) = request::put::<SpanTarget>(here, &path, json::write(&change)).await {
                    failure.try_set(Some(problem));
                    read.try_set(Read::Lines(rest));
                    progress.try_set(None);
                    return;
                }
            }
            rest.remove(0);
            // The page may be gone; what was asked for is done all the same.
            progress.try_set(Some((at + 1, of)));
        }
        progress.try_set(None);
        read.try_set(Read::Nothing);
        done();
    });
}
