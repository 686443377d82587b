//! The fourth part: who made it, each one's share, and the consent to show the story. The list is one value: a change of
//! one person's line is made in the list as it is stored at that moment.

use std::rc::Rc;

use leptos::prelude::*;
use model::draft::Draft;
use model::field::{Author, Fault, Field, MAX_AUTHORS, MAX_NAME, MAX_PLACE, Value};
use model::id::InitiativeId;
use model::story::repeated;
use model::text::{is_blank, nfc, typed_line};

use super::bound::{Bound, box_id};
use super::form_page::part;
use crate::i18n::{Word, form};
use crate::markup::{El, Read, button, el, settled};
use crate::pages::work::desk::Here;
use crate::pages::work::later::{self, Later};
use crate::ui::{self, FieldWords, Icon, Look, NumberField, SHARE, error, tick};

/// Authors, shares, consent.
pub fn authors_part(bound: Bound, id: &str) -> El {
    let lang = bound.lang;
    let count = settled(move || bound.content(|content| content.authors().len()));
    let (alone, lines, named, several, full) = (count.clone(), count.clone(), count.clone(), count.clone(), count);
    // The sum is said once someone has left a share's box, or tried to send it.
    let left_a_share = RwSignal::new(false);
    let sum = settled(move || bound.content(|content| content.shares()));
    let sum_line = move || {
        let speak = left_a_share.get() || bound.checked.get();
        match form::shares(sum(), lang) {
            _ if named() == 0 => None,
            Some(wrong) => speak.then(|| error(&wrong)),
            None => Some(el("p", "quiet").text(form::SHARES_OK.say(lang))),
        }
    };
    let add = button("btn", move || add(bound))
        .live_attr("disabled", move || (full() >= MAX_AUTHORS).then(String::new))
        .icon(Icon::Plus)
        .text(form::ADD_AUTHOR.say(lang));
    let evenly = move || button("btn", move || share_evenly(bound)).text(form::SHARE_EVENLY.say(lang));
    let foot = el("div", "authors__foot")
        .attr("id", &box_id(Field::Authors))
        .attr("tabindex", "-1")
        .put(el("div", "authors__sum").attr("aria-live", "polite").live(sum_line))
        .put(el("div", "starts").put(add).when(move || several() > 1, evenly));
    part(id, "h-authors", form::STEP_AUTHORS.say(lang))
        .when(move || alone() == 0, move || el("p", "part__lead").text(form::SOLE_AUTHOR.say(lang)))
        .put(
            el("div", "authors")
                .each(move || (0..lines() as u128).collect(), move |at| author_line(bound, at as usize, left_a_share)),
        )
        .puts([foot, consent(bound)])
}

/// Changes the list as it is stored now.
fn change(bound: Bound, change: impl FnOnce(&mut Vec<Author>)) {
    let mut authors = bound.content_now().authors().to_vec();
    change(&mut authors);
    bound.set(Value::Authors(authors), Field::Authors);
}

fn nobody(share: u8) -> Author {
    Author { name: String::new(), position: None, workplace: None, share, is_self: false }
}

/// The name of the member on this device.
fn own_name(bound: Bound) -> Option<String> {
    bound.store.now(|engine| engine.session().map(|session| session.member.name.clone()))
}

/// Writes a name. Who writes exactly their own, and has marked no line yet, means themself.
fn put_name(authors: &mut [Author], at: usize, name: String, own: Option<&str>) {
    let is_own = own.is_some_and(|own| nfc(own.trim()) == nfc(name.trim()));
    let is_marked = authors.iter().any(|author| author.is_self);
    if let Some(author) = authors.get_mut(at) {
        author.is_self |= is_own && !is_marked;
        author.name = name;
    }
}

/// One more. The first time the person themself comes first, with all of it.
fn add(bound: Bound) {
    let me = own_name(bound);
    change(bound, |authors| {
        if authors.is_empty() {
            authors.push(Author { name: me.unwrap_or_default(), is_self: true, ..nobody(100) });
        }
        let sum: u32 = authors.iter().map(|author| u32::from(author.share)).sum();
        authors.push(nobody(u8::try_from(100u32.saturating_sub(sum)).unwrap_or(0)));
    });
}

