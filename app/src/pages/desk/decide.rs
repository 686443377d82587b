//! The decisions: the bar at thumb height, a sheet for each that needs words, and ten seconds to take one back. What is
//! decided is kept on the tablet before anything says so.

mod forms;
mod history;
mod original;

use leptos::prelude::*;
use model::calendar::Timestamp;
use model::desk::{Event, Form, UNDO_FOR, Unfinished};
use model::id::{InitiativeId, OpId};
use model::initiative::State;
use model::op::Action;

pub use history::scores;

use super::{Here, queue};
use crate::i18n::{desk, work};
use crate::markup::{El, button, el, follow, settled};
use crate::tablet::now;
use crate::ui::{Icon, Sheet};

/// A decision that needs more than a touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Return,
    Recognise,
    Decline,
    Duplicate,
    Comment,
    /// The choice of the rarer ones.
    More,
    /// Who did what so far.
    History,
}

/// What is being decided, and of which initiative: a form never follows the address of the page to another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deciding {
    pub id: InitiativeId,
    pub kind: Kind,
}

impl Kind {
    const fn of(form: Form) -> Kind {
        match form {
            Form::Return => Kind::Return,
            Form::Recognise => Kind::Recognise,
            Form::Decline => Kind::Decline,
            Form::Comment => Kind::Comment,
        }
    }
}

/// What was done last, for as long as it can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Last {
    words: String,
    done: Done,
    until: Timestamp,
    /// Where the officer was, to go back there.
    from: Option<InitiativeId>,
}

#[derive(Debug, Clone, PartialEq)]
enum Done {
    Decided(Vec<OpId>),
    LetGo(Unfinished),
}

/// Decides on an initiative, says so with a way back, and goes on to the next one.
pub fn act(here: Here, id: InitiativeId, action: Action) {
    act_on(here, id, vec![action]);
}

/// Decides on an initiative by several actions, of which the first gives the words; there is one way back for all.
pub fn act_on(here: Here, id: InitiativeId, actions: Vec<Action>) {
    let Here { tablet, lang, .. } = here;
    let Some(row) = untrack(|| tablet.read(|desk| desk.row(id))) else {
        // It has left meanwhile: what was written is shown above the queue.
        return here.deciding.set(None);
    };
    let Some(first) = actions.first() else { return };
    let words = desk::decided(first.name()).fill(lang, &[&row.title]);
    let leaves = first.deed().is_decision() && !matches!(first, Action::Receive {});
    let open = untrack(|| here.address.open());
    let next = queue::neighbour(here, open, 1).or_else(|| queue::neighbour(here, open, -1)).filter(|next| *next != id);
    let read = here.reading.get_untracked().filter(|(of, _)| *of == id).map(|(_, rev)| rev);
    let ops: Vec<OpId> = actions.into_iter().filter_map(|action| tablet.decide(id, action, read)).collect();
    if !ops.is_empty() {
        // Who did it from the list stays at the list.
        say(here, words, Done::Decided(ops), Some(id).filter(|_| open == Some(id)));
    }
    here.deciding.set(None);
    if leaves && open == Some(id) {
        here.address.show(next);
    }
}

/// Receives each of these, with one way back for all.
pub fn receive_all(here: Here, ids: &[InitiativeId]) {
    let ops: Vec<OpId> = ids.iter().filter_map(|id| here.tablet.decide(*id, Action::Receive {}, None)).collect();
    let words = desk::RECEIVED_MANY.fill(here.lang, &[&work::number(ops.len(), here.lang)]);
    say(here, words, Done::Decided(ops), None);
}

/// Lets go of what was written in a form, with a way back.
pub fn let_go(here: Here, id: InitiativeId, form: Form) {
    let found = untrack(|| {
        let is_it = |one: &&Unfinished| one.words.form() == form;
        here.tablet.read_words(|desk| desk.unfinished(id).into_iter().find(is_it).cloned())
    });
    let Some(found) = found else { return };
    here.tablet.handle(Event::LetGo { id, form });
    let words = desk::LET_GO_DONE.fill(here.lang, &[&found.title]);
    here.last.set(Some(Last { words, done: Done::LetGo(found), until: now().plus_millis(UNDO_FOR), from: None }));
}

