//! The sheet in which an item is put together: which scene, of whom.

use leptos::prelude::*;
use model::show::Act;
use model::unit::{Level, UnitCode};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

use super::desk::{Desk, Spot};
use super::{Sheets, act_button, said, unit};
use crate::i18n::{Word, control};
use crate::markup::{El, button, el, settled};
use crate::show::{Among, Fault, Kind, Plan};
use crate::ui::{Field, FieldWords, Icon, Look, sheet};

/// The sheet, for a new item or another scene of one that is there.
pub fn sheet_of(here: Desk, sheets: Sheets) -> El {
    let lang = here.lang;
    let title =
        move || if sheets.changing.get().is_some() { control::CHANGE } else { control::ADD }.say(lang).to_owned();
    sheet(sheets.add, title, move || form(here, sheets))
}

fn form(here: Desk, sheets: Sheets) -> El {
    let lang = here.lang;
    here.hush();
    let nation = here.names.with_untracked(|names| names.units.keys().find(|code| names.is_nation(code)).cloned());
    let plan = RwSignal::new(Plan { unit: nation, ..Plan::default() });
    let kinds = Kind::ALL.map(|kind| (kind, kind_word(kind)));
    let kind = select("c-kind", control::SCENE, kinds, plan.get_untracked().kind, lang, move |kind| {
        plan.update(|plan| plan.kind = kind);
    });
    let of = settled(move || plan.with(|plan| (plan.kind, plan.among)));
    let parts = move || {
        let parts = match of() {
            (Kind::Waiting | Kind::Map, _) => vec![],
            (Kind::Number | Kind::Unit | Kind::Timeline, _) => vec![of_unit(here, plan)],
            (Kind::Story, _) => vec![story(here, plan)],
            (Kind::League, among) => league(here, plan, among),
        };
        Some(el("div", "planned").puts(parts))
    };
    let send = act_button(here, Spot::Add, "btn btn--main", move || {
        let scene = match plan.with_untracked(Plan::scene) {
            Ok(scene) => scene,
            Err(fault) => return here.say(Spot::Add, fault_word(fault).say(lang)),
        };
        let act = match sheets.changing.get_untracked() {
            Some(item) => Act::Change { item, scene },
            None => Act::Add { scene, after: None },
        };
        here.act_then(Spot::Add, act, move || sheets.add.set(false));
    });
    let words = if sheets.changing.get_untracked().is_some() { control::CHANGE } else { control::PUT_IN };
    let cancel = button("btn", move || sheets.add.set(false)).text(control::CANCEL.say(lang));
    el("div", "planner")
        .put(kind)
        .live(parts)
        .put(said(here, Spot::Add))
        .put(el("div", "sheet__acts").put(send.text(words.say(lang))).put(cancel))
}

/// A list to choose one from.
fn select<T: Copy + PartialEq + 'static, const N: usize>(
    id: &'static str,
    label: Word,
    options: [(T, Word); N],
    chosen: T,
    lang: model::number::Lang,
    choose: impl Fn(T) + 'static,
) -> El {
    let values = options.map(|(value, _)| value);
    let option = |(at, (value, word)): (usize, (T, Word))| {
        let selected = (value == chosen).then_some("");
        el("option", "").attr("value", &at.to_string()).attr_if("selected", selected).text(word.say(lang))
    };
    let list = el("select", "field__box").attr("id", id).puts(options.into_iter().enumerate().map(option));
    let list = list.on("change", move |event| {
        let list = event.target().and_then(|list| list.dyn_into::<HtmlSelectElement>().ok());
        if let Some(value) = list.and_then(|list| values.get(usize::try_from(list.selected_index()).ok()?).copied()) {
            choose(value);
        }
    });
    el("div", "field").put(el("label", "field__label").attr("for", id).text(label.say(lang))).put(list)
}

fn of_unit(here: Desk, plan: RwSignal<Plan>) -> El {
    let lang = here.lang;
    let chosen = move || {
        let unit = plan.with(|plan| plan.unit.clone());
        unit.map(|unit| control::CHOSEN.fill(lang, &[&here.names.with(|names| names.unit(&unit, lang))]))
            .unwrap_or_default()
    };
    let find = unit::search(here, "c-unit", control::OF_UNIT.say(lang), move |code: UnitCode| {
        plan.update(|plan| plan.unit = Some(code));
    });
    el("div", "planned").put(find).put(el("p", "planned__chosen").live_text(chosen))
}

