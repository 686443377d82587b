//! The initiative under review: where it stands, what it says, what it is like, and the bar of decisions under it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::desk::{ForOfficers, Urgency};
use model::field::{Author, Field};
use model::id::{InitiativeId, Rev};
use model::initiative::{Decision, Initiative, State};
use model::json;
use model::number::Lang;
use wasm_bindgen_futures::spawn_local;

use super::{Here, decide, queue, twin};
use crate::i18n::{desk, form, work};
use crate::markup::{El, a, button, el, follow, settled};
use crate::ui::{Icon, Stamp, chip};

/// What is being read.
#[derive(Clone, PartialEq)]
enum Shown {
    Nothing,
    /// It is being opened.
    Opening,
    /// It isn't on the tablet and can't be fetched.
    Absent,
    Here(Rc<Read>),
}

/// An initiative, and what it is like.
pub type Read = (Initiative, Vec<model::desk::Alike>);

/// What is open, and what stands before and after it in the list, opened ahead of time: so that going on is at once.
#[derive(Clone, Default)]
struct Near(Rc<RefCell<Vec<Rc<Read>>>>);

impl Near {
    /// One of them, if it is as the list knows it.
    fn get(&self, (id, version): (InitiativeId, Option<Version>)) -> Option<Rc<Read>> {
        let is_it = |read: &&Rc<Read>| read.0.id == id && Some(version_of(read)) == version;
        self.0.borrow().iter().find(is_it).cloned()
    }

    fn put(&self, read: &Rc<Read>) {
        let mut near = self.0.borrow_mut();
        near.retain(|known| known.0.id != read.0.id);
        near.push(read.clone());
    }

    /// Looks around once what is shown is painted.
    fn look_around_later(&self, here: Here, shown: RwSignal<Option<InitiativeId>>) {
        let near = self.clone();
        request_animation_frame(move || {
            let look = move || {
                if let Some(Some(shown)) = shown.try_get_untracked() {
                    near.look_around(here, shown);
                }
            };
            set_timeout(look, Duration::ZERO);
        });
    }

    /// Opens those beside the one that is shown, and lets go of all others.
    fn look_around(&self, here: Here, shown: InitiativeId) {
        let beside: Vec<_> = [1, -1].into_iter().filter_map(|by| queue::neighbour(here, Some(shown), by)).collect();
        self.0.borrow_mut().retain(|read| read.0.id == shown || beside.contains(&read.0.id));
        let missing = |id: &InitiativeId| self.get((*id, untrack(|| version(here, *id)))).is_none();
        for id in beside.into_iter().filter(missing) {
            let near = self.clone();
            spawn_local(async move {
                if let Some(read) = here.tablet.paper(id).await.as_deref().and_then(read) {
                    near.put(&Rc::new(read));
                }
            });
        }
    }
}

/// The revision, and how much it is like another one: that is found out later.
type Version = (Rev, Option<u8>);

/// As the list knows it.
fn version(here: Here, id: InitiativeId) -> Option<Version> {
    here.tablet.read(|desk| desk.row(id).map(|row| (row.rev, row.alike)))
}

fn version_of((initiative, alike): &Read) -> Version {
    (initiative.rev, alike.iter().map(|alike| alike.similarity).max())
}

