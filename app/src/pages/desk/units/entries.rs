//! `/app/units/CODE/entries`: entering an initiative on a member's behalf, from paper.

mod authors;
mod content;
mod sheet;
mod whose;

use leptos::prelude::*;
use model::field::{Field, FieldFault};
use model::json;
use model::op::Outcome;
use model::problem::{Problem, ProblemKind};
use model::sync::Failure;
use model::wire::EntryResponse;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::super::Here;
use super::At;
use super::loaded::{is_unreached, needs_session};
use super::request;
use crate::i18n::{Lang, administration as words, form, work};
use crate::markup::{El, button, el, settled};
use crate::tablet::now;
use crate::ui::{Icon, Saving, error, saved, why_not};
use content::{box_id, content_part};
use sheet::{Desk, Sheet};
use whose::whose_part;

/// What came of the last try.
#[derive(Debug, Clone, PartialEq)]
enum Came {
    /// It is in; whose and what.
    Entered(String),
    /// It isn't, or nobody knows.
    Failed(Failure),
    /// It was in already, with other words.
    SentBefore,
    /// The sheet was discarded; this is it, to be put back.
    Cleared(Box<Sheet>),
}

/// The page. What was left half entered is found first.
pub fn page(here: Here, at: &At) -> El {
    let found = RwSignal::new(None::<Result<Option<Sheet>, ()>>);
    let name = format!("entry-{}", at.unit.code);
    let looked = name.clone();
    spawn_local(async move {
        let kept = match here.tablet.note(&looked).await {
            Ok(None) => Ok(None),
            Ok(Some(text)) => {
                json::read::<Sheet>(&text).map(Some).map_err(|problem| leptos::logging::warn!("{problem}"))
            }
            Err(problem) => {
                leptos::logging::warn!("{problem}");
                Err(())
            }
        };
        found.try_set(Some(kept));
    });
    let found = settled(move || found.get());
    let at = at.clone();
    el("div", "office__part office__part--read").live(move || {
        let kept = found()?;
        let lang = here.lang;
        let note = match &kept {
            Ok(Some(sheet)) => Some(words::FOUND_AGAIN.fill(lang, &[&work::moment_short(sheet.kept_at, now(), lang)])),
            Ok(None) => None,
            Err(()) => Some(words::UNREADABLE.say(lang).to_owned()),
        };
        let desk = Desk::new(here, name.clone(), kept.ok().flatten().unwrap_or_else(Sheet::new));
        Some(entry(desk, &at, note))
    })
}

fn entry(desk: Desk, at: &At, note: Option<String>) -> El {
    let lang = desk.here.lang;
    let came = RwSignal::new(None::<Came>);
    let busy = RwSignal::new(false);
    let path = at.api("/entries");
    let note = note
        .map(|note| el("p", "office__done").attr("role", "status").icon(Icon::Info).put(el("span", "").text(&note)));
    let send = el("button", "btn btn--main btn--reach")
        .attr("type", "submit")
        .live_attr("disabled", move || busy.get().then(String::new))
        .icon(Icon::Send)
        .text(words::ENTER.say(lang));
    let written = settled(move || desk.sheet.with(|sheet| !sheet.is_empty()));
    let discard = move || {
        let sheet = desk.sheet.get_untracked();
        desk.clear();
        came.set(Some(Came::Cleared(Box::new(sheet))));
    };
    let discard = move || button("btn btn--plain", discard).text(words::CLEAR.say(lang));
    let tablet = desk.here.tablet;
    let saving = move || match desk.is_written.get() {
        false => Saving::Nothing,
        true if desk.is_unkept() => Saving::NotSaved,
        true if tablet.is_keeping_notes() => Saving::Pending,
        true => Saving::Saved,
    };
    let saved = saved(lang, saving, move || desk.sheet.get());
    let unkept = settled(move || desk.is_unkept());
    let unkept = el("div", "").attr("role", "alert").when(move || unkept(), move || error(words::NOT_KEPT.say(lang)));
    let form = el("form", "office__part")
        .attr("novalidate", "")
        .put(entered(came))
        .put(whose_part(desk, at))
        .put(content_part(desk))
        .put(summary(desk))
        .put(outcome(desk, came))
        .put(el("div", "office__acts").put(send).when(move || written(), discard).puts(saved))
        .put(unkept)
        .on("submit", move |event| {
            event.prevent_default();
            if !busy.get_untracked() {
                hand_in(desk, path.clone(), came, busy);
            }
        });
    el("div", "office__part").put(el("p", "").text(words::PAPER_LEAD.say(lang))).puts(note).put(form)
}

/// Sends the sheet. Whatever comes of it, it stays until the server has said that it is in.
fn hand_in(desk: Desk, path: String, came: RwSignal<Option<Came>>, busy: RwSignal<bool>) {
    let lang = desk.here.lang;
    let sheet = desk.sheet.get_untracked();
    came.set(None);
    let faults = sheet.faults();
    if !faults.is_empty() {
        return at_fault(desk, faults);
    }
    busy.set(true);
    // Kept with its op id before it is first sent, even if nothing was changed since it was found again.
    desk.change("", |_| ());
    spawn_local(async move {
        let answer = request::post::<EntryResponse>(desk.here, &path, sheet.body()).await;
        busy.try_set(false);
        let problem = match answer {
            Ok(EntryResponse { result, member }) if result.outcome != Outcome::Rejected => {
                let title = sheet.content.text(Field::Title).trim().to_owned();
                desk.clear();
                came.try_set(Some(Came::Entered(words::ENTERED.fill(lang, &[&title, &member.name]))));
                // The next sheet begins at its first field, with what came of this one above it.
                return lead_to("e-name");
            }
            Ok(EntryResponse { result, .. }) => result.problem.unwrap_or_else(|| Problem::new(ProblemKind::Unknown)),
            Err(Failure::Refused(problem)) => problem,
            Err(failure) => {
                came.try_set(Some(Came::Failed(failure)));
                return;
            }
        };
        let is_reused = problem.errors.iter().any(|fault| fault.pointer == "/op_id");
        if problem.kind == ProblemKind::OpReused || is_reused {
            came.try_set(Some(Came::SentBefore));
        } else if problem.errors.is_empty() {
            came.try_set(Some(Came::Failed(Failure::Refused(problem))));
        } else {
            at_fault(desk, problem.errors);
        }
    });
}