fn say(here: Here, words: String, done: Done, from: Option<InitiativeId>) {
    let online = untrack(|| here.tablet.read(|desk| desk.reach() == model::desk::Reach::Online));
    let words = if online { words } else { format!("{words} {}", desk::SENT_LATER.say(here.lang)) };
    here.last.set(Some(Last { words, done, until: now().plus_millis(UNDO_FOR), from }));
}

/// Takes back what was done last, if there is still a way back. Whether there was.
pub fn take_back_last(here: Here) -> bool {
    let last = here.last.get_untracked().filter(|last| last.until > now());
    let Some(last) = last else { return false };
    match last.done {
        Done::Decided(ops) => here.tablet.handle(Event::TookBack(ops)),
        Done::LetGo(Unfinished { initiative: id, words, .. }) => here.tablet.handle(Event::Wrote { id, words }),
    }
    here.last.set(None);
    if last.from.is_some() {
        here.address.show(last.from);
    }
    true
}

/// The toast with the way back, for as long as there is one.
pub fn toast_at(here: Here) -> El {
    let lang = here.lang;
    let left = settled(move || {
        here.clock.track();
        here.last.with(|last| last.as_ref().map_or(0, |last| last.until.millis_since(now()).clamp(0, UNDO_FOR)))
    });
    let said = settled(move || here.last.with(|last| last.as_ref().map(|last| last.words.clone())));
    let is_there = {
        let left = left.clone();
        settled(move || left() > 0)
    };
    let take_back = move || _ = take_back_last(here);
    el("div", "toast-at").attr("role", "status").live(move || {
        if !is_there() {
            return None;
        }
        let left = left.clone();
        let undo = button("btn", take_back)
            .icon(Icon::Undo)
            .live_text(move || desk::UNDO.fill(lang, &[&((left() + 999) / 1_000).to_string()]));
        Some(el("div", "toast").put(el("span", "").text(&said()?)).put(undo))
    })
}

/// What was begun on the open initiative and isn't decided yet: since when, to go on with it or to let go of it.
pub fn unfinished(here: Here) -> El {
    let lang = here.lang;
    let begun = settled(move || {
        let Some(id) = here.address.open() else { return Vec::new() };
        here.tablet.read_words(|desk| {
            let is_here = desk.row(id).is_some();
            let found = desk.unfinished(id).into_iter().filter(|_| is_here);
            found.map(|one| (id, one.words.form(), one.at.millis() / 60_000)).collect::<Vec<_>>()
        })
    });
    let one = move |(id, form, minute): (InitiativeId, Form, i64)| {
        let at = Timestamp::from_millis(minute * 60_000).unwrap_or_else(|_| now());
        let name = desk::form_name(form).say(lang);
        let words = desk::UNFINISHED.fill(lang, &[name, &work::moment(at, now(), lang)]);
        let go_on = button("btn", move || here.deciding.set(Some(Deciding { id, kind: Kind::of(form) })))
            .text(desk::GO_ON.say(lang));
        let drop = button("btn btn--plain", move || let_go(here, id, form)).text(desk::LET_GO.say(lang));
        el("div", "begun")
            .put(el("p", "").icon(Icon::Pen).text(&words))
            .put(el("div", "begun__acts").puts([go_on, drop]))
    };
    el("div", "").attr("role", "status").each(move || begun(), one)
}

/// The bar under the initiative. New ones are received first. What isn't for these officers to decide, now or at all, has its
/// history alone.
pub fn bar(here: Here) -> El {
    let lang = here.lang;
    let state = settled(move || {
        let id = here.address.open()?;
        let row = here.tablet.read(|desk| desk.row(id))?;
        let may_recognise = here.tablet.read(|desk| !desk.levels(id).is_empty());
        Some((id, row.state, row.is_put_higher, may_recognise, row.is_to_be_decided()))
    });
    el("div", "").live(move || {
        let (id, state, is_put_higher, may_recognise, is_to_be_decided) = state()?;
        let open = |kind| move || here.deciding.set(Some(Deciding { id, kind }));
        let bar = el("div", "decide").attr("role", "group").attr("aria-label", desk::DECIDE.say(lang));
        if !is_to_be_decided {
            return Some(bar.put(button("btn btn--reach", open(Kind::History)).text(desk::HISTORY.say(lang))));
        }
        let is_new = state == State::Submitted;
        let more = button("btn btn--reach btn--icon", open(Kind::More))
            .attr("aria-label", desk::MORE.say(lang))
            .icon(Icon::More);
        let decline = button("btn btn--reach", open(Kind::Decline)).text(desk::DECLINE.say(lang));
        let duplicate = (!is_put_higher)
            .then(|| button("btn btn--reach", open(Kind::Duplicate)).icon(Icon::Copy).text(desk::DUPLICATE.say(lang)));
        let back = (!is_put_higher)
            .then(|| button("btn btn--reach", open(Kind::Return)).icon(Icon::Return).text(desk::RETURN.say(lang)));
        let class = if is_new { "btn btn--reach" } else { "btn btn--main btn--reach decide__main" };
        let recognise = may_recognise
            .then(|| button(class, open(Kind::Recognise)).icon(Icon::Seal).text(desk::RECOGNISE.say(lang)));
        let receive = is_new.then(|| {
            button("btn btn--main btn--reach decide__main", move || act(here, id, Action::Receive {}))
                .icon(Icon::Checks)
                .text(desk::RECEIVE.say(lang))
        });
        Some(bar.puts([more, decline]).puts(duplicate).put(el("span", "grow")).puts(back).puts(recognise).puts(receive))
    })
}

