//! The sheet of the show itself: its title, the language of the air, how a take comes in, and the rehearsal.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::number::{Lang, grouped};
use model::show::{Act, Mode, Transition};

use super::desk::{Desk, Spot, why};
use super::{Sheets, act_button, requests, said};
use crate::i18n::{Word, control, desk};
use crate::markup::{El, Read, button, el, settled};
use crate::show::figure_of;
use crate::ui::{Field, FieldWords, Icon, Look, sheet};
use crate::visitor;

/// A milestone is the next of these steps.
const STEP: i64 = 100_000;

/// The sheet.
pub fn sheet_of(here: Desk, sheets: Sheets) -> El {
    let lang = here.lang;
    sheet(
        sheets.settings,
        move || control::SHOW.say(lang).to_owned(),
        move || {
            here.hush();
            here.hush();
            let done = button("btn btn--main", move || sheets.settings.set(false)).text(control::DONE.say(lang));
            let other = match lang {
                Lang::Vi => Lang::En,
                Lang::En => Lang::Vi,
            };
            let own = button("btn btn--plain", move || visitor::choose_lang(other)).text(control::DESK_LANG.say(lang));
            el("div", "planner")
                .put(rename(here))
                .put(air_lang(here))
                .put(transition(here))
                .put(said(here, Spot::Show))
                .put(rehearsal(here))
                .put(said(here, Spot::Drill))
                .put(el("div", "sheet__acts").put(done).put(own).put(sign_out(here)))
        },
    )
}

/// The show goes on without this desk.
fn sign_out(here: Desk) -> El {
    let leave = move || {
        spawn_local(async move {
            match requests::sign_out(here.lang).await {
                Ok(()) => _ = window().location().reload(),
                Err(failure) => here.say(Spot::Show, &why(&failure, here.lang)),
            }
        });
    };
    button("btn btn--plain", leave).text(desk::SIGN_OUT.say(here.lang))
}

fn line(
    id: &'static str,
    label: Word,
    max: usize,
    value: RwSignal<String>,
    wrong: RwSignal<Option<Word>>,
    lang: Lang,
) -> Field {
    let mut field = Field::new(id, FieldWords::label(label.say(lang)), Look::Line, max, settled(move || value.get()));
    field.typed = Box::new(move |typed| {
        wrong.set(None);
        value.set(typed.now);
    });
    field.wrong = settled(move || wrong.get().map(|word| word.say(lang).to_owned()));
    field
}

fn rename(here: Desk) -> El {
    let lang = here.lang;
    let title = RwSignal::new(untrack(|| here.read(|room| room.show.title.clone())).unwrap_or_default());
    let wrong = RwSignal::new(None::<Word>);
    let act = act_button(here, Spot::Show, "btn", move || {
        let title = title.get_untracked().trim().to_owned();
        if title.is_empty() {
            return wrong.set(Some(control::TITLE_NEEDED));
        }
        here.act(Spot::Show, Act::Rename { title });
    });
    let field = line("c-title", control::TITLE, 120, title, wrong, lang).make();
    el("div", "beside").put(field).put(act.text(control::RENAME.say(lang)))
}

/// Two buttons of which one holds.
fn choice<T: Copy + PartialEq + 'static>(
    here: Desk,
    label: Word,
    options: [(T, Word); 2],
    chosen: Read<Option<T>>,
    choose: fn(Desk, T),
) -> El {
    let lang = here.lang;
    let option = |(value, word): (T, Word)| {
        let chosen = chosen.clone();
        act_button(here, Spot::Show, "btn", move || choose(here, value))
            .live_attr("aria-pressed", move || Some((chosen() == Some(value)).to_string()))
            .text(word.say(lang))
    };
    let buttons = el("div", "pair").puts(options.map(option));
    el("fieldset", "planned").put(el("legend", "field__label").text(label.say(lang))).put(buttons)
}

