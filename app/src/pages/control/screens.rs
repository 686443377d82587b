//! The middle of the desk: what comes next and what is on air, the buttons, the figures, the log and the outputs.

use leptos::prelude::*;
use model::number::grouped;
use model::show::{ControlRoom, ItemId, Output};

use super::desk::{Desk, Gate, Link};
use super::{clock, left, rundown, sign_in, spell, takes};
use crate::i18n::{Word, control};
use crate::markup::{El, el, settled};
use crate::show::{Compared, at_server, compared, next_embargo, sentence, when};

/// What the desks' own screens call themselves begins like this: they are no outputs that anybody has to watch over.
const MONITOR: &str = "monitor-";

/// The middle.
pub fn main(here: Desk) -> El {
    let lang = here.lang;
    let gate = settled(move || here.gate.get());
    let keys = el("p", "quiet control__keys").text(control::KEYS.say(lang));
    el("main", "screens")
        .attr("id", "noi-dung")
        .live(move || match gate() {
            Gate::Open | Gate::Opening => None,
            Gate::SignIn => Some(sign_in::again(here)),
            Gate::NotProducer => Some(sign_in::not_producer_here(here)),
        })
        .put(preview(here))
        .put(program(here))
        .put(takes::row(here))
        .put(figures(here))
        .put(log(here))
        .put(outputs(here))
        .put(keys)
}

fn view(name: Word, address: &str, lang: model::number::Lang) -> El {
    // For the eyes alone: what it shows is said in words beside it, and the keys stay the desk's.
    let frame = el("iframe", "")
        .attr("src", address)
        .attr("title", name.say(lang))
        .attr("tabindex", "-1")
        .attr("loading", "eager");
    el("div", "screen__view").attr("inert", "").put(frame)
}

fn named(here: Desk, id: Option<ItemId>, none: Word) -> String {
    match id {
        Some(id) => format!("{}. {}", rundown::place_of(here, id), rundown::title_of(here, id)),
        None => none.say(here.lang).to_owned(),
    }
}

fn preview(here: Desk) -> El {
    let lang = here.lang;
    let words = move || named(here, here.read(|room| room.show.preview).flatten(), control::NOTHING_NEXT);
    let caption =
        el("figcaption", "").put(el("b", "").text(control::PREVIEW.say(lang))).put(el("span", "").live_text(words));
    el("figure", "screen").put(caption).put(view(control::PREVIEW, "/show/preview?as=monitor-preview", lang))
}

fn program(here: Desk) -> El {
    let lang = here.lang;
    let words =
        move || named(here, here.read(|room| room.show.program.map(|air| air.item)).flatten(), control::NOTHING_ON);
    let besides = takes::besides(here);
    let caption = el("figcaption", "")
        .put(el("b", "tally").html("<i></i>").text(control::PROGRAM.say(lang)))
        .live(move || besides().map(|word| el("strong", "chip chip--returned").text(word.say(lang))))
        .put(el("span", "").live_text(words));
    el("figure", "screen screen--air").put(caption).put(view(
        control::PROGRAM,
        "/show/program?as=monitor-program",
        lang,
    ))
}

fn figures(here: Desk) -> El {
    let lang = here.lang;
    let age = move || match here.link.get() {
        Link::Lost(since) => control::AGO.fill(lang, &[&spell(here.now.get().millis_since(since), lang)]),
        Link::Good | Link::Opening => control::JUST_NOW.say(lang).to_owned(),
    };
    let server = el("dl", "figure").put(el("dt", "").live_text(move || control::AT_SERVER.fill(lang, &[&age()]))).put(
        el("dd", "")
            .put(el("span", "").live_text(move || here.read(|room| grouped(at_server(room), lang)).unwrap_or_default()))
            .put(el("small", "").live_text(move || {
                let said = here.read(|room| {
                    let position = model::totals::position_of(room.seq);
                    let seq = grouped(i64::try_from(position).unwrap_or(i64::MAX), lang);
                    control::NUMBERED.fill(lang, &[&seq, &room.as_of.clock(lang)])
                });
                said.unwrap_or_default()
            })),
    );
    let beside = settled(move || here.read(compared).unwrap_or(Compared::None));
    let is_typed = beside.clone();
    let air = el("dl", "figure")
        .put(el("dt", "").text(control::AT_AIR.say(lang)))
        .put(
            el("dd", "")
                .put(el("span", "").live_text(move || {
                    let figure = here.read(|room| room.on_air).flatten();
                    figure.map_or_else(|| "–".to_owned(), |figure| grouped(figure, lang))
                }))
                .put(el("small", "").live_text(move || beside().say(lang))),
        )
        .live_class("needs", move || matches!(is_typed(), Compared::Typed(_)));
    el("section", "held").attr("aria-label", control::FIGURES.say(lang)).put(server).put(air).put(embargo(here))
}