/// The pane.
pub fn pane(here: Here) -> El {
    let lang = here.lang;
    let shown = RwSignal::new_local(Shown::Nothing);
    let asked = RwSignal::new(None::<InitiativeId>);
    let near = Near::default();
    // Opened anew when another one is chosen, and when the server told something new of it.
    let open = settled(move || here.address.open().map(|id| (id, version(here, id))));
    follow(move || {
        let Some(wanted) = open() else {
            asked.set(None);
            return shown.set(Shown::Nothing);
        };
        let (id, _) = wanted;
        let is_other = asked.get_untracked() != Some(id);
        asked.set(Some(id));
        if let Some(read) = near.get(wanted) {
            shown.set(Shown::Here(read));
            return near.look_around_later(here, asked);
        }
        if is_other {
            shown.set(Shown::Opening);
        }
        let near = near.clone();
        spawn_local(async move {
            let text = match here.tablet.paper(id).await {
                Some(text) => Some(text),
                None => here.tablet.paper_elsewhere(id).await,
            };
            let read = text.as_deref().and_then(read).map(Rc::new);
            if asked.try_get_untracked() == Some(Some(id)) {
                read.iter().for_each(|read| near.put(read));
                shown.set(read.map_or(Shown::Absent, Shown::Here));
                near.look_around_later(here, asked);
            }
        });
    });
    let shown = settled(move || shown.get());
    let read = shown.clone();
    follow(move || {
        let is_deciding = here.deciding.get().is_some();
        let now = match read() {
            Shown::Here(read) => Some((read.0.id, read.0.rev)),
            _ => None,
        };
        if !is_deciding {
            here.reading.set(now);
        }
    });
    let body = el("div", "paper__body")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", desk::READING.say(lang));
    let body = body.put(decide::unfinished(here)).live(move || match shown() {
        Shown::Nothing => Some(day(here)),
        Shown::Opening => None,
        Shown::Absent => Some(el("p", "paper__none quiet").attr("role", "status").text(desk::NOT_HERE.say(lang))),
        Shown::Here(read) => Some(paper(here, &read.0, &read.1)),
    });
    el("div", "paper__in").put(body).put(decide::bar(here))
}

/// How the day stands, where nothing is open: what was decided today, what is overdue, what waits to be sent.
fn day(here: Here) -> El {
    let lang = here.lang;
    let counts = settled(move || {
        let today = here.today();
        let overdue = here
            .tablet
            .rows()
            .iter()
            .filter(|row| today.is_some_and(|day| row.urgency(day) == Urgency::Overdue))
            .count();
        let decided = here.tablet.read(|desk| desk.decided_on(crate::tablet::now()));
        [decided, overdue, here.tablet.read(|desk| desk.outbox().len())]
    });
    let number = |counts: &Rc<dyn Fn() -> [usize; 3]>, at: usize, word: crate::i18n::Word| {
        let counts = counts.clone();
        move || word.fill(lang, &[&work::number(counts()[at], lang)])
    };
    let decided = el("span", "").live_text(number(&counts, 0, desk::DAY_DECIDED));
    let overdue = button("desk__unsent", move || {
        here.filter.update(|filter| filter.urgency = Some(Urgency::Overdue));
    });
    let unsent = button("desk__unsent", move || here.unsent.set(true));
    el("div", "paper__none")
        .put(el("h2", "t").text(desk::DAY.say(lang)))
        .put(
            el("p", "paper__day")
                .attr("role", "status")
                .put(decided)
                .put(overdue.live_text(number(&counts, 1, desk::DAY_OVERDUE)))
                .put(unsent.live_text(number(&counts, 2, desk::DAY_UNSENT))),
        )
        .put(el("p", "quiet").text(desk::CHOOSE_ONE.say(lang)))
}

/// An initiative and what it is like.
pub fn read(text: &str) -> Option<Read> {
    let initiative = json::read(text).ok()?;
    let beyond: ForOfficers = json::read(text).ok()?;
    Some((initiative, beyond.possible_duplicates))
}