/// Equal shares; what is left over goes to the first.
fn share_evenly(bound: Bound) {
    let typed = typed_shares(bound, 0);
    keep_shares(bound, 0, vec![None; typed.len()]);
    change(bound, |authors| {
        let count = authors.len().clamp(1, 100);
        let (each, rest) = (100 / count, 100 % count);
        for (at, author) in authors.iter_mut().enumerate() {
            let share = if at >= 100 { 0 } else { each + usize::from(at < rest) };
            author.share = u8::try_from(share).unwrap_or(0);
        }
    });
}

fn author_line(bound: Bound, at: usize, left_a_share: RwSignal<bool>) -> El {
    let lang = bound.lang;
    let read = move |pick: fn(&Author) -> &str| -> Read<String> {
        settled(move || bound.content(|content| content.authors().get(at).map_or("", pick).to_owned()))
    };
    let name = read(|author| &author.name);
    let (named, missing) = (name.clone(), name.clone());
    let line = |member: &str, label: Word, max: usize, value: Read<String>, put: fn(&mut Author, String)| {
        let words = FieldWords::label(label.say(lang));
        let mut field = ui::Field::new(format!("o-authors-{at}-{member}"), words, Look::Line, max, value);
        field.typed = Box::new(move |typed| {
            let now = typed_line(&typed.now);
            change(bound, |authors| {
                if let Some(author) = authors.get_mut(at) {
                    put(author, now);
                }
            });
        });
        field.writing = bound.writing(Field::Authors);
        field.too_long = form::TOO_LONG_HERE;
        field
    };
    let mut name = line("name", form::AUTHOR_NAME, MAX_NAME, name, |_, _| ());
    name.typed = Box::new(move |typed| {
        let (now, own) = (typed_line(&typed.now), own_name(bound));
        change(bound, |authors| put_name(authors, at, now, own.as_deref()));
    });
    name.autocomplete = if at == 0 { "name" } else { "off" };
    name.wrong = settled(move || {
        let empty = bound.checked.get() && is_blank(&missing());
        empty.then(|| form::fault(Field::Authors, &Fault::Missing, lang))
    });
    let position = read(|author| author.position.as_deref().unwrap_or_default());
    let position = line("position", form::AUTHOR_POSITION, MAX_PLACE, position, |author, text| {
        author.position = Some(text).filter(|text| !text.is_empty());
    });
    let workplace = read(|author| author.workplace.as_deref().unwrap_or_default());
    let workplace = line("workplace", form::AUTHOR_WORKPLACE, MAX_PLACE, workplace, |author, text| {
        author.workplace = Some(text).filter(|text| !text.is_empty());
    });
    let called = Rc::new(move || match named().trim() {
        "" => form::AUTHOR_THIS.say(lang).to_owned(),
        name => name.to_owned(),
    });
    let labelled = called.clone();
    let remove = button("btn btn--plain btn--icon author__remove", move || remove(bound, at, &untrack(|| called())))
        .live_attr("aria-label", move || Some(form::AUTHOR_REMOVE.fill(lang, &[&labelled()])))
        .icon(Icon::Close);
    let legend = el("legend", "hide").text(&form::AUTHOR_N.fill(lang, &[&(at + 1).to_string()]));
    el("fieldset", "author card").puts([
        legend,
        name.make(),
        share_box(bound, at, left_a_share),
        position.make(),
        workplace.make(),
        own_tick(bound, at),
        remove,
    ])
}

/// Which line is the person's own: only they are asked whether they may be named. Ticking one unticks the others.
fn own_tick(bound: Bound, at: usize) -> El {
    let ticked =
        settled(move || bound.content(|content| content.authors().get(at).is_some_and(|author| author.is_self)));
    let changed = move |is_own: bool| {
        change(bound, |authors| {
            for (other, author) in authors.iter_mut().enumerate() {
                author.is_self = is_own && other == at;
            }
        });
    };
    tick(&format!("o-authors-{at}-self"), form::AUTHOR_SELF.say(bound.lang), ticked, changed, Rc::new(|| None))
}

