//! Above the queue: finding, the views, what narrows it, and receiving everything new at once.

use leptos::prelude::*;
use model::desk::{Row, Urgency};
use model::field::Kind;
use model::number::Lang;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::super::filter::{Filter, View};
use super::super::{Here, decide};
use crate::i18n::{Word, desk, form, work};
use crate::markup::{El, button, el, follow, settled};
use crate::ui::{Icon, sheet};

/// All of it but the sheet.
pub fn tools(here: Here, filters: RwSignal<bool>) -> El {
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
    el("div", "queue__tools").put(found).put(views(here)).put(deadlines(here)).put(receive_all(here))
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
        el("label", "")
            .untranslated()
            .put(input)
            .live_text(move || format!("{} {}", word.say(lang), work::number(counts()[at], lang)))
    };
    let choices = View::ALL.into_iter().enumerate().map(|(at, view)| choice(at, view));
    el("fieldset", "choice").put(el("legend", "hide").text(desk::SHOW.say(lang))).puts(choices)
}

/// What is overdue and what is soon, each with its number, as ways to see those alone.
fn deadlines(here: Here) -> El {
    let lang = here.lang;
    let counts = settled(move || {
        let (rows, today) = (here.tablet.rows(), here.today());
        [Urgency::Overdue, Urgency::Soon].map(|wanted| {
            let is_it = |row: &&Row| today.is_some_and(|today| row.urgency(today) == wanted);
            rows.iter().filter(is_it).count()
        })
    });
    let choice = |at: usize, wanted: Urgency, word: Word| {
        let (is_any, count) = (counts.clone(), counts.clone());
        let is_on = move || here.filter.with(|filter| filter.urgency == Some(wanted));
        let toggle = move || {
            here.filter.update(|filter| filter.urgency = Some(wanted).filter(|_| filter.urgency != Some(wanted)));
        };
        let made = move || {
            let count = count.clone();
            button("btn queue__due", toggle)
                .live_attr("aria-pressed", move || Some(is_on().to_string()))
                .live_text(move || format!("{} {}", word.say(lang), work::number(count()[at], lang)))
        };
        el("span", "").when(move || is_any()[at] > 0 || is_on(), made)
    };
    let is_any = counts.clone();
    let choices = [choice(0, Urgency::Overdue, desk::OVERDUE), choice(1, Urgency::Soon, desk::DUE_SOON)];
    el("div", "queue__dues")
        .attr("role", "group")
        .attr("aria-label", desk::DUE.say(lang))
        .live_attr("hidden", move || {
            (is_any() == [0, 0] && here.filter.with(|filter| filter.urgency.is_none())).then(String::new)
        })
        .puts(choices)
}

/// Everything new that is shown is received at once.
fn receive_all(here: Here) -> El {
    let lang = here.lang;
    let fresh = settled(move || {
        let (rows, today) = (here.tablet.rows(), here.today());
        let new = |row: &&Row| row.is_to_be_received();
        here.filter.with(|filter| filter.of(&rows, today).filter(new).map(|row| row.id).collect::<Vec<_>>())
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

/// What narrows the queue.
pub fn filter_sheet(here: Here, open: RwSignal<bool>) -> El {
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
