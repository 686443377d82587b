//! `/app/initiatives/ID/conflict`: two versions of a field side by side, with what differs marked. Promises that no
//! choice is final for ten seconds, and that the main action loses nothing.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::calendar::Timestamp;
use model::draft::Draft;
use model::field::{Field, Shape, Value};
use model::id::{DeviceId, InitiativeId};
use model::initiative::Alternative;
use model::lines::{Changed, Span, diff_words};
use model::number::Lang;
use model::op::{Action, Side};
use model::text::char_count;

use super::desk::{BackHead, Here, here};
use super::editor::{id_of_address, value_text};
use super::standing;
use crate::i18n::{form, use_lang, work};
use crate::local::{Doing, now, typing};
use crate::ui::Icon;

/// One of the two versions.
#[derive(Clone, PartialEq)]
struct Version {
    side: Side,
    icon: Icon,
    name: String,
    quiet: String,
    /// Pieces of the text, and whether only this version has them.
    pieces: Vec<(String, bool)>,
}

/// What has to be chosen between.
#[derive(Clone, PartialEq)]
struct Choice {
    title: String,
    field: Field,
    versions: [Version; 2],
    /// Both texts in one, if they can be put together and fit.
    together: Option<Value>,
    /// Whether they could be put together but don't fit.
    too_long: bool,
}

/// The alternative that "mine" means to the server: this device's own, else the last to differ.
fn alternative_of(draft: &Draft, field: Field, device: DeviceId) -> Option<&Alternative> {
    let waiting = || draft.known.alternatives().iter().filter(move |alternative| alternative.field == field);
    waiting().rev().find(|alternative| alternative.device == device).or_else(|| waiting().next_back())
}

fn choice(draft: &Draft, field: Field, device: DeviceId, now: Timestamp, lang: Lang) -> Option<Choice> {
    let newest = draft.known.newest.as_ref()?;
    let alternative = alternative_of(draft, field, device)?;
    let current = newest.content.get(field);
    let texts = [value_text(&alternative.value, lang), value_text(&current, lang)];
    let compared = diff_words(&texts[0], &texts[1]);
    let mine_here = alternative.device == device;
    let sent = work::moment(alternative.at, now, lang);
    let own = alternative.by.id == newest.author.id;
    let mine = Version {
        side: Side::Mine,
        icon: if mine_here { Icon::Device } else { Icon::Users },
        name: match (mine_here, own) {
            (true, _) => form::MINE_HERE.say(lang).to_owned(),
            (false, true) => form::MINE_ELSEWHERE.say(lang).to_owned(),
            (false, false) => form::OF_PERSON.fill(lang, &[&alternative.by.name]),
        },
        quiet: match own {
            true => form::EDITED_BY_YOU.fill(lang, &[&sent]),
            false => form::EDITED_BY.fill(lang, &[&alternative.by.name, &sent]),
        },
        pieces: pieces(&compared.first, lang),
    };
    let theirs = Version {
        side: Side::Theirs,
        icon: if mine_here { Icon::Copy } else { Icon::Device },
        name: if mine_here { form::MINE_ELSEWHERE } else { form::SERVERS }.say(lang).to_owned(),
        quiet: form::THE_CURRENT.say(lang).to_owned(),
        pieces: pieces(&compared.second, lang),
    };
    let together = match (field.shape(), &alternative.value, &current) {
        (Shape::Text(max), Value::Text(mine), Value::Text(theirs)) => Some((max, typing::both(mine, theirs))),
        _ => None,
    };
    let too_long = together.as_ref().is_some_and(|(max, text)| char_count(text) > *max);
    Some(Choice {
        title: standing::title(draft, lang),
        field,
        versions: [mine, theirs],
        together: together.filter(|_| !too_long).map(|(_, text)| Value::Text(text)),
        too_long,
    })
}

fn pieces(spans: &[Span<'_>], lang: Lang) -> Vec<(String, bool)> {
    if spans.iter().all(|span| span.text.is_empty()) {
        return vec![(form::EMPTY_VALUE.say(lang).to_owned(), false)];
    }
    let mut pieces = Vec::new();
    for span in spans {
        // White space around a marked phrase isn't marked: it would look like more than it is.
        let marked = if span.changed == Changed::Only { span.text.trim() } else { "" };
        let (before, after) = match span.text.find(marked).filter(|_| !marked.is_empty()) {
            Some(at) => (&span.text[..at], &span.text[at + marked.len()..]),
            None => (span.text, ""),
        };
        let parts = [(before, false), (marked, true), (after, false)];
        pieces
            .extend(parts.into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, only)| (text.to_owned(), only)));
    }
    pieces
}