/// The sheet of the decision that is being written. It names its initiative, and closes when another one is opened: what was
/// written stays with the one that it is about.
pub fn sheets(here: Here) -> El {
    let lang = here.lang;
    let open = RwSignal::new(false);
    follow(move || {
        let wanted = here.deciding.get().is_some();
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    follow(move || {
        if !open.get() && here.deciding.get_untracked().is_some() {
            here.deciding.set(None);
        }
    });
    follow(move || {
        let shown = here.address.open();
        if here.deciding.get_untracked().is_some_and(|deciding| shown != Some(deciding.id)) {
            here.deciding.set(None);
        }
    });
    let deciding = settled(move || here.deciding.get());
    let (titled, named) = (deciding.clone(), deciding.clone());
    let title = move || {
        let word = match titled().map(|deciding| deciding.kind) {
            Some(Kind::Return) => desk::RETURN,
            Some(Kind::Recognise) => desk::RECOGNISE,
            Some(Kind::Decline) => desk::DECLINE,
            Some(Kind::Duplicate) => desk::DUPLICATE,
            Some(Kind::Comment) => desk::COMMENT,
            Some(Kind::History) => desk::HISTORY,
            Some(Kind::More) | None => desk::DECIDE,
        };
        word.say(lang).to_owned()
    };
    // As it was called when the sheet was opened: it may leave the tablet meanwhile.
    let name = settled(move || named().map(|Deciding { id, .. }| title_of(here, id)));
    let made = Sheet::new(open, title).about(move || name()).beside("(min-width: 44.01rem)");
    made.make(move || {
        let deciding = deciding.clone();
        el("div", "").live(move || {
            let Deciding { id, kind } = deciding()?;
            Some(match kind {
                Kind::Return => forms::send_back(here, id),
                Kind::Recognise => forms::recognise(here, id),
                Kind::Decline => forms::decline(here, id),
                Kind::Duplicate => original::duplicate(here, id),
                Kind::Comment => forms::comment(here, id),
                Kind::More => more(here, id),
                Kind::History => history::history(here, id),
            })
        })
    })
}

/// What an initiative is called: in the list, or where it is read.
fn title_of(here: Here, id: InitiativeId) -> String {
    let listed = untrack(|| here.tablet.read(|desk| desk.row(id))).map(|row| row.title);
    let title = listed.filter(|title| !title.trim().is_empty());
    title.unwrap_or_else(|| work::UNTITLED.say(here.lang).to_owned())
}

fn more(here: Here, id: InitiativeId) -> El {
    let lang = here.lang;
    let may_forward = untrack(|| here.tablet.read(|desk| desk.row(id))).is_some_and(|row| row.share.may_forward);
    let forward =
        may_forward.then(|| button("btn", move || act(here, id, Action::Forward {})).text(desk::FORWARD.say(lang)));
    let comment = button("btn", move || here.deciding.set(Some(Deciding { id, kind: Kind::Comment })))
        .text(desk::COMMENT.say(lang));
    let history = button("btn", move || here.deciding.set(Some(Deciding { id, kind: Kind::History })))
        .text(desk::HISTORY.say(lang));
    let cancel = button("btn", move || here.deciding.set(None)).text(desk::CANCEL.say(lang));
    el("div", "sheet__acts sheet__acts--list").puts(forward).puts([comment, history, cancel])
}