fn embargo(here: Desk) -> El {
    let lang = here.lang;
    let next = settled(move || {
        let now = here.now.get();
        let next = here.read(|room| next_embargo(room, now).map(|(place, _, until)| (place, until))).flatten();
        next.map(|(place, until)| (place, when(until, now, lang), left(until.millis_since(now), lang)))
    });
    let known = next.clone();
    el("div", "figure")
        .put(el("div", "label").live_text(move || match known() {
            Some((place, ..)) => control::EMBARGO_OF.fill(lang, &[&place.to_string()]),
            None => control::EMBARGO_NONE.say(lang).to_owned(),
        }))
        .live(move || {
            let (_, until, left) = next()?;
            let lead = el("p", "held__lead").text(&control::EMBARGO_LEFT.fill(lang, &[&until, &left]));
            Some(el("div", "").put(lead).put(el("p", "quiet").text(control::EMBARGO_ONLY.say(lang))))
        })
}

fn log(here: Desk) -> El {
    let lang = here.lang;
    let keys = settled(move || {
        here.read(|room| room.log.iter().map(|line| line.revision).collect::<Vec<_>>()).unwrap_or_default()
    });
    let empty = keys.clone();
    let today = rundown::today_of(here);
    let line = move |revision: u64| {
        let today = today.clone();
        let find = move |read: fn(&model::show::Line) -> String| {
            here.read(|room| room.log.iter().find(|line| line.revision == revision).map(read))
                .flatten()
                .unwrap_or_default()
        };
        let words = move || {
            today();
            let now = here.now.get_untracked();
            let said = here.read(|room| {
                let line = room.log.iter().find(|line| line.revision == revision)?;
                Some(here.names.with(|names| sentence(line, &room.show, names, now, lang)))
            });
            said.flatten().unwrap_or_default()
        };
        el("p", "")
            .put(el("time", "").live_text(move || find(|line| clock(line.at))))
            .put(el("b", "").live_text(move || find(|line| line.by.name.clone())))
            .text(" ")
            .live_text(words)
    };
    el("section", "log")
        .attr("aria-label", control::LOG.say(lang))
        .put(el("h2", "").text(control::LOG.say(lang)))
        .put(
            el("div", "log__lines")
                .attr("tabindex", "0")
                .attr("role", "log")
                .attr("aria-label", control::LOG.say(lang))
                .each(move || keys(), line),
        )
        .when(move || empty().is_empty(), move || el("p", "quiet").text(control::LOG_EMPTY.say(lang)))
}

fn outputs(here: Desk) -> El {
    let lang = here.lang;
    let keys = settled(move || {
        let others = |room: &ControlRoom| {
            let names = room.outputs.iter().map(|output| output.name.clone());
            names.filter(|name| !name.starts_with(MONITOR)).collect::<Vec<_>>()
        };
        here.read(others).unwrap_or_default()
    });
    let empty = keys.clone();
    let output = move |name: String| {
        let shown = name.clone();
        let find = settled(move || {
            here.read(|room| room.outputs.iter().find(|output| output.name == name).cloned()).flatten()
        });
        let is_lost = find.clone();
        let words = move || match find() {
            Some(Output { lost: Some(since), .. }) => {
                control::OUTPUT_LOST.fill(lang, &[&spell(here.now.get().millis_since(since), lang)])
            }
            Some(Output { width: 0, .. } | Output { height: 0, .. }) => control::OUTPUT_HERE.say(lang).to_owned(),
            Some(Output { width, height, .. }) => {
                control::OUTPUT_SIZE.fill(lang, &[&width.to_string(), &height.to_string()])
            }
            None => String::new(),
        };
        el("p", "")
            .live_class("bad", move || is_lost().is_some_and(|output| output.lost.is_some()))
            .put(el("b", "").text(&shown))
            .live_text(words)
    };
    el("section", "outs")
        .attr("aria-label", control::OUTPUTS.say(lang))
        .each(move || keys(), output)
        .when(move || empty().is_empty(), move || el("p", "quiet").text(control::OUTPUTS_NONE.say(lang)))
}
