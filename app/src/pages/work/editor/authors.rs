//! The fourth part: who made it, each one's share, and the consent to show the story. The list is one value: a change of
//! one person's line is made in the list as it is stored at that moment.

use leptos::prelude::*;
use model::field::{Author, Field, MAX_AUTHORS, MAX_NAME, Value};

use super::bound::{Bound, box_id};
use crate::i18n::form;
use crate::local::typing;
use crate::pages::work::desk::{Here, here};
use crate::ui::{FieldWords, Icon, Look, TextField, Tick, Typed};

/// Longest position or workplace, in characters (`model::field::Author`).
const MAX_WORDS: usize = 200;

/// Authors, shares, consent.
#[component]
pub fn AuthorsPart(bound: Bound, id: &'static str) -> impl IntoView {
    let lang = bound.lang;
    let count = Memo::new(move |_| bound.content(|content| content.authors().len()));
    let (named, several) = (move || count.get() > 0, move || count.get() > 1);
    let full = move || count.get() >= MAX_AUTHORS;
    // The sum is said once someone has left a share's box, or tried to send it.
    let left_a_share = RwSignal::new(false);
    let sum = Memo::new(move |_| bound.content(|content| content.shares()));
    let sum_wrong = move || {
        let speak = left_a_share.get() || bound.checked.get();
        form::shares(sum.get(), lang).filter(|_| speak && count.get() > 0)
    };
    view! {
        <section class="group part" id=id aria-labelledby="h-authors">
            <h2 class="part__head" id="h-authors" tabindex="-1">
                {form::STEP_AUTHORS.say(lang)}
            </h2>
            <Show when=move || count.get() == 0>
                <p class="part__lead">{form::SOLE_AUTHOR.say(lang)}</p>
            </Show>
            <For each=move || 0..count.get() key=|at| *at let:at>
                <AuthorLine bound=bound at=at left_a_share=left_a_share />
            </For>
            <div class="authors__foot" id=box_id(Field::Authors) tabindex="-1">
                <Show when=named>
                    <div class="authors__sum" aria-live="polite">
                        {move || match (sum_wrong(), sum.get()) {
                            (Some(wrong), _) => {
                                view! {
                                    <p class="field__error">
                                        {Icon::Alert.draw()}
                                        <span>{wrong}</span>
                                    </p>
                                }
                                .into_any()
                            }
                            (None, 100) => view! { <p class="quiet">{form::SHARES_OK.say(lang)}</p> }.into_any(),
                            (None, _) => ().into_any(),
                        }}
                    </div>
                </Show>
                <div class="starts">
                    <button
                        type="button"
                        class="btn"
                        disabled=full
                        on:click=move |_| add(bound)
                    >
                        {Icon::Plus.draw()}
                        {form::ADD_AUTHOR.say(lang)}
                    </button>
                    <Show when=several>
                        <button type="button" class="btn" on:click=move |_| share_evenly(bound)>
                            {form::SHARE_EVENLY.say(lang)}
                        </button>
                    </Show>
                </div>
            </div>
            <Consent bound=bound />
        </section>
    }
    .into_any()
}

/// Changes the list as it is stored now.
fn change(bound: Bound, change: impl FnOnce(&mut Vec<Author>)) {
    let mut authors = bound.content_now().authors().to_vec();
    change(&mut authors);
    bound.set(Value::Authors(authors), Field::Authors);
}

fn nobody(share: u8) -> Author {
    Author { name: String::new(), position: None, workplace: None, share }
}

/// One more. The first time the person themself comes first, with all of it.
fn add(bound: Bound) {
    let me = bound.store.now(|engine| engine.session().map(|session| session.member.name.clone()));
    change(bound, |authors| {
        if authors.is_empty() {
            authors.push(Author { name: me.unwrap_or_default(), ..nobody(100) });
        }
        let sum: u32 = authors.iter().map(|author| u32::from(author.share)).sum();
        authors.push(nobody(u8::try_from(100u32.saturating_sub(sum)).unwrap_or(0)));
    });
}

/// Equal shares; what is left over goes to the first.
fn share_evenly(bound: Bound) {
    change(bound, |authors| {
        let count = authors.len().clamp(1, 100);
        let (each, rest) = (100 / count, 100 % count);
        for (at, author) in authors.iter_mut().enumerate() {
            let share = if at >= 100 { 0 } else { each + usize::from(at < rest) };
            author.share = u8::try_from(share).unwrap_or(0);
        }
    });
}

