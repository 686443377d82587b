//! Fields that a person writes in. The label names the field, help stands between label and box, the error under it.
//! Promises that what the box shows never changes under the hand: a value that comes from elsewhere appears when the
//! person leaves. Knows nothing of where the value is kept.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::document;
use model::text::excess;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};

use super::Icon;
use crate::i18n::work::number;
use crate::i18n::{Word, form};
use crate::markup::{El, Read, el, follow, settled};
use crate::visitor;

/// What a person made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What the box held before.
    pub before: String,
    /// What it holds now.
    pub now: String,
}

/// The words of a field.
#[derive(Clone, Copy, Debug)]
pub struct FieldWords {
    label: &'static str,
    aside: Option<&'static str>,
    help: Option<&'static str>,
    hidden: bool,
}

impl FieldWords {
    /// A label alone.
    pub const fn label(label: &'static str) -> Self {
        FieldWords { label, aside: None, help: None, hidden: false }
    }

    /// With a remark beside the label: "có thể để trống".
    pub const fn aside(self, aside: &'static str) -> Self {
        FieldWords { aside: Some(aside), ..self }
    }

    /// With help before writing.
    pub const fn help(self, help: &'static str) -> Self {
        FieldWords { help: Some(help), ..self }
    }

    /// For screen readers only: something visible says it already.
    pub const fn hidden(self) -> Self {
        FieldWords { hidden: true, ..self }
    }
}

/// How a text box looks and what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// One line, in a frame.
    Line,
    /// Several lines, in a frame, growing with the text.
    Lines,
    /// As [`Look::Lines`], larger: the story.
    Story,
    /// The title: large, without a frame, one line of text that may wrap.
    Title,
}

/// What is wrong with a field, if anything.
pub type Wrong = Read<Option<String>>;

/// Everything around a field's box: label, help, error, and which of them describe the box.
pub fn field_frame(id: &str, words: FieldWords, wrong: Wrong, boxed: El, control: El) -> El {
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let is_wrong = settled({
        let wrong = wrong.clone();
        move || wrong().is_some()
    });
    let described = {
        let (is_wrong, help_id, error_id) = (is_wrong.clone(), help_id.clone(), error_id.clone());
        move || match (words.help, is_wrong()) {
            (Some(_), true) => Some(format!("{help_id} {error_id}")),
            (Some(_), false) => Some(help_id.clone()),
            (None, true) => Some(error_id.clone()),
            (None, false) => None,
        }
    };
    let invalid = is_wrong.clone();
    control
        .live_attr("aria-describedby", described)
        .live_attr("aria-invalid", move || invalid().then(|| "true".to_owned()));
    let label = el("label", if words.hidden { "hide" } else { "field__label" }).attr("for", id).text(words.label);
    let label = match words.aside {
        Some(aside) => label.text(" ").put(el("small", "").text(aside)),
        None => label,
    };
    let frame = el("div", "field").live_class("field--wrong", move || is_wrong()).put(label);
    let frame = match words.help {
        Some(help) => frame.put(el("p", "field__help").attr("id", &help_id).text(help)),
        None => frame,
    };
    frame.put(boxed).live(move || wrong().map(|words| error(&words).attr("id", &error_id)))
}

/// What is wrong, with its sign.
pub fn error(words: &str) -> El {
    el("p", "field__error").icon(Icon::Alert).put(el("span", "").text(words))
}

/// A text box.
pub struct Field {
    /// The box's id, for labels and for whoever leads the person here.
    pub id: String,
    pub words: FieldWords,
    pub look: Look,
    /// So many characters are taken; what is longer stays in the box, and is said.
    pub max: usize,
    /// What is said of a text that is longer: by how much, and how much is taken.
    pub too_long: Word,
    /// The text as it is kept.
    pub value: Read<String>,
    /// Called at every change.
    pub typed: Box<dyn Fn(Typed)>,
    /// Called with `true` when the cursor comes and `false` when it goes.
    pub writing: Box<dyn Fn(bool)>,
    /// What is wrong, if anything.
    pub wrong: Wrong,
    /// What stands after the text in the frame: "%".
    pub unit: Option<&'static str>,
    /// Which keyboard a phone shows.
    pub inputmode: Option<&'static str>,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
}

