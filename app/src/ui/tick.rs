//! A consent or other yes: a box to tick with the whole sentence beside it. Never ticked by itself.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::field::{Wrong, error};
use crate::markup::{El, Read, el, follow, settled};

/// One box to tick: what a tick says, whether it is ticked, and what is called when the person changes it.
pub fn tick(id: &str, label: &str, ticked: Read<bool>, changed: impl Fn(bool) + 'static, wrong: Wrong) -> El {
    let error_id = format!("{id}-error");
    let is_wrong = settled({
        let wrong = wrong.clone();
        move || wrong().is_some()
    });
    let (described, invalid) = (is_wrong.clone(), is_wrong.clone());
    let named = error_id.clone();
    let input = el("input", "")
        .attr("type", "checkbox")
        .attr("id", id)
        .live_attr("aria-describedby", move || described().then(|| named.clone()))
        .live_attr("aria-invalid", move || invalid().then(|| "true".to_owned()));
    let control: HtmlInputElement = input.element().clone().unchecked_into();
    let shown = control.clone();
    follow(move || shown.set_checked(ticked()));
    let input = input.on("change", move |_| changed(control.checked()));
    el("div", "field")
        .live_class("field--wrong", move || is_wrong())
        .put(el("label", "tick").put(input).put(el("span", "").text(label)))
        .live(move || wrong().map(|words| error(&words).attr("id", &error_id)))
}