fn remove(bound: Bound, at: usize, called: &str) {
    let before = bound.content_now().authors().to_vec();
    let typed = typed_shares(bound, at);
    let below: Vec<_> = typed.iter().skip(1).cloned().chain([None]).collect();
    keep_shares(bound, at, below);
    change(bound, |authors| {
        if at < authors.len() {
            authors.remove(at);
        }
    });
    let words = form::AUTHOR_REMOVED.fill(bound.lang, &[called]);
    bound.here.undo.offer(
        words,
        None,
        || {},
        move || {
            bound.set(Value::Authors(before), Field::Authors);
            keep_shares(bound, at, typed);
        },
    );
}

/// A share, in percent.
fn share_box(bound: Bound, at: usize, left_a_share: RwSignal<bool>) -> El {
    let lang = bound.lang;
    let pointer = share_pointer(at);
    let set = move |share: Option<i64>| {
        let Some(share) = share.and_then(|share| u8::try_from(share).ok()) else { return };
        change(bound, |authors| {
            if let Some(author) = authors.get_mut(at) {
                author.share = share;
            }
        });
    };
    let writing = bound.writing(Field::Authors);
    let field = NumberField {
        id: format!("o-authors-{at}-share"),
        words: FieldWords::label(form::AUTHOR_SHARE.say(lang)),
        kind: &SHARE,
        value: settled(move || bound.content(|content| content.authors().get(at).map(|author| author.share.into()))),
        typed: bound.typed(pointer.clone()),
        keep: bound.keep_typed(pointer),
        changed: Rc::new(set),
        writing: Box::new(move |inside| {
            writing(inside);
            if !inside {
                // The page may be gone already.
                left_a_share.try_set(true);
            }
        }),
        wrong: Rc::new(|| None),
        unit: "%",
        beside: None,
    };
    field.make(lang)
}

fn share_pointer(at: usize) -> String {
    format!("/authors/{at}/share")
}

/// What stands in the share boxes and isn't read yet, from one line on.
fn typed_shares(bound: Bound, from: usize) -> Vec<Option<String>> {
    bound.store.draft_now(bound.id, |draft| {
        let Some(draft) = draft else { return Vec::new() };
        let typed = |at| draft.written.typed.get(&share_pointer(at)).cloned();
        (from..draft.written.content().authors().len()).map(typed).collect()
    })
}

fn keep_shares(bound: Bound, from: usize, typed: Vec<Option<String>>) {
    for (at, text) in typed.into_iter().enumerate() {
        bound.store.keep_typed(bound.id, &share_pointer(from + at), text);
    }
}

/// What of an initiative isn't shown to everybody, and why.
pub fn kept_back(here: Here, id: InitiativeId) -> El {
    let found = |draft: Option<&Draft>| draft.map(|draft| repeated(draft.written.content())).unwrap_or_default();
    let found = settled(move || here.store.draft(id, found));
    el("div", "").live(move || ui::kept_back(&found(), here.lang))
}

/// The consent to show the story: separate, never given by default, and taken back as easily.
fn consent(bound: Bound) -> El {
    let lang = bound.lang;
    let ticked = settled(move || bound.content(|content| content.public_story()));
    let changed = move |agreed| bound.set(Value::Flag(agreed), Field::PublicStory);
    el("div", "consent")
        .put(el("h3", "").text(form::PUBLIC.say(lang)))
        .put(el("p", "").text(form::PUBLIC_TEXT.say(lang)))
        .put(later::part(bound.here, Later::KeptBack(bound.id)))
        .put(tick(&box_id(Field::PublicStory), form::PUBLIC_TICK.say(lang), ticked, changed, Rc::new(|| None)))
}
