//! Choices of one among a few: in a list where each needs a sentence, in one frame where a word is enough.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::markup::{El, Read, el, follow};

/// One of the things to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Explained {
    /// What the choice is called back with.
    pub value: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What it means, in a sentence; "" where the name is enough.
    pub text: &'static str,
}

/// A choice of a few that each need a sentence. `id` is the first button's, for whoever leads the person here.
pub fn explained_choice(
    id: &'static str,
    (legend, help): (&str, &str),
    options: &[Explained],
    chosen: Read<Option<&'static str>>,
    choose: Rc<dyn Fn(&'static str)>,
) -> El {
    let options = options.iter().enumerate().map(|(at, option)| {
        let button = radio(id, option.value, chosen.clone(), choose.clone()).attr_if("id", (at == 0).then_some(id));
        let words = el("span", "").put(el("b", "").text(option.label)).put(el("small", "").text(option.text));
        el("label", "kind").put(button).put(words)
    });
    el("fieldset", "kinds field")
        .put(el("legend", "field__label").text(legend))
        .put(el("p", "field__help").text(help))
        .put(el("div", "rows").puts(options))
}

/// A choice of two to four, in one frame.
pub fn short_choice(
    name: &'static str,
    legend: &str,
    options: &[Explained],
    chosen: Read<Option<&'static str>>,
    choose: Rc<dyn Fn(&'static str)>,
) -> El {
    let options = options.iter().map(|option| {
        el("label", "").put(radio(name, option.value, chosen.clone(), choose.clone())).text(option.label)
    });
    el("fieldset", "choice").put(el("legend", "hide").text(legend)).puts(options)
}

fn radio(name: &str, value: &'static str, chosen: Read<Option<&'static str>>, choose: Rc<dyn Fn(&'static str)>) -> El {
    let input = el("input", "").attr("type", "radio").attr("name", name).attr("value", value);
    let shown: HtmlInputElement = input.element().clone().unchecked_into();
    follow(move || shown.set_checked(chosen() == Some(value)));
    input.on("change", move |_| choose(value))
}
