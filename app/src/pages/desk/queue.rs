//! The desk itself: the bar at the top, the queue beside the initiative, and the keys. On a phone the queue is one page and the
//! initiative the next. Of thousands of rows only those are made that have been scrolled to.

use leptos::ev;
use leptos::prelude::*;
use model::desk::{Reach, Row};
use model::field::Kind;
use model::id::InitiativeId;
use model::initiative::State;
use model::number::Lang;
use model::op::Action;
use model::wire::Member;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, TouchEvent};

use super::decide::{self, Kind as Decision};
use super::filter::{Filter, View};
use super::{Here, address, demo_mark, gate, paper, session};
use crate::i18n::{board, desk, form, work};
use crate::markup::{El, a, button, el, follow, settled};
use crate::tablet::now;
use crate::ui::{Icon, Stamp, chip, sheet};

/// So many rows are made at first, and so many more each time the end is near.
const ROWS: usize = 40;

/// The whole desk.
pub fn desk(here: Here) -> El {
    let lang = here.lang;
    document().set_title(&format!("{} – {}", desk::DESK.say(lang), board::BRAND));
    let filters = RwSignal::new(false);
    let account = RwSignal::new(false);
    let paper = el("section", "paper").attr("aria-label", desk::PAPER.say(lang)).put(paper::pane(here));
    let main = el("main", "desk__panes").attr("id", "noi-dung").put(queue(here, filters)).put(paper);
    el("div", "desk")
        .live_class("desk--reading", move || here.address.open().is_some())
        .put(top(here, account))
        .put(main)
        .put(filter_sheet(here, filters))
        .put(session::sheet_of(here, account))
        .put(decide::sheets(here))
}

fn top(here: Here, account: RwSignal<bool>) -> El {
    let lang = here.lang;
    let member = settled(move || here.tablet.read(|desk| desk.session().map(|session| session.member.clone())));
    let state = settled(move || {
        here.clock.track();
        here.tablet.read(|desk| state_of(desk, lang))
    });
    let state_icon = state.clone();
    let back = a("btn btn--plain btn--icon desk__back", "/app/review").attr("aria-label", desk::BACK.say(lang));
    el("header", "desk__top")
        .put(back.icon(Icon::Left))
        .mark()
        .put(el("h1", "").text(desk::DESK.say(lang)))
        .put(
            el("span", "desk__state")
                .attr("role", "status")
                .live(move || Some(el("span", "").icon(if state_icon().1 { Icon::Check } else { Icon::Offline })))
                .live_text(move || state().0),
        )
        .puts(demo_mark(lang))
        .put(
            button("btn btn--plain desk__who", move || account.set(true))
                .icon(Icon::Users)
                .live_text(move || member().map(|Member { name, .. }| name).unwrap_or_default()),
        )
}

/// How the tablet stands with the server, in words, and whether it has a link.
fn state_of(desk: &model::desk::Desk, lang: Lang) -> (String, bool) {
    let online = desk.reach() == Reach::Online;
    let unsent = desk.outbox().len();
    let mut parts = Vec::new();
    if !online {
        parts.push(desk::OFFLINE.say(lang).to_owned());
    }
    match desk.as_of() {
        Some(at) if desk.is_whole() => parts.push(desk::AS_OF.fill(lang, &[&work::moment_short(at, now(), lang)])),
        _ => parts.push(desk::FETCHING.fill(lang, &[&work::number(desk.len(), lang)])),
    }
    let mut text = parts.join(". ");
    if unsent > 0 {
        text = format!("{text}, {}", desk::UNSENT.fill(lang, &[&work::number(unsent, lang)]));
    }
    (text, online)
}

fn queue(here: Here, filters: RwSignal<bool>) -> El {
    let lang = here.lang;
    let limit = RwSignal::new(ROWS);
    let shown = settled(move || {
        let rows = here.tablet.rows();
        here.filter.with(|filter| filter.of(&rows).map(|row| row.id.uuid().as_u128()).collect::<Vec<_>>())
    });
    // A view begins at its top.
    let filter = settled(move || here.filter.get());
    follow(move || {
        filter();
        limit.set(ROWS);
    });
    let (keys, empty) = (shown.clone(), shown);
    let list = el("div", "queue__list")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", desk::LIST.say(lang))
        .each(move || keys().into_iter().take(limit.get()).collect(), move |key| row(here, id_of(key)))
        .when(move || empty().is_empty(), move || nothing(here))
        .on("scroll", move |event| {
            let Some(list) = event.target().and_then(|list| list.dyn_into::<web_sys::Element>().ok()) else { return };
            if list.scroll_top() + 2 * list.client_height() > list.scroll_height() {
                limit.update(|limit| *limit += ROWS);
            }
        });
    el("section", "queue")
        .attr("aria-label", desk::QUEUE.say(lang))
        .put(tools(here, filters))
        .put(notices(here))
        .put(list)
        .put(el("p", "queue__keys quiet").text(desk::KEYS.say(lang)))
}