fn paper(here: Here, initiative: &Initiative, alike: &[model::desk::Alike]) -> El {
    let lang = here.lang;
    let id = initiative.id;
    let content = &initiative.content;
    let unit_name = untrack(|| here.tablet.read(|desk| desk.row(id)))
        .map_or_else(|| initiative.unit.to_string(), |row| row.unit_name);
    let parts = [
        (Field::Problem, desk::BEFORE),
        (Field::Solution, desk::SOLUTION),
        (Field::Novelty, desk::NOVELTY),
        (Field::Effect, desk::EFFECT),
        (Field::IntangibleBenefit, form::INTANGIBLE),
        (Field::Story, desk::STORY),
        (Field::Confidential, desk::CONFIDENTIAL),
    ];
    let texts = parts.into_iter().filter(|(field, _)| !content.text(*field).is_empty()).flat_map(|(field, word)| {
        let heading = el("h3", "").text(word.say(lang));
        let heading = if field == Field::Confidential { heading.icon(Icon::Lock) } else { heading };
        let lines = content.text(field).split('\n').filter(|line| !line.trim().is_empty());
        std::iter::once(heading).chain(lines.map(|line| el("p", "").text(line)))
    });
    let applied = content
        .first_applied_on()
        .map(|day| el("p", "quiet").text(&desk::APPLIED_FROM.fill(lang, &[&day.display(lang)])));
    let facts = el("p", "facts")
        .puts(authors(initiative))
        .put(el("span", "").text(&unit_name))
        .puts(content.kind().map(|kind| el("span", "").text(form::kind(kind).0.say(lang))))
        .puts(Some(content.text(Field::Area)).filter(|area| !area.is_empty()).map(|area| el("span", "").text(area)));
    el("article", "")
        .put(standing(here, id, initiative))
        .put(el("h2", "t").text(content.text(Field::Title)))
        .put(facts)
        .puts(twin::notice(here, alike))
        .puts(initiative.decision.as_ref().map(|decision| earlier(decision, untrack(|| here.server_now()), lang)))
        .put(el("div", "paper__cols").put(el("div", "").puts(texts).puts(applied)).put(figures(here, initiative)))
        .puts(alike.iter().map(|alike| twin::twin(here, initiative, alike)))
}

fn authors(initiative: &Initiative) -> Vec<El> {
    let named = |author: &Author| {
        let made = el("span", "").put(el("b", "").text(&author.name));
        let position = author.position.as_deref().filter(|position| !position.is_empty());
        let made =
            position.map(|position| format!(", {position}")).into_iter().fold(made, |made, text| made.text(&text));
        made.text(&format!(", {}%", author.share))
    };
    match initiative.content.authors() {
        [] => vec![el("span", "").put(el("b", "").text(&initiative.author.name))],
        authors => authors.iter().map(named).collect(),
    }
}

/// Where it stands, with what was decided here, and until when an answer is due.
fn standing(here: Here, id: InitiativeId, initiative: &Initiative) -> El {
    let lang = here.lang;
    let state = initiative.state;
    let (sent, received) = (initiative.submitted_at, initiative.received_at);
    let row = settled(move || here.tablet.read(|desk| desk.row(id)));
    let due = row.clone();
    el("div", "facts paper__state")
        .live(move || {
            let state = row().map_or(state, |row| row.state);
            let date = |at: Option<Timestamp>| at.map(|at| at.date(lang)).unwrap_or_default();
            let (stamp, words) = match state {
                State::Submitted => (Stamp::Sent, desk::SENT_ON.fill(lang, &[&date(sent)])),
                State::Received => {
                    (Stamp::Received, desk::RECEIVED_ON.fill(lang, &[&date(received.or(Some(here.server_now())))]))
                }
                State::Returned => (Stamp::Returned, desk::state(state).say(lang).to_owned()),
                State::Recognised => (Stamp::Recognised, desk::state(state).say(lang).to_owned()),
                State::Declined => (Stamp::Declined, desk::state(state).say(lang).to_owned()),
                State::Withdrawn => (Stamp::Withdrawn, desk::state(state).say(lang).to_owned()),
                State::Duplicate => (Stamp::Duplicate, desk::state(state).say(lang).to_owned()),
                State::Draft | State::Deleted => (Stamp::Local, desk::state(state).say(lang).to_owned()),
            };
            Some(chip(stamp, &words))
        })
        .live(move || {
            let row = due()?;
            here.clock.with(|clock| clock / 60_000);
            let day = row.due_on?;
            let (left, soon) = desk::due(&row, here.server_now(), lang);
            let class = if soon { "deadline deadline--soon" } else { "deadline" };
            let words = desk::ANSWER_BY.fill(lang, &[&day.display(lang), &left]);
            Some(el("span", class).icon(Icon::Calendar).text(&words))
        })
}