impl Field {
    /// A text box without unit, with the usual keyboard, that the browser doesn't fill in.
    pub fn new(id: impl Into<String>, words: FieldWords, look: Look, max: usize, value: Read<String>) -> Field {
        Field {
            id: id.into(),
            words,
            look,
            max,
            too_long: form::TOO_LONG,
            value,
            typed: Box::new(|_| ()),
            writing: Box::new(|_| ()),
            wrong: Rc::new(|| None),
            unit: None,
            inputmode: None,
            autocomplete: "off",
        }
    }

    /// The field as part of a page.
    pub fn make(self) -> El {
        let Field { id, words, look, max, too_long, value, typed, writing, wrong, unit, inputmode, autocomplete } =
            self;
        let control = match look {
            Look::Line => el("input", "").attr_if("inputmode", inputmode),
            Look::Title => el("textarea", "title-box").attr("rows", "2"),
            Look::Story => el("textarea", "field__box writing").attr("rows", "4"),
            Look::Lines => el("textarea", "field__box").attr("rows", "4"),
        };
        let control = control.attr("id", &id).attr("autocomplete", autocomplete);
        let wrong = say_too_long(value.clone(), max, too_long, wrong);
        let hold = Rc::new(Hold { control: control.clone(), value: value.clone(), shown: RefCell::default() });
        let (shown, at_input, at_blur) = (hold.clone(), hold.clone(), hold);
        follow(move || {
            let value = value();
            if !shown.has_cursor() {
                shown.show(&value);
            }
        });
        let writing = Rc::new(writing);
        let leaving = writing.clone();
        let control = control
            .on("input", move |_| {
                let now = at_input.text();
                let before = at_input.shown.replace(now.clone());
                typed(Typed { before, now });
            })
            .on("focus", move |_| writing(true))
            .on("blur", move |_| {
                leaving(false);
                let value = leptos::prelude::untrack(|| (at_blur.value)());
                at_blur.show(&value);
            });
        let control = if look == Look::Title { control.on("keydown", refuse_enter) } else { control };
        let boxed = match look {
            Look::Line => {
                let boxed = el("span", "field__box").put(control.clone());
                match unit {
                    Some(unit) => boxed.put(el("span", "field__unit").text(unit)),
                    None => boxed,
                }
            }
            _ => control.clone(),
        };
        field_frame(&id, words, wrong, boxed, control)
    }
}

/// What is wrong with a text, its length first: while it is written, and not only once it is sent.
fn say_too_long(value: Read<String>, max: usize, words: Word, wrong: Wrong) -> Wrong {
    let lang = visitor::of_page().lang;
    settled(move || match excess(&value(), max) {
        0 => wrong(),
        more => Some(words.fill(lang, &[&number(more, lang), &number(max, lang)])),
    })
}

/// A name has no line ends. A key that belongs to an input method (Telex, VNI, a phone's keyboard) is left alone.
fn refuse_enter(event: web_sys::Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
    let composing = key.is_composing() || key.key_code() == 229;
    if key.key() == "Enter" && !composing {
        event.prevent_default();
    }
}

/// Puts a kept value into a box, except while the person is in it.
struct Hold {
    control: El,
    value: Read<String>,
    /// What the box holds, as far as it was put there or told.
    shown: RefCell<String>,
}

impl Hold {
    fn text(&self) -> String {
        match self.control.element().dyn_ref::<HtmlInputElement>() {
            Some(input) => input.value(),
            None => self.control.element().unchecked_ref::<HtmlTextAreaElement>().value(),
        }
    }

    fn show(&self, value: &str) {
        if self.text() != value {
            match self.control.element().dyn_ref::<HtmlInputElement>() {
                Some(input) => input.set_value(value),
                None => self.control.element().unchecked_ref::<HtmlTextAreaElement>().set_value(value),
            }
        }
        self.shown.replace(value.to_owned());
    }

    /// Whether the person is writing in this box.
    fn has_cursor(&self) -> bool {
        has_cursor(&self.control)
    }
}

/// Whether the person's cursor is in this element: that of a window that isn't looked at doesn't count.
pub fn has_cursor(control: &El) -> bool {
    let page = document();
    page.has_focus().unwrap_or(false) && page.active_element().as_ref() == Some(control.element())
}