#[component]
fn AuthorLine(bound: Bound, at: usize, left_a_share: RwSignal<bool>) -> impl IntoView {
    let lang = bound.lang;
    let Here { undo, .. } = here();
    let number = (at + 1).to_string();
    let author = move || bound.content(|content| content.authors().get(at).cloned());
    let name = Memo::new(move |_| author().map(|author| author.name).unwrap_or_default());
    let position = Memo::new(move |_| author().and_then(|author| author.position).unwrap_or_default());
    let workplace = Memo::new(move |_| author().and_then(|author| author.workplace).unwrap_or_default());
    let none = Signal::derive(|| None::<String>);
    let no_name = Signal::derive(move || {
        (bound.checked.get() && name.with(|name| name.trim().is_empty()))
            .then(|| form::fault(Field::Authors, &model::field::Fault::Missing, lang))
    });
    let write = move |max: usize, put: fn(&mut Author, String)| {
        Callback::new(move |Typed { now, .. }: Typed| {
            let now = typing::line(&now, max);
            change(bound, |authors| {
                if let Some(author) = authors.get_mut(at) {
                    put(author, now);
                }
            });
        })
    };
    let writing = bound.writing(Field::Authors);
    let called = move || match name.get().trim() {
        "" => form::AUTHOR_THIS.say(lang).to_owned(),
        name => name.to_owned(),
    };
    let remove = move |_| {
        let before = bound.content_now().authors().to_vec();
        let words = form::AUTHOR_REMOVED.fill(lang, &[&called()]);
        change(bound, |authors| {
            if at < authors.len() {
                authors.remove(at);
            }
        });
        undo.offer(words, None, || {}, move || bound.set(Value::Authors(before), Field::Authors));
    };
    view! {
        <fieldset class="author card">
            <legend class="hide">{form::AUTHOR_N.fill(lang, &[&number])}</legend>
            <TextField
                id=format!("o-authors-{at}-name")
                words=FieldWords::label(form::AUTHOR_NAME.say(lang))
                look=Look::Line
                max=MAX_NAME
                value=name
                typed=write(MAX_NAME, |author, text| author.name = text)
                writing=writing
                error=no_name
                autocomplete=if at == 0 { "name" } else { "off" }
            />
            <ShareBox bound=bound at=at left_a_share=left_a_share />
            <TextField
                id=format!("o-authors-{at}-position")
                words=FieldWords::label(form::AUTHOR_POSITION.say(lang))
                look=Look::Line
                max=MAX_WORDS
                value=position
                typed=write(MAX_WORDS, |author, text| author.position = Some(text).filter(|text| !text.is_empty()))
                writing=writing
                error=none
            />
            <TextField
                id=format!("o-authors-{at}-workplace")
                words=FieldWords::label(form::AUTHOR_WORKPLACE.say(lang))
                look=Look::Line
                max=MAX_WORDS
                value=workplace
                typed=write(MAX_WORDS, |author, text| author.workplace = Some(text).filter(|text| !text.is_empty()))
                writing=writing
                error=none
            />
            <button
                type="button"
                class="btn btn--plain btn--icon author__remove"
                aria-label=move || form::AUTHOR_REMOVE.fill(lang, &[&called()])
                on:click=remove
            >
                {Icon::Close.draw()}
            </button>
        </fieldset>
    }
    .into_any()
}

/// A share, in percent. What isn't a number from 0 to 100 stays in the box and isn't kept.
#[component]
fn ShareBox(bound: Bound, at: usize, left_a_share: RwSignal<bool>) -> impl IntoView {
    let lang = bound.lang;
    let writing = bound.writing(Field::Authors);
    let draft = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(false);
    let read =
        |text: &str| text.trim().trim_end_matches('%').trim_end().parse::<u8>().ok().filter(|share| *share <= 100);
    let kept = Memo::new(move |_| bound.content(|content| content.authors().get(at).map(|author| author.share)));
    let shown = Signal::derive(move || {
        draft.get().unwrap_or_else(|| kept.get().map(|share| share.to_string()).unwrap_or_default())
    });
    let typed = Callback::new(move |Typed { now, .. }: Typed| {
        if let Some(share) = read(&now) {
            change(bound, |authors| {
                if let Some(author) = authors.get_mut(at) {
                    author.share = share;
                }
            });
        }
        wrong.set(false);
        draft.set(Some(now));
    });
    let on_writing = Callback::new(move |inside: bool| {
        writing.run(inside);
        if !inside {
            let readable = draft.with_untracked(|text| text.as_deref().is_none_or(|text| read(text).is_some()));
            wrong.set(!readable);
            if readable {
                draft.set(None);
            }
            left_a_share.set(true);
        }
    });
    let error = Signal::derive(move || wrong.get().then(|| form::SHARE_RANGE.say(lang).to_owned()));
    view! {
        <TextField
            id=format!("o-authors-{at}-share")
            words=FieldWords::label(form::AUTHOR_SHARE.say(lang))
            look=Look::Line
            max=5
            value=shown
            typed=typed
            writing=on_writing
            error=error
            unit="%"
            inputmode="numeric"
        />
    }
}

/// The consent to show the story: separate, never given by default, and taken back as easily.
#[component]
fn Consent(bound: Bound) -> impl IntoView {
    let lang = bound.lang;
    let ticked = Memo::new(move |_| bound.content(|content| content.public_story()));
    let changed = Callback::new(move |agreed| bound.set(Value::Flag(agreed), Field::PublicStory));
    view! {
        <div class="consent">
            <h3>{form::PUBLIC.say(lang)}</h3>
            <p>{form::PUBLIC_TEXT.say(lang)}</p>
            <Tick
                id=box_id(Field::PublicStory)
                label=form::PUBLIC_TICK.say(lang)
                ticked=ticked
                changed=changed
                error=Signal::derive(|| None::<String>)
            />
        </div>
    }
    .into_any()
}
