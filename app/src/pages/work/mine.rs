//! `/app`: my initiatives. First what needs the person, then what isn't sent, then what is.

use leptos::prelude::*;
use model::draft::Draft;
use model::id::InitiativeId;
use model::initiative::State;
use model::op::Action;
use model::sync::Event;

use super::desk::{Here, PlaceHead, here};
use super::notices::Notices;
use super::row::Row;
use super::standing::{self, Group};
use crate::i18n::{use_lang, work};
use crate::local::Doing;
use crate::ui::{DockTabs, Icon, Place, Sheet};

/// What a person can do with an initiative beside opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Else {
    /// Nothing of it has left the device.
    Delete,
    /// It is with the officers, undecided.
    Withdraw,
}

/// What else can be done with a draft.
pub fn what_else(draft: &Draft) -> Option<Else> {
    match draft.known.state() {
        _ if draft.is_only_here() => Some(Else::Delete),
        State::Submitted | State::Received if !draft.is_open() => Some(Else::Withdraw),
        _ => None,
    }
}

/// Deletes or withdraws, with ten seconds to undo it.
pub fn do_else(here: Here, id: InitiativeId, what: Else, lang: model::number::Lang) {
    let Here { store, undo } = here;
    let Some(draft) = store.draft_now(id, |draft| draft.cloned()) else { return };
    let title = standing::title(&draft, lang);
    match what {
        Else::Delete => {
            store.handle(Event::Discarded { id });
            let put_back = move || {
                if store.put_back(&[draft]) == 0 {
                    undo.say(work::NOT_STORED.say(lang).to_owned());
                }
            };
            undo.offer(work::DELETED.fill(lang, &[&title]), None, || {}, put_back);
        }
        Else::Withdraw => {
            let carry_out = move || store.ask(id, Action::Withdraw {});
            undo.offer(work::WITHDRAWN_TOAST.fill(lang, &[&title]), Some(Doing::Withdrawing(id)), carry_out, || {});
        }
    }
}

/// The ids of each group, in the order they are shown.
#[derive(Clone, PartialEq, Default)]
struct Groups {
    needs_you: Vec<InitiativeId>,
    not_sent: Vec<InitiativeId>,
    sent: Vec<InitiativeId>,
}

fn groups(drafts: &mut dyn Iterator<Item = &Draft>) -> Groups {
    let mut all: Vec<(Group, i64, InitiativeId)> = drafts
        .map(|draft| {
            let group = standing::group(&draft.standing());
            let at = match group {
                Group::NotSent => Some(draft.written.edited_at),
                Group::NeedsYou => draft.known.decision().map(|decision| decision.at),
                Group::Sent => draft.known.submitted_at(),
            };
            (group, -at.unwrap_or(draft.written.edited_at).millis(), draft.written.id)
        })
        .collect();
    all.sort_unstable();
    let of = |wanted| all.iter().filter(|(group, ..)| *group == wanted).map(|(_, _, id)| *id).collect();
    Groups { needs_you: of(Group::NeedsYou), not_sent: of(Group::NotSent), sent: of(Group::Sent) }
}

/// My initiatives.
#[component]
pub fn Mine() -> impl IntoView {
    let lang = use_lang();
    let Here { store, .. } = here();
    let groups = Memo::new(move |_| store.list(|engine| groups(&mut engine.drafts())));
    let about = RwSignal::new(None::<InitiativeId>);
    let more = Callback::new(move |id| about.set(Some(id)));
    let needs_you = Signal::derive(move || groups.with(|groups| groups.needs_you.clone()));
    let not_sent = Signal::derive(move || groups.with(|groups| groups.not_sent.clone()));
    let sent = Signal::derive(move || groups.with(|groups| groups.sent.clone()));
    let empty = Memo::new(move |_| groups.with(|groups| *groups == Groups::default()));
    view! {
        <PlaceHead title=work::MINE.say(lang) />
        <Notices />
        <main class="phone" id="noi-dung">
            <Show when=move || empty.get()>
                <Empty />
            </Show>
            <Show when=move || !needs_you.get().is_empty()>
                <section class="group">
                    <h2>
                        {work::NEEDS_YOU.say(lang)}
                        " "
                        <b>{move || needs_you.get().len()}</b>
                    </h2>
                    <For each=move || needs_you.get() key=|id| *id let:id>
                        <Row id=id more=more card=true />
                    </For>
                </section>
            </Show>
            <Rows heading=work::NOT_SENT.say(lang) ids=not_sent more=more />
            <Rows heading=work::SENT.say(lang) ids=sent more=more />
        </main>
        <MoreSheet about=about />
        <footer class="dock">
            <Show when=move || !empty.get()>
                <a class="btn btn--main btn--reach btn--wide" href="/app/new">
                    {Icon::Plus.draw()}
                    {work::WRITE_NEW.say(lang)}
                </a>
            </Show>
            <DockTabs at=Place::Mine />
        </footer>
    }
    .into_any()
}

#[component]
fn Empty() -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="empty">
            {Icon::Pen.draw()}
            <p>
                <strong>{work::EMPTY.say(lang)}</strong>
                <br />
                {work::EMPTY_HINT.say(lang)}
            </p>
            <a class="btn btn--main btn--reach" href="/app/new">
                {work::WRITE_FIRST.say(lang)}
            </a>
        </div>
    }
}

#[component]
fn Rows(heading: &'static str, ids: Signal<Vec<InitiativeId>>, more: Callback<InitiativeId>) -> impl IntoView {
    view! {
        <Show when=move || !ids.get().is_empty()>
            <section class="group">
                <h2>{heading}</h2>
                <div class="rows">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Row id=id more=more />
                    </For>
                </div>
            </section>
        </Show>
    }
    .into_any()
}

/// What else can be done with one initiative.
#[component]
fn MoreSheet(about: RwSignal<Option<InitiativeId>>) -> impl IntoView {
    let lang = use_lang();
    let here = here();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if about.get().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() && about.get_untracked().is_some() {
            about.set(None);
        }
    });
    let look = move |about: Option<InitiativeId>| {
        let id = about?;
        here.store.draft(id, |draft| draft.map(|draft| (id, standing::title(draft, lang), what_else(draft))))
    };
    let title = Signal::derive(move || look(about.get()).map(|(_, title, _)| title).unwrap_or_default());
    view! {
        <Sheet open=open title=title>
            <div class="sheet__acts sheet__acts--list">
                {move || {
                    look(about.get())
                        .map(|(id, _, what)| {
                            let act = move |_| {
                                open.set(false);
                                if let Some(what) = what {
                                    do_else(here, id, what, lang);
                                }
                            };
                            let words = match what {
                                Some(Else::Delete) => Some(work::DELETE),
                                Some(Else::Withdraw) => Some(work::WITHDRAW),
                                None => None,
                            };
                            view! {
                                <a class="btn" href=format!("/app/initiatives/{id}")>
                                    {work::LOOK.say(lang)}
                                </a>
                                {words
                                    .map(|words| {
                                        view! {
                                            <button type="button" class="btn btn--person" on:click=act>
                                                {words.say(lang)}
                                            </button>
                                        }
                                    })}
                            }
                        })
                }}
                <button type="button" class="btn" on:click=move |_| open.set(false)>
                    {work::CANCEL.say(lang)}
                </button>
            </div>
        </Sheet>
    }
    .into_any()
}