/// What an officer said before: what was asked for, and of what.
fn earlier(decision: &Decision, now: Timestamp, lang: Lang) -> El {
    let who = format!("{}, {}, {}", desk::EARLIER.say(lang), decision.by.name, work::moment(decision.at, now, lang));
    let state = decision.state.map(|state| el("p", "").put(el("b", "").text(desk::state(state).say(lang))));
    let fields = decision
        .fields
        .iter()
        .map(|(field, reason)| el("p", "").text(&format!("{}: {reason}", desk::field(field).say(lang))));
    el("aside", "earlier")
        .put(el("p", "quiet").text(&who))
        .puts(state)
        .puts(decision.reason.as_deref().map(|reason| el("p", "").text(reason)))
        .puts(fields)
}

/// The author's estimate and what officers have verified. They are two figures and never one.
fn figures(here: Here, initiative: &Initiative) -> El {
    let lang = here.lang;
    let figure = |label: &str, value: Option<String>, under: Option<String>| {
        let said = match value {
            Some(value) => el("dd", "").text(&value).puts(under.map(|under| el("small", "").text(&under))),
            None => el("dd", "unsaid").text(desk::NOT_SAID.say(lang)),
        };
        el("dl", "figure").put(el("dt", "").text(label)).put(said)
    };
    let period = initiative.content.period().map(|period| form::period(period).say(lang).to_lowercase());
    let estimated = initiative.content.benefit().map(|sum| sum.spoken_dong(lang));
    let decision = initiative.decision.as_ref();
    let verified = decision.and_then(|decision| decision.benefit_vnd).map(|sum| sum.spoken_dong(lang));
    let how = decision.and_then(|decision| decision.how_checked.clone());
    el("div", "aside")
        .put(figure(desk::ESTIMATED.say(lang), estimated, period))
        .put(figure(desk::VERIFIED.say(lang), verified, how))
        .put(scores(here, initiative.id))
}

/// What the members of the council gave, each one's last, and their mean. It takes a link.
fn scores(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let given = RwSignal::new(Vec::<(String, u8)>::new());
    // Somebody who goes through the list quickly asks for none of it.
    let ask = move || {
        if here.address.open() != Some(id) || !here.link.get_untracked() {
            return;
        }
        spawn_local(async move {
            if let Ok(text) = here.tablet.history(id).await {
                given.try_set(decide::scores(&text));
            }
        });
    };
    set_timeout(move || untrack(ask), Duration::from_millis(400));
    el("div", "").live(move || {
        let given = given.get();
        if given.is_empty() {
            return None;
        }
        let sum: u32 = given.iter().map(|(_, score)| u32::from(*score)).sum();
        let tenths = (sum * 10 + given.len() as u32 / 2) / given.len() as u32;
        let mean = if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { decimal(tenths, lang) };
        let lines = given
            .iter()
            .map(|(who, score)| el("small", "").text(&desk::SCORE_OF.fill(lang, &[who, &score.to_string()])));
        Some(
            el("dl", "figure scores")
                .put(el("dt", "").text(desk::SCORES.say(lang)))
                .put(el("dd", "").text(&desk::SCORE_MEAN.fill(lang, &[&mean])).puts(lines)),
        )
    })
}

fn decimal(tenths: u32, lang: Lang) -> String {
    let point = if lang == Lang::Vi { ',' } else { '.' };
    format!("{}{point}{}", tenths / 10, tenths % 10)
}

/// A link to another initiative under review.
pub fn link(id: InitiativeId, title: &str) -> El {
    a("", &super::address::of(id)).text(title)
}