fn air_lang(here: Desk) -> El {
    let options = [(Lang::Vi, control::VIETNAMESE), (Lang::En, control::ENGLISH)];
    let chosen = settled(move || here.read(|room| room.show.lang));
    choice(here, control::AIR_LANG, options, chosen, |here, lang| here.act(Spot::Show, Act::Speak { lang }))
}

fn transition(here: Desk) -> El {
    let options = [(Transition::Dissolve, control::DISSOLVE), (Transition::Cut, control::CUT)];
    let chosen = settled(move || Some(here.transition.get()));
    choice(here, control::TRANSITION, options, chosen, |here, transition| here.transition.set(transition))
}

fn rehearsal(here: Desk) -> El {
    let lang = here.lang;
    let pace = untrack(|| {
        here.read(|room| match room.show.mode {
            Mode::Rehearsal { drill } => Some(drill.per_second),
            Mode::Show => None,
        })
    });
    let pace = RwSignal::new(pace.flatten().unwrap_or(20).to_string());
    let wrong = RwSignal::new(None::<Word>);
    let is_on = settled(move || here.read(|room| matches!(room.show.mode, Mode::Rehearsal { .. })).unwrap_or(false));
    let name = is_on.clone();
    let begin = act_button(here, Spot::Drill, "btn", move || {
        let typed = figure_of(&pace.get_untracked()).and_then(|pace| u16::try_from(pace).ok());
        match typed.filter(|pace| *pace <= 1000) {
            Some(per_second) => here.act(Spot::Drill, Act::Rehearse { per_second }),
            None => wrong.set(Some(control::PER_SECOND_WRONG)),
        }
    })
    .live_text(move || if name() { control::RE_REHEARSE } else { control::REHEARSE }.say(lang).to_owned());
    let mut field = line("c-pace", control::PER_SECOND, 5, pace, wrong, lang);
    field.inputmode = Some("numeric");
    let on = is_on.clone();
    el("section", "drill")
        .live_class("drill--on", move || on())
        .put(el("h3", "").text(control::DRILL.say(lang)))
        .put(el("p", "quiet").text(control::DRILL_LEAD.say(lang)))
        .put(el("div", "beside").put(field.make()).put(begin))
        .when(move || is_on(), move || simulator(here))
}

fn simulator(here: Desk) -> El {
    let lang = here.lang;
    let count = RwSignal::new("1000".to_owned());
    let wrong = RwSignal::new(None::<Word>);
    let burst = move |count: Option<i64>| match count.and_then(|count| u32::try_from(count).ok()) {
        Some(count @ 1..=1_000_000) => here.act(Spot::Drill, Act::Burst { count }),
        _ => wrong.set(Some(control::BURST_WRONG)),
    };
    let go = act_button(here, Spot::Drill, "btn", move || burst(figure_of(&count.get_untracked())));
    let milestone = move || here.read(|room| (room.submitted / STEP + 1) * STEP).unwrap_or(STEP);
    let to = act_button(here, Spot::Drill, "btn", move || {
        burst(untrack(|| here.read(|room| milestone() - room.submitted)));
    })
    .live_text(move || control::TO_MILESTONE.fill(lang, &[&grouped(milestone(), lang)]));
    let cut = act_button(here, Spot::Drill, "btn", move || here.act(Spot::Drill, Act::CutLink { seconds: 10 }));
    let end = act_button(here, Spot::Drill, "btn", move || here.act(Spot::Drill, Act::EndRehearsal));
    let mut field = line("c-burst", control::BURST, 9, count, wrong, lang);
    field.inputmode = Some("numeric");
    el("div", "planned")
        .put(el("div", "beside").put(field.make()).put(go.text(control::BURST_GO.say(lang))))
        .put(to)
        .put(cut.icon(Icon::Offline).text(control::CUT_LINK.say(lang)))
        .put(end.text(control::END_DRILL.say(lang)))
}
