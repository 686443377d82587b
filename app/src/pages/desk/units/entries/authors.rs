//! Who made it together and each one's share, as the paper says. The list is one value: a change of one person's line is made
//! in the list as it is at that moment.

use std::rc::Rc;

use leptos::prelude::*;
use model::field::{Author, Field, MAX_AUTHORS, MAX_NAME, MAX_PLACE, Value};
use model::text::typed_line;

use super::content::{box_id, wrong};
use super::sheet::{Desk, Sheet};
use crate::i18n::{Word, administration as words, form};
use crate::markup::{El, button, el, settled};
use crate::ui::{self, FieldWords, Icon, Look, NumberField, SHARE, error};

/// Authors and shares.
pub fn authors_part(desk: Desk) -> El {
    let lang = desk.here.lang;
    let count = settled(move || desk.sheet.with(|sheet| sheet.content.authors().len()));
    let full = count.clone();
    let wrong = wrong(desk, Field::Authors);
    let add = button("btn", move || add(desk))
        .live_attr("disabled", move || (full() >= MAX_AUTHORS).then(String::new))
        .icon(Icon::Plus)
        .text(form::ADD_AUTHOR.say(lang));
    let title = el("h3", "").attr("id", "h-authors").text(words::AUTHORS.say(lang));
    let lines = move || (0..count()).collect::<Vec<usize>>();
    el("section", "office__part")
        .attr("aria-labelledby", "h-authors")
        .put(title)
        .put(el("p", "quiet").text(words::AUTHORS_TEXT.say(lang)))
        .put(el("div", "authors").each(lines, move |at| author_line(desk, at)))
        .put(
            el("div", "authors__foot")
                .attr("id", &box_id(Field::Authors))
                .attr("tabindex", "-1")
                .put(el("div", "").attr("role", "alert").live(move || wrong().map(|words| error(&words))))
                .put(el("div", "").put(add)),
        )
}

fn change(desk: Desk, change: impl FnOnce(&mut Vec<Author>)) {
    let mut authors = desk.sheet.with_untracked(|sheet| sheet.content.authors().to_vec());
    change(&mut authors);
    desk.set(Field::Authors, Value::Authors(authors));
}

/// One more. The first time whose sheet it is comes first, with all of it.
fn add(desk: Desk) {
    let nobody = |share| Author { name: String::new(), position: None, workplace: None, share, is_self: false };
    let first = desk.sheet.with_untracked(|sheet| sheet.whose.name.trim().to_owned());
    change(desk, |authors| {
        if authors.is_empty() && !first.is_empty() {
            authors.push(Author { name: first, is_self: true, ..nobody(100) });
        }
        let sum: u32 = authors.iter().map(|author| u32::from(author.share)).sum();
        authors.push(nobody(u8::try_from(100u32.saturating_sub(sum)).unwrap_or(0)));
    });
}

fn author_line(desk: Desk, at: usize) -> El {
    let lang = desk.here.lang;
    let line = |member: &str, label: Word, max: usize, read: fn(&Author) -> String, put: fn(&mut Author, String)| {
        let value =
            settled(move || desk.sheet.with(|sheet| sheet.content.authors().get(at).map(read).unwrap_or_default()));
        let words = FieldWords::label(label.say(lang));
        let mut field = ui::Field::new(format!("o-authors-{at}-{member}"), words, Look::Line, max, value);
        field.typed = Box::new(move |typed| {
            let now = typed_line(&typed.now);
            change(desk, |authors| {
                if let Some(author) = authors.get_mut(at) {
                    put(author, now);
                }
            });
        });
        field
    };
    let mut name =
        line("name", form::AUTHOR_NAME, MAX_NAME, |author| author.name.clone(), |author, text| author.name = text);
    let pointer = format!("/fields/authors/{at}/name");
    name.wrong = settled(move || Some(form::fault(Field::Authors, &desk.fault(&pointer)?, lang)));
    let share = share_box(desk, at);
    let position = line(
        "position",
        form::AUTHOR_POSITION,
        MAX_PLACE,
        |author| author.position.clone().unwrap_or_default(),
        |author, text| author.position = Some(text).filter(|text| !text.is_empty()),
    );
    let workplace = line(
        "workplace",
        form::AUTHOR_WORKPLACE,
        MAX_PLACE,
        |author| author.workplace.clone().unwrap_or_default(),
        |author, text| author.workplace = Some(text).filter(|text| !text.is_empty()),
    );
    let number = (at + 1).to_string();
    let called = form::AUTHOR_N.fill(lang, &[&number]);
    let remove = button("btn btn--plain btn--icon author__remove", move || {
        desk.drop_typed_author(at);
        change(desk, |authors| {
            if at < authors.len() {
                authors.remove(at);
            }
        });
    });
    let remove = remove.attr("aria-label", &form::AUTHOR_REMOVE.fill(lang, &[&called])).icon(Icon::Close);
    let legend = el("legend", "hide").text(&called);
    let fields = [legend, name.make(), share, position.make(), workplace.make(), remove];
    el("fieldset", "author card").puts(fields)
}

/// A share, in percent.
fn share_box(desk: Desk, at: usize) -> El {
    let lang = desk.here.lang;
    let pointer = format!("/authors/{at}/share");
    let set = move |share: Option<i64>| {
        let Some(share) = share.and_then(|share| u8::try_from(share).ok()) else { return };
        change(desk, |authors| {
            if let Some(author) = authors.get_mut(at) {
                author.share = share;
            }
        });
    };
    let kept = move |sheet: &Sheet| sheet.content.authors().get(at).map(|author| author.share.into());
    let at_fault = format!("/fields{pointer}");
    let field = NumberField {
        id: format!("o-authors-{at}-share"),
        words: FieldWords::label(form::AUTHOR_SHARE.say(lang)),
        kind: &SHARE,
        value: settled(move || desk.sheet.with(kept)),
        typed: desk.typed(pointer.clone()),
        keep: desk.keep_typed(pointer),
        changed: Rc::new(set),
        writing: Box::new(|_| ()),
        wrong: settled(move || Some(form::fault(Field::Authors, &desk.fault(&at_fault)?, lang))),
        unit: "%",
        beside: None,
    };
    field.make(lang)
}
