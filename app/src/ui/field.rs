//! Fields that a person writes in. The label names the field, help stands between label and box, the error under it.
//! Promises that what the box shows never changes under the hand: a value that comes from elsewhere appears when the
//! person leaves. Knows nothing of where the value is kept.

use leptos::ev;
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast;

use super::Icon;

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
    /// Names the field.
    pub label: &'static str,
    /// Beside the label: "có thể để trống".
    pub aside: Option<&'static str>,
    /// Between label and box.
    pub help: Option<&'static str>,
}

impl FieldWords {
    /// A label alone.
    pub const fn label(label: &'static str) -> Self {
        FieldWords { label, aside: None, help: None }
    }

    /// With a remark beside the label.
    pub const fn aside(self, aside: &'static str) -> Self {
        FieldWords { aside: Some(aside), ..self }
    }

    /// With help before writing.
    pub const fn help(self, help: &'static str) -> Self {
        FieldWords { help: Some(help), ..self }
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

/// Everything around a field's box: label, help, error. `id` is the box's; help and error are tied to it by
/// [`described_by`].
#[component]
pub fn FieldFrame(
    id: String,
    words: FieldWords,
    /// What is wrong, if anything.
    error: Signal<Option<String>>,
    /// The label is for screen readers only: something visible says it already.
    #[prop(optional)]
    hide_label: bool,
    children: Children,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:field--wrong=move || error.with(Option::is_some)>
            <label class=if hide_label { "hide" } else { "field__label" } for=id.clone()>
                {words.label}
                {words.aside.map(|aside| view! { " " <small>{aside}</small> })}
            </label>
            {words.help.map(|help| view! { <p class="field__help" id=help_id>{help}</p> })}
            {children()}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field__error" id=error_id.clone()>
                                {Icon::Alert.draw()}
                                <span>{error}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// The `aria-describedby` of a box in a [`FieldFrame`].
pub fn described_by(id: &str, words: FieldWords, error: Signal<Option<String>>) -> impl Fn() -> Option<String> + use<> {
    let id = id.to_owned();
    move || match (words.help, error.with(Option::is_some)) {
        (Some(_), true) => Some(format!("{id}-help {id}-error")),
        (Some(_), false) => Some(format!("{id}-help")),
        (None, true) => Some(format!("{id}-error")),
        (None, false) => None,
    }
}

/// A text box.
#[component]
pub fn TextField(
    /// The box's id, for labels and for whoever leads the person here.
    #[prop(into)]
    id: String,
    words: FieldWords,
    look: Look,
    /// At most so many characters.
    max: usize,
    /// The text as it is kept.
    #[prop(into)]
    value: Signal<String>,
    /// Called at every change.
    typed: Callback<Typed>,
    /// Called with `true` when the cursor comes and `false` when it goes.
    writing: Callback<bool>,
    /// What is wrong, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
    #[prop(optional)] hide_label: bool,
    /// What stands after the text in the frame: "%".
    #[prop(optional)]
    unit: Option<&'static str>,
    /// Which keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What the browser may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
) -> impl IntoView {
    let described = described_by(&id, words, error);
    let invalid = move || error.with(Option::is_some).then_some("true");
    let hold = Hold::new(value);
    let on_input = move |event: ev::Event| {
        let now = event_target_value(&event);
        typed.run(Typed { before: hold.shown.get_value(), now: now.clone() });
        hold.shown.set_value(now);
    };
    let on_focus = move |_| writing.run(true);
    let on_blur = move |_| {
        writing.run(false);
        hold.show();
    };
    let autocomplete = autocomplete.unwrap_or("off");
    let boxed = match look {
        Look::Line => view! {
            <span class="field__box">
                <input
                    id=id.clone()
                    maxlength=max
                    inputmode=inputmode
                    autocomplete=autocomplete
                    aria-describedby=described
                    aria-invalid=invalid
                    node_ref=hold.input
                    on:input=on_input
                    on:focus=on_focus
                    on:blur=on_blur
                />
                {unit.map(|unit| view! { <span class="field__unit">{unit}</span> })}
            </span>
        }
        .into_any(),
        Look::Lines | Look::Story | Look::Title => {
            let class = match look {
                Look::Title => "title-box",
                Look::Story => "field__box writing",
                _ => "field__box",
            };
            let on_keydown = move |event: ev::KeyboardEvent| {
                if look == Look::Title && event.key() == "Enter" && !composing(&event) {
                    event.prevent_default();
                }
            };
            view! {
                <textarea
                    id=id.clone()
                    class=class
                    rows=if look == Look::Title { 2 } else { 4 }
                    maxlength=max
                    autocomplete=autocomplete
                    aria-describedby=described
                    aria-invalid=invalid
                    node_ref=hold.area
                    on:input=on_input
                    on:focus=on_focus
                    on:blur=on_blur
                    on:keydown=on_keydown
                ></textarea>
            }
            .into_any()
        }
    };
    view! {
        <FieldFrame id=id words=words error=error hide_label=hide_label>
            {boxed}
        </FieldFrame>
    }
}

/// Whether a key belongs to an input method that is putting a letter together (Telex, VNI, a phone's keyboard).
pub fn composing(event: &ev::KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Puts a kept value into a box, except while the person is in it.
#[derive(Clone, Copy)]
struct Hold {
    value: Signal<String>,
    /// What the box holds, as far as this component put it there or was told.
    shown: StoredValue<String>,
    input: NodeRef<leptos::html::Input>,
    area: NodeRef<leptos::html::Textarea>,
}

impl Hold {
    fn new(value: Signal<String>) -> Hold {
        let hold = Hold { value, shown: StoredValue::new(String::new()), input: NodeRef::new(), area: NodeRef::new() };
        Effect::new(move |_| {
            value.track();
            if !hold.has_cursor() {
                hold.show();
            }
        });
        hold
    }

    /// Shows the kept value.
    fn show(self) {
        let Some(value) = self.value.try_get_untracked() else { return };
        #[cfg(feature = "hydrate")]
        {
            if let Some(input) = self.input.get_untracked().filter(|input| input.value() != value) {
                input.set_value(&value);
            }
            if let Some(area) = self.area.get_untracked().filter(|area| area.value() != value) {
                area.set_value(&value);
            }
        }
        self.shown.set_value(value);
    }

    /// Whether the person is writing in this box: the cursor of a window that isn't looked at doesn't count.
    #[cfg(feature = "hydrate")]
    fn has_cursor(self) -> bool {
        let page = document();
        let (input, area) = (self.input.get(), self.area.get());
        let active = page.active_element().filter(|_| page.has_focus().unwrap_or(false));
        active.is_some_and(|active| {
            input.is_some_and(|input| *input.unchecked_ref::<web_sys::Element>() == active)
                || area.is_some_and(|area| *area.unchecked_ref::<web_sys::Element>() == active)
        })
    }

    #[cfg(not(feature = "hydrate"))]
    fn has_cursor(self) -> bool {
        false
    }
}