fn at_fault(desk: Desk, faults: Vec<FieldFault>) {
    desk.faults.try_set(faults);
    lead_to("e-summary");
}

/// The box that a fault is about.
fn box_of(pointer: &str) -> String {
    match pointer {
        "/member/name" => "e-name".to_owned(),
        "/member/member_no" => "e-card".to_owned(),
        "/consent_on_paper" => "e-consent".to_owned(),
        pointer => match pointer.strip_prefix("/fields/authors/").and_then(|rest| rest.strip_suffix("/name")) {
            Some(at) => format!("o-authors-{at}-name"),
            None => match pointer.strip_prefix("/fields/").and_then(|rest| Field::from_name(rest.split('/').next()?)) {
                Some(field) => box_id(field),
                None => "e-member".to_owned(),
            },
        },
    }
}

fn name_of(fault: &FieldFault, lang: Lang) -> String {
    let name = match fault.pointer.as_str() {
        "/member/member_no" => words::CARD_IF_ANY.say(lang),
        "/consent_on_paper" => words::CONSENT.say(lang),
        pointer => match pointer.strip_prefix("/fields") {
            Some(rest) => {
                let fault = FieldFault { pointer: rest.to_owned(), fault: fault.fault.clone() };
                form::fault_name(&fault, lang)
            }
            None => words::NAME.say(lang),
        },
    };
    let mut rest = name.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// What is to be put right, each as a way to its place.
fn summary(desk: Desk) -> El {
    let lang = desk.here.lang;
    let faults = settled(move || desk.faults.get());
    el("div", "office__part").attr("id", "e-summary").attr("tabindex", "-1").live(move || {
        let faults = faults();
        if faults.is_empty() {
            return None;
        }
        let link = |fault: &FieldFault| {
            let to = box_of(&fault.pointer);
            let name = el("span", "").text(&name_of(fault, lang));
            button("btn check__item", move || lead_to(&to)).put(name).icon(Icon::Right)
        };
        let lead = words::MISSING.fill(lang, &[&work::number(faults.len(), lang)]);
        let links = el("div", "check").puts(faults.iter().map(link));
        Some(el("div", "notice notice--person").attr("role", "alert").put(el("p", "").text(&lead)).put(links))
    })
}

/// That the sheet before is in.
fn entered(came: RwSignal<Option<Came>>) -> El {
    let shown =
        settled(move || came.with(|came| if let Some(Came::Entered(said)) = came { Some(said.clone()) } else { None }));
    el("div", "")
        .attr("id", "e-entered")
        .attr("role", "status")
        .live(move || Some(el("p", "office__done").icon(Icon::Check).put(el("span", "").text(&shown()?))))
}

/// What came of the last try, with what to do next.
fn outcome(desk: Desk, came: RwSignal<Option<Came>>) -> El {
    let lang = desk.here.lang;
    let shown = settled(move || came.get());
    let is_blank = settled(move || desk.sheet.with(Sheet::is_empty));
    el("div", "").attr("id", "e-outcome").attr("tabindex", "-1").live(move || {
        Some(match shown()? {
            Came::Entered(_) => return None,
            Came::Failed(failure) if needs_session(&failure) => el("section", "notice notice--person")
                .put(el("p", "").text(words::SIGN_IN_AGAIN.say(lang)))
                .put(el("p", "quiet").text(&why_not(&failure, lang))),
            Came::Failed(failure) => {
                let said = match is_unreached(&failure) {
                    true => words::NOT_SENT.say(lang).to_owned(),
                    false => why_not(&failure, lang),
                };
                el("div", "").attr("role", "alert").put(error(&said))
            }
            Came::SentBefore => {
                let next = button("btn", move || {
                    desk.clear();
                    came.set(None);
                    lead_to("e-name");
                });
                el("div", "notice notice--person")
                    .attr("role", "alert")
                    .put(el("p", "").text(words::SENT_BEFORE.say(lang)))
                    .put(next.text(words::NEXT_SHEET.say(lang)))
            }
            // Once something else is written it would take the place of that.
            Came::Cleared(_) if !is_blank() => return None,
            Came::Cleared(sheet) => {
                let put_back = button("btn", move || {
                    let sheet = (*sheet).clone();
                    desk.change("", |now| *now = sheet);
                    came.set(None);
                });
                el("div", "toast")
                    .attr("role", "status")
                    .put(el("span", "").text(words::CLEARED.say(lang)))
                    .put(put_back.icon(Icon::Undo).text(work::UNDO.say(lang)))
            }
        })
    })
}

/// Brings a place into view and puts the cursor there, once the page shows it.
fn lead_to(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        let Some(element) = document().get_element_by_id(&id) else { return };
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
        if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>()
            && let Err(problem) = element.focus()
        {
            leptos::logging::warn!("{problem:?}");
        }
    });
}