fn id_of(key: u128) -> InitiativeId {
    InitiativeId::new(Uuid::from_u128(key))
}

fn nothing(here: Here) -> El {
    let words = settled(move || {
        let narrow = here.filter.with(|filter| filter.is_narrow() || !filter.words.is_empty());
        if narrow { desk::NOTHING_FOUND } else { desk::NOTHING }
    });
    el("p", "queue__none quiet").live_text(move || words().say(here.lang).to_owned())
}

fn tools(here: Here, filters: RwSignal<bool>) -> El {
    let lang = here.lang;
    let find = el("input", "")
        .attr("type", "search")
        .attr("placeholder", desk::FIND.say(lang))
        .attr("aria-label", desk::FIND.say(lang))
        .on("input", move |event| {
            let Some(input) = event.target().and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            here.filter.update(|filter| filter.words = input.value());
        });
    let narrow = settled(move || here.filter.with(Filter::is_narrow));
    let more = button("btn btn--icon", move || filters.set(true))
        .attr("aria-label", desk::FILTERS.say(lang))
        .live_class("btn--main", move || narrow())
        .icon(Icon::Filter);
    let found = el("div", "queue__find").put(el("label", "field__box").icon(Icon::Search).put(find)).put(more);
    el("div", "queue__tools").put(found).put(views(here)).put(receive_all(here))
}

fn views(here: Here) -> El {
    let lang = here.lang;
    let counts = settled(move || {
        let rows = here.tablet.rows();
        View::ALL.map(|view| rows.iter().filter(|row| view.has(row)).count())
    });
    let choice = |at: usize, view: View| {
        let word = [desk::WAITING, desk::ALIKE, desk::RETURNED][at];
        let counts = counts.clone();
        let input = el("input", "").attr("type", "radio").attr("name", "view");
        let shown: HtmlInputElement = input.element().clone().unchecked_into();
        follow(move || shown.set_checked(here.filter.with(|filter| filter.view == view)));
        let input = input.on("change", move |_| here.filter.update(|filter| filter.view = view));
        el("label", "").put(input).live_text(move || format!("{} {}", word.say(lang), work::number(counts()[at], lang)))
    };
    let choices = View::ALL.into_iter().enumerate().map(|(at, view)| choice(at, view));
    el("fieldset", "choice").put(el("legend", "hide").text(desk::SHOW.say(lang))).puts(choices)
}

/// Everything new that is shown is received at once.
fn receive_all(here: Here) -> El {
    let lang = here.lang;
    let fresh = settled(move || {
        let rows = here.tablet.rows();
        let new = |row: &&Row| row.state == State::Submitted;
        here.filter.with(|filter| filter.of(&rows).filter(new).map(|row| row.id).collect::<Vec<_>>())
    });
    let (count, act) = (fresh.clone(), fresh.clone());
    el("div", "").when(
        move || fresh().len() > 1,
        move || {
            let (count, act) = (count.clone(), act.clone());
            let label = move || desk::RECEIVE_ALL.fill(lang, &[&work::number(count().len(), lang)]);
            button("btn btn--wide", move || decide::receive_all(here, &untrack(|| act()))).live_text(label)
        },
    )
}

/// What needs the officer: a session that ended, what couldn't be kept, and decisions that were refused.
fn notices(here: Here) -> El {
    let lang = here.lang;
    let tablet = here.tablet;
    let expired = settled(move || tablet.read(|desk| desk.session().is_some_and(|session| session.expired)));
    let unkept = settled(move || tablet.read(model::desk::Desk::is_unkept));
    let refused = settled(move || {
        tablet.read(|desk| desk.refusals().iter().map(|refusal| refusal.op.id.uuid().as_u128()).collect::<Vec<_>>())
    });
    let sign_in = move || {
        let lead = el("p", "").text(desk::SIGN_IN_AGAIN.say(lang));
        el("section", "notice notice--person").put(lead).put(gate::sign_in_form(here))
    };
    let full = move || el("p", "notice notice--person").attr("role", "alert").text(desk::NOT_KEPT.say(lang));
    let refusal = move |key: u128| {
        let of = move |refusal: &&model::desk::Refusal| refusal.op.id.uuid().as_u128() == key;
        let words = untrack(|| {
            tablet.read(|desk| {
                let refusal = desk.refusals().iter().find(of)?;
                let problem = &refusal.problem;
                let why = if problem.detail.is_empty() { &problem.title } else { &problem.detail };
                Some((refusal.op.id, desk::REFUSED.fill(lang, &[&refusal.title, why])))
            })
        });
        let Some((op, words)) = words else { return el("span", "") };
        let seen = button("btn", move || tablet.handle(model::desk::Event::Seen(op))).text(desk::SEEN.say(lang));
        el("div", "notice notice--person").attr("role", "alert").put(el("p", "").text(&words)).put(seen)
    };
    el("div", "notices").when(move || expired(), sign_in).when(move || unkept(), full).each(move || refused(), refusal)
}

