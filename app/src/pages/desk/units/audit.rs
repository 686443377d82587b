//! `/app/units/CODE/audit`: the log of the unit and those under it in sentences, the newest first, a page at a time.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::field::Field;
use model::id::InitiativeId;
use model::initiative::Person;
use model::op::Outcome;
use model::rights::Role;
use model::sync::Failure;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;

use super::super::{Here, address};
use super::At;
use super::loaded::{Loaded, not_done};
use super::request;
use crate::i18n::administration::{self as words, Told};
use crate::markup::{El, a, button, el, settled};
use crate::ui::Icon;

/// So many entries come at a time.
const PAGE: usize = 50;
/// So many characters of a device's id tell it from others.
const SHORT: usize = 8;

/// A page of the log, as far as it is shown.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Log {
    entries: Vec<Entry>,
    cursor: Option<String>,
}

/// `model::wire::LogEntry`, of whose action no more is read than is said.
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Entry {
    position: u64,
    at: Timestamp,
    who: Option<Person>,
    #[serde(rename = "as")]
    capacity: model::wire::Capacity,
    #[serde(default)]
    device: Option<String>,
    #[serde(default)]
    initiative: Option<InitiativeId>,
    #[serde(default)]
    action: Option<BTreeMap<String, Said>>,
    #[serde(default)]
    fields: Vec<Field>,
    outcome: Outcome,
}

/// What an action said.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
struct Said {
    #[serde(default)]
    unit: Option<String>,
    /// Of a campaign.
    #[serde(default)]
    name: Option<String>,
    /// Of a list of units: how many are new, and how many others.
    #[serde(default)]
    added: u64,
    #[serde(default)]
    changed: u64,
    #[serde(default)]
    unit_name: Option<String>,
    #[serde(default)]
    member: Option<Person>,
    #[serde(default)]
    role: Option<Role>,
    #[serde(default)]
    assigned: Option<u32>,
    #[serde(default)]
    self_set: Option<u32>,
}

/// The page.
pub fn page(here: Here, at: &At) -> El {
    let lang = here.lang;
    let base = format!("{}?limit={PAGE}", at.api("/audit"));
    let loaded = Loaded::<Log>::start(here, base.clone());
    let shown = loaded.show(el("div", "office__part"), move |log| {
        if log.entries.is_empty() {
            return el("p", "quiet").text(words::NO_ENTRIES.say(lang));
        }
        let entries = RwSignal::new(log.entries);
        let (cursor, failure) = (RwSignal::new(log.cursor), RwSignal::new(None::<Failure>));
        let keys = move || (0..entries.with(Vec::len)).collect::<Vec<usize>>();
        let make = move |at: usize| {
            entries.with_untracked(|entries| entries.get(at).map_or_else(|| el("li", ""), |entry| line(here, entry)))
        };
        let there_is_more = settled(move || cursor.with(Option::is_some));
        let base = base.clone();
        let part = el("div", "office__part").put(el("ol", "office__log").each(keys, make));
        not_done(part, here, failure).when(
            move || there_is_more(),
            move || {
                let base = base.clone();
                button("btn", move || earlier(here, &base, entries, cursor, failure)).text(words::EARLIER.say(lang))
            },
        )
    });
    el("div", "office__part office__part--read").put(el("p", "").text(words::AUDIT_LEAD.say(lang))).put(shown)
}

fn earlier(
    here: Here,
    base: &str,
    entries: RwSignal<Vec<Entry>>,
    cursor: RwSignal<Option<String>>,
    failure: RwSignal<Option<Failure>>,
) {
    let Some(from) = cursor.get_untracked() else { return };
    failure.set(None);
    let path = format!("{base}&cursor={from}");
    spawn_local(async move {
        match request::get::<Log>(here, &path).await {
            // Pressed twice, the same page comes once.
            Ok(log) if cursor.try_get_untracked() == Some(Some(from)) => {
                cursor.set(log.cursor);
                entries.update(|entries| entries.extend(log.entries));
            }
            Ok(_) => {}
            Err(problem) => _ = failure.try_set(Some(problem)),
        }
    });
}

/// One entry as a sentence.
fn line(here: Here, entry: &Entry) -> El {
    let lang = here.lang;
    let nothing = Said::default();
    let (action, said) = match entry.action.as_ref().and_then(|action| action.iter().next()) {
        Some((action, said)) => (action.as_str(), said),
        None => ("", &nothing),
    };
    let told = Told {
        unit: said.unit_name.as_deref().or(said.unit.as_deref()).unwrap_or_default(),
        member: said.member.as_ref().map_or("", |member| member.name.as_str()),
        role: said.role,
        targets: (said.assigned, said.self_set),
        units: (said.added, said.changed),
        campaign: said.name.as_deref().unwrap_or_default(),
        fields: &entry.fields,
    };
    let who = match (&entry.who, entry.capacity) {
        (Some(who), _) => who.name.as_str(),
        (None, model::wire::Capacity::Operator) => words::THE_OPERATOR.say(lang),
        (None, _) => words::SOMEBODY.say(lang),
    };
    let sentence = el("p", "").put(el("b", "").text(who)).text(" ").text(&words::deed(action, &told, lang)).text(".");
    let refused = (entry.outcome == Outcome::Rejected)
        .then(|| el("span", "chip chip--declined").icon(Icon::No).text(words::REFUSED.say(lang)));
    let device = entry.device.as_deref().map(|device| {
        // The end of an id of version 7 is chance; its beginning is the time.
        let short = device.get(device.len().saturating_sub(SHORT)..).unwrap_or(device);
        el("span", "").text(&words::FROM_DEVICE.fill(lang, &[short]))
    });
    let open = entry.initiative.map(|id| a("", &address::of(id)).text(words::OPEN_INITIATIVE.say(lang)));
    let time = el("time", "").attr("datetime", &entry.at.to_string()).text(&entry.at.clock_and_date(lang));
    let number = format!("#{}", entry.position);
    let facts = el("p", "office__log-facts").put(time).puts(device).puts(refused).puts(open);
    el("li", "").put(sentence).put(facts.put(el("span", "quiet").text(&number)))
}
