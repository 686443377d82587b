//! One draft's fields, tied to the local store: each box reads its value from there and writes it there at every change.

use std::rc::Rc;

use leptos::prelude::*;
use model::content::Content;
use model::draft::Draft;
use model::field::{Field, Shape, Value};
use model::id::InitiativeId;
use model::number::Lang;
use model::text::{typed_line, typed_text};

use crate::i18n::form;
use crate::local::LocalStore;
use crate::markup::{El, Read, settled};
use crate::pages::work::desk::Here;
use crate::ui::{self, FieldWords, Look, Typed};

/// A draft that is being written in. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Bound {
    pub here: Here,
    pub store: LocalStore,
    pub id: InitiativeId,
    pub lang: Lang,
    /// The person has tried to send it: what is missing is shown.
    pub checked: RwSignal<bool>,
}

/// The id of a field's box.
pub fn box_id(field: Field) -> String {
    format!("o-{}", field.name())
}

impl Bound {
    /// Looks at the content; closures that do so run again when the draft changes.
    pub fn content<T>(self, look: impl FnOnce(&Content) -> T) -> T {
        self.store.draft(self.id, |draft| match draft {
            Some(draft) => look(draft.written.content()),
            None => look(&Content::default()),
        })
    }

    /// Looks at the draft, if it exists yet; closures that do so run again when it changes.
    pub fn draft<T>(self, look: impl FnOnce(&Draft) -> T) -> Option<T> {
        self.store.draft(self.id, |draft| draft.map(look))
    }

    /// The content as it is now in storage.
    pub fn content_now(self) -> Content {
        self.store.catch_up(self.id);
        self.store.draft_now(self.id, |draft| draft.map(|draft| draft.written.content().clone()).unwrap_or_default())
    }

    /// Puts a value into a field.
    pub fn set(self, value: Value, field: Field) {
        self.store.edit(self.id, field, value);
    }

    /// What stands in the box of a value and isn't read yet.
    pub fn typed(self, pointer: String) -> Read<Option<String>> {
        settled(move || self.draft(|draft| draft.written.typed.get(&pointer).cloned()).flatten())
    }

    /// Keeps what stands in the box of a value; None once it was read.
    pub fn keep_typed(self, pointer: String) -> Rc<dyn Fn(Option<String>)> {
        Rc::new(move |text| self.store.keep_typed(self.id, &pointer, text))
    }

    /// What to do when the cursor comes and goes.
    pub fn writing(self, field: Field) -> Box<dyn Fn(bool)> {
        Box::new(move |inside| self.store.typing_in(inside.then_some((self.id, field))))
    }

    /// What is wrong with a field, once the person has tried to send it, or the server refused it.
    pub fn wrong(self, field: Field) -> Read<Option<String>> {
        settled(move || {
            let checked = self.checked.get();
            self.draft(|draft| {
                let own = if checked { draft.faults() } else { Vec::new() };
                let refused = draft.refusal().map(|refusal| refusal.problem.errors.clone()).unwrap_or_default();
                let at_fault = own.into_iter().chain(refused).find(|fault| fault.field() == Some(field))?;
                Some(form::fault(field, &at_fault.fault, self.lang))
            })
            .flatten()
        })
    }

    /// A field's text box.
    pub fn text_box(self, field: Field, look: Look, words: FieldWords) -> El {
        let max = match field.shape() {
            Shape::Line(max) | Shape::Text(max) => max,
            _ => 0,
        };
        let value = settled(move || self.content(|content| content.text(field).to_owned()));
        let mut made = ui::Field::new(box_id(field), words, look, max, value);
        made.typed = Box::new(move |Typed { before, now }| {
            let [before, now] = [before, now].map(|text| kept(field, &text));
            self.store.edit_text(self.id, field, &before, &now);
        });
        made.writing = self.writing(field);
        made.wrong = self.wrong(field);
        made.too_long = form::TOO_LONG_HERE;
        made.make()
    }
}

/// What is kept of a field's text: all of it.
fn kept(field: Field, text: &str) -> String {
    if matches!(field.shape(), Shape::Line(_)) { typed_line(text) } else { typed_text(text) }
}