fn row(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let row = settled(move || here.tablet.read(|desk| desk.row(id)));
    let due = {
        let row = row.clone();
        settled(move || {
            here.clock.with(|clock| clock / 60_000);
            row().map(|row| desk::due(row.due_on, row.waits_since, now(), lang)).unwrap_or_default()
        })
    };
    let (titled, named, marked, soon) = (row.clone(), row.clone(), row, due.clone());
    let due = el("span", "due").live_class("due--soon", move || soon().1).live_text(move || due().0);
    let is_open = settled(move || here.address.open() == Some(id));
    let made =
        a("q", &address::of(id))
            .live_attr("aria-current", move || is_open().then(|| "true".to_owned()))
            .put(el("b", "").live_text(move || titled().map(|row| row.title).unwrap_or_default()))
            .put(due)
            .put(el("small", "").live_text(move || {
                named().map(|row| format!("{} · {}", row.author, row.unit_name)).unwrap_or_default()
            }))
            .live(move || {
                let row = marked()?;
                let chips = [
                    (row.alike.is_some()).then(|| chip(Stamp::Duplicate, desk::MAY_BE_ALIKE.say(lang))),
                    row.is_put_higher.then(|| chip(Stamp::Recognised, desk::PUT_HIGHER.say(lang))),
                ];
                let chips: Vec<El> = chips.into_iter().flatten().collect();
                (!chips.is_empty()).then(|| el("span", "q__chips").puts(chips))
            });
    swipe(
        made,
        move || decide::act(here, id, Action::Receive {}),
        move || untrack(|| here.tablet.read(|desk| desk.row(id))).is_some_and(|row| row.state == State::Submitted),
    )
}

/// A swipe to the right, as wide as a thumb goes, does something if it may be done.
fn swipe(row: El, act: impl Fn() + 'static, may: impl Fn() -> bool + 'static) -> El {
    const FAR: f64 = 90.0;
    let from = StoredValue::new_local(None::<(f64, f64)>);
    let at = |event: &web_sys::Event| {
        let touch = event.dyn_ref::<TouchEvent>()?.changed_touches().get(0)?;
        Some((f64::from(touch.client_x()), f64::from(touch.client_y())))
    };
    let shown: HtmlElement = row.element().clone().unchecked_into();
    let (moved, ended) = (shown.clone(), shown);
    let shift = |element: &HtmlElement, by: f64| {
        let value = if by > 0.0 { format!("{by}px") } else { String::new() };
        _ = element.style().set_property("translate", &value);
    };
    row.on("touchstart", move |event| from.set_value(at(&event)))
        .on("touchmove", move |event| {
            if let (Some(from), Some(to)) = (from.get_value(), at(&event))
                && (to.0 - from.0) > 2.0 * (to.1 - from.1).abs()
                && may()
            {
                shift(&moved, (to.0 - from.0).min(FAR * 1.3));
            }
        })
        .on("touchend", move |event| {
            let far = !ended.style().get_property_value("translate").unwrap_or_default().is_empty();
            if let (Some(from), Some(to)) = (from.get_value(), at(&event))
                && far
                && to.0 - from.0 > FAR
            {
                act();
            }
            shift(&ended, 0.0);
        })
}