fn story(here: Desk, plan: RwSignal<Plan>) -> El {
    let lang = here.lang;
    let stories = untrack(|| here.read(|room| room.stories.clone())).unwrap_or_default();
    let ids: Vec<_> = stories.iter().map(|story| story.initiative).collect();
    let options = stories.iter().enumerate().map(|(at, story)| {
        let of = format!("{} ({})", story.title, story.unit_name);
        el("option", "").attr("value", &at.to_string()).text(&of)
    });
    let list = el("select", "field__box")
        .attr("id", "c-story")
        .put(el("option", "").text(control::CHOOSE.say(lang)))
        .puts(options)
        .on("change", move |event| {
            let list = event.target().and_then(|list| list.dyn_into::<HtmlSelectElement>().ok());
            let at = list.and_then(|list| usize::try_from(list.selected_index() - 1).ok());
            plan.update(|plan| plan.story = at.and_then(|at| ids.get(at).copied()));
        });
    el("div", "field").put(el("label", "field__label").attr("for", "c-story").text(control::STORY.say(lang))).put(list)
}

fn league(here: Desk, plan: RwSignal<Plan>, among: Among) -> Vec<El> {
    let lang = here.lang;
    let kinds = [
        (Among::Children, control::AMONG_CHILDREN),
        (Among::Block, control::AMONG_BLOCK),
        (Among::Cluster, control::AMONG_CLUSTER),
    ];
    let among_list = select("c-among", control::AMONG, kinds, among, lang, move |among| {
        plan.update(|plan| plan.among = among);
    });
    let who = match among {
        Among::Children => of_unit(here, plan),
        Among::Block => {
            let levels =
                [Level::Province, Level::Sector, Level::Corporation].map(|level| (level, control::level(level)));
            let level = plan.with_untracked(|plan| plan.level);
            select("c-level", control::BLOCK, levels, level, lang, move |level| plan.update(|plan| plan.level = level))
        }
        Among::Cluster => cluster(here, plan),
    };
    let rank = |id, word: Word, read: fn(&Plan) -> &String, write: fn(&mut Plan, String)| {
        let value = settled(move || plan.with(|plan| read(plan).clone()));
        let mut field = Field::new(id, FieldWords::label(word.say(lang)), Look::Line, 4, value);
        field.inputmode = Some("numeric");
        field.typed = Box::new(move |typed| plan.update(|plan| write(plan, typed.now)));
        field.make()
    };
    let ranks = el("div", "pair")
        .put(rank("c-first", control::FIRST, |plan| &plan.first, |plan, typed| plan.first = typed))
        .put(rank("c-last", control::LAST, |plan| &plan.last, |plan, typed| plan.last = typed));
    vec![among_list, who, ranks]
}

fn cluster(here: Desk, plan: RwSignal<Plan>) -> El {
    let lang = here.lang;
    let name = settled(move || plan.with(|plan| plan.cluster.clone()));
    let mut field = Field::new("c-cluster", FieldWords::label(control::CLUSTER_NAME.say(lang)), Look::Line, 80, name);
    field.typed = Box::new(move |typed| plan.update(|plan| plan.cluster = typed.now));
    let find = unit::search(here, "c-members", control::CLUSTER_UNITS.say(lang), move |code: UnitCode| {
        plan.update(|plan| {
            if !plan.members.contains(&code) {
                plan.members.push(code);
            }
        });
    });
    let members = settled(move || plan.with(|plan| plan.members.clone()));
    let member = move |code: UnitCode| {
        let name = here.names.with_untracked(|names| names.unit(&code, lang));
        let dropped = control::DROP.fill(lang, &[&name]);
        let drop =
            button("btn btn--plain btn--icon", move || plan.update(|plan| plan.members.retain(|unit| *unit != code)));
        el("li", "").put(el("span", "").text(&name)).put(drop.attr("aria-label", &dropped).icon(Icon::Close))
    };
    let list = el("ul", "planned__members").each(move || members(), member);
    el("div", "planned").put(field.make()).put(find).put(list)
}

const fn kind_word(kind: Kind) -> Word {
    match kind {
        Kind::Waiting => control::KIND_WAITING,
        Kind::Number => control::KIND_NUMBER,
        Kind::Unit => control::KIND_UNIT,
        Kind::League => control::KIND_LEAGUE,
        Kind::Story => control::STORY,
        Kind::Map => control::MAP,
        Kind::Timeline => control::KIND_TIMELINE,
    }
}

const fn fault_word(fault: Fault) -> Word {
    match fault {
        Fault::Unit => control::NEEDS_UNIT,
        Fault::Story => control::NEEDS_STORY,
        Fault::Cluster => control::NEEDS_CLUSTER,
        Fault::Members => control::NEEDS_MEMBERS,
        Fault::Ranks => control::NEEDS_RANKS,
    }
}
