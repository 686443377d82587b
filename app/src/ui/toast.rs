//! A toast with a way back. It stays while it has the focus or the pointer.

use std::rc::Rc;

use super::Icon;
use crate::markup::{El, button, el};

/// The words on a button and what it does.
pub type Act<'a> = (&'a str, Box<dyn Fn()>);

/// Says what was done; `undo` are the words and the act of taking it back. `stays` is called with `true` when it gets
/// the pointer or the focus, and `false` when it loses it.
pub fn toast(words: &str, undo: Option<Act<'_>>, stays: Rc<dyn Fn(bool)>) -> El {
    let toast = el("div", "toast").put(el("span", "").text(words));
    let toast = [("pointerenter", true), ("pointerleave", false), ("focusin", true), ("focusout", false)]
        .into_iter()
        .fold(toast, |toast, (event, inside)| {
            let stays = stays.clone();
            toast.on(event, move |_| stays(inside))
        });
    match undo {
        Some((label, act)) => toast.put(button("btn", act).icon(Icon::Undo).text(label)),
        None => toast,
    }
}