fn filter_sheet(here: Here, open: RwSignal<bool>) -> El {
    let lang = here.lang;
    sheet(
        open,
        move || desk::FILTERS.say(lang).to_owned(),
        move || {
            let rows = untrack(|| here.tablet.rows());
            let names = |of: fn(&Row) -> &str| {
                let mut names: Vec<String> =
                    rows.iter().map(|row| of(row).to_owned()).filter(|name| !name.is_empty()).collect();
                names.sort_by_cached_key(|name| model::collate::sort_key(name));
                names.dedup();
                names
            };
            let now = here.filter.get_untracked();
            let units = names(|row| &row.unit_name).into_iter().map(|name| (name.clone(), name));
            let areas = names(|row| &row.area).into_iter().map(|name| (name.clone(), name));
            let kinds =
                Kind::ALL.into_iter().map(|kind| (kind.name().to_owned(), form::kind(kind).0.say(lang).to_owned()));
            let sums = [10_000_000_i64, 100_000_000, 1_000_000_000]
                .into_iter()
                .map(|sum| (sum.to_string(), model::money::spoken_dong(sum, lang)));
            let clear = button("btn", move || {
                here.filter.update(|filter| {
                    *filter = Filter { view: filter.view, words: filter.words.clone(), ..Filter::default() }
                });
                open.set(false);
            });
            el("div", "join")
                .put(select("f-unit", desk::UNIT.say(lang), lang, units, now.unit.as_deref(), move |value| {
                    here.filter.update(|filter| filter.unit = value);
                }))
                .put(select("f-kind", form::KIND.say(lang), lang, kinds, now.kind.map(Kind::name), move |value| {
                    here.filter.update(|filter| filter.kind = value.and_then(|name| Kind::from_name(&name)));
                }))
                .put(select("f-area", desk::AREA.say(lang), lang, areas, now.area.as_deref(), move |value| {
                    here.filter.update(|filter| filter.area = value);
                }))
                .put(select(
                    "f-benefit",
                    desk::BENEFIT_FROM.say(lang),
                    lang,
                    sums,
                    now.benefit_from.map(|sum| sum.to_string()).as_deref(),
                    move |value| {
                        here.filter.update(|filter| filter.benefit_from = value.and_then(|sum| sum.parse().ok()));
                    },
                ))
                .put(
                    el("div", "sheet__acts")
                        .put(button("btn btn--main", move || open.set(false)).text(desk::DONE.say(lang)))
                        .put(clear.text(desk::CLEAR.say(lang))),
                )
        },
    )
}

/// One of several, or any.
fn select(
    id: &'static str,
    label: &str,
    lang: Lang,
    options: impl Iterator<Item = (String, String)>,
    chosen: Option<&str>,
    choose: impl Fn(Option<String>) + 'static,
) -> El {
    let option = |value: &str, text: &str| el("option", "").attr("value", value).text(text);
    let options = options.map(|(value, text)| {
        let made = option(&value, &text);
        if chosen == Some(value.as_str()) { made.attr("selected", "") } else { made }
    });
    let select = el("select", "field__box").attr("id", id).put(option("", desk::ANY.say(lang))).puts(options);
    let select = select.on("change", move |event| {
        let Some(select) = event.target().and_then(|select| select.dyn_into::<HtmlSelectElement>().ok()) else {
            return;
        };
        choose(Some(select.value()).filter(|value| !value.is_empty()));
    });
    el("div", "field").put(el("label", "field__label").attr("for", id).text(label)).put(select)
}

/// The one after this in the list, or before it.
pub fn neighbour(here: Here, of: Option<InitiativeId>, by: isize) -> Option<InitiativeId> {
    untrack(|| {
        let rows = here.tablet.rows();
        let ids: Vec<InitiativeId> = here.filter.with(|filter| filter.of(&rows).map(|row| row.id).collect());
        let Some(at) = of.and_then(|of| ids.iter().position(|id| *id == of)) else { return ids.first().copied() };
        ids.get(at.checked_add_signed(by)?).copied()
    })
}

/// j and k go down and up, and a letter opens each decision. Not while somebody writes, and not while an input method composes.
pub fn follow_keys(here: Here) {
    std::mem::forget(window_event_listener(ev::keydown, move |event| key(here, &event)));
}

fn key(here: Here, event: &KeyboardEvent) {
    let with =
        event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() || event.key_code() == 229;
    let writes = |element: web_sys::Element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("dialog[open]").ok().flatten().is_some()
    };
    // A choice of views isn't writing.
    let in_choice = |element: &web_sys::Element| element.get_attribute("type").as_deref() == Some("radio");
    let active = document().active_element().filter(|element| !in_choice(element));
    let is_open = untrack(|| here.tablet.gate()) == crate::tablet::Gate::Open;
    if with || !is_open || active.is_some_and(writes) {
        return;
    }
    let open = untrack(|| here.address.open());
    let decision = |kind| here.deciding.set(Some(kind));
    match (event.key().as_str(), open) {
        ("j", _) => step(here, open, 1),
        ("k", _) => step(here, open, -1),
        ("r", Some(id)) => {
            if untrack(|| here.tablet.read(|desk| desk.row(id))).is_some_and(|row| row.state == State::Submitted) {
                decide::act(here, id, Action::Receive {});
            }
        }
        ("d", Some(_)) => decision(Decision::Recognise),
        ("t", Some(_)) => decision(Decision::Return),
        ("x", Some(_)) => decision(Decision::Decline),
        _ => return,
    }
    event.prevent_default();
}

fn step(here: Here, from: Option<InitiativeId>, by: isize) {
    if let Some(next) = neighbour(here, from, by) {
        here.address.show(Some(next));
        // The list follows.
        request_animation_frame(|| {
            if let Ok(Some(row)) = document().query_selector(".q[aria-current]") {
                let how = web_sys::ScrollIntoViewOptions::new();
                how.set_block(web_sys::ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&how);
            }
        });
    }
}
