//! The parts of a long form: where one is, and which parts have something in them.

use std::rc::Rc;

use super::Icon;
use crate::markup::{El, Read, a, el};

/// One part.
pub struct Step {
    /// The id of its section.
    pub id: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Whether something is written in it.
    pub done: Read<bool>,
}

/// Links to the parts. `go` is called with the part's place in the list; `written` is said of a part that is done.
pub fn steps(label: &str, written: &'static str, steps: Vec<Step>, current: Read<usize>, go: Rc<dyn Fn(usize)>) -> El {
    let links = steps.into_iter().enumerate().map(|(at, Step { id, label, done })| {
        let (go, current) = (go.clone(), current.clone());
        let (checked, said) = (done.clone(), done.clone());
        let words = el("span", "").when(move || checked(), || el("span", "").icon(Icon::Check)).text(label);
        a("", &format!("#{id}"))
            .live_class("done", move || done())
            .live_attr("aria-current", move || (current() == at).then(|| "step".to_owned()))
            .on("click", move |event| {
                event.prevent_default();
                go(at);
            })
            .put(words)
            .when(move || said(), move || el("span", "hide").text(written))
    });
    el("nav", "steps").attr("aria-label", label).puts(links)
}