/// The page.
#[component]
pub fn Conflict() -> impl IntoView {
    let lang = use_lang();
    let Here { store, undo } = here();
    let id = id_of_address();
    let shown = Memo::new(move |_| {
        let id = id.get()?;
        let device = store.now(|engine| engine.device());
        let choice = store.draft(id, |draft| {
            let draft = draft?;
            choice(draft, to_choose(draft, undo.doing())?, device, now(), lang)
        });
        Some((id, choice))
    });
    view! {
        <BackHead title=form::CONFLICT.say(lang) />
        {move || match shown.get() {
            Some((id, Some(choice))) => view! { <Choosing id=id choice=choice /> }.into_any(),
            other => {
                let href = other.map_or("/app".to_owned(), |(id, _)| format!("/app/initiatives/{id}"));
                view! {
                    <main class="phone" id="noi-dung">
                        <p>{form::NO_CONFLICT.say(lang)}</p>
                        <p>
                            <a class="btn btn--main" href=href>
                                {form::TO_EDITOR.say(lang)}
                            </a>
                        </p>
                    </main>
                }
                .into_any()
            }
        }}
    }
    .into_any()
}

#[component]
fn Choosing(id: InitiativeId, choice: Choice) -> impl IntoView {
    let lang = use_lang();
    let Choice { title, field, versions, together, too_long } = choice;
    let [mine, theirs] = versions;
    view! {
        <main class="phone phone--wide" id="noi-dung">
            <div>
                <p class="conflict__title">{title}</p>
                <p class="conflict__lead">
                    {form::CONFLICT_LEAD_BEFORE.say(lang)}
                    <strong>{form::heading(field).say(lang)}</strong>
                    {form::CONFLICT_LEAD_AFTER.say(lang)}
                </p>
            </div>
            <div class="versions">
                <VersionCard id=id field=field version=mine />
                <VersionCard id=id field=field version=theirs />
            </div>
            {too_long.then(|| view! { <p class="quiet">{form::KEEP_BOTH_LONG.say(lang)}</p> })}
        </main>
        <footer class="dock">
            {together.map(|value| view! { <KeepBoth id=id field=field value=value /> })}
            <p class="quiet dock__note">{form::CAN_UNDO.say(lang)}</p>
        </footer>
    }
    .into_any()
}

#[component]
fn VersionCard(id: InitiativeId, field: Field, version: Version) -> impl IntoView {
    let lang = use_lang();
    let Here { store, undo } = here();
    let navigate = use_navigate();
    let Version { side, icon, name, quiet, pieces } = version;
    let label = format!("{}: {name}", form::USE_THIS.say(lang));
    let pieces = pieces.into_iter().map(|(text, only)| match only {
        true => view! { <mark>{text}</mark> }.into_any(),
        false => text.into_any(),
    });
    let choose = move |_| {
        let resolve = move || store.ask(id, Action::Resolve([(field, side)].into()));
        let said = form::CHOSEN.fill(lang, &[form::heading(field).say(lang)]);
        undo.offer(said, Some(Doing::Choosing(id, field)), resolve, || {});
        let more = store.draft_now(id, |draft| draft.is_some_and(|draft| to_choose(draft, undo.doing()).is_some()));
        if !more {
            navigate("/app", NavigateOptions::default());
        }
    };
    view! {
        <article class="card version">
            <header>
                <b>
                    {icon.draw()}
                    {name}
                </b>
                <span class="quiet">{quiet}</span>
            </header>
            <p class="version__text">{pieces.collect_view()}</p>
            <button type="button" class="btn btn--reach" aria-label=label on:click=choose>
                {Icon::Check.draw()}
                {form::USE_THIS.say(lang)}
            </button>
        </article>
    }
    .into_any()
}

/// The safe choice: both texts, one after the other, and the person goes on writing. Only the word that the choice is
/// made waits; until it leaves, both versions are also where they were.
#[component]
fn KeepBoth(id: InitiativeId, field: Field, value: Value) -> impl IntoView {
    let lang = use_lang();
    let Here { store, undo } = here();
    let navigate = use_navigate();
    let value_now = move || store.draft_now(id, |draft| draft.map(|draft| draft.written.content.get(field)));
    let keep = move |_| {
        undo.settle();
        let before = value_now();
        let joined = value.clone();
        store.edit(id, field, joined.clone());
        let resolve = move || {
            // The choice takes the other version; what was made of both goes on top of it.
            let words = value_now();
            store.ask(id, Action::Resolve([(field, Side::Theirs)].into()));
            if let Some(words) = words {
                store.edit(id, field, words);
            }
        };
        let put_back = move || {
            // Words written since are not thrown away with it.
            if let Some(before) = before.filter(|_| value_now() == Some(joined)) {
                store.edit(id, field, before);
            }
        };
        let said = form::KEPT_BOTH.fill(lang, &[form::heading(field).say(lang)]);
        undo.offer(said, Some(Doing::Choosing(id, field)), resolve, put_back);
        navigate(&format!("/app/initiatives/{id}?field={}", field.name()), NavigateOptions::default());
    };
    view! {
        <button type="button" class="btn btn--main btn--reach btn--wide" on:click=keep>
            {form::KEEP_BOTH.say(lang)}
        </button>
    }
    .into_any()
}

/// The first field that still waits for the person: not one where the choice that waits is made.
fn to_choose(draft: &Draft, doing: Option<Doing>) -> Option<Field> {
    let id = draft.written.id;
    draft.conflicts().into_iter().find(|field| doing != Some(Doing::Choosing(id, *field)))
}
